"""The file of a run: one sample a line, only ever appended to, each line flushed when written.

A process that is killed leaves at most one torn line, the last; readers leave it out and the next
writer takes it away. Several lines of one key are one sample: the last answer counts, and an error
counts only as long as no answer is there.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from codesteer.errors import CodeSteerError, InvalidRequest
from codesteer.symbench.bench.sample import Sample, read_sample, sample_line

__all__ = [
    "Journal",
    "JournalDamaged",
    "RunBusy",
    "last_of",
    "latest",
    "read_journal",
    "read_lines",
]


class _Try(Protocol):
    """As much of a sample as says which of several lines counts."""

    @property
    def key(self) -> str: ...
    @property
    def error(self) -> str: ...


ReadT = TypeVar("ReadT")
TryT = TypeVar("TryT", bound=_Try)


class JournalDamaged(CodeSteerError):
    """A line before the last one cannot be read."""


class RunBusy(CodeSteerError):
    """Another process is writing to this run."""


def read_journal(path: Path) -> Iterator[Sample]:
    """The samples of a file, in the order of its lines; none where there is no file.

    Raises:
        JournalDamaged: A line that is not the torn last one cannot be read.
        InvalidRequest: The file cannot be opened.
    """
    return read_lines(path, read_sample)


def read_lines(path: Path, read: Callable[[bytes], ReadT]) -> Iterator[ReadT]:
    """What a reader makes of each line of a file; see `read_journal`.

    Args:
        path: The file.
        read: Raises ValueError at a line that it cannot read.

    Raises:
        JournalDamaged: A line that is not the torn last one cannot be read.
        InvalidRequest: The file cannot be opened.
    """
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below, whatever the reader does
    except FileNotFoundError:
        return
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be read: {error.strerror}.") from None
    with file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield read(line)
            except ValueError as error:
                raise JournalDamaged(
                    f"Line {number} of {path} cannot be read: {error}. Nothing was changed. If the "
                    "line is of no use, delete it and resume: what is missing is run again."
                ) from error


def latest(path: Path) -> dict[str, Sample]:
    """Every sample by its key, as the last line about it says; an answer stays before an error.

    Raises:
        JournalDamaged: See `read_journal`.
    """
    return last_of(read_journal(path))


def last_of(samples: Iterable[TryT]) -> dict[str, TryT]:
    """Of each key what counts: the last answer, or the last error where there is no answer."""
    found: dict[str, TryT] = {}
    for sample in samples:
        before = found.get(sample.key)
        if before is None or before.error or not sample.error:
            found[sample.key] = sample
    return found


class Journal:
    """Appends samples to a file that nobody else writes to; see `opened`."""

    def __init__(self, descriptor: int, path: Path) -> None:
        self._descriptor = descriptor
        self._path = path

    def append(self, sample: Sample) -> None:
        """Write a line; it is in the file when this returns, or nothing of it is.

        Raises:
            InvalidRequest: The disk is full or fails.
        """
        line = sample_line(sample)
        end = os.fstat(self._descriptor).st_size
        try:
            written = os.write(self._descriptor, line)
            if written != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            os.ftruncate(self._descriptor, end)
            raise InvalidRequest(
                f"A sample could not be written to {self._path}: {error.strerror}. Make room, then "
                "resume the run: nothing that was written is lost."
            ) from error

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator["Journal"]:
        """Open a file for appending, without its torn last line; made where there is none.

        Raises:
            RunBusy: Another process has it open for writing.
            InvalidRequest: It cannot be opened.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(path, flags, 0o600)
        except OSError as error:
            raise InvalidRequest(f"{path} cannot be written: {error.strerror}.") from None
        try:
            _hold(descriptor, path)
            os.ftruncate(descriptor, _whole_bytes(descriptor))
            yield cls(descriptor, path)
        finally:
            os.close(descriptor)


def _hold(descriptor: int, path: Path) -> None:
    """Hold the file until it is closed, where the platform can."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise RunBusy(
            f"Another process is writing to {path}. Wait until it has ended, or end it, then "
            "resume."
        ) from None


def _whole_bytes(descriptor: int) -> int:
    """Where the last finished line ends."""
    end = os.fstat(descriptor).st_size
    block = 1 << 16
    while end:
        start = max(0, end - block)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
