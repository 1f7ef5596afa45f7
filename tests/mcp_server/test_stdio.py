"""The server as a process: both eras, odd clients, signals, kill -9."""

import json
import os
import re
import signal

import pytest

from codesteer.kernels.inside import landlock

from ..processes import descendants, ended_within
from .raw_client import META, MODERN, RawClient

ERAS = pytest.mark.parametrize("era", ["2025-06-18", "2025-11-25", MODERN])
confined = pytest.mark.skipif(landlock.abi() == 0, reason="this system has no Landlock")
QUESTION = "What is 48123 * -91827? Form: <<<integer>>>"
DISCOVER = {
    "_meta": {
        f"{META}protocolVersion": MODERN,
        f"{META}clientInfo": {"name": "raw", "version": "1"},
        f"{META}clientCapabilities": {},
    }
}


def session_of(text):
    return re.search(r"session_id: (cs_[a-z0-9]+)", text).group(1)


def all_ended(processes):
    """Whether processes end: the server's kernels, and whatever else it has started."""
    assert len(processes) > 1
    return all(ended_within(pid, 5) for pid in processes)


@ERAS
def test_the_four_tools_are_listed_with_schemas_and_annotations(tmp_path, era):
    with RawClient(tmp_path, era) as client:
        tools = client.request("tools/list")["result"]["tools"]
    assert [tool["name"] for tool in tools] == [
        "steer", "run_code", "check_answer", "symbench_task",
    ]  # fmt: skip
    for tool in tools:
        assert tool["description"]
        assert tool["inputSchema"]["additionalProperties"] is False
        assert set(tool["annotations"]) >= {"readOnlyHint", "destructiveHint", "idempotentHint"}
    with_structure = [tool["name"] for tool in tools if "outputSchema" in tool]
    assert with_structure == ["steer", "check_answer", "symbench_task"]


@ERAS
def test_variables_survive_from_call_to_call(tmp_path, era):
    with RawClient(tmp_path, era) as client:
        session = session_of(client.text("run_code", code="x=41"))
        assert client.text("run_code", code="x+1", session_id=session).endswith("output:\n42")


def test_a_client_that_probes_and_then_initializes_is_served(tmp_path):
    client = RawClient(tmp_path, "2025-06-18")
    try:
        probe = client.request("server/discover", DISCOVER)
        assert probe["result"]["serverInfo" if "serverInfo" in probe["result"] else "_meta"]
        assert client.initialize()["result"]["protocolVersion"] == "2025-06-18"
        assert client.text("run_code", code="1+1").endswith("2")
    finally:
        client.close()


def test_a_client_that_probes_and_goes_on_in_the_modern_era_is_served(tmp_path):
    with RawClient(tmp_path, MODERN) as client:
        assert "result" in client.request("server/discover")
        assert client.text("run_code", code="1+1").endswith("2")


def test_the_legacy_switch_knows_no_probe(tmp_path):
    client = RawClient(tmp_path, "2025-11-25", ["--protocol", "legacy"])
    try:
        assert client.request("server/discover", DISCOVER)["error"]["code"] == -32601
        assert client.initialize()["result"]["protocolVersion"] == "2025-11-25"
        assert client.text("run_code", code="1+1").endswith("2")
    finally:
        client.close()


@ERAS
def test_lines_that_are_no_messages_are_answered_and_survived(tmp_path, era):
    with RawClient(tmp_path, era) as client:
        for line in (b"not json\n", b"{}\n", b"[1,2]\n", b"\xff\xfe\n", b'{"jsonrpc":"2.0"}\n'):
            client.send_bytes(line)
            error = client.receive()["error"]
            assert error["code"] == -32700
            assert "one JSON object a line" in error["message"]
        assert client.text("run_code", code="1+1").endswith("2")


@ERAS
def test_half_a_surrogate_pair_is_refused_under_the_id_of_its_request(tmp_path, era):
    with RawClient(tmp_path, era) as client:
        answer = client.request(
            "tools/call", {"name": "steer", "arguments": {"question": "a\ud800b"}}
        )
        assert "half of a surrogate pair" in answer["error"]["message"]
        assert client.text("symbench_task")


def test_a_client_that_has_gone_is_no_error_of_the_server(tmp_path):
    client = RawClient(tmp_path)
    client.initialize()
    client.process.stdout.close()
    client.send({"jsonrpc": "2.0", "id": 7, "method": "tools/list", "params": {}})
    _, told = client.process.communicate(timeout=60)
    assert b"Traceback" not in told
    assert client.process.returncode == 0


@ERAS
def test_arguments_sent_as_json_text_are_read(tmp_path, era):
    with RawClient(tmp_path, era) as client:
        call = {"name": "symbench_task", "arguments": '{"task": "game_24"}'}
        result = client.request("tools/call", call)["result"]
        assert "id: game_24@1/1/0/0" in result["content"][0]["text"]
        for arguments in ("game_24", '["game_24"]', ["game_24"]):
            answer = client.request("tools/call", {"name": "steer", "arguments": arguments})
            assert "must be a JSON object" in answer["error"]["message"]


def test_a_session_goes_on_after_kill_9_and_its_kernel_is_reported_as_lost(tmp_path):
    with RawClient(tmp_path) as client:
        session = session_of(client.text("steer", question=QUESTION))
        client.text("run_code", code="x = 41", session_id=session)
        processes = descendants(client.process.pid)
        client.process.send_signal(signal.SIGKILL)
        assert client.process.wait(10) == -signal.SIGKILL
    assert all_ended(processes)

    with RawClient(tmp_path) as client:
        text = client.text("steer", session_id=session)
        assert "kernel is gone" in text
        assert "action: code (turn 1, 4 left)" in text
        text = client.text("run_code", code="x", session_id=session)
        assert "earlier kernel is gone" in text
        assert "NameError" in text
        done = client.text(
            "steer", session_id=session, answer="```python\nprint(48123 * -91827)\n```"
        )
        assert "<<<-4418990721>>>" in done
        assert "kernel is gone" not in done


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_its_kernels(tmp_path, number):
    with RawClient(tmp_path) as client:
        client.text("run_code", code="1")
        processes = descendants(client.process.pid)
        client.process.send_signal(number)
        assert client.process.wait(10) == 0
        assert all_ended(processes)


def test_the_end_of_input_ends_the_server_and_its_kernels(tmp_path):
    client = RawClient(tmp_path)
    client.initialize()
    client.text("run_code", code="1")
    processes = descendants(client.process.pid)
    assert client.close() == 0
    assert all_ended(processes)


def test_the_end_of_input_in_mid_call_ends_the_server_too(tmp_path):
    client = RawClient(tmp_path)
    client.initialize()
    session = session_of(client.text("run_code", code="1"))
    processes = descendants(client.process.pid)
    arguments = {"code": "while True: pass", "session_id": session}
    client.send({"jsonrpc": "2.0", "id": 99, "method": "tools/call",
                 "params": {"name": "run_code", "arguments": arguments}})  # fmt: skip
    client.close(timeout=20)
    assert all_ended(processes)


def test_a_cancelled_call_interrupts_the_code_and_keeps_the_variables(tmp_path):
    with RawClient(tmp_path) as client:
        session = session_of(client.text("run_code", code="x = 1"))
        # The code may run for 40 seconds: an answer within 15 is not owed to its time-out.
        arguments = {"code": "x = 2\nwhile True: pass", "session_id": session, "timeout_s": 40}
        client.send({"jsonrpc": "2.0", "id": "long", "method": "tools/call",
                     "params": {"name": "run_code", "arguments": arguments,
                                "_meta": {"progressToken": 1}}})  # fmt: skip
        client.patience_s = 15
        assert client.receive()["method"] == "notifications/progress"
        client.send({"jsonrpc": "2.0", "method": "notifications/cancelled",
                     "params": {"requestId": "long"}})  # fmt: skip
        assert client.text("run_code", code="x", session_id=session).endswith("output:\n2")


def test_what_code_prints_by_any_way_does_not_reach_the_protocol(tmp_path):
    code = (
        "import os, subprocess, sys\n"
        "os.write(1, b'raw\\n'); os.write(2, b'raw\\n')\n"
        "subprocess.run(['echo', 'child'])\nprint('seen')"
    )
    with RawClient(tmp_path) as client:
        assert "seen" in client.text("run_code", code=code)
        assert client.text("run_code", code="1+1").endswith("2")


def test_no_secret_of_the_environment_is_recorded_logged_or_handed_to_code(tmp_path):
    secret = "sk-never-to-be-seen"
    environ = {"CODESTEER_MODEL_API_KEY": secret, "OPENAI_API_KEY": secret, "AWS_KEY": secret}
    client = RawClient(tmp_path, environ=environ)
    client.initialize()
    session = session_of(client.text("steer", question=QUESTION))
    text = client.text("run_code", code="import os\nprint(os.environ)", session_id=session)
    assert secret not in text
    client.call("steer", session_id="nope")
    client.process.stdin.close()
    client.process.wait(10)
    assert secret.encode() not in client.process.stderr.read()
    client.process.stdout.close()
    client.process.stderr.close()
    for path in tmp_path.rglob("*.jsonl"):
        assert secret not in path.read_text("utf-8")


@confined
@pytest.mark.parametrize("home", ["~/cs", "cs", "{}/cs", "~/link/cs"])
def test_code_reads_what_is_readable_but_no_episode_below_it(tmp_path, monkeypatch, home):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "note.txt").write_text("to be read")
    environ = {"HOME": str(tmp_path), "CODESTEER_READABLE": f"~{os.pathsep}~/missing"}
    with RawClient(home.format(tmp_path), environ=environ) as client:
        session = session_of(client.text("steer", question=QUESTION))
        (record,) = tmp_path.rglob("*.jsonl")
        for path, seen in ((tmp_path / "notes" / "note.txt", "to be read"),
                           (record, "PermissionError")):  # fmt: skip
            text = client.text("run_code", code=f"open({str(path)!r}).read()", session_id=session)
            assert seen in text
            assert QUESTION not in text
        client.process.stdin.close()
        logged = client.process.stderr.read().decode()
    assert f"CODESTEER_READABLE names {tmp_path}/missing, which is not there" in logged


def test_two_servers_on_one_home_can_take_turns_on_a_session(tmp_path):
    with RawClient(tmp_path) as one, RawClient(tmp_path) as two:
        session = session_of(one.text("steer", question=QUESTION))
        assert "turn 1" in two.text("steer", session_id=session)
        one.text("steer", session_id=session, answer="I think it is about four billion, roughly")
        assert "turn 2" in two.text("steer", session_id=session)
        two.text("steer", session_id=session, answer="```python\nprint(48123 * -91827)\n```")
        assert "<<<-4418990721>>>" in one.text("steer", session_id=session)


def test_the_record_names_the_client_and_holds_every_step(tmp_path):
    with RawClient(tmp_path) as client:
        session = session_of(client.text("steer", question=QUESTION))
        client.text("steer", session_id=session, answer="```python\nprint(48123 * -91827)\n```")
    (path,) = tmp_path.rglob("*.jsonl")
    assert path.stem == session
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert records[0]["client"] == "raw 1"
    assert [record["kind"] for record in records] == [
        "session", "question", "guidance", "answer", "execution", "symbolic", "guidance",
    ]  # fmt: skip
    assert os.stat(path).st_mode & 0o077 == 0
