"""The contract of one persistent interpreter."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from codesteer.kernels.collect import OutputCollector
from codesteer.kernels.result import CellResult

__all__ = ["Kernel", "KernelInfo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelInfo:
    """What a kernel is.

    Attributes:
        transport: What carries its messages: "socketpair", "zmq" or "websocket".
        tier: How its sandbox holds it: "A", "B" or "C"; empty for a kernel on another machine.
        directory: The session's own directory, which whoever has the kernel removes after it;
            None on another machine.
        pid: Process id of its session's first process; 0 on another machine.
        forks: Whether it runs cells apart from each other; see `Kernel.run`.
    """

    transport: str
    tier: str = ""
    directory: Path | None = None
    pid: int = 0
    forks: bool = False


class Kernel(Protocol):
    """One persistent interpreter. Lifecycle: (run | restart)* -> close; not reusable after close.

    A kernel is handed out started. Cells run one at a time; a second caller waits.
    """

    @property
    def alive(self) -> bool:
        """Whether the process is there and holds its variables."""
        ...

    @property
    def info(self) -> KernelInfo:
        """What it is."""
        ...

    async def run(
        self,
        code: str,
        *,
        timeout_s: float,
        output: OutputCollector | None = None,
        apart: bool = False,
    ) -> CellResult:
        """Run one cell and wait until it has ended.

        Variables survive across calls, also after a timeout that an interrupt ended. When the
        caller is cancelled, the cell is interrupted and the variables stay.

        Args:
            code: The cell's source.
            timeout_s: Wall-clock seconds before the interrupt; must be positive.
            output: Takes what the cell shows, for those who want to look before it has ended.
            apart: Run it in a fork of the kernel: it finds all that cells have left, and nothing of
                what it makes itself is found by another, files apart. For kernels that fork.

        Returns:
            The result; status "dead" when the process ended while the cell ran.

        Raises:
            KernelDied: The process was gone before the cell could start.

        Source: Jupyter messaging protocol 5.4, execute_request.
        """
        ...

    async def flush(self) -> None:
        """Have the running cell send what it holds in a buffer."""
        ...

    async def interrupt(self) -> None:
        """Stop the running cell, if any: its variables stay, unless it ignores the interrupt.

        Returns at once; `run` returns when the cell has stopped, with status "error".
        """
        ...

    async def restart(self) -> None:
        """Put an empty interpreter in the place of this one; files stay.

        Raises:
            KernelStartFailed: None could be started.
        """
        ...

    async def close(self, why: str = "") -> None:
        """End the process; a second call does nothing.

        Args:
            why: The reason, for whoever waits for a cell that still runs.
        """
        ...
