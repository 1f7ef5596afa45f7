"""Equations for unknowns, and the calculus of functions."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["EQUATIONS"]

EQUATIONS = Formulation(
    name="equations solved with sympy",
    family="algebra",
    evidence={
        "algebra": 4.6, "equation": 2.9, "ask algebra": 2.0, "a number": 1.1, "ask calculate": 1.1,
        "resources": 0.7, "best": -0.2, "names": -0.4, "text": -0.4, "no data": -0.5,
        "recursion": -0.6, "statistics": -0.7, "bullets": -0.7, "arrange": -0.9,
        "constraint": -0.9, "ask ways": -0.9, "list of data": -1.0, "grid": -1.0,
        "letter sum": -1.0, "formula of logic": -1.1, "ask chance": -1.5, "program": -1.5,
        "simulate": -2.4,
    },
    bias=-0.8,
    data="one sympy symbol an unknown, and a list with one Eq a statement",
    order=(
        "- Use sympy: symbols, Eq for each statement, solve(equations, unknowns, dict=True); for "
        "calculus diff, integrate, limit.\n"
        "- Drop solutions that the question rules out; keep the rest exact."
    ),
    sketch=(
        "from sympy import Eq, solve, symbols\n"
        "x, y = symbols('x y')\n"
        "equations = [Eq(..., ...)]  # one a statement of the question\n"
        "found = solve(equations, [x, y], dict=True)\n"
        "assert found, 'an equation is wrong'\n"
        "answer = ...  # of found[0], what is asked"
    ),
    faster="Use nsolve with a starting value near the solution.",
    check=(
        "# put the values of answer into every statement of the question\n"
        "broken = []\n"
        "# append the text of every statement that does not hold\n"
        "print('Wrong: ' + broken[0] if broken else 'Correct')"
    ),
    instead=("constraint_model", "enumeration"),
)  # fmt: skip
