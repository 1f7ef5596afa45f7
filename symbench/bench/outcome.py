"""A sample without its episode: all that scoring needs, however long the episodes are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from codesteer.symbench.bench.sample import SCHEMA_VERSION, Role, SampleKey, Tokens

__all__ = ["Outcome", "read_outcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The part of a `Sample` that is scored; its attributes are those of `Sample`."""

    key: str
    error: str = ""
    answer: str = ""
    correct: bool = False
    reason: str = ""
    turns: int = 0
    tokens: Mapping[Role, Tokens] = field(default_factory=dict)
    cost: float | None = None
    seconds: float = 0.0
    model_seconds: float = 0.0
    schema: int = SCHEMA_VERSION

    @property
    def name(self) -> SampleKey:
        """The key, taken apart."""
        return SampleKey.parse(self.key)

    @property
    def level(self) -> int:
        """The level of its instance; see `Task.config_at`."""
        return self.name.instance_id.level

    @property
    def all_tokens(self) -> int:
        """Tokens of every role, read and written."""
        return sum(each.prompt_tokens + each.completion_tokens for each in self.tokens.values())


_OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


def read_outcome(line: bytes) -> Outcome:
    """Read a line of a run's file, and leave out its episode.

    Raises:
        ValueError: It is no sample, or one of a newer version.
    """
    try:
        outcome = _OUTCOME.validate_json(line)
    except ValidationError as error:
        raise ValueError(f"not a sample: {error.error_count()} faults") from error
    if outcome.schema > SCHEMA_VERSION:
        raise ValueError(f"written by a newer CodeSteer (schema {outcome.schema})")
    SampleKey.parse(outcome.key)
    return outcome
