"""Rounds of loops: those that do no work, and those that will hardly ever end."""

import ast
import math
from collections.abc import Iterable

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.live import FunctionNode, called_name

__all__ = ["does_no_work", "has_rounds", "is_endless"]

_Loop = ast.For | ast.AsyncFor | ast.While
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_COPIES = {
    "print", "str", "append", "join", "format", "list", "int", "float", "range", "len",
    "enumerate", "items", "keys", "values", "strip", "tuple", "repr", "add", "extend", "sleep",
    "rjust", "ljust", "center", "write", "iter", "display",
}  # fmt: skip
_TAKES = {"pop", "popleft", "heappop", "get"}
_GROWS = {"append", "appendleft", "extend", "heappush", "put", "add"}
_HOPELESS = 10**10
_HOPELESS_CALLS = 45
_HOPELESS_WAYS = 34


def has_rounds(nodes: Iterable[ast.AST]) -> bool:
    """Whether there are loops or comprehensions at all."""
    return any(isinstance(node, _Loop | _Comprehension) for node in nodes)


def does_no_work(nodes: list[ast.AST]) -> bool:
    """Whether there are loops or comprehensions, and none does more than repeat or copy."""
    numbers = _Constants(nodes)
    rounds = [node for node in nodes if isinstance(node, _Loop | _Comprehension)]
    return bool(rounds) and not any(_works(node, numbers) for node in rounds)


def _works(node: ast.AST, numbers: "_Constants") -> bool:
    match node:
        case (
            ast.For(target=target, iter=source, body=body)
            | ast.AsyncFor(target=target, iter=source, body=body)
        ):
            if (numbers.rounds(source) or 2) <= 1:
                return False
            if any(called_name(p) not in _COPIES | {""} for p in ast.walk(source)):
                return True
            varying = set(target_names(target)) | _bound(body)
            return any(_reckons(part, varying) for part in body)
        case ast.While(body=body, test=test):
            if any(isinstance(part, ast.Break | ast.Return) for part in body):
                return False
            varying = _bound(body) | set(target_names(test))
            return any(_reckons(part, varying) for part in body)
        case ast.DictComp(key=key, value=value, generators=generators):
            return _comprehends([key, value], generators, numbers)
        case (
            ast.ListComp(elt=elt, generators=generators)
            | ast.SetComp(elt=elt, generators=generators)
            | ast.GeneratorExp(elt=elt, generators=generators)
        ):
            return _comprehends([elt], generators, numbers)
    return False


def _comprehends(
    made: list[ast.expr], generators: list[ast.comprehension], numbers: "_Constants"
) -> bool:
    if all((numbers.rounds(g.iter) or 2) <= 1 for g in generators):
        return False
    if any(g.ifs for g in generators) or len(generators) > 1:
        return True
    source = generators[0].iter
    if any(called_name(p) not in _COPIES | {""} for p in ast.walk(source)):
        return True
    varying = set(target_names(generators[0].target))
    return any(_reckons(part, varying) for part in made)


def _bound(body: list[ast.stmt]) -> set[str]:
    """Names that a body changes."""
    found: set[str] = set()
    for part in (node for statement in body for node in ast.walk(statement)):
        match part:
            case ast.Assign(targets=targets):
                found.update(name for target in targets for name in target_names(target))
            case ast.AugAssign(target=target) | ast.For(target=target):
                found.update(target_names(target))
            case ast.NamedExpr(target=target):
                found.add(target.id)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
                found.add(name)
    return found


def _reckons(node: ast.AST, varying: set[str]) -> bool:
    """Whether something in a body reckons with, tests or hands on what changes with the round."""
    stack: list[tuple[ast.AST, bool]] = [(node, False)]
    while stack:
        part, shown = stack.pop()
        if _is_work(part, varying, shown=shown):
            return True
        shown = shown or isinstance(part, ast.JoinedStr) or called_name(part) in {"print", "str"}
        if not isinstance(part, FunctionNode | ast.Lambda):
            stack += [(child, shown) for child in ast.iter_child_nodes(part)]
    return False


def _is_work(part: ast.AST, varying: set[str], *, shown: bool) -> bool:
    match part:
        case ast.BinOp(left=left, right=right):
            if _has_text(part) or (shown and _is_step(left, right)):
                return False
        case ast.AugAssign(value=value):
            return not _has_text(value) and not _is_bare(value, varying)
        case ast.Compare() | ast.If() | ast.IfExp():
            part = part if isinstance(part, ast.Compare) else part.test
        case ast.Call() if called_name(part) not in _COPIES:
            pass
        case ast.Subscript(slice=ast.BinOp() | ast.Slice()) | ast.UnaryOp(op=ast.Not()):
            pass
        case ast.Assign(targets=[ast.Tuple()], value=ast.Tuple() as value):
            part = value
        case _:
            return False
    return bool(varying & set(target_names(part)))


def _is_bare(value: ast.expr, varying: set[str]) -> bool:
    """Whether a name that runs through texts may only be strung together; numbers are summed."""
    return isinstance(value, ast.Constant) and not isinstance(value.value, int | float)


def _is_step(left: ast.expr, right: ast.expr) -> bool:
    return isinstance(left, ast.Name) and isinstance(right, ast.Constant)


def _has_text(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )


# Loops that will hardly ever end.


def is_endless(nodes: list[ast.AST]) -> bool:
    """Whether a program will most likely not end within half a minute."""
    numbers = _Constants(nodes)
    return any(
        (isinstance(node, ast.While) and (_stuck(node) or _forgets(node)))
        or (isinstance(node, FunctionNode) and (_falls(node) or _explodes(node, nodes, numbers)))
        for node in nodes
    ) or _hopeless(nodes, numbers)


def _leaves(body: list[ast.stmt], *, inside_loop: bool = False) -> bool:
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
        inner = inside_loop or isinstance(node, _Loop)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and _leaves(block, inside_loop=inner and field == "body"):
                return True
        for handler in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
            if _leaves(handler.body, inside_loop=inner):
                return True
    return False


def _stuck(loop: ast.While) -> bool:
    """Whether nothing in a loop can end it."""
    if _leaves(loop.body):
        return False
    match loop.test:
        case ast.Constant(value=value):
            return bool(value)
    names = set(target_names(loop.test))
    if any(isinstance(part, ast.Call | ast.Attribute) for part in ast.walk(loop.test)):
        methods = [p for p in ast.walk(loop.test) if isinstance(p, ast.Call)]
        if any(called_name(p) not in {"len", "abs", "sum", "max", "min", "any", "all"}
               for p in methods):  # fmt: skip
            return False
    changed = _bound(loop.body) | _handed_on(loop.body)
    if any(isinstance(part, ast.Attribute) for part in ast.walk(loop.test)):
        return False
    if not names & changed:
        return not any(isinstance(part, ast.Global | ast.NamedExpr) for part in ast.walk(loop))
    return _walks_away(loop)


def _handed_on(body: list[ast.stmt]) -> set[str]:
    """Names that calls in a body may change what stands behind, or that a call may rebind."""
    found: set[str] = set()
    for part in (node for statement in body for node in ast.walk(statement)):
        if isinstance(part, ast.Call) and called_name(part) not in {"print", "len", "str", "int"}:
            for argument in part.args:
                found.update(target_names(argument))
    return found


def _walks_away(loop: ast.While) -> bool:
    """Whether the only step that a loop takes leads away from its bound."""
    match loop.test:
        case ast.Compare(
            left=ast.Name(id=name), ops=[op], comparators=[ast.Constant() | ast.Name()]
        ):
            steps = [part for part in ast.walk(loop) if name in _stored(part)]
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
    parts = [node for statement in loop.body for node in ast.walk(statement)]
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
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and _adds_to(call, queues)
    ]
    if not inner_adds:
        return False
    membership = any(
        isinstance(part, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in part.ops)
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
        isinstance(part, ast.If) and any(isinstance(p, ast.Subscript) for p in ast.walk(part.test))
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


def _falls(function: FunctionNode) -> bool:
    """Whether every call of a function calls it again, or calls it with what it was given."""
    name = function.name
    body: list[ast.stmt] = function.body
    calls = [part for statement in body for part in ast.walk(statement)
             if isinstance(part, ast.Call) and called_name(part) == name]  # fmt: skip
    if not calls:
        return False
    if _always_calls(body, name):
        return True
    arguments = [argument.arg for argument in function.args.args]
    if not arguments or arguments[0] == "self":
        return False
    changed = _bound(body) | _handed_on([s for s in body if not _calls(s, name)])
    if any(isinstance(p, ast.Global | ast.Nonlocal) for s in body for p in ast.walk(s)):
        return False
    if not any(_stores_item(p) for s in body for p in ast.walk(s)) and any(
        [getattr(a, "id", "") for a in call.args] == arguments and not changed & set(arguments)
        for call in calls
    ):
        return True
    return _wanders(function, calls, arguments)


def _stores_item(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store)


def _wanders(function: FunctionNode, calls: list[ast.Call], arguments: list[str]) -> bool:
    """Whether a search from state to state returns to earlier ones: only the goal ends it."""
    parts = list(ast.walk(function))
    looped = {id(c) for p in parts if isinstance(p, ast.For) for c in ast.walk(p)}
    if not all(id(call) in looped for call in calls):
        return False
    for part in parts:
        match part:
            case ast.Compare(ops=[ast.Eq() | ast.Is() | ast.IsNot()]):
                continue
            case ast.Compare(left=ast.Name(id=name)) if name not in arguments:
                continue
            case ast.Compare() | ast.Slice() | ast.BinOp(op=ast.Sub()):
                return False
            case ast.comprehension(ifs=[_, *_]):
                return False
    called = {called_name(part) for part in parts}
    if called & {"remove", "pop", "discard", "len", "range_sum", "add"} or function.decorator_list:
        return False
    goals = [p for p in parts if isinstance(p, ast.If) and any(
        isinstance(s, ast.Return) for s in p.body)]  # fmt: skip
    if any(set(target_names(p.test)) & {"depth", "limit", "steps_left"} for p in goals):
        return False
    counted = [a for c in calls for a in c.args if isinstance(a, ast.BinOp)]
    return bool(counted) and all(
        isinstance(a.op, ast.Add) and isinstance(a.left, ast.Name)
        and not any(a.left.id in target_names(p.test) for p in goals) for a in counted
    )  # fmt: skip


def _calls(node: ast.AST, name: str) -> bool:
    return any(called_name(part) == name for part in ast.walk(node))


def _always_calls(body: list[ast.stmt], name: str) -> bool:
    """Whether a function reaches a call of itself whatever happens."""
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.If(test=test, body=yes, orelse=no):
                if _calls(test, name) or (_always_calls(yes, name) and _always_calls(no, name)):
                    return True
                if any(_leaves([part], inside_loop=True) for part in (*yes, *no)):
                    return False
            case ast.For() | ast.While() | ast.Try() | ast.Match() | ast.With():
                return False
            case _:
                conditional = [p for p in ast.walk(node) if isinstance(p, ast.IfExp | ast.BoolOp
                               | ast.Lambda | _Comprehension)]  # fmt: skip
                if not conditional and _calls(node, name):
                    return True
                if isinstance(node, ast.Return | ast.Raise):
                    return False
    return False


def _explodes(function: FunctionNode, nodes: list[ast.AST], numbers: "_Constants") -> bool:
    """Whether a function calls itself twice a time over a long way, and remembers nothing."""
    name, parts = function.name, list(ast.walk(function))
    if function.decorator_list or not 1 <= len(function.args.args) <= 2:
        return False
    inner = [part for part in parts if isinstance(part, ast.Call) and called_name(part) == name]
    looped = any(isinstance(part, ast.For | ast.While) for part in parts)
    memory = any(
        isinstance(part, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in part.ops)
        for part in parts
    ) or any(_stores_item(part) for part in parts)
    steps = [
        argument
        for call in inner
        for argument in call.args
        if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Sub)
        and isinstance(argument.right, ast.Constant)
    ]  # fmt: skip
    if len(inner) < 2 or len(steps) < 2 or memory or looped:
        return False
    arguments = {argument.arg for argument in function.args.args}
    bounds = [
        numbers.number(part.comparators[0]) or 0.0
        for part in parts
        if isinstance(part, ast.Compare) and arguments & set(target_names(part.left))
    ]
    inside = {id(part) for part in inner}
    starts = [
        sum(numbers.number(argument) or 0.0 for argument in node.args)
        for node in nodes
        if isinstance(node, ast.Call) and called_name(node) == name and id(node) not in inside
    ]
    up = any(isinstance(step.op, ast.Add) for step in steps)
    way = len(arguments) * max(bounds, default=0.0) if up else max(starts, default=0.0)
    return way >= (_HOPELESS_CALLS if len(arguments) == 1 else _HOPELESS_WAYS)


def _hopeless(nodes: list[ast.AST], numbers: "_Constants") -> bool:
    """Whether something is gone through that has far too many elements."""
    for node in nodes:
        match node:
            case ast.For(iter=source):
                if (_nested(node, numbers) or 0) > _HOPELESS:
                    return True
            case _ if isinstance(node, _Comprehension):
                total = math.prod(float(numbers.rounds(g.iter) or 1) for g in node.generators)
                pruned = any(g.ifs for g in node.generators[:-1])
                if total > _HOPELESS and not pruned:
                    return True
            case ast.Call() if called_name(node) in {"list", "sum", "max", "min", "any", "all"}:
                source = node.args[0] if node.args else None
                if source is not None and called_name(source) != "range":
                    if (numbers.rounds(source) or 0) > _HOPELESS:
                        return True
    return False


def _nested(loop: ast.For, numbers: "_Constants") -> float | None:
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


class _Constants:
    """Numbers and lengths that are plain from a program's text."""

    def __init__(self, nodes: list[ast.AST]) -> None:
        self._values: dict[str, ast.expr | None] = {}
        calls: dict[str, list[ast.Call]] = {}
        functions: list[ast.FunctionDef] = []
        for node in nodes:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._values[name] = None if name in self._values else value
                case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                    for target, value in zip(targets, values, strict=False):
                        if isinstance(target, ast.Name):
                            self._values[target.id] = None if target.id in self._values else value
                case ast.AugAssign(target=target) | ast.For(target=target):
                    self._values.update(dict.fromkeys(target_names(target)))
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)):
                    if attr in _GROWS | _TAKES | {"remove", "insert", "clear"}:
                        self._values[name] = None
                case ast.FunctionDef():
                    functions.append(node)
            if isinstance(node, ast.Call):
                calls.setdefault(called_name(node), []).append(node)
        for function in functions:
            sites = calls.get(function.name, [])
            for i, argument in enumerate(function.args.args):
                value = sites[0].args[i] if len(sites) == 1 and i < len(sites[0].args) else None
                if not (isinstance(value, ast.Name) and value.id == argument.arg):
                    known = argument.arg in self._values
                    self._values[argument.arg] = None if known else value

    def number(self, node: ast.expr | None, depth: int = 0) -> float | None:
        """The value of an expression, where it is plain."""
        if depth > 8:
            return None
        match node:
            case ast.Constant(value=bool()):
                return None
            case ast.Constant(value=int() | float() as value):
                return float(value) if abs(value) < 1e300 else math.inf
            case ast.Name(id=name):
                return self.number(self._values.get(name), depth + 1)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                value = self.number(inner, depth + 1)
                return None if value is None else -value
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.number(left, depth + 1), self.number(right, depth + 1)
                return None if a is None or b is None else _operate(a, op, b)
            case ast.Call(func=ast.Name(id="len"), args=[inner]):
                return self.rounds(inner, depth + 1)
            case ast.Call(func=ast.Name(id="int" | "float" | "sum" | "max"), args=[inner]):
                return self.number(inner, depth + 1)
        return None

    def rounds(self, node: ast.expr | None, depth: int = 0) -> float | None:
        """How many elements something has, where that is plain."""
        if depth > 8:
            return None
        match node:
            case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
                return None if any(isinstance(e, ast.Starred) for e in elts) else float(len(elts))
            case ast.Dict(keys=keys):
                return float(len(keys))
            case ast.Constant(value=str() as text):
                return float(len(text))
            case ast.Name(id=name):
                return self.rounds(self._values.get(name), depth + 1)
            case ast.ListComp(generators=[generator]) if not generator.ifs:
                return self.rounds(generator.iter, depth + 1)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                a, b = self.rounds(left, depth + 1), self.rounds(right, depth + 1)
                return None if a is None or b is None else a + b
            case ast.BinOp(left=ast.List() as left, op=ast.Mult(), right=right):
                a, b = self.rounds(left, depth + 1), self.number(right, depth + 1)
                return None if a is None or b is None else a * b
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
                return float(len(text.split()))
            case ast.Call():
                return self._made(node, depth + 1)
        return None

    def _made(self, call: ast.Call, depth: int) -> float | None:
        """How many elements a call gives."""
        name, args = called_name(call), call.args
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        if name == "range":
            bounds = [self.number(argument, depth) for argument in args]
            if not bounds or any(bound is None for bound in bounds):
                return None
            first, last, step = [0.0, *bounds, 1.0][:3] if len(bounds) == 1 else [*bounds, 1.0][:3]
            return max(0.0, ((last or 0) - (first or 0)) / (step or 1))
        if name in {"list", "tuple", "set", "sorted", "enumerate", "reversed", "str"} and args:
            return self.rounds(args[0], depth)
        if name in {"permutations", "combinations", "combinations_with_replacement"} and args:
            n = self.rounds(args[0], depth)
            second = args[1] if len(args) > 1 else given.get("r")
            k = n if second is None else self.number(second, depth)
            if n is None or k is None or not 0 <= k <= n < 1_000:
                return None
            ways = math.perm if name == "permutations" else math.comb
            return _capped(ways(int(n), int(k)))
        if name == "product" and args:
            sizes = [self.rounds(argument, depth) for argument in args]
            repeat = self.number(given["repeat"], depth) if "repeat" in given else 1.0
            if repeat is None or any(size is None for size in sizes):
                return None
            total = math.prod(size or 0.0 for size in sizes)
            return _operate(total, ast.Pow(), repeat)
        return None


def _capped(number: int) -> float:
    return float(number) if number.bit_length() < 1_000 else math.inf


def _operate(a: float, op: ast.operator, b: float) -> float | None:
    try:
        match op:
            case ast.Add():
                return a + b
            case ast.Sub():
                return a - b
            case ast.Mult():
                return a * b
            case ast.FloorDiv() | ast.Div():
                return a / b
            case ast.Pow():
                return math.pow(a, b)
            case ast.LShift():
                return a * math.pow(2, b)
    except (OverflowError, ZeroDivisionError, ValueError):
        return math.inf if isinstance(op, ast.Pow | ast.LShift | ast.Mult) else None
    return None
