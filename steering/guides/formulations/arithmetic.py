"""Calculation with the question's own numbers: exact, in units, in money, in figures."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["EXACT", "GEOMETRY", "QUANTITIES"]

EXACT = Formulation(
    name="exact arithmetic",
    family="arithmetic",
    evidence={
        "formula": 4.0, "short": 1.8, "power": 1.6, "ask calculate": 1.6, "long numbers": 1.0,
        "a number": 0.9, "calculate": 0.7, "ask every case": -0.3, "algebra": -0.4, "told": -0.6,
        "statistics": -0.6, "path": -0.6, "names": -0.6, "equation": -0.6, "text": -0.7,
        "constraint": -0.8, "simulate": -0.8, "ask ways": -0.8, "no data": -0.9, "grid": -1.0,
    },
    bias=-1.1,
    data="a list of every number of the question, each copied digit by digit with its sign",
    order=(
        "- Use Python integers, or fractions.Fraction where something is divided; no floats.\n"
        "- Let Python calculate with the numbers; never write down a result yourself."
    ),
    sketch=(
        "from fractions import Fraction\n"
        "values = [...]  # every number of the question, with its sign\n"
        "answer = ...  # one expression of these values; Python works it out"
    ),
    faster="Use pow(a, b, m) and closed formulas in place of loops.",
    instead=("algebra",),
)  # fmt: skip

QUANTITIES = Formulation(
    name="step-by-step arithmetic with named quantities",
    family="arithmetic",
    evidence={
        "power": 3.5, "measure": 3.2, "ask measure": 2.7, "calculate": 2.6, "ask calculate": 2.2,
        "ask how many": 2.2, "a number": 1.2, "short": 1.1, "money": 1.1, "calendar": 1.1,
        "ask money": 0.9, "constraint": -0.1, "numbers": -0.2, "moves": -0.3, "resources": -0.5,
        "recursion": -0.5, "cipher": -0.6, "chance": -0.7, "no data": -0.7, "logic": -0.9,
        "expression": -0.9, "ways": -0.9, "list of data": -1.0, "best": -1.0, "statistics": -1.0,
        "names": -1.1, "arrange": -1.1, "grid": -1.1, "ask chance": -1.1, "ask algebra": -1.3,
        "links": -1.4, "ask best": -1.6, "text": -1.9,
    },
    bias=-0.6,
    data="one named variable a quantity, with its unit in the name, such as price_eur",
    order=(
        "- Convert all to one unit first, with factors you are sure of, as fractions.Fraction "
        "written from strings.\n"
        "- One line a step, in the order of the text; round only at the end, if at all."
    ),
    sketch=(
        "from fractions import Fraction\n"
        "rate = Fraction('0.048')  # numbers as in the question\n"
        "first_step = ...  # one line a step, each a named quantity\n"
        "answer = ...  # of the steps; an int where it is whole"
    ),
    faster="Replace the loop by a closed formula.",
    instead=("algebra", "simulation"),
)  # fmt: skip

GEOMETRY = Formulation(
    name="an exact formula of geometry",
    family="arithmetic",
    evidence={
        "ask geometry": 2.7, "geometry": 2.6, "numbers": 0.4, "ask calculate": 0.3,
        "pairs of data": 0.2, "equation": -0.5, "cells": -0.6, "path": -0.6, "simulate": -0.7,
        "moves": -0.7, "bullets": -0.8, "constraint": -0.9, "grid": -1.0, "ask ways": -1.0,
    },
    bias=-1.5,
    data="one sympy number a length or angle, such as Rational(5, 2)",
    order=(
        "- Use sympy (from sympy import pi, sqrt, Rational, simplify) and no floats.\n"
        "- Write the formula of each part of the figure, add or subtract them, simplify at the end."
    ),
    sketch=(
        "from sympy import Rational, pi, simplify, sqrt\n"
        "r = Rational(...)  # lengths of the question\n"
        "part = ...  # one formula a part of the figure\n"
        "answer = simplify(...)  # of the parts"
    ),
    faster="Insert the numbers before simplifying.",
    instead=("algebra",),
)  # fmt: skip
