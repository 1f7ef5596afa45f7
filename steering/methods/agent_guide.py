"""A guide that is a strong model without training: hints in its prompt take the place of it.

Source: CodeSteer (arXiv 2502.04350), section 4.2, where the symbolic agent makes the trajectories
that the guide is trained on; prompt and protocol are ours.
"""

import re
from dataclasses import replace

from codesteer.steering.chat import ChatModel, Message
from codesteer.steering.guide import Guidance
from codesteer.steering.methods.telling import story
from codesteer.steering.reading import in_form, read_turn
from codesteer.steering.trajectory import Trajectory

__all__ = ["AgentGuide"]

_ROLE = """\
You guide another model that answers a question over a few turns. In each turn you tell it to \
answer by a program or in words, and how. It sees the question and your guidance, nothing else.

Hints:
- Quantities, rules, searches, moves, letters and dates are settled by programs; reading, opinion \
and common knowledge by words.
- Name the computation: exhaustive search, backtracking, breadth-first search over states, \
simulation of the stated rules, a constraint solver, exact fractions, calendar arithmetic. Say in \
which shape the data goes into the program and what is to be printed.
- A program that holds its answer already has computed nothing: ask for one that finds it.
- After an error or a time-out, name the one thing to change. After the same failure twice, change \
the computation, or change between code and words and carry over what has been found.
- What a program printed counts more than what the words beside it say. A check by a program is \
strong, but not proof.
- As soon as an answer is computed in the demanded form and nothing speaks against it, return it.

Begin your reply with one of these words on a line of its own:
CODE, then your guidance for a program;
TEXT, then your guidance for an answer in words;
RETURN, when the latest answer is to be the final one;
STOP, when no turn will help.
Write at most 120 words of guidance. Do not answer the question yourself."""

_CHECK = """\
Do not solve the question again. Write a program that tests one answer to it. The answer is in the \
string variable `answer`, which is set already; do not write it into the program.
Test it against every rule of the question. The last line printed must be Correct, or Wrong: and \
the rule that is broken.
Reply with one Python program in a ```python block and nothing else."""

_DEFAULT = (
    "Write one Python program in a ```python block that finds the answer by computation and prints "
    "it in the form that the question demands."
)
_FORM = "Give the final answer in the form that the question demands, and nothing after it."
_WORD = re.compile(r"\W*(code|text|return|stop)\b\W*", re.IGNORECASE)
_LONGEST = 3_000


class AgentGuide:
    """A `Guide` over a chat model. Answers are checked by a program before it is asked.

    Args:
        model: The guide.
        name: As which it is recorded.
    """

    def __init__(self, model: ChatModel, name: str = "symbolic_agent") -> None:
        self._model = model
        self.name = name

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Have the model decide; see `Guide.decide`.

        Raises:
            ModelError: The model is out of reach.
        """
        turn = trajectory.turn
        answer = _answer(trajectory)
        last = len(trajectory.turns) >= trajectory.max_turns
        if turn is not None and last:
            return _closing(answer or _latest(trajectory), "The turns are used up.")
        checks = "self_answer" in trajectory.checkers
        if turn is not None and answer and checks and turn.check is None:
            return Guidance(
                action="verify", guidance=_CHECK, reason="Every answer is checked.", answer=answer
            )
        reply = await self._model.reply(
            (
                Message("system", _ROLE),
                Message("user", f"{story(trajectory)}\n\n{_turns(trajectory)}"),
            )
        )
        return replace(
            _decision(reply.text, trajectory, answer),
            prompt_tokens=reply.prompt_tokens,
            completion_tokens=reply.completion_tokens,
        )


def _turns(trajectory: Trajectory) -> str:
    return f"Turns left: {trajectory.max_turns - len(trajectory.turns)}. What comes next?"


def _decision(text: str, trajectory: Trajectory, answer: str) -> Guidance:
    """What a reply says; the default for one that says nothing."""
    word, guidance = _parsed(text)
    match word:
        case "code" | "text":
            order = guidance or (_DEFAULT if word == "code" else _FORM)
            return Guidance(action=word, guidance=order, reason=f"The guide said {word}.")
        case "return" if answer:
            return _closing(answer, "The guide returned the answer.")
        case "return" if trajectory.turn is not None:
            return Guidance(
                action="text", guidance=_FORM, reason="The guide returned, but there is no answer."
            )
        case "stop" if trajectory.turn is not None:
            return _closing("", "The guide gave up.")
    return Guidance(
        action="code",
        guidance=_DEFAULT,
        reason="A program is the safer way.",
        guide="default",
        fallback="The guide's reply held none of the words that it may begin with.",
    )


def _parsed(text: str) -> tuple[str, str]:
    """The control word and what stands behind it; empty where no line begins with one."""
    lines = text.strip().splitlines()
    for number, line in enumerate(lines):
        found = _WORD.match(line)
        if found is not None and (found.end() == len(line) or ":" in found.group()):
            rest = "\n".join((line[found.end() :], *lines[number + 1 :]))
            return found.group(1).lower(), rest.strip()[:_LONGEST]
    return "", ""


def _answer(trajectory: Trajectory) -> str:
    """The answer of the latest turn, in form; empty where it gives none."""
    turn = trajectory.turn
    if turn is None or turn.answer is None:
        return ""
    brackets = "<<<" in trajectory.question
    found = read_turn(trajectory, turn, brackets=brackets).answer
    return in_form(found, brackets=brackets) if found else ""


def _latest(trajectory: Trajectory) -> str:
    """The latest answer of an earlier turn that no check has rejected."""
    brackets = "<<<" in trajectory.question
    for turn in reversed(trajectory.turns):
        if turn.check is not None and turn.check.verdict == "incorrect":
            continue
        found = read_turn(trajectory, turn, brackets=brackets).answer
        if found:
            return in_form(found, brackets=brackets)
    return ""


def _closing(answer: str, reason: str) -> Guidance:
    if answer:
        return Guidance(action="answer", guidance="Finished.", reason=reason, answer=answer)
    return Guidance(action="stop", guidance="There is no answer.", reason=reason)
