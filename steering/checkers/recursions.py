"""Recursions that never end, or branch over too long a way."""

import ast

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.live import FunctionNode, called_name, walk
from codesteer.steering.checkers.progress import handed_on, leaves
from codesteer.steering.checkers.rounds import bound_in
from codesteer.steering.checkers.sizes import Sizes

__all__ = ["explodes", "falls"]

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_MEMBERSHIP = (ast.In, ast.NotIn)  # codespell:ignore
_HOPELESS_CALLS = 45
_HOPELESS_WAYS = 34


def falls(function: FunctionNode) -> bool:
    """Whether every call of a function calls it again, or calls it with what it was given."""
    name = function.name
    body: list[ast.stmt] = function.body
    calls = [part for statement in body for part in walk(statement)
             if isinstance(part, ast.Call) and called_name(part) == name]  # fmt: skip
    if not calls:
        return False
    if _always_calls(body, name):
        return True
    arguments = [argument.arg for argument in function.args.args]
    if not arguments or arguments[0] == "self":
        return False
    changed = bound_in(body) | handed_on([s for s in body if not _calls(s, name)])
    if any(isinstance(p, ast.Global | ast.Nonlocal) for s in body for p in walk(s)):
        return False
    if not any(_stores_item(p) for s in body for p in walk(s)) and any(
        [getattr(a, "id", "") for a in call.args] == arguments and not changed & set(arguments)
        for call in calls
    ):
        return True
    return _wanders(function, calls, arguments)


def explodes(function: FunctionNode, nodes: list[ast.AST], numbers: Sizes) -> bool:
    """Whether a function calls itself twice a time over a long way, and remembers nothing."""
    name, parts = function.name, list(walk(function))
    if function.decorator_list or not 1 <= len(function.args.args) <= 2:
        return False
    inner = [part for part in parts if isinstance(part, ast.Call) and called_name(part) == name]
    looped = any(isinstance(part, ast.For | ast.While) for part in parts)
    memory = any(
        isinstance(part, ast.Compare) and any(isinstance(op, _MEMBERSHIP) for op in part.ops)
        for part in parts
    ) or any(_stores_item(part) for part in parts)
    steps = [
        argument
        for call in inner
        for argument in call.args
        if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Sub)
        and isinstance(argument.right, ast.Constant)
    ]  # fmt: skip
    if len(inner) < 2 or len(steps) < 2 or memory or looped:
        return False
    arguments = {argument.arg for argument in function.args.args}
    bounds = [
        numbers.number(part.comparators[0]) or 0.0
        for part in parts
        if isinstance(part, ast.Compare) and arguments & set(target_names(part.left))
    ]
    inside = {id(part) for part in inner}
    starts = [
        sum(numbers.number(argument) or 0.0 for argument in node.args)
        for node in nodes
        if isinstance(node, ast.Call) and called_name(node) == name and id(node) not in inside
    ]
    up = any(isinstance(step.op, ast.Add) for step in steps)
    way = len(arguments) * max(bounds, default=0.0) if up else max(starts, default=0.0)
    return way >= (_HOPELESS_CALLS if len(arguments) == 1 else _HOPELESS_WAYS)


def _stores_item(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store)


def _wanders(function: FunctionNode, calls: list[ast.Call], arguments: list[str]) -> bool:
    """Whether a search from state to state returns to earlier ones: only the goal ends it."""
    parts = list(walk(function))
    looped = {id(c) for p in parts if isinstance(p, ast.For) for c in walk(p)}
    if not all(id(call) in looped for call in calls):
        return False
    for part in parts:
        match part:
            case ast.Compare(ops=[ast.Eq() | ast.Is() | ast.IsNot()]):
                continue
            case ast.Compare(left=ast.Name(id=name)) if name not in arguments:
                continue
            case ast.Compare() | ast.Slice():
                return False
            case ast.comprehension(ifs=[_, *_]):
                return False
    called = {called_name(part) for part in parts}
    if called & {"remove", "pop", "discard", "len", "add"} or function.decorator_list:
        return False
    goals = [p for p in parts if isinstance(p, ast.If) and any(
        isinstance(s, ast.Return) for s in p.body)]  # fmt: skip
    counted = [a for c in calls for a in c.args if isinstance(a, ast.BinOp)]
    return bool(counted) and all(
        isinstance(a.op, ast.Add) and isinstance(a.left, ast.Name)
        and not any(a.left.id in target_names(p.test) for p in goals) for a in counted
    )  # fmt: skip


def _calls(node: ast.AST, name: str) -> bool:
    return any(called_name(part) == name for part in walk(node))


def _always_calls(body: list[ast.stmt], name: str) -> bool:
    """Whether a function reaches a call of itself whatever happens."""
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.If(test=test, body=yes, orelse=no):
                if _calls(test, name) or (_always_calls(yes, name) and _always_calls(no, name)):
                    return True
                if any(leaves([part], inside_loop=True) for part in (*yes, *no)):
                    return False
            case ast.For(iter=ast.Tuple(elts=[_, *_]) | ast.List(elts=[_, *_]), body=inner):
                if _always_calls(inner, name):
                    return True
                if leaves([node], inside_loop=True):
                    return False
            case ast.For() | ast.While() | ast.Try() | ast.Match() | ast.With():
                return False
            case _:
                conditional = [p for p in walk(node) if isinstance(p, ast.IfExp | ast.BoolOp
                               | ast.Lambda | _Comprehension)]  # fmt: skip
                if not conditional and _calls(node, name):
                    return True
                if isinstance(node, ast.Return | ast.Raise):
                    return False
    return False
