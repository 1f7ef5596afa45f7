"""What running one cell gave: ordered output, status, and whether the variables survived."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["CellError", "CellResult", "Image", "Omission", "Output", "Status", "Stream", "Value"]

Status: TypeAlias = Literal["ok", "error", "timeout", "dead", "running"]


@dataclass(frozen=True, slots=True)
class Stream:
    """Text written to standard output or standard error."""

    name: Literal["stdout", "stderr"]
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """The plain-text form of the cell's last expression or of a displayed object."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A displayed picture.

    Attributes:
        data: Its bytes.
        kind: Its MIME type.
    """

    data: bytes
    kind: str = "image/png"


@dataclass(frozen=True, slots=True)
class Omission:
    """Stands where output was cut out of the middle."""

    chars: int
    lines: int
    images: int = 0


Output: TypeAlias = Stream | Value | Image | Omission


@dataclass(frozen=True, slots=True)
class CellError:
    """The exception that ended a cell."""

    name: str
    message: str
    traceback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellResult:
    """The outcome of one cell.

    Attributes:
        status: "ok"; "error" when the code raised; "timeout" when the deadline passed;
            "dead" when the kernel process ended while the cell ran; "running" when it still runs.
        outputs: Everything shown, in the order in which it was written.
        late: Text that threads of earlier cells wrote after those cells had ended.
        error: The exception, with status "error".
        duration_s: Wall-clock seconds from request to the end of the cell.
        variables_kept: Whether the kernel still holds its variables.
        note: What happened to the kernel, in a sentence; empty when nothing did.
    """

    status: Status
    outputs: tuple[Output, ...] = ()
    late: str = ""
    error: CellError | None = None
    duration_s: float = 0.0
    variables_kept: bool = True
    note: str = ""

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures, in order."""
        return tuple(output for output in self.outputs if isinstance(output, Image))
