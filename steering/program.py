"""Finds the program in a model's answer, and tells whether two programs are the same."""

import ast
import re
from hashlib import sha256

__all__ = ["find_program", "parse", "program_key"]

_FENCE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+.-]*)[^\n]*\n"
    r"(?P<body>.*?)(?:\n[ \t]*(?P=fence)[ \t]*(?=\n|\Z)|\Z)",
    re.DOTALL | re.MULTILINE,
)
_PYTHON = {"python", "python3", "py", "ipython", "ipython3"}


def find_program(answer: str) -> str | None:
    """The program in an answer: the longest Python block, the later of two as long.

    A block without a language counts when it parses as more than bare names and values. A block
    that was never closed ends with the text.

    Returns:
        The source without its fence; None when the answer holds no program.
    """
    found: list[str] = []
    for match in _FENCE.finditer(answer):
        body = match["body"].strip("\n")
        tagged = match["language"].lower() in _PYTHON
        if body.strip() and (tagged or (not match["language"] and _does_something(body))):
            found.append(body)
    return max(reversed(found), key=len) if found else None


def program_key(code: str) -> str:
    """A short digest that two programs share when only comments and spacing differ."""
    tree = parse(code)
    text = " ".join(code.split()) if tree is None else ast.dump(tree)
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def parse(code: str) -> ast.Module | None:
    """The syntax tree of a program; None when it has none, whatever the text."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _does_something(body: str) -> bool:
    tree = parse(body)
    if tree is None:
        return False
    return any(isinstance(node, ast.Call | ast.Assign | ast.Import) for node in ast.walk(tree))
