"""The demo: recorded answers to the steering of today, everything else live."""

import json
import os
import signal
import subprocess
import sys
import threading

import anyio
import pytest
from rich.console import Console

from codesteer.steering.chat import Message
from codesteer.symbench.demo.recording import (
    RecordedChat,
    Recording,
    RecordingOutdated,
    shipped_recording,
)
from codesteer.symbench.demo.run import INSTANCES, play
from codesteer.symbench.demo.show import Stage
from codesteer.symbench.registry import tasks

from ..steering.test_chat import Endpoint


def demo(*arguments, **environ):
    kept = {name: value for name, value in os.environ.items() if name != "CODESTEER_MODEL_URL"}
    return subprocess.run(
        [sys.executable, "-m", "codesteer", "demo", *arguments],
        capture_output=True,
        text=True,
        env={**kept, **environ},
    )


@pytest.fixture(scope="module")
def played():
    return demo()


def test_the_recorded_demo_solves_every_puzzle(played):
    assert played.returncode == 0, played.stderr
    assert played.stdout.splitlines()[-1] == f"solved {len(INSTANCES)}/{len(INSTANCES)}"


def test_the_output_says_that_the_answers_are_recorded_and_of_which_model(played):
    recording = shipped_recording()
    assert "RECORDED" in played.stdout
    assert recording.model in played.stdout
    assert recording.recorded_on in played.stdout


def test_there_is_no_colour_outside_a_terminal(played):
    assert "\x1b" not in played.stdout


def test_three_tasks_are_played_as_they_were_recorded():
    played = [instance.partition("@")[0] for instance in INSTANCES]
    assert len(set(played)) == 3
    assert set(played) <= set(tasks())
    assert [episode.instance for episode in shipped_recording().episodes] == list(INSTANCES)


def test_steering_has_not_moved_on_from_the_recording():
    """Every recorded answer is asked for, by exactly the guidance it answered."""
    recording, chats = shipped_recording(), []

    def model_for(instance):
        chats.append(RecordedChat(recording, instance))
        return chats[-1]

    score = anyio.run(play, Stage(Console(quiet=True)), INSTANCES, model_for)
    assert score.solved == score.of == len(INSTANCES)
    assert [chat.unused for chat in chats] == [0] * len(INSTANCES)


def test_a_recording_that_no_longer_fits_is_refused_with_the_command_that_renews_it():
    recording = shipped_recording()
    chat = RecordedChat(recording, INSTANCES[0])
    with pytest.raises(RecordingOutdated, match="make record-demo"):
        anyio.run(chat.reply, (Message("user", "something else"),))
    with pytest.raises(RecordingOutdated, match="make record-demo"):
        RecordedChat(recording, "game_24@1/5/0/0")


def test_a_recording_is_read_back_as_it_was_written(tmp_path):
    recording = shipped_recording()
    recording.write(tmp_path / "recording.json")
    assert Recording.read((tmp_path / "recording.json").read_text("utf-8")) == recording


def test_a_live_model_that_is_right_at_once_solves_what_it_can():
    answer = {"choices": [{"message": {"role": "assistant", "content": "<<<1>>>"}}]}
    with Endpoint(json.dumps(answer).encode()) as endpoint:
        played = demo(CODESTEER_MODEL_URL=endpoint.url, CODESTEER_MODEL_NAME="m")
    assert played.returncode == 0, played.stderr
    assert "RECORDED" not in played.stdout
    assert played.stdout.splitlines()[-1] == f"solved 0/{len(INSTANCES)}"


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("http://127.0.0.1:1/v1", "cannot be reached"),
        ("not an address", "no endpoint address"),
    ],
)
def test_an_endpoint_that_is_down_is_one_clear_line(url, advice):
    played = demo(CODESTEER_MODEL_URL=url)
    assert played.returncode == 2
    assert advice in played.stderr
    assert len(played.stderr.strip().splitlines()) == 1


def test_an_endpoint_that_answers_garbage_is_one_clear_line():
    with Endpoint(b"<html>", content_type="text/html") as endpoint:
        played = demo(CODESTEER_MODEL_URL=endpoint.url, CODESTEER_MODEL_NAME="m")
    assert played.returncode == 2
    assert "chat completion" in played.stderr
    assert len(played.stderr.strip().splitlines()) == 1


def test_an_endpoint_that_merely_happens_to_be_in_the_environment_is_not_used():
    with Endpoint(b"{}") as endpoint:
        played = demo(OPENAI_BASE_URL=endpoint.url, OPENAI_API_KEY="sk-ambient")
        assert endpoint.requests == []
    assert played.returncode == 0


def test_a_demo_that_is_told_to_end_leaves_nothing_behind(tmp_path):
    with Endpoint(b"") as endpoint:
        endpoint.server.RequestHandlerClass.do_POST = lambda handler: asked.wait(30)
        endpoint.server.RequestHandlerClass.do_GET = lambda handler: waiting.set() or asked.wait(30)
        waiting, asked = threading.Event(), threading.Event()
        with subprocess.Popen(
            [sys.executable, "-m", "codesteer", "demo"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(tmp_path), "CODESTEER_MODEL_URL": endpoint.url},
        ) as playing:
            assert waiting.wait(60)
            assert list(tmp_path.glob("codesteer-demo-*"))
            playing.terminate()
            _, told = playing.communicate()
        asked.set()
    assert playing.returncode == 128 + signal.SIGTERM
    assert not list(tmp_path.glob("codesteer-demo-*"))
    assert "Traceback" not in told


def test_recording_without_a_model_is_refused_with_advice(tmp_path):
    played = demo("--record", str(tmp_path / "r.json"))
    assert played.returncode == 2
    assert "CODESTEER_MODEL_URL" in played.stderr
    assert not (tmp_path / "r.json").exists()


def test_a_recording_can_be_made_and_is_what_the_model_said(tmp_path):
    answer = {"choices": [{"message": {"role": "assistant", "content": "I pass."}}]}
    path = tmp_path / "recording.json"
    with Endpoint(json.dumps(answer).encode()) as endpoint:
        played = demo(
            "--record", str(path), "--served-by", "a model of tests",
            CODESTEER_MODEL_URL=endpoint.url, CODESTEER_MODEL_NAME="m",
        )  # fmt: skip
    assert played.returncode == 0, played.stderr
    recording = Recording.read(path.read_text("utf-8"))
    assert recording.model == "a model of tests"
    replies = [reply.reply for episode in recording.episodes for reply in episode.replies]
    assert set(replies) == {"I pass."}
    assert len(replies) == len(endpoint.requests)
