"""What a question looks like: shape and vocabulary, never which task it is."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from codesteer.steering.guides.marks import MOST_COUNTED, marks_in
from codesteer.steering.guides.vocabulary import NUMBER_WORDS, cues_in

__all__ = ["Features", "read_features"]

_FORM = re.compile(r"<<<(.{0,200}?)>>>", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"'\u201d)]*\s+|\n+")
_TOKEN = re.compile(r"[a-z]+(?:['\u2019-][a-z]+)*|\d[\d.,]*+|[+*/%=-]")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_OPERATOR = r"\s*(?:\*\*|[*/+^\u00d7\u00f7]|\s-\s)\s*"
_OPERAND = r"\(?-?\d[\d.]*+\)?"
# Of what stands at either end no more is read than is needed, so that no digit is read twice.
_FORMULA = re.compile(
    rf"\d\.*\)?(?:{_OPERATOR}{_OPERAND}){{2}}|\d\d\)?{_OPERATOR}\(?-?\d\d", re.ASCII
)
_PLURAL = {"row": "s", "column": "s", "diagonal": "s", "region": "s", "block": "s", "box": "es"}
_UNITS = {
    spelled: f"{unit}{ending}"
    for unit, ending in _PLURAL.items()
    for spelled in (unit, f"{unit}{ending}")
}
_NAME = re.compile(r"\b[A-Z][a-z]{0,20}\b")
_NAME_WITHIN = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,20}\b")
_COMMON = frozenset((
    "a", "i", "the", "it", "he", "she", "we", "you", "they", "if", "in", "is", "what", "which",
    "who", "how", "each", "every", "find", "no", "not", "one", "two", "and", "then", "there",
    "this", "that", "give", "all", "on", "at", "for", "from", "to", "of",
))  # fmt: skip
_BETWEEN = re.compile(r"[,;|\t]")
_DIGIT = re.compile(r"\d")
_CELL = re.compile(r"[^\s,;|]+")

_ASKING = frozenset((
    "find", "compute", "calculate", "determine", "give", "list", "write", "explain", "describe",
    "solve", "show", "tell", "what", "which", "who", "why", "when", "where", "how", "is", "are",
    "do", "does", "did", "can", "in", "on", "make", "count", "evaluate", "translate", "summarise",
    "summarize", "rewrite", "suggest", "name", "compare", "decrypt", "convert", "sort", "extract",
    "replace", "reverse", "rank", "fit", "prove", "simplify", "differentiate", "integrate",
    "draft", "plan", "work",
))  # fmt: skip
_STRENGTH = (0.0, 0.6, 0.85, 1.0)
_LAID_OUT = ("formula", "grid", "drawing", "table")
_HEAD, _TAIL = 16_000, 4_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """The shape of a question; of one question there is one, so that what follows is found once.

    Attributes:
        numbers: How many numbers it names in digits.
        words: How many words it has.
        grid_rows: Rows of the largest block of equally long lines; 0 without one.
        grid_columns: Cells in each of its rows.
        units: Groups of cells that it speaks of: rows, columns, boxes and the like.
        cues: What its vocabulary and its marks hint at, each with a strength from 0 to 1; those of
            the sentences that ask stand a second time, behind `ask `.
        bracketed: Whether it demands an answer in `<<<...>>>`.
        template: What it shows between those brackets.
    """

    numbers: int
    words: int
    grid_rows: int
    grid_columns: int
    units: tuple[str, ...]
    cues: Mapping[str, float]
    bracketed: bool
    template: str

    def strength(self, cue: str) -> float:
        """How strongly something is hinted at, 0 to 1."""
        return self.cues.get(cue, 0.0)


def read_features(question: str) -> Features:
    """Read a question's features; of a long one its first 16,000 and last 4,000 characters."""
    if len(question) > _HEAD + _TAIL:
        question = f"{question[:_HEAD]}\n{question[-_TAIL:]}"
    return _read(question)


@lru_cache(maxsize=64)
def _read(text: str) -> Features:
    forms = _FORM.findall(text)
    sentences = [part for part in _SENTENCE_END.split(text) if part and "<<<" not in part]
    told = "\n".join(sentences)
    rows, columns = _grid(text)
    numbers = _NUMBER.findall(told)
    counts, words = _vocabulary(sentences)
    marks = Counter[str]()
    for name, count in marks_in(told):
        marks[name] += count
    counts.update(marks)
    counts["formula"] = 2 * bool(_FORMULA.search(told))
    counts["grid"] = 3 if rows else 0
    counts["drawing"] = 3 * _is_drawing(text)
    counts["table"] = 3 * _is_table(sentences)
    counts["form"] = 3 * bool(forms)
    quantities = len(numbers) + sum(1 for word in words if word in NUMBER_WORDS)
    counts["a number"] = quantities
    counts["numbers"] = max(0, quantities - 1)
    counts["many numbers"] = max(0, quantities - 5)
    counts["long numbers"] = sum(1 for n in numbers if len(n) >= 5)
    counts["short"] = 3 * (len(words) < 16)
    repeated, once = _names(told)
    counts["names"] = max(0, repeated - 1)
    counts["proper names"] = once
    counts["dense numbers"] = 12 * quantities // max(len(words), 1)
    counts["told"] = max(0, sum(1 for part in sentences if "?" not in part and " " in part) - 1)
    marked = bool(marks) or any(counts[name] for name in _LAID_OUT)
    counts["no data"] = 3 * (quantities == 0 and not marked and not counts["names"])
    return Features(
        numbers=len(numbers),
        words=len(words),
        grid_rows=rows,
        grid_columns=columns,
        units=tuple(dict.fromkeys(_UNITS[word] for word in words if word in _UNITS)),
        cues={name: _STRENGTH[min(count, MOST_COUNTED)] for name, count in counts.items() if count},
        bracketed=bool(forms),
        template=forms[-1].strip() if forms else "",
    )


def _vocabulary(sentences: list[str]) -> tuple[Counter[str], list[str]]:
    """How often each cue occurs, apart from that in what is asked, and all words."""
    told: list[str] = []
    asked: list[str] = []
    words: list[str] = []
    for sentence in sentences:
        tokens = _TOKEN.findall(sentence.lower())
        words += tokens
        cues = cues_in(tokens)
        told += cues
        if "?" in sentence or (tokens and tokens[0] in _ASKING):
            asked += cues
    counts = Counter(told)
    counts.update({f"ask {cue}": count for cue, count in Counter(asked).items()})
    return counts, words


def _names(text: str) -> tuple[int, int]:
    """How many words with a capital letter occur more than once, and how many once in a sentence.

    Common words do not count, nor do those that begin a sentence where they occur once.
    """
    counts = Counter(_NAME.findall(text))
    repeated = sum(1 for name, n in counts.items() if n > 1 and name.lower() not in _COMMON)
    once = sum(1 for name in _NAME_WITHIN.findall(text) if counts[name] == 1)
    return repeated, once


def _grid(text: str) -> tuple[int, int]:
    """Rows and columns of the longest run of lines with as many, three or more, short cells."""
    best = columns = run = width = 0
    for line in text.splitlines():
        row = line.strip("[]() \t")
        first = _CELL.search(row)
        if first is None or not _is_short(first.group()):  # most lines of most questions
            run = width = 0
            continue
        cells = _CELL.findall(row)
        short = len(cells) >= 3 and all(map(_is_short, cells))
        run = run + 1 if short and len(cells) == width else int(short)
        width = len(cells) if short else 0
        if run > best:
            best, columns = run, width
    return (best, columns) if best >= 3 else (0, 0)


def _is_short(cell: str) -> bool:
    return len(cell.strip("[]()'\"")) <= 3


def _is_drawing(text: str) -> bool:
    """Whether three lines or more of as many signs without a space stand together."""
    run, width = 0, 0
    for line in text.splitlines():
        signs = line.strip()
        drawn = 3 <= len(signs) <= 200 and len(signs.split(None, 1)) == 1
        run = run + 1 if drawn and len(signs) == width else int(drawn)
        width = len(signs) if drawn else 0
        if run >= 3:
            return True
    return False


def _is_table(lines: list[str]) -> bool:
    """Whether three lines or more have as many columns, some of words and some of numbers."""
    run, width, mixed = 0, 0, False
    for line in lines:
        cells = _BETWEEN.split(line) if len(line) < 400 else []
        kept = len(cells) if 2 <= len(cells) <= 30 else 0
        run = run + 1 if kept and kept == width else int(bool(kept))
        width = kept
        numeric = sum(1 for cell in cells if _DIGIT.search(cell)) if kept else 0
        mixed = (mixed or 0 < numeric < len(cells)) if run > 1 else 0 < numeric < len(cells)
        if run >= 3 and mixed:
            return True
    return False
