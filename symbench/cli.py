"""Verbs of SymBench: codesteer tasks list | generate | solve | verify."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["app"]

app = typer.Typer(
    help="SymBench: list tasks, generate, solve and verify instances.", no_args_is_help=True
)

_Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
_Id = Annotated[str, typer.Argument(metavar="ID", help="task@version/level/seed/index")]


@app.callback()
def _tasks() -> None:
    """Keep the verbs in a group of their own."""


@app.command("list")
def list_tasks(as_json: _Json = False) -> None:
    """List the tasks."""
    from codesteer.symbench.registry import tasks

    rows = [
        {"name": name, "category": task.category, "split": task.split, "version": task.version}
        for name, task in tasks().items()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    width = max(len(str(row["name"])) for row in rows)
    for row in rows:
        typer.echo(f"{row['name']:<{width}}  {row['category']:<9}  {row['split']}")


@app.command()
def generate(
    task: Annotated[str, typer.Argument(help="Name of the task.")],
    level: Annotated[int, typer.Option(min=1, max=5, help="1 (easiest) to 5.")] = 1,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    index: Annotated[int, typer.Option(min=0)] = 0,
    as_json: _Json = False,
) -> None:
    """Print an instance: its id, an empty line, its prompt."""
    from codesteer.symbench.registry import instance, instance_id

    puzzle = instance(instance_id(task, level, seed, index))
    if as_json:
        record: dict[str, Any] = {
            "id": str(puzzle.id),
            "prompt": puzzle.prompt,
            "payload": puzzle.payload,
        }
        typer.echo(json.dumps(record, indent=2))
    else:
        typer.echo(f"{puzzle.id}\n\n{puzzle.prompt}")


@app.command()
def solve(instance_id: _Id) -> None:
    """Print a right answer to an instance."""
    from codesteer.symbench.registry import find_task, instance

    puzzle = instance(instance_id)
    typer.echo(find_task(puzzle.id.task).solve(puzzle.payload))


@app.command()
def verify(instance_id: _Id, as_json: _Json = False) -> None:
    """Judge the answer on standard input; the exit status is 0 when it is correct, else 1."""
    from codesteer.errors import InvalidRequest
    from codesteer.symbench.registry import find_task, instance

    puzzle = instance(instance_id)
    if sys.stdin is None:
        raise InvalidRequest("Standard input is closed. Send the answer there, with | or <.")
    response = sys.stdin.buffer.read().decode("utf-8", "replace")
    verdict = find_task(puzzle.id.task).verify(puzzle.payload, response)
    if as_json:
        typer.echo(json.dumps({"correct": verdict.correct, "reason": verdict.reason}))
    else:
        typer.echo("correct" if verdict.correct else f"incorrect: {verdict.reason}")
    raise typer.Exit(0 if verdict.correct else 1)


@app.command()
def conform(
    path: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Cases with true verdicts.")],
    as_json: _Json = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Name every response that was misjudged.")
    ] = False,
) -> None:
    """Measure how the verifiers agree with cases whose verdicts are known.

    The exit status is 0 when every unambiguous response in the demanded form is judged as it
    should be, every one without an answer is rejected, and no wrong one is accepted.
    """
    from codesteer.symbench.original.conform import conform as run

    report = run(path)
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=1))
    else:
        for name, agreement in [*sorted(report.tasks.items()), ("total", report.total)]:
            counts = "  ".join(
                f"{kind} {good}/{n}" for kind, (good, n) in agreement.as_json().items()
            )
            typer.echo(f"{name:<30}  {counts}")
    if verbose:
        for text in report.total.disagreed:
            typer.echo(text, err=True)
    raise typer.Exit(0 if report.total.holds else 1)
