"""The vocabulary that gives a question's shape away: words and phrases, by what they hint at.

A phrase is written in base forms; `#` stands for any number and `_` for any one word. The phrases
are common language, none of them telling of one puzzle only: many weak hints add up.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from codesteer.steering.guides.vocabulary.cases import CASES
from codesteer.steering.guides.vocabulary.choices import CHOICES
from codesteer.steering.guides.vocabulary.language import LANGUAGE
from codesteer.steering.guides.vocabulary.quantities import QUANTITIES
from codesteer.steering.guides.vocabulary.steps import STEPS
from codesteer.steering.guides.vocabulary.talk import TALK

__all__ = ["CUES", "NUMBER_WORDS", "cues_in"]

CUES = TALK | QUANTITIES | CASES | CHOICES | STEPS | LANGUAGE
"""Phrases, with semicolons between them, by what they hint at."""

_LONGEST = 40
_Word: TypeAlias = tuple[frozenset[str], tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]]
NUMBER_WORDS = frozenset((
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "twenty", "thirty", "fifty", "hundred",
))  # fmt: skip
"""Numbers that are spelled out."""
_ENDINGS = (
    ("ies", "y"), ("ing", "e"), ("ing", ""), ("ed", ""), ("es", ""), ("d", ""), ("s", ""),
)  # fmt: skip


def _phrases() -> Iterator[tuple[tuple[str, ...], str]]:
    for cue, phrases in CUES.items():
        for phrase in phrases.split(";"):
            yield tuple(phrase.split()), cue


_PHRASES = tuple(_phrases())
_KNOWN = frozenset(word for words, _ in _PHRASES for word in words)
_SINGLE: dict[str, tuple[str, ...]] = {}
_LONGER: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
for _words, _cue in _PHRASES:
    if len(_words) == 1:
        _SINGLE[_words[0]] = (*_SINGLE.get(_words[0], ()), _cue)
    else:
        _LONGER[_words[0]] = (*_LONGER.get(_words[0], ()), (_words[1:], _cue))


_READ: dict[str, _Word] = {}
_MOST_READ = 20_000


def _known(word: str) -> _Word:
    """What the vocabulary knows of a word; remembered, as most questions share most words."""
    forms = _forms(word)
    found: _Word = (
        forms,
        tuple(cue for form in forms for cue in _SINGLE.get(form, ())),
        tuple(phrase for form in forms for phrase in _LONGER.get(form, ())),
    )
    if len(_READ) >= _MOST_READ:
        _READ.clear()
    _READ[word] = found
    return found


def _forms(word: str) -> frozenset[str]:
    """The word, and the base form of it that the vocabulary knows."""
    if word[0].isdigit() or word in NUMBER_WORDS:
        return frozenset(("#", word))
    if word not in _KNOWN:
        for ending, instead in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem == word or len(stem) < 2:
                continue
            base = stem + instead
            if base not in _KNOWN and len(stem) > 3 and stem[-1] == stem[-2]:
                base = stem[:-1]  # swapped, tossed
            if base in _KNOWN:
                return frozenset((word, base))
    return frozenset((word,))


def cues_in(words: Sequence[str]) -> list[str]:
    """What the words of a sentence hint at, once for each phrase that occurs.

    Args:
        words: In lower case; numbers as they stand.
    """
    known = [_READ.get(word) or _known(word[:_LONGEST]) for word in words]
    found: list[str] = []
    last = len(known) - 1
    for start, (_, single, longer) in enumerate(known):
        found += single
        if start == last or not longer:
            continue
        after = known[start + 1][0]
        for rest, cue in longer:
            if (rest[0] == "_" or rest[0] in after) and _follows(known, start + 1, rest):
                found.append(cue)
    return found


def _follows(known: Sequence[_Word], start: int, rest: tuple[str, ...]) -> bool:
    if start + len(rest) > len(known):
        return False
    return all(word == "_" or word in known[start + k][0] for k, word in enumerate(rest))
