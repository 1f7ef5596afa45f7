"""The most or the least under conditions."""

from codesteer.steering.guides.formulations.formulation import RULE_BY_RULE, Formulation

__all__ = ["OPTIMUM"]

OPTIMUM = Formulation(
    name="an optimisation model",
    family="optimisation",
    evidence={
        "ask best": 2.0, "best": 2.0, "resources": 2.0, "many numbers": 1.1, "money": 1.0,
        "list of data": 0.6, "dense numbers": 0.5, "numbers": 0.4, "told": 0.4, "ask moves": 0.3,
        "how many": 0.3, "ask money": 0.2, "ask text work": 0.2, "logic": 0.2, "measure": 0.2,
        "text work": 0.2, "algebra": -0.2, "ask logic": -0.2, "chance": -0.2, "constraint": -0.2,
        "moves": -0.2, "prose": -0.2, "ask simulate": -0.3, "cipher": -0.3, "comparison": -0.3,
        "power": -0.3, "short": -0.3, "ask constraint": -0.4, "ask path": -0.5, "every case": -0.5,
        "links": -0.5, "recursion": -0.5, "start and goal": -0.5, "grid": -0.6, "no data": -0.6,
        "equation": -0.7, "fact": -0.7, "geometry": -0.7, "simulate": -0.7, "ask chance": -0.9,
        "ask ways": -0.9, "path": -0.9, "statistics": -0.9, "ask statistics": -1.0,
        "drawing": -1.0, "text": -1.0, "ask prose": -1.2,
    },
    bias=-2.0,
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
