"""Collects a cell's output as it arrives, in bounded memory, head and tail kept."""

import base64
import binascii
import re
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from codesteer.kernels.inside.display import SHOWN_TYPES
from codesteer.kernels.inside.output import OMISSION
from codesteer.kernels.limits import Limits
from codesteer.kernels.result import CellError, Image, Omission, Output, Stream, Value

__all__ = ["OutputCollector", "clean_text"]

# CSI and OSC sequences, and the two-byte escapes.
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


def clean_text(text: str) -> str:
    r"""Strip terminal escapes and keep what a terminal would show of each line.

    A carriage return starts its line again, so a progress bar leaves its last state only.
    Halves of surrogate pairs, which no client can be sent, become question marks.
    """
    text = _ESCAPE.sub("", text).replace("\r\n", "\n")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    if "\r" not in text:
        return text
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n"))


class OutputCollector:
    """Takes Jupyter output messages and gives back ordered, capped output.

    The first `head_chars` and the last `tail_chars` characters are kept whatever is printed
    between them; the rest is only counted.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._head: list[Output] = []
        self._head_left = limits.head_chars
        self._tail: deque[Output] = deque()
        self._tail_size = 0
        self._cut_chars = 0
        self._cut_lines = 0
        self._images = 0
        self._cut_images = 0
        self._late: list[str] = []
        self._late_left = limits.tail_chars
        self._clear_next = False
        self._shown: dict[str, Output] = {}
        self.error: CellError | None = None

    def add(self, kind: str, content: Mapping[str, Any]) -> None:
        """Take one message of the cell.

        Args:
            kind: Jupyter message type; types that carry no output are ignored.
            content: The message's content, whatever a broken kernel may have put there.
        """
        if kind == "clear_output":
            self._clear_next = True
            if not content.get("wait"):
                self._clear()
            return
        if kind == "error":
            self.error = self._error(content)
            return
        if kind not in ("stream", "execute_result", "display_data", "update_display_data"):
            return
        if self._clear_next:
            self._clear()
        if kind == "stream":
            self._add_text(Stream(_stream_name(content.get("name")), str(content.get("text", ""))))
        else:
            data = content.get("data")
            if isinstance(data, Mapping):
                self._add_bundle(data, _display_id(content), update=kind == "update_display_data")

    def add_late(self, text: str) -> None:
        """Take text that belongs to a cell which has already ended."""
        kept = text[: self._late_left]
        self._late_left -= len(kept)
        self._cut_chars += len(text) - len(kept)
        self._late.append(kept)

    @property
    def late(self) -> str:
        """What `add_late` took, cleaned."""
        return clean_text("".join(self._late))

    def outputs(self) -> tuple[Output, ...]:
        """Everything kept, in order, with an `Omission` where the middle was cut out."""
        if not (self._cut_chars or self._cut_images):
            return tuple(_joined([*self._head, *self._tail]))
        cut = Omission(self._cut_chars, self._cut_lines, self._cut_images)
        return (*_joined(self._head), cut, *_joined(self._tail))

    def _clear(self) -> None:
        self._head.clear()
        self._tail.clear()
        self._head_left = self._limits.head_chars
        self._tail_size = self._images = 0
        self._cut_chars = self._cut_lines = self._cut_images = 0
        self._shown.clear()
        self._clear_next = False

    def _add_bundle(self, data: Mapping[str, Any], display_id: str, *, update: bool) -> None:
        omission = data.get(OMISSION)
        if isinstance(omission, Mapping):
            self._add_omission(omission)
            return
        output = self._shown_as(data)
        if output is None:
            return
        if update and display_id in self._shown:
            self._replace(display_id, output)
            return
        if isinstance(output, Image):
            self._add_image(output)
        else:
            self._add_text(output)
        if display_id:
            self._shown[display_id] = self._tail[-1] if self._tail else self._head[-1]

    def _shown_as(self, data: Mapping[str, Any]) -> Image | Value | None:
        for kind in SHOWN_TYPES:
            content = data.get(kind)
            if not isinstance(content, str):
                continue
            if not kind.startswith("image/"):
                return Value(content)
            try:
                return Image(base64.b64decode(content), kind)
            except (binascii.Error, ValueError):
                continue
        return next((Value(text) for text in data.values() if isinstance(text, str)), None)

    def _add_omission(self, counts: Mapping[str, Any]) -> None:
        """The kernel itself has cut its output here."""
        chars, lines, images = (_count(counts.get(name)) for name in ("chars", "lines", "images"))
        self._cut_chars += chars
        self._cut_lines += lines
        self._cut_images += images
        if chars:
            self._head_left = 0

    def _replace(self, display_id: str, output: Image | Value) -> None:
        """Put a new state in the place of a displayed object."""
        for outputs in (self._head, self._tail):
            for place, old in enumerate(outputs):
                if old is self._shown[display_id]:
                    outputs[place] = self._shown[display_id] = output
                    return

    def _add_image(self, image: Image) -> None:
        if self._images >= self._limits.images or len(image.data) > self._limits.image_bytes:
            self._cut_images += 1
            return
        self._images += 1
        self._keep(image, 0)

    def _add_text(self, output: Stream | Value) -> None:
        text = output.text
        if self._head_left > 0 and not self._tail:
            self._head.append(_with_text(output, text[: self._head_left]))
            text = text[self._head_left :]
            self._head_left -= len(output.text) - len(text)
        if text:
            # Only the end of one huge message can survive: cut before storing it.
            excess = len(text) - self._limits.tail_chars
            if excess > 0:
                self._drop(text[:excess])
                text = text[excess:]
            self._keep(_with_text(output, text), len(text))

    def _keep(self, output: Output, size: int) -> None:
        if isinstance(output, Image) and not self._tail:
            self._head.append(output)
            return
        self._tail.append(output)
        self._tail_size += size
        while self._tail_size > self._limits.tail_chars:
            first = self._tail.popleft()
            if isinstance(first, Image):
                self._cut_images += 1
            elif isinstance(first, Stream | Value):
                excess = self._tail_size - self._limits.tail_chars
                self._drop(first.text[:excess])
                self._tail_size -= min(excess, len(first.text))
                if excess < len(first.text):
                    self._tail.appendleft(_with_text(first, first.text[excess:]))

    def _drop(self, text: str) -> None:
        self._cut_chars += len(text)
        self._cut_lines += text.count("\n")

    def _error(self, content: Mapping[str, Any]) -> CellError:
        frames = content.get("traceback")
        frames = frames if isinstance(frames, list) else []
        text = clean_text("\n".join(str(frame) for frame in frames))
        cap = self._limits.traceback_chars
        if len(text) > cap:
            head = cap // 3
            cut = len(text) - cap
            text = f"{text[:head]}\n[... {cut} characters cut ...]\n{text[-(cap - head) :]}"
        return CellError(
            name=str(content.get("ename", "Error")),
            message=clean_text(str(content.get("evalue", "")))[:2_000],
            traceback=text,
        )


def _stream_name(name: object) -> Literal["stdout", "stderr"]:
    return "stderr" if name == "stderr" else "stdout"


def _display_id(content: Mapping[str, Any]) -> str:
    transient = content.get("transient")
    return str(transient.get("display_id") or "") if isinstance(transient, Mapping) else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _with_text(output: Stream | Value, text: str) -> Stream | Value:
    return Stream(output.name, text) if isinstance(output, Stream) else Value(text)


def _joined(outputs: Iterable[Output]) -> Iterable[Output]:
    """Merge neighbours of the same stream, then clean the text of each."""
    pending: Stream | None = None
    pieces: list[str] = []

    def flush() -> Iterable[Output]:
        if pending is not None:
            yield Stream(pending.name, clean_text("".join(pieces)))

    for output in outputs:
        if isinstance(output, Stream) and pending is not None and pending.name == output.name:
            pieces.append(output.text)
            continue
        yield from flush()
        pending, pieces = (output, [output.text]) if isinstance(output, Stream) else (None, [])
        if isinstance(output, Value):
            yield Value(clean_text(output.text))
        elif pending is None:
            yield output
    yield from flush()
