"""Date Understanding: which date a day has that a story tells of in a roundabout way.

A story says what day today is; the question leads from today to another day, over days, weeks,
months, years, weekdays and business days of the Gregorian calendar.

Answer: the letter of an option in `<<<...>>>`, read as in logical_deduction; the date of an option,
written as there or without leading zeros, is read too.
Source: CodeSteer (arXiv 2502.04350), table 1; the puzzle is of BIG-Bench-Hard (arXiv 2210.09261).
Differs from the original: instances are drawn, not read from 250 stored ones, 20 of which have a
wrong answer and 13 of these no right option; the right date is computed; the prompt says what a
month before the 31st is and which days are business days; a language model was the judge there and
found "correct" in "Incorrect".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple, TypeAlias

from codesteer.symbench.choices import bare, letter_in, settled
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "DateUnderstanding", "day_of"]

Step: TypeAlias = list[Any]
"""["days", n], ["months", n], ["years", n], ["business", n], ["month_end"], ["weekday", weekday, n]
for the n-th such day after or before, or ["nth", weekday, n] for that of the month."""

_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NAMES = ("Ada", "Bo", "Carl", "Dina", "Emil", "Fay", "Gus", "Hedy", "Ivan", "Judy", "Kim", "Lou")
_IDLE = (
    "{} has {} meetings this week.",
    "{} ate {} apples.",
    "{} has read {} pages of a new book.",
    "{} lives at number {} of a quiet street.",
)
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


class _Story(NamedTuple):
    """How a story tells what day today is: n times `times` and `plus` more from a day it names."""

    words: str
    op: str = "days"
    times: int = 0
    plus: int = 0
    low: int = 1
    high: int = 1
    hard: int = 1


_STORIES = (
    _Story("Today is {date}."),
    _Story("Yesterday was {date}.", plus=1),
    _Story("Tomorrow will be {date}.", plus=-1),
    _Story("The day before yesterday was {date}.", plus=2),
    _Story("The day after tomorrow will be {date}.", plus=-2),
    _Story("Exactly {n} weeks ago it was {date}.", times=7, low=2, high=9),
    _Story("In exactly {n} days it will be {date}.", times=-1, low=3, high=60),
    _Story("{name} moved house on {date}; {n} days have passed since then.",
           times=1, low=9, high=200),
    _Story("A concert was planned for {date}, was put off by {n} days and takes place today.",
           times=1, low=2, high=40),
    _Story("{name} believes that today is {date}, {other} believes that it is {wrong}; only {name} "
           "is right."),
    _Story("Today is the day after February 28, {year}.", plus=1, hard=2),
    _Story("Today is the last day of {month} {year}.", op="month_end", hard=2),
    _Story("Today is the last day of the {quarter} quarter of {year}.", op="month_end", hard=2),
    _Story("{name} was born on {date} and turns {n} today.", op="years", times=1, low=7, high=80,
           hard=2),
    _Story("In Britain, where the day stands before the month, today is written {british}.",
           hard=2),
    _Story("{n} weeks from tomorrow it will be {date}.", times=-7, plus=-1, low=2, high=9, hard=2),
    _Story("{name} has taken one pill a day since {date}, the first one on that very day; today's "
           "is pill number {n}.", times=1, plus=-1, low=5, high=90, hard=2),
    _Story("{name} pays rent on the first day of every month and did so for the first time in "
           "{month} {year}; today it is paid for the {nth} time.",
           op="months", times=1, plus=-1, low=3, high=8, hard=2),
    _Story("Today is day {n} of the year {year}, where January 1 is day 1.", times=1, plus=-1,
           low=32, high=365, hard=3),
    _Story("Today is the {nth} {weekday} of {month} {year}.", op="nth", times=1, high=4, hard=3),
    _Story("Today is the last {weekday} of {month} {year}.", op="nth", plus=-1, hard=3),
    _Story("Today is the {nth} {weekday} after {date}.", op="weekday", times=1, high=6, hard=3),
    _Story("Today is a business day, and {n} business days after today it will be {date}.",
           op="business", times=-1, low=3, high=30, hard=3),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    hops: int
    """Steps from today to the day that is asked for."""
    hard: int = 1
    """How hard stories and steps may be: 1 days and weeks, 2 also months and years, 3 all."""
    low: int = 1960
    """First year a story may name."""
    high: int = 2040
    """Last year a story may name."""
    idle: int = 0
    """Sentences that do not matter."""

    def __post_init__(self) -> None:
        if not 1 <= self.hops <= 6 or not 1 <= self.hard <= 3 or self.idle < 0:
            raise ValueError(f"need 1 <= hops <= 6, 1 <= hard <= 3 and idle >= 0, got {self!r}")
        if not 1700 <= self.low <= self.high <= 2900:
            raise ValueError(f"need 1700 <= low <= high <= 2900, got {self!r}")


class DateUnderstanding:
    """The task; see the module."""

    name = "date_understanding"
    version = 1
    category: Category = "reasoning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(hops=1),
        2: Config(hops=1, hard=2),
        3: Config(hops=2, hard=3, idle=1),
        4: Config(hops=3, hard=3, low=1880, high=2120, idle=1),
        5: Config(hops=4, hard=3, low=1790, high=2210, idle=2),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a story and a question, and five dates near the right one."""
        story, anchor, steps = _told(rng, config)
        lines = [story]
        for _ in range(config.idle):
            line = rng.choice(_IDLE).format(rng.choice(_NAMES), rng.randint(2, 30))
            lines.insert(rng.randint(0, len(lines)), line)
        asked, words = _asked(rng, config)
        right = day_of(anchor, [*steps, *asked])
        # The options are a chain, each a likely slip from the last, with the right one anywhere in
        # it: were all slips from the right one, it would be the one most like the others.
        days = [right]
        longer = rng.randrange(6)
        for i in range(5):
            end = right if i == longer else days[-1]
            near = _near(end)
            if end == right:
                near += [_slipped(rng, anchor, [*steps, *asked]) for _ in range(6)]
            days.append(rng.choice([day for day in near if day not in days]))
        rng.shuffle(days)
        return {
            "anchor": [anchor.year, anchor.month, anchor.day],
            "steps": [*steps, *asked],
            "options": [[chr(ord("A") + i), _slashed(day)] for i, day in enumerate(days)],
            "story": lines,
            "question": words,
        }

    def prompt(self, payload: Payload) -> str:
        """The question."""
        options = "\n".join(f"({letter}) {text}" for letter, text in payload["options"])
        return (
            f"{' '.join(payload['story'])} {payload['question']}\n\n"
            "Use the Gregorian calendar, with its leap years. Unless said otherwise, a date with "
            "slashes is month/day/year and one with hyphens is year-month-day. So many months or "
            "years before or after a day is the day of the same number in that month, or the last "
            "day of that month where there is none. Business days are Mondays to Fridays; ignore "
            "holidays. The day 1 business day after a day is the first business day after it, 2 "
            "business days after it is the second, and so on; before a day they are counted back "
            'in the same way. "After" and "before" a day leave out the day itself.\n\n'
            f"The options are in month/day/year:\n{options}\n\n"
            "Exactly one option is right. Finish with its letter in this form: <<<(letter)>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        right = _slashed(day_of(date(*payload["anchor"]), payload["steps"]))
        options = dict(payload["options"])

        def read(text: str) -> str | None:
            letter = letter_in(text, options)
            return _date_in(text) if letter is None else options[letter]

        answer = settled(response, read)
        if answer is None:
            return Verdict(False, "There is no single option in the form <<<(letter)>>>.")
        if answer != right:
            return Verdict(False, "That is not the date of the day.")
        return Verdict(True, "That is the date of the day.")

    def solve(self, payload: Payload) -> str:
        """The right letter in the demanded form.

        Raises:
            ValueError: No option is right; in a generated instance one always is.
        """
        right = _slashed(day_of(date(*payload["anchor"]), payload["steps"]))
        for letter, text in payload["options"]:
            if text == right:
                return f"<<<({letter})>>>"
        raise ValueError("no option is the date of the day")


def day_of(anchor: date, steps: Sequence[Step]) -> date:
    """The day that steps lead to."""
    for op, *numbers in steps:
        anchor = _moved(anchor, op, *numbers)
    return anchor


def _moved(day: date, op: str, n: int = 0, nth: int = 0) -> date:
    """A day one step on; `n` is a weekday where `nth` says which of them."""
    match op:
        case "days":
            return day + timedelta(days=n)
        case "months" | "years":
            months = day.year * 12 + day.month - 1 + n * (12 if op == "years" else 1)
            first = date(months // 12, months % 12 + 1, 1)
            return first.replace(day=min(day.day, _moved(first, "month_end").day))
        case "month_end":
            later = day.replace(day=28) + timedelta(days=4)
            return later - timedelta(days=later.day)
        case "nth" if nth > 0:
            before = day.replace(day=1) - timedelta(days=1)
            return _moved(before, "weekday", n, nth)
        case "nth":
            return _moved(_moved(day, "month_end") + timedelta(days=1), "weekday", n, nth)
        case "weekday" if nth > 0:
            return day + timedelta(days=(n - day.weekday() - 1) % 7 + 1 + 7 * (nth - 1))
        case "weekday":
            return day - timedelta(days=(day.weekday() - n - 1) % 7 + 1 + 7 * (-nth - 1))
    for _ in range(abs(n)):
        day += timedelta(days=1 if n > 0 else -1)
        while day.weekday() > 4:
            day += timedelta(days=1 if n > 0 else -1)
    return day


def _near(day: date) -> list[date]:
    """Days one easily takes for that one."""
    near = [day + timedelta(days=days) for days in (-7, -2, -1, 1, 2, 7, 30)]
    return near + [_moved(day, op, n) for op in ("months", "years") for n in (-1, 1)]


def _slipped(rng: Random, anchor: date, steps: Sequence[Step]) -> date:
    """Where a slip in one of the steps leads."""
    wrong = [list(step) for step in steps]
    counted = [step for step in wrong if len(step) > 1]
    if not counted:
        return anchor
    step = rng.choice(counted)
    step[-1] += rng.choice((-1, 1)) if step[0] != "nth" else 0
    if step[0] == "weekday" and step[-1] == 0:
        step[-1] = rng.choice((-1, 1))
    return day_of(anchor, wrong)


def _told(rng: Random, config: Config) -> tuple[str, date, list[Step]]:
    """A story, the day it names, and the steps from that day to today."""
    story = rng.choice([story for story in _STORIES if story.hard <= config.hard])
    year, month = rng.randint(config.low, config.high), rng.randint(1, 12)
    anchor = date(year, month, 1) + timedelta(days=rng.randrange(28))
    if "{date}" in story.words and story.op != "years" and rng.random() < 0.3:
        anchor = _moved(anchor, "month_end")
    if story.op == "business":
        while anchor.weekday() > 4:
            anchor -= timedelta(days=1)
    elif "{quarter}" in story.words:
        anchor = anchor.replace(month=3 * rng.randint(1, 4), day=1)
    elif "{month}" in story.words:
        anchor = anchor.replace(day=1)
    elif "{year}" in story.words:
        anchor = date(year, 2, 28) if "February" in story.words else date(year, 1, 1)
    n, weekday = rng.randint(story.low, story.high), rng.randrange(7)
    count = story.times * n + story.plus
    name, other = rng.sample(_NAMES, 2)
    words = story.words.format(
        n=n,
        nth=_ORDINALS[n] if n < len(_ORDINALS) else "",
        name=name,
        other=other,
        date=_written(rng, anchor),
        wrong=_written(rng, anchor + timedelta(days=rng.choice((-7, -1, 1, 7)))),
        british=f"{anchor.day:02}/{anchor.month:02}/{anchor.year}",
        weekday=_WEEKDAYS[weekday],
        month=_MONTHS[anchor.month],
        quarter=_ORDINALS[(anchor.month + 2) // 3],
        year=anchor.year,
    )
    if story.op == "month_end":
        return words, anchor, [[story.op]]
    if story.op in ("nth", "weekday"):
        return words, anchor, [[story.op, weekday, count]]
    return words, anchor, [[story.op, count]] if count else []


def _asked(rng: Random, config: Config) -> tuple[list[Step], str]:
    """Steps from today to another day, and the question in words."""
    ops = ["days", "weeks"] + ["months", "years"] * (config.hard > 1)
    ops += ["business", "weekday", "weekday", "month_end"] * (config.hard > 2)
    steps: list[Step] = []
    words = "today"
    last = ""
    while len(steps) < config.hops:
        op = rng.choice(ops)
        if op == last:
            continue
        last = op
        sign = rng.choice((-1, 1))
        side = "after" if sign > 0 else "before"
        if op == "month_end":
            steps.append([op])
            words = f"the last day of the month that contains {words}"
        elif op == "weekday":
            weekday = rng.randrange(7)
            steps.append([op, weekday, sign])
            words = f"the {'first' if sign > 0 else 'last'} {_WEEKDAYS[weekday]} {side} {words}"
        elif op == "days" and not steps and rng.random() < 0.2:
            steps.append([op, sign])
            words = "tomorrow" if sign > 0 else "yesterday"
        else:
            n = rng.randint(1, {"days": 40, "business": 20, "years": 6}.get(op, 9))
            steps.append(["days", 7 * sign * n] if op == "weeks" else [op, sign * n])
            unit = "business days" if op == "business" else op
            words = f"the day {n} {unit[:-1] if n == 1 else unit} {side} {words}"
    frame = rng.choice(("What is the date of {}?", "Which date is {}?", "Find the date of {}."))
    return steps, frame.format(words)


def _written(rng: Random, day: date) -> str:
    """A date in one of the usual forms."""
    month, weekday = _MONTHS[day.month], _WEEKDAYS[day.weekday()]
    return rng.choice(
        (
            _slashed(day),
            f"{day.month}/{day.day}/{day.year}",
            day.isoformat(),
            f"{month} {day.day}, {day.year}",
            f"{day.day} {month} {day.year}",
            f"{weekday}, {month} {day.day}, {day.year}",
        )
    )


def _slashed(day: date) -> str:
    return f"{day.month:02}/{day.day:02}/{day.year}"


def _date_in(text: str) -> str | None:
    """A date in an answer, with leading zeros."""
    match = _DATE.fullmatch(bare(text))
    return f"{int(match[1]):02}/{int(match[2]):02}/{match[3]}" if match else None


TASK = DateUnderstanding()
