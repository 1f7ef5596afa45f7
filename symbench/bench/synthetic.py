"""Made-up runs: real instances and real grades, invented answers, to try out scoring and reports.

Nothing in them was said by a model. Their manifest says `synthetic`, and so does their report.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

import codesteer
from codesteer.errors import InvalidRequest
from codesteer.steering.methods.driver import Stopped
from codesteer.steering.methods.registry import find_method
from codesteer.steering.store import as_record
from codesteer.steering.trajectory import Event
from codesteer.symbench.bench.journal import Journal
from codesteer.symbench.bench.made_up import Author, Persona
from codesteer.symbench.bench.run_folder import Manifest, RunFolder
from codesteer.symbench.bench.sample import Sample, SampleKey, Tokens
from codesteer.symbench.registry import find_task, instance, instance_id, tasks
from codesteer.symbench.task import LADDER_FROM, LEVELS, Instance

__all__ = ["METHODS", "PERSONAS", "synthesise"]

MODEL = "nobody (made up)"
PERSONAS = {
    "only_question": Persona(skill=0.15, code=0.15, turns=1, runs=False),
    "all_text_cot": Persona(skill=0.35, code=0.0, turns=1, runs=False),
    "all_code_cot": Persona(skill=0.95, code=1.0, turns=1),
    "autogen_conca": Persona(skill=1.0, code=0.8, turns=1),
    "code_text_sum_1": Persona(skill=0.6, code=0.5, turns=3),
    "code_interpreter": Persona(skill=0.9, code=0.75, turns=2),
    "symbolic_agent": Persona(skill=1.3, code=0.8, turns=4, steered=True),
    "codesteer": Persona(skill=2.1, code=0.8, turns=4, steered=True),
}
"""How the methods behave in made-up runs; the numbers mean nothing."""
METHODS = ("only_question", "all_text_cot", "all_code_cot", "autogen_conca", "symbolic_agent",
           "codesteer")  # fmt: skip
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_ERROR_RATE = 0.004


@dataclass(frozen=True, slots=True)
class _Puzzle:
    """An instance, a right answer to it, and how hard its task is made out to be."""

    instance: Instance
    solution: str
    hardness: float


def synthesise(
    folder: Path,
    episodes: int,
    *,
    methods: Sequence[str] = METHODS,
    seed: int = 0,
    tell: Callable[[int], None] = lambda done: None,
) -> Manifest:
    """Make up a run; the same arguments give the same run.

    Args:
        folder: Where it is written; it must not hold a run yet.
        episodes: How many, 1 or more.
        methods: Of whom; those of `PERSONAS`.
        seed: Which run.
        tell: Takes the number of episodes written so far.

    Raises:
        InvalidRequest: A method is unknown, or the folder holds a run or cannot be written.
    """
    for method in methods:
        if find_method(method).name not in PERSONAS:
            raise InvalidRequest(
                f"Nobody has made up how {method} behaves. Choose from: {', '.join(PERSONAS)}."
            )
    run = RunFolder(folder)
    if run.samples.exists() or (folder / "manifest.json").exists():
        raise InvalidRequest(f"{folder} holds a run already. Name a folder that does not.")
    manifest = Manifest(
        name=folder.name,
        created=_BEGAN.isoformat(),
        model=MODEL,
        guide="rules",
        sampling={"temperature": 0.0, "seed": seed},
        samples=episodes,
        methods=tuple(methods),
        versions={"codesteer": codesteer.__version__},
        source="synthetic",
    )
    run.note(manifest)
    with Journal.opened(run.samples) as answers, Journal.opened(run.errors) as errors:
        for done, sample in enumerate(islice(_samples(methods, seed), episodes), 1):
            (errors if sample.error else answers).append(sample)
            tell(done)
    return manifest


def _samples(methods: Sequence[str], seed: int) -> Iterator[Sample]:
    """Samples without end: each instance by every method, over all tasks and levels again."""
    number = 0
    for index in count():
        for name, task in tasks().items():
            ladder = range(LADDER_FROM, LADDER_FROM + len(task.ladder))
            hardness = Random(f"{name} {seed}").gauss(0, 0.9)  # noqa: S311 - invented
            for level in (*LEVELS, *ladder):
                puzzle = instance(instance_id(name, level, seed, index))
                made = _Puzzle(puzzle, task.solve(puzzle.payload), hardness)
                for method in methods:
                    yield _sample(made, method, seed, number)
                    number += 1


def _sample(puzzle: _Puzzle, method: str, seed: int, number: int) -> Sample:
    key = SampleKey(method, str(puzzle.instance.id))
    rng = Random(f"{key} {seed}")  # noqa: S311 - invented
    persona, author = PERSONAS[method], Author(rng)
    started = _BEGAN + timedelta(seconds=2.5 * number)
    sample = Sample(key=str(key), model=MODEL, started=_iso(started))
    if rng.random() < _ERROR_RATE:
        return replace(sample, error=f"The model at {MODEL} gave no answer within 120 s.")
    solved = rng.random() < _chance(puzzle, persona)
    candidate = puzzle.solution if solved else author.spoilt(puzzle.solution)
    session = f"cs_made_up_{number}"
    episode = author.episode(session, puzzle.instance.prompt, candidate, persona, solved=solved)
    task = find_task(puzzle.instance.id.task)
    verdict = task.verify(puzzle.instance.payload, episode.answer) if episode.answer else None
    seconds = sum(3 + len(event.answer) / 90 for event in episode.events if event.kind == "answer")
    stopped: Stopped = "answered" if episode.answer else "no_answer"
    if not episode.answer and episode.turns == persona.turns > 1:
        stopped = "turns_spent"
    return replace(
        sample,
        answer=episode.answer,
        correct=bool(verdict and verdict.correct),
        reason=verdict.reason if verdict else "There is no answer.",
        stopped_because=stopped,
        turns=episode.turns,
        tokens=_tokens(episode.events, len(puzzle.instance.prompt), persona),
        seconds=round(seconds * 1.08 + 0.4, 3),
        model_seconds=round(seconds, 3),
        session_id=session,
        trajectory=tuple(_records(episode.events, started)),
    )


def _chance(puzzle: _Puzzle, persona: Persona) -> float:
    """How likely the answer is right: less at higher levels, most of all in words."""
    level = puzzle.instance.id.level
    if level >= LADDER_FROM:
        level = 1 + (level - LADDER_FROM)
    steep = 0.75 - 0.4 * persona.code
    return 1 / (1 + math.exp(-(persona.skill + puzzle.hardness - steep * (level - 2.5))))


def _tokens(events: Sequence[Event], prompt: int, persona: Persona) -> dict[Any, Tokens]:
    answers = [event.answer for event in events if event.kind == "answer"]
    written = sum(map(len, answers)) // 4
    used = {
        "task": Tokens(
            requests=len(answers),
            prompt_tokens=len(answers) * (prompt // 4 + 60),
            completion_tokens=written,
        )
    }
    if persona.steered and persona.skill < 2:
        used["helper"] = Tokens(
            requests=len(answers), prompt_tokens=written + prompt // 4, completion_tokens=80
        )
    return used


def _records(events: Sequence[Event], started: datetime) -> Iterator[dict[str, Any]]:
    for number, event in enumerate(events):
        yield as_record(event, number, _iso(started + timedelta(seconds=1.7 * number)))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
