"""Letters: count a letter in a word and list its positions, the first of which is 1.

Answer: `Count: 3, Positions: [1, 4, 9]` in `<<<...>>>`; positions in any order, each once. JSON,
lists without brackets, the positions before the count and "3 occurrences at positions 1, 4 and 9"
are read.
Source: CodeSteer (arXiv 2502.04350), table 1 and figure 4.
Differs from the original: positions are compared as a sorted list (a repeated one passed there, a
final comma stopped the run and an empty list never matched); words are random and can mostly be
spoken, so that no word list is needed; the long words of the ladder reach all of its lengths.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_lowercase

from codesteer.answers import final_answer
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "Letters"]

_VOWELS = "aeiou"
_INTEGER = r"(?:0|[1-9][0-9]{0,5})"
_SIGNS = r"[\"'*_` ]{0,6}"
_IS = rf"{_SIGNS}(?:[:=]|is|are)?{_SIGNS}"
_LABELED = re.compile(
    rf"{_SIGNS}(?:total )?count{_IS}(?P<count>{_INTEGER}){_SIGNS}[,;.]?{_SIGNS}(?:and )?"
    rf"{_SIGNS}positions?{_IS}(?P<positions>[^a-z].*)",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"{_SIGNS}positions?{_IS}(?P<positions>[\[(][^a-z]*[\])]){_SIGNS}[,;.]?{_SIGNS}(?:and )?"
    rf"{_SIGNS}(?:total )?count{_IS}(?P<count>{_INTEGER}){_SIGNS}",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?P<count>{_INTEGER})(?: occurrences?| times?| instances?),?"
    r"(?: at| in)?(?: the)? positions?:? ?(?P<positions>[^a-z].*)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[*_]{0,2}(?:the )?(?:final )?answer[*_]{0,2} ?(?:[:=]|is\b:?)[*_]{0,2} ?", re.IGNORECASE
)
_BULLET = re.compile(r"^[ \t]{0,8}[-*\u2022] ", re.MULTILINE)
_OUTER = ("{}", "[]", "()", '""', "''")
_BRACKETS = (("[", "]"), ("(", ")"), ("{", "}"))
_BETWEEN = re.compile(r", and |,? ?and |[,;] ?")
_MOST_CHARS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    lengths: tuple[int, int]
    """Shortest and longest word."""
    counts: tuple[int, ...]
    """How often the letter may stand in the word, one of these."""

    def __post_init__(self) -> None:
        if len(self.lengths) != 2 or not 1 <= self.lengths[0] <= self.lengths[1]:
            raise ValueError(f"need 1 <= shortest <= longest, got {self!r}")
        if not self.counts or not 1 <= min(self.counts) <= max(self.counts) <= self.lengths[0]:
            raise ValueError(f"need counts from 1 to the shortest length, got {self!r}")


class Letters:
    """The task; see the module."""

    name = "letters"
    version = 1
    category: Category = "planning"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(lengths=(5, 10), counts=(1, 2, 3)),
        2: Config(lengths=(10, 15), counts=(1, 2, 3, 4, 5)),
        3: Config(lengths=(15, 25), counts=(1, 2, 3, 4, 5)),
        4: Config(lengths=(50, 100), counts=(12, 25)),
        5: Config(lengths=(150, 200), counts=(25, 50)),
    }
    ladder = (
        Config(lengths=(10, 30), counts=(1, 2, 3, 4, 5)),
        Config(lengths=(50, 100), counts=(12, 25)),
        Config(lengths=(150, 200), counts=(25, 50)),
        Config(lengths=(350, 700), counts=(50, 100)),
        Config(lengths=(750, 800), counts=(100, 200)),
    )

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a word of consonants and vowels in turn, and put the letter into it."""
        letter = rng.choice(ascii_lowercase)
        length = rng.randint(*config.lengths)
        kinds = (
            [c for c in ascii_lowercase if c not in _VOWELS and c != letter],
            [c for c in _VOWELS if c != letter],
        )
        first = rng.randrange(2)
        word = [rng.choice(kinds[(first + i) % 2]) for i in range(length)]
        for position in rng.sample(range(length), rng.choice(config.counts)):
            word[position] = letter
        return {"word": "".join(word), "letter": letter}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        return (
            f"How often does the letter '{payload['letter']}' stand in the word "
            f"'{payload['word']}', and at which positions?\n\n"
            "Positions are counted from 1: the first letter of the word is at position 1. List "
            "each position of the letter exactly once; their order does not matter.\n\n"
            "Finish with the count and the positions in this form: "
            "<<<Count: X, Positions: [Y, Z, ...]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        read = None if answer is None else _count_and_positions(answer)
        if read is None:
            return Verdict(
                False, "There is no answer in the form <<<Count: X, Positions: [Y, Z, ...]>>>."
            )
        count, positions = read
        if count != len(positions):
            return Verdict(False, "The count is not the number of positions.")
        if sorted(positions) != _positions(payload):
            return Verdict(False, "The positions are not those of the letter, each once.")
        return Verdict(True, "The count and the positions are right.")

    def solve(self, payload: Payload) -> str:
        """Count and positions in the demanded form."""
        positions = _positions(payload)
        return f"<<<Count: {len(positions)}, Positions: {positions}>>>"


def _positions(payload: Payload) -> list[int]:
    return [i for i, letter in enumerate(payload["word"], 1) if letter == payload["letter"]]


def _count_and_positions(answer: str) -> tuple[int, list[int]] | None:
    """What an answer says, or None where it does not say both in a known form."""
    if len(answer) > _MOST_CHARS:
        return None
    text = " ".join(_BULLET.sub("", answer).split())
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if text[:1] + text[-1:] in _OUTER:
        text = text[1:-1].strip()
    match = _LABELED.fullmatch(text) or _TURNED.fullmatch(text) or _COUNTED.fullmatch(text)
    if match is None:
        return None
    positions = _integers(match["positions"])
    return None if positions is None else (int(match["count"]), positions)


def _integers(text: str) -> list[int] | None:
    """The integers of a list, with or without brackets."""
    text = text.strip(" *_`")
    for opened, closed in _BRACKETS:
        if text.startswith(opened) and text.endswith(closed):
            text = text[1:-1].strip().removesuffix(",").rstrip()
            if not text:
                return []
            break
    items = [item.strip(" \"'") for item in _BETWEEN.split(text)]
    if not all(re.fullmatch(_INTEGER, item) for item in items):
        return None
    return [int(item) for item in items]


TASK = Letters()
