"""Made-up runs for tests: right answers come from the tasks' own solvers."""

from functools import cache

from codesteer.symbench.bench.journal import Journal
from codesteer.symbench.bench.run_folder import Manifest, RunFolder
from codesteer.symbench.registry import find_task, instance

from .samples import a_sample


@cache
def right(wanted):
    puzzle = instance(wanted)
    return find_task(puzzle.id.task).solve(puzzle.payload)


def graded(method, wanted, correct, *, repeat=0, **parts):
    """A sample whose stored grade is the one that its answer deserves."""
    answer = right(wanted) if correct else "I do not know."
    key = f"{method}:{wanted}#{repeat}"
    return a_sample(key, **{"answer": answer, "correct": correct, **parts})


def write_run(path, samples, *, planned=None, errors=(), **manifest):
    """A folder of a run with these samples; all there are planned, unless more are said to be."""
    samples, errors = list(samples), list(errors)
    folder = RunFolder(path)
    methods = tuple(dict.fromkeys(each.name.method for each in (*samples, *errors)))
    if planned is None:
        planned = len(samples) + len(errors)
    given = {"name": path.name, "source": "synthetic", "methods": methods, **manifest}
    folder.note(Manifest(created="2026-01-01T00:00:00+00:00", samples=planned, **given))
    for file, lines in ((folder.samples, samples), (folder.errors, errors)):
        with Journal.opened(file) as journal:
            for sample in lines:
                journal.append(sample)
    return path
