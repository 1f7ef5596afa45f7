"""Runs on a Ray cluster: two machines of one worker each, in an environment that has Ray."""

import json
import os
import signal
import subprocess
import sys
import threading
import venv
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from codesteer.symbench.bench.config import read_config
from codesteer.symbench.bench.journal import read_journal
from codesteer.symbench.bench.plan import plan
from codesteer.symbench.bench.run_folder import RunFolder
from codesteer.symbench.bench.validating import validate

from ...processes import descendants, ended_within
from .endpoint import Scholar, endpoint

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform != "linux", reason="finds and kills processes"),
]
ROOT = Path(__file__).resolve().parents[3]
RAY = "ray==2.60.0"
QUICK = plan(read_config("quick"))
PATIENCE_S = 120
SECRET = "sk-very-secret"
_UNREACHABLE = "Retry(total=0"
"""What pip says when it has tried to connect as often as it does."""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """A Python that has CodeSteer and Ray."""
    if find_spec("ray") is not None:
        return sys.executable
    folder = tmp_path_factory.mktemp("ray")
    venv.create(folder, with_pip=False)
    found = str(folder / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", found, "install", "--quiet"]
    wanted = ["-c", str(ROOT / "constraints.txt"), f"codesteer[ray] @ {ROOT.as_uri()}", RAY]
    done = subprocess.run([*pip, *wanted], capture_output=True, text=True)
    if done.returncode and _UNREACHABLE in done.stderr:
        pytest.skip(f"{RAY} cannot be had: no package registry is within reach")
    assert done.returncode == 0, done.stderr[-4_000:]
    return found


@pytest.fixture(scope="module")
def asked():
    return Scholar({key.instance for key in QUICK})


def environment(home, **more):
    """Nothing of this project's paths: what runs is what is installed beside Ray."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "CODESTEER_HOME": str(home),
        "OMP_NUM_THREADS": "1",
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": "ab" * 32,
    } | more  # fmt: skip


@contextmanager
def cluster(python, **variables):
    """A cluster with its nodes in an environment; yields its address and the process above it."""
    program = str(Path(__file__).parent / "inside" / "ray_cluster.py")
    with subprocess.Popen(
        [python, "-P", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=variables,
    ) as process:
        try:
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.stdin.close()
            process.wait(PATIENCE_S)


def started(python, home, verb, *arguments, **more):
    return subprocess.Popen(
        [python, "-P", "-m", "codesteer", "bench", verb, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home, **more),
    )


def ended(process):
    out, err = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out, err


def asking(root, url):
    """The workers that have an open connection to an endpoint: they are at their samples."""
    port = int(url.split(":")[2].partition("/")[0])
    with open("/proc/net/tcp", encoding="ascii") as file:
        rows = [line.split() for line in file][1:]
    open_ones = {row[9] for row in rows if row[2].endswith(f":{port:04X}") and row[3] == "01"}
    found = []
    for pid in descendants(root):
        with suppress(FileNotFoundError, ProcessLookupError):  # It has just ended.
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if not file.read().startswith(b"ray::Worker"):
                    continue
            for number in os.listdir(f"/proc/{pid}/fd"):
                with suppress(FileNotFoundError):
                    socket = os.readlink(f"/proc/{pid}/fd/{number}")
                    if socket.removeprefix("socket:[").removesuffix("]") in open_ones:
                        found.append(pid)
    return found


def scores(folder):
    return {
        key: (each.answer, each.correct, each.reason, each.turns, each.stopped_because, each.tokens)
        for key, each in RunFolder(folder).answers().items()
    }


def machine_of(worker):
    """The process that stands for a worker's machine: all others on it end with it."""
    with open(f"/proc/{worker}/stat", encoding="ascii") as file:
        return int(file.read().rpartition(")")[2].split()[1])


@pytest.mark.parametrize(("what", "at_requests"), [("worker", (12, 40)), ("machine", (12,))])
def test_what_dies_in_the_middle_costs_tries_and_no_samples(
    tmp_path, python, asked, what, at_requests
):
    killed = []
    on_cluster = ("--concurrency", 4, "--set", "server.processes=2", "--set", "limits.tries=4")
    with endpoint(asked) as seen:
        run = ("run", "quick", "--model-url", seen.url, "--json", "--out")
        with cluster(python, **environment(tmp_path, CODESTEER_MODEL_API_KEY=SECRET)) as (at, root):

            def kill_one(number, request):
                if number in at_requests:
                    victim = next(pid for pid in asking(root, seen.url) if pid not in killed)
                    killed.append(victim)
                    if what == "machine":
                        os.kill(machine_of(victim), signal.SIGKILL)
                    os.kill(victim, signal.SIGKILL)

            seen.before = kill_one
            ray = ("--executor", "ray", "--ray-address", at)
            process = started(
                python, tmp_path, *run, tmp_path / "ray", *on_cluster, *ray,
                CODESTEER_MODEL_API_KEY=SECRET,
            )  # fmt: skip
            status, out, err = ended(process)
            assert (status, err) == (0, "")
            sent = {
                value
                for each in seen.headers
                for name, value in each.items()
                if name.lower() == "authorization"
            }
            assert sent == {f"Bearer {SECRET}"}
        seen.before = lambda number, request: None
        process = started(python, tmp_path, *run, tmp_path / "local")
        assert ended(process)[0] == 0
    assert len(killed) == len(at_requests)
    assert [json.loads(line)["event"] for line in out.splitlines()][-1] == "ended"
    lines = [sample.key for sample in read_journal(tmp_path / "ray" / "samples.jsonl")]
    assert sorted(lines) == sorted(map(str, QUICK))
    assert scores(tmp_path / "ray") == scores(tmp_path / "local")
    assert validate(RunFolder(tmp_path / "ray")).holds
    lost = list(read_journal(tmp_path / "ray" / "errors.jsonl"))
    assert len(killed) <= len(lost) <= 4 * len(killed)
    assert all("worker lost on" in each.error for each in lost)
    assert SECRET not in out + err


def test_a_key_that_nodes_do_not_have_is_asked_for_and_not_sent(tmp_path, python, asked):
    with endpoint(asked) as seen, cluster(python, **environment(tmp_path)) as (at, _):
        process = started(
            python, tmp_path, "run", "quick", "--model-url", seen.url, "--executor", "ray",
            "--ray-address", at, "--out", tmp_path / "run", CODESTEER_MODEL_API_KEY=SECRET,
        )  # fmt: skip
        status, out, err = ended(process)
    assert status == 2
    assert "no CODESTEER_MODEL_API_KEY" in err
    assert SECRET not in out + err
    assert not [each for each in seen.asked if each.get("messages")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_cluster_of_its_own_is_interrupted_and_gone_on_with_locally(
    tmp_path, python, asked, number
):
    go_on, waiting = threading.Event(), threading.Semaphore(0)

    def before(number, request):
        if number >= 5:
            waiting.release()
            go_on.wait(PATIENCE_S)

    folder = tmp_path / "run"
    with endpoint(asked) as seen:
        seen.before = before
        process = started(
            python, tmp_path, "run", "quick", "--model-url", seen.url, "--out", folder, "--json",
            "--concurrency", 2, "--method", "only_question", "--executor", "ray",
        )  # fmt: skip
        for _ in range(2):
            assert waiting.acquire(timeout=PATIENCE_S)
        process.send_signal(number)
        stopping = next(line for line in process.stdout if '"stopping"' in line)
        assert json.loads(stopping)["in_flight"] == 2
        go_on.set()
        status, out, err = ended(process)
        assert status == {signal.SIGINT: 130, signal.SIGTERM: 143}[number]
        assert err == ""
        assert json.loads(out.splitlines()[-1])["answered"] == 6
        seen.before = lambda number, request: None
        assert ended(started(python, tmp_path, "resume", folder, "--quiet"))[0] == 0
    assert validate(RunFolder(folder)).holds
    assert len(list(read_journal(RunFolder(folder).samples))) == 24
    assert not (tmp_path / ".ray").exists()


def test_the_command_killed_leaves_no_process_and_is_gone_on_with(tmp_path, python, asked):
    folder, left = tmp_path / "run", []
    on_ray = ("--executor", "ray", "--concurrency", 4, "--set", "server.processes=2", "--json")
    with endpoint(asked) as seen:
        process = started(
            python, tmp_path, "run", "quick", "--model-url", seen.url, "--out", folder, *on_ray
        )

        def kill(number, request):
            if number == 40:
                left.extend(descendants(process.pid))
                process.kill()

        seen.before = kill
        status, _, _ = ended(process)
        assert status == -signal.SIGKILL
        assert any(each != process.pid for each in left)
        kept = (folder / "samples.jsonl").read_bytes().count(b"\n")
        status, out, err = ended(
            started(python, tmp_path, "resume", folder, "--executor", "ray", "--json")
        )
        assert (status, err) == (0, "")
        first = json.loads(out.splitlines()[0])
        assert 0 < first["answered"] == kept < len(QUICK)
        assert ended(started(
            python, tmp_path, "run", "quick", "--model-url", seen.url, "--out", tmp_path / "local"
        ))[0] == 0  # fmt: skip
    lines = [sample.key for sample in read_journal(RunFolder(folder).samples)]
    assert sorted(lines) == sorted(map(str, QUICK))
    assert scores(folder) == scores(tmp_path / "local")
    assert validate(RunFolder(folder)).holds
    assert all(ended_within(pid, PATIENCE_S) for pid in left)
