"""Letters, words and tokens: working through a text, and searching for one."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["PROCESSING", "SEARCH"]

PROCESSING = Formulation(
    name="direct text processing",
    family="text_processing",
    evidence={
        "text": 2.6, "quoted": 1.8, "text work": 1.6, "ask text": 1.4, "ask text work": 1.4,
        "capitals": 0.7, "short": 0.6, "no data": 0.4, "ask measure": 0.3, "measure": 0.3,
        "ask money": 0.2, "bullets": 0.2, "form": 0.2, "start and goal": 0.2, "ask cipher": -0.2,
        "cipher": -0.2, "constraint": -0.2, "every case": -0.2, "fact": -0.2, "money": -0.2,
        "ask arrange": -0.3, "ask resources": -0.3, "resources": -0.3, "ask prose": -0.4,
        "path": -0.4, "statistics": -0.4, "arrange": -0.5, "grid": -0.5, "names": -0.5,
        "numbers": -0.5, "calendar": -0.6, "cells": -0.6, "logic": -0.6, "moves": -0.6,
        "ways": -0.6, "a number": -0.7, "ask fact": -0.7, "ask ways": -0.7, "chance": -0.7,
        "equation": -0.7, "recursion": -0.7, "claims": -0.8, "ask chance": -0.9,
    },
    bias=-0.7,
    data="the text as one Python string, copied exactly, or a list of its words or lines",
    order=(
        "- Go through it symbol by symbol or word by word; use re.finditer with a lookahead where "
        "matches may overlap, collections.Counter to count.\n"
        "- Take care whether positions count from 0 or from 1, and of capitals."
    ),
    sketch=(
        "text = '...'  # copied exactly\n"
        "found = [i for i in range(len(text)) if ...]  # the condition, at position i\n"
        "answer = ...  # from found"
    ),
    faster="Go through the text once, with a Counter or a dict.",
    instead=("simulation",),
)  # fmt: skip

SEARCH = Formulation(
    name="a search for a text that meets the conditions",
    family="text_search",
    evidence={
        "cipher": 2.4, "ask cipher": 1.7, "capitals": 0.7, "quoted": 0.6, "text": 0.5,
        "ask text": 0.3, "ask text work": 0.3, "ask logic": 0.2, "ask resources": 0.2,
        "ask start and goal": 0.2, "equation": 0.2, "no data": 0.2, "text work": 0.2,
        "expression": -0.2, "told": -0.2, "arrange": -0.3, "logic": -0.3, "measure": -0.4,
        "moves": -0.5, "path": -0.5, "table": -0.5, "ask prose": -0.6, "chance": -0.6,
        "money": -0.6, "program": -0.6, "statistics": -0.6, "simulate": -0.7, "calendar": -0.8,
        "ask how many": -0.9, "ask ways": -1.2,
    },
    bias=-1.5,
    data="the given text, and the clues as a list of (text, what is known of it)",
    order=(
        "- Generate every key or candidate (itertools.product, permutations, all shifts) and test "
        "each against every clue.\n"
        "- Print all that pass. Where readable English decides, score by common words."
    ),
    sketch=(
        "from itertools import product\n"
        "clues = [...]  # (text, what is known of it), from the question\n"
        "def fits(candidate): return all(...)  # every clue holds\n"
        "found = [c for c in map(''.join, product(alphabet, repeat=length)) if fits(c)]\n"
        "assert found, 'a clue is misread'\n"
        "answer = found[0]"
    ),
    faster="Build candidates letter by letter and drop each that breaks a clue already.",
    instead=("enumeration", "constraint_model", "text_processing"),
)  # fmt: skip
