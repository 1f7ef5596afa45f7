"""With what a run is made: versions, and the commit of the repository."""

import platform
import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import codesteer

__all__ = ["commit", "versions"]

_LIBRARIES = (
    "mcp", "openai", "ipykernel", "numpy", "sympy", "networkx", "ortools", "scipy", "pandas",
)  # fmt: skip
_WITHIN_S = 10


def versions() -> Mapping[str, str]:
    """Versions of CodeSteer, Python and what models compute with, by name."""
    found = {"codesteer": codesteer.__version__, "python": platform.python_version()}
    found["platform"] = f"{sys.platform} {platform.machine()}"
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def commit() -> str:
    """The commit of the checkout that runs, with "+" where files were changed; empty outside."""
    root = Path(codesteer.__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return ""
    head = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{head}+" if head and changed else head


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["git", "-C", str(root), *words],  # noqa: S607 - the reader's own git
            capture_output=True,
            text=True,
            timeout=_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
