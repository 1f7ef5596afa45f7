"""Works through a plan: so many samples at a time, each written down when it is done.

It begins no further sample once it is told to stop, the budget is spent, or too many tries in a row
gave no answer. What is in flight is finished, unless it is cancelled.
"""

from collections import deque
from collections.abc import Iterable
from typing import Literal, TypeAlias

import anyio

from codesteer.errors import CodeSteerError
from codesteer.symbench.bench.config import Limits
from codesteer.symbench.bench.executor import Executor
from codesteer.symbench.bench.journal import Journal
from codesteer.symbench.bench.metering import Budget
from codesteer.symbench.bench.progress import Progress
from codesteer.symbench.bench.sample import Sample, SampleKey
from codesteer.symbench.bench.tally import Tally

__all__ = ["Runner", "Why"]

Why: TypeAlias = Literal["done", "budget", "errors", "interrupted", "terminated"]
"""Why a run ended: nothing is left to try, or what stopped it."""


class Runner:
    """Works through samples. Use it once.

    Args:
        keys: What is left to do.
        executor: Tries samples.
        samples: Takes the answers.
        errors: Takes the tries without one.
        tally: Counts; it knows what was done before.
        budget: Of the whole run.
        limits: How much at once, and how often again.
        progress: Is told.
    """

    def __init__(
        self,
        keys: Iterable[SampleKey],
        *,
        executor: Executor,
        samples: Journal,
        errors: Journal,
        tally: Tally,
        budget: Budget,
        limits: Limits,
        progress: Progress,
    ) -> None:
        self._waiting = deque((key, 1) for key in keys)
        self._in_flight = 0
        self._executor = executor
        self._samples = samples
        self._errors = errors
        self._tally = tally
        self._budget = budget
        self._limits = limits
        self._progress = progress
        self._why: Why = "done"
        self._stopped = False
        self._in_a_row = 0
        self._failure: CodeSteerError | None = None
        self._scope = anyio.CancelScope()
        self._changed = anyio.Event()

    async def run(self) -> Why:
        """Work until nothing is left or something stops it.

        Returns:
            Why it ended.

        Raises:
            ServerLost: No server is left.
            InvalidRequest: A file of the run cannot be written.
        """
        with self._scope:
            async with anyio.create_task_group() as tasks:
                for _ in range(min(self._limits.concurrency, max(1, len(self._waiting)))):
                    tasks.start_soon(self._work)
        if self._failure is not None:
            raise self._failure
        return self._why

    def stop(self, why: Why) -> None:
        """Begin no further sample; those in flight are finished."""
        if not self._stopped and (self._waiting or self._in_flight):
            self._why = why
            self._progress.stopping(why, self._in_flight)
        self._stopped = True
        self._wake()

    def cancel(self) -> None:
        """Give up what is in flight."""
        self._scope.cancel()

    async def _work(self) -> None:
        """Do one sample after the other."""
        while (taken := await self._next()) is not None:
            key, this_try = taken
            self._in_flight += 1
            try:
                if await self._one(key, this_try):
                    self._waiting.append((key, this_try + 1))
            except CodeSteerError as failed:
                self._failure = self._failure or failed
                self._scope.cancel()
                return
            finally:
                self._in_flight -= 1
                self._wake()

    async def _next(self) -> tuple[SampleKey, int] | None:
        """The next sample to begin; None when this worker is not needed any more."""
        while True:
            if self._budget.spent and self._waiting:
                self.stop("budget")
            if self._stopped:
                return None
            if self._waiting:
                return self._waiting.popleft()
            if not self._in_flight:
                return None
            await self._changed.wait()  # What is in flight may have to be tried again.

    async def _one(self, key: SampleKey, this_try: int) -> bool:
        """Try a sample and write down what came of it; returns whether to try it again."""
        attempt = self._tally.attempts.get(str(key), 0) + 1
        async with self._executor.tried(key, attempt) as sample:
            self._write(sample)
        if not sample.error:
            self._in_a_row = 0
            return False
        self._in_a_row += 1
        most = self._limits.errors_in_a_row
        if most and self._in_a_row >= max(most, 2 * self._limits.concurrency):
            self.stop("errors")
        return this_try < self._limits.tries

    def _write(self, sample: Sample) -> None:
        (self._errors if sample.error else self._samples).append(sample)
        self._tally.add(sample)
        self._progress.sample(sample)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()
