"""An episode as the guide lived it: a chat in which the guide is the assistant.

What the guide was shown since its last word is the user's part, its decision the assistant's. The
form is that of chat data sets: `{"messages": [{"role": ..., "content": ...}, ...]}`.
"""

import json
from typing import Any

from codesteer.steering.episodes.texts import counted
from codesteer.steering.episodes.wording import (
    check_said,
    code_unseen,
    outcome_of,
    program_seen,
    run_heading,
    run_output,
    verdict_words,
)
from codesteer.steering.store import Recorded
from codesteer.steering.trajectory import (
    AnswerChecked,
    AnswerGiven,
    CodeRun,
    Event,
    GuidanceGiven,
    KernelLost,
    ProgramRead,
    QuestionAsked,
    Trajectory,
)

__all__ = ["SYSTEM", "as_conversation"]

_OF_AN_ANSWER = (AnswerGiven, ProgramRead, AnswerChecked)
SYSTEM = (
    "You guide a model that answers a question in turns. It can reason in words or write a Python "
    "program, which is run. Read the question and what its answers have led to, and decide what "
    "comes next. Reply with one JSON object: reason (why, in a sentence), action (code, text, "
    "verify, answer or stop), guidance (the order, written to the model) and answer (with verify "
    "the one to check, with answer and stop the final one, else empty)."
)


def as_conversation(recorded: Recorded) -> dict[str, Any] | None:
    """The chat of an episode's guide; None where no guide has decided.

    Args:
        recorded: The episode.
    """
    messages = [{"role": "system", "content": SYSTEM}]
    seen: list[tuple[Event, str]] = []
    trajectory = Trajectory()
    for event in recorded.events:
        if isinstance(event, GuidanceGiven):
            shown = "\n\n".join(text for _, text in seen if text)
            messages.append({"role": "user", "content": shown})
            messages.append({"role": "assistant", "content": _decision(event)})
            seen = []
        elif isinstance(event, AnswerGiven):
            # One that takes the place of another hides it from the guide, but not what has run.
            seen = [each for each in seen if not isinstance(each[0], _OF_AN_ANSWER)]
        seen.append((event, _as_seen(event, trajectory)))
        trajectory = trajectory.after(event)
    if len(messages) == 1:
        return None
    return {
        "session_id": recorded.session_id,
        "guide": recorded.trajectory.guide,
        "outcome": outcome_of(recorded.trajectory),
        "messages": messages,
    }


def _decision(given: GuidanceGiven) -> str:
    decision = {
        "reason": given.reason,
        "action": given.action,
        "guidance": given.guidance,
        "answer": given.answer,
    }
    return json.dumps(decision, ensure_ascii=False)


def _as_seen(event: Event, before: Trajectory) -> str:
    match event:
        case QuestionAsked():
            return f"Question (at most {counted(event.max_turns, 'turn')}):\n\n{event.question}"
        case AnswerGiven():
            return f"Answer of turn {event.turn}:\n\n{event.answer}"
        case CodeRun():
            code = code_unseen(event, before)
            shown = f"Code:\n\n{code}\n\n" if code else ""
            return f"{shown}Kernel: {run_heading(event)}\n\n{run_output(event)}"
        case ProgramRead():
            return f"Symbolic checker: {program_seen(event.report)}"
        case AnswerChecked():
            return f"Check of {event.answer}: {verdict_words(event)}\n\n{check_said(event)}"
        case KernelLost():
            return f"The kernel is gone: {event.reason}"
        case _:
            return ""
