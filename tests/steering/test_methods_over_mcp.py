"""The same replies make the same episode, in this process and over MCP to a server process."""

import json
import os
import signal
import sys
from dataclasses import asdict

import pytest
from mcp import Client, StdioServerParameters

from codesteer.errors import CodeSteerError
from codesteer.steering.chat import Reply, ScriptedChat, ToolCall
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.kernel_executor import KernelExecutor
from codesteer.steering.methods.driver import run
from codesteer.steering.methods.method import MethodOptions, Models
from codesteer.steering.methods.registry import find_method
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import FileEpisodeStore, MemoryEpisodeStore
from codesteer.steering.tools import LocalTools
from codesteer.symbench.bench.mcp_tools import McpTools, ServerLost

from ..pools import real_pool

pytestmark = pytest.mark.anyio

GRID = (
    "Fill the grid so that each row and each column holds every digit exactly once; 0 is open.\n"
    "1 2 0\n2 0 1\n0 1 2\nGive it as <<<rows>>>."
)
BROKEN = "```python\nimport sys\nprint('no', file=sys.stderr)\nprint('note:')\nprint(grid)\n```"
SOLVES = (
    "```python\n"
    "data = [[1, 2, 0], [2, 0, 1], [0, 1, 2]]\n"
    "grid = [[v or 6 - sum(row) for v in row] for row in data]\n"
    "print(f'<<<{grid}>>>')\n```"
)
CHECKS = (
    "```python\nimport ast\ngrid = ast.literal_eval(answer)\n"
    "ok = all(sorted(g) == [1, 2, 3] for g in [*grid, *zip(*grid)])\n"
    "print('Correct' if ok else 'Wrong: repeats')\n```"
)
TRICKY = (
    "print('output:\\nerror:')",
    "print('error:\\nnote: x')\n1 / 0",
    "'value'",
    "x = 1",
    "import sys\nsys.stderr.write('loud')\nprint('status: ok (1.00 s)')",
    "while True: pass",
    "import os\nos._exit(3)",
    "print('a fresh kernel')",
)
WORDS = "I see it: <<<[[1, 2, 3], [2, 3, 1], [3, 1, 2]]>>>"


def calling(code):
    call = ToolCall(id="c", name="run_code", arguments=json.dumps({"code": code}))
    return Reply(text="", tool_calls=(call,))


SCRIPTS = {
    "only_question": ([WORDS], []),
    "autogen_conca": ([BROKEN], []),
    "code_text_sum_1": ([WORDS, SOLVES, WORDS], []),
    "code_text_sum_2": ([WORDS, BROKEN], [WORDS]),
    "code_text_choice": ([SOLVES], ["code"]),
    "code_interpreter": ([calling("x = 3"), calling("1 / 0"), calling("print(x)"), SOLVES], []),
    "few_shot": ([BROKEN, SOLVES], []),
    "code_first_rule": ([BROKEN, BROKEN, SOLVES], []),
    "code_first_agent": ([BROKEN, SOLVES, SOLVES], ["Search.", "Define grid.", "More."]),
    "symbolic_agent": (
        [BROKEN, SOLVES, CHECKS],
        ["CODE\nSearch all grids.", "CODE\nDefine grid.", "RETURN"],
    ),
    "codesteer": ([BROKEN, SOLVES, CHECKS], []),
}
DIFFERS = {"session_id", "client", "kernel", "seconds", "duration_s"}


def bare(value):
    """An event without names of sessions and kernels, and without times."""
    if isinstance(value, dict):
        return {key: bare(part) for key, part in value.items() if key not in DIFFERS}
    return [bare(part) for part in value] if isinstance(value, list | tuple) else value


async def episodes(tools, served):
    """The episode of each method, its result and what its models were asked."""
    made = {}
    for method, (replies, helps) in SCRIPTS.items():
        task, helper = ScriptedChat(replies), ScriptedChat(helps)
        models = Models(task=task, helper=helper if helps else None)
        own = MemoryEpisodeStore()
        options = MethodOptions(context="dialogue" if method == "code_first_rule" else "fresh")
        result = await run(method, GRID, models, tools, options=options, store=own)
        if find_method(method).by_server:
            assert not own.episodes
            events = [(await served.load(result.session_id)).trajectory]
        else:
            events = own.episodes[result.session_id]
        made[method] = (
            [bare(asdict(event)) for event in events],
            (result.final_answer, result.turns, result.stopped_because, result.error),
            (task.asked, task.options, helper.asked),
        )
    return made


async def runs(tools):
    """What tools tell of code in one session, with a time-out and a lost kernel."""
    told, session = [], ""
    for code in TRICKY:
        limit = 0.3 if code.startswith("while") else 30.0
        ran = await tools.run_code(code=code, session_id=session, timeout_s=limit)
        session, gave = ran.session_id, ran.execution
        told.append((gave.status, gave.output, gave.error, gave.note, ran.notices))
    await tools.reset(session)
    after = await tools.run_code(code="print('x' in dir())", session_id=session)
    return [*told, after.execution.output]


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
@pytest.mark.parametrize("method", ["codesteer", "code_first_rule"])
async def test_a_server_that_is_killed_ends_a_run_with_an_error_that_says_so(tmp_path, method):
    pid_file = tmp_path / "pid"
    start = (
        "import os, sys, pathlib; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); "
        "os.execv(sys.executable, [sys.executable, '-m', 'codesteer', 'serve'])"
    )
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", start, str(pid_file)],
        env={"CODESTEER_HOME": str(tmp_path), "CODESTEER_PRELOAD": "none"},
    )

    class Killer:
        """Answers once; the server does not live to take the second answer."""

        name = "killer"
        asked = 0

        async def reply(self, messages, options=None):
            self.asked += 1
            if self.asked == 2:
                os.kill(int(pid_file.read_text()), signal.SIGKILL)
            return Reply(text=f"```python\nprint(grid[{self.asked}])\n```")

    failure = None
    async with Client(server, read_timeout_seconds=60) as client:
        try:
            await run(method, GRID, Models(task=Killer()), McpTools(client))
        except CodeSteerError as error:
            failure = error  # The client would wrap it in exception groups.
    assert isinstance(failure, ServerLost)
    assert "Start it anew" in str(failure)


async def test_in_this_process_and_over_mcp_a_method_makes_the_same_episode(tmp_path):
    async with real_pool() as pool:
        store = FileEpisodeStore(tmp_path / "here")
        steerer = Steerer(store=store, guide=RulesGuide(), executor=KernelExecutor(pool))
        here = await episodes(LocalTools(steerer), store)
        runs_here = await runs(LocalTools(steerer))

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "codesteer", "serve"],
        env={"CODESTEER_HOME": str(tmp_path / "there"), "CODESTEER_PRELOAD": "none"},
    )
    async with Client(server, read_timeout_seconds=60) as client:
        tools = McpTools(client)
        there = await episodes(tools, FileEpisodeStore(tmp_path / "there" / "episodes"))
        runs_there = await runs(tools)

    assert runs_here == runs_there
    assert [told[0] for told in runs_here[:-1]] == [
        "ok", "error", "ok", "ok", "ok", "timeout", "dead", "ok",
    ]  # fmt: skip
    assert runs_here[-1] == "False"
    for method in SCRIPTS:
        assert here[method] == there[method], method
    answered = {method for method in here if here[method][1][2] == "answered"}
    assert answered == set(SCRIPTS) - {"autogen_conca"}
    assert "NameError" in str(here["code_first_rule"])
