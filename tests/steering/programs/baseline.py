"""The paper's published rule, rebuilt: words counted in a program's text, and a threshold.

What counts, as published: one point for each loop keyword, each branch keyword and each keyword of
error handling, found as bare letters anywhere in the text; a quarter of a point for each arithmetic
operation of the syntax tree. Below two points a program is called too simple.

Source: CodeSteer (arXiv 2502.04350), section 4.2, and the rule as its repository runs it; only
which words count, and for how much, was taken over.
"""

import ast
import re

__all__ = ["is_text_like", "score"]

_POINT_EACH = ("for", "while", "elif", "else", "if", "try", "except")
_ANY_WORD = re.compile("|".join(_POINT_EACH))
_PER_OPERATION = 0.25
_ENOUGH = 2.0


def score(code):
    """Points of a program; 0 when it does not parse."""
    try:
        nodes = ast.walk(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0.0
    operations = sum(isinstance(node, ast.BinOp) for node in nodes)
    return len(_ANY_WORD.findall(code)) + _PER_OPERATION * operations


def is_text_like(code):
    """Whether the rule calls a program too simple to compute its answer."""
    return score(code) < _ENOUGH
