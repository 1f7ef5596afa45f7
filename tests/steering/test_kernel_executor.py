"""Running steering's code in real kernels, and what is kept of it."""

import pytest

from codesteer.kernels.result import CellResult, Image, Stream, Value
from codesteer.steering.kernel_executor import KernelExecutor, execution_of

from ..pools import real_pool

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
async def executor():
    async with real_pool() as pool:
        yield KernelExecutor(pool)


async def test_a_warning_is_shown_but_is_nothing_that_an_answer_is_read_from(executor):
    code = "import warnings\nwarnings.warn('slow')\nprint(120)"
    execution = (await executor.run("s", code, timeout_s=20)).execution
    assert "UserWarning: slow" in execution.output
    assert execution.answerable == "120"


@pytest.mark.parametrize(
    "leave",
    [
        "import builtins as left",
        "import math as left",
        "import sys as left",
        "import os\nclass left: pass\nleft = os.environ.__class__",
        "import os, types\nleft = types.SimpleNamespace(seen=len(os.listdir()))\nopen('x', 'w')",
    ],
)
async def test_no_program_sees_what_another_left_behind(executor, leave):
    program = f"{leave}\nprint(getattr(left, 'seen', 0))\nleft.seen = 1"
    async with executor.fresh() as place:
        runs = [await place.run(program, timeout_s=20) for _ in range(2)]
    assert [run.output for run in runs] == ["0", "0"]


@pytest.mark.parametrize(
    ("end", "how"),
    [
        ("import os\nos._exit(3)", "with exit code 3"),
        ("import os\nos._exit(0)", "with exit code 0"),
        ("import os\nos.kill(os.getpid(), 11)", "by signal 11"),
    ],
)
async def test_a_program_that_ends_its_process_does_not_keep_the_next_from_running(
    executor, end, how
):
    async with executor.fresh() as place:
        ended = await place.run(end, timeout_s=20)
        after = await place.run("print(1)", timeout_s=20)
    assert (ended.status, after.output) == ("dead", "1")
    assert how in ended.note


async def test_a_program_that_ends_the_kernel_around_it_does_not_keep_the_next_from_running(
    executor,
):
    async with executor.fresh() as place:
        for _ in range(5):
            await place.run("import os\nos.kill(os.getppid(), 9)", timeout_s=20)
            assert (await place.run("print(1)", timeout_s=20)).output == "1"


async def test_a_program_that_goes_on_too_long_is_stopped_and_the_next_one_runs(executor):
    async with executor.fresh() as place:
        for program in ("while True: pass", "import time\ntime.sleep(60)"):
            slow = await place.run(f"print('on its way')\n{program}", timeout_s=0.5)
            assert (slow.status, slow.output) == ("timeout", "on its way")
        assert (await place.run("print(1)", timeout_s=20)).output == "1"


async def test_a_program_left_running_does_not_outlive_the_one_that_started_it(executor):
    start = "import subprocess\nprint(subprocess.Popen(['sleep', '60']).pid)"
    async with executor.fresh() as place:
        pid = (await place.run(start, timeout_s=20)).output
        look = f"import os\ntry: print(open('/proc/{pid}/stat').read().split()[2] == 'Z')\n"
        gone = await place.run(f"{look}except FileNotFoundError: print(True)", timeout_s=20)
    assert gone.output == "True"


_DAEMON = """
import os, sys
ready, there = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.write(there, str(os.getpid()).encode())
    while True:
        try: open({path!r}, "w").close()
        except OSError: pass
print(os.read(ready, 20).decode())
"""


async def test_a_program_that_leaves_its_session_does_not_outlive_the_one_that_started_it(executor):
    async with executor.fresh() as place:
        pid = (await place.run(_DAEMON.format(path="left"), timeout_s=20)).output
        look = f"import os\ntry: os.kill({pid}, 0)\nexcept ProcessLookupError: print(os.listdir())"
        assert (await place.run(look, timeout_s=20)).output == "[]"


async def test_no_program_finds_what_another_left_in_places_for_temporary_files(executor):
    code = (
        "import os\nprint(os.listdir('/dev/shm'))\n"
        "os.makedirs('/dev/shm/left/below'); open('/dev/shm/left/below/file', 'w')"
    )
    async with executor.fresh() as place:
        first = await place.run("import os\nprint(os.getpid() < 100)", timeout_s=20)
        if first.output != "True":
            pytest.skip("kernels have no places of their own here")
        runs = [await place.run(code, timeout_s=20) for _ in range(2)]
    assert runs[0].status == "ok", runs[0]
    assert runs[0].output == runs[1].output


@pytest.mark.parametrize(
    "leave",
    [
        "for _ in range(1500): os.mkdir('d'); os.chdir('d')",
        "os.makedirs('closed/below'); os.chmod('closed', 0)",
        "os.mkdir('d'); os.mkfifo('d/p'); os.symlink('/', 'root'); os.symlink('none', 'dangling')",
    ],
)
async def test_what_is_hard_to_remove_is_not_found_by_the_next_program(executor, leave):
    async with executor.fresh() as place:
        left = await place.run(f"import os\n{leave}\nprint('left')", timeout_s=20)
        after = await place.run("import os\nprint(os.listdir())", timeout_s=20)
    assert (left.output, after.output) == ("left", "[]")


async def test_a_failing_program_shows_its_traceback_and_what_it_printed(executor):
    async with executor.fresh() as place:
        failed = await place.run("print('so far')\n1 / 0", timeout_s=20)
    assert (failed.status, failed.output) == ("error", "so far")
    assert failed.error.endswith("ZeroDivisionError: division by zero")


def test_what_earlier_code_wrote_late_is_shown_and_is_no_part_of_an_answer():
    result = CellResult(status="ok", late="<<<41>>>\n", outputs=(Stream("stdout", "<<<42>>>\n"),))
    execution = execution_of(result, "k")
    assert execution.output == (
        "written since the last cell by code still running:\n<<<41>>>\n<<<42>>>"
    )
    assert execution.answerable == "<<<42>>>"


def test_late_text_alone_is_shown_and_answers_nothing():
    execution = execution_of(CellResult(status="ok", late="<<<41>>>"), "k")
    assert "<<<41>>>" in execution.output
    assert execution.answerable == ""


def test_a_picture_and_standard_error_are_no_part_of_an_answer():
    outputs = (Stream("stderr", "w\n"), Stream("stdout", "4"), Image(b"png"), Value("2"))
    execution = execution_of(CellResult(status="ok", outputs=outputs), "k")
    assert execution.output == "[stderr] w\n4\n[picture 1]\n2"
    assert execution.answerable == "4\n2"


def test_output_that_is_all_an_answer_is_kept_once():
    result = CellResult(status="ok", outputs=(Stream("stdout", "42\n"),))
    assert execution_of(result, "k").printed is None
    assert execution_of(result, "k").answerable == "42"
