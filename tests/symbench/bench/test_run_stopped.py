"""Runs over stdio that are killed, interrupted, or lose their server, and are gone on with."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from codesteer.settings import Settings
from codesteer.symbench.bench.config import read_config
from codesteer.symbench.bench.journal import read_journal
from codesteer.symbench.bench.plan import plan
from codesteer.symbench.bench.progress import Silent
from codesteer.symbench.bench.run_folder import RunFolder
from codesteer.symbench.bench.running import begin
from codesteer.symbench.bench.validating import validate

from ...processes import descendants, ended_within
from .endpoint import Scholar, endpoint

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds and kills processes")
PATIENCE_S = 60
QUICK = tuple(plan(read_config("quick")))


@pytest.fixture(scope="module")
def asked():
    return Scholar({key.instance for key in QUICK})


def started(verb, *arguments, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "codesteer", "bench", verb, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def ended(process):
    """The status with which it ends, and what it printed."""
    out, err = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out, err


def once(condition, process):
    """Wait until a condition holds, or the process has ended."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        if process.poll() is not None:
            return
        os.sched_yield()


def scores(folder):
    return {
        key: (each.answer, each.correct, each.reason, each.turns, each.stopped_because, each.tokens)
        for key, each in RunFolder(folder).answers().items()
    }


@pytest.mark.slow
def test_killed_three_times_and_resumed_a_run_ends_as_an_undisturbed_one(tmp_path, asked):
    chance = random.Random(20)
    folder, journal = tmp_path / "killed", tmp_path / "killed" / "samples.jsonl"
    family = set()
    with endpoint(asked) as seen:
        undisturbed = started("run", "quick", "--model-url", seen.url, "--out", tmp_path / "whole")
        process = started("run", "quick", "--model-url", seen.url, "--out", folder)
        whole = 0
        for _ in range(3):
            # Somewhere in the middle of what is written next.
            until = whole + chance.randrange(1, 45_000)
            once(lambda until=until: journal.exists() and journal.stat().st_size >= until, process)
            if process.poll() is None:
                family |= set(descendants(process.pid)) - {process.pid}
                process.kill()
            process.communicate()
            whole = journal.stat().st_size
            process = started("resume", folder, "--quiet")
        assert ended(process) == (0, "", "")
        assert ended(undisturbed)[0] == 0
    lines = [sample.key for sample in read_journal(journal)]
    assert sorted(lines) == sorted(map(str, QUICK))
    assert scores(folder) == scores(tmp_path / "whole")
    assert validate(RunFolder(folder)).holds
    assert not (folder / "episodes").exists()
    assert family
    assert all(ended_within(pid, 10) for pid in family)
    assert len(RunFolder(folder).manifest().resumed) == 3


def held_run(folder, seen, *arguments):
    """A run whose requests wait from the fifth on: with two samples in flight, until they go on."""
    go_on, waiting = threading.Event(), threading.Semaphore(0)

    def before(number, request):
        if number >= 5:
            waiting.release()
            go_on.wait(PATIENCE_S)

    seen.before = before
    arguments = ("--concurrency", 2, "--json", "--method", "only_question", *arguments)
    process = started("run", "quick", "--model-url", seen.url, "--out", folder, *arguments)
    for _ in range(2):
        assert waiting.acquire(timeout=PATIENCE_S)
    return process, go_on


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_told_once_to_stop_it_finishes_what_is_in_flight(tmp_path, asked, number, status):
    with endpoint(asked) as seen:
        process, go_on = held_run(tmp_path / "run", seen)
        family = descendants(process.pid)
        process.send_signal(number)
        stopping = next(line for line in process.stdout if '"stopping"' in line)
        assert json.loads(stopping)["in_flight"] == 2
        go_on.set()
        got, out, _ = ended(process)
    assert got == status
    last = json.loads(out.splitlines()[-1])
    assert (last["event"], last["answered"], last["errors"]) == ("ended", 6, 0)
    assert len(seen.asked) == 6
    assert len(RunFolder(tmp_path / "run").answers()) == 6
    assert all(ended_within(pid, 10) for pid in family)


@pytest.mark.parametrize("arguments", [(), ("--set", "limits.stop_s=0")])
def test_told_twice_or_out_of_time_it_stops_at_once_and_loses_nothing(tmp_path, asked, arguments):
    with endpoint(asked) as seen:
        process, go_on = held_run(tmp_path / "run", seen, *arguments)
        if arguments:
            process.terminate()
        else:
            process.send_signal(signal.SIGINT)
            next(line for line in process.stdout if '"stopping"' in line)
            process.send_signal(signal.SIGINT)
        got = ended(process)[0]  # The endpoint has not answered yet.
        go_on.set()
        assert got == (143 if arguments else 130)
        assert len(RunFolder(tmp_path / "run").answers()) == 4
        if arguments:
            return
        seen.before = lambda number, request: None
        assert ended(started("resume", tmp_path / "run", "--quiet"))[0] == 0
    assert validate(RunFolder(tmp_path / "run")).holds
    assert len(RunFolder(tmp_path / "run").answers()) == 24


@pytest.mark.anyio
async def test_a_server_that_dies_costs_tries_and_no_samples(tmp_path, asked):
    killed = []

    def kill_server(number, request):
        if number in (9, 30):
            for pid in descendants(os.getpid())[1:]:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    if file.read().endswith(b"codesteer\0serve\0"):
                        os.kill(pid, signal.SIGKILL)
                        killed.append(pid)

    with endpoint(asked) as seen:
        for name in ("killed", "whole"):
            seen.before = kill_server if name == "killed" else lambda number, request: None
            wanted = read_config(
                "quick", [f"model.url={seen.url}", "what.levels=1", "limits.tries=4"]
            )
            settings = Settings()
            ending = await begin(wanted, tmp_path / name, settings, Silent(), lambda runner: None)
            assert ending.why == "done"
            assert ending.tally.answered == 24
    assert len(killed) == 2
    lost = [sample.error for sample in read_journal(RunFolder(tmp_path / "killed").errors)]
    assert lost
    assert all("server lost" in error for error in lost)
    assert scores(tmp_path / "killed") == scores(tmp_path / "whole")
