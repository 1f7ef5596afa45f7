"""The contract of one persistent interpreter."""

from typing import Protocol

from codesteer.kernels.result import CellResult

__all__ = ["Kernel"]


class Kernel(Protocol):
    """One persistent interpreter. Lifecycle: run* -> close; not reusable after close.

    A kernel is handed out started. Cells run one at a time; a second caller waits.
    """

    @property
    def alive(self) -> bool:
        """Whether the process is there and holds its variables."""
        ...

    async def run(self, code: str, *, timeout_s: float) -> CellResult:
        """Run one cell and wait until it has ended.

        Variables survive across calls, also after a timeout that an interrupt ended. When the
        caller is cancelled, the cell is interrupted and the variables stay.

        Args:
            code: The cell's source.
            timeout_s: Wall-clock seconds before the interrupt; must be positive.

        Returns:
            The result; status "dead" when the process ended while the cell ran.

        Raises:
            KernelDied: The process was gone before the cell could start.

        Source: Jupyter messaging protocol 5.4, execute_request.
        """
        ...

    async def interrupt(self) -> None:
        """Interrupt the running cell, if any; its variables stay."""
        ...

    async def close(self) -> None:
        """End the process and remove its directory; a second call does nothing."""
        ...
