"""Holds sessions: one call at a time, its record loaded, its kernel looked after, all saved."""

import secrets
from base64 import b32encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import anyio

from codesteer.errors import SessionBusy
from codesteer.steering.episode import Episode
from codesteer.steering.executor import Execution, Executor
from codesteer.steering.store import EpisodeStore
from codesteer.steering.trajectory import CodeRun

__all__ = ["LEAST_WAIT_S", "Call", "Sessions"]

_SLACK_S = 4.0
"""Beside the code's own time: until it has stopped when it is interrupted, and is recorded."""
LEAST_WAIT_S = 1.0
"""Wall-clock seconds a call waits for its turn in any case."""


@dataclass(slots=True)
class Call:
    """One call on one episode, and what it must tell the caller.

    Attributes:
        episode: The session's episode, held for this call alone.
        run: The program of the answer that the call gave, if one was run.
        notices: What the caller must know beside the result.
    """

    episode: Episode
    run: CodeRun | None = None
    notices: list[str] = field(default_factory=list)


class Sessions:
    """The sessions of a store, whose code an executor runs. Calls to one session take turns.

    Args:
        store: Keeps the episodes.
        executor: Runs their code.
        answer_within_s: Wall-clock seconds a call may take, waiting and work together.
    """

    def __init__(self, store: EpisodeStore, executor: Executor, *, answer_within_s: float) -> None:
        self._store = store
        self._executor = executor
        self._answer_within_s = answer_within_s
        # Code that is still running although its call has ended, by session.
        self._left: dict[str, str] = {}
        self._locks: WeakValueDictionary[str, anyio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def new(self, client: str) -> AsyncIterator[Call]:
        """A call on a new session."""
        call = Call(Episode.open(_new_session_id(), client))
        async with self._lock(call.episode.session_id):
            yield call

    @asynccontextmanager
    async def hold(self, session_id: str, work_s: float, *, lost: str = "") -> AsyncIterator[Call]:
        """A call on a session, held against other calls, its record and kernel looked after.

        Args:
            session_id: The session.
            work_s: Wall-clock seconds the call's own code may take.
            lost: Why its kernel is gone, where the executor does not know.

        Raises:
            UnknownSession: There is no such session.
            SessionBusy: Another call held it for too long.
        """
        wait_s = max(LEAST_WAIT_S, self._answer_within_s - work_s - _SLACK_S)
        async with self._turn(session_id, wait_s):
            loaded = await self._store.load(session_id)
            call = Call(Episode(loaded.trajectory))
            episode = call.episode
            if loaded.torn_bytes:
                episode.notice(
                    f"The record's last line was torn ({loaded.torn_bytes} bytes; the server ended "
                    "while writing it) and is dropped. The episode goes on from the line before it."
                )
                call.notices.append(episode.trajectory.notices[-1])
            await self._record_left(call)
            kernel = episode.trajectory.kernel
            if kernel and self._executor.kernel(session_id) != kernel:
                known = self._executor.lost(session_id) or lost
                episode.kernel_lost(known or "the server that held it was restarted")
            await self.save(episode)
            yield call

    async def save(self, episode: Episode) -> None:
        """Store what an episode has gained."""
        if not episode.pending:
            return
        expected = episode.trajectory.length - len(episode.pending)
        await self._store.append(episode.session_id, tuple(episode.pending), expected=expected)
        episode.stored()

    async def record(self, call: Call, code: str, execution: Execution, *, by_answer: bool) -> None:
        """Record code that has run, and tell when its kernel was not that of before."""
        episode = call.episode
        before = episode.trajectory
        episode.ran(code, execution, by_answer=by_answer)
        await self.save(episode)
        why = before.kernel_lost
        if before.kernel and execution.kernel and before.kernel != execution.kernel:
            why = "its process ended"
        if why:
            call.notices.append(
                f"The session's earlier kernel is gone ({why}). This ran in a fresh one, without "
                "the variables of before."
            )
        turn = episode.trajectory.turn
        call.run = turn.last_run if by_answer and turn is not None else None

    async def leave(self, call: Call, code: str) -> None:
        """Remember code that goes on although its call ends; it is recorded by a later one."""
        self._left[call.episode.session_id] = code
        await self.save(call.episode)

    def require_idle(self, session_id: str) -> None:
        """Refuse more code where code was left running.

        Raises:
            SessionBusy: It was.
        """
        if session_id in self._left:
            raise SessionBusy(
                "Earlier code still runs in this session. Call run_code with action poll to wait "
                "for it, cancel to stop it and keep the variables, or reset to end the kernel."
            )

    async def _record_left(self, call: Call) -> None:
        """Record code whose call had ended before it, once it has ended too."""
        session_id = call.episode.session_id
        code = self._left.get(session_id)
        if code is None:
            return
        executed = await self._executor.poll(session_id, wait_s=0)
        if executed is None or executed.execution.status != "running":
            del self._left[session_id]
            if executed is not None:
                await self.record(call, code, executed.execution, by_answer=False)

    @asynccontextmanager
    async def _turn(self, session_id: str, wait_s: float) -> AsyncIterator[None]:
        lock = self._lock(session_id)
        try:
            lock.acquire_nowait()
        except anyio.WouldBlock:
            try:
                with anyio.fail_after(wait_s):
                    await lock.acquire()
            except TimeoutError:
                raise SessionBusy(
                    "This session is still running the code of another call. Wait for that call "
                    "and then send this one again, or call run_code with action reset to end its "
                    "kernel."
                ) from None
        try:
            yield
        finally:
            lock.release()

    def _lock(self, session_id: str) -> anyio.Lock:
        return self._locks.setdefault(session_id, anyio.Lock(fast_acquire=True))


def _new_session_id() -> str:
    """A fresh handle with 128 random bits, in letters that survive being copied."""
    return "cs_" + b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
