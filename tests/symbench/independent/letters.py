"""A second judge of letters."""

import re

FORM = re.compile(r"Count: ([0-9]+), Positions: \[((?:[0-9]+(?:, [0-9]+)*)?)\]")


def check(payload, answer):
    """Takes each stated position's letter away; the word must be as long, and free of it."""
    match = FORM.fullmatch(answer.strip())
    if match is None:
        return False
    places = match[2].split(", ") if match[2] else []
    if any(place != place.lstrip("0") for place in places) or str(len(places)) != match[1]:
        return False
    word = dict(enumerate(payload["word"], start=1))
    for place in places:
        if len(place) > 6 or word.pop(int(place), None) != payload["letter"]:
            return False
    return payload["letter"] not in word.values()


def plain(answer):
    return FORM.fullmatch(answer) is not None
