"""How much memory a session takes, all of its processes together.

Limits on one process do not add up: many small processes, or memory that they share, can take
more than each may.
"""

from pathlib import Path

__all__ = ["session_memory"]

_PROC = Path("/proc")


def session_memory(pid: int, *, enough: int) -> int:
    """Bytes of memory that a process and its descendants take.

    Args:
        pid: The session's first process.
        enough: A rough figure that is too high will do below this; above it the exact one is had,
            which takes longer.

    Returns:
        The bytes; 0 where that cannot be known.
    """
    processes = _tree(pid)
    rough = sum(_sum(process / "status", ("RssAnon:", "RssShmem:")) for process in processes)
    if rough <= enough:
        return rough
    return sum(_sum(process / "smaps_rollup", ("Pss:",)) for process in processes)


def _tree(pid: int) -> list[Path]:
    found: list[Path] = []
    waiting = [pid]
    while waiting:
        process = _PROC / str(waiting.pop())
        found.append(process)
        try:
            for children in process.glob("task/*/children"):
                waiting += map(int, children.read_text("ascii").split())
        except OSError:
            continue
    return found


def _sum(file: Path, names: tuple[str, ...]) -> int:
    try:
        lines = file.read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(names))
