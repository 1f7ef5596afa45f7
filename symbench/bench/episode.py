"""One sample: a method's episode over MCP, its record, and then, once, its grade."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from codesteer.errors import CodeSteerError
from codesteer.steering.methods.driver import MethodResult, run
from codesteer.steering.methods.method import MethodOptions, Models
from codesteer.steering.methods.registry import find_method
from codesteer.steering.store import MemoryEpisodeStore, as_record
from codesteer.steering.trajectory import Event
from codesteer.symbench.bench.mcp_tools import ServerLost
from codesteer.symbench.bench.metering import Budget, Meter, MeteredChat, Prices, Source
from codesteer.symbench.bench.sample import Sample, SampleKey
from codesteer.symbench.bench.servers import Connection

__all__ = ["Setting", "now", "try_sample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all samples of a run have in common.

    Attributes:
        task: The model that is measured.
        helper: A second model; None where there is none.
        options: How methods work.
        guide_prices: Of the guide that the server asks, if it has prices.
    """

    task: Source
    helper: Source | None = None
    options: MethodOptions = field(default_factory=MethodOptions)
    guide_prices: Prices | None = None


async def try_sample(
    key: SampleKey, connection: Connection, setting: Setting, budget: Budget, *, attempt: int = 1
) -> Sample:
    """Try a sample once. Whatever goes wrong makes a sample with an error, and is not raised.

    The answer is graded when the episode is over, and nobody in it is told.

    Args:
        key: Which.
        connection: The server.
        setting: What all samples have in common.
        budget: Counts what models cost.
        attempt: Which try it is.
    """
    started, clock = now(), time.perf_counter()
    meter = Meter(budget)
    episode = _Episode(key, connection, setting, meter)
    error = ""
    try:
        await episode.live()
    except CodeSteerError as failed:
        error = str(failed) or type(failed).__name__
        if isinstance(failed, ServerLost):
            error = f"server lost: {error}"
    except Exception as failed:  # A server of another make may answer anything at all.
        error = f"{type(failed).__name__}: {failed}"
    result, correct, reason = episode.result, episode.correct, episode.reason
    if result is not None and result.error:
        error = error or f"model failed: {result.error}"
    answered = result is not None and not error
    return Sample(
        key=str(key),
        model=setting.task.model.name,
        attempt=attempt,
        started=started,
        error=_whole(error)[:4000],
        answer=_whole(result.final_answer) if result is not None and answered else "",
        correct=correct and answered,
        reason=reason if answered else "",
        stopped_because="model_failed" if result is None else result.stopped_because,
        turns=0 if result is None else result.turns,
        tokens=meter.tokens,
        cost=None if meter.cost is None else round(meter.cost, 9),
        seconds=round(time.perf_counter() - clock, 6),
        model_seconds=round(meter.model_seconds, 6),
        session_id="" if result is None else result.session_id,
        trajectory=episode.trajectory,
    )


class _Episode:
    """The life of one sample: question, method, record, grade."""

    def __init__(
        self, key: SampleKey, connection: Connection, setting: Setting, meter: Meter
    ) -> None:
        self.result: MethodResult | None = None
        self.trajectory: tuple[Mapping[str, Any], ...] = ()
        self.correct = False
        self.reason = ""
        self._key = key
        self._connection = connection
        self._setting = setting
        self._meter = meter
        self._method = find_method(key.method)

    async def live(self) -> None:
        tools, own = self._connection.tools, _TimedStore()
        question = await tools.prompt(self._key.instance)
        try:
            self.result = await run(
                self._method,
                question,
                self._models(),
                tools,
                options=self._setting.options,
                store=own,
            )
        finally:
            self.trajectory = own.records()
        if self._method.by_server:
            await self._take_record()
        if self.result.stopped_because != "model_failed":
            verdict = await tools.grade(self._key.instance, self.result.final_answer)
            self.correct, self.reason = verdict.correct, verdict.reason

    def _models(self) -> Models:
        """The models of this sample; a method without a second one asks the first in its place."""
        task, helper = self._setting.task, self._setting.helper
        second = task if helper is None and not self._method.fine_tuned else helper
        repeat = self._key.repeat
        return Models(
            task=MeteredChat(task, "task", self._meter, repeat=repeat),
            helper=None
            if second is None
            else MeteredChat(second, "helper", self._meter, repeat=repeat),
        )

    async def _take_record(self) -> None:
        """Read what the server has recorded, and end the kernel: nobody comes back to it."""
        assert self.result is not None  # noqa: S101 - the method has ended
        if not self.result.session_id:
            return
        text = await self._connection.record(self.result.session_id)
        try:
            self.trajectory = tuple(json.loads(line) for line in text.split("\n") if line)
        except ValueError as error:
            raise ServerLost(
                f"The record of {self.result.session_id} came back damaged ({error})."
            ) from error
        self._meter.count_guide(self.trajectory, self._setting.guide_prices)
        if any(record.get("kind") == "execution" for record in self.trajectory):
            await self._connection.tools.reset(self.result.session_id)


class _TimedStore(MemoryEpisodeStore):
    """Keeps the episode of one sample, with the time of every event."""

    def __init__(self) -> None:
        super().__init__()
        self._times: dict[str, list[str]] = {}

    async def append(self, session_id: str, events: Sequence[Event], *, expected: int) -> None:
        """Add events; see `EpisodeStore.append`."""
        await super().append(session_id, events, expected=expected)
        self._times.setdefault(session_id, []).extend([now()] * len(events))

    def records(self) -> tuple[Mapping[str, Any], ...]:
        """The episode's records; there is one episode, or none."""
        return tuple(
            as_record(event, number, at)
            for session_id, events in self.episodes.items()
            for number, (event, at) in enumerate(zip(events, self._times[session_id], strict=True))
        )


def now() -> str:
    """This moment, in ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _whole(text: str) -> str:
    """A text without halves of surrogate pairs, which no file could hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
