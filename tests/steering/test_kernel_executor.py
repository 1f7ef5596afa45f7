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
    ],
)
async def test_no_program_sees_what_another_left_behind(executor, leave):
    program = f"{leave}\nprint(getattr(left, 'seen', 0))\nleft.seen = 1"
    runs = [await executor.run_fresh(program, timeout_s=20) for _ in range(2)]
    assert [run.output for run in runs] == ["0", "0"]


async def test_a_program_that_ends_its_kernel_does_not_keep_the_next_from_running(executor):
    ended = await executor.run_fresh("import os\nos._exit(3)", timeout_s=20)
    after = await executor.run_fresh("print(1)", timeout_s=20)
    assert (ended.status, after.output) == ("dead", "1")


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
