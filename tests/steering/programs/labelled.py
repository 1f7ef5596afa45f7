"""Reads sets of labelled programs; README.md says what the labels mean."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "DEVELOPMENT",
    "DOES",
    "FINDINGS",
    "HELD_OUT",
    "OPENED",
    "Program",
    "path_of",
    "programs",
]

DEVELOPMENT = "development"
HELD_OUT = "held_out"
OPENED = "opened"
FINDINGS = ("hard_coded", "ignores_data", "trivial_loops", "endless")
_SOLVERS = ("ortools", "z3", "constraint", "networkx", "sympy", "scipy", "pulp")
DOES = (
    "loops", "recursion", "comprehension", "itertools", "enumeration", "exact_arithmetic",
    *(f"solver:{name}" for name in _SOLVERS),
    "simulation", "memoisation", "expression_evaluation",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A question, a program that answers it, and what a careful reader says of the program."""

    id: str
    origin: str
    model: str
    question: str
    code: str
    computes: bool
    findings: tuple[str, ...]
    does: tuple[str, ...]
    note: str


def path_of(set_name):
    """The file of a set, by its name here or a path to another one."""
    given = Path(set_name)
    return given if given.suffix else Path(__file__).with_name(f"{set_name}.toml")


def programs(set_name):
    """The programs of a set."""
    entries = tomllib.loads(path_of(set_name).read_text("utf-8"))["program"]
    return [
        Program(**{key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()})
        for entry in entries
    ]
