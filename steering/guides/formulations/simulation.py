"""Stated steps, carried out on a state."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["SIMULATION"]

SIMULATION = Formulation(
    name="an exact simulation",
    family="simulation",
    evidence={
        "simulate": 3.5, "ask simulate": 2.2, "program": 1.6, "commands": 1.3,
        "ask constraint": 0.8, "ask start and goal": 0.8, "told": 0.8, "arrows": 0.7,
        "ask comparison": 0.7, "comparison": 0.7, "numbers": 0.7, "capitals": 0.6, "equation": 0.6,
        "start and goal": 0.6, "statistics": 0.6, "a number": 0.5, "brackets of data": 0.5,
        "formula of logic": 0.5, "grid": 0.5, "ask algebra": 0.4, "expression": 0.4, "text": 0.4,
        "ask text work": 0.3, "calculate": 0.3, "form": 0.3, "text work": 0.3,
        "ask statistics": 0.2, "ask text": 0.2, "cells": 0.2, "drawing": 0.2, "moves": 0.2,
        "ask cipher": -0.2, "ask expression": -0.2, "ask money": -0.2, "ask recursion": -0.2,
        "bullets": -0.2, "formula": -0.2, "geometry": -0.2, "long numbers": -0.2,
        "ask calendar": -0.3, "ask how many": -0.3, "ask measure": -0.3, "ask resources": -0.3,
        "chance": -0.3, "fact": -0.3, "resources": -0.3, "algebra": -0.4, "arrange": -0.4,
        "ask moves": -0.4, "ask prose": -0.4, "dense numbers": -0.4, "full date": -0.4,
        "links": -0.4, "no data": -0.4, "path": -0.4, "proper names": -0.4, "recursion": -0.4,
        "calendar": -0.5, "logic": -0.5, "money": -0.5, "ask path": -0.6, "constraint": -0.6,
        "how many": -0.6, "relations": -0.6, "every case": -0.7, "names": -0.7, "options": -0.7,
        "ask calculate": -0.9, "ask ways": -0.9, "best": -0.9, "claims": -0.9, "cipher": -1.0,
        "ask best": -1.1, "ask chance": -1.3,
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
