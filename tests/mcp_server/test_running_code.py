"""Calls that meet code that is still running: giving up, waiting for a turn, resetting."""

import base64
import re
from contextlib import asynccontextmanager

import anyio
import pytest
from mcp import Client

from codesteer.mcp_server.app import App
from codesteer.mcp_server.server import make_server
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.kernel_executor import KernelExecutor
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import FileEpisodeStore

from ..pools import real_pool

pytestmark = pytest.mark.anyio

# Code below runs for the longest time there is, so that what ends it is not its time-out: an
# answer must come well before that.
LONGEST_S = 40
SOON_S = 15
ENDLESS = "x = 2\nwhile True: pass"
DEAF = """\
import time
while True:
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        pass
"""


@pytest.fixture(params=["auto", "legacy"])
async def client(request, tmp_path, monkeypatch):
    """A client of a server with real kernels and real files, which reports progress often."""
    monkeypatch.setattr("codesteer.mcp_server.heartbeat.HEARTBEAT_S", 0.1)

    async with real_pool() as pool:
        steerer = Steerer(
            store=FileEpisodeStore(tmp_path), guide=RulesGuide(), executor=KernelExecutor(pool)
        )

        @asynccontextmanager
        async def app():
            yield App(steerer, pool.close)

        async with Client(make_server(app), mode=request.param) as connected:
            yield connected


@pytest.fixture
async def session(client):
    """A session whose kernel holds x = 1."""
    return (await soon(client, code="x = 1")).split()[1]


async def soon(client, *, refused=False, **arguments):
    """The text of a call of run_code that must answer soon."""
    result = await client.call_tool("run_code", arguments, read_timeout_seconds=SOON_S)
    assert result.is_error == refused, result.content[0].text
    return result.content[0].text


async def ended(client, **arguments):
    """The text of a run that ends, for however many calls it is waited for."""
    text = await soon(client, **arguments)
    while "status: running" in text:
        session = re.search(r"session_id: (cs_\w+)", text).group(1)
        text = await soon(client, action="poll", session_id=session)
    return text


@asynccontextmanager
async def running(client, session, code, timeout_s=LONGEST_S):
    """Run code meanwhile; gives a list that will hold the text of its result."""
    began, texts = anyio.Event(), []

    async def progress(done, total, message):
        began.set()

    async def run():
        arguments = {"code": code, "session_id": session, "timeout_s": timeout_s}
        result = await client.call_tool("run_code", arguments, progress_callback=progress)
        texts.append(result.content[0].text)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run)
        with anyio.fail_after(SOON_S):
            await began.wait()
        yield texts
        tasks.cancel_scope.cancel()


async def test_a_client_that_gives_up_interrupts_the_code_and_keeps_the_variables(client, session):
    with anyio.fail_after(SOON_S):
        async with running(client, session, ENDLESS):
            pass
        text = await soon(client, code="x in (1, 2)", session_id=session)
    assert text.endswith("output:\nTrue")


async def test_a_call_waits_for_its_turn_only_while_that_leaves_time_for_its_own_code(
    client, session
):
    async with running(client, session, ENDLESS):
        text = await soon(client, code="x", session_id=session, timeout_s=LONGEST_S, refused=True)
    assert "still running the code of another call" in text
    assert "action reset" in text


async def test_a_call_that_waits_for_its_turn_reports_progress(client, session):
    heard = []

    async def progress(done, total, message):
        heard.append(message)

    async with running(client, session, ENDLESS):
        await client.call_tool(
            "run_code",
            {"code": "x", "session_id": session, "timeout_s": LONGEST_S},
            read_timeout_seconds=SOON_S,
            progress_callback=progress,
        )
    assert heard


async def test_calls_that_come_together_and_are_short_all_get_their_turn(client, session):
    texts = []

    async def add():
        texts.append(await soon(client, code="x += 1", session_id=session))

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(add)
    assert (await soon(client, code="x", session_id=session)).endswith("output:\n6")


@pytest.mark.parametrize("code", [ENDLESS, DEAF], ids=["endless", "deaf"])
async def test_reset_ends_running_code_at_once_and_both_calls_say_so(client, session, code):
    async with running(client, session, code) as texts:
        text = await soon(client, action="reset", session_id=session)
        assert "The kernel was ended" in text
        text = await soon(client, code="x", session_id=session)
        assert "earlier kernel is gone" in text
        assert "NameError" in text
    assert "The session was reset while the code ran" in texts[0]


@pytest.fixture
async def hasty(tmp_path):
    """A client of a server whose calls wait for code half a second only."""
    async with real_pool() as pool:
        steerer = Steerer(
            store=FileEpisodeStore(tmp_path),
            guide=RulesGuide(),
            executor=KernelExecutor(pool),
            wait_s=0.5,
        )

        @asynccontextmanager
        async def app():
            yield App(steerer, pool.close, pool.directory)

        async with Client(make_server(app)) as connected:
            connected.directory = pool.directory
            yield connected


GATED = (
    "import os, time\nprint('begun')\nwhile not os.path.exists('go'): time.sleep(0.01)\nx = 9\nx"
)


WRITES = r"""
import os, struct, zlib
os.mkdir('out')
open('out/table.csv', 'w').write('a,b')
open('raw.bin', 'wb').write(bytes(range(256)))
os.symlink('/etc/passwd', 'link')
open('big', 'wb').write(bytes(10 ** 6))
def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
head = chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 0, 0, 0, 0))
body = chunk(b'IDAT', zlib.compress(bytes(2))) + chunk(b'IEND', b'')
open('dot.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + head + body)
"""


def handles(text):
    return (
        re.search(r"session_id: (cs_\w+)", text).group(1),
        re.search(r"run_id: (run_\w+)", text).group(1),
    )


async def test_code_that_outlasts_its_call_goes_on_and_can_be_polled(hasty, tmp_path):
    text = await soon(hasty, code=GATED, timeout_s=300)
    assert "action poll" in text
    session, run = handles(text)
    while "begun" not in text:
        text = await soon(hasty, action="poll", session_id=session)
        assert "status: running" in text
    assert "status: running" in await soon(hasty, action="poll", session_id=session, run_id=run)
    for tool, arguments in (("run_code", {"code": "1"}), ("steer", {"question": "What is 6 * 7?"})):
        result = await hasty.call_tool(tool, {"session_id": session, **arguments})
        if tool == "run_code":
            assert "Earlier code still runs in this session" in result.content[0].text
    refusal = await soon(hasty, action="poll", session_id=session, run_id="run_x", refused=True)
    assert run in refusal
    hasty.directory(session).joinpath("go").touch()
    while "status: running" in (text := await soon(hasty, action="poll", session_id=session)):
        pass
    assert "status: ok" in text
    assert text.endswith("output:\nbegun\n9")
    assert (await ended(hasty, code="x", session_id=session)).endswith("output:\n9")
    recorded = (tmp_path / f"{session}.jsonl").read_text()
    assert recorded.count('"kind":"execution"') == 2


async def test_code_that_outlasts_its_call_can_be_cancelled_and_keeps_its_variables(hasty):
    busy = "x = 7\nprint('begun', flush=True)\nwhile True: pass"
    text = await soon(hasty, code=busy, timeout_s=300)
    session, run = handles(text)
    while "begun" not in text:
        text = await soon(hasty, action="poll", session_id=session)
    text = await soon(hasty, action="cancel", session_id=session, run_id=run)
    assert "KeyboardInterrupt" in text
    assert "variables are kept" in text
    assert (await ended(hasty, code="x", session_id=session)).endswith("output:\n7")


async def test_code_that_outlasts_its_call_can_be_reset(hasty):
    session, _ = handles(await soon(hasty, code="while True: pass", timeout_s=300))
    assert "The kernel was ended" in await soon(hasty, action="reset", session_id=session)
    assert (await ended(hasty, code="1+1", session_id=session)).endswith("output:\n2")


async def test_polling_a_session_in_which_nothing_ran_says_so(hasty):
    opened = await hasty.call_tool("steer", {"question": "What is 6 * 7?"})
    session = opened.structured_content["session_id"]
    text = await soon(hasty, action="poll", session_id=session, refused=True)
    assert "Nothing has run in it" in text


async def test_files_of_a_session_are_listed_and_fetched(hasty):
    session = re.search(r"session_id: (cs_\w+)", await ended(hasty, code=WRITES)).group(1)
    text = await soon(hasty, action="files", session_id=session)
    assert "out/table.csv (3 bytes)" in text
    assert "link" not in text
    assert ".ipython" not in text
    assert (await soon(hasty, action="files", session_id=session, path="out/table.csv")).endswith(
        "a,b"
    )
    fetched = {}
    for path in ("dot.png", "raw.bin"):
        arguments = {"action": "files", "session_id": session, "path": path}
        fetched[path] = (await hasty.call_tool("run_code", arguments)).content[1]
    assert fetched["dot.png"].mime_type == "image/png"
    assert base64.b64decode(fetched["raw.bin"].resource.blob) == bytes(range(256))
    for path, why in (
        ("link", "no file"),
        ("out", "no file"),
        ("none.txt", "no file"),
        ("../x", "no path inside"),
        ("/etc/passwd", "no path inside"),
        ("big", "at most"),
    ):
        text = await soon(hasty, action="files", session_id=session, path=path, refused=True)
        assert why in text


async def test_every_session_says_how_it_is_confined(client):
    result = await client.call_tool("run_code", {"code": "1"})
    assert result.meta["codesteer/run"]["sandbox"] in ("A", "B", "C")


async def test_reset_does_not_wait_behind_calls_that_wait_for_their_turn(client, session):
    async with running(client, session, ENDLESS), running(client, session, ENDLESS, timeout_s=5):
        assert "The kernel was ended" in await soon(client, action="reset", session_id=session)
