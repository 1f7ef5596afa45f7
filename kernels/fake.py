"""A kernel without a process, for tests and examples. It says what it was told to say."""

from collections.abc import Callable, Iterable

from codesteer.errors import KernelDied
from codesteer.kernels.result import CellResult, Stream

__all__ = ["FakeKernel"]


class FakeKernel:
    """Answers each cell with the next of the given results.

    Args:
        results: Results in order; a string stands for a cell that printed it.
            Fakes may share an iterator.
        on_run: Called with each cell's code before it is answered.
    """

    def __init__(
        self, results: Iterable[CellResult | str] = (), on_run: Callable[[str], None] | None = None
    ) -> None:
        self._results = iter(results)
        self._on_run = on_run
        self._alive = True
        self.cells: list[str] = []

    @property
    def alive(self) -> bool:
        """Whether it has neither died nor been closed."""
        return self._alive

    async def run(self, code: str, *, timeout_s: float) -> CellResult:
        """Answer with the next result; without one, with a cell that printed nothing."""
        if not self._alive:
            raise KernelDied("The kernel has ended, and its variables are gone.")
        self.cells.append(code)
        if self._on_run is not None:
            self._on_run(code)
        result = next(self._results, CellResult(status="ok"))
        if isinstance(result, str):
            return CellResult(status="ok", outputs=(Stream("stdout", result),))
        self._alive = result.variables_kept
        return result

    async def interrupt(self) -> None:
        """Do nothing: no cell of a fake runs long."""

    async def close(self) -> None:
        """End it."""
        self._alive = False
