"""The verb `codesteer kernel bench`."""

from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(help="Kernels: measure them.", no_args_is_help=True)


@app.callback()
def _kernel() -> None:
    """Kernels: measure them."""


@app.command()
def bench(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    peers: Annotated[
        bool, typer.Option("--peers", help="Install and measure other servers too; takes minutes.")
    ] = False,
) -> None:
    """Measure kernels on this machine, as a client sees them: under a minute, Linux only."""
    import json
    import sys
    from dataclasses import asdict

    import anyio

    from codesteer.errors import InvalidRequest
    from codesteer.mcp_server.kernel_bench.measure import Figures, measure
    from codesteer.mcp_server.kernel_bench.peers import measure_peers
    from codesteer.settings import read_settings

    if sys.platform != "linux":
        raise InvalidRequest("kernel bench reads Linux's figures of memory and runs nowhere else.")

    def tell(what: str) -> None:
        typer.echo(f"measuring {what} ...", err=True)

    async def run() -> Figures:
        figures = await measure(tell)
        if peers:
            await measure_peers(figures, read_settings().home / "peers", tell)
        return figures

    figures = anyio.run(run)
    if as_json:
        typer.echo(json.dumps(asdict(figures), indent=1))
        return
    typer.echo(figures.machine)
    width = max(len(figure.name) for figure in figures.taken)
    for figure in figures.taken:
        typer.echo(
            f"{figure.name:<{width}}  {figure.value:>9.2f} {figure.unit:<6}  {figure.note}".rstrip()
        )
