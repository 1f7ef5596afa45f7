"""What constrained_linear_arrangement generates, asks and reads."""

import json
import random
from itertools import permutations, product

import pytest

from codesteer.symbench.original.tasks import constrained_linear_arrangement as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.constrained_linear_arrangement import Config, outcome

from ..independent.constrained_linear_arrangement import BEATS, ORDERS, check

NAME = "constrained_linear_arrangement"
# B is Fire, which loses to Earth (C) and Water (E); D is Metal, which beats Wood (A) and Earth (C).
ELEMENTS = {
    "game": "elements", "cards": list("ABCDE"), "moves": list("BDA"),
    "results": ["loss", "win", "draw"],
}  # fmt: skip
STICK = {
    "game": "stick", "cards": list("ABCD"), "moves": list("ABDC"),
    "results": ["loss", "draw", "win", "draw"],
}  # fmt: skip


def right(answer, payload=ELEMENTS):
    return find_task(NAME).verify(payload, f"<<<{answer}>>>").correct


@pytest.mark.parametrize("game", list(ORDERS))
def test_results_are_symmetric_and_follow_the_lists_of_who_beats_whom(game):
    # The original's elements asked only what the player's own card generates or overcomes.
    opposite = {"win": "loss", "loss": "win", "draw": "draw"}
    for (i, mine), (j, theirs) in product(enumerate(ORDERS[game]), repeat=2):
        assert outcome(game, j, i) == opposite[outcome(game, i, j)]
        assert (outcome(game, i, j) == "win") == ((mine, theirs) in BEATS[game])


def test_only_equal_elements_draw():
    assert all((outcome("elements", i, j) == "draw") == (i == j)
               for i, j in product(range(5), repeat=2))  # fmt: skip


def test_every_sequence_that_fits_is_accepted():
    fitting = {cards for cards in permutations("ABCDE", 3) if right(",".join(cards))}
    assert fitting == {("E", "C", "A")}
    wins = {**ELEMENTS, "moves": list("CBD"), "results": ["win"] * 3}
    fitting = {cards for cards in permutations("ABCDE", 3) if right(",".join(cards), wins)}
    assert len(fitting) == 6  # The original accepted the stored one alone.
    assert {("E", "D", "A"), ("B", "D", "C")} <= fitting


@pytest.mark.parametrize("answer", ["E,C,Z", "E,C,?", "E,C,1", "E,C, ", "Z,Z,Z"])
def test_a_draw_is_not_a_place_for_any_text(answer):
    assert not right(answer)


def test_a_card_that_is_used_up_is_not_played_again():
    assert right("D,B,A,C", STICK)
    for answer in ("D,D,A,C", "D,D,A,A", "D,B,A,A"):
        assert not right(answer, STICK)
    each_fits = {**ELEMENTS, "moves": list("BEC"), "results": ["win", "loss", "win"]}
    assert right("D,A,E", each_fits)
    assert not right("A,A,E", each_fits)


@pytest.mark.parametrize(
    "answer",
    ["E,C,A", "E, C, A", "e,c,a", "E C A", "ECA", "[E, C, A]", '["E", "C", "A"]', "['e','c','a']",
     "(E, C, A)", "E;C;A", "E\nC\nA", "E,\nC,\nA", "```\nE,C,A\n```", "**E,C,A**", "Answer: E,C,A",
     "Round 1: E, Round 2: C, Round 3: A", "1. E\n2. C\n3. A", "Opponent's cards: E,C,A", "E,C,A.",
     '"E,C,A"', "'ECA'", "E -> C -> A", "E \u2192 C \u2192 A", "- E\n- C\n- A", "Opponent: E, C, A",
     "So the opponent played E, C, A", '{"answer": ["E", "C", "A"]}', '{"cards": "E,C,A"}',
     '{"1": "E", "2": "C", "3": "A"}', '{"Round 1": "E", "Round 2": "C", "Round 3": "A"}'],
)  # fmt: skip
def test_every_clear_layout_counts(answer):
    assert right(answer)


@pytest.mark.parametrize(
    "answer",
    ["E,C", "E,C,A,B", "A,C,E", "not E,C,A", "E,C,A or E,C,B", "eca", "EC,A", "E,,C,A", "E,C,A,",
     "2. E, 1. C, 3. A", "[E,C,A", "E/C/A", "E-C-A", "E,C,A!", "~E,C,A", "E,C,A,1", "",
     "{E,C,A}", '{"2": "E", "1": "C", "3": "A"}', '{"E": 1, "C": 2, "A": 3}', "E <- C <- A",
     "The opponent played not E,C,A", '"E,C","A"', '{"draft": "E,C,A"}'],
)  # fmt: skip
def test_anything_else_is_wrong(answer):
    assert not right(answer)


def test_without_brackets_a_clear_list_counts():
    verify = find_task(NAME).verify
    assert verify(ELEMENTS, "After all, the final answer is E,C,A").correct
    assert not verify(ELEMENTS, "The final answer is not E,C,A").correct
    assert not verify(ELEMENTS, "The final answer is <<<E,C,A").correct


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_each_puzzle_is_solvable_by_the_rules_it_states_and_has_few_draws(level):
    # 24 of the original's puzzles had no answer.
    task = find_task(NAME)
    for seed in range(60):
        payload = task.generate(random.Random(seed), task.levels[level])
        assert check(payload, task.solve(payload).strip("<>"))
        assert len(set(payload["results"])) > 1
        assert payload["results"].count("draw") <= len(payload["results"]) // 2
        assert len(set(payload["moves"])) == len(payload["moves"])


def test_results_that_nothing_explains_are_told_apart():
    payload = {**ELEMENTS, "moves": list("BCDE"), "results": ["draw", "loss", "loss", "draw"]}
    with pytest.raises(ValueError, match="no cards"):
        find_task(NAME).solve(payload)


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_the_prompt_states_the_rules_of_its_game(level):
    puzzle = instance(instance_id(NAME, level))
    assert "neither player plays the same kind twice" in puzzle.prompt
    assert "give any one" in puzzle.prompt
    assert "den" not in puzzle.prompt.split()
    for kind, card in zip(ORDERS[puzzle.payload["game"]], puzzle.payload["cards"], strict=True):
        assert f"{kind} ({card})" in puzzle.prompt


def test_the_draws_of_the_stick_game_are_listed():
    prompt = instance(instance_id(NAME, 2)).prompt
    assert "Stick against Chicken, and Tiger against Worm" in prompt
    assert "one step apart" not in prompt


def test_configurations_that_no_game_has_are_refused():
    for game, rounds in (("go", 3), ("stick", 5), ("elements", 6), ("animal", 1)):
        with pytest.raises(ValueError, match="need"):
            Config(game=game, rounds=rounds)


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id for case in cases] == [f"{NAME}/sample_{n}" for n in (0, 38, 158)]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert right(",".join(case.gold), original.payload(case))


@pytest.mark.parametrize(
    ("results", "reason"),
    [(["draw", "loss", "loss", "draw"], "no sequence"), (["draw"] * 4, "do not explain")],
)
def test_published_puzzles_whose_stored_answer_is_wrong_are_marked(tmp_path, results, reason):
    sample = tmp_path / NAME / "sample_45"
    sample.mkdir(parents=True)
    (sample / "question.txt").write_text("A question", "utf-8")
    stored = {
        "game_type": "elements", "player_moves": list("BCDE"), "solution": list("ADEC"),
        "results": results, "complexity": 5,
    }  # fmt: skip
    (sample / "solution.json").write_text(json.dumps(stored), "utf-8")
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert reason in case.broken
    assert (original.payload(case) is None) == (reason == "no sequence")
