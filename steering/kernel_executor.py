"""Runs steering's code in a pool of kernels."""

from dataclasses import replace

from codesteer.kernels.pool import KernelPool
from codesteer.kernels.render import render_output
from codesteer.kernels.result import CellResult, Image, Output, Stream
from codesteer.steering.executor import Executed, Execution

__all__ = ["KernelExecutor", "execution_of"]

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

    async def run(self, session_id: str, code: str, *, timeout_s: float) -> Executed:
        """Run code in the session's kernel; see `Executor.run`."""
        result = await self._pool.run(session_id, code, timeout_s=timeout_s)
        images = tuple(image.data for image in result.images if image.kind == "image/png")
        return Executed(execution_of(result, self._pool.kernel_id(session_id)), images)

    async def run_fresh(self, program: str, *, timeout_s: float) -> Execution:
        """Run a program in a kernel of its own; see `Executor.run_fresh`."""
        async with self._pool.fresh() as kernel:
            result = await kernel.run(_alone(program), timeout_s=timeout_s)
        return execution_of(result, "")

    async def reset(self, session_id: str) -> bool:
        """End the session's kernel; see `Executor.reset`."""
        return await self._pool.reset(session_id)


def execution_of(result: CellResult, kernel: str) -> Execution:
    """A cell's result as the record keeps it: text and counts, no pictures."""
    error = "" if result.error is None else result.error.traceback.strip()
    shown = render_output(result)
    output = f"{_LATE}\n{result.late.rstrip()}\n{shown}".rstrip("\n") if result.late else shown
    kept = tuple(part for part in result.outputs if not _is_beside(part))
    printed = render_output(replace(result, outputs=kept))
    return Execution(
        status="timeout" if result.status == "running" else result.status,
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


def _alone(program: str) -> str:
    """A cell that runs a program as a script, in a namespace that holds nothing of the shell."""
    return f'exec(compile({program!r}, "<program>", "exec"), {{"__name__": "__main__"}})'
