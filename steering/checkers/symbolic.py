"""Symbolic checker: what a program really computes, read from its syntax tree.

It never runs the program and never raises, and takes time in proportion to the program. Its score
is comparable with the paper's: below 2 the program may be too simple to be a symbolic computation.
It informs a guide; it does not decide.

Source: CodeSteer (arXiv 2502.04350), section 4.2; there regular expressions, here the syntax tree,
which also sees that a program only prints what was worked out before.
"""

import ast
from dataclasses import dataclass

from codesteer.steering.checkers.literal import read_shown
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
        parsed: Whether the text could be analysed: it is Python, neither huge nor nested too
            deeply. If not, nothing else is known.
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
        return self.parsed and self.score < TOO_SIMPLE


def check_program(code: str) -> SymbolicReport:
    """Read a program; any text gives a report."""
    tree = parse(code)
    if tree is None:
        return SymbolicReport(parsed=False)
    try:
        return _report(tree)
    except RecursionError:  # Blocks nested as deeply as Python allows, on a stack that is short.
        return SymbolicReport(parsed=False)


def _report(tree: ast.Module) -> SymbolicReport:
    nodes = list(ast.walk(tree))
    counts = _counts(nodes)
    if any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in nodes):
        counts["recursion"] = _recursive(tree)
    solvers = sorted(_used_solvers(nodes))
    score = sum(_WEIGHTS[name] * min(count, 3) for name, count in counts.items())
    shown = read_shown(tree)
    return SymbolicReport(
        parsed=True,
        does=(*(name for name in _WEIGHTS if counts.get(name)), *(f"solver {s}" for s in solvers)),
        score=score + 3.0 * bool(solvers),
        literal_output=shown.literal,
        prints=shown.anything,
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
                if any("cache" in word for part in node.decorator_list for word in _words(part)):
                    add("memoisation")
        name = _called(node)
        if name in _SEARCH_CALLS:
            add("enumeration")
        elif name in _EXACT_CALLS:
            add("exact arithmetic")
    return counts


def _recursive(tree: ast.Module) -> int:
    """How many functions call themselves."""
    found: set[int] = set()
    stack: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(tree, ())]
    while stack:
        node, around = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            around = (*around, node)
        elif around and (name := _called(node)):
            found.update(id(outer) for outer in around if getattr(outer, "name", "") == name)
        stack += [(child, around) for child in ast.iter_child_nodes(node)]
    return len(found)


def _words(decorator: ast.expr) -> list[str]:
    """Names in a decorator."""
    nodes = list(ast.walk(decorator))
    bare = [node.id for node in nodes if isinstance(node, ast.Name)]
    return bare + [node.attr for node in nodes if isinstance(node, ast.Attribute)]


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
