"""Subproblems that come again and again, each solved once."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["SUBPROBLEMS"]

SUBPROBLEMS = Formulation(
    name="a recursion over subproblems with memory",
    family="dynamic_programming",
    evidence={
        "ask recursion": 4.6, "recursion": 4.5, "ask best": 1.4, "ask ways": 0.6, "grid": -0.5,
        "statistics": -0.5, "cells": -0.6, "simulate": -0.9, "form": -1.3, "bullets": -1.4,
    },
    bias=-1.0,
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
