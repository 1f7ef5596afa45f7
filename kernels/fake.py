"""A kernel without a process, for tests and examples. It says what it was told to say."""

from collections.abc import Callable, Iterable
from pathlib import Path

from codesteer.errors import KernelDied
from codesteer.kernels.collect import OutputCollector
from codesteer.kernels.kernel import KernelInfo
from codesteer.kernels.result import CellResult, Stream

__all__ = ["FakeKernel", "FakeKernels"]


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

    @property
    def info(self) -> KernelInfo:
        """It says that it is a fake."""
        return KernelInfo(transport="fake")

    async def run(
        self,
        code: str,
        *,
        timeout_s: float,
        output: OutputCollector | None = None,
        apart: bool = False,
    ) -> CellResult:
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

    async def flush(self) -> None:
        """Do nothing: a fake holds nothing back."""

    async def interrupt(self) -> None:
        """Do nothing: no cell of a fake runs long."""

    async def restart(self) -> None:
        """Be as new."""
        self._alive = True

    async def close(self, why: str = "") -> None:
        """End it."""
        self._alive = False


class FakeKernels:
    """A source of fakes.

    Args:
        results: Shared by all of them, in order.
        make: Makes each, in place of a `FakeKernel` with the results.
    """

    def __init__(
        self,
        results: Iterable[CellResult | str] = (),
        make: Callable[[], FakeKernel] | None = None,
    ) -> None:
        shared = iter(results)
        self._make = make or (lambda: FakeKernel(shared))
        self.made: list[FakeKernel] = []

    async def start(self, directory: Path | None = None) -> FakeKernel:
        """A new fake."""
        self.made.append(self._make())
        return self.made[-1]

    async def warm(self) -> None:
        """Fakes are always warm."""

    async def close(self) -> None:
        """Do nothing."""
