"""The published words of Letters: `Letters/Letters_dataset_min_length_*/<letter>_<n>_<i>/`.

A folder names the letter and how often it stands in the word; its file `test_words.json` holds the
word, a JSON string. No answer is stored. The question is not stored either, and is asked in the
words of our task, whose answer form is the same.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.letters import TASK

__all__ = ["payload", "read"]

_BAND = re.compile(r"Letters_dataset_min_length_([0-9]+)_max_length_([0-9]+)")
_FOLDER = re.compile(r"([a-z])_([0-9]+)_([0-9]+)")


def payload(case: Case) -> Payload | None:
    """The payload of a published instance."""
    return {"word": case.params["word"], "letter": case.params["letter"]}


def read(root: Path) -> Iterator[Case]:
    """Every published instance, the shortest words first."""
    bands = [
        (int(band[1]), int(band[2]), folder)
        for folder in (root / "Letters").glob("*")
        if (band := _BAND.fullmatch(folder.name))
    ]
    for low, high, band_folder in sorted(bands):
        found = []
        for folder in band_folder.iterdir():
            name = _FOLDER.fullmatch(folder.name)
            if name and (folder / "test_words.json").is_file():
                found.append((name[1], int(name[2]), int(name[3]), folder))
        for letter, frequency, _, folder in sorted(found):
            word = json.loads((folder / "test_words.json").read_text("utf-8"))
            positions = [i for i, c in enumerate(word, 1) if c == letter]
            yield Case(
                task="letters",
                id=folder.relative_to(root).as_posix(),
                question=TASK.prompt({"word": word, "letter": letter}),
                params={
                    "word": word,
                    "letter": letter,
                    "length_band": [low, high],
                    "frequency": frequency,
                    "indexing": "1-based",
                    "answer": {"count": len(positions), "positions": positions},
                },
                broken="" if len(positions) == frequency else "another count than its folder says",
            )
