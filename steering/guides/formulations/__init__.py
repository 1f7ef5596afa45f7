"""Computational formulations: ways to turn a question into a program, and when each fits.

Guidance earns its keep by naming the right computation, far more than by choosing between text and
code: in the paper's table 1, picking the better of all-text and all-code with hindsight gains 6
points over plain code, guidance 17. So each formulation says what shape the data takes, what to
try, and with which library; its sketch is shown to a model whose own program has failed.
"""

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

_NEAR = 1.5  # A formulation that fits much worse than the best is no alternative to it.
_MOST = 4

FORMULATIONS = (
    EXPRESSIONS, GRID, NAMED, TRUTH_VALUES, BACKTRACKING, STATES, WEIGHTED, WAYPOINTS, RELATIONS,
    SIMULATION, COUNT, CHANCE, CASES, SUBPROBLEMS, PROCESSING, SEARCH, OPTIMUM, STATISTICS,
    CALENDAR, EXACT, QUANTITIES, GEOMETRY, EQUATIONS,
)  # fmt: skip


def formulations_for(features: Features) -> list[Formulation]:
    """Formulations that fit a question, best first; empty where computing is the wrong tool.

    Behind those that fit stand those that the best of them turns to when it fails.
    """
    scored = [(formulation.fits(features), formulation) for formulation in FORMULATIONS]
    best, chosen = max(scored, key=lambda pair: pair[0])
    if WORDS.fits(features) >= best:
        return []
    near = sorted((pair for pair in scored if pair[0] >= best - _NEAR), key=lambda pair: -pair[0])
    found = [formulation for _, formulation in near][:_MOST]
    known = {formulation.family for formulation in found}
    for family in chosen.instead:
        if family not in known:
            of_family = [pair for pair in scored if pair[1].family == family]
            found.append(max(of_family, key=lambda pair: pair[0])[1])
    return found


def family_of(features: Features) -> Family:
    """The family of the formulation that fits a question best."""
    fitting = formulations_for(features)
    return fitting[0].family if fitting else WORDS.family


def fitted(sketch: str, features: Features) -> str:
    """A sketch with the groups of cells that the question's rules speak of."""
    return sketch.replace("UNITS", ", ".join(features.units) or "groups that a rule names")
