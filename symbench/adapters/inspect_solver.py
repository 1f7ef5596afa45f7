"""CodeSteer as a solver of Inspect AI: it steers the evaluated model through the MCP tools."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp import Client, StdioServerParameters

from codesteer.errors import ModelError
from codesteer.settings import read_settings
from codesteer.steering.executor import Execution
from codesteer.steering.methods.driver import MethodResult, run
from codesteer.steering.methods.method import Context, MethodOptions, Models, Replied, Step
from codesteer.steering.methods.registry import find_method
from codesteer.steering.steerer import Checked, Ran
from codesteer.symbench.adapters.inspect_chat import InspectChat
from codesteer.symbench.bench.mcp_tools import McpTools

try:
    from inspect_ai.model import (
        ChatMessage,
        ChatMessageAssistant,
        ChatMessageUser,
        ModelOutput,
        get_model,
    )
    from inspect_ai.solver import Generate, Solver, TaskState, solver
except ImportError as error:
    raise ImportError(
        "CodeSteer in Inspect AI needs it: pip install 'codesteer[inspect]'"
    ) from error

__all__ = ["codesteer"]

_READ_TIMEOUT_S = 300.0
"""Longer than any program may take."""


@solver
def codesteer(method: str = "codesteer", context: Context = "fresh") -> Solver:
    """Let a method of CodeSteer answer with the evaluated model.

    Each sample has a server of its own, set by the CODESTEER_* variables: no kernel and no episode
    is shared, and whatever ends a sample ends its server.

    Args:
        method: `codesteer`, or another of its methods; see docs/methods.md.
        context: What the model reads in a turn: fresh (the question and the guidance) or dialogue.

    Raises:
        BadSetting: A variable holds what no server would start with.
        InvalidRequest: There is no such method.
    """
    found = find_method(method)
    read_settings()  # Here it says what is wrong; a server that ends at once cannot.

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        told: list[Step] = []
        outcome: MethodResult | Exception
        async with _tools() as tools:
            try:
                outcome = await run(
                    found,
                    state.input_text,
                    Models(task=InspectChat(get_model())),
                    tools,
                    options=MethodOptions(context=context),
                    tell=told.append,
                )
            except Exception as error:
                outcome = error  # Raised below: the client would wrap it in exception groups.
        if isinstance(outcome, Exception):
            raise outcome
        if outcome.stopped_because == "model_failed":
            raise ModelError(outcome.error)
        state.messages += [message for step in told for message in _messages(step)]
        state.output = ModelOutput.from_content(str(state.model), outcome.final_answer)
        state.metadata["codesteer"] = {
            "method": outcome.method,
            "session_id": outcome.session_id,
            "turns": outcome.turns,
            "stopped_because": outcome.stopped_because,
        }
        return state

    return solve


@asynccontextmanager
async def _tools() -> AsyncIterator[McpTools]:
    """The tools of a server that lives as long as the block."""
    settings = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("CODESTEER_") and not name.startswith("CODESTEER_MODEL_")
    }
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "codesteer", "serve"], env=settings
    )
    async with Client(server, read_timeout_seconds=_READ_TIMEOUT_S) as client:
        yield McpTools(client)


def _messages(step: Step) -> list[ChatMessage]:
    """A step as the log shows it: what the model said, what its program gave, what came next."""
    if isinstance(step, Replied):
        return [ChatMessageAssistant(content=step.reply.text)]
    if isinstance(step, Ran):
        return [ChatMessageUser(content=f"The program gave:\n{_given(step.execution)}")]
    steered = step.steered if isinstance(step, Checked) else step
    told = (
        [f"Check: {step.check.verdict}. {step.check.reason}"] if isinstance(step, Checked) else []
    )
    if steered.run is not None:
        told.append(f"The program gave:\n{_given(steered.run.execution)}")
    return [ChatMessageUser(content=text) for text in (*told, steered.directive.guidance) if text]


def _given(execution: Execution) -> str:
    return "\n".join(filter(None, (execution.output, execution.error))) or execution.status
