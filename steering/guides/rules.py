"""The rules guide: the embedded default. No model, no key, microseconds a decision.

It reads the question's shape, names a formulation that settles it, and then reacts to what
happened, one concrete finding at a time. A retry always changes something: after a failure the
model gets a sketch, after two another formulation, and identical failures end the episode.

Source: CodeSteer (arXiv 2502.04350), section 4 and table 9, whose plain heuristics lacked both
problem-specific formulation and adaptation.
"""

from codesteer.steering.aside import aside
from codesteer.steering.guide import Guidance
from codesteer.steering.guides.features import Features, read_features
from codesteer.steering.guides.formulations import Formulation, fitted, formulations_for
from codesteer.steering.program import find_program
from codesteer.steering.reading import Finding, Reading, in_form, read_turn, squeezed
from codesteer.steering.trajectory import Trajectory, Turn

__all__ = ["RulesGuide"]

_PROGRAM_ONLY = "Reply with one complete Python program in a ```python block and nothing else."
_SAME_FAILURES = 3
_CHECKS_A_TURN = 2


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
    reading = read_turn(trajectory, turn, brackets=features.bracketed)
    checked = _after_check(turn, reading, features)
    if checked is not None:
        if isinstance(checked, Guidance):
            return checked
        reading = Reading(answer=reading.answer, finding=checked)
    if reading.finding is not None:
        return _mend(trajectory, features, reading.finding)
    assert reading.answer is not None  # noqa: S101 - a turn has an answer or a finding
    if _must_compute(turn, features) and not reading.computed:
        finding = Finding(
            kind="no_program",
            text="The answer was reasoned in words; nothing was computed.",
        )
        return _mend(trajectory, features, finding)
    check = _check_hint(features)
    if reading.computed and turn.check is None and check:
        return _verify(reading.answer, check, "")
    if reading.computed:
        reason = "The answer has the demanded form and a program computed it."
        return _finish(reading.answer, features, reason)
    reason = "The answer was reasoned out; no program computed or checked it."
    return _finish(reading.answer, features, reason, unverified=bool(formulations_for(features)))


def _open(features: Features) -> Guidance:
    fitting = formulations_for(features)
    if not fitting or (features.has("prose") and fitting[0].fits(features) < 0.6):
        return Guidance(
            action="text",
            guidance=(
                "Answer this in words; there is nothing to compute. Go through what is asked point "
                f"by point, then give the final answer. {_form_in_words(features)}"
            ).strip(),
            reason="The question has no quantities or rules that a program could settle.",
        )
    chosen = fitting[0]
    return Guidance(
        action="code",
        guidance=_order(chosen, features),
        reason=f"The question has the shape of {chosen.name}.",
    )


def _order(chosen: Formulation, features: Features) -> str:
    return "\n".join(
        (
            f"Settle this with code, not in your head: {chosen.name}.",
            _data_line(features),
            chosen.order,
            _print_line(features),
            _PROGRAM_ONLY,
        )
    )


def _data_line(features: Features) -> str:
    shape = "as it stands"
    if features.grid_rows:
        shape = f"a list of {features.grid_rows} lists of {features.grid_columns} values"
    return f"- First copy the data of the question into the program, {shape}; no input()."


def _print_line(features: Features) -> str:
    if features.bracketed:
        return '- Last, print the answer in the demanded form: print(f"<<<{answer}>>>")'
    return "- Last, print the answer."


def _form_in_words(features: Features) -> str:
    if not features.bracketed:
        return ""
    return "Finish with the answer in the form the question demands, between <<< and >>>."


def _mend(trajectory: Trajectory, features: Features, finding: Finding) -> Guidance:
    """Guidance after a failure: another try that differs, or the end."""
    best = _best_answer(trajectory, features)
    if len(trajectory.turns) >= trajectory.max_turns:
        return _give_up(best, trajectory, f"The turn budget is spent. Last finding: {finding.text}")
    # While there are turns, an answer that a check called wrong is nothing to end with.
    doubted = best is not None and squeezed(best.answer or "") in _objections(trajectory)
    if not doubted and _same_failures(trajectory, features, finding) >= _SAME_FAILURES:
        return _give_up(best, trajectory, f"The same failure came again and again: {finding.text}")
    tried = sum(1 for turn in trajectory.turns if find_program(turn.answer or "") is not None)
    approach = _approach(features, tried)
    if approach is None:
        return Guidance(
            action="text",
            guidance=(
                f"{finding.text} Leave code aside for now: reason step by step in words, use what "
                "the programs so far have shown, and test the result against every rule. "
                f"{_form_in_words(features) or 'Finish with the answer.'}"
            ),
            reason=f"No program is left to try; {finding.kind.replace('_', ' ')}.",
        )
    name, instructions = approach
    return Guidance(
        action="code",
        guidance="\n".join(
            (
                f"{finding.text} {_what_to_change(finding)}",
                f"Write a new program: {name}.",
                _data_line(features),
                instructions,
                _print_line(features),
                _PROGRAM_ONLY,
            )
        ),
        reason=f"{finding.text} A new start with {name} changes the approach.",
    )


def _approach(features: Features, tried: int) -> tuple[str, str] | None:
    """Name and instructions of what to try after so many programs; None for words instead.

    The formulation that fits best has been given in words; now comes its sketch, then others.
    """
    fitting = formulations_for(features)
    if not fitting:
        return None
    sketch = fitted(fitting[0].sketch, features)
    built_on = f"- Build on this sketch; fill in what the question says:\n{sketch}"
    plan = [(fitting[0].name, built_on), *((other.name, other.order) for other in fitting[1:3])]
    return plan[max(tried, 1) - 1] if tried <= len(plan) else None


def _what_to_change(finding: Finding) -> str:
    return {
        "raised": "Start afresh; define every name and know the shape of the data.",
        "timeout": "It must stop at the first solution and cut hopeless branches early.",
        "died": "Use far less memory: do not store what can be generated.",
        "no_output": "Every result must be printed.",
        "no_form": "Print the answer and only the answer.",
        "no_solution": "Search without leaving anything out.",
        "literal": "The program itself must find the answer.",
        "repeated": "It must be a different program.",
        "contradiction": "Trust the computation, or show where the program is wrong.",
        "no_program": "Let a program find the answer.",
        "no_answer": "Let a program find and print it.",
        "cut_off": "Be shorter.",
        "check_failed": "Check every rule against the program.",
    }[finding.kind]


def _after_check(turn: Turn, reading: Reading, features: Features) -> Guidance | Finding | None:
    """What a check of this turn's answer means: a decision, a finding, or nothing."""
    check = turn.check
    if check is None:
        return None
    if check.verdict == "correct":
        return _finish(check.answer, features, "A checking program found nothing wrong with it.")
    if check.verdict == "incorrect":
        return Finding(kind="check_failed", text=f"A check rejected the answer: {check.reason}.")
    hint = _check_hint(features)
    if hint and len(turn.checks) < _CHECKS_A_TURN:
        return _verify(check.answer, hint, check.reason)
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
    again = f"Your last program for this was no check: {finding}.\n" if finding else ""
    return Guidance(
        action="verify",
        guidance=(
            f"{again}Do not solve the question again. Write a program that checks an answer to it, "
            "which is set already in the string variable `answer`.\n"
            "- Test every rule. Print as the last line Correct, or Wrong: and the broken rule.\n"
            "- Build on this sketch; fill in what the question says:\n"
            f"# set already: answer = {_shortened(answer)!r}\n{check}\n"
            f"{_PROGRAM_ONLY}"
        ),
        reason=finding or "The rules can be tested without finding the answer again.",
        answer=answer,
    )


def _finish(
    answer: str, features: Features, reason: str, *, unverified: bool = False, objection: str = ""
) -> Guidance:
    final = in_form(answer, brackets=features.bracketed)
    guidance = f"Finished. The final answer is: {final}"
    if unverified:
        guidance += "\nIt is unverified: say so when you give it."
    if objection:
        guidance += f" A check called it wrong: {objection}."
    return Guidance(
        action="answer",
        guidance=guidance,
        reason=reason,
        answer=final,
    )


def _give_up(best: Reading | None, trajectory: Trajectory, reason: str) -> Guidance:
    if best is not None and best.answer is not None:
        objection = _objections(trajectory).get(squeezed(best.answer), "")
        return _finish(
            best.answer,
            read_features(trajectory.question),
            f"{reason} This is the best answer so far; it is unverified.",
            unverified=True,
            objection=objection,
        )
    return Guidance(
        action="stop",
        guidance="Stop here: no attempt led to an answer. Say so rather than guess.",
        reason=reason,
    )


def _best_answer(trajectory: Trajectory, features: Features) -> Reading | None:
    """The latest answer that was not found wrong: computed ones first, then any no check faults."""
    objections = _objections(trajectory)
    found: list[Reading] = []
    for turn in reversed(trajectory.turns):
        if turn.answer is None or (turn.check and turn.check.verdict == "incorrect"):
            continue
        reading = read_turn(trajectory, turn, brackets=features.bracketed)
        if reading.answer is not None:
            found.append(reading)

    def faults(reading: Reading) -> tuple[bool, bool]:
        sound = reading.computed and reading.finding is None
        return squeezed(reading.answer or "") in objections, not sound

    return min(found, key=faults, default=None)


def _objections(trajectory: Trajectory) -> dict[str, str]:
    """What checks that could not be relied on held against answers, by answer."""
    return {
        squeezed(turn.check.answer): turn.objection
        for turn in trajectory.turns
        if turn.check is not None and turn.objection
    }


def _same_failures(trajectory: Trajectory, features: Features, finding: Finding) -> int:
    """How many of the latest turns in a row failed in the same way."""
    same = 1
    for turn in reversed(trajectory.turns[:-1]):
        if turn.answer is None:
            break
        past = read_turn(trajectory, turn, brackets=features.bracketed).finding
        if past is None or past.text != finding.text:
            break
        same += 1
    return same


def _must_compute(turn: Turn, features: Features) -> bool:
    """Whether code was asked for and words came instead, for the first time."""
    return turn.guidance.action == "code" and turn.number == 1 and bool(formulations_for(features))


def _check_hint(features: Features) -> str:
    """Sketch of a test of an answer to such a question; empty where there is none."""
    fitting = formulations_for(features)
    return fitted(fitting[0].check, features) if fitting else ""


def _shortened(answer: str) -> str:
    return answer if len(answer) <= 400 else f"{answer[:300]} ... {answer[-60:]}"
