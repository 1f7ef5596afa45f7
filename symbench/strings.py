"""Reads a string of letters out of an answer, whatever layout stands around it."""

import re

from codesteer.answers import final_answer, unwrapped

__all__ = ["string_of"]

_LABEL = re.compile(
    r"\**(?:the\s+)?(?:(?:final|resulting|last|modified|new)\s+)*"
    r"(?:answer|result|string|output)\**\s*(?:is\b\s*:?|[:=])\**\s*",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\\(?:text|texttt|mathrm|mathtt|boxed)\s*\{([^{}]*)\}")
_MOST_CHARS = 4_000
"""Longer answers are not read."""


def string_of(response: str, letters: str) -> str | None:
    """The one string that an answer gives, or None.

    Args:
        response: Any text.
        letters: What the string may be made of.
    """
    text = final_answer(response)
    if text is None or len(text) > _MOST_CHARS:
        return None
    text = unwrapped(_COMMAND.sub(r"\1", text))
    label = _LABEL.match(text)
    text = unwrapped(text[label.end() if label else 0 :].removeprefix("**"))
    if text[:1] + text[-1:] == "[]":
        text = text[1:-1].strip()
    if text[:1] == text[-1:] and text[:1] in ("'", '"'):
        text = text[1:-1].strip()
    if re.fullmatch(f"[{letters}]+", text):
        return text
    items = [item.strip("'\"") for item in re.split(r"\s*,\s*|\s+", text.strip())]
    spelled = all(len(item) == 1 and item in letters for item in items)
    return "".join(items) if spelled else None
