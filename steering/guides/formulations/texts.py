"""Letters, words and tokens: working through a text, and searching for one."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["PROCESSING", "SEARCH"]

PROCESSING = Formulation(
    name="direct text processing",
    family="text_processing",
    evidence={
        "text": 3.5, "quoted": 3.5, "text work": 2.9, "ask text work": 1.7, "ask text": 1.3,
        "capitals": 1.3, "measure": 1.3, "no data": 1.1, "prose": 0.5, "ask prose": 0.4,
        "simulate": 0.2, "ways": -0.1, "grid": -0.5, "ask ways": -0.6, "moves": -0.6,
        "recursion": -0.7, "cipher": -0.8, "path": -0.8, "cells": -0.8, "names": -0.9,
        "calendar": -0.9, "claims": -0.9, "statistics": -1.0, "chance": -1.0, "ask fact": -1.3,
        "logic": -1.3, "arrange": -1.4, "ask chance": -1.4, "equation": -1.9,
    },
    bias=-0.5,
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
        "cipher": 4.9, "ask cipher": 2.1, "no data": 0.8, "text": 0.7, "arrange": 0.7,
        "quoted": 0.5, "capitals": 0.2, "measure": -0.1, "bullets": -0.2, "table": -0.5,
        "money": -0.6, "statistics": -0.6, "program": -0.6, "ask prose": -0.7, "chance": -0.8,
        "path": -0.9, "calendar": -0.9, "moves": -1.0, "constraint": -1.3, "ask how many": -1.3,
        "ask ways": -1.3, "simulate": -1.7,
    },
    bias=-0.6,
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
