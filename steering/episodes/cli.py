"""The verbs of `codesteer episodes ...`: look at what was recorded."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from codesteer.steering.episodes.page import Page
    from codesteer.steering.episodes.redacting import Redactor
    from codesteer.steering.store import FileEpisodeStore, Recorded

__all__ = ["app"]

app = typer.Typer(help="Recorded episodes: list, show, replay, export.", no_args_is_help=True)

_Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="CodeSteer's home, if not CODESTEER_HOME."),
]
_Session = Annotated[
    str, typer.Argument(metavar="SESSION", help="Its id, the beginning of it, or `last`.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
_Full = Annotated[bool, typer.Option("--full", help="Show long texts whole.")]
_FORMATS = ("jsonl", "markdown", "messages")
_OUTCOMES = ("answer", "stop", "open")
_MODEL_DECIDES_WITHIN_S = 120.0
"""Nobody waits for a decision that is only compared."""


@app.callback()
def _episodes() -> None:
    """Print any text, also where the output's encoding does not know its characters."""
    import io
    import sys

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@app.command("list")
def list_(
    home: _Home = None,
    limit: Annotated[int, typer.Option(min=0, help="How many at most; 0 for all.")] = 20,
    guide: Annotated[str, typer.Option(help="Only those of this guide.")] = "",
    outcome: Annotated[
        str, typer.Option(help="Only those that ended so, or did not: answer, stop, open.")
    ] = "",
    as_json: _Json = False,
) -> None:
    """List the episodes, newest first. One that cannot be read is listed with the reason."""
    from itertools import islice
    from shutil import get_terminal_size

    from codesteer.steering.episodes.finding import how_to_make_one
    from codesteer.steering.episodes.listing import list_episodes, short_ids, table
    from codesteer.steering.episodes.texts import json_text

    if outcome:
        _require(outcome, _OUTCOMES, "outcome")
    store = _store(home)
    there = store.opened()
    rows = list(islice(list_episodes(store, there, guide=guide, outcome=outcome), limit or None))
    if as_json:
        typer.echo(json_text([row.as_json() for row in rows], indent=1))
    elif rows:
        short = short_ids([each.session_id for each in there])
        for line in table(rows, short, get_terminal_size((120, 24)).columns):
            typer.echo(line)
    if not there:
        typer.echo(how_to_make_one(store), err=True)
    elif not rows:
        typer.echo(f"None of {len(there):,} episodes is like that.", err=True)
    elif len(rows) == limit < len(there) and not as_json:
        typer.echo(f"{limit:,} of {len(there):,} episodes; --limit 0 lists all.", err=True)


@app.command()
def show(
    session: _Session, full: _Full = False, home: _Home = None, as_json: _Json = False
) -> None:
    """Show an episode as the conversation it was, or its events as they were recorded."""
    from codesteer.steering.episodes.showing import show_episode
    from codesteer.steering.episodes.texts import json_text
    from codesteer.steering.store import as_record

    recorded = _read(_store(home), session)
    if as_json:
        events = zip(recorded.events, recorded.times, strict=True)
        records = [as_record(event, i, at) for i, (event, at) in enumerate(events)]
        typer.echo(json_text(records, indent=1))
        return
    show_episode(_page(full), recorded)


@app.command()
def replay(
    session: _Session,
    guide: Annotated[str, typer.Option(help="The guide that decides: rules or model.")] = "rules",
    full: _Full = False,
    home: _Home = None,
    as_json: _Json = False,
) -> None:
    """Decide every turn again with another guide, and show where it would say something else.

    The rules guide of today is another guide than the one that an older CodeSteer recorded.
    """
    import anyio

    from codesteer.settings import read_settings
    from codesteer.steering.episodes.comparing import show_replay, summary
    from codesteer.steering.episodes.replaying import ReplayedDecision
    from codesteer.steering.episodes.replaying import replay as decide_again
    from codesteer.steering.episodes.texts import json_text
    from codesteer.steering.guides.choosing import guide_named

    recorded = _read(_store(home), session)

    chosen = guide_named(guide, read_settings(), within_s=_MODEL_DECIDES_WITHIN_S)

    async def run() -> tuple[ReplayedDecision, ...]:
        async with chosen as other:
            return await decide_again(recorded.events, other)

    replayed = anyio.run(run)
    if as_json:
        head = {"session_id": recorded.session_id, "guide": guide}
        typer.echo(json_text({**head, **summary(replayed)}, indent=1))
        return
    show_replay(_page(full), replayed)


@app.command()
def export(
    sessions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SESSION]...", help="Ids, beginnings of ids, or `last`."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every episode that can be read.")] = False,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="jsonl: an object an episode. markdown: a page to read. "
            "messages: the guide's chat, for training.",
        ),
    ] = "jsonl",
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write, if not here.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
    home: _Home = None,
) -> None:
    """Write episodes for other programs and people, without keys and absolute paths.

    With --all, oldest first; what cannot be read is left out and named on standard error, and the
    exit status is 1.
    """
    from codesteer.errors import InvalidRequest
    from codesteer.steering.episodes.writing import write_out

    _require(form, _FORMATS, "format")
    if bool(sessions) == all_:
        raise InvalidRequest(
            "Say which episodes: their ids, `last`, or --all (and not both). "
            "`codesteer episodes list` shows them."
        )
    store = _store(home)
    left_out: list[str] = []
    chosen = (
        _all(store, left_out) if all_ else iter([_read(store, each) for each in sessions or ()])
    )
    redactor = _redactor(home)
    pieces = _pieces(form, (redactor.episode(recorded) for recorded in chosen))
    write_out(pieces, output, force=force)
    for why in left_out:
        typer.echo(f"left out: {why}", err=True)
    raise typer.Exit(1 if left_out else 0)


def _pieces(form: str, chosen: Iterator["Recorded"]) -> Iterator[str]:
    """Each episode in a form; one without it is named on standard error."""
    from codesteer.steering.episodes.conversation import as_conversation
    from codesteer.steering.episodes.folded import as_folded
    from codesteer.steering.episodes.markdown import as_markdown
    from codesteer.steering.episodes.texts import json_text

    for number, recorded in enumerate(chosen):
        if form == "markdown":
            yield ("\n" if number else "") + as_markdown(recorded)
            continue
        row: dict[str, Any] | None
        row = as_folded(recorded) if form == "jsonl" else as_conversation(recorded)
        if row is None:
            typer.echo(f"{recorded.session_id}: no guide has decided in it", err=True)
        else:
            yield json_text(row) + "\n"


def _all(store: "FileEpisodeStore", left_out: list[str]) -> Iterator["Recorded"]:
    """Every episode that can be read, oldest first; why others cannot is added to `left_out`."""
    from codesteer.errors import EpisodeError, UnknownSession
    from codesteer.steering.episodes.finding import how_to_make_one

    there = store.opened()
    if not there:
        raise UnknownSession(how_to_make_one(store))
    for each in reversed(there):
        try:
            yield store.read(each.session_id)
        except (EpisodeError, UnknownSession) as error:
            left_out.append(f"{each.session_id}: {error}")


def _read(store: "FileEpisodeStore", wanted: str) -> "Recorded":
    from codesteer.steering.episodes.finding import find_session

    return store.read(find_session(store, wanted))


def _store(home: Path | None) -> "FileEpisodeStore":
    from codesteer.settings import read_settings
    from codesteer.steering.store import FileEpisodeStore

    if home is None:
        return FileEpisodeStore(read_settings().episodes)
    return FileEpisodeStore(home.expanduser() / "episodes")


def _page(full: bool) -> "Page":
    from rich.console import Console

    from codesteer.steering.episodes.page import CLIPPED_LINES, Page

    return Page(Console(highlight=False), lines=None if full else CLIPPED_LINES)


def _redactor(home: Path | None) -> "Redactor":
    import sys
    import tempfile

    from pydantic import SecretStr

    from codesteer.settings import read_settings
    from codesteer.steering.episodes.redacting import Redactor, secrets_of

    settings = read_settings()
    values = [getattr(settings, name) for name in type(settings).model_fields]
    secrets = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
    secrets += [part for value in values if isinstance(value, str) for part in secrets_of(value)]
    places = [Path.home(), settings.home, Path.cwd(), Path(sys.prefix), Path(tempfile.gettempdir())]
    return Redactor(secrets, [*places, *([home.absolute()] if home else [])])


def _require(value: str, known: tuple[str, ...], what: str) -> None:
    from codesteer.errors import InvalidRequest

    if value not in known:
        raise InvalidRequest(f"There is no {what} {value[:40]!r}. Choose: {', '.join(known)}.")
