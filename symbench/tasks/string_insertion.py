r"""String Insertion: insert a letter behind every match of five patterns.

The five patterns are the runs of four letters of the circle A B C D E. Matches are those of the
string as given, so that inserted letters neither make nor break one.

Answer: the new string in `<<<...>>>`. Quotes, a fence, emphasis, `\text{...}`, a label such as
"Answer:" and letters parted by blanks or commas are read; the string must match exactly.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt says that matches are those of the given string, which makes
overlapping matches fair; the number of matches and their overlaps vary, where every original
string has three matches apart from each other; fillers hold matches cut short.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from codesteer.symbench.strings import string_of
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "StringInsertion"]

_LETTERS = "ABCDE"
_CIRCLE = _LETTERS * 2
_INSERTED = {_CIRCLE[i : i + 4]: _LETTERS[i] for i in range(5)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    matches: int
    """How many places of the string a letter is inserted at."""
    run: int
    """Most matches in one run of letters; from 2 on they overlap."""
    filler: int
    """Most letters between two runs, 1 or more."""

    def __post_init__(self) -> None:
        if not 1 <= self.run <= self.matches <= 100 or not 1 <= self.filler <= 20:
            raise ValueError(f"need 1 <= run <= matches <= 100 and 1 <= filler <= 20, got {self!r}")


class StringInsertion:
    """The task; see the module."""

    name = "string_insertion"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(matches=2, run=1, filler=4),
        2: Config(matches=3, run=1, filler=2),
        3: Config(matches=5, run=2, filler=3),
        4: Config(matches=10, run=4, filler=4),
        5: Config(matches=24, run=7, filler=5),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw runs and fillers in turn until exactly the wanted matches are there."""
        while True:
            text, left = _filler(rng, config.filler), config.matches
            while left:
                matches = rng.randint(1, min(left, config.run))
                start = rng.randrange(5)
                text += "".join(_CIRCLE[(start + i) % 5] for i in range(3 + matches))
                text += _filler(rng, config.filler)
                left -= matches
            ends = _ends(text)
            apart = all(b - a >= 4 for a, b in pairwise(ends))
            if len(ends) == config.matches and (apart or config.run > 1):
                return {"text": text}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        rules = "\n".join(
            f"- behind every {pattern} insert {letter}" for pattern, letter in _INSERTED.items()
        )
        return (
            "Insert letters into this string of the letters A to E:\n\n"
            f"{payload['text']}\n\n"
            f"Rules:\n{rules}\n"
            "All insertions are made at once. A pattern matches wherever its four letters stand "
            "next to each other in the string as given above, also where it shares letters with "
            "another match. Each match gets its letter directly behind its last letter. Inserted "
            "letters are not searched for patterns and do not break a match.\n\n"
            "Finish with the whole new string in this form: <<<string>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = string_of(response, _LETTERS)
        if answer is None:
            return Verdict(False, "There is no string of letters A to E in the form <<<string>>>.")
        if answer != _inserted(payload["text"]):
            return Verdict(False, "The string is not the result of the insertions.")
        return Verdict(True, "The string is the result of the insertions.")

    def solve(self, payload: Payload) -> str:
        """The new string in the demanded form."""
        return f"<<<{_inserted(payload['text'])}>>>"


def _filler(rng: Random, most: int) -> str:
    """Random letters, or the beginning of a pattern."""
    length = rng.randint(0, most)
    start = rng.randrange(5)
    if length == 3 and rng.random() < 0.5:
        return _CIRCLE[start : start + 3]
    return "".join(rng.choice(_LETTERS) for _ in range(length))


def _ends(text: str) -> list[int]:
    """Where matches end."""
    return [i for i in range(4, len(text) + 1) if text[i - 4 : i] in _INSERTED]


def _inserted(text: str) -> str:
    """The string with every letter inserted."""
    ends = _ends(text)
    cuts = [0, *ends, len(text)]
    pieces = [text[a:b] for a, b in pairwise(cuts)]
    letters = [_INSERTED[text[end - 4 : end]] for end in ends]
    return "".join(piece + letter for piece, letter in zip(pieces, [*letters, ""], strict=True))


TASK = StringInsertion()
