"""The command `codesteer`: joins the verbs of the rooms. Rooms are imported only when it runs."""

import errno
import os
import sys
from typing import Annotated

import typer

import codesteer
from codesteer.errors import CodeSteerError

__all__ = ["main", "make_app"]


def make_app() -> typer.Typer:
    """The command line with every verb there is."""
    from codesteer.mcp_server import cli as server
    from codesteer.mcp_server.kernel_bench import cli as kernel
    from codesteer.steering.bench import cli as steering
    from codesteer.steering.episodes import cli as episodes
    from codesteer.symbench import cli as symbench
    from codesteer.symbench.bench import cli as bench
    from codesteer.symbench.demo import cli as demo

    app = typer.Typer(
        name="codesteer",
        help="Steer language models between text and code, over MCP.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    server.add_verbs(app)
    demo.add_verbs(app)
    app.add_typer(symbench.app, name="tasks")
    app.add_typer(bench.app, name="bench")
    app.add_typer(steering.app, name="steering")
    app.add_typer(kernel.app, name="kernel")
    app.add_typer(episodes.app, name="episodes")
    return app


def main() -> None:
    """Run the command; errors raised on purpose become one line on standard error."""
    try:
        make_app()()
    except CodeSteerError as error:
        typer.echo(f"codesteer: {error}", err=True)
        raise SystemExit(2) from None
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        sys.stderr.close()
        raise SystemExit(141) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        # What is still buffered would fail once more, and loudly, when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        typer.echo(f"codesteer: The output could not be written: {error.strerror}.", err=True)
        raise SystemExit(2) from None


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"codesteer {codesteer.__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Steer language models between text and code, over MCP."""
