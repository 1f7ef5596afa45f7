"""Dates, weekdays and times of day."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["CALENDAR"]

CALENDAR = Formulation(
    name="calendar arithmetic",
    family="calendar",
    evidence={
        "ask calendar": 3.2, "calendar": 2.9, "full date": 2.0, "clock": 1.6, "a number": 0.8,
        "statistics": 0.2, "measure": -0.1, "fact": -0.1, "ask prose": -0.2, "simulate": -0.3,
        "names": -0.4, "ways": -0.5, "table": -0.5, "constraint": -0.6, "quoted": -0.6,
        "resources": -0.7, "money": -0.9, "arrange": -1.1, "ask chance": -1.2, "no data": -1.3,
    },
    bias=-1.7,
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
