"""Question data: the numbers, names and rows that a question gives, and what holds them."""

import re

__all__ = ["QuestionData"]

_MOST_READ = 20_000
_NUMBER = re.compile(r"(?<![\w*#.])\d{1,40}(?:\.\d{1,40})?(?![\d*#])")
_WORD = re.compile(r"[A-Za-z][A-Za-z']*")
_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][a-z]{1,20}\b", re.MULTILINE)
_QUOTED = re.compile(r"(?<![A-Za-z])([\"'])([^\"'\n]{2,200})\1(?![A-Za-z])")
_FORM = re.compile(r"<<<.*?>>>", re.DOTALL)
_SPACES = re.compile(r"[^a-z0-9.\-]+|\.(?!\d)|(?<!\w)-(?=\D)")
_SQUEEZED = re.compile(r"[^A-Za-z0-9#.*]+")
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
_LETTER_ROW = re.compile(r"^[A-Za-z](?: [A-Za-z])+$|\b[A-Z](?:,? [A-Z]\b){3,}", re.MULTILINE)
_CELL = re.compile(r"-?\d+(?:\.\d+)?")
_LISTED = re.compile(r"\b[a-z]{2,}(?:, [a-z]{2,}){2,}")
_AFTER_COLON = re.compile(r": ((?:[a-z]+ ){2,20}[a-z]+)[.?]?$", re.MULTILINE)
_KNOWLEDGE = re.compile(
    r"(who (wrote|painted|composed|invented|discovered|directed|built|founded|designed|was)"
    r"|when (was|were|did)|where (is|was)|what is the (capital|currency|chemical)"
    r"|in (which|what) (year|country|city))\b[^\n]{0,150}$",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"((^|[.:;!?,] |\n)(is|are|can|does|do|will|would|could|did|was|were|has|have) |\bwhether\b"
    r"|\byes\b|\btrue\b|\bvalid\b|\bcheck\b)",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(how (many|long|large|few)|number of|count|length|fewest|most|size)\b", re.IGNORECASE
)
_RULE_WORDS = {"Each", "The", "Finish", "Rules", "Every", "Round", "Print", "Answer", "Yes", "No"}
_SPELLED = {
    "one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12,
    "double": 2, "half": 2, "third": 3, "quarter": 4,
}  # fmt: skip
_ORDINARY = {
    0, 1, 2, 3, 7, 10, 12, 24, 60, 90, 100, 180, 360, 365, 1000, 3600, 0.5, 26, 28, 29, 30, 31, 32,
    52, 144, 168, 366, 1024, 1440, 10_000, 86_400, 100_000, 1_000_000, 3.14, 3.1416, 3.14159, 9.8,
    9.81, 273.15,    1.8, 2.54, 1.609, 1.60934, 0.4536, 1e-6, 1e-9,
}  # fmt: skip
_SHARE = 2.0
_LONG_WORD = 3
_HUNDRED = 100.0
_GRID_ROWS = 2
_LONG_RUN = 5
_LARGE_GRID = 12
_OF_GRID = 0.25
_MANY = 2.0
_ENOUGH_TO_TELL = 1.0
_LITTLE = 0.25
_SEVERAL = 3
_MOST_OF = 0.75


class QuestionData:
    """What a question gives to work with.

    Args:
        question: Its text; empty when it is not known. Only the beginning of a very long one is
            read.
    """

    def __init__(self, question: str) -> None:
        text = _FORM.sub(" ", question[:_MOST_READ])
        self.known = bool(question.strip())
        self.numbers = {float(n) for n in _NUMBER.findall(text)}
        words = {word.lower() for word in _WORD.findall(text)}
        plain = {w.lower() for w in _WORD.findall(text) if not w.isupper()}  # no letters of a sum
        self._spelled = {float(n) for word, n in _SPELLED.items() if word in plain}
        self._words = words
        self._text = text.lower()
        self._spaced = f" {_SPACES.sub(' ', text.lower())} "
        self._squeezed = _squeeze(text)
        self._cells = _grid_cells(text)
        self._telling = _telling(text, self.numbers)
        self._names = _names(text)
        self._runs = {run.lower() for run in _CAPITALS.findall(text)}
        self._runs |= {q.lower() for _, q in _QUOTED.findall(text)}
        self.asks_yes_or_no = bool(_YES_OR_NO.search(text))
        self.asks_how_many = bool(_HOW_MANY.search(text))
        self.asks_for_knowledge = not self.numbers and bool(_KNOWLEDGE.match(text.strip()))

    def has_number(self, number: float) -> bool:
        """Whether a number stands in the question, in digits or as a word."""
        return abs(number) in self.numbers or abs(number) in self._spelled

    def has_text(self, text: str) -> bool:
        """Whether a text stands in the question, apart from layout."""
        plain = text.strip().lower()
        if len(plain) <= 1:
            return bool(plain) and plain in self._words
        if len(plain) <= _LONG_WORD and plain.isalpha() and plain in self._text:
            return plain in self._words or any(plain in run for run in self._runs)
        if plain in self._text:
            return True
        squeezed = _squeeze(text)
        return len(squeezed) >= _LONG_RUN and squeezed in self._squeezed

    def in_order(self, row: list[str]) -> bool:
        """Whether the words of a row stand in the question one behind the other."""
        at = 0
        for word in row:
            sought = f" {_SPACES.sub(' ', word.lower()).strip()} "
            found = self._spaced.find(sought, at)
            if found < 0:
                return False
            at = found + len(sought) - 1
        return True

    def held(self, texts: list[str], numbers: list[float], leaves: int, *, literal: bool) -> float:
        """How much of the data a program holds.

        Args:
            texts: Its strings and the names in it, apart from those that it merely shows.
            numbers: Its numbers.
            leaves: How many values its lists and texts have.
            literal: Whether it shows a literal; then little data tell enough.

        Returns:
            A share, 0 to 1; 1 where there is no data to hold.
        """
        if self._cells >= _LARGE_GRID:
            if leaves < _OF_GRID * self._cells:
                return 0.0
            if not self._many_numbers():
                return 1.0
        if not literal and not (self._telling and self.numbers):
            return 1.0  # names alone may be written in any way
        mine = {_spell(abs(n) + by) for n in numbers for by in (0, -1) if abs(n) + by >= 0}
        pieces: list[str] = []
        for text in texts:
            lowered = text.lower()
            mine.add(lowered)
            mine.update(_WORD.findall(lowered), re.split(r"[^a-z]+", lowered))
            mine.update(_spell(float(n)) for n in _NUMBER.findall(lowered))
            pieces.append(_squeeze(text))
        whole = "".join(pieces)
        if any(_tells(text) and _squeeze(text) in self._squeezed for text in texts):
            return 1.0
        runs = [word for word in self._telling if len(word) >= _LONG_RUN]
        mine.update(run for run in runs if _squeeze(run) and _squeeze(run) in whole)
        mine |= self._by_letters(mine)
        weights = self._weights()
        if literal and not self._telling:
            weights |= dict.fromkeys(self._names, 1.0)  # of one or two, too
        if not weights or sum(weights.values()) < (_LITTLE if literal else _ENOUGH_TO_TELL):
            return 1.0
        return sum(w for word, w in weights.items() if word in mine) / sum(weights.values())

    def _by_letters(self, mine: set[str]) -> set[str]:
        """Names that stand as their first letters, and runs of letters that stand one by one."""
        runs = {run for run in self._telling if run.isalpha() and len(run) > 1}
        spelled = {run for run in runs - self._names if set(run) <= mine}
        initials = {name[0] for name in self._names}
        if len(initials) >= _SEVERAL and len(initials & mine) >= _MOST_OF * len(initials):
            return spelled | self._names
        return spelled

    def _many_numbers(self) -> bool:
        """Whether numbers that tell this question from others are most of its data."""
        return sum(_weight(word) for word in self._telling if word[0].isdigit()) >= _MANY

    def _weights(self) -> dict[str, float]:
        numbers_only = self._many_numbers()
        words = (word for word in self._telling if word[0].isdigit() or not numbers_only)
        return {word: _weight(word) for word in words}

    def is_ordinary(self, number: float) -> bool:
        """Whether a number belongs to everyday reckoning, or is a datum in another form."""
        return abs(number) in _ORDINARY or self._is_derived(abs(number))

    def _is_derived(self, number: float) -> bool:
        """Whether a number is a per cent of the question as a share or factor, or cents of it."""
        shares = (number, 1 - number, number - 1) if number < _SHARE else ()
        found = {round(share * _HUNDRED, 9) for share in shares} | {round(number / _HUNDRED, 9)}
        return bool({n for n in found if n > 0} & self.numbers)


def _telling(text: str, numbers: set[float]) -> set[str]:
    """What a program for a question would have to hold some of, in lower case."""
    names = _names(text)
    names = names if len(names) >= _SEVERAL else set()
    quoted = {q.lower() for _, q in _QUOTED.findall(text) if not (q.isalpha() and len(q) < 9)}
    spelled = {_spell(n) for word, n in _SPELLED.items() if n > 2 and f" {word} " in text}
    letters = {c.lower() for row in _LETTER_ROW.findall(text) for c in row if c.isalpha()}
    runs = {run.lower() for run in _CAPITALS.findall(text)}
    listed = {word.strip() for words in _LISTED.findall(text) for word in words.split(",")}
    listed |= {word for words in _AFTER_COLON.findall(text) for word in words.split()}
    found = {_spell(n) for n in numbers if n not in {0.0, 1.0}} | spelled
    return found | names | quoted | runs | listed | letters


def _tells(text: str) -> bool:
    """Whether a text is no ordinary word: that it stands in the question is no accident."""
    squeezed = _squeeze(text)
    return len(squeezed) >= _LONG_RUN and (not squeezed.isalpha() or text.isupper())


def _names(text: str) -> set[str]:
    return {name.lower() for name in _NAME.findall(text) if name not in _RULE_WORDS}


def _weight(word: str) -> float:
    """How much it tells that a program holds a word of the data."""
    if word[0].isdigit() and len(word) > 1 and float(word) in _ORDINARY:
        return 0.1
    return 0.25 if len(word) == 1 else 1.0


def _squeeze(text: str) -> str:
    return _SQUEEZED.sub("", text).lower()


def _spell(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _grid_cells(text: str) -> int:
    """How many cells the grids in a text have: lines of the same many short pieces."""
    cells = run = width = 0
    for line in [*text.splitlines(), ""]:
        pieces = line.replace(",", " ").split()
        one = pieces[0] if len(pieces) == 1 and not pieces[0].isalpha() else ""
        long = len(one) >= (_LONG_RUN if one.isdigit() else _GRID_ROWS)
        wide = len(one) if long else len(pieces)
        alike = all(len(p) == 1 for p in pieces) or all(_CELL.fullmatch(p) for p in pieces)
        short = wide >= _GRID_ROWS and (one or alike)
        if short and wide == width:
            run += 1
            continue
        cells += run * width if run >= _GRID_ROWS else 0
        run, width = (1, wide) if short else (0, 0)
    return cells
