"""Constrained Linear Arrangement: infer an opponent's cards from the results of some rounds.

Both players hold one card of each kind and play each at most once; who wins a round depends on the
two cards alone and looks the same from both sides. Given are one player's cards and results. Every
sequence of the opponent's cards that explains them all is right; there may be several.

Games: elements (a card beats the one it overcomes and the one that generates it; equal cards draw),
stick (a cycle of four, each beats the next, all else draws), animal (the stronger beats the weaker,
but the weakest beats the strongest; equal animals draw).

Answer: the letters of the opponent's cards, round by round, in `<<<...>>>`, separated by commas or
spaces, in a list, on lines of their own, behind arrows or joined; small letters, quotes, the number
of a round in front of its card and JSON objects are read.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: results are symmetric (its elements called many lost or won rounds
draws: 56 of 68 stored answers break the prompt's rules, 24 puzzles have no answer); every answer
that fits is accepted, where wins and losses had to equal the stored cards; draws are checked (any
text passed), and so is that no card is played twice; the draws of the stick game are listed instead
of called one step apart; a rule of the animal game that no answer depends on is gone; letters are
drawn for each puzzle, as there are too few puzzles without that; results differ, and at most half
of them are draws.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "ConstrainedLinearArrangement", "outcome"]

_KINDS = {
    "elements": ("Wood", "Fire", "Earth", "Metal", "Water"),
    "stick": ("Stick", "Tiger", "Chicken", "Worm"),
    "animal": ("Elephant", "Lion", "Tiger", "Leopard", "Wolf", "Dog", "Cat", "Mouse"),
}
_RULES = {
    "elements": (
        "- Wood generates Fire, Fire generates Earth, Earth generates Metal, Metal generates "
        "Water, Water generates Wood.\n"
        "- Wood overcomes Earth, Earth overcomes Water, Water overcomes Fire, Fire overcomes "
        "Metal, Metal overcomes Wood.\n"
        "- A card beats the card that it overcomes. A card also beats the card that generates it.\n"
        "- Two cards of the same element are a draw; of two different ones, one always wins.\n"
    ),
    "stick": (
        "- Stick beats Tiger, Tiger beats Chicken, Chicken beats Worm, Worm beats Stick.\n"
        "- Everything else is a draw: two cards of the same kind, Stick against Chicken, and "
        "Tiger against Worm.\n"
    ),
    "animal": (
        "- From strongest to weakest, the animals are Elephant, Lion, Tiger, Leopard, Wolf, Dog, "
        "Cat, Mouse. The stronger of two animals beats the weaker one, with one exception: Mouse "
        "beats Elephant.\n"
        "- Two animals of the same kind are a draw.\n"
    ),
}
_RESULTS = {"win": "you won", "draw": "it was a draw", "loss": "you lost"}
_MOST_CHARS = 1_000
"""Longer answers are not read."""
_LABEL = re.compile(
    r"\A[\"']?(?:(?:so|thus|hence|therefore),?\s+)?(?:the\s+)?(?:final\s+)?(?:opponent'?s\s+)?"
    r"(?:answer|result|solution|cards?|sequence|moves?|opponent)"
    r"[\"']?\s*(?::|=|\b(?:is|are|were|played)\b\s*:?)\s*",
    re.IGNORECASE,
)
_LETTER = re.compile(r"([\"'`]?)([A-Za-z])\1")
_ROUND = re.compile(r"\A[\"']?(?:round\s+)?([0-9]{1,2})[\"']?\s*[:.)]\s*", re.IGNORECASE)
_BULLET = re.compile(r"\A[-*\u2022]\s+")
_BETWEEN = re.compile(r"(?:[,;]|->|\u2192|\n)\s*")
_LAYERS = 3
"""Labels, brackets and quotes around a list that are taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    game: str
    """One of elements, stick and animal."""
    rounds: int
    """How many rounds are played: 2 up to the number of cards a player holds."""

    def __post_init__(self) -> None:
        if self.game not in _KINDS or not 2 <= self.rounds <= len(_KINDS[self.game]):
            raise ValueError(
                f"need a game of {', '.join(_KINDS)}, and 2 rounds up to one a card, got {self!r}"
            )


class ConstrainedLinearArrangement:
    """The task; see the module."""

    name = "constrained_linear_arrangement"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(game="animal", rounds=3),
        2: Config(game="stick", rounds=4),
        3: Config(game="elements", rounds=4),
        4: Config(game="elements", rounds=5),
        5: Config(game="animal", rounds=8),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Let two players draw their cards; the results follow."""
        kinds = len(_KINDS[config.game])
        cards = rng.sample(ascii_uppercase, kinds)
        while True:
            mine, theirs = (rng.sample(range(kinds), config.rounds) for _ in range(2))
            results = [outcome(config.game, *pair) for pair in zip(mine, theirs, strict=True)]
            if len(set(results)) > 1 and 2 * results.count("draw") <= config.rounds:
                moves = [cards[kind] for kind in mine]
                return {"game": config.game, "cards": cards, "moves": moves, "results": results}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        kinds = _KINDS[payload["game"]]
        cards = zip(kinds, payload["cards"], strict=True)
        rounds = zip(payload["moves"], payload["results"], strict=True)
        played = "\n".join(
            f"Round {number}: you played {card} and {_RESULTS[result]}."
            for number, (card, result) in enumerate(rounds, 1)
        )
        return (
            f"You and an opponent each hold {len(kinds)} cards, one of each kind. The kinds and "
            f"their letters are {', '.join(f'{kind} ({card})' for kind, card in cards)}. In each "
            "round both play one of their own cards at the same time. Each card can be played "
            "once by its holder: neither player plays the same kind twice, but both may play it."
            "\n\n"
            "Who wins a round depends only on the two cards in it:\n"
            f"{_RULES[payload['game']]}\n"
            f"These rounds were played:\n{played}\n\n"
            "Which card did the opponent play in each round? If several sequences agree with all "
            "of this, give any one of them.\n"
            "Finish with the letters of the opponent's cards, from the first round to the last "
            "and separated by commas, in this form: <<<letter,letter,...,letter>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        letters = None if answer is None else _letters(answer)
        cards, moves = payload["cards"], payload["moves"]
        if letters is None or len(letters) != len(moves):
            return Verdict(False, "There is no card for each round in the form <<<letter,...>>>.")
        if not set(letters) <= set(cards):
            return Verdict(False, "A letter is none of the opponent's cards.")
        if len(set(letters)) < len(letters):
            return Verdict(False, "A card is played twice.")
        for mine, theirs, result in zip(moves, letters, payload["results"], strict=True):
            if outcome(payload["game"], cards.index(mine), cards.index(theirs)) != result:
                return Verdict(False, "The cards do not explain the result of every round.")
        return Verdict(True, "The cards explain every result, and none is played twice.")

    def solve(self, payload: Payload) -> str:
        """A sequence of cards in the demanded form.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        found = _sequence(payload, [])
        if found is None:
            raise ValueError("no cards explain all results")
        return f"<<<{','.join(found)}>>>"


def outcome(game: str, mine: int, theirs: int) -> str:
    """What a card does against another: win, draw or loss.

    Args:
        game: One of elements, stick and animal.
        mine: Place of the card in the order of the game's kinds, from 0.
        theirs: Place of the card that it meets.
    """
    if game == "animal":
        if {mine, theirs} == {0, 7}:  # The weakest and the strongest: the order turns round.
            return "win" if mine == 7 else "loss"
        return "draw" if mine == theirs else "win" if mine < theirs else "loss"
    if game == "stick":
        return ("draw", "win", "draw", "loss")[(theirs - mine) % 4]
    # The order of the elements is that of generation; each overcomes the next but one.
    return ("draw", "loss", "win", "loss", "win")[(theirs - mine) % 5]


def _sequence(payload: Payload, chosen: Sequence[str]) -> list[str] | None:
    """The cards of all rounds, the first ones as chosen; None where no choice works."""
    cards, number = payload["cards"], len(chosen)
    if number == len(payload["moves"]):
        return list(chosen)
    mine = cards.index(payload["moves"][number])
    for theirs, card in enumerate(cards):
        result = outcome(payload["game"], mine, theirs)
        if card not in chosen and result == payload["results"][number]:
            found = _sequence(payload, [*chosen, card])
            if found is not None:
                return found
    return None


def _letters(text: str) -> list[str] | None:
    """The letters an answer lists, as capitals; None where it is no list of letters."""
    if len(text) > _MOST_CHARS:
        return None
    for _ in range(_LAYERS):
        text = unwrapped(_LABEL.sub("", text))
        outer, inner = text[:1] + text[-1:], text[1:-1].strip()
        quoted = outer in ("''", '""') and outer[0] not in inner
        # Braces without a colon hold a set, which has no order.
        if quoted or outer in ("[]", "()") or (outer == "{}" and ":" in inner):
            text = inner
    if re.fullmatch(r"[A-Z]{2,}", text):
        return list(text)
    parts = _BETWEEN.split(text)
    if len(parts) == 1:
        parts = text.split()
    letters = []
    for number, part in enumerate(parts, 1):
        part = _BULLET.sub("", part.strip())
        counted = _ROUND.match(part)
        if counted and int(counted[1]) == number:
            part = part[counted.end() :]
        letter = _LETTER.fullmatch(part)
        if letter is None:
            return None
        letters.append(letter[2].upper())
    return letters


TASK = ConstrainedLinearArrangement()
