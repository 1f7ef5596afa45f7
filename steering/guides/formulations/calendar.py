"""Dates, weekdays and times of day."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["CALENDAR"]

CALENDAR = Formulation(
    name="calendar arithmetic",
    family="calendar",
    evidence={
        "ask calendar": 2.9, "calendar": 2.7, "full date": 1.9, "clock": 1.6, "a number": 0.6,
        "options": 0.3, "prose": 0.3, "ask constraint": 0.2, "form": 0.2, "formula": 0.2,
        "algebra": -0.2, "ask arrange": -0.2, "ask best": -0.2, "ask calculate": -0.2,
        "ask how many": -0.2, "ask logic": -0.2, "ask measure": -0.2, "ask money": -0.2,
        "ask path": -0.2, "ask start and goal": -0.2, "best": -0.2, "expression": -0.2,
        "moves": -0.2, "recursion": -0.2, "short": -0.2, "told": -0.2, "fact": -0.3,
        "measure": -0.3, "ask statistics": -0.4, "calculate": -0.4, "names": -0.4,
        "statistics": -0.4, "ways": -0.4, "ask prose": -0.5, "resources": -0.5,
        "start and goal": -0.5, "constraint": -0.6, "table": -0.6, "money": -0.7, "quoted": -0.7,
        "no data": -0.8, "arrange": -1.1, "ask chance": -1.1,
    },
    bias=-1.4,
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
