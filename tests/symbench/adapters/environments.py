"""An environment for each foreign library, with CodeSteer's wheel in it, made for a test."""

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
INSIDE = Path(__file__).parent / "inside"
REQUIREMENTS = {
    "inspect": "inspect-ai==0.3.285",
    "reasoning-gym": "reasoning-gym==0.1.25",
    "datasets": "datasets==5.2.0",
}
"""By extra: the version that is tested."""
_UNREACHABLE = "Retry(total=0"
"""What pip says when it has tried to connect as often as it does."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment, and a folder to work in."""

    folder: Path
    work: Path

    def run(self, *command, text="", **variables):
        """Run a command of it; returns what it printed."""
        binaries = self.folder / "bin"
        home = str(self.work / "home")
        environ = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
        environ |= {
            "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
            "HOME": home,
            "CODESTEER_HOME": home,
            "HF_HUB_OFFLINE": "1",
            "NO_COLOR": "1",
            "COLUMNS": "100",
            "OMP_NUM_THREADS": "1",
        }
        done = subprocess.run(
            command,
            input=text,
            env=environ | variables,
            cwd=self.work,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-4_000:]
        return done.stdout

    def found(self, program, cases):
        """What a program of `inside/` tells of the cases, in its last line."""
        path = str(INSIDE / program)
        printed = self.run("python", "-P", path, text=json.dumps(cases))
        return json.loads(printed.strip().splitlines()[-1])


def made(extra, folder):
    """The environment of an extra; skips where its library cannot be had."""
    venv.create(folder / "venv", with_pip=False)
    (folder / "work").mkdir()
    python = str(folder / "venv" / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    done = subprocess.run(
        [*pip, f"codesteer[{extra}] @ {ROOT.as_uri()}", REQUIREMENTS[extra]],
        capture_output=True,
        text=True,
    )
    if done.returncode and _UNREACHABLE in done.stderr:
        pytest.skip(f"{REQUIREMENTS[extra]} cannot be had: no package registry is within reach")
    assert done.returncode == 0, done.stderr[-4_000:]
    return Environment(folder / "venv", folder / "work")
