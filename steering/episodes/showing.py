"""Shows an episode as the conversation it was, turn by turn."""

from codesteer.steering.episodes.page import Page
from codesteer.steering.episodes.texts import counted
from codesteer.steering.episodes.wording import (
    check_said,
    code_unseen,
    guidance_heading,
    local_time,
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

__all__ = ["guidance_shown", "show_episode"]


def show_episode(page: Page, recorded: Recorded) -> None:
    """Print everything an episode's record holds, in its order.

    Args:
        page: Where to print.
        recorded: The episode.
    """
    trajectory = Trajectory()
    for event, at in zip(recorded.events, recorded.times, strict=True):
        _show(page, event, at, trajectory)
        trajectory = trajectory.after(event)
    if recorded.torn_bytes:
        page.says(
            "notice",
            f"the record's last line was never finished; its {recorded.torn_bytes} bytes are "
            "left out here",
        )
    page.heading("outcome")
    page.line(_outcome(trajectory))


def guidance_shown(page: Page, who: str, given: GuidanceGiven) -> None:
    """Print what a guide said, why, and how long it took.

    Args:
        page: Where to print.
        who: The label.
        given: What was said.
    """
    what = guidance_heading(given)
    if given.action == "answer":
        what = f"{what}: {page.brief(given.answer)}"
    took = f"{given.seconds * 1000:.1f} ms" if given.seconds < 1 else f"{given.seconds:.1f} s"
    instead = given.fallback and f"In place of another guide: {given.fallback}"
    page.says(
        who, f"{what} ({given.guide}, {took})", given.guidance, f"Why: {given.reason}", instead
    )


def _show(page: Page, event: Event, at: str, before: Trajectory) -> None:
    match event:
        case SessionOpened():
            client = f", client {event.client}" if event.client else ""
            page.line(f"{event.session_id}", style="bold")
            page.line(
                f"opened {local_time(at, seconds=True)}{client}, CodeSteer {event.codesteer}",
                style="dim",
            )
        case QuestionAsked():
            what = f"guide {event.guide}, at most {counted(event.max_turns, 'turn')}"
            page.says("question", what, event.question)
        case GuidanceGiven():
            if event.action in ("code", "text"):
                page.heading(f"turn {event.turn} of {before.max_turns}")
            guidance_shown(page, "guide", event)
        case AnswerGiven():
            again = before.turn is not None and before.turn.answer is not None
            page.says(
                "model", "answers again, in place of that" if again else "answers", event.answer
            )
        case CodeRun():
            page.says("kernel", run_heading(event), code_unseen(event, before), run_output(event))
        case ProgramRead():
            page.says("symbolic", program_seen(event.report))
        case AnswerChecked():
            what = f"{page.brief(event.answer)}: {verdict_words(event)} ({event.seconds:.2f} s)"
            page.says("check", what, event.program, check_said(event))
        case KernelLost():
            page.says("notice", f"the kernel is gone: {event.reason}")
        case Noticed():
            page.says("notice", event.text)


def _outcome(trajectory: Trajectory) -> str:
    if not trajectory.question:
        return "no question was put; the session has only run code"
    turns = counted(len(trajectory.turns), "turn")
    if trajectory.outcome is None:
        waits = "the guide's word" if trajectory.awaits_guide else "the model's answer"
        return f"open after {turns}: it waits for {waits}"
    if trajectory.outcome.action == "stop" and not trajectory.outcome.answer:
        return f"stopped without an answer after {turns}"
    word = "answered" if trajectory.outcome.action == "answer" else "stopped"
    return f"{word} after {turns}: {trajectory.outcome.answer}"
