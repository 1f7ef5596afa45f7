"""What can be set from outside, and what a setting that cannot be used leads to."""

import os
import runpy
import subprocess
import sys

import pytest

from codesteer.errors import BadSetting
from codesteer.settings import read_settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home directory of the test's own, and no setting but its own."""
    for name in list(os.environ):
        if name.startswith("CODESTEER_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def codesteer(*arguments, **environ):
    return subprocess.run(
        [sys.executable, "-m", "codesteer", *arguments],
        env={**os.environ, **environ},
        input="",
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("verb", ["serve", "demo"])
@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("CODESTEER_MAX_KERNELS", "abc", "valid integer"),
        ("CODESTEER_MAX_KERNELS", "0", "greater than or equal to 1"),
        ("CODESTEER_MAX_KERNELS", "1001", "less than or equal to 1000"),
        ("CODESTEER_KERNEL_IDLE_S", "soon", "valid number"),
        ("CODESTEER_KERNEL_IDLE_S", "nan", "greater than or equal to 1"),
        ("CODESTEER_HOME", "/etc/passwd/codesteer", "/etc/passwd is no directory"),
        ("CODESTEER_HOME", "~nobody-of-this-name/cs", "home directory"),
        ("CODESTEER_READABLE", "/tmp:~nobody-of-this-name", "home directory"),
    ],
)
def test_every_verb_reports_a_bad_setting_in_one_line(verb, name, value, advice):
    refused = codesteer(verb, **{name: value})
    assert refused.returncode == 2
    assert refused.stdout == ""
    (line,) = refused.stderr.splitlines()
    assert line.startswith(f"codesteer: {name} cannot be used: ")
    assert advice in line
    assert line.endswith("Correct it, or unset it for the default.")


def test_two_bad_settings_are_both_named(monkeypatch):
    monkeypatch.setenv("CODESTEER_MAX_KERNELS", "many")
    monkeypatch.setenv("CODESTEER_KERNEL_IDLE_S", "0")
    with pytest.raises(BadSetting, match=r"MAX_KERNELS cannot .* CODESTEER_KERNEL_IDLE_S cannot"):
        read_settings()


def test_paths_may_begin_with_a_tilde_or_where_we_are(home, monkeypatch):
    monkeypatch.chdir(home)
    monkeypatch.setenv("CODESTEER_HOME", "~/cs")
    monkeypatch.setenv("CODESTEER_READABLE", os.pathsep.join(["~/data", "more", "", "/usr"]))
    settings = read_settings()
    assert settings.episodes == home / "cs" / "episodes"
    assert [str(path) for path in settings.readable] == [f"{home}/data", f"{home}/more", "/usr"]


def test_an_empty_variable_is_none(monkeypatch):
    unset = read_settings()
    for name in ("HOME", "READABLE", "MAX_KERNELS", "KERNEL_IDLE_S", "MODEL_URL", "MODEL_API_KEY"):
        monkeypatch.setenv(f"CODESTEER_{name}", "")
    assert read_settings() == unset


def test_settings_of_whoever_runs_the_tests_are_no_part_of_them(monkeypatch, root):
    monkeypatch.setenv("CODESTEER_MODEL_URL", "http://127.0.0.1:9/v1")
    runpy.run_path(str(root / "tests" / "conftest.py"))
    assert "CODESTEER_MODEL_URL" not in os.environ


@pytest.mark.parametrize(
    ("value", "checkers"),
    [("", ("symbolic", "self_answer")), ("none", ()), ("self_answer", ("self_answer",))],
)
def test_either_checker_can_be_switched_off(value, checkers, monkeypatch):
    monkeypatch.setenv("CODESTEER_CHECKERS", value)
    assert read_settings().checkers == checkers


def test_a_checker_that_does_not_exist_is_refused(monkeypatch):
    monkeypatch.setenv("CODESTEER_CHECKERS", "symbolic,magic")
    with pytest.raises(BadSetting, match="CODESTEER_CHECKERS"):
        read_settings()
