"""Runs where Hugging Face `datasets` is: loads an exported folder and judges responses."""

import json
import sys

from datasets import load_dataset

from codesteer.errors import InvalidRequest
from codesteer.symbench.adapters.hugging_face import judge_dataset


def refused(dataset, response="response"):
    try:
        judge_dataset(dataset, response)
    except InvalidRequest as error:
        return str(error)
    return ""


if __name__ == "__main__":
    cases = json.load(sys.stdin)
    texts = {case["id"]: case["text"] for case in cases["responses"]}
    loaded = load_dataset(cases["folder"], cache_dir="cache")
    (split,) = loaded
    rows = loaded[split]
    answered = rows.map(lambda row: {"response": texts[row["id"]]})
    judged = judge_dataset(answered)
    judged.to_parquet("judged.parquet")
    again = load_dataset("parquet", data_files="judged.parquet", cache_dir="cache", split="train")
    found = {
        "split": split,
        "columns": {name: str(kind.dtype) for name, kind in rows.features.items()},
        "scores": dict(zip(judged["id"], judged["score"], strict=True)),
        "same_after_parquet": again.to_list() == judged.to_list(),
        "no_responses": refused(rows),
        "judged_twice": refused(judged),
    }
    print("\n" + json.dumps(found))
