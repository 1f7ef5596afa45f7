"""The published instances of logical_deduction: seven objects in one of five settings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from codesteer.symbench.original.big_bench import FOLDER, cases, examples, options
from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload

__all__ = ["payload", "read", "read_hub"]

_FILE = f"{FOLDER}/logical_deduction_seven_objects.json"
_LIST = re.compile(r": (?P<list>[^:.]+)\. (?P<clues>[^:]+)$")
_STATEMENT = re.compile(r"(?P<subject>.+?) (?:is|are|finished) (?P<rest>.+)")
_ARTICLE = re.compile(r"(?:an?|the) ", re.IGNORECASE)
_RELATIONS = (
    (
        re.compile(r"(?:to the left of|above|older than|less expensive than|cheaper than) (.+)"),
        True,
    ),
    (re.compile(r"(?:to the right of|below|newer than|more expensive than) (.+)"), False),
)
_RANK = re.compile(
    r"(?:(?P<nth>first|second|third|fourth|fifth|sixth|seventh)(?:-to-|-| from the |$))?"
    r"(?:(?P<start>leftmost|left|oldest|cheapest)"
    r"|(?P<end>rightmost|right|newest|most expensive|last))?"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder."""
    return read_hub(examples(root / _FILE))


def read_hub(dataset: Iterable[Mapping[str, Any]]) -> Iterator[Case]:
    """The same of rows with `input` and `target`, such as a copy in a hub of data sets has."""

    def params(text: str) -> dict[str, Any]:
        return {"input": text, "options": options(text)}

    return cases(dataset, "logical_deduction", _FILE, payload, params)


def payload(case: Case) -> Payload | None:
    """The objects, the clues, and what each option says; None where a sentence is of no kind."""
    text, _, _ = case.params["input"].partition("\nOptions:")
    match = _LIST.search(text)
    if match is None:
        return None
    objects = [_name(part) for part in re.split(r", and |, ", match["list"])]
    clues = [_clue(sentence, objects) for sentence in re.findall(r"[^.]+(?=\.)", match["clues"])]
    claims = [
        [letter, words, _clue(words, objects)] for letter, words in case.params["options"].items()
    ]
    if None in clues or any(claim is None for _, _, claim in claims):
        return None
    return {"objects": objects, "clues": clues, "options": claims}


def _name(text: str) -> str:
    return _ARTICLE.sub("", text.strip(), count=1)


def _clue(sentence: str, objects: list[str]) -> list[Any] | None:
    """What a sentence says, with places counted from the left, the top, the oldest or cheapest."""
    match = _STATEMENT.fullmatch(sentence.strip())
    if match is None or (subject := _name(match["subject"])) not in objects:
        return None
    for pattern, first in _RELATIONS:
        if (related := pattern.fullmatch(match["rest"])) and (
            other := _name(related[1])
        ) in objects:
            return ["before", subject, other] if first else ["before", other, subject]
    rank = _RANK.fullmatch(_name(match["rest"]))
    if rank is None or not any(rank.groups()):
        return None
    nth = _ORDINALS.index(rank["nth"] or "first")
    return ["at", subject, len(objects) - 1 - nth if rank["end"] else nth]
