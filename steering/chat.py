"""The boundary to a model: a protocol, and a fake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from codesteer.errors import ModelError

__all__ = [
    "AS_USUAL",
    "ChatModel",
    "Message",
    "Reply",
    "ReplyOptions",
    "ScriptedChat",
    "ToolCall",
    "ToolOffer",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolOffer:
    """A tool that a model may call.

    Attributes:
        name: What it calls.
        description: What the tool does, written to the model.
        parameters: JSON schema of the arguments, an object.
    """

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A call that a model wants made.

    Attributes:
        id: By which the result is handed back.
        name: The tool.
        arguments: JSON text as the model wrote it, which may be no JSON.
    """

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation.

    Attributes:
        role: Who speaks; "tool" for the result of a call.
        content: What is said.
        tool_calls: With "assistant", the calls it wanted made.
        tool_call_id: With "tool", which call it is the result of.
    """

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model answered.

    Attributes:
        text: The answer.
        tool_calls: Calls it wants made before it goes on.
        prompt_tokens: Tokens read, as the endpoint counts them; 0 where it does not say.
        completion_tokens: Tokens written.
    """

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOptions:
    """How one answer is to be made.

    Attributes:
        temperature: Sampling temperature; None for the model's own setting.
        max_tokens: Longest answer in tokens; None for the model's own setting.
        tools: What the model may call.
        schema: JSON schema of an object that the answer must be, where the endpoint can see to it.
    """

    temperature: float | None = None
    max_tokens: int | None = None
    tools: tuple[ToolOffer, ...] = ()
    schema: Mapping[str, Any] | None = None


AS_USUAL = ReplyOptions()


class ChatModel(Protocol):
    """Answers conversations."""

    name: str

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Answer.

        Raises:
            ModelError: The model is out of reach or its answer is no answer.
        """
        ...


class ScriptedChat:
    """A model for tests: gives the answers it was made with, in order.

    Attributes:
        asked: The conversations it was given.
        options: How each answer was to be made.
    """

    def __init__(self, replies: Iterable[str | Reply], name: str = "scripted") -> None:
        self.name = name
        self._replies = iter(replies)
        self.asked: list[tuple[Message, ...]] = []
        self.options: list[ReplyOptions] = []

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Give the next answer.

        Raises:
            ModelError: The script has ended.
        """
        self.asked.append(tuple(messages))
        self.options.append(options)
        answer = next(self._replies, None)
        if answer is None:
            raise ModelError("The script of this model has no further answer.")
        return answer if isinstance(answer, Reply) else Reply(text=answer)
