"""Path Plan: drive a robot through an arena, into some rooms, clear of walls and other rooms.

Rules: the path runs straight from waypoint to waypoint, from the start to the end. It must touch no
wall and no room to avoid, and enter every room to visit, in any order. Walls and rooms are
rectangles along the axes that include their boundary: a touch is as good, or as bad, as an entry.
Answer: `[(x, y), (x, y), ...]` in `<<<...>>>`; a list of lists, arrows between points, a point a
line, a trailing comma and any line breaks are read. Every path that keeps the rules counts.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: every instance is a scene of its own, with walls inside the arena at the
harder levels, in place of ten fixed instructions for fourteen scenes; all rooms to visit are
checked in every answer (there, an answer with code was judged by another instruction); contact with
a corner or an edge and segments that lie inside a rectangle count, by exact arithmetic; visits are
said to be in any order (there, words of order went unchecked); numbers are parsed, not evaluated.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations
from random import Random
from typing import TypeAlias

from codesteer.answers import bracketed, final_answer, is_cut_off, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "PathPlan"]

Number: TypeAlias = int | Fraction
Point: TypeAlias = tuple[Number, Number]
Rectangle: TypeAlias = tuple[Number, Number, Number, Number]
"""x from, x to, y from, y to."""
Cell: TypeAlias = tuple[int, int]

MOST_WAYPOINTS = 200
COLORS = ("red", "yellow", "green", "blue", "orange", "purple", "pink", "brown", "gray", "cyan")

_NUMBER = r"[-+\u2212]?(?:[0-9]{1,18}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?"
_GAP = r"\s{0,20}"
_PAIR = rf"{_GAP}{_NUMBER}{_GAP},{_GAP}{_NUMBER}{_GAP}"
_POINT = rf"(?:\({_PAIR}\)|\[{_PAIR}\])"
_PATH = re.compile(
    rf"(?P<open>\[{_GAP})?{_POINT}(?:{_GAP}(?:,|->|=>|\u2192|;){_GAP}{_POINT})*"
    rf"(?(open){_GAP},?{_GAP}\])"
)
_COORDINATE = re.compile(_NUMBER)
_POINT_LINE = re.compile(_POINT)
_LABEL = re.compile(
    r"\*{0,2}(?:the )?(?:final )?(?:answer|waypoints?|path|trajectory)\*{0,2} ?[:=]\*{0,2}\s",
    re.IGNORECASE,
)
_MOST_LEAD, _MOST_TAIL = 150, 10
_LEAD = re.compile(rf"[A-Za-z ,.:=*`'_]{{0,{_MOST_LEAD}}}")
_TAIL = re.compile(rf"[ .*`]{{0,{_MOST_TAIL}}}")
_DOUBT = (
    r"wrong|fail(?:s|ed|ing)?|invalid|illegal|incorrect|impossible|maybe|perhaps|unsure|uncertain"
)
_DENIAL = re.compile(rf"\b(?:not|never|no|nor|or|cannot|{_DOUBT})\b|n['\u2019]t\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(rf"\b(?:{_DOUBT})\b|^\s{{0,20}}or\b", re.IGNORECASE | re.MULTILINE)
_MOST_CHARS = 40_000

_SIDE, _THICKNESS = 100, 2
"""Of the arena and of its walls. Scenes are drawn in tenths."""
_CLEARANCE = 2
_FAR = 40
"""By which start and end differ in x or in y."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    visit: int
    """How many rooms the path must enter, 1 to 5."""
    avoid: int
    """How many rooms it must not touch."""
    others: int
    """How many rooms do not matter; at most 10 rooms in all."""
    walls: int = 0
    """How many walls stand inside the arena, up to 6."""
    detour: bool = False
    """Whether no path that runs straight between the middles of its rooms is right."""

    def __post_init__(self) -> None:
        rooms = self.visit + self.avoid + self.others
        counts_fit = min(self.avoid, self.others) >= 0 and rooms <= len(COLORS)
        if not (1 <= self.visit <= 5 and counts_fit and 0 <= self.walls <= 6):
            raise ValueError(
                f"need 1 to 5 rooms to visit, 10 rooms and 6 walls at most, got {self!r}"
            )
        if self.detour and not self.avoid + self.walls:
            raise ValueError(f"need something to avoid where a detour is wanted, got {self!r}")


class PathPlan:
    """The task; see the module."""

    name = "path_plan"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(visit=1, avoid=1, others=2),
        2: Config(visit=2, avoid=1, others=2),
        3: Config(visit=2, avoid=3, others=2, detour=True),
        4: Config(visit=3, avoid=4, others=0, walls=2, detour=True),
        5: Config(visit=5, avoid=4, others=0, walls=4, detour=True),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw scenes until one has a path, and no path that takes no thought."""
        while True:
            scene = _scene(rng, config)
            if scene is None or _route(scene) is None:
                continue
            stops = [_middle(scene.rooms[name]) for name in scene.visit]
            if not scene.fault([scene.start, scene.end]):
                continue
            if not config.detour or not _straight_tour(scene, stops):
                return _payload(scene)

    def prompt(self, payload: Payload) -> str:
        """The question."""
        walls = "\n".join(f"- {_span(wall)}" for wall in payload["walls"])
        rooms = "\n".join(f"- {name}: {_span(room)}" for name, room in payload["rooms"].items())
        avoided = (
            f"- The path must not touch any of these rooms: {', '.join(payload['avoid'])}.\n"
            if payload["avoid"]
            else ""
        )
        return (
            "Plan the path of a robot, which counts as a point, in a walled arena. Walls and rooms "
            "are rectangles with sides along the axes, given by the range of x and of y that they "
            "cover.\n\n"
            f"Walls:\n{walls}\n\nRooms:\n{rooms}\n\n"
            f"Start: ({', '.join(payload['start'])})\nEnd: ({', '.join(payload['end'])})\n\n"
            "Rules:\n"
            "- The path is a list of waypoints; the robot drives in a straight line from each to "
            "the next. The first waypoint is exactly the start, the last exactly the end.\n"
            "- The path must not touch any wall.\n"
            f"- The path must enter each of these rooms, in any order: "
            f"{', '.join(payload['visit'])}.\n"
            f"{avoided}"
            "- Rooms that are named in neither list may be entered or not. A room has no walls of "
            "its own.\n"
            "- Walls and rooms include their boundary: a path that only touches an edge or a "
            "corner has touched and entered the rectangle. Coordinates are exact.\n"
            f"- Use at most {MOST_WAYPOINTS} waypoints.\n\n"
            "Finish with the waypoints in order, coordinates as decimal numbers, in this form: "
            "<<<[(x, y), (x, y), ..., (x, y)]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        path = _answer(response)
        if path is None:
            return Verdict(False, "There is no list of waypoints in the form <<<[(x, y), ...]>>>.")
        if len(path) > MOST_WAYPOINTS:
            return Verdict(False, "There are more waypoints than allowed.")
        fault = _Scene.of(payload).fault(path)
        if fault:
            return Verdict(False, fault)
        return Verdict(True, "The path keeps clear of what it must and enters what it must.")

    def solve(self, payload: Payload) -> str:
        """A path in the demanded form, found cell by cell.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        path = _route(_Scene.of(payload))
        if path is None:
            raise ValueError("no path keeps the rules")
        points = ", ".join(f"({_decimal(x)}, {_decimal(y)})" for x, y in path)
        return f"<<<[{points}]>>>"


@dataclass(frozen=True, slots=True)
class _Scene:
    walls: list[Rectangle]
    rooms: dict[str, Rectangle]
    visit: list[str]
    avoid: list[str]
    start: Point
    end: Point

    @classmethod
    def of(cls, payload: Payload) -> "_Scene":
        def numbers(texts: Sequence[str]) -> Iterator[Fraction]:
            return map(Fraction, texts)

        def rectangle(texts: Sequence[str]) -> Rectangle:
            left, right, low, high = numbers(texts)
            return left, right, low, high

        (x, y), (to_x, to_y) = numbers(payload["start"]), numbers(payload["end"])
        return cls(
            [rectangle(wall) for wall in payload["walls"]],
            {name: rectangle(room) for name, room in payload["rooms"].items()},
            payload["visit"],
            payload["avoid"],
            (x, y),
            (to_x, to_y),
        )

    @property
    def forbidden(self) -> list[Rectangle]:
        return [*self.walls, *(self.rooms[name] for name in self.avoid)]

    def fault(self, path: Sequence[Point]) -> str:
        """Which rule a path breaks; empty where it keeps them all."""
        if path[0] != self.start or path[-1] != self.end:
            return "The path does not lead from exactly the start to exactly the end."
        legs = list(pairwise(path)) or [(path[0], path[0])]
        if any(_meets(leg, wall) for leg in legs for wall in self.walls):
            return "The path touches a wall."
        if any(_meets(leg, self.rooms[name]) for leg in legs for name in self.avoid):
            return "The path touches a room that it must avoid."
        if not all(any(_meets(leg, self.rooms[name]) for leg in legs) for name in self.visit):
            return "The path does not enter every room that it must visit."
        return ""


def _meets(leg: tuple[Point, Point], rectangle: Rectangle) -> bool:
    """Whether a segment and a rectangle, both with their boundaries, share a point.

    They do not exactly where a line parts them along an axis or along the segment.
    """
    (ax, ay), (bx, by) = leg
    left, right, low, high = rectangle
    if max(ax, bx) < left or right < min(ax, bx) or max(ay, by) < low or high < min(ay, by):
        return False
    sides = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax) for x in (left, right) for y in (low, high)
    ]
    return min(sides) <= 0 <= max(sides)


def _answer(response: str) -> list[Point] | None:
    """The waypoints an answer gives; None where it is not exactly that."""
    strict = bracketed(response)
    if strict is not None:
        return _fully(unwrapped(strict))
    if is_cut_off(response):
        return None
    answer = final_answer(response)
    if answer is None:
        return None
    if path := _fully(answer):
        return path
    # Where no words led to the answer it is the last line, and a path may stand before that.
    last = unwrapped(response.rstrip().splitlines()[-1])
    return _in_prose(response if answer == last else answer)


def _fully(text: str) -> list[Point] | None:
    if label := _LABEL.match(text):
        text = unwrapped(text[label.end() :])
    if len(text) > _MOST_CHARS:
        return None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if _PATH.fullmatch(text) or (lines and all(map(_POINT_LINE.fullmatch, lines))):
        return _points(text)
    return None


def _in_prose(text: str) -> list[Point] | None:
    """The only path of a text, in lines of its own but for words that lead to it."""
    paths: list[list[Point]] = []
    behind = 0
    for match in _PATH.finditer(text):
        start, end = match.span()
        lead = text[max(0, start - _MOST_LEAD - 1) : start].rpartition("\n")[2]
        tail = text[end : end + _MOST_TAIL + 1].partition("\n")[0]
        points = _points(match.group())
        if len(points) > 1 and _LEAD.fullmatch(lead) and _TAIL.fullmatch(tail):
            above = text[max(0, start - 2 * _MOST_LEAD) : start - len(lead)].splitlines()
            above = [line for line in above if line.strip() and not line.startswith("```")]
            if _DENIAL.search(lead) or (above and _TAKEN_BACK.search(above[-1])):
                return None
            paths.append(points)
            behind = end
    if _TAKEN_BACK.search(text, behind) or any(path != paths[0] for path in paths):
        return None
    return paths[0] if paths else None


def _points(text: str) -> list[Point]:
    texts = _COORDINATE.findall(text[:_MOST_CHARS])
    numbers = [Fraction(text.replace("\u2212", "-")) for text in texts]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _route(scene: _Scene) -> list[Point] | None:
    """A path from start to end through every room to visit; None where there is none.

    The sides of all rectangles cut the arena into cells. A cell is forbidden as a whole or free as
    a whole, and so is the way between two free neighbours, so that this finds a path where one is.
    """
    rectangles = [*scene.walls, *scene.rooms.values()]
    xs = sorted({x for left, right, _, _ in rectangles for x in (left, right)})
    ys = sorted({y for _, _, low, high in rectangles for y in (low, high)})

    def cells(rectangle: Rectangle) -> set[Cell]:
        left, right, low, high = rectangle
        columns = range(xs.index(left), xs.index(right))
        return {(i, j) for i in columns for j in range(ys.index(low), ys.index(high))}

    def cell(point: Point) -> Cell:
        return bisect_right(xs, point[0]) - 1, bisect_right(ys, point[1]) - 1

    free = {(i, j) for i in range(len(xs) - 1) for j in range(len(ys) - 1)}
    for rectangle in scene.forbidden:
        free -= cells(rectangle)
    goals = [cells(scene.rooms[name]) for name in scene.visit]
    way = [cell(scene.start)]
    while goals:
        leg = _walk(free, way[-1], set().union(*goals))
        if leg is None:
            return None
        way += leg[1:]
        goals = [goal for goal in goals if way[-1] not in goal]
    leg = _walk(free, way[-1], {cell(scene.end)})
    if leg is None:
        return None
    way += leg[1:]
    middles = [(Fraction(xs[i] + xs[i + 1], 2), Fraction(ys[j] + ys[j + 1], 2)) for i, j in way]
    return _without_idle_points([scene.start, *middles, scene.end])


def _walk(free: set[Cell], start: Cell, goals: set[Cell]) -> list[Cell] | None:
    """The shortest way over free cells to one of the goals."""
    before: dict[Cell, Cell | None] = {start: None}
    queue = deque([start] if start in free else [])
    while queue:
        place = queue.popleft()
        if place in goals:
            way = [place]
            while (previous := before[way[-1]]) is not None:
                way.append(previous)
            return way[::-1]
        i, j = place
        for neighbor in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)):
            if neighbor in free and neighbor not in before:
                before[neighbor] = place
                queue.append(neighbor)
    return None


def _without_idle_points(path: Sequence[Point]) -> list[Point]:
    """The same path without the points at which it runs straight on."""
    kept = [path[0]]
    for point, following in pairwise(path[1:]):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], point, following
        turn = (bx - ax) * (cy - by) - (by - ay) * (cx - bx)
        onward = (bx - ax) * (cx - bx) + (by - ay) * (cy - by)
        if turn or onward < 0:
            kept.append(point)
    return [*kept, path[-1]]


def _scene(rng: Random, config: Config) -> _Scene | None:
    """A scene in tenths; None where not everything fits in."""
    far, inner = _SIDE - _THICKNESS, _THICKNESS
    walls: list[Rectangle] = [
        (0, inner, 0, _SIDE),
        (far, _SIDE, 0, _SIDE),
        (0, _SIDE, 0, inner),
        (0, _SIDE, far, _SIDE),
    ]
    for _ in range(config.walls):
        length, across = rng.randint(30, 60), rng.randint(15, _SIDE - 15)
        along = rng.choice((0, _SIDE - length, rng.randint(0, _SIDE - length)))
        ends = (along, along + length, across, across + _THICKNESS)
        walls.append(ends if rng.random() < 0.5 else (*ends[2:], *ends[:2]))
    taken = list(walls)
    rooms: list[Rectangle] = []
    for _ in range(config.visit + config.avoid + config.others):
        room = _placed(rng, taken, (10, 25))
        if room is None:
            return None
        rooms.append(room)
        taken.append(room)
    start, end = _placed(rng, taken, (0, 0)), _placed(rng, taken, (0, 0))
    if start is None or end is None:
        return None
    if abs(start[0] - end[0]) < _FAR and abs(start[2] - end[2]) < _FAR:
        return None
    names = rng.sample(COLORS, len(rooms))
    drawn = dict(zip(names, rooms, strict=True))
    visit, avoid = names[: config.visit], names[config.visit :][: config.avoid]
    listed = {name: drawn[name] for name in rng.sample(names, len(names))}
    return _Scene(walls, listed, visit, avoid, (start[0], start[2]), (end[0], end[2]))


def _placed(
    rng: Random, taken: Sequence[Rectangle], sides: tuple[int, int]
) -> tuple[int, int, int, int] | None:
    """A rectangle with such sides at some distance from all that is there."""
    for _ in range(100):
        width, height = rng.randint(*sides), rng.randint(*sides)
        x, y = rng.randint(0, _SIDE - width), rng.randint(0, _SIDE - height)
        if all(
            x + width + _CLEARANCE <= left
            or right + _CLEARANCE <= x
            or y + height + _CLEARANCE <= low
            or high + _CLEARANCE <= y
            for left, right, low, high in taken
        ):
            return x, x + width, y, y + height
    return None


def _straight_tour(scene: _Scene, stops: Sequence[Point]) -> bool:
    """Whether some order of stops makes a right path."""
    places = [scene.start, *stops, scene.end]
    clear = {
        (a, b): not any(_meets((a, b), rectangle) for rectangle in scene.forbidden)
        for a in places
        for b in places
    }
    return any(
        all(clear[leg] for leg in pairwise([scene.start, *order, scene.end]))
        for order in permutations(stops)
    )


def _middle(room: Rectangle) -> Point:
    left, right, low, high = room
    return Fraction(left + right, 2), Fraction(low + high, 2)


def _payload(scene: _Scene) -> Payload:
    def texts(numbers: Sequence[Number]) -> list[str]:
        return [_decimal(Fraction(number) / 10) for number in numbers]

    return {
        "walls": [texts(wall) for wall in scene.walls],
        "rooms": {name: texts(room) for name, room in scene.rooms.items()},
        "visit": scene.visit,
        "avoid": scene.avoid,
        "start": texts(scene.start),
        "end": texts(scene.end),
    }


def _decimal(number: Number) -> str:
    """A number that ends after few decimal places, in full."""
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"


def _span(rectangle: Sequence[str]) -> str:
    left, right, low, high = rectangle
    return f"x from {left} to {right}, y from {low} to {high}"


TASK = PathPlan()
