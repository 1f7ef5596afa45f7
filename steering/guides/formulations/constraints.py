"""Variables and rules for a solver."""

from codesteer.steering.guides.formulations.formulation import RULE_BY_RULE, Formulation

__all__ = ["GRID", "NAMED"]

GRID = Formulation(
    name="a constraint model of the grid",
    family="constraint_model",
    evidence={
        "grid": 1.8, "constraint": 1.4, "cells": 1.3, "arrange": 1.1, "bullets": 0.5,
        "dense numbers": 0.5, "expression": 0.4, "many numbers": 0.4, "ways": 0.4, "a number": 0.3,
        "cipher": 0.3, "drawing": 0.3, "numbers": 0.3, "chance": 0.2, "records": 0.2, "told": 0.2,
        "algebra": -0.2, "ask arrange": -0.2, "ask best": -0.2, "ask cells": -0.2, "names": -0.2,
        "logic": -0.3, "ask how many": -0.4, "moves": -0.5, "text work": -0.6, "simulate": -0.9,
        "ask path": -1.2,
    },
    bias=-1.8,
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
        "arrange": 2.9, "letter sum": 2.9, "constraint": 2.2, "ask arrange": 1.6, "names": 1.0,
        "cells": 0.9, "comparison": 0.9, "ask cells": 0.6, "options": 0.6, "told": 0.6,
        "fact": 0.5, "a number": 0.4, "links": 0.4, "ask algebra": 0.3, "calculate": 0.3,
        "equation": 0.3, "ask fact": 0.2, "proper names": 0.2, "ask comparison": -0.2,
        "ask geometry": -0.2, "ask recursion": -0.2, "clock": -0.2, "expression": -0.2,
        "money": -0.2, "no data": -0.2, "pairs of data": -0.2, "records": -0.2, "short": -0.2,
        "table": -0.2, "prose": -0.3, "start and goal": -0.3, "statistics": -0.3,
        "ask calculate": -0.4, "ask logic": -0.4, "calendar": -0.4, "many numbers": -0.4,
        "path": -0.4, "ask resources": -0.5, "formula": -0.5, "ask simulate": -0.6,
        "ask ways": -0.6, "claims": -0.6, "how many": -0.6, "simulate": -0.6, "text work": -0.6,
        "ask constraint": -0.7, "best": -0.7, "chance": -0.7, "text": -0.7, "resources": -0.8,
        "ask how many": -0.9, "ask prose": -0.9, "recursion": -0.9, "form": -1.0, "grid": -1.0,
        "ask chance": -1.1, "ask path": -1.1, "moves": -1.3,
    },
    bias=-1.0,
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
