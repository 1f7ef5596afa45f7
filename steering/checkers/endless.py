"""Endless programs: loops, searches and enumerations that will hardly end within half a minute."""

import ast
import math

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.live import FunctionNode, called_name, walk
from codesteer.steering.checkers.progress import (
    handed_on,
    is_alike_each_round,
    leaves,
    never_comes_to_its_bound,
)
from codesteer.steering.checkers.recursions import explodes, falls
from codesteer.steering.checkers.rounds import bound_in
from codesteer.steering.checkers.sizes import Sizes

__all__ = ["is_endless"]

_Loop = ast.For | ast.AsyncFor | ast.While
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_TAKES = {"pop", "popleft", "heappop", "get"}
_MEMBERSHIP = (ast.In, ast.NotIn)  # codespell:ignore
_PURE = {
    "len",
    "range",
    "sum",
    "min",
    "max",
    "abs",
    "all",
    "any",
    "print",
    "sorted",
    "enumerate",
    "zip",
    "set",
    "list",
    "tuple",
    "str",
    "int",
}
_GROWS = {"append", "appendleft", "extend", "heappush", "put", "add"}
_HOPELESS = 4 * 10**9
_SUCCESSORS = 2


def is_endless(nodes: list[ast.AST]) -> bool:
    """Whether a program will most likely not end within half a minute."""
    numbers = Sizes(nodes)
    return any(
        (
            isinstance(node, ast.While)
            and (
                _stuck(node)
                or _forgets(node)
                or is_alike_each_round(node)
                or never_comes_to_its_bound(node, nodes)
            )
        )
        or (isinstance(node, FunctionNode) and (falls(node) or explodes(node, nodes, numbers)))
        for node in nodes
    ) or _hopeless(nodes, numbers)


def _stuck(loop: ast.While) -> bool:
    """Whether nothing in a loop can end it."""
    if leaves(loop.body):
        return False
    match loop.test:
        case ast.Constant(value=value):
            return bool(value)
    names = set(target_names(loop.test))
    if any(isinstance(part, ast.Call | ast.Attribute) for part in walk(loop.test)):
        methods = [p for p in walk(loop.test) if isinstance(p, ast.Call)]
        if any(called_name(p) not in {"len", "abs", "sum", "max", "min", "any", "all"}
               for p in methods):  # fmt: skip
            return False
    changed = bound_in(loop.body) | handed_on(loop.body)
    if any(isinstance(part, ast.Attribute) for part in walk(loop.test)):
        return False
    if not names & changed:
        return not any(isinstance(part, ast.Global | ast.NamedExpr) for part in walk(loop))
    return _walks_away(loop) or _repeats(loop, names)


def _repeats(loop: ast.While, names: set[str]) -> bool:
    """Whether every round does the same as the one before, and so never reaches its end."""
    ways: list[tuple[set[str], set[str]]] = []
    stack: list[tuple[ast.stmt, frozenset[str]]] = [(s, frozenset()) for s in loop.body]
    while stack:
        node, tested = stack.pop()
        match node:
            case ast.Assign(targets=targets, value=value) if all(
                isinstance(t, ast.Name) for t in targets
            ):
                if not tested and names & {n for t in targets for n in target_names(t)}:
                    return False
                made = {n for t in targets for n in target_names(t)}
                bound = {n for p in walk(value) if isinstance(p, ast.comprehension)
                         for n in target_names(p.target)}  # fmt: skip
                ways.append((made, (_loaded(value) - bound) | tested))
            case ast.If(test=test, body=yes, orelse=no):
                inner = tested | _loaded(test)
                stack += [(s, inner) for s in (*yes, *no)]
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"))) | ast.Pass():
                continue
            case _:
                return False
        if any(isinstance(p, ast.Call) and called_name(p) not in _PURE for p in walk(node)):
            return False
    changed = {name for made, _ in ways for name in made}
    constant: set[str] = set()
    for _ in ways:
        constant |= {
            name for name in changed - names - constant
            if all(not (used & changed - constant) for made, used in ways if name in made)
        }  # fmt: skip
    return all(not (used & changed - constant) for made, used in ways if made & names)


def _loaded(node: ast.AST) -> set[str]:
    return {p.id for p in walk(node) if isinstance(p, ast.Name) and p.id not in _PURE}


def _walks_away(loop: ast.While) -> bool:
    """Whether the only step that a loop takes leads away from its bound."""
    match loop.test:
        case ast.Compare(
            left=ast.Name(id=name), ops=[op], comparators=[ast.Constant() | ast.Name()]
        ):
            steps = [part for part in walk(loop) if name in _stored(part)]
            match steps:
                case [ast.AugAssign(op=step, value=ast.Constant(value=int() | float() as by))]:
                    up = isinstance(step, ast.Add) and by > 0
                    down = isinstance(step, ast.Sub) and by > 0
                    if isinstance(op, ast.NotEq) and by != int(by):
                        return True  # fractions of two miss every bound but their own
                    if by == 0 and isinstance(step, ast.Add | ast.Sub):
                        return True
                    return (up and isinstance(op, ast.Gt | ast.GtE)) or (
                        down and isinstance(op, ast.Lt | ast.LtE)
                    )
    return False


def _stored(node: ast.AST) -> list[str]:
    match node:
        case ast.Assign(targets=targets):
            return [name for target in targets for name in target_names(target)]
        case ast.AugAssign(target=target) | ast.For(target=target) | ast.NamedExpr(target=target):
            return target_names(target)
    return []


def _forgets(loop: ast.While) -> bool:
    """Whether a search takes states from a list and adds their successors, visited or not."""
    waiting = set(target_names(loop.test))
    parts = [node for statement in loop.body for node in walk(statement)]
    taken = {
        call.func.value.id
        for call in parts
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.attr in _TAKES
    } | {
        argument.id
        for call in parts
        if called_name(call) == "heappop" and isinstance(call, ast.Call)
        for argument in call.args[:1]
        if isinstance(argument, ast.Name)
    }
    queues = taken & waiting if waiting else taken
    if not queues:
        return False
    inner_adds = [
        call
        for node in parts
        if isinstance(node, ast.For)
        for call in walk(node)
        if isinstance(call, ast.Call) and _adds_to(call, queues)
    ]
    straight = [s.value for s in loop.body if isinstance(s, ast.Expr)]
    always_adds = [c for c in straight if isinstance(c, ast.Call) and _adds_to(c, queues)]
    if not inner_adds and len(always_adds) < _SUCCESSORS:
        return False
    states = {
        name
        for part in parts
        if isinstance(part, ast.Assign) and any(called_name(p) in _TAKES for p in walk(part.value))
        for target in part.targets
        for name in target_names(target)
    }
    membership = any(
        isinstance(part, ast.Compare) and any(isinstance(op, _MEMBERSHIP) for op in part.ops)
        and not states & {n for c in part.comparators for n in target_names(c)}
        and not any(isinstance(c, ast.Tuple | ast.List | ast.Set | ast.Constant | ast.Call)
                    for c in part.comparators)
        for part in parts
    )  # fmt: skip
    bounded = any(
        isinstance(part, ast.Compare)
        and any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in part.ops)
        for part in parts
    )
    indexed = any(
        isinstance(part, ast.If) and any(isinstance(p, ast.Subscript) for p in walk(part.test))
        for part in parts
    )
    return not membership and not bounded and not indexed


def _adds_to(call: ast.Call, queues: set[str]) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)):
            return (name in queues and attr in _GROWS) or (
                attr == "heappush"
                and any(n in queues for a in call.args[:1] for n in target_names(a))
            )
        case ast.Call(func=ast.Name(id="heappush"), args=[ast.Name(id=name), *_]):
            return name in queues
    return False


def _hopeless(nodes: list[ast.AST], numbers: Sizes) -> bool:
    """Whether something is gone through that has far too many elements."""
    for node in nodes:
        match node:
            case ast.For(iter=source, body=body) if leaves(body) and called_name(source) == "range":
                continue  # it stops where it finds something
            case ast.For(iter=source, body=body) if called_name(source) in {"count", "cycle"}:
                if not leaves(body) and isinstance(source, ast.Call) and not _is_method(source):
                    return True
            case ast.For():
                if (_nested(node, numbers) or 0) > _HOPELESS:
                    return True
            case _ if isinstance(node, _Comprehension):
                total = math.prod(float(numbers.rounds(g.iter) or 1) for g in node.generators)
                pruned = any(g.ifs for g in node.generators[:-1])
                if total > _HOPELESS and not pruned:
                    return True
            case ast.Call() if called_name(node) in {"list", "sum", "max", "min", "any", "all"}:
                if (numbers.rounds(_gone_through(node)) or 0) > _HOPELESS:
                    return True
    return False


def _is_method(call: ast.Call) -> bool:
    """Whether a call is one of a value's methods, such as a text's count."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="itertools")):
            return False
        case ast.Attribute():
            return True
    return False


def _gone_through(call: ast.Call) -> ast.expr | None:
    source = call.args[0] if call.args else None
    return None if source is None or called_name(source) == "range" else source


def _nested(loop: ast.For, numbers: Sizes) -> float | None:
    """How many rounds a loop has together with those directly inside it."""
    rounds = numbers.rounds(loop.iter)
    if rounds is None:
        return None
    for statement in loop.body:
        match statement:
            case ast.For():
                return rounds * (_nested(statement, numbers) or 1)
            case ast.If() if any(isinstance(p, ast.Continue | ast.Break) for p in statement.body):
                return rounds
            case ast.Break() | ast.Return():
                return 1
    return rounds
