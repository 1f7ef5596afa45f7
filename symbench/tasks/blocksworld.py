"""Blocksworld: rearrange stacks of blocks, one top block at a time, until they match a goal.

Rules: the top block of a stack may be put on top of any other stack; there are no places besides
the stacks; at the end every stack holds the goal's blocks in the goal's order.
Answer: one `Move BLOCK from stackI to stackJ` a line in `<<<...>>>`. Bulleted lines and lines that
are numbered in order, blank lines, full stops, commas or semicolons between moves, lists of strings
and `1` for `stack1` are read. Every legal plan of any length counts.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the answer's example names the stacks that exist (there: a table and bare
numbers); blank lines, numbers, full stops and missing brackets do not fail a right plan; a move
onto the stack it came from is no move; no puzzle starts solved, and at least half of its blocks are
out of place. Blocks bear random letters, because the original's smallest sizes have too few
puzzles to draw from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from random import Random
from string import ascii_uppercase
from typing import NamedTuple, TypeAlias

from codesteer.answers import bracketed, final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Blocksworld", "Config"]

State: TypeAlias = tuple[tuple[str, ...], ...]

_LABEL = re.compile(
    r"(?:\*\*)?(?:(?:the|my) )?(?:final )?(?:answer|moves?|plan|solution)(?:\*\*)?:(?:\*\*)?",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|or|nor|wrong|invalid|incorrect|fail(?:s|ed)?|perhaps|maybe)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"(?:(?:\(?(?P<number>[0-9]{1,4})[.):]|step (?P<step>[0-9]{1,4})[.:]?|[-*\u2022])\s+)?"
    r"(?:\*\*)?"
    r"move\s+(?:block\s+)?(?P<block>[a-z0-9]{1,20})\s+"
    r"from\s+(?:stack\s*)?(?P<source>[1-9][0-9]?)\s+"
    r"to\s+(?:stack\s*)?(?P<target>[1-9][0-9]?)(?:\*\*)?",
    re.IGNORECASE | re.ASCII,
)
_SHORT = 100
"""Characters of a line that leads to a plan at most; it may deny the plan."""


class Move(NamedTuple):
    """One move; stacks count from 0."""

    block: str
    source: int
    target: int

    def __str__(self) -> str:
        return f"Move {self.block} from stack{self.source + 1} to stack{self.target + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    blocks: int
    """How many blocks, 2 to 12."""
    stacks: int
    """How many stacks, 3 to 9: with three, every arrangement can be reached from every other."""
    goal_stacks: int
    """The goal stands on the first so many stacks, 2 or more; the others end empty."""

    def __post_init__(self) -> None:
        sizes_fit = 2 <= self.blocks <= 12 and 3 <= self.stacks <= 9
        if not sizes_fit or not 2 <= self.goal_stacks <= self.stacks:
            raise ValueError(
                f"need 2 to 12 blocks, 3 to 9 stacks and 2 <= goal_stacks <= stacks, got {self!r}"
            )


class Blocksworld:
    """The task; see the module."""

    name = "blocksworld"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(blocks=3, stacks=3, goal_stacks=2),
        2: Config(blocks=4, stacks=4, goal_stacks=3),
        3: Config(blocks=5, stacks=4, goal_stacks=3),
        4: Config(blocks=6, stacks=5, goal_stacks=4),
        5: Config(blocks=8, stacks=4, goal_stacks=3),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw start and goal until at least half of the blocks are out of place."""
        blocks = sorted(rng.sample(ascii_uppercase, config.blocks))
        while True:
            start = _arranged(rng, blocks, config.stacks)
            goal = _arranged(rng, blocks, config.goal_stacks)
            goal += [[] for _ in range(config.stacks - config.goal_stacks)]
            if 2 * _misplaced(_state(start), _state(goal)) >= config.blocks:
                return {"start": start, "goal": goal}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        return (
            "Rearrange stacks of blocks. Every line below names a stack and lists its blocks from "
            "bottom to top: the rightmost block is on top.\n\n"
            f"Start:\n{_drawn(payload['start'])}\n\n"
            f"Goal:\n{_drawn(payload['goal'])}\n\n"
            "Rules:\n"
            "- A move takes the top block of one stack and puts it on top of another stack, which "
            "may be empty.\n"
            "- Blocks move one at a time, and there is no place for them but the stacks named "
            "above.\n"
            "- After the last move every stack must hold exactly the blocks the goal shows for it, "
            "in that order. Any number of moves is allowed.\n\n"
            "Finish with all moves in order, one on each line, in this form: "
            "<<<Move BLOCK from stackI to stackJ>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        moves = _plan(response)
        if moves is None:
            return Verdict(False, "There is no list of moves in the form <<<moves>>>.")
        stacks = [list(stack) for stack in payload["start"]]
        for number, (block, source, target) in enumerate(moves, 1):
            if max(source, target) >= len(stacks):
                return Verdict(False, f"Move {number} names a stack that does not exist.")
            if source == target:
                return Verdict(False, f"Move {number} does not lead to another stack.")
            if stacks[source][-1:] != [block]:
                return Verdict(False, f"Move {number} takes a block that is not on top there.")
            stacks[target].append(stacks[source].pop())
        if stacks != payload["goal"]:
            return Verdict(False, "After the last move the stacks are not those of the goal.")
        return Verdict(True, "Every move is legal and the stacks end as the goal shows them.")

    def solve(self, payload: Payload) -> str:
        """A plan in the demanded form, found by best-first search.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        plan = _search(_state(payload["start"]), _state(payload["goal"]))
        if plan is None:
            raise ValueError("the goal cannot be reached")
        return "<<<" + "\n".join(map(str, plan)) + ">>>"


def _plan(response: str) -> list[Move] | None:
    """The moves an answer gives, perhaps none at all; None where it is no list of moves."""
    strict = bracketed(response)
    if strict is not None:
        return _moves(unwrapped(strict))
    answer = final_answer(response)
    moves = _moves(answer) if answer else None
    if answer is None or not moves:
        return None
    lines = [line for line in response.splitlines() if line.strip()]
    if answer != unwrapped(lines[-1]):
        return moves
    # The last line alone is not the plan where moves stand before it.
    first = len(lines) - 1
    while first and _moves(lines[first - 1]):
        first -= 1
    before = lines[first - 1] if first else ""
    if len(before) <= _SHORT and _DENIED.search(before):
        return None
    return _moves("\n".join([*lines[first:-1], answer]))


def _moves(text: str) -> list[Move] | None:
    if label := _LABEL.match(text):
        text = unwrapped(text[label.end() :])
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    moves = []
    numbers: list[int] = []
    for item in re.split(r"[\n,;]", text):
        if not item.strip():
            continue
        item = unwrapped(item)
        if len(item) > 1 and item[0] == item[-1] and item[0] in "\"'":
            item = unwrapped(item[1:-1])
        match = _MOVE.fullmatch(item)
        if match is None:
            return None
        if number := match["number"] or match["step"]:
            numbers.append(int(number))
        moves.append(Move(match["block"], int(match["source"]) - 1, int(match["target"]) - 1))
    in_order = all(b == a + 1 for a, b in pairwise(numbers))
    return moves if in_order else None


def _arranged(rng: Random, blocks: Sequence[str], stacks: int) -> list[list[str]]:
    arranged: list[list[str]] = [[] for _ in range(stacks)]
    for block in rng.sample(blocks, len(blocks)):
        rng.choice(arranged).append(block)
    return arranged


def _drawn(stacks: Sequence[Sequence[str]]) -> str:
    return "\n".join(
        f"stack{number}: {' '.join(stack) or '(empty)'}" for number, stack in enumerate(stacks, 1)
    )


def _state(stacks: Sequence[Sequence[str]]) -> State:
    return tuple(tuple(stack) for stack in stacks)


def _misplaced(state: State, goal: State) -> int:
    """Blocks that must move: they, or a block below them, are not where the goal has them."""
    count = 0
    for stack, wanted in zip(state, goal, strict=True):
        fixed = 0
        while fixed < min(len(stack), len(wanted)) and stack[fixed] == wanted[fixed]:
            fixed += 1
        count += len(stack) - fixed
    return count


def _search(start: State, goal: State) -> list[Move] | None:
    """A short plan from start to goal, or None."""
    seen = {start}
    queue: list[tuple[int, State, list[Move]]] = [(0, start, [])]
    while queue:
        _, state, plan = heappop(queue)
        if state == goal:
            return plan
        for move, following in _successors(state):
            if following not in seen:
                seen.add(following)
                longer = [*plan, move]
                # Twice the estimate: a plan a little longer than the shortest, much sooner.
                heappush(queue, (len(longer) + 2 * _misplaced(following, goal), following, longer))
    return None


def _successors(state: State) -> Iterator[tuple[Move, State]]:
    for source, stack in enumerate(state):
        for target in range(len(state)):
            if stack and source != target:
                stacks = list(state)
                stacks[source] = stack[:-1]
                stacks[target] = (*state[target], stack[-1])
                yield Move(stack[-1], source, target), tuple(stacks)


TASK = Blocksworld()
