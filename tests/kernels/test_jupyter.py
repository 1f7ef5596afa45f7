"""A real kernel: what a model can rely on."""

import os
import signal
import sys

import anyio
import pytest

from codesteer.errors import KernelDied, KernelStartFailed
from codesteer.kernels.isolation import Isolation
from codesteer.kernels.jupyter import start_jupyter_kernel
from codesteer.kernels.limits import Limits
from codesteer.kernels.render import render_output
from codesteer.kernels.result import Omission

from ..processes import ended_within

pytestmark = pytest.mark.anyio


async def shown(kernel, code, timeout_s=20):
    result = await kernel.run(code, timeout_s=timeout_s)
    assert result.status == "ok", result
    return render_output(result)


async def test_variables_and_imports_survive_from_cell_to_cell(kernel):
    await shown(kernel, "import math\nx = 41")
    assert await shown(kernel, "x + math.isqrt(1)") == "42"


async def test_output_errors_and_the_last_value_are_told_apart(kernel):
    result = await kernel.run("print('out')\n1/0", timeout_s=20)
    assert result.status == "error"
    assert render_output(result) == "out"
    assert result.error.name == "ZeroDivisionError"
    assert "line 2" in result.error.traceback
    assert result.variables_kept


@pytest.mark.parametrize("code", ["def f(:", "a\0b", "print('\ud800')", "x = '''", "%%nonsense\n"])
async def test_text_that_is_no_python_is_an_error_of_the_cell(kernel, code):
    result = await kernel.run(code, timeout_s=20)
    assert result.status == "error"
    assert result.error is not None
    assert await shown(kernel, "1") == "1"


async def test_a_busy_loop_is_interrupted_and_the_variables_stay(kernel):
    await shown(kernel, "x = 1")
    result = await kernel.run("x = 2\nwhile True: pass", timeout_s=0.5)
    assert result.status == "timeout"
    assert result.variables_kept
    assert "interrupted" in result.note
    assert await shown(kernel, "x") == "2"


async def test_code_that_ignores_the_interrupt_is_killed_and_says_what_is_lost(kernel):
    code = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    result = await kernel.run(code, timeout_s=0.5)
    assert result.status == "timeout"
    assert not result.variables_kept
    assert "variables are gone" in result.note
    assert not kernel.alive
    with pytest.raises(KernelDied):
        await kernel.run("1", timeout_s=5)


async def test_a_cell_that_ends_the_process_is_reported_as_dead(kernel):
    result = await kernel.run("import os\nos._exit(7)", timeout_s=20)
    assert (result.status, result.variables_kept) == ("dead", False)
    assert "exit code 7" in result.note


async def test_a_kernel_killed_between_cells_is_noticed(kernel):
    os.kill(kernel.pid, signal.SIGKILL)
    assert ended_within(kernel.pid, 5)
    with pytest.raises(KernelDied):
        await kernel.run("1", timeout_s=5)


async def test_a_cancelled_caller_interrupts_the_cell_and_keeps_the_variables(kernel):
    await shown(kernel, "x = 5")
    with anyio.move_on_after(0.3):
        await kernel.run("while True: pass", timeout_s=30)
    assert await shown(kernel, "x") == "5"


async def test_a_flood_is_cut_in_the_middle_and_counted(kernel):
    result = await kernel.run("print('line\\n' * 2_000_000)", timeout_s=60)
    assert result.status == "ok"
    (cut,) = [output for output in result.outputs if isinstance(output, Omission)]
    limits = Limits()
    kept = limits.head_chars + limits.tail_chars
    assert cut.chars == 10_000_001 - kept
    assert cut.lines > 1_900_000


async def test_input_fails_at_once(kernel):
    result = await kernel.run("input('name? ')", timeout_s=20)
    assert result.status == "error"


async def test_figures_come_as_pictures_without_show(kernel):
    pytest.importorskip("matplotlib")
    result = await kernel.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])", timeout_s=60)
    (png,) = result.images
    assert png.startswith(b"\x89PNG")


async def test_top_level_await_works(kernel):
    assert await shown(kernel, "import asyncio\nawait asyncio.sleep(0, 'done')") == "'done'"


async def test_two_callers_take_turns(kernel):
    order = []

    async def run(n):
        await shown(kernel, f"x = {n}")
        order.append(n)

    async with anyio.create_task_group() as tasks:
        for n in range(4):
            tasks.start_soon(run, n)
    assert sorted(order) == [0, 1, 2, 3]


async def test_a_thread_that_writes_after_its_cell_is_heard_later(kernel):
    code = (
        "import threading\n"
        "gate = threading.Event()\n"
        "def late():\n    gate.wait()\n    print('late words', flush=True)\n"
        "thread = threading.Thread(target=late)\nthread.start()"
    )
    await shown(kernel, code)
    result = await kernel.run("gate.set(); thread.join()", timeout_s=20)
    # ipykernel files it under either cell; lost it must not be.
    assert "late words" in result.late + render_output(result)


async def test_closing_ends_the_process_and_removes_its_directory(kernel):
    pid, directory = kernel.pid, kernel.directory
    assert directory.is_dir()
    await kernel.close()
    await kernel.close()
    assert not directory.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_kernel_that_cannot_start_says_what_to_check(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(KernelStartFailed, match="ipykernel --version"):
        await start_jupyter_kernel(isolation=Isolation(), limits=Limits(start_s=10))


async def test_a_deadline_must_be_positive(kernel):
    with pytest.raises(ValueError, match="positive"):
        await kernel.run("1", timeout_s=0)
