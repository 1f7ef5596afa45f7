"""Reads the rows of a grid out of an answer: bracketed, on lines, or parted by other signs."""

import re

__all__ = ["rows_of"]

_ROW = re.compile(r"\[([^\[\]]*)\]")


def rows_of(text: str) -> list[str] | None:
    """The rows as they are written, without what parts them; a flat list of cells is one row.

    Args:
        text: An answer without its label; parentheses are brackets already.

    Returns:
        The rows, or None where something stands between their brackets.
    """
    if "," in text:  # Then these part rows, which must have their length.
        text = re.sub("[;|]", "\n", text)
    rows = _ROW.findall(text)
    if rows and re.sub(r"[\s,;]", "", _ROW.sub("", text)) not in ("", "[]"):
        return None
    lines = [line.strip() for row in rows or [text] for line in row.splitlines() if line.strip()]
    if len(lines) > 1:
        lines = [line.strip("|").rstrip(",; \t").lstrip() for line in lines]
    return lines
