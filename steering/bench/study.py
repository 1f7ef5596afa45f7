"""The regression study: every method with every simulated model. A test of the machinery.

It shows that methods end within their turns and raise nothing, and what they ask for on the way. It
is a simulation: its numbers are no claim about any model, or about how good a method is.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from codesteer.answers import bracketed
from codesteer.kernels.isolation import Isolation, own_paths
from codesteer.kernels.limits import Limits
from codesteer.kernels.pool import open_pool
from codesteer.kernels.sources import ForkedKernels, SpawnedKernels, can_fork
from codesteer.steering.bench.puzzles import PUZZLES, Puzzle
from codesteer.steering.bench.simulated import CHARACTERS, GoodCoder, Simulated
from codesteer.steering.executor import Executor
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.kernel_executor import KernelExecutor
from codesteer.steering.methods.driver import MethodResult, Role, Stopped, run
from codesteer.steering.methods.method import MethodOptions, Models
from codesteer.steering.methods.registry import METHODS, find_method
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import MemoryEpisodeStore
from codesteer.steering.tools import LocalTools

__all__ = ["MOST_TURNS", "Cell", "open_kernels", "study"]

MOST_TURNS = 5
_RUN_S = 0.4


@dataclass(slots=True)
class Cell:
    """What one method made of one simulated model, over all puzzles.

    Attributes:
        character: The simulated model.
        method: The method.
        of: How many puzzles.
        solved: How many of them were answered rightly, in the demanded form.
        turns: Of each puzzle.
        requests: How often a model was asked, over all puzzles.
        words: Words read and written by each role: what the simulation has for tokens.
        endings: How often each reason ended a run.
        raised: Exceptions that left a run; there must be none.
    """

    character: str
    method: str
    of: int = 0
    solved: int = 0
    turns: list[int] = field(default_factory=list)
    requests: int = 0
    words: dict[Role, int] = field(default_factory=dict)
    endings: dict[Stopped, int] = field(default_factory=dict)
    raised: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every run ended within its turns and raised nothing."""
        return not self.raised and max(self.turns, default=0) <= MOST_TURNS

    def add(self, puzzle: Puzzle, result: MethodResult) -> None:
        """Count one run."""
        self.solved += bracketed(result.final_answer) == puzzle.answer
        self.turns.append(result.turns)
        why = result.stopped_because
        self.endings[why] = self.endings.get(why, 0) + 1
        for role, usage in result.usage.items():
            self.requests += usage.requests
            words = usage.prompt_tokens + usage.completion_tokens
            self.words[role] = self.words.get(role, 0) + words


async def study(
    executor: Executor,
    tell: Callable[[str], None],
    *,
    characters: Iterable[type[Simulated]] = CHARACTERS,
    methods: Iterable[str] = tuple(METHODS),
    puzzles: Sequence[Puzzle] = PUZZLES,
) -> list[Cell]:
    """Run methods with simulated models.

    Where a method needs a fine-tuned model, the good coder plays it.

    Args:
        executor: Runs the programs.
        tell: Takes a line about what is being run.
        characters: The simulated models.
        methods: Names of methods.
        puzzles: The questions.

    Raises:
        InvalidRequest: There is no method of a name.
    """
    methods = tuple(methods)
    for method in methods:
        find_method(method)
    cells = []
    for character in characters:
        tell(character.name)
        for method in methods:
            cell = Cell(character.name, method)
            for puzzle in puzzles:
                cell.of += 1
                try:
                    cell.add(puzzle, await _run(executor, character(), method, puzzle))
                except Exception as error:
                    cell.raised.append(f"{puzzle.name}: {type(error).__name__}: {error}")
            cells.append(cell)
    return cells


async def _run(executor: Executor, model: Simulated, method: str, puzzle: Puzzle) -> MethodResult:
    steerer = Steerer(
        store=MemoryEpisodeStore(),
        guide=RulesGuide(),
        executor=executor,
        max_turns=MOST_TURNS,
        run_timeout_s=_RUN_S,
    )
    helper = GoodCoder() if find_method(method).fine_tuned else None
    return await run(
        method,
        puzzle.question,
        Models(task=model, helper=helper),
        LocalTools(steerer),
        options=MethodOptions(max_turns=MOST_TURNS, run_timeout_s=_RUN_S),
    )


@asynccontextmanager
async def open_kernels() -> AsyncIterator[KernelExecutor]:
    """Confined kernels as a server has them, with nothing imported ahead."""
    isolation, limits = Isolation(hidden=own_paths()), Limits()
    source = (
        ForkedKernels(isolation=isolation, limits=limits, preload=())
        if can_fork()
        else SpawnedKernels(isolation=isolation, limits=limits)
    )
    async with open_pool(source, limits=limits) as pool:
        yield KernelExecutor(pool)
