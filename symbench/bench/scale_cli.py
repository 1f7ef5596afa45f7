"""The verb that joins what several machines have done: `codesteer bench merge`."""

import json
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["add_verbs"]


def add_verbs(app: typer.Typer) -> None:
    """Add the verb to `codesteer bench`."""
    app.command("merge")(merge)


def merge(
    out: Annotated[Path, typer.Argument(help="Folder of the merged run.")],
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="Folders or names of its parts.")
    ],
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="DIR", help="CodeSteer's home, if not CODESTEER_HOME."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Join the shards of a run, or other runs of one plan, into one run.

    The parts stay as they are. Merge again when they have gone on: what the folder has is kept. The
    exit status is 0 when every sample of the plan has an answer, else 1.
    """
    from dataclasses import asdict

    from codesteer.settings import read_settings
    from codesteer.symbench.bench.finding import find_run
    from codesteer.symbench.bench.merging import merge as join

    place = home or read_settings().home
    merged = join(out, [find_run(each, place) for each in runs])
    left = merged.planned - merged.answered
    if as_json:
        typer.echo(json.dumps({"folder": str(out), **asdict(merged)}, indent=1))
        raise typer.Exit(1 if left else 0)
    typer.echo(
        f"{out}\n{merged.answered:,} of {merged.planned:,} samples answered, {merged.added:,} of "
        f"them new here; {merged.errors_added:,} new tries without an answer"
    )
    if merged.missing_shards:
        typer.echo(f"not among the parts: shards {', '.join(merged.missing_shards)}")
    if merged.several_answers:
        typer.echo(
            f"{merged.several_answers:,} answers are to samples that a part named earlier has "
            "answered too; they are left out"
        )
    if len(merged.versions) > 1:
        typer.echo(f"made with different versions: {'; '.join(merged.versions)}", err=True)
    if left:
        typer.echo(f"{left:,} without an answer: codesteer bench resume {out}", err=True)
    raise typer.Exit(1 if left else 0)
