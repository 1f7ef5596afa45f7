"""The pool: one kernel a session, none replaced unnoticed, none left behind."""

import os
import signal
import tempfile
from pathlib import Path

import anyio
import pytest

from codesteer.errors import KernelError
from codesteer.kernels.directory import remove_leftovers
from codesteer.kernels.fake import FakeKernel, FakeKernels
from codesteer.kernels.isolation import Isolation
from codesteer.kernels.limits import Limits
from codesteer.kernels.pool import open_pool
from codesteer.kernels.render import render_output
from codesteer.kernels.result import CellResult
from codesteer.kernels.sources import ForkedKernels, ReadyKernels

from ..processes import ended_within

pytestmark = pytest.mark.anyio


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Gated(FakeKernel):
    """A fake whose cells wait for a gate, or to be interrupted."""

    def __init__(self, gate):
        super().__init__()
        self.gate = gate

    async def run(self, code, *, timeout_s, output=None):
        await self.gate.wait()
        return await super().run(code, timeout_s=timeout_s)

    async def interrupt(self):
        self.gate.set()


async def test_each_session_has_a_kernel_of_its_own():
    source = FakeKernels()
    async with open_pool(source) as pool:
        await pool.run("a", "x = 1", timeout_s=1)
        await pool.run("b", "x = 2", timeout_s=1)
        await pool.run("a", "x", timeout_s=1)
        assert [kernel.cells for kernel in source.made] == [["x = 1", "x"], ["x = 2"]]
        assert pool.kernel_id("a") != pool.kernel_id("b") != ""
        assert pool.kernel_id("c") == ""


async def test_a_dead_kernel_is_replaced_under_another_id():
    source = FakeKernels([CellResult(status="dead", variables_kept=False)])
    async with open_pool(source) as pool:
        await pool.run("a", "os._exit(1)", timeout_s=1)
        assert pool.kernel_id("a") == ""
        await pool.run("a", "1", timeout_s=1)
        assert pool.kernel_id("a")
        assert len(source.made) == 2


async def test_an_idle_kernel_is_ended_and_the_reason_is_kept():
    source, clock = FakeKernels(), Clock()
    async with open_pool(source, idle_s=600, clock=clock) as pool:
        await pool.run("a", "1", timeout_s=1)
        clock.now = 500.0
        assert await pool.end_idle() == 0
        clock.now = 601.0
        assert await pool.end_idle() == 1
        assert not source.made[0].alive
        assert pool.lost("a") == "it was idle for more than 600 s"


async def test_a_kernel_used_while_others_are_being_ended_stays():
    closing, used = anyio.Event(), anyio.Event()

    class SlowToClose(FakeKernel):
        async def close(self, why=""):
            closing.set()
            await used.wait()
            await super().close()

    kernels = iter([SlowToClose(), FakeKernel()])
    source, clock = FakeKernels(make=lambda: next(kernels)), Clock()
    async with open_pool(source, idle_s=600, clock=clock) as pool:
        await pool.run("a", "1", timeout_s=1)
        await pool.run("b", "1", timeout_s=1)
        clock.now = 601.0

        async def use_b():
            await closing.wait()
            await pool.run("b", "2", timeout_s=1)
            used.set()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(use_b)
            assert await pool.end_idle() == 1
        assert pool.kernel_id("b")


async def test_a_full_pool_ends_the_longest_idle_kernel():
    source, clock = FakeKernels(), Clock()
    async with open_pool(source, max_kernels=2, clock=clock) as pool:
        for session in "abc":
            clock.now += 1
            await pool.run(session, "1", timeout_s=1)
        assert [kernel.alive for kernel in source.made] == [False, True, True]
        assert "more than 2 sessions" in pool.lost("a")


async def test_a_full_pool_of_busy_kernels_says_so():
    gate = anyio.Event()
    source = FakeKernels(make=lambda: Gated(gate))
    async with open_pool(source, max_kernels=1) as pool:
        run = pool.start_run("a", "1", timeout_s=1)
        await anyio.wait_all_tasks_blocked()
        with pytest.raises(KernelError, match="All 1 kernels are busy"):
            await pool.run("b", "1", timeout_s=1)
        with pytest.raises(KernelError, match="All 1 kernels are busy"):
            async with pool.fresh():
                pass
        gate.set()
        assert (await run.wait()).status == "ok"


async def test_many_first_calls_at_once_stay_within_the_limit():
    source = FakeKernels()
    async with open_pool(source, max_kernels=3) as pool:
        async with anyio.create_task_group() as tasks:
            for n in range(12):
                tasks.start_soon(lambda n=n: pool.run(f"s{n}", "1", timeout_s=1))
        assert sum(kernel.alive for kernel in source.made) <= 3


async def test_fresh_kernels_count_towards_the_limit():
    source = FakeKernels()
    async with open_pool(source, max_kernels=2) as pool, pool.fresh(), pool.fresh():
        with pytest.raises(KernelError, match="All 2 kernels are busy"):
            await pool.run("a", "1", timeout_s=1)


async def test_reset_ends_the_kernel_and_the_next_cell_starts_afresh():
    source = FakeKernels()
    async with open_pool(source) as pool:
        assert not await pool.reset("a")
        await pool.run("a", "1", timeout_s=1)
        assert await pool.reset("a")
        await pool.run("a", "2", timeout_s=1)
        assert [kernel.alive for kernel in source.made] == [False, True]


async def test_leaving_the_pool_ends_every_kernel_and_starts_no_other():
    source = FakeKernels()
    async with open_pool(source) as pool:
        for session in "abc":
            await pool.run(session, "1", timeout_s=1)
    assert not any(kernel.alive for kernel in source.made)
    async with anyio.create_task_group() as tasks:
        pool._tasks = tasks
        with pytest.raises(KernelError, match="stopping"):
            await pool.run("d", "1", timeout_s=1)


async def test_a_start_that_fails_leaves_the_session_usable():
    attempts = []

    def make():
        attempts.append(1)
        if len(attempts) == 1:
            raise KernelError("no process could be made")
        return FakeKernel()

    async with open_pool(FakeKernels(make=make), max_kernels=1) as pool:
        with pytest.raises(KernelError):
            await pool.run("a", "1", timeout_s=1)
        assert (await pool.run("a", "1", timeout_s=1)).status == "ok"


async def test_a_run_can_be_left_and_asked_about_later():
    gate = anyio.Event()
    async with open_pool(FakeKernels(make=lambda: Gated(gate))) as pool:
        run = pool.start_run("a", "1", timeout_s=1)
        assert (await run.wait(0.01)).status == "running"
        assert pool.running("a") is run
        gate.set()
        assert (await run.wait()).status == "ok"
        assert run.done


async def test_a_run_can_be_stopped_while_it_waits_for_its_turn():
    gate = anyio.Event()
    async with open_pool(FakeKernels(make=lambda: Gated(gate))) as pool:
        first = pool.start_run("a", "1", timeout_s=1)
        second = pool.start_run("a", "2", timeout_s=1)
        await anyio.wait_all_tasks_blocked()
        await second.stop()
        with pytest.raises(KernelError, match="before its turn"):
            await second.wait()
        await first.stop()
        assert (await first.wait()).status == "ok"


@pytest.fixture
async def real(sources):
    """A pool of real kernels; the source outlives it."""

    class Lasting:
        def __getattr__(self, name):
            return getattr(sources("socketpair-A"), name)

        async def close(self):
            pass

    async with open_pool(Lasting(), limits=Limits(memory_bytes=200 << 20)) as pool:
        yield pool


async def test_a_real_kernel_killed_from_outside_is_replaced_under_another_id(real):
    result = await real.run("a", "import os\nx = 1\nopen('f', 'w').write('kept')", timeout_s=20)
    before = real.kernel_id("a")
    pid = real.info("a").pid
    os.kill(pid, signal.SIGKILL)
    assert ended_within(pid, 5)
    result = await real.run("a", "x", timeout_s=20)
    assert result.error.name == "NameError"
    assert real.kernel_id("a") not in ("", before)
    result = await real.run("a", "open('f').read()", timeout_s=20)
    assert render_output(result) == "'kept'"


async def test_a_fresh_kernel_knows_nothing_of_a_session(real):
    await real.run("a", "x = 1", timeout_s=20)
    async with real.fresh() as kernel:
        result = await kernel.run("x", timeout_s=20)
    assert result.error.name == "NameError"
    assert not kernel.alive
    assert not kernel.info.directory.exists()


async def test_a_session_whose_processes_together_take_too_much_is_ended(real):
    code = (
        "import os, time\nx = 1\n"
        "for _ in range(4):\n"
        "    if os.fork() == 0:\n"
        "        hog = os.urandom(100 << 20)\n"
        "        time.sleep(1000)\n"
        "time.sleep(1000)"
    )
    result = await real.run("greedy", code, timeout_s=60)
    assert (result.status, result.variables_kept) == ("dead", False)
    assert "more than 200 MiB" in result.note
    assert "more than 200 MiB" in real.lost("greedy")


async def test_ready_kernels_are_handed_out_and_replaced():
    source = FakeKernels()
    ready = ReadyKernels(source, 2)
    ready.open()
    await ready.warm()
    waiting = list(source.made)
    assert len(waiting) == 2
    assert await ready.start() is waiting[0]
    await ready.warm()
    assert len(source.made) == 3
    await ready.close()
    assert [kernel.alive for kernel in source.made] == [True, False, False]


async def test_kernels_are_kept_ready_when_nothing_is_to_be_imported(sources):
    source = ForkedKernels(isolation=Isolation(), limits=Limits(), preload=())
    ready = ReadyKernels(source, 1)
    ready.open()
    try:
        with anyio.fail_after(20):
            await ready.warm()
        assert source.zygote.threads == 1
    finally:
        await ready.close()


def test_directories_of_killed_servers_are_removed_and_others_are_not(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, ours = tmp_path / "codesteer-999999999-x", tmp_path / f"codesteer-{os.getpid()}-x"
    others = [tmp_path / "codesteer-notes-x", tmp_path / "codesteer-99999999999999999999-x"]
    for directory in (dead, ours, *others):
        directory.mkdir()
    assert remove_leftovers() == 1
    assert not dead.exists()
    assert all(directory.exists() for directory in (ours, *others))


def test_a_link_is_not_followed_when_leftovers_are_removed(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("x")
    Path(tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "codesteer-999999999-x").symlink_to(precious)
    remove_leftovers()
    assert (precious / "file").exists()
