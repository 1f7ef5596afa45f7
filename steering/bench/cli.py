"""The verbs `codesteer steering bench` and `study`."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from codesteer.steering.bench.measure import Decisions
    from codesteer.steering.bench.study import Cell
    from codesteer.steering.methods.driver import Role

__all__ = ["app"]

app = typer.Typer(help="Steering: try its machinery.", no_args_is_help=True)

_ROLES: tuple["Role", ...] = ("task", "helper")
_LABEL = """\
SIMULATION. The models are programs that play a part, and their tokens are words. This tests the
machinery: every method ends within its turns and raises nothing. It says nothing about quality."""


@app.callback()
def _steering() -> None:
    """Steering: try its machinery."""


@app.command()
def bench(
    rounds: Annotated[int, typer.Option(min=10, help="Decisions a question and a turn.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Time the decisions of the rules guide on questions of 4 KB, and count what it says."""
    import json
    from dataclasses import asdict

    import anyio

    from codesteer.steering.bench.measure import measure_decisions
    from codesteer.steering.guides.rules import RulesGuide
    from codesteer.steering.guides.tokens import estimated_tokens

    async def measured() -> "list[Decisions]":
        return await measure_decisions(RulesGuide(), estimated_tokens, rounds=rounds)

    decisions = anyio.run(measured)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in decisions], indent=1))
        return
    typer.echo(
        "             in an episode     new question     guidance, median\n"
        "after turns   p50 ms  p99 ms   p50 ms  p99 ms   words   tokens (estimated)"
    )
    for one in decisions:
        typer.echo(
            f"{one.turns:>11}{one.p50_ms:>9.2f}{one.p99_ms:>8.2f}{one.new_p50_ms:>9.2f}"
            f"{one.new_p99_ms:>8.2f}{one.words:>8.0f}{one.tokens:>9.0f}"
        )


@app.command()
def study(
    method: Annotated[
        list[str] | None, typer.Option(help="A method; may be given again. All by default.")
    ] = None,
    puzzles: Annotated[int, typer.Option(min=1, help="How many of the questions.")] = 99,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Run every method with simulated models in real kernels; status 1 if one breaks its bounds."""
    import json
    from dataclasses import asdict

    import anyio

    from codesteer.steering.bench import study as simulation
    from codesteer.steering.bench.puzzles import PUZZLES
    from codesteer.steering.methods.registry import METHODS

    async def measured() -> "list[Cell]":
        async with simulation.open_kernels() as executor:
            return await simulation.study(
                executor,
                lambda name: typer.echo(f"simulating {name} ...", err=True),
                methods=method or tuple(METHODS),
                puzzles=PUZZLES[:puzzles],
            )

    cells = anyio.run(measured)
    if as_json:
        typer.echo(json.dumps({"simulation": True, "cells": [asdict(c) for c in cells]}, indent=1))
    else:
        typer.echo(_LABEL)
        for cell in cells:
            if cell is cells[0] or cell.method == cells[0].method:
                typer.echo(_head(cell.character))
            typer.echo(_row(cell))
    if not all(cell.holds for cell in cells):
        raise typer.Exit(1)


def _head(character: str) -> str:
    columns = f"{'solved':>7}{'turns':>6}{'most':>6}{'asked':>7}{'words':>8}{'helper':>8}  ended"
    return f"\n{character:<18}{columns}"


def _row(cell: "Cell") -> str:
    count = len(cell.turns) or 1
    solved = f"{cell.solved}/{cell.of}"
    task, helper = (round(cell.words.get(role, 0) / count) for role in _ROLES)
    endings = ", ".join(f"{number} {why}" for why, number in cell.endings.items())
    turns = f"{sum(cell.turns) / count:>6.1f}{max(cell.turns, default=0):>6}"
    raised = "".join(f"\n  RAISED {line}" for line in cell.raised)
    return (
        f"{cell.method:<18}{solved:>7}{turns}{cell.requests / count:>7.1f}{task:>8}{helper:>8}"
        f"  {endings}{raised}"
    )
