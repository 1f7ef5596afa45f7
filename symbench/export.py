"""Writes instances as a folder that Hugging Face `datasets` loads, with a card."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from codesteer.errors import InvalidRequest
from codesteer.symbench.exchange import as_row
from codesteer.symbench.registry import find_task
from codesteer.symbench.selection import select
from codesteer.symbench.task import Instance

__all__ = ["export"]

_CARD = """\
---
license: apache-2.0
language: [en]
pretty_name: SymBench
task_categories: [question-answering]
tags: [reasoning, code, puzzles, symbench]
size_categories: [{size}]
configs:
- config_name: default
  data_files:
  - split: {split}
    path: data/{split}.jsonl
---

# SymBench: {title}

{count:,} instances of {tasks} tasks, made by CodeSteer {version}. Each row has:

- `id`: `task@version/level/seed/index`, which determines every byte of the row
- `task`, `category`, `split` (`seen` or `unseen` by the paper's guide), `level`
- `prompt`: the question, with the form of the answer
- `payload`: JSON text, all that the verifier needs{solution}

There is no answer key: `codesteer tasks verify ID` judges an answer by rule.

The tasks are those of the CodeSteer paper (arXiv 2502.04350), written anew.
"""


def export(
    folder: Path,
    *,
    only: str = "",
    levels: Iterable[int] = (1, 2, 3, 4, 5),
    count: int = 100,
    seed: int = 0,
    test_set: str = "",
    solutions: bool = False,
) -> int:
    """Write instances and a card; returns how many instances.

    Args:
        folder: Made if it is not there; files of an earlier export are replaced.
        only: Name of one task; empty for all.
        levels: Levels to draw from.
        count: Instances of each level of each task. None of them is in a frozen test set.
        seed: Which stream of instances.
        test_set: Name of a frozen set to write instead.
        solutions: Whether rows also have a reference `solution`.

    Raises:
        InvalidRequest: There is no such set, or the folder cannot be written.
        UnknownTask: No such task or level.
    """
    split = "test" if test_set else "train"
    puzzles = select(only, levels=levels, count=count, seed=seed, test_set=test_set)
    names: set[str] = set()
    written = 0
    try:
        (folder / "data").mkdir(parents=True, exist_ok=True)
        with open(folder / "data" / f"{split}.jsonl", "w", encoding="utf-8") as file:
            for puzzle in puzzles:
                names.add(puzzle.id.task)
                written += 1
                file.write(json.dumps(_row(puzzle, solutions=solutions), ensure_ascii=False) + "\n")
        (folder / "README.md").write_text(
            _card(split, test_set or f"seed {seed}", written, len(names), solutions=solutions),
            "utf-8",
        )
    except OSError as error:
        raise InvalidRequest(f"{folder} cannot be written: {error.strerror}.") from None
    return written


def _row(puzzle: Instance, *, solutions: bool) -> dict[str, Any]:
    row = as_row(puzzle)
    if solutions:
        row["solution"] = find_task(puzzle.id.task).solve(puzzle.payload)
    return row


def _card(split: str, title: str, count: int, names: int, *, solutions: bool) -> str:
    from codesteer import __version__

    bounds = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))
    size = next((name for bound, name in bounds if count < bound), "100K<n<1M")
    solution = "\n- `solution`: a right answer; many tasks have others" if solutions else ""
    return _CARD.format(
        size=size,
        split=split,
        title=title,
        count=count,
        tasks=names,
        version=__version__,
        solution=solution,
    )
