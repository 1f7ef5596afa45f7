"""A sample's episode, as what looks at episodes takes it."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from codesteer.errors import EpisodeDamaged
from codesteer.steering.store import Recorded
from codesteer.steering.trajectory import Event, Trajectory
from codesteer.symbench.bench.sample import Sample

__all__ = ["recorded"]

_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])


def recorded(sample: Sample) -> Recorded:
    """The episode of a sample, event by event.

    Raises:
        EpisodeDamaged: A record in it cannot be understood.
    """
    events, times = [], []
    trajectory = Trajectory()
    for number, record in enumerate(sample.trajectory):
        try:
            event = _EVENT.validate_python(_bare(record))
            trajectory = trajectory.after(event)
        except (ValidationError, ValueError, TypeError) as error:
            raise EpisodeDamaged(
                f"Record {number} of the episode of {sample.key} cannot be understood "
                f"({type(error).__name__}); the sample's other fields can still be used."
            ) from error
        events.append(event)
        times.append(str(record.get("at", "")))
    return Recorded(sample.session_id, tuple(events), tuple(times), trajectory)


def _bare(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in ("seq", "at")}
