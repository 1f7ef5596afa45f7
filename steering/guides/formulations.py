"""Computational formulations: ways to turn a question into a program, and when each fits.

Guidance earns its keep by naming the right computation, far more than by choosing between text and
code: in the paper's table 1, picking the better of all-text and all-code with hindsight gains 6
points over plain code, guidance 17. So each formulation says what to represent, what to try, and
with which library; its sketch is shown to a model whose own program has failed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from codesteer.steering.guides.features import Features

__all__ = ["FORMULATIONS", "Formulation", "fitted", "formulations_for"]

_NEAR = 0.6  # A formulation that fits much worse than the best is no alternative to it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """One way to compute an answer.

    Attributes:
        name: What it is called in a sentence.
        fits: How well it fits a question, 0 (not at all) to 1.
        order: What to write, two or three short lines.
        sketch: Code for the hard part, with the question's data left out. UNITS stands for the
            groups of cells that the rules speak of.
        check: Sketch of a program that tests an answer without finding it again; empty where
            there is no such test.
    """

    name: str
    fits: Callable[[Features], float]
    order: str
    sketch: str
    check: str = ""


def formulations_for(features: Features) -> list[Formulation]:
    """Formulations that fit a question, best first; empty where computing is the wrong tool."""
    scored = [(formulation.fits(features), formulation) for formulation in FORMULATIONS]
    best = max(score for score, _ in scored)
    fitting = [pair for pair in scored if pair[0] > 0 and pair[0] >= _NEAR * best]
    return [formulation for _, formulation in sorted(fitting, key=lambda pair: -pair[0])]


def fitted(sketch: str, features: Features) -> str:
    """A sketch with the groups of cells that the question's rules speak of."""
    return sketch.replace("UNITS", ", ".join(features.units) or "groups that a rule names")


def _expression_search(f: Features) -> float:
    if f.has("arithmetic") and f.has("use_all") and f.numbers >= 3:
        return 0.95
    return 0.7 if f.has("arithmetic", "target") and f.numbers >= 3 and not f.formula else 0.0


def _grid_constraints(f: Features) -> float:
    return _constraints(f) + 0.1 if f.grid_rows and f.has("unit") and _constraints(f) else 0.0


def _plain_constraints(f: Features) -> float:
    return 0.0 if _grid_constraints(f) else _constraints(f)


def _constraints(f: Features) -> float:
    if not f.has("constraint", "assign") and not (f.grid_rows and f.has("constraint", "unit")):
        return 0.0
    return 0.8 if f.words.get("constraint", 0) >= 4 else 0.75


def _backtracking(f: Features) -> float:
    return max(0.0, _constraints(f) - 0.2)


def _state_search(f: Features) -> float:
    if f.has("steps", "goal"):
        return 0.7
    return 0.5 if f.words.get("steps", 0) >= 3 and f.has("constraint") else 0.0


def _simulation(f: Features) -> float:
    return min(0.65, 0.2 * f.words.get("simulate", 0)) if f.words.get("simulate", 0) >= 2 else 0.0


def _enumeration(f: Features) -> float:
    return 0.6 if f.has("count") and f.numbers >= 1 and not f.has("text") else 0.0


def _text_processing(f: Features) -> float:
    return 0.6 if f.has("text") and (f.has("count") or f.has("simulate") or f.has("unit")) else 0.0


def _optimisation(f: Features) -> float:
    return 0.55 if f.has("optimise") and f.numbers >= 4 and f.has("constraint") else 0.0


def _calendar(f: Features) -> float:
    return 0.85 if f.words.get("date", 0) >= 2 and f.numbers >= 1 else 0.0


def _truth_values(f: Features) -> float:
    return 0.8 if f.words.get("logic", 0) >= 4 and not f.has("prose") else 0.0


def _exact_arithmetic(f: Features) -> float:
    if f.formula and (f.longest_number >= 3 or f.numbers >= 4):
        return 0.8
    if f.has("calculate") and (f.numbers >= 2 or (f.numbers and f.bracketed)):
        return 0.5
    return 0.3 if f.formula else 0.0


_RULE_BY_RULE = (
    "# turn the string into Python data first, for instance with ast.literal_eval(answer)\n"
    "broken = []\n"
    "# append the text of every rule that does not hold\n"
    "print('Wrong: ' + broken[0] if broken else 'Correct')"
)

FORMULATIONS = (
    Formulation(
        name="an exhaustive search over expressions with exact fractions",
        fits=_expression_search,
        order=(
            "- Keep a list of pairs (value, text), for each number (Fraction(n), str(n)).\n"
            "- Write a recursive function: take two pairs out of the list in every possible way, "
            'combine them with + - * / into one pair with the text f"({a}{op}{b})", skip division '
            "by zero, and go on with the shorter list; with one pair left, compare its value with "
            "the target."
        ),
        sketch=(
            "from fractions import Fraction\n"
            "from itertools import permutations\n"
            "def search(items, target):\n"
            "    if len(items) == 1:\n"
            "        return items[0][1] if items[0][0] == target else None\n"
            "    for i, j in permutations(range(len(items)), 2):\n"
            "        (x, a), (y, b) = items[i], items[j]\n"
            "        rest = [items[k] for k in range(len(items)) if k not in (i, j)]\n"
            "        pairs = "
            '[(x + y, f"({a}+{b})"), (x - y, f"({a}-{b})"), (x * y, f"({a}*{b})")]\n'
            '        if y != 0: pairs.append((x / y, f"({a}/{b})"))\n'
            "        for pair in pairs:\n"
            "            found = search(rest + [pair], target)\n"
            "            if found: return found\n"
            "numbers, target = [...], ...  # of the question\n"
            "answer = search([(Fraction(n), str(n)) for n in numbers], target)"
        ),
        check=(
            "import re\n"
            "numbers, target = [...], ...  # of the question\n"
            "used = [int(n) for n in re.findall(r'[0-9]+', answer)]\n"
            "if sorted(used) != sorted(numbers): print('Wrong: other numbers are used')\n"
            "elif abs(eval(answer) - target) > 1e-9: print('Wrong: the value is another')\n"
            "else: print('Correct')"
        ),
    ),
    Formulation(
        name="a constraint model of the grid",
        fits=_grid_constraints,
        order=(
            "- Use OR-tools CP-SAT (from ortools.sat.python import cp_model): one NewIntVar for "
            "each cell; where the data gives a value, model.Add(variable == value).\n"
            "- Add every rule for every group of cells it speaks of; AddAllDifferent where values "
            "must differ.\n"
            "- Solve it and read the values back with solver.Value, as plain Python ints."
        ),
        sketch=(
            "from ortools.sat.python import cp_model\n"
            "data = [...]  # the rows of the question, 0 for an open cell\n"
            "model = cp_model.CpModel()\n"
            "x = [[model.NewIntVar(1, len(row), '') for _ in row] for row in data]\n"
            "for i, row in enumerate(data):\n"
            "    for j, cell in enumerate(row):\n"
            "        if cell != 0: model.Add(x[i][j] == cell)\n"
            "groups = []\n"
            "# append one list of variables for each of the UNITS\n"
            "assert groups, 'groups is still empty'\n"
            "for group in groups: model.AddAllDifferent(group)\n"
            "solver = cp_model.CpSolver()\n"
            "status = solver.Solve(model)\n"
            "assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE), 'a rule is wrong'\n"
            "answer = [[solver.Value(v) for v in row] for row in x]"
        ),
        check=(
            "import ast\n"
            "data = [...]  # the rows of the question, 0 for an open cell\n"
            "grid = ast.literal_eval(answer)\n"
            "kept = all(a in (0, b) for old, new in zip(data, grid) for a, b in zip(old, new))\n"
            "groups = []\n"
            "# append one list of values for each of the UNITS\n"
            "assert groups, 'groups is still empty'\n"
            "if len(grid) != len(data) or not kept: print('Wrong: a given cell was changed')\n"
            "elif any(len(set(g)) != len(g) for g in groups): print('Wrong: a group repeats')\n"
            "else: print('Correct')"
        ),
    ),
    Formulation(
        name="a constraint model",
        fits=_plain_constraints,
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
            "values = {name: solver.Value(x[name]) for name in names}"
        ),
        check=_RULE_BY_RULE,
    ),
    Formulation(
        name="an enumeration of truth values",
        fits=_truth_values,
        order=(
            "- Give each speaker or statement a truth value, and try all combinations with "
            "itertools.product.\n"
            "- Keep those in which every statement is true exactly if whoever makes it is to be "
            "believed; the answer must be the same in all that are left."
        ),
        sketch=(
            "from itertools import product\n"
            "names = [...]  # of everybody or everything that is true or false\n"
            "answers = set()\n"
            "for values in product((True, False), repeat=len(names)):\n"
            "    v = dict(zip(names, values))\n"
            "    if all([...]):  # one condition a statement, such as v['A'] == (not v['B'])\n"
            "        answers.add(...)  # what is asked, of v\n"
            "assert len(answers) == 1, answers\n"
            "answer = answers.pop()"
        ),
    ),
    Formulation(
        name="a depth-first search with backtracking",
        fits=_backtracking,
        order=(
            "- Write allowed(position, value), which tests a single choice against all rules.\n"
            "- Write a recursive function that takes the first open position, tries every allowed "
            "value, goes on, and undoes the choice when that fails; it returns True when nothing "
            "is open."
        ),
        sketch=(
            "def fill(k):\n"
            "    if k == len(positions): return True\n"
            "    for value in values:\n"
            "        if allowed(positions[k], value):\n"
            "            put(positions[k], value)\n"
            "            if fill(k + 1): return True\n"
            "            take_back(positions[k])\n"
            "    return False"
        ),
        check=_RULE_BY_RULE,
    ),
    Formulation(
        name="a breadth-first search over states",
        fits=_state_search,
        order=(
            "- Write a state as a tuple, a function that yields every legal (move, next state), "
            "and the goal test.\n"
            "- Search with collections.deque from the start, remember visited states and the moves "
            "that led there, and stop at the first goal."
        ),
        sketch=(
            "from collections import deque\n"
            "def bfs(start, is_goal, successors):\n"
            "    queue, seen = deque([(start, [])]), {start}\n"
            "    while queue:\n"
            "        state, moves = queue.popleft()\n"
            "        if is_goal(state): return moves\n"
            "        for move, after in successors(state):\n"
            "            if after not in seen:\n"
            "                seen.add(after); queue.append((after, moves + [move]))"
        ),
        check=(
            "state = ...  # the start\n"
            "for move in moves:  # read from answer\n"
            "    ...  # print('Wrong: illegal move') and stop, or make the move\n"
            "print('Correct' if state == goal else 'Wrong: the goal is not reached')"
        ),
    ),
    Formulation(
        name="an exact simulation",
        fits=_simulation,
        order=(
            "- Hold the whole state in one data structure and write one function for each rule, "
            "word for word as stated.\n"
            "- Apply them in the stated order, and stop exactly where the question says."
        ),
        sketch=(
            "state = ...  # the start, as the question gives it\n"
            "for step in steps:  # in the stated order\n"
            "    state = apply(step, state)  # one function a rule, word for word\n"
            "answer = state"
        ),
    ),
    Formulation(
        name="a complete enumeration",
        fits=_enumeration,
        order=(
            "- Generate every case with itertools, test each against the conditions, and count.\n"
            "- Use fractions.Fraction for probabilities; where there are too many cases, use "
            "math.comb or a recursion with functools.cache instead."
        ),
        sketch=(
            "from itertools import product\n"
            "cases = product(...)  # every case there is, once\n"
            "answer = sum(1 for case in cases if holds(case))  # holds: every condition"
        ),
    ),
    Formulation(
        name="direct text processing",
        fits=_text_processing,
        order=(
            "- Copy the text exactly into a Python string and go through it symbol by symbol.\n"
            "- Take care whether positions count from 0 or from 1 in the question."
        ),
        sketch=(
            "text = '...'  # copied exactly\n"
            "found = [i for i, symbol in enumerate(text, 1) if wanted(symbol)]\n"
            "answer = ...  # from found"
        ),
    ),
    Formulation(
        name="an optimisation model",
        fits=_optimisation,
        order=(
            "- Use OR-tools CP-SAT: integer variables, every condition as a constraint, and "
            "model.Minimize or model.Maximize.\n"
            "- Accept the result only with status OPTIMAL."
        ),
        sketch=(
            "from ortools.sat.python import cp_model\n"
            "model = cp_model.CpModel()\n"
            "x = {name: model.NewIntVar(0, most, name) for name in names}\n"
            "# model.Add(...) for every condition\n"
            "model.Maximize(sum(worth[name] * x[name] for name in names))\n"
            "solver = cp_model.CpSolver()\n"
            "assert solver.Solve(model) == cp_model.OPTIMAL\n"
            "answer = {name: solver.Value(x[name]) for name in names}"
        ),
        check=_RULE_BY_RULE,
    ),
    Formulation(
        name="calendar arithmetic",
        fits=_calendar,
        order="- Use datetime.date and datetime.timedelta; do not count days by hand.",
        sketch=(
            "from datetime import date, timedelta\n"
            "start = date(year, month, day)\n"
            "answer = start + timedelta(days=days)"
        ),
    ),
    Formulation(
        name="exact arithmetic",
        fits=_exact_arithmetic,
        order=(
            "- Use Python integers, or fractions.Fraction where something is divided; no floats.\n"
            "- Copy every number digit by digit, with its sign, and let Python calculate with "
            "them; never write down a result yourself."
        ),
        sketch=(
            "values = [...]  # every number of the question, with its sign\n"
            "answer = ...  # one expression of these values; Python works it out"
        ),
    ),
)
