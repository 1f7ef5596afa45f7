"""The rules guide: the embedded default. No model, no key, milliseconds a decision.

It reads the question's shape, names a formulation that settles it, and then reacts to what
happened, one concrete finding at a time. A retry always changes something: after a failure the
model gets a sketch, after two another formulation; where guidance changed nothing, it ends.

Source: CodeSteer (arXiv 2502.04350), section 4 and table 9, whose plain heuristics lacked both
problem-specific formulation and adaptation.
"""

from collections.abc import Sequence

from codesteer.steering.aside import aside
from codesteer.steering.guide import Guidance
from codesteer.steering.guides import orders
from codesteer.steering.guides.adapting import hopeless, retry
from codesteer.steering.guides.attempts import Attempt, attempts_of, best_of, objections_of
from codesteer.steering.guides.features import Features, read_features
from codesteer.steering.guides.formulations import fitted, formulations_for
from codesteer.steering.reading import Finding, Reading, in_form, squeezed
from codesteer.steering.trajectory import Trajectory, Turn

__all__ = ["RulesGuide"]

_CHECKS_A_TURN = 2
_JUDGED = ("literal", "ignores_data")


class RulesGuide:
    """A `Guide` made of rules. Stateless."""

    name = "rules"

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Decide from the trajectory alone; see `Guide.decide`."""
        return await aside(lambda: decide(trajectory), chars=trajectory.chars)


def decide(trajectory: Trajectory) -> Guidance:
    """The decision of the rules guide."""
    features = read_features(trajectory.question)
    turn = trajectory.turn
    if turn is None or turn.answer is None:
        return _open(features)
    attempts = attempts_of(trajectory, features)
    reading = attempts[-1].reading
    check = _check_sketch(trajectory, features)
    checked = _after_check(turn, reading, features, check)
    if isinstance(checked, Guidance):
        return checked
    finding = checked or _standing(attempts)
    if finding is not None:
        return _mend(trajectory, attempts, features, finding)
    answer = reading.answer or ""
    computed = reading.computed or reading.finding is not None
    if _must_compute(turn, features) and not computed:
        finding = Finding(
            kind="no_program",
            text="The answer was reasoned in words; nothing was computed.",
        )
        return _mend(trajectory, attempts, features, finding)
    if computed and turn.check is None and check:
        return _verify(answer, check, "")
    if computed:
        reason = "The answer has the demanded form and a program computed it."
        return _finish(answer, features, reason)
    reason = "The answer was reasoned out; no program computed or checked it."
    return _finish(answer, features, reason, unverified=bool(formulations_for(features)))


def _open(features: Features) -> Guidance:
    fitting = formulations_for(features)
    if not fitting:
        return Guidance(
            action="text",
            guidance=orders.in_words(features),
            reason="The question has no quantities or rules that a program could settle.",
        )
    return Guidance(
        action="code",
        guidance=orders.attempt_first(fitting[0], features),
        reason=f"The question has the shape of {fitting[0].name}.",
    )


def _standing(attempts: Sequence[Attempt]) -> Finding | None:
    """The finding of the last attempt, unless it is a suspicion that was raised before.

    Whether a program ran and printed more than was written into it can be seen. Whether it used the
    question's data or worked its answer out is judged, so that is held against an answer only once.
    """
    finding = attempts[-1].finding
    if finding is None or not _is_suspicion(attempts[-1]):
        return finding
    return None if any(_is_suspicion(attempt) for attempt in attempts[:-1]) else finding


def _is_suspicion(attempt: Attempt) -> bool:
    report = attempt.turn.report
    seen = report is not None and report.literal_output
    return attempt.finding is not None and attempt.finding.kind in _JUDGED and not seen


def _mend(
    trajectory: Trajectory, attempts: Sequence[Attempt], features: Features, finding: Finding
) -> Guidance:
    """Guidance after a failure: another try that differs, or the end."""
    objections = objections_of(trajectory)
    best = best_of(attempts, objections)
    if len(trajectory.turns) >= trajectory.max_turns:
        why = f"The turn budget is spent. Last finding: {finding.text}"
        return _give_up(best, features, objections, why)
    # While there are turns, an answer that a check called wrong is nothing to end with.
    doubted = best is not None and squeezed(best.answer or "") in objections
    if why := hopeless(attempts, finding, doubted=doubted):
        return _give_up(best, features, objections, why)
    again = retry(attempts, features, finding)
    return Guidance(action=again.action, guidance=again.guidance, reason=again.reason)


def _after_check(
    turn: Turn, reading: Reading, features: Features, sketch: str
) -> Guidance | Finding | None:
    """What a check of this turn's answer means: a decision, a finding, or nothing."""
    check = turn.check
    if check is None:
        return None
    if check.verdict == "correct":
        return _finish(check.answer, features, "A checking program found nothing wrong with it.")
    if check.verdict == "incorrect":
        return Finding(kind="check_failed", text=f"A check rejected the answer: {check.reason}.")
    if sketch and len(turn.checks) < _CHECKS_A_TURN:
        return _verify(check.answer, sketch, check.reason)
    if turn.objection:
        return Finding(
            kind="check_failed", text=f"A check called the answer wrong: {turn.objection}."
        )
    if reading.computed:
        return _finish(
            check.answer,
            features,
            f"A program computed it; the check says nothing: {check.reason}.",
            unverified=True,
        )
    return None


def _verify(answer: str, check: str, finding: str) -> Guidance:
    return Guidance(
        action="verify",
        guidance=orders.verify(answer, check, finding),
        reason=finding or "The rules can be tested without finding the answer again.",
        answer=answer,
    )


def _finish(
    answer: str, features: Features, reason: str, *, unverified: bool = False, objection: str = ""
) -> Guidance:
    final = in_form(answer, brackets=features.bracketed)
    return Guidance(
        action="answer",
        guidance=orders.finished(final, unverified=unverified, objection=objection),
        reason=reason,
        answer=final,
    )


def _give_up(
    best: Reading | None, features: Features, objections: dict[str, str], reason: str
) -> Guidance:
    if best is not None and best.answer is not None:
        return _finish(
            best.answer,
            features,
            f"{reason} This is the best answer so far; it is unverified.",
            unverified=True,
            objection=objections.get(squeezed(best.answer), ""),
        )
    return Guidance(action="stop", guidance=orders.stopped(), reason=reason)


def _must_compute(turn: Turn, features: Features) -> bool:
    """Whether code was asked for and words came instead, for the first time."""
    return turn.guidance.action == "code" and turn.number == 1 and bool(formulations_for(features))


def _check_sketch(trajectory: Trajectory, features: Features) -> str:
    """Sketch of a test of an answer; empty where there is none, or no checking is wanted."""
    if "self_answer" not in trajectory.checkers:
        return ""
    fitting = formulations_for(features)
    return fitted(fitting[0].check, features) if fitting else ""
