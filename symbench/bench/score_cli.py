"""The verbs `codesteer bench score` and `compare`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from codesteer.symbench.bench.comparing import Side
    from codesteer.symbench.bench.graded_run import GradedRun
    from codesteer.symbench.bench.table import RateTable

__all__ = ["add_verbs"]

_Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
_Method = Annotated[
    list[str] | None,
    typer.Option("--method", metavar="NAME", help="Only this method; may be given again."),
]
_Stored = Annotated[
    bool, typer.Option("--stored", help="Keep the stored grades instead of grading anew.")
]
_Seed = Annotated[int, typer.Option(min=0, help="Of the bootstrap.")]
_Draws = Annotated[int, typer.Option(min=100, max=100_000, help="Of the bootstrap.")]


def add_verbs(app: typer.Typer) -> None:
    """Add the verbs of scoring to `codesteer bench`."""
    app.command()(score)
    app.command()(compare)


def score(
    runs: Annotated[
        list[Path] | None, typer.Argument(metavar="RUN...", help="Folders of runs.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Average a table of success rates instead of runs."),
    ] = None,
    method: _Method = None,
    stored: _Stored = False,
    seed: _Seed = 0,
    draws: _Draws = 2000,
    as_json: _Json = False,
) -> None:
    """Grade the answers of runs anew and score them, without a model or a server.

    Nothing in the runs is changed. With several runs, normalised scores are relative to the best
    method of all of them.
    """
    from codesteer.errors import InvalidRequest
    from codesteer.symbench.bench import score_text
    from codesteer.symbench.bench.scoring import score as score_runs
    from codesteer.symbench.bench.table import read_table

    if (table is None) == (not runs):
        raise InvalidRequest("Say which runs to score, or --table with a file of success rates.")
    if table is not None:
        rates = read_table(table)
        _print(_table_json(rates) if as_json else score_text.table_lines(rates))
        return
    read = [_read(path, stored=stored) for path in runs or ()]
    scores = score_runs(read, methods=method or (), seed=seed, draws=draws)
    if as_json:
        _print({"runs": [_run_json(run) for run in read], **asdict(scores)})
        return
    for run in read:
        _print(score_text.run_lines(run))
    _print(score_text.score_lines(scores))


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="The base: RUN or RUN:method.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Set beside it, the same way.")],
    method: _Method = None,
    stored: _Stored = False,
    seed: _Seed = 0,
    draws: _Draws = 2000,
    as_json: _Json = False,
) -> None:
    """Compare B with A on the instances both have answered: differences are B less A.

    Two runs are compared method by method; RUN:method names one.
    """
    from codesteer.symbench.bench import score_text
    from codesteer.symbench.bench.comparing import compare as compare_sides

    (left, left_method), (right, right_method) = _named(first), _named(second)
    read = {path: _read(path, stored=stored) for path in dict.fromkeys((left, right))}
    sides = _sides(read[left], left_method, read[right], right_method, method or [])
    made = [compare_sides(a, b, seed=seed, draws=draws) for a, b in sides]
    if as_json:
        _print({"runs": [_run_json(run) for run in read.values()], "compared": map(asdict, made)})
        return
    for each in made:
        _print(score_text.comparison_lines(each))


def _read(path: Path, *, stored: bool) -> "GradedRun":
    """Read a run; what nobody may overlook goes to standard error, whatever the output is."""
    from codesteer.symbench.bench.graded_run import read_run
    from codesteer.symbench.bench.score_text import warning_lines

    run = read_run(path, grade_anew=not stored)
    for line in warning_lines(run):
        typer.echo(line, err=True)
    return run


def _named(text: str) -> tuple[Path, str]:
    """A run and, behind a colon, a method; a folder's own name may hold a colon too."""
    run, colon, method = text.rpartition(":")
    if not colon or Path(text).is_dir():
        return Path(text), ""
    return Path(run), method


def _sides(
    left: "GradedRun", left_method: str, right: "GradedRun", right_method: str, only: Sequence[str]
) -> "list[tuple[Side, Side]]":
    """What to compare with what."""
    from codesteer.errors import InvalidRequest
    from codesteer.symbench.bench.comparing import Side

    if only and (left_method or right_method):
        raise InvalidRequest("Say RUN:method or --method, not both.")
    if left_method or right_method:
        names = [(left_method or right_method, right_method or left_method)]
    elif only:
        names = [(name, name) for name in only]
    elif len(left.methods) == len(right.methods) == 1:
        names = [(left.methods[0], right.methods[0])]
    else:
        names = [(name, name) for name in left.methods if name in right.methods]
    if not names:
        raise InvalidRequest(
            f"The runs have no method in common: {', '.join(left.methods) or 'none'}, and "
            f"{', '.join(right.methods) or 'none'}. Name one of each: RUN:method."
        )
    return [(Side(left, a), Side(right, b)) for a, b in names]


def _run_json(run: "GradedRun") -> dict[str, Any]:
    return {
        "path": str(run.path),
        "name": run.manifest.name,
        "model": run.manifest.model,
        "source": run.manifest.source,
        "shard": run.manifest.shard,
        "planned": run.manifest.samples,
        "answers": len(run.outcomes),
        "errors": len(run.errors),
        "missing": run.missing,
        "complete": run.complete,
        "graded_anew": run.graded_anew,
        "changed": list(map(asdict, run.changed)),
        "not_graded": list(map(asdict, run.not_graded)),
    }


def _table_json(table: "RateTable") -> dict[str, Any]:
    """Averages to one decimal, as papers print them."""

    def rounded(means: dict[str, float]) -> dict[str, float]:
        return {group: round(mean, 1) for group, mean in means.items()}

    return {
        "tasks": len(table.tasks),
        "methods": {
            method: {"success": rounded(each.success), "normalised": rounded(each.normalised)}
            for method, each in table.averages().items()
        },
    }


def _print(what: Any) -> None:
    """Lines as they are, anything else as JSON."""
    if isinstance(what, dict):
        typer.echo(json.dumps(what, indent=1, ensure_ascii=False, default=list))
        return
    for line in what:
        typer.echo(line)
