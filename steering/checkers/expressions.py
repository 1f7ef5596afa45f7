"""Expressions, read for where their values come from."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.by_hand import (
    in_formula,
    is_all_by_hand,
    is_by_hand,
    is_choice,
    is_one,
    is_picked,
    plain_leaves,
)
from codesteer.steering.checkers.literals import Literals
from codesteer.steering.checkers.live import walk
from codesteer.steering.checkers.question import QuestionData
from codesteer.steering.checkers.values import (
    COMPUTED,
    NONE,
    Kind,
    Scope,
    Value,
    joined,
    put_together,
    worked_out,
)

__all__ = ["Expressions", "Show"]

_LONG_NUMBER = 400
_DEEPEST = 100
_SENTENCE = 5
_FEW = 3
_EVERYWHERE = 12
_FUEL = 150_000


@dataclass(slots=True)
class Show:
    """Something that a program shows.

    Attributes:
        value: What is shown, put together.
        words: The text that was written into it.
        nodes: What is shown.
        chosen: Whether a computed test decides that it is shown.
    """

    value: Value
    words: str
    nodes: list[ast.expr]
    chosen: bool


class Expressions:
    """Reads expressions in the scope of the moment; what they show and change is noted.

    Args:
        question: What the question gives.
    """

    def __init__(self, question: QuestionData) -> None:
        self.question = question
        self.literals = Literals(question)
        self.scope = Scope()
        self.shows: list[Show] = []
        self.chosen = 0
        self.reads = False
        self._told: dict[int, list[Value]] = {}
        self.attributes: dict[str, Value] = {}
        self.methods: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        self._depth = 0
        self._fuel = _FUEL

    # What statements know how to do.

    def call_function(self, function: object, arguments: list[Value]) -> tuple[Value, list[Value]]:
        """Call one of the program's functions; see `Flow`."""
        raise NotImplementedError

    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind a target; see `Flow`."""
        raise NotImplementedError

    def call(self, node: ast.Call) -> Value:
        """Read a call; see `Calls`."""
        raise NotImplementedError

    def strength(self, test: Value) -> int:
        """How much hangs on a test: 2 data were computed with, 1 something was, 0 nothing."""
        if not test.computed:
            return 0
        return 2 if not test.raw and (test.own or not self.question.known) else 1

    # Expressions.

    def read(self, node: ast.expr | None) -> Value:
        """Where the value of an expression comes from."""
        if node is None:
            return NONE
        self._fuel -= 1
        if self._fuel < 0 or self._depth > _DEEPEST:
            return COMPUTED
        self._depth += 1
        try:
            return self._read(node)
        finally:
            self._depth -= 1

    def read_all(self, nodes: Iterable[ast.expr | None]) -> list[Value]:
        """Where the values of several expressions come from."""
        return [self.read(node) for node in nodes if node is not None]

    def _read(self, node: ast.expr) -> Value:  # noqa: C901 - one case for each kind of node
        match node:
            case ast.Constant(value=value):
                return self.literals.constant(value)
            case ast.Name(id=name):
                return self.scope.find(name) or COMPUTED
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return self.literals.collected(
                    put_together(self.read_all(parts), split=True), parts
                )
            case ast.Dict(keys=keys, values=values):
                return self.literals.collected(
                    put_together(self.read_all((*keys, *values))), values
                )
            case ast.JoinedStr(values=parts):
                told = self.read_all(parts)
                self._told[id(node)] = [
                    value
                    for part, value in zip(parts, told, strict=True)
                    if not isinstance(part, ast.Constant)
                ]
                return put_together(told, text=True)
            case ast.FormattedValue(value=inner, format_spec=_):
                return self.read(inner)
            case ast.Starred(value=inner) | ast.Await(value=inner):
                return self.read(inner)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=inner):
                return self.read(inner)
            case ast.UnaryOp(operand=inner):
                turned = self.read(inner)
                works = turned.own or turned.computed
                return worked_out([turned], raw=turned.raw) if works else turned
            case ast.BinOp():
                return self._binary(node)
            case ast.BoolOp(values=parts):
                return self._either(parts)
            case ast.Compare(left=left, ops=ops, comparators=others):
                compared = self.read_all((left, *others))
                if any(v.asks for v in compared):
                    return NONE  # the question is known: that its words stand in it is no news
                if self.question.known and is_picked(ops, compared):
                    return NONE  # the round of the literal will come
                looked_up = any(isinstance(n, ast.Subscript) for n in (left, *others))
                if self.question.known and not looked_up and is_all_by_hand(compared):
                    return Value(foreign=1)  # a verdict that was settled when they were written
                if self.question.known and isinstance(ops[0], ast.Eq) and is_choice(compared):
                    return NONE  # which of the names that were written down has its turn
                same = all(isinstance(op, ast.Eq | ast.NotEq | ast.Is | ast.IsNot) for op in ops)
                free = [v for v in compared if (v.each or v.kind is Kind.COUNTED)]
                if len(free) > 1 and not any(is_by_hand(v) for v in free):
                    return replace(worked_out(compared, always=True), own=1)  # rounds of two loops
                return worked_out(compared, raw=same or not any(v.each for v in compared))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._conditional(test, body, orelse)
            case ast.NamedExpr(target=target, value=inner):
                bound = self.read(inner)
                self.assign(target, bound)
                return bound
            case ast.Subscript():
                return self._subscript(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self.call(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return self._comprehension(node.generators, [node.elt])
            case ast.DictComp():
                return self._comprehension(node.generators, [node.key, node.value])
            case ast.Lambda():
                return Value(kind=Kind.COMPUTED, function=(node, self.scope))
        return COMPUTED

    def _binary(self, node: ast.BinOp) -> Value:
        nested = isinstance(node.right, ast.BinOp) or isinstance(node.left, ast.BinOp)
        leaves = plain_leaves(node) if nested else None
        if leaves:  # judged as one: a term alone tells too little
            found = self.read_all(leaves)
            plain = all(v.kind is Kind.WRITTEN and not (v.text or v.parts or v.each) for v in found)
            if plain and not any(v.own for v in found):
                return worked_out(found)
        operands: list[ast.expr] = []
        ops: list[ast.operator] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):  # a sum of a thousand terms is as many nodes deep
            operands.append(left.right)
            ops.append(left.op)
            left = left.left
        values = [in_formula(n, self.read(n)) for n in (left, *reversed(operands))]
        first = values[0]
        ops.reverse()
        if any(v.text for v in values) and all(isinstance(op, ast.Add | ast.Mult) for op in ops):
            return put_together(values, text=True)
        if isinstance(ops[0], ast.Mod) and first.text:
            return put_together(values, text=True)
        if isinstance(ops[0], ast.Add) and all(v.parts is not None for v in values):
            return put_together([p for v in values for p in v.parts or ()], split=True)
        if isinstance(ops[0], ast.Mult) and isinstance(left, ast.List):
            return replace(first, parts=None, key=None)
        if any(v.computed for v in values) and all(v.raw or not v.computed for v in values):
            return replace(worked_out(values), raw=True)  # a size, plus or minus one
        steps = all(isinstance(op, ast.Add | ast.Sub) for op in ops)
        plain = not any(v.computed or v.foreign or (v.own and not is_one(v)) for v in values)
        if steps and plain and any(v.kind is Kind.COUNTED for v in values):
            return Value(kind=Kind.COUNTED)
        named = any(
            isinstance(n, ast.Name) and is_by_hand(v)
            for n, v in zip((left, *reversed(operands)), values, strict=True)
        )
        exact = any(isinstance(op, ast.Mod) for op in ops)  # a candidate may be tested so
        return worked_out(values, strict=named and not exact)

    def _either(self, values: list[ast.expr]) -> Value:
        if all(_is_truth(value) for value in values):
            return replace(COMPUTED, own=1)  # a formula of logic
        first = self.read(values[0])
        found = [first]
        before, self.chosen = self.chosen, max(self.chosen, self.strength(first))
        found += self.read_all(values[1:])
        self.chosen = before
        free = [v for v in found if v.each and not v.computed and not is_by_hand(v)]
        if len(free) > 1:
            return replace(worked_out(found, always=True), own=1)  # the cases of a truth table
        whole = worked_out(found, raw=all(v.raw or not v.computed for v in found))
        return whole if any(v.computed for v in found) else joined(found)

    def _conditional(self, test: ast.expr, body: ast.expr, orelse: ast.expr) -> Value:
        match test:
            case ast.Constant(value=value):
                return self.read(body if value else orelse)
        asked = self.read(test)
        before, self.chosen = self.chosen, max(self.chosen, self.strength(asked))
        yes, no = self.read(body), self.read(orelse)
        self.chosen = before
        both = joined([yes, no])
        if both is yes or both.computed or not self.strength(asked):
            return both
        return replace(both, kind=Kind.COMPUTED, own=max(both.own, asked.own))

    def _subscript(self, node: ast.Subscript) -> Value:
        base = self.read(node.value)
        if isinstance(node.slice, ast.Slice):
            bounds = (node.slice.lower, node.slice.upper, node.slice.step)
            return worked_out([base, *self.read_all(bounds)])
        index = self.read(node.slice)
        match node.slice:
            case ast.BinOp(left=ast.Name() as n, op=ast.Add() | ast.Sub(), right=ast.Constant()):
                by_hand = base.kind is Kind.WRITTEN and base.foreign > base.own and not base.each
                if by_hand and self.read(n).kind is Kind.WRITTEN and self.question.known:
                    return replace(base, key=None, parts=None)  # a table of results, from 0
        if base.computed or index.computed or (index.letters and index.own):
            return replace(worked_out([base, index], always=True), text=False)
        if base.data and not base.each:
            deep = isinstance(node.value, ast.Subscript)
            constant = index.kind is Kind.WRITTEN and not index.each and not index.text
            if deep or constant:
                return worked_out([base, index], always=True)
        return replace(base, key=None, parts=None, text=base.text, each=base.each or index.each)

    def _attribute(self, node: ast.Attribute) -> Value:
        if node.attr in self.attributes:
            return self.attributes[node.attr]
        base = self.read(node.value)
        self.reads = self.reads or node.attr in {"stdin", "argv"}
        if base.computed or base.function is not None:
            return replace(COMPUTED, own=base.own)
        return replace(base, key=None, parts=None)

    def _comprehension(self, generators: list[ast.comprehension], made: list[ast.expr]) -> Value:
        outer, self.scope = self.scope, Scope(self.scope)
        strength, own = 0, 0
        by_hand = 0
        for generator in generators:
            whole = self.read(generator.iter)
            by_hand += whole.foreign if is_by_hand(whole) else 0
            self.assign(generator.target, self.element(whole))
            for test in generator.ifs:
                asked = self.read(test)
                strength, own = max(strength, self.strength(asked)), max(own, asked.own)
        before, self.chosen = self.chosen, max(self.chosen, strength)
        value = put_together(self.read_all(made))
        targets = {name for g in generators for name in target_names(g.target)}
        outer.names.update({n: v for n, v in self.scope.names.items() if n not in targets})
        self.scope, self.chosen = outer, before
        if strength:
            return replace(COMPUTED, own=max(own, value.own), opens=value.opens)
        if not (value.own or value.foreign) and value.kind is Kind.WRITTEN and by_hand:
            value = replace(value, foreign=by_hand)  # it counts what was written down
        return replace(value, key=None, text=False, each=False)

    def element(self, whole: Value) -> Value:
        """One element after the other of something that is gone through."""
        if whole.computed:
            return replace(COMPUTED, own=whole.own)
        if whole.parts:
            rows = [part.parts for part in whole.parts]
            width = len(rows[0] or ())
            if width and all(row is not None and len(row) == width for row in rows):
                columns = [[row[i] for row in rows if row is not None] for i in range(width)]
                parts = tuple(replace(joined(column), each=True) for column in columns)
                return replace(joined(whole.parts), parts=parts, key=None, each=True)
            return replace(joined(whole.parts), each=True)
        counted = whole.kind is Kind.COUNTED
        letters = whole.text
        return replace(whole, key=None, parts=None, each=not counted, letters=letters)


def _is_truth(node: ast.expr) -> bool:
    """Whether an expression is made of truth values alone."""
    return all(
        isinstance(part, ast.BoolOp | ast.UnaryOp | ast.boolop | ast.unaryop)
        or (isinstance(part, ast.Constant) and isinstance(part.value, bool))
        for part in walk(node)
    )
