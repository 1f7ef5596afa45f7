"""The sandbox where the server is an ordinary user, though the tests may run as root."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from codesteer.kernels.inside import landlock

from . import ordinary_user

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are confined on Linux only"),
    pytest.mark.skipif(landlock.abi() == 0, reason="this system has no Landlock"),
]
ATTACKS = Path(__file__).with_name("test_sandbox.py")
NAMESPACES = (
    "import os\nfrom codesteer.kernels.inside.namespaces import fork\n"
    "pid = fork(network=False)\n"
    "os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) if pid else 0)"
)


@pytest.fixture
def directory():
    """For the user: with a short path, since the paths of sockets below it must be short."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


def as_ordinary_user(directory, *arguments):
    """Run Python; skips where nobody can become another user."""
    if os.getuid() != 0:
        pytest.skip("the tests run as an ordinary user anyway")
    python = [sys.executable, "-B", "-P"]
    done = subprocess.run(
        [*python, ordinary_user.__file__, str(directory), *python, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ordinary_user.ROOT / "src")},
    )
    if done.returncode == ordinary_user.CANNOT:
        pytest.skip(done.stderr.strip())
    return done


def test_root_becomes_an_ordinary_user_for_the_attacks(directory):
    code = "import os; print(os.getresuid()[0] > 0, os.getgroups()); open('/etc/shadow')"
    done = as_ordinary_user(directory, "-c", code)
    assert done.stdout == "True []\n"
    assert "PermissionError" in done.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("tier", ["A", "B"])
def test_attacks_fail_as_an_ordinary_user_too(directory, tier):
    if tier == "A" and as_ordinary_user(directory, "-c", NAMESPACES).returncode:
        pytest.skip("ordinary users may not make namespaces here")
    attacks = f"socketpair-{tier} or [{tier}] or [{tier}-ForkedKernels]"
    own = [f"--basetemp={directory / 't'}", "-p", "no:cacheprovider"]
    done = as_ordinary_user(directory, "-m", "pytest", "-q", *own, str(ATTACKS), "-k", attacks)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout.splitlines()[-1]
