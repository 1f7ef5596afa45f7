"""Equations for unknowns, and the calculus of functions."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["EQUATIONS"]

EQUATIONS = Formulation(
    name="equations solved with sympy",
    family="algebra",
    evidence={
        "algebra": 3.6, "ask algebra": 2.6, "equation": 2.4, "ask simulate": 0.7,
        "every case": 0.5, "geometry": 0.5, "short": 0.5, "ask geometry": 0.3, "calculate": 0.3,
        "records": 0.3, "a number": 0.2, "ask fact": 0.2, "ask prose": 0.2, "fact": 0.2,
        "relations": 0.2, "ask statistics": -0.2, "chance": -0.2, "clock": -0.2, "full date": -0.2,
        "money": -0.2, "proper names": -0.2, "resources": -0.2, "ways": -0.2, "ask cells": -0.3,
        "ask measure": -0.3, "best": -0.3, "cells": -0.3, "expression": -0.3, "names": -0.3,
        "path": -0.3, "text work": -0.3, "ask path": -0.4, "measure": -0.4, "statistics": -0.4,
        "told": -0.4, "list of data": -0.5, "text": -0.5, "arrange": -0.6, "bullets": -0.6,
        "many numbers": -0.6, "constraint": -0.7, "recursion": -0.7, "simulate": -0.7,
        "ask ways": -0.9, "grid": -1.0, "letter sum": -1.0, "ask chance": -1.1,
        "formula of logic": -1.4, "program": -1.5,
    },
    bias=-1.1,
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
