"""Runs steering's code in a pool of kernels."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace

import anyio

from codesteer.errors import KernelDied
from codesteer.kernels.directory import empty_directory
from codesteer.kernels.kernel import Kernel
from codesteer.kernels.pool import KernelPool, Run
from codesteer.kernels.render import render_output
from codesteer.kernels.result import CellResult, Image, Output, Stream
from codesteer.steering.executor import Executed, Execution, FreshPlace, Picture, as_script

__all__ = ["KernelExecutor", "execution_of"]

_SETTLE_S = 4.0
"""Seconds by which code may outlast its deadline before its kernel is killed."""

_LATE = "written since the last cell by code still running:"


class KernelExecutor:
    """An `Executor` over a `KernelPool`."""

    def __init__(self, pool: KernelPool) -> None:
        self._pool = pool

    def kernel(self, session_id: str) -> str:
        """Id of the session's living kernel; see `Executor.kernel`."""
        return self._pool.kernel_id(session_id)

    def lost(self, session_id: str) -> str:
        """Why the pool ended the session's last kernel; see `Executor.lost`."""
        return self._pool.lost(session_id)

    def sandbox(self, session_id: str) -> str:
        """Tier of the sandbox of the session's kernel; see `Executor.sandbox`."""
        info = self._pool.info(session_id)
        return "" if info is None else info.tier or info.transport

    async def run(
        self, session_id: str, code: str, *, timeout_s: float, wait_s: float | None = None
    ) -> Executed:
        """Run code in the session's kernel; see `Executor.run`."""
        if wait_s is None or wait_s >= timeout_s + _SETTLE_S:
            result = await self._pool.run(session_id, code, timeout_s=timeout_s)
            return _executed(result, self._pool.running(session_id))
        run = self._pool.start_run(session_id, code, timeout_s=timeout_s)
        try:
            await run.wait(wait_s)
        except anyio.get_cancelled_exc_class():
            with anyio.CancelScope(shield=True):
                await run.stop()
                await run.wait()
            raise
        return _executed(await self._pool.partial(run, session_id), run)

    async def poll(self, session_id: str, *, wait_s: float) -> Executed | None:
        """The session's latest run, waited for; see `Executor.poll`."""
        run = self._pool.running(session_id)
        if run is None:
            return None
        await run.wait(wait_s)
        return _executed(await self._pool.partial(run, session_id), run)

    async def stop(self, session_id: str) -> None:
        """Stop the session's running code; see `Executor.stop`."""
        run = self._pool.running(session_id)
        if run is not None:
            await run.stop()

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[FreshPlace]:
        """One kernel for all programs if it forks, else one for each; see `Executor.fresh`."""
        async with AsyncExitStack() as kernels:
            yield _Fresh(self._pool, kernels)

    async def reset(self, session_id: str) -> bool:
        """End the session's kernel; see `Executor.reset`."""
        return await self._pool.reset(session_id)


class _Fresh:
    """Kernels that no session has seen, one at a time."""

    def __init__(self, pool: KernelPool, kernels: AsyncExitStack) -> None:
        self._pool = pool
        self._kernels = kernels
        self._kernel: Kernel | None = None

    async def run(self, program: str, *, timeout_s: float) -> Execution:
        """Run a program; see `FreshPlace.run`."""
        kernel = self._kernel
        if kernel is not None and await _can_take_another(kernel):
            with suppress(KernelDied):
                execution = await self._run_in(kernel, program, timeout_s)
                if execution.status != "dead":
                    return execution
            # Whether this program ended the kernel, or an earlier one, a new kernel tells.
        await self._kernels.aclose()
        self._kernel = await self._kernels.enter_async_context(self._pool.fresh())
        return await self._run_in(self._kernel, program, timeout_s)

    async def _run_in(self, kernel: Kernel, program: str, timeout_s: float) -> Execution:
        apart = kernel.info.forks
        result = await kernel.run(as_script(program), timeout_s=timeout_s, apart=apart)
        return execution_of(result, "")


async def _can_take_another(kernel: Kernel) -> bool:
    """Whether it can run a program that finds nothing of those before."""
    if not kernel.alive or not kernel.info.forks:
        return False
    directory = kernel.info.directory
    return directory is None or await anyio.to_thread.run_sync(empty_directory, directory)


def _executed(result: CellResult, run: Run | None) -> Executed:
    kernel, run_id = ("", "") if run is None else (run.kernel_id, run.id)
    images = tuple(Picture(image.data, image.kind) for image in result.images)
    return Executed(execution_of(result, kernel), images, run_id)


def execution_of(result: CellResult, kernel: str) -> Execution:
    """A cell's result as the record keeps it: text and counts, no pictures."""
    error = "" if result.error is None else result.error.traceback.strip()
    shown = render_output(result)
    output = f"{_LATE}\n{result.late.rstrip()}\n{shown}".rstrip("\n") if result.late else shown
    kept = tuple(part for part in result.outputs if not _is_beside(part))
    printed = render_output(replace(result, outputs=kept))
    return Execution(
        status=result.status,
        kernel=kernel,
        output=output,
        printed=None if printed == output else printed,
        error=error,
        pictures=len(result.images),
        duration_s=round(result.duration_s, 4),
        variables_kept=result.variables_kept,
        note=result.note,
    )


def _is_beside(part: Output) -> bool:
    """Whether something shown can be no part of an answer."""
    return isinstance(part, Image) or (isinstance(part, Stream) and part.name == "stderr")
