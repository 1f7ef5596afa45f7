"""`codesteer episodes replay`: what another guide would have said, from what was known then."""

import json

import anyio
import pytest
from typer.testing import CliRunner

from codesteer.cli import make_app
from codesteer.errors import InvalidRequest
from codesteer.steering.episodes.replaying import first_difference, replay
from codesteer.steering.guide import Guidance, ScriptedGuide
from codesteer.steering.guides.choosing import GUIDES
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.store import FileEpisodeStore

from ..recorded import CODE, KERNEL_ONLY, SOLVED, STOP, STOPPED, record_home, solved
from .test_chat import Endpoint

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    anyio.run(record_home, home)
    return home


def replayed(*arguments, home):
    return CliRunner().invoke(
        make_app(), ["episodes", "replay", *arguments], env={"CODESTEER_HOME": str(home)}
    )


def events(home, session):
    return FileEpisodeStore(home / "episodes").read(session).events


class Watching:
    """The rules guide, which remembers what it was asked."""

    name = "watching"

    def __init__(self, failing_at=()):
        self.seen = []
        self._failing_at = failing_at

    async def decide(self, trajectory):
        self.seen.append(trajectory)
        if len(self.seen) in self._failing_at:
            raise RuntimeError("no \x1b[31manswer")
        return await RulesGuide().decide(trajectory)


async def test_a_guide_is_asked_again_with_the_very_trajectories_it_decided_from(tmp_path):
    live, again = Watching(), Watching()
    session = await solved(tmp_path, live)
    decisions = await replay(events(tmp_path, session), again)
    assert again.seen == live.seen
    assert len(decisions) == len(live.seen) >= 3
    assert not any(decision.differs for decision in decisions)
    assert first_difference(decisions) is None


async def test_another_guide_is_set_beside_the_first_and_its_first_difference_is_found(tmp_path):
    session = await solved(tmp_path, ScriptedGuide([CODE, CODE, CODE, STOP]), answers="abcd")
    other = Guidance(action="code", guidance="Otherwise.", reason="r")
    text = Guidance(action="text", guidance=CODE.guidance, reason="r")
    guide = ScriptedGuide([CODE, other, text])
    decisions = await replay(events(tmp_path, session), guide)
    same = [(decision.same_action, decision.same_text) for decision in decisions]
    assert same == [(True, True), (True, False), (False, True), (True, False)]
    assert first_difference(decisions) == 2
    assert [decision.said.guidance for decision in decisions[:3]] == [CODE.guidance] * 3
    assert decisions[1].now.guidance == "Otherwise."


async def test_another_answer_in_the_same_words_is_a_difference(tmp_path):
    done = Guidance(action="answer", guidance="Finished.", reason="r", answer="1")
    session = await solved(tmp_path, ScriptedGuide([CODE, done]), answers=["1"])
    other = Guidance(action="answer", guidance="Finished.", reason="r", answer="2")
    decisions = await replay(events(tmp_path, session), ScriptedGuide([CODE, other]))
    assert [decision.differs for decision in decisions] == [False, True]


async def test_a_guide_that_fails_at_one_turn_is_asked_for_the_next(tmp_path):
    session = await solved(tmp_path)
    decisions = await replay(events(tmp_path, session), Watching(failing_at={2}))
    assert "RuntimeError: no" in decisions[1].failure
    assert decisions[1].now is None
    assert decisions[1].differs
    assert not any(decision.differs for decision in (decisions[0], *decisions[2:]))
    assert first_difference(decisions) == decisions[1].said.turn


async def test_a_guide_is_held_to_the_budget_that_the_episode_had(tmp_path):
    session = await solved(tmp_path, ScriptedGuide([CODE] * 9), answers="abcde")
    decisions = await replay(events(tmp_path, session), ScriptedGuide([CODE] * 9))
    assert [decision.now.action for decision in decisions] == ["code"] * 5 + ["stop"]
    assert not any(decision.differs for decision in decisions)


async def test_a_guide_that_says_nonsense_fails_at_its_turn(tmp_path):
    class Nonsense:
        name = "nonsense"

        async def decide(self, trajectory):
            return None

    session = await solved(tmp_path)
    decisions = await replay(events(tmp_path, session), Nonsense())
    assert all(decision.now is None and decision.failure for decision in decisions)


def test_the_command_says_that_nothing_differs(home):
    printed = replayed(SOLVED, home=home).stdout
    assert printed.splitlines()[0] == "turn 1: same: write code"
    assert printed.splitlines()[-1].startswith("no difference in ")


def test_the_command_shows_what_was_said_and_what_would_be_said_now(home):
    printed = replayed(STOPPED, home=home).stdout
    assert "--- turn 1: the same action, in other words ---" in printed
    assert printed.index("said | write code (scripted, ") < printed.index(CODE.guidance)
    assert printed.index(CODE.guidance) < printed.index("now | write code (rules, ")
    assert "--- turn 1: another action ---" in printed
    assert printed.endswith("differs first at turn 1: 2 of 2 decisions differ, 1 of them in the "
                            "action\n")  # fmt: skip


def test_the_command_tells_scripts_the_same(home):
    told = json.loads(replayed(STOPPED, "--json", home=home).stdout)
    assert (told["session_id"], told["guide"]) == (STOPPED, "rules")
    assert (told["differ"], told["first_difference"]) == (2, 1)
    first, last = told["decisions"]
    assert (first["turn"], first["same_action"], first["same_text"]) == (1, True, False)
    assert (last["said"]["action"], last["now"]["action"]) == ("stop", "code")
    assert first["said"]["guide"] == "scripted"
    same = json.loads(replayed(SOLVED, "--json", home=home).stdout)
    assert (same["differ"], same["first_difference"]) == (0, None)


def test_a_session_in_which_nothing_was_decided_has_nothing_to_replay(home):
    assert "nothing to replay" in replayed(KERNEL_ONLY, home=home).stdout


def test_a_guide_that_there_is_not_is_refused_with_those_that_there_are(home):
    error = replayed(SOLVED, "--guide", "oracle", home=home).exception
    assert isinstance(error, InvalidRequest)
    assert all(name in str(error) for name in GUIDES)


def test_the_model_that_guides_needs_an_endpoint(home, monkeypatch):
    monkeypatch.delenv("CODESTEER_GUIDE_URL", raising=False)
    error = replayed(STOPPED, "--guide", "model", home=home).exception
    assert isinstance(error, InvalidRequest)
    assert "CODESTEER_GUIDE_URL" in str(error)


def test_a_model_may_decide_again(home, monkeypatch):
    said = {"choice": "code", "guidance": "Count it with a loop.", "reason": "it can be counted"}
    reply = {
        "id": "1", "object": "chat.completion", "created": 0, "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop",
                     "message": {"role": "assistant", "content": json.dumps(said)}}],
    }  # fmt: skip
    with Endpoint(json.dumps(reply).encode()) as endpoint:
        monkeypatch.setenv("CODESTEER_GUIDE_URL", endpoint.url)
        monkeypatch.setenv("CODESTEER_GUIDE_NAME", "m")
        shown = replayed(STOPPED, "--guide", "model", home=home).stdout
    assert "Count it with a loop." in shown


@pytest.mark.parametrize("body", [b"{}", b"no"])
def test_a_model_that_cannot_guide_is_shown_to_fail_and_no_other_guide_speaks_for_it(
    home, body, monkeypatch
):
    with Endpoint(body) as endpoint:
        monkeypatch.setenv("CODESTEER_GUIDE_URL", endpoint.url)
        monkeypatch.setenv("CODESTEER_GUIDE_NAME", "m")
        shown = replayed(STOPPED, "--guide", "model", home=home).stdout
        told = json.loads(replayed(STOPPED, "--guide", "model", "--json", home=home).stdout)
    assert "the guide failed at 2" in shown
    assert [decision["now"] for decision in told["decisions"]] == [None, None]
    assert all("chat completion" in decision["failure"] for decision in told["decisions"])
