"""`codesteer doctor`: the command as a process, on machines that are well and that are not."""

import json
import os
import pty
import socket
import subprocess
import sys

import pytest

from codesteer.kernels.inside import landlock
from codesteer.mcp_server.shelf import SHELF

from ..steering.test_chat import Endpoint

KEY = "sk-a-key-that-nobody-may-see"
MODELS = {"object": "list", "data": [{"id": "small", "object": "model", "created": 0,
                                      "owned_by": "me"}]}  # fmt: skip
COMMAND = [sys.executable, "-P", "-m", "codesteer", "doctor"]
# A user namespace in which nobody may make further namespaces.
WITHOUT_NAMESPACES = """
import os, sys
from codesteer.kernels.inside.libc import call
uid, gid = os.getuid(), os.getgid()
try:
    call("unshare", 0x10000000)
    for path, text in (
        ("self/setgroups", "deny"), ("self/uid_map", f"{uid} {uid} 1"),
        ("self/gid_map", f"{gid} {gid} 1"), ("sys/user/max_net_namespaces", "0"),
        ("sys/user/max_user_namespaces", "0"),
    ):
        with open(f"/proc/{path}", "w") as file:
            file.write(text)
except OSError as error:
    sys.exit(f"cannot: {error}")
os.execv(sys.argv[1], sys.argv[1:])
"""


def environment(home, **settings):
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CODESTEER_")},
        "CODESTEER_HOME": str(home),
        "CODESTEER_PRELOAD": "none",
        **{f"CODESTEER_{name}": value for name, value in settings.items()},
    }


def doctor(home, *, prefix=(), **settings):
    """What the command says as JSON: its exit status, and findings by what they are about."""
    done = subprocess.run(
        [*prefix, *COMMAND, "--json"],
        capture_output=True,
        text=True,
        env=environment(home, **settings),
    )
    if done.stderr.startswith("cannot"):
        pytest.skip(done.stderr)
    assert KEY not in done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["healthy"] == (done.returncode == 0)
    return done.returncode, {finding["about"]: finding for finding in told["findings"]}


def dead_address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_a_machine_that_is_well_gets_a_line_each_without_colour(tmp_path):
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "cs_a.jsonl").write_text("")
    done = subprocess.run(COMMAND, capture_output=True, text=True, env=environment(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert all(line.split()[0] in ("ok", "note", "->") for line in lines)
    about = [line.split(":")[0].split(maxsplit=1)[1] for line in lines if "->" not in line[:12]]
    assert [name for name in about if name != "not held"] == [
        "Python", "kernels", "sandbox", "libraries", "episodes",
    ]  # fmt: skip
    assert " ms, a cell runs in " in done.stdout
    assert f"1 in {tmp_path / 'episodes'}, " in done.stdout
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["cs_a.jsonl", "episodes"]


def test_a_terminal_gets_colour(tmp_path):
    ours, theirs = pty.openpty()
    env = environment(tmp_path, KERNEL_URL=dead_address()) | {"TERM": "xterm-256color"}
    env.pop("NO_COLOR", None)
    process = subprocess.Popen(COMMAND, stdout=theirs, env=env)
    os.close(theirs)
    assert process.wait(60) == 1
    told = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "\x1b[32mok" in told
    assert "\x1b[1;31mproblem" in told


def test_every_library_of_the_shelf_is_there_or_missing(tmp_path):
    _, found = doctor(tmp_path)
    there, _, missing = found["libraries"]["text"].partition("; missing: ")
    assert sorted([*there.split(", "), *filter(None, missing.split(", "))]) == sorted(SHELF)
    assert {"numpy", "sympy"} <= set(there.split(", "))
    assert found["libraries"]["mend"] == ("pip install 'codesteer[shelf]'" if missing else "")


@pytest.mark.skipif(landlock.abi() == 0, reason="this system has no Landlock")
def test_where_namespaces_are_forbidden_the_weaker_sandbox_is_explained(tmp_path):
    prefix = [sys.executable, "-P", "-c", WITHOUT_NAMESPACES]
    status, found = doctor(tmp_path, prefix=prefix)
    assert status == 0
    assert found["sandbox"]["state"] == "note"
    assert found["sandbox"]["text"].startswith("tier B; A is refused: ")
    assert "clone: " in found["sandbox"]["text"]
    assert "shared memory" in found["not held"]["text"]

    status, found = doctor(tmp_path, prefix=prefix, SANDBOX_AT_LEAST="A")
    assert status == 1
    assert found["kernels"]["state"] == "problem"
    assert "clone: " in found["kernels"]["mend"]
    assert "CODESTEER_SANDBOX_AT_LEAST" in found["kernels"]["mend"]
    assert found["episodes"]["state"] == "ok"


def test_a_kernel_server_that_is_down_is_a_problem(tmp_path):
    status, found = doctor(tmp_path, KERNEL_URL=dead_address(), KERNEL_TOKEN=KEY)
    assert status == 1
    assert found["kernels"]["state"] == "problem"
    assert "127.0.0.1" in found["kernels"]["mend"]


def test_a_home_that_cannot_be_written_is_a_problem(tmp_path):
    status, found = doctor("/proc/nowhere")  # Not even root may write there.
    assert status == 1
    unwritable = found["episodes"] if "episodes" in found else found["settings"]
    assert unwritable["state"] == "problem"
    assert "CODESTEER_HOME" in unwritable["mend"]

    (tmp_path / "file").write_text("")
    status, found = doctor(tmp_path / "file")
    assert status == 1
    assert "CODESTEER_HOME" in found["settings"]["mend"]


def test_a_file_that_code_was_to_read_and_is_not_there_is_noted(tmp_path):
    status, found = doctor(tmp_path, READABLE=str(tmp_path / "data"))
    assert status == 0
    assert found["settings"]["state"] == "note"
    assert "CODESTEER_READABLE" in found["settings"]["mend"]


def test_a_model_endpoint_that_answers_is_asked_for_its_models(tmp_path):
    with Endpoint(json.dumps(MODELS).encode()) as endpoint:
        status, found = doctor(tmp_path, MODEL_URL=endpoint.url, MODEL_API_KEY=KEY)
        assert status == 0
        assert found["task model"]["text"] == f"{endpoint.url} answers; the model is small"
        assert endpoint.requests[0][0]["authorization"] == f"Bearer {KEY}"
        status, found = doctor(tmp_path, MODEL_URL=endpoint.url, MODEL_NAME="large")
    assert status == 0
    assert found["task model"]["state"] == "note"
    assert "small" in found["task model"]["mend"]


def test_a_model_endpoint_that_is_down_is_a_problem_and_the_rest_is_still_looked_at(tmp_path):
    url = dead_address().replace("://", f"://me:{KEY}@") + "/v1"
    status, found = doctor(tmp_path, MODEL_URL=url, MODEL_API_KEY=KEY)
    assert status == 1
    assert found["task model"]["state"] == "problem"
    assert "cannot be reached" in found["task model"]["mend"]
    assert found["kernels"]["state"] == "ok"


def test_the_endpoint_and_the_profile_of_a_guide_are_tried(tmp_path):
    with Endpoint(json.dumps(MODELS).encode()) as endpoint:
        status, found = doctor(tmp_path, GUIDE_URL=endpoint.url, GUIDE_API_KEY=KEY)
        assert status == 0
        assert found["guide model"]["text"] == f"{endpoint.url} answers; the model is small"
        assert endpoint.requests[0][0]["authorization"] == f"Bearer {KEY}"
        (tmp_path / "own.toml").write_text("name = 5")
        status, found = doctor(
            tmp_path, GUIDE_URL=endpoint.url, GUIDE_PROFILE=str(tmp_path / "own.toml")
        )
    assert status == 1
    assert "own.toml cannot be used: name: " in found["guide model"]["mend"]
