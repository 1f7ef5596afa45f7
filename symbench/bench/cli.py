"""Verbs of the benchmark runner: `codesteer bench ...`."""

import typer

from codesteer.symbench.bench import report_cli, run_cli, scale_cli, score_cli

__all__ = ["app"]

app = typer.Typer(
    help="Measure methods and models on SymBench, through the MCP tools.",
    no_args_is_help=True,
)


@app.callback()
def _bench() -> None:
    """Keep the verbs in a group of their own."""


run_cli.add_verbs(app)
score_cli.add_verbs(app)
report_cli.add_verbs(app)
scale_cli.add_verbs(app)
