"""Times what steering itself takes: a guide's decisions, and how much guidance it gives."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from codesteer.steering.bench.episodes import QUESTIONS, episode_before
from codesteer.steering.guide import Guidance, Guide
from codesteer.steering.trajectory import Trajectory

__all__ = ["Decisions", "measure_decisions"]

_WARM_UP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """How long a guide takes after so many turns, and how much it then says.

    Attributes:
        turns: Answered turns before the decision.
        p50_ms: Median milliseconds, over 4 KB questions of several shapes, as in an episode: its
            question was read when it was opened. After no turns, the same as `new_p50_ms`.
        p99_ms: 99th percentile.
        new_p50_ms: Median where the guide has never read the question, as after a server's start.
        new_p99_ms: 99th percentile.
        words: Median words of the guidance.
        tokens: Median tokens of the guidance, as `count` has them.
    """

    turns: int
    p50_ms: float
    p99_ms: float
    new_p50_ms: float
    new_p99_ms: float
    words: float
    tokens: float


async def measure_decisions(
    guide: Guide, count: Callable[[str], int], *, rounds: int = 100
) -> list[Decisions]:
    """Measure a guide's decisions, from the opening to the sixth.

    Args:
        guide: The guide.
        count: Tokens of a text.
        rounds: Decisions a question and a turn.
    """
    measured = []
    for turns in range(6):
        took, new, words, tokens = [], [], [], []
        for question in QUESTIONS.values():
            for number in range(_WARM_UP + rounds):
                # A question nobody has asked before: nothing remembered of it shortens the time.
                trajectory = episode_before(f"{question}\n({turns}.{number})", turns)
                first, guidance = await _timed(guide, trajectory)
                again, _ = await _timed(guide, trajectory) if turns else (first, guidance)
                if number >= _WARM_UP:
                    new.append(first)
                    took.append(again)
            words.append(len(guidance.guidance.split()))
            tokens.append(count(guidance.guidance))
        measured.append(
            Decisions(
                turns=turns,
                p50_ms=statistics.median(took),
                p99_ms=statistics.quantiles(took, n=100)[98],
                new_p50_ms=statistics.median(new),
                new_p99_ms=statistics.quantiles(new, n=100)[98],
                words=statistics.median(words),
                tokens=statistics.median(tokens),
            )
        )
    return measured


async def _timed(guide: Guide, trajectory: Trajectory) -> tuple[float, Guidance]:
    """Milliseconds that a decision takes, and the decision."""
    started = time.perf_counter()
    guidance = await guide.decide(trajectory)
    return (time.perf_counter() - started) * 1e3, guidance
