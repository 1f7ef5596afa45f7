"""The layout that most of the published data set has: a folder an instance, named by number."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codesteer.errors import InvalidRequest

__all__ = ["Sample", "samples"]

_NAME = re.compile(r"sample_([0-9]+(?:_[0-9]+)*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What lies in the folder of one published instance.

    Attributes:
        id: Where it lies below the data set's folder, for example `reversi_dataset/sample_3`.
        name: Name of its folder, for example `sample_3`.
        question: The text of `question.txt`, without white space around it.
        stored: The JSON value of `solution.json`.
    """

    id: str
    name: str
    question: str
    stored: Any


def samples(root: Path, folder: str) -> Iterator[Sample]:
    """Every `sample_<number>` of a folder, in order of their numbers; of a missing folder, none.

    A name may have several numbers, as `sample_<n>_<m>`; one that is no number is passed over.

    Args:
        root: The data set's folder.
        folder: Where the samples lie below it.

    Raises:
        InvalidRequest: A file of a sample is missing, is no UTF-8 or no JSON.
    """
    found = []
    for path in (root / folder).glob("sample_*"):
        match = _NAME.fullmatch(path.name)
        if match and path.is_dir():
            found.append(([int(number) for number in match[1].split("_")], path.name, path))
    for _, name, path in sorted(found):
        yield Sample(
            id=f"{folder}/{name}",
            name=name,
            question=_text(path / "question.txt").strip(),
            stored=_json(path / "solution.json"),
        )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise _unusable(path, "is missing") from None
    except OSError as error:
        raise _unusable(path, f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise _unusable(path, "is no UTF-8") from None


def _json(path: Path) -> Any:
    text = _text(path)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unusable(path, f"is no JSON ({error})") from None


def _unusable(path: Path, fault: str) -> InvalidRequest:
    return InvalidRequest(f"{path} {fault}; fetch the published data set again.")
