"""The libraries that a model may count on in its kernel, as far as they are installed."""

__all__ = ["SHELF"]

SHELF = {
    "numpy": "numpy",
    "sympy": "sympy",
    "networkx": "networkx",
    "ortools": "ortools",
    "scipy": "scipy",
    "pandas": "pandas",
    "z3": "z3-solver (import z3)",
    "constraint": "python-constraint2 (import constraint)",
    "matplotlib": "matplotlib",
}
"""By the module that is imported: what a model is told."""
