"""Runs the demo: a real server process, a real MCP client, a model, three puzzles."""

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mcp import Client, MCPError, StdioServerParameters

from codesteer.answers import final_answer
from codesteer.errors import CodeSteerError
from codesteer.steering.chat import AS_USUAL, ChatModel, Message, Reply, ReplyOptions
from codesteer.steering.methods.codesteer import Replied, steps
from codesteer.steering.openai_chat import OpenAIChat
from codesteer.steering.steerer import Checked, Steered
from codesteer.symbench.bench.mcp_tools import McpTools
from codesteer.symbench.demo.recording import (
    Episode,
    RecordedChat,
    Recorder,
    Recording,
    shipped_recording,
)
from codesteer.symbench.demo.show import Stage
from codesteer.symbench.task import InstanceId

__all__ = ["INSTANCES", "Score", "play", "play_live", "play_recorded", "record"]

INSTANCES = ("number_multiply@1/1/0/0", "game_24@1/1/0/1", "standard_sudoku@1/1/0/0")
MAX_TOKENS = 1024


@dataclass(frozen=True, slots=True)
class Score:
    """How many instances were solved: by the model alone, steered, and how many there were."""

    alone: int
    solved: int
    of: int

    def plus(self, alone: bool, solved: bool) -> "Score":
        """The score with one more instance."""
        return Score(self.alone + alone, self.solved + solved, self.of)


_ABOUT = """\
Three puzzles for a small language model: first alone, then steered by CodeSteer. The
guide says what to compute, the model writes it, the kernel runs it, a check tests it.
"""


async def play_recorded(stage: Stage) -> Score:
    """Play the demo with the shipped recording.

    Raises:
        RecordingOutdated: Steering has moved on since it was made.
    """
    recording = shipped_recording()
    stage.plain(_ABOUT)
    stage.plain(
        f"model   {recording.model}\n"
        f"        Its answers were RECORDED on {recording.recorded_on} under this very steering "
        "and\n"
        "        are replayed unedited. Set CODESTEER_MODEL_URL to watch your own model."
    )
    instances = [episode.instance for episode in recording.episodes]
    return await play(stage, instances, lambda instance: RecordedChat(recording, instance))


async def play_live(stage: Stage, model: OpenAIChat) -> Score:
    """Play the demo with a live model.

    Raises:
        ModelError: The model is out of reach.
    """
    stage.plain(_ABOUT)
    stage.plain(f"model   {model.name or 'the first model'} at {model.url}, live")
    return await play(stage, INSTANCES, lambda instance: model)


async def record(stage: Stage, model: OpenAIChat, path: Path, served_by: str) -> Score:
    """Play the demo with a live model and write down its answers.

    Args:
        stage: Where it is shown.
        model: The model.
        path: The recording to write.
        served_by: What the model is and how it is served, for the reader of the demo.
    """
    recorders: dict[str, Recorder] = {}

    def recorder(instance: str) -> ChatModel:
        recorders[instance] = Recorder(model)
        return recorders[instance]

    score = await play(stage, INSTANCES, recorder)
    episodes = [
        Episode(instance=instance, replies=tuple(taken.replies))
        for instance, taken in recorders.items()
    ]
    Recording(
        model=served_by or model.name,
        recorded_on=datetime.now(UTC).date().isoformat(),
        sampling=f"temperature 0, at most {MAX_TOKENS} tokens an answer",
        episodes=tuple(episodes),
    ).write(path)
    return score


async def play(
    stage: Stage, instances: Sequence[str], model_for: Callable[[str], ChatModel]
) -> Score:
    """Solve instances through a server started for the purpose.

    Args:
        stage: Where it is shown.
        instances: Ids of SymBench instances.
        model_for: The task model for each.
    """
    score = Score(0, 0, len(instances))
    failure: CodeSteerError | MCPError | None = None
    with tempfile.TemporaryDirectory(prefix="codesteer-demo-") as home:
        stage.plain(
            "server  codesteer serve, a process of its own, started now, spoken to over MCP\n"
            "live    guidance, kernel, checks, grading"
        )
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "codesteer", "serve"],
            env={"CODESTEER_HOME": home},
        )
        async with Client(server, read_timeout_seconds=120) as client:
            tools = McpTools(client)
            try:
                for number, instance in enumerate(instances, 1):
                    stage.heading(f"puzzle {number} of {len(instances)}: {instance}")
                    score = score.plus(*await _puzzle(stage, tools, instance, model_for(instance)))
            except (CodeSteerError, MCPError) as error:
                failure = error  # Raised below: the client would wrap it in exception groups.
    if failure is not None:
        raise failure
    stage.heading("score")
    stage.plain(f"alone  {score.alone}/{score.of}")
    stage.plain(f"solved {score.solved}/{score.of}")
    return score


async def _puzzle(
    stage: Stage, tools: McpTools, instance: str, model: ChatModel
) -> tuple[bool, bool]:
    """Let the model answer alone, then steered; returns whether each answer was right."""
    prompt = await tools.prompt(instance)
    stage.says("question", InstanceId.parse(instance).task.replace("_", " "), prompt)

    stage.plain("\n  the model alone, asked the question as it stands:")
    visible = _Visible(stage, model)
    unsteered = (await visible.reply((Message("user", prompt),))).text
    alone = await tools.grade(instance, unsteered)
    stage.verdict("alone", final_answer(unsteered) or "", alone)

    stage.plain("\n  the same model, steered:")
    last: Steered | None = None
    async for step in steps(prompt, visible, tools):
        if isinstance(step, Replied):
            stage.says("model", f"{step.reply.completion_tokens} tokens", step.reply.text)
            continue
        if isinstance(step, Checked):
            stage.says("check", step.check.verdict, step.check.reason)
            step = step.steered
        elif step.run is not None:
            stage.execution(step.run.execution)
        for notice in step.notices:
            stage.says("server", "notice", notice)
        stage.directive(step.directive)
        last = step
    answer = "" if last is None else last.directive.final_answer
    grade = await tools.grade(instance, answer)
    stage.verdict("grade", answer, grade)
    return alone.correct, grade.correct


class _Visible:
    """A model whose thinking can be seen."""

    def __init__(self, stage: Stage, model: ChatModel) -> None:
        self._stage = stage
        self._model = model
        self.name = model.name

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        with self._stage.thinking(self.name or "the model"):
            return await self._model.reply(messages, options)
