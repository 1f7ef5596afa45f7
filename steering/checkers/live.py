"""Live code: the parts of a program that something at its top leads to."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

__all__ = ["FunctionNode", "called_name", "live_nodes", "recursive_functions", "walk"]

_MOST_WALKED = 3_000

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def live_nodes(tree: ast.Module) -> list[ast.AST]:
    """Every node that can be reached, function definitions only where their name is used."""
    waiting: defaultdict[str, list[ast.AST]] = defaultdict(list)
    wanted: set[str] = set()
    found: list[ast.AST] = []
    stack: list[ast.AST] = list(reversed(tree.body))
    while stack:
        node = stack.pop()
        if isinstance(node, FunctionNode) and not _is_wanted(node.name, wanted):
            waiting[node.name].append(node)
            continue
        found.append(node)
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name not in wanted:
                wanted.add(name)
                stack += waiting.pop(name, [])
        if isinstance(node, ast.If) and isinstance(node.test, ast.Constant):
            stack += node.body if node.test.value else node.orelse
        else:
            stack += ast.iter_child_nodes(node)
    return found


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """A node and those below it, as many as any sensible program has in one place.

    Parts lie within parts: to go through all of each would take the square of a program's length.
    """
    return islice(ast.walk(node), _MOST_WALKED)


def called_name(node: ast.AST) -> str:
    """Bare name of what a call calls; empty for anything else."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""


def recursive_functions(nodes: list[ast.AST]) -> set[str]:
    """Functions that call themselves, directly or through others."""
    functions = {node.name: node for node in nodes if isinstance(node, FunctionNode)}
    calls = {name: {called_name(n) for n in walk(f)} & functions.keys()
             for name, f in functions.items() if len(functions) <= 200}  # fmt: skip
    return {name for name in calls if name in _reached(name, calls)}


def _reached(start: str, calls: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    stack = list(calls[start])
    while stack:
        name = stack.pop()
        if name not in reached:
            reached.add(name)
            stack += calls[name]
    return reached


def _is_wanted(name: str, wanted: set[str]) -> bool:
    """Whether something uses a name, or Python itself may."""
    return name in wanted or (name.startswith("__") and name.endswith("__"))
