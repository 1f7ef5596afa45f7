"""Marks in a question's text that no word tells: equations, links, lists of data, claims, dates."""

import re
from collections.abc import Iterator
from itertools import islice

__all__ = ["MOST_COUNTED", "marks_in"]

MOST_COUNTED = 3
"""More often than that makes no difference."""

_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTH = f"(?:{'|'.join(_MONTHS)})"
_LINK = r"\w{1,12} ?(?:->|--?|\u2013| to ) ?\w{1,12}[ :(=]{0,3}\d{0,6}[^,;\n]{0,6}"

# A pattern is tried only on a text that holds one of its signs. In lower case:
_LOWER = tuple(
    (name, tuple(signs), re.compile(pattern))
    for name, signs, pattern in (
        ("equation", "=^",
         r"(?<!\w)\(?[a-z]\)?(?:\s?[-+*/^]\s?[\w(.]{1,12}){0,6}\s?=\s?-?[\d(a-z.]"
         r"|\d[a-z]\b(?:\s?\^\s?\d)?\s?[-+=]|[a-z]\s?\^\s?\d"),
        ("power", "%^!", r"\d\s?\^\s?\d|\d!|\b\d{1,9}\s?%"),
        ("formula of logic", (
            "->", "=>", "|", "&", "xor", "implies", " and ", " or ", "\u2227", "\u2192"),
         r"\b[a-z]\)? (?:->|=>|<->|and|or|&|\||xor|implies) \(?(?:not )?[a-z]\b(?! \w)"
         r"|[\u2227\u2228\u00ac\u2192]"),
        ("clock", (":", "pm", "am"), r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]m\b"),
        ("full date", _MONTHS,
         rf"\b\d{{1,2}}[a-z]{{0,2}} (?:of )?{_MONTH}"
         rf"|\b{_MONTH}\w{{0,6}}\.? \d{{1,2}}[a-z]{{0,2}}\b"),
        ("full date", "-/", r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{4}\b"),
        ("links", "-\u2013>", rf"\b{_LINK}[,;\n] ?(?:and )?{_LINK}[,;\n.]"),
        ("quoted", "\"\u201c'",
         r"\"[^\"\n]{2,400}\"|\u201c[^\u201d\n]{2,400}\u201d|'[^'\n]{3,400}'(?!\w)"),
        ("list of data", ",;", r"-?\d[\d.]{0,9}(?:(?:,| ,|;) ?(?:and )?-?\d[\d.]{0,9}){3}"),
        ("pairs of data", "(",
         r"\(-?[\d.]{1,9}, ?-?[\d.]{1,9}\)[,;]? ?(?:and )?\(-?[\d.]{1,9}, ?"),
        ("records", ";:,",
         r"[a-z],? \d[\d.]{0,9}(?:,[^;,\n]{1,20})?; ?\w|[a-z] \d[\d.]{0,9}, [a-z]{2,12} \d"),
        ("program", ("print(", "while ", "def ", "in range", "+=", "-="),
         r"\b(?:for \w{1,12} in|while [^\n.]{1,30}:|print\(|def \w{1,20}\()|[+-]="),
        ("bullets", "\n", r"\n[ \t]{0,8}(?:[-*\u2022]|\(?\d{1,3}[.)]|rule \d{1,2}[:.])[ \t]"),
        ("arrows", ">\u2192", r" (?:->|=>|\u2192) "),
        ("brackets of data", "[", r"\[-?[\w'\"]{1,12}(?:, ?-?[\w'\"]{1,12}){2}"),
    )
)  # fmt: skip
# As written:
_AS_WRITTEN = tuple(
    (name, signs, re.compile(pattern, re.ASCII))
    for name, signs, pattern in (
        ("letter sum", (" + ",), r"\b[A-Z]{2,10} \+ [A-Z]{2,10} = [A-Z]{2,10}\b"),
        ("claims", ("say", "said", "claim", "state", "repli", "reads"),
         r"\b[A-Z]\w{0,20}(?: \w{1,12}){0,2} (?:says|said|claims|claimed|states|replies)\b"
         r"|\b(?:says|reads|claim of [A-Z]\w{0,20} is)[ :,]"),
        ("capitals", ("",), r"\b[A-Z]{5,}\b"),
        ("options", ("\n",), r"\n[ \t]{0,8}\(?[A-H][.)] "),
        ("commands", ("",), r"\b[A-Z]\d{1,3}(?: [A-Z]\d{0,3}){3}\b"),
    )
)  # fmt: skip


def marks_in(text: str) -> Iterator[tuple[str, int]]:
    """The marks of a text, each with how often it occurs, counted as far as it matters."""
    for searched, marks in ((text.lower(), _LOWER), (text, _AS_WRITTEN)):
        for name, signs, pattern in marks:
            if any(sign in searched for sign in signs):
                count = sum(1 for _ in islice(pattern.finditer(searched), MOST_COUNTED))
                if count:
                    yield name, count
