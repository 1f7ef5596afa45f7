"""Cryptanalysis: find the password of two digits and two letters that all feedback fits.

Feedback judges the two digits and the two letters of a guess apart: which are in the right or the
wrong place, and how wrong ones compare with those of the password. Answer: a list of two digits and
two letters in `<<<...>>>`; unquoted, joined (`75LV`), lower case, a label ("the password is") and a
JSON object are read.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt states what each phrase of the feedback means (only the exact
reading made all of its passwords unique); answers are judged by the feedback, not against a stored
one; no guess has both digits or both letters in place, every guess rules something out, and
together they leave one password, which is checked by trying all.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import log
from random import Random
from string import ascii_uppercase, digits

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "Cryptanalysis", "feedback"]

_PAIRS = {
    "digits": ["".join(pair) for pair in permutations(digits, 2)],
    "letters": ["".join(pair) for pair in permutations(ascii_uppercase, 2)],
}
_HALVES = {"digits": slice(0, 2), "letters": slice(2, 4)}
_WORDS = {
    "digits": {"one": "digit", "both": "digits", "low": "too small", "high": "too large"},
    "letters": {"one": "letter", "both": "letters", "low": "too early", "high": "too late"},
}
_LABEL = re.compile(
    r"[\"'*_]{0,2}(?:(?:so|thus|hence|therefore),? )?(?:the )?(?:final )?(?:answer|password)"
    r"[\"'*_]{0,2} ?(?:[:=]|is\b:?)[*_]{0,2}\s?",
    re.IGNORECASE,
)
_GAP = r"[\"'`]{0,2}\s{0,4}[,;-]?\s{0,12}[\"'`]{0,2}"
_PASSWORD = re.compile(
    rf"[\"'`]{{0,2}}([0-9]){_GAP}([0-9]){_GAP}([A-Za-z]){_GAP}([A-Za-z])[\"'`]{{0,2}}"
)
_OUTER = ("[]", "()", "{}")
_LAYERS = 4
"""Labels and brackets around a password that are taken off."""
_MOST_CHARS = 200
_WORK = 2_000
"""Comparisons spent on the choice of one guess, roughly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    low: int
    """Fewest guesses."""
    high: int
    """Most guesses; the more it takes, the less each one says."""

    def __post_init__(self) -> None:
        if not 2 <= self.low <= self.high <= 17:
            raise ValueError(f"need 2 <= low <= high <= 17, got {self!r}")


class Cryptanalysis:
    """The task; see the module."""

    name = "cryptanalysis"
    version = 1
    category: Category = "planning"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(low=2, high=4),
        2: Config(low=5, high=6),
        3: Config(low=7, high=8),
        4: Config(low=9, high=10),
        5: Config(low=11, high=14),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a password, then guesses until the feedback leaves no other."""
        while True:
            secret = "".join(rng.choice(pairs) for pairs in _PAIRS.values())
            if (clues := _clues(rng, secret, rng.randint(config.low, config.high))) is not None:
                return {"clues": clues}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        clues = "\n".join(
            f"{i}. {clue['guess']}: "
            + "; ".join(_spoken(half, clue[half]) for half in ("digits", "letters"))
            + "."
            for i, clue in enumerate(payload["clues"], 1)
        )
        return (
            "Find a password: two different digits (0 to 9) followed by two different letters (A "
            f"to Z). Guesses of that shape were made, with this feedback:\n\n{clues}\n\n"
            "What the feedback means, for digits; letters are judged apart, in the same way, with "
            'the order of the alphabet ("too early", "too late") for size:\n'
            "- right and in the right place: the password has this digit at this very place.\n"
            "- right but in the wrong place: the password has this digit, but at the other of "
            "the two places for digits.\n"
            "- wrong: the password does not have this digit. One wrong digit is too small if it is "
            "smaller than both digits of the password, too large if it is larger than both, and "
            "in between otherwise.\n"
            "- both are wrong and too small: each of them is smaller than both digits of the "
            "password. Both are wrong and too large: each is larger than both. Both are wrong, "
            "without more: neither of the two holds.\n"
            "Where feedback speaks of one digit, it does not say which of the two. Exactly one "
            "password fits all feedback.\n\n"
            'Finish with the password in this form: <<<["digit", "digit", "letter", "letter"]>>>'
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        password = None if answer is None else _password(answer)
        if password is None:
            return Verdict(
                False,
                'There is no password in the form <<<["digit", "digit", "letter", "letter"]>>>.',
            )
        for half, part in _HALVES.items():
            pair = password[part]
            if pair[0] == pair[1]:
                return Verdict(False, f"The two {half} are the same.")
            if any(feedback(pair, clue["guess"][part]) != clue[half] for clue in payload["clues"]):
                return Verdict(False, f"The {half} do not fit all feedback.")
        return Verdict(True, "The password fits all feedback.")

    def solve(self, payload: Payload) -> str:
        """The password in the demanded form.

        Raises:
            ValueError: Not exactly one password fits; of a generated instance one does.
        """
        found = ""
        for half, part in _HALVES.items():
            left = [
                pair
                for pair in _PAIRS[half]
                if all(
                    feedback(pair, clue["guess"][part]) == clue[half] for clue in payload["clues"]
                )
            ]
            if len(left) != 1:
                raise ValueError(f"{len(left)} pairs of {half} fit the feedback")
            found += left[0]
        return "<<<[" + ", ".join(f'"{sign}"' for sign in found) + "]>>>"


def feedback(secret: str, guess: str) -> str:
    """What a guess of two different digits, or letters, is told of the secret two.

    Returns:
        "both right", "both misplaced", "both wrong", "both low", "both high", or where one of the
        two is in the secret, "right" or "misplaced" and behind it "low", "high" or "between".
    """
    a, b, c, d = secret[0], secret[1], guess[0], guess[1]
    low, high = (a, b) if a < b else (b, a)
    if c == a or d == b:
        return "both right" if secret == guess else f"right {_side(d if c == a else c, low, high)}"
    if c == b or d == a:
        if c == b and d == a:
            return "both misplaced"
        return f"misplaced {_side(d if c == b else c, low, high)}"
    side = _side(c, low, high)
    return f"both {side}" if side != "between" and side == _side(d, low, high) else "both wrong"


def _side(sign: str, low: str, high: str) -> str:
    return "low" if sign < low else "high" if sign > high else "between"


def _spoken(half: str, told: str) -> str:
    """Feedback in words."""
    words = _WORDS[half]
    places = {"right": "right and in the right place", "misplaced": "right but in the wrong place"}
    first, second = told.split()
    if first != "both":
        wrong = words.get(second, "in between")
        return f"one {words['one']} is {places[first]}, the other is wrong and {wrong}"
    if second in places:
        return f"both {words['both']} are {places[second]}"
    return f"both {words['both']} are wrong" + (f" and {words[second]}" if second in words else "")


def _clues(rng: Random, secret: str, wanted: int) -> list[dict[str, str]] | None:
    """So many guesses that leave one password, each of use; None where the draws were unlucky.

    Of several draws the one is kept after which the number of passwords left is nearest to an even
    pace from all to one.
    """
    left: Sequence[Sequence[str]] = list(_PAIRS.values())
    everything = _passwords(left)
    clues: list[dict[str, str]] = []
    for step in range(1, wanted + 1):
        pace = everything ** (1 - step / wanted)
        best = None
        for _ in range(max(3, min(24, _WORK // sum(map(len, left))))):
            clue = {"guess": "".join(rng.choice(pairs) for pairs in _PAIRS.values())}
            for half, part in _HALVES.items():
                clue[half] = feedback(secret[part], clue["guess"][part])
            then = _still_left(left, clue)
            useful = 1 < _passwords(then) < _passwords(left) or (step == wanted)
            if "both right" in clue.values() or not useful:
                continue
            distance = abs(log(_passwords(then) / pace))
            if best is None or distance < best[0]:
                best = distance, then, clue
        if best is None:
            return None
        left = best[1]
        clues.append(best[2])
    return clues if _passwords(left) == 1 else None


def _still_left(left: Sequence[Sequence[str]], clue: Mapping[str, str]) -> list[list[str]]:
    """The pairs of digits and the pairs of letters that one more clue leaves."""
    return [
        [pair for pair in pairs if feedback(pair, clue["guess"][part]) == clue[half]]
        for pairs, (half, part) in zip(left, _HALVES.items(), strict=True)
    ]


def _passwords(left: Sequence[Sequence[str]]) -> int:
    return len(left[0]) * len(left[1])


def _password(answer: str) -> str | None:
    """Four signs in capitals, or None where the answer is in no known form."""
    if len(answer) > _MOST_CHARS:
        return None
    for _ in range(_LAYERS):
        if label := _LABEL.match(answer):
            answer = unwrapped(answer[label.end() :])
        if match := _PASSWORD.fullmatch(answer):
            return "".join(match.groups()).upper()
        if answer[:1] + answer[-1:] not in _OUTER:
            return None
        answer = answer[1:-1].strip().removesuffix(",").rstrip()
    return None


TASK = Cryptanalysis()
