"""Data in a table or a list."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["STATISTICS"]

STATISTICS = Formulation(
    name="statistics over the table of data",
    family="statistics",
    evidence={
        "statistics": 2.5, "ask statistics": 2.1, "table": 1.6, "records": 1.4,
        "list of data": 0.9, "many numbers": 0.7, "pairs of data": 0.6, "numbers": 0.4,
        "a number": 0.3, "ask calculate": 0.2, "ask chance": 0.2, "ask text": 0.2,
        "calculate": 0.2, "ask best": -0.2, "ask simulate": -0.2, "equation": -0.2,
        "measure": -0.2, "money": -0.2, "start and goal": -0.2, "text": -0.2, "ways": -0.2,
        "bullets": -0.3, "calendar": -0.3, "chance": -0.3, "arrange": -0.4, "form": -0.4,
        "algebra": -0.5, "resources": -0.5, "short": -0.5, "simulate": -0.5, "cells": -0.6,
        "claims": -0.6, "geometry": -0.6, "path": -0.6, "ask ways": -0.7, "moves": -0.7,
        "constraint": -0.8, "ask prose": -0.9, "recursion": -0.9,
    },
    bias=-1.7,
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
