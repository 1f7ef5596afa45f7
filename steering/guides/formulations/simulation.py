"""Stated steps, carried out on a state."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["SIMULATION"]

SIMULATION = Formulation(
    name="an exact simulation",
    family="simulation",
    evidence={
        "simulate": 3.8, "ask simulate": 2.2, "program": 1.7, "commands": 1.4, "told": 0.8,
        "comparison": 0.8, "arrows": 0.8, "grid": 0.6, "expression": 0.6, "brackets of data": 0.5,
        "drawing": 0.5, "logic": 0.4, "arrange": 0.4, "start and goal": 0.1, "names": -0.3,
        "money": -0.3, "constraint": -0.3, "algebra": -0.3, "text work": -0.3, "ask prose": -0.3,
        "links": -0.5, "relations": -0.5, "bullets": -0.6, "resources": -0.6, "every case": -0.6,
        "ask ways": -0.9, "ask best": -1.0, "recursion": -1.0, "best": -1.1, "claims": -1.1,
        "ask path": -1.1, "cipher": -1.3, "no data": -1.6, "ask chance": -1.8,
    },
    bias=-1.8,
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
