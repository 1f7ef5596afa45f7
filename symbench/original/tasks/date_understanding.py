"""The published instances of date_understanding: what each story makes of today, by rule."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from codesteer.symbench.original.big_bench import FOLDER, cases, examples, options
from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.date_understanding import day_of

__all__ = ["payload", "read", "read_hub"]

Told: TypeAlias = Callable[[re.Match[str]], date]

_FILE = f"{FOLDER}/date_understanding.json"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "first": 1, "second": 2}
_COUNTS |= {"third": 3, "fourth": 4}
_ASKED = re.compile(r"What is the date (?P<when>[^?]+?) in MM/DD/YYYY\?")
_AWAY = re.compile(
    r"(?P<n>[a-z]+|[0-9]{1,3}) (?P<unit>day|week|month|year)s? "
    r"(?P<side>ago|from today|from now|later)(?: from today)?"
)
_WHEN = {"today": 0, "tomorrow": 1, "yesterday": -1, "24 hours later": 1}


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _count(word: str) -> int:
    digits = re.match(r"[0-9]{1,4}", word)
    return int(digits.group()) if digits else _COUNTS[word.lower()]


def _day(text: str) -> date:
    """A date that is written as 3/11/2002 or May 9th, 2017."""
    if slashed := re.fullmatch(r"([0-9]+)/([0-9]+)/([0-9]+)", text):
        month, day, year = map(int, slashed.groups())
        return date(year, month, day)
    word, number, written_year = re.split(r"[ .,]+", text)
    return date(int(written_year), _month(word), _count(number))


def _later(count: int, op: str = "days") -> Told:
    return lambda match: day_of(_day(match[1]), [[op, count]])


def _counted(sign: int, op: str = "days", less: int = 0) -> Told:
    """The day in the first group, so many of them on as the second says."""
    return lambda match: day_of(_day(match[1]), [[op, sign * (_count(match[2]) - less)]])


def _palindrome(match: re.Match[str]) -> date:
    backwards = match[1][::-1]
    return date(int(match[1]), int(backwards[:2]), int(backwards[2:]))


def _last_day(year: str, month: int) -> date:
    return day_of(date(int(year), month, 1), [["month_end"]])


_D = r"([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[A-Z][a-z]+\.? [0-9]{1,2}(?:[a-z]{2})?, [0-9]{4})"
_STORIES: tuple[tuple[str, Told], ...] = (
    (
        r"day before the month .*today is ([0-9]+)/([0-9]+)/([0-9]+) to them",
        lambda m: date(int(m[3]), int(m[2]), int(m[1])),
    ),
    (rf"married on {_D}\. Today is their golden", _later(50, "years")),
    (rf"married on {_D}\. It is their ([0-9]+)-year anniversary", _counted(1, "years")),
    (
        r"born on the last day of (\w+) in ([0-9]+)\. Today is her ([0-9]+)-year-old",
        lambda m: day_of(_last_day(m[2], _month(m[1])), [["years", int(m[3])]]),
    ),
    (
        r"last day of the (\w+) quarter of ([0-9]+)",
        lambda m: _last_day(m[2], 3 * _count(m[1])),
    ),
    (r"last day of ([A-Z]\w+) ([0-9]+)", lambda m: _last_day(m[2], _month(m[1]))),
    (r"last day of ([0-9]{4})", lambda m: date(int(m[1]), 12, 31)),
    (
        r"the (\w+) day of the (\w+) month of ([0-9]+)",
        lambda m: date(int(m[3]), _count(m[2]), _count(m[1])),
    ),
    (r"Christmas Eve of ([0-9]+)", lambda m: date(int(m[1]), 12, 24)),
    (
        r"Thanksgiving of ([0-9]+)",
        lambda m: day_of(date(int(m[1]), 11, 1), [["nth", 3, 4]]),
    ),
    (
        r"today is the (\w+) Monday of ([0-9]+)",
        lambda m: day_of(date(int(m[2]), 1, 1), [["nth", 0, _count(m[1])]]),
    ),
    (r"palindrome day of ([0-9]{4})", _palindrome),
    (
        r"([0-9]+) is coming in ([0-9]+) hours",
        lambda m: date(int(m[1]), 1, 1) - timedelta(days=-(-int(m[2]) // 24)),
    ),
    (rf"On {_D} Jane bought ([0-9]+) eggs\. She ate one per day", _counted(1)),
    (
        r"on the ([0-9]+)\w* of each month starting from the (\w+) of ([0-9]+)\. It is her "
        r"([0-9]+)",
        lambda m: day_of(date(int(m[3]), _month(m[2]), int(m[1])), [["months", int(m[4]) - 1]]),
    ),
    (
        r"job in ([0-9]+)\. Today is her ([0-9]+)-year .* on ([A-Z]\w+) ([0-9]+), her second day",
        lambda m: date(int(m[1]) + int(m[2]), _month(m[3]), int(m[4])) - timedelta(days=1),
    ),
    (rf"on {_D}\. ([0-9]+) days have passed", _counted(1)),
    (rf"deadline is {_D}, which is ([0-9]+) days away", _counted(-1)),
    (rf"It was {_D} a week ago", _later(7)),
    (
        rf"{_D} is like yesterday to Jane, but that is actually (\w+) years ago",
        _counted(1, "years"),
    ),
    (rf"{_D}, but was delayed by (\w+) days? to today", _counted(1)),
    (rf"thinks today is {_D}, but John thinks today is .*Jane is correct", _later(0)),
    (rf"but John thinks today is {_D}\. John is correct", _later(0)),
    (
        rf"thought today is {_D}, but today is in fact .*, which is ([0-9]+) days? later",
        _counted(1),
    ),
    (rf"day before yesterday was {_D}", _later(2)),
    (
        r"Today is ([0-9]+)/([0-9]+)\b[^/]*?(?:year|NFL) ([0-9]{4})",
        lambda m: date(int(m[3]), int(m[1]), int(m[2])),
    ),
    (rf"Yesterday(?: was|,) {_D}", _later(1)),
    (rf"\b[Tt]omorrow(?: is|,)? \(?(?:[A-Z][a-z]+, )?{_D}", _later(-1)),
    (rf"(?:Today is|Today,|today is|It is|time is [0-9:]+ [ap]m of) {_D}", _later(0)),
)


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder."""
    return read_hub(examples(root / _FILE))


def read_hub(dataset: Iterable[Mapping[str, Any]]) -> Iterator[Case]:
    """The same of rows with `input` and `target`, such as a copy in a hub of data sets has."""
    for case in cases(dataset, "date_understanding", _FILE, payload, _params):
        found = case.params["independent_date"]
        if not found:  # The stored answer is all there is; it cannot vouch for itself.
            yield replace(case, gold_correct=None, broken="")
        elif found not in case.params["options"].values():
            yield replace(case, broken="no option is right")
        else:
            yield case


def _params(text: str) -> dict[str, Any]:
    found = _derived(text)
    independent = f"{found.month:02}/{found.day:02}/{found.year}" if found else ""
    return {"input": text, "options": options(text), "independent_date": independent}


def payload(case: Case) -> Payload | None:
    """The options and the day asked for, by rule where the story is of a kind that is known.

    Otherwise the day is that which the case gives, or that of the stored answer.
    """
    choices: Mapping[str, str] = case.params["options"]
    stored = choices.get(str(case.gold or "").strip("()"), "")
    found = _derived(case.params["input"])
    try:
        found = found or _day(case.params.get("independent_date") or stored)
    except ValueError:
        return None
    return {
        "anchor": [found.year, found.month, found.day],
        "steps": [],
        "options": [[letter, text] for letter, text in choices.items()],
    }


def _derived(text: str) -> date | None:
    """The day an example asks for; None where its words are of no kind that is known."""
    asked = _ASKED.search(text)
    if asked is None:
        return None
    when, story = asked["when"], text[: asked.start()]
    away = _AWAY.fullmatch(when)
    try:
        for pattern, told in _STORIES:
            if (match := re.search(pattern, story)) is None:
                continue
            if when in _WHEN:
                return day_of(told(match), [["days", _WHEN[when]]])
            if away is None:
                return None
            count = _count(away["n"]) * (-1 if away["side"] == "ago" else 1)
            count *= 7 if away["unit"] == "week" else 1
            op = "days" if away["unit"] == "week" else f"{away['unit']}s"
            return day_of(told(match), [[op, count]])
    except (ValueError, KeyError, OverflowError):
        return None
    return None
