"""Every command in the documentation runs, and prints what the documentation shows.

Commands stand in ```console blocks behind "$ ". Lines below a command are what it prints; "..." in
place of a line stands for any lines, and inside a line for any text. The page about episodes finds
the ones of `tests/recorded.py`.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import anyio
import pytest

from ..recorded import record_home

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@dataclass(frozen=True)
class Command:
    page: str
    text: str
    prints: tuple[str, ...]

    def __str__(self):
        return f"{self.page}: {self.text}"


def commands():
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                first, *rest = part.rstrip("\n").split("\n")
                yield Command(str(page.relative_to(ROOT)), first, tuple(rest))


COMMANDS = list(dict.fromkeys(commands()))


def run(text, home):
    """Run a shell line as a reader would, with this environment's codesteer."""
    binaries = Path(sys.executable).parent
    environ = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "CODESTEER_HOME": str(home),
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
        environ.pop(name, None)  # Under `make test`, a make inside would speak as its child.
    text = text.replace(".venv/bin/", "")
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", text],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
    )


def matches(shown, printed):
    """Whether output is what the documentation shows."""
    wanted = "\n".join(shown) + "\n"
    return not shown or OutputChecker().check_output(wanted, printed, ELLIPSIS)


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_the_command_runs_and_prints_what_is_shown(command, tmp_path):
    if command.text.startswith("make "):
        # That the targets are there; what they do, the rest of the suite does.
        done = run(f"make --dry-run {command.text.removeprefix('make ')}", tmp_path)
        assert done.returncode == 0, done.stderr
        return
    if command.page == "docs/episodes.md":
        anyio.run(record_home, tmp_path)
    done = run(command.text, tmp_path)
    assert done.returncode == 0, done.stderr
    assert matches(command.prints, done.stdout), done.stdout


def test_make_demo_runs_a_second_time(tmp_path):
    if not (Path(sys.prefix) / ".codesteer-base").exists():
        pytest.skip("this environment was not made by make")
    done = run(f"make demo VENV={sys.prefix}", tmp_path)
    assert done.stdout.splitlines()[-1] == "solved 3/3", done.stderr


def test_make_shows_its_targets(tmp_path):
    done = run("make", tmp_path)
    assert {"demo", "test", "check"} <= {line.split()[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_page_can_be_reached_from_the_readme():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = LINK.findall(page.read_text("utf-8"))
        waiting += [page.parent / target for target in targets]
    assert {page.resolve() for page in PAGES} <= seen


def test_excerpts_of_the_demo_are_what_it_prints(tmp_path):
    printed = run("codesteer demo", tmp_path).stdout
    plain = [re.sub(r"\(\d+\.\d\d s\)", "", line).rstrip() for line in printed.splitlines()]
    for page in PAGES:
        for block in re.findall(r"^```text demo\n(.*?)^```$", page.read_text("utf-8"), re.S | re.M):
            for line in block.splitlines():
                shown = re.sub(r"\(\d+\.\d\d s\)", "", line).rstrip()
                assert shown in ("", "...") or shown in plain, f"{page.name}: {line}"
