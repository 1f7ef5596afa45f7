"""Where runs are kept, and which one is meant."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from codesteer.errors import CodeSteerError, InvalidRequest
from codesteer.symbench.bench.run_folder import Manifest, RunFolder
from codesteer.symbench.bench.tally import Tally

__all__ = ["Listed", "find_run", "list_runs", "new_folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A run, as a list shows it.

    Attributes:
        folder: Where it is.
        manifest: What was noted down about it.
        tally: How far it is.
        fault: Why it cannot be read; then it has no tally.
    """

    folder: Path
    manifest: Manifest | None
    tally: Tally | None
    fault: str = ""


def new_folder(home: Path, name: str) -> Path:
    """A folder for a new run, not made yet: its name and the time."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    base = home / "runs" / f"{name}-{stamp}"
    numbered = (base.with_name(f"{base.name}-{number}") for number in range(2, 1000))
    return next(path for path in (base, *numbered) if not path.exists())


def find_run(which: str, home: Path) -> RunFolder:
    """The run of a folder, of a name among those kept, or the `last` one begun.

    Raises:
        InvalidRequest: There is none.
    """
    kept = home / "runs"
    if which == "last":
        there = _runs(kept)
        if not there:
            raise InvalidRequest(
                f"There is no run in {kept}. `codesteer bench run quick` makes one."
            )
        return RunFolder(there[0])
    for path in (Path(which).expanduser(), kept / which):
        if (path / "manifest.json").is_file():
            return RunFolder(path)
    near = [path.name for path in _runs(kept) if path.name.startswith(which)]
    if len(near) == 1:
        return RunFolder(kept / near[0])
    several = f" It could be {', '.join(near[:5])}." if near else ""
    raise InvalidRequest(
        f"There is no run {which[:200]!r}.{several} Give its folder, its name, or `last`; "
        "`codesteer bench list` shows those in the home."
    )


def list_runs(home: Path) -> list[Listed]:
    """The runs that are kept, newest first."""
    listed = []
    for path in _runs(home / "runs"):
        manifest = None
        try:
            manifest = RunFolder(path).manifest()
            tally = Tally.read(RunFolder(path), manifest.samples)
            listed.append(Listed(folder=path, manifest=manifest, tally=tally))
        except CodeSteerError as error:
            listed.append(Listed(folder=path, manifest=manifest, tally=None, fault=str(error)))
    return listed


def _runs(kept: Path) -> list[Path]:
    """Folders of runs, those begun last first."""
    if not kept.is_dir():
        return []
    found = [path for path in kept.iterdir() if (path / "manifest.json").is_file()]
    return sorted(found, key=lambda path: (_begun(path), path.name), reverse=True)


def _begun(path: Path) -> str:
    try:
        return RunFolder(path).manifest().created
    except CodeSteerError:
        return ""
