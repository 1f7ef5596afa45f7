"""A real kernel, whatever carries its messages: what a model can rely on."""

import os
import signal
import sys

import anyio
import pytest

from codesteer.errors import KernelDied, KernelStartFailed
from codesteer.kernels.collect import OutputCollector
from codesteer.kernels.isolation import Isolation
from codesteer.kernels.limits import Limits
from codesteer.kernels.render import render_output
from codesteer.kernels.result import Image, Omission, Stream
from codesteer.kernels.sources import ForkedKernels, SpawnedKernels

from ..processes import descendants, ended_within
from .conftest import running

pytestmark = pytest.mark.anyio
KINDS = ["socketpair-A", "socketpair-B", "socketpair-C", "zmq-A"]


@pytest.fixture(params=KINDS)
async def kernel(request, sources):
    async with running(sources(request.param)) as started:
        yield started


@pytest.fixture
async def forked(sources):
    async with running(sources("socketpair-A")) as started:
        yield started


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
    assert "Cell In[1], line 2" in result.error.traceback
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


@pytest.mark.parametrize(
    "code",
    [
        "import time\ntime.sleep(60)",
        "import subprocess\nsubprocess.run(['sleep', '60'])",
        "!sleep 60",
        "while True: print('x' * 1000)",
        "import sys\nwhile True: print('x', file=sys.stderr)",
        "import numpy\nwhile True: numpy.ones((200, 200)) @ numpy.ones((200, 200))",
    ],
)
async def test_whatever_a_cell_is_at_it_can_be_interrupted(kernel, code):
    await shown(kernel, "x = 5")
    result = await kernel.run(code, timeout_s=0.5)
    assert (result.status, result.variables_kept) == ("timeout", True)
    assert await shown(kernel, "x") == "5"


async def test_a_kernel_starts_without_importing_what_its_source_has_not(sources):
    # It might not find it: libraries may lie where the sandbox lets nobody read.
    there = "import sys\n['numpy' in sys.modules, 'numpy.random' in sys.modules]\n"
    for _ in range(50):
        async with running(sources("socketpair-A")) as kernel:
            told = await shown(kernel, there)
            if told.startswith("[True"):
                break
            await shown(kernel, "import numpy")  # The source has as long to import it.
    assert told == "[True, False]"


async def test_cells_apart_draw_different_random_numbers(forked):
    await shown(forked, "import random, numpy.random")
    draw = "random.random(), float(numpy.random.random())"
    drawn = [await forked.run(draw, timeout_s=20, apart=True) for _ in range(2)]
    first, second = (render_output(result).strip("()").split(", ") for result in drawn)
    assert first[0] != second[0]
    assert first[1] != second[1]


async def test_what_was_there_before_a_cell_apart_is_there_after_it(forked):
    await shown(
        forked,
        "import subprocess\nx = [1]\nopen('/dev/shm/early', 'w').close()\n"
        "child = subprocess.Popen(['sleep', '60'])",
    )
    assert (await forked.run("x.append(2)\nx", timeout_s=20, apart=True)).status == "ok"
    told = "import os; (x, child.poll(), os.path.exists('/dev/shm/early'))"
    assert await shown(forked, told) == "([1], None, True)"


async def test_the_last_value_of_a_cell_apart_is_shown(forked):
    result = await forked.run("print('a')\n6 * 7", timeout_s=20, apart=True)
    assert render_output(result) == "a\n42"


async def test_awaiting_can_be_interrupted(forked):
    await shown(forked, "x = 5")
    result = await forked.run("import asyncio\nawait asyncio.sleep(60)", timeout_s=0.5)
    assert (result.status, result.variables_kept) == ("timeout", True)
    assert await shown(forked, "x") == "5"


async def test_code_that_ignores_the_interrupt_is_killed_and_says_what_is_lost(kernel):
    code = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    result = await kernel.run(code, timeout_s=0.5)
    assert result.status == "timeout"
    assert not result.variables_kept
    assert "variables are gone" in result.note
    assert not kernel.alive
    with pytest.raises(KernelDied):
        await kernel.run("1", timeout_s=5)


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import os\nos._exit(7)", "exit code 7"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "signal 9"),
        ("import ctypes\nctypes.string_at(0)", "signal 11"),
    ],
)
async def test_a_cell_that_ends_the_process_is_reported_as_dead(kernel, code, how):
    result = await kernel.run(f"print('last words', flush=True)\n{code}", timeout_s=20)
    assert (result.status, result.variables_kept) == ("dead", False)
    assert how in result.note


async def test_what_was_printed_before_the_process_ended_is_kept(forked):
    result = await forked.run(
        "print('last words', flush=True)\nimport os\nos._exit(0)", timeout_s=9
    )
    assert render_output(result) == "last words"


@pytest.mark.parametrize(
    "code", ["exit()", "quit()", "import sys\nsys.exit()", "raise SystemExit(0)"]
)
async def test_leaving_a_program_ends_its_cell_and_not_the_kernel(kernel, code):
    assert await shown(kernel, f"x = 3\nprint('done')\n{code}") == "done"
    assert await shown(kernel, "x") == "3"


async def test_leaving_with_an_exit_code_is_an_error(kernel):
    result = await kernel.run("import sys\nsys.exit(3)", timeout_s=9)
    assert (result.status, result.error.name) == ("error", "SystemExit")


async def test_a_kernel_killed_between_cells_is_noticed_and_leaves_nothing_behind(kernel):
    inside = int(await shown(kernel, "import os; os.getpid()"))
    pid = kernel.info.pid
    os.kill(pid, signal.SIGKILL)
    assert ended_within(pid, 5)
    with pytest.raises(KernelDied):
        await kernel.run("1", timeout_s=5)
    if kernel.info.tier != "A":  # There it counts processes on its own.
        assert ended_within(inside, 5)


async def test_a_cancelled_caller_interrupts_the_cell_and_keeps_the_variables(kernel):
    await shown(kernel, "x = 5")
    with anyio.move_on_after(0.3):
        await kernel.run("while True: pass", timeout_s=100)
    assert await shown(kernel, "x", timeout_s=5) == "5"


async def test_a_cell_can_be_stopped_from_elsewhere(kernel):
    async def stop():
        await anyio.wait_all_tasks_blocked()
        await kernel.interrupt()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(stop)
        result = await kernel.run("x = 6\nwhile True: pass", timeout_s=100)
    assert (result.status, result.error.name) == ("error", "KeyboardInterrupt")
    assert "stopped" in result.note
    assert await shown(kernel, "1") == "1"


async def test_a_restarted_kernel_is_empty_and_keeps_its_files(kernel):
    await shown(kernel, "x = 1\nwith open('kept.txt', 'w') as f: f.write('yes')")
    await kernel.restart()
    result = await kernel.run("x", timeout_s=20)
    assert result.error.name == "NameError"
    assert await shown(kernel, "open('kept.txt').read()") == "'yes'"


@pytest.mark.parametrize(
    "code",
    [
        "print('line\\n' * 2_000_000, end='')",
        "for i in range(20): print('line\\n' * 100_000, end='')",
        "import sys\nsys.stderr.write('line\\n' * 2_000_000)\nNone",
    ],
)
async def test_a_flood_is_cut_in_the_middle_and_counted(kernel, code):
    result = await kernel.run(code, timeout_s=60)
    assert result.status == "ok"
    head, cut, tail = result.outputs
    limits = Limits()
    assert isinstance(cut, Omission)
    assert (len(head.text), len(tail.text)) == (limits.head_chars, limits.tail_chars)
    assert cut.chars == 10_000_000 - limits.head_chars - limits.tail_chars
    assert cut.lines > 1_900_000


@pytest.mark.parametrize("before", range(4))
async def test_a_character_of_a_programs_flood_is_never_halved(forked, before):
    """What a program writes is taken in pieces, and a piece can end within a character."""
    flood = f"import sys; sys.stdout.write('{'.' * before}' + chr(0x1F600) * 40_000)"
    result = await forked.run(f'!{sys.executable} -c "{flood}"', timeout_s=20)
    head, cut, tail = result.outputs
    assert len(head.text) + cut.chars + len(tail.text) == before + 40_000
    assert set(head.text + tail.text) <= {".", "\N{GRINNING FACE}"}


async def test_a_value_too_long_to_read_is_cut_as_well(kernel):
    result = await kernel.run("'x' * 1_000_000", timeout_s=20)
    assert sum(o.chars for o in result.outputs if isinstance(o, Omission)) > 900_000


async def test_a_long_list_is_shown_in_one_line_with_a_count(kernel):
    text = await shown(kernel, "list(range(1_000_000))")
    assert text.startswith("[0, 1, 2,")
    assert text.endswith("... 999,800 more]")
    assert "\n" not in text


async def test_a_progress_bar_leaves_its_last_state(kernel):
    code = "for i in range(2_000): print(f'\\r{i} of 2000', end='')\nprint('\\nover')"
    assert await shown(kernel, code) == "1999 of 2000\nover"


async def test_input_fails_at_once_and_says_what_to_do(kernel):
    result = await kernel.run("input('name? ')", timeout_s=20)
    assert result.error.name == "EOFError"
    assert "put the data into the program" in result.error.message


async def test_figures_come_as_pictures_without_show(kernel):
    pytest.importorskip("matplotlib")
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.figure()\nplt.plot([3])\nNone"
    result = await kernel.run(code, timeout_s=60)
    assert [image.kind for image in result.images] == ["image/png"] * 2
    assert result.images[0].data.startswith(b"\x89PNG")


@pytest.mark.parametrize("kernel", ["socketpair-A", "zmq-A"], indirect=True)
async def test_a_figure_too_large_for_a_client_is_drawn_smaller(kernel):
    pytest.importorskip("matplotlib")
    code = (
        "import matplotlib.pyplot as plt, numpy\n"
        "plt.figure(figsize=(30, 30), dpi=200)\n"
        "plt.imshow(numpy.random.rand(2000, 2000))\nNone"
    )
    result = await kernel.run(code, timeout_s=60)
    (image,) = result.images
    width = int.from_bytes(image.data[16:20], "big")
    assert len(image.data) <= Limits().image_bytes
    assert width <= 1600


async def test_displays_are_updated_in_place_and_cleared(kernel):
    code = (
        "from IPython.display import display, clear_output\n"
        "print('gone')\nclear_output()\n"
        "handle = display('first', display_id=True)\nprint('between')\nhandle.update('second')"
    )
    assert await shown(kernel, code) == "'second'\nbetween"


async def test_top_level_await_works(kernel):
    assert await shown(kernel, "import asyncio\nawait asyncio.sleep(0, 'done')") == "'done'"


async def test_shell_commands_and_magics_work(kernel):
    assert await shown(kernel, "!echo hi") == "hi"
    assert "loop" in await shown(kernel, "%timeit -n1 -r1 1")


async def test_output_of_programs_and_of_python_is_in_the_order_of_the_code(forked):
    code = (
        "import os, subprocess, sys\n"
        "print('1')\nsubprocess.run(['echo', '2'])\nprint('3', file=sys.stderr)\n"
        "print('4')\nos.system('echo 5')\nsys.stdout.write('6\\n')\nprint('7')"
    )
    result = await forked.run(code, timeout_s=20)
    assert [o.text for o in result.outputs] == ["1\n2\n", "3\n", "4\n5\n6\n7\n"]
    assert [o.name for o in result.outputs] == ["stdout", "stderr", "stdout"]


async def test_two_callers_take_turns(kernel):
    order = []

    async def run(n):
        await shown(kernel, f"x = {n}")
        order.append(n)

    async with anyio.create_task_group() as tasks:
        for n in range(4):
            tasks.start_soon(run, n)
    assert sorted(order) == [0, 1, 2, 3]


async def test_a_thread_that_writes_after_its_cell_is_heard_with_the_next(forked):
    code = (
        "import os, threading\n"
        "gate, gone = threading.Event(), threading.Event()\n"
        "def late():\n    gate.wait()\n    print('late words')\n    gone.set()\n"
        "threading.Thread(target=late).start()\n"
        "threading.Timer(0.1, gate.set).start()"
    )
    await shown(forked, code)
    await anyio.to_thread.run_sync(lambda: None)
    result = await forked.run("gone.wait()\nprint('now')", timeout_s=20)
    assert "late words" in result.late + render_output(result)


async def test_a_fork_of_the_session_does_not_speak_in_its_place(kernel):
    code = (
        "import os\npid = os.fork()\n"
        "if pid == 0:\n    print('child', flush=True)\n    1 / 0\n"
        "os.waitpid(pid, 0)\nprint('parent')"
    )
    result = await kernel.run(code, timeout_s=20)
    assert result.status == "ok"
    assert "parent" in render_output(result)
    assert await shown(kernel, "'here'") == "'here'"


async def test_garbage_on_the_sessions_socket_ends_it_with_a_reason(forked):
    code = (
        "import os\n"
        "for fd in range(3, 64):\n"
        "    try: os.write(fd, b'\\xff' * 4096)\n"
        "    except OSError: pass\n"
        "while True: pass"
    )
    result = await forked.run(code, timeout_s=20)
    assert (result.status, result.variables_kept) == ("dead", False)


async def test_a_running_cell_shows_what_it_has_printed_so_far(forked):
    output = OutputCollector(Limits())

    async def look():
        while not output.outputs():
            await forked.flush()
            await anyio.sleep(0.01)
        await forked.interrupt()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(look)
        result = await forked.run("print('early')\nwhile True: pass", timeout_s=100, output=output)
    assert result.outputs == (Stream("stdout", "early\n"),)


async def test_library_frames_of_an_error_are_counted_and_hidden(kernel):
    result = await kernel.run("import sympy\nsympy.Integer('x')", timeout_s=60)
    assert "frames in sympy hidden" in result.error.traceback
    assert "site-packages" not in result.error.traceback


async def test_causes_and_groups_of_errors_are_shown(kernel):
    code = "try: 1 / 0\nexcept ZeroDivisionError as e: raise ValueError('second') from e"
    text = (await kernel.run(code, timeout_s=20)).error.traceback
    assert text.index("ZeroDivisionError") < text.index("ValueError: second")
    code = "raise ExceptionGroup('several', [ValueError('a'), TypeError('b')])"
    text = (await kernel.run(code, timeout_s=20)).error.traceback
    assert "ValueError: a" in text
    assert "TypeError: b" in text


async def test_deep_recursion_gives_a_short_traceback(kernel):
    result = await kernel.run("def f(): return f()\nf()", timeout_s=20)
    assert result.error.name == "RecursionError"
    assert len(result.error.traceback) < 4_000


@pytest.mark.parametrize(
    "code",
    [
        "class E(Exception):\n    def __str__(self): raise RuntimeError\nraise E",
        "class R:\n    def __repr__(self): raise RuntimeError\nR()",
        "import sys\nsys.stdout = None\nprint(1)",
        "import sys\nsys.stdout.close()",
        "print(chr(0xD800))",
        "del __builtins__.print",
        "import builtins\nbuiltins.len = None",
    ],
)
async def test_code_that_breaks_its_surroundings_never_hangs_the_session(kernel, code):
    result = await kernel.run(code, timeout_s=20)
    assert result.status in ("ok", "error", "dead")
    if kernel.alive:
        assert (await kernel.run("1", timeout_s=20)).status in ("ok", "error", "dead")


async def test_closing_ends_every_process_of_the_session(kernel):
    code = (
        "import subprocess\n"
        "p = subprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
        "q = subprocess.Popen('(sleep 1001 &)', shell=True)\nq.wait()\nprint('started')"
    )
    assert await shown(kernel, code) == "started"
    processes = descendants(kernel.info.pid)
    assert len(processes) >= 3
    await kernel.close()
    await kernel.close()
    assert all(ended_within(pid, 5) for pid in processes)


async def test_a_kernel_that_cannot_start_says_what_to_check(monkeypatch, limits):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    for source in (ForkedKernels, SpawnedKernels):
        with pytest.raises(KernelStartFailed, match="python -m"):
            await source(isolation=Isolation(), limits=limits).start()


async def test_a_deadline_must_be_positive(kernel):
    with pytest.raises(ValueError, match="positive"):
        await kernel.run("1", timeout_s=0)


async def test_too_many_pictures_are_counted(kernel):
    code = (
        "import base64\nfrom IPython.display import Image, display\n"
        "png = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q'"
        "'DwADhgGAWjR9awAAAABJRU5ErkJggg==')\n"
        "for _ in range(9): display(Image(png))"
    )
    result = await kernel.run(code, timeout_s=20)
    assert len([o for o in result.outputs if isinstance(o, Image)]) == Limits().images
    assert [o.images for o in result.outputs if isinstance(o, Omission)] == [5]
