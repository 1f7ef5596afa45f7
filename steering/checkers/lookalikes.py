"""Answers that are built like a given one and say something else.

A checking program that only parses its answer accepts them; one that tests the answer does not,
unless one of them happens to be right too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Lookalike", "lookalikes"]

_MOMENT = re.compile(
    r"(?<![\d.:/-])(?:\d{1,2}:\d\d(?::\d\d)?|\d{4}-\d\d-\d\d|\d{1,2}([./])\d{1,2}\1\d{4})(?!\d)",
    re.ASCII,
)
_NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?!\w)")
_WORD = re.compile(r"[^\W_]+")
_ENTRY_END = re.compile(r"[,;\n]|\Z")
_SYMBOL = re.compile(r"\S")
_DIGITS = re.compile(r"[0-9]+")
_FAMILIES = (
    "yes no", "true false", "y n", "t f", "possible impossible", "valid invalid", "even odd",
    "satisfiable unsatisfiable", "sat unsat", "win lose", "heads tails", "black white",
    "up down left right", "north east south west", "knight knave", "red blue green yellow",
    "monday tuesday wednesday thursday friday saturday sunday",
    "january february march april may june july august september october november december",
)  # fmt: skip
_NEXT = {
    word: following
    for family in _FAMILIES
    for word, following in pairwise([*family.split(), family.split()[0]])
}


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Another answer.

    Attributes:
        text: What it says.
        sound: Whether it is as well formed as the answer, for certain: a program that breaks off
            over it does so for what it says. A misspelt word may be no word of the question.
    """

    text: str
    sound: bool = True


def lookalikes(answer: str) -> tuple[Lookalike, ...]:
    """Other answers of the same shape.

    Numbers take the place of numbers, words of words: where the answer holds two that differ, one
    is repeated over the other, and then they are swapped. A lone number gets another last digit, a
    yes becomes a no, and a lone word is spelled differently.

    Returns:
        At most two, which differ from the answer and from each other; none where nothing in the
        answer can be changed without spoiling its form.
    """
    kinds = (_moments, _numbers, _known_words, _entries, _labels)
    sound = next(filter(None, (kind(answer) for kind in kinds)), [])
    different = [text for text in dict.fromkeys(sound or _misspelt(answer)) if text != answer]
    return tuple(Lookalike(text, sound=bool(sound)) for text in different)


def _moments(answer: str) -> list[str]:
    """Dates and times, one day or minute off, since other digits may be none of the calendar's."""
    moment = _MOMENT.search(answer)
    if moment is None:
        return []
    parts = list(_DIGITS.finditer(answer, *moment.span()))
    day = parts[-1]
    if moment[1]:  # Day and month, or month and day: the one that can only be a day, if any.
        day = next((part for part in parts[:2] if int(part[0]) > 12), parts[0])
    other = int(day[0]) - 1 if int(day[0]) > 1 else 2
    return [_put(answer, day, f"{other:0{len(day[0])}}")]


def _numbers(answer: str) -> list[str]:
    numbers = list(_NUMBER.finditer(answer))
    return _exchanged(answer, numbers) or _recounted(answer, numbers[:1])


def _known_words(answer: str) -> list[str]:
    """Words of which it is known what else could stand there."""
    words = _WORD.finditer(answer)
    known = [word for word in words if word[0].lower() in _NEXT]
    if len(answer.strip()) > 1:
        known = [word for word in known if len(word[0]) > 1]  # y may be an unknown
    return [_put(answer, word, _following(word[0])) for word in (*known[:1], *known[-1:])]


def _entries(answer: str) -> list[str]:
    """The last words of the entries of a list: of "Ann: tea, Bob: milk" the drinks."""
    last: list[re.Match[str]] = []
    entries = _ENTRY_END.finditer(answer)
    end = -1
    for word in _WORD.finditer(answer):
        if word.start() < end:
            last[-1] = word
            continue
        last.append(word)
        while end <= word.start():
            end = next(entries).start()
    return _exchanged(answer, last)


def _labels(answer: str) -> list[str]:
    """A lone word with a number in it: a square, a place in a row."""
    words = list(_WORD.finditer(answer))
    alone = len({word[0] for word in words}) == 1
    return _recounted(answer, [word for word in words[:1] if alone and _DIGITS.search(word[0])])


def _misspelt(answer: str) -> list[str]:
    words = list(_WORD.finditer(answer))
    if exchanged := _exchanged(answer, words or list(_SYMBOL.finditer(answer))):
        return exchanged
    return [
        _put(answer, word, other)
        for word in words[:1]
        for other in _exchanged(word[0], list(_SYMBOL.finditer(word[0]))) or _next_letters(word[0])
    ]


def _exchanged(text: str, parts: Sequence[re.Match[str]]) -> list[str]:
    """The first neighbours that differ: the second in the place of both, and swapped."""
    for one, two in pairwise(parts):
        if one[0] != two[0]:
            between = text[one.end() : two.start()]
            swapped = f"{text[: one.start()]}{two[0]}{between}{one[0]}{text[two.end() :]}"
            return [_put(text, one, two[0]), swapped]
    return []


def _recounted(text: str, parts: Iterable[re.Match[str]]) -> list[str]:
    """A part with another last digit before its point. Zeros and ones may be binary and stay so."""
    made: list[str] = []
    for part in parts:
        digits = list(_DIGITS.finditer(part[0].partition(".")[0]))[-1]
        last = int(digits[0][-1])
        others = [last + 1 if last < 9 else 8, last + 4 if last < 6 else last - 4]
        if len(digits[0]) > 1 and set(digits[0]) <= {"0", "1"}:
            others = [1 - last]
        at = part.start() + digits.end() - 1
        made += [f"{text[:at]}{other}{text[at + 1 :]}" for other in others]
    return made


def _next_letters(word: str) -> list[str]:
    """A word of one letter over and over, begun with another one."""
    made = [chr(ord(word[0]) + step) for step in (1, 2, -1, -2)]
    alike = [
        letter for letter in made if letter.isalpha() and letter.isupper() == word[0].isupper()
    ]
    return [letter + word[1:] for letter in alike[:2]]


def _following(word: str) -> str:
    following = _NEXT[word.lower()]
    if word.isupper():
        return following.upper()
    return following.capitalize() if word[0].isupper() else following


def _put(text: str, part: re.Match[str], other: str) -> str:
    return f"{text[: part.start()]}{other}{text[part.end() :]}"
