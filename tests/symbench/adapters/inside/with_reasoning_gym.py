"""Runs where reasoning-gym is: makes its datasets and lets them score responses."""

import json
import sys

import reasoning_gym
from reasoning_gym.composite import DatasetSpec
from reasoning_gym.factory import get_score_answer_fn

from codesteer.symbench.adapters.reasoning_gym import DATASETS


def refused(**config):
    try:
        reasoning_gym.create_dataset("symbench_game_24", **config)
    except ValueError as error:
        return str(error)
    return ""


def mixed():
    """A composite of ours and theirs."""
    names = ("symbench_letters", "spell_backward")
    specs = [DatasetSpec(name=name, weight=1, config={}) for name in names]
    mix = reasoning_gym.create_dataset("composite", size=20, seed=1, datasets=specs)
    return [
        [row["metadata"]["source_dataset"], mix.score_answer(row["answer"], row)] for row in mix
    ]


if __name__ == "__main__":
    cases = json.load(sys.stdin)
    texts = {case["id"]: case["text"] for case in cases["responses"]}
    scores, own = {}, []
    for name in DATASETS:
        for level in cases["levels"]:
            data = reasoning_gym.create_dataset(
                name, level=level, seed=cases["seed"], size=cases["count"]
            )
            own += [data.score_answer(row["answer"], row) for row in data]
            judge = get_score_answer_fn(name)
            for row in data:
                puzzle = row["metadata"]["id"]
                scores[puzzle] = judge(texts[puzzle], row)
    small = reasoning_gym.create_dataset("symbench_eight_queens", size=3, seed=1)
    frozen = reasoning_gym.create_dataset(
        "symbench_game_24", level=cases["frozen_level"], seed=cases["frozen_seed"], size=2
    )
    found = {
        "scores": scores,
        "own": own,
        "nothing": small.score_answer(None, small[0]),
        "anew": [row["question"] for row in small] == [row["question"] for row in small],
        "prompts_of_a_frozen_seed": [row["question"] for row in frozen],
        "mixed": mixed(),
        "refused": [refused(level=9), refused(size=0), refused(seed=-1)],
    }
    print("\n" + json.dumps(found))
