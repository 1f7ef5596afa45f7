"""Functions and names of a program: what is bound, changed and given back."""

import ast
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.by_hand import is_by_hand
from codesteer.steering.checkers.calls import Calls
from codesteer.steering.checkers.expressions import Show
from codesteer.steering.checkers.live import called_name, walk
from codesteer.steering.checkers.question import QuestionData
from codesteer.steering.checkers.statements import changes
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

__all__ = ["Branch", "Functions"]

Branch: TypeAlias = tuple[Scope, set[str], list[Show]]
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_DEEPEST_CALLS = 12


class Functions(Calls):
    """Binds names, and calls the functions and classes that a program has of its own.

    Args:
        question: What the question gives.
    """

    def __init__(self, question: QuestionData) -> None:
        super().__init__(question)
        self._loops = 0
        self._by_hand = 0
        self._in_place: set[str] = set()
        self._calls: list[int] = []
        self._known: dict[tuple[object, ...], tuple[Value, list[Value]]] = {}
        self._returns: list[tuple[Value, int]] = []

    # What blocks of statements know how to do.

    def block(self, statements: Iterable[ast.stmt]) -> set[str]:
        """Go through statements; see `Flow`."""
        raise NotImplementedError

    def branch_of(
        self, body: list[ast.stmt], chosen: int, known: dict[str, Value] | None = None
    ) -> Branch:
        """Go through a branch; see `Flow`."""
        raise NotImplementedError

    # Names and functions.

    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind a target, or change what it is a part of."""
        match target:
            case ast.Name(id=name):
                self.scope.names[name] = value
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                known = value.parts if value.parts and len(value.parts) == len(parts) else None
                for i, part in enumerate(parts):
                    piece = known[i] if known else replace(value, parts=None, key=None)
                    if not known and not value.computed:
                        piece = replace(piece, each=value.each)
                    self.assign(part, piece)
            case ast.Starred(value=inner):
                self.assign(inner, replace(value, parts=None, key=None))
            case ast.Attribute(attr=name):
                old = self.attributes.get(name)
                chosen = self.chosen > 0 and old is not None
                self.attributes[name] = replace(value, kind=Kind.COMPUTED) if chosen else value
            case ast.Subscript(value=base, slice=index):
                while isinstance(base, ast.Subscript):
                    self.read(base.slice)
                    base = base.value
                old = self.read(base)
                at = self.read(index)
                if at.computed or value.computed or old.computed:
                    new = worked_out([old, at, value], always=True)
                elif self.chosen and self._loops and at.kind is Kind.COUNTED and old.own:
                    new = worked_out([old, at, value], always=True)  # a rule moves the data
                else:
                    new = replace(put_together([old, value]), each=False)
                if isinstance(base, ast.Name):
                    self._in_place.add(base.id)
                self.assign_base(base, replace(new, key=None, text=False, function=None))

    def moved_on(self, targets: list[ast.expr], source: ast.expr, made: Value) -> Value:
        """What a state becomes that is changed by a rule from what it was."""
        if made.computed or made.kind is Kind.COUNTED or is_by_hand(made):
            return made
        names = {name for target in targets for name in target_names(target)}
        tables = [
            part.value
            for part in walk(source)
            if isinstance(part, ast.Subscript) and names & set(target_names(part))
        ]
        if any(isinstance(target, ast.Tuple | ast.Subscript) for target in targets):
            swapped = [t for t in tables if names & set(target_names(t))]
            if swapped and any(self.read(table).data for table in swapped):
                return replace(COMPUTED, own=1)
        if not self._loops or self._by_hand:
            return made
        steps = isinstance(source, ast.BinOp) and names & set(target_names(source))
        if steps and not made.text and made.parts is None:
            return replace(COMPUTED, own=max(made.own, 1))
        if isinstance(source, ast.Subscript) and any(self.read(table).data for table in tables):
            return replace(COMPUTED, own=max(made.own, 1))
        return made

    def _class(self, node: ast.ClassDef) -> None:
        self.read_all([*node.bases, *node.decorator_list])
        made, _, _ = self.branch_of(node.body, 0)
        for part in node.body:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                self.methods[part.name] = part
                self.scope.names.pop(part.name, None)
        for name, value in made.names.items():
            if value.function is None:
                self.attributes[name] = value
        self.scope.names[node.name] = Value(function=node)

    def call_function(self, function: object, arguments: list[Value]) -> tuple[Value, list[Value]]:
        """Call a function of the program's own.

        Returns:
            What it returns, and its arguments as it leaves them.
        """
        if isinstance(function, ast.ClassDef):
            start = self.methods.get("__init__")
            if start is not None and any(part is start for part in function.body):
                self.call_function(start, [NONE, *arguments])
            return put_together(arguments), arguments
        node, outer = function if isinstance(function, tuple) else (function, self.scope)
        key = (id(node), self.chosen, *((v.kind, v.own, v.foreign, v.key) for v in arguments))
        recursive = id(node) in self._calls
        if recursive:
            again = worked_out(arguments, always=True)
            return replace(again, own=1, key=("again", id(node))), arguments
        if len(self._calls) >= _DEEPEST_CALLS:
            return replace(worked_out(arguments, always=True), own=1), arguments
        if key not in self._known:
            self._known[key] = self._run_function(node, outer, arguments)
        return self._known[key]

    def _run_function(
        self, node: _Function, outer: Scope, arguments: list[Value]
    ) -> tuple[Value, list[Value]]:
        here, returns = self.scope, self._returns
        loops, self._loops = self._loops, 0
        self._calls.append(id(node))
        self.scope, self._returns = Scope(outer), []
        names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
        bound = dict(zip(names, arguments, strict=False))
        defaults = node.args.defaults
        for name, default in zip(names[len(names) - len(defaults) :], defaults, strict=False):
            bound.setdefault(name, self.read(default))
        if not isinstance(node, ast.Lambda) and any(
            called_name(p) == node.name for p in walk(node)
        ):
            # What it is given the next time is of its own making.
            bound = {n: replace(worked_out([v], always=True), raw=True) for n, v in bound.items()}
        self.scope.names.update({name: bound.get(name, COMPUTED) for name in names})
        others = (*node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
        given = joined(arguments) if arguments else COMPUTED
        self.scope.names.update({a.arg: given for a in others if a is not None})
        if isinstance(node, ast.Lambda):
            value = self.read(node.body)
        else:
            left = self.block(node.body)
            value = self._returned(ends="end" in left, again=("again", id(node)))
        inner = self.scope
        self.scope, self._returns, self._loops = here, returns, loops
        self._calls.pop()
        changed = [
            inner.names[name]
            if name in inner.names and inner.names[name].computed and changes(node, name)
            else argument
            for name, argument in zip(names, arguments, strict=False)
        ]
        self._spread(node, inner, names)
        return value, changed

    def _returned(self, *, ends: bool, again: tuple[object, ...] = ()) -> Value:
        # A call of itself that is handed on as it is gives what the other returns give.
        others = [(value, chosen) for value, chosen in self._returns if value.key != again]
        self._returns = others or self._returns
        values = [value for value, _ in self._returns]
        if not values:
            return NONE
        if not ends:
            values.append(NONE)
        whole = joined(values)
        single = any(whole is value for value in values)
        if single or whole.computed or not any(chosen for _, chosen in self._returns):
            if not ends and not whole.computed and len(self._returns) == 1:
                return self._returns[0][0]
            return whole
        return replace(whole, kind=Kind.COMPUTED, own=max(whole.own, 1))

    def _spread(self, node: _Function, inner: Scope, names: list[str]) -> None:
        """Carry what a function changed outside itself to where it was called."""
        if isinstance(node, ast.Lambda):
            return
        declared = {
            name
            for part in walk(node)
            if isinstance(part, ast.Global | ast.Nonlocal)
            for name in part.names
        }
        for name, value in inner.names.items():
            if name in names or value.function is not None:
                continue
            if name in declared or (self.scope.find(name) is not None and changes(node, name)):
                self.scope.names[name] = value
