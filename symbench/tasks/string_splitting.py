"""String Splitting: follow five methods that turn machines into parts until none can be used.

The methods are visited in a cycle, and each is carried out at most once per visit. Answer: the six
final counts in the order A, B, C, X, Y, Z, in `<<<...>>>`; lists of strings, bare lists, counts
with their names and six digits in a row are read too.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt says that a method is carried out once per visit (there, half
of the answers hung on guessing it); counts are compared one by one (joined digits let 1, 12 pass
for 11, 2); the amounts and the order of the methods are drawn, since only a few hundred puzzles
exist without; a puzzle takes two rounds or more, and the once-per-visit rule changes its answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["KINDS", "TASK", "Config", "StringSplitting"]

KINDS = "ABCXYZ"
"""Machines and parts, in the order of the answer."""
_SHAPES = (("A", "XY"), ("B", "X"), ("C", "Y"), ("BC", "A"), ("XY", "Z"))
"""What each method uses and makes; machines B and C never come back, so every run ends."""
_COUNT = r"(0|[1-9][0-9]{0,8})"
_BARE = re.compile(rf"[\"']?{_COUNT}[\"']?")
_NAMED = re.compile(rf"[\"']?([ABCXYZ])[\"']?[:=][\"']?{_COUNT}[\"']?", re.IGNORECASE)
_KIND = re.compile(r"\b(?:machines?|parts?) (?=[ABCXYZ]\b)", re.IGNORECASE)
_LABEL = re.compile(r"[*_]{0,2}(?:final )?answer[*_]{0,2} ?[:=][*_]{0,2}", re.IGNORECASE)
_OUTER = (("[", "]"), ("(", ")"), ("{", "}"))
_MOST_CHARS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    low: int
    """Fewest machines of each kind at the start."""
    high: int
    """Most machines of each kind at the start."""
    amount: int
    """Most units of one kind that a method uses or makes, 2 or more."""

    def __post_init__(self) -> None:
        if not 1 <= self.low < self.high <= 1_000 or not 2 <= self.amount <= self.high:
            raise ValueError(f"need 1 <= low < high and 2 <= amount <= high, got {self!r}")


class StringSplitting:
    """The task; see the module."""

    name = "string_splitting"
    version = 1
    category: Category = "execution"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(low=1, high=4, amount=2),
        2: Config(low=3, high=6, amount=2),
        3: Config(low=4, high=8, amount=3),
        4: Config(low=6, high=12, amount=3),
        5: Config(low=10, high=20, amount=3),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw machines and methods until several take turns and the once-per-visit rule counts."""
        while True:
            initial = {kind: rng.randint(config.low, config.high) for kind in "ABC"}
            methods = [
                {
                    "input": {kind: rng.randint(1, config.amount) for kind in used},
                    "output": {kind: rng.randint(1, config.amount) for kind in made},
                }
                for used, made in _SHAPES
            ]
            rng.shuffle(methods)
            payload = {"initial": initial, "methods": methods}
            steps = list(_run(payload, exhaust=False))
            rounds = {number for number, _, _ in steps}
            methods_used = {method for _, method, _ in steps}
            lively = len(rounds) >= 2 and len(methods_used) >= 3
            if lively and steps[-1][2] != _final(payload, exhaust=True):
                return payload

    def prompt(self, payload: Payload) -> str:
        """The question."""
        start = ", ".join(f"{payload['initial'][kind]} {kind}" for kind in "ABC")
        methods = "\n".join(
            f"{i}. Use up {_units(method['input'])} to make {_units(method['output'])}."
            for i, method in enumerate(payload["methods"], 1)
        )
        last = len(payload["methods"])
        return (
            f"A workshop has machines of the kinds A, B and C: {start}. It turns them into parts "
            f"of the kinds X, Y and Z, of which it has none yet. It knows {last} methods:\n\n"
            f"{methods}\n\n"
            "Rules:\n"
            f"- The methods are visited one after another, from 1 to {last} and then again from "
            "1.\n"
            "- A visited method is carried out exactly once if everything it uses up is there at "
            "that moment, even if there is enough to do it more often; otherwise it is skipped. "
            "Either way the next method is visited.\n"
            "- What a method makes can be used from the next visit on.\n"
            "- Work ends when none of the methods can be carried out any more.\n\n"
            "How many machines and parts of each kind are there in the end?\n"
            "Finish with the six counts, separated by commas and in the order A, B, C, X, Y, Z, in "
            "this form: <<<[A, B, C, X, Y, Z]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        counts = None if answer is None else _counts(answer)
        if counts is None:
            return Verdict(False, "There are no six counts in the form <<<[A, B, C, X, Y, Z]>>>.")
        if counts != _final(payload):
            return Verdict(False, "The counts are not those in the end.")
        return Verdict(True, "The counts are those in the end.")

    def solve(self, payload: Payload) -> str:
        """The final counts in the demanded form."""
        return f"<<<{_final(payload)}>>>"


def _units(amounts: Mapping[str, int]) -> str:
    return " and ".join(f"{amount} {kind}" for kind, amount in amounts.items())


def _final(payload: Payload, *, exhaust: bool = False) -> list[int]:
    """The counts in the end; with `exhaust`, if a visited method went on for as long as it can."""
    counts = [payload["initial"].get(kind, 0) for kind in KINDS]
    for _, _, after in _run(payload, exhaust=exhaust):
        counts = after
    return counts


def _run(payload: Payload, *, exhaust: bool) -> Iterator[tuple[int, int, list[int]]]:
    """Every step of the work: its round, its method, and the counts after it."""
    counts = {kind: payload["initial"].get(kind, 0) for kind in KINDS}
    methods: Sequence[Mapping[str, Any]] = payload["methods"]
    number, idle = 0, False
    while not idle:
        number, idle = number + 1, True
        for i, method in enumerate(methods):
            while all(counts[kind] >= amount for kind, amount in method["input"].items()):
                for kind, amount in method["input"].items():
                    counts[kind] -= amount
                for kind, amount in method["output"].items():
                    counts[kind] += amount
                idle = False
                yield number, i, list(counts.values())
                if not exhaust:
                    break


def _counts(answer: str) -> list[int] | None:
    """Six counts in the order of `KINDS`, or None where the answer is in no known form."""
    if len(answer) > _MOST_CHARS:
        return None
    if label := _LABEL.match(answer):
        answer = unwrapped(answer[label.end() :])
    text = _KIND.sub("", re.sub(r" ?([:=]) ?", r"\1", " ".join(answer.split())))
    if re.fullmatch(r"[0-9]{6}", text):  # Six counts of one digit: it cannot be read otherwise.
        return [int(digit) for digit in text]
    for opened, closed in _OUTER:
        if text.startswith(opened) and text.endswith(closed):
            text = text[1:-1].strip()
            break
    items = re.split(r" ?[,;] ?", text) if re.search(r"[,;]", text) else text.split(" ")
    bare = [_BARE.fullmatch(item) for item in items]
    if len(items) == len(KINDS) and all(bare):
        return [int(match[1]) for match in bare if match]
    named = [match for item in items if (match := _NAMED.fullmatch(item))]
    found = {match[1].upper(): int(match[2]) for match in named}
    if len(items) == len(named) == len(found) == len(KINDS):
        return [found[kind] for kind in KINDS]
    return None


TASK = StringSplitting()
