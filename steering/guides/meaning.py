"""What a guide model's choice means in an episode: a decision, mended where it can be."""

import re
from collections.abc import Sequence

from codesteer.errors import ReplyUnusable
from codesteer.steering.guide import Guidance
from codesteer.steering.guides.control import Choice
from codesteer.steering.guides.profile import Orders
from codesteer.steering.reading import Reading, in_form, read_turn, squeezed
from codesteer.steering.trajectory import Action, Trajectory

__all__ = ["MOST_GUIDANCE", "check_first", "choices_of", "guidance_for", "possible"]

MOST_GUIDANCE = 2_000
"""Characters of an order; a longer one ends with a sentence before that."""
_MOST_REASON = 300
_CHECKS_A_TURN = 2
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s)|\n")


def possible(trajectory: Trajectory, readings: Sequence[Reading], checks: int) -> list[Action]:
    """The choices that can be followed at some point of an episode.

    Args:
        trajectory: The episode, for its limits.
        readings: Its answered turns up to that point, oldest first.
        checks: How often the latest answer has been checked by then.
    """
    if not readings:
        return ["code", "text"]
    actions: list[Action] = ["code", "text"] if len(readings) < trajectory.max_turns else []
    checkable = readings[-1].answer is not None and "self_answer" in trajectory.checkers
    if checkable and checks < _CHECKS_A_TURN:
        actions.append("verify")
    if any(reading.answer is not None for reading in readings):
        actions.append("answer")
    return [*actions, "stop"]


def choices_of(trajectory: Trajectory) -> list[Action]:
    """The choices that can be followed now."""
    checks = len(trajectory.turn.checks) if trajectory.turn is not None else 0
    return possible(trajectory, _readings(trajectory)[::-1], checks)


def guidance_for(
    choice: Choice, trajectory: Trajectory, orders: Orders, *, repeats: bool = True
) -> Guidance:
    """The decision that a choice stands for.

    A choice without an order becomes the standard one. An answer is always one that the task model
    gave or its program printed: the guide's own is not taken.

    Args:
        choice: What the guide chose.
        trajectory: The episode in which it has the word.
        orders: The standard orders.
        repeats: Whether it may give the order of an earlier turn again.

    Raises:
        ReplyUnusable: The choice cannot be followed: there is no answer to give or to check, it has
            been checked often enough, or the order is one that has not helped.
    """
    reason = _ended(" ".join(choice.reason.split()), _MOST_REASON)
    reason = reason or f"The guide model chose {choice.action}."
    match choice.action:
        case "answer":
            return _finish(choice, trajectory, reason)
        case "verify":
            return _verify(choice, trajectory, orders, reason)
        case "stop":
            return Guidance(action="stop", guidance=_order(choice, orders.stop), reason=reason)
        case action:
            if len(trajectory.turns) >= trajectory.max_turns:
                return _out_of_turns(trajectory, orders)
            standard = orders.code if action == "code" else orders.text
            earlier = {squeezed(turn.guidance.guidance) for turn in trajectory.turns}
            if not repeats and squeezed(choice.guidance) in earlier:
                raise ReplyUnusable("this order was given before and has not helped; change it")
            return Guidance(action=action, guidance=_order(choice, standard), reason=reason)


def check_first(trajectory: Trajectory, orders: Orders) -> Guidance | None:
    """The order to check the latest answer; None where there is none, or it has been checked."""
    turn = trajectory.turn
    if turn is None or turn.checks or "self_answer" not in trajectory.checkers:
        return None
    latest = _latest(trajectory, this_turn=True)
    if latest is None or latest.answer is None:
        return None
    return Guidance(
        action="verify",
        guidance=orders.verify,
        reason="Each answer is checked before the guide model sees it.",
        answer=latest.answer,
    )


def _verify(choice: Choice, trajectory: Trajectory, orders: Orders, reason: str) -> Guidance:
    if "self_answer" not in trajectory.checkers:
        raise ReplyUnusable("checks are switched off")
    latest = _latest(trajectory, this_turn=True)
    if latest is None or latest.answer is None:
        raise ReplyUnusable("there is no answer to check")
    turn = trajectory.turn
    if turn is not None and len(turn.checks) >= _CHECKS_A_TURN:
        raise ReplyUnusable("this answer has been checked often enough")
    # How a checking program talks to us is not the guide's to say, so that is always added.
    order = _ended(choice.guidance, MOST_GUIDANCE - len(orders.verify))
    return Guidance(
        action="verify",
        guidance=f"{orders.verify}\n{order}" if order else orders.verify,
        reason=reason,
        answer=latest.answer,
    )


def _finish(choice: Choice, trajectory: Trajectory, reason: str) -> Guidance:
    latest = _latest(trajectory)
    if latest is None or latest.answer is None:
        raise ReplyUnusable("there is no answer yet")
    answer = latest.answer
    wanted = choice.answer.strip().removeprefix("<<<").removesuffix(">>>").strip()
    if wanted and squeezed(wanted) != squeezed(answer):
        given = (reading.answer for reading in _readings(trajectory) if reading.answer)
        answer = next((one for one in given if squeezed(one) == squeezed(wanted)), answer)
    return _finished(answer, trajectory, reason)


def _finished(answer: str, trajectory: Trajectory, reason: str) -> Guidance:
    final = in_form(answer, brackets=_bracketed(trajectory))
    guidance = f"Finished. The final answer is: {final}"
    checked = any(
        check.verdict == "correct" and squeezed(check.answer) == squeezed(answer)
        for turn in trajectory.turns
        for check in turn.checks
    )
    if not checked:
        guidance += "\nIt is unverified: say so when you give it."
    return Guidance(action="answer", guidance=guidance, reason=reason, answer=final)


def _out_of_turns(trajectory: Trajectory, orders: Orders) -> Guidance:
    """The end, where the guide wants another turn and none is left: the last answer stands."""
    latest = _latest(trajectory)
    reason = "The turn budget is spent."
    if latest is None or latest.answer is None:
        return Guidance(action="stop", guidance=orders.stop, reason=reason)
    return _finished(latest.answer, trajectory, reason)


def _latest(trajectory: Trajectory, *, this_turn: bool = False) -> Reading | None:
    """The latest answer there is; what a program computed counts before the words beside it."""
    readings = _readings(trajectory)
    if this_turn:
        readings = readings[:1] if trajectory.turn and trajectory.turn.answer is not None else []
    return next((reading for reading in readings if reading.answer is not None), None)


def _readings(trajectory: Trajectory) -> list[Reading]:
    """Every answered turn as it reads, latest first."""
    brackets = _bracketed(trajectory)
    turns = [turn for turn in reversed(trajectory.turns) if turn.answer is not None]
    return [read_turn(trajectory, turn, brackets=brackets) for turn in turns]


def _bracketed(trajectory: Trajectory) -> bool:
    return "<<<" in trajectory.question


def _order(choice: Choice, standard: str) -> str:
    return _ended(choice.guidance, MOST_GUIDANCE) or standard


def _ended(text: str, most: int) -> str:
    """A text of so many characters at the most, ended behind a sentence where there is one."""
    text = text.strip()
    if len(text) <= most:
        return text
    start = text[: most + 1]
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(start) if match.end() <= most]
    return (
        start[: ends[-1]].strip() if ends and ends[-1] > most // 4 else f"{start[: most - 4]} ..."
    )
