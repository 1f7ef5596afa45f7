"""String Synthesis: turn blocks into others by six methods and count what is left.

There are nine kinds of blocks. The methods are taken in the listed order, each is repeated until
its blocks run out, and the list is gone through again until nothing changes.

Answer: nine counts in the stated order in `<<<...>>>`, separated by commas. Blanks instead of
commas, a list, nine joined digits (one a count) and counts with the names of their blocks, perhaps
in bulleted lines, of which those left out are 0, are read.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt says that a method is repeated until it cannot be carried out
(142 of its 200 answers differ where it is carried out once a round), and gives the order of the
counts and what separates them; counts may have several digits, which the original joins; methods
are listed in an order that is drawn and there may be second-stage blocks from the start, because
the original has only 280 puzzles; with some orders a second round is needed, and from level 3 on
it always is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "StringSynthesis"]

_KINDS = ("[A]", "[B]", "[C]", "{A}", "{B}", "{C}", "(A)", "(B)", "(C)")
_METHODS = {
    1: (("[A]", "[B]", "[C]"), ("{A}",)),
    2: (("[A]", "[B]"), ("{C}",)),
    3: (("[B]", "[C]"), ("{B}",)),
    4: (("[C]", "[C]"), ("{C}",)),
    5: (("{A}", "{C}"), ("(A)", "(B)")),
    6: (("{B}", "{B}"), ("(C)",)),
}
"""The blocks that each method takes and those it makes, by its number in the original's list."""
_FEWEST_METHODS = 3
"""Different methods that are carried out in every instance at least."""

_NAMES = "|".join(map(re.escape, _KINDS))
_COUNT = "0|[1-9][0-9]{0,8}"
_COUNT_THEN_NAME = re.compile(rf"(?P<count>{_COUNT})\s*[x*\u00d7]?\s*(?P<name>{_NAMES})")
_NAME_THEN_COUNT = re.compile(rf"['\"]?(?P<name>{_NAMES})['\"]?\s*[:=]?\s*(?P<count>{_COUNT})")
_BULLET = re.compile(rf"^[-*\u2022][ \t]+(?={_NAMES})", re.MULTILINE)
_BETWEEN = re.compile(r"\s*[,;]\s*(?:and\b\s*)?|\s+and\b\s*|\s+")
_LABEL = re.compile(
    r"\**(?:the\s+)?(?:(?:final|resulting|remaining)\s+)*(?:answer|result|counts?|blocks)\**"
    r"\s*(?:(?:is|are)\b\s*:?|[:=])\**\s*",
    re.IGNORECASE,
)
_MOST_CHARS = 1_000
"""Longer answers are not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    low: int
    """Fewest [A], [B] and [C] at the start, each."""
    high: int
    """Most [A], [B] and [C] at the start, each."""
    extra: int
    """Most {A}, {B} and {C} at the start, each."""
    rounds: int
    """In how many rounds through the methods something changes at least: 1 or 2."""

    def __post_init__(self) -> None:
        if not (1 <= self.low <= self.high <= 999 and 0 <= self.extra <= 999):
            raise ValueError(f"need 1 <= low <= high <= 999, 0 <= extra <= 999, got {self!r}")
        if self.rounds not in (1, 2) or self.high < 3:
            raise ValueError(f"need high >= 3 and rounds 1 or 2, got {self!r}")


class StringSynthesis:
    """The task; see the module."""

    name = "string_synthesis"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(low=1, high=6, extra=2, rounds=1),
        2: Config(low=1, high=8, extra=3, rounds=1),
        3: Config(low=2, high=12, extra=4, rounds=2),
        4: Config(low=5, high=30, extra=12, rounds=2),
        5: Config(low=20, high=150, extra=60, rounds=2),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw blocks and an order of the methods until enough of them are carried out."""
        while True:
            first = [rng.randint(config.low, config.high) for _ in range(3)]
            second = [rng.randint(0, config.extra) for _ in range(3)]
            start = [*first, *second, 0, 0, 0]
            order = rng.sample(list(_METHODS), len(_METHODS))
            _, carried_out = _synthesized(start, order)
            used = {method for methods in carried_out for method in methods}
            if len(carried_out) >= config.rounds and len(used) >= _FEWEST_METHODS:
                return {"start": start, "methods": order}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        kinds = ", ".join(_KINDS)
        start = ", ".join(
            f"{n} {kind}" for n, kind in zip(payload["start"], _KINDS, strict=True) if n
        )
        methods = "\n".join(
            f"{i}. {_listed(_METHODS[number][0])} -> {_listed(_METHODS[number][1])}"
            for i, number in enumerate(payload["methods"], 1)
        )
        return (
            f"There are nine kinds of blocks: {kinds}. The brackets are part of the name. At the "
            f"start there are {start}, and no others.\n\n"
            "Methods turn the blocks on the left of the arrow, which are used up, into those on "
            f"the right:\n\n{methods}\n\n"
            "Go through the methods in this order, 1 to 6. Carry out each method as many times as "
            "the blocks there are at that moment allow, perhaps not at all, before you go on to "
            "the next one. After method 6 begin again at method 1. Stop when a whole round from 1 "
            "to 6 changes nothing.\n\n"
            "How many blocks of each kind are there in the end? Give all nine counts, zeros "
            f"included, in this order: {kinds}.\n"
            "Finish with the nine counts, separated by commas, in this form: "
            "<<<count of [A], count of [B], ..., count of (C)>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = _answer(response)
        if answer is None:
            return Verdict(False, "There are no nine counts in the form <<<n, n, ..., n>>>.")
        if answer != _synthesized(payload["start"], payload["methods"])[0]:
            return Verdict(False, "The counts are not those of the blocks in the end.")
        return Verdict(True, "The counts are those of the blocks in the end.")

    def solve(self, payload: Payload) -> str:
        """The counts in the demanded form."""
        counts, _ = _synthesized(payload["start"], payload["methods"])
        return f"<<<{', '.join(map(str, counts))}>>>"


def _listed(blocks: Sequence[str]) -> str:
    """Blocks in words, for example "2 [C]" or "1 [A] + 1 [B]"."""
    return " + ".join(f"{blocks.count(kind)} {kind}" for kind in dict.fromkeys(blocks))


def _synthesized(start: Sequence[int], order: Sequence[int]) -> tuple[list[int], list[list[int]]]:
    """The counts in the end, and the methods carried out in each round that changes something.

    There is an end: every method makes fewer blocks than it takes, but for the one that makes
    blocks which no method takes.
    """
    counts = dict(zip(_KINDS, start, strict=True))
    rounds: list[list[int]] = []
    while True:
        carried_out = []
        for number in order:
            takes, makes = _METHODS[number]
            times = min(counts[kind] // takes.count(kind) for kind in takes)
            if times:
                carried_out.append(number)
            for kind in takes:
                counts[kind] -= times
            for kind in makes:
                counts[kind] += times
        if not carried_out:
            return list(counts.values()), rounds
        rounds.append(carried_out)


def _answer(response: str) -> list[int] | None:
    """The nine counts that an answer gives, or None."""
    text = final_answer(response)
    if text is None or len(text) > _MOST_CHARS:
        return None
    label = _LABEL.match(text)
    text = unwrapped(text[label.end() if label else 0 :].removeprefix("**"))
    if text[:1] == text[-1:] and text[:1] in ("'", '"'):
        text = text[1:-1].strip()
    if re.fullmatch(r"[0-9]{9}", text):
        return [int(digit) for digit in text]
    named = _named(text)
    if named is not None:
        return named
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    counts = [count.strip("'\"") for count in re.split(r"\s*[,;]\s*|\s+", text)]
    if len(counts) != len(_KINDS) or not all(re.fullmatch(_COUNT, count) for count in counts):
        return None
    return [int(count) for count in counts]


def _named(text: str) -> list[int] | None:
    """Counts with the names of their blocks; kinds left out are 0."""
    outer = re.fullmatch(r"\{(\s*['\"].*)\}", text, re.DOTALL)
    text = outer.group(1).strip() if outer else _BULLET.sub("", text)
    for item in (_COUNT_THEN_NAME, _NAME_THEN_COUNT):
        counts: dict[str, int] = {}
        position = 0
        while match := item.match(text, position):
            if match["name"] in counts:
                return None
            counts[match["name"]] = int(match["count"])
            if match.end() == len(text):
                return [counts.get(kind, 0) for kind in _KINDS]
            between = _BETWEEN.match(text, match.end())
            if between is None:
                break
            position = between.end()
    return None


TASK = StringSynthesis()
