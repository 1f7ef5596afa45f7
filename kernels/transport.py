"""What carries Jupyter messages to one kernel and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["Message", "Transport", "TransportLost"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message from a kernel.

    Attributes:
        kind: Its Jupyter message type.
        parent: Id of the request it belongs to.
        content: Its content.
    """

    kind: str
    parent: str
    content: Mapping[str, Any]


class TransportLost(Exception):
    """The kernel at the other end is gone.

    Attributes:
        how: How its process ended, as the end of a sentence that starts with "ended"; may be empty.
    """

    def __init__(self, how: str = "") -> None:
        super().__init__(how)
        self.how = how


class Transport(Protocol):
    """One kernel's wire. It knows messages and processes, not deadlines or limits.

    Source: Jupyter messaging protocol 5.4.
    """

    @property
    def name(self) -> str:
        """What it is: "socketpair", "zmq" or "websocket"."""
        ...

    @property
    def pid(self) -> int:
        """Process id of the kernel's first process; 0 on another machine or while none runs."""
        ...

    @property
    def ordered(self) -> bool:
        """Whether the reply to a cell comes after all that the cell has shown."""
        ...

    @property
    def forks(self) -> bool:
        """Whether the kernel runs cells apart, in forks of its process."""
        ...

    @property
    def lost(self) -> bool:
        """Whether the kernel is known to be gone; `is_alive` finds out."""
        ...

    async def execute(self, code: str, *, silent: bool = False, apart: bool = False) -> str:
        """Ask for a cell to be run, apart where the kernel forks; returns the request's id.

        Raises:
            TransportLost: The kernel is gone.
        """
        ...

    async def receive(self, timeout_s: float) -> Message | None:
        """The next message, or None when none comes in time.

        Raises:
            TransportLost: The kernel is gone, and its last message was received.
        """
        ...

    async def flush(self) -> None:
        """Ask a busy kernel to send what it holds in a buffer, where it can be asked."""
        ...

    async def interrupt(self) -> None:
        """Interrupt the kernel."""
        ...

    async def is_alive(self) -> bool:
        """Whether the kernel is there."""
        ...

    async def kill(self) -> None:
        """End the kernel and everything it has started."""
        ...

    async def restart(self) -> None:
        """Put a new kernel in the place of this one, running or not.

        Raises:
            KernelStartFailed: None could be started.
        """
        ...

    async def close(self) -> None:
        """End the kernel and let go of everything; a second call does nothing."""
        ...
