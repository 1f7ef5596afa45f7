"""Writes made-up episodes: texts, programs, outputs and checks of the sizes that real ones have."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import codesteer
from codesteer.steering.checkers.symbolic import SymbolicReport
from codesteer.steering.executor import Execution
from codesteer.steering.trajectory import (
    AnswerChecked,
    AnswerGiven,
    CodeRun,
    Event,
    GuidanceGiven,
    ProgramRead,
    QuestionAsked,
    SessionOpened,
)

__all__ = ["Author", "MadeUp", "Persona"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """How a method is made out to behave.

    Attributes:
        skill: How often it is right, as log odds at a middling level.
        code: How often a turn is answered by a program.
        turns: Turns it may take.
        runs: Whether its programs are run.
        steered: Whether a guide speaks between its turns.
    """

    skill: float
    code: float
    turns: int
    runs: bool = True
    steered: bool = False


@dataclass(frozen=True, slots=True)
class MadeUp:
    """An invented episode: its events, the answer it ends with, and how many turns it took."""

    events: tuple[Event, ...]
    answer: str
    turns: int


_OPENINGS = (
    "Let me set this up carefully before computing anything.",
    "The rules leave little room, so a systematic search will do.",
    "First I restate the question in my own words.",
    "There are a few ways to read the statement; I take the literal one.",
    "I will track the state after every single step.",
    "A direct attempt fails quickly, so I look for structure.",
)
_MIDDLES = (
    "With {a} in place of {b}, the remaining part adds up to {c}.",
    "Row {a} leaves {b} candidates, of which {c} survive the next rule.",
    "Moving from {a} to {b} costs {c} steps; the other way round it costs one more.",
    "Suppose the value at position {a} were {b}; then position {c} would have none left.",
    "Counting the cases by hand gives {a} + {b}, and {c} of them are counted twice.",
    "After step {a} the state is ({b}, {c}), which has not been seen before.",
    "The bound {a} < {b} rules out every branch below {c}.",
    "So far {a} constraints hold, {b} are open, and {c} contradicts the assumption.",
    "The difference between {a} and {b} is {c} more than the rule allows.",
    "If item {a} goes first, item {b} cannot follow before {c} is placed.",
)
_COMMON = """
about after again against all already although always another answer any apply around assume
because become before begin below between both branch break candidate carefully case change
check choose clear column combine compare compute consider constraint contradiction correct
count cover current decide depends determine direct distance each earlier either element empty
end enough equal every exactly except exclude expression extra fails final find first follow
force found four from give goal grid group hence however if implies include instead into
invalid item keep last least leave left letter list lower mean minimum modulo move must need
neither never next number obtain odd once only operation order original otherwise pair part
path pattern pick place position possible previous product prove quantity quotient reach read
really remain repeat replace require rest result reverse right row rule same satisfy second
separate sequence several shift show simple since single small smaller solve some square start
state step still string subtract such sum suppose swap symbol take test than then there
therefore third three through together total track try turn two under unique unless until use
value variable verify wait whole why with without work would write wrong yields zero
"""
_WORDS = tuple(_COMMON.split())
_CLOSINGS = (
    "Everything fits, so this is my answer.",
    "I have checked it against each rule once more.",
    "The last case is the only one that is left.",
    "I am fairly, though not entirely, sure of this.",
)
_GUIDANCE = (
    "Write a Python program that searches all the candidates with {tool} and prints the answer as "
    "<<<answer>>>. Read the data from the question literally; do not work anything out by hand.",
    "Model this with {tool}: a variable for each unknown, a constraint for each rule. Print the "
    "solution in the form the question demands, and nothing else behind it.",
    "Simulate it step by step with {tool}. Keep the state in one place, apply the rules in their "
    "order, and print the final state in the form the question demands.",
)
_TOOLS = (
    "itertools.product", "ortools' CP-SAT", "a breadth-first search", "fractions.Fraction",
    "networkx", "functools.cache", "a plain loop over the rows",
)  # fmt: skip
_AGAIN = (
    "The program failed: {error}. Mend that line and run the whole program again.",
    "What the program printed is no answer in the demanded form. Print it once, in <<< >>>.",
    "All that the program prints was written into it. Compute it from the data instead.",
    "The answer breaks a rule that the checking program tests: {error}. Start from that rule.",
)
_NAMES = ("state", "grid", "items", "queue", "best", "path", "total", "cells", "moves", "left")
_ERRORS = (
    ("IndexError", "list index out of range"),
    ("KeyError", "'{a}'"),
    ("TypeError", "unsupported operand type(s) for +: 'int' and 'str'"),
    ("ValueError", "invalid literal for int() with base 10: '{a},{b}'"),
    ("RecursionError", "maximum recursion depth exceeded"),
    ("NameError", "name 'grid{a}' is not defined"),
)
_STEPS = (
    "for {x} in range({a}, {b}):\n    {y}.append(({x} * {c}) % {b})",
    "{y} = sorted({y}, key=lambda pair: (pair[0], -pair[1]))[:{a}]",
    "def step_{a}({x}, {y}):\n    if {x} >= {b}:\n        return {y}\n"
    "    return step_{a}({x} + 1, {y} + [{x} * {c}])",
    "while {x} and len({y}) < {b}:\n    {x}, rest = divmod({x}, {c})\n    {y}.append(rest)",
    "assert all(0 <= value < {b} for value in {y}), 'out of range'",
    "{x} = {{key: value for key, value in zip({y}, range({a}, {b})) if value % {c}}}",
    "seen = set()\nqueue = deque([({a}, {b})])\nwhile queue:\n    {x}, {y} = queue.popleft()\n"
    "    if ({x}, {y}) in seen:\n        continue\n    seen.add(({x}, {y}))",
)
_ACTIONS = (
    ("loops", "recursion"), ("enumeration",), ("loops", "comprehension", "memoisation"),
    ("solver:ortools",), ("simulation", "loops"),
)  # fmt: skip


class Author:
    """Writes one episode after another, all drawn from one source of chance."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def episode(
        self, session: str, prompt: str, candidate: str, persona: Persona, *, solved: bool
    ) -> MadeUp:
        """An episode that ends with the candidate, or, now and then, with no answer.

        Args:
            session: Its id.
            prompt: The question.
            candidate: The answer it comes to.
            persona: How the method behaves.
            solved: Whether the candidate is meant to be right.
        """
        rng = self._rng
        turns = 1 if persona.turns == 1 else rng.randint(1 if solved else 2, persona.turns)
        gives_up = not solved and rng.random() < (0.5 if turns == persona.turns > 1 else 0.12)
        events: list[Event] = [
            SessionOpened(session_id=session, codesteer=codesteer.__version__, client="made up"),
            QuestionAsked(question=prompt, guide="rules", max_turns=persona.turns),
        ]
        for turn in range(1, turns + 1):
            last = turn == turns
            events += self._turn(turn, candidate, persona, final=last and not gives_up)
        answer = "" if gives_up else candidate
        events.append(
            GuidanceGiven(
                turn=turns,
                action="answer" if answer else "stop",
                guidance="Give this as the final answer." if answer else "Stop: none was found.",
                reason="The answer is there." if answer else "There is no answer to give.",
                guide="rules",
                answer=answer,
                seconds=round(rng.uniform(0.0005, 0.004), 5),
            )
        )
        return MadeUp(tuple(events), answer, turns)

    def spoilt(self, answer: str) -> str:
        """An answer with a few characters changed."""
        places = [i for i, char in enumerate(answer) if char.isalnum()]
        chars = list(answer)
        for place in self._rng.sample(places, min(len(places), 1 + len(places) // 12)):
            pool = "0123456789" if chars[place].isdigit() else "abcdefghijklmnopqrstuvwxyz"
            chars[place] = self._rng.choice(pool.replace(chars[place], ""))
        return "".join(chars)

    def _turn(self, turn: int, candidate: str, persona: Persona, *, final: bool) -> Iterator[Event]:
        rng = self._rng
        code = rng.random() < persona.code
        yield self._guidance(turn, persona, code=code)
        if not code:
            text = self._prose(rng.randint(6, 22))
            yield AnswerGiven(turn=turn, answer=f"{text} {candidate}" if final else text)
        else:
            program = self._program(candidate if final else "")
            about = self._prose(rng.randint(1, 5))
            yield AnswerGiven(turn=turn, answer=f"{about}\n\n```python\n{program}\n```")
            if persona.runs:
                run = self._execution(candidate, final=final)
                yield CodeRun(turn=turn, origin="answer", code=program, execution=run)
            if persona.steered:
                yield ProgramRead(turn=turn, report=self._report(final=final))
        if final and persona.steered:
            yield from self._check(turn, candidate)

    def _guidance(self, turn: int, persona: Persona, *, code: bool) -> GuidanceGiven:
        rng = self._rng
        name, said = self._error()
        if not persona.steered:
            guidance = "Answer the question."
        elif turn > 1 and rng.random() < 0.7:
            guidance = rng.choice(_AGAIN).format(error=f"{name}: {said}")
        elif code:
            guidance = rng.choice(_GUIDANCE).format(tool=rng.choice(_TOOLS))
        else:
            guidance = "Answer this in words, step by step, without a program."
        return GuidanceGiven(
            turn=turn,
            action="code" if code else "text",
            guidance=guidance,
            reason=f"Turn {turn}: the question reads like one for {rng.choice(_TOOLS)}.",
            guide="rules" if persona.steered else "fixed",
            seconds=round(rng.uniform(0.0005, 0.006), 5),
        )

    def _check(self, turn: int, candidate: str) -> Iterator[Event]:
        rng = self._rng
        yield GuidanceGiven(
            turn=turn,
            action="verify",
            guidance="Write a program that tests the answer against every rule of the question.",
            reason="An answer that a program can test should be tested.",
            guide="rules",
            answer=candidate,
        )
        verdict = rng.choices(("correct", "incorrect", "unknown"), (6, 1, 2))[0]
        yield AnswerChecked(
            turn=turn,
            answer=candidate,
            program=f"{self._program('')}\nprint('Correct')",
            verdict=verdict,  # type: ignore[arg-type]
            reason={
                "correct": "The program finds nothing wrong, and objects to other answers.",
                "incorrect": f"Rule {rng.randint(1, 9)} is broken.",
                "unknown": "The program says the same of any answer.",
            }[verdict],
            seconds=round(rng.uniform(0.05, 2), 3),
        )

    def _execution(self, candidate: str, *, final: bool) -> Execution:
        rng = self._rng
        kernel, seconds = f"k{rng.randint(1, 10**6)}", round(rng.uniform(0.01, 4), 3)
        if final:
            shown = self._listing(rng.randint(0, 8)) + candidate + "\n"
            return Execution(status="ok", kernel=kernel, output=shown, duration_s=seconds)
        drawn = rng.random()
        if drawn < 0.15:
            return Execution(
                status="timeout",
                kernel=kernel,
                output=self._listing(rng.randint(0, 30)),
                duration_s=30.0,
                note="It was interrupted after 30 s; its variables are kept.",
            )
        if drawn < 0.6:
            name, said = self._error()
            line = rng.randint(3, 40)
            error = (
                f"Traceback (most recent call last):\n  Cell In[{rng.randint(1, 9)}], line {line}\n"
                f"    {rng.choice(_NAMES)} = {rng.choice(_NAMES)}[{line}]\n{name}: {said}"
            )
            return Execution(status="error", kernel=kernel, error=error, duration_s=seconds)
        shown = self._listing(rng.randint(1, 25))
        return Execution(status="ok", kernel=kernel, output=shown, duration_s=seconds)

    def _report(self, *, final: bool) -> SymbolicReport:
        literal = self._rng.random() < (0.05 if final else 0.25)
        return SymbolicReport(
            parsed=True,
            does=() if literal else self._rng.choice(_ACTIONS),
            score=0.0 if literal else self._rng.randint(4, 24) / 4,
            literal_output=literal,
            prints=True,
            computes=not literal,
        )

    def _prose(self, sentences: int) -> str:
        rng = self._rng
        said = [rng.choice(_OPENINGS)]
        for _ in range(sentences):
            said.append(rng.choice(_MIDDLES).format(**self._numbers()))
            said.append(" ".join(rng.choices(_WORDS, k=rng.randint(8, 24))).capitalize() + ".")
        text = " ".join([*said, rng.choice(_CLOSINGS)])
        return text.replace(". Row", ".\n\nRow").replace(". Suppose", ".\n\nSuppose")

    def _program(self, printed: str) -> str:
        rng = self._rng
        lines = ["from collections import deque", "", f"{rng.choice(_NAMES)} = []"]
        for _ in range(rng.randint(4, 12)):
            x, y = rng.sample(_NAMES, 2)
            lines.append(f"# {' '.join(rng.choices(_WORDS, k=rng.randint(4, 9)))}")
            lines.append(rng.choice(_STEPS).format(x=x, y=y, **self._numbers()))
        name = rng.choice(_NAMES)
        lines.append(f"{name} = {printed!r}\nprint({name})" if printed else f"print({name})")
        return "\n".join(lines)

    def _listing(self, lines: int) -> str:
        rng = self._rng
        return "".join(
            f"{rng.choice(_NAMES)} {' '.join(str(rng.randint(0, 999)) for _ in range(8))}\n"
            for _ in range(lines)
        )

    def _error(self) -> tuple[str, str]:
        name, said = self._rng.choice(_ERRORS)
        return name, said.format(**self._numbers())

    def _numbers(self) -> dict[str, int]:
        a, b, c = (self._rng.randint(2, 99) for _ in range(3))
        return {"a": a, "b": a + b, "c": c}
