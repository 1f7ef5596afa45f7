"""A second judge of game_24."""

import ast
from fractions import Fraction


def check(payload, answer):
    """Evaluates the syntax tree of the expression with fractions."""
    numbers = []

    def value(node):
        match node:
            case ast.Expression(body=body):
                return value(body)
            case ast.Constant(value=int(n)) if not isinstance(n, bool):
                numbers.append(n)
                return Fraction(n)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -value(operand)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return value(operand)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return value(left) + value(right)
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return value(left) - value(right)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return value(left) * value(right)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return value(left) / value(right)
        raise ValueError("not an expression")

    try:
        found = value(ast.parse(answer.strip(), mode="eval"))
    except (SyntaxError, ValueError, ZeroDivisionError):
        return False
    return found == payload["target"] and sorted(numbers) == sorted(payload["numbers"])


def plain(answer):
    return "[" not in answer and "," not in answer
