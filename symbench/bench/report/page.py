"""Puts the page together: one HTML file that fetches nothing and lets nothing in it fetch."""

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import codesteer
from codesteer.symbench.bench.report.endings import LABELS
from codesteer.symbench.bench.report.findings import Findings
from codesteer.symbench.bench.report.markup import Markup, script_json, tag
from codesteer.symbench.bench.report.sections import column_name, sections

__all__ = ["page"]

_NONE = "\N{EN DASH}"


def page(findings: Findings) -> Iterator[str]:
    """The page, piece by piece.

    Whatever a model, a program or a name says is escaped, or packed so that it cannot be taken for
    markup. A policy in the head forbids every script and style but the page's own two, and every
    fetch.

    Args:
        findings: What it shows.
    """
    style, script = _shipped("page.css"), _shipped("page.js")
    title = ", ".join(findings.collected.names)
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    yield "<!doctype html>\n"
    yield f'<html lang="en"{" class=synthetic" if findings.collected.synthetic else ""}>\n<head>\n'
    yield '<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield tag("title", f"{title}: SymBench report")
    yield f"\n<style>{style}</style>\n</head>\n<body>\n"
    parts = list(sections(findings))
    yield _head(findings, title, [name for name, _, _ in parts])
    yield "\n<main>\n"
    for name, heading, shown in parts:
        yield tag("section", tag("h2", heading), shown, id=name)
        yield "\n"
    yield _shipped("episodes.html")
    yield "</main>\n"
    yield tag("footer", tag("p", f"Made by CodeSteer {codesteer.__version__}; fetches nothing."))
    yield "\n"
    summary = script_json(_summary(findings))
    yield f'<script type="application/json" id="summary">{summary}</script>\n'
    for number, chunk in enumerate(findings.collected.chunks):
        yield f'<script type="text/plain" id="chunk-{number}">{chunk}</script>\n'
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _head(findings: Findings, title: str, parts: list[str]) -> Markup:
    links = [
        tag("li", tag("a", name.capitalize(), href=f"#{name}")) for name in (*parts, "episodes")
    ]
    made_up = None
    if findings.collected.synthetic:
        made_up = tag(
            "p",
            tag("strong", "SYNTHETIC"),
            " Made-up answers on real instances, to try out this report. No model was measured.",
            class_="synthetic-banner",
            role="note",
        )
    rows = [_run_row(findings, number) for number in range(len(findings.collected.runs))]
    names = ("run", "model", "helper", "guide", "answers", "errors", "missing", "made with")
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in names)))
    runs = tag("table", head, tag("tbody", *rows), class_="runs")
    return tag(
        "header",
        made_up,
        tag("p", "SymBench report", class_="eyebrow"),
        tag("h1", title),
        tag("div", runs, class_="wide", tabindex=0, role="region", aria_label="runs"),
        tag("nav", tag("ul", *links), aria_label="Sections"),
    )


def _run_row(findings: Findings, number: int) -> Markup:
    run, name = findings.collected.runs[number], findings.collected.names[number]
    about = run.manifest
    versions = ", ".join(f"{what} {version}" for what, version in about.versions.items())
    sampling = ", ".join(f"{what} {value}" for what, value in about.sampling.items())
    made = " · ".join(
        part
        for part in (
            about.created[:16].replace("T", " "),
            about.commit and f"commit {about.commit[:13]}",
            about.shard and f"shard {about.shard}",
            sampling,
            versions,
            about.source,
        )
        if part
    )
    cells = (
        about.model, about.helper or _NONE, about.guide or _NONE, f"{len(run.outcomes):,}",
        f"{len(run.errors):,}", f"{run.missing:,}", made,
    )  # fmt: skip
    return tag("tr", tag("th", name, scope="row"), *(tag("td", cell) for cell in cells))


def _summary(findings: Findings) -> dict[str, Any]:
    """A column of values for each field of the samples: small, and quick to read."""
    rows = findings.collected.rows
    columns = findings.collected.columns
    tasks = sorted({row.task for row in rows})
    endings = list(LABELS)
    place_of = {column: at for at, column in enumerate(columns)}
    task_at = {task: at for at, task in enumerate(tasks)}
    return {
        "columns": [column_name(findings, column) for column in columns],
        "methods": [column.method for column in columns],
        "runs": [column.run for column in columns],
        "tasks": tasks,
        "endings": [[name, *LABELS[name]] for name in endings],
        "column": [place_of[row.column] for row in rows],
        "task": [task_at[row.task] for row in rows],
        "level": [row.level for row in rows],
        "instance": [row.instance.partition("@")[2] for row in rows],
        "repeat": [row.repeat for row in rows],
        "ending": [endings.index(row.ending) for row in rows],
        "turns": [row.turns for row in rows],
        "tokens": [row.tokens for row in rows],
        "seconds": [round(row.seconds, 1) for row in rows],
        "snippet": [row.snippet for row in rows],
        "chunk": [row.chunk for row in rows],
        "place": [row.place for row in rows],
    }


def _shipped(name: str) -> str:
    return files("codesteer.symbench.bench.report").joinpath("static", name).read_text("utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
