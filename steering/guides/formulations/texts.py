"""Letters, words and tokens: working through a text, and searching for one."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["PROCESSING", "SEARCH"]

PROCESSING = Formulation(
    name="direct text processing",
    family="text_processing",
    evidence={
        "text": 3.0, "quoted": 2.1, "text work": 2.0, "ask text work": 1.7, "ask text": 1.4,
        "capitals": 0.7, "short": 0.7, "ask measure": 0.4, "no data": 0.4, "ask money": 0.3,
        "bullets": 0.3, "measure": 0.3, "ask constraint": 0.2, "best": 0.2, "form": 0.2,
        "full date": 0.2, "start and goal": 0.2, "ask cipher": -0.2, "ask prose": -0.2,
        "ask simulate": -0.2, "cipher": -0.2, "constraint": -0.2, "every case": -0.2,
        "ask resources": -0.3, "fact": -0.3, "ask arrange": -0.4, "numbers": -0.4,
        "resources": -0.4, "statistics": -0.4, "arrange": -0.5, "grid": -0.5, "names": -0.5,
        "path": -0.5, "recursion": -0.5, "ways": -0.5, "a number": -0.6, "calendar": -0.6,
        "logic": -0.6, "moves": -0.6, "ask ways": -0.7, "cells": -0.7, "chance": -0.7,
        "ask fact": -0.8, "claims": -0.8, "dense numbers": -0.8, "equation": -0.8,
        "ask chance": -0.9,
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
        "cipher": 1.6, "ask cipher": 1.0, "capitals": 0.6, "quoted": 0.4, "text": 0.2,
        "a number": -0.2, "dense numbers": -0.2, "numbers": -0.2, "logic": -0.4, "measure": -0.4,
        "moves": -0.4, "arrange": -0.5, "chance": -0.5, "money": -0.5, "path": -0.5,
        "simulate": -0.5, "statistics": -0.5, "table": -0.5, "ask prose": -0.6, "program": -0.6,
        "ask how many": -0.8, "calendar": -0.8, "ask ways": -1.2,
    },
    bias=-2.0,
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
