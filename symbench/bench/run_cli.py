"""The verbs that run: `codesteer bench run`, `resume`, `list`, `show`, `validate`, `overhead`.

Exit status: 0 when every sample has an answer; 1 when some are left without one; 2 when the request
cannot be served; 3 when the budget is spent; 4 when too many tries in a row gave no answer; 130 and
143 when stopped by Ctrl-C and SIGTERM. After 1, 3, 4, 130 and 143 `resume` goes on.
"""

import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from codesteer.symbench.bench.config import RunConfig
    from codesteer.symbench.bench.progress import Progress
    from codesteer.symbench.bench.running import Ending, Watch
    from codesteer.symbench.bench.shards import Shard

__all__ = ["STATUS", "add_verbs"]

STATUS = {"done": 0, "budget": 3, "errors": 4, "interrupted": 130, "terminated": 143}
_LEFT = 1

_Run = Annotated[str, typer.Argument(metavar="RUN", help="Its folder, its name, or `last`.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
_Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
_Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Like limits.tokens=1000000; may be repeated."),
]
_Executor = Annotated[
    Literal["local", "ray"], typer.Option(help="Try samples here, or on a Ray cluster.")
]
_RayAddress = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Of a Ray cluster that runs; else one is started.")
]
_Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="CodeSteer's home, if not CODESTEER_HOME."),
]


def add_verbs(app: typer.Typer) -> None:
    """Add the verbs to `codesteer bench`."""
    app.command("run")(run)
    app.command("resume")(resume)
    app.command("list")(list_)
    app.command("show")(show)
    app.command("validate")(validate)
    app.command("overhead")(overhead)


def run(
    config: Annotated[
        str,
        typer.Argument(metavar="PRESET|FILE", help="quick, dev-v1, paper, ladder, or a TOML file."),
    ],
    method: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    task: Annotated[
        list[str] | None, typer.Option(help="A task, or all, seen, unseen, ladder; repeatable.")
    ] = None,
    level: Annotated[
        list[str] | None, typer.Option(help="1 to 5, or from 11 on the ladder; repeatable.")
    ] = None,
    instances: Annotated[int | None, typer.Option(help="Of each level of each task.")] = None,
    repeats: Annotated[int | None, typer.Option(help="How often each is put.")] = None,
    model_url: Annotated[
        str, typer.Option(help="OpenAI-compatible endpoint; else CODESTEER_MODEL_URL.")
    ] = "",
    model: Annotated[str, typer.Option(help="Name of its model; else its first.")] = "",
    server: Annotated[
        str, typer.Option(metavar="URL", help="A server that runs; else one is started.")
    ] = "",
    concurrency: Annotated[int | None, typer.Option(help="Samples at a time.")] = None,
    shard: Annotated[
        str, typer.Option(metavar="I/N", help="Only this part of the plan; `merge` joins them.")
    ] = "",
    executor: _Executor = "local",
    ray_address: _RayAddress = "",
    set_: _Set = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the run; else one in the home.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the plan and what it may take; run nothing.")
    ] = False,
    quiet: _Quiet = False,
    as_json: _Json = False,
) -> None:
    """Run methods against a model on SymBench, through the MCP tools.

    Everything is written down as it comes; `codesteer bench resume` goes on after any end. The exit
    status is 0 when every sample has an answer, 1 when some have none, 3 when the budget is spent,
    4 after too many errors in a row, 130 and 143 after Ctrl-C and SIGTERM.
    """
    from codesteer.settings import read_settings
    from codesteer.symbench.bench.config import read_config
    from codesteer.symbench.bench.executors import executor_named
    from codesteer.symbench.bench.finding import new_folder
    from codesteer.symbench.bench.running import begin
    from codesteer.symbench.bench.shards import Shard

    given: list[tuple[str, Any]] = [
        ("what.methods", method),
        ("what.tasks", task),
        ("what.levels", level and [int(each) if each.isdigit() else each for each in level]),
        ("what.instances", instances),
        ("what.repeats", repeats),
        ("model.url", model_url),
        ("model.name", model),
        ("server.url", server),
        ("limits.concurrency", concurrency),
    ]
    overrides = [f"{key}={json.dumps(value)}" for key, value in given if value not in (None, "")]
    wanted = read_config(config, [*overrides, *(set_ or ())])
    part = Shard.parse(shard) if shard else None
    if dry_run:
        _print_plan(wanted, part, as_json)
        return
    where = executor_named(executor, ray_address)
    settings = read_settings()
    folder = out or new_folder(settings.home, wanted.name)

    async def work(progress: "Progress", watch: "Watch") -> "Ending":
        return await begin(wanted, folder, settings, progress, watch, shard=part, executor=where)

    _drive(work, folder, quiet=quiet, as_json=as_json, within_s=wanted.limits.stop_s)


def resume(
    which: _Run,
    concurrency: Annotated[int | None, typer.Option(help="Samples at a time.")] = None,
    executor: _Executor = "local",
    ray_address: _RayAddress = "",
    set_: _Set = None,
    home: _Home = None,
    quiet: _Quiet = False,
    as_json: _Json = False,
) -> None:
    """Go on with a run: what has an answer is kept, everything else is tried.

    --set changes limits, prices, time-outs and addresses; nothing that decides answers. Exit status
    as for `run`.
    """
    from codesteer.settings import read_settings
    from codesteer.symbench.bench.config import read_config
    from codesteer.symbench.bench.executors import executor_named
    from codesteer.symbench.bench.finding import find_run
    from codesteer.symbench.bench.running import go_on

    settings = read_settings()
    found = find_run(which, home or settings.home)
    where = executor_named(executor, ray_address)
    overrides = list(set_ or ())
    if concurrency is not None:
        overrides.append(f"limits.concurrency={concurrency}")

    async def work(progress: "Progress", watch: "Watch") -> "Ending":
        return await go_on(found.path, overrides, settings, progress, watch, executor=where)

    within_s = read_config(found.config, overrides).limits.stop_s
    _drive(work, found.path, quiet=quiet, as_json=as_json, within_s=within_s)


def list_(home: _Home = None, as_json: _Json = False) -> None:
    """List the runs in the home, newest first."""
    from codesteer.settings import read_settings
    from codesteer.symbench.bench.finding import list_runs
    from codesteer.symbench.bench.progress import in_words

    place = home or read_settings().home
    runs = list_runs(place)
    if as_json:
        rows = [
            {
                "folder": str(each.folder),
                "created": each.manifest and each.manifest.created,
                "model": each.manifest and each.manifest.model,
                "methods": each.manifest and each.manifest.methods,
                "fault": each.fault,
                **({} if each.tally is None else each.tally.as_json()),
            }
            for each in runs
        ]
        typer.echo(json.dumps(rows, indent=1))
        return
    for each in runs:
        about = each.fault if each.tally is None else in_words(each.tally)
        model = f"{each.manifest.model}: " if each.manifest else ""
        typer.echo(f"{each.folder.name}  {model}{about}")
    if not runs:
        typer.echo(f"No run in {place / 'runs'}; `codesteer bench run quick` makes one.", err=True)


def show(
    which: _Run,
    key: Annotated[
        str, typer.Argument(metavar="[KEY]", help="One sample: method:instance#repeat.")
    ] = "",
    full: Annotated[bool, typer.Option("--full", help="Show long texts whole.")] = False,
    home: _Home = None,
    as_json: _Json = False,
) -> None:
    """Show a run, or the episode of one of its samples."""
    from codesteer.settings import read_settings
    from codesteer.symbench.bench.finding import find_run
    from codesteer.symbench.bench.showing import run_as_json, sample_of, show_run, show_sample

    found = find_run(which, home or read_settings().home)
    if key:
        sample, line = sample_of(found, key)
        if as_json:
            typer.echo(line, nl=False)
        else:
            show_sample(sample, full=full)
    elif as_json:
        typer.echo(json.dumps(run_as_json(found), indent=1))
    else:
        show_run(found)


def validate(which: _Run, home: _Home = None, as_json: _Json = False) -> None:
    """Check that a run is whole and its grades are right; asks no model.

    The exit status is 0 when every planned sample is there once and the verifier gives every grade
    again, else 1.
    """
    from dataclasses import asdict

    from codesteer.settings import read_settings
    from codesteer.symbench.bench.finding import find_run
    from codesteer.symbench.bench.validating import validate as look_through

    found = look_through(find_run(which, home or read_settings().home))
    if as_json:
        typer.echo(json.dumps({"holds": found.holds, **asdict(found)}, indent=1))
        raise typer.Exit(0 if found.holds else 1)
    typer.echo(f"{found.answered:,} of {found.planned:,} samples answered")
    for what, keys in (
        ("without an answer", found.missing),
        ("not planned", found.unplanned),
        ("answered more than once", found.repeated),
        ("graded otherwise by the verifier", found.misgraded),
    ):
        if keys:
            typer.echo(f"{len(keys):,} {what}:")
            for each in keys[:20]:
                typer.echo(f"  {each}")
            if len(keys) > 20:
                typer.echo(f"  ... and {len(keys) - 20:,} more (--json lists all)")
    typer.echo("whole" if found.holds else "not whole")
    raise typer.Exit(0 if found.holds else 1)


def overhead(
    concurrency: Annotated[
        list[int] | None, typer.Option(help="Samples at a time; repeatable.")
    ] = None,
    instances: Annotated[int, typer.Option(min=1, help="Samples, in 24s.")] = 8,
    servers: Annotated[int, typer.Option(min=0, help="How many; 0 for as usual.")] = 0,
    as_json: _Json = False,
) -> None:
    """Measure the runner itself, with a FAKE endpoint that answers at once: no model is in it."""
    from dataclasses import asdict

    import anyio

    from codesteer.symbench.bench.overhead import measure_overhead

    def tell(what: str) -> None:
        typer.echo(what, err=True)

    found = [
        anyio.run(measure_overhead, number, instances, tell, servers)
        for number in concurrency or [1, 16]
    ]
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], indent=1))
        return
    for each in found:
        typer.echo(
            f"concurrency {each.concurrency:>2}, servers {each.processes}: outside model calls "
            f"{each.outside_p50_ms:.1f} ms a turn (p50; p90 {each.outside_p90_ms:.1f}), "
            f"{each.turns_per_s:.1f} turns/s in all ({each.turns} turns, load {each.load})"
        )


def _print_plan(config: "RunConfig", shard: "Shard | None", as_json: bool) -> None:
    """What would be run, and what it may take."""
    from codesteer.symbench.bench.estimate import estimate
    from codesteer.symbench.bench.plan import methods_of, plan, tasks_of

    keys = plan(config) if shard is None else shard.part(plan(config))
    methods, tasks = methods_of(config), tasks_of(config.what.tasks)
    told = estimate(config, keys)
    if as_json:
        typer.echo(json.dumps({"methods": methods, "tasks": tasks, **told.as_json()}, indent=1))
        return
    typer.echo(f"name       {config.name}")
    typer.echo(f"methods    {', '.join(methods)}")
    typer.echo(f"tasks      {len(tasks)}: {', '.join(tasks)}")
    typer.echo(f"instances  {told.instances:,}, each {config.what.repeats}x to each method")
    typer.echo(f"samples    {told.samples:,}")
    typer.echo(f"calls      {told.requests.least:,} to {told.requests.most:,}")
    typer.echo(f"read       {told.read.least:,} to {told.read.most:,} tokens, roughly")
    typer.echo(f"written    {told.written.least:,} to {told.written.most:,} tokens, roughly")
    if told.cost is not None:
        typer.echo(f"cost       {told.cost[0]:,.2f} to {told.cost[1]:,.2f}, roughly")


def _drive(
    work: Callable[["Progress", "Watch"], Awaitable["Ending"]],
    folder: Path,
    *,
    quiet: bool,
    as_json: bool,
    within_s: float,
) -> None:
    """Work, show progress, heed signals; leave with the status that says how it ended."""
    import anyio
    from rich.console import Console

    from codesteer.symbench.bench.progress import (
        JsonProgress,
        LiveProgress,
        PlainProgress,
        Progress,
        Silent,
        in_words,
    )
    from codesteer.symbench.bench.stopping import stopped_by_signals

    console = Console(stderr=True, highlight=False)
    progress: Progress
    live = None
    if as_json:
        progress = JsonProgress(sys.stdout)
    elif quiet:
        progress = Silent()
    elif console.is_terminal:
        progress = live = LiveProgress(console)
    else:
        progress = PlainProgress(sys.stderr)

    async def main() -> "Ending":
        async with stopped_by_signals(within_s) as watch:
            return await work(progress, watch)
        raise KeyboardInterrupt  # Cancelled before it had begun.

    try:
        with live.drawn() if live is not None else nullcontext():
            ending = anyio.run(main)
    except KeyboardInterrupt:
        raise typer.Exit(STATUS["interrupted"]) from None
    status = STATUS[ending.why]
    if ending.why == "done" and ending.tally.answered < ending.tally.total:
        status = _LEFT
    if not (quiet or as_json):
        typer.echo(f"{folder}\n{in_words(ending.tally)}")
        if status:
            typer.echo(f"Go on with: codesteer bench resume {folder}", err=True)
    raise typer.Exit(status)
