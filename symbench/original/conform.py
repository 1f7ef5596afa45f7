"""Measures how our verifiers agree with cases whose true verdicts are known."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from codesteer.errors import InvalidRequest
from codesteer.symbench.original.case import Case, original_task
from codesteer.symbench.registry import find_task

__all__ = ["Agreement", "Conformance", "conform"]


@dataclass(slots=True)
class Agreement:
    """Counts of responses, each as [so many, of so many].

    Attributes:
        strict: In the demanded form: judged as they should be.
        none: Without an answer: rejected.
        lenient_true: Right, in another unambiguous form: accepted.
        lenient_false: Wrong, in another form: accepted, which they must not be.
        disagreed: "<case id>: <kind>" of every response that was misjudged.
    """

    strict: list[int] = field(default_factory=lambda: [0, 0])
    none: list[int] = field(default_factory=lambda: [0, 0])
    lenient_true: list[int] = field(default_factory=lambda: [0, 0])
    lenient_false: list[int] = field(default_factory=lambda: [0, 0])
    disagreed: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether strict responses agree, empty ones are rejected, and nothing false passes."""
        return (
            self.strict[0] == self.strict[1]
            and self.none[0] == self.none[1]
            and self.lenient_false[0] == 0
        )

    def add(self, other: "Agreement") -> None:
        """Take in the counts of another."""
        for name in ("strict", "none", "lenient_true", "lenient_false"):
            ours, theirs = getattr(self, name), getattr(other, name)
            ours[0] += theirs[0]
            ours[1] += theirs[1]
        self.disagreed += other.disagreed

    def as_json(self) -> dict[str, list[int]]:
        """The counts by name."""
        return {
            "strict": self.strict,
            "none": self.none,
            "lenient_true": self.lenient_true,
            "lenient_false": self.lenient_false,
        }


@dataclass(slots=True)
class Conformance:
    """Agreement over a file of cases, by task and in total."""

    tasks: dict[str, Agreement] = field(default_factory=dict)

    @property
    def total(self) -> Agreement:
        """All tasks together."""
        total = Agreement()
        for agreement in self.tasks.values():
            total.add(agreement)
        return total

    def as_json(self) -> dict[str, Any]:
        """What `codesteer tasks conform --json` prints."""
        tasks = {name: self.tasks[name].as_json() for name in sorted(self.tasks)}
        return {"tasks": tasks, "total": self.total.as_json()}


def conform(path: Path) -> Conformance:
    """Judge every response of a file of cases.

    Args:
        path: JSON Lines, one case a line with `task`, `id`, `question`, `params`, `gold` and
            `responses`, each of which has `text`, `kind`, `format` (strict, lenient or none),
            `true_verdict` and perhaps `ambiguous`, which leaves it out.

    Raises:
        InvalidRequest: The file cannot be read, or a line is no case.
        UnknownTask: A case is of a task that does not exist.
    """
    report = Conformance()
    for case, responses in _cases(path):
        agreement = report.tasks.setdefault(case.task, Agreement())
        payload = original_task(case.task).payload(case)
        task = find_task(case.task)
        for response in responses:
            if response.get("ambiguous"):
                continue
            accepted = payload is not None and task.verify(payload, response["text"]).correct
            _count(agreement, case, response, accepted=accepted)
    return report


def _cases(path: Path) -> Iterator[tuple[Case, list[dict[str, Any]]]]:
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                    case = Case(
                        task=find_task(row["task"]).name,
                        id=row["id"],
                        question=row["question"],
                        params=row["params"],
                        gold=row.get("gold"),
                        gold_correct=row.get("gold_correct"),
                    )
                    responses = row["responses"]
                except (ValueError, KeyError, TypeError) as error:
                    raise InvalidRequest(f"Line {number} of {path} is no case: {error}.") from None
                yield case, responses
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{path} cannot be read: {error}.") from None


def _count(agreement: Agreement, case: Case, response: dict[str, Any], *, accepted: bool) -> None:
    truth = bool(response["true_verdict"])
    match response["format"]:
        case "strict":
            counts, good = agreement.strict, accepted == truth
        case "none":
            counts, good = agreement.none, not accepted
        case _ if truth:
            counts, good = agreement.lenient_true, accepted
        case _:
            counts, good = agreement.lenient_false, accepted
    counts[0] += good
    counts[1] += 1
    if accepted != truth:
        agreement.disagreed.append(f"{case.id}: {response['kind']} ({response['format']})")
