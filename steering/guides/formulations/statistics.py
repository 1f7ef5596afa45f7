"""Data in a table or a list."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["STATISTICS"]

STATISTICS = Formulation(
    name="statistics over the table of data",
    family="statistics",
    evidence={
        "statistics": 3.0, "ask statistics": 2.2, "records": 1.8, "table": 1.7,
        "list of data": 1.1, "many numbers": 0.8, "pairs of data": 0.5, "ask calculate": 0.2,
        "text": -0.1, "arrange": -0.2, "chance": -0.2, "best": -0.2, "simulate": -0.4,
        "calendar": -0.4, "bullets": -0.4, "resources": -0.5, "geometry": -0.5, "form": -0.5,
        "ask ways": -0.6, "algebra": -0.6, "moves": -0.7, "path": -0.7, "claims": -0.7,
        "cells": -0.8, "ask prose": -0.9, "constraint": -1.0, "recursion": -1.0,
    },
    bias=-1.2,
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
