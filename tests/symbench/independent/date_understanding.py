"""A second judge of date_understanding: reads the words, and counts days one by one."""

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
DATE = (
    r"([0-9]+/[0-9]+/[0-9]+|[0-9]+-[0-9]+-[0-9]+|(?:[A-Z][a-z]+, )?[A-Z][a-z]+ [0-9]+, [0-9]+"
    r"|[0-9]+ [A-Z][a-z]+ [0-9]+)"
)


def length(y, m):
    leap = y % 400 == 0 or (y % 4 == 0 and y % 100 != 0)
    return 28 + leap if m == 2 else 30 if m in (4, 6, 9, 11) else 31


def weekday(day):
    """0 for Monday, by Zeller's congruence."""
    y, m, d = day
    if m < 3:
        y, m = y - 1, m + 12
    return (d + 13 * (m + 1) // 5 + y % 100 + y % 100 // 4 + y // 100 // 4 + 5 * (y // 100) + 5) % 7


def after(day):
    y, m, d = day
    if d < length(y, m):
        return y, m, d + 1
    return (y, m + 1, 1) if m < 12 else (y + 1, 1, 1)


def before(day):
    y, m, d = day
    if d > 1:
        return y, m, d - 1
    return (y, m - 1, length(y, m - 1)) if m > 1 else (y - 1, 12, 31)


def walk(day, n, ok=lambda day: True):
    """The n-th day that is so, after this one or before it."""
    step = after if n > 0 else before
    for _ in range(abs(n)):
        day = step(day)
        while not ok(day):
            day = step(day)
    return day


def months(day, n):
    y, m, d = day
    for _ in range(abs(n)):
        m += 1 if n > 0 else -1
        y, m = (y + 1, 1) if m == 13 else (y - 1, 12) if m == 0 else (y, m)
    return y, m, min(d, length(y, m))


def business(day):
    return weekday(day) < 5


def parsed(text):
    if "/" in text:
        m, d, y = map(int, text.split("/"))
    elif "-" in text:
        y, m, d = map(int, text.split("-"))
    else:
        named = re.fullmatch(
            r"(?:([A-Z]\w+), )?(?:([A-Z]\w+) )?([0-9]+),? ?([A-Z]\w+)? ?([0-9]+)", text
        )
        d, m, y = int(named[3]), MONTHS.index(named[2] or named[4]) + 1, int(named[5])
        assert not named[1] or weekday((y, m, d)) == WEEKDAYS.index(named[1])
    return y, m, d


def first_of(words, year):
    return int(year), MONTHS.index(words) + 1, 1


def is_weekday(name):
    return lambda day: weekday(day) == WEEKDAYS.index(name)


def quarter_end(nth, year):
    m = 3 * ORDINALS.index(nth)
    return int(year), m, length(int(year), m)


def right_one(match):
    name, one, _, another, who = match.groups()
    return parsed(one if who == name else another)


STORIES = (
    (rf"Today is {DATE}\.", lambda m: parsed(m[1])),
    (rf"Yesterday was {DATE}\.", lambda m: after(parsed(m[1]))),
    (rf"Tomorrow will be {DATE}\.", lambda m: before(parsed(m[1]))),
    (rf"The day before yesterday was {DATE}\.", lambda m: after(after(parsed(m[1])))),
    (rf"The day after tomorrow will be {DATE}\.", lambda m: before(before(parsed(m[1])))),
    (rf"Exactly (\d+) weeks ago it was {DATE}\.", lambda m: walk(parsed(m[2]), 7 * int(m[1]))),
    (rf"In exactly (\d+) days it will be {DATE}\.", lambda m: walk(parsed(m[2]), -int(m[1]))),
    (rf"\w+ moved house on {DATE}; (\d+) days", lambda m: walk(parsed(m[1]), int(m[2]))),
    (
        rf"A concert was planned for {DATE}, .*by (\d+) days",
        lambda m: walk(parsed(m[1]), int(m[2])),
    ),
    (
        rf"(\w+) believes that today is {DATE}, (\w+) believes that it is {DATE}; only (\w+) is",
        right_one,
    ),
    (r"Today is the day after February 28, (\d+)\.", lambda m: after((int(m[1]), 2, 28))),
    (r"Today is the last day of the (\w+) quarter of (\d+)", lambda m: quarter_end(*m.groups())),
    (
        r"Today is the last day of (\w+) (\d+)\.",
        lambda m: before(months(first_of(m[1], m[2]), 1)),
    ),
    (rf"\w+ was born on {DATE} and turns (\d+)", lambda m: months(parsed(m[1]), 12 * int(m[2]))),
    (
        r"In Britain, .* today is written (\d+)/(\d+)/(\d+)\.",
        lambda m: (int(m[3]), int(m[2]), int(m[1])),
    ),
    (
        rf"(\d+) weeks from tomorrow it will be {DATE}\.",
        lambda m: before(walk(parsed(m[2]), -7 * int(m[1]))),
    ),
    (
        rf"\w+ has taken one pill a day since {DATE}, .* pill number (\d+)\.",
        lambda m: walk(parsed(m[1]), int(m[2]) - 1),
    ),
    (
        r"\w+ pays rent .* first time in (\w+) (\d+); today it is paid for the (\w+) time",
        lambda m: months(first_of(m[1], m[2]), ORDINALS.index(m[3]) - 1),
    ),
    (r"Today is day (\d+) of the year (\d+)", lambda m: walk((int(m[2]), 1, 1), int(m[1]) - 1)),
    (
        r"Today is the last (\w+day) of (\w+) (\d+)\.",
        lambda m: walk(months(first_of(m[2], m[3]), 1), -1, is_weekday(m[1])),
    ),
    (
        r"Today is the (?!last)(\w+) (\w+day) of (\w+) (\d+)\.",
        lambda m: walk(before(first_of(m[3], m[4])), ORDINALS.index(m[1]), is_weekday(m[2])),
    ),
    (
        rf"Today is the (\w+) (\w+day) after {DATE}\.",
        lambda m: walk(parsed(m[3]), ORDINALS.index(m[1]), is_weekday(m[2])),
    ),
    (
        rf"Today is a business day, and (\d+) business days after today it will be {DATE}\.",
        lambda m: walk(parsed(m[2]), -int(m[1]), business),
    ),
)
IDLE = r"\w+ (?:has \d+ meetings|ate \d+ apples|has read \d+ pages|lives at number)"


def asked(words, today):
    """The day that a phrase names."""
    if words in ("today", "tomorrow", "yesterday"):
        return {"today": lambda d: d, "tomorrow": after, "yesterday": before}[words](today)
    if match := re.fullmatch(r"the last day of the month that contains (.*)", words):
        y, m, _ = asked(match[1], today)
        return y, m, length(y, m)
    if match := re.fullmatch(r"the (first|last) (\w+day) (?:after|before) (.*)", words):
        n = 1 if match[1] == "first" else -1
        return walk(asked(match[3], today), n, is_weekday(match[2]))
    match = re.fullmatch(r"the day (\d+) (business day|\w+?)s? (after|before) (.*)", words)
    n = int(match[1]) * (1 if match[3] == "after" else -1)
    day = asked(match[4], today)
    match match[2]:
        case "day":
            return walk(day, n)
        case "week":
            return walk(day, 7 * n)
        case "month":
            return months(day, n)
        case "year":
            return months(day, 12 * n)
        case _:
            return walk(day, n, business)


def check(payload, answer):
    (story,) = [line for line in payload["story"] if not re.match(IDLE, line)]
    (today,) = [told(m) for words, told in STORIES if (m := re.match(words, story))]
    words = re.fullmatch(r"(?:\w+(?: \w+)?) (?:the date of|date is) (.*)[.?]", payload["question"])[
        1
    ]
    y, m, d = asked(words, today)
    (letter,) = [letter for letter, text in payload["options"] if text == f"{m:02}/{d:02}/{y}"]
    return re.fullmatch(rf"\({letter}\)|{letter}\)?", answer.strip(), re.IGNORECASE) is not None


def plain(answer):
    return "*" not in answer
