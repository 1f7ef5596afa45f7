"""One sample of a run: a method's episode on an instance, its grade, and what it took."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter, ValidationError

from codesteer.errors import InvalidRequest
from codesteer.steering.methods.driver import Stopped
from codesteer.symbench.task import InstanceId

__all__ = ["SCHEMA_VERSION", "Role", "Sample", "SampleKey", "Tokens", "read_sample", "sample_line"]

SCHEMA_VERSION = 1

Role: TypeAlias = Literal["task", "helper", "guide"]

_KEY = re.compile(r"([a-z][a-z0-9_]*):(.+)#([0-9]{1,6})")


@dataclass(frozen=True, slots=True, order=True)
class SampleKey:
    """Names a sample within a run: `method:instance#repeat`."""

    method: str
    instance: str
    repeat: int = 0

    def __str__(self) -> str:
        return f"{self.method}:{self.instance}#{self.repeat}"

    @classmethod
    def parse(cls, text: str) -> "SampleKey":
        """Read a key back from its text.

        Raises:
            InvalidRequest: The text is no key.
        """
        match = _KEY.fullmatch(text.strip())
        if match is None:
            raise InvalidRequest(
                f"{text[:120]!r} names no sample. One looks like codesteer:game_24@1/3/7/0#0: "
                "method:instance#repeat."
            )
        return cls(match.group(1), match.group(2), int(match.group(3)))

    @property
    def instance_id(self) -> InstanceId:
        """The instance.

        Raises:
            UnknownTask: Its text is no id.
        """
        return InstanceId.parse(self.instance)

    @property
    def task(self) -> str:
        """Name of the task."""
        return self.instance.partition("@")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a role has cost.

    Attributes:
        requests: How often a model was asked.
        cached: How many of these the cache has answered.
        prompt_tokens: Tokens read, as the endpoint counts them.
        completion_tokens: Tokens written.
        cached_tokens: Of the tokens, read and written, those of replies from the cache: nothing was
            paid for them in this run.
    """

    requests: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One line of a run's file. A line with an `error` is no answer: it is tried again on resume.

    Attributes:
        key: `method:instance#repeat`.
        model: The task model's name, as the endpoint gives it.
        attempt: 1 for the first try, and one more after each that ended in an error.
        started: ISO 8601, UTC.
        error: Why there is nothing to grade (model out of reach, server lost); empty for an answer.
        answer: What was submitted for grading; empty where the method found none.
        correct: The grade.
        reason: What the grader said.
        stopped_because: How the method ended.
        turns: Turns begun.
        tokens: What each role has cost; roles that were never asked are left out.
        cost: In the currency of the prices that were configured; None without prices.
        seconds: Wall-clock seconds of the episode, grading included.
        model_seconds: Of these, those spent waiting for models.
        session_id: Names the episode.
        trajectory: The whole episode, as the records of its store (`seq`, `at`, `kind`, ...).
        schema: Version of this form.
    """

    key: str
    model: str
    attempt: int = 1
    started: str
    error: str = ""
    answer: str = ""
    correct: bool = False
    reason: str = ""
    stopped_because: Stopped = "no_answer"
    turns: int = 0
    tokens: Mapping[Role, Tokens] = field(default_factory=dict)
    cost: float | None = None
    seconds: float = 0.0
    model_seconds: float = 0.0
    session_id: str = ""
    trajectory: tuple[Mapping[str, Any], ...] = ()
    schema: int = SCHEMA_VERSION

    @property
    def name(self) -> SampleKey:
        """The key, taken apart."""
        return SampleKey.parse(self.key)

    @property
    def all_tokens(self) -> int:
        """Tokens of every role, read and written."""
        return sum(each.prompt_tokens + each.completion_tokens for each in self.tokens.values())


_SAMPLE: TypeAdapter[Sample] = TypeAdapter(Sample)


def sample_line(sample: Sample) -> bytes:
    """A sample as a line of a file, with its line end."""
    text = json.dumps(_SAMPLE.dump_python(sample), separators=(",", ":"), ensure_ascii=False)
    # A lone surrogate is no text and could not be read back.
    return text.encode("utf-8", "replace") + b"\n"


def read_sample(line: bytes) -> Sample:
    """Read a line back.

    Raises:
        ValueError: It is no sample, or one of a newer version.
    """
    try:
        sample = _SAMPLE.validate_json(line)
    except ValidationError as error:
        raise ValueError(f"not a sample: {error.error_count()} faults") from error
    if sample.schema > SCHEMA_VERSION:
        raise ValueError(f"written by a newer CodeSteer (schema {sample.schema})")
    return sample
