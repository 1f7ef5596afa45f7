"""Self-answer checker: a program, written by the task model, that tests an answer.

The program reads the predefined string `answer` and prints `Correct` or `Wrong: reason` last. It
runs in a fresh kernel. What it says counts only if it listens: it is run again on changed answers,
each time as if it were the first, and when it says the same of all of them the verdict is unknown.
A
"Wrong" that names no broken rule rejects nothing: small models write checks that are wrong
themselves. For "correct" garbage does not count as a changed answer: a program that only parses
rejects it too.

Source: CodeSteer (arXiv 2502.04350), section 4.3; the runs on changed answers are ours.
"""

import ast
import re
import time
from dataclasses import dataclass
from typing import NamedTuple

from codesteer.steering.aside import aside
from codesteer.steering.checkers.lookalikes import Lookalike, lookalikes
from codesteer.steering.executor import Execution, Executor, FreshPlace
from codesteer.steering.names import names_needed
from codesteer.steering.program import find_program, parse, unfenced
from codesteer.steering.reading import squeezed
from codesteer.steering.trajectory import VerdictKind

__all__ = ["AnswerCheck", "check_answer", "is_checking_program", "source_of"]

_SAYS = re.compile(r"(correct|wrong)[.!]?|wrong\s*:(.*)", re.IGNORECASE)
_GARBAGE = Lookalike("no answer, only noise: qz#7")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_LONG_ENOUGH = 6
_DEAF = "the checking program says the same of any answer, even of garbage"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCheck:
    """A verdict on an answer.

    Attributes:
        verdict: "correct", "incorrect", or "unknown" when the program cannot be relied on.
        reason: Why, in a sentence.
        program: The program as it was run.
        objection: With "unknown", what the program held against the answer all the same; empty
            where it said nothing against it.
        seconds: Wall-clock seconds of all runs.
    """

    verdict: VerdictKind
    reason: str
    program: str
    objection: str = ""
    seconds: float = 0.0


async def check_answer(
    executor: Executor, answer: str, program: str, *, timeout_s: float = 6.0
) -> AnswerCheck:
    """Run a checking program on an answer, and on changed ones until it is seen to listen.

    Args:
        executor: Where it runs, in kernels that no session has seen.
        answer: What the program finds in `answer`.
        program: Source, alone or inside an answer with a code block.
        timeout_s: Wall-clock seconds each of the runs may take; there are four at the most.

    Raises:
        KernelError: No kernel could be had.
    """
    chars = len(answer) + len(program)
    source = await aside(lambda: _without_own_answer(source_of(program)), chars=chars)
    if await aside(lambda: _repeats(source, answer), chars=chars):
        return AnswerCheck(
            verdict="unknown",
            reason="the checking program contains the answer; it must read the variable `answer`",
            program=source,
        )
    started = time.perf_counter()
    async with executor.fresh() as place:
        found = await _judge(_Trial(place, source, timeout_s), answer)
    return AnswerCheck(
        verdict=found.verdict,
        reason=found.reason,
        program=source,
        objection=found.objection,
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a program said of an answer in its last line."""

    correct: bool
    why: str


def source_of(program: str) -> str:
    """The source of a checking program that was sent alone or inside an answer."""
    return find_program(program) or unfenced(program)


def is_checking_program(answer: str) -> bool:
    """Whether an answer holds a program that expects `answer` to be set."""
    return "answer" in names_needed(find_program(answer) or "")


class _Found(NamedTuple):
    """What a trial has shown; see `AnswerCheck`."""

    verdict: VerdictKind
    reason: str
    objection: str = ""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A checking program on trial."""

    place: FreshPlace
    source: str
    timeout_s: float

    async def run(self, answer: str) -> Execution:
        """Run the program on an answer."""
        cell = f"answer = {answer!r}\n{self.source}"
        return await self.place.run(cell, timeout_s=self.timeout_s)

    async def changes(self, said: _Said, other: Lookalike) -> bool:
        """Whether the program says something else of another answer, or breaks off over it."""
        run = await self.run(other.text)
        if run.status == "ok":
            return _said(run) != said
        # A program that is slow may pass its time on any answer; that tells nothing.
        return run.status != "timeout" and other.sound


async def _judge(trial: _Trial, answer: str) -> _Found:
    first = await trial.run(answer)
    if first.status != "ok":
        last = (first.error or first.note or first.status).strip().splitlines()[-1]
        return _Found("unknown", f"the checking program failed: {last[:300]}")
    said = _said(first)
    if said is None:
        return _Found(
            "unknown", "the checking program printed neither Correct nor Wrong as its last line"
        )
    if not (said.correct or said.why):
        return _Found("unknown", "the checking program says Wrong and names no broken rule")
    if not said.correct:
        for other in (_GARBAGE, *lookalikes(answer)):
            if await trial.changes(said, other):
                return _Found("incorrect", said.why)
        return _Found("unknown", _DEAF, said.why)
    for other in lookalikes(answer):
        if await trial.changes(said, other):
            return _Found("correct", "the checking program found nothing wrong")
    if await trial.changes(said, _GARBAGE):
        return _Found(
            "unknown", "the checking program rejects garbage, but no other answer of this form"
        )
    return _Found("unknown", _DEAF)


def _said(run: Execution) -> _Said | None:
    """What the last line of a run says; None when it is no verdict."""
    lines = run.answerable.strip().splitlines()
    match = _SAYS.fullmatch(lines[-1].strip()) if lines else None
    if match is None:
        return None
    word, why = match.groups()
    return _Said((word or "").lower() == "correct", (why or "").strip()[:300])


def _without_own_answer(source: str) -> str:
    """The program without top-level lines that set `answer` to a literal."""
    tree = parse(source)
    if tree is None:
        return source
    drop: set[int] = set()
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="answer")], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name(id="answer"), value=ast.expr() as value)
            ) if _is_literal(value):
                drop.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(_NEWLINE.split(source), 1)
    return "\n".join(line for number, line in lines if number not in drop)


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _repeats(source: str, answer: str) -> bool:
    """Whether a long enough answer stands in the program: in a text, or as the value it spells."""
    wanted = squeezed(answer)
    tree = parse(source)
    if tree is None or len(wanted) < _LONG_ENOUGH:
        return False
    meant = _value(answer.strip())
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if wanted in squeezed(text):
                return True
            case ast.Constant() | ast.UnaryOp() | ast.List() | ast.Tuple() | ast.Dict() | ast.Set():
                # A long one is not compared again for each list that it is made of.
                if _same_kind(node, meant) and _value(node) == meant:
                    return True
    return False


_KINDS = ((ast.List, list), (ast.Tuple, tuple), (ast.Dict, dict), (ast.Set, set))


def _same_kind(node: ast.expr, meant: object) -> bool:
    """Whether a node can be that value, before it is worked out."""
    if isinstance(node, ast.Constant):
        return type(node.value) is type(meant) and not isinstance(meant, str)
    if isinstance(node, ast.UnaryOp):
        return isinstance(meant, int | float)
    return isinstance(meant, list | tuple | dict | set) and any(
        isinstance(node, spelled)
        and isinstance(meant, kind)
        and len(node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ()))
        == len(meant)
        for spelled, kind in _KINDS
    )


def _value(spelled: str | ast.expr) -> object:
    """The value of a literal; None where it is none."""
    try:
        return ast.literal_eval(spelled)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
