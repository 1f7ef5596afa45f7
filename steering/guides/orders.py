"""The words of the guidance: short, one clear order, every text within the same bound."""

from codesteer.steering.guides.features import Features
from codesteer.steering.guides.formulations import Formulation, fitted

__all__ = [
    "MOST_WORDS",
    "attempt_again",
    "attempt_first",
    "clipped",
    "finished",
    "in_words",
    "lift",
    "settle",
    "stopped",
    "verify",
    "words_instead",
]

MOST_WORDS = 119
"""Words of a guidance text, as `str.split` counts them, an answer that it quotes apart."""

_MOST_LINES = 40
_WHOLE = f"Reply only with the ```python program, at most {_MOST_LINES} lines."
_FORM = "Finish with the answer in the form the question demands, between <<< and >>>."
_SHOWN_CHARS = 120
_SHOWN_WORDS = 3
_LEAST_FINDING = 8
_LEAST_KNOWN = 8


def attempt_first(chosen: Formulation, features: Features) -> str:
    """The order that opens an episode with code."""
    return "\n".join(
        (
            f"Settle this with code, not in your head: {chosen.name}.",
            f"- Data first: {_data(chosen, features)}; copied from the question, no input().",
            chosen.order,
            _print_line(features),
            _WHOLE,
        )
    )


def attempt_again(
    finding: str,
    change: str,
    chosen: Formulation,
    features: Features,
    *,
    sketch: bool,
    known: str = "",
) -> str:
    """The order after a failure: what went wrong, then another program.

    Args:
        finding: What went wrong; cut where there is no room for all of it.
        change: What to do about it, in a sentence.
        chosen: What to write.
        features: Of the question.
        sketch: Whether to show its sketch, or to say it in words.
        known: What earlier attempts have shown, where there is room for it.
    """
    if sketch:
        shown = fitted(chosen.sketch, features)
        how = f"Fill in this sketch:\n{shown}\n{_print_call(features)}"
    else:
        data = f"- Data first: {_data(chosen, features)}."
        how = f"{data}\n{chosen.order}\n{_print_line(features)}"
    rest = f"Write a new program: {chosen.name}.\n{how}\n{_WHOLE}"
    return _bounded(finding, rest, change=change, known=known)


def in_words(features: Features) -> str:
    """The order that opens an episode without code."""
    form = f" {_FORM}" if features.bracketed else ""
    return (
        "Answer this in words; there is nothing to compute. Go through what is asked point by "
        f"point, then give the final answer.{form}"
    )


def words_instead(finding: str, features: Features, known: str = "") -> str:
    """The order that leaves code aside after programs have failed."""
    form = _FORM if features.bracketed else "Finish with the answer."
    rest = (
        "Leave code aside now: reason step by step in words, test the result against every rule. "
        f"{form}"
    )
    return _bounded(finding, rest, known=known)


def lift(output: str) -> str:
    """The order to take the answer out of what a program has printed."""
    return (
        "Your program ran, but its output is not in the demanded form. It ends with:\n"
        f"{_last_words(output)}\n"
        f"Take the answer to the question from this output. Write no program. {_FORM}"
    )


def settle(finding: str) -> str:
    """The order to decide between a program's output and an answer in words."""
    rest = (
        "Trust the program, unless you can name the line of it that is wrong. Write no program. "
        f"{_FORM}"
    )
    return _bounded(finding, rest)


def verify(answer: str, check: str, finding: str) -> str:
    """The order to write a checking program."""
    lead = f"That was no check: {finding}." if finding else ""
    rest = (
        "Do not solve the question again. Write a program that checks the string variable "
        "`answer`, already set, and prints as its last line Correct, or Wrong: and the broken "
        "rule. "
        f"Fill in this sketch:\n# answer = {_shortened(answer)!r}\n{check}\n"
        "Reply only with the program."
    )
    return _bounded(lead, rest)


def finished(answer: str, *, unverified: bool, objection: str) -> str:
    """The text that ends an episode with an answer."""
    text = f"Finished. The final answer is: {answer}"
    if unverified:
        text += "\nIt is unverified: say so when you give it."
    if objection:
        text += f" A check called it wrong: {clipped(objection, 40)}."
    return text


def stopped() -> str:
    """The text that ends an episode without one."""
    return "Stop here: no attempt led to an answer. Say so rather than guess."


def clipped(text: str, most: int) -> str:
    """A text of no more words than that."""
    words = text.split(None, most)
    return text if len(words) <= most else f"{' '.join(words[:most])}..."


def _bounded(finding: str, rest: str, *, change: str = "", known: str = "") -> str:
    """A finding, what to change, what is known and the rest, within the bound.

    The rest is needed whole. The finding is cut to the room that is left, so that what to change
    stays; what is known is said where there still is room.
    """
    room = max(MOST_WORDS - len(rest.split()), 0)
    needed, asked = len(finding.split()), len(change.split())
    if needed + asked > room and (needed <= room or asked + _LEAST_FINDING > room):
        change = ""
    lead = f"{clipped(finding, room - len(change.split()))} {change}".strip()
    room -= len(lead.split())
    known = clipped(known, room) if room >= _LEAST_KNOWN else ""
    return "\n".join(part for part in (lead, known, rest) if part)


def _data(chosen: Formulation, features: Features) -> str:
    if features.grid_rows and chosen.family != "expression_search":
        return f"a list of {features.grid_rows} lists of {features.grid_columns} values"
    return chosen.data


def _print_line(features: Features) -> str:
    if features.bracketed:
        return f"- Last, print the answer in the demanded form: {_print_call(features)}"
    return "- Last, print the answer."


def _print_call(features: Features) -> str:
    return 'print(f"<<<{answer}>>>")' if features.bracketed else "print(answer)"


def _last_words(output: str) -> str:
    """The end of an output, in a line."""
    return " ".join(output[-400:].split()[-50:])


def _shortened(answer: str) -> str:
    """As much of an answer as shows how it is written."""
    words = answer[:_SHOWN_CHARS].split(None, _SHOWN_WORDS)
    short = " ".join(words[:_SHOWN_WORDS])
    return answer if short == answer else f"{short}..."
