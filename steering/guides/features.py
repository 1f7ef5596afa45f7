"""What a question looks like: shape and vocabulary, never which task it is."""

import re
from dataclasses import dataclass

__all__ = ["Features", "read_features"]

_FORM = re.compile(r"<<<(.{0,200}?)>>>", re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_OPERATOR = r"\s*(?:\*\*|[*/+^\u00d7\u00f7]|\s-\s)\s*"
_OPERAND = r"\(?-?\d[\d.]*+\)?"
# Of what stands at either end no more is read than is needed, so that no digit is read twice.
_FORMULA = re.compile(
    rf"\d\.*\)?(?:{_OPERATOR}{_OPERAND}){{2}}|\d\d\)?{_OPERATOR}\(?-?\d\d", re.ASCII
)
_PLURAL = {"row": "s", "column": "s", "diagonal": "s", "region": "s", "block": "s", "box": "es"}
_UNIT = re.compile(rf"\b({'|'.join(_PLURAL)})(?:es|s)?\b", re.IGNORECASE)
_CELL = re.compile(r"[^\s,;|]+")

_WORDS = {
    "arithmetic": r"\b(?:expression|equation|operators?|parenthes[ie]s)\b",
    "target": r"\b(?:equals?|reach(?:es)?|obtain|value is|result is|make|makes|target)\b",
    "use_all": r"\b(?:each|every|all)\b[^.\n]{0,40}\b(?:numbers?|digits?)\b[^.\n]{0,60}\bonce\b",
    "constraint": r"\b(?:once|no two|different|distinct|must not|may not|"
    r"must be|cannot|conflict|constraints?|satisf(?:y|ies)|rules?|adjacent|next to|left of|"
    r"right of|before|after|agrees? with|consistent with)\b",
    "assign": r"\b(?:assign|arrange|place|fill|complete|seat|schedule|order|colou?r|allocate|"
    r"sequences?)\b",
    "unit": r"\b(?:rows?|columns?|box(?:es)?|cells?|grid|board|diagonals?|positions?)\b",
    "steps": r"\b(?:moves?|steps?|turns?|actions?|plan|path|route|shortest|reach|get from|"
    r"fewest|minimum number)\b",
    "goal": r"\b(?:goal|destination|end state|final state|target state|from .{1,40} to)\b",
    "simulate": r"\b(?:apply|repeat(?:edly)?|until|then|after each|each step|in order|process|"
    r"operations?|simulate|machine|instructions?|rotate|replace|swap|insert(?:ed|s)?)\b",
    "count": r"\b(?:how many|number of (?:ways|different|possible)|count|probability|odds|"
    r"combinations|permutations)\b",
    "text": r"\b(?:letters?|characters?|words?|strings?|vowels?|substrings?|spell(?:ed|ing)?)\b",
    "calculate": r"\b(?:calculate|compute|evaluate|multiply|product|sum|divided|percent|total|"
    r"how much|interest|average|mean|square root|area|volume|perimeter|radius|distance)\b",
    "optimise": r"\b(?:maximi[sz]e|minimi[sz]e|best|cheapest|largest|smallest|optimal|at least)\b",
    "date": r"\b(?:calendar|weekday|days? (?:after|before|between)|date|january|february|march|"
    r"april|june|july|august|september|october|november|december)\b",
    "logic": r"\b(?:truth(?:ful)?|lies?|liars?|true|false|implies|if and only if|n?either)\b",
    "prose": r"\b(?:explain|describe|why|summari[sz]e|essay|opinion|write an? (?:email|poem|story|"
    r"letter)|who (?:is|was|wrote)|translate|advice|compare)\b",
}
_COMPILED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _WORDS.items()}
_MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The shape of a question.

    Attributes:
        numbers: How many numbers it names.
        longest_number: Digits of the longest of them.
        grid_rows: Rows of the largest block of equally long lines; 0 without one.
        grid_columns: Cells in each of its rows.
        units: Groups of cells that it speaks of: rows, columns, boxes and the like.
        words: Kinds of vocabulary, with how often each occurs.
        formula: Whether it shows several numbers joined by operators.
        bracketed: Whether it demands an answer in `<<<...>>>`.
        template: What it shows between those brackets.
    """

    numbers: int
    longest_number: int
    grid_rows: int
    grid_columns: int
    units: tuple[str, ...]
    words: dict[str, int]
    formula: bool
    bracketed: bool
    template: str

    def has(self, *names: str) -> bool:
        """Whether every one of these kinds of vocabulary occurs."""
        return all(self.words.get(name, 0) for name in names)


def read_features(question: str) -> Features:
    """Read a question's features; only its first 20,000 characters are looked at."""
    text = question[:_MOST_TEXT]
    numbers = _NUMBER.findall(text)
    rows, columns = _grid(text)
    units = _UNIT.findall(text)
    forms = _FORM.findall(question[-_MOST_TEXT:]) or _FORM.findall(text)
    return Features(
        numbers=len(numbers),
        longest_number=max((len(re.sub(r"\D", "", n)) for n in numbers), default=0),
        grid_rows=rows,
        grid_columns=columns,
        units=tuple(dict.fromkeys(f"{unit.lower()}{_PLURAL[unit.lower()]}" for unit in units)),
        words={
            name: count
            for name, pattern in _COMPILED.items()
            if (count := sum(1 for _ in pattern.finditer(text)))
        },
        formula=bool(_FORMULA.search(text)),
        bracketed=bool(forms),
        template=forms[-1].strip() if forms else "",
    )


def _grid(text: str) -> tuple[int, int]:
    """Rows and columns of the longest run of lines with as many, three or more, short cells."""
    best = columns = run = width = 0
    for line in text.splitlines():
        cells = _CELL.findall(line.strip("[]() \t"))
        short = len(cells) >= 3 and all(len(cell.strip("[]()'\"")) <= 3 for cell in cells)
        run = run + 1 if short and len(cells) == width else int(short)
        width = len(cells) if short else 0
        if run > best:
            best, columns = run, width
    return (best, columns) if best >= 3 else (0, 0)
