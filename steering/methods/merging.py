"""Code + text + summary: both ways, then a model merges the two answers."""

from collections.abc import AsyncGenerator

from codesteer.steering.chat import ChatModel
from codesteer.steering.guide import Guidance
from codesteer.steering.methods.all_code_cot import PROMPT as CODE
from codesteer.steering.methods.all_text_cot import PROMPT as TEXT
from codesteer.steering.methods.loop import follow
from codesteer.steering.methods.method import Case, Step
from codesteer.steering.methods.outcome import told
from codesteer.steering.methods.own_tools import own_tools
from codesteer.steering.methods.single_turn import answer_of, closing, run_of
from codesteer.steering.trajectory import Trajectory, Turn

__all__ = ["Merging", "merged"]

_TURNS = 3
_SHOWN = 4_000


class Merging:
    """A guide that asks for words, then for code, then for the better of the two.

    Args:
        name: Of the method.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Ask for the next of the three; see `Guide.decide`."""
        turns = trajectory.turns
        if not turns:
            return Guidance(action="text", guidance=TEXT, reason="First in words.")
        if len(turns) == 1:
            return Guidance(action="code", guidance=CODE, reason="Then by a program.")
        if len(turns) < _TURNS:
            return Guidance(
                action="text", guidance=_merge(*turns), reason="Last, both are merged into one."
            )
        return closing(answer_of(turns[-1]))


async def merged(case: Case, guide: Merging, merger: ChatModel) -> AsyncGenerator[Step, None]:
    """Let the task model answer in words and by code, and a model merge both."""

    def answering(turn: int) -> ChatModel:
        return merger if turn == _TURNS else case.model

    async with own_tools(case, guide, max_turns=_TURNS) as tools:
        async for step in follow(case.question, case.model, tools, answering=answering):
            yield step


def _merge(text: Turn, code: Turn) -> str:
    run = run_of(code)
    outcome = (
        "No program was run." if run is None else f"The program was run. {told(run.execution)}"
    )
    return (
        "Two answers to this question are given below: one reasoned in words, one by a program. "
        "Each may be wrong. Compare them, decide which parts to trust, and finish with one answer "
        "in the form that the question demands. Write no code.\n\n"
        f"In words:\n{_end(text.answer)}\n\nBy a program:\n{_end(code.answer)}\n{outcome}"
    )


def _end(answer: str | None) -> str:
    text = answer or ""
    return text if len(text) <= _SHOWN else f"[...] {text[-_SHOWN:]}"
