"""Logical Deduction: which statement holds in the one order that all clues allow.

Five to eleven things stand in a row or a ranking. Clues say where some are, which comes before
which, what lies between, how many come before.

Answer: the letter of an option in `<<<...>>>`, with or without parentheses. The option's own text,
alone or behind its letter, is read too; a letter with the text of another option is no answer.
Source: CodeSteer (arXiv 2502.04350), table 1; the puzzle is of BIG-Bench-Hard (arXiv 2210.09261).
Differs from the original: instances are drawn, not read from 250 stored ones, with other numbers of
objects than seven, more settings and kinds of clues and none that follows from the others; the
right letter follows from the clues; a language model was the judge there and found "correct" in
"Incorrect".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple, TypeAlias

from codesteer.symbench.choices import letter_in, settled
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "LogicalDeduction", "order_of"]

Clue: TypeAlias = list[Any]
"""A kind, then objects, then numbers; places count from 0:
["at", x, place], ["either", x, place, place], ["not_at", x, place], ["before", x, y],
["gap", x, y, places from x on to y], ["apart", x, y, places], ["between", x, y, z]: y inside."""

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"
)  # fmt: skip
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OBJECTS = {"at": 1, "either": 1, "not_at": 1, "before": 2, "gap": 2, "apart": 2, "between": 3}
_COLORS = (
    "red", "blue", "green", "white", "black", "gray", "brown", "pink", "orange", "purple", "tan"
)  # fmt: skip
_PEOPLE = ("Ana", "Ben", "Cleo", "Dev", "Elsa", "Finn", "Gus", "Hana", "Ivo", "Jill", "Kai")


class _Setting(NamedTuple):
    """The words of one kind of order; `{}` stands for an object, an ordinal or the list."""

    intro: str
    things: tuple[str, ...]
    thing: str
    verb: str
    many: str
    before: str
    after: str
    first: str
    nth: str
    last: str
    nth_last: str
    line: str


_SETTINGS = (
    _Setting(
        "{n} books stand side by side on a shelf: {list}.", _COLORS, "the {} book", "is",
        "books are", "to the left of", "to the right of", "the leftmost", "the {} from the left",
        "the rightmost", "the {} from the right", "from left to right",
    ),
    _Setting(
        "{n} birds sit in a row on a branch: {list}.", ("wren", "robin", "finch", "crow", "raven",
        "owl", "hawk", "heron", "swift", "dove", "magpie"), "the {}", "sits", "birds sit",
        "to the left of", "to the right of", "leftmost", "{} from the left", "rightmost",
        "{} from the right", "from left to right",
    ),
    _Setting(
        "{n} runners finished a race, no two at the same time: {list}.", _PEOPLE, "{}",
        "finished", "runners finished", "ahead of", "behind", "first", "{}", "last", "{}-to-last",
        "from first to last",
    ),
    _Setting(
        "{n} people wait in one line at a counter: {list}.", _PEOPLE, "{}", "is", "people are",
        "in front of", "behind", "at the very front", "{} from the front", "at the very back",
        "{} from the back", "from front to back",
    ),
    _Setting(
        "A stand sells {n} kinds of fruit, all at different prices: {list}.", ("plums", "kiwis",
        "pears", "apples", "mangoes", "peaches", "limes", "figs", "dates", "melons", "cherries"),
        "the {}", "are", "kinds are", "cheaper than", "more expensive than", "the cheapest",
        "the {}-cheapest", "the most expensive", "the {}-most expensive",
        "from cheapest to most expensive",
    ),
    _Setting(
        "A museum shows {n} vehicles, all of different ages: {list}.", ("bus", "truck", "sedan",
        "tractor", "van", "coupe", "roadster", "pickup", "tram", "scooter", "limousine"),
        "the {}", "is", "vehicles are", "older than", "newer than", "the oldest", "the {}-oldest",
        "the newest", "the {}-newest", "from oldest to newest",
    ),
    _Setting(
        "A town has {n} tall buildings, all of different heights: {list}.", ("library", "school",
        "hotel", "theater", "museum", "station", "hospital", "mill", "church", "bank", "silo"),
        "the {}", "is", "buildings are", "lower than", "taller than", "the lowest",
        "the {}-lowest", "the tallest", "the {}-tallest", "from lowest to tallest",
    ),
    _Setting(
        "{n} people have posted one parcel each, all of different weights: {list}.", _PEOPLE,
        "the parcel of {}", "is", "parcels are", "lighter than", "heavier than", "the lightest",
        "the {}-lightest", "the heaviest", "the {}-heaviest", "from lightest to heaviest",
    ),
    _Setting(
        "{n} talks take place one after the other: {list}.", ("bees", "opera", "chess",
        "glaciers", "bridges", "volcanoes", "comets", "whales", "pottery", "fencing", "dunes"),
        "the talk about {}", "is", "talks are", "earlier than", "later than", "the earliest",
        "the {}-earliest", "the latest", "the {}-latest", "from earliest to latest",
    ),
    _Setting(
        "{n} houses stand along a street that runs from west to east: {list}.", _COLORS,
        "the {} house", "is", "houses are", "west of", "east of", "the westernmost",
        "the {} from the west", "the easternmost", "the {} from the east", "from west to east",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    objects: int
    """How many things are in order, 5 to 11."""
    kinds: tuple[str, ...]
    """Kinds of clues; one more than once is drawn more often. "before" must be among them."""

    def __post_init__(self) -> None:
        if not 5 <= self.objects <= len(_PEOPLE):
            raise ValueError(f"need 5 to {len(_PEOPLE)} objects, got {self!r}")
        if "before" not in self.kinds or not set(self.kinds) <= set(_OBJECTS):
            raise ValueError(f'need "before" and others of {", ".join(_OBJECTS)}, got {self!r}')


class LogicalDeduction:
    """The task; see the module."""

    name = "logical_deduction"
    version = 1
    category: Category = "reasoning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(objects=5, kinds=("at", "before", "before")),
        2: Config(objects=6, kinds=("at", "before", "before", "gap")),
        3: Config(objects=7, kinds=("at", "before", "before", "gap", "not_at", "between")),
        4: Config(objects=8, kinds=("before", "before", "gap", "apart", "either", "between")),
        5: Config(objects=10, kinds=("before", "apart", "either", "between", "not_at")),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw an order and clues until no other order fits; then drop clues that add nothing."""
        setting = rng.choice(_SETTINGS)
        objects = rng.sample(setting.things, config.objects)
        order = rng.sample(objects, config.objects)
        places = {thing: place for place, thing in enumerate(order)}
        clues: list[Clue] = []
        while (other := _other_order(objects, clues, places)) is not None:
            for _ in range(50):
                clue = _drawn(rng, rng.choice(config.kinds), order)
                if not _holds(clue, other):
                    break
            else:
                clue = next(["before", x, y] for x, y in pairwise(order) if other[x] > other[y])
            clues.append(clue)
        rng.shuffle(clues)
        for clue in list(clues):
            rest = [kept for kept in clues if kept is not clue]
            if _other_order(objects, rest, places) is None:
                clues = rest
        question, claims = _question(rng, setting, objects, order, clues)
        options = [[chr(ord("A") + i), text, claim] for i, (text, claim) in enumerate(claims)]
        listed = [setting.thing.format(thing) for thing in objects]
        intro = setting.intro.format(
            n=_NUMBERS[config.objects] if config.objects <= 10 else config.objects,
            list=f"{', '.join(listed[:-1])} and {listed[-1]}",
        )
        return {
            "objects": objects,
            "clues": clues,
            "options": options,
            "story": [
                _capital(intro),
                *(_sentence(rng, setting, clue, len(order)) for clue in clues),
            ],
            "line": setting.line,
            "question": question,
        }

    def prompt(self, payload: Payload) -> str:
        """The question."""
        intro, *clues = payload["story"]
        options = "\n".join(f"({letter}) {text}" for letter, text, _ in payload["options"])
        clue_lines = "\n".join(f"- {clue}" for clue in clues)
        return (
            f"{intro} The clues below are all true, and only one order fits them all. Places, "
            f'"before", "after" and "between" refer to the order {payload["line"]}: the first '
            "place is the first in that direction, one place before is directly before, and what "
            "comes between two others is anywhere between, whichever of them comes first. Only "
            '"directly" and "next to each other" mean neighbors; elsewhere others may come between.'
            f"\n\n{clue_lines}\n\n"
            f"{payload['question']}\n{options}\n\n"
            "Exactly one option is right. Finish with its letter in this form: <<<(letter)>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        options = {letter: text for letter, text, _ in payload["options"]}
        letter = settled(response, lambda text: letter_in(text, options))
        if letter is None:
            return Verdict(False, "There is no single option in the form <<<(letter)>>>.")
        if letter not in self._right(payload):
            return Verdict(False, "That option does not hold in the order of the clues.")
        return Verdict(True, "The option holds in the only order that fits the clues.")

    def solve(self, payload: Payload) -> str:
        """The right letter in the demanded form.

        Raises:
            ValueError: No option is right; in a generated instance one always is.
        """
        right = self._right(payload)
        if not right:
            raise ValueError("no option holds in the order of the clues")
        return f"<<<({right[0]})>>>"

    def _right(self, payload: Payload) -> list[str]:
        places = order_of(payload["objects"], payload["clues"])
        if places is None:
            return []
        return [letter for letter, _, claim in payload["options"] if _holds(claim, places)]


def order_of(objects: Sequence[str], clues: Sequence[Clue]) -> dict[str, int] | None:
    """The place of each object in an order that fits, counted from 0; None where there is none."""
    return _other_order(objects, clues, {})


def _holds(clue: Clue, places: Mapping[str, int]) -> bool:
    """Whether a clue is true of an order."""
    kind = clue[0]
    things, numbers = clue[1 : 1 + _OBJECTS[kind]], clue[1 + _OBJECTS[kind] :]
    return _fits(kind, [places[thing] for thing in things], numbers)


def _fits(kind: str, at: Sequence[int], numbers: Sequence[int]) -> bool:
    match kind:
        case "at" | "either":
            return at[0] in numbers
        case "not_at":
            return at[0] not in numbers
        case "before":
            return at[0] < at[1]
        case "gap":
            return at[1] - at[0] == numbers[0]
        case "apart":
            return abs(at[1] - at[0]) == numbers[0]
        case _:
            return min(at[0], at[2]) < at[1] < max(at[0], at[2])


def _other_order(
    objects: Sequence[str], clues: Sequence[Clue], known: Mapping[str, int]
) -> dict[str, int] | None:
    """An order that fits the clues and is not the known one; None where there is none."""
    return _Search(objects, clues, known).find()


class _Search:
    """Depth first, the object with the fewest places left next.

    Places are bits of a mask. A clue with one object left to place narrows that object's places.
    """

    def __init__(
        self, objects: Sequence[str], clues: Sequence[Clue], known: Mapping[str, int]
    ) -> None:
        self._known = known
        self._all = (1 << len(objects)) - 1
        self._free = dict.fromkeys(objects, self._all)
        self._of: dict[str, list[tuple[str, list[str], list[int]]]] = {x: [] for x in objects}
        for kind, *rest in clues:
            things, numbers = rest[: _OBJECTS[kind]], rest[_OBJECTS[kind] :]
            if len(things) == 1:
                self._free[things[0]] &= sum(
                    1 << place for place in range(len(objects)) if _fits(kind, [place], numbers)
                )
            else:
                for thing in things:
                    self._of[thing].append((kind, things, numbers))

    def find(self) -> dict[str, int] | None:
        """The first order found that is not the known one."""
        return self._find(self._free, {})

    def _find(self, free: dict[str, int], at: dict[str, int]) -> dict[str, int] | None:
        if not free:
            return None if at == self._known else at
        thing = min(free, key=lambda name: (free[name].bit_count(), -len(self._of[name])))
        for place in range(free[thing].bit_length()):
            bit = 1 << place
            if not free[thing] & bit:
                continue
            placed = {**at, thing: place}
            left = {name: mask & ~bit for name, mask in free.items() if name != thing}
            for kind, things, numbers in self._of[thing]:
                open_things = [name for name in things if name in left]
                if len(open_things) == 1:
                    places = [placed.get(name, -1) for name in things]
                    left[open_things[0]] &= self._narrowed(kind, places, numbers)
            if all(left.values()) and (found := self._find(left, placed)) is not None:
                return found
        return None

    def _narrowed(self, kind: str, at: Sequence[int], numbers: Sequence[int]) -> int:
        """Where the one object that has no place yet, written -1, may go."""
        match kind, at:
            case "before", (p, -1):
                return self._above(p)
            case "before", (-1, q):
                return self._below(q)
            case "gap", (p, -1):
                return 1 << p + numbers[0]
            case "gap", (-1, q):
                return 1 << q >> numbers[0]
            case "apart", (p, -1) | (-1, p):
                return 1 << p + numbers[0] | 1 << p >> numbers[0]
            case _, (p, -1, q):
                return self._above(min(p, q)) & self._below(max(p, q))
            case _, (p, q, -1) | (-1, q, p):
                return self._below(q) if p > q else self._above(q)
        raise AssertionError(kind)

    def _above(self, place: int) -> int:
        return self._all & ~self._below(place + 1)

    def _below(self, place: int) -> int:
        return (1 << place) - 1


def _drawn(rng: Random, kind: str, order: Sequence[str]) -> Clue:
    """A clue of that kind that is true of the order."""
    n = len(order)
    a, b, c = sorted(rng.sample(range(n), 3))
    match kind:
        case "at":
            return ["at", order[a], a]
        case "not_at":
            return ["not_at", order[a], rng.choice((b, c))]
        case "either":
            x, y = rng.sample((a, b, c), 2)
            return ["either", order[x], *sorted((x, y))]
        case "before":
            return ["before", order[a], order[b]]
        case "gap" | "apart":
            a, b = sorted(
                (a, rng.choice([p for p in range(max(0, a - 3), min(n, a + 4)) if p != a]))
            )
            if kind == "gap":
                return ["gap", order[a], order[b], b - a]
            return ["apart", *rng.sample((order[a], order[b]), 2), b - a]
        case _:
            return [
                "between",
                *rng.choice(((order[a], order[b], order[c]), (order[c], order[b], order[a]))),
            ]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _place(rng: Random, setting: _Setting, place: int, n: int) -> str:
    """Words for a place, counted from the nearer end or from the first."""
    if place == 0:
        return setting.first
    if place == n - 1:
        return setting.last
    if place > n // 2 or (place == n // 2 and rng.random() < 0.5):
        return setting.nth_last.format(_ORDINALS[n - 1 - place])
    return setting.nth.format(_ORDINALS[place])


def _sentence(rng: Random, setting: _Setting, clue: Clue, n: int) -> str:
    """A clue in words."""
    kind, *rest = clue
    names = [setting.thing.format(thing) for thing in rest[: _OBJECTS[kind]]]
    numbers = rest[_OBJECTS[kind] :]
    x, y, z = [*names, "", ""][:3]
    verb = setting.verb
    match kind:
        case "at":
            before, behind = numbers[0], n - 1 - numbers[0]
            forms = [f"{x} {verb} {_place(rng, setting, before, n)}"]
            if before > 1:
                forms.append(
                    f"exactly {_NUMBERS[before]} of the {setting.many} {setting.before} {x}"
                )
            if behind > 1:
                forms.append(
                    f"exactly {_NUMBERS[behind]} of the {setting.many} {setting.after} {x}"
                )
        case "either":
            p, q = (_place(rng, setting, place, n) for place in numbers)
            forms = [f"{x} {verb} {p} or {q}", f"{x} {verb} either {q} or {p}"]
        case "not_at":
            place = _place(rng, setting, numbers[0], n)
            forms = [
                f"it is not true that {x} {verb} {place}",
                f"to say that {x} {verb} {place} is wrong",
            ]
        case "before":
            forms = [f"{x} {verb} {setting.before} {y}", f"{y} {verb} {setting.after} {x}"]
        case "gap" if numbers[0] == 1:
            forms = [
                f"in the order, {x} comes directly before {y}",
                f"in the order, {y} comes directly after {x}",
            ]
        case "gap":
            forms = [
                f"in the order, {x} comes exactly {_NUMBERS[numbers[0]]} places before {y}",
                f"in the order, {y} comes exactly {_NUMBERS[numbers[0]]} places after {x}",
            ]
        case "apart" if numbers[0] == 1:
            forms = [f"in the order, {x} and {y} are next to each other"]
        case "apart":
            others = f"{_NUMBERS[numbers[0] - 1]} other{'s' * (numbers[0] > 2)}"
            forms = [f"exactly {others} {'is' if numbers[0] == 2 else 'are'} between {x} and {y}"]
        case _:
            forms = [f"in the order, {y} comes between {x} and {z}"]
    return _capital(f"{rng.choice(forms)}.")


def _question(
    rng: Random,
    setting: _Setting,
    objects: Sequence[str],
    order: Sequence[str],
    clues: Sequence[Clue],
) -> tuple[str, list[tuple[str, Clue]]]:
    """What is asked, and each option's words and meaning; one is true and none a clue."""
    n = len(order)
    # Clues of which each is needed never tell all places nor all pairs.
    place = rng.choice([p for p in range(n) if ["at", order[p], p] not in clues])
    words, verb = _place(rng, setting, place, n), setting.verb
    names = {thing: setting.thing.format(thing) for thing in objects}
    match rng.randrange(3):
        case 0:
            question = rng.choice(("Which of them {} {}?", "Tell which one of them {} {}."))
            return question.format(verb, words), [
                (names[thing], ["at", thing, place]) for thing in objects
            ]
        case 1:
            thing = order[place]
            comes = "do" if verb == "are" else "does"
            question = f"Counted in the order, at which place {comes} {names[thing]} come?"
            return question, [(f"place {p + 1} of {n}", ["at", thing, p]) for p in range(n)]
    while (right := _drawn(rng, "before", order)) in clues:
        pass
    claims = [(right, True)]
    while len(claims) < 5:
        _, y, x = _drawn(rng, "before", order)
        if all([y, x] != claim[1:] and [x, y] != claim[1:] for claim, _ in claims):
            claims.append((["before", x, y], False))
    rng.shuffle(claims)
    options = []
    for claim, _ in claims:
        x, y = names[claim[1]], names[claim[2]]
        words = rng.choice((f"{x} {verb} {setting.before} {y}", f"{y} {verb} {setting.after} {x}"))
        options.append((_capital(words), claim))
    return "Which of these statements is true?", options


TASK = LogicalDeduction()
