"""The report's numbers as tables for other programs: one row a number, with its interval."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from codesteer.symbench.bench.report.findings import Findings
from codesteer.symbench.bench.report.writing import write_text

__all__ = ["tables", "write_tables"]

_Row = tuple[object, ...]


def write_tables(findings: Findings, folder: Path) -> list[Path]:
    """Write every table as `<folder>/<name>.csv`.

    Raises:
        InvalidRequest: A file cannot be written.
    """
    written = []
    for name, rows in tables(findings).items():
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([_safe(cell) for cell in row] for row in rows)
        path = folder / f"{name}.csv"
        write_text(path, [text.getvalue()])
        written.append(path)
    return written


def tables(findings: Findings) -> Mapping[str, list[_Row]]:
    """Every table by name; the first row holds the names of the columns. Rates are 0 to 1."""
    return {
        "success_rates": [
            ("run", "method", "task", "split", "category", "level", "rate", "low", "high",
             "instances", "samples", "paper"),
            *_rates(findings),
        ],
        "averages": [
            ("run", "method", "group", "score", "value", "low", "high", "tasks", "paper"),
            *_averages(findings),
        ],
        "cost": [
            ("run", "method", "answers", "errors", "missing", "turns", "tokens", "seconds",
             "model_seconds", "cost"),
            *_costs(findings),
        ],
        "code_share": [
            ("run", "method", "task", "code_turns", "answered_turns", "share"),
            *_shares(findings),
        ],
        "endings": [("run", "method", "ending", "samples"), *_endings(findings)],
        "samples": [
            ("run", "method", "instance", "repeat", "task", "level", "ending", "turns",
             "code_turns", "tokens", "seconds"),
            *_samples(findings),
        ],
    }  # fmt: skip


def _rates(findings: Findings) -> Iterator[_Row]:
    """Over all common levels (level is empty), then at each."""
    for level in (None, *findings.at_level):
        scores = findings.scores if level is None else findings.at_level[level]
        for column in findings.collected.columns:
            for task, about in scores.tasks.items():
                rate = findings.rate(column, task, level)
                if rate is None:
                    continue
                paper = findings.published_rate(task, column.method)
                yield (
                    findings.collected.names[column.run], column.method, task, about.split,
                    about.category, "" if level is None else level, _r(rate.rate),
                    _r(rate.interval.low), _r(rate.interval.high), rate.instances, rate.samples,
                    "" if level is not None or paper is None else _r(paper),
                )  # fmt: skip


def _averages(findings: Findings) -> Iterator[_Row]:
    for column in findings.shown:
        of = findings.scores.methods[findings.labels[column]]
        for name, groups in (("success", of.success), ("normalised", of.normalised)):
            for group, average in groups.items():
                paper = findings.published_average(
                    column.method, group, normalised=name == "normalised"
                )
                yield (
                    findings.collected.names[column.run], column.method, group, name,
                    _r(average.value), _r(average.interval.low), _r(average.interval.high),
                    average.tasks, "" if paper is None else _r(paper),
                )  # fmt: skip


def _costs(findings: Findings) -> Iterator[_Row]:
    for column in findings.shown:
        of = findings.scores.methods[findings.labels[column]]
        missing = findings.missing(column)
        yield (
            findings.collected.names[column.run], column.method, of.answers, of.errors,
            "" if missing is None else missing, _r(of.turns), _r(of.tokens), _r(of.seconds),
            _r(of.model_seconds), "" if of.cost is None else of.cost,
        )  # fmt: skip


def _shares(findings: Findings) -> Iterator[_Row]:
    for (column, task), share in findings.shares.items():
        name = findings.collected.names[column.run]
        yield name, column.method, task, share.code, share.answered, _r(share.value)


def _endings(findings: Findings) -> Iterator[_Row]:
    for column, count in findings.endings.items():
        for ending, samples in count.items():
            yield findings.collected.names[column.run], column.method, ending, samples


def _samples(findings: Findings) -> Iterator[_Row]:
    for row in findings.collected.rows:
        yield (
            findings.collected.names[row.column.run], row.column.method, row.instance, row.repeat,
            row.task, row.level, row.ending, row.turns, row.code_turns, row.tokens, row.seconds,
        )  # fmt: skip


def _r(value: float) -> float:
    return round(value, 6)


def _safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: names of runs may be anything."""
    risky = isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{cell}" if risky else cell
