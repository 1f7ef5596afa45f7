"""Code-first rule: code for three turns, each asking for more, then words.

Source: CodeSteer (arXiv 2502.04350), table 9, a heuristic; the prompts are ours.
"""

from collections.abc import AsyncGenerator

from codesteer.steering.guide import Guidance, Guide
from codesteer.steering.methods.loop import follow
from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.own_tools import own_tools
from codesteer.steering.methods.single_turn import answer_of, closing
from codesteer.steering.program import find_program
from codesteer.steering.reading import Reading, in_form, read_turn
from codesteer.steering.trajectory import Trajectory, Turn

__all__ = ["METHOD", "CodeFirst", "code_first"]

_LEVELS = (
    "Answer with a Python program in one ```python block that computes the result and prints it in "
    "the form that the question demands.",
    "Write another program, with a real algorithm in it: loops over all cases, recursion, or exact "
    "arithmetic, as the question needs. Write no value into it that you have reasoned out. Print "
    "the result in the demanded form.",
    "Write the most thorough program that you can: search everything that is possible, or hand the "
    "rules to a solver such as ortools or sympy, and test the result against each rule before it "
    "is printed in the demanded form.",
)
_WORDS = (
    "Leave code aside. Reason step by step in words, use what the programs have shown, and finish "
    "with the answer in the form that the question demands."
)
_TURNS = len(_LEVELS) + 1


class CodeFirst:
    """The rule as a guide. It ends at the first program that computes and prints an answer.

    Args:
        name: Of the method.
    """

    def __init__(self, name: str = "code_first_rule") -> None:
        self.name = name

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Ask for more of a program, then for words; see `Guide.decide`."""
        turn = trajectory.turn
        if turn is None:
            return _code(0, "Code first.")
        if turn.guidance.action == "text":
            # Words were asked for: a program that came all the same was not run.
            said = "" if find_program(turn.answer or "") else answer_of(turn)
            return closing(said or _computed(trajectory) or answer_of(turn))
        reading = _read(trajectory, turn)
        done = len(trajectory.turns)
        simple = turn.report is not None and turn.report.too_simple and done < len(_LEVELS)
        if reading.computed and not simple:
            return closing(_computed(trajectory))
        why = "The program is very simple; it may miss what the question asks."
        if reading.finding is not None:
            why = reading.finding.text
        elif not reading.computed:
            why = "There was no program."
        if done < min(len(_LEVELS), trajectory.max_turns):
            return _code(done, why)
        if done < trajectory.max_turns:
            return Guidance(action="text", guidance=f"{why} {_WORDS}", reason="Last, in words.")
        return closing(_computed(trajectory))


async def code_first(case: Case, guide: Guide) -> AsyncGenerator[Step, None]:
    """Steer a case by the rule, however it is phrased."""
    turns = min(_TURNS, case.options.max_turns)
    async with own_tools(case, guide, max_turns=turns) as tools:
        async for step in follow(case.question, case.model, tools, context=case.options.context):
            yield step


def _code(level: int, why: str) -> Guidance:
    order = _LEVELS[level]
    return Guidance(action="code", guidance=f"{why} {order}" if level else order, reason=why)


def _read(trajectory: Trajectory, turn: Turn) -> Reading:
    return read_turn(trajectory, turn, brackets="<<<" in trajectory.question)


def _computed(trajectory: Trajectory) -> str:
    """The latest answer that a program computed; empty where none did."""
    for turn in reversed(trajectory.turns):
        reading = _read(trajectory, turn)
        if reading.computed and reading.answer:
            return in_form(reading.answer, brackets="<<<" in trajectory.question)
    return ""


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return code_first(case, CodeFirst())


METHOD = Method(
    name="code_first_rule",
    about="code for three turns, each more thorough, then words",
    steps=_steps,
)
