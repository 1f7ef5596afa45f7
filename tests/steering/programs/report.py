"""How well the symbolic checker reads labelled programs.

`PYTHONPATH=. python -P -m tests.steering.programs.report` prints the table of the development set;
names of sets, or paths of files, may follow, and `--differences`.
"""

import math
import statistics
import sys
import time
from dataclasses import dataclass

from codesteer.steering.checkers.symbolic import check_program
from tests.steering.programs import baseline
from tests.steering.programs.labelled import DEVELOPMENT, DOES, FINDINGS, programs

__all__ = ["Agreement", "agreements", "disagreements", "reading_times_ms", "table"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one label was found: rightly, wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self):
        """Share of what was found that is right; 1 where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self):
        """Share of what there is that was found; 1 where there is nothing."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    @property
    def f1(self):
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    @classmethod
    def of(cls, pairs):
        """Count pairs of (found, labelled)."""
        pairs = list(pairs)
        return cls(
            right=sum(found and labelled for found, labelled in pairs),
            wrong=sum(found and not labelled for found, labelled in pairs),
            missed=sum(labelled and not found for found, labelled in pairs),
        )


def found_in(report):
    """The findings of a report, by the labels' names."""
    named = {
        "hard_coded": report.literal_output,
        "ignores_data": report.ignores_data,
        "trivial_loops": report.trivial_loops,
        "endless": report.endless,
    }
    return {name for name, holds in named.items() if holds}


def agreements(set_name):
    """Every label of a set, with how it was found; the main verdict twice."""
    cases = programs(set_name)
    reports = [check_program(case.code, case.question) for case in cases]
    both = list(zip(reports, cases, strict=True))
    found = {
        "text-like": Agreement.of(
            (not report.computes, not case.computes) for report, case in both
        ),
        "text-like (baseline)": Agreement.of(
            (baseline.is_text_like(case.code), not case.computes) for case in cases
        ),
    }
    for name in FINDINGS:
        found[name] = Agreement.of(
            (name in found_in(report), name in case.findings) for report, case in both
        )
    for name in DOES:
        found[f"does {name}"] = Agreement.of(
            (name in report.does, name in case.does) for report, case in both
        )
    return found


def disagreements(set_name):
    """What was found and labelled differently, a line each."""
    for case in programs(set_name):
        report = check_program(case.code, case.question)
        if report.computes != case.computes:
            yield f"{case.id} computes: found {report.computes}"
        mine = found_in(report) | set(report.does)
        labelled = {*case.findings, *case.does}
        yield from (f"{case.id} + {name}" for name in sorted(mine - labelled))
        yield from (f"{case.id} - {name}" for name in sorted(labelled - mine))


def reading_times_ms(set_name, repeats=5):
    """Milliseconds that reading a program takes, the best of some repeats for each."""

    def once(case):
        started = time.perf_counter()
        check_program(case.code, case.question)
        return 1_000 * (time.perf_counter() - started)

    return [min(once(case) for _ in range(repeats)) for case in programs(set_name)]


def table(set_name):
    """The table of a set, as text."""
    lines = [f"{set_name}: {len(programs(set_name))} programs", ""]
    lines.append(f"{'label':<28}{'there':>6}{'precision':>11}{'recall':>8}{'F1':>7}")
    for name, found in agreements(set_name).items():
        there = found.right + found.missed
        if there or found.wrong:
            lines.append(
                f"{name:<28}{there:>6}{found.precision:>11.3f}{found.recall:>8.3f}{found.f1:>7.3f}"
            )
    times = sorted(reading_times_ms(set_name))
    p99 = times[min(len(times) - 1, math.ceil(0.99 * len(times)) - 1)]
    lines += ["", f"time a program: median {statistics.median(times):.2f} ms, p99 {p99:.2f} ms"]
    return "\n".join(lines)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    for name in [a for a in arguments if not a.startswith("-")] or [DEVELOPMENT]:
        print(table(name))
        if "--differences" in arguments:
            print("", *disagreements(name), sep="\n")
