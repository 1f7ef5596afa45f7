"""A second judge of logical_deduction: the story's own words as constraints of integers."""

import re
from functools import cache

from ortools.sat.python import cp_model

NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven".split()  # noqa: SIM905
)
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
)
START = r"leftmost|left|very front|front|cheapest|oldest|lowest|lightest|earliest|westernmost|west"
END = (
    r"rightmost|right|very back|back|most expensive|newest|tallest|heaviest|latest|easternmost|east"
    r"|last"
)
SMALLER = r"to the left of|ahead of|in front of|cheaper than|older than|lower than|lighter than"
SMALLER += r"|earlier than|west of"
GREATER = r"to the right of|behind|more expensive than|newer than|taller than|heavier than"
GREATER += r"|later than|east of"


def place(words, n):
    """A rank in words, as a place from 1 to n."""
    nth = next((i for i, word in enumerate(ORDINALS) if re.search(rf"\b{word}\b", words)), 1)
    if re.search(rf"\b(?:{END})\b", words):
        return n + 1 - nth
    assert re.search(rf"\b(?:{START})\b", words) or words in ORDINALS, words
    return nth


def said(words, names, n):
    """What a sentence says: the objects in it in their order, and what holds of their places."""
    words = words.rstrip(".")
    found = sorted((m.start(), name) for name in names for m in re.finditer(rf"\b{name}\b", words))
    who = [name for _, name in found]
    if match := re.search(r"exactly (\w+) places? (before|after)", words):
        k = NUMBERS.index(match[1]) * (1 if match[2] == "before" else -1)
        return who, ("gap", k)
    if match := re.search(r"directly (before|after)", words):
        return who, ("gap", 1 if match[1] == "before" else -1)
    if "next to each other" in words:
        return who, ("apart", 1)
    if match := re.search(r"^Exactly (\w+) others? (?:is|are) between", words):
        return who, ("apart", NUMBERS.index(match[1]) + 1)
    if "comes between" in words:
        return who, ("between",)
    if match := re.search(rf"^Exactly (\w+) of the .*\b({SMALLER}|{GREATER})\b", words):
        k = NUMBERS.index(match[1])
        return who, ("in", [k + 1 if re.fullmatch(SMALLER, match[2]) else n - k])
    if match := re.search(rf"\b({SMALLER}|{GREATER})\b", words):
        return who, ("less" if re.fullmatch(SMALLER, match[1]) else "greater",)
    rest = re.split(rf"\b{who[0]}\b(?: house| book)? (?:is|are|sits|finished) (?:either )?", words)[
        1
    ]
    if "not true" in words or rest.endswith(" is wrong"):
        wrong = place(rest.removesuffix(" is wrong"), n)
        return who, ("in", [p for p in range(1, n + 1) if p != wrong])
    return who, ("in", [place(part, n) for part in rest.split(" or ")])


def holds(model, at, who, what):
    """Adds to a model that a sentence is true."""
    x = [at[name] for name in who]
    match what:
        case ("gap", k):
            model.add(x[1] - x[0] == k)
        case ("apart", k):
            away = model.new_int_var(0, 20, "")
            model.add_abs_equality(away, x[0] - x[1])
            model.add(away == k)
        case ("between",):
            y, a, b = x
            up = model.new_bool_var("")
            model.add(a < y).only_enforce_if(up)
            model.add(y < b).only_enforce_if(up)
            model.add(b < y).only_enforce_if(~up)
            model.add(y < a).only_enforce_if(~up)
        case ("less",):
            model.add(x[0] < x[1])
        case ("greater",):
            model.add(x[0] > x[1])
        case ("in", places):
            model.add_allowed_assignments(x[:1], [(p,) for p in places])


def orders(names, clues, most):
    """Up to so many orders that fit."""
    found = []
    while len(found) < most:
        model = cp_model.CpModel()
        at = {name: model.new_int_var(1, len(names), name) for name in names}
        model.add_all_different(at.values())
        for clue in clues:
            holds(model, at, *said(clue, names, len(names)))
        for known in found:
            model.add_forbidden_assignments(list(at.values()), [tuple(known.values())])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        found.append({name: solver.value(at[name]) for name in names})
    return found


@cache
def right(story, question, options):
    """The letters of the options that hold."""
    intro, *clues = story
    listed = re.split(r", | and ", intro.split(": ")[1].rstrip("."))
    names = [re.sub(r"^(?:the )?(?:talk about |parcel of )?", "", words) for words in listed]
    names = [re.sub(r" (?:book|house)$", "", name) for name in names]
    (order,) = orders(names, clues, 2)
    n = len(names)
    letters = []
    for letter, text in options:
        if "statements" in question:
            (x, y), (less,) = said(text, names, n)
            true = (order[x] < order[y]) == (less == "less")
        elif counted := re.fullmatch(r"place ([0-9]+) of [0-9]+", text):
            (name,) = [name for name in names if re.search(rf"\b{name}\b", question)]
            true = order[name] == int(counted[1])
        else:
            (name,) = [name for name in names if re.search(rf"\b{name}\b", text)]
            words = re.split(r"of them (?:is|are|sits|finished) ", question)[1].rstrip(".?")
            true = order[name] == place(words, n)
        if true:
            letters.append(letter)
    return letters


def check(payload, answer):
    options = tuple((letter, text) for letter, text, _ in payload["options"])
    (letter,) = right(tuple(payload["story"]), payload["question"], options)
    return re.fullmatch(rf"\({letter}\)|{letter}\)?", answer.strip(), re.IGNORECASE) is not None


def plain(answer):
    return "*" not in answer
