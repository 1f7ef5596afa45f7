"""The published instances of navigate: walks in sentences of six kinds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from codesteer.symbench.original.big_bench import FOLDER, cases, examples
from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload

__all__ = ["payload", "read", "read_hub"]

_FILE = f"{FOLDER}/navigate.json"
_ASKED = "If you follow these instructions, do you return to the starting point?"
_SENTENCE = re.compile(
    r"(?P<ahead>Always face forward)|Turn (?P<turn>left|right|around)"
    r"|Take (?P<n>[0-9]{1,6}) steps?(?: (?P<side>forward|right|backward|left))?"
)
_TURNS = {"right": 1, "around": 2, "left": 3}
_SIDES = {None: 0, "forward": 0, "right": 1, "backward": 2, "left": 3}


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder."""
    return read_hub(examples(root / _FILE))


def read_hub(dataset: Iterable[Mapping[str, Any]]) -> Iterator[Case]:
    """The same of rows with `input` and `target`, such as a copy in a hub of data sets has."""
    return cases(dataset, "navigate", _FILE, payload, lambda text: {"input": text, "options": {}})


def payload(case: Case) -> Payload | None:
    """The walk; the question is always whether it returns."""
    text, _, _ = case.params["input"].partition("\nOptions:")
    if not text.startswith(_ASKED):
        return None
    steps: list[list[Any]] = []
    for sentence in text.removeprefix(_ASKED).split("."):
        match = _SENTENCE.fullmatch(sentence.strip())
        if match is None:
            if sentence.strip():
                return None
        elif match["turn"]:
            steps.append(["turn", _TURNS[match["turn"]]])
        elif match["n"]:
            steps.append(["walk", _SIDES[match["side"]], int(match["n"])])
    return {"steps": steps, "asked": [0, 0, True]}
