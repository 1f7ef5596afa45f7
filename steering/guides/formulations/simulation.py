"""Stated steps, carried out on a state."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["SIMULATION"]

SIMULATION = Formulation(
    name="an exact simulation",
    family="simulation",
    evidence={
        "simulate": 5.9, "ask simulate": 2.9, "program": 1.7, "commands": 1.6, "comparison": 1.6,
        "grid": 1.5, "arrows": 1.2, "expression": 1.1, "brackets of data": 0.9, "logic": 0.6,
        "arrange": 0.6, "drawing": 0.5, "start and goal": 0.5, "told": 0.2, "ask prose": -0.1,
        "algebra": -0.2, "names": -0.3, "money": -0.3, "text work": -0.4, "constraint": -0.5,
        "links": -0.5, "resources": -0.5, "relations": -0.7, "bullets": -1.0, "recursion": -1.0,
        "every case": -1.1, "ask ways": -1.3, "ask best": -1.3, "best": -1.4, "claims": -1.6,
        "ask path": -1.6, "no data": -1.6, "cipher": -2.5, "ask chance": -2.5,
    },
    bias=-2.6,
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
