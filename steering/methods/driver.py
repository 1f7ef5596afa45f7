"""Runs a method on a question, and says how it ended and what it took.

A model that fails ends the run with a result that says so; failures of the tools are raised.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from codesteer.errors import InvalidRequest, ModelError
from codesteer.steering.chat import AS_USUAL, ChatModel, Message, Reply, ReplyOptions
from codesteer.steering.methods.method import Case, Method, MethodOptions, Models, Step
from codesteer.steering.methods.registry import find_method
from codesteer.steering.steerer import Checked, Steered
from codesteer.steering.store import EpisodeStore, MemoryEpisodeStore
from codesteer.steering.tools import Tools

__all__ = ["MethodResult", "Role", "Stopped", "Usage", "run"]

Role: TypeAlias = Literal["task", "helper"]
Stopped: TypeAlias = Literal["answered", "no_answer", "turns_spent", "model_failed"]

_LONGEST = 100_000
"""Characters of a reply that are read; more than any tool would take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a role has cost.

    Attributes:
        requests: How often a model was asked.
        prompt_tokens: Tokens read, as the endpoint counts them.
        completion_tokens: Tokens written.
    """

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResult:
    """How a run ended.

    Attributes:
        method: The method's name.
        final_answer: Empty where there is none.
        turns: Turns begun.
        usage: What each role has cost; a role that was never asked is left out. A guide that the
            server asks is in the server's record.
        seconds: Wall-clock seconds.
        session_id: Names the episode: in the store given to `run` or, steered by the server, there.
        stopped_because: "answered"; "no_answer" (given up, or nothing came); "turns_spent" (and no
            answer); "model_failed".
        error: With "model_failed", how.
    """

    method: str
    final_answer: str
    turns: int
    usage: Mapping[Role, Usage] = field(default_factory=dict)
    seconds: float
    session_id: str
    stopped_because: Stopped
    error: str = ""


async def run(
    method: str | Method,
    question: str,
    models: Models,
    tools: Tools,
    *,
    options: MethodOptions | None = None,
    store: EpisodeStore | None = None,
    tell: Callable[[Step], None] = lambda step: None,
) -> MethodResult:
    """Let a method answer a question.

    Args:
        method: The method, or its name.
        question: The whole task text.
        models: Who answers, and a second model where the method has one.
        tools: In this process or over MCP: the episode is the same.
        options: How to work.
        store: Keeps the episode, unless the server steers and keeps it; by default in memory only.
        tell: Takes each step as it happens.

    Raises:
        InvalidRequest: No such method, a blank question, an option that the method cannot follow,
            or a fine-tuned model is missing.
        KernelError: No kernel could be had.
        CodeSteerError: The server refused, or is gone.
    """
    method = find_method(method) if isinstance(method, str) else method
    options = options or MethodOptions()
    _require(method, models, options)
    task, helper = _Metered(models.task), _Metered(models.helper or models.task)
    case = Case(
        question=question,
        model=task,
        helper=helper,
        tools=tools,
        options=options,
        store=store or MemoryEpisodeStore(),
    )
    started = time.perf_counter()
    first: Steered | None = None
    last: Steered | None = None
    error = ""
    try:
        async with aclosing(method.steps(case)) as steps:
            async for step in steps:
                tell(step)
                if isinstance(step, Steered | Checked):
                    last = step.steered if isinstance(step, Checked) else step
                    first = first or last
    except ModelError as failed:
        error = str(failed) or "The model failed without saying why."
    used: dict[Role, Usage] = {"task": task.usage, "helper": helper.usage}
    return MethodResult(
        method=method.name,
        final_answer="" if last is None else last.directive.final_answer,
        turns=0 if last is None else last.directive.turn,
        usage={role: usage for role, usage in used.items() if usage.requests},
        seconds=time.perf_counter() - started,
        session_id="" if last is None else last.session_id,
        stopped_because="model_failed" if error else _ending(first, last),
        error=error,
    )


def _require(method: Method, models: Models, options: MethodOptions) -> None:
    """Refuse what the method cannot do."""
    if method.fine_tuned and models.helper is None:
        raise InvalidRequest(
            f"{method.name} needs a fine-tuned model of its own, one that {method.fine_tuned}. "
            "Pass it as Models(task=..., helper=OpenAIChat(its endpoint))."
        )
    if method.by_server and options.checkers is not None:
        raise InvalidRequest(
            f"The checkers of {method.name} are those of its server: set CODESTEER_CHECKERS for "
            "the server, or Steerer(checkers=...) in this process, and leave them out here."
        )
    if options.max_turns < 1 or options.max_runs < 0:
        raise InvalidRequest("max_turns must be 1 or more, and max_runs 0 or more.")


def _ending(first: Steered | None, last: Steered | None) -> Stopped:
    if first is None or last is None:
        return "no_answer"
    if last.directive.action == "answer":
        return "answered"
    budget = first.directive.turn + first.directive.turns_left
    spent = budget > 1 and last.directive.turn >= budget
    return "turns_spent" if spent or last.directive.action != "stop" else "no_answer"


class _Metered:
    """A model whose cost is counted, and whose replies can be sent on."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.name = model.name
        self.usage = Usage()

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Answer, and count; see `ChatModel.reply`."""
        self.usage = replace(self.usage, requests=self.usage.requests + 1)
        reply = await self._model.reply(messages, options)
        self.usage = Usage(
            requests=self.usage.requests,
            prompt_tokens=self.usage.prompt_tokens + reply.prompt_tokens,
            completion_tokens=self.usage.completion_tokens + reply.completion_tokens,
        )
        # Half a surrogate pair is no text and cannot be sent.
        text = reply.text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
        return replace(reply, text=text)
