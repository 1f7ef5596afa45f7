"""Permutations and Combinations: order books on a shelf so that every condition holds.

A condition puts a book at a position or keeps it from one, puts it left or right of another book
(near or far), or next to another book.
Answer: all books from left to right in `<<<...>>>`; a list with or without quotes and brackets,
names parted by commas, blanks or arrows, or one to a line, each with or without "book" and the
number of its position in front; a JSON object is read too. Every order of all books that keeps the
conditions is right.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: an answer must hold every book exactly once (missing, repeated and
invented books passed there); no condition is listed twice or follows from a fixed position of its
book, every book stands in one, and the alphabetical order and its reverse are never solutions.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase
from typing import TypeAlias

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "PermutationsCombinations"]

Condition: TypeAlias = list[str | int]
"""Its kind, a book, and a position (fixed, notpos) or another book (left, right, adj)."""

_WORDS = {
    "fixed": "Book {} is at position {}.",
    "notpos": "Book {} is not at position {}.",
    "left": "Book {} is somewhere to the left of book {}.",
    "right": "Book {} is somewhere to the right of book {}.",
    "adj": "Book {} is directly next to book {}, on either side.",
}
_LABEL = re.compile(
    r"[\"'*]{0,2}(?:(?:so|thus|hence|therefore),? )?(?:the )?(?:final )?"
    r"(?:answer|arrangement|order|solution|result|books|shelf)[\"'*]{0,2} ?"
    r"(?:[:=]|(?:is|are)\b:?)(?:\*\*(?![^*]*\*\*))?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[ \t]{0,8}[-*\u2022] ", re.MULTILINE)
_QUOTE = r"[\"'`\u2018\u2019\u201c\u201d]"
_BOOK = re.compile(
    rf"(?:{_QUOTE}?(?:(?:book at )?position )?([0-9]{{1,3}}){_QUOTE}? ?[.:)=] ?)?"
    rf"({_QUOTE}?)(?:book )?(\w+)({_QUOTE}?)(?: ?(?:[,;|]|->|\u2192) ?| |$)",
    re.IGNORECASE,
)
_LAYERS = 4
"""Labels, brackets and quotes around the books that are taken off."""
_MOST_CHARS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    books: int
    """How many books, 4 to 16."""
    conditions: int
    """How many conditions; with less than one a book, few shelves would name every book."""

    def __post_init__(self) -> None:
        if not 4 <= self.books <= 16 or not self.books <= self.conditions <= 3 * self.books:
            raise ValueError(f"need 4 to 16 books and 1 to 3 conditions a book, got {self!r}")


class PermutationsCombinations:
    """The task; see the module."""

    name = "permutations_combinations"
    version = 1
    category: Category = "planning"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(books=6, conditions=7),
        2: Config(books=7, conditions=8),
        3: Config(books=8, conditions=9),
        4: Config(books=9, conditions=10),
        5: Config(books=12, conditions=16),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw conditions that a hidden order keeps until each book stands in one of them."""
        items = list(ascii_uppercase[: config.books])
        while True:
            shelf = rng.sample(items, len(items))
            conditions = _conditions(rng, shelf, config.conditions)
            named = {book for condition in conditions for book in condition[1:]}
            orders = (items, items[::-1])
            if named.issuperset(items) and not any(
                all(_holds(condition, order) for condition in conditions) for order in orders
            ):
                return {"items": items, "constraints": conditions}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        items = payload["items"]
        conditions = "\n".join(
            f"{number}. {_WORDS[kind].format(book, other)}"
            for number, (kind, book, other) in enumerate(payload["constraints"], 1)
        )
        return (
            f"Put the {len(items)} books {', '.join(items)} on a shelf with positions 1 (far left) "
            f"to {len(items)} (far right), one book at each position, so that all of these "
            f"conditions hold:\n\n{conditions}\n\n"
            "To the left or right of a book means at any smaller or larger position, not only at "
            "the next one. Every order that uses each book exactly once and keeps all conditions "
            "is right; give one.\n\n"
            "Finish with all books from position 1 on, in this form: "
            '<<<["book at position 1", "book at position 2", ...]>>>'
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        items = payload["items"]
        answer = final_answer(response)
        shelf = None if answer is None else _books(answer)
        if not shelf:
            return Verdict(False, "There is no list of books in the form <<<[...]>>>.")
        if sorted(shelf) != sorted(items):
            return Verdict(False, f"The list is not each of the {len(items)} books exactly once.")
        for number, condition in enumerate(payload["constraints"], 1):
            if not _holds(condition, shelf):
                return Verdict(False, f"Condition {number} is broken.")
        return Verdict(True, "Every book is on the shelf and every condition holds.")

    def solve(self, payload: Payload) -> str:
        """A right order in the demanded form.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        shelf = _Search(payload["items"], payload["constraints"]).run()
        if shelf is None:
            raise ValueError("no order keeps all conditions")
        return "<<<[" + ", ".join(f'"{book}"' for book in shelf) + "]>>>"


def _conditions(rng: Random, shelf: Sequence[str], wanted: int) -> list[Condition]:
    """So many different conditions that hold on a shelf."""
    found: list[Condition] = []
    known = set()
    fixed: set[str] = set()
    while len(found) < wanted:
        kind = rng.choice(tuple(_WORDS))
        place, other = rng.sample(range(len(shelf)), 2)
        book = shelf[place]
        if kind == "fixed":
            condition: Condition = [kind, book, place + 1]
        elif kind == "notpos":
            condition = [kind, book, other + 1]
        else:
            condition = [kind, book, shelf[other]]
        # "A left of B" says the same as "B right of A".
        same = (kind in ("left", "right"), kind == "adj", *sorted(map(str, condition[1:])))
        if not _holds(condition, shelf) or same in known:
            continue
        if kind in ("fixed", "notpos") and book in fixed:
            continue
        if kind == "fixed" and 3 * len(fixed) >= len(shelf):
            continue
        if kind == "fixed":
            found = [old for old in found if old[:2] != ["notpos", book]]
            fixed.add(book)
        known.add(same)
        found.append(condition)
    return found


def _holds(condition: Sequence[str | int], shelf: Sequence[str]) -> bool:
    kind, book, other = condition
    place = shelf.index(str(book)) + 1
    if isinstance(other, int):
        return (place == other) == (kind == "fixed")
    distance = shelf.index(other) + 1 - place
    return {"left": distance > 0, "right": distance < 0, "adj": abs(distance) == 1}[str(kind)]


def _books(answer: str) -> list[str] | None:
    """The names in an answer, or None where it has none or its numbers are not 1, 2, ..."""
    if len(answer) > _MOST_CHARS:
        return None
    text = " ".join(_BULLET.sub("", answer).split())
    for _ in range(_LAYERS):
        if label := _LABEL.match(text):
            text = unwrapped(text[label.end() :])
        outer, inner = text[:1] + text[-1:], text[1:-1]
        quoted = outer in ("''", '""') and outer[0] not in inner
        if quoted or outer in ("[]", "()", "{}", "||"):
            text = inner.strip().removesuffix(",")
    names: list[str] = []
    numbers: list[str | None] = []
    position = 0
    while position < len(text):
        book = _BOOK.match(text, position)
        if book is None or bool(book[2]) != bool(book[4]):
            return None
        numbers.append(book[1])
        names.append(book[3])
        position = book.end()
    counted = [str(number) for number in range(1, len(names) + 1)]
    return names if numbers in ([None] * len(names), counted) else None


class _Search:
    """Fills positions from the left; a set of placed books and its last one are tried once."""

    def __init__(self, items: Sequence[str], conditions: Sequence[Sequence[str | int]]) -> None:
        self.items = items
        self.shelf: list[str] = []
        self.hopeless: set[tuple[frozenset[str], str]] = set()
        self.allowed = {book: set(range(1, len(items) + 1)) for book in items}
        self.before: dict[str, set[str]] = {book: set() for book in items}
        self.beside: dict[str, set[str]] = {book: set() for book in items}
        for kind, book, other in conditions:
            first, second = str(book), str(other)
            if kind == "fixed":
                self.allowed[first] &= {int(other)}
            elif kind == "notpos":
                self.allowed[first] -= {int(other)}
            elif kind == "left":
                self.before[second].add(first)
            elif kind == "right":
                self.before[first].add(second)
            else:
                self.beside[first].add(second)
                self.beside[second].add(first)

    def run(self) -> list[str] | None:
        """A full shelf, or None."""
        if len(self.shelf) == len(self.items):
            return self.shelf
        placed = frozenset(self.shelf)
        last = self.shelf[-1:]
        state = (placed, last[0] if last else "")
        if state in self.hopeless:
            return None
        awaited = {book for neighbor in last for book in self.beside[neighbor] - placed}
        for book in self.items:
            if (
                book not in placed
                and len(placed) + 1 in self.allowed[book]
                and self.before[book] <= placed
                and (self.beside[book] & placed).issubset(last)
                and awaited <= {book}
            ):
                self.shelf.append(book)
                if (found := self.run()) is not None:
                    return found
                self.shelf.pop()
        self.hopeless.add(state)
        return None


TASK = PermutationsCombinations()
