"""Recorded answers of a real model, and the proof that they answer this very steering."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from codesteer.errors import CodeSteerError
from codesteer.steering.chat import AS_USUAL, ChatModel, Message, Reply, ReplyOptions

__all__ = [
    "Episode",
    "Recorded",
    "RecordedChat",
    "Recorder",
    "Recording",
    "RecordingOutdated",
    "shipped_recording",
]

_SCHEMA = 1


class RecordingOutdated(CodeSteerError):
    """The recording answers other guidance than is given now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One answer, unedited, and the digest of what it answers."""

    asked_sha256: str
    reply: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """All answers the model gave on one instance, in order; the first one without steering."""

    instance: str
    replies: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Answers of one model.

    Attributes:
        model: The model, its quantisation, and what served it.
        recorded_on: The day, ISO 8601.
        sampling: Temperature and other settings, in words.
        episodes: One for each instance.
    """

    model: str
    recorded_on: str
    sampling: str
    episodes: tuple[Episode, ...] = ()
    schema: int = _SCHEMA

    @classmethod
    def read(cls, text: str) -> "Recording":
        """Read a recording from its JSON text."""
        data: dict[str, Any] = json.loads(text)
        episodes = tuple(
            Episode(
                instance=episode["instance"],
                replies=tuple(Recorded(**reply) for reply in episode["replies"]),
            )
            for episode in data.pop("episodes")
        )
        return cls(**data, episodes=episodes)

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", "utf-8")


def shipped_recording() -> Recording:
    """The recording that comes with CodeSteer."""
    folder = resources.files("codesteer.symbench.demo")
    return Recording.read((folder / "recording.json").read_text("utf-8"))


class RecordedChat:
    """A model that gives recorded answers, each only to exactly what it answered then."""

    def __init__(self, recording: Recording, instance: str) -> None:
        self.name = recording.model
        found = [e for e in recording.episodes if e.instance == instance]
        if not found:
            raise RecordingOutdated(f"The recording has no answers for {instance}. {_RENEW}")
        self._instance = instance
        self._replies = list(found[0].replies)

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Give the next answer.

        Raises:
            RecordingOutdated: The model was asked something else, or less, when it was recorded.
        """
        if not self._replies or self._replies[0].asked_sha256 != _digest(messages, options):
            raise RecordingOutdated(
                f"On {self._instance} the model is now asked something that it was not asked when "
                "it was recorded: steering has changed, or a program printed something else here. "
                f"{_RENEW}"
            )
        recorded = self._replies.pop(0)
        return Reply(
            text=recorded.reply,
            prompt_tokens=recorded.prompt_tokens,
            completion_tokens=recorded.completion_tokens,
        )

    @property
    def unused(self) -> int:
        """Answers not asked for."""
        return len(self._replies)


@dataclass(slots=True)
class Recorder:
    """A model that also notes down what it answers."""

    model: ChatModel
    replies: list[Recorded] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    @name.setter
    def name(self, value: str) -> None:
        self.model.name = value

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Answer, and note the answer."""
        reply = await self.model.reply(messages, options)
        self.replies.append(
            Recorded(
                asked_sha256=_digest(messages, options),
                reply=reply.text,
                prompt_tokens=reply.prompt_tokens,
                completion_tokens=reply.completion_tokens,
            )
        )
        return reply


_RENEW = "Record it anew: CODESTEER_MODEL_URL=... make record-demo"


def _digest(messages: Sequence[Message], options: ReplyOptions) -> str:
    """Digest of a request. What says nothing is left out, so that new options change no old one."""
    asked: list[dict[str, Any]] = [_said(asdict(message)) for message in messages]
    if wanted := _said(asdict(options)):
        asked.append(wanted)
    return sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    always = ("role", "content")
    return {k: v for k, v in fields.items() if k in always or v not in (None, "", ())}
