"""Data in a table or a list."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["STATISTICS"]

STATISTICS = Formulation(
    name="statistics over the table of data",
    family="statistics",
    evidence={
        "statistics": 4.3, "ask statistics": 3.1, "records": 2.6, "table": 2.5,
        "list of data": 1.3, "many numbers": 1.2, "pairs of data": 0.8, "ask calculate": 0.3,
        "chance": 0.2, "arrange": -0.3, "calendar": -0.3, "best": -0.4, "bullets": -0.4,
        "simulate": -0.5, "geometry": -0.6, "form": -0.6, "ask ways": -0.6, "path": -0.6,
        "claims": -0.7, "resources": -0.8, "moves": -0.8, "algebra": -0.9, "ask prose": -1.0,
        "recursion": -1.2, "cells": -1.3, "constraint": -1.4,
    },
    bias=-1.3,
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
