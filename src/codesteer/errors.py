"""Every error CodeSteer raises on purpose, in one tree.

    CodeSteerError
    ├── InvalidRequest        the caller can mend it; the message says how
    │   ├── UnknownSession
    │   ├── SessionBusy
    │   ├── EpisodeClosed
    │   └── UnknownTask
    ├── EpisodeError          a recorded episode cannot be used
    │   ├── EpisodeDamaged
    │   └── EpisodeConflict
    ├── KernelError           the interpreter, not the code that ran in it
    │   ├── KernelStartFailed
    │   └── KernelDied
    ├── ModelError            a model endpoint is down or answers nonsense
    │   ├── ModelRefused      it answered with a status that says no
    │   └── ReplyUnusable     it works, but nothing can be done with what the model said
    └── BadSetting            a CODESTEER_* variable holds what it cannot

Messages are read by models and by people: each says what to do next.
"""

__all__ = [
    "BadSetting",
    "CodeSteerError",
    "EpisodeClosed",
    "EpisodeConflict",
    "EpisodeDamaged",
    "EpisodeError",
    "InvalidRequest",
    "KernelDied",
    "KernelError",
    "KernelStartFailed",
    "ModelError",
    "ModelRefused",
    "ReplyUnusable",
    "SessionBusy",
    "UnknownSession",
    "UnknownTask",
]


class CodeSteerError(Exception):
    """Root of everything raised on purpose."""


class InvalidRequest(CodeSteerError, ValueError):
    """The request cannot be served as it is; the message says how to mend it."""


class UnknownSession(InvalidRequest):
    """No session has this id, or it has expired."""


class SessionBusy(InvalidRequest):
    """Another call has held the session for as long as this one may wait."""


class EpisodeClosed(InvalidRequest):
    """The episode has its final answer and takes no more turns."""


class UnknownTask(InvalidRequest):
    """No SymBench task, level or instance has this name."""


class EpisodeError(CodeSteerError):
    """A recorded episode cannot be used."""


class EpisodeDamaged(EpisodeError):
    """A line before the last one of an episode's file cannot be read."""


class EpisodeConflict(EpisodeError):
    """Another process has added to the episode since it was read."""


class KernelError(CodeSteerError):
    """The interpreter failed, not the code that ran in it."""


class KernelStartFailed(KernelError):
    """No kernel could be started."""


class KernelDied(KernelError):
    """The kernel is gone, and every variable with it."""


class ModelError(CodeSteerError):
    """A model endpoint is down, refuses, or answers something that is no answer."""


class ModelRefused(ModelError):
    """A model endpoint refused the request with an HTTP status.

    Attributes:
        status: The status.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class ReplyUnusable(ModelError):
    """The endpoint works, but what the model said is not what was asked for.

    Attributes:
        prompt_tokens: Tokens that were read for it all the same.
        completion_tokens: Tokens that were written.
    """

    def __init__(self, message: str, *, prompt_tokens: int = 0, completion_tokens: int = 0) -> None:
        super().__init__(message)
        self.prompt_tokens = prompt_tokens
        self.completion_tokens = completion_tokens


class BadSetting(CodeSteerError):
    """A CODESTEER_* variable holds what it cannot; the message says how to mend it."""
