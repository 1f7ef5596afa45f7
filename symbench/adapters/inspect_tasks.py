"""SymBench as a task of Inspect AI: `inspect eval codesteer/symbench`."""

from collections.abc import Iterator

from codesteer import __version__
from codesteer.symbench.adapters.inspect_scorer import symbench_verifier
from codesteer.symbench.exchange import as_row
from codesteer.symbench.selection import select
from codesteer.symbench.task import Instance

try:
    from inspect_ai import Task, task
    from inspect_ai.dataset import MemoryDataset, Sample
    from inspect_ai.solver import generate
except ImportError as error:
    raise ImportError(
        "SymBench in Inspect AI needs it: pip install 'codesteer[inspect]'"
    ) from error

__all__ = ["symbench"]


@task
def symbench(
    tasks: str | list[str] = "",
    test_set: str = "dev-v1",
    count: int = 0,
    levels: int | list[int] = [1, 2, 3, 4, 5],  # noqa: B006 - Inspect logs it; nothing changes it
    seed: int = 0,
) -> Task:
    """Puzzles of SymBench: a frozen set, or fresh ones.

    Args:
        tasks: Names of tasks, with commas on the command line; empty for all.
        test_set: The frozen set to ask: dev-v1 (111 puzzles) or test-v1 (3,700).
        count: Fresh puzzles of each level of each task, in place of the frozen set; 0 for none.
        levels: Levels of the fresh puzzles.
        seed: Which stream of fresh puzzles.

    Raises:
        InvalidRequest: There is no such set.
        UnknownTask: No such task or level.
    """
    named = [tasks] if isinstance(tasks, str) else tasks
    wanted = [levels] if isinstance(levels, int) else [int(level) for level in levels]

    def puzzles() -> Iterator[Instance]:
        for name in named:
            if count:
                yield from select(name, levels=wanted, count=count, seed=seed)
            else:
                yield from select(name, test_set=test_set)

    samples = [_sample(puzzle) for puzzle in puzzles()]
    title = "symbench" if count else f"symbench-{test_set}"
    return Task(
        dataset=MemoryDataset(samples, name=title),
        solver=generate(),
        scorer=symbench_verifier(),
        version=__version__,
    )


def _sample(puzzle: Instance) -> Sample:
    """A puzzle without a target: any right answer counts, and a model must not come by one."""
    row = as_row(puzzle)
    return Sample(input=row.pop("prompt"), id=row.pop("id"), metadata=row)
