"""The configuration that is printed for clients."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest


def install(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "codesteer", "install", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    )


def starts_a_server(command):
    assert Path(command[0]).is_absolute()
    done = subprocess.run([*command, "--help"], capture_output=True, text=True, cwd="/")
    assert "--protocol" in done.stdout


def test_claude_desktop_gets_json_to_paste_that_starts_a_server():
    printed = install("claude-desktop", "--print")
    entry = json.loads(printed.stdout)["mcpServers"]["codesteer"]
    starts_a_server([entry["command"], *entry["args"]])
    assert "claude_desktop_config.json" in printed.stderr


def test_vscode_gets_json_to_paste_that_starts_a_server():
    printed = install("vscode", "--print")
    entry = json.loads(printed.stdout)["servers"]["codesteer"]
    assert entry["type"] == "stdio"
    starts_a_server([entry["command"], *entry["args"]])
    assert ".vscode/mcp.json" in printed.stderr


def test_claude_code_gets_a_command_to_run():
    words = shlex.split(install("claude-code", "--print").stdout)
    assert words[:5] == ["claude", "mcp", "add", "codesteer", "--"]
    starts_a_server(words[5:])


@pytest.mark.parametrize("arguments", [("claude-desktop",), ("emacs", "--print"), ()])
def test_what_is_not_offered_is_refused(arguments):
    refused = install(*arguments)
    assert refused.returncode == 2
    assert refused.stdout == ""
