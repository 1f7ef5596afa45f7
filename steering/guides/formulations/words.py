"""Where code is the wrong tool: nothing in the question can be computed."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["WORDS"]

WORDS = Formulation(
    name="an answer in words",
    family="words",
    evidence={
        "ask prose": 3.6, "prose": 3.4, "ask fact": 3.1, "short": 1.5, "fact": 1.2,
        "a number": 0.6, "quoted": 0.6, "no data": 0.5, "ask path": 0.5, "clock": 0.5,
        "full date": 0.4, "ask best": 0.2, "arrange": 0.2, "statistics": 0.1, "chance": -0.1,
        "ask algebra": -0.3, "ask money": -0.4, "relations": -0.4, "moves": -0.4, "bullets": -0.5,
        "power": -0.5, "ask calculate": -0.5, "ask how many": -0.5, "many numbers": -0.6,
        "ask chance": -0.6, "text": -0.6, "told": -0.7, "numbers": -0.7, "claims": -0.7,
        "capitals": -0.7, "ask recursion": -0.7, "geometry": -0.7, "comparison": -0.8,
        "simulate": -0.8, "logic": -0.8, "names": -0.9, "ask ways": -0.9, "constraint": -0.9,
        "ask every case": -0.9, "ask calendar": -1.0, "program": -1.0, "links": -1.1,
        "ask text work": -1.1, "cipher": -1.1, "equation": -1.5, "table": -1.5,
        "list of data": -1.5, "formula of logic": -1.5, "formula": -2.0, "grid": -2.0,
        "drawing": -2.0, "letter sum": -2.0, "form": -3.0,
    },
    bias=-0.1,
    data="",
    order="",
    sketch="",
    faster="",
)  # fmt: skip
