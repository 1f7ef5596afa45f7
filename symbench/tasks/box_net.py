"""BoxNet: agents on a grid pass colored boxes on until each is matched with a target of its color.

Rules: every square holds one agent. In a step an agent makes at most one action with a box that
stands in its square when the step begins: it moves the box to a neighboring square, or matches it
with a target of the same color in its own square, which removes both. All actions of a step happen
at once. At the end neither boxes nor targets are left.
Answer: a JSON list in `<<<...>>>`, an object a step, such as `{"Agent[0.5, 0.5]":
"move(box_red, square[0.5, 1.5])"}`. A label such as "Answer:", single quotes, trailing commas and
other spacing are read.
Every plan that keeps the rules counts, however long.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt says that a step's actions are simultaneous (there, a box
could cross several squares in one step) and that one illegal action makes the plan wrong (there it
was skipped, or stopped the run); it does not ask for the fewest moves, which nobody checked; no box
starts beside the target that was drawn for it.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple, TypeAlias

from codesteer.answers import bracketed, final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "BoxNet", "Config"]

Square: TypeAlias = tuple[int, int]
"""Row and column, from 0; texts give the middle, half a unit further."""

COLORS = ("blue", "red", "green", "purple", "orange")

_AT = r"\[\s*(0|[1-9][0-9]?)\.5\s*,\s*(0|[1-9][0-9]?)\.5\s*\]"
_AGENT = re.compile(rf"agent\s*{_AT}", re.IGNORECASE)
_ACTION = re.compile(
    rf"move\s*\(\s*box_([a-z]{{1,20}})\s*,\s*(?:target_([a-z]{{1,20}})|square\s*{_AT})\s*\)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\**(?:the\s+)?(?:final\s+)?(?:answer|plan|steps)\**\s*[:=]\**\s*", re.IGNORECASE
)
_DENIED = re.compile(
    r"\b(?:not|or|nor|wrong|invalid|incorrect|fail(?:s|ed)?|perhaps|maybe)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_SPARE_COMMA = re.compile(r",\s{0,50}([]}])")
_LIST_BEGINS = re.compile(r"^\[\s{0,50}\{", re.MULTILINE)
_MOST_CHARS = 100_000
_SHORT = 100
"""Characters of a line that leads to a plan at most; it may deny the plan."""


class Action(NamedTuple):
    """What one agent does with one box."""

    agent: Square
    color: str
    target: str
    """The color of the target; empty where the box moves."""
    square: Square
    """Where the box moves; the agent's own square where it is matched."""

    def __str__(self) -> str:
        goal = f"target_{self.target}" if self.target else f"square{_at(self.square)}"
        return f"move(box_{self.color}, {goal})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    rows: int
    """1 to 10."""
    columns: int
    """2 to 10."""
    low: int
    """Fewest boxes; each has a target of its color."""
    high: int
    """Most boxes."""

    def __post_init__(self) -> None:
        if not (1 <= self.rows <= 10 and 2 <= self.columns <= 10):
            raise ValueError(f"need 1 to 10 rows and 2 to 10 columns, got {self!r}")
        if not 2 <= self.low <= self.high <= 100:
            raise ValueError(f"need 2 <= low <= high <= 100 boxes, got {self!r}")


class BoxNet:
    """The task; see the module."""

    name = "box_net"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(rows=1, columns=2, low=5, high=7),
        2: Config(rows=2, columns=2, low=7, high=9),
        3: Config(rows=2, columns=4, low=8, high=11),
        4: Config(rows=4, columns=4, low=10, high=13),
        5: Config(rows=4, columns=8, low=14, high=18),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw boxes and targets until at least half of the boxes must move."""
        places = [(r, c) for r in range(config.rows) for c in range(config.columns)]
        while True:
            squares: list[list[list[str]]] = [
                [[] for _ in range(config.columns)] for _ in range(config.rows)
            ]
            boxes = rng.randint(config.low, config.high)
            for _ in range(boxes):
                color = rng.choice(COLORS)
                for kind, (r, c) in zip(("box", "target"), rng.sample(places, 2), strict=True):
                    squares[r][c].append(f"{kind}_{color}")
            at_home = 0
            for items in (squares[r][c] for r, c in places):
                rng.shuffle(items)
                count = Counter(items)
                at_home += sum(min(count[f"box_{x}"], count[f"target_{x}"]) for x in COLORS)
            if 2 * at_home <= boxes:
                return {"squares": squares}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        squares = payload["squares"]
        rows, columns = len(squares), len(squares[0])
        lines = "\n".join(
            f"Agent{_at((r, c))}: {', '.join(items) or '(empty)'}"
            for r, row in enumerate(squares)
            for c, items in enumerate(row)
        )
        return (
            f"Boxes lie on a grid of {rows} x {columns} squares. A square is named by its middle, "
            f"square[X, Y] with X from 0.5 to {rows - 1}.5 and Y from 0.5 to {columns - 1}.5 in "
            "steps of 1, and holds the agent of the same numbers, Agent[X, Y]. Two squares are "
            "neighbors if one of their numbers is the same and the other differs by exactly 1. "
            "Every agent and what "
            f"lies in its square:\n\n{lines}\n\n"
            "Match every box with a target of its color, so that neither boxes nor targets are "
            "left.\n\n"
            "Rules:\n"
            "- The plan is a list of steps. In a step each agent makes at most one action, with "
            "one box that lies in its own square when the step begins.\n"
            "- move(box_COLOR, square[X, Y]) moves one box of that color to a neighboring "
            "square.\n"
            "- move(box_COLOR, target_COLOR) matches one box with a target of the same color that "
            "lies in the same square as the agent; both disappear.\n"
            "- All actions of a step happen at the same time: a box that moves arrives at the end "
            "of the step and cannot be moved or matched again before the next one.\n"
            "- A square can hold any number of boxes and targets. Targets never move.\n"
            "- If any action in the plan is impossible, the whole plan is wrong. Any number of "
            "steps is allowed, and agents without an action are left out.\n\n"
            "Finish with the plan, a JSON list of one object for each step, in this form: "
            '<<<[{"Agent[X, Y]": "move(box_COLOR, square[X, Y])", '
            '"Agent[X, Y]": "move(box_COLOR, target_COLOR)"}, {...}, ...]>>>'
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        plan = _plan(response)
        if plan is None:
            return Verdict(False, "There is no JSON list of steps in the form <<<[{...}, ...]>>>.")
        squares = {
            (r, c): Counter(items)
            for r, row in enumerate(payload["squares"])
            for c, items in enumerate(row)
        }
        for number, step in enumerate(plan, 1):
            if len({action.agent for action in step}) < len(step):
                return Verdict(False, f"In step {number} an agent has more than one action.")
            # All boxes leave before any arrives.
            for action in step:
                fault = _leave(action, squares)
                if fault:
                    return Verdict(False, f"In step {number} {fault}.")
            for action in step:
                if not action.target:
                    squares[action.square][f"box_{action.color}"] += 1
        if any(items.total() for items in squares.values()):
            return Verdict(False, "Boxes or targets are left at the end.")
        return Verdict(True, "Every action is possible and every box has met a target.")

    def solve(self, payload: Payload) -> str:
        """A plan in the demanded form: every box goes to the nearest target that is not taken.

        Raises:
            ValueError: Boxes and targets do not pair up; in a generated instance they do.
        """
        steps = _schedule(_errands(payload["squares"]))
        plan = [{f"Agent{_at(action.agent)}": str(action) for action in step} for step in steps]
        return f"<<<{json.dumps(plan)}>>>"


def _leave(action: Action, squares: Mapping[Square, Counter[str]]) -> str:
    """Take what an action uses out of its square; say why where that cannot be."""
    items = squares.get(action.agent)
    if items is None:
        return "an agent acts that does not exist"
    used = [f"box_{action.color}", *([f"target_{action.target}"] if action.target else [])]
    if not all(items[item] for item in used):
        return "an agent acts on what is not in its square"
    if action.target and action.target != action.color:
        return "a box is matched with a target of another color"
    if not action.target and (
        action.square not in squares or _apart(action.agent, action.square) != 1
    ):
        return "a box moves to what is no neighboring square"
    for item in used:
        items[item] -= 1
    return ""


def _plan(response: str) -> list[list[Action]] | None:
    """The steps an answer gives; None where it is not a list of objects of actions."""
    answer = final_answer(response)
    if answer is None:
        return None
    plan = _steps(answer)
    if plan is None and bracketed(response) is None:
        starts = [match.start() for match in _LIST_BEGINS.finditer(response)]
        last = unwrapped(response.rstrip().splitlines()[-1])
        if starts and last == answer and not _is_denied(response[: starts[-1]]):
            # The list runs over several lines, of which the last is not all.
            plan = _steps(unwrapped(response[starts[-1] :].rstrip().removesuffix("```")))
    return plan


def _is_denied(lead: str) -> bool:
    """Whether the line before a plan says that it is none, or one of several."""
    lines = [line for line in lead.splitlines() if line.strip() and not line.startswith("```")]
    return bool(lines) and len(lines[-1]) <= _SHORT and bool(_DENIED.search(lines[-1]))


def _steps(text: str) -> list[list[Action]] | None:
    if len(text) > _MOST_CHARS:
        return None
    if label := _LABEL.match(text):
        text = unwrapped(text[label.end() :])
    if '"' not in text:
        text = text.replace("'", '"')
    try:
        # Pairs rather than objects, so that no action is lost where an agent has two.
        steps = json.loads(_SPARE_COMMA.sub(r"\1", text), object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        return None
    if not isinstance(steps, list) or not all(isinstance(step, _Pairs) for step in steps):
        return None
    plan = []
    for step in steps:
        actions = [_action(agent, action) for agent, action in step.pairs]
        known = [action for action in actions if action is not None]
        if len(known) < len(actions):
            return None
        plan.append(known)
    return plan


class _Pairs:
    """A JSON object as its pairs."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


def _action(agent: str, text: Any) -> Action | None:
    place = _AGENT.fullmatch(agent.strip())
    action = _ACTION.fullmatch(text.strip()) if isinstance(text, str) else None
    if place is None or action is None:
        return None
    here = (int(place[1]), int(place[2]))
    there = here if action[2] else (int(action[3]), int(action[4]))
    return Action(here, action[1].lower(), (action[2] or "").lower(), there)


class _Errand(NamedTuple):
    """A box, where it is, and where its target is."""

    color: str
    box: Square
    target: Square


def _errands(squares: Sequence[Sequence[Sequence[str]]]) -> list[_Errand]:
    """Pairs of a box and a target of its color, the nearest first."""
    items = [
        (item, (r, c))
        for r, row in enumerate(squares)
        for c, square in enumerate(row)
        for item in square
    ]
    boxes = [(item.removeprefix("box_"), at) for item, at in items if item.startswith("box_")]
    targets = [(item.removeprefix("target_"), at) for item, at in items if item.startswith("t")]
    if Counter(color for color, _ in boxes) != Counter(color for color, _ in targets):
        raise ValueError("boxes and targets do not pair up")
    errands = []
    while boxes:
        color, box, target = min(
            ((color, box, at) for color, box in boxes for other, at in targets if other == color),
            key=lambda pair: _apart(pair[1], pair[2]),
        )
        boxes.remove((color, box))
        targets.remove((color, target))
        errands.append(_Errand(color, box, target))
    return errands


def _schedule(errands: list[_Errand]) -> list[list[Action]]:
    """Steps in which every agent serves the first errand whose box is in its square."""
    steps = []
    while errands:
        step: dict[Square, Action] = {}
        left = []
        for errand in errands:
            color, box, target = errand
            if box in step:
                left.append(errand)
            elif box == target:
                step[box] = Action(box, color, color, box)
            else:
                following = _toward(box, target)
                step[box] = Action(box, color, "", following)
                left.append(_Errand(color, following, target))
        steps.append(list(step.values()))
        errands = left
    return steps


def _toward(box: Square, target: Square) -> Square:
    (row, column), (to_row, to_column) = box, target
    if row != to_row:
        return row + (1 if to_row > row else -1), column
    return row, column + (1 if to_column > column else -1)


def _apart(one: Square, other: Square) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _at(square: Square) -> str:
    return f"[{square[0]}.5, {square[1]}.5]"


TASK = BoxNet()
