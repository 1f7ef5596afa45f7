"""Parts of the runner by themselves: the response cache, the meter, progress."""

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from codesteer.errors import InvalidRequest, ModelError, ModelRefused, ReplyUnusable
from codesteer.steering.chat import Message, Reply, ReplyOptions, ScriptedChat, ToolCall, ToolOffer
from codesteer.steering.openai_chat import OpenAIChat
from codesteer.symbench.bench.cache import ReplyCache, request_digest
from codesteer.symbench.bench.metering import Budget, Meter, MeteredChat, Prices, Source
from codesteer.symbench.bench.progress import JsonProgress, LiveProgress, PlainProgress
from codesteer.symbench.bench.sample import Tokens
from codesteer.symbench.bench.tally import Tally

from .endpoint import endpoint
from .samples import a_sample

ASKED = (Message("user", "What is 2 + 2?"),)
CALL = ToolCall(id="1", name="run_code", arguments='{"code": "2 + 2"}')
REPLY = Reply(text="4 \u2028", tool_calls=(CALL,), prompt_tokens=9, completion_tokens=3)
OFFER = ToolOffer(name="run_code", description="Runs.", parameters={"type": "object"})
COLD = ReplyOptions(temperature=0.0, max_tokens=10)
WARM = ReplyOptions(temperature=0.7, max_tokens=10)


def digest(messages=ASKED, options=COLD, endpoint="http://a/v1", model="m", **more):
    return request_digest(endpoint, model, messages, options, **more)


def test_any_difference_of_a_request_makes_it_another():
    others = [
        digest((Message("system", "What is 2 + 2?"),)),
        digest((Message("user", "What is 2 + 3?"),)),
        digest((*ASKED, Message("assistant", "", tool_calls=(CALL,)))),
        digest((*ASKED, Message("tool", "", tool_call_id="1"))),
        digest(options=replace(COLD, temperature=0.5)),
        digest(options=replace(COLD, max_tokens=11)),
        digest(options=replace(COLD, tools=(OFFER,))),
        digest(options=replace(COLD, schema={"type": "object"})),
        digest(endpoint="http://b/v1"),
        digest(model="n"),
        digest(options=WARM, repeat=1),
        digest(options=WARM, time=1),
    ]
    assert len({digest(), *others}) == 1 + len(others)


def test_only_sampled_replies_differ_by_repeat_and_time():
    assert digest(repeat=3, time=2) == digest()
    assert digest(options=WARM, repeat=1) != digest(options=WARM)


@given(st.text(), st.text())
def test_a_reply_comes_back_as_it_was(text, arguments):
    cache = ReplyCache(None)
    reply = replace(REPLY, text=text, tool_calls=(replace(CALL, arguments=arguments),))
    cache.put("d", reply)
    assert cache.get("d") == reply
    assert cache.get("e") is None
    cache.close()


def test_two_processes_may_share_a_cache_and_the_first_reply_stays(tmp_path):
    one, two = ReplyCache(tmp_path / "deep" / "c"), ReplyCache(tmp_path / "deep" / "c")
    one.put("d", REPLY)
    two.put("d", replace(REPLY, text="5"))
    assert one.get("d") == two.get("d") == REPLY
    one.close()
    two.close()


def test_a_file_that_is_no_cache_is_refused_and_kept(tmp_path):
    path = tmp_path / "samples.jsonl"
    path.write_text("not a data base, but something precious\n" * 40)
    with pytest.raises(InvalidRequest, match="Name another file"):
        ReplyCache(path)
    assert path.read_text().count("precious") == 40


def metered(replies, cache=None, prices=None, budget=None, repeat=0, usual=COLD):
    model = ScriptedChat(replies)
    source = Source(model=model, endpoint="http://a/v1", usual=usual, prices=prices, cache=cache)
    meter = Meter(budget or Budget())
    return model, meter, MeteredChat(source, "task", meter, repeat=repeat)


@pytest.mark.anyio
async def test_a_cached_reply_is_recorded_and_costs_nothing(tmp_path):
    cache, prices = ReplyCache(tmp_path / "c"), Prices(1_000_000, 2_000_000)
    model, meter, chat = metered([REPLY], cache, prices)
    assert await chat.reply(ASKED) == REPLY
    assert meter.cost == 9 + 6
    budget = Budget(tokens=1)
    model, meter, chat = metered([], cache, prices, budget)
    assert await chat.reply(ASKED) == REPLY
    assert not model.asked
    assert meter.tokens["task"] == Tokens(
        requests=1, cached=1, prompt_tokens=9, completion_tokens=3, cached_tokens=12
    )
    assert meter.cost == 0.0
    assert not budget.spent
    cache.close()


@pytest.mark.anyio
async def test_sampled_replies_are_kept_apart_by_repeat_and_by_time(tmp_path):
    cache = ReplyCache(tmp_path / "c")
    texts = ["first", "second", "of repeat 1"]
    _, _, chat = metered([Reply(text=text) for text in texts[:2]], cache, usual=WARM)
    assert [(await chat.reply(ASKED)).text for _ in range(2)] == texts[:2]
    _, _, again = metered([], cache, usual=WARM)
    assert [(await again.reply(ASKED)).text for _ in range(2)] == texts[:2]
    _, _, other = metered([Reply(text=texts[2])], cache, usual=WARM, repeat=1)
    assert (await other.reply(ASKED)).text == texts[2]
    cache.close()


@pytest.mark.anyio
async def test_errors_are_never_kept_but_what_they_cost_is_counted(tmp_path):
    cache = ReplyCache(tmp_path / "c")

    class Failing:
        name = "scripted"

        async def reply(self, messages, options=None):
            raise ReplyUnusable("no object", prompt_tokens=7, completion_tokens=2)

    budget = Budget(tokens=9)
    meter = Meter(budget)
    source = Source(model=Failing(), endpoint="http://a/v1", usual=COLD, cache=cache)
    with pytest.raises(ModelError):
        await MeteredChat(source, "task", meter).reply(ASKED)
    assert budget.spent
    _, _, chat = metered([REPLY], cache)
    assert await chat.reply(ASKED) == REPLY
    cache.close()


def test_a_tally_counts_every_try_and_keeps_errors_apart():
    tally = Tally(4)
    key = "codesteer:game_24@1/1/0/0#0"
    tally.add(a_sample(key, error="server lost", cost=0.5))
    assert (tally.answered, tally.attempts[key], list(tally.open_errors)) == (0, 1, [key])
    tally.add(a_sample(key, cost=0.25))
    tally.add(a_sample("only_question:game_24@1/1/0/0#0", correct=False))
    assert (tally.answered, tally.correct, tally.open_errors) == (2, 1, {})
    assert (tally.tokens, tally.cost) == (3 * 42, 0.75)
    assert tally.by_method() == {"codesteer": (1, 1), "only_question": (0, 1)}


def test_progress_as_json_is_one_object_a_line():
    out, tally = io.StringIO(), Tally(2)
    progress = JsonProgress(out)
    progress.begun("quick", tally)
    for sample in (a_sample(error="lost\nserver"), a_sample()):
        tally.add(sample)
        progress.sample(sample)
    progress.stopping("budget", 1)
    progress.ended("budget")
    events = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [event["event"] for event in events] == ["begun", "error", "sample", "stopping", "ended"]
    assert events[2]["answered"] == 1
    assert events[4]["methods"] == {"codesteer": {"correct": 1, "answered": 1}}


def test_progress_for_logs_names_errors_and_how_to_stop_at_once():
    out, tally = io.StringIO(), Tally(40)
    progress = PlainProgress(out)
    progress.begun("quick", tally)
    tally.add(sample := a_sample(error="the model is out of reach"))
    progress.sample(sample)
    progress.stopping("interrupted", 3)
    assert "out of reach (try 1)" in out.getvalue()
    assert "Ctrl-C once more" in out.getvalue()


@pytest.mark.anyio
@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_refusal_that_passes_is_waited_for_as_the_endpoint_says(status):
    with endpoint(lambda request: "hello") as seen:
        seen.before = lambda number, request: (
            (status, {"Retry-After": "0.01"}, "later") if number <= 3 else None
        )
        patient = OpenAIChat(seen.url, model="m", retries=3, try_s=10)
        assert (await patient.reply(ASKED)).text == "hello"
        await patient.close()
    assert len(seen.asked) == 4
    with endpoint(lambda request: "hello") as seen:
        seen.before = lambda number, request: (status, {}, "later")
        hasty = OpenAIChat(seen.url, model="m", retries=0)
        with pytest.raises(ModelRefused, match=str(status)):
            await hasty.reply(ASKED)
        await hasty.close()
    assert len(seen.asked) == 1


@pytest.mark.parametrize("width", [80, 50])
def test_the_live_picture_has_a_bar_a_line_of_words_and_a_line_for_each_method(width):
    console = Console(file=io.StringIO(), force_terminal=True, width=width, color_system=None)
    progress, tally = LiveProgress(console), Tally(8)
    progress.begun("quick", tally)
    for number in range(4):
        sample = a_sample(f"codesteer:game_24@1/1/0/{number}#0", correct=number < 2)
        tally.add(sample)
        progress.sample(sample)
    with progress.drawn():
        pass
    drawn = [line.strip() for line in console.file.getvalue().splitlines()]
    (words,) = [line for line in drawn if line.startswith("4 of 8 answered, 2 right (50%)")]
    assert set(drawn[drawn.index(words) - 1]) <= {"━", "╸", "╺"}
    (method,) = [line for line in drawn if line.startswith("codesteer")]
    assert "2/4 right, 50%" in method
    assert "15-85" in " ".join(drawn)
