"""Stated steps, carried out on a state."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["SIMULATION"]

SIMULATION = Formulation(
    name="an exact simulation",
    family="simulation",
    evidence={
        "simulate": 3.5, "ask simulate": 2.3, "program": 1.6, "commands": 1.3,
        "ask constraint": 1.0, "ask comparison": 0.8, "ask start and goal": 0.7, "equation": 0.7,
        "numbers": 0.7, "statistics": 0.7, "told": 0.7, "arrows": 0.6, "brackets of data": 0.5,
        "cells": 0.5, "formula of logic": 0.5, "grid": 0.5, "start and goal": 0.5, "a number": 0.4,
        "ask algebra": 0.4, "expression": 0.4, "ask arrange": 0.3, "ask statistics": 0.3,
        "calculate": 0.3, "comparison": 0.3, "moves": 0.3, "form": 0.2, "text work": 0.2,
        "ask expression": -0.2, "ask money": -0.2, "ask recursion": -0.2, "ask resources": -0.2,
        "ask text": -0.2, "chance": -0.2, "fact": -0.2, "measure": -0.2, "path": -0.2,
        "power": -0.2, "resources": -0.2, "ways": -0.2, "algebra": -0.3, "ask calendar": -0.3,
        "ask how many": -0.3, "ask moves": -0.3, "calendar": -0.3, "dense numbers": -0.3,
        "geometry": -0.3, "how many": -0.3, "many numbers": -0.3, "money": -0.3, "names": -0.3,
        "arrange": -0.4, "ask measure": -0.4, "bullets": -0.4, "every case": -0.4,
        "full date": -0.4, "logic": -0.4, "no data": -0.4, "options": -0.4, "proper names": -0.4,
        "prose": -0.4, "links": -0.5, "recursion": -0.5, "constraint": -0.6, "relations": -0.6,
        "ask path": -0.8, "ask prose": -0.8, "ask ways": -0.8, "claims": -0.8,
        "ask calculate": -1.0, "ask best": -1.1, "best": -1.1, "cipher": -1.2, "ask chance": -1.3,
    },
    bias=-2.1,
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
