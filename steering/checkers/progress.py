"""Progress of loops: rounds that are all alike, and sums that never come to their bound."""

import ast
import operator
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.live import FunctionNode, called_name, walk

__all__ = ["handed_on", "is_alike_each_round", "leaves", "never_comes_to_its_bound"]

_PURE = {
    "len", "range", "sum", "min", "max", "abs", "all", "any", "print", "sorted", "enumerate", "zip",
    "set", "list", "tuple", "str", "int", "float", "round", "divmod", "bool", "reversed", "pow",
}  # fmt: skip
_PURE_METHODS = {
    "split", "strip", "upper", "lower", "count", "index", "find", "get", "items", "keys", "values",
    "copy", "startswith", "endswith", "isdigit", "isalpha", "join", "format", "replace",
}  # fmt: skip
_ROUNDS = 48
_MOST_EVALUATED = 1_500
_LARGEST = 1e60
_OPERATIONS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class _Unclear(Exception):
    """What a loop does is not plain from its text."""


class _Left(Exception):
    """A loop was left."""


def is_alike_each_round(loop: ast.While) -> bool:
    """Whether nothing that could end a loop carries over from a round to the next."""
    needs: dict[str, set[str]] = {}
    exits: set[str] = set(_names(loop.test))
    try:
        _check(loop.test)
        _note(loop.body, frozenset(), needs, exits, fresh=set())
    except _Unclear:
        return False
    if _always_leaves(loop.body):
        return False
    if not exits:
        return False  # a loop without any exit is told elsewhere
    reached = _reached(exits, needs)
    return not any(name in _reached(needs.get(name, set()), needs) for name in reached)


def _reached(names: Iterable[str], needs: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    stack = list(names)
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack += needs.get(name, ())
    return found


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in walk(node) if isinstance(part, ast.Name) and part.id not in _PURE}


def _check(node: ast.AST) -> None:
    """Refuse what may change or ask anything anywhere."""
    for part in walk(node):
        match part:
            case ast.Call(func=ast.Name(id=name)) if name in _PURE:
                continue
            case ast.Call(func=ast.Attribute(value=ast.Name())):
                continue
            case ast.Call() | ast.NamedExpr() | ast.Yield() | ast.YieldFrom() | ast.Await():
                raise _Unclear


def _changed_by_calls(node: ast.AST) -> Iterator[str]:
    """Names that a method may change, or be asked of what lies outside the program."""
    for part in walk(node):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=args):
                if method not in _PURE_METHODS:
                    yield name
                    yield from (n for a in args if isinstance(a, ast.Name) for n in _names(a))


def _note(  # noqa: C901 - one case for each kind of statement
    body: list[ast.stmt],
    guards: frozenset[str],
    needs: dict[str, set[str]],
    exits: set[str],
    *,
    fresh: set[str],
    inside: bool = False,
) -> None:
    """Note what each name is made of, and what decides that the loop is left."""
    for node in body:
        match node:
            case ast.Break():
                if not inside:
                    exits |= guards
            case ast.Return() | ast.Raise():
                exits |= guards
            case ast.Continue() | ast.Pass():
                pass
            case ast.Assign(targets=targets, value=value):
                _check(value)
                for target in targets:
                    made_anew = fresh & set(target_names(target))
                    _store(target, (_names(value) - made_anew) | guards, needs)
                    if isinstance(target, ast.Name) and not guards and not inside:
                        fresh.add(target.id)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                _check(value)
                _store(target, _names(value) | guards, needs)
            case ast.AugAssign(target=target, value=value):
                _check(value)
                itself = set(target_names(target)) - fresh
                _store(target, itself | _names(value) | guards, needs)
            case ast.Expr(value=value) | ast.Assert(test=value):
                _check(value)
            case ast.If(test=test, body=yes, orelse=no):
                _check(test)
                for block in (yes, no):
                    _note(block, guards | _names(test), needs, exits, fresh=fresh, inside=inside)
            case ast.For(target=target, iter=source, body=inner, orelse=rest):
                _check(source)
                _store(target, _names(source) | guards, needs)
                _note(inner, guards | _names(source), needs, exits, fresh=fresh, inside=True)
                _note(rest, guards | _names(source), needs, exits, fresh=fresh, inside=inside)
            case ast.While(test=test, body=inner, orelse=rest):
                _check(test)
                _note(inner, guards | _names(test), needs, exits, fresh=fresh, inside=True)
                _note(rest, guards | _names(test), needs, exits, fresh=fresh, inside=inside)
            case _:
                raise _Unclear
        if not isinstance(node, ast.If | ast.For | ast.While):
            for name in _changed_by_calls(node):
                needs.setdefault(name, set()).add(name)


def _store(target: ast.expr, made_of: set[str], needs: dict[str, set[str]]) -> None:
    for part in walk(target):
        if isinstance(part, ast.Name):
            itself = set() if isinstance(part.ctx, ast.Store) else {part.id}
            needs.setdefault(part.id, set()).update(made_of | itself)


def _always_leaves(body: list[ast.stmt]) -> bool:
    for node in body:
        match node:
            case ast.Break() | ast.Return() | ast.Raise():
                return True
            case ast.If(body=yes, orelse=no) if _always_leaves(yes) and _always_leaves(no):
                return True
    return False


def never_comes_to_its_bound(loop: ast.While, nodes: list[ast.AST]) -> bool:
    """Whether plain arithmetic on known numbers repeats itself, or goes away from its bound."""
    match loop.test:
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[_]):
            pass
        case _:
            return False
    needs: dict[str, set[str]] = {}
    exits = set(_names(loop.test))
    try:
        _note(loop.body, frozenset(), needs, exits, fresh=set())
        wanted = _reached(exits, needs)
        start = _starting(wanted, loop, nodes)
        return _Reckoning(start, wanted).is_endless(loop, name, op)
    except (_Unclear, _Left, ArithmeticError):
        return False


def _starting(wanted: set[str], loop: ast.While, nodes: list[ast.AST]) -> dict[str, float]:
    """The numbers that names have before a loop."""
    inside = {id(part) for part in walk(loop)}
    found: dict[str, float] = {}
    for node in nodes:
        if id(node) in inside:
            continue
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Constant(value=int() | float() as n)
            ):
                if name in wanted:
                    if name in found:
                        raise _Unclear
                    found[name] = n
            case (
                ast.AugAssign(target=target) | ast.For(target=target) | ast.Assign(targets=[target])
            ):
                if wanted & set(target_names(target)):
                    raise _Unclear
            case ast.arg(arg=name) if name in wanted:
                raise _Unclear
            case _ if isinstance(node, FunctionNode):
                if wanted & {a.arg for a in node.args.args}:
                    raise _Unclear
    return found


class _Reckoning:
    """Goes through some rounds of a loop that does plain arithmetic.

    Args:
        numbers: What names are before it.
        wanted: The names that matter to its end.
    """

    def __init__(self, numbers: dict[str, float], wanted: set[str]) -> None:
        self._numbers = dict(numbers)
        self._wanted = wanted
        self._left_to_read = _MOST_EVALUATED

    def is_endless(self, loop: ast.While, name: str, op: ast.cmpop) -> bool:
        """Whether a state comes again, or the tested number only goes away from its bound."""
        seen: set[tuple[float, ...]] = set()
        way: list[float] = []
        for _ in range(_ROUNDS):
            if not self._read(loop.test):
                return False
            state = tuple(self._numbers[n] for n in sorted(self._numbers))
            if state in seen:
                return True
            seen.add(state)
            way.append(self._numbers[name])
            self._go_through(loop.body)
            if abs(self._numbers[name]) > _LARGEST:
                break
        steps = [b - a for a, b in pairwise(way)]
        if isinstance(op, ast.Gt | ast.GtE):
            return bool(steps) and min(steps) >= 0 and steps[-1] >= steps[0]
        if isinstance(op, ast.Lt | ast.LtE):
            return bool(steps) and max(steps) <= 0 and steps[-1] <= steps[0]
        return False

    def _go_through(self, body: list[ast.stmt]) -> None:
        for node in body:
            match node:
                case ast.If(test=test, body=yes, orelse=no):
                    if any(_matters(part, self._wanted) for part in (*yes, *no)):
                        self._go_through(yes if self._read(test) else no)
                case ast.Break() | ast.Return() | ast.Raise():
                    raise _Left
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in self._wanted:
                    self._numbers[name] = self._read(value)
                case ast.AugAssign(target=ast.Name(id=name), op=op, value=value) if (
                    name in self._wanted
                ):
                    self._numbers[name] = self._operate(op, self._read(ast.Name(name)), value)
                case _ if _matters(node, self._wanted):
                    raise _Unclear

    def _operate(self, op: ast.AST, left: float, right: ast.expr) -> float:
        operation = _OPERATIONS.get(type(op))
        if operation is None:
            raise _Unclear
        return operation(left, self._read(right))

    def _read(self, node: ast.expr) -> float:
        self._left_to_read -= 1
        if self._left_to_read < 0:
            raise _Unclear
        match node:
            case ast.Constant(value=int() | float() as number) if abs(number) < _LARGEST:
                return number
            case ast.Name(id=name) if name in self._numbers:
                return self._numbers[name]
            case ast.BinOp(left=left, op=op, right=right):
                return self._operate(op, self._read(left), right)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self._read(inner)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._operate(op, self._read(left), right)
            case ast.BoolOp(op=ast.And(), values=parts):
                return all(self._read(part) for part in parts)
            case ast.BoolOp(values=parts):
                return any(self._read(part) for part in parts)
        raise _Unclear


def _matters(node: ast.stmt, wanted: set[str]) -> bool:
    """Whether a statement changes what matters to the end of a loop, or leaves it."""
    return any(
        isinstance(part, ast.Break | ast.Return | ast.Raise)
        or (isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id in wanted)
        for part in walk(node)
    )


def leaves(body: list[ast.stmt], *, inside_loop: bool = False) -> bool:
    """Whether a loop's body can leave the loop."""
    for node in body:
        match node:
            case ast.Return() | ast.Raise():
                return True
            case ast.Break():
                if not inside_loop:
                    return True
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Expr(value=ast.Call() as call) if called_name(call) in {
                "exit",
                "quit",
                "_exit",
            }:
                return True
            case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
                return True
        inner = inside_loop or isinstance(node, ast.For | ast.AsyncFor | ast.While)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and leaves(block, inside_loop=inner and field == "body"):
                return True
        for handler in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
            if leaves(handler.body, inside_loop=inner):
                return True
    return False


def handed_on(body: list[ast.stmt]) -> set[str]:
    """Names that calls in a body may change what stands behind, or that a call may rebind."""
    found: set[str] = set()
    for part in (node for statement in body for node in walk(statement)):
        if isinstance(part, ast.Call) and called_name(part) not in {"print", "len", "str", "int"}:
            for argument in part.args:
                found.update(target_names(argument))
    return found
