"""Tells how a run is going: to somebody at a terminal, to a log, to a script, or to nobody."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from codesteer.symbench.bench.sample import Sample
from codesteer.symbench.bench.statistics import wilson
from codesteer.symbench.bench.tally import Tally

__all__ = ["JsonProgress", "LiveProgress", "PlainProgress", "Progress", "Silent", "in_words"]

_STOPPING = {
    "budget": "The budget is spent",
    "errors": "Too many tries in a row gave no answer",
    "interrupted": "Interrupted",
    "terminated": "Told to end",
}


class Progress(Protocol):
    """Is told what happens in a run."""

    def begun(self, name: str, tally: Tally) -> None:
        """Work begins; the tally goes on being counted up."""
        ...

    def sample(self, sample: Sample) -> None:
        """A try has ended; the tally knows it already."""
        ...

    def stopping(self, why: str, in_flight: int) -> None:
        """No further sample is begun."""
        ...

    def ended(self, why: str) -> None:
        """The run has ended."""
        ...


class Silent:
    """Tells nothing."""

    def begun(self, name: str, tally: Tally) -> None:
        """Nothing."""

    def sample(self, sample: Sample) -> None:
        """Nothing."""

    def stopping(self, why: str, in_flight: int) -> None:
        """Nothing."""

    def ended(self, why: str) -> None:
        """Nothing."""


class JsonProgress(Silent):
    """One JSON object a line for every event.

    Args:
        out: Where the lines go.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._tally = Tally(0)

    def begun(self, name: str, tally: Tally) -> None:
        """Event "begun"."""
        self._tally = tally
        self._tell("begun", {"name": name, **tally.as_json()})

    def sample(self, sample: Sample) -> None:
        """Event "sample", or "error"."""
        told: dict[str, Any] = {"key": sample.key, "attempt": sample.attempt}
        if sample.error:
            self._tell("error", {**told, "error": sample.error, **self._counts()})
            return
        told |= {
            "correct": sample.correct,
            "turns": sample.turns,
            "tokens": sample.all_tokens,
            "cost": sample.cost,
            "seconds": sample.seconds,
        }
        self._tell("sample", {**told, **self._counts()})

    def stopping(self, why: str, in_flight: int) -> None:
        """Event "stopping"."""
        self._tell("stopping", {"why": why, "in_flight": in_flight})

    def ended(self, why: str) -> None:
        """Event "ended"."""
        self._tell("ended", {"why": why, **self._tally.as_json()})

    def _counts(self) -> dict[str, Any]:
        return {"answered": self._tally.answered, "of": self._tally.total}

    def _tell(self, event: str, told: dict[str, Any]) -> None:
        self._out.write(json.dumps({"event": event, **told}) + "\n")
        self._out.flush()


class PlainProgress(Silent):
    """A line for every twentieth part of the run, for logs.

    Args:
        out: Where the lines go.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._tally = Tally(0)
        self._told = 0

    def begun(self, name: str, tally: Tally) -> None:
        """The first line."""
        self._tally, self._told = tally, tally.answered
        self._tell(f"{name}: {in_words(tally)}")

    def sample(self, sample: Sample) -> None:
        """A line for an error, and for every twentieth part."""
        if sample.error:
            self._tell(f"{sample.key}: {sample.error} (try {sample.attempt})")
        elif self._tally.answered - self._told >= max(1, self._tally.total // 20):
            self._told = self._tally.answered
            self._tell(in_words(self._tally))

    def stopping(self, why: str, in_flight: int) -> None:
        """A line."""
        self._tell(stopping_words(why, in_flight))

    def _tell(self, line: str) -> None:
        self._out.write(f"{line}\n")
        self._out.flush()


class LiveProgress(Silent):
    """A picture that is drawn anew while the run goes on, for terminals. Use `drawn`."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._name = ""
        self._tally = Tally(0)
        self._notes: list[str] = []

    @contextmanager
    def drawn(self) -> Iterator[None]:
        """Draw while the block runs."""
        with Live(get_renderable=self._picture, console=self._console, refresh_per_second=4):
            yield

    def begun(self, name: str, tally: Tally) -> None:
        """Begin to count."""
        self._name, self._tally = name, tally

    def sample(self, sample: Sample) -> None:
        """Show the latest errors."""
        if sample.error:
            self._notes = [*self._notes[-2:], f"{sample.key}: {sample.error}"]

    def stopping(self, why: str, in_flight: int) -> None:
        """Say so."""
        self._notes = [*self._notes[-2:], stopping_words(why, in_flight)]

    def _picture(self) -> Group:
        tally = self._tally
        table = Table.grid(padding=(0, 2))
        for method, (right, of) in tally.by_method().items():
            table.add_row(
                Text(method), ProgressBar(total=max(1, of), completed=right, width=24),
                Text(f"{right}/{of} right, {right / of:.0%} ({_interval(right, of)})"),
            )  # fmt: skip
        whole = Table.grid()  # A bar alone ends no line.
        whole.add_row(ProgressBar(total=max(1, tally.total), completed=tally.answered, width=60))
        return Group(
            Text(self._name, style="bold"),
            whole,
            Text(in_words(tally)),
            table,
            *(
                Text(note, style="yellow", overflow="ellipsis", no_wrap=True)
                for note in self._notes
            ),
        )


def in_words(tally: Tally) -> str:
    """How far a run is, in a line."""
    parts = [f"{tally.answered:,} of {tally.total:,} answered"]
    if tally.answered:
        parts.append(f"{tally.correct:,} right ({tally.correct / tally.answered:.0%})")
    parts.append(f"{tally.tokens:,} tokens")
    if tally.cost is not None:
        parts.append(f"cost {tally.cost:,.2f}")
    if tally.open_errors:
        parts.append(f"{len(tally.open_errors):,} without an answer")
    left = tally.seconds_left()
    if left is not None and tally.answered < tally.total:
        minutes, seconds = divmod(round(left), 60)
        hours, minutes = divmod(minutes, 60)
        parts.append(f"{hours}:{minutes:02}:{seconds:02} left")
    return ", ".join(parts)


def _interval(right: int, of: int) -> str:
    found = wilson(right / of, of)
    return f"{100 * found.low:.0f}-{100 * found.high:.0f}"


def stopping_words(why: str, in_flight: int) -> str:
    """That no further sample is begun, and how to stop at once."""
    words = f"{_STOPPING.get(why, why)}: no further sample is begun"
    if in_flight:
        words += f"; {in_flight} in flight are finished"
    if why == "interrupted" and in_flight:
        words += ". Ctrl-C once more gives them up"
    return f"{words}."
