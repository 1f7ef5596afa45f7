"""Mends an answer that is right but written in another way than demanded, without asking for it.

A label before it, quotes around it, a tuple where a list is shown, a list where its items are
shown, a bracket that was not closed. What cannot be read for certain is left as it stands.
"""

import ast
import re

__all__ = ["fits_form", "mended", "misses_form"]

_MOST = 10_000
_LABEL = re.compile(
    r"(?:the )?(?:final |correct |total |best )?(?:answer|result|solution|output|total|value|sum"
    r"|score|count|number|string|path|plan|grid|order|expression|probability)"
    r"(?: is)?\s?[:=]\s{0,4}(?=\S)",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"\b(?:np|numpy)\.(?:u?int|float|str|bool)\w{0,3}\(([^()]{0,200})\)")
_FRACTION = re.compile(r"\bFraction\((-?\d{1,300}), ?(\d{1,300})\)")
_DECIMAL = re.compile(r"\bDecimal\('([-\d.E+]{1,300})'\)")
_LETTER_FORM = re.compile(r"\((?:letter|option|[A-Z])\)")
_LETTER = re.compile(r"\(([A-Z])\)(?:\s.{0,200})?|([A-Z])(?:[).:](?:\s.{0,200})?)?")
_ITEM = re.compile(r"[^\s,;|]+")
_NUMBER = re.compile(r"-?\d[\d.]*(?:/\d+)?")
_CLOSING = {"[": "]", "(": ")", "{": "}"}


def mended(answer: str, form: str) -> str:
    """The answer as the form shows it, where only the writing differs.

    Args:
        answer: Without the demanded brackets around it.
        form: What the question shows between these brackets; empty where it shows nothing.
    """
    if len(answer) > _MOST or not answer:
        return answer
    label = None if ":" in form or "=" in form else _LABEL.match(answer)
    text = answer if label is None else answer[label.end() :]
    text = _FRACTION.sub(r"\1/\2", _DECIMAL.sub(r"\1", _WRAPPED.sub(r"\1", text)))
    if text[:1] in "'\"" and not form.startswith(("'", '"')):
        text = _unquoted(text)
    if _LETTER_FORM.fullmatch(form):
        letter = _LETTER.fullmatch(text)
        return f"({letter[1] or letter[2]})" if letter else text
    if form.startswith("[["):
        return _as_rows(text)
    if form.startswith("["):
        return _as_list(text)
    return _as_items(text, form) if _is_row_of_items(form) else text


def fits_form(line: str, form: str) -> bool:
    """Whether a line can be nothing but the answer that the form shows."""
    if len(line) > _MOST or not line:
        return False
    if form.startswith("["):
        return isinstance(_value(line), list)
    if _is_row_of_items(form):
        return line.count(",") >= 2 and not line.rstrip().endswith((".", ":"))
    if _LETTER_FORM.fullmatch(form):
        return re.fullmatch(r"\([A-Z]\)", line) is not None
    return form.isalpha() and _NUMBER.fullmatch(line) is not None


def misses_form(answer: str, form: str) -> bool:
    """Whether an answer cannot be what the form shows: one item for many, or no list for a list."""
    if form.startswith("[") and form.endswith("]"):
        return not answer.startswith("[")
    return _is_row_of_items(form) and "..." in form and "," not in answer


def _is_row_of_items(form: str) -> bool:
    """Whether a form shows items with commas between them and nothing around them."""
    return "," in form and not any(sign in form for sign in "[](){}'\"=+:")


def _as_rows(text: str) -> str:
    """A list of lists, from lines of cells or lines that are lists."""
    lines = [line.strip().rstrip(",") for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or lines[0].startswith("[["):
        return _as_list(text)
    cells = [_ITEM.findall(line.strip("[]() ")) for line in lines]
    if len({len(row) for row in cells}) != 1 or len(cells[0]) < 2:
        return text
    return "[" + ", ".join(f"[{', '.join(row)}]" for row in cells) + "]"


def _as_list(text: str) -> str:
    if text.startswith("["):
        return _closed(text)
    value = _value(text)
    return repr(list(value)) if isinstance(value, tuple) and value else text


def _as_items(text: str, form: str) -> str:
    """Items with commas between them, out of a list, a list of lists or lines of cells."""
    between = ", " if ", " in form else ","
    lines = text.splitlines()
    if len(lines) > 1 and not text.startswith(("[", "(")):
        rows = [_ITEM.findall(line) for line in lines if line.strip()]
        even = len({len(row) for row in rows}) == 1
        return between.join(item for row in rows for item in row) if even else text
    if not text.startswith(("[", "(")):
        return text
    value = _value(_closed(text))
    if not isinstance(value, list | tuple) or not value:
        return text
    groups = [item if isinstance(item, list | tuple) else [item] for item in value]
    if not all(isinstance(item, str | int | float) for group in groups for item in group):
        return text
    spelled = [[str(int(x)) if isinstance(x, bool) else str(x) for x in group] for group in groups]
    words = len(form.split(",")[0].split())
    if words > 1 and any(len(group) != words for group in spelled):
        return text
    within = " " if words > 1 else between
    return between.join(within.join(group) for group in spelled)


def _closed(text: str) -> str:
    """The text with the brackets closed that it left open, where that makes it a value."""
    if _value(text) is not None:
        return text
    missing: list[str] = []
    for sign in text:
        if sign in _CLOSING:
            missing.append(_CLOSING[sign])
        elif missing and sign == missing[-1]:
            missing.pop()
    whole = text + "".join(reversed(missing))
    return whole if 0 < len(missing) <= 2 and _value(whole) is not None else text


def _unquoted(text: str) -> str:
    value = _value(text)
    return value if isinstance(value, str) and value.strip() and "\n" not in value else text


def _value(text: str) -> object:
    """The Python value that a text spells; None when it spells none."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None
