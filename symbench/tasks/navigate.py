"""Navigate: whether a walk over a square grid ends where it is said to end.

You start facing north. Instructions turn you, walk you forward, backward or sideways without
turning, or by the compass; some repeat earlier ones, and some sentences do not matter.

Answer: Yes or No in `<<<...>>>`, read as in web_of_lies.
Source: CodeSteer (arXiv 2502.04350), table 1; the puzzle is of BIG-Bench-Hard (arXiv 2210.09261).
Differs from the original: instances are drawn, not read from 250 stored ones; compass directions,
repetitions, sentences that do not matter, other points than the start; the prompt says what
stepping sideways does; a language model was the judge there and found "correct" in "Incorrect".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

from codesteer.symbench.choices import yes_or_no
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "Navigate"]

Step: TypeAlias = list[Any]
"""["turn", quarters clockwise], ["face", compass], ["walk", side, steps], ["go", compass, steps],
or ["repeat", how many]; compass and side count quarters clockwise from north and from ahead."""

_MODES = ("sideways", "turning", "compass", "mixed")
_KINDS = {
    "sideways": ("walk",),
    "turning": ("turn", "ahead", "ahead"),
    "compass": ("go",),
    "mixed": ("walk", "turn", "ahead", "go", "face"),
}
_COMPASS = ("north", "east", "south", "west")
_SIDES = ("forward", "to the right", "backward", "to the left")
_TURNS = ("", "right", "around", "left")
_VECTORS = ((0, 1), (1, 0), (0, -1), (-1, 0))
_VERBS = ("Take {}.", "Walk {}.", "Move {}.")
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_IDLE = (
    "You pass a {0} door.",
    "A {0} car drives by.",
    "It is {1} minutes past noon.",
    "You hear {1} birds on your {2}.",
    "There is a {0} fence {1} meters away.",
)
_NOT = r"(?:do not |don't |will not |are not |aren't )"
_HOME = (
    r"(?:return to|end(?: up)? at|get back to|come back to|back at) "
    r"(?:the )?(?:start(?:ing point)?|origin)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    steps: int
    """Instructions that are not repetitions."""
    modes: tuple[str, ...] = _MODES
    """Which mixtures of instructions may be drawn."""
    high: int = 10
    """Most steps of one instruction, 2 or more."""
    repeats: int = 0
    """Instructions that repeat two or three above them, at most one for every five others."""
    idle: int = 0
    """Sentences that do not matter."""
    elsewhere: bool = False
    """Whether other points than the start may be asked about."""

    def __post_init__(self) -> None:
        if self.steps < 4 or self.high < 2 or min(self.repeats, self.idle) < 0:
            raise ValueError(f"need steps >= 4, high >= 2, repeats >= 0, idle >= 0, got {self!r}")
        if self.repeats > self.steps // 5:
            raise ValueError(f"need five steps or more for each of the repeats, got {self!r}")
        if not self.modes or not set(self.modes) <= set(_MODES):
            raise ValueError(f"need modes out of {', '.join(_MODES)}, got {self!r}")


class Navigate:
    """The task; see the module."""

    name = "navigate"
    version = 1
    category: Category = "reasoning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(steps=4, modes=("sideways", "turning")),
        2: Config(steps=6, modes=("sideways", "turning", "compass")),
        3: Config(steps=9, idle=1, elsewhere=True),
        4: Config(steps=13, modes=("turning", "mixed"), idle=2, repeats=1, elsewhere=True),
        5: Config(steps=20, modes=("mixed",), high=20, idle=4, repeats=2, elsewhere=True),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a walk that returns; where the answer is to be otherwise, change one number."""
        mode = rng.choice(config.modes)
        home = not config.elsewhere or rng.random() < 0.6
        arrives = rng.random() < 0.5
        while True:
            steps = _drawn(rng, mode, config)
            if home and not _closed(rng, steps, config.high):
                continue
            x, y, units = _walked(steps)
            point = [0, 0] if home else [x, y]
            if not home and (not x or not y):
                continue
            if not arrives:
                moving = [i for i, unit in units.items() if unit != (0, 0)]
                if not moving:
                    continue
                i = rng.choice(moving)
                near = [n for n in range(steps[i][2] - 3, steps[i][2] + 4) if 0 < n <= config.high]
                steps[i][2] = rng.choice([n for n in near if n != steps[i][2]])
            there = rng.random() < 0.7
            return {
                "steps": steps,
                "asked": [*point, there],
                "story": _story(rng, steps, mode, config.idle),
                "question": _question(rng, point, there),
            }

    def prompt(self, payload: Payload) -> str:
        """The question."""
        story = "\n".join(payload["story"])
        return (
            "You stand on an open, flat square grid and face north; east is then on your right. "
            "Carry out the instructions below from top to bottom. All steps are equally long. "
            'Steps without a direction go forward, the way you face. "Forward", "backward", "left" '
            'and "right" are seen from the way you face; steps in any direction, by compass or '
            "not, never change the way you face: only being told to turn does. Turning happens on "
            'the spot, "left" and "right" by 90 degrees and "around" by 180. To carry out the last '
            "instructions once more means to do those right above again, in the same order. "
            "Sentences that are no instructions do not matter.\n\n"
            f"{story}\n\n{payload['question']}\n\n"
            "The answer is either Yes or No. Finish with the answer in this form: <<<answer>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        x, y, there = payload["asked"]
        no, yes = rf"(?:you|we|i) {_NOT}{_HOME}", rf"(?:you|we|i) (?:do |will |are )?{_HOME}"
        if not there:
            no, yes = yes, no
        answer = yes_or_no(response, no, yes) if x == y == 0 else yes_or_no(response)
        if answer is None:
            return Verdict(False, "There is no single Yes or No in the form <<<answer>>>.")
        if answer != self._truth(payload):
            return Verdict(False, "The walk ends otherwise.")
        return Verdict(True, "The walk ends as the answer says.")

    def solve(self, payload: Payload) -> str:
        """The answer in the demanded form."""
        return f"<<<{'Yes' if self._truth(payload) else 'No'}>>>"

    def _truth(self, payload: Payload) -> bool:
        x, y, there = payload["asked"]
        return bool((_walked(payload["steps"])[:2] == (x, y)) == there)


def _walked(steps: Sequence[Step]) -> tuple[int, int, dict[int, tuple[int, int]]]:
    """Where a walk ends, and how far each of its numbers carries, one step counted."""
    x = y = facing = 0
    units: dict[int, tuple[int, int]] = {}
    for i, (kind, value, *rest) in _unrolled(steps):
        if kind == "turn":
            facing = (facing + value) % 4
        elif kind == "face":
            facing = value
        else:
            dx, dy = _VECTORS[value if kind == "go" else (facing + value) % 4]
            x, y = x + dx * rest[0], y + dy * rest[0]
            before = units.get(i, (0, 0))
            units[i] = (before[0] + dx, before[1] + dy)
    return x, y, units


def _unrolled(steps: Sequence[Step]) -> list[tuple[int, Step]]:
    """The instructions one by one, each with its index, repetitions written out."""
    done: list[tuple[int, Step]] = []
    for i, step in enumerate(steps):
        done += done[-step[1] :] if step[0] == "repeat" else [(i, step)]
    return done


def _drawn(rng: Random, mode: str, config: Config) -> list[Step]:
    """Instructions with random numbers, two of them walks at least."""
    steps: list[Step] = []
    while len(steps) < config.steps:
        kind = rng.choice(_KINDS[mode])
        n = rng.randint(1, config.high)
        turned = bool(steps) and steps[-1][0] in ("turn", "face")
        if kind in ("turn", "face"):
            if not turned:  # Two turns in a row would be one.
                steps.append([kind, rng.randint(1, 3) if kind == "turn" else rng.randrange(4)])
        elif kind == "ahead":
            steps.append(["walk", 0, n])
        else:
            steps.append([kind, rng.randrange(4), n])
    left = config.repeats
    while left:
        size = rng.randint(2, 3)
        at = rng.randint(size, len(steps))
        longer = [*steps[:at], ["repeat", size], *steps[at:]]
        repeats = [i for i, step in enumerate(longer) if step[0] == "repeat"]
        if all(longer[j][0] != "repeat" for i in repeats for j in range(i - longer[i][1], i)):
            steps, left = longer, left - 1
    return steps


def _closed(rng: Random, steps: list[Step], high: int) -> bool:
    """Change one number of each axis so that the walk returns; False where that cannot be."""
    for axis in (0, 1):
        *end, units = _walked(steps)
        fitting = []
        for i, unit in units.items():
            if abs(unit[axis]) == 1 and unit[1 - axis] == 0:
                n = steps[i][2] - end[axis] * unit[axis]
                if 1 <= n <= high:
                    fitting.append((i, n))
        if end[axis] == 0 and rng.random() < 0.5:
            continue
        if not fitting:
            return False
        i, n = rng.choice(fitting)
        steps[i][2] = n
    return _walked(steps)[:2] == (0, 0) and len(_walked(steps)[2]) > 1


def _story(rng: Random, steps: Sequence[Step], mode: str, idle: int) -> list[str]:
    """The sentences; none that does not matter stands among instructions that are repeated."""
    lines = [_sentence(rng, step) for step in steps]
    repeated: set[int] = set()
    for i, step in enumerate(steps):
        if step[0] == "repeat":
            repeated.update(range(i - step[1] + 1, i + 1))
    gaps = [i for i in range(len(steps) + 1) if i not in repeated]
    for gap in sorted((rng.choice(gaps) for _ in range(idle)), reverse=True):
        color = rng.choice(("red", "green", "blue", "yellow"))
        side = rng.choice(("left", "right"))
        lines.insert(gap, rng.choice(_IDLE).format(color, rng.randint(2, 20), side))
    if mode == "sideways":
        lines.insert(0, rng.choice(("Always face forward.", "Keep facing north all the time.")))
    return lines


def _sentence(rng: Random, step: Step) -> str:
    kind, value, *rest = step
    if kind == "turn":
        return f"Turn {_TURNS[value]}."
    if kind == "face":
        return f"Turn to face {_COMPASS[value]}."
    if kind == "repeat":
        return f"Carry out the last {_NUMBERS[value]} instructions once more."
    (n,) = rest
    number = _NUMBERS[n] if n <= 10 and rng.random() < 0.3 else str(n)
    way = _COMPASS[value] if kind == "go" else _SIDES[value]
    if kind == "walk" and value == 0 and rng.random() < 0.5:
        way = ""
    return rng.choice(_VERBS).format(f"{number} step{'s' * (n > 1)} {way}".strip())


def _question(rng: Random, point: Sequence[int], there: bool) -> str:
    x, y = point
    if x == y == 0:
        at = rng.choice(("at the starting point", "where you started"))
        away = rng.choice(("anywhere but at the starting point", "away from where you started"))
        return f"Do you end {at if there else away}?"
    ways = [
        f"{abs(x)} step{'s' * (abs(x) > 1)} {'east' if x > 0 else 'west'}",
        f"{abs(y)} step{'s' * (abs(y) > 1)} {'north' if y > 0 else 'south'}",
    ]
    rng.shuffle(ways)
    words = f"exactly {' and '.join(ways)} of the starting point"
    return f"Do you end {words}?" if there else f"Do you end anywhere but {words}?"


TASK = Navigate()
