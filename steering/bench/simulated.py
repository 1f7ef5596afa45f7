"""Simulated models: no language model, only characters that read a conversation and play a part.

They know a few questions (`puzzles`) and behave as models have been seen to, at their worst or
best. What methods make of them shows whether the machinery holds; it says nothing about quality.
Their tokens are words, counted.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from codesteer.steering.bench.puzzles import PUZZLES, Puzzle
from codesteer.steering.chat import AS_USUAL, Message, Reply, ReplyOptions, ToolCall

__all__ = ["CHARACTERS", "Simulated"]

Kind: TypeAlias = Literal["guide", "phrase", "choose", "check", "merge", "tool", "code", "text"]

_TEXT_ORDERS = re.compile(
    r"no code|code aside|answer this in words|final answer in the form", re.IGNORECASE
)
_CODE_ORDERS = re.compile(r"program|code", re.IGNORECASE)
_PRINTED = re.compile(r"It printed:\n(?:.*\n)*?.*?(<<<[^<>\n]*>>>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A request as a character reads it.

    Attributes:
        kind: What is wanted.
        puzzle: The question.
        now: The last message, without the question.
        past: How many answers it has given in this dialogue.
        printed: The last answer in brackets that a program is said to have printed.
    """

    kind: Kind
    puzzle: Puzzle
    now: str
    past: int
    printed: str


class Simulated:
    """A `ChatModel` of a character. Deterministic, without memory."""

    name = "simulated"

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Play the part; see `ChatModel.reply`."""
        asked = _read(messages, options)
        said = "I do not know." if asked is None else self.say(asked)
        calls, text = (said, "") if isinstance(said, tuple) else ((), said)
        return Reply(
            text=text,
            tool_calls=calls,
            prompt_tokens=sum(_words(message.content) for message in messages),
            completion_tokens=_words(text) + sum(_words(call.arguments) for call in calls),
        )

    def say(self, asked: _Asked) -> str | tuple[ToolCall, ...]:
        """What the character answers: a text, or calls."""
        match asked.kind:
            case "guide":
                return self.guide(asked)
            case "phrase":
                return "Write a program that computes it."
            case "choose":
                return "text" if asked.puzzle.answer == asked.puzzle.guess else "code"
            case "check":
                return self.check(asked)
            case "merge":
                return f"The program counts. {asked.printed or _in_brackets(asked.puzzle.guess)}"
            case "tool":
                return self.call(asked)
            case "code":
                return self.code(asked)
            case "text":
                return self.words(asked)

    def words(self, asked: _Asked) -> str:
        """An answer in words: sure of itself, and mostly wrong."""
        return f"Thinking it over, I am sure: {_in_brackets(asked.puzzle.guess)}"

    def code(self, asked: _Asked) -> str:
        """An answer with a program."""
        return _fenced(f"{asked.puzzle.program}\nprint(f'<<<{{result}}>>>')")

    def call(self, asked: _Asked) -> str | tuple[ToolCall, ...]:
        """A call of the tool, or an answer when it has been called."""
        if asked.past:
            return f"So it is {asked.printed or _in_brackets(asked.puzzle.guess)}."
        return _calling(f"{asked.puzzle.program}\nprint(f'<<<{{result}}>>>')")

    def check(self, asked: _Asked) -> str:
        """A checking program."""
        return _fenced(f"print('Correct' if {asked.puzzle.test} else 'Wrong: it does not fit')")

    def guide(self, asked: _Asked) -> str:
        """What it says when it is to guide."""
        return "RETURN" if asked.printed else "CODE\nWrite a program that computes it."


class GoodCoder(Simulated):
    """Writes the right program whenever code is asked for; guesses in words."""

    name = "good coder"


class WeakCoder(Simulated):
    """Its programs raise until it is shown a sketch, or its second traceback. Checks nothing."""

    name = "weak coder"

    def code(self, asked: _Asked) -> str:
        """A program that raises, unless there is enough help."""
        if "sketch" in asked.now or asked.past >= 2:
            return super().code(asked)
        return _fenced(f"# {asked.puzzle.name}, attempt at {len(asked.now)}\nprint(result)")

    def call(self, asked: _Asked) -> str | tuple[ToolCall, ...]:
        """Calls that raise twice before one is right."""
        if asked.past < 2:
            return _calling("print(result)")
        return super().call(asked) if asked.printed else _calling(_printing(asked.puzzle))

    def check(self, asked: _Asked) -> str:
        """A program that says the same of any answer."""
        return _fenced("print('Correct')")


class TextBiased(Simulated):
    """Answers in words, unless it is told a second time to compute."""

    name = "text-biased"
    _INSISTS = re.compile(r"nothing was computed|no program|let a program", re.IGNORECASE)

    def code(self, asked: _Asked) -> str:
        """Words, or a program where guidance insists."""
        return super().code(asked) if self._INSISTS.search(asked.now) else self.words(asked)

    def call(self, asked: _Asked) -> str | tuple[ToolCall, ...]:
        """Never a call."""
        return self.words(asked)

    def guide(self, asked: _Asked) -> str:
        """Words first, then the answer as it is."""
        return "RETURN" if "The model answered" in asked.now else "TEXT\nThink it over."


class FormatSloppy(Simulated):
    """Computes rightly and gets every form wrong: fences, brackets, JSON, control words."""

    name = "format-sloppy"

    def words(self, asked: _Asked) -> str:
        """An answer without its brackets."""
        return f"**Answer:** {asked.puzzle.guess}"

    def code(self, asked: _Asked) -> str:
        """A program without a fence, or with one that is not closed, and a bracket too few."""
        program = f"{asked.puzzle.program}\nprint(f'<<<{{result}}>>')"
        return program if len(asked.puzzle.name) % 2 else f"Here:\n```python\n{program}"

    def call(self, asked: _Asked) -> str | tuple[ToolCall, ...]:
        """Code where JSON is wanted, then code in a fence, then the answer without brackets."""
        program = _printing(asked.puzzle)
        if asked.past == 0:
            return (ToolCall(id="1", name="run_code", arguments=program),)
        return _calling(_fenced(program)) if asked.past == 1 else f"= {asked.printed[3:-3]}"

    def check(self, asked: _Asked) -> str:
        """A program that says what it likes."""
        return _fenced(f"print('looks fine' if {asked.puzzle.test} else 'hm')")

    def guide(self, asked: _Asked) -> str:
        """No control word to be seen."""
        return "I would perhaps try some more code here, what do you think?"


class LoopsForEver(Simulated):
    """Writes a program that never ends, again and again, and never comes to an answer."""

    name = "loops for ever"
    _PROGRAM = "while True:\n    pass"

    def words(self, asked: _Asked) -> str:
        """No end of thinking."""
        return "Let me think again. " * 20

    def code(self, asked: _Asked) -> str:
        """The same program every time."""
        return _fenced(self._PROGRAM)

    def call(self, asked: _Asked) -> str | tuple[ToolCall, ...]:
        """The same call every time."""
        return _calling(self._PROGRAM)

    def check(self, asked: _Asked) -> str:
        """A check that does not end either."""
        return _fenced(f"answer\n{self._PROGRAM}")

    def guide(self, asked: _Asked) -> str:
        """The same guidance every time."""
        return "CODE\nTry it once more."


CHARACTERS: tuple[type[Simulated], ...] = (
    GoodCoder,
    WeakCoder,
    TextBiased,
    FormatSloppy,
    LoopsForEver,
)
"""The family."""


def _read(messages: Sequence[Message], options: ReplyOptions) -> _Asked | None:
    """What is asked, as far as its words tell; None for a question that nobody knows."""
    whole = "\n".join(message.content for message in messages)
    puzzle = next((known for known in PUZZLES if known.question in whole), None)
    if puzzle is None or not messages:
        return None
    now = messages[-1].content.replace(puzzle.question, "")
    printed = _PRINTED.findall(now) or _PRINTED.findall(whole)
    return _Asked(
        kind=_kind(messages, now, options),
        puzzle=puzzle,
        now=now,
        past=sum(message.role == "assistant" for message in messages),
        printed=printed[-1] if printed else "",
    )


def _kind(messages: Sequence[Message], now: str, options: ReplyOptions) -> Kind:
    if messages[0].role == "system":
        return "phrase" if "The strategy wants next" in now else "guide"
    if "code or text" in now:
        return "choose"
    if "`answer`" in now:
        return "check"
    if "Two answers to this question" in now:
        return "merge"
    if options.tools or messages[-1].role == "tool":
        return "tool"
    if _TEXT_ORDERS.search(now) or not _CODE_ORDERS.search(now):
        return "text"
    return "code"


def _words(text: str) -> int:
    return len(text.split())


def _in_brackets(answer: str) -> str:
    return f"<<<{answer}>>>"


def _fenced(program: str) -> str:
    return f"```python\n{program}\n```"


def _printing(puzzle: Puzzle) -> str:
    return f"{puzzle.program}\nprint(f'<<<{{result}}>>>')"


def _calling(code: str) -> tuple[ToolCall, ...]:
    return (ToolCall(id="1", name="run_code", arguments=json.dumps({"code": code})),)
