"""A second judge of combinatorial_calculation."""

import ast
from fractions import Fraction
from operator import add, mul, sub, truediv

OPERATORS = {ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv}


def check(payload, answer):
    """Works out the syntax tree with fractions, gathering its numbers from left to right."""
    numbers = []

    def value(node):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            numbers.append(node.value)
            return Fraction(node.value)
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            left = value(node.left)
            return OPERATORS[type(node.op)](left, value(node.right))
        raise ValueError("no expression of the rules")

    try:
        found = value(ast.parse(answer.strip(), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError):
        return False
    return found == payload["target"] and numbers == payload["numbers"]


def plain(answer):
    return not set(answer) & set("[]{},=")
