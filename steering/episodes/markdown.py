"""An episode as a page of Markdown, for documentation and reports of defects."""

import re
from collections.abc import Iterator

from codesteer.steering.episodes.texts import counted, fenced, first_words
from codesteer.steering.episodes.wording import (
    check_said,
    code_unseen,
    guidance_heading,
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
    Noticed,
    ProgramRead,
    QuestionAsked,
    SessionOpened,
    Trajectory,
)

__all__ = ["as_markdown"]

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&$])")
_LONGEST_LINE = 2_000


def as_markdown(recorded: Recorded) -> str:
    """The whole episode; no text of it can break out of the block it stands in.

    Args:
        recorded: The episode.
    """
    blocks: list[str] = []
    trajectory = Trajectory()
    for event, at in zip(recorded.events, recorded.times, strict=True):
        blocks += _blocks(event, at, trajectory)
        trajectory = trajectory.after(event)
    closing = trajectory.outcome
    end = f"{outcome_of(trajectory).capitalize()}, after {counted(len(trajectory.turns), 'turn')}"
    answered = [fenced(closing.answer)] if closing is not None and closing.answer else []
    return "\n\n".join([*blocks, "## Outcome", f"{end}.", *answered]) + "\n"


def _blocks(event: Event, at: str, before: Trajectory) -> Iterator[str]:
    match event:
        case SessionOpened():
            yield f"# Episode {_plain(event.session_id)}"
            client = f", client {_plain(event.client)}" if event.client else ""
            yield f"Opened {_plain(at)}{client}, CodeSteer {_plain(event.codesteer)}."
        case QuestionAsked():
            yield "## Question"
            yield fenced(event.question)
            turns = counted(event.max_turns, "turn")
            yield f"Guide: {_plain(event.guide)}, at most {turns}."
        case GuidanceGiven():
            if event.action in ("code", "text"):
                yield f"## Turn {event.turn}"
            yield f"**Guide ({_plain(event.guide)}):** {_plain(guidance_heading(event))}"
            yield fenced(event.guidance)
            yield _why(event)
        case AnswerGiven():
            yield "**Model:**"
            yield fenced(event.answer)
        case CodeRun():
            yield f"**Kernel:** {_plain(run_heading(event))}"
            code = code_unseen(event, before)
            if code:
                yield fenced(code, "python")
            yield fenced(run_output(event))
        case ProgramRead():
            yield f"**Symbolic checker:** {_plain(program_seen(event.report))}"
        case AnswerChecked():
            yield f"**Check of the answer:** {_plain(verdict_words(event))}"
            yield fenced(event.answer)
            yield fenced(event.program, "python")
            yield fenced(check_said(event))
        case KernelLost():
            yield f"**Notice:** the kernel is gone: {_plain(event.reason)}"
        case Noticed():
            yield f"**Notice:** {_plain(event.text)}"


def _why(event: GuidanceGiven) -> str:
    """A decision's reason, and why the episode's guide did not take it."""
    why = f"Why: {_plain(event.reason)}"
    instead = f"In place of another guide: {_plain(event.fallback)}"
    return f"{why}\n\n{instead}" if event.fallback else why


def _plain(text: str) -> str:
    """A text on one line, in which nothing is markup."""
    return _MARKS.sub(r"\\\1", first_words(text, _LONGEST_LINE))
