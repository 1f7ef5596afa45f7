"""A second judge of light_puzzles."""

import re


def check(payload, answer):
    """Counts, for each light alone, how often a press reached it."""
    size = len(payload["grid"])
    if not re.fullmatch(r"\s*[01](\s*,\s*[01])*\s*", answer):
        return False
    found = [int(digit) for digit in re.findall("[01]", answer)]
    wanted = []
    for i in range(size * size):
        cell = [i // size + 1, i % size + 1]
        pressed = sum(cell in payload["buttons"][name] for name in payload["presses"])
        wanted.append((payload["grid"][i // size][i % size] + pressed) % 2)
    return found == wanted


def plain(answer):
    return re.fullmatch(r"[0-9*+/-]+(,[0-9*+/-]+)*", answer) is not None
