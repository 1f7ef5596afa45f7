"""Kernels of real Jupyter servers, and what a fake one makes of the protocol's corners."""

import json
import logging
import os
import signal
import struct
import sys
from contextlib import asynccontextmanager

import anyio
import pytest

from codesteer.errors import InvalidRequest, KernelDied, KernelStartFailed
from codesteer.kernels.collect import OutputCollector
from codesteer.kernels.jupyter import JupyterKernel
from codesteer.kernels.limits import Limits
from codesteer.kernels.remote import RemoteKernels
from codesteer.kernels.render import render_output
from codesteer.kernels.rest import JupyterServer as Server
from codesteer.kernels.result import Image, Omission, Stream, Value
from codesteer.kernels.transports.frames import decode
from codesteer.kernels.transports.websocket import WebSocketTransport

from ..processes import ended_within
from .jupyter_servers import TOKEN, FakeServer, JupyterServer, Line, answer_all

pytestmark = pytest.mark.anyio

LIMITS = Limits(settle_s=2.0)


@pytest.fixture(autouse=True)
def no_token_in_the_log(caplog):
    caplog.set_level(logging.DEBUG)
    yield
    assert TOKEN not in caplog.text


@pytest.fixture(scope="module")
def anyio_backend():
    """One event loop for all, so that tests can share a kernel."""
    return "asyncio"


@pytest.fixture(scope="session", params=["kernel_gateway", "jupyter_server"])
def shared_server(request, tmp_path_factory):
    server = JupyterServer(request.param, tmp_path_factory.mktemp(request.param))
    yield server
    server.close()


@pytest.fixture
def server(shared_server):
    """A server on which a test leaves no kernel behind."""
    shared_server.known = set()
    shared_server.known = set(shared_server.kernels())
    yield shared_server
    assert shared_server.kernels() == []


@pytest.fixture(scope="module")
async def shared_kernel(shared_server):
    """For tests that do it no harm."""
    async with started(shared_server.url) as kernel:
        yield kernel


@pytest.fixture
async def kernel(server):
    """A kernel of the test's own."""
    async with started(server.url) as kernel:
        yield kernel


@asynccontextmanager
async def started(url, *, limits=LIMITS, **options):
    kernel = await RemoteKernels(url, TOKEN, limits=limits, **options).start()
    try:
        yield kernel
    finally:
        await kernel.close()
        await kernel.close()


class Watched(OutputCollector):
    """Tells when a cell has shown something."""

    def __init__(self):
        super().__init__(LIMITS)
        self.shown = anyio.Event()

    def add(self, kind, content):
        super().add(kind, content)
        if kind == "stream":
            self.shown.set()


async def shown(kernel, code, timeout_s=20):
    result = await kernel.run(code, timeout_s=timeout_s)
    assert result.status == "ok", result
    return render_output(result)


async def gone(kernel, code):
    """Whether a cell finds that the kernel has ended, before it or while it runs."""
    try:
        result = await kernel.run(code, timeout_s=20)
    except KernelDied:
        return True
    return (result.status, result.variables_kept) == ("dead", False)


def gate(tmp_path):
    """Code of a cell that waits in its middle, and what lets it go on."""
    path = tmp_path / "gate"
    os.mkfifo(path)
    code = f"x += 1\nprint('begun', flush=True)\nopen({str(path)!r}).read()\nprint('ended')"
    return code, lambda: anyio.to_thread.run_sync(path.write_text, "go")


async def test_variables_and_imports_survive_from_cell_to_cell(shared_kernel):
    await shown(shared_kernel, "import math\nx = 41")
    assert await shown(shared_kernel, "x + math.isqrt(1)") == "42"
    info = shared_kernel.info
    assert (info.transport, info.tier, info.directory, info.pid) == ("websocket", "", None, 0)


async def test_streams_values_and_errors_are_told_apart(shared_kernel):
    code = "import sys\nprint('out')\nprint('err', file=sys.stderr)\n[1, 2]"
    result = await shared_kernel.run(code, timeout_s=20)
    assert result.outputs == (Stream("stdout", "out\n"), Stream("stderr", "err\n"), Value("[1, 2]"))
    result = await shared_kernel.run("def f():\n    1/0\nf()", timeout_s=20)
    assert (result.status, result.error.name) == ("error", "ZeroDivisionError")
    assert "line 2, in f" in result.error.traceback
    assert result.variables_kept


async def test_figures_come_as_pictures_without_show(shared_kernel):
    result = await shared_kernel.run(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n0", timeout_s=60
    )
    (image,) = [output for output in result.outputs if isinstance(output, Image)]
    assert image.data.startswith(b"\x89PNG")


async def test_a_flood_of_100_mb_keeps_head_and_tail_and_counts_the_rest(shared_kernel):
    code = "for i in range(100): print(f'{i} begins', 'x' * 999_980, 'ends')"
    result = await shared_kernel.run(code, timeout_s=60)
    head, cut, tail = result.outputs
    assert isinstance(cut, Omission)
    assert head.text.startswith("0 begins x")
    assert tail.text.endswith("x ends\n")
    printed = sum(len(f"{i} begins  ends\n") + 999_980 for i in range(100))
    assert cut.chars == printed - LIMITS.head_chars - LIMITS.tail_chars
    assert cut.lines == 99


async def test_a_busy_loop_is_interrupted_and_the_variables_stay(shared_kernel):
    result = await shared_kernel.run("x = 2\nwhile True: pass", timeout_s=0.5)
    assert (result.status, result.variables_kept) == ("timeout", True)
    assert "interrupted" in result.note
    assert await shown(shared_kernel, "x") == "2"


async def test_a_cancelled_caller_interrupts_the_cell_and_keeps_the_variables(shared_kernel):
    output = Watched()
    async with anyio.create_task_group() as tasks:
        run = "x = 5\nprint('begun', flush=True)\nwhile True: pass"
        tasks.start_soon(lambda: shared_kernel.run(run, timeout_s=30, output=output))
        await output.shown.wait()
        tasks.cancel_scope.cancel()
    assert await shown(shared_kernel, "x") == "5"


async def test_code_that_ignores_the_interrupt_is_killed_and_says_what_is_lost(server):
    code = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    async with started(server.url, limits=Limits(settle_s=0.6)) as kernel:
        result = await kernel.run(code, timeout_s=0.5)
        assert (result.status, result.variables_kept) == ("timeout", False)
        assert server.kernels() == []
        with pytest.raises(KernelDied):
            await kernel.run("1", timeout_s=5)
        await kernel.restart()
        assert await shown(kernel, "1") == "1"


async def test_restart_gives_an_empty_kernel_that_is_set_up_again(kernel, server):
    await shown(kernel, "x = 1")
    before = server.kernels()
    await kernel.restart()
    result = await kernel.run("x", timeout_s=20)
    assert result.error.name == "NameError"
    result = await kernel.run("print('x' * 100_000)", timeout_s=20)
    assert any(isinstance(output, Omission) for output in result.outputs)
    assert server.kernels() == before


async def test_a_cell_that_ends_the_process_is_reported_as_dead(kernel, server):
    result = await kernel.run("import os\nos._exit(7)", timeout_s=20)
    assert (result.status, result.variables_kept) == ("dead", False)
    assert "variables are gone" in result.note
    # The server has put another process in its place, which nobody wants.
    assert server.kernels() == []
    assert not kernel.alive


async def test_a_process_that_was_replaced_between_cells_is_not_taken_for_the_old_one(kernel):
    pid = int(await shown(kernel, "import os; x = 1; os.getpid()"))
    os.kill(pid, signal.SIGKILL)
    assert ended_within(pid, 5)
    assert await gone(kernel, "x")


@pytest.mark.parametrize(("method", "path"), [("POST", "/restart"), ("DELETE", "")])
async def test_what_others_do_to_a_kernel_is_noticed(kernel, server, method, path):
    await shown(kernel, "x = 1")
    (kernel_id,) = server.kernels()
    await anyio.to_thread.run_sync(server.ask, method, f"/api/kernels/{kernel_id}{path}")
    assert await gone(kernel, "x")


async def test_input_fails_at_once(shared_kernel):
    result = await shared_kernel.run("input('name? ')", timeout_s=20)
    assert result.error.name == "EOFError"


async def test_large_cells_arrive_whole(shared_kernel):
    assert await shown(shared_kernel, f"len({'x' * 2_000_000!r})") == "2000000"


async def test_kernels_at_once_do_not_mix_and_one_more_may_be_too_many(shared_kernel, server):
    async with started(server.url) as one, started(server.url) as two:
        kernels = {"one": one, "two": two, "three": shared_kernel}
        async with anyio.create_task_group() as tasks:
            for name, kernel in kernels.items():
                tasks.start_soon(shown, kernel, f"x = {name!r}\nprint('x' * 10_000)")
        for name, kernel in kernels.items():
            assert await shown(kernel, "x") == repr(name)
        if server.kind == "kernel_gateway":
            with pytest.raises(KernelStartFailed, match="starts no more kernels"):
                await RemoteKernels(server.url, TOKEN, limits=LIMITS).start()


async def test_a_kernel_for_another_language_is_left_as_it_is(server):
    async with started(server.url, name="other") as kernel:
        assert await shown(kernel, "import sys; 'codesteer_kernel' in sys.modules") == "False"
        result = await kernel.run("input()", timeout_s=20)
        assert result.status == "error"


async def test_a_start_that_is_given_up_leaves_no_kernel(server):
    with anyio.move_on_after(0.05):
        await RemoteKernels(server.url, TOKEN, limits=LIMITS).start()
    assert server.kernels() == []


async def test_a_kernel_that_is_not_ready_in_time_is_ended(server):
    with pytest.raises(KernelStartFailed, match=r"within 0\.05 s"):
        await RemoteKernels(server.url, TOKEN, limits=Limits(start_s=0.05)).start()


async def test_a_line_that_is_cut_in_a_cell_is_mended_and_nothing_is_lost(server, tmp_path):
    code, go_on = gate(tmp_path)
    output = Watched()
    async with Line(server.port) as line, started(line.url) as kernel:
        await shown(kernel, "x = 1")
        async with anyio.create_task_group() as tasks:
            results = []

            async def run():
                results.append(await kernel.run(code, timeout_s=20, output=output))

            tasks.start_soon(run)
            await output.shown.wait()
            await line.cut()
            await go_on()
        (result,) = results
        assert (result.status, result.variables_kept) == ("ok", True)
        assert "output may be missing" in render_output(result)
        assert await shown(kernel, "x") == "2"


async def test_a_line_that_is_cut_between_cells_is_mended(server):
    async with Line(server.port) as line, started(line.url) as kernel:
        await shown(kernel, "x = 1")
        await line.cut()
        assert await shown(kernel, "x") == "1"


async def test_a_kernel_that_was_restarted_while_the_line_was_cut_is_not_taken_for_the_old(server):
    async with Line(server.port) as line, started(line.url) as kernel:
        await shown(kernel, "x = 1")
        (kernel_id,) = server.kernels()
        await line.cut()
        await anyio.to_thread.run_sync(server.ask, "POST", f"/api/kernels/{kernel_id}/restart")
        with pytest.raises(KernelDied):
            await kernel.run("x", timeout_s=20)


async def test_a_line_that_stays_down_ends_the_cell_and_says_why(server, tmp_path):
    code, go_on = gate(tmp_path)
    output = Watched()
    async with Line(server.port) as line, started(line.url) as kernel:
        async with anyio.create_task_group() as tasks:
            results = []

            async def run():
                results.append(await kernel.run(f"x = 0\n{code}", timeout_s=20, output=output))

            tasks.start_soon(run)
            await output.shown.wait()
            line.down = True
            await line.cut()
        await go_on()
        (result,) = results
        assert (result.status, result.variables_kept) == ("dead", False)
        assert "connection" in result.note
        line.down = False
    for kernel_id in server.kernels():  # Nobody was there to be told to end it.
        server.ask("DELETE", f"/api/kernels/{kernel_id}")


async def test_a_server_that_is_killed_in_a_cell_ends_it_and_says_so(tmp_path):
    # The older framing, in JSON, so that it is spoken with a real server too.
    json_only = "--ZMQChannelsWebsocketConnection.kernel_ws_protocol="
    server = JupyterServer("jupyter_server", tmp_path, json_only)
    pid = 0
    try:
        async with started(server.url) as kernel:
            result = await kernel.run("import sys\nprint('out')\n[1]", timeout_s=20)
            assert result.outputs == (Stream("stdout", "out\n"), Value("[1]"))
            assert (await kernel.run("1/0", timeout_s=20)).error.name == "ZeroDivisionError"
            result = await kernel.run("while True: pass", timeout_s=0.5)
            assert (result.status, result.variables_kept) == ("timeout", True)
            pid = int(await shown(kernel, "import os; os.getpid()"))
            output = Watched()
            async with anyio.create_task_group() as tasks:
                results = []

                async def run():
                    code = "print('begun', flush=True)\nwhile True: pass"
                    results.append(await kernel.run(code, timeout_s=20, output=output))

                tasks.start_soon(run)
                await output.shown.wait()
                server.kill()
        (result,) = results
        assert (result.status, result.variables_kept) == ("dead", False)
        assert "connection to it was lost" in result.note
    finally:
        server.close()
        if pid and not ended_within(pid, 0):
            os.kill(pid, signal.SIGKILL)


async def test_a_wrong_token_is_told_and_not_repeated(server):
    wrong = "wrong-token-91c2"
    with pytest.raises(KernelStartFailed, match="CODESTEER_KERNEL_TOKEN") as failed:
        await RemoteKernels(server.url, wrong, limits=LIMITS).start()
    assert wrong not in str(failed.value)


@pytest.mark.parametrize("token", [TOKEN, ""])
async def test_an_address_without_a_jupyter_server_is_told(server, token):
    with pytest.raises(KernelStartFailed, match=r"no Jupyter server at|_TOKEN"):
        await RemoteKernels(f"{server.url}/lab", token, limits=LIMITS).start()


async def test_a_kernel_that_the_server_has_not_is_told_with_those_it_has(server):
    kernels = RemoteKernels(server.url, TOKEN, name="julia", limits=LIMITS)
    with pytest.raises(KernelStartFailed, match=r"'julia'.*other, python3"):
        await kernels.start()
    with pytest.raises(KernelStartFailed, match="'julia'"):
        await kernels.warm()


async def test_a_server_that_is_down_is_told():
    async with Line(0) as line:
        url = line.url
    with pytest.raises(KernelStartFailed, match="does not answer") as failed:
        await RemoteKernels(url, TOKEN, limits=LIMITS).start()
    assert TOKEN not in str(failed.value)


@pytest.mark.parametrize(
    "url",
    [
        *("", "localhost:8888", "ftp://host", "file:///etc/passwd", "http://", "http://host:port"),
        *("http://host/lab?token=secret", "http://me:secret@host", "http://host/#secret"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_and_not_repeated(url):
    with pytest.raises(InvalidRequest, match="CODESTEER_KERNEL_URL") as refused:
        RemoteKernels(url, limits=LIMITS)
    assert "secret" not in str(refused.value)


def test_without_the_extra_the_install_line_is_told(monkeypatch):
    for name in list(sys.modules):
        if name.startswith(("codesteer.kernels.remote", "codesteer.kernels.transports.websocket")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "websockets.asyncio.client", None)
    with pytest.raises(ImportError, match=r"pip install 'codesteer\[remote\]'"):
        import codesteer.kernels.remote  # noqa: F401


# From here on the server is a FAKE.


async def test_frames_without_a_message_are_passed_over():
    def kernel(fake, frame):
        if frame.kind == "execute_request":
            fake.send(b"")
            fake.send(b"\xff" * 100)
            fake.send(struct.pack("<Q", 6) + b"\0" * 48)
            fake.send(struct.pack("<7Q", 6, *[1 << 60] * 6))
            fake.send('{"channel": "iopub"}')
            fake.send("[" * 100_000)
            fake.say("iopub", "stream", {}, frame, msg_type=3)
        answer_all(fake, frame)

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        assert await shown(kernel, "hello") == "hello"


async def test_a_server_that_speaks_json_only_is_understood():
    def kernel(fake, frame):
        if frame.kind == "execute_request":
            fake.send("[]")
            fake.send("null")
            fake.send('{"header": {}, "content": []}')
            message = {
                "channel": "iopub",
                "header": {"msg_type": "stream", "session": fake.name},
                "parent_header": dict(frame.header),
                "content": {"name": "stdout", "text": "with a buffer "},
            }
            body = json.dumps(message).encode()
            fake.send(struct.pack("!3I", 2, 12, 12 + len(body)) + body + b"buffer")
        answer_all(fake, frame)

    async with FakeServer(kernel, text=True) as fake, started(fake.url, name="fake") as kernel:
        assert await shown(kernel, "hello") == "with a buffer hello"


async def test_a_kernel_that_is_gone_without_a_word_is_missed_after_a_silence():
    def kernel(fake, frame):
        if frame.kind == "execute_request":
            fake.pages["/api/kernels/k"] = (404, {}, "{}")
        else:
            answer_all(fake, frame)

    async with FakeServer(kernel) as fake:
        transport = WebSocketTransport(Server(fake.url), "fake", silent_s=0)
        kernel = JupyterKernel(transport, LIMITS)
        await transport.start()
        result = await kernel.run("x", timeout_s=20)
        assert (result.status, result.variables_kept) == ("dead", False)
        await kernel.close()


async def test_a_connection_that_is_gone_without_a_word_is_made_again_after_a_silence():
    def kernel(fake, frame):
        if fake.connections > 1 or not deaf:
            answer_all(fake, frame)

    deaf = []
    async with FakeServer(kernel) as fake:
        transport = WebSocketTransport(Server(fake.url), "fake", silent_s=0)
        kernel = JupyterKernel(transport, LIMITS)
        await transport.start()
        deaf.append(True)
        assert await shown(kernel, "hello") == "hello"
        await kernel.close()


async def test_a_request_for_input_is_answered_with_the_end_of_input():
    def kernel(fake, frame):
        if frame.kind == "execute_request":
            fake.run = frame
            fake.say("stdin", "input_request", {"prompt": "?"}, frame)
        elif frame.kind == "input_reply":
            fake.say("iopub", "stream", {"name": "stdout", "text": repr(frame.content)}, fake.run)
            fake.say("shell", "execute_reply", {"status": "ok"}, fake.run)
        else:
            answer_all(fake, frame)

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        assert await shown(kernel, "x") == repr({"value": "\x04"})


async def test_a_lost_reply_is_an_error_and_the_variables_are_kept():
    def kernel(fake, frame):
        if frame.kind == "execute_request" and fake.connections == 1:
            fake.break_off()
        else:
            answer_all(fake, frame)

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        result = await kernel.run("x", timeout_s=20)
        assert (result.status, result.variables_kept) == ("error", True)
        assert "Whether the code ran is not known" in result.error.traceback
        assert await shown(kernel, "hello") == "hello"


async def test_a_connection_that_breaks_off_again_in_the_same_cell_ends_it():
    def kernel(fake, frame):
        if frame.kind == "execute_request" or fake.connections > 1:
            fake.break_off()
        else:
            answer_all(fake, frame)

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        result = await kernel.run("x", timeout_s=20)
        assert (result.status, fake.connections) == ("dead", 2)
        assert "connection to it was lost" in result.note
        assert not fake.kernels


@pytest.mark.parametrize("broken_in_a_cell", [True, False])
async def test_a_process_that_cannot_be_told_from_another_is_given_up(broken_in_a_cell):
    def kernel(fake, frame):
        fake.name = frame.session
        if frame.kind == "execute_request" and broken_in_a_cell:
            fake.break_off()
        else:
            answer_all(fake, frame)
            if frame.kind == "execute_request":
                fake.break_off()

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        if broken_in_a_cell:
            assert (await kernel.run("x", timeout_s=20)).status == "dead"
        else:
            await shown(kernel, "x")
            assert await gone(kernel, "x")
        assert fake.connections == 1


@pytest.mark.parametrize("state", ["restarting", "autorestarting", "dead"])
async def test_the_servers_word_that_the_process_ended_is_believed(state):
    def kernel(fake, frame):
        if frame.kind == "execute_request":
            fake.say("iopub", "status", {"execution_state": state}, session=frame.session)
        else:
            answer_all(fake, frame)

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        assert (await kernel.run("x", timeout_s=20)).status == "dead"


async def test_a_message_beyond_all_limits_costs_only_itself():
    def kernel(fake, frame):
        if frame.kind == "execute_request" and fake.connections == 1:
            fake.run = frame
            fake.send(b"\0" * ((64 << 20) + 1))
        elif frame.kind == "kernel_info_request" and fake.connections == 2:
            fake.say("shell", "execute_reply", {"status": "ok"}, fake.run)
            answer_all(fake, frame)
        else:
            answer_all(fake, frame)

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        assert "output may be missing" in await shown(kernel, "x")


async def test_a_flood_in_a_cell_makes_the_server_wait_and_loses_nothing():
    def kernel(fake, frame):
        if frame.kind == "execute_request":
            for number in range(1000):
                fake.say("iopub", "stream", {"name": "stdout", "text": f"{number} "}, frame)
        answer_all(fake, frame)

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        numbers = " ".join(str(number) for number in range(1000))
        assert await shown(kernel, "end") == f"{numbers} end"


async def test_what_comes_between_cells_is_bounded_and_what_is_dropped_is_told():
    seen = anyio.Event()

    def kernel(fake, frame):
        answer_all(fake, frame)
        if frame.kind == "input_reply":
            seen.set()

    async with FakeServer(kernel) as fake, started(fake.url, name="fake") as kernel:
        await shown(kernel, "first")
        for number in range(1000):
            fake.say("iopub", "stream", {"name": "stdout", "text": f"late {number}\n"})
        fake.say("stdin", "input_request", {})
        await seen.wait()
        result = await kernel.run("second", timeout_s=20)
        assert "messages that came between two cells were dropped" in result.late
        assert "late 0\n" not in result.late
        assert "late 999\n" in result.late


async def test_a_token_goes_to_no_other_server():
    async with FakeServer() as other:
        moved = (302, {"Location": f"{other.url}/api/kernelspecs"}, "")
        async with FakeServer(pages={"/api/kernelspecs": moved}) as fake:
            with pytest.raises(KernelStartFailed, match="redirect"):
                await RemoteKernels(fake.url, TOKEN, limits=LIMITS).start()
            assert fake.asked == [("GET", "/api/kernelspecs", f"token {TOKEN}")]
        assert other.asked == []


@pytest.mark.parametrize(
    ("page", "match"),
    [
        ((200, {}, f"<html>{TOKEN}</html>"), "no Jupyter server at"),
        ((404, {}, f"<html>{TOKEN}</html>"), "no Jupyter server at"),
        ((200, {}, '{"kernelspecs": []}'), "no Jupyter server at"),
        ((200, {}, "[" * 100_000), "no Jupyter server at"),
        ((403, {}, json.dumps({"message": f"bad {TOKEN}"})), "refuses the token"),
        ((500, {}, json.dumps({"message": f"bad {TOKEN}", "traceback": TOKEN})), "log"),
        ((503, {}, f"<html>{TOKEN}</html>"), "HTTP 503"),
    ],
)
async def test_what_a_server_says_is_told_without_the_token(page, match):
    async with FakeServer(pages={"/api/kernelspecs": page}) as fake:
        with pytest.raises(KernelStartFailed, match=match) as failed:
            await RemoteKernels(fake.url, TOKEN, limits=LIMITS).start()
    assert TOKEN not in str(failed.value)


def test_a_frame_of_the_other_framing_is_no_message():
    with pytest.raises(ValueError, match="not a Jupyter message"):
        decode("{}", binary=True)
