"""Begins a run in a folder, or goes on with one: opens and closes models, servers and files."""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import codesteer
from codesteer.errors import InvalidRequest
from codesteer.settings import Settings
from codesteer.symbench.bench.chats import Chats, open_chats, shown
from codesteer.symbench.bench.config import RunConfig, checked, read_config
from codesteer.symbench.bench.episode import now
from codesteer.symbench.bench.executor import Job, OpenExecutor, local_executor
from codesteer.symbench.bench.journal import Journal
from codesteer.symbench.bench.metering import Budget, Prices
from codesteer.symbench.bench.plan import methods_of, plan, tasks_of
from codesteer.symbench.bench.progress import Progress
from codesteer.symbench.bench.provenance import commit, versions
from codesteer.symbench.bench.run_folder import Manifest, RunFolder
from codesteer.symbench.bench.runner import Runner, Why
from codesteer.symbench.bench.sample import SampleKey
from codesteer.symbench.bench.shards import Shard
from codesteer.symbench.bench.tally import Tally
from codesteer.symbench.bench.toml_text import toml_text

__all__ = [
    "Ending",
    "Watch",
    "begin",
    "changeable",
    "go_on",
    "may_change",
    "planned",
    "resolved",
    "write_config",
]

_MAY_CHANGE = (
    "limits.", "server.processes", "server.url", "server.timeout_s", "server.restarts", "cache",
    "model.url", "model.timeout_s", "model.price", "helper.url", "helper.timeout_s",
    "helper.price", "guide.price",
)  # fmt: skip
Watch = Callable[[Runner], object]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended, and how far it is."""

    why: Why
    tally: Tally


async def begin(
    config: RunConfig,
    folder: Path,
    settings: Settings,
    progress: Progress,
    watch: Watch,
    *,
    shard: Shard | None = None,
    executor: OpenExecutor = local_executor,
) -> Ending:
    """Begin a run.

    Args:
        config: What is asked for; what it leaves open is taken from the settings.
        folder: Where its files will be: empty, or not there.
        settings: Of this process: keys, and addresses where the configuration has none.
        progress: Is told.
        watch: Takes the runner before it works, to be able to stop it.
        shard: The part of the plan to run; None for all of it.
        executor: Opens what samples are tried with.

    Raises:
        InvalidRequest: The folder is in use, or something cannot be run.
        ModelError: The model is out of reach.
        ServerLost: No server could be started or reached.
    """
    config = resolved(config, settings)
    keys = plan(config) if shard is None else shard.part(plan(config))
    run = RunFolder(folder)
    _require_free(folder)
    async with AsyncExitStack() as stack:
        models = await open_chats(config, settings, stack)
        config = _named(config, models)
        write_config(run, config)
        run.note(_manifest(config, keys, shard))
        samples = stack.enter_context(Journal.opened(run.samples))
        job = Job(config=config, folder=folder, settings=settings, chats=models, budget=Budget())
        return await _work(job, keys, samples, progress, watch, stack, executor)


async def go_on(
    folder: Path,
    overrides: Iterable[str],
    settings: Settings,
    progress: Progress,
    watch: Watch,
    *,
    executor: OpenExecutor = local_executor,
) -> Ending:
    """Go on with a run: what has an answer is kept, everything else is tried.

    Args:
        folder: The run's.
        overrides: Like "limits.tokens=1000000"; only what changes no answer can be set.
        settings: Of this process.
        progress: Is told.
        watch: Takes the runner before it works, to be able to stop it.
        executor: Opens what samples are tried with.

    Raises:
        InvalidRequest: This is no run, it was made for other tasks, or an override is not allowed.
        ModelError: The model is out of reach.
        ServerLost: No server could be started or reached.
    """
    run = RunFolder(folder)
    manifest = run.manifest()
    overrides = tuple(overrides)
    for each in overrides:
        may_change(each)
    config = read_config(run.config, overrides)
    keys = planned(run, config)
    async with AsyncExitStack() as stack:
        # Held before anything is written: only one process may go on with a run.
        samples = stack.enter_context(Journal.opened(run.samples))
        models = await open_chats(config, settings, stack)
        if overrides:
            write_config(run, config)
        here = {"at": now(), "codesteer": codesteer.__version__, "commit": commit()}
        run.note(replace(manifest, resumed=(*manifest.resumed, here)))
        job = Job(config=config, folder=folder, settings=settings, chats=models, budget=Budget())
        return await _work(job, keys, samples, progress, watch, stack, executor)


def planned(run: RunFolder, config: RunConfig | None = None) -> tuple[SampleKey, ...]:
    """The samples of a run.

    Raises:
        InvalidRequest: Its tasks have changed since, so that it would be another run.
    """
    keys = plan(config or read_config(run.config))
    manifest = run.manifest()
    if manifest.shard:
        keys = Shard.parse(manifest.shard).part(keys)
    wanted = manifest.samples
    if wanted and wanted != len(keys):
        raise InvalidRequest(
            f"{run.path} was planned with {wanted:,} samples, and this CodeSteer would plan "
            f"{len(keys):,}: its tasks or methods are others. Go on with the version in its "
            "manifest.json, or begin anew."
        )
    return keys


def may_change(override: str) -> None:
    """Refuse to change what decides answers.

    Raises:
        InvalidRequest: It does.
    """
    key = override.partition("=")[0].strip()
    if not changeable(key):
        raise InvalidRequest(
            f"{key[:80]} cannot be changed in a run that has begun: its samples would not be "
            "comparable. Begin a new run. What can be changed: limits, prices, time-outs, "
            "addresses, server.processes, cache."
        )


def changeable(key: str) -> bool:
    """Whether a key of the configuration decides no answers, so that it may change in a run."""
    return key.startswith(_MAY_CHANGE)


def resolved(config: RunConfig, settings: Settings) -> RunConfig:
    """A configuration with nothing left to defaults that may change.

    Raises:
        InvalidRequest: No model is named anywhere.
    """
    table = config.model_dump(exclude_none=True)
    table["what"] |= {"methods": methods_of(config), "tasks": tasks_of(config.what.tasks)}
    for role, url, name in (
        ("model", settings.model_url, settings.model_name),
        ("helper", settings.helper_url, settings.helper_name),
        ("guide", settings.guide_url, settings.guide_name),
    ):
        part = table.get(role)
        if part is not None and not part["url"] and url:
            part["url"] = shown(url)
            part["name"] = part["name"] or name
    if not table["model"]["url"]:
        raise InvalidRequest(
            "No model is named. Set CODESTEER_MODEL_URL, say --model-url, or give model.url in the "
            "configuration: an OpenAI-compatible endpoint like http://127.0.0.1:8000/v1."
        )
    if "helper" in table and not table["helper"]["url"]:
        raise InvalidRequest("[helper] has no address: give helper.url or CODESTEER_HELPER_URL.")
    if config.limits.cost and Prices.of(config.model) is None:
        raise InvalidRequest(
            "limits.cost needs prices: set model.price_read and model.price_written, for a "
            "million tokens."
        )
    return checked(table, "The configuration")


def _named(config: RunConfig, chats: Chats) -> RunConfig:
    """The configuration with the models' names."""
    helper = config.helper
    if helper is not None and chats.helper is not None:
        helper = helper.model_copy(update={"name": chats.helper.name})
    model = config.model.model_copy(update={"name": chats.task.name})
    return config.model_copy(update={"model": model, "helper": helper})


def _require_free(folder: Path) -> None:
    """Refuse a folder that holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidRequest(
            f"{folder} is there already. Go on with it by `codesteer bench resume {folder}`, or "
            "name another folder with --out."
        )


def write_config(run: RunFolder, config: RunConfig) -> None:
    """Write the configuration, whole or not at all.

    Raises:
        InvalidRequest: The folder cannot be written.
    """
    aside = run.path / "config.toml.new"
    try:
        run.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside.write_text(toml_text(config.model_dump(exclude_none=True)), "utf-8")
        os.replace(aside, run.config)
    except OSError as error:
        raise InvalidRequest(f"{run.path} cannot be written: {error.strerror}.") from None


def _manifest(config: RunConfig, keys: tuple[SampleKey, ...], shard: Shard | None) -> Manifest:
    sampling = {"temperature": config.model.temperature, "max_tokens": config.model.max_tokens}
    if config.helper is not None:
        sampling |= {
            "helper_temperature": config.helper.temperature,
            "helper_max_tokens": config.helper.max_tokens,
        }
    return Manifest(
        name=config.name,
        created=now(),
        model=config.model.name,
        helper="" if config.helper is None else config.helper.name,
        guide="the server's" if config.server.url else config.guide.name or _guide(config),
        sampling=sampling,
        samples=len(keys),
        methods=config.what.methods,
        versions=versions(),
        commit=commit(),
        shard=str(shard or ""),
    )


def _guide(config: RunConfig) -> str:
    return f"the first model of {config.guide.url}" if config.guide.url else "rules"


async def _work(
    job: Job,
    keys: tuple[SampleKey, ...],
    samples: Journal,
    progress: Progress,
    watch: Watch,
    stack: AsyncExitStack,
    executor: OpenExecutor,
) -> Ending:
    """Do what is left to do."""
    run, config = RunFolder(job.folder), job.config
    errors = stack.enter_context(Journal.opened(run.errors))
    tally = Tally.read(run, len(keys))
    strange = sorted(tally.grades.keys() - {str(key) for key in keys})
    if strange:
        raise InvalidRequest(
            f"{run.samples} holds {len(strange):,} samples that are not planned, such as "
            f"{strange[0]}: its tasks were of other versions. Begin a new run."
        )
    left = [key for key in keys if str(key) not in tally.grades]
    budget = Budget.resumed(config.limits, tally.tokens, tally.cost or 0.0)
    if left and not budget.spent:
        stack.enter_context(_episodes_removed(run))
        opened = await stack.enter_async_context(executor(replace(job, budget=budget)))
    else:
        progress.begun(config.name, tally)
        why: Why = "budget" if left else "done"
        progress.ended(why)
        return Ending(why, tally)
    runner = Runner(
        left,
        executor=opened,
        samples=samples,
        errors=errors,
        tally=tally,
        budget=budget,
        limits=config.limits,
        progress=progress,
    )
    watch(runner)
    tally.begun = time.monotonic()
    progress.begun(config.name, tally)
    ended = await runner.run()
    progress.ended(ended)
    return Ending(ended, tally)


@contextmanager
def _episodes_removed(run: RunFolder) -> Iterator[None]:
    """Without the servers' own copies of episodes, before and after: the samples have them."""
    shutil.rmtree(run.path / "episodes", ignore_errors=True)
    try:
        yield
    finally:
        shutil.rmtree(run.path / "episodes", ignore_errors=True)
