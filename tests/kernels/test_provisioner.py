"""Kernels from a zygote by way of jupyter_client, as any client of Jupyter has them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import venv
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

import codesteer
from codesteer.errors import KernelStartFailed
from codesteer.kernels.inside import landlock
from codesteer.kernels.provisioner import ZygoteProvisioner

from ..processes import ended_within
from .conftest import SECRET

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
NAME = "codesteer-zygote"
ARGV = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
PRELOAD = ["numpy", "matplotlib.pyplot"]
WAIT_S = 60
LOBBY = Path(codesteer.__file__).parent


def spec(argv=ARGV, **config):
    """A kernelspec as the documentation says to write it."""
    config = {"preload": PRELOAD, **config}
    return {
        "argv": list(argv),
        "display_name": "Warm",
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": NAME, "config": config}},
    }


@pytest.fixture
def folder():
    """A directory whose path is short enough for sockets, which a session's user may enter."""
    with tempfile.TemporaryDirectory(prefix="ks-") as directory:
        os.chmod(directory, 0o755)
        yield Path(directory)


@pytest.fixture
def manage(folder):
    """Makes managers of kernels whose kernelspec is given."""
    count = iter(range(100))

    def make(kind=AsyncKernelManager, transport="ipc", written=None, **config):
        written = spec(**config) if written is None else written
        number = next(count)
        (folder / "specs" / f"warm{number}").mkdir(parents=True)
        (folder / "specs" / f"warm{number}" / "kernel.json").write_text(json.dumps(written))
        return kind(
            kernel_name=f"warm{number}",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(folder / "specs")]),
            connection_file=str(folder / f"{number}.json"),
            transport=transport,
        )

    return make


@dataclass
class Told:
    """What a cell has shown, and how it ended."""

    reply: dict = field(default_factory=dict)
    text: str = ""
    value: str = ""
    kinds: list = field(default_factory=list)

    def take(self, message):
        content = message["content"]
        self.text += content.get("text", "")
        if "data" in content:
            self.kinds += content["data"]
            self.value = content["data"].get("text/plain", "")


class Jupyter:
    """A manager and a client of one kernel."""

    def __init__(self, manager):
        self.manager = manager
        self.client = manager.client()

    async def run(self, code):
        told = Told()
        reply = await self.client.execute_interactive(
            code, stop_on_error=False, timeout=WAIT_S, output_hook=told.take
        )
        told.reply = reply["content"]
        return told

    async def value(self, code):
        told = await self.run(code)
        assert told.reply["status"] == "ok", told
        return told.value

    async def refused(self, code):
        told = await self.run(code)
        assert told.reply["status"] == "error", told
        assert SECRET not in repr(told)
        return told.reply["ename"]

    async def begun(self, code):
        """Send a cell, and wait until it says that it runs."""
        request = self.client.execute(code, stop_on_error=False)
        while True:
            message = await self.client.get_iopub_msg(timeout=WAIT_S)
            if "running" in message["content"].get("text", ""):
                return request

    async def reply_to(self, request):
        while True:
            message = await self.client.get_shell_msg(timeout=WAIT_S)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def processes(self):
        """Every process of the session, by its number outside."""
        found, waiting = [], [self.manager.provisioner.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for task in os.listdir(f"/proc/{pid}/task"):
                children = Path(f"/proc/{pid}/task/{task}/children")
                waiting += map(int, children.read_text().split())
        return found

    async def ended(self):
        """The exit code of a kernel that ends by itself."""
        async with asyncio.timeout(WAIT_S):
            return await self.manager.provisioner.wait()


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@asynccontextmanager
async def running(manager, **launch):
    await manager.start_kernel(**launch)
    jupyter = Jupyter(manager)
    jupyter.client.start_channels()
    try:
        await jupyter.client.wait_for_ready(timeout=WAIT_S)
        yield jupyter
    finally:
        jupyter.client.stop_channels()
        await manager.shutdown_kernel(now=True)


@pytest.fixture
async def kernel(manage):
    async with running(manage()) as started:
        yield started


def test_the_entry_point_is_found():
    factory = KernelProvisionerFactory()
    assert factory.is_provisioner_available(KernelSpec(**spec()))
    assert factory.provisioners[NAME].load() is ZygoteProvisioner


@pytest.mark.anyio
async def test_cells_share_variables_and_show_output_values_and_errors(kernel):
    told = await kernel.run("import sys\nx = 41\nprint('out'); print('err', file=sys.stderr)")
    assert (told.reply["status"], told.text) == ("ok", "out\nerr\n")
    assert await kernel.value("x + 1") == "42"
    assert await kernel.refused("1 / 0") == "ZeroDivisionError"
    assert kernel.manager.has_kernel
    assert await kernel.manager.is_alive()


def test_a_blocking_client_works_as_well(manage):
    manager = manage(KernelManager)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=WAIT_S)
        told = Told()
        client.execute_interactive("6 * 7", timeout=WAIT_S, output_hook=told.take)
        assert told.value == "42"
        manager.interrupt_kernel()
        assert manager.is_alive()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert not manager.is_alive()


@pytest.mark.anyio
@pytest.mark.parametrize("tier", ["A", "B", "C"])
async def test_every_tier_has_kernels(manage, tier):
    if tier != "C" and landlock.abi() == 0:
        pytest.skip("this system has no Landlock")
    async with running(manage(at_most=tier, at_least=tier)) as kernel:
        assert await kernel.value("import numpy\nint(numpy.eye(2).sum())") == "2"
        info = await kernel.manager.provisioner.get_provisioner_info()
        assert info["tier"] == tier


@pytest.mark.anyio
@pytest.mark.parametrize(
    "code",
    [
        "print('running', flush=True)\nwhile True: pass",
        "import time\nprint('running', flush=True)\ntime.sleep(600)",
        "import subprocess\nsubprocess.run(['sh', '-c', 'echo running; exec sleep 600'])",
        "import os\nos.system('echo running; exec sleep 600')",
        "import asyncio\nprint('running', flush=True)\nawait asyncio.sleep(600)",
    ],
)
async def test_whatever_a_cell_is_at_it_can_be_interrupted(kernel, code):
    await kernel.run("x = 5")
    request = await kernel.begun(code)
    await kernel.manager.interrupt_kernel()
    reply = await kernel.reply_to(request)
    if "system" not in code:  # Python lets that function return.
        assert reply["ename"] in ("KeyboardInterrupt", "CancelledError")
    assert await kernel.value("x") == "5"


@pytest.mark.anyio
async def test_an_idle_kernel_takes_an_interrupt(kernel):
    await kernel.manager.interrupt_kernel()
    assert await kernel.value("1 + 1") == "2"


@pytest.mark.anyio
@pytest.mark.parametrize("now", [True, False])
async def test_a_restarted_kernel_is_empty_and_keeps_its_files(kernel, now):
    await kernel.run("x = 1\nwith open('kept.txt', 'w') as f: f.write('yes')")
    before = kernel.processes()
    await kernel.manager.restart_kernel(now=now)
    await kernel.client.wait_for_ready(timeout=WAIT_S)
    assert await kernel.refused("x") == "NameError"
    assert await kernel.value("open('kept.txt').read()") == "'yes'"
    assert all(ended_within(pid, 5) for pid in before)


@pytest.mark.anyio
async def test_a_graceful_shutdown_lets_the_kernel_finish(manage, folder):
    work = folder / "work"
    work.mkdir()
    manager = manage(cwd="write")
    async with running(manager, cwd=str(work)) as kernel:
        await kernel.run("import atexit\natexit.register(lambda: open('left.txt', 'w').write('x'))")
        processes = kernel.processes()
        await manager.shutdown_kernel()
        assert await manager.provisioner.poll() == 0
        assert (work / "left.txt").read_text() == "x"
        assert all(ended_within(pid, 5) for pid in processes)


@pytest.mark.anyio
async def test_a_forced_shutdown_ends_every_process_of_the_session(kernel):
    await kernel.run(
        "import signal, subprocess\n"
        "for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)\n"
        "subprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
        "subprocess.Popen('(sleep 1001 &)', shell=True).wait()"
    )
    provisioner = kernel.manager.provisioner
    processes = kernel.processes()
    directory = Path((await kernel.value("import os; os.getcwd()")).strip("'"))
    assert len(processes) >= 4
    await kernel.manager.shutdown_kernel(now=True)
    assert all(ended_within(pid, 5) for pid in processes)
    assert not provisioner.has_process
    assert directory.name not in os.listdir(directory.parent)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import os\nos._exit(7)", 7),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import ctypes\nctypes.string_at(0)", -signal.SIGSEGV),
    ],
)
async def test_a_kernel_that_ends_itself_leaves_its_exit_code(kernel, code, status):
    kernel.client.execute(code)
    assert await kernel.ended() == status
    assert await kernel.manager.provisioner.poll() == status
    assert not await kernel.manager.is_alive()


@pytest.mark.anyio
async def test_a_kernel_whose_warden_is_killed_is_noticed(kernel):
    processes = kernel.processes()
    os.kill(kernel.manager.provisioner.pid, signal.SIGKILL)
    assert await kernel.ended() == -signal.SIGKILL
    assert all(ended_within(pid, 5) for pid in processes)


def test_nothing_outlives_a_client_that_was_killed(folder):
    (folder / "specs" / "warm").mkdir(parents=True)
    (folder / "specs" / "warm" / "kernel.json").write_text(json.dumps(spec(preload=[])))
    program = (
        "import os, signal\n"
        "from jupyter_client.kernelspec import KernelSpecManager\n"
        "from jupyter_client.manager import KernelManager\n"
        f"specs = KernelSpecManager(kernel_dirs=[{str(folder / 'specs')!r}])\n"
        "manager = KernelManager(kernel_name='warm', kernel_spec_manager=specs, transport='ipc',\n"
        f"    connection_file={str(folder / 'k.json')!r})\n"
        "manager.start_kernel()\n"
        "client = manager.client()\n"
        "client.start_channels()\n"
        "client.wait_for_ready(timeout=60)\n"
        "client.execute('import subprocess\\n'\n"
        '    \'subprocess.Popen(["sleep", "1000"], start_new_session=True)\', reply=True)\n'
        "waiting, found = [os.getpid()], []\n"
        "while waiting:\n"
        "    pid = waiting.pop()\n"
        "    for task in os.listdir(f'/proc/{pid}/task'):\n"
        "        children = open(f'/proc/{pid}/task/{task}/children').read().split()\n"
        "        waiting += map(int, children)\n"
        "        found += children\n"
        "print(*found, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    processes = list(map(int, done.stdout.split()))
    assert len(processes) >= 4, done.stderr  # The zygote, the warden, the kernel, its program.
    assert all(ended_within(pid, 5) for pid in processes)


@pytest.mark.anyio
@pytest.mark.parametrize("tier", ["A", "B"])
async def test_the_sandbox_holds(manage, folder, monkeypatch, tier):
    if landlock.abi() == 0:
        pytest.skip("this system has no Landlock")
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    (folder / "secret.txt").write_text(SECRET)
    manager = manage(at_most=tier, at_least=tier)
    async with running(manager, cwd=str(folder)) as kernel:
        assert await kernel.refused("import codesteer") == "ModuleNotFoundError"
        for attempt in (
            f"open({str(LOBBY / 'answers.py')!r}).read()",
            f"import os\nos.listdir({str(LOBBY.parents[1] / 'symbench')!r})",
            f"import shutil\nshutil.copy({str(LOBBY / 'answers.py')!r}, 'mine.py')",
            f"open({str(folder / 'secret.txt')!r}).read()",
            f"open({str(folder / 'new.txt')!r}, 'w')",
            f"open({manager.connection_file!r}).read()",
            "open('/etc/shadow').read()",
            "import socket\nsocket.create_connection(('192.0.2.1', 80), 5)",
            "import os\nos.environ['OPENAI_API_KEY']",
        ):
            await kernel.refused(attempt)
        assert SECRET not in (await kernel.run("print(dict(__import__('os').environ))")).text


@pytest.mark.anyio
@pytest.mark.parametrize("tier", ["A", "B"])
async def test_what_a_client_connects_to_is_no_way_out_of_the_sandbox(manage, tier):
    if landlock.abi() == 0:
        pytest.skip("this system has no Landlock")
    async with running(manage(at_most=tier, at_least=tier)) as kernel:
        told = await kernel.run(
            "import os, socket, stat\n"
            "for name in os.listdir('/proc/self/fd'):\n"
            "    try:\n"
            "        if not stat.S_ISSOCK(os.stat(int(name)).st_mode): continue\n"
            "        found = socket.socket(fileno=os.dup(int(name)))\n"
            "        print(found.family.name, found.getsockopt(socket.SOL_SOCKET,\n"
            "              socket.SO_ACCEPTCONN))\n"
            "    except OSError: pass\n"
        )
        assert told.text.count("AF_UNIX 1") == 5
        # A TCP socket that has listened outside could be made to connect outside.
        assert "INET 1" not in told.text or tier == "A"


@pytest.mark.anyio
async def test_memory_beyond_the_limit_is_refused_and_the_session_lives(manage):
    async with running(manage(memory_bytes=256 << 20)) as kernel:
        await kernel.run("x = 5")
        assert await kernel.refused("y = bytearray(10 ** 9)") == "MemoryError"
        assert await kernel.value("x") == "5"


@pytest.mark.anyio
async def test_a_flood_is_cut_in_the_kernel(kernel):
    told = await kernel.run("for _ in range(100): print('line\\n' * 10_000, end='')")
    assert len(told.text) < 20_000
    assert "application/vnd.codesteer.omission+json" in told.kinds


@pytest.mark.anyio
async def test_several_kernels_run_at_once_and_apart(manage):
    managers = [manage() for _ in range(4)]

    async def use(number, manager):
        async with running(manager) as kernel:
            await kernel.run(f"x = {number}\nopen('own.txt', 'w').write(str(x))")
            return [
                await kernel.value("import os, random\nos.getcwd()"),
                await kernel.value("random.random()"),
                await kernel.value("import numpy\nnumpy.random.random()"),
                await kernel.value("int(open('own.txt').read()) * x"),
            ]

    told = await asyncio.gather(*(use(*each) for each in enumerate(managers)))
    directories, numbers, more_numbers, squares = zip(*told, strict=True)
    assert len(set(directories)) == len(set(numbers)) == len(set(more_numbers)) == 4
    assert list(squares) == ["0", "1", "4", "9"]


@pytest.mark.anyio
async def test_a_zygote_has_one_thread_after_all_it_has_done(kernel):
    assert await kernel.value("import numpy\nint(numpy.eye(2).sum())") == "2"
    zygote = parent(kernel.manager.provisioner.pid)
    assert len(os.listdir(f"/proc/{zygote}/task")) == 1


@pytest.mark.anyio
async def test_kernels_outlive_their_zygote_and_the_next_has_a_new_one(manage):
    manager = manage()
    async with running(manager) as kernel:
        zygote = parent(manager.provisioner.pid)
        await kernel.run("x = 5")
        os.kill(zygote, signal.SIGKILL)
        assert ended_within(zygote, 5)
        assert await kernel.value("x") == "5"
        async with running(manage()) as other:
            assert await other.value("1 + 1") == "2"


@pytest.mark.anyio
async def test_a_kernel_starts_where_it_may_write(manage, folder):
    async with running(manage(), cwd=str(folder)) as kernel:
        directory = await kernel.value("import os\nos.getcwd()")
        assert directory != repr(str(folder))
        assert await kernel.value("open('x.txt', 'w').write('mine')") == "4"
        assert await kernel.value("os.path.expanduser('~') == os.getcwd()") == "True"


@pytest.mark.anyio
@pytest.mark.parametrize("tier", ["A", "B"])
@pytest.mark.parametrize("access", ["read", "write"])
async def test_the_clients_directory_can_be_granted(manage, folder, tier, access):
    if landlock.abi() == 0:
        pytest.skip("this system has no Landlock")
    work = folder / "work"
    work.mkdir()
    (work / "data.csv").write_text("1,2")
    (folder / "beside.txt").write_text(SECRET)
    manager = manage(cwd=access, at_most=tier, at_least=tier)
    async with running(manager, cwd=str(work)) as kernel:
        assert await kernel.value("import os\nos.getcwd()") == repr(str(work))
        assert await kernel.value("open('data.csv').read()") == "'1,2'"
        await kernel.refused("open('../beside.txt').read()")
        await kernel.run("open('../new.txt', 'w')")  # In A there may be an own, empty place.
        assert "new.txt" not in os.listdir(folder)
        if access == "write":
            assert await kernel.value("open('new.csv', 'w').write('3')") == "1"
            assert (work / "new.csv").read_text() == "3"
        else:
            await kernel.refused("open('data.csv', 'a').write('x')")
            await kernel.refused("open('new.csv', 'w')")
        assert await kernel.value("import tempfile\ntempfile.TemporaryFile().write(b'x')") == "1"


@pytest.mark.anyio
async def test_keys_of_other_kernels_are_hidden_also_below_the_clients_directory(
    manage, folder, monkeypatch
):
    if landlock.abi() == 0:
        pytest.skip("this system has no Landlock")
    runtime = folder / "work" / "runtime"
    runtime.mkdir(parents=True)
    (runtime / "kernel-other.json").write_text(SECRET)
    (folder / "work" / "data.csv").write_text("1,2")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime))
    async with running(manage(cwd="read"), cwd=str(folder / "work")) as kernel:
        assert await kernel.value("open('data.csv').read()") == "'1,2'"
        await kernel.refused("open('runtime/kernel-other.json').read()")


@pytest.mark.anyio
async def test_codesteers_own_directory_is_never_granted_for_writing(manage):
    with pytest.raises(KernelStartFailed, match="no kernel may touch"):
        await manage(cwd="write").start_kernel(cwd=str(LOBBY.parent))


@pytest.mark.anyio
async def test_tcp_needs_the_network_and_the_error_says_what_to_do(manage):
    if landlock.abi() == 0:
        pytest.skip("this system has no Landlock")
    with pytest.raises(KernelStartFailed, match='"transport": "ipc"'):
        await manage(transport="tcp").start_kernel()
    async with running(manage(transport="tcp", network=True)) as kernel:
        assert await kernel.value("1 + 1") == "2"
        assert kernel.manager.get_connection_info()["transport"] == "tcp"


@pytest.mark.anyio
async def test_a_kernelspec_can_overrule_a_client_that_wants_tcp(manage, folder):
    written = spec()
    written["metadata"]["kernel_provisioner"]["config"]["transport"] = "ipc"
    async with running(manage(transport="tcp", written=written)) as kernel:
        assert await kernel.value("1 + 1") == "2"
        await kernel.manager.restart_kernel(now=True)
        await kernel.client.wait_for_ready(timeout=WAIT_S)
        assert await kernel.value("1 + 1") == "2"
        sockets = Path(kernel.manager.get_connection_info()["ip"]).parent
        assert sockets.is_dir()
    assert not sockets.exists()


@pytest.mark.anyio
async def test_variables_are_granted_by_name(manage, monkeypatch):
    monkeypatch.setenv("DATA_SET", "small")
    written = spec(environment=["DATA_SET"]) | {"env": {"OWN": "$DATA_SET-1"}}
    async with running(manage(written=written)) as kernel:
        code = "import os\n' '.join((os.environ['DATA_SET'], os.environ['OWN']))"
        assert await kernel.value(code) == "'small small-1'"


@pytest.mark.anyio
@pytest.mark.parametrize("compact", [True, False])
async def test_output_is_for_models_or_for_people(manage, compact):
    async with running(manage(compact=compact)) as kernel:
        told = await kernel.run("from IPython.display import HTML\nHTML('<b>x</b>')")
        assert ("text/html" in told.kinds) == (not compact)
        told = await kernel.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nNone")
        assert "image/png" in told.kinds
        assert await kernel.refused("import codesteer") == "ModuleNotFoundError"


@pytest.mark.anyio
async def test_another_environments_python_has_a_zygote_of_its_own(manage, folder):
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    packages = Path(pytest.__file__).parents[1]
    (site,) = (folder / "venv").glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(str(packages))
    (site / "codesteer").mkdir()
    (site / "codesteer" / "solvers.py").write_text(SECRET)
    argv = [str(folder / "venv" / "bin" / "python"), *ARGV[1:]]
    written = spec(argv, preload=[], readable=[str(packages)])
    async with running(manage(written=written)) as kernel:
        assert await kernel.value("import sys\nsys.prefix") == repr(str(folder / "venv"))
        await kernel.refused(f"open({str(site / 'codesteer' / 'solvers.py')!r}).read()")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (["sh", "-c", "true"], "Only IPython's kernel can be forked"),
        (["/bin/false", *ARGV[1:]], "/bin/false does not run as Python"),
    ],
)
async def test_a_kernelspec_that_cannot_work_says_why(manage, argv, why):
    with pytest.raises(KernelStartFailed, match=why):
        await manage(written=spec(argv)).start_kernel()


@pytest.mark.anyio
async def test_arguments_that_ipykernel_refuses_are_logged(manage, caplog):
    manager = manage(written=spec([*ARGV, "--transport=pigeon"]))
    await manager.start_kernel()
    async with asyncio.timeout(WAIT_S):
        assert await manager.provisioner.wait() == 1
    assert "--transport=pigeon" in caplog.text
    await manager.shutdown_kernel(now=True)


@pytest.mark.anyio
async def test_a_python_without_ipykernel_is_named_in_the_error(manage, folder):
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    argv = [str(folder / "venv" / "bin" / "python"), *ARGV[1:]]
    with pytest.raises(KernelStartFailed, match="venv/bin/python -m ipykernel --version"):
        await manage(written=spec(argv)).start_kernel()


@pytest.mark.anyio
async def test_tiers_that_exclude_each_other_are_an_error(manage):
    with pytest.raises(KernelStartFailed, match="at_most"):
        await manage(at_most="C", at_least="A").start_kernel()


@pytest.mark.anyio
async def test_what_is_recorded_of_a_kernel_can_be_read_back(kernel, manage):
    info = await kernel.manager.provisioner.get_provisioner_info()
    assert info["pid"] == kernel.manager.provisioner.pid > 0
    assert info["connection_info"]["transport"] == "ipc"
    other = ZygoteProvisioner(kernel_id="", kernel_spec=kernel.manager.kernel_spec)
    await other.load_provisioner_info(info)
    assert other.connection_info == info["connection_info"]
    assert not other.has_process  # A kernel ends with the process that started it.
