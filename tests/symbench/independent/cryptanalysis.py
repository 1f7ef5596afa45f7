"""A second judge of cryptanalysis."""

import re

FORM = re.compile(r'\["([0-9])", "([0-9])", "([A-Z])", "([A-Z])"\]')


def check(payload, answer):
    """Tests what each phrase of the feedback claims about the password."""
    match = FORM.fullmatch(answer.strip())
    if match is None:
        return False
    a, b, c, d = match.groups()
    if a == b or c == d:
        return False
    for clue in payload["clues"]:
        e, f, g, h = clue["guess"]
        if not holds(clue["digits"], (a, b), (e, f)) or not holds(clue["letters"], (c, d), (g, h)):
            return False
    return True


def holds(told, secret, guess):
    in_place = {g for g, s in zip(guess, secret, strict=True) if g == s}
    elsewhere = (set(guess) & set(secret)) - in_place
    absent = set(guess) - set(secret)
    low = {sign for sign in absent if all(sign < s for s in secret)}
    high = {sign for sign in absent if all(sign > s for s in secret)}
    return {
        "both right": len(in_place) == 2,
        "both misplaced": len(elsewhere) == 2,
        "both low": len(low) == 2,
        "both high": len(high) == 2,
        "both wrong": len(absent) == 2 and len(low) < 2 and len(high) < 2,
        "right low": len(in_place) == len(low) == 1,
        "right high": len(in_place) == len(high) == 1,
        "right between": len(in_place) == len(absent - low - high) == 1,
        "misplaced low": len(elsewhere) == len(low) == 1,
        "misplaced high": len(elsewhere) == len(high) == 1,
        "misplaced between": len(elsewhere) == len(absent - low - high) == 1,
    }[told]


def plain(answer):
    return FORM.fullmatch(answer) is not None
