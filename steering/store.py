"""Where episodes are kept: one append-only JSONL file each, and a store in memory."""

import errno
import json
import os
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

import anyio.to_thread
from pydantic import Field, TypeAdapter, ValidationError

from codesteer.errors import EpisodeConflict, EpisodeDamaged, EpisodeError, UnknownSession
from codesteer.steering.trajectory import SCHEMA_VERSION, Event, Trajectory, fold

__all__ = [
    "EpisodeStore",
    "FileEpisodeStore",
    "Loaded",
    "MemoryEpisodeStore",
    "Opened",
    "Recorded",
    "as_record",
]

_EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
_REMEMBERED = 64
"""Episodes that are kept as they were read last, so that long ones are not read again."""
_SMALL_BYTES = 1 << 16
_UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, ValidationError, RecursionError,
)  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Recorded:
    """An episode as it lies on disk, for somebody who looks at it.

    Attributes:
        session_id: Names it.
        events: In order.
        times: When each was written, in ISO 8601, UTC.
        trajectory: What the events add up to.
        torn_bytes: Length of a last line that was never finished; it is left out.
    """

    session_id: str
    events: tuple[Event, ...]
    times: tuple[str, ...]
    trajectory: Trajectory
    torn_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """An episode that there is, and when it was opened, in ISO 8601, UTC."""

    session_id: str
    at: str


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
        trajectory = _fold(_read_events(whole, path), path)
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

    def opened(self) -> tuple[Opened, ...]:
        """The episodes there are, newest first. Reads one line of each, locks and changes nothing.

        Raises:
            EpisodeError: The directory cannot be read.
        """
        found: list[Opened] = []
        try:
            with os.scandir(self._directory) as entries:
                for entry in entries:
                    name, dot, ending = entry.name.partition(".")
                    named = dot and ending == "jsonl" and _SESSION.fullmatch(name)
                    if named and entry.is_file():  # a pipe would keep its reader waiting
                        found.append(Opened(name, _opened_at(entry)))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise EpisodeError(f"{self._directory} cannot be read: {error.strerror}.") from error
        return tuple(sorted(found, key=lambda each: (each.at, each.session_id), reverse=True))

    def read(self, session_id: str) -> Recorded:
        """Read an episode event by event; locks and changes nothing.

        Raises:
            UnknownSession: There is none of this id.
            EpisodeDamaged: It cannot be understood.
            EpisodeError: It cannot be read.
        """
        path = self.path(session_id)
        if path.exists() and not path.is_file():  # a pipe would keep its reader waiting
            raise _unknown(session_id)
        try:
            data, _ = _read(path)
        except FileNotFoundError:
            raise _unknown(session_id) from None
        except OSError as error:
            raise EpisodeError(f"{path} cannot be read: {error.strerror}.") from error
        whole, torn = _split(data)
        if not whole:
            raise EpisodeDamaged(f"{path} holds no finished line; nothing is lost by deleting it.")
        times: list[str] = []
        events = _read_events(whole, path, times)
        return Recorded(session_id, tuple(events), tuple(times), _fold(events, path), len(torn))

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


def as_record(event: Event, number: int, at: str) -> dict[str, Any]:
    """An event as it stands in the file: its number, its time, and what happened."""
    return {"seq": number, "at": at, **_EVENTS.dump_python(event)}


def _line(event: Event, number: int) -> bytes:
    record = as_record(event, number, _iso(datetime.now(UTC)))
    text = json.dumps(record, separators=(",", ":"), ensure_ascii=False)
    # A lone surrogate is no text and could not be read back.
    return text.encode("utf-8", "replace") + b"\n"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _opened_at(entry: os.DirEntry[str]) -> str:
    """When an episode was opened; where its first line does not say, when its file was changed."""
    try:
        with open(entry.path, "rb") as file:
            return str(json.loads(file.readline(_SMALL_BYTES))["at"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        try:
            return _iso(datetime.fromtimestamp(entry.stat().st_mtime, UTC))
        except (OSError, ValueError, OverflowError):
            return ""


def _fold(events: Iterable[Event], path: Path) -> Trajectory:
    """What events add up to, where they stand in an order that has a meaning."""
    trajectory = Trajectory()
    for number, event in enumerate(events):
        try:
            trajectory = trajectory.after(event)
        except ValueError as error:
            raise _damaged(path, number) from error
    return trajectory


def _damaged(path: Path, number: int) -> EpisodeDamaged:
    return EpisodeDamaged(
        f"Line {number + 1} of {path} cannot be read. The file was left as it is; open a "
        "new episode with steer(question=...)."
    )


def _read_events(data: bytes, path: Path, times: list[str] | None = None) -> list[Event]:
    """The events of whole lines; their times are added to `times`."""
    events: list[Event] = []
    times = [] if times is None else times
    for number, line in enumerate(data.split(b"\n")[:-1]):
        try:
            record: dict[str, Any] = json.loads(line)
            if record.pop("seq") != number:
                raise ValueError("out of sequence")
            times.append(str(record.pop("at")))
            if record.get("kind") == "session" and record.get("schema", 0) > SCHEMA_VERSION:
                raise EpisodeDamaged(
                    f"The episode in {path} was written by a newer CodeSteer (schema "
                    f"{record['schema']}, this one reads up to {SCHEMA_VERSION}). Upgrade to go on."
                )
            events.append(_EVENTS.validate_python(record))
        except _UNREADABLE as error:
            raise _damaged(path, number) from error
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
