"""Literals of a program: which of them are the question's data, and which were worked out."""

import ast
from dataclasses import replace

from codesteer.steering.checkers.question import QuestionData
from codesteer.steering.checkers.values import Kind, Value

__all__ = ["Literals"]

_LONG_NUMBER = 400
_SENTENCE = 5
_FEW = 3
_EVERYWHERE = 12


class Literals:
    """Reads literals beside a question.

    Args:
        question: What the question gives.
    """

    def __init__(self, question: QuestionData) -> None:
        self._question = question

    def constant(self, value: object) -> Value:
        """A constant, which is one of the question's data or is not."""
        if isinstance(value, int) and value.bit_length() > _LONG_NUMBER:
            return Value(key=("const", "int", hash(value)), foreign=1)
        key = ("const", type(value).__name__, repr(value)[:_LONG_NUMBER])
        if isinstance(value, str):
            if _is_number(value):
                return replace(self.constant(float(value)), key=key, text=True)
            own = bool(value.strip()) and (
                not self._question.known or self._question.has_text(value)
            )
            plain = any(c.isalnum() for c in value)
            return Value(
                key=key, own=int(own), foreign=int(plain and not own), text=True,
                opens="<<<" in value, closes=">>>" in value,
                asks=bool(own) and value.rstrip().endswith("?") and value.count(" ") >= _SENTENCE,
            )  # fmt: skip
        if isinstance(value, bool) or value is None or not isinstance(value, int | float):
            return Value(key=key)
        if not self._question.known or (value and self._question.has_number(float(value))):
            return Value(key=key, own=1)
        return Value(key=key, foreign=int(not self._question.is_ordinary(float(value))))

    def collected(self, whole: Value, parts: list[ast.expr]) -> Value:
        """Numbers in a row, which are the question's all together or not at all."""
        if whole.kind is not Kind.WRITTEN or not self._question.known or not whole.own:
            return whole
        rows = [p.elts for p in parts if isinstance(p, ast.List)]
        if any(self._is_foreign(row) for row in (parts, *rows)) or any(
            self._is_foreign(column, neutral=True) for column in _columns(parts)
        ):
            return replace(whole, own=0, foreign=max(whole.foreign, whole.own))
        if any(self._is_rearranged(row) for row in (parts, *_columns(parts))):
            return replace(whole, foreign=max(whole.foreign, 2 * whole.own))
        return whole

    def _is_rearranged(self, parts: list[ast.expr]) -> bool:
        """Whether data of the question stand in a row in another order than there."""
        words = [str(p.value) for p in parts if isinstance(p, ast.Constant) and p.value is not None]
        if len(words) < max(_FEW, len(parts)):
            return False
        numbers = [p.value for p in parts if isinstance(p, ast.Constant)]
        if all(isinstance(n, int) for n in numbers):
            if len(words) <= _FEW:
                return False  # a date, a place
            first = int(words[0]) if len(words[0]) < _FEW else 0
            if words == [str(first + i) for i in range(len(words))]:
                return False  # nothing was arranged
        return all(len(w) < _LONG_NUMBER for w in words) and not self._question.in_order(words)

    def _is_foreign(self, parts: list[ast.expr], *, neutral: bool = False) -> bool:
        if len(parts) < _FEW:
            return False
        numbers = [
            p.value
            for p in parts
            if isinstance(p, ast.Constant)
            and isinstance(p.value, int | float)
            and not isinstance(p.value, bool)
            and abs(p.value) < 1e300
        ]
        there = [n for n in numbers if self._question.has_number(float(n))]
        texts = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
        if len(texts) == len(parts) and len({len(t) for t in texts}) == 1 and len(texts[0]) >= _FEW:
            if all(t.isalpha() for t in texts):
                return 4 * sum(not self._question.has_text(t) for t in texts) >= len(texts)
            return not self._question.has_text("".join(texts))  # a grid
        telling = any(n != int(n) or abs(n) > _EVERYWHERE for n in there)
        missing = len(numbers) - len(there)
        if neutral:
            missing -= sum(self._question.is_ordinary(float(n)) for n in numbers if n not in there)
        return len(numbers) == len(parts) and 4 * missing >= len(parts) and not telling


def _columns(parts: list[ast.expr]) -> list[list[ast.expr]]:
    """The columns of a table that is written row by row."""
    rows = [p.elts if isinstance(p, ast.Tuple | ast.List) else
            p.args if isinstance(p, ast.Call) else [] for p in parts]  # fmt: skip
    if len(rows) < _FEW or len({len(row) for row in rows}) != 1:
        return []
    return [list(column) for column in zip(*rows, strict=True)]


def _is_number(text: str) -> bool:
    """Whether a text spells a number that is not taken from a row of digits."""
    whole, _, part = text.strip().partition(".")
    return whole.isdecimal() and part.isdecimal() and len(text) < _FEW * _FEW
