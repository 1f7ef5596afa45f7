"""Mahjong: add and remove letter cards for some rounds, and judge the card added last.

An added card is judged before one is removed. Peng (1): the hand already holds two or more of its
letter. Chi (2): there is no Peng, and the card and two cards of the hand are three consecutive
letters. Pass (0): neither.
Answer: the number in `<<<...>>>`; its name, both of them, a list of one and a label are read as
well.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: Chi is found whatever else is in the hand (the original overlooked it
beside doubled letters, and stored it where its prompt has no such rule); every card is a letter
from A to Z (cards followed Z there); the prompt says that nothing follows Z and that the judged
card is not yet in the hand; no round leaves the hand as it was; all results are equally frequent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase

from codesteer.answers import bracketed, final_answer
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "Mahjong"]

_CARDS = 13
_PASS, _PENG, _CHI = range(3)
_NAMES = ("pass", "peng", "chi")
_LABEL = re.compile(
    r"(?:\*\*)?(?:(?:so|thus|hence|therefore|and|the|my|our|final|last|correct)\b,?\s*){0,6}"
    r"(?:(?:answer|result|output|number|judgment|verdict|x)(?: (?:of|in|for) (?:the )?"
    r"(?:final|last) round)?\s*(?:is|:|=)\s*:?)?\s*(?:\*\*)?\s*",
    re.IGNORECASE,
)
_NUMBER_AND_NAME = re.compile(r"([0-2])(?:\s*[-:=,(]\s*|\s+)([a-z]{3,4})\)?")
_NAME_AND_NUMBER = re.compile(r"([a-z]{3,4})(?:\s*[-:=,(]\s*|\s+)([0-2])\)?")
_RETRACTED = re.compile(
    rf"[0-9]|{'|'.join(_NAMES)}|\b(?:no|not|nor|never|neither|cannot|wrong|incorrect|false|wait|"
    r"actually|mistaken?|error|recheck|unsure|maybe|perhaps)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
"""Behind an answer: another number to choose from, or words that take it back."""
_MOST_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    rounds: int
    """How many cards are added, 1 or more."""
    chi: bool = True
    """Whether there is a Chi."""

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise ValueError(f"need 1 round or more, got {self!r}")


class Mahjong:
    """The task; see the module."""

    name = "mahjong"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(rounds=2, chi=False),
        2: Config(rounds=2),
        3: Config(rounds=3),
        4: Config(rounds=5),
        5: Config(rounds=8),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a result, and then rounds until a last card has it."""
        wanted = rng.choice((_PASS, _PENG, _CHI) if config.chi else (_PASS, _PENG))
        while True:
            cards = rng.choices(ascii_uppercase, k=_CARDS)
            hand, rounds = list(cards), []
            for _ in range(config.rounds - 1):
                added = rng.choice(ascii_uppercase)
                # Removing the letter that was added would leave the hand as it was.
                gone = rng.choice([card for card in hand if card != added])
                hand.append(added)
                hand.remove(gone)
                rounds.append([added, gone])
            last = [c for c in ascii_uppercase if _judged(hand, c, chi=config.chi) == wanted]
            if last:
                return {
                    "cards": "".join(cards),
                    "rounds": rounds,
                    "last": rng.choice(last),
                    "chi": config.chi,
                }

    def prompt(self, payload: Payload) -> str:
        """The question."""
        rounds = [f"add {added}, judge it, then remove {gone}" for added, gone in payload["rounds"]]
        rounds.append(f"add {payload['last']} and judge it")
        listed = "\n".join(f"Round {i}: {text}" for i, text in enumerate(rounds, 1))
        chi = (
            "- Otherwise 2 (Chi): the added card and two cards of the hand are three different "
            "letters that follow one another in the alphabet, such as F, G and H. The added card "
            "may be any of the three; other cards in the hand do not matter. Nothing follows Z, "
            "so Y, Z, A is no such sequence.\n"
        )
        return (
            "You hold these 13 cards, each with a letter from A to Z (a letter may be on any "
            f"number of cards):\n\n{' '.join(payload['cards'])}\n\n"
            "In each round a card is added and judged against the hand as it was before this "
            "card was added. Then one card is removed; the added card stays in the hand unless "
            "it is the one removed. A card is judged like this:\n"
            "- 1 (Peng): the hand already holds two or more cards with the letter of the added "
            "card.\n"
            f"{chi if payload['chi'] else ''}"
            "- Otherwise 0 (Pass).\n"
            "Judging takes no cards out of the hand.\n\n"
            f"{listed}\n\n"
            "As which number is the card added in the last round judged?\n"
            "Finish with the number in this form: <<<x>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = _answer(response)
        if answer is None:
            return Verdict(False, "There is no single number of the three in the form <<<x>>>.")
        if answer != _last_judged(payload):
            return Verdict(False, "The last card is judged otherwise.")
        return Verdict(True, "The last card is judged so.")

    def solve(self, payload: Payload) -> str:
        """The number of the last card in the demanded form."""
        return f"<<<{_last_judged(payload)}>>>"


def _judged(hand: Sequence[str], added: str, *, chi: bool) -> int:
    if hand.count(added) >= 2:
        return _PENG
    sequences = (ascii_uppercase[i : i + 3] for i in range(len(ascii_uppercase) - 2))
    for letters in sequences if chi else ():
        if added in letters and all(letter in hand for letter in letters if letter != added):
            return _CHI
    return _PASS


def _last_judged(payload: Payload) -> int:
    hand = list(payload["cards"])
    for added, gone in payload["rounds"]:
        hand.append(added)
        hand.remove(gone)
    return _judged(hand, payload["last"], chi=payload["chi"])


def _answer(response: str) -> int | None:
    """The one number the answer gives, or None."""
    text = final_answer(response)
    if text is None or len(text) > _MOST_CHARS:
        return None
    if bracketed(response) is None:
        text, *rest = text.splitlines()
        if _RETRACTED.search("\n".join(rest)):
            return None
    text = _LABEL.sub("", text, count=1).strip("\"'` \t\n").removesuffix(".").lower()
    for pair in ("[]", "()"):
        if text[:1] + text[-1:] == pair:
            text = text[1:-1].strip("\"' ")
    if text in _NAMES:
        return _NAMES.index(text)
    if match := _NUMBER_AND_NAME.fullmatch(text):
        number, name = match.groups()
    elif match := _NAME_AND_NUMBER.fullmatch(text):
        name, number = match.groups()
    else:
        return int(text) if text in ("0", "1", "2") else None
    return int(number) if _NAMES[int(number)] == name else None


TASK = Mahjong()
