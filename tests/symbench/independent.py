"""Second checkers, written apart from the verifiers and in another way: the tests' own judges."""

import ast
import itertools
import re
from fractions import Fraction


def game_24(payload, answer):
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


def number_multiply(payload, answer):
    """Multiplies digit by digit, as on paper."""
    if not re.fullmatch(r"-?[0-9]+", answer.strip()):
        return False
    sign, digits = 1, [1]
    for factor in payload["factors"]:
        sign *= -1 if factor < 0 else 1
        carry, product = 0, [0] * (len(digits) + len(str(abs(factor))))
        for i, a in enumerate(digits):
            for j, b in enumerate(map(int, reversed(str(abs(factor))))):
                product[i + j] += a * b
        digits = []
        for column in product:
            carry, digit = divmod(column + carry, 10)
            digits.append(digit)
    text = "".join(map(str, reversed(digits))).lstrip("0") or "0"
    return answer.strip().lstrip("0") == ("-" if sign < 0 else "") + text


def standard_sudoku(payload, answer):
    """Looks for any two cells that see each other and agree; commas and blanks mean nothing."""
    rows = [[]]
    for symbol in answer.strip():
        if symbol in "[]()\n":
            rows.append([])
        elif symbol.strip(", "):
            rows[-1].append(symbol)
    rows = [row for row in rows if row]
    digits = [symbol for row in rows for symbol in row]
    if len(digits) != 81 or not set(digits) <= set("123456789") or re.search("[0-9]{2}", answer):
        return False
    if len(rows) > 1 and any(len(row) != 9 for row in rows):
        return False
    cells = {(i // 9, i % 9): int(digit) for i, digit in enumerate(digits)}
    for (a, b), (c, d) in itertools.combinations(cells, 2):
        sees = a == c or b == d or (a // 3, b // 3) == (c // 3, d // 3)
        if sees and cells[a, b] == cells[c, d]:
            return False
    return all(payload["grid"][r][c] in (0, cells[r, c]) for r in range(9) for c in range(9))


CHECKERS = {
    "game_24": game_24,
    "number_multiply": number_multiply,
    "standard_sudoku": standard_sudoku,
}
