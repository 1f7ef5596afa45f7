"""Expressions, read for where their values come from."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from codesteer.steering.checkers.binding import target_names
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

__all__ = ["Expressions", "Show", "is_by_hand", "is_picked"]

_SHOWS = {"print", "display", "pprint"}
_READS = {"input", "open", "read", "readline", "readlines", "read_text"}
_KEEPS = {
    "str", "int", "float", "repr", "list", "tuple", "set", "dict", "format", "frozenset", "bool",
    "Fraction", "Decimal", "Rational", "Integer", "deque", "array", "OrderedDict", "iter", "next",
    "enumerate", "copy", "deepcopy", "bytes", "matrix", "print", "Path", "date", "datetime",
    "DataFrame", "Series", "Template", "timedelta", "SimpleNamespace", "MappingProxyType",
}  # fmt: skip
"""Calls that give what they were given, in another form."""
_TRIVIAL = {
    "sum", "len", "max", "min", "abs", "round", "sorted", "reversed", "all", "any", "isinstance",
    "type", "ord", "chr", "Counter", "zip", "filter", "divmod", "hex", "bin",
}  # fmt: skip
"""Calls that are work on the question's data, and none on what was worked out by hand."""
_KEEPING_METHODS = {
    "strip", "lstrip", "rstrip", "split", "splitlines", "items", "keys", "values", "copy", "ljust",
    "rjust", "center", "encode", "decode", "zfill", "as_integer_ratio", "tolist", "format",
    "to_string", "to_markdown", "reset_index", "set_index", "casefold", "substitute",
}  # fmt: skip
_TRIVIAL_METHODS = {
    "upper", "lower", "title", "capitalize", "swapcase", "replace", "count", "index", "find",
    "rfind", "startswith", "endswith", "isdigit", "isalpha", "translate", "removeprefix",
    "removesuffix", "most_common", "union", "intersection", "difference", "issubset",
    "strftime", "isoformat", "total_seconds", "limit_denominator",
    "sort_values", "sort_index", "nlargest", "nsmallest", "idxmax", "idxmin",
}  # fmt: skip
_ADDING_METHODS = {"append", "add", "extend", "appendleft", "update", "write", "put"}
_CHANGING_METHODS = {
    "insert", "pop", "popleft", "remove", "discard", "sort", "reverse", "rotate", "clear",
    "setdefault", "fill", "popitem", "extendleft", "push",
}  # fmt: skip
_DECODES = {
    "dumps",
    "dedent",
    "fill",
    "pformat",
    "loads",
    "literal_eval",
    "b64decode",
    "fromhex",
    "unhexlify",
}
_LIBRARIES = {"math", "itertools", "functools", "operator", "np", "numpy", "random", "re", "sys",
    "pd", "pandas",
}  # fmt: skip
_MAKE_CLASSES = {"namedtuple", "make_dataclass"}
_LONG_NUMBER = 400
_DEEPEST = 100
_SENTENCE = 5
_FEW = 3
_EVERYWHERE = 12
_SMALL = 10
_FUEL = 150_000
_RECORD = ast.parse("class Record: pass").body[0]
"""Any class that merely keeps what it is given."""


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
                return self._constant(value)
            case ast.Name(id=name):
                return self.scope.find(name) or COMPUTED
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return self._collected(put_together(self.read_all(parts), split=True), parts)
            case ast.Dict(keys=keys, values=values):
                return self._collected(put_together(self.read_all((*keys, *values))), values)
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
                if self.question.known and not looked_up and _is_all_by_hand(compared):
                    return Value(foreign=1)  # a verdict that was settled when they were written
                if self.question.known and isinstance(ops[0], ast.Eq) and _is_choice(compared):
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
                return self._call(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return self._comprehension(node.generators, [node.elt])
            case ast.DictComp():
                return self._comprehension(node.generators, [node.key, node.value])
            case ast.Lambda():
                return Value(kind=Kind.COMPUTED, function=(node, self.scope))
        return COMPUTED

    def _constant(self, value: object) -> Value:
        if isinstance(value, int) and value.bit_length() > _LONG_NUMBER:
            return Value(key=("const", "int", hash(value)), foreign=1)
        key = ("const", type(value).__name__, repr(value)[:_LONG_NUMBER])
        if isinstance(value, str):
            if _is_number(value):
                return replace(self._constant(float(value)), key=key, text=True)
            own = bool(value.strip()) and (not self.question.known or self.question.has_text(value))
            plain = any(c.isalnum() for c in value)
            return Value(
                key=key, own=int(own), foreign=int(plain and not own), text=True,
                opens="<<<" in value, closes=">>>" in value,
                asks=bool(own) and value.rstrip().endswith("?") and value.count(" ") >= _SENTENCE,
            )  # fmt: skip
        if isinstance(value, bool) or value is None or not isinstance(value, int | float):
            return Value(key=key)
        if not self.question.known or (value and self.question.has_number(float(value))):
            return Value(key=key, own=1)
        return Value(key=key, foreign=int(not self.question.is_ordinary(float(value))))

    def _collected(self, whole: Value, parts: list[ast.expr]) -> Value:
        """Numbers in a row, which are the question's all together or not at all."""
        if whole.kind is not Kind.WRITTEN or not self.question.known or not whole.own:
            return whole
        rows = [p.elts for p in parts if isinstance(p, ast.List)]
        if any(self._is_foreign(row) for row in (parts, *rows)) or any(
            self._is_foreign(column, neutral=True) for column in _columns(parts)
        ):
            return replace(whole, own=0, foreign=max(whole.foreign, whole.own))
        if self._is_rearranged(parts):
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
        return all(len(w) < _LONG_NUMBER for w in words) and not self.question.in_order(words)

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
        there = [n for n in numbers if self.question.has_number(float(n))]
        texts = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
        if len(texts) == len(parts) and len({len(t) for t in texts}) == 1 and len(texts[0]) >= _FEW:
            if all(t.isalpha() for t in texts):
                return 4 * sum(not self.question.has_text(t) for t in texts) >= len(texts)
            return not self.question.has_text("".join(texts))  # a grid
        telling = any(n != int(n) or abs(n) > _EVERYWHERE for n in there)
        missing = len(numbers) - len(there)
        if neutral:
            missing -= sum(self.question.is_ordinary(float(n)) for n in numbers if n not in there)
        return len(numbers) == len(parts) and 4 * missing >= len(parts) and not telling

    def _binary(self, node: ast.BinOp) -> Value:
        nested = isinstance(node.right, ast.BinOp) or isinstance(node.left, ast.BinOp)
        leaves = _plain_leaves(node) if nested else None
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
        values = [_in_formula(n, self.read(n)) for n in (left, *reversed(operands))]
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
        plain = not any(v.computed or v.foreign or (v.own and not _is_one(v)) for v in values)
        if steps and plain and any(v.kind is Kind.COUNTED for v in values):
            return Value(kind=Kind.COUNTED)
        named = any(
            isinstance(n, ast.Name) and is_by_hand(v)
            for n, v in zip((left, *reversed(operands)), values, strict=True)
        )
        exact = any(isinstance(op, ast.Mod) for op in ops)  # a candidate may be tested so
        return worked_out(values, strict=named and not exact)

    def _either(self, values: list[ast.expr]) -> Value:
        first = self.read(values[0])
        found = [first]
        before, self.chosen = self.chosen, max(self.chosen, self.strength(first))
        found += self.read_all(values[1:])
        self.chosen = before
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

    # Calls.

    def _call(self, node: ast.Call) -> Value:
        nodes = [*node.args, *(keyword.value for keyword in node.keywords)]
        match node.func:
            case ast.Name(id=name):
                return self._call_name(name, node, nodes)
            case ast.Attribute(value=base, attr=name):
                return self._call_method(base, name, node, nodes)
        called = self.read(node.func)
        arguments = self.read_all(nodes)
        if called.function is not None:
            return self.call_function(called.function, arguments)[0]
        return worked_out(arguments, always=True)

    def _call_name(self, name: str, node: ast.Call, nodes: list[ast.expr]) -> Value:
        bound = self.scope.find(name)
        if bound is not None and bound.function is not None:
            return self._call_own(bound.function, nodes)
        if name in _SHOWS:
            return self.show(node)
        if name in _READS:
            self.reads = True
            return replace(worked_out(self.read_all(nodes), always=True), own=1)
        if name == "range":
            return self._range(self.read_all(nodes))
        if name == "map" and len(nodes) > 1:
            return self._map(nodes)
        if name == "enumerate" and nodes:
            inner = self.element(self.read(nodes[0]))
            pair = put_together([Value(kind=Kind.COUNTED), inner], split=True)
            return Value(kind=inner.kind, own=inner.own, foreign=inner.foreign, parts=(pair,))
        if name in _MAKE_CLASSES:
            return Value(function=_RECORD)
        arguments = self.read_all(nodes)
        if name in _KEEPS:
            whole = put_together(arguments, text=name in {"str", "repr", "format"})
            return replace(whole, parts=arguments[0].parts) if len(arguments) == 1 else whole
        if name == "zip" and not any(isinstance(n, ast.Starred) for n in nodes):
            return self._zip(arguments)
        if name in _TRIVIAL:
            made = self._trivial(name, arguments)
            return replace(made, raw=True) if name == "len" and self._is_row(nodes) else made
        return self._unknown(nodes, arguments)

    def _is_row(self, nodes: list[ast.expr]) -> bool:
        """Whether what is measured is a row of something written."""
        match nodes:
            case [ast.Subscript(value=ast.Name() as table, slice=ast.Constant())]:
                return not self.read(table).computed
        return False

    def _trivial(self, name: str, arguments: list[Value]) -> Value:
        if name == "round":
            arguments = arguments[:1]  # how many places is a matter of form
        if any(v.function is None for v in arguments):
            arguments = [v for v in arguments if v.function is None]  # a key to order by
        if any(v.kind is not Kind.WRITTEN for v in arguments):
            return worked_out(arguments, raw=name == "isinstance", always=True)
        raw = name in {"len", "isinstance", "type"} and not any(v.each for v in arguments)
        plain = not any(v.each or v.text or v.parts for v in arguments)
        strict = plain and name in {"abs", "round", "sum", "divmod"}
        return worked_out(arguments, raw=raw, trivial=True, strict=strict)

    @staticmethod
    def _zip(arguments: list[Value]) -> Value:
        whole = put_together(arguments)
        each = [replace(v, each=True, parts=None, key=None) for v in arguments]
        return replace(whole, parts=None if whole.computed else (put_together(each, split=True),))

    def _range(self, arguments: list[Value]) -> Value:
        own = sum(v.own for v in arguments)
        if any(v.computed and not v.raw for v in arguments) or len(arguments) > 2:
            return replace(COMPUTED, own=own)
        return Value(kind=Kind.COUNTED)

    def _map(self, nodes: list[ast.expr]) -> Value:
        match nodes[0]:
            case ast.Name(id="str" | "int" | "float"):
                return replace(put_together(self.read_all(nodes[1:])), text=False)
            case ast.Name(id="chr"):
                codes = put_together(self.read_all(nodes[1:]))
                if codes.kind is Kind.WRITTEN and codes.foreign > codes.own:
                    return replace(codes, key=None)  # a text that was spelled by hand
        function = self.read(nodes[0]).function
        elements = [self.element(value) for value in self.read_all(nodes[1:])]
        if function is not None:
            return self.call_function(function, elements)[0]
        return worked_out(elements, always=True)

    def _unknown(self, nodes: list[ast.expr], arguments: list[Value]) -> Value:
        """A call of what is not the program's own; it may call or change what it is given."""
        for value in arguments:
            if value.function is not None:
                self.call_function(value.function, [])
        for node, value in zip(nodes, arguments, strict=True):
            if isinstance(node, ast.Name) and not value.text and value.key is None:
                self.assign(node, replace(COMPUTED, own=value.own, function=value.function))
            elif isinstance(node, ast.Name) and value.parts is not None:
                self.assign(node, replace(COMPUTED, own=value.own))
        return worked_out(arguments, always=True)

    def _call_own(self, function: object, nodes: list[ast.expr]) -> Value:
        arguments = self.read_all(nodes)
        value, after = self.call_function(function, arguments)
        for node, before, now in zip(nodes, arguments, after, strict=False):
            if isinstance(node, ast.Name) and now is not before:
                self.assign(node, now)
        return value

    def _call_method(
        self, base: ast.expr, name: str, node: ast.Call, nodes: list[ast.expr]
    ) -> Value:
        if name in self.methods:
            self.read(base)
            return self.call_function(self.methods[name], [NONE, *self.read_all(nodes)])[0]
        if name in _SHOWS or (name == "write" and isinstance(base, ast.Attribute)):
            return self.show(node)
        if name in _READS:
            self.reads = True
            return replace(COMPUTED, own=1)
        value = self.read(base)
        arguments = self.read_all(nodes)
        if name in _DECODES:
            return replace(put_together(arguments), key=None)
        owner = base.id if isinstance(base, ast.Name) else ""
        if owner in _LIBRARIES and self.scope.find(owner) is None:
            return put_together(arguments) if name in _KEEPS else self._unknown(nodes, arguments)
        if name in _ADDING_METHODS | _CHANGING_METHODS:
            return self._change(base, name, [value, *arguments])
        made = self._derive(name, value, arguments)
        if made is not None:
            return made
        own = value.own + sum(v.own for v in arguments)
        return replace(self._unknown(nodes, arguments), kind=Kind.COMPUTED, own=own)

    def _change(self, base: ast.expr, name: str, values: list[Value]) -> Value:
        """A method that changes what it belongs to."""
        if name in _ADDING_METHODS:
            self.assign_base(base, replace(put_together(values), parts=None, key=None))
            return NONE
        ordered = name in {"sort", "reverse"}
        changed = worked_out(values[:1] if ordered else values, trivial=ordered)
        self.assign_base(base, changed)
        return changed

    def _derive(self, name: str, value: Value, arguments: list[Value]) -> Value | None:
        """What a method makes of something written in; None where it works something out."""
        if name == "join" and len(arguments) == 1:
            return put_together([value, *arguments], text=True)
        if value.computed:
            return None
        if name in _KEEPING_METHODS:
            return put_together([value, *arguments], text=name in {"strip", "format"})
        if name == "get" and not any(v.computed for v in arguments):
            return replace(value, key=None, parts=None)
        if name in _TRIVIAL_METHODS:
            return self._trivial(name, [value, *arguments])
        return None

    def assign_base(self, base: ast.expr, value: Value) -> None:
        """Note that what an expression leads to was changed in place."""
        while isinstance(base, ast.Subscript | ast.Starred):
            base = base.value
        if isinstance(base, ast.Name | ast.Attribute):
            self.assign(base, value)

    def _without_sizes(self, whole: Value, nodes: list[ast.expr], values: list[Value]) -> Value:
        """What is shown, where the size of something written may stand beside it."""
        question = self.question
        if not whole.computed or not question.known:
            return whole
        if question.asks_how_many or question.asks_yes_or_no:
            return whole
        told = [
            part
            for node, value in zip(nodes, values, strict=True)
            for part in self._told.get(id(node), [] if isinstance(node, ast.Constant) else [value])
        ]
        stated = any(not v.computed and (v.own or v.foreign) for v in told)
        if stated and all(v.raw for v in told if v.computed):
            return replace(whole, kind=Kind.WRITTEN, key=None)
        return whole

    def show(self, node: ast.Call) -> Value:
        """Note what a call shows."""
        values = self.read_all(node.args)
        self.read_all(k.value for k in node.keywords if k.arg not in {"sep", "end"})
        ends = self.read_all(k.value for k in node.keywords if k.arg == "end")
        words = "".join(
            part.value
            for arg in node.args
            for part in walk(arg)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        marks = [Value(opens=v.opens, closes=v.closes) for v in ends]
        value = self._without_sizes(put_together(values), node.args, values)
        if marks and (marks[0].opens or marks[0].closes):
            value = replace(
                value, opens=value.opens or marks[0].opens, closes=value.closes or marks[0].closes
            )
        self.shows.append(Show(value, words, node.args, self.chosen > 0))
        return NONE


def _is_all_by_hand(compared: list[Value]) -> bool:
    """Whether nothing but what was worked out by hand is compared, one after the other."""
    if any(v.kind is not Kind.WRITTEN for v in compared) or all(v.each for v in compared):
        return False
    others = [v for v in compared if not v.each]
    single = all(v.key is not None and v.parts is None for v in others)
    return single and any(is_by_hand(v) for v in compared if v.each)


def _is_choice(compared: list[Value]) -> bool:
    """Whether one of several texts that were written down is compared with a text."""
    if len(compared) != 2 or any(v.kind is not Kind.WRITTEN for v in compared):
        return False
    one, two = sorted(compared, key=lambda v: v.each)
    return two.each and two.text and not two.letters and one.key is not None and one.text


def _in_formula(node: ast.expr, value: Value) -> Value:
    """A small number that stands in a formula is a part of it, and no result of another."""
    match node:
        case ast.Constant(value=int(number)) if abs(number) <= _SMALL:
            return replace(value, foreign=0)
    return value


def _columns(parts: list[ast.expr]) -> list[list[ast.expr]]:
    """The columns of a table that is written row by row."""
    rows = [p.elts if isinstance(p, ast.Tuple | ast.List) else
            p.args if isinstance(p, ast.Call) else [] for p in parts]  # fmt: skip
    if len(rows) < _FEW or len({len(row) for row in rows}) != 1:
        return []
    return [list(column) for column in zip(*rows, strict=True)]


def _is_one(value: Value) -> bool:
    return value.key in (("const", "int", "1"), ("const", "int", "0"))


def _is_number(text: str) -> bool:
    """Whether a text spells a number that is not taken from a row of digits."""
    whole, _, part = text.strip().partition(".")
    return whole.isdecimal() and part.isdecimal() and len(text) < _FEW * _FEW


def _plain_leaves(node: ast.BinOp) -> list[ast.expr] | None:
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


def is_by_hand(value: Value) -> bool:
    """Whether a value was written in, and hardly from the question."""
    return value.kind is Kind.WRITTEN and value.foreign > value.own


def is_picked(ops: list[ast.cmpop], compared: list[Value]) -> bool:
    """Whether a test waits for the round whose number is a literal that was worked out by hand."""
    if not isinstance(ops[0], ast.Eq) or len(compared) != 2:
        return False
    one, two = sorted(compared, key=lambda value: value.kind)
    return is_by_hand(one) and one.key is not None and two.kind is Kind.COUNTED
