"""222 responses to puzzles of all tasks, right, wrong and malformed, and what the verifiers say."""

from dataclasses import dataclass
from random import Random

from codesteer.answers import bracketed
from codesteer.symbench.registry import find_task
from codesteer.symbench.selection import select

LEVELS, COUNT, SEED = (1, 3, 5), 2, 7


@dataclass(frozen=True)
class Response:
    id: str
    prompt: str
    kind: str
    text: str
    correct: bool


def right(answer, rng):
    before = rng.choice(("", "Let me see.\n\n", "<<<no>>> was my first thought.\n"))
    return f"{before}{answer}{rng.choice(('', chr(10), chr(10) + 'That is my answer.'))}"


def wrong(answer, rng):
    """Near a right answer; once in a while it is another right one."""
    symbols = list(bracketed(answer))
    at = rng.randrange(len(symbols))
    if rng.random() < 0.5:
        symbols[at] = rng.choice("0123456789+-*/(),[]")
    else:
        symbols.insert(at, symbols[at])
    return f"<<<{''.join(symbols)}>>>"


def malformed(answer, rng):
    inside = bracketed(answer)
    return rng.choice(
        (
            "",
            " \n",
            "<<<>>>",
            f"<<<{inside}",
            f"{answer} <<<",
            "I give up.",
            f"<<<\x00{inside}\u0663>>>",
        )
    )


KINDS = (right, wrong, malformed)


def responses():
    """One response to each puzzle; the kinds take turns within a task."""
    made = []
    for number, puzzle in enumerate(_puzzles()):
        task = find_task(puzzle.id.task)
        kind = KINDS[number % len(KINDS)]
        text = kind(task.solve(puzzle.payload), Random(str(puzzle.id)))
        correct = task.verify(puzzle.payload, text).correct
        made.append(Response(str(puzzle.id), puzzle.prompt, kind.__name__, text, correct))
    return made


def _puzzles():
    return select(levels=LEVELS, count=COUNT, seed=SEED)
