"""A search over expressions that given numbers form."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["EXPRESSIONS"]

EXPRESSIONS = Formulation(
    name="an exhaustive search over expressions with exact fractions",
    family="expression_search",
    evidence={
        "expression": 3.8, "ask expression": 1.7, "numbers": 1.0, "dense numbers": 0.6,
        "logic": 0.6, "a number": 0.5, "bullets": 0.4, "constraint": 0.3, "form": 0.3,
        "list of data": 0.3, "ask logic": 0.2, "many numbers": 0.2, "text work": 0.2,
        "ask algebra": -0.2, "ask path": -0.2, "ask prose": -0.2, "ask statistics": -0.2,
        "ask text work": -0.2, "chance": -0.2, "letter sum": -0.2, "names": -0.2, "power": -0.2,
        "proper names": -0.2, "told": -0.2, "ask how many": -0.3, "ask start and goal": -0.3,
        "best": -0.3, "calendar": -0.3, "every case": -0.3, "how many": -0.3, "prose": -0.3,
        "statistics": -0.3, "ask ways": -0.5, "measure": -0.6, "moves": -0.6, "path": -0.6,
        "resources": -0.6, "simulate": -0.6, "text": -0.6, "arrange": -0.7, "equation": -0.7,
        "claims": -0.8, "formula": -0.8, "cells": -0.9, "recursion": -0.9, "grid": -1.2,
        "money": -1.2,
    },
    bias=-2.3,
    data="the numbers as a list, and the target",
    order=(
        "- Keep a list of pairs (value, text), for each number (Fraction(n), str(n)).\n"
        "- Write a recursive function: take two pairs out of the list in every possible way, "
        'combine them with + - * / into one pair with the text f"({a}{op}{b})", never divide by '
        "zero, and go on with the shorter list; with one pair left, compare its value with the "
        "target."
    ),
    sketch=(
        "from fractions import Fraction\n"
        "from itertools import permutations\n"
        "def search(items, target):\n"
        "    if len(items)==1:\n"
        "        return items[0][1] if items[0][0]==target else None\n"
        "    for i,j in permutations(range(len(items)),2):\n"
        "        (x,a),(y,b)=items[i],items[j]\n"
        "        rest=[items[k] for k in range(len(items)) if k not in (i,j)]\n"
        '        pairs=[(x+y,f"({a}+{b})"),(x-y,f"({a}-{b})"),(x*y,f"({a}*{b})")]\n'
        '        if y!=0: pairs.append((x/y,f"({a}/{b})"))\n'
        "        for pair in pairs:\n"
        "            found=search(rest+[pair],target)\n"
        "            if found: return found\n"
        "numbers,target=[...],...  # of the question\n"
        "answer=search([(Fraction(n),str(n)) for n in numbers],target)"
    ),
    faster="Combine a pair with + and * in one order only, and remember lists of values seen.",
    check=(
        "import re\n"
        "numbers, target = [...], ...  # of the question\n"
        "used = [int(n) for n in re.findall(r'[0-9]+', answer)]\n"
        "if sorted(used) != sorted(numbers): print('Wrong: other numbers are used')\n"
        "elif abs(eval(answer) - target) > 1e-9: print('Wrong: the value is another')\n"
        "else: print('Correct')"
    ),
    instead=("enumeration", "backtracking"),
)  # fmt: skip
