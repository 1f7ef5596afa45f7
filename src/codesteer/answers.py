r"""Reads the final answer out of a model's text.

The strict form is the last `<<<...>>>`. Where there is none, a lenient reading is offered that is
taken only if it is unambiguous: the last `\boxed{...}`, what follows the last "answer is", or the
last line. An answer that was begun and never closed is no answer: the text was cut off.

Source: CodeSteer (arXiv 2502.04350), section 3; the forms are those that models really write.
"""

import re

__all__ = ["bracketed", "final_answer", "is_cut_off", "unwrapped"]

_OPEN, _CLOSE = "<<<", ">>>"
_BOXED = "\\boxed{"
_ANSWER_IS = re.compile(r"\banswer\b(?:\*\*)?\s*(?:is|:|=)\s*:?", re.IGNORECASE)
_DENIAL = re.compile(
    r"\b(?:not|never|cannot|doubt|false|wrong|incorrect|invalid|fails?|unlikely|neither|nor)\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)
_RETRACTION = re.compile(
    r"\b(?:wait|wrong|incorrect|mistaken?|scratch that)\b|\bnot (?:right|correct)\b", re.IGNORECASE
)
_CLAUSE_ENDS = re.compile(r"[.,;:!?\n]")
_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n`]*\n(.*?)\n?\1\s*$", re.DOTALL)
_PAIRS = (("**", "**"), ("`", "`"), ("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"))

_FENCES = ("```", "~~~")
_LAYERS = 8
"""Wrappers around an answer that are taken off; a text of nothing else must not keep us."""


def bracketed(text: str) -> str | None:
    """Content of the last `<<<...>>>`, stripped.

    Returns:
        The content, possibly empty; None when there is no complete pair or when a later
        `<<<` was never closed.
    """
    close = text.rfind(_CLOSE)
    opened = text.rfind(_OPEN)
    if close < 0 or opened > close:
        return None
    start = text.rfind(_OPEN, 0, close)
    if start < 0:
        return None
    start += len(_OPEN)
    return text[start : text.find(_CLOSE, start)].strip()


def is_cut_off(text: str) -> bool:
    """Whether the text ends inside a `<<<` that was never closed."""
    return text.rfind(_OPEN) > text.rfind(_CLOSE)


def final_answer(text: str) -> str | None:
    """The final answer a text gives: the strict form, else the lenient reading.

    Returns:
        The answer without brackets, fences and emphasis; None when there is none.
    """
    strict = bracketed(text)
    if strict is not None:
        return unwrapped(strict) or None
    if is_cut_off(text):
        return None
    box = _last_box(text)
    if box is not None:
        start, end = box
        denied = _is_denied(text, start) or _RETRACTION.search(text, end)
        return None if denied else unwrapped(text[start:end]) or None
    markers = list(_ANSWER_IS.finditer(text))
    if markers:
        return _behind(markers[-1], text)
    return _last_line(text)


def _last_line(text: str) -> str | None:
    """The last line, or the fenced block that ends the text; None where what leads to it denies."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    start = len(lines) - 1
    answer = lines[start]
    fence = answer.strip()
    if fence in _FENCES:
        starts = (i for i in range(start - 1, -1, -1) if lines[i].strip().startswith(fence))
        start = next(starts, -1)
        if start < 0:
            return None
        answer = "\n".join(lines[start + 1 : -1])
    lead = lines[start - 1].rstrip("*_ ")[-500:] if start else ""
    leads = lead and lead[-1] not in ".!?"
    if leads and _DENIAL.search(_CLAUSE_ENDS.split(lead.rstrip(":, "))[-1]):
        return None
    return unwrapped(answer) or None


def _behind(marker: re.Match[str], text: str) -> str | None:
    """What follows "answer is"; None where that is denied: "I doubt that the answer is 5"."""
    rest = text[marker.end() :].strip()
    if _is_denied(text, marker.start()) or _DENIAL.match(rest):
        return None
    if _line_until(text, marker.end()).count("**") % 2:  # **Answer:** 5 or **Answer: 5**
        rest = rest.removeprefix("**") if rest.startswith("**") else rest.removesuffix("**")
    return unwrapped(rest) or None


def _is_denied(text: str, position: int) -> bool:
    """Whether the words of its clause before a position deny what follows, or doubt it."""
    clause = _CLAUSE_ENDS.split(_line_until(text, position))[-1]
    return _DENIAL.search(clause) is not None


def _line_until(text: str, position: int) -> str:
    return text[max(text.rfind("\n", 0, position) + 1, position - 500) : position]


def unwrapped(text: str) -> str:
    """Text without the code fence, emphasis or math signs around it, and without a final stop."""
    for _ in range(2):  # The stop may stand outside the emphasis or inside it.
        text = _peeled(text)
        if text.endswith(".") and not text.endswith(".."):
            text = text[:-1].rstrip()
    return text


def _peeled(text: str) -> str:
    text = text.strip()
    for _ in range(_LAYERS):
        before = text
        if fence := _FENCE.match(text):
            text = fence.group(2).strip()
        for left, right in _PAIRS:
            inner = text[len(left) : len(text) - len(right)]
            wrapped = len(text) > len(left) + len(right) and text.startswith(left)
            if wrapped and text.endswith(right) and left not in inner:
                text = inner.strip()
        if text.startswith(_BOXED) and _closed(text, len(_BOXED)) == len(text):
            text = text[len(_BOXED) : -1].strip()
        if text == before:
            break
    return text


def _last_box(text: str) -> tuple[int, int] | None:
    """Where the last box begins and ends."""
    start = text.rfind(_BOXED)
    if start < 0 or text[:start].rstrip("$").endswith(("-", "\u2212")):
        return None  # A sign before the box belongs to the answer: the box alone is not it.
    end = _closed(text, start + len(_BOXED))
    return None if end is None else (start, end)


def _closed(text: str, position: int) -> int | None:
    """The end of a group whose brace was opened before a position."""
    depth = 1
    for i in range(position, len(text)):
        depth += {"{": 1, "}": -1}.get(text[i], 0)
        if depth == 0:
            return i + 1
    return None
