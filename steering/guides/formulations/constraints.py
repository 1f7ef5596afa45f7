"""Variables and rules for a solver."""

from codesteer.steering.guides.formulations.formulation import RULE_BY_RULE, Formulation

__all__ = ["GRID", "NAMED"]

GRID = Formulation(
    name="a constraint model of the grid",
    family="constraint_model",
    evidence={
        "grid": 2.7, "cells": 2.1, "constraint": 1.9, "arrange": 1.4, "calculate": 0.4,
        "drawing": 0.3, "start and goal": 0.3, "path": -0.2, "moves": -0.2, "ask how many": -0.4,
        "simulate": -0.8, "text work": -0.9, "ask path": -1.3,
    },
    bias=-2.0,
    needs=("grid", "cells"),
    data="a list of rows, 0 for an open cell",
    order=(
        "- Use OR-tools CP-SAT (from ortools.sat.python import cp_model): one NewIntVar for "
        "each cell; where the data gives a value, model.Add(variable == value).\n"
        "- Add every rule for every group of cells it speaks of; AddAllDifferent where values "
        "must differ.\n"
        "- Solve it and read the values back with solver.Value, as plain Python ints."
    ),
    sketch=(
        "from ortools.sat.python import cp_model\n"
        "data=[...]  # the question's rows, 0 for an open cell\n"
        "model=cp_model.CpModel()\n"
        "x=[[model.NewIntVar(1,len(row),'') for _ in row] for row in data]\n"
        "for i,row in enumerate(data):\n"
        "    for j,cell in enumerate(row):\n"
        "        if cell!=0: model.Add(x[i][j]==cell)\n"
        "groups=[]\n"
        "# append one list of variables for each of the UNITS\n"
        "assert groups,'groups is still empty'\n"
        "for group in groups: model.AddAllDifferent(group)\n"
        "solver=cp_model.CpSolver()\n"
        "status=solver.Solve(model)\n"
        "assert status in (cp_model.OPTIMAL,cp_model.FEASIBLE),'a rule is wrong'\n"
        "answer=[[solver.Value(v) for v in row] for row in x]"
    ),
    faster="Give every variable the smallest range it can have.",
    check=(
        "import ast\n"
        "data=[...]  # the question's rows, 0 for an open cell\n"
        "grid=ast.literal_eval(answer)\n"
        "kept=all(a in (0,b) for old,new in zip(data,grid) for a,b in zip(old,new))\n"
        "groups=[]\n"
        "# append one list of values for each of the UNITS\n"
        "assert groups,'groups is still empty'\n"
        "if len(grid)!=len(data) or not kept: print('Wrong: a given cell was changed')\n"
        "elif any(len(set(g))!=len(g) for g in groups): print('Wrong: a group repeats')\n"
        "else: print('Correct')"
    ),
    instead=("backtracking",),
)  # fmt: skip

NAMED = Formulation(
    name="a constraint model",
    family="constraint_model",
    evidence={
        "arrange": 3.5, "letter sum": 3.0, "constraint": 2.8, "ask arrange": 2.0, "names": 1.9,
        "comparison": 1.1, "cells": 1.0, "told": 0.6, "expression": 0.5, "ask calculate": 0.5,
        "calendar": 0.3, "bullets": 0.1, "simulate": -0.4, "chance": -0.5, "ask chance": -0.5,
        "formula": -0.8, "claims": -0.9, "path": -1.0, "best": -1.0, "ask how many": -1.3,
        "ask ways": -1.3, "ask prose": -1.3, "start and goal": -1.4, "resources": -1.6,
        "text work": -1.6, "moves": -2.0, "grid": -2.2, "ask constraint": -2.3, "ask path": -2.4,
    },
    bias=-0.1,
    data="a list of the unknowns by name, and one of their possible values",
    order=(
        "- Use OR-tools CP-SAT (from ortools.sat.python import cp_model): one NewIntVar for "
        "each unknown, by name.\n"
        "- Add every rule of the question, one model.Add each; AddAllDifferent where values "
        "must differ.\n"
        "- Solve it and read the values back with solver.Value."
    ),
    sketch=(
        "from ortools.sat.python import cp_model\n"
        "names = [...]  # the unknowns of the question\n"
        "model = cp_model.CpModel()\n"
        "x = {name: model.NewIntVar(1, len(names), name) for name in names}\n"
        "model.AddAllDifferent(list(x.values()))\n"
        "# model.Add(x[a] < x[b]) and so on, one line a rule\n"
        "solver = cp_model.CpSolver()\n"
        "status = solver.Solve(model)\n"
        "assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE), 'a rule is wrong'\n"
        "values = {name: solver.Value(x[name]) for name in names}\n"
        "answer = ...  # from values"
    ),
    faster="Give every variable the smallest range it can have.",
    check=RULE_BY_RULE,
    instead=("enumeration", "backtracking"),
)  # fmt: skip
