"""Self-answer checker: a program, written by the task model, that tests an answer.

The program reads the predefined string `answer` and prints `Correct` or `Wrong: reason` last. It
runs in a fresh kernel. What it says counts only if it listens: it is run again on changed answers,
one of them garbage, and when it says the same of all of them the verdict is unknown.

Source: CodeSteer (arXiv 2502.04350), section 4.3; the runs on changed answers are ours.
"""

import ast
import re
import time
from dataclasses import dataclass

from codesteer.steering.executor import Execution, Executor
from codesteer.steering.program import find_program, parse
from codesteer.steering.trajectory import VerdictKind

__all__ = ["AnswerCheck", "check_answer", "mutations"]

_SAYS = re.compile(r"^\W*(correct|wrong)\b\s*[:.,-]?\s*(.*?)\s*$", re.IGNORECASE)
_GARBAGE = "no answer, only noise: qz#7"
_LONG_ENOUGH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCheck:
    """A verdict on an answer.

    Attributes:
        verdict: "correct", "incorrect", or "unknown" when the program cannot be relied on.
        reason: Why, in a sentence.
        program: The program as it was run.
        seconds: Wall-clock seconds of all runs.
    """

    verdict: VerdictKind
    reason: str
    program: str
    seconds: float = 0.0


async def check_answer(
    executor: Executor, answer: str, program: str, *, timeout_s: float = 6.0
) -> AnswerCheck:
    """Run a checking program on an answer and on three changed ones.

    Args:
        executor: Where it runs, in a kernel no session has seen.
        answer: What the program finds in `answer`.
        program: Source, alone or inside an answer with a code block.
        timeout_s: Wall-clock seconds each of the four runs may take.

    Raises:
        KernelError: No kernel could be had.
    """
    source = _without_own_answer(find_program(program) or program)
    if _repeats(source, answer):
        return AnswerCheck(
            verdict="unknown",
            reason="the checking program contains the answer; it must read the variable `answer`",
            program=source,
        )
    started = time.perf_counter()
    variants = (answer, *mutations(answer))
    runs = await executor.run_fresh([_cell(source, v) for v in variants], timeout_s=timeout_s)
    verdict, reason = _judge(runs)
    return AnswerCheck(
        verdict=verdict, reason=reason, program=source, seconds=time.perf_counter() - started
    )


def mutations(answer: str) -> tuple[str, str, str]:
    """Three answers that differ from the given one: a changed symbol, a lost part, garbage."""
    return _change_symbol(answer), _drop_part(answer), _GARBAGE


def _judge(runs: list[Execution]) -> tuple[VerdictKind, str]:
    first, others = runs[0], runs[1:]
    if first.status != "ok":
        last = (first.error or first.note or first.status).strip().splitlines()[-1]
        return "unknown", f"the checking program failed: {last[:300]}"
    says = _says(first)
    if says is None:
        return "unknown", "the checking program printed neither Correct nor Wrong as its last line"
    if all(other.status == "ok" and _says(other) == says for other in others):
        return "unknown", "the checking program says the same of any answer, even of garbage"
    correct, why = says
    if correct:
        return "correct", "the checking program found nothing wrong"
    return "incorrect", why or "the checking program gave no reason"


def _says(run: Execution) -> tuple[bool, str] | None:
    """What the last line of a run says: whether the answer is right, and why not."""
    lines = run.output.strip().splitlines()
    match = _SAYS.match(lines[-1]) if lines else None
    if match is None:
        return None
    return match.group(1).lower() == "correct", match.group(2)[:300]


def _cell(source: str, answer: str) -> str:
    return f"answer = {answer!r}\n{source}"


def _without_own_answer(source: str) -> str:
    """The program without top-level lines that set `answer` to a literal."""
    tree = parse(source)
    if tree is None:
        return source
    drop: set[int] = set()
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="answer")], value=value) if _is_literal(value):
                drop.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return "\n".join(
        line for number, line in enumerate(source.splitlines(), 1) if number not in drop
    )


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _repeats(source: str, answer: str) -> bool:
    """Whether a long enough answer stands in the program as a text of its own."""
    wanted = _squeezed(answer)
    tree = parse(source)
    if tree is None or len(wanted) < _LONG_ENOUGH:
        return False
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and wanted in _squeezed(node.value)
        for node in ast.walk(tree)
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _change_symbol(answer: str) -> str:
    for position, symbol in enumerate(answer):
        if symbol.isdecimal() and symbol.isascii():
            return f"{answer[:position]}{(int(symbol) + 1) % 10}{answer[position + 1 :]}"
    for position, symbol in enumerate(answer):
        if symbol.isalpha():
            other = "q" if symbol.lower() != "q" else "z"
            return f"{answer[:position]}{other}{answer[position + 1 :]}"
    return f"{answer}1"


def _drop_part(answer: str) -> str:
    parts = list(re.finditer(r"[^\s,;()\[\]]+", answer))
    if len(parts) < 2:
        return f"{answer}{answer}0"
    last = parts[-1]
    return answer[: last.start()] + answer[last.end() :]
