"""Parts of a plan, to be run apart from each other: `--shard 2/4` is the second of four."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.sample import SampleKey

__all__ = ["Shard"]

_MOST = 256
_FORM = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One of so many parts.

    Attributes:
        number: Which, from 1.
        of: How many there are.
    """

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """Read "2/4".

        Raises:
            InvalidRequest: It names no part.
        """
        match = _FORM.fullmatch(text.strip())
        number, of = (int(match[1]), int(match[2])) if match else (0, 0)
        if not 1 <= number <= of <= _MOST:
            raise InvalidRequest(
                f"{text[:80]!r} names no shard. Write which of how many, from 1/2 and 2/2 to at "
                f"most {_MOST:,} shards."
            )
        return cls(number, of)

    def part(self, keys: Sequence[SampleKey]) -> tuple[SampleKey, ...]:
        """The samples of this part, in the order of the plan.

        The parts of a plan have no sample in common and leave none out. Of each method on each task
        no part has more than one sample more than another; levels and sizes are evened out as well
        as that allows.

        Raises:
            InvalidRequest: There are more parts than samples.
        """
        if self.of > len(keys):
            raise InvalidRequest(
                f"{len(keys):,} samples cannot be split into {self.of:,} shards: take fewer."
            )
        if self.of == 1:
            return tuple(keys)
        return tuple(
            key
            for key, number in zip(keys, _dealt(keys, self.of), strict=True)
            if number == self.number
        )


def _dealt(keys: Sequence[SampleKey], of: int) -> list[int]:
    """The part of each sample: where there are fewest like it."""
    filled: list[Counter[tuple[str | int, ...]]] = [Counter() for _ in range(of)]
    dealt = []
    for key in keys:
        level = key.instance_id.level
        alike: tuple[tuple[str | int, ...], ...] = (
            (key.method, key.task),
            (key.method,),
            (),
            (key.task,),
            (key.method, level),
        )
        where = min(range(of), key=lambda part: [filled[part][each] for each in alike])
        filled[where].update(alike)
        dealt.append(where + 1)
    return dealt
