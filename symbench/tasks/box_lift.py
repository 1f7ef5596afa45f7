"""BoxLift: lift all boxes in few steps, several lifters joining forces where a box is heavy.

Rules: in each step a lifter serves at most one box, and a box rises when the capacities of its
lifters sum to its weight or more. Every box is lifted exactly once, in at most `max_steps` steps.
Answer: `Step 1: [(weight, [lifter, lifter]), ...]` and so on in `<<<...>>>`, a line or a text of
several steps; bold labels, bullets, a heading and a closing remark without digits are read, unless
they cast doubt on the plan. Every plan that keeps the rules counts.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: one assignment that breaks a rule makes the plan wrong (there it was
skipped, and a repeated or negative index used a lifter twice); the bound on steps is all that is
asked for, not also the fewest steps, which nobody checked; every box can be lifted. The bound is
the original's greedy one, but for the hardest level, where a better plan sets it.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import NamedTuple, TypeAlias

from codesteer.answers import bracketed, final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "BoxLift", "Config", "greedy_steps"]

_NUMBER = r"(?:0|[1-9][0-9]{0,8})"
_BODY = rf"{_NUMBER},\[(?:{_NUMBER}(?:,{_NUMBER})*,?)?\],?"
_ASSIGNMENT = rf"(?:\({_BODY}\)|\[{_BODY}\])"
_STEP = re.compile(
    rf" ?step (?P<number>{_NUMBER}):\[(?P<lifts>(?:{_ASSIGNMENT}(?:,{_ASSIGNMENT})*,?)?)\][.;]?",
    re.IGNORECASE,
)
"""In a text without blanks around brackets, commas and colons: a blank that could belong to either
of two neighbors would have the pattern try both, for every blank of a long text."""
_LOOSE = re.compile(r" ?([\[\](),:]) ?")
_BULLET = re.compile(r"^[-*\u2022] ")
_LABEL = re.compile(r"(?:the )?(?:final )?(?:answer|plan)\s*[:=]", re.IGNORECASE)
_ENTRY = re.compile(r"([0-9]+),\[([0-9,]*)\]")
_DIGITS = re.compile(r"[0-9]+")
_REMARK = re.compile(r"[a-z ,.:!'-]{1,80}", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:not|no|or|nor|never|neither|either|cannot|wrong|false|but|instead|fail(?:s|ed|ing)?|failure"
    r"|invalid|incorrect|illegal|impossible|unsure|uncertain|maybe|perhaps|doubt|guess|draft)\b"
    r"|n't\b",
    re.IGNORECASE,
)
_FIRST_STEP = re.compile(r"^[\s*]{0,4}step 1 ?:", re.IGNORECASE | re.MULTILINE)
_MOST_CHARS = 20_000


class Lift(NamedTuple):
    """One box and the lifters that lift it."""

    weight: int
    lifters: list[int]


Plan: TypeAlias = list[list[Lift]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    boxes: int
    """How many boxes, 1 or more."""
    lifters: int
    """How many lifters, 2 to 8."""
    weights: tuple[int, int]
    """Lightest and heaviest box that may be drawn."""
    capacities: tuple[int, int]
    """Least and greatest capacity that may be drawn."""
    tight: bool = False
    """Whether the bound is that of the best plan found, not that of the greedy one."""

    def __post_init__(self) -> None:
        ranges = (self.weights, self.capacities)
        if self.boxes < 1 or not 2 <= self.lifters <= 8 or not all(1 <= a <= b for a, b in ranges):
            raise ValueError(f"need boxes, 2 to 8 lifters and ranges from 1 on, got {self!r}")
        if self.weights[1] > self.lifters * self.capacities[1]:
            raise ValueError(f"need lifters that together lift the heaviest box, got {self!r}")


class BoxLift:
    """The task; see the module."""

    name = "box_lift"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(boxes=10, lifters=3, weights=(10, 100), capacities=(40, 80)),
        2: Config(boxes=15, lifters=4, weights=(20, 200), capacities=(30, 120)),
        3: Config(boxes=20, lifters=5, weights=(30, 300), capacities=(40, 160)),
        4: Config(boxes=25, lifters=6, weights=(40, 400), capacities=(50, 200)),
        5: Config(boxes=30, lifters=7, weights=(40, 400), capacities=(50, 200), tight=True),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw weights, and capacities until together they lift the heaviest box."""
        boxes = [rng.randint(*config.weights) for _ in range(config.boxes)]
        lifters = [0]
        while sum(lifters) < max(boxes):
            lifters = [rng.randint(*config.capacities) for _ in range(config.lifters)]
        steps = greedy_steps(boxes, lifters)
        if config.tight:
            steps = min(steps, len(_packed(boxes, lifters, best=True)))
        return {"boxes": boxes, "lifters": lifters, "max_steps": steps}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        lifters = "\n".join(f"lifter {i}: {n}" for i, n in enumerate(payload["lifters"]))
        return (
            f"Lift these {len(payload['boxes'])} boxes, given by their weights: "
            f"{', '.join(map(str, payload['boxes']))}\n\n"
            f"The lifters and their capacities:\n{lifters}\n\n"
            "Rules:\n"
            "- The work goes in steps. Any number of boxes may be lifted in one step.\n"
            "- Within a step every lifter serves at most one box; in the next step all lifters "
            "are free again.\n"
            "- One lifter or several together lift a box if the sum of their capacities is at "
            "least its weight.\n"
            "- Every box is lifted exactly once. A weight that is listed twice stands for two "
            "boxes.\n"
            f"- Use at most {payload['max_steps']} steps.\n"
            "A plan in which any entry breaks a rule is wrong.\n\n"
            "A step is a list of entries, each the weight of a box and the numbers of its lifters. "
            "Number the steps 1, 2, 3 and so on.\n"
            "Finish with all steps in order, one on each line, in this form: "
            "<<<Step 1: [(WEIGHT, [LIFTER, LIFTER]), (WEIGHT, [LIFTER])]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        plan = _plan(response)
        if plan is None:
            return Verdict(False, "There are no steps from 1 on in the form <<<Step 1: [...]>>>.")
        if len(plan) > payload["max_steps"]:
            return Verdict(False, "There are more steps than allowed.")
        left: Counter[int] = Counter(payload["boxes"])
        capacities = payload["lifters"]
        for number, step in enumerate(plan, 1):
            busy = [lifter for lift in step for lifter in lift.lifters]
            if any(lifter >= len(capacities) for lifter in busy):
                return Verdict(False, f"Step {number} names a lifter that does not exist.")
            if len(set(busy)) < len(busy):
                return Verdict(False, f"Step {number} uses a lifter more than once.")
            for weight, lifters in step:
                if not left[weight]:
                    return Verdict(False, f"Step {number} lifts a box that is not there any more.")
                if sum(capacities[lifter] for lifter in lifters) < weight:
                    return Verdict(False, f"Step {number} lifts a box that is too heavy for it.")
                left[weight] -= 1
        if left.total():
            return Verdict(False, "Some box is never lifted.")
        return Verdict(True, "Every box is lifted once, by the rules and in time.")

    def solve(self, payload: Payload) -> str:
        """A plan in the demanded form.

        Raises:
            ValueError: None was found; a generated or published instance always has one.
        """
        boxes, lifters = payload["boxes"], payload["lifters"]
        for best in (False, True):
            plan = _packed(boxes, lifters, best=best)
            if len(plan) <= payload["max_steps"]:
                lines = [
                    f"Step {n}: {[tuple(lift) for lift in step]}" for n, step in enumerate(plan, 1)
                ]
                return "<<<" + "\n".join(lines) + ">>>"
        raise ValueError(f"no plan of {payload['max_steps']} steps was found")


def greedy_steps(boxes: Sequence[int], lifters: Sequence[int]) -> int:
    """The original's bound: steps of the plan that takes heavy boxes and low numbers first.

    Raises:
        ValueError: A box is too heavy for all lifters together.
    """
    return len(_packed(boxes, lifters, best=False))


def _packed(boxes: Sequence[int], lifters: Sequence[int], *, best: bool) -> Plan:
    """A plan: in each step the heaviest box that the free lifters can lift, until none is left.

    Args:
        boxes: Weights.
        lifters: Capacities.
        best: Take the free lifters with the least surplus, rather than the lowest numbers.
    """
    left = sorted(boxes, reverse=True)
    if left[0] > sum(lifters):
        raise ValueError("need lifters that together lift the heaviest box")
    plan: Plan = []
    while left:
        free = list(range(len(lifters)))
        step: list[Lift] = []
        position = 0
        while position < len(left):
            weight = left[position]
            team = (_closest if best else _first)(weight, free, lifters)
            if team:
                step.append(Lift(weight, team))
                free = [lifter for lifter in free if lifter not in team]
                del left[position]
            else:
                position += 1
        plan.append(step)
    return plan


def _first(weight: int, free: Sequence[int], lifters: Sequence[int]) -> list[int]:
    """The first free lifters that suffice; none where all of them do not."""
    for count in range(1, len(free) + 1):
        if sum(lifters[lifter] for lifter in free[:count]) >= weight:
            return list(free[:count])
    return []


def _closest(weight: int, free: Sequence[int], lifters: Sequence[int]) -> list[int]:
    """The free lifters that suffice with the least capacity to spare; none where none do."""
    teams = [
        (sum(lifters[lifter] for lifter in team), list(team))
        for count in range(1, len(free) + 1)
        for team in combinations(free, count)
    ]
    return min((team for team in teams if team[0] >= weight), default=(0, []))[1]


def _plan(response: str) -> Plan | None:
    """The steps an answer gives; None where it is not exactly that."""
    answer = final_answer(response)
    if answer is None:
        return None
    plan = _steps(answer)
    if plan is None and bracketed(response) is None:
        starts = [match.start() for match in _FIRST_STEP.finditer(response)]
        lines = response.rstrip().splitlines()
        # No words led to an answer, or they end before the steps begin.
        if starts and unwrapped(lines[-1]) == answer and not _is_denied(response[: starts[-1]]):
            plan = _steps(unwrapped(response[starts[-1] :]))
    return plan


def _steps(answer: str) -> Plan | None:
    if len(answer) > _MOST_CHARS:
        return None
    answer = answer.replace("**", " ").strip()
    if label := _LABEL.match(answer):
        answer = unwrapped(answer[label.end() :])
    lines = [_BULLET.sub("", " ".join(line.split())) for line in answer.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > 1 and _is_remark(lines[0]):
        del lines[0]
    if len(lines) > 1 and _is_remark(lines[-1]):
        del lines[-1]
    text = _LOOSE.sub(r"\1", " ".join(lines))
    plan: Plan = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None or match["number"] != str(len(plan) + 1):
            return None
        entries = _ENTRY.findall(match["lifts"])
        plan.append([Lift(int(w), [int(n) for n in _DIGITS.findall(team)]) for w, team in entries])
        position = match.end()
    return plan or None


def _is_remark(line: str) -> bool:
    return bool(_REMARK.fullmatch(line)) and not _DOUBT.search(line)


def _is_denied(lead: str) -> bool:
    """Whether the line before a plan says that it is none, or one of several."""
    lines = [line for line in lead.splitlines() if line.strip() and not line.startswith("```")]
    return bool(lines) and bool(_REMARK.fullmatch(lines[-1])) and bool(_DOUBT.search(lines[-1]))


TASK = BoxLift()
