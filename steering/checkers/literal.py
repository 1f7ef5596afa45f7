"""Literal checker: whether everything a program shows was written into it, not computed.

A value was written in when it is a literal, or put together from literals and from names that only
ever hold such values. Where a test that was computed decides whether it is shown or assigned, the
test is the computation, and the value was not written in. The program is taken apart into facts,
each of which rests on others, so that the time taken grows with the program and no faster.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from codesteer.steering.checkers.binding import argument_names, assigned, captured, target_names
from codesteer.steering.checkers.facts import Fact, Facts

__all__ = ["Shown", "read_shown"]

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_START: Fact = ("at", 0)
_DOUBT: Fact = ("at", -1)  # Never established: a place that is reached or not, by computation.
_LITERAL: Fact = ("all shown", 0)

_SHOW = {"print", "display"}
_EXIT = {"exit", "quit", "_exit"}
_CONVERSIONS = {"str", "int", "float", "repr", "list", "tuple", "set", "dict", "sorted", "format"}
_IN_TESTS = _CONVERSIONS | {"bool", "len", "range"}
_TEXT_METHODS = {"join", "format", "strip"}
_CONTAINERS = {"list", "set", "dict", "sorted"}
_HARMLESS = _SHOW | _IN_TESTS | {
    "abs", "all", "any", "enumerate", "isinstance", "max", "min", "reversed", "sum", "type", "zip",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What a program shows.

    Attributes:
        anything: Whether it shows anything.
        literal: Whether all of it was written into the program.
    """

    anything: bool
    literal: bool


def read_shown(tree: ast.Module) -> Shown:
    """Read what a program prints or displays, and its last expression."""
    reader = _Reader(tree)
    return Shown(reader.shows, reader.shows and _LITERAL in reader.facts.established())


class _Jump(NamedTuple):
    """A way out of a block: out of its loop, its function or the program, and from where."""

    leaves: str
    at: Fact


class _Reader:
    """Goes through a program once and notes what each thing it shows rests on."""

    def __init__(self, tree: ast.Module) -> None:
        self.facts = Facts()
        self.shows = False
        self._may_be_literal = True
        self._places = 0
        self._values: dict[tuple[int, bool], Fact] = {}
        self._risky: set[int] = set()
        self._functions: set[str] = set()
        self._texts: set[str] = set()
        self._mutable: set[str] = set()
        self._handed_on: set[str] = set()
        self._survey(tree)
        self.facts.rest(_START)
        self.facts.rest(("name", "__name__"))
        self.facts.rest(_LITERAL)
        self._block(tree.body, _START)
        match tree.body[-1:]:
            case [ast.Expr(value=value)] if not isinstance(value, ast.Call) and not _is_text(value):
                self._show(value, _START)
        for name in self._mutable & self._handed_on:
            self._computed(name)  # What it was handed to may have changed it.

    def _survey(self, tree: ast.Module) -> None:
        """Note what must be known of the whole program before its parts are read."""
        nodes = list(ast.walk(tree))
        if any(isinstance(node, ast.Try | ast.TryStar) for node in nodes):
            for node in reversed(nodes):  # what is inside comes first
                if _fails(node) or any(id(n) in self._risky for n in ast.iter_child_nodes(node)):
                    self._risky.add(id(node))
        for node in nodes:
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    self._functions.add(name)
                    self.facts.rest(("function", name))
                case ast.Assign(targets=targets, value=value):
                    bound = [pair for target in targets for pair in assigned(target, value)]
                    self._texts.update(name for name, part in bound if part and _is_text(part))
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    self._texts.update([name] if _is_text(value) else [])

    # Statements. Each returns the jumps that leave it.

    def _block(self, statements: list[ast.stmt], at: Fact) -> list[_Jump]:
        """Statements in order; what follows a jump that a test decides on is up to that test."""
        jumps: defaultdict[str, set[Fact]] = defaultdict(set)
        for statement in statements:
            left = self._statement(statement, at)
            for jump in left:
                jumps[jump.leaves].add(jump.at)
            if any(jump.at != at for jump in left):
                at = self._place(at, *(jump.at for jump in left))
        return [_Jump(leaves, self._place(*places)) for leaves, places in jumps.items()]

    def _statement(self, statement: ast.stmt, at: Fact) -> list[_Jump]:
        match statement:
            case ast.If():
                return self._if(statement, at)
            case ast.For() | ast.AsyncFor() | ast.While():
                return self._loop(statement, at)
            case ast.Try() | ast.TryStar():
                return self._try(statement, at)
            case ast.Match():
                return self._match(statement, at)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(statement, at)
                return []
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                for item in items:
                    self._expression(item.context_expr, at)
                    self._computed(*target_names(item.optional_vars))
                return self._block(body, at)
            case ast.ClassDef(body=body):
                self._expressions((*statement.bases, *statement.decorator_list), at)
                return self._block(body, at)
        return self._plain(statement, at)

    def _plain(self, statement: ast.stmt, at: Fact) -> list[_Jump]:
        """A statement that holds no others."""
        self._expressions(ast.iter_child_nodes(statement), at)
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value, at)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, value, at)
            case ast.AugAssign(target=target):
                self._computed(*target_names(target))
            case ast.Break() | ast.Continue():
                return [_Jump("loop", at)]
            case ast.Return():
                return [_Jump("function", at)]
            case ast.Raise():
                return [_Jump("program", at)]
            case ast.Expr(value=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name))):
                return [_Jump("program", at)] if name in _EXIT else []
        return []

    def _if(self, statement: ast.If, at: Fact) -> list[_Jump]:
        jumps: list[_Jump] = []
        while True:  # one round for each elif, however many
            self._expression(statement.test, at)
            at = self._tested(at, statement.test)
            jumps += self._block(statement.body, at)
            match statement.orelse:
                case [ast.If() as otherwise]:
                    statement = otherwise
                case otherwise_block:
                    return jumps + self._block(otherwise_block, at)

    def _loop(self, loop: ast.For | ast.AsyncFor | ast.While, at: Fact) -> list[_Jump]:
        test = loop.test if isinstance(loop, ast.While) else loop.iter
        self._expression(test, at)
        if not isinstance(loop, ast.While):
            self._computed(*target_names(loop.target))
        jumps = self._block(loop.body, self._tested(at, test))
        ways_out = [jump.at for jump in jumps if jump.leaves == "loop"]
        jumps = [jump for jump in jumps if jump.leaves != "loop"]
        return jumps + self._block(loop.orelse, self._place(at, *ways_out))

    def _try(self, statement: ast.Try | ast.TryStar, at: Fact) -> list[_Jump]:
        """A try block. What follows a computation in it is reached or not, as that turns out."""
        body = statement.body
        risky = [i for i, inner in enumerate(body, 1) if id(inner) in self._risky]
        sure = risky[0] if risky else len(body)
        after = _DOUBT if risky else at
        jumps = self._block(body[:sure], at) + self._block(body[sure:], after)
        for handler in statement.handlers:
            if handler.name:
                self._computed(handler.name)
            jumps += self._block(handler.body, after)
        jumps += self._block(statement.orelse, after)
        return jumps + self._block(statement.finalbody, at)

    def _match(self, statement: ast.Match, at: Fact) -> list[_Jump]:
        self._expression(statement.subject, at)
        jumps: list[_Jump] = []
        for case in statement.cases:
            at = self._tested(at, statement.subject)
            if case.guard is not None:
                self._expression(case.guard, at)
                at = self._tested(at, case.guard)
            self._computed(*captured(case.pattern))
            jumps += self._block(case.body, at)
        return jumps

    def _function(self, function: _Function, at: Fact) -> None:
        arguments = function.args
        self._expressions((*function.decorator_list, *arguments.defaults), at)
        self._expressions((value for value in arguments.kw_defaults if value is not None), at)
        self._computed(*argument_names(arguments))
        self._block(function.body, self._place(("function", function.name)))

    # Expressions.

    def _expressions(self, nodes: Iterable[ast.AST], at: Fact) -> None:
        for node in nodes:
            if isinstance(node, ast.expr):
                self._expression(node, at)

    def _expression(self, expression: ast.expr, start: Fact) -> None:
        """Note what happens inside an expression: things shown, names changed, functions used."""
        stack: list[tuple[ast.AST, Fact]] = [(expression, start)]
        while stack:
            node, at = stack.pop()
            inner = at
            match node:
                case ast.Call():
                    stack += [(part, at) for part in self._call(node, at)]
                    continue
                case ast.NamedExpr(target=target):
                    self._computed(*target_names(target))
                case ast.Name(id=name) | ast.Attribute(attr=name) if name in self._functions:
                    self.facts.never(("function", name))  # Who knows when it will be called.
                case ast.IfExp(test=test, body=body, orelse=orelse):
                    branch = at if isinstance(test, ast.Constant) else _DOUBT
                    stack += [(test, at), (body, branch), (orelse, branch)]
                    continue
                case ast.BoolOp(values=values):
                    settled = all(isinstance(value, ast.Constant) for value in values)
                    inner = at if settled else _DOUBT
                case ast.Lambda(args=arguments):
                    self._computed(*argument_names(arguments))
                    inner = _DOUBT
                case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                    for generator in node.generators:
                        self._computed(*target_names(generator.target))
                    inner = _DOUBT
            stack += [(child, inner) for child in ast.iter_child_nodes(node)]

    def _call(self, call: ast.Call, at: Fact) -> list[ast.AST]:
        """Note what a call does; returns the parts still to be read."""
        called, parts = "", []
        match call.func:
            case ast.Name(id=called):
                pass
            case ast.Attribute(value=inner, attr=called):
                parts.append(inner)
                if isinstance(inner, ast.Name) and called not in _TEXT_METHODS:
                    self._computed(inner.id)  # append, sort, update...: it changes
            case other:
                parts.append(other)
        if called in self._functions:
            self.facts.rest(("function", called), at)
        if called in _SHOW:
            for shown in call.args:
                self._show(shown, at)
        values = [*call.args, *(keyword.value for keyword in call.keywords)]
        if called not in _HARMLESS and called not in _TEXT_METHODS:
            bare = (value.value if isinstance(value, ast.Starred) else value for value in values)
            self._handed_on.update(value.id for value in bare if isinstance(value, ast.Name))
        return [*parts, *values]

    def _show(self, value: ast.expr, at: Fact) -> None:
        self.shows = True
        if self._may_be_literal:
            written = self._value(value)
            self._may_be_literal = _DOUBT not in (written, at)
            self.facts.rest(_LITERAL, at, written)

    def _assign(self, target: ast.expr, value: ast.expr, at: Fact) -> None:
        for name, part in assigned(target, value):
            if part is None:
                self._computed(name)
                continue
            self.facts.rest(("name", name), at, self._value(part))
            if _is_mutable(part):
                self._mutable.add(name)

    # Facts.

    def _computed(self, *names: str) -> None:
        for name in names:
            self.facts.never(("name", name))

    def _tested(self, at: Fact, test: ast.expr) -> Fact:
        """A place that is reached as a test turns out."""
        return self._place(at, self._value(test, as_test=True))

    def _value(self, value: ast.expr, *, as_test: bool = False) -> Fact:
        """That a value was written in."""
        key = (id(value), as_test)
        if key not in self._values:
            names = self._written(value, as_test=as_test)
            self._values[key] = _DOUBT if names is None else self._place(*names)
        return self._values[key]

    def _place(self, *on: Fact) -> Fact:
        self._places += 1
        place: Fact = ("at", self._places)
        self.facts.rest(place, *on)
        return place

    def _written(self, value: ast.expr, *, as_test: bool) -> list[Fact] | None:
        """The names on which it rests that a value was written in; None when it was computed."""
        textual: set[int] | None = None
        names: list[Fact] = []
        stack: list[tuple[ast.expr, bool]] = [(value, as_test)]
        while stack:
            node, in_test = stack.pop()
            if isinstance(node, ast.Name):
                names.append(("name", node.id))
            elif isinstance(node, ast.IfExp):
                stack += [(node.test, True), (node.body, in_test), (node.orelse, in_test)]
            else:
                if isinstance(node, ast.BinOp):
                    # Text put together is still written down; numbers are computed with.
                    textual = self._textual(value) if textual is None else textual
                    if id(node) not in textual:
                        return None
                parts = _parts(node, in_test=in_test)
                if parts is None:
                    return None
                stack += [(part, in_test) for part in parts]
        return names

    def _textual(self, value: ast.expr) -> set[int]:
        """Nodes of an expression, by id, that give text for certain."""
        textual: set[int] = set()
        for node in reversed(list(ast.walk(value))):  # what is inside comes first
            match node:
                case ast.Constant(value=str()) | ast.JoinedStr():
                    textual.add(id(node))
                case ast.Name(id=name) if name in self._texts:
                    textual.add(id(node))
                case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
                    if id(left) in textual or id(right) in textual:
                        textual.add(id(node))
        return textual


def _parts(node: ast.expr, *, in_test: bool) -> list[ast.expr] | None:
    """What must have been written in for a node to have been; None for what computes."""
    match node:
        case ast.Constant():
            return []
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return parts
        case ast.Dict(keys=keys, values=values):
            return [part for part in (*keys, *values) if part is not None]
        case ast.JoinedStr(values=parts):
            return parts
        case ast.FormattedValue(value=inner) | ast.Starred(value=inner):
            return [inner]
        case ast.UnaryOp(operand=inner):
            return [inner]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Compare(left=left, comparators=others) if in_test:
            return [left, *others]
        case ast.BoolOp(values=values) if in_test:
            return values
        case ast.Call(func=ast.Name(id=name)) if name in (_IN_TESTS if in_test else _CONVERSIONS):
            return [*node.args, *(keyword.value for keyword in node.keywords)]
        case ast.Call(func=ast.Attribute(value=inner, attr="join" | "format")):
            return [inner, *node.args, *(keyword.value for keyword in node.keywords)]
    return None


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _is_mutable(value: ast.expr) -> bool:
    """Whether something that gets hold of the value could change it."""
    match value:
        case ast.Constant() | ast.JoinedStr() | ast.UnaryOp() | ast.BinOp():
            return False
        case ast.Call(func=ast.Name(id=name)):
            return name in _CONTAINERS
        case ast.Call():
            return False
    return True


def _fails(node: ast.AST) -> bool:
    """Whether a node computes something that could fail, apart from what is inside it."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name not in _SHOW
        case ast.Call() | ast.BinOp() | ast.Subscript() | ast.Raise() | ast.Assert():
            return True
    return False
