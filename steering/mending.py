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
_PLAIN_LABEL = re.compile(r"(?:the )?(?:final |correct |best )?(?:answer|result)\b", re.IGNORECASE)
_LABELLED = re.compile(r"(?:^|[\s,;])[^\W\d_]\w*(?: is)?\s?[:=]", re.MULTILINE)
_SHOWS_LABELS = re.compile(
    r"[:=]|\b(?:equation|formula|code|program|statement|assignment|script|query|line)s?\b",
    re.IGNORECASE,
)
_IT_IS = re.compile(r"(?:it|that|this)(?:['\u2019]s| is| equals) (?=-?\d)", re.IGNORECASE)
_QUOTED = re.compile(
    r"'(?:[^'\\\n]|\\(?:[\\'\"]|u[\da-f]{4}|x[\da-f]{2}))*'"
    r'|"(?:[^"\\\n]|\\(?:[\\\'\"]|u[\da-f]{4}|x[\da-f]{2}))*"',
)
_GROUPED = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})*,0\d\d(?!\d)")
_SAYS_IN_WORDS = re.compile(r"\b(?:yes|no|true|false)\b", re.IGNORECASE)
_FLOAT = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_BETWEEN = re.compile(r"\s*[,;|]\s*")
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
    text = _DECIMAL.sub(r"\1", _WRAPPED.sub(r"\1", _unlabelled(answer, form)))
    text = _FRACTION.sub(lambda made: made[1] if made[2] == "1" else f"{made[1]}/{made[2]}", text)
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


def _unlabelled(answer: str, form: str) -> str:
    """The answer without a label before it, unless the label is a part of it."""
    if _SHOWS_LABELS.search(form):
        return answer
    if (it_is := _IT_IS.match(answer)) and _NUMBER.fullmatch(answer, it_is.end()):
        return answer[it_is.end() :]
    label = _LABEL.match(answer)
    if label is None:
        return answer
    rest = answer[label.end() :]
    alone = _PLAIN_LABEL.match(answer) and "\n" not in rest
    return rest if alone or not _LABELLED.search(rest) else answer


def fits_form(line: str, form: str) -> bool:
    """Whether a line can be nothing but the answer that the form shows."""
    if len(line) > _MOST or not line:
        return False
    if form.startswith("["):
        value = _value(line)
        nested = form.startswith("[[")
        return isinstance(value, list) and (
            not nested or all(isinstance(row, list) for row in value)
        )
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
    if all(isinstance(_value(line), list) for line in lines):
        return f"[{', '.join(lines)}]"
    cells = [_cells(line.strip("[]() ")) for line in lines]
    if len({len(row) for row in cells}) != 1 or len(cells[0]) < 2:
        return text
    return "[" + ", ".join(f"[{', '.join(row)}]" for row in cells) + "]"


def _cells(line: str) -> list[str]:
    """The cells of a line; none where words may belong together: a name of two is one cell."""
    if _BETWEEN.search(line):
        return [] if "'" in line or '"' in line else _BETWEEN.split(line.strip(" ,;|"))
    cells = line.split()
    return cells if all(len(cell) <= 2 or _NUMBER.fullmatch(cell) for cell in cells) else []


def _as_list(text: str) -> str:
    if text.startswith("["):
        return _closed(text)
    value = _value(text)
    if not isinstance(value, tuple) or not value:
        return text
    inner = text.rstrip(" ,")
    for made in (f"[{text[1:-1].rstrip(' ,')}]", f"[{inner}]"):
        if _value(made) == list(value):
            return made  # The items are spelled as before.
    return repr(list(value))


def _as_items(text: str, form: str) -> str:
    """Items with commas between them, out of a list, a list of lists or lines of cells."""
    between = ", " if ", " in form else ","
    words = len(form.split(",")[0].split())
    lines = text.splitlines()
    if text.startswith(("[", "(")):
        groups = _groups(_closed(text), form)
    elif len(lines) > 1:
        groups = [_cells(line.strip()) for line in lines if line.strip()]
        if not any(groups) and len(groups) == len(form.split(",")) and "..." not in form:
            return between.join(line.strip() for line in lines if line.strip())
    else:
        return text
    # Rows of another length than the others say more than their items in a row would.
    if not groups or not groups[0] or len({len(group) for group in groups}) > 1:
        return text
    if words > 1 and len(groups[0]) != words:
        return text
    within = " " if words > 1 else between
    return between.join(within.join(group) for group in groups)


def _groups(text: str, form: str) -> list[list[str]]:
    """The items of a list, or of the lists in it, as they are spelled; none if that is not sure."""
    value = _value(text)
    if not isinstance(value, list | tuple):
        return []
    groups = [item if isinstance(item, list | tuple) else [item] for item in value]
    items = [item for group in groups for item in group]
    if not all(isinstance(item, str | int | float) for item in items):
        return []
    if any(isinstance(item, str) and _BETWEEN.search(item) for item in items):
        return []
    in_words = any(isinstance(item, bool) for item in items) and _SAYS_IN_WORDS.search(form)
    if in_words:
        return []
    floats = {float(number[0]): number[0] for number in _FLOAT.finditer(text)}
    return [[_spelled(item, floats) for item in group] for group in groups]


def _spelled(item: str | int | float, floats: dict[float, str]) -> str:
    if isinstance(item, bool):
        return str(int(item))
    return floats.get(item, str(item)) if isinstance(item, float) else str(item)


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
    if not _QUOTED.fullmatch(text):
        return text  # Two quoted texts, or backslashes of the answer itself.
    value = _value(text)
    return value if isinstance(value, str) and value.strip() else text


def _value(text: str) -> object:
    """The Python value that a text spells; None when it spells none for certain."""
    if _GROUPED.search(text):
        return None  # 1,000 is a thousand, not 1 and 0.
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None
