"""A server over HTTP that the tests of this folder share."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Served:
    """The server: its address, and the file of the calls that it has seen."""

    url: str
    seen: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    home = tmp_path_factory.mktemp("served")
    environ = {**os.environ, "CODESTEER_HOME": str(home), "SEEN": str(home / "seen.jsonl")}
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("served.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
    ) as process:
        try:
            yield Served(process.stdout.readline().strip(), home / "seen.jsonl")
        finally:
            process.stdin.close()
            process.wait(20)
