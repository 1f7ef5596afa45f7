"""What templates are made of: random parts of stories, and the choice of one."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, TypeAlias

__all__ = ["Draw", "Story", "Template", "draw_story", "listed", "money"]

NAMES = (
    "Amara", "Bruno", "Chiara", "Dmitri", "Elif", "Farah", "Gustav", "Hana", "Irma", "Jonas",
    "Kofi", "Leila", "Marek", "Nadia", "Oskar", "Priya", "Quinn", "Rosa", "Sanjay", "Tomas",
    "Uma", "Viktor", "Wanda", "Ximena", "Yusuf", "Zelda", "Anders", "Beatriz", "Cosmo", "Dalia",
    "Emil", "Fatima", "Goran", "Hilda", "Ivan", "Jamila", "Kenji", "Lotte", "Mateo", "Nia",
    "Otto", "Paula", "Qasim", "Rafael", "Signe", "Tariq", "Ulla", "Vera", "Wen", "Xander",
    "Yara", "Zoran",
)  # fmt: skip
SURNAMES = (
    "Abara", "Berg", "Castro", "Dahl", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jansen",
    "Kaya", "Lopez", "Moreau", "Novak", "Okoro", "Petrov", "Quist", "Rossi", "Sato", "Toivonen",
    "Ueda", "Vargas", "Weber", "Xu", "Yilmaz", "Zhang", "Achebe", "Boateng", "Chopra", "Duarte",
    "Engel", "Farkas", "Gomez", "Hansen", "Ivanov", "Jain", "Kovacs", "Lindt", "Mensah", "Nilsen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """One problem.

    Attributes:
        text: What is asked, with all that the answer depends on.
        answer: The exact answer as text, such as 3/4, 12*pi or (1, 2).
        given: The numbers of the text, as JSON values.
    """

    text: str
    answer: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws the parts of a story.

    Attributes:
        rng: Where all chance comes from.
        parts: How many things of a kind a story speaks of.
        size: How large its numbers are; what that means is the template's.
    """

    rng: Random
    parts: int
    size: int

    def number(self) -> int:
        """A number of exactly `size` digits."""
        return self.rng.randrange(10 ** (self.size - 1) + 2, 10**self.size)

    def between(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return self.rng.randint(low, high)

    def many(self, low: int, high: int, count: int | None = None) -> list[int]:
        """Different numbers from low to high: as many as there are parts, or `count`."""
        return self.rng.sample(range(low, high + 1), self.parts if count is None else count)

    def some(self, items: Sequence[str], count: int | None = None) -> list[str]:
        """Different items: as many as there are parts, or `count`."""
        return self.rng.sample(items, self.parts if count is None else count)

    def names(self, count: int) -> list[str]:
        """Different first names."""
        return self.rng.sample(NAMES, count)

    def name(self) -> str:
        """A first name and a surname."""
        return f"{self.rng.choice(NAMES)} {self.rng.choice(SURNAMES)}"


Template: TypeAlias = Callable[[Draw], Story]
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?")


def listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def money(cents: int) -> str:
    """An amount such as $12.50, or $12 when it is whole."""
    return f"${cents // 100}" if cents % 100 == 0 else f"${cents // 100}.{cents % 100:02}"


def draw_story(templates: Sequence[Template], draw: Draw) -> dict[str, Any]:
    """The payload of a new problem.

    The answer never stands in the text, is positive unless it is a point, and is not 1.

    Args:
        templates: Each is as likely as any other.
        draw: Where the parts come from.
    """
    template = draw.rng.choice(templates)
    while True:
        story = template(draw)
        if _fair(story):
            return {
                "kind": template.__name__,
                "problem": story.text,
                "answer": story.answer,
                "given": dict(story.given),
            }


def _fair(story: Story) -> bool:
    if story.answer in _NUMBER.findall(story.text) or story.answer in ("0", "1"):
        return False
    if len(story.answer) > 3 and story.answer in story.text:
        return False
    try:
        return Fraction(story.answer) > 0
    except ValueError:
        return True
