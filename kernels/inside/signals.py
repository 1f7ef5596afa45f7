"""Signals that a session's warden passes on to its kernel."""

import signal

__all__ = ["FLUSH_SIGNAL", "INTERRUPT_SIGNAL"]

INTERRUPT_SIGNAL = int(signal.SIGINT)
"""Raises KeyboardInterrupt in the running cell."""

FLUSH_SIGNAL = int(getattr(signal, "SIGUSR2", 0))
"""Asks a busy kernel to send what it has buffered."""
