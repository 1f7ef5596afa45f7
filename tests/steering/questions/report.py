"""How often the rules guide first names a formulation that a good programmer would accept.

`python -P -m tests.steering.questions.report` prints the table; `--misses` names what it missed.
"""

import sys
from collections import defaultdict

from codesteer.steering.guides.features import read_features
from codesteer.steering.guides.formulations import family_of
from tests.steering.questions.labelled import UNSEEN, questions, symbench

__all__ = ["groups", "hit", "hit_rate", "table"]


def hit(question):
    """Whether the guide's first formulation is among those that are acceptable."""
    return family_of(read_features(question.text)) in question.acceptable


def hit_rate(asked):
    """Share of hits."""
    asked = list(asked)
    return sum(map(hit, asked)) / len(asked)


def groups():
    """The sets that are reported, by name."""
    outside, tasks = questions("outside"), list(symbench())
    return {
        "other kinds": list(outside),
        "  of them, code is right": [q for q in outside if "words" not in q.acceptable],
        "  of them, words are right": [q for q in outside if "words" in q.acceptable],
        "SymBench, 28 seen tasks": [q for q in tasks if q.kind not in UNSEEN],
        "SymBench, 9 unseen tasks": [q for q in tasks if q.kind in UNSEEN],
        "development": list(questions("development")),
    }


def table():
    """The table, as text."""
    lines = [f"{'questions':<30}{'number':>8}{'hits':>6}{'rate':>8}"]
    for name, asked in groups().items():
        hits = sum(map(hit, asked))
        lines.append(f"{name:<30}{len(asked):>8}{hits:>6}{hits / len(asked):>8.3f}")
    return "\n".join(lines)


def misses():
    """What was missed in the sets that may be looked at: SymBench's seen tasks, by task."""
    missed = defaultdict(set)
    for question in symbench():
        family = family_of(read_features(question.text))
        if family not in question.acceptable:
            missed[question.kind].add(family)
    return dict(missed)


if __name__ == "__main__":
    print(table())
    if "--misses" in sys.argv:
        print(*sorted(misses().items()), sep="\n")
