"""A depth-first search that undoes its choices."""

from codesteer.steering.guides.formulations.formulation import RULE_BY_RULE, Formulation

__all__ = ["BACKTRACKING"]

BACKTRACKING = Formulation(
    name="a depth-first search with backtracking",
    family="backtracking",
    evidence={
        "arrange": 0.9, "constraint": 0.8, "cells": 0.6, "grid": 0.4, "names": 0.2,
        "a number": -0.2, "dense numbers": -0.2, "logic": -0.2, "numbers": -0.2, "best": -0.4,
        "ask calculate": -0.5, "ask how many": -0.5, "claims": -0.5, "path": -0.5,
        "text work": -0.5, "simulate": -0.7, "ask chance": -1.0,
    },
    bias=-2.4,
    data="a list of the open positions, and one of the values each may take",
    order=(
        "- Write allowed(position, value), which tests a single choice against all rules.\n"
        "- Write a recursive function that takes the first open position, tries every allowed "
        "value, goes on, and undoes the choice when that fails; it returns True when nothing "
        "is open."
    ),
    sketch=(
        "positions, values = [...], [...]  # of the question\n"
        "chosen = {}\n"
        "def allowed(position, value): return ...  # every rule, against chosen\n"
        "def fill(k):\n"
        "    if k == len(positions): return True\n"
        "    for value in values:\n"
        "        if allowed(positions[k], value):\n"
        "            chosen[positions[k]] = value\n"
        "            if fill(k + 1): return True\n"
        "            del chosen[positions[k]]\n"
        "    return False\n"
        "assert fill(0), 'a rule is wrong'\n"
        "answer = ...  # from chosen"
    ),
    faster="Take the open position with the fewest allowed values first.",
    check=RULE_BY_RULE,
    instead=("constraint_model",),
)  # fmt: skip
