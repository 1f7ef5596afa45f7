"""Symbolic checker: what a program really computes, read from its syntax tree.

It never runs the program and never raises. Its score is comparable with the paper's: below 2 the
program may be too simple to be a symbolic computation. It informs a guide; it does not decide.

Source: CodeSteer (arXiv 2502.04350), section 4.2; there regular expressions, here the syntax tree,
which also sees that a program only prints what was worked out before.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from codesteer.steering.program import parse

__all__ = ["TOO_SIMPLE", "SymbolicReport", "check_program"]

TOO_SIMPLE = 2.0

_SOLVERS = {
    "ortools": "OR-tools",
    "z3": "Z3",
    "constraint": "python-constraint",
    "networkx": "networkx",
    "sympy": "sympy",
    "scipy": "scipy",
    "pulp": "PuLP",
}
_SEARCH_CALLS = {"permutations", "combinations", "product", "combinations_with_replacement"}
_EXACT_CALLS = {"Fraction", "Decimal"}
_CONVERSIONS = {"str", "int", "float", "repr", "list", "tuple", "set", "dict", "sorted", "format"}
_WEIGHTS = {
    "loops": 1.0,
    "comprehensions": 0.5,
    "recursion": 2.0,
    "enumeration": 2.0,
    "exact arithmetic": 1.0,
    "arithmetic": 0.5,
    "branching": 0.5,
    "memoisation": 1.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolicReport:
    """What the checker saw.

    Attributes:
        parsed: Whether the text is Python at all.
        does: What the program does: loops, recursion, enumeration, exact arithmetic, a solver...
        score: Sum of weights of what it does; below 2 it may be too simple.
        literal_output: Whether everything it prints was written into it, not computed.
        prints: Whether it shows anything.
    """

    parsed: bool
    does: tuple[str, ...] = ()
    score: float = 0.0
    literal_output: bool = False
    prints: bool = False

    @property
    def too_simple(self) -> bool:
        """Whether the score is below the paper's threshold."""
        return self.score < TOO_SIMPLE


def check_program(code: str) -> SymbolicReport:
    """Read a program; any text gives a report."""
    tree = parse(code)
    if tree is None:
        return SymbolicReport(parsed=False)
    try:
        return _report(tree)
    except RecursionError:
        return SymbolicReport(parsed=True, prints=True, does=("deep nesting",))


def _report(tree: ast.Module) -> SymbolicReport:
    nodes = list(ast.walk(tree))
    counts = _counts(nodes)
    solvers = sorted(_used_solvers(nodes))
    score = sum(_WEIGHTS[name] * min(count, 3) for name, count in counts.items())
    shown = list(_shown(tree))
    literals = _Literals(tree)
    return SymbolicReport(
        parsed=True,
        does=(*(name for name in _WEIGHTS if counts.get(name)), *(f"solver {s}" for s in solvers)),
        score=score + 3.0 * bool(solvers),
        literal_output=bool(shown) and all(literals.holds(value) for value in shown),
        prints=bool(shown),
    )


def _counts(nodes: list[ast.AST]) -> dict[str, int]:
    counts: dict[str, int] = {}

    def add(name: str) -> None:
        counts[name] = counts.get(name, 0) + 1

    for node in nodes:
        match node:
            case ast.For() | ast.While() | ast.AsyncFor():
                add("loops")
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                add("comprehensions")
            case ast.BinOp(op=ast.Mult() | ast.Div() | ast.FloorDiv() | ast.Mod() | ast.Pow()):
                add("arithmetic")
            case ast.If() | ast.IfExp():
                add("branching")
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if any(_called(inner) == node.name for inner in ast.walk(node)):
                    add("recursion")
                if any("cache" in ast.unparse(decorator) for decorator in node.decorator_list):
                    add("memoisation")
        name = _called(node)
        if name in _SEARCH_CALLS:
            add("enumeration")
        elif name in _EXACT_CALLS:
            add("exact arithmetic")
    return counts


def _called(node: ast.AST) -> str:
    """Bare name of what a call calls; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _used_solvers(nodes: list[ast.AST]) -> set[str]:
    """Solver libraries that are imported and then mentioned."""
    names: dict[str, str] = {}
    mentioned = {node.id for node in nodes if isinstance(node, ast.Name)}
    for node in nodes:
        match node:
            case ast.Import():
                for alias in node.names:
                    top = alias.name.partition(".")[0]
                    if top in _SOLVERS:
                        names[alias.asname or top] = _SOLVERS[top]
            case ast.ImportFrom(module=str(module)):
                top = module.partition(".")[0]
                if top in _SOLVERS:
                    for alias in node.names:
                        names[alias.asname or alias.name] = _SOLVERS[top]
    star = {library for name, library in names.items() if name == "*"}
    return star | {library for name, library in names.items() if name in mentioned}


def _shown(tree: ast.Module) -> Iterator[ast.expr]:
    """Expressions whose values the program shows: printed ones, and a final expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in {"print", "display"}:
            yield from node.args
    if tree.body and isinstance(last := tree.body[-1], ast.Expr):
        value = last.value
        if not isinstance(value, ast.Call) and not _is_text(value):
            yield value


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


class _Literals:
    """Which names only ever hold values that were written into the program."""

    def __init__(self, tree: ast.Module) -> None:
        self._values: dict[str, list[ast.expr]] = {}
        self._computed: set[str] = set()
        self._visiting: set[str] = set()
        for node in ast.walk(tree):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._bind(target, value)
            case (
                ast.AugAssign(target=target)
                | ast.NamedExpr(target=target)
                | ast.For(target=target)
                | ast.AsyncFor(target=target)
                | ast.comprehension(target=target)
                | ast.withitem(optional_vars=ast.expr() as target)
            ):
                self._compute(target)
            case ast.arg(arg=name):
                self._computed.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                if method not in {"join", "format", "strip"}:
                    self._computed.add(name)  # append, sort, update...: it changes

    def holds(self, value: ast.expr) -> bool:
        """Whether the value was written into the program as it stands."""
        match value:
            case ast.Constant():
                return True
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return all(self.holds(part) for part in parts)
            case ast.Dict(keys=keys, values=values):
                return all(self.holds(part) for part in (*keys, *values) if part is not None)
            case ast.JoinedStr(values=parts):
                return all(self.holds(part) for part in parts)
            case ast.FormattedValue(value=inner) | ast.Starred(value=inner):
                return self.holds(inner)
            case ast.UnaryOp(operand=inner):
                return self.holds(inner)
            case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
                # Text put together from pieces is still written down; numbers are computed with.
                pieces = self._is_written_text(left) or self._is_written_text(right)
                return pieces and self.holds(left) and self.holds(right)
            case ast.Name(id=name):
                return self._name_holds(name)
            case ast.Call(func=ast.Name(id=name), args=args):
                return name in _CONVERSIONS and all(self.holds(arg) for arg in args)
            case ast.Call(func=ast.Attribute(value=inner, attr="join" | "format"), args=args):
                return self.holds(inner) and all(self.holds(arg) for arg in args)
        return False

    def _is_written_text(self, value: ast.expr) -> bool:
        match value:
            case ast.Constant(value=str()) | ast.JoinedStr():
                return True
            case ast.BinOp(left=left, right=right):
                return self._is_written_text(left) or self._is_written_text(right)
            case ast.Name(id=name):
                return any(_is_text(bound) for bound in self._values.get(name, ()))
        return False

    def _name_holds(self, name: str) -> bool:
        if name in self._computed or name not in self._values or name in self._visiting:
            return False
        self._visiting.add(name)
        try:
            return all(self.holds(value) for value in self._values[name])
        finally:
            self._visiting.discard(name)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                self._values.setdefault(name, []).append(value)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                match value:
                    case ast.Tuple(elts=values) | ast.List(elts=values) if len(values) == len(
                        targets
                    ):
                        for inner, part in zip(targets, values, strict=True):
                            self._bind(inner, part)
                    case _:
                        self._compute(target)
            case _:
                self._compute(target)

    def _compute(self, target: ast.expr) -> None:
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                self._computed.add(node.id)
