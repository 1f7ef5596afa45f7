"""`symbench_task`: list SymBench tasks, get an instance, grade an answer."""

from typing import Annotated, Any

import anyio.to_thread
from mcp.server.mcpserver import Context
from mcp.types import CallToolResult, ToolAnnotations
from pydantic import BaseModel, Field

from codesteer.errors import InvalidRequest
from codesteer.mcp_server.app import App
from codesteer.mcp_server.strict_tool import StrictTool
from codesteer.mcp_server.wire import result
from codesteer.symbench.registry import find_task, instance, instance_id, tasks
from codesteer.symbench.task import InstanceId

__all__ = ["SymBenchOut", "TaskCard", "tool"]


class TaskCard(BaseModel):
    """One task."""

    name: str
    category: str
    split: str = Field(description="Whether the paper's guide was trained on it: seen or unseen.")
    about: str


class SymBenchOut(BaseModel):
    """A list of tasks, an instance, or a grade; the other fields are empty."""

    tasks: list[TaskCard] = Field(default_factory=list)
    id: str = Field(default="", description="Names the instance: task@version/level/seed/index.")
    prompt: str = ""
    correct: bool | None = Field(default=None, description="The grade; null when none was asked.")
    reason: str = ""


async def symbench_task(
    ctx: Context[App],
    task: Annotated[
        str,
        Field(
            max_length=200,
            description="Name of a task, or a whole instance id. Empty lists the tasks.",
        ),
    ] = "",
    level: Annotated[int, Field(ge=1, le=5, description="1 (easiest) to 5.")] = 1,
    seed: Annotated[int, Field(ge=0, lt=10**18)] = 0,
    index: Annotated[int, Field(ge=0, lt=10**18)] = 0,
    answer: Annotated[
        str,
        Field(max_length=200_000, description="Your answer to the instance; it is graded."),
    ] = "",
) -> Annotated[CallToolResult, SymBenchOut]:
    """Get a puzzle whose answer can be graded exactly, or grade an answer to one.

    Without `task` it lists the tasks. With a task it gives the instance that level, seed and index
    name; the same four always give the same puzzle. With an `answer` too, it grades that answer by
    the task's exact rules and says why it is wrong, without giving the right one away.
    """
    out = await anyio.to_thread.run_sync(_answer, task.strip(), level, seed, index, answer)
    return result(out, _text(out))


def _answer(task: str, level: int, seed: int, index: int, answer: str) -> SymBenchOut:
    if not task and answer:
        raise InvalidRequest(
            "An `answer` needs its `task`: send the id of the instance that it answers as `task`."
        )
    if not task:
        return SymBenchOut(
            tasks=[
                TaskCard(name=name, category=t.category, split=t.split, about=_about(t))
                for name, t in tasks().items()
            ]
        )
    if "@" in task:
        wanted = InstanceId.parse(task)
        _agree(wanted, level=level, seed=seed, index=index)
    else:
        wanted = instance_id(task, level, seed, index)
    puzzle = instance(wanted)
    if not answer:
        return SymBenchOut(id=str(wanted), prompt=puzzle.prompt)
    verdict = find_task(wanted.task).verify(puzzle.payload, answer)
    return SymBenchOut(id=str(wanted), correct=verdict.correct, reason=verdict.reason)


def _agree(wanted: InstanceId, **beside: int) -> None:
    """Refuse a level, seed or index, other than the default, that an id contradicts."""
    defaults = {"level": 1, "seed": 0, "index": 0}
    for name, value in beside.items():
        if value not in (defaults[name], getattr(wanted, name)):
            raise InvalidRequest(
                f"`{name}` {value} contradicts the id {wanted}. Send the id alone, or the task's "
                f"name {wanted.task} with level, seed and index."
            )


def _about(task: Any) -> str:
    import sys

    doc = sys.modules[type(task).__module__].__doc__ or ""
    return doc.splitlines()[0]


def _text(out: SymBenchOut) -> str:
    if out.tasks:
        cards = [
            f"- {card.name} ({card.category}, {card.split}): {card.about}" for card in out.tasks
        ]
        return "\n".join(["tasks, each with levels 1 to 5:", *cards])
    if out.correct is None:
        return f"id: {out.id}\nprompt:\n{out.prompt}"
    return f"id: {out.id}\n{'correct' if out.correct else 'incorrect'}: {out.reason}"


def tool() -> StrictTool:
    """The tool, ready to be served."""
    return StrictTool.from_function(
        symbench_task,
        title="SymBench task",
        annotations=ToolAnnotations(
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )
