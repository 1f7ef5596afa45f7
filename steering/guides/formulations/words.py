"""Where code is the wrong tool: nothing in the question can be computed."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["WORDS"]

WORDS = Formulation(
    name="an answer in words",
    family="words",
    evidence={
        "prose": 4.9, "ask prose": 4.4, "ask fact": 4.2, "fact": 1.9, "short": 1.8, "quoted": 1.7,
        "ask path": 1.3, "full date": 1.1, "clock": 1.0, "a number": 0.9, "no data": 0.7,
        "arrange": 0.6, "statistics": 0.4, "ask algebra": 0.2, "chance": -0.1, "relations": -0.1,
        "ask money": -0.3, "ask chance": -0.4, "logic": -0.4, "bullets": -0.5,
        "ask how many": -0.5, "numbers": -0.5, "moves": -0.6, "text": -0.6, "claims": -0.6,
        "capitals": -0.7, "ask recursion": -0.7, "geometry": -0.8, "ask calculate": -0.9,
        "many numbers": -0.9, "ask ways": -1.0, "program": -1.0, "told": -1.1,
        "ask every case": -1.1, "links": -1.1, "names": -1.2, "simulate": -1.3, "constraint": -1.5,
        "ask text work": -1.5, "cipher": -1.5, "equation": -1.5, "table": -1.5,
        "list of data": -1.5, "formula of logic": -1.5, "ask calendar": -1.7, "comparison": -2.0,
        "formula": -2.0, "grid": -2.0, "drawing": -2.0, "letter sum": -2.0, "form": -3.0,
    },
    bias=-0.3,
    data="",
    order="",
    sketch="",
    faster="",
)  # fmt: skip
