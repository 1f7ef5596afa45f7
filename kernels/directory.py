"""The directory of a session: the one place it may write, and what it leaves for the user."""

import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from codesteer.errors import InvalidRequest

__all__ = [
    "SessionFile",
    "empty_directory",
    "list_files",
    "make_directory",
    "read_file",
    "remove_directory",
    "remove_leftovers",
]

_PREFIX = "codesteer-"
_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A file of a session.

    Attributes:
        path: Its path inside the session's directory.
        size: Its bytes.
    """

    path: str
    size: int


def make_directory(uid: int = 0) -> Path:
    """A new directory that nobody else may enter.

    Args:
        uid: The user it belongs to; 0 for the server's own.
    """
    directory = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    if uid:
        os.chown(directory, uid, uid)
    return directory


def empty_directory(directory: Path) -> bool:
    """Remove all that a session has put in its directory.

    Returns:
        Whether nothing is left of it: programs can make what is hard to remove.
    """
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                else:
                    os.unlink(entry.path)
    except (OSError, RecursionError):
        return False
    return True


def remove_directory(directory: Path) -> None:
    """Remove the directory of a session that has ended, as far as it can be removed."""
    try:
        shutil.rmtree(directory, ignore_errors=True)
    except RecursionError:  # A program has nested it deeper than Python can follow.
        if rm := shutil.which("rm"):
            subprocess.run([rm, "-rf", "--", directory], check=False)  # noqa: S603 - our own path


def list_files(directory: Path) -> list[SessionFile]:
    """The files of a session by name, hidden ones left out; at most 200."""
    found: list[SessionFile] = []
    for root, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            found.append(SessionFile(str(path.relative_to(directory)), path.stat().st_size))
            if len(found) >= _MOST_FILES:
                return found
    return found


def read_file(directory: Path, path: str, *, max_bytes: int) -> bytes:
    """What a session has written to a file.

    No step of the path may be a link: the model chose it, and the server may read more than it.

    Args:
        directory: The session's own.
        path: Inside it.
        max_bytes: Size above which the file is refused.

    Raises:
        InvalidRequest: There is no such file, or it is too large.
    """
    parts = Path(path).parts
    if not parts or Path(path).is_absolute() or ".." in parts:
        raise InvalidRequest(f"{path!r} is no path inside the session's directory.")
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    opened = [os.open(directory, flags | os.O_DIRECTORY)]
    try:
        for part in parts[:-1]:
            opened.append(os.open(part, flags | os.O_DIRECTORY, dir_fd=opened[-1]))
        fd = os.open(parts[-1], flags | os.O_NONBLOCK, dir_fd=opened[-1])
        opened.append(fd)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise FileNotFoundError
        opened.pop()
    except OSError:
        raise InvalidRequest(
            f"The session has no file {path!r}. action files without `path` lists what it has."
        ) from None
    finally:
        for folder in opened:
            os.close(folder)
    with os.fdopen(fd, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > max_bytes:
            raise InvalidRequest(
                f"{path!r} has {size:,} bytes, and at most {max_bytes:,} can be fetched. Read the "
                "part you need with run_code."
            )
        return file.read(max_bytes)


def remove_leftovers() -> int:
    """Remove directories of sessions whose server was killed; returns how many."""
    removed = 0
    for directory in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        owner = directory.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdecimal() and not _runs(int(owner)) and _ours(directory):
            remove_directory(directory)
            removed += 1
    return removed


def _ours(directory: Path) -> bool:
    try:
        found = directory.lstat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or os.getuid() in (0, found.st_uid)


def _runs(pid: int) -> bool:
    if os.name != "posix":
        return True  # No harmless way to ask; leave the directory alone.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # Another user's, or no process id at all.
    return True
