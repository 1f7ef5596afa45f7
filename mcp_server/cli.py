"""Verbs of the server: serve, install, doctor."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

__all__ = ["add_verbs"]


class Protocol(StrEnum):
    """Which protocol eras the server speaks."""

    auto = "auto"
    legacy = "legacy"


class Client(StrEnum):
    """Clients whose configuration can be printed."""

    claude_desktop = "claude-desktop"
    claude_code = "claude-code"
    vscode = "vscode"


def add_verbs(app: typer.Typer) -> None:
    """Add `serve`, `install` and `doctor` to a command line."""
    app.command()(serve)
    app.command()(install)
    app.command()(doctor)


def serve(
    protocol: Annotated[
        Protocol,
        typer.Option(
            help="auto speaks the era the client opens with; legacy only the initialize handshake."
        ),
    ] = Protocol.auto,
    zygote: Annotated[
        bool,
        typer.Option(
            "--zygote/--no-zygote",
            help="Fork kernels from a warm process; without it each kernel is started anew.",
        ),
    ] = True,
) -> None:
    """Serve MCP over standard input and output. A client starts this; you rarely need to."""
    import anyio

    from codesteer.errors import InvalidRequest
    from codesteer.mcp_server.stdio import run_stdio
    from codesteer.settings import read_settings

    if sys.stdin is None or sys.stdout is None:
        raise InvalidRequest(
            "The server speaks over standard input and output, and one of them is closed. Leave "
            "both open, or let a client start it."
        )
    anyio.run(run_stdio, read_settings(), protocol.value, zygote)


def install(
    client: Annotated[Client, typer.Argument(help="The client to configure.")],
    print_: Annotated[
        bool, typer.Option("--print", help="Print what to paste; changes nothing.")
    ] = False,
) -> None:
    """Print the configuration that adds this server to a client."""
    from codesteer.mcp_server.install import configure

    if not print_:
        raise typer.BadParameter(
            "Editing the client's file is not offered yet: use --print and paste what it shows.",
            param_hint="--print",
        )
    configuration = configure(client.value)
    typer.echo(configuration.where, err=True)
    typer.echo(configuration.text)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Try what the server needs, and say how to mend what does not work.

    Starts a kernel as the server would, with the settings of the environment. Ends with status 1
    when there is a problem.
    """
    from codesteer.mcp_server.doctor import run_doctor

    raise typer.Exit(run_doctor(as_json=as_json))
