"""Data in a table or a list."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["STATISTICS"]

STATISTICS = Formulation(
    name="statistics over the table of data",
    family="statistics",
    evidence={
        "statistics": 2.7, "ask statistics": 2.3, "table": 1.7, "records": 1.5,
        "list of data": 1.0, "many numbers": 0.8, "pairs of data": 0.6, "dense numbers": 0.4,
        "numbers": 0.4, "calculate": 0.3, "a number": 0.2, "ask arrange": 0.2,
        "ask calculate": 0.2, "ask chance": 0.2, "ask text": 0.2, "drawing": 0.2,
        "ask cells": -0.2, "ask measure": -0.2, "ask resources": -0.2, "cipher": -0.2,
        "equation": -0.2, "how many": -0.2, "logic": -0.2, "no data": -0.2, "ways": -0.2,
        "arrange": -0.3, "ask best": -0.3, "bullets": -0.3, "calendar": -0.3, "chance": -0.3,
        "money": -0.3, "start and goal": -0.3, "text": -0.3, "form": -0.4, "resources": -0.5,
        "simulate": -0.5, "algebra": -0.6, "claims": -0.6, "geometry": -0.6, "short": -0.6,
        "ask ways": -0.7, "cells": -0.7, "path": -0.7, "moves": -0.8, "ask prose": -0.9,
        "constraint": -0.9, "recursion": -0.9,
    },
    bias=-1.8,
    data="a list of rows, each a tuple, or one list of numbers a column",
    order=(
        "- Use the statistics module (mean, median, stdev or pstdev, correlation, "
        "linear_regression); group with a dict of lists.\n"
        "- Say whether a deviation is that of a sample; print each figure with its name."
    ),
    sketch=(
        "import statistics\n"
        "rows = [...]  # (group, value), one a row of the question\n"
        "groups = {}\n"
        "for name, value in rows:\n"
        "    groups.setdefault(name, []).append(value)\n"
        "means = {name: statistics.mean(v) for name, v in groups.items()}\n"
        "answer = ...  # what is asked, of groups and means"
    ),
    faster="Go through the rows once.",
    instead=("arithmetic",),
)  # fmt: skip
