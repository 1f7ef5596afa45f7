"""Where code is the wrong tool: nothing in the question can be computed."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["WORDS"]

WORDS = Formulation(
    name="an answer in words",
    family="words",
    evidence={
        "ask prose": 3.1, "prose": 2.9, "ask fact": 2.7, "fact": 1.2, "short": 1.2,
        "ask resources": 0.9, "a number": 0.6, "money": 0.6, "no data": 0.6, "ask logic": 0.4,
        "quoted": 0.3, "ask moves": 0.2, "ask statistics": 0.2, "clock": 0.2, "full date": 0.2,
        "resources": 0.2, "chance": -0.2, "statistics": -0.2, "ways": -0.2, "ask best": -0.3,
        "ask measure": -0.3, "expression": -0.3, "measure": -0.3, "relations": -0.3, "text": -0.3,
        "calculate": -0.4, "every case": -0.4, "geometry": -0.4, "ask how many": -0.5,
        "ask money": -0.5, "bullets": -0.5, "moves": -0.5, "text work": -0.5,
        "ask recursion": -0.6, "comparison": -0.6, "numbers": -0.6, "simulate": -0.6,
        "ask calculate": -0.7, "ask calendar": -0.7, "ask chance": -0.7, "capitals": -0.7,
        "told": -0.7, "constraint": -0.8, "logic": -0.8, "names": -0.8, "power": -0.8,
        "ask every case": -0.9, "ask ways": -0.9, "cipher": -1.0, "claims": -1.0, "program": -1.0,
        "ask algebra": -1.1, "ask text work": -1.1, "links": -1.1, "many numbers": -1.1,
        "equation": -1.5, "formula of logic": -1.5, "list of data": -1.5, "table": -1.5,
        "drawing": -2.0, "formula": -2.0, "grid": -2.0, "letter sum": -2.0, "form": -3.0,
    },
    bias=0.0,
    data="",
    order="",
    sketch="",
    faster="",
)  # fmt: skip
