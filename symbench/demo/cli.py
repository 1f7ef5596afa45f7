"""The verb `codesteer demo`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

__all__ = ["add_verbs"]

_AGAIN_S = 5.0


def add_verbs(app: typer.Typer) -> None:
    """Add `demo` to a command line."""
    app.command()(demo)


def demo(
    full: Annotated[bool, typer.Option(help="Show long answers whole.")] = False,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the answers of the model at CODESTEER_MODEL_URL to a recording.",
        ),
    ] = None,
    served_by: Annotated[
        str, typer.Option(help="With --record: what the model is and what serves it.")
    ] = "",
) -> None:
    """Steer a model through three puzzles over MCP, and see what steering does.

    The model is the endpoint in CODESTEER_MODEL_URL (and _NAME, _API_KEY); without one, recorded
    answers of a small model are replayed and everything else is live.
    """
    import anyio
    from rich.console import Console

    from codesteer.errors import InvalidRequest
    from codesteer.settings import read_settings
    from codesteer.steering.openai_chat import OpenAIChat
    from codesteer.symbench.demo import run
    from codesteer.symbench.demo.show import Stage

    settings = read_settings()
    stage = Stage(Console(highlight=False), lines=None if full else 14)

    async def play() -> None:
        if not settings.model_url:
            if record is not None:
                raise InvalidRequest(
                    "--record needs a model: set CODESTEER_MODEL_URL to an OpenAI-compatible "
                    "endpoint, for example http://127.0.0.1:8000/v1."
                )
            await run.play_recorded(stage)
            return
        model = OpenAIChat(
            settings.model_url,
            model=settings.model_name,
            api_key=settings.model_api_key.get_secret_value(),
            max_tokens=run.MAX_TOKENS,
        )
        try:
            if record is None:
                await run.play_live(stage, model)
            else:
                await run.record(stage, model, record, served_by)
        finally:
            await model.close()

    with _ended_as_by_ctrl_c():
        anyio.run(play)


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """On SIGTERM, end as on Ctrl-C: with the server ended and nothing left behind."""
    told: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        told.append(number)
        if hasattr(signal, "setitimer"):
            # What swallows the first interrupt is interrupted again, and harder.
            signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_S, _AGAIN_S)
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(128 + (told or [signal.SIGINT])[0]) from None
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGTERM, before)
