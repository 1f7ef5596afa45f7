"""Calculation with the question's own numbers: exact, in units, in money, in figures."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["EXACT", "GEOMETRY", "QUANTITIES"]

EXACT = Formulation(
    name="exact arithmetic",
    family="arithmetic",
    evidence={
        "formula": 3.4, "power": 1.4, "ask calculate": 1.3, "short": 1.2, "long numbers": 1.0,
        "a number": 0.5, "calculate": 0.5, "numbers": 0.4, "dense numbers": 0.2,
        "ask arrange": -0.2, "calendar": -0.2, "cells": -0.2, "cipher": -0.2, "fact": -0.2,
        "many numbers": -0.2, "money": -0.2, "moves": -0.2, "proper names": -0.2, "prose": -0.2,
        "start and goal": -0.2, "text work": -0.2, "ask every case": -0.3, "expression": -0.3,
        "measure": -0.3, "resources": -0.3, "algebra": -0.4, "arrange": -0.4, "logic": -0.4,
        "path": -0.5, "statistics": -0.5, "told": -0.5, "names": -0.6, "constraint": -0.7,
        "equation": -0.7, "simulate": -0.7, "ask ways": -0.8, "text": -0.8, "no data": -0.9,
        "grid": -1.0,
    },
    bias=-1.2,
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
        "ask measure": 2.1, "ask calculate": 1.9, "measure": 1.9, "calculate": 1.6, "power": 1.6,
        "ask money": 1.2, "ask how many": 1.1, "money": 1.1, "short": 1.1, "a number": 0.9,
        "form": 0.8, "how many": 0.8, "geometry": 0.7, "ask geometry": 0.6, "ask constraint": 0.5,
        "path": 0.5, "long numbers": 0.4, "ask resources": 0.3, "comparison": 0.3,
        "ask calendar": 0.2, "ask simulate": 0.2, "numbers": 0.2, "arrows": -0.2,
        "ask arrange": -0.2, "ask cipher": -0.2, "ask every case": -0.2, "ask moves": -0.2,
        "bullets": -0.2, "calendar": -0.2, "full date": -0.2, "proper names": -0.2,
        "records": -0.2, "told": -0.2, "ask start and goal": -0.3, "ask text": -0.3,
        "chance": -0.3, "equation": -0.3, "simulate": -0.3, "ask fact": -0.4, "ask logic": -0.4,
        "fact": -0.4, "quoted": -0.4, "cells": -0.5, "cipher": -0.5, "statistics": -0.5,
        "text work": -0.5, "constraint": -0.6, "every case": -0.6, "logic": -0.6,
        "many numbers": -0.6, "moves": -0.6, "names": -0.6, "ways": -0.6, "arrange": -0.7,
        "ask prose": -0.7, "formula": -0.7, "list of data": -0.7, "prose": -0.7, "recursion": -0.7,
        "ask chance": -0.8, "expression": -0.8, "no data": -0.8, "start and goal": -0.8,
        "best": -1.1, "grid": -1.1, "links": -1.1, "ask algebra": -1.3, "ask best": -1.3,
        "text": -1.3,
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
        "ask geometry": 1.7, "geometry": 1.4, "ask calculate": 0.3, "pairs of data": 0.2,
        "dense numbers": -0.2, "logic": -0.2, "a number": -0.3, "equation": -0.4, "cells": -0.5,
        "simulate": -0.5, "constraint": -0.6, "moves": -0.6, "bullets": -0.8, "path": -0.8,
        "ask ways": -1.0, "grid": -1.0,
    },
    bias=-1.6,
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
