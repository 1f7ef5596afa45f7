"""What a computational formulation is: a way to turn a question into a program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal, TypeAlias

from codesteer.steering.guides.features import Features

__all__ = ["RULE_BY_RULE", "Family", "Formulation"]

Family: TypeAlias = Literal[
    "words", "arithmetic", "algebra", "calendar", "enumeration", "truth_table", "constraint_model",
    "backtracking", "graph_search", "dynamic_programming", "optimisation", "simulation",
    "expression_search", "text_processing", "text_search", "statistics",
]  # fmt: skip

RULE_BY_RULE = (
    "# turn answer into Python data first, for instance with ast.literal_eval(answer)\n"
    "broken = []\n"
    "# append the text of every rule that does not hold\n"
    "print('Wrong: ' + broken[0] if broken else 'Correct')"
)
"""A check that suits every question whose rules can be tested one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """One way to compute an answer.

    Attributes:
        name: What it is called in a sentence.
        family: Which kind of computation it is; several formulations may share one.
        evidence: How much each cue of a question speaks for it, or against it where negative;
            fitted to questions, so that one number says little by itself.
        bias: How well it fits a question without any cue; below 0, since most do not fit.
        needs: Cues without which it is out of the question; with them it comes before the others
            of its family.
        data: The shape the question's data takes before any algorithm.
        order: What to write, two or three short lines.
        sketch: Code for the hard part, with the question's data left out. UNITS stands for the
            groups of cells that the rules speak of.
        faster: What to change when it takes too long.
        check: Sketch of a program that tests an answer without finding it again; empty where
            there is no such test.
        instead: Families to turn to when it fails, whether or not the question looks like them.
    """

    name: str
    family: Family
    evidence: Mapping[str, float] = field(repr=False)
    bias: float = -1.0
    needs: tuple[str, ...] = ()
    data: str
    order: str
    sketch: str
    faster: str
    check: str = ""
    instead: tuple[Family, ...] = ()

    def fits(self, features: Features) -> float:
        """How well it fits a question: the sum of the evidence, higher is better."""
        if not all(features.strength(cue) for cue in self.needs):
            return -inf
        strength = features.cues.get
        return self.bias + sum(
            [weight * strength(cue, 0.0) for cue, weight in self.evidence.items()]
        )
