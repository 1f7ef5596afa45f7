"""What the published instances from BIG-Bench-Hard share: files of `input` and `target`."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.registry import find_task
from codesteer.symbench.task import Payload

__all__ = ["FOLDER", "cases", "examples", "options"]

FOLDER = "BIG-Bench-Hard/bbh"
_EXAMPLE = re.compile(r'\{\s*"input"')
_OPTION = re.compile(r"^\(([A-Z])\) *(.*)$", re.MULTILINE)


def examples(path: Path) -> list[Mapping[str, Any]]:
    """The examples of a file of BIG-Bench-Hard, each with `input` and `target`.

    Of a file that was cut off, those before the cut; of a missing one, none.
    """
    if not path.is_file():
        return []
    text = path.read_text("utf-8")
    decoder, found, position = json.JSONDecoder(), [], 0
    while start := _EXAMPLE.search(text, position):
        try:
            example, position = decoder.raw_decode(text, start.start())
        except ValueError:
            break
        found.append(example)
    return found


def cases(
    rows: Iterable[Mapping[str, Any]],
    task: str,
    file: str,
    payload_of: Callable[[Case], Payload | None],
    params_of: Callable[[str], Mapping[str, Any]],
) -> Iterator[Case]:
    """A case of each row.

    Args:
        rows: Each with `input` and `target`.
        task: Our name of the task.
        file: Where the rows lie below the data set's folder.
        payload_of: The task's own `payload`.
        params_of: What determines an instance, from its `input`.
    """
    for i, row in enumerate(rows):
        text, gold = str(row["input"]), str(row["target"]).strip()
        case = Case(
            task=task,
            id=f"{file}#{i}",
            question=f"{text}\n\nOutput final answer with the format <<<answer>>>.",
            params=params_of(text),
            gold=gold,
        )
        found = payload_of(case)
        if found is not None:
            right = find_task(task).verify(found, f"<<<{gold}>>>").correct
            broken = "" if right else "the stored answer is wrong"
            case = replace(case, gold_correct=right, broken=broken)
        yield case


def options(text: str) -> dict[str, str]:
    """The options of an example by letter; none where it asks for Yes or No."""
    return {letter: words.strip() for letter, words in _OPTION.findall(text)}
