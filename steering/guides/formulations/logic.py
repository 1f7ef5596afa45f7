"""Statements that are true or false."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["TRUTH_VALUES"]

TRUTH_VALUES = Formulation(
    name="an enumeration of truth values",
    family="truth_table",
    evidence={
        "formula of logic": 2.8, "claims": 2.2, "logic": 2.2, "ask logic": 1.3, "told": 0.9,
        "chance": 0.4, "constraint": 0.3, "names": 0.3, "ask fact": 0.2, "ask statistics": 0.2,
        "fact": 0.2, "simulate": 0.2, "a number": -0.2, "ask arrange": -0.2, "ask best": -0.2,
        "ask chance": -0.2, "ask how many": -0.2, "ask relations": -0.2, "ask resources": -0.2,
        "ask start and goal": -0.2, "ask ways": -0.2, "calendar": -0.2, "equation": -0.2,
        "expression": -0.2, "measure": -0.2, "start and goal": -0.2, "ask constraint": -0.3,
        "calculate": -0.3, "many numbers": -0.3, "no data": -0.3, "relations": -0.3,
        "bullets": -0.4, "short": -0.4, "text": -0.4, "money": -0.5, "arrange": -0.6,
        "cipher": -0.6, "dense numbers": -0.6, "program": -0.6, "text work": -0.6,
        "comparison": -0.7, "moves": -0.7, "numbers": -0.7, "path": -0.7, "grid": -1.0,
    },
    bias=-1.6,
    data="a list of the names of everybody or everything that is true or false",
    order=(
        "- Give each speaker or statement a truth value, and try all combinations with "
        "itertools.product.\n"
        "- Keep those in which every statement is true exactly if whoever makes it is to be "
        "believed; the answer must be the same in all that are left."
    ),
    sketch=(
        "from itertools import product\n"
        "names = [...]  # of everybody or everything that is true or false\n"
        "answers = set()\n"
        "for values in product((True, False), repeat=len(names)):\n"
        "    v = dict(zip(names, values))\n"
        "    if all([...]):  # one condition a statement, such as v['A'] == (not v['B'])\n"
        "        answers.add(...)  # what is asked, of v\n"
        "assert len(answers) == 1, answers\n"
        "answer = answers.pop()"
    ),
    faster="Give it to z3 or CP-SAT as Boolean variables.",
    instead=("constraint_model", "enumeration"),
)  # fmt: skip
