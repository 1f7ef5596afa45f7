"""Statements that are true or false."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["TRUTH_VALUES"]

TRUTH_VALUES = Formulation(
    name="an enumeration of truth values",
    family="truth_table",
    evidence={
        "formula of logic": 3.0, "claims": 2.9, "logic": 2.9, "told": 1.9, "ask logic": 1.8,
        "names": 0.4, "text": -0.2, "bullets": -0.5, "comparison": -0.5, "text work": -0.5,
        "program": -0.6, "cipher": -0.7, "arrange": -0.7, "money": -0.8, "path": -1.0,
        "moves": -1.0, "grid": -1.0, "numbers": -1.7,
    },
    bias=-1.7,
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
