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


_MATCHED: tuple[tuple[str, str, dict[str, Any], str, list[dict[str, Any]]], ...] = (
    (
        "string_insertion",
        "string_insertion",
        {"min_string_length": 14, "max_string_length": 18},
        "14 to 18 letters",
        [{"matches": 3, "run": 1, "filler": 2}],
    ),
    (
        "string_splitting",
        "string_splitting",
        {"min_initial_machines": 1, "max_initial_machines": 5},
        "1 to 5 of each machine",
        [{"low": 1, "high": 5, "amount": 2}],
    ),
    (
        "string_synthesis",
        "string_synthesis",
        {"min_initial_blocks": 1, "max_initial_blocks": 6},
        "1 to 6 of each block",
        [{"low": 1, "high": 6, "extra": 2, "rounds": 1}],
    ),
    (
        "eight_queens",
        "n_queens",
        {"n": 8, "min_remove": 6, "max_remove": 7},
        "8 queens, 1 or 2 given",
        [{"sizes": (8, 8), "queens": (1, 2), "blocked": (0, 0)}],
    ),
    (
        "standard_sudoku",
        "sudoku",
        {"min_empty": 30, "max_empty": 50},
        "30 to 50 empty cells",
        [{"low": 30, "high": 50}],
    ),
    (
        "mahjong",
        "mahjong_puzzle",
        {"min_num_rounds": 10, "max_num_rounds": 10},
        "10 rounds",
        [{"rounds": 10}],
    ),
    (
        "pooling",
        "pool_matrix",
        {
            "min_rows": 6,
            "max_rows": 6,
            "min_cols": 6,
            "max_cols": 6,
            "min_pool_size": 3,
            "max_pool_size": 3,
        },
        "6x6, window 3x3",
        [
            {"size": 6, "window": 3, "kind": "max"},
            {"size": 6, "window": 3, "kind": "average"},
        ],
    ),
    (
        "matrix_transformation",
        "rotate_matrix",
        {"min_n": 4, "max_n": 4, "min_rotations": 1, "max_rotations": 1},
        "4x4, one turn",
        [{"rows": 4, "columns": 4, "characters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}],
    ),
    (
        "box_net",
        "boxnet",
        {"min_row_num": 2, "max_row_num": 2, "min_column_num": 4, "max_column_num": 4},
        "2x4 cells, 3 boxes",
        [{"rows": 2, "columns": 4, "low": 3, "high": 3}],
    ),
    (
        "letters",
        "letter_counting",
        {"min_words": 5, "max_words": 15},
        "5 to 15 words of running text; ours one word of as many letters",
        [{"lengths": (25, 75), "counts": (1, 2, 3, 4, 5)}],
    ),
    (
        "game_24",
        "puzzle24",
        {"min_value": 1, "max_value": 10},
        "4 numbers to 10",
        [{"numbers": 4, "high": 10, "target": 24}],
    ),
)
"""Our name, theirs, their configuration, what is matched, and our configurations in turn."""
