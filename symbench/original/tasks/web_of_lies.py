"""The published instances of web_of_lies: chains of five people."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from codesteer.symbench.original.big_bench import FOLDER, cases, examples
from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload

__all__ = ["payload", "read", "read_hub"]

_FILE = f"{FOLDER}/web_of_lies.json"
_SENTENCE = re.compile(
    r"(?:(?P<speaker>\w+) says )?(?P<of>\w+) (?P<what>tells the truth|lies)\."
    r"|Does (?P<asked>\w+) tell the truth\?"
)


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder."""
    return read_hub(examples(root / _FILE))


def read_hub(dataset: Iterable[Mapping[str, Any]]) -> Iterator[Case]:
    """The same of rows with `input` and `target`, such as a copy in a hub of data sets has."""
    return cases(
        dataset, "web_of_lies", _FILE, payload, lambda text: {"input": text, "options": {}}
    )


def payload(case: Case) -> Payload | None:
    """Who is known to lie, who says what of whom, and who is asked about."""
    known: list[list[Any]] = []
    claims: list[list[Any]] = []
    asked: list[str] = []
    text = case.params["input"].removeprefix("Question:").strip()
    for sentence in re.findall(r"[^.?]+[.?]", text):
        match = _SENTENCE.fullmatch(sentence.strip())
        if match is None:
            return None
        honest = match["what"] == "tells the truth"
        if match["asked"]:
            asked.append(match["asked"])
        elif match["speaker"]:
            claims.append([match["speaker"], [match["of"]], [int(honest)]])
        else:
            known.append([match["of"], honest])
    return {"known": known, "claims": claims, "asked": [asked, [1]]} if len(asked) == 1 else None
