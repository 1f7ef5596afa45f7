"""Equations for unknowns, and the calculus of functions."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["EQUATIONS"]

EQUATIONS = Formulation(
    name="equations solved with sympy",
    family="algebra",
    evidence={
        "algebra": 2.8, "equation": 2.6, "ask algebra": 1.9, "a number": 0.8, "ask calculate": 0.5,
        "resources": 0.3, "names": -0.3, "no data": -0.4, "statistics": -0.4, "best": -0.5,
        "text": -0.5, "recursion": -0.6, "bullets": -0.7, "arrange": -0.7, "list of data": -0.7,
        "constraint": -0.9, "ask ways": -0.9, "grid": -1.0, "letter sum": -1.0, "ask chance": -1.1,
        "formula of logic": -1.1, "program": -1.5, "simulate": -1.5,
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
