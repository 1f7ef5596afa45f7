"""The tools over the SDK's client, in memory and in both eras."""

import base64
import json
import os
import re
from contextlib import asynccontextmanager

import pytest
from mcp import Client, MCPError

from codesteer.mcp_server.app import App
from codesteer.mcp_server.server import INSTRUCTIONS, make_server
from codesteer.steering.executor import FakeExecutor
from codesteer.steering.guide import Guidance, ScriptedGuide
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.kernel_executor import KernelExecutor
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import FileEpisodeStore, MemoryEpisodeStore

from ..pools import real_pool

pytestmark = pytest.mark.anyio
QUESTION = "What is 48123 * -91827? Form: <<<integer>>>"
ANSWER = "```python\nprint(48123 * -91827)\n```"


async def nothing():
    pass


def server_of(steerer):
    @asynccontextmanager
    async def app():
        yield App(steerer, nothing)

    return make_server(app)


def faked(guide=None, output="-4418990721"):
    return Steerer(
        store=MemoryEpisodeStore(),
        guide=guide or RulesGuide(),
        executor=FakeExecutor(lambda code: output),
    )


@pytest.fixture(params=["auto", "legacy"])
def mode(request):
    return request.param


@pytest.fixture
async def client(mode):
    async with Client(server_of(faked()), mode=mode) as connected:
        yield connected


@pytest.fixture
async def real(mode, tmp_path):
    """A client of a server with real kernels and real files."""
    async with real_pool() as pool:
        steerer = Steerer(
            store=FileEpisodeStore(tmp_path), guide=RulesGuide(), executor=KernelExecutor(pool)
        )
        async with Client(server_of(steerer), mode=mode) as connected:
            yield connected


async def text_of(client, tool, **arguments):
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content[0].text
    return result.content[0].text


async def refusal(client, tool, **arguments):
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return result.content[0].text


async def test_the_tool_list_is_what_it_was(client, root):
    tools = (await client.list_tools()).tools
    listed = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]
    snapshot = root / "tests" / "mcp_server" / "tools.snapshot.json"
    run_code = listed[1]
    assert "numpy, sympy, networkx" in run_code["description"]
    # What else is installed beside the libraries that always are, differs.
    shelf = r"returned\. .*? are installed\."
    run_code["description"] = re.sub(shelf, "returned. ... are installed.", run_code["description"])
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(json.dumps(listed, indent=1) + "\n", "utf-8")
    assert listed == json.loads(snapshot.read_text("utf-8")), (
        "the tool list has changed; if that is meant, run `make snapshots` and say so in the "
        "CHANGELOG"
    )


async def test_the_instructions_are_short(client):
    assert len(INSTRUCTIONS.split()) < 150


@pytest.mark.parametrize("tool", ["steer", "check_answer", "symbench_task"])
async def test_text_and_structure_each_say_everything(client, tool):
    session = (await client.call_tool("steer", {"question": QUESTION})).structured_content[
        "session_id"
    ]
    arguments = {
        "steer": {"session_id": session, "answer": ANSWER},
        "check_answer": {"session_id": session, "answer": "7", "program": "print('Correct')"},
        "symbench_task": {"task": "game_24"},
    }[tool]
    result = await client.call_tool(tool, arguments)
    text = result.content[0].text
    for key, value in result.structured_content.items():
        values = value.values() if isinstance(value, dict) else [value]
        for part in values:
            if isinstance(part, str) and part:
                assert all(line.strip() in text for line in part.splitlines()), (key, part)


async def test_an_episode_from_question_to_answer(real):
    opened = (await real.call_tool("steer", {"question": QUESTION})).structured_content
    assert opened["action"] == "code"
    session = opened["session_id"]
    tried = await text_of(real, "run_code", session_id=session, code="a = 48123 * -91827\na")
    assert tried.endswith("output:\n-4418990721")
    done = await real.call_tool("steer", {"session_id": session, "answer": "<<<-4418990721>>>"})
    assert done.structured_content["action"] == "answer"
    assert done.structured_content["final_answer"] == "<<<-4418990721>>>"


async def test_a_check_runs_the_program_and_gives_the_next_directive(real):
    session = (await real.call_tool("steer", {"question": QUESTION})).structured_content[
        "session_id"
    ]
    program = "print('Correct' if int(answer) == 48123 * -91827 else 'Wrong: another product')"
    wrong = await real.call_tool(
        "check_answer", {"session_id": session, "answer": "<<<7>>>", "program": program}
    )
    assert wrong.structured_content["verdict"] == "incorrect"
    assert wrong.structured_content["action"] == "code"
    assert "another product" in wrong.content[0].text


async def test_figures_come_back_as_pictures_without_structure(real):
    pytest.importorskip("matplotlib")
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    result = await real.call_tool("run_code", {"code": code})
    assert [block.type for block in result.content] == ["text", "image"]
    assert base64.b64decode(result.content[1].data).startswith(b"\x89PNG")
    assert result.structured_content is None
    assert result.meta["codesteer/run"]["status"] == "ok"


async def test_code_that_raises_is_a_result_and_not_a_tool_error(real):
    text = await text_of(real, "run_code", code="1/0")
    assert "status: error" in text
    assert "ZeroDivisionError" in text


async def test_code_that_takes_too_long_is_interrupted(real):
    text = await text_of(real, "run_code", code="while True: pass", timeout_s=0.5)
    assert "status: timeout" in text
    assert "ariables are kept" in text


async def test_reset_empties_the_session(real):
    text = await text_of(real, "run_code", code="x = 1")
    session = text.split()[1]
    assert "was ended" in await text_of(real, "run_code", action="reset", session_id=session)
    assert "NameError" in await text_of(real, "run_code", code="x", session_id=session)
    assert "needs the `session_id`" in await refusal(real, "run_code", action="reset")


def counted(text):
    """How many characters a text says are missing."""
    return sum(int(n.replace(",", "")) for n in re.findall(r"\[\.\.\. ([0-9,]+) characters", text))


async def test_long_output_is_cut_once_and_the_cut_is_counted(real):
    text = await text_of(real, "run_code", code="print('line\\n' * 40_000)")
    output = text.split("output:\n")[1]
    assert text.count("[... ") == 1
    assert "run_code shows" not in text
    assert output.count("line") * 5 > 17_000
    assert counted(text) + output.count("line") * 5 == pytest.approx(200_000, abs=20)


async def test_steer_shows_less_of_long_output_and_counts_all_that_is_missing(real):
    opened = await real.call_tool("steer", {"question": QUESTION})
    session = opened.structured_content["session_id"]
    answer = "```python\nfor _ in range(40_000):\n    print('line')\n```"
    done = await real.call_tool("steer", {"session_id": session, "answer": answer})
    output = done.structured_content["execution"]["output"]
    assert len(output) < 7_000
    assert "run_code shows" in output
    assert counted(output) + output.count("line") * 5 == pytest.approx(200_000, abs=20)
    assert counted(done.content[0].text) == counted(output)


async def test_five_megabytes_are_refused_in_one_sentence(client):
    big = "x" * 5_000_000
    for tool, name in (("steer", "question"), ("steer", "answer"), ("run_code", "code"),
                       ("check_answer", "program"), ("symbench_task", "answer"),
                       ("steer", "session_id")):  # fmt: skip
        text = await refusal(client, tool, **{name: big})
        assert f"`{name}` has 5,000,000 characters" in text
        assert len(text) < 200


@pytest.mark.parametrize(
    ("tool", "arguments", "advice"),
    [
        ("steer", {}, "question is empty"),
        ("steer", {"question": " "}, "question is empty"),
        ("steer", {"answer": "x"}, "send `question` alone"),
        ("steer", {"session_id": "cs_nope"}, "Call steer with a question"),
        ("steer", {"session_id": "cs_nope", "answer": "x"}, "Call steer with a question"),
        ("steer", {"sesion_id": "x"}, "Did you mean `session_id`?"),
        ("steer", {"question": 5}, "`question` must be text"),
        ("steer", {"question": None}, "question is empty"),
        ("steer", {"sesion_id": None}, "Did you mean `session_id`?"),
        ("steer", {"question": ["a"]}, "`question` must be text"),
        ("run_code", {}, "code is empty"),
        ("run_code", {"code": "1", "session_id": "../../etc"}, "There is no session"),
        ("run_code", {"code": "1", "timeout_s": 0}, "must be more than 0."),
        ("run_code", {"code": "1", "timeout_s": 1e9}, "largest value is 600"),
        ("run_code", {"code": "1", "timeout_s": "soon"}, "must be a number"),
        ("run_code", {"code": "1", "action": "explode"}, "'reset' or 'files'"),
        ("check_answer", {}, "`session_id` is missing"),
        ("check_answer", {"session_id": "cs_nope", "program": "p"}, "There is no session"),
        ("symbench_task", {"task": "game24"}, "Did you mean game_24"),
        ("symbench_task", {"task": "game_24", "level": 9}, "largest value is 5"),
        ("symbench_task", {"task": "game_24", "level": 1.5}, "whole number"),
        ("symbench_task", {"task": "game_24", "seed": -1}, "too small"),
        ("symbench_task", {"task": "game_24@1/9/0/0"}, "choose one of 1 to 5"),
        ("symbench_task", {"task": "game_24", "seed": 10**18}, f"must be less than {10**18}"),
        ("symbench_task", {"answer": "<<<1>>>"}, "needs its `task`"),
        ("symbench_task", {"task": "game_24@1/2/7/0", "level": 3}, "`level` 3 contradicts"),
        ("symbench_task", {"task": "game_24@1/2/7/0", "seed": 8}, "`seed` 8 contradicts"),
        ("symbench_task", {"task": "@"}, "no instance id"),
    ],
)
async def test_bad_input_gets_one_clear_sentence_and_the_server_lives_on(
    client, tool, arguments, advice
):
    text = await refusal(client, tool, **arguments)
    assert advice in text
    assert "Traceback" not in text
    assert "pydantic" not in text
    assert len(text) < 300
    assert await text_of(client, "symbench_task")


async def test_a_closed_episode_refuses_an_answer_and_keeps_its_own(mode):
    guide = ScriptedGuide([Guidance(action="answer", guidance="g", reason="r", answer="42")])
    async with Client(server_of(faked(guide)), mode=mode) as client:
        opened = (await client.call_tool("steer", {"question": QUESTION})).structured_content
        text = await refusal(client, "steer", session_id=opened["session_id"], answer="43")
        assert "closed" in text
        assert "'42'" in text
        again = await client.call_tool("steer", {"session_id": opened["session_id"]})
        assert again.structured_content["final_answer"] == "42"


async def test_a_crash_inside_says_so_without_its_details(mode):
    class Crashes(ScriptedGuide):
        async def decide(self, trajectory):
            raise RuntimeError("secret detail")

    async with Client(server_of(faked(Crashes([]))), mode=mode) as client:
        text = await refusal(client, "steer", question=QUESTION)
    assert "secret detail" not in text
    assert "Try the same call once more" in text


async def test_a_crash_behind_a_recorded_answer_says_that_it_is_kept_and_the_call_goes_on(mode):
    class CrashesOnce(ScriptedGuide):
        async def decide(self, trajectory):
            if trajectory.turns and not getattr(self, "crashed", False):
                self.crashed = True
                raise RuntimeError
            return await super().decide(trajectory)

    guide = CrashesOnce([Guidance(action=a, guidance="g", reason="r") for a in ("code", "answer")])
    store, executor = MemoryEpisodeStore(), FakeExecutor(lambda code: "42")
    steerer = Steerer(store=store, guide=guide, executor=executor)
    async with Client(server_of(steerer), mode=mode) as client:
        opened = (await client.call_tool("steer", {"question": QUESTION})).structured_content
        call = {"session_id": opened["session_id"], "answer": ANSWER}
        text = await refusal(client, "steer", **call)
        kinds = [event.kind for event in store.episodes[opened["session_id"]]]
        assert {"answer", "execution"} <= set(kinds)
        assert "What it had recorded by then is kept" in text
        done = (await client.call_tool("steer", call)).structured_content
    assert done["action"] == "answer"
    assert len(executor.programs) == 1


async def test_text_that_looks_like_json_arrives_as_it_was_sent(real):
    for code in ("[1, 2, 3]", '{"a": 1}', "null", "true", "42", '"q"'):
        result = await real.call_tool("run_code", {"code": code})
        assert "status:" in result.content[0].text, code
    for answer in ("[1]", "null", "42"):
        opened = await real.call_tool("steer", {"question": QUESTION})
        session = opened.structured_content["session_id"]
        assert not (
            await real.call_tool("steer", {"session_id": session, "answer": answer})
        ).is_error


@pytest.mark.parametrize("code", ["a\0b", "def f(:", "\U0001f600", "%%nonsense", "<b>no</b>"])
async def test_code_that_is_no_python_is_an_error_of_the_code(real, code):
    text = await text_of(real, "run_code", code=code)
    assert "status: error" in text


async def test_question_and_session_may_come_together(client):
    session = (await client.call_tool("steer", {"question": QUESTION})).structured_content[
        "session_id"
    ]
    both = {"question": QUESTION, "session_id": session, "answer": ANSWER}
    done = await client.call_tool("steer", both)
    assert done.structured_content["action"] == "answer"
    text = await refusal(client, "steer", question="Another?", session_id=session)
    assert "already has its question" in text


async def test_null_is_not_given_and_space_around_a_handle_is_no_part_of_it(client):
    nothing_else = {"session_id": None, "answer": None}
    opened = await client.call_tool("steer", {"question": QUESTION, **nothing_else})
    session = opened.structured_content["session_id"]
    await text_of(client, "run_code", code="1", session_id=f" {session}\n", timeout_s=None)
    await text_of(client, "symbench_task", task="game_24", level=None, seed=None, index=None)


async def test_code_may_come_inside_a_fence(client):
    assert "status: ok" in await text_of(client, "run_code", code="```python\n1 + 1\n```")
    assert "code is empty" in await refusal(client, "run_code", code="```python\n```")


async def test_tasks_are_listed_served_and_graded(client):
    listed = (await client.call_tool("symbench_task", {})).structured_content["tasks"]
    names = [card["name"] for card in listed]
    assert names == sorted(names)
    assert len(names) == 37
    puzzle = (
        await client.call_tool("symbench_task", {"task": "number_multiply"})
    ).structured_content
    again = {"task": puzzle["id"]}
    assert (await client.call_tool("symbench_task", again)).structured_content == puzzle
    wrong = await client.call_tool("symbench_task", again | {"answer": "<<<1>>>"})
    assert wrong.structured_content["correct"] is False
    right = await client.call_tool("symbench_task", again | {"answer": "<<<-1982140>>>"})
    assert right.structured_content["correct"] is True


async def test_progress_is_reported_while_code_runs(real, monkeypatch):
    monkeypatch.setattr("codesteer.mcp_server.heartbeat.HEARTBEAT_S", 0.1)
    heard = []

    async def progress(done, total, message):
        heard.append((done, message))

    code = "import time\nend = time.time() + 1\nwhile time.time() < end: pass"
    await real.call_tool("run_code", {"code": code}, progress_callback=progress)
    assert len(heard) >= 2
    assert [done for done, _ in heard] == sorted({done for done, _ in heard})
    assert "running code" in heard[0][1]


async def test_the_record_of_an_episode_can_be_read_as_its_file_has_it(tmp_path, mode):
    store = FileEpisodeStore(tmp_path)
    steerer = Steerer(
        store=store, guide=RulesGuide(), executor=FakeExecutor(lambda code: "-4418990721")
    )

    @asynccontextmanager
    async def app():
        yield App(steerer, nothing, episodes=store)

    async with Client(make_server(app), mode=mode) as client:
        opened = await client.call_tool("steer", {"question": QUESTION})
        session = opened.structured_content["session_id"]
        await client.call_tool("steer", {"session_id": session, "answer": ANSWER})
        uri = f"codesteer://episodes/{session}"
        (templates,) = (await client.list_resource_templates()).resource_templates
        (read,) = (await client.read_resource(uri)).contents
        whole = store.path(session).read_text("utf-8")
        assert templates.uri_template == "codesteer://episodes/{session_id}"
        assert read.text == whole
        assert '"kind":"answer"' in whole
        with store.path(session).open("a") as file:
            file.write('{"seq": 99, "torn')
        (torn,) = (await client.read_resource(uri)).contents
        assert torn.text == whole
        for unknown in ("cs_unknown", "..%2F..%2Fetc%2Fpasswd", "a/b"):
            with pytest.raises(MCPError):
                await client.read_resource(f"codesteer://episodes/{unknown}")
