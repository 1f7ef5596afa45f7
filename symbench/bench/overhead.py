"""Measures what the runner itself takes, with a fake endpoint that answers at once."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

from codesteer.settings import Settings
from codesteer.symbench.bench.config import RunConfig, read_config
from codesteer.symbench.bench.fake_endpoint import fake_endpoint
from codesteer.symbench.bench.journal import read_journal
from codesteer.symbench.bench.progress import Silent
from codesteer.symbench.bench.run_folder import RunFolder
from codesteer.symbench.bench.running import begin
from codesteer.symbench.bench.sample import Sample
from codesteer.symbench.bench.servers import processes

__all__ = ["Overhead", "measure_overhead"]

_WARM_UP = 4
"""Samples at the start that are not counted: what they need is imported and started first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhead:
    """What a run took beside its models.

    Attributes:
        concurrency: Samples at a time.
        processes: Servers.
        samples: How many were counted.
        turns: Turns of them, in all.
        outside_p50_ms: Wall time a turn outside model calls: steering, kernel, checks, MCP, grade
            and files, each sample's share a turn; the median of samples.
        outside_p90_ms: The same for the slowest tenth.
        whole_p50_ms: Wall time a turn, with the calls of the endpoint that answers at once.
        turns_per_s: In all, from the first counted sample's start to the last one's end.
        load: Load average of the machine over the last minute, when it was over.
    """

    concurrency: int
    processes: int
    samples: int
    turns: int
    outside_p50_ms: float
    outside_p90_ms: float
    whole_p50_ms: float
    turns_per_s: float
    load: float


async def measure_overhead(
    concurrency: int, instances: int, tell: Callable[[str], None], servers: int = 0
) -> Overhead:
    """Run `quick` with the CodeSteer method against the fake, and see what it took.

    Args:
        concurrency: Samples at a time.
        instances: Of each of its 24 levels of tasks.
        tell: Takes a line about what is being done.
        servers: How many to start; 0 for as many as a run would.

    Raises:
        CodeSteerError: It could not be run, or a sample ended in an error.
    """
    tell(f"{24 * instances} samples, {concurrency} at a time ...")
    with fake_endpoint() as url, tempfile.TemporaryDirectory(prefix="codesteer-bench-") as place:
        config = read_config(
            "quick",
            [
                "name=overhead",
                "what.methods=codesteer",
                f"what.instances={instances}",
                f"model.url={url}",
                f"limits.concurrency={concurrency}",
                f"server.processes={servers}",
            ],
        )
        folder = Path(place) / "run"
        await begin(config, folder, Settings(), Silent(), lambda runner: None)
        samples = list(read_journal(RunFolder(folder).samples))
    return _overhead(config, samples)


def _overhead(config: RunConfig, samples: list[Sample]) -> Overhead:
    counted = [each for each in samples[_WARM_UP:] if each.turns]
    outside = [1000 * (each.seconds - each.model_seconds) / each.turns for each in counted]
    turns = sum(each.turns for each in counted)
    starts = [datetime.fromisoformat(each.started).timestamp() for each in counted]
    ends = [start + each.seconds for start, each in zip(starts, counted, strict=True)]
    return Overhead(
        concurrency=config.limits.concurrency,
        processes=processes(config),
        samples=len(counted),
        turns=turns,
        outside_p50_ms=round(median(outside), 2),
        outside_p90_ms=round(quantiles(outside, n=10)[-1], 2),
        whole_p50_ms=round(median(1000 * each.seconds / each.turns for each in counted), 2),
        turns_per_s=round(turns / (max(ends) - min(starts)), 1),
        load=round(os.getloadavg()[0], 2),
    )
