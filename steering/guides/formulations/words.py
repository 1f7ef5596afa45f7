"""Where code is the wrong tool: nothing in the question can be computed."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["WORDS"]

WORDS = Formulation(
    name="an answer in words",
    family="words",
    evidence={
        "prose": 3.4, "ask prose": 3.1, "ask fact": 2.9, "ask resources": 1.3, "short": 1.3,
        "fact": 1.2, "money": 0.8, "proper names": 0.7, "a number": 0.6, "ask logic": 0.6,
        "no data": 0.6, "quoted": 0.6, "clock": 0.4, "ask moves": 0.3, "dense numbers": 0.3,
        "arrange": 0.2, "ask path": 0.2, "ask relations": 0.2, "ask statistics": 0.2,
        "ask text": 0.2, "full date": 0.2, "resources": 0.2, "start and goal": 0.2,
        "ask best": -0.2, "ask cipher": -0.2, "ask comparison": -0.2, "ask expression": -0.2,
        "ask geometry": -0.2, "ask measure": -0.2, "best": -0.2, "chance": -0.2,
        "statistics": -0.2, "ways": -0.2, "calculate": -0.3, "relations": -0.3, "text": -0.3,
        "ask how many": -0.4, "text work": -0.4, "ask money": -0.5, "bullets": -0.5,
        "comparison": -0.5, "every case": -0.5, "expression": -0.5, "geometry": -0.5,
        "measure": -0.5, "moves": -0.6, "ask chance": -0.7, "ask recursion": -0.7,
        "capitals": -0.7, "constraint": -0.7, "numbers": -0.7, "simulate": -0.7,
        "ask calendar": -0.8, "told": -0.8, "ask calculate": -0.9, "ask every case": -0.9,
        "power": -0.9, "ask ways": -1.0, "claims": -1.0, "logic": -1.0, "names": -1.0,
        "program": -1.0, "ask algebra": -1.1, "links": -1.1, "many numbers": -1.1,
        "ask text work": -1.3, "cipher": -1.3, "equation": -1.5, "formula of logic": -1.5,
        "table": -1.5, "list of data": -1.6, "drawing": -2.0, "formula": -2.0, "grid": -2.0,
        "letter sum": -2.0, "form": -3.0,
    },
    bias=-0.2,
    data="",
    order="",
    sketch="",
    faster="",
)  # fmt: skip
