"""Rounds of loops: those that do no work, and those that will hardly ever end."""

import ast
from collections.abc import Iterable

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.live import FunctionNode, called_name, walk
from codesteer.steering.checkers.sizes import Sizes

__all__ = ["bound_in", "does_no_work", "has_rounds", "tests_rounds"]

_GATHERS = {"sum", "max", "min", "any", "all", "prod", "Counter", "reduce"}
_CANDIDATES = {"permutations", "combinations", "product", "combinations_with_replacement"}
_TAKES = {"pop", "popleft", "heappop"}
_MOST_READ = 3_000
_Loop = ast.For | ast.AsyncFor | ast.While
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_COPIES = {
    "print", "str", "append", "join", "format", "list", "int", "float", "range", "len",
    "enumerate", "items", "keys", "values", "strip", "tuple", "repr", "add", "extend", "sleep",
    "rjust", "ljust", "center", "write", "iter", "display",
}  # fmt: skip


def has_rounds(nodes: Iterable[ast.AST]) -> bool:
    """Whether there are loops or comprehensions at all."""
    return any(isinstance(node, _Loop | _Comprehension) for node in nodes)


def tests_rounds(nodes: list[ast.AST]) -> bool:
    """Whether loops reckon and test what they reckoned, or sum up what is shown.

    They are real iteration, even where a literal is shown whatever they find.
    """
    shown = {
        name
        for node in nodes
        if called_name(node) == "print"
        for part in ast.iter_child_nodes(node)
        for name in _names(part)
    }
    if any(_gathers_tests(node) for node in nodes):
        return True
    return any(
        _is_searching(loop) or any(_is_tested(statement, loop, shown) for statement in loop.body)
        for loop in nodes
        if isinstance(loop, _Loop)
    )


def _is_tested(statement: ast.stmt, loop: _Loop, shown: set[str]) -> bool:
    """Whether a statement of a loop tests what it reckons, or sums up what is shown."""
    varying = bound_in(loop.body)
    if not isinstance(loop, ast.While):
        varying |= set(target_names(loop.target))
    for part in walk(statement):
        match part:
            case ast.If(test=test, body=body):
                reckoned = [p for p in walk(test) if isinstance(p, ast.BinOp)]
                if any(_names(p) & varying for p in reckoned):
                    return True
                if _names(test) & varying and any(_counts(p, shown) for p in body):
                    return True
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                if name in shown and _names(value) & varying and not _has_text(value):
                    return True
    return False


def _counts(node: ast.stmt, shown: set[str]) -> bool:
    match node:
        case ast.AugAssign(target=ast.Name(id=name)):
            return name in shown
    return False


def _is_searching(loop: _Loop) -> bool:
    """Whether candidates that are made in the loop, or states that wait, are tested there."""
    inner = [part for statement in loop.body for part in walk(statement)]
    if not any(isinstance(part, ast.If) for part in inner):
        return False
    if isinstance(loop, ast.While):
        called = {called_name(part) for part in inner}
        return bool(called & _TAKES) and bool(called & {"append", "add", "heappush"})
    if called_name(loop.iter) in _CANDIDATES:
        return True
    return (
        any(isinstance(part, ast.For) and called_name(part.iter) == "range" for part in inner)
        and called_name(loop.iter) == "range"
    )


def _gathers_tests(node: ast.AST) -> bool:
    """Whether a call gathers what comprehended calls or comparisons of calls give."""
    match node:
        case ast.Call(args=[ast.GeneratorExp(elt=elt) | ast.ListComp(elt=elt)]):
            return called_name(node) in _GATHERS and any(
                isinstance(part, ast.Call) and called_name(part) not in _COPIES - {"len"}
                for part in walk(elt)
            )
    return False


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in walk(node) if isinstance(part, ast.Name)}


def does_no_work(nodes: list[ast.AST]) -> bool:
    """Whether there are loops or comprehensions, and none does more than repeat or copy."""
    numbers = Sizes(nodes)
    rounds = [node for node in nodes if isinstance(node, _Loop | _Comprehension)]
    if any(called_name(node) in _GATHERS and _is_over_several(node, numbers) for node in nodes):
        return False
    made = _ordered(nodes)
    if any(isinstance(node, ast.For) and _names(node.iter) & made for node in rounds):
        return False  # what is shown there was worked out
    return bool(rounds) and not any(_works(node, numbers) for node in rounds)


def _ordered(nodes: list[ast.AST]) -> set[str]:
    """Names of what was sorted."""
    found: set[str] = set()
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="sort")):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                if called_name(call) == "sorted":
                    found.add(name)
    return found


def _is_over_several(call: ast.AST, numbers: Sizes) -> bool:
    """Whether a call gathers what a comprehension of more than one round makes."""
    match call:
        case ast.Call(args=[ast.ListComp() | ast.GeneratorExp() | ast.SetComp() as made, *_]):
            return (numbers.rounds(made.generators[0].iter) or 2) > 1
    return False


def _works(node: ast.AST, numbers: Sizes) -> bool:
    match node:
        case (
            ast.For(target=target, iter=source, body=body)
            | ast.AsyncFor(target=target, iter=source, body=body)
        ):
            if (numbers.rounds(source) or 2) <= 1:
                return False
            if any(called_name(p) not in _COPIES | {""} for p in walk(source)):
                return True
            if any(_looks_up(part, target, source) for part in body):
                return True
            varying = set(target_names(target)) | bound_in(body)
            return any(_reckons(part, varying) for part in body)
        case ast.While(body=body, test=test):
            if any(isinstance(part, ast.Break | ast.Return) for part in body):
                return False
            varying = bound_in(body) | set(target_names(test))
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


def _comprehends(made: list[ast.expr], generators: list[ast.comprehension], numbers: Sizes) -> bool:
    if all((numbers.rounds(g.iter) or 2) <= 1 for g in generators):
        return False
    if any(g.ifs for g in generators) or len(generators) > 1:
        return True
    source = generators[0].iter
    if any(called_name(p) not in _COPIES | {""} for p in walk(source)):
        return True
    if any(_looks_up(part, generators[0].target, source) for part in made):
        return True
    if any(_is_drawn(part) for element in made for part in walk(element)):
        return True
    varying = set(target_names(generators[0].target))
    return any(_reckons(part, varying) for part in made)


def _is_drawn(node: ast.AST) -> bool:
    """Whether something is drawn by chance, and so differs from round to round."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="random"))):
            return True
    return called_name(node) in {"randint", "uniform", "choice"}


def bound_in(body: list[ast.stmt]) -> set[str]:
    """Names that a body changes."""
    found: set[str] = set()
    for part in (node for statement in body for node in walk(statement)):
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


def _looks_up(node: ast.AST, target: ast.expr, source: ast.expr) -> bool:
    """Whether an element is looked up in something else than what is gone through."""
    elements, own = set(target_names(target)), set(target_names(source))
    if not isinstance(source, ast.Constant | ast.Name):
        return False
    return any(
        isinstance(part, ast.Subscript)
        and isinstance(part.value, ast.Name)
        and isinstance(part.slice, ast.Name)
        and part.slice.id in elements
        and part.value.id not in own
        for part in walk(node)
    )


def _reckons(node: ast.AST, varying: set[str]) -> bool:
    """Whether something in a body reckons with, tests or hands on what changes with the round."""
    stack: list[tuple[ast.AST, bool]] = [(node, False)]
    for _ in range(_MOST_READ):
        if not stack:
            break
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
        case ast.Subscript(value=ast.Subscript(slice=ast.Name()), slice=ast.Name()):
            if shown:
                return False
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
        for part in walk(node)
    )
