"""Calls, read for what they make of their arguments, change and show."""

import ast
from dataclasses import replace

from codesteer.steering.checkers.by_hand import is_by_hand
from codesteer.steering.checkers.expressions import Expressions, Show
from codesteer.steering.checkers.live import walk
from codesteer.steering.checkers.values import COMPUTED, NONE, Kind, Value, put_together, worked_out

__all__ = ["Calls"]

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
_PLACES = {"index", "find", "rfind"}
_MAKE_CLASSES = {"namedtuple", "make_dataclass"}
_RECORD = ast.parse("class Record: pass").body[0]
"""Any class that merely keeps what it is given."""


class Calls(Expressions):
    """Reads expressions with the calls in them."""

    def call(self, node: ast.Call) -> Value:
        """What a call gives."""
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
            each = value.each or any(v.each and v.own for v in arguments[:1])
            return replace(value, key=None, parts=None, each=each)
        if name in _PLACES and is_by_hand(value) and not value.each:
            return Value()  # a place in a row says nothing of where the row is from
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
