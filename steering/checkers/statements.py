"""Statements: what is plain of a single one, whatever the values in it."""

import ast

from codesteer.steering.checkers.live import walk
from codesteer.steering.checkers.values import Kind, Value

__all__ = [
    "changes",
    "constant_truth",
    "counter_of",
    "is_constant",
    "is_never_left",
    "is_one_literal",
    "is_show",
    "may_raise",
]


def is_one_literal(value: Value) -> bool:
    """Whether a value is one literal, no element or round of several."""
    single = value.key is not None and value.key[0] == "const" and not value.each
    return single and value.kind is Kind.WRITTEN


def counter_of(loop: ast.While) -> str:
    """The name that numbers the rounds of a loop, from bound to bound by one; or nothing."""
    match loop.test:
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Lt() | ast.LtE()]):
            stores = [
                part
                for statement in loop.body
                for part in walk(statement)
                if isinstance(part, ast.Name)
                and part.id == name
                and isinstance(part.ctx, ast.Store)
            ]
            for statement in loop.body:
                match statement:
                    case (
                        ast.AugAssign(
                            target=ast.Name(id=stepped), op=ast.Add(), value=ast.Constant(value=1)
                        )
                        | ast.Assign(
                            targets=[ast.Name(id=stepped)],
                            value=ast.BinOp(
                                left=ast.Name(), op=ast.Add(), right=ast.Constant(value=1)
                            ),
                        )
                    ) if stepped == name and len(stores) == 1:
                        return name
    return ""


def changes(node: ast.AST, name: str) -> bool:
    """Whether code changes something in place, and never binds its name anew."""
    return not any(
        isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store)
        for part in walk(node)
    )


def is_constant(test: ast.expr) -> bool:
    """Whether a test comes out the same on any data."""
    if constant_truth(test) is not None:
        return True
    return not any(isinstance(part, ast.Name | ast.Call | ast.BinOp) for part in walk(test))


def constant_truth(test: ast.expr) -> bool | None:
    """What a test is in any case, None where it depends."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Constant(value=value)):
            return not value
        case ast.Compare(left=ast.Name(id="__name__")):
            return True
    return None


def may_raise(node: ast.stmt) -> bool:
    """Whether a statement could fail on its data."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return False
    for part in walk(node):
        match part:
            case ast.Call(func=ast.Name(id="print")):
                continue
            case ast.Call(func=ast.Name(id="int" | "float" | "eval")) | ast.BinOp():
                return True
            case ast.Subscript() | ast.Raise() | ast.Assert():
                return True
    return False


def is_never_left(loop: ast.For | ast.AsyncFor | ast.While) -> bool:
    """Whether a loop is left by a jump alone."""
    return isinstance(loop, ast.While) and constant_truth(loop.test) is True


def is_show(node: ast.expr) -> bool:
    """Whether an expression prints something."""
    match node:
        case ast.Call(func=ast.Name(id="print" | "display")):
            return True
    return False
