"""All cases, one by one: counting, chance, and search among numbers."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["CASES", "CHANCE", "COUNT"]

COUNT = Formulation(
    name="a complete enumeration that counts",
    family="enumeration",
    evidence={
        "ask ways": 2.6, "ways": 1.5, "ask how many": 1.3, "how many": 0.5, "a number": 0.3,
        "cipher": 0.3, "constraint": 0.2, "algebra": -0.2, "ask calculate": -0.2,
        "ask logic": -0.2, "ask text work": -0.2, "logic": -0.2, "many numbers": -0.2,
        "quoted": -0.2, "ask chance": -0.3, "comparison": -0.3, "calculate": -0.4, "names": -0.4,
        "path": -0.5, "simulate": -0.5, "bullets": -0.6, "no data": -0.6, "statistics": -0.6,
        "calendar": -0.7, "measure": -0.7, "text work": -0.7, "moves": -0.8, "recursion": -0.8,
        "money": -0.9, "best": -1.0,
    },
    bias=-1.1,
    data="a list of the things to choose from, equal ones told apart by index",
    order=(
        "- Generate every case once with itertools (product, permutations, combinations), test "
        "each against all conditions, count those that hold.\n"
        "- Above some ten million cases use math.comb or a recursion with functools.cache."
    ),
    sketch=(
        "from itertools import product\n"
        "def holds(case): return ...  # every condition of the question\n"
        "cases = product(...)  # every case there is, once\n"
        "answer = sum(1 for case in cases if holds(case))"
    ),
    faster="Count with math.comb, or with a recursion and functools.cache over what is left.",
    instead=("dynamic_programming", "arithmetic"),
)  # fmt: skip

CHANCE = Formulation(
    name="a probability by counting equally likely cases",
    family="enumeration",
    evidence={
        "ask chance": 2.8, "chance": 2.1, "a number": 0.6, "algebra": 0.4, "ask calculate": 0.4,
        "calculate": 0.4, "names": 0.4, "arrange": 0.3, "ask best": 0.3, "ask constraint": 0.3,
        "form": 0.3, "many numbers": 0.3, "measure": 0.3, "ask algebra": 0.2, "ask ways": 0.2,
        "capitals": 0.2, "moves": 0.2, "numbers": 0.2, "recursion": 0.2, "resources": 0.2,
        "start and goal": 0.2, "ways": 0.2, "ask comparison": -0.2, "ask moves": -0.2,
        "ask statistics": -0.2, "long numbers": -0.2, "quoted": -0.2, "short": -0.2,
        "simulate": -0.2, "statistics": -0.2, "fact": -0.3, "money": -0.3, "path": -0.3,
        "text": -0.3, "calendar": -0.5, "dense numbers": -0.5, "records": -0.5, "grid": -0.6,
        "ask simulate": -0.7,
    },
    bias=-0.4,
    needs=("ask chance",),
    data="a list of all outcomes, equal things told apart by index",
    order=(
        "- List all equally likely outcomes with itertools; the answer is Fraction(good, all).\n"
        "- Where steps have unequal chances, or there are too many outcomes, carry a dict from "
        "state to Fraction from step to step."
    ),
    sketch=(
        "from fractions import Fraction\n"
        "chance = {...: Fraction(1)}  # start state\n"
        "for step in range(...):\n"
        "    after = {}\n"
        "    for state, p in chance.items():\n"
        "        for new, q in ...:  # every outcome and its chance, as Fraction\n"
        "            after[new] = after.get(new, 0) + p * q\n"
        "    chance = after\n"
        "answer = sum(p for state, p in chance.items() if ...)"
    ),
    faster="Carry a dict from state to Fraction instead of listing all outcomes.",
    instead=("dynamic_programming", "arithmetic"),
)  # fmt: skip

CASES = Formulation(
    name="a search through all candidates",
    family="enumeration",
    evidence={
        "every case": 2.9, "ask every case": 2.8, "cipher": 1.1, "a number": 0.6, "arrange": 0.6,
        "ask best": 0.5, "ask cipher": 0.4, "ask how many": 0.4, "told": 0.4, "ask logic": 0.3,
        "ask ways": 0.3, "how many": 0.3, "ask arrange": 0.2, "ask calculate": 0.2,
        "ask cells": 0.2, "ask expression": 0.2, "best": 0.2, "equation": 0.2, "form": 0.2,
        "letter sum": 0.2, "names": 0.2, "ways": 0.2, "algebra": -0.2, "ask calendar": -0.2,
        "ask comparison": -0.2, "ask resources": -0.2, "calculate": -0.2, "constraint": -0.2,
        "measure": -0.2, "moves": -0.2, "numbers": -0.2, "proper names": -0.2, "records": -0.2,
        "recursion": -0.2, "statistics": -0.2, "ask algebra": -0.3, "bullets": -0.3,
        "comparison": -0.3, "dense numbers": -0.3, "ask moves": -0.4, "text": -0.4,
        "ask simulate": -0.5, "quoted": -0.6, "resources": -0.6, "path": -0.9, "simulate": -0.9,
        "money": -1.1,
    },
    bias=-0.7,
    data="ranges of the candidates, and the given rows as a list of lists where there are any",
    order=(
        "- Write holds(candidate) with every condition of the question.\n"
        "- Go through all candidates in nested loops, within the bounds the question gives, and "
        "keep those that hold, or the best of them."
    ),
    sketch=(
        "def holds(candidate): return ...  # every condition of the question\n"
        "found = []\n"
        "for candidate in ...:  # all of them, within the question's bounds\n"
        "    if holds(candidate): found.append(candidate)\n"
        "assert found, 'a condition is wrong'\n"
        "answer = ...  # of found, what is asked"
    ),
    faster="Cut the range of the inner loops by what the outer ones have fixed.",
    instead=("constraint_model", "algebra"),
)  # fmt: skip
