"""Letters, words and tokens: working through a text, and searching for one."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["PROCESSING", "SEARCH"]

PROCESSING = Formulation(
    name="direct text processing",
    family="text_processing",
    evidence={
        "text": 2.6, "quoted": 2.2, "text work": 2.0, "ask text work": 1.5, "ask text": 1.1,
        "capitals": 0.9, "measure": 0.6, "no data": 0.5, "simulate": 0.2, "prose": 0.1,
        "money": -0.1, "ask prose": -0.2, "ways": -0.3, "names": -0.5, "cipher": -0.5,
        "grid": -0.5, "path": -0.5, "ask ways": -0.6, "moves": -0.6, "statistics": -0.6,
        "recursion": -0.7, "arrange": -0.7, "cells": -0.7, "calendar": -0.7, "chance": -0.8,
        "logic": -0.8, "ask fact": -0.8, "claims": -0.9, "ask chance": -1.1, "equation": -1.2,
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
        "cipher": 3.3, "ask cipher": 1.8, "text": 0.6, "capitals": 0.5, "quoted": 0.5,
        "arrange": 0.3, "no data": 0.2, "bullets": -0.1, "measure": -0.4, "table": -0.5,
        "constraint": -0.6, "money": -0.6, "path": -0.6, "statistics": -0.6, "program": -0.6,
        "ask prose": -0.7, "chance": -0.7, "moves": -0.7, "calendar": -0.9, "ask how many": -1.0,
        "simulate": -1.0, "ask ways": -1.3,
    },
    bias=-1.0,
    data="the given text, and the clues as a list of (text, what is known of it)",
    order=(
        "- Generate every key or candidate (itertools.product, permutations, all shifts) and test "
        "each against every clue.\n"
        "- Print all that pass. Where readable English decides, score by frequent letters and "
        "common words."
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
