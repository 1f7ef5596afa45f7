"""Shows what a guide said beside what another one would say now."""

from collections.abc import Sequence
from typing import Any

from codesteer.steering.episodes.page import Page
from codesteer.steering.episodes.replaying import ReplayedDecision, first_difference
from codesteer.steering.episodes.showing import guidance_shown
from codesteer.steering.episodes.texts import counted
from codesteer.steering.episodes.wording import guidance_heading
from codesteer.steering.trajectory import GuidanceGiven

__all__ = ["show_replay", "summary"]


def show_replay(page: Page, replayed: Sequence[ReplayedDecision]) -> None:
    """Print every decision again: those that stay on a line each, those that differ in full.

    Args:
        page: Where to print.
        replayed: The decisions, in order.
    """
    for decision in replayed:
        said, now = decision.said, decision.now
        if now is not None and not decision.differs:
            page.line(f"turn {said.turn}: same: {guidance_heading(said)}")
            continue
        page.heading(f"turn {said.turn}: {_how(decision)}")
        guidance_shown(page, "said", said)
        if now is None:
            page.says("now", "the guide failed", decision.failure)
        else:
            guidance_shown(page, "now", now)
    page.line("")
    page.line(_summary_line(replayed))


def summary(replayed: Sequence[ReplayedDecision]) -> dict[str, Any]:
    """The same for scripts.

    Args:
        replayed: The decisions, in order.
    """
    return {
        "decisions": [
            {
                "turn": decision.said.turn,
                "said": _decision(decision.said),
                "now": None if decision.now is None else _decision(decision.now),
                "failure": decision.failure,
                "same_action": decision.same_action,
                "same_text": decision.same_text,
            }
            for decision in replayed
        ],
        "differ": sum(decision.differs for decision in replayed),
        "first_difference": first_difference(replayed),
    }


def _decision(given: GuidanceGiven) -> dict[str, Any]:
    return {
        "guide": given.guide,
        "action": given.action,
        "guidance": given.guidance,
        "reason": given.reason,
        "answer": given.answer,
        "seconds": given.seconds,
    }


def _how(decision: ReplayedDecision) -> str:
    if decision.now is None:
        return "no decision"
    if not decision.same_action:
        return "another action"
    if decision.now.answer != decision.said.answer:
        return "the same action, another answer"
    return "the same action, in other words"


def _summary_line(replayed: Sequence[ReplayedDecision]) -> str:
    if not replayed:
        return "nothing to replay: no guide has decided in this session"
    first = first_difference(replayed)
    decisions = counted(len(replayed), "decision")
    if first is None:
        return f"no difference in {decisions}"
    differ = [decision for decision in replayed if decision.differs]
    failed = sum(decision.now is None for decision in replayed)
    actions = sum(decision.now is not None and not decision.same_action for decision in replayed)
    parts = [f"{len(differ)} of {decisions} differ", f"{actions} of them in the action"]
    if failed:
        parts.append(f"the guide failed at {failed}")
    return f"differs first at turn {first}: {', '.join(parts)}"
