"""Asks a model turn by turn, and never twice in the same way.

At temperature 0 a model that is asked the same again answers the same again, and a small one often
answers the same to something else too: then the next answer is sampled more warmly.
"""

from collections.abc import Callable
from typing import TypeAlias

from codesteer.steering.chat import AS_USUAL, ChatModel, Message, Reply, ReplyOptions
from codesteer.steering.executor import Execution
from codesteer.steering.methods.method import Context
from codesteer.steering.methods.outcome import told

__all__ = ["SILENCE", "Asker", "Layout", "guidance_first", "messages_for"]

SILENCE = "(no answer)"
"""What is recorded for a model that said nothing."""

_AGAIN = 0.7
_WARMER = 0.05

Layout: TypeAlias = Callable[[str, str], tuple[Message, ...]]


def messages_for(question: str, guidance: str) -> tuple[Message, ...]:
    """What the task model reads in one turn; without guidance, the question as it stands."""
    return (Message("user", f"{question}\n\n{guidance}" if guidance else question),)


def guidance_first(question: str, guidance: str) -> tuple[Message, ...]:
    """The same for guidance that is a preface to any question."""
    return (Message("user", f"{guidance}\n\n{question}"),)


class Asker:
    """Asks a model about one question.

    Args:
        question: The question.
        context: What a turn shows of the turns before it.
        layout: How the question and the first guidance stand in a message.
    """

    def __init__(
        self, question: str, *, context: Context = "fresh", layout: Layout = messages_for
    ) -> None:
        self._question = question
        self._context = context
        self._layout = layout
        self._dialogue: tuple[Message, ...] = ()
        self._sent: set[tuple[tuple[Message, ...], float | None]] = set()
        self._replies: set[str] = set()
        self._repeated = False

    async def ask(self, model: ChatModel, guidance: str, run: Execution | None = None) -> Reply:
        """Ask for the answer of a turn.

        Args:
            model: The model.
            guidance: What it is told.
            run: What the program of its last answer gave; told in a dialogue alone.

        Raises:
            ModelError: The model is out of reach.
        """
        messages = self._messages(guidance, run)
        temperature = self._temperature(messages)
        options = AS_USUAL if temperature is None else ReplyOptions(temperature=temperature)
        self._sent.add((messages, temperature))
        reply = await model.reply(messages, options)
        self._repeated = reply.text in self._replies
        self._replies.add(reply.text)
        if self._context == "dialogue":
            said = reply.text if reply.text.strip() else SILENCE
            self._dialogue = (*messages, Message("assistant", said))
        return reply

    def _messages(self, guidance: str, run: Execution | None) -> tuple[Message, ...]:
        if not self._dialogue:
            return self._layout(self._question, guidance)
        outcome = "" if run is None else f"Your program was run. {told(run)}\n\n"
        return (*self._dialogue, Message("user", f"{outcome}{guidance}"))

    def _temperature(self, messages: tuple[Message, ...]) -> float | None:
        """None for the model's own, unless it repeats itself or has been asked this already."""
        temperature = _AGAIN if self._repeated else None
        while (messages, temperature) in self._sent:
            temperature = _AGAIN if temperature is None else round(temperature + _WARMER, 2)
        return temperature
