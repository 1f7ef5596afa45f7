"""The pool: one kernel a session, none replaced unnoticed, none left behind."""

import os
import signal
import tempfile
from pathlib import Path

import anyio
import pytest

from codesteer.errors import KernelError
from codesteer.kernels.fake import FakeKernel
from codesteer.kernels.isolation import Isolation
from codesteer.kernels.jupyter import DIRECTORY_PREFIX, start_jupyter_kernel
from codesteer.kernels.limits import Limits
from codesteer.kernels.pool import KernelPool, open_pool, remove_leftovers
from codesteer.kernels.render import render_output
from codesteer.kernels.result import CellResult

from ..processes import ended_within

pytestmark = pytest.mark.anyio


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def fakes(results=()):
    made, script = [], iter(results)

    async def start():
        made.append(FakeKernel(script))
        return made[-1]

    return made, start


async def test_each_session_has_a_kernel_of_its_own():
    made, start = fakes()
    pool = KernelPool(start)
    await pool.run("a", "x = 1", timeout_s=1)
    await pool.run("b", "x = 2", timeout_s=1)
    await pool.run("a", "x", timeout_s=1)
    assert [kernel.cells for kernel in made] == [["x = 1", "x"], ["x = 2"]]
    assert pool.kernel_id("a") != pool.kernel_id("b") != ""
    assert pool.kernel_id("c") == ""


async def test_a_dead_kernel_is_replaced_under_another_id():
    made, start = fakes([CellResult(status="dead", variables_kept=False)])
    pool = KernelPool(start)
    await pool.run("a", "os._exit(1)", timeout_s=1)
    assert pool.kernel_id("a") == ""
    await pool.run("a", "1", timeout_s=1)
    assert pool.kernel_id("a")
    assert len(made) == 2


async def test_an_idle_kernel_is_ended_and_the_reason_is_kept():
    made, start = fakes()
    clock = Clock()
    pool = KernelPool(start, idle_s=600, clock=clock)
    await pool.run("a", "1", timeout_s=1)
    clock.now = 500.0
    assert await pool.end_idle() == 0
    clock.now = 601.0
    assert await pool.end_idle() == 1
    assert not made[0].alive
    assert pool.lost("a") == "it was idle for 10 minutes"


async def test_a_full_pool_ends_the_longest_idle_kernel():
    made, start = fakes()
    clock = Clock()
    pool = KernelPool(start, max_kernels=2, clock=clock)
    for session in "abc":
        clock.now += 1
        await pool.run(session, "1", timeout_s=1)
    assert [kernel.alive for kernel in made] == [False, True, True]
    assert "more than 2 sessions" in pool.lost("a")


async def test_a_full_pool_of_busy_kernels_says_so():
    gate = anyio.Event()

    class Busy(FakeKernel):
        async def run(self, code, *, timeout_s):
            await gate.wait()
            return await super().run(code, timeout_s=timeout_s)

    async def start():
        return Busy()

    pool = KernelPool(start, max_kernels=1)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: pool.run("a", "1", timeout_s=1))
        await anyio.wait_all_tasks_blocked()
        with pytest.raises(KernelError, match="All 1 kernels are busy"):
            await pool.run("b", "1", timeout_s=1)
        gate.set()


async def test_many_first_calls_at_once_stay_within_the_limit():
    made, start = fakes()
    pool = KernelPool(start, max_kernels=3)

    async def call(n):
        await pool.run(f"s{n}", "1", timeout_s=1)

    async with anyio.create_task_group() as tasks:
        for n in range(12):
            tasks.start_soon(call, n)
    assert sum(kernel.alive for kernel in made) <= 3


async def test_reset_ends_the_kernel_and_the_next_cell_starts_afresh():
    made, start = fakes()
    pool = KernelPool(start)
    assert not await pool.reset("a")
    await pool.run("a", "1", timeout_s=1)
    assert await pool.reset("a")
    await pool.run("a", "2", timeout_s=1)
    assert [kernel.alive for kernel in made] == [False, True]


async def test_leaving_the_pool_ends_every_kernel():
    made, start = fakes()
    async with open_pool(KernelPool(start)) as pool:
        for session in "abc":
            await pool.run(session, "1", timeout_s=1)
    assert not any(kernel.alive for kernel in made)


async def test_a_start_that_fails_leaves_the_session_usable():
    attempts = []

    async def start():
        attempts.append(1)
        if len(attempts) == 1:
            raise KernelError("no process could be made")
        return FakeKernel()

    pool = KernelPool(start, max_kernels=1)
    with pytest.raises(KernelError):
        await pool.run("a", "1", timeout_s=1)
    assert (await pool.run("a", "1", timeout_s=1)).status == "ok"


async def start_real():
    return await start_jupyter_kernel(isolation=Isolation(), limits=Limits())


async def test_a_real_kernel_killed_from_outside_is_replaced_under_another_id():
    async with open_pool(KernelPool(start_real)) as pool:
        result = await pool.run("a", "import os\nx = 1\nos.getpid()", timeout_s=20)
        before = pool.kernel_id("a")
        pid = int(render_output(result))
        os.kill(pid, signal.SIGKILL)
        assert ended_within(pid, 5)
        result = await pool.run("a", "x", timeout_s=20)
        assert result.error.name == "NameError"
        assert pool.kernel_id("a") not in ("", before)


async def test_a_fresh_kernel_knows_nothing_of_a_session():
    async with open_pool(KernelPool(start_real)) as pool:
        await pool.run("a", "x = 1", timeout_s=20)
        async with pool.fresh() as kernel:
            result = await kernel.run("x", timeout_s=20)
        assert result.error.name == "NameError"
        assert not kernel.alive


def test_directories_of_killed_servers_are_removed_and_others_are_not(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, ours = (
        tmp_path / f"{DIRECTORY_PREFIX}999999999-x",
        tmp_path / f"{DIRECTORY_PREFIX}{os.getpid()}-x",
    )
    other = tmp_path / "codesteer-notes-x"
    for directory in (dead, ours, other):
        directory.mkdir()
    assert remove_leftovers() == 1
    assert not dead.exists()
    assert ours.exists()
    assert other.exists()


def test_a_link_is_not_followed_when_leftovers_are_removed(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("x")
    Path(tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / f"{DIRECTORY_PREFIX}999999999-x").symlink_to(precious)
    remove_leftovers()
    assert (precious / "file").exists()
