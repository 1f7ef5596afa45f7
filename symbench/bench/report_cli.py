"""The verbs `codesteer bench report` and `synthesise`."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["add_verbs"]


def add_verbs(app: typer.Typer) -> None:
    """Add the verbs of reports to `codesteer bench`."""
    app.command()(report)
    app.command()(synthesise)


def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs.")],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html", help="The page; by default report.html in the first RUN."
        ),
    ] = None,
    paper: Annotated[
        bool, typer.Option("--paper", help="Show the paper's numbers beside.")
    ] = False,
    csv: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write every table there, as CSV.")
    ] = None,
    png: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write every chart there, as PNG (extra `bench`)."),
    ] = None,
    longest: Annotated[
        int,
        typer.Option(min=200, help="Characters of one text that are kept: its start and its end."),
    ] = 20_000,
) -> None:
    """Make one HTML file of runs: tables, charts and every episode. It needs no network.

    A run that goes on may be reported too: what is there counts.
    """
    from codesteer.symbench.bench.report.making import make_report

    page = out if out is not None else runs[0] / "report.html"
    made = make_report(runs, page, paper=paper, csv=csv, png=png, longest=longest)
    source = " (SYNTHETIC)" if made.synthetic else ""
    typer.echo(f"{made.page}: {made.episodes:,} episodes{source}, {made.size / 1e6:.1f} MB")
    for path in (*made.tables, *made.figures):
        typer.echo(str(path))


def synthesise(
    out: Annotated[Path, typer.Option(metavar="DIR", help="A folder that holds no run yet.")],
    episodes: Annotated[int, typer.Option(min=1, help="How many.")] = 1_500,
    method: Annotated[
        list[str] | None,
        typer.Option("--method", metavar="NAME", help="Of this method; may be given again."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed makes another run.")] = 0,
) -> None:
    """Make up a run, to try out scoring and reports. No model is asked; it is marked synthetic."""
    from codesteer.symbench.bench.synthetic import METHODS
    from codesteer.symbench.bench.synthetic import synthesise as make_up

    manifest = make_up(out, episodes, methods=tuple(method or METHODS), seed=seed)
    typer.echo(f"{out}: {manifest.samples:,} made-up episodes of {len(manifest.methods)} methods")
