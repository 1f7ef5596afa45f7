"""The most or the least under conditions."""

from codesteer.steering.guides.formulations.formulation import RULE_BY_RULE, Formulation

__all__ = ["OPTIMUM"]

OPTIMUM = Formulation(
    name="an optimisation model",
    family="optimisation",
    evidence={
        "ask best": 2.9, "best": 2.8, "resources": 2.3, "money": 1.7, "many numbers": 1.7,
        "numbers": 1.3, "told": 0.3, "every case": -0.2, "arrange": -0.3, "recursion": -0.4,
        "constraint": -0.5, "no data": -0.6, "links": -0.6, "fact": -0.7, "equation": -0.7,
        "geometry": -0.9, "simulate": -0.9, "ask chance": -0.9, "ask ways": -0.9,
        "ask prose": -0.9, "grid": -1.0, "drawing": -1.0, "text": -1.1, "ask statistics": -1.2,
        "statistics": -1.5, "path": -1.8,
    },
    bias=-2.2,
    data="a dict from each thing to a tuple of its numbers, such as (weight, worth)",
    order=(
        "- Use OR-tools CP-SAT: one integer or 0/1 variable a choice, every condition as "
        "model.Add, then model.Minimize or model.Maximize of the total. Scale decimals to "
        "integers.\n"
        "- Accept the result only with status OPTIMAL; print the choices and the total."
    ),
    sketch=(
        "from ortools.sat.python import cp_model\n"
        "data = {...}  # thing: (weight, worth), from the question\n"
        "model = cp_model.CpModel()\n"
        "x = {name: model.NewIntVar(0, 1, name) for name in data}\n"
        "# model.Add(sum(data[n][0] * x[n] for n in data) <= limit), one line a condition\n"
        "model.Maximize(sum(data[n][1] * x[n] for n in data))\n"
        "solver = cp_model.CpSolver()\n"
        "assert solver.Solve(model) == cp_model.OPTIMAL\n"
        "answer = {n: solver.Value(x[n]) for n in data}, solver.ObjectiveValue()"
    ),
    faster="Bound every variable tightly; force an order on choices that are alike.",
    check=RULE_BY_RULE,
    instead=("dynamic_programming", "enumeration"),
)  # fmt: skip
