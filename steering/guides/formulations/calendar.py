"""Dates, weekdays and times of day."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["CALENDAR"]

CALENDAR = Formulation(
    name="calendar arithmetic",
    family="calendar",
    evidence={
        "ask calendar": 4.1, "calendar": 4.0, "full date": 2.7, "clock": 2.3, "a number": 0.8,
        "ask prose": 0.7, "fact": 0.3, "statistics": 0.2, "simulate": 0.2, "measure": -0.1,
        "names": -0.4, "constraint": -0.6, "quoted": -0.6, "resources": -0.7, "ways": -0.8,
        "table": -0.9, "money": -0.9, "ask chance": -1.3, "arrange": -1.6, "no data": -2.0,
    },
    bias=-2.0,
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
