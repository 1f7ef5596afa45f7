"""Computational formulations: ways to turn a question into a program, and when each fits.

Guidance earns its keep by naming the right computation, far more than by choosing between text and
code: in the paper's table 1, picking the better of all-text and all-code with hindsight gains 6
points over plain code, guidance 17. So each formulation says what shape the data takes, what to
try, and with which library; its sketch is shown to a model whose own program has failed.
"""

from functools import lru_cache
from math import inf

from codesteer.steering.guides.features import Features
from codesteer.steering.guides.formulations.algebra import EQUATIONS
from codesteer.steering.guides.formulations.arithmetic import EXACT, GEOMETRY, QUANTITIES
from codesteer.steering.guides.formulations.backtracking import BACKTRACKING
from codesteer.steering.guides.formulations.calendar import CALENDAR
from codesteer.steering.guides.formulations.constraints import GRID, NAMED
from codesteer.steering.guides.formulations.enumeration import CASES, CHANCE, COUNT
from codesteer.steering.guides.formulations.expressions import EXPRESSIONS
from codesteer.steering.guides.formulations.formulation import Family, Formulation
from codesteer.steering.guides.formulations.graphs import RELATIONS, STATES, WAYPOINTS, WEIGHTED
from codesteer.steering.guides.formulations.logic import TRUTH_VALUES
from codesteer.steering.guides.formulations.optimisation import OPTIMUM
from codesteer.steering.guides.formulations.recursion import SUBPROBLEMS
from codesteer.steering.guides.formulations.simulation import SIMULATION
from codesteer.steering.guides.formulations.statistics import STATISTICS
from codesteer.steering.guides.formulations.texts import PROCESSING, SEARCH
from codesteer.steering.guides.formulations.words import WORDS

__all__ = ["FORMULATIONS", "Family", "Formulation", "family_of", "fitted", "formulations_for"]

_CLOSE, _NEAR = 0.8, 2.5
"""By how much less than the best a formulation may fit to be as likely, and an alternative."""
_MOST = 4

FORMULATIONS = (
    EXPRESSIONS, GRID, NAMED, TRUTH_VALUES, BACKTRACKING, STATES, WEIGHTED, WAYPOINTS, RELATIONS,
    SIMULATION, COUNT, CHANCE, CASES, SUBPROBLEMS, PROCESSING, SEARCH, OPTIMUM, STATISTICS,
    CALENDAR, EXACT, QUANTITIES, GEOMETRY, EQUATIONS,
)  # fmt: skip


@lru_cache(maxsize=64)
def formulations_for(features: Features) -> tuple[Formulation, ...]:
    """Formulations that fit a question, best first; empty where computing is the wrong tool.

    One of each family. Behind the best stand those that fit nearly as well, then those that it
    turns to when it fails, then others that fit less.
    """
    scores = {one.name: one.fits(features) for one in FORMULATIONS}
    ranked = sorted(FORMULATIONS, key=lambda one: -scores[one.name])
    best = scores[ranked[0].name]
    if WORDS.fits(features) >= best:
        return ()
    of_family: dict[Family, Formulation] = {}
    for one in ranked:
        known = of_family.setdefault(one.family, one)
        if one.needs and not known.needs and scores[one.name] > best - _NEAR:
            of_family[one.family] = one
    chosen = of_family[ranked[0].family]

    def turn(one: Formulation) -> tuple[int, float]:
        behind = best - scores[one.name]
        return (1 if behind < _CLOSE else 2 if one.family in chosen.instead else 3), behind

    others = [one for one in of_family.values() if one is not chosen]
    found = [
        one for one in others
        if scores[one.name] > best - _NEAR
        or (one.family in chosen.instead and scores[one.name] > -inf)
    ]  # fmt: skip
    return (chosen, *sorted(found, key=turn))[:_MOST]


def family_of(features: Features) -> Family:
    """The family of the formulation that fits a question best."""
    fitting = formulations_for(features)
    return fitting[0].family if fitting else WORDS.family


def fitted(sketch: str, features: Features) -> str:
    """A sketch with the groups of cells that the question's rules speak of."""
    return sketch.replace("UNITS", ", ".join(features.units) or "groups that a rule names")
