"""Become an ordinary user and run a program: `python ordinary_user.py DIRECTORY PROGRAM...`.

The interpreter or the checkout may lie below a directory that only root may enter, such as /root.
In a mount namespace of its own the program finds an empty, open directory in its place, in which
only what it needs is put back.
"""

import os
import pwd
import sys
from pathlib import Path

from codesteer.kernels.inside.libc import call

__all__ = ["CANNOT"]

CANNOT = 77
"""Exit status that says: this machine does not allow it. Standard error says why."""
ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

_NEWNS, _BIND, _REC, _PRIVATE = 0x20000, 4096, 16384, 1 << 18


def main(arguments: list[str]) -> None:
    """Become the user; the directory becomes its own."""
    directory, *program = arguments
    needed = {Path(sys.prefix), Path(sys.base_prefix), ROOT, Path(directory)}
    needed |= {Path(path) for path in sys.path if os.path.isdir(path)}
    needed |= {Path(sys.executable).resolve().parents[1], *(path.resolve() for path in needed)}
    os.umask(0o022)
    try:
        call("unshare", _NEWNS)
        _mount(None, "/", None, _REC | _PRIVATE)
        for closed, below in _closed(needed).items():
            _open(closed, below)
        uid = _unused()
        os.chown(directory, uid, uid)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        _give_up(str(error))
    for path in needed:
        if not os.access(path, os.R_OK | os.X_OK):
            _give_up(f"an ordinary user may not read {path}")
    for name in ("HOME", "TMPDIR"):
        os.environ[name] = directory
    os.chdir(ROOT)
    os.execv(program[0], program)


def _closed(needed: set[Path]) -> dict[Path, list[Path]]:
    """Directories that others may not enter, each with what is needed below it."""
    found: dict[Path, list[Path]] = {}
    for path in sorted(needed):
        outermost = [place for place in path.parents if not place.stat().st_mode & 0o001]
        if outermost:
            found.setdefault(outermost[-1], []).append(path)
    return found


def _open(closed: Path, below: list[Path]) -> None:
    """Put an open directory in the place of a closed one, and in it what is needed."""
    opened = [(path, os.open(path, os.O_PATH)) for path in below]
    _mount("tmpfs", str(closed), "tmpfs", 0, "mode=755")
    for path, fd in opened:
        if not path.exists():  # else it came with one above it
            path.mkdir(parents=True)
            _mount(f"/proc/self/fd/{fd}", str(path), None, _BIND | _REC)
        os.close(fd)


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str | None = None
) -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind, options)]
    call("mount", *texts[:3], flags, texts[3])


def _unused() -> int:
    """A user that nobody is."""
    known = {entry.pw_uid for entry in pwd.getpwall()}
    return next(uid for uid in range(40_000 + os.getpid() % 10_000, 60_000) if uid not in known)


def _give_up(why: str) -> None:
    print(f"this machine does not let a test become an ordinary user: {why}", file=sys.stderr)
    sys.exit(CANNOT)


if __name__ == "__main__":
    main(sys.argv[1:])
