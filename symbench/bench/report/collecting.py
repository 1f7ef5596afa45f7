"""Reads runs into what a report needs: a short row a sample, and packed episodes.

The files are read line by line; only the rows and the packed chunks are kept.
"""

import base64
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from codesteer.errors import InvalidRequest
from codesteer.steering.episodes.texts import first_words
from codesteer.symbench.bench.graded_run import GradedRun
from codesteer.symbench.bench.journal import read_journal
from codesteer.symbench.bench.outcome import Outcome
from codesteer.symbench.bench.report.blocks import LONGEST, episode_blocks
from codesteer.symbench.bench.report.endings import Ending, ending_of, share_of_code
from codesteer.symbench.bench.run_folder import Manifest, RunFolder
from codesteer.symbench.bench.sample import Sample

__all__ = ["Collected", "Column", "Packer", "Row", "collect"]

_CHUNK = 16
"""Episodes that are packed, and opened, together."""
_SNIPPET = 60


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """One method of one run.

    Attributes:
        run: The run's place among those of the report.
        method: Name of the method.
    """

    run: int
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sample without its texts.

    Attributes:
        column: Its method, and its run.
        task: Name of the task.
        level: Of its instance.
        instance: The instance's id.
        repeat: Which repeat.
        ending: What became of it.
        turns: Turns begun.
        code_turns: Turns in which code was run.
        answered_turns: Turns that were answered.
        tokens: Of every role, read and written.
        seconds: Wall-clock seconds.
        snippet: The beginning of its answer.
        chunk: Where its episode is packed.
        place: Which one it is in there.
    """

    column: Column
    task: str
    level: int
    instance: str
    repeat: int
    ending: Ending
    turns: int
    code_turns: int
    answered_turns: int
    tokens: int
    seconds: float
    snippet: str
    chunk: int
    place: int

    @property
    def key(self) -> str:
        """`method:instance#repeat`."""
        return f"{self.column.method}:{self.instance}#{self.repeat}"

    @property
    def graded(self) -> bool:
        """Whether it counts: errors are no answers."""
        return self.ending != "error"

    @property
    def solved(self) -> bool:
        """Whether its answer was right."""
        return self.ending == "solved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """All that a report is made from.

    Attributes:
        runs: In the order given, without their episodes.
        names: What the runs are called; no two alike.
        columns: Every method of every run, in the order of the manifests.
        rows: A row a sample, in the order of columns, tasks and instances.
        chunks: Packed episodes.
    """

    runs: tuple[GradedRun, ...]
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    chunks: tuple[str, ...]

    @property
    def synthetic(self) -> bool:
        """Whether any of it is made up."""
        return any(run.manifest.source == "synthetic" for run in self.runs)


class Packer:
    """Packs JSON values into chunks: gzip, then base64, which no HTML can mistake for its own."""

    def __init__(self) -> None:
        self._chunks: list[str] = []
        self._waiting: list[Any] = []

    def add(self, value: Any) -> tuple[int, int]:
        """Add a value; where it will lie: the chunk, and the place in it."""
        where = len(self._chunks), len(self._waiting)
        self._waiting.append(value)
        if len(self._waiting) == _CHUNK:
            self._close()
        return where

    def finished(self) -> tuple[str, ...]:
        """The chunks, the last one closed."""
        if self._waiting:
            self._close()
        return tuple(self._chunks)

    def _close(self) -> None:
        text = json.dumps(self._waiting, separators=(",", ":"))
        packed = gzip.compress(text.encode("ascii"), compresslevel=9, mtime=0)
        self._chunks.append(base64.b64encode(packed).decode("ascii"))
        self._waiting = []


@dataclass(slots=True)
class _Reading:
    """A run while it is read."""

    number: int
    packer: Packer
    longest: int
    rows: dict[str, Row] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def take(self, path: Path) -> None:
        """Read a file of the run; an answer stays before an error, the last of each counts."""
        for sample in read_journal(path):
            before = self.rows.get(sample.key)
            if before is None or not before.graded or not sample.error:
                self.rows[sample.key] = self._row(sample)
                self.outcomes[sample.key] = _outcome(sample)

    def graded(self, path: Path, manifest: Manifest) -> GradedRun:
        """The run as it is scored, by its stored grades."""
        said = {key: each for key, each in sorted(self.outcomes.items()) if not each.error}
        errors = {key: each for key, each in self.outcomes.items() if each.error}
        return GradedRun(
            path=path, manifest=manifest, outcomes=said, errors=errors, graded_anew=False
        )

    def _row(self, sample: Sample) -> Row:
        try:
            name = sample.name
            level = name.instance_id.level
        except InvalidRequest as error:
            raise InvalidRequest(
                f"A sample of the run has a key that is none: {error} Delete its line."
            ) from error
        chunk, place = self.packer.add(episode_blocks(sample, longest=self.longest))
        code, answered = share_of_code(sample)
        return Row(
            column=Column(self.number, name.method),
            task=name.task,
            level=level,
            instance=name.instance,
            repeat=name.repeat,
            ending=ending_of(sample),
            turns=sample.turns,
            code_turns=code,
            answered_turns=answered,
            tokens=sample.all_tokens,
            seconds=sample.seconds,
            snippet=first_words(sample.answer, _SNIPPET),
            chunk=chunk,
            place=place,
        )


def collect(folders: Sequence[Path], *, longest: int = LONGEST) -> Collected:
    """Read runs.

    Args:
        folders: Of the runs, at least one.
        longest: Characters of one text that are kept for reading.

    Raises:
        InvalidRequest: No folder, one that is no run's, or runs without a sample.
        JournalDamaged: A line cannot be read.
    """
    if not folders:
        raise InvalidRequest("Name at least one run: its folder.")
    packer = Packer()
    runs: list[GradedRun] = []
    columns: list[Column] = []
    rows: list[Row] = []
    for number, path in enumerate(folders):
        folder = RunFolder(path)
        manifest = folder.manifest()
        reading = _Reading(number, packer, longest)
        reading.take(folder.samples)
        reading.take(folder.errors)
        runs.append(reading.graded(path, manifest))
        columns += [Column(number, method) for method in runs[-1].methods]
        rows += reading.rows.values()
    if not rows:
        raise InvalidRequest(
            "There is nothing to report yet: no sample has been written. Let the run go on with "
            "`codesteer bench resume`, then report again."
        )
    order = {column: place for place, column in enumerate(columns)}
    rows.sort(key=lambda row: (row.task, _natural(row), order[row.column]))
    return Collected(
        runs=tuple(runs),
        names=_names([run.manifest for run in runs]),
        columns=tuple(columns),
        rows=tuple(rows),
        chunks=packer.finished(),
    )


def _natural(row: Row) -> tuple[int, tuple[int, ...], int]:
    parts = row.instance.partition("@")[2].split("/")
    return row.level, tuple(map(int, parts)), row.repeat


def _outcome(sample: Sample) -> Outcome:
    """What is scored of a sample, without its texts."""
    return Outcome(
        key=sample.key,
        error=sample.error and "error",
        correct=sample.correct,
        turns=sample.turns,
        tokens=sample.tokens,
        cost=sample.cost,
        seconds=sample.seconds,
        model_seconds=sample.model_seconds,
    )


def _names(manifests: Sequence[Manifest]) -> tuple[str, ...]:
    """The runs' names; those that several have are numbered."""
    names = [manifest.name for manifest in manifests]
    return tuple(
        f"{name} ({place})" if names.count(name) > 1 else name
        for place, name in enumerate(names, 1)
    )
