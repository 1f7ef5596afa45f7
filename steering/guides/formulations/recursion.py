"""Subproblems that come again and again, each solved once."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["SUBPROBLEMS"]

SUBPROBLEMS = Formulation(
    name="a recursion over subproblems with memory",
    family="dynamic_programming",
    evidence={
        "ask recursion": 3.6, "recursion": 3.1, "ask best": 0.5, "ask ways": 0.5, "ask logic": 0.4,
        "ask how many": 0.3, "ask money": 0.3, "ask simulate": 0.3, "dense numbers": 0.3,
        "how many": 0.3, "quoted": 0.3, "ask chance": 0.2, "ask comparison": 0.2, "ask path": 0.2,
        "ask start and goal": 0.2, "best": 0.2, "list of data": 0.2, "a number": -0.2,
        "algebra": -0.2, "arrange": -0.2, "no data": -0.2, "path": -0.2, "proper names": -0.2,
        "prose": -0.2, "text": -0.2, "calculate": -0.3, "cipher": -0.3, "names": -0.3,
        "simulate": -0.3, "measure": -0.4, "resources": -0.4, "told": -0.4, "form": -0.5,
        "grid": -0.5, "statistics": -0.5, "cells": -0.6, "bullets": -0.8,
    },
    bias=-1.5,
    data="a tuple or string of the given values; a subproblem is an index or what is left",
    order=(
        "- Write best(i) (or ways(left), wins(left)) with functools.cache: the smallest cases "
        "first, then the answer out of smaller subproblems, over every choice.\n"
        "- Call it for the whole problem; raise sys.setrecursionlimit if it goes deep."
    ),
    sketch=(
        "from functools import cache\n"
        "values = (...)  # given in the question\n"
        "@cache\n"
        "def solve(left, i):\n"
        "    if left == 0: return ...  # smallest case\n"
        "    if left < 0 or i == len(values): return ...  # no way\n"
        "    return ...  # solve(left - values[i], i) and solve(left, i + 1), joined\n"
        "answer = solve(..., 0)"
    ),
    faster="Keep fewer things in the arguments: an index and a number, never a growing list.",
    instead=("enumeration", "graph_search"),
)  # fmt: skip
