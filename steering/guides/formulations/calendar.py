"""Dates, weekdays and times of day."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["CALENDAR"]

CALENDAR = Formulation(
    name="calendar arithmetic",
    family="calendar",
    evidence={
        "ask calendar": 3.2, "calendar": 3.0, "full date": 2.0, "clock": 1.7, "proper names": 0.7,
        "a number": 0.5, "dense numbers": 0.5, "options": 0.4, "form": 0.3, "formula": 0.3,
        "prose": 0.3, "ask comparison": 0.2, "ask constraint": 0.2, "claims": 0.2, "algebra": -0.2,
        "ask algebra": -0.2, "ask best": -0.2, "ask calculate": -0.2, "ask how many": -0.2,
        "ask money": -0.2, "ask resources": -0.2, "ask simulate": -0.2, "ask text": -0.2,
        "chance": -0.2, "every case": -0.2, "fact": -0.2, "logic": -0.2, "pairs of data": -0.2,
        "short": -0.2, "ask logic": -0.3, "ask path": -0.3, "ask start and goal": -0.3,
        "best": -0.3, "expression": -0.3, "moves": -0.3, "recursion": -0.3, "told": -0.3,
        "ask arrange": -0.4, "ask measure": -0.4, "ask prose": -0.4, "ask statistics": -0.4,
        "measure": -0.4, "names": -0.4, "statistics": -0.4, "calculate": -0.5, "ways": -0.5,
        "constraint": -0.6, "resources": -0.6, "table": -0.6, "quoted": -0.7,
        "start and goal": -0.7, "money": -0.9, "no data": -0.9, "ask chance": -1.0,
        "arrange": -1.2,
    },
    bias=-1.6,
    data="datetime.datetime or date objects, and a timedelta for each span",
    order=(
        "- Use datetime (date, datetime, timedelta); do not count days by hand. Weekdays: "
        "strftime('%A'). Months: clamp to the last day with calendar.monthrange.\n"
        "- Move every time into one time zone first; to count days, go through them one by one."
    ),
    sketch=(
        "from datetime import date, timedelta\n"
        "day = date(...)  # year, month, day of the question\n"
        "left = ...  # how many days to go\n"
        "while left > 0:\n"
        "    day += timedelta(days=1)\n"
        "    if day.weekday() < 5: left -= 1  # only if weekends do not count\n"
        "answer = day.strftime('%d %B %Y, %A')"
    ),
    faster="Add one timedelta instead of stepping.",
    instead=("arithmetic", "enumeration"),
)  # fmt: skip
