"""How far a run is: counted sample by sample, or read from its folder without the episodes."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from codesteer.symbench.bench.journal import read_journal
from codesteer.symbench.bench.metering import paid_tokens
from codesteer.symbench.bench.run_folder import RunFolder
from codesteer.symbench.bench.sample import Sample

__all__ = ["Tally"]


@dataclass(slots=True)
class Tally:
    """Samples and what they have cost.

    Attributes:
        total: How many samples the plan has.
        grades: Of the answered samples, by key.
        open_errors: The latest error of samples without an answer, by key.
        attempts: How often each sample was tried in vain, by key.
        tokens: That were paid for, in all tries.
        cost: Of all tries; None without prices.
        begun: When this process began to work, on the clock of `time.monotonic`.
        answered_before: How many samples were answered when it did.
    """

    total: int
    grades: dict[str, bool] = field(default_factory=dict)
    open_errors: dict[str, str] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)
    tokens: int = 0
    cost: float | None = None
    begun: float = field(default_factory=time.monotonic)
    answered_before: int = 0

    @classmethod
    def read(cls, folder: RunFolder, total: int) -> "Tally":
        """Read how far a run is.

        Raises:
            JournalDamaged: A line of its files cannot be read.
        """
        tally = cls(total)
        for path in (folder.samples, folder.errors):
            for sample in read_journal(path):
                tally.add(sample)
        tally.answered_before = tally.answered
        return tally

    def add(self, sample: Sample) -> None:
        """Count a try."""
        key = sample.key
        self.tokens += paid_tokens(sample)
        if sample.cost is not None:
            self.cost = (self.cost or 0.0) + sample.cost
        if not sample.error:
            self.grades[key] = sample.correct
            self.open_errors.pop(key, None)
            return
        self.attempts[key] = max(self.attempts.get(key, 0), sample.attempt)
        if key not in self.grades:
            self.open_errors[key] = sample.error

    @property
    def answered(self) -> int:
        """Samples that have an answer, right or wrong."""
        return len(self.grades)

    @property
    def correct(self) -> int:
        """Samples whose answer is right."""
        return sum(self.grades.values())

    def by_method(self) -> Mapping[str, tuple[int, int]]:
        """Right answers and answers of each method."""
        found: dict[str, tuple[int, int]] = {}
        for key, correct in self.grades.items():
            method = key.partition(":")[0]
            right, of = found.get(method, (0, 0))
            found[method] = (right + correct, of + 1)
        return found

    def seconds_left(self) -> float | None:
        """Wall-clock seconds until the end at the pace so far; None while there is no pace."""
        done = self.answered - self.answered_before
        if not done:
            return None
        return (time.monotonic() - self.begun) / done * (self.total - self.answered)

    def as_json(self) -> dict[str, Any]:
        """The same for scripts."""
        left = self.seconds_left()
        return {
            "samples": self.total,
            "answered": self.answered,
            "correct": self.correct,
            "errors": len(self.open_errors),
            "tokens": self.tokens,
            "cost": None if self.cost is None else round(self.cost, 6),
            "seconds_left": None if left is None else round(left, 1),
            "methods": {
                name: {"correct": right, "answered": of}
                for name, (right, of) in self.by_method().items()
            },
        }
