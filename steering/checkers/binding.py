"""Names that a piece of a program binds."""

import ast
from collections.abc import Iterator

__all__ = ["argument_names", "assigned", "captured", "is_item_of", "root_name", "target_names"]


def assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    """Names that an assignment binds, each with its part of the value; None where it has none."""
    stack: list[tuple[ast.expr, ast.expr]] = [(target, value)]
    while stack:
        into, part = stack.pop()
        match into, part:
            case ast.Name(id=name), _:
                yield name, part
            case (
                (ast.Tuple(elts=targets) | ast.List(elts=targets)),
                (ast.Tuple(elts=values) | ast.List(elts=values)),
            ) if len(targets) == len(values):
                stack += zip(targets, values, strict=True)
            case _:
                for name in target_names(into):
                    yield name, None


def target_names(target: ast.expr | None) -> list[str]:
    """Names in a target, those of what is changed in place among them."""
    nodes = ast.walk(target) if target is not None else ()
    return [node.id for node in nodes if isinstance(node, ast.Name)]


def argument_names(arguments: ast.arguments) -> list[str]:
    """Names of a function's arguments."""
    plain = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    starred = (arguments.vararg, arguments.kwarg)
    return [argument.arg for argument in (*plain, *starred) if argument is not None]


def captured(pattern: ast.pattern) -> Iterator[str]:
    """Names that the pattern of a case binds."""
    for node in ast.walk(pattern):
        match node:
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case ast.MatchMapping(rest=str(name)):
                yield name


def root_name(node: ast.expr) -> str:
    """The name that an expression such as `a.b[0].c()` starts with."""
    while not isinstance(node, ast.Name):
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case _:
                return ""
    return node.id


def is_item_of(node: ast.AST, name: str) -> bool:
    """Whether something is an item of what a name stands for."""
    return isinstance(node, ast.Subscript) and root_name(node) == name
