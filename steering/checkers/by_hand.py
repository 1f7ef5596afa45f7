"""What was worked out by hand: told from data, and from tests that say nothing new of it."""

import ast
from dataclasses import replace

from codesteer.steering.checkers.live import walk
from codesteer.steering.checkers.values import Kind, Value

__all__ = [
    "in_formula",
    "is_all_by_hand",
    "is_by_hand",
    "is_choice",
    "is_one",
    "is_picked",
    "plain_leaves",
]

_SMALL = 10


def is_by_hand(value: Value) -> bool:
    """Whether a value was written in, and hardly from the question."""
    return value.kind is Kind.WRITTEN and value.foreign > value.own


def is_picked(ops: list[ast.cmpop], compared: list[Value]) -> bool:
    """Whether a test waits for the round whose number is a literal that was worked out by hand."""
    if not isinstance(ops[0], ast.Eq) or len(compared) != 2:
        return False
    one, two = sorted(compared, key=lambda value: value.kind)
    return is_by_hand(one) and one.key is not None and two.kind is Kind.COUNTED


def is_all_by_hand(compared: list[Value]) -> bool:
    """Whether nothing but what was worked out by hand is compared, one after the other."""
    if any(v.kind is not Kind.WRITTEN for v in compared) or all(v.each for v in compared):
        return False
    others = [v for v in compared if not v.each]
    single = all((v.key is not None and v.parts is None) or is_by_hand(v) for v in others)
    return single and any(is_by_hand(v) and not v.letters for v in compared if v.each)


def is_choice(compared: list[Value]) -> bool:
    """Whether one of several texts that were written down is compared with a text."""
    if len(compared) != 2 or any(v.kind is not Kind.WRITTEN for v in compared):
        return False
    one, two = sorted(compared, key=lambda v: v.each)
    return two.each and two.text and not two.letters and one.key is not None and one.text


def in_formula(node: ast.expr, value: Value) -> Value:
    """A small number that stands in a formula is a part of it, and no result of another."""
    match node:
        case ast.Constant(value=int(number)) if abs(number) <= _SMALL:
            return replace(value, foreign=0)
    return value


def is_one(value: Value) -> bool:
    """Whether a value is the literal one or zero, a step of a counter."""
    return value.key in (("const", "int", "1"), ("const", "int", "0"))


def plain_leaves(node: ast.BinOp) -> list[ast.expr] | None:
    """What arithmetic on names and numbers alone is made of; None where there is more to it."""
    leaves: list[ast.expr] = []
    for part in walk(node):
        match part:
            case ast.Name() | ast.Constant(value=int() | float()):
                leaves.append(part)
            case ast.BinOp() | ast.UnaryOp(op=ast.USub()) | ast.operator() | ast.unaryop():
                continue
            case ast.expr_context():
                continue
            case _:
                return None
    return leaves
