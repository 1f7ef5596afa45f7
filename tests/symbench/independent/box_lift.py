"""A second judge of box_lift."""

import ast
import re


def check(payload, answer):
    """Reads every step as Python and strikes boxes and lifters off lists."""
    if re.search(r"[-+*_/{}'\"]|(?<![0-9])0[0-9]", answer):
        return False
    before, *steps = answer.split("Step")
    if before.strip() or not 1 <= len(steps) <= payload["max_steps"]:
        return False
    boxes = list(payload["boxes"])
    for number, step in enumerate(steps, 1):
        head, colon, entries = step.partition(":")
        try:
            lifts = ast.literal_eval(entries.strip())
            if not colon or not head[:1].isspace():
                return False
            if head.strip() != str(number) or type(lifts) is not list:
                return False
            free = list(payload["lifters"])
            for weight, lifters in lifts:
                if type(weight) is not int or type(lifters) is not list:
                    return False
                strength = 0
                for lifter in lifters:
                    strength += free[lifter]
                    free[lifter] = None
                if strength < weight:
                    return False
                boxes.remove(weight)
        except (SyntaxError, ValueError, TypeError, IndexError):
            return False
    return not boxes
