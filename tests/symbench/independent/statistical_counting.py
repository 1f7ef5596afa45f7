"""A second judge of statistical_counting."""

import re


def check(payload, answer):
    """Finds runs by a pattern that looks back at its own letter."""
    if not re.fullmatch(r"[0-9]{1,9}", answer.strip()):
        return False
    runs = re.finditer(r"(.)\1+", payload["string"])
    return int(answer) == sum(payload["scores"][run.group(1)] for run in runs)


def plain(answer):
    return not re.search(r"[+*,]", answer)
