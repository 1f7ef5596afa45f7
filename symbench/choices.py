"""Reads a choice out of an answer: Yes or No, or the letter of an option.

The forms are few, so that an answer is often right by chance, and a text easily names two. One that
does is no answer.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from codesteer.answers import bracketed, final_answer, unwrapped

__all__ = ["bare", "letter_in", "settled", "unclear", "yes_or_no"]

T = TypeVar("T")

_MOST_CHARS = 300
_TAIL = 200
"""Lines of a text, from its end, that are searched for a second answer."""
_LABEL = re.compile(
    r"(?:(?:the|my)\s+)?(?:(?:final|correct)\s+)?(?:answer|option|choice)\b(?:\s+is\b)?\s*[:=]?\s*",
    re.IGNORECASE,
)
_WRAPPED = re.compile(
    r"\\(?:text|textbf|mathrm|mathbf)\{([^{}]*)\}|\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)"
    r"|\[([^\[\]]*)\]|\{\s*\"answer\"\s*:([^{}]*)\}|\{([^{}]*)\}|\u201c([^\u201d]*)\u201d"
    r"|<([^<>]*)>|[-*]\s+([^\n]*)"
)
_POLARITY = {"yes": True, "true": True, "no": False, "false": False}
_HEAD = re.compile(r"([A-Za-z]+)\s*(?:[,;:.\u2014-]\s*(.*))?", re.DOTALL)
_REPEATED = re.compile(
    r"(?:that|this|it)(?: is|['\u2019]s) (?:the|my|our) (?:final )?(?:answer|conclusion|result)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:(?:\bnot|n['\u2019]t)(?: (?:the|my|an?))?(?: (?:final|correct|right))?"
    r"|\b(?:wrong|incorrect|false)) answer\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"\banswer\b\s*(?:is|:|=)\s*:?([^\n.]{0,80})", re.IGNORECASE)
_JOINED = re.compile(r"[\s,;/|*`.]*(?:(?:or|and|and/or|either|otherwise)\b)?[\s,:;/|*`.]*")
_OPEN_ENDED = re.compile(r"\b(?:or|otherwise)[\s,:*]*$", re.IGNORECASE)
_DISOWNED = re.compile(
    r"[*`$\s]*(?:(?:is|was|would be)(?: (?:not|wrong|incorrect|false)\b|n['\u2019]t\b)"
    r"|(?:cannot|can['\u2019]t) be\b)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"([A-Za-z])|(?:\(([A-Za-z])\)|([A-Z])[).:])\s*[:.,=-]?\s*(.*)", re.DOTALL)


def yes_or_no(response: str, no: str = "", yes: str = "") -> bool | None:
    """The Yes or No a text gives, or None where it gives none or both.

    Args:
        response: Any text.
        no: Pattern of a sentence that may follow No, because it says the same.
        yes: The same of Yes.
    """

    def read(text: str) -> bool | None:
        head = _HEAD.fullmatch(bare(text))
        answer = _POLARITY.get(head[1].lower()) if head else None
        behind = unwrapped(head[2] or "") if head else ""
        if answer is None or not behind or _REPEATED.fullmatch(behind):
            return answer
        pattern = yes if answer else no
        return answer if pattern and re.fullmatch(pattern, behind, re.IGNORECASE) else None

    return settled(response, read)


def bare(text: str) -> str:
    """An answer without labels, quotes, brackets and emphasis around it; "" where it is long."""
    if len(text) > _MOST_CHARS:
        return ""
    for _ in range(6):
        before = text
        text = unwrapped(text).strip("* ")
        if label := _LABEL.match(text):
            text = text[label.end() :]
        if wrapped := _WRAPPED.fullmatch(text):
            text = next(group for group in wrapped.groups() if group is not None).strip()
        if text == before:
            break
    return text


def settled(response: str, read: Callable[[str], T | None]) -> T | None:
    """What `read` makes of the final answer, or None where the text gives a second one as well.

    A revision is no second answer: of several brackets the last counts, unless nothing but "or"
    and the like stands between it and the one before. Without brackets, no line and no "answer is"
    near the end may read otherwise, and none may speak of a wrong answer.
    """
    answer = final_answer(response)
    value = None if answer is None else read(answer)
    if value is None or unclear(response, lambda text: read(text) in (None, value)):
        return None
    if bracketed(response) is not None:
        return value
    tail = response.splitlines()[-_TAIL:]
    if any(_DENIED.search(line[:5_000]) for line in tail):
        return None
    lines = [line for line in tail if line.strip()]
    lines += [said[1] for line in tail for said in _SAID.finditer(line[:5_000])]
    return value if all(read(line) in (None, value) for line in lines[-2 * _TAIL :]) else None


def unclear(response: str, agrees: Callable[[str], bool]) -> bool:
    """Whether a text takes its last bracket, box or line back, or joins another one to it by "or".

    Args:
        response: Any text.
        agrees: Whether what stands in another bracket or box is no other answer.
    """
    strict = bracketed(response) is not None
    opened, closed = ("<<<", ">>>") if strict else ("\\boxed{", "}")
    before, found, behind = response.rpartition(opened)
    if not found:
        lines = [line for line in response.splitlines()[-_TAIL:] if line.strip()]
        return len(lines) > 1 and bool(_OPEN_ENDED.search(lines[-2][-_MOST_CHARS:]))
    behind = behind[:_MOST_CHARS]
    if _DISOWNED.match(behind[behind.rfind(closed) + len(closed) :]):
        return True
    before, found, joint = before.rpartition(closed)
    joint = joint[:_MOST_CHARS].replace("$", " ")
    return bool(
        found and _JOINED.fullmatch(joint) and not agrees(before.rpartition(opened)[2].strip())
    )


def letter_in(answer: str, options: Mapping[str, str]) -> str | None:
    """The letter of the option an answer names, or None where it names none or several.

    Args:
        answer: The answer alone, without the text around it.
        options: What each letter, a capital one, stands for.
    """
    words = bare(answer)
    match = _LETTER.fullmatch(words)
    letter = (match[1] or match[2] or match[3]).upper() if match else ""
    if match and letter in options:
        said = _plain(match[4] or "")
        return letter if said in ("", _plain(options[letter])) else None
    letters = [letter for letter, text in options.items() if _plain(text) == _plain(words)]
    return letters[0] if len(letters) == 1 else None


def _plain(text: str) -> str:
    words = " ".join(bare(text).lower().split())
    return words.removeprefix("the ")
