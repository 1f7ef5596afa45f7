"""Whether a run is whole: each planned sample once, each stored grade as the verifier has it."""

from collections import Counter
from dataclasses import dataclass

from codesteer.errors import UnknownTask
from codesteer.symbench.bench.journal import read_journal
from codesteer.symbench.bench.run_folder import RunFolder
from codesteer.symbench.bench.running import planned
from codesteer.symbench.bench.sample import Sample
from codesteer.symbench.registry import find_task, instance

__all__ = ["Validation", "validate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What was found out about a run.

    Attributes:
        planned: How many samples there should be.
        answered: How many have an answer.
        missing: Keys without an answer.
        unplanned: Keys that are not in the plan.
        repeated: Keys that have several answers.
        misgraded: Samples whose grade the verifier does not give again, and why.
    """

    planned: int
    answered: int
    missing: tuple[str, ...]
    unplanned: tuple[str, ...]
    repeated: tuple[str, ...]
    misgraded: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it."""
        return not (self.missing or self.unplanned or self.repeated or self.misgraded)


def validate(run: RunFolder) -> Validation:
    """Look through a run; changes nothing and asks no model.

    Raises:
        InvalidRequest: This is no run, or its tasks have changed.
        JournalDamaged: A line cannot be read.
    """
    wanted = {str(key) for key in planned(run)}
    seen: Counter[str] = Counter()
    misgraded = []
    for sample in read_journal(run.samples):
        seen[sample.key] += 1
        fault = _misgraded(sample)
        if fault:
            misgraded.append(f"{sample.key}: {fault}")
    return Validation(
        planned=len(wanted),
        answered=len(seen),
        missing=tuple(sorted(wanted - seen.keys())),
        unplanned=tuple(sorted(seen.keys() - wanted)),
        repeated=tuple(key for key, count in seen.items() if count > 1),
        misgraded=tuple(misgraded),
    )


def _misgraded(sample: Sample) -> str:
    """How a grade differs from what the verifier says of the answer."""
    if sample.error:
        return "an error stands among the answers"
    if not sample.answer.strip():
        return "there is no answer, and it counts as right" if sample.correct else ""
    try:
        puzzle = instance(sample.name.instance_id)
    except UnknownTask as error:
        return str(error)
    verdict = find_task(sample.name.task).verify(puzzle.payload, sample.answer)
    if verdict.correct == sample.correct:
        return ""
    return f"stored as {'right' if sample.correct else 'wrong'}, but: {verdict.reason}"
