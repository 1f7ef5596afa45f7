"""Stated steps, carried out on a state."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["SIMULATION"]

SIMULATION = Formulation(
    name="an exact simulation",
    family="simulation",
    evidence={
        "simulate": 3.1, "ask simulate": 1.9, "program": 1.6, "commands": 1.3,
        "ask constraint": 0.7, "numbers": 0.6, "arrows": 0.5, "ask comparison": 0.5,
        "ask start and goal": 0.5, "brackets of data": 0.5, "equation": 0.5, "statistics": 0.5,
        "told": 0.5, "formula of logic": 0.4, "grid": 0.4, "start and goal": 0.4, "a number": 0.3,
        "ask algebra": 0.3, "ask arrange": 0.3, "calculate": 0.3, "cells": 0.3, "ask fact": 0.2,
        "ask statistics": 0.2, "drawing": 0.2, "expression": 0.2, "arrange": -0.2,
        "ask calendar": -0.2, "ask money": -0.2, "ask moves": -0.2, "ask resources": -0.2,
        "ask text work": -0.2, "bullets": -0.2, "geometry": -0.2, "how many": -0.2,
        "many numbers": -0.2, "names": -0.2, "path": -0.2, "prose": -0.2, "resources": -0.2,
        "short": -0.2, "ways": -0.2, "algebra": -0.3, "ask measure": -0.3, "calendar": -0.3,
        "full date": -0.3, "logic": -0.3, "options": -0.3, "constraint": -0.4, "every case": -0.4,
        "money": -0.4, "no data": -0.4, "chance": -0.5, "ask calculate": -0.6, "links": -0.6,
        "recursion": -0.6, "relations": -0.6, "ask prose": -0.7, "ask path": -0.8,
        "ask ways": -0.8, "claims": -0.8, "best": -0.9, "ask best": -1.0, "cipher": -1.0,
        "ask chance": -1.5,
    },
    bias=-2.0,
    data="the whole state in one structure (a list, a dict, a list of lists)",
    order=(
        "- Write one function for each rule, word for word as stated.\n"
        "- Apply them in the stated order, and stop exactly where the question says. Take care "
        "whether positions count from 0 or 1, and whether a step reads the old or the new state."
    ),
    sketch=(
        "state = ...  # the start, as the question gives it\n"
        "steps = [...]  # every step or instruction of the question, in order\n"
        "def apply(step, state):\n"
        "    ...  # one branch a rule, word for word\n"
        "    return state\n"
        "for step in steps:\n"
        "    state = apply(step, state)\n"
        "answer = ...  # what is asked, of state"
    ),
    faster="Remember the states seen: where one comes again, skip whole cycles.",
    instead=("text_processing", "arithmetic"),
)  # fmt: skip
