"""Where episodes are kept: one append-only JSONL file each, and a store in memory."""

import errno
import json
import os
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

import anyio.to_thread
from pydantic import Field, TypeAdapter, ValidationError

from codesteer.errors import EpisodeConflict, EpisodeDamaged, EpisodeError, UnknownSession
from codesteer.steering.trajectory import SCHEMA_VERSION, Event, Trajectory, fold

__all__ = ["EpisodeStore", "FileEpisodeStore", "Loaded", "MemoryEpisodeStore"]

_EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
_REMEMBERED = 64
"""Episodes that are kept as they were read last, so that long ones are not read again."""
_SMALL_BYTES = 1 << 16
_SESSION = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """An episode as it was read.

    Attributes:
        trajectory: What its events add up to.
        torn_bytes: Length of a last line that was never finished; it is left out, and the next
            append removes it.
    """

    trajectory: Trajectory
    torn_bytes: int = 0


class EpisodeStore(Protocol):
    """Keeps episodes. Two processes may share one; they cannot mix up an episode."""

    async def load(self, session_id: str) -> Loaded:
        """Read an episode.

        Raises:
            UnknownSession: There is none of this id.
            EpisodeDamaged: It cannot be read.
        """
        ...

    async def append(self, session_id: str, events: Sequence[Event], *, expected: int) -> None:
        """Add events, all or none, on disk when this returns.

        Args:
            session_id: The episode; created when `expected` is 0.
            events: In order.
            expected: How many events the caller has read.

        Raises:
            EpisodeConflict: Somebody else added to it since; load it again.
            EpisodeError: It could not be written.
        """
        ...


class MemoryEpisodeStore:
    """Keeps episodes until the process ends."""

    def __init__(self) -> None:
        self.episodes: dict[str, list[Event]] = {}

    async def load(self, session_id: str) -> Loaded:
        """Read an episode; see `EpisodeStore.load`."""
        if session_id not in self.episodes:
            raise _unknown(session_id)
        return Loaded(fold(self.episodes[session_id]))

    async def append(self, session_id: str, events: Sequence[Event], *, expected: int) -> None:
        """Add events; see `EpisodeStore.append`."""
        if len(self.episodes.get(session_id, ())) != expected:
            raise _conflict(session_id)
        self.episodes.setdefault(session_id, []).extend(events)


class FileEpisodeStore:
    """Keeps each episode in `<directory>/<session>.jsonl`, one event a line.

    An append is one write to the file, so a process that is killed loses at most the line it was
    writing. Power loss is not guarded against.

    Args:
        directory: Made on first use, readable by its owner only.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._known: OrderedDict[str, _Known] = OrderedDict()

    @property
    def directory(self) -> Path:
        """Where the files lie."""
        return self._directory

    def path(self, session_id: str) -> Path:
        """The file of an episode, whether or not it exists.

        Raises:
            UnknownSession: The text cannot be a session id.
        """
        if not _SESSION.fullmatch(session_id):
            raise _unknown(session_id)
        return self._directory / f"{session_id}.jsonl"

    async def load(self, session_id: str) -> Loaded:
        """Read an episode; see `EpisodeStore.load`."""
        path = self.path(session_id)
        known = self._known.get(session_id)
        try:
            if known is not None and known.mark == _mark(os.stat(path)):
                return Loaded(known.trajectory)
            data, mark = await anyio.to_thread.run_sync(_read, path)
        except FileNotFoundError:
            raise _unknown(session_id) from None
        except OSError as error:
            raise EpisodeError(f"The episode's file {path} cannot be read: {error}.") from error
        whole, torn = _split(data)
        if not whole:
            raise _unknown(session_id)
        trajectory = fold(_read_events(whole, path))
        if not torn:
            self._remember(session_id, _Known(trajectory, mark))
        return Loaded(trajectory, len(torn))

    async def append(self, session_id: str, events: Sequence[Event], *, expected: int) -> None:
        """Add events; see `EpisodeStore.append`."""
        path = self.path(session_id)
        known = self._known.pop(session_id, None)
        if known is not None and known.trajectory.length != expected:
            known = None
        size = None if known is None else known.mark.size
        lines = b"".join(_line(event, expected + i) for i, event in enumerate(events))
        try:
            if len(lines) <= _SMALL_BYTES and size is not None:
                mark = self._append(path, lines, expected, size)  # Sooner done than handed over.
            else:
                mark = await anyio.to_thread.run_sync(self._append, path, lines, expected, size)
        except OSError as error:
            hint = "Free some space" if error.errno == errno.ENOSPC else "Check the directory"
            raise EpisodeError(
                f"The episode could not be recorded: {error.strerror} ({path}). {hint}, then send "
                "the same call again; nothing recorded so far is lost."
            ) from error
        if known is not None or not expected:
            before = Trajectory() if known is None else known.trajectory
            self._remember(session_id, _Known(fold(events, before), mark))

    def _remember(self, session_id: str, known: "_Known") -> None:
        self._known[session_id] = known
        self._known.move_to_end(session_id)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def _append(self, path: Path, lines: bytes, expected: int, size: int | None) -> "_Mark":
        if size is None:
            self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file, _locked(file.fileno()):
            end = os.fstat(descriptor).st_size
            if end != size:  # It is not as this process has left it.
                whole, _ = _split(file.read())
                if whole.count(b"\n") != expected:
                    raise _conflict(path.stem)
                end = len(whole)
                file.truncate(end)
            file.seek(end)
            try:
                written = file.write(lines)
                if written != len(lines):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except BaseException:
                file.truncate(end)
                raise
            return _mark(os.fstat(descriptor))


@dataclass(frozen=True, slots=True)
class _Mark:
    """Tells whether a file is as it was left: others may add to it."""

    inode: int
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class _Known:
    """An episode that need not be read again while its file has this mark."""

    trajectory: Trajectory
    mark: _Mark


def _mark(found: os.stat_result) -> _Mark:
    return _Mark(found.st_ino, found.st_size, found.st_mtime_ns)


def _read(path: Path) -> tuple[bytes, _Mark]:
    with open(path, "rb") as file:
        # The mark first: what is added while reading makes the next reader read again.
        mark = _mark(os.fstat(file.fileno()))
        return file.read(mark.size), mark


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """Hold a file against other processes, where the platform can."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _split(data: bytes) -> tuple[bytes, bytes]:
    """A file's finished lines, and what stands behind them."""
    end = data.rfind(b"\n") + 1
    return data[:end], data[end:]


def _line(event: Event, number: int) -> bytes:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    record = {"seq": number, "at": at, **_EVENTS.dump_python(event)}
    text = json.dumps(record, separators=(",", ":"), ensure_ascii=False)
    # A lone surrogate is no text and could not be read back.
    return text.encode("utf-8", "replace") + b"\n"


def _read_events(data: bytes, path: Path) -> list[Event]:
    events: list[Event] = []
    for number, line in enumerate(data.split(b"\n")[:-1]):
        try:
            record: dict[str, Any] = json.loads(line)
            if record.pop("seq") != number:
                raise ValueError("out of sequence")
            record.pop("at")
            if record.get("kind") == "session" and record.get("schema", 0) > SCHEMA_VERSION:
                raise EpisodeDamaged(
                    f"The episode in {path} was written by a newer CodeSteer (schema "
                    f"{record['schema']}, this one reads up to {SCHEMA_VERSION}). Upgrade to go on."
                )
            events.append(_EVENTS.validate_python(record))
        except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
            raise EpisodeDamaged(
                f"Line {number + 1} of {path} cannot be read. The file was left as it is; open a "
                "new episode with steer(question=...)."
            ) from error
    return events


def _unknown(session_id: str) -> UnknownSession:
    return UnknownSession(
        f"There is no session {session_id[:80]!r}: it was mistyped or has been deleted. "
        "Call steer with a question to open one."
    )


def _conflict(session_id: str) -> EpisodeConflict:
    return EpisodeConflict(
        f"Another server added to session {session_id} at the same moment. Call steer with the "
        "session_id alone to read where it stands, then go on."
    )
