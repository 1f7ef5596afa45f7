"""Tells the demo as a conversation, for somebody who has never seen one."""

from contextlib import AbstractContextManager, nullcontext

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from codesteer.steering.episode import Directive
from codesteer.steering.executor import Execution
from codesteer.symbench.task import Verdict

__all__ = ["Stage"]

_COLOURS = {
    "question": "bold",
    "alone": "magenta",
    "guide": "cyan",
    "model": "yellow",
    "kernel": "blue",
    "check": "green",
    "grade": "bold green",
    "server": "red",
}
_INDENT = 11


class Stage:
    """Prints who says what. Colour and live progress only where the console has them.

    Args:
        console: Where to print.
        lines: How many lines are shown of a long text; None for all.
        progress: Show that a model is at work, where the console is a terminal.
    """

    def __init__(self, console: Console, *, lines: int | None = 14, progress: bool = True) -> None:
        self._console = console
        self._lines = lines
        self._progress = progress

    def heading(self, text: str) -> None:
        """A line across the page."""
        self._console.print()
        self._console.rule(Text(text), style="dim", characters="-")

    def plain(self, text: str = "", style: str = "") -> None:
        """A paragraph."""
        self._console.print(Text(text, style=style))

    def says(self, who: str, what: str, text: str) -> None:
        """Somebody says something: a label, what kind of thing it is, and the words."""
        label = Text(f"{who:>8} | ", style=_COLOURS.get(who, ""))
        label.append(what, style="bold")
        self._console.print(label, soft_wrap=True)
        if text:
            self._indented(self._clipped(text))

    def directive(self, directive: Directive) -> None:
        """What the guide says."""
        match directive.action:
            case "code":
                what = f"turn {directive.turn}: write code"
            case "text":
                what = f"turn {directive.turn}: reason in words"
            case "verify":
                what = "check the answer by a program"
            case "answer":
                self.says(
                    "guide", f"finished: {self._one_line(directive.final_answer)}", directive.reason
                )
                return
            case "stop":
                self.says("guide", "stop: no answer was found", directive.reason)
                return
        self.says("guide", what, directive.guidance)

    def execution(self, execution: Execution) -> None:
        """What the kernel did with a program."""
        what = {
            "ok": "the program ran",
            "error": "the program failed",
            "timeout": "the program took too long",
            "dead": "the program ended its kernel",
        }[execution.status]
        last_lines = "\n".join(execution.error.strip().splitlines()[-1:])
        shown = execution.output or execution.note
        text = "\n".join(part for part in (shown, last_lines) if part)
        self.says("kernel", f"{what} ({execution.duration_s:.2f} s)", text or "(no output)")

    def verdict(self, who: str, answer: str, verdict: Verdict) -> None:
        """What the grader says."""
        word = "correct" if verdict.correct else "wrong"
        self.says(who, f"{word}: {self._one_line(answer) or '(no answer)'}", verdict.reason)

    def thinking(self, model: str) -> AbstractContextManager[object]:
        """A sign of life while a model answers; use it as a context."""
        if not self._progress:
            return nullcontext()
        return self._console.status(f"{model} is answering ...")

    def _indented(self, text: str) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(Text(text), (0, 0, 0, _INDENT)))
            return
        for line in text.splitlines():
            self._console.print(Text(" " * _INDENT * bool(line) + line), soft_wrap=True)

    def _clipped(self, text: str) -> str:
        lines = text.strip("\n").splitlines()
        if self._lines is None or len(lines) <= self._lines + 2:
            return "\n".join(lines)
        hidden = len(lines) - self._lines
        return "\n".join([*lines[: self._lines], f"... {hidden} more lines (--full)"])

    def _one_line(self, text: str) -> str:
        text = " ".join(text.split())
        short = self._lines is not None and len(text) > 90
        return f"{text[:60]} ... {text[-24:]}" if short else text
