"""Episodes to measure guides on: long questions of several shapes, and turns that went wrong."""

from collections.abc import Iterator

from codesteer.steering.checkers.symbolic import check_program
from codesteer.steering.executor import Execution
from codesteer.steering.trajectory import (
    AnswerChecked,
    AnswerGiven,
    CodeRun,
    GuidanceGiven,
    ProgramRead,
    QuestionAsked,
    SessionOpened,
    Trajectory,
    fold,
)

__all__ = ["QUESTIONS", "episode_before"]

_CHARS = 4096


def _long(head: str, line: str, tail: str) -> str:
    """A question of 4 KB: a head, as many numbered lines as fit, and what is asked."""
    lines: list[str] = []
    room = _CHARS - len(head) - len(tail) - 2
    while room > 0:
        lines.append(line.format(n=len(lines) + 1, a=17 * len(lines) % 23, b=31 * len(lines) % 29))
        room -= len(lines[-1]) + 1
    return "\n".join((head, *lines[:-1], tail))


QUESTIONS = {
    "rules": _long(
        "Seat the guests of a dinner so that every rule holds.",
        "Rule {n}: guest {a} may not sit next to guest {b}, and comes before guest {n}.",
        "Give the order as <<<[list of guests]>>>.",
    ),
    "table": _long(
        "The table gives, for each delivery, the depot, the weight in kg and the cost.",
        "{n} {a} {b}",
        "What is the average cost per kilogram of depot 7? Answer as <<<number>>>.",
    ),
    "moves": _long(
        "A robot starts on square 0 and carries out the following instructions one after another.",
        "Step {n}: move {a} squares forward, then turn and move {b} squares back.",
        "On which square does it end?",
    ),
    "words": _long(
        "Here is a text. Replace every vowel in words with an even number of letters, then count.",
        "Line {n}: the quick fox number {a} jumped over lazy dog number {b} and ran away.",
        "How many letters e are left? Form: <<<number>>>",
    ),
    "prose": _long(
        "Please read these minutes of a meeting.",
        "Item {n}: speaker {a} explained at length why proposal {b} should be postponed.",
        "Summarise the minutes in one paragraph and say whose opinion convinced you.",
    ),
}
"""Questions of 4 KB by their shape."""

_PROGRAM = """\
from itertools import permutations

data = {data}
best = None
for order in permutations(range(len(data))):
    cost = sum(abs(data[i] - data[j]) for i, j in zip(order, order[1:]))
    if best is None or cost < best[0]:
        best = (cost, order)
print(f"<<<{{best[0] + {turn}}}>>>")
"""
_OUTCOMES = (
    Execution(status="error", error='  File "<program>", line 4\nIndexError: list index'),
    Execution(status="timeout", note="The program did not finish within 30 s."),
    Execution(status="ok", output=""),
    Execution(status="ok", output="cost is 17 and\nthe order is unclear"),
    Execution(status="ok", output="<<<42>>>"),
)


def episode_before(question: str, turns: int) -> Trajectory:
    """An episode in which the guide is to decide after so many answered turns.

    Args:
        question: Its question.
        turns: 0 for the opening; each turn fails in a way of its own, the fifth does not.
    """
    return fold(
        (
            SessionOpened(session_id="measured", codesteer="0"),
            QuestionAsked(question=question, guide="rules", max_turns=6),
            *(event for turn in range(1, turns + 1) for event in _turn(turn)),
        )
    )


def _turn(
    turn: int,
) -> Iterator[GuidanceGiven | AnswerGiven | CodeRun | ProgramRead | AnswerChecked]:
    code = _PROGRAM.format(data=[7 * n % 11 for n in range(5 + turn)], turn=turn)
    yield GuidanceGiven(turn=turn, action="code", guidance="Write code.", reason="", guide="rules")
    yield AnswerGiven(turn=turn, answer=f"First I read the data.\n\n```python\n{code}```\n")
    outcome = _OUTCOMES[(turn - 1) % len(_OUTCOMES)]
    yield CodeRun(turn=turn, origin="answer", code=code, execution=outcome)
    yield ProgramRead(turn=turn, report=check_program(code))
