"""What a program does: its loops, searches, tables, solvers, and what else of it is really used."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from codesteer.steering.checkers.binding import is_item_of, root_name, target_names
from codesteer.steering.checkers.live import FunctionNode, called_name, recursive_functions, walk
from codesteer.steering.checkers.simulations import is_search, simulates, texts_and_rows

__all__ = ["deeds"]

_SOLVERS = ("ortools", "z3", "constraint", "networkx", "sympy", "scipy", "pulp")
_ENUMERATING = {"permutations", "combinations", "product", "combinations_with_replacement"}
_EXACT = {"Fraction", "Decimal", "Rational", "Integer"}
_EVALUATING = {"eval", "literal_eval", "sympify", "parse_expr"}
_ASKING = {
    "z3": {"check", "solve", "model", "simplify", "prove"},
    "ortools": {"Solve", "solve", "SolveWithParameters", "SearchForAllSolutions"},
    "constraint": {"getSolution", "getSolutions", "getSolutionIter"},
    "pulp": {"solve"},
}
_SETTING_UP = {
    "symbols", "Symbol", "Rational", "Integer", "Graph", "DiGraph", "MultiGraph", "Function",
    "init_printing",
}  # fmt: skip
_MEMORIES = {"memo", "cache", "memoize", "dp", "lookup"}
_Loop = ast.For | ast.AsyncFor | ast.While
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def deeds(nodes: list[ast.AST]) -> list[str]:
    """Name what the reached parts of a program do, in the order of the documentation."""
    loops = [node for node in nodes if isinstance(node, _Loop)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    sources = _imported(nodes)
    recursive = recursive_functions(nodes)
    own: dict[str, ast.AST] = {n.name: n for n in nodes if isinstance(n, FunctionNode)}
    texts = texts_and_rows(nodes)
    combining = {name for name in _from(sources, "itertools") if name in _ENUMERATING}
    found = {
        "loops": bool(loops),
        "recursion": bool(recursive),
        "comprehension": any(isinstance(node, _Comprehension) for node in nodes),
        "itertools": any(_belongs(call.func, sources, "itertools") for call in calls),
        "enumeration": any(
            called_name(call) in _ENUMERATING
            and (_belongs(call.func, sources, "itertools") or called_name(call) in combining)
            for call in calls
        )
        or _tries_all_pairs(nodes),
        "exact_arithmetic": any(called_name(call) in _EXACT for call in calls),
        **{f"solver:{name}": _asks(name, calls, sources) for name in _SOLVERS},
        "simulation": any(
            not _remembers(list(walk(loop))) and simulates(loop, own, recursive, texts)
            for loop in _outside_searches(loops)
        ),
        "memoisation": _remembers(nodes),
        "expression_evaluation": any(called_name(call) in _EVALUATING for call in calls)
        or _parses(nodes),
    }
    return [name for name, holds in found.items() if holds]


def _outside_searches(loops: Sequence[ast.AST]) -> list[ast.AST]:
    """The loops that are no part of a search through states."""
    inside = {id(part) for loop in loops if is_search(loop) for part in walk(loop)}
    return [loop for loop in loops if id(loop) not in inside]


def _imported(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Names that imports bind, each with the library it comes from; a star stands for itself."""
    names: dict[str, str] = {}
    for node in nodes:
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    top = alias.name.partition(".")[0]
                    names[alias.asname or top] = top
            case ast.ImportFrom(module=str(module), names=aliases):
                top = module.partition(".")[0]
                for alias in aliases:
                    bound = alias.asname or alias.name
                    names[f"*{top}" if bound == "*" else bound] = top
    return names


def _from(sources: dict[str, str], library: str) -> set[str]:
    return {name for name, source in sources.items() if source == library}


def _belongs(called: ast.expr, sources: dict[str, str], library: str) -> bool:
    return sources.get(root_name(called)) == library or (
        f"*{library}" in sources and isinstance(called, ast.Name) and called.id in _ENUMERATING
    )


def _asks(library: str, calls: list[ast.Call], sources: dict[str, str]) -> bool:
    """Whether a solver library is used to get a result, not only imported or set up."""
    if library not in sources.values():
        return False
    asking = _ASKING.get(library)
    if asking is not None:
        return any(called_name(call) in asking for call in calls)
    star = f"*{library}" in sources
    return any(
        (_belongs(call.func, sources, library) or star)
        and called_name(call) not in _SETTING_UP
        and called_name(call) != "print"
        and not called_name(call).startswith("add_")
        for call in calls
    )


def _tries_all_pairs(nodes: list[ast.AST]) -> bool:
    """Whether loops within loops, or a comprehension over several, test their values together."""
    within: dict[int, list[ast.expr]] = {}  # tests in a loop, which may lie in several others
    for node in nodes:
        if isinstance(node, _Comprehension) and len(node.generators) > 1:
            tests = [test for generator in node.generators for test in generator.ifs]
            if _tests_together(tests, [_plain(g.target) for g in node.generators]):
                return True
        if isinstance(node, ast.For) and not any(_changes_item(part) for part in walk(node)):
            for inner in _loops_within(node):
                if _follows(inner.iter, _plain(node.target)):
                    return True
                if id(inner) not in within:
                    within[id(inner)] = [p.test for p in walk(inner) if isinstance(p, ast.If)]
                if _tests_together(within[id(inner)], [_plain(node.target), _plain(inner.target)]):
                    return True
    return False


def _follows(source: ast.expr, names: set[str]) -> bool:
    """Whether a loop goes through what comes behind the value of an outer one."""
    match source:
        case ast.Call(func=ast.Name(id="range"), args=[ast.BinOp(left=ast.Name(id=name)), _, *_]):
            return name in names
        case ast.Subscript(slice=ast.Slice(lower=ast.BinOp(left=ast.Name(id=name)))):
            return name in names
    return False


def _changes_item(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=[ast.Subscript()]) | ast.AugAssign(target=ast.Subscript()):
            return True
    return False


def _loops_within(loop: ast.For) -> Iterator[ast.For]:
    for part in loop.body:
        yield from (node for node in walk(part) if isinstance(node, ast.For))


def _plain(target: ast.expr) -> set[str]:
    return set(target_names(target))


def _tests_together(tests: list[ast.expr], targets: list[set[str]]) -> bool:
    """Whether a test reckons with values of two loops, and does more than look into a grid."""
    for test in tests:
        for part in walk(test):
            if isinstance(part, ast.Compare) and not isinstance(part.ops[0], ast.NotEq | ast.In):
                used = _reckoned(part)
                if sum(bool(used & names) for names in targets) > 1:
                    return True
    return False


def _reckoned(test: ast.expr) -> set[str]:
    """Names that a test reckons with, apart from those in the two indices of a grid."""
    used: set[str] = set()
    stack: list[ast.AST] = [test]
    while stack:
        node = stack.pop()
        match node:
            case ast.Subscript(value=ast.Subscript()) | ast.Subscript(slice=ast.Tuple()):
                continue
            case ast.Name(id=name):
                used.add(name)
            case ast.Call(func=ast.Name(), args=args):
                stack += args
                continue
        stack += ast.iter_child_nodes(node)
    return used


def _remembers(nodes: list[ast.AST]) -> bool:
    """Whether results of subproblems are kept: a cache, or a table filled from itself."""
    for node in nodes:
        match node:
            case ast.FunctionDef(decorator_list=decorators):
                words = {
                    part.id if isinstance(part, ast.Name) else part.attr
                    for decorator in decorators
                    for part in walk(decorator)
                    if isinstance(part, ast.Name | ast.Attribute)
                }
                if any("cache" in word or "memo" in word for word in words):
                    return True
            case ast.Assign(targets=[ast.Subscript() as target], value=value):
                if root_name(target).lower() in _MEMORIES or (
                    _reckons(value) and _may_be_entry(value, target)
                ):
                    return True
            case ast.AugAssign(target=ast.Subscript() as target, value=value):
                if _reads_elsewhere(value, target):
                    return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value]):
                if any(is_item_of(part, name) and _reckons(value) for part in walk(value)):
                    return True
    return False


def _reckons(value: ast.expr) -> bool:
    return isinstance(value, ast.BinOp) or called_name(value) in {"min", "max", "sum"}


def _may_be_entry(value: ast.expr, target: ast.Subscript) -> bool:
    """Whether a right side takes other entries of the table too, its own perhaps among them."""
    if _reads_elsewhere(value, target):
        return True
    return called_name(value) in {"min", "max"} and any(
        _reads_elsewhere(part, target) for part in getattr(value, "args", [])
    )


def _reads_elsewhere(value: ast.expr, target: ast.Subscript) -> bool:
    """Whether an entry is reckoned from other entries of its table."""
    table = root_name(target)
    items = [part for part in walk(value) if is_item_of(part, table)]
    inner = {id(part.value) for part in items if isinstance(part, ast.Subscript)}
    others = [part for part in items if id(part) not in inner]
    stepped = any(isinstance(part, ast.BinOp) for item in others for part in walk(item))
    return stepped and _spelling(target) not in {_spelling(other) for other in others}


def _spelling(node: ast.AST) -> tuple[object, ...]:
    """What tells one place in a table from another."""
    return tuple(
        (type(part), getattr(part, "id", None), getattr(part, "attr", None),
         hash(part.value) if isinstance(part, ast.Constant) else None)
        for part in walk(node)
        if not isinstance(part, ast.expr_context)
    )  # fmt: skip


def _parses(nodes: list[ast.AST]) -> bool:
    """Whether the program evaluates expressions held as text by itself."""
    splits = any(called_name(node) in {"split", "findall", "tokenize"} for node in nodes)
    if not splits:
        return False
    return any(
        isinstance(node, ast.Compare)
        and any(
            isinstance(part, ast.Constant)
            and part.value in ("+", "-", "*", "/", "@", "^", "~", "#")
            for part in node.comparators
        )
        for node in nodes
    ) and any(isinstance(node, FunctionNode | ast.For | ast.While) for node in nodes)
