"""What events add up to."""

import pytest

from codesteer.steering.executor import Execution
from codesteer.steering.trajectory import (
    AnswerChecked,
    AnswerGiven,
    CodeRun,
    GuidanceGiven,
    KernelLost,
    Noticed,
    QuestionAsked,
    SessionOpened,
    Trajectory,
    fold,
)

OPENED = SessionOpened(session_id="cs_a", codesteer="0.1.0")
ASKED = QuestionAsked(question="q", guide="rules", max_turns=5)


def guided(turn, action="code", answer=""):
    return GuidanceGiven(
        turn=turn, action=action, guidance="g", reason="r", guide="rules", answer=answer
    )


def ran(kernel="k1", **execution):
    return CodeRun(
        turn=1,
        origin="answer",
        code="1",
        execution=Execution(status="ok", kernel=kernel, **execution),
    )


def test_a_new_episode_awaits_its_guide():
    trajectory = fold([OPENED, ASKED])
    assert trajectory.awaits_guide
    assert trajectory.directive is None
    assert trajectory.length == 2


def test_a_session_without_a_question_awaits_nobody():
    trajectory = fold([OPENED, ran()])
    assert not trajectory.awaits_guide
    assert len(trajectory.early_runs) == 1
    assert trajectory.kernel == "k1"


def test_a_turn_holds_its_answer_its_runs_and_its_checks():
    check = AnswerChecked(turn=1, answer="4", program="p", verdict="unknown", reason="r")
    trajectory = fold(
        [OPENED, ASKED, guided(1), AnswerGiven(turn=1, answer="a"), ran(), guided(1, "verify", "4"),
         check]
    )  # fmt: skip
    (turn,) = trajectory.turns
    assert (turn.answer, turn.last_run.code, turn.check) == ("a", "1", check)
    assert trajectory.awaits_guide


def test_a_second_answer_in_a_turn_takes_the_place_of_the_first_and_of_its_check():
    trajectory = fold(
        [OPENED, ASKED, guided(1), AnswerGiven(turn=1, answer="a"), guided(1, "verify", "4"),
         AnswerGiven(turn=1, answer="b")]
    )  # fmt: skip
    assert len(trajectory.turns) == 1
    assert trajectory.turn.answer == "b"
    assert trajectory.turn.verify is None


def test_the_directive_is_the_last_guidance_that_still_stands():
    events = [OPENED, ASKED, guided(1)]
    assert fold(events).directive == guided(1)
    events.append(AnswerGiven(turn=1, answer="a"))
    assert fold(events).directive is None
    events.append(guided(1, "answer", "42"))
    assert fold(events).directive.answer == "42"
    assert fold(events).outcome.action == "answer"


def test_a_kernel_is_missed_until_another_one_runs_code():
    events = [OPENED, ran("k1"), KernelLost(kernel="k1", reason="restart")]
    assert (fold(events).kernel, fold(events).kernel_lost) == ("", "restart")
    events.append(ran("k2"))
    assert (fold(events).kernel, fold(events).kernel_lost) == ("k2", "")


def test_a_run_that_lost_its_kernel_leaves_none():
    trajectory = fold([OPENED, ran("k1", variables_kept=False, note="it died")])
    assert (trajectory.kernel, trajectory.kernel_lost) == ("", "it died")


def test_notices_are_kept():
    assert fold([OPENED, Noticed(text="torn")]).notices == ("torn",)


def test_an_answer_before_any_guidance_is_refused():
    with pytest.raises(ValueError, match="before the first guidance"):
        Trajectory().after(AnswerGiven(turn=1, answer="a"))
