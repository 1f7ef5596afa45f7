"""reasoning-gym's matching tasks, in an environment of their own, timed beside ours."""

import json
import subprocess
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codesteer.symbench.registry import find_task
from codesteer.symbench.task_bench.measure import medians_ms

__all__ = ["Compared", "compare"]

_REQUIREMENT = "reasoning-gym==0.1.25"
_THEIRS = """\
import json, statistics, sys, time
import reasoning_gym
names = json.loads(sys.argv[1])
count = int(sys.argv[2])
for name, config in names:
    data = reasoning_gym.create_dataset(name, size=count, seed=1, **config)
    took = []
    for index in range(count):
        started = time.perf_counter()
        data[index]
        took.append((time.perf_counter() - started) * 1e3)
    print(json.dumps([name, statistics.median(took)]), flush=True)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One task of theirs and of ours at a matched size.

    Attributes:
        task: Our name of it.
        theirs: Their name.
        size: What was matched.
        ours_ms: Median milliseconds of ours for an instance with its prompt.
        theirs_ms: Theirs, which includes the solution they store.
    """

    task: str
    theirs: str
    size: str
    ours_ms: float
    theirs_ms: float

    @property
    def times(self) -> float:
        """How many times faster ours is."""
        return self.theirs_ms / self.ours_ms


def compare(folder: Path, count: int, tell: Callable[[str], None]) -> list[Compared]:
    """Time reasoning-gym and then ours, one task after the other.

    Args:
        folder: Where its environment is kept.
        count: Instances of each task.
        tell: Takes a line about what is being done.
    """
    tell(f"{_REQUIREMENT} (installed into {folder})")
    python = _installed(folder)
    named = [(theirs, config) for _, theirs, config, _, _ in _MATCHED]
    done = subprocess.run(  # noqa: S603 - our own program
        [python, "-c", _THEIRS, json.dumps(named), str(count)],
        check=True,
        capture_output=True,
        text=True,
    )
    times = dict(json.loads(line) for line in done.stdout.splitlines())
    return [
        Compared(
            task=ours,
            theirs=theirs,
            size=size,
            ours_ms=medians_ms(ours, _configs(ours, knobs), count),
            theirs_ms=times[theirs],
        )
        for ours, theirs, _, size, knobs in _MATCHED
    ]


def _configs(name: str, knobs: list[dict[str, Any]]) -> list[Any]:
    make = type(find_task(name).levels[1])
    return [make(**each) for each in knobs]


def _installed(folder: Path) -> str:
    python = folder / "bin" / "python"
    if not (folder / "bin" / "pip").exists():
        venv.create(folder, with_pip=True, clear=True)
    subprocess.run(  # noqa: S603 - a fixed package
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _REQUIREMENT],
        check=True,
        capture_output=True,
    )
    return str(python)


_MATCHED: tuple[tuple[str, str, dict[str, Any], str, list[dict[str, Any]]], ...] = ()
"""Our name, theirs, their configuration, what it matches, and our configurations in turn."""
