"""Sizes that are plain from a program's text: numbers, and how many elements something has."""

import ast
import math

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.live import called_name

__all__ = ["Sizes"]

_CHANGES = {
    "append", "appendleft", "extend", "add", "put", "pop", "popleft", "get", "remove", "insert",
    "clear", "update",
}  # fmt: skip
_DEEPEST = 8


class Sizes:
    """Numbers and lengths that are plain from a program's text."""

    def __init__(self, nodes: list[ast.AST]) -> None:
        self._values: dict[str, ast.expr | None] = {}
        self._counts: dict[str, ast.expr] = {}
        calls: dict[str, list[ast.Call]] = {}
        for node in nodes:
            self._note(node)
            if isinstance(node, ast.Call):
                calls.setdefault(called_name(node), []).append(node)
        for node in nodes:
            if isinstance(node, ast.FunctionDef):
                self._note_arguments(node, calls.get(node.name, []))

    def _note(self, node: ast.AST) -> None:
        """Note what a name is bound to; a name that is bound twice or changed is not plain."""
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._values[name] = None if name in self._values else value
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                for target, value in zip(targets, values, strict=False):
                    if isinstance(target, ast.Name):
                        self._values[target.id] = None if target.id in self._values else value
            case ast.For(target=ast.Name(id=name), iter=ast.Call() as source):
                self._values[name] = None
                self._counts[name] = source
            case ast.AugAssign(target=target) | ast.For(target=target):
                self._values.update(dict.fromkeys(target_names(target)))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)):
                if attr in _CHANGES:
                    self._values[name] = None

    def _note_arguments(self, function: ast.FunctionDef, calls: list[ast.Call]) -> None:
        """Note what a function is given, where it is called once."""
        for i, argument in enumerate(function.args.args):
            given = calls[0].args[i] if len(calls) == 1 and i < len(calls[0].args) else None
            if not (isinstance(given, ast.Name) and given.id == argument.arg):
                known = argument.arg in self._values
                self._values[argument.arg] = None if known else given

    def number(self, node: ast.expr | None, depth: int = 0) -> float | None:
        """The value of an expression, where it is plain."""
        if depth > _DEEPEST:
            return None
        match node:
            case ast.Constant(value=bool()):
                return None
            case ast.Constant(value=int() | float() as value):
                return float(value) if abs(value) < 1e300 else math.inf
            case ast.Name(id=name):
                return self.number(self._values.get(name), depth + 1)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                below = self.number(inner, depth + 1)
                return None if below is None else -below
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.number(left, depth + 1), self.number(right, depth + 1)
                return None if a is None or b is None else _operate(a, op, b)
            case ast.Call(func=ast.Name(id="len"), args=[inner]):
                return self.rounds(inner, depth + 1)
            case ast.Call(func=ast.Name(id="int" | "float" | "sum" | "max"), args=[inner]):
                return self.number(inner, depth + 1)
        return None

    def rounds(self, node: ast.expr | None, depth: int = 0) -> float | None:
        """How many elements something has, where that is plain."""
        if depth > _DEEPEST:
            return None
        match node:
            case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
                return None if any(isinstance(e, ast.Starred) for e in elts) else float(len(elts))
            case ast.Dict(keys=keys):
                return float(len(keys))
            case ast.Constant(value=str() as text):
                return float(len(text))
            case ast.Name(id=name):
                return self.rounds(self._values.get(name), depth + 1)
            case ast.ListComp(generators=[generator]) if not generator.ifs:
                return self.rounds(generator.iter, depth + 1)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                a, b = self.rounds(left, depth + 1), self.rounds(right, depth + 1)
                return None if a is None or b is None else a + b
            case ast.BinOp(left=ast.List() as left, op=ast.Mult(), right=right):
                a, b = self.rounds(left, depth + 1), self.number(right, depth + 1)
                return None if a is None or b is None else a * b
            case ast.Subscript(value=base, slice=ast.Slice(lower=lower, upper=None, step=None)):
                whole, first = self.rounds(base, depth + 1), self.number(lower, depth + 1)
                return None if whole is None or first is None else max(0.0, whole - abs(first))
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
                return float(len(text.split()))
            case ast.Call():
                return self._made(node, depth + 1)
        return None

    def _up_to(self, node: ast.expr, most: float | None, depth: int) -> float | None:
        """The value of an expression; of a counter the one that gives most choices."""
        known = self.number(node, depth)
        if known is not None or most is None or not isinstance(node, ast.Name):
            return known
        match self._counts.get(node.id):
            case ast.Call(func=ast.Name(id="range"), args=[last] | [_, last]):
                top = self.number(last, depth)
                return None if top is None else min(max(top - 1, 0.0), most // 2)
        return None

    def _made(self, call: ast.Call, depth: int) -> float | None:
        """How many elements a call gives."""
        name, args = called_name(call), call.args
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        if name == "range":
            bounds = [self.number(argument, depth) for argument in args]
            if not bounds or any(bound is None for bound in bounds):
                return None
            first, last, step = [0.0, *bounds, 1.0][:3] if len(bounds) == 1 else [*bounds, 1.0][:3]
            return max(0.0, ((last or 0) - (first or 0)) / (step or 1))
        if name in {"list", "tuple", "set", "sorted", "enumerate", "reversed", "str"} and args:
            return self.rounds(args[0], depth)
        if name in {"permutations", "combinations", "combinations_with_replacement"} and args:
            n = self.rounds(args[0], depth)
            second = args[1] if len(args) > 1 else given.get("r")
            k = n if second is None else self._up_to(second, n, depth)
            if n is None or k is None or not 0 <= k <= n < 1_000:
                return None
            ways = math.perm if name == "permutations" else math.comb
            return _capped(ways(int(n), int(k)))
        if name == "product" and args:
            sizes = [self.rounds(argument, depth) for argument in args]
            repeat = self.number(given["repeat"], depth) if "repeat" in given else 1.0
            if repeat is None or any(size is None for size in sizes):
                return None
            total = math.prod(size or 0.0 for size in sizes)
            return _operate(total, ast.Pow(), repeat)
        return None


def _capped(number: int) -> float:
    return float(number) if number.bit_length() < 1_000 else math.inf


def _operate(a: float, op: ast.operator, b: float) -> float | None:
    try:
        match op:
            case ast.Add():
                return a + b
            case ast.Sub():
                return a - b
            case ast.Mult():
                return a * b
            case ast.FloorDiv() | ast.Div():
                return a / b
            case ast.Pow():
                return math.pow(a, b)
            case ast.LShift():
                return a * math.pow(2, b)
    except (OverflowError, ZeroDivisionError, ValueError):
        return math.inf if isinstance(op, ast.Pow | ast.LShift | ast.Mult) else None
    return None
