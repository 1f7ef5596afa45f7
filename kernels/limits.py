"""Limits on what one cell may take and show."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps that hold for every cell of a kernel."""

    head_chars: int = 12_000
    """Characters kept from the start of a cell's output."""
    tail_chars: int = 6_000
    """Characters kept from its end; what lies between is counted and dropped."""
    traceback_chars: int = 4_000
    """Characters kept of a traceback, two thirds from its end."""
    images: int = 4
    """Pictures kept a cell."""
    image_bytes: int = 700_000
    """Largest PNG kept; clients refuse larger messages."""
    start_s: float = 30.0
    """Seconds a kernel may take to start."""
    settle_s: float = 3.0
    """Seconds an interrupted cell may take to stop before its kernel is killed."""

    memory_bytes: int = 2 << 30
    """Memory a session may take, beyond what it starts with."""
    processes: int = 64
    """Processes and threads a session may have."""
    cpu_s: int = 3_600
    """CPU seconds each process of a session may use."""
    file_bytes: int = 256 << 20
    """Size of the largest file a session may write."""

    def __post_init__(self) -> None:
        if min(self.head_chars, self.tail_chars, self.images, self.image_bytes) < 0:
            raise ValueError(f"limits must not be negative: {self!r}")
        if min(self.start_s, self.settle_s) <= 0:
            raise ValueError(f"start_s and settle_s must be positive: {self!r}")
        if min(self.memory_bytes, self.processes, self.cpu_s, self.file_bytes) <= 0:
            raise ValueError(f"caps on memory, processes, CPU and files must be positive: {self!r}")
