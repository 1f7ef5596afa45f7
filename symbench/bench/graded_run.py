"""A run read for scoring: its answers graded anew by the verifiers of this installation."""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from codesteer.errors import UnknownTask
from codesteer.symbench.bench.journal import last_of, read_lines
from codesteer.symbench.bench.outcome import Outcome, read_outcome
from codesteer.symbench.bench.run_folder import Manifest, RunFolder
from codesteer.symbench.registry import find_task, instance
from codesteer.symbench.task import Instance

__all__ = ["Changed", "GradedRun", "NotGraded", "read_run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An answer whose stored grade is not the one it gets now.

    Attributes:
        key: The sample.
        now: The grade it gets now.
        reason: Why, in the verifier's words.
    """

    key: str
    now: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotGraded:
    """An instance that this installation cannot make: its answers keep their stored grades.

    Attributes:
        instance: Its id.
        samples: How many answers to it there are.
        reason: Why it cannot be made.
    """

    instance: str
    samples: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedRun:
    """A run as it is scored.

    Attributes:
        path: Its folder.
        manifest: With what it was made.
        outcomes: The answers by key, in the order of their keys, as they are graded now.
        errors: The latest error of each sample that has no answer, by key.
        changed: Where the grade is another than the stored one.
        not_graded: What could not be graded anew.
        graded_anew: Whether the answers were graded anew at all.
    """

    path: Path
    manifest: Manifest
    outcomes: dict[str, Outcome]
    errors: dict[str, Outcome]
    changed: tuple[Changed, ...] = ()
    not_graded: tuple[NotGraded, ...] = ()
    graded_anew: bool = True

    @property
    def missing(self) -> int:
        """Samples of the plan that have neither an answer nor an error."""
        return max(0, self.manifest.samples - len(self.outcomes) - len(self.errors))

    @property
    def complete(self) -> bool:
        """Whether every sample of the plan has its answer."""
        return not self.errors and not self.missing

    @property
    def methods(self) -> tuple[str, ...]:
        """Those with answers or errors, in the order of the plan."""
        found = {outcome.name.method for outcome in (self.outcomes | self.errors).values()}
        planned = [name for name in self.manifest.methods if name in found]
        return (*planned, *sorted(found.difference(planned)))

    def missing_of(self, method: str) -> int | None:
        """Missing samples of a method; None where the plan has no equal share for each."""
        methods = self.manifest.methods
        if method not in methods or self.manifest.samples % len(methods):
            return None
        there = sum(each.name.method == method for each in (self.outcomes | self.errors).values())
        return max(0, self.manifest.samples // len(methods) - there)


def read_run(path: Path, *, grade_anew: bool = True) -> GradedRun:
    """Read a run without its episodes, and grade its answers.

    Args:
        path: Folder of the run; nothing in it is changed.
        grade_anew: False keeps the stored grades.

    Raises:
        InvalidRequest: This is no folder of a run.
        JournalDamaged: A line cannot be read.
    """
    folder = RunFolder(path)
    manifest = folder.manifest()
    said = last_of(read_lines(folder.samples, read_outcome))
    failed = last_of(read_lines(folder.errors, read_outcome))
    stored = {key: said[key] for key in sorted(said) if not said[key].error}
    errors = {key: each for key, each in (failed | said).items() if key not in stored}
    if not grade_anew:
        return GradedRun(
            path=path, manifest=manifest, outcomes=stored, errors=errors, graded_anew=False
        )
    graded, not_graded = _graded(stored)
    changed = tuple(
        Changed(key=key, now=each.correct, reason=each.reason)
        for key, each in graded.items()
        if each.correct != stored[key].correct
    )
    return GradedRun(
        path=path,
        manifest=manifest,
        outcomes=graded,
        errors=errors,
        changed=changed,
        not_graded=tuple(not_graded),
    )


def _graded(stored: dict[str, Outcome]) -> tuple[dict[str, Outcome], list[NotGraded]]:
    """The answers with their grades of now; each instance is made once."""
    of_instance = defaultdict(list)
    for key, outcome in stored.items():
        of_instance[outcome.name.instance].append(key)
    graded, not_graded = dict(stored), []
    for wanted, keys in of_instance.items():
        try:
            puzzle = instance(wanted)
        except UnknownTask as error:
            not_graded.append(NotGraded(instance=wanted, samples=len(keys), reason=str(error)))
            continue
        for key in keys:
            graded[key] = _judged(stored[key], puzzle)
    return graded, not_graded


def _judged(outcome: Outcome, puzzle: Instance) -> Outcome:
    if not outcome.answer.strip():
        return replace(outcome, correct=False, reason="There is no answer.")
    verdict = find_task(puzzle.id.task).verify(puzzle.payload, outcome.answer)
    return replace(outcome, correct=verdict.correct, reason=verdict.reason)
