"""Letters, words and tokens: working through a text, and searching for one."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["PROCESSING", "SEARCH"]

PROCESSING = Formulation(
    name="direct text processing",
    family="text_processing",
    evidence={
        "text": 2.8, "quoted": 2.2, "text work": 1.9, "ask text work": 1.5, "ask text": 1.3,
        "short": 0.8, "no data": 0.6, "capitals": 0.5, "ask measure": 0.4, "measure": 0.4,
        "ask money": 0.3, "full date": 0.3, "ask how many": 0.2, "ask arrange": -0.2,
        "ask cipher": -0.2, "calculate": -0.2, "cipher": -0.2, "comparison": -0.2,
        "every case": -0.2, "expression": -0.2, "many numbers": -0.2, "names": -0.2,
        "simulate": -0.2, "ask resources": -0.3, "ask simulate": -0.3, "bullets": -0.3,
        "fact": -0.3, "form": -0.3, "prose": -0.3, "statistics": -0.3, "path": -0.4,
        "ask prose": -0.5, "cells": -0.5, "constraint": -0.5, "grid": -0.5, "logic": -0.5,
        "numbers": -0.5, "told": -0.5, "arrange": -0.6, "calendar": -0.6, "dense numbers": -0.6,
        "moves": -0.6, "recursion": -0.6, "resources": -0.6, "ask ways": -0.7, "ways": -0.7,
        "a number": -0.8, "claims": -0.8, "equation": -0.8, "ask chance": -0.9, "ask fact": -0.9,
        "chance": -0.9,
    },
    bias=-0.3,
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
        "cipher": 2.8, "ask cipher": 2.0, "capitals": 0.6, "quoted": 0.6, "ask text work": 0.3,
        "text": 0.3, "ask resources": 0.2, "ask start and goal": 0.2, "ask text": 0.2,
        "constraint": 0.2, "equation": 0.2, "proper names": 0.2, "prose": 0.2, "algebra": -0.2,
        "every case": -0.2, "logic": -0.2, "names": -0.2, "recursion": -0.2, "short": -0.2,
        "ways": -0.2, "ask prose": -0.3, "comparison": -0.3, "form": -0.3, "many numbers": -0.3,
        "measure": -0.3, "arrange": -0.4, "expression": -0.4, "simulate": -0.4, "table": -0.5,
        "told": -0.5, "money": -0.6, "moves": -0.6, "path": -0.6, "program": -0.6,
        "statistics": -0.6, "chance": -0.7, "ask how many": -0.9, "calendar": -0.9,
        "ask ways": -1.3,
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
