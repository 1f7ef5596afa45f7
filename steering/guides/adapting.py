"""What to try after a failure: something else each time, fitted to what went wrong.

A small model that is told its program failed mostly writes it again. So a retry names one concrete
finding and asks for something different: a sketch, another formulation, another mode.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from codesteer.steering.guides import orders
from codesteer.steering.guides.attempts import Attempt, is_stuck, known_from
from codesteer.steering.guides.features import Features
from codesteer.steering.guides.formulations import Formulation, formulations_for
from codesteer.steering.reading import Finding
from codesteer.steering.trajectory import Action

__all__ = ["Retry", "hopeless", "retry"]

_SAME_FAILURES = 3
_MOST_LIFTED = 400
_ALTERNATIVES = 3

_CHANGE = {
    "raised": "Define every name, and index data by its own length.",
    "timeout": "Cut hopeless branches early.",
    "died": "Use far less memory: do not store what can be generated.",
    "no_output": "Every result must be printed.",
    "no_form": "Print the answer and only the answer.",
    "no_solution": "State each rule as the question does; leave nothing out.",
    "literal": "Let the program search.",
    "ignores_data": "Copy the question's data into the program first.",
    "repeated": "It must be a different program.",
    "contradiction": "Compute it again in another way.",
    "no_program": "Let a program find the answer.",
    "no_answer": "Let a program find and print it.",
    "cut_off": "Be shorter.",
    "check_failed": "State every rule in the program.",
}
_HINTS = {
    "IndexError": "Index data by its own length; print its shape first.",
    "KeyError": "Use the keys exactly as the data spells them, or dict.get.",
    "NameError": "Define every name before it is used.",
    "ModuleNotFoundError": "Use the standard library, numpy, sympy, networkx or ortools only.",
    "ImportError": "Use the standard library, numpy, sympy, networkx or ortools only.",
    "EOFError": "There is no input(): write the data into the program.",
    "StdinNotImplementedError": "There is no input(): write the data into the program.",
    "FileNotFoundError": "There are no files: write the data into the program.",
    "RecursionError": "Use a loop, or a recursion that always gets smaller.",
    "SyntaxError": "Write a shorter, complete program.",
    "IndentationError": "Write a shorter, complete program.",
    "AssertionError": "A rule is stated wrongly or too strictly: read each again.",
    "ZeroDivisionError": "Skip divisions by zero.",
    "MemoryError": "Do not store what can be generated.",
    "ValueError": "Check the shape of the data before it is unpacked or converted.",
    "TypeError": "Check the type of each value; keep plain ints and strings.",
    "AttributeError": "Use only functions that you know the library has.",
}
_ERROR = re.compile(r"\b([A-Z]\w{2,40}(?:Error|Exception|Interrupt))\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """What to do after a failure.

    Attributes:
        action: "code" or "text".
        guidance: The order.
        reason: Why, in a sentence.
    """

    action: Action
    guidance: str
    reason: str


def hopeless(attempts: Sequence[Attempt], finding: Finding, *, doubted: bool) -> str:
    """Why another turn would be lost; empty while one may help.

    Args:
        attempts: The answered turns.
        finding: What is wrong with the last of them.
        doubted: Whether the best answer so far is one that a check called wrong.
    """
    if is_stuck(attempts):
        last = attempts[-1]
        if not last.program or last.turn.guidance.action == "text" or is_stuck(attempts[:-1]):
            return f"The last guidance changed nothing: {finding.text}"
    if not doubted and _same_failures(attempts, finding) >= _SAME_FAILURES:
        return f"The same failure came again and again: {finding.text}"
    return ""


def retry(attempts: Sequence[Attempt], features: Features, finding: Finding) -> Retry:
    """Another attempt that differs from those before.

    Args:
        attempts: The answered turns; the last one failed.
        features: Of the question.
        finding: What is wrong with the last of them, be it by itself or by a check.
    """
    last = attempts[-1]
    asked = {attempt.turn.guidance.reason for attempt in attempts}
    if finding.kind == "no_form" and _LIFTED not in asked and (output := _output(last)):
        return Retry(action="text", guidance=orders.lift(output), reason=_LIFTED)
    if finding.kind == "contradiction" and _SETTLED not in asked:
        return Retry(action="text", guidance=orders.settle(finding.text), reason=_SETTLED)
    known = known_from(attempts)
    change = _what_to_change(finding, last, features)
    chosen = None if is_stuck(attempts) else _approach(attempts, features)
    if chosen is None:
        return Retry(
            action="text",
            guidance=orders.words_instead(finding.text, features, known),
            reason=f"No program is left to try; {finding.kind.replace('_', ' ')}.",
        )
    formulation, sketch = chosen
    return Retry(
        action="code",
        guidance=orders.attempt_again(
            finding.text, change, formulation, features, sketch=sketch, known=known
        ),
        reason=f"{finding.text} A new start with {formulation.name} changes the approach.",
    )


_LIFTED = "The program ran; only the form of its output is wrong."
_SETTLED = "The program and the words say different answers."


def _approach(attempts: Sequence[Attempt], features: Features) -> tuple[Formulation, bool] | None:
    """What to write next, and whether to show its sketch; None for words instead.

    The formulation that fits best comes in words first, then as a sketch, then others as sketches.
    """
    fitting = formulations_for(features)[:_ALTERNATIVES]
    if not fitting:
        return None
    said = frozenset[tuple[str, bool]]().union(*(attempt.orders for attempt in attempts))
    plan = [(fitting[0], False), *((formulation, True) for formulation in fitting)]
    programs = sum(1 for attempt in attempts if attempt.program)
    for step, (formulation, sketch) in enumerate(plan):
        # A program that came without being asked for stands for the formulation in words.
        done = step == 0 and programs > 0
        if not done and (formulation.name, sketch) not in said:
            return formulation, sketch
    return None


def _what_to_change(finding: Finding, last: Attempt, features: Features) -> str:
    if finding.kind == "raised" and (error := _ERROR.search(finding.text)):
        return _HINTS.get(error[1], _CHANGE["raised"])
    if finding.kind == "timeout":
        named = {name for name, _ in last.orders}
        spoken_of = [f for f in formulations_for(features) if f.name in named]
        return spoken_of[0].faster if spoken_of else _CHANGE["timeout"]
    return _CHANGE[finding.kind]


def _output(attempt: Attempt) -> str:
    """What the attempt's program printed, if that is little enough and may hold the answer."""
    run = attempt.turn.last_run
    output = "" if run is None else run.execution.answerable.strip()
    return output if len(output) <= _MOST_LIFTED and "<<<" not in output else ""


def _same_failures(attempts: Sequence[Attempt], finding: Finding) -> int:
    """How many of the latest turns in a row failed in the same way."""
    same = 1
    for attempt in reversed(attempts[:-1]):
        past = attempt.finding
        if past is None or past.text != finding.text:
            break
        same += 1
    return same
