"""Drives episodes: takes a step, runs what must be run, asks the guide, records all."""

import time
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass

import anyio

from codesteer.errors import InvalidRequest, SessionBusy
from codesteer.steering.aside import aside
from codesteer.steering.checkers.self_answer import (
    AnswerCheck,
    check_answer,
    is_checking_program,
    source_of,
)
from codesteer.steering.episode import Directive, Episode
from codesteer.steering.executor import Executed, Execution, Executor, Picture
from codesteer.steering.guide import Guide
from codesteer.steering.program import blocks_left_out
from codesteer.steering.reading import read_turn
from codesteer.steering.sessions import Call, Sessions
from codesteer.steering.store import EpisodeStore
from codesteer.steering.trajectory import BOTH_CHECKERS, Checker, CodeRun

__all__ = ["Checked", "Ran", "Steered", "Steerer"]

_STOP_S = 4.0
"""Until code that is interrupted has stopped."""
_CHECK_S = 36.0
_RESET = "The session was reset while the code ran. All variables are gone."


@dataclass(frozen=True, slots=True, kw_only=True)
class Steered:
    """Where an episode stands after a step.

    Attributes:
        session_id: Names the episode.
        directive: What the task model is to do now.
        run: The program of the answer just given, if one was run.
        notices: What the caller must know beside the directive: a lost kernel, a mended record.
    """

    session_id: str
    directive: Directive
    run: CodeRun | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """The outcome of running code in a session.

    Attributes:
        session_id: The session, new if none was named.
        execution: What it gave.
        images: The pictures it showed.
        notices: What the caller must know beside it.
        run_id: Names the run, for as long as it is still running.
        sandbox: How the kernel is confined.
    """

    session_id: str
    execution: Execution
    images: tuple[Picture, ...] = ()
    notices: tuple[str, ...] = ()
    run_id: str = ""
    sandbox: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The outcome of checking an answer.

    Attributes:
        check: What the checking program said.
        steered: Where the episode stands now.
    """

    check: AnswerCheck
    steered: Steered


class Steerer:
    """Steers episodes over a store, a guide and an executor. Calls to one session take turns.

    A call waits for its turn while that leaves it time for its own work, then raises `SessionBusy`.

    Args:
        store: Keeps the episodes.
        guide: Decides.
        executor: Runs programs.
        max_turns: Turns of a new episode; the paper's loop has five.
        checkers: What reads the answers of a new episode.
        runs_unasked: Whether a program is run that comes where words were asked for.
        run_timeout_s: Wall-clock seconds the program of an answer may take.
        answer_within_s: Wall-clock seconds a call may take, waiting and work together; the start
            of a kernel comes on top.
        wait_s: Wall-clock seconds a call waits for code that may take longer.
    """

    def __init__(
        self,
        *,
        store: EpisodeStore,
        guide: Guide,
        executor: Executor,
        max_turns: int = 5,
        checkers: tuple[Checker, ...] = BOTH_CHECKERS,
        runs_unasked: bool = True,
        run_timeout_s: float = 30.0,
        answer_within_s: float = 45.0,
        wait_s: float = 40.0,
    ) -> None:
        self._sessions = Sessions(store, executor, answer_within_s=answer_within_s)
        self._guide = guide
        self._executor = executor
        self._max_turns = max_turns
        self._checkers = checkers
        self._runs_unasked = runs_unasked
        self._run_timeout_s = run_timeout_s
        self._answer_within_s = answer_within_s
        self._wait_s = wait_s
        self._running: dict[str, anyio.CancelScope] = {}

    async def open(self, question: str, *, session_id: str = "", client: str = "") -> Steered:
        """Open an episode with a question, in a new session or in one that has only run code.

        Repeating the question of an episode gives its current directive.

        Raises:
            InvalidRequest: The question is blank, or the session has another one.
            UnknownSession: The named session does not exist.
        """
        if not session_id:
            async with self._sessions.new(client) as call:
                self._ask(call.episode, question)
                await self._decide(call.episode)
                return _steered(call)
        async with self._hold(session_id) as call:
            episode = call.episode
            if episode.trajectory.question != question:
                self._ask(episode, question)
            if episode.trajectory.awaits_guide:
                await self._finish_turn(call)
            return _steered(call)

    async def current(self, session_id: str) -> Steered:
        """The standing directive; adds nothing, unless the server died before it could be given.

        Raises:
            UnknownSession: There is no such session.
            InvalidRequest: It has no question.
        """
        async with self._hold(session_id) as call:
            call.episode.require_question()
            if call.episode.trajectory.awaits_guide:
                await self._finish_turn(call)
            return _steered(call)

    async def answer(self, session_id: str, answer: str) -> Steered:
        """Take the task model's answer, run its program, and say what comes next.

        A checking program that comes here while one is awaited is taken as such.

        Raises:
            UnknownSession: There is no such session.
            InvalidRequest: It has no question, or the answer is blank.
            EpisodeClosed: It has its final answer.
        """
        checks = await aside(lambda: is_checking_program(answer), chars=len(answer))
        async with self._hold(session_id, _CHECK_S if checks else None) as call:
            episode = call.episode
            episode.require_open()
            standing = episode.directive
            if checks and standing is not None and standing.action == "verify":
                check = await self._check(call, standing.to_check, answer)
                call.notices.append(
                    "The program reads `answer`, so it was taken as the checking program: "
                    f"{check.verdict} ({check.reason})."
                )
                return _steered(call)
            if episode.trajectory.turn is None:
                await self._decide(episode)
            known = episode.trajectory.turn
            resent = (
                known is not None and episode.trajectory.awaits_guide and known.answer == answer
            )
            if not resent:
                episode.answer(answer)
                await self._sessions.save(episode)
            await self._finish_turn(call)
            return _steered(call)

    async def run_code(
        self,
        code: str,
        *,
        session_id: str = "",
        timeout_s: float,
        client: str = "",
    ) -> Ran:
        """Run code in a session's kernel and record it; without a session, open one.

        Args:
            code: The source.
            session_id: The session; empty opens one.
            timeout_s: Wall-clock seconds before the code is interrupted. When the call has waited
                as long as it may, it ends and the code goes on; see `poll`.
            client: Who calls, for the record.

        Raises:
            InvalidRequest: The code is blank.
            UnknownSession: There is no such session.
            SessionBusy: Earlier code still runs in it.
            KernelError: No kernel could be had.
        """
        if not code.strip():
            raise InvalidRequest("The code is empty. Send Python source as `code`.")
        if not session_id:
            async with self._sessions.new(client) as call:
                return await self._ran(call, code, timeout_s)
        async with self._hold(session_id, min(timeout_s, self._wait_s)) as call:
            self._sessions.require_idle(session_id)
            return await self._ran(call, code, timeout_s)

    async def poll(self, session_id: str, *, run_id: str = "", wait_s: float | None = None) -> Ran:
        """What the code gives that a call has left running, waited for.

        Args:
            session_id: The session.
            run_id: The run; empty for the session's latest.
            wait_s: Wall-clock seconds to wait for its end; by default as long as a call may.

        Raises:
            UnknownSession: There is no such session.
            InvalidRequest: It has no such run.
        """
        async with self._hold(session_id):
            pass  # It exists; a run that has ended meanwhile is recorded.
        wait_s = self._wait_s if wait_s is None else wait_s
        executed = await self._executor.poll(session_id, wait_s=wait_s)
        if executed is None or run_id not in ("", executed.run_id):
            known = (
                "Nothing has run in it" if executed is None else f"Its latest is {executed.run_id}"
            )
            raise InvalidRequest(f"There is no such run. {known} since the server's start.")
        async with self._hold(session_id) as call:
            return self._ran_so_far(call, executed)

    async def stop(self, session_id: str, *, run_id: str = "") -> Ran:
        """Stop the code that a call has left running; its variables stay.

        Raises:
            UnknownSession: There is no such session.
            InvalidRequest: It has no such run.
        """
        await self.poll(session_id, run_id=run_id, wait_s=0)
        await self._executor.stop(session_id)
        return await self.poll(session_id, run_id=run_id, wait_s=_STOP_S)

    async def reset(self, session_id: str) -> bool:
        """End a session's kernel, also under a running call; the next code runs in an empty one.

        Returns:
            Whether there was a kernel.
        """
        running = self._running.get(session_id)
        if running is not None:
            running.cancel()
        had = await self._executor.reset(session_id)
        # A call that still holds the session, or the next one, records the loss.
        with suppress(SessionBusy):
            async with self._hold(session_id, self._answer_within_s, lost="it was reset"):
                pass
        return had or running is not None

    async def check(self, session_id: str, *, answer: str, program: str) -> Checked:
        """Run a checking program on an answer, record the verdict, and say what comes next.

        Args:
            session_id: The episode.
            answer: The answer to test; empty for the one the episode has.
            program: Reads `answer`, prints Correct or Wrong: reason last.

        Raises:
            InvalidRequest: There is no answer to check, or no program.
            EpisodeClosed: The episode has its final answer.
            KernelError: No kernel could be had.
        """
        if not (await aside(lambda: source_of(program), chars=len(program))).strip():
            raise InvalidRequest(
                "The program is empty. Send Python source that reads the predefined string "
                "`answer` and prints Correct or Wrong: and the reason as its last line."
            )
        async with self._hold(session_id, _CHECK_S) as call:
            episode = call.episode
            episode.require_open()
            episode.require_checker()
            if episode.trajectory.awaits_guide:
                await self._finish_turn(call)
                episode.require_open()
            tested = self._answer_under_test(episode, answer)
            check = await self._check(call, tested, program)
            return Checked(check=check, steered=_steered(call))

    def _ask(self, episode: Episode, question: str) -> None:
        episode.ask(
            question, guide=self._guide.name, max_turns=self._max_turns, checkers=self._checkers
        )

    async def _check(self, call: Call, answer: str, program: str) -> AnswerCheck:
        """Run a checking program, record what it says, and let the guide decide."""
        check = await check_answer(self._executor, answer, program)
        call.episode.checked(answer, check)
        await self._sessions.save(call.episode)
        await self._decide(call.episode)
        return check

    def _answer_under_test(self, episode: Episode, answer: str) -> str:
        """The answer to check, without brackets; recorded as the turn's when it has none yet."""
        turn = episode.trajectory.turn
        assert turn is not None  # noqa: S101 - an open episode has a turn
        given = answer.strip()
        if given:
            if turn.answer is None:
                episode.answer(given)
            inner = given.removeprefix("<<<").removesuffix(">>>").strip()
            return inner or given
        directive = episode.directive
        if directive is not None and directive.to_check:
            return directive.to_check
        if turn.answer is not None:
            brackets = "<<<" in episode.trajectory.question
            reading = read_turn(episode.trajectory, turn, brackets=brackets)
            if reading.answer is not None:
                return reading.answer
        raise InvalidRequest(
            "There is no answer to check yet. Send it as `answer`, or call steer with your answer "
            "first."
        )

    async def _finish_turn(self, call: Call) -> None:
        """Run and read the latest answer's program, then let the guide decide."""
        episode = call.episode
        chars = episode.trajectory.chars
        turn = episode.trajectory.turn
        asked = turn is not None and turn.guidance.action == "code"
        runs = asked or self._runs_unasked
        program = await aside(episode.unrun_program, chars=chars) if runs else None
        if program is not None:
            await self._run(call, program, self._run_timeout_s, by_answer=True)
            call.notices += _left_out(episode, program)
        turn = episode.trajectory.turn
        if turn is not None and turn.check is None and turn.report is None:
            await aside(episode.read_program, chars=chars)
        await self._decide(episode)

    async def _ran(self, call: Call, code: str, timeout_s: float) -> Ran:
        executed = await self._run(call, code, timeout_s, by_answer=False, wait_s=self._wait_s)
        return self._ran_so_far(call, executed)

    def _ran_so_far(self, call: Call, executed: Executed) -> Ran:
        session_id = call.episode.session_id
        running = executed.execution.status == "running"
        return Ran(
            session_id=session_id,
            execution=executed.execution,
            images=executed.images,
            notices=tuple(call.notices),
            run_id=executed.run_id if running else "",
            sandbox=self._executor.sandbox(session_id),
        )

    async def _run(
        self,
        call: Call,
        code: str,
        timeout_s: float,
        *,
        by_answer: bool,
        wait_s: float | None = None,
    ) -> Executed:
        episode = call.episode
        self._sessions.require_idle(episode.session_id)
        executed = await self._until_reset(episode.session_id, code, timeout_s, wait_s)
        if executed.execution.status == "running":
            await self._sessions.leave(call, code)
            return executed
        await self._sessions.record(call, code, executed.execution, by_answer=by_answer)
        return executed

    async def _until_reset(
        self, session_id: str, code: str, timeout_s: float, wait_s: float | None
    ) -> Executed:
        with anyio.CancelScope() as scope:
            self._running[session_id] = scope
            try:
                return await self._executor.run(
                    session_id, code, timeout_s=timeout_s, wait_s=wait_s
                )
            finally:
                del self._running[session_id]
        return Executed(Execution(status="dead", variables_kept=False, note=_RESET))

    async def _decide(self, episode: Episode) -> None:
        started = time.perf_counter()
        guidance = await self._guide.decide(episode.trajectory)
        seconds = round(time.perf_counter() - started, 6)
        episode.guided(guidance, guide=self._guide.name, seconds=seconds)
        await self._sessions.save(episode)

    def _hold(
        self, session_id: str, work_s: float | None = None, *, lost: str = ""
    ) -> AbstractAsyncContextManager[Call]:
        """A call on a session whose own code takes as long as an answer's program, or `work_s`."""
        work_s = self._run_timeout_s if work_s is None else work_s
        return self._sessions.hold(session_id, work_s, lost=lost)


def _left_out(episode: Episode, program: str) -> list[str]:
    """What to say of the Python blocks that are no part of the program that ran."""
    turn = episode.trajectory.turn
    count = 0 if turn is None else blocks_left_out(turn.answer or "")
    if not count:
        return []
    start = program.strip().splitlines()[0].strip()
    return [
        f"Only the program that starts with `{start[:80]}` was run; {count} other Python "
        f"block{'s' if count > 1 else ''} of your answer did not. Send one program in one block."
    ]


def _steered(call: Call) -> Steered:
    episode = call.episode
    directive = episode.directive
    assert directive is not None  # noqa: S101 - the guide has decided
    notices = list(call.notices)
    lost = episode.trajectory.kernel_lost
    if lost and (call.run is None or call.run.execution.note != lost):
        notices.append(f"The session's kernel is gone ({lost}), and its variables with it.")
    return Steered(
        session_id=episode.session_id, directive=directive, run=call.run, notices=tuple(notices)
    )
