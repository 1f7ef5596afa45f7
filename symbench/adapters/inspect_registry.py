"""All that Inspect AI finds under `codesteer/`, by the entry point of that name."""

from codesteer.symbench.adapters.inspect_scorer import symbench_verifier
from codesteer.symbench.adapters.inspect_solver import codesteer
from codesteer.symbench.adapters.inspect_tasks import symbench

__all__ = ["codesteer", "symbench", "symbench_verifier"]
