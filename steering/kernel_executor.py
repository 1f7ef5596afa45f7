"""Runs steering's code in a pool of kernels."""

from collections.abc import Sequence

from codesteer.kernels.pool import KernelPool
from codesteer.kernels.render import render_output
from codesteer.kernels.result import CellResult
from codesteer.steering.executor import Executed, Execution

__all__ = ["KernelExecutor", "execution_of"]


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

    async def run(self, session_id: str, code: str, *, timeout_s: float) -> Executed:
        """Run code in the session's kernel; see `Executor.run`."""
        result = await self._pool.run(session_id, code, timeout_s=timeout_s)
        return Executed(execution_of(result, self._pool.kernel_id(session_id)), result.images)

    async def run_fresh(self, programs: Sequence[str], *, timeout_s: float) -> list[Execution]:
        """Run programs in one fresh kernel, each in a namespace of its own."""
        executions: list[Execution] = []
        async with self._pool.fresh() as kernel:
            for program in programs:
                result = await kernel.run(_alone(program), timeout_s=timeout_s)
                executions.append(execution_of(result, ""))
                if not result.variables_kept:
                    break
        return executions

    async def reset(self, session_id: str) -> bool:
        """End the session's kernel; see `Executor.reset`."""
        return await self._pool.reset(session_id)


def execution_of(result: CellResult, kernel: str) -> Execution:
    """A cell's result as the record keeps it: text and counts, no pictures."""
    error = "" if result.error is None else result.error.traceback.strip()
    return Execution(
        status=result.status,
        kernel=kernel,
        output=render_output(result),
        error=error,
        pictures=len(result.images),
        duration_s=round(result.duration_s, 4),
        variables_kept=result.variables_kept,
        note=result.note,
    )


def _alone(program: str) -> str:
    """A cell that runs a program in a namespace that nothing else has seen."""
    return f'exec(compile({program!r}, "<program>", "exec"), {{"__name__": "__main__"}})'
