"""Lines of one shape that follow each other, such as a table that is filled row by row."""

import ast
from collections.abc import Iterable, Iterator
from itertools import groupby

from codesteer.steering.checkers.live import walk

__all__ = ["filled_rows"]

_SEVERAL = 3
_LITERALS = (ast.Constant, ast.Tuple, ast.List, ast.UnaryOp, ast.USub, ast.Load)


def filled_rows(statements: Iterable[ast.stmt]) -> Iterator[list[list[ast.expr]]]:
    """Literals that lines of the same shape hand over, row by row, of each such table."""
    shaped = [(_shape(node), node) for node in statements]
    for shape, lines in groupby(shaped, key=lambda pair: pair[0]):
        rows = [_handed_over(node) for _, node in lines]
        if shape and len(rows) >= _SEVERAL:
            yield rows


def _shape(node: ast.stmt) -> str:
    """What lines that fill the same table have in common; empty where a line fills none."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute() as filled, args=[_, *_], keywords=[])):
            pass
        case ast.Assign(targets=[ast.Subscript(value=ast.Name() as filled)]):
            pass
        case _:
            return ""
    row = _handed_over(node)
    if not all(isinstance(part, _LITERALS) for value in row for part in walk(value)):
        return ""
    return f"{ast.dump(filled)} {len(row)}"


def _handed_over(node: ast.stmt) -> list[ast.expr]:
    match node:
        case ast.Expr(value=ast.Call(args=args)):
            return args
        case ast.Assign(targets=[ast.Subscript(slice=index)], value=value):
            return [index, value]
    return []
