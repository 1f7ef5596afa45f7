"""A page on the console: who says what. Plain lines where it is no terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from codesteer.steering.episodes.texts import clipped, first_words, printable

__all__ = ["CLIPPED_LINES", "Page"]

CLIPPED_LINES = 14
_COLOURS = {
    "question": "bold",
    "guide": "cyan",
    "model": "yellow",
    "kernel": "blue",
    "symbolic": "magenta",
    "check": "green",
    "notice": "red",
    "now": "bold cyan",
    "outcome": "bold",
}
_INDENT = 11


class Page:
    """Prints who says what; no text can steer the terminal it is printed on.

    Args:
        console: Where to print.
        lines: How many lines are shown of a long text; None for all.
    """

    def __init__(self, console: Console, *, lines: int | None = CLIPPED_LINES) -> None:
        self._console = console
        self._lines = lines

    def heading(self, text: str) -> None:
        """A line that begins a part."""
        self._console.print()
        self.line(f"--- {text} ---", style="dim")

    def line(self, text: str, style: str = "") -> None:
        """A line of its own."""
        self._console.print(Text(printable(text), style=style), soft_wrap=True)

    def says(self, who: str, what: str, *texts: str) -> None:
        """Somebody says something: a label, what kind of thing it is, and the words."""
        label = Text(f"{who:>8} | ", style=_COLOURS.get(who, ""))
        label.append(self.brief(what), style="bold")
        self._console.print(label, soft_wrap=True)
        for text in texts:
            if text.strip():
                self._indented(clipped(text, self._lines))

    def brief(self, text: str) -> str:
        """A text on one line, clipped where this page clips."""
        return first_words(text, len(text) * 10 if self._lines is None else 160)

    def _indented(self, text: str) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(Text(text), (0, 0, 0, _INDENT)))
            return
        for line in text.split("\n"):
            self._console.print(Text(" " * _INDENT * bool(line) + line), soft_wrap=True)
