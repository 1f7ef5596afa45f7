"""Symbolic checker: what a program really computes, read from its syntax tree.

It never runs the program and never raises, and takes time in proportion to the program. Its score
is comparable with the paper's: below 2 the program may be too simple to be a symbolic computation.
It informs a guide; it does not decide.

Source: CodeSteer (arXiv 2502.04350), section 4.2; there regular expressions, here the syntax tree,
which also sees that a program only prints what was worked out before.
"""

import ast
from dataclasses import dataclass

from codesteer.steering.checkers.answers import read_answers
from codesteer.steering.checkers.deeds import deeds
from codesteer.steering.checkers.endless import is_endless
from codesteer.steering.checkers.live import live_nodes
from codesteer.steering.checkers.question import QuestionData
from codesteer.steering.checkers.rounds import does_no_work, has_rounds, tests_rounds
from codesteer.steering.program import parse

__all__ = ["TOO_SIMPLE", "SymbolicReport", "check_program"]

TOO_SIMPLE = 2.0

_WEIGHTS = {
    "loops": 1.0,
    "comprehension": 0.5,
    "recursion": 2.0,
    "enumeration": 2.0,
    "exact_arithmetic": 1.0,
    "simulation": 1.0,
    "memoisation": 1.0,
    "expression_evaluation": 1.0,
}
_SOLVER = 3.0
_BRANCH = 0.5
_OPERATION = 0.25
_MOST_COUNTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolicReport:
    """What the checker saw.

    Attributes:
        parsed: Whether the text could be analysed: it is Python, neither huge nor nested too
            deeply. If not, nothing else is known.
        does: What the program does and reaches: loops, recursion, comprehension, itertools,
            enumeration, exact_arithmetic, solver:NAME, simulation, memoisation,
            expression_evaluation.
        score: Sum of weights of what it does; below 2 it may be too simple.
        literal_output: Whether every line that could be the answer was written into it.
        prints: Whether it shows anything.
        computes: Whether running it is what settles the answer.
        ignores_data: Whether it holds almost none of the question's data, and reads none.
        trivial_loops: Whether it has loops, and none does real work towards the answer.
        endless: Whether it will most likely not end within half a minute.
    """

    parsed: bool
    does: tuple[str, ...] = ()
    score: float = 0.0
    literal_output: bool = False
    prints: bool = False
    computes: bool = True
    ignores_data: bool = False
    trivial_loops: bool = False
    endless: bool = False

    @property
    def too_simple(self) -> bool:
        """Whether the score is below the paper's threshold."""
        return self.parsed and self.score < TOO_SIMPLE


def check_program(code: str, question: str = "") -> SymbolicReport:
    """Read a program; any text gives a report.

    Args:
        code: Source, without fences.
        question: What it is to answer; empty when that is not known.
    """
    tree = parse(code)
    if tree is None:
        return SymbolicReport(parsed=False)
    try:
        return _report(tree, question)
    except (RecursionError, ArithmeticError, ValueError):
        # Blocks nested as deeply as Python allows, on a stack that is short; numbers past reading.
        return SymbolicReport(parsed=False)


def _report(tree: ast.Module, question: str) -> SymbolicReport:
    nodes = live_nodes(tree)
    data = QuestionData(question)
    answers = read_answers(tree, data)
    done = deeds(nodes)
    idle = has_rounds(nodes) and (
        does_no_work(nodes) or (answers.literal and not tests_rounds(nodes))
    )
    never_run = answers.literal and not has_rounds(nodes) and has_rounds(ast.walk(tree))
    return SymbolicReport(
        parsed=True,
        does=tuple(done),
        score=_score(nodes, done),
        literal_output=answers.literal,
        prints=answers.shows,
        computes=answers.computed,
        ignores_data=answers.ignores_data,
        trivial_loops=idle or never_run,
        endless=is_endless(nodes),
    )


def _score(nodes: list[ast.AST], done: list[str]) -> float:
    score = sum(_SOLVER if name.startswith("solver:") else _WEIGHTS.get(name, 0) for name in done)
    branches = sum(isinstance(node, ast.If | ast.IfExp) for node in nodes)
    loops = sum(isinstance(node, ast.For | ast.AsyncFor | ast.While) for node in nodes)
    operations = sum(isinstance(node, ast.BinOp) for node in nodes)
    score += _BRANCH * (min(branches, _MOST_COUNTED) + max(0, min(loops, _MOST_COUNTED) - 1))
    return score + _OPERATION * min(operations, _MOST_COUNTED)
