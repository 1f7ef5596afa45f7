"""What a kernel may not touch: each test is an attempt to touch it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import codesteer
from codesteer.kernels.confine import landlock_abi
from codesteer.kernels.isolation import Isolation, kernel_environment, own_paths
from codesteer.kernels.jupyter import start_jupyter_kernel
from codesteer.kernels.limits import Limits

from ..processes import ended_within

pytestmark = pytest.mark.anyio
confined = pytest.mark.skipif(landlock_abi() == 0, reason="this system has no Landlock")

SECRET = "the-episode-of-somebody"
LOBBY = Path(codesteer.__file__).parent


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    directory = tmp_path_factory.mktemp("home") / "episodes"
    directory.mkdir()
    (directory / "cs_a.jsonl").write_text(SECRET)
    return directory


@pytest.fixture(scope="module")
async def kernel(store):
    os.environ["CODESTEER_MODEL_API_KEY"] = "sk-" + SECRET
    try:
        started = await start_jupyter_kernel(
            isolation=Isolation(hidden=(*own_paths(), store)), limits=Limits()
        )
    finally:
        del os.environ["CODESTEER_MODEL_API_KEY"]
    yield started
    await started.close()


async def refused(kernel, code):
    """Run an attempt; it must raise, and must not show what it was after."""
    result = await kernel.run(code, timeout_s=30)
    assert result.status == "error", result.outputs
    assert SECRET not in repr(result)
    return result.error


async def shown(kernel, code):
    result = await kernel.run(code, timeout_s=30)
    assert result.status == "ok", result.error
    return repr(result.outputs)


@pytest.mark.parametrize(
    "code",
    [
        "import codesteer",
        "from codesteer.symbench.registry import tasks",
        "import importlib; importlib.import_module('codesteer.symbench')",
    ],
)
async def test_codesteer_cannot_be_imported(kernel, code):
    error = await refused(kernel, code)
    assert error.name in ("ModuleNotFoundError", "ImportError")


@confined
@pytest.mark.parametrize(
    "attempt",
    [
        "import sys\nsys.path[:0] = [{root!r}, {src!r}]\n"
        "sys.modules.pop('codesteer')\nimport codesteer",
        "open({file!r}).read()",
        "import os\nos.listdir({rooms!r})",
        "import io\nio.open_code({file!r}).read()",
        "import runpy\nrunpy.run_path({file!r})",
        "import shutil\nshutil.copy({file!r}, 'mine.py')",
        "import os\nos.link({file!r}, 'mine.py')\nopen('mine.py').read()",
        "import os\nos.symlink({file!r}, 'link.py')\nopen('link.py').read()",
        "import mmap, os\nmmap.mmap(os.open({file!r}, os.O_RDONLY), 0)",
        "import subprocess\nsubprocess.run(['cat', {file!r}], check=True)",
        "import ctypes\nassert ctypes.CDLL(None).open({file!r}.encode(), 0) >= 0",
        "open('/proc/self/root' + {file!r}).read()",
        "open(f'/proc/{{__import__(\"os\").getppid()}}/root' + {file!r}).read()",
    ],
)
async def test_codesteers_files_cannot_be_read(kernel, attempt):
    rooms = Path(codesteer.__path__[-1]) / "symbench"
    if not rooms.is_dir():
        rooms = LOBBY / "symbench"
    code = attempt.format(
        file=str(LOBBY / "answers.py"), root=str(LOBBY.parents[1]), src=str(LOBBY.parent),
        rooms=str(rooms),
    )  # fmt: skip
    await refused(kernel, code)


@confined
async def test_the_episode_store_cannot_be_read(kernel, store):
    await refused(kernel, f"open({str(store / 'cs_a.jsonl')!r}).read()")
    await refused(kernel, f"import os\nos.listdir({str(store)!r})")
    await refused(kernel, f"open({str(store / 'cs_b.jsonl')!r}, 'w').write('x')")


@confined
@pytest.mark.parametrize("path", ["/etc/shadow", "/root/.bashrc", "/proc/1/environ", "/dev/mem"])
async def test_secrets_of_the_machine_cannot_be_read(kernel, path):
    await refused(kernel, f"open({path!r}, 'rb').read()")


@confined
async def test_the_servers_memory_and_environment_cannot_be_read(kernel):
    for file in ("environ", "mem", "maps", "cmdline"):
        await refused(kernel, f"import os\nopen(f'/proc/{{os.getppid()}}/{file}', 'rb').read(10)")


@confined
@pytest.mark.skipif(landlock_abi() < 6, reason="this Landlock does not confine signals")
async def test_processes_outside_cannot_be_signalled(kernel):
    error = await refused(kernel, "import os\nos.kill(os.getppid(), 15)")
    assert error.name == "PermissionError"


@confined
async def test_writing_works_in_the_sessions_directory_and_nowhere_else(kernel):
    assert "4" in await shown(kernel, "open('notes.txt', 'w').write('mine')")
    for path in (
        "/tmp/x",
        "/usr/x",
        str(LOBBY / "x"),
        f"{os.environ.get('HOME', '/root')}/x",
        sys.prefix + "/x",
    ):
        await refused(kernel, f"open({path!r}, 'w').write('x')")
    await refused(kernel, f"import os\nos.rename('notes.txt', {'/tmp/x'!r})")


async def test_no_secret_of_the_servers_environment_reaches_a_kernel(kernel):
    assert SECRET not in await shown(kernel, "import os\nprint(dict(os.environ))")


def test_a_kernels_environment_is_a_short_list():
    environ = {"PATH": "/bin", "LANG": "C", "OPENAI_API_KEY": "k", "AWS_SECRET": "s", "HOME": "/h"}
    made = kernel_environment(Path("/work"), environ)
    assert made["PATH"] == "/bin"
    assert made["HOME"] == "/work"
    assert not {"OPENAI_API_KEY", "AWS_SECRET"} & made.keys()


async def test_the_scientific_libraries_still_work(kernel):
    code = (
        "import numpy, sympy, networkx, tempfile, subprocess\n"
        "from ortools.sat.python import cp_model\n"
        "model = cp_model.CpModel()\n"
        "x = model.NewIntVar(0, 9, 'x')\nmodel.Add(x * 2 == 8)\n"
        "solver = cp_model.CpSolver()\nsolver.Solve(model)\n"
        "tempfile.NamedTemporaryFile().write(b'x')\n"
        "subprocess.run(['true'], check=True)\n"
        "(solver.Value(x), sympy.factorint(12), int(numpy.eye(2).sum()))"
    )
    assert "(4, {2: 2, 3: 1}, 2)" in await shown(kernel, code)


def test_what_is_hidden_stays_hidden_below_a_granted_tree(tmp_path):
    for name in ("open/a.txt", "open/deep/secret/b.txt", "open/deep/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    hidden = tmp_path / "open" / "deep" / "secret"
    isolation = Isolation(hidden=(hidden,), readable=(tmp_path / "open",))
    grants = isolation.grants(tmp_path / "session")
    read = set(grants["read"])
    assert str(tmp_path / "open" / "a.txt") in read
    assert str(tmp_path / "open" / "deep" / "c.txt") in read
    assert not {str(hidden), str(tmp_path / "open"), str(tmp_path / "open" / "deep")} & read


@confined
async def test_further_paths_can_be_made_readable_but_not_writable(tmp_path):
    (tmp_path / "data.csv").write_text("1,2")
    started = await start_jupyter_kernel(isolation=Isolation(readable=(tmp_path,)), limits=Limits())
    try:
        path = str(tmp_path / "data.csv")
        assert "1,2" in await shown(started, f"open({path!r}).read()")
        await refused(started, f"open({path!r}, 'w')")
    finally:
        await started.close()


def test_a_kernel_does_not_outlive_a_server_that_was_killed():
    program = (
        "import anyio, os, signal\n"
        "from codesteer.kernels.isolation import Isolation\n"
        "from codesteer.kernels.jupyter import start_jupyter_kernel\n"
        "from codesteer.kernels.limits import Limits\n"
        "async def main():\n"
        "    kernel = await start_jupyter_kernel(isolation=Isolation(), limits=Limits())\n"
        "    print(kernel.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "anyio.run(main)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended_within(int(done.stdout), 5)
