"""Runs against a real server and an endpoint that is a pure function of what it is asked."""

import json
import threading
from collections import Counter
from dataclasses import replace

import pytest

from codesteer.errors import InvalidRequest, ModelError
from codesteer.settings import Settings
from codesteer.steering.methods.registry import METHODS
from codesteer.symbench.bench.config import read_config
from codesteer.symbench.bench.journal import Journal, RunBusy
from codesteer.symbench.bench.plan import plan
from codesteer.symbench.bench.progress import Silent
from codesteer.symbench.bench.recorded import recorded
from codesteer.symbench.bench.run_folder import RunFolder
from codesteer.symbench.bench.running import begin, go_on
from codesteer.symbench.bench.sample import SampleKey
from codesteer.symbench.bench.validating import validate

from .endpoint import Scholar, endpoint

pytestmark = pytest.mark.anyio
TASKS = '["game_24", "number_multiply", "date_understanding", "letters"]'
SMALL = (f"what.tasks={TASKS}", "what.levels=1", "what.instances=2", "limits.concurrency=4")
NO_WAIT = {"retry-after-ms": "1"}


def config(served, seen, *changes, preset="quick"):
    urls = (f"server.url={served.url}", f"model.url={seen.url}")
    return read_config(preset, [*SMALL, *urls, *changes])


def scholar(*changes):
    return Scholar({key.instance for key in plan(read_config("quick", [*SMALL, *changes]))})


async def run(wanted, folder, watch=lambda runner: None):
    return await begin(wanted, folder, Settings(), Silent(), watch)


async def resumed(folder, *changes):
    return await go_on(folder, changes, Settings(), Silent(), lambda runner: None)


def scores(folder):
    """What a run says of each sample, without times and names."""
    return {
        key: (each.answer, each.correct, each.reason, each.turns, each.stopped_because, each.tokens)
        for key, each in RunFolder(folder).answers().items()
    }


@pytest.fixture(scope="module")
def asked():
    return scholar()


async def test_every_method_makes_whole_samples_over_http(tmp_path, served):
    able = [name for name, method in METHODS.items() if not method.fine_tuned]
    changes = ('what.tasks=["game_24"]', "what.methods=all", "what.instances=1")
    with endpoint(scholar()) as seen:
        ending = await run(config(served, seen, *changes), tmp_path / "run")
    assert ending.why == "done"
    samples = RunFolder(tmp_path / "run").answers()
    assert {each.name.method for each in samples.values()} == set(able)
    for sample in samples.values():
        episode = recorded(sample)
        assert episode.session_id == sample.session_id
        assert episode.trajectory.question
        assert len(episode.trajectory.turns) == sample.turns
        assert sample.tokens["task"].requests > 0
        assert sample.model == "scholar"
        assert sample.seconds >= sample.model_seconds > 0
    assert len(seen.asked) == sum(
        tokens.requests for each in samples.values() for tokens in each.tokens.values()
    )
    assert validate(RunFolder(tmp_path / "run")).holds


async def test_scores_do_not_depend_on_how_much_runs_at_a_time(tmp_path, served, asked):
    with endpoint(asked) as seen:
        for number in (1, 8):
            wanted = config(served, seen, f"limits.concurrency={number}")
            await run(wanted, tmp_path / str(number))
    assert scores(tmp_path / "1") == scores(tmp_path / "8")
    assert len(scores(tmp_path / "1")) == 16
    grades = [score[1] for score in scores(tmp_path / "1").values()]
    assert True in grades
    assert False in grades


async def test_no_more_than_the_wanted_number_is_asked_at_a_time(tmp_path, served, asked):
    both = threading.Barrier(2, timeout=30)
    with endpoint(asked) as seen:
        # The first two requests wait for each other: with one at a time the run would not end.
        seen.before = lambda number, request: both.wait() and None if number <= 2 else None
        await run(config(served, seen, "limits.concurrency=2"), tmp_path / "run")
    assert seen.peak == 2


async def test_an_answer_is_graded_once_after_its_episode_and_no_model_is_told(
    tmp_path, served, asked
):
    before = served.seen.read_text("utf-8").count("\n") if served.seen.exists() else 0
    with endpoint(asked) as seen:
        await run(config(served, seen, "limits.concurrency=1"), tmp_path / "run")
    calls = [json.loads(line) for line in served.seen.read_text("utf-8").splitlines()[before:]]
    samples = RunFolder(tmp_path / "run").answers().values()
    graded = [
        call["arguments"]
        for call in calls
        if call["arguments"].get("task") and "answer" in call["arguments"]
    ]
    assert [(call["task"], call["answer"]) for call in graded] == [
        (each.name.instance, each.answer) for each in samples if each.answer.strip()
    ]
    # One at a time, the samples' calls are in a row: question, episode, grade, question, ...
    parts, part = [], []
    for call in calls:
        if call["name"] == "symbench_task" and "answer" not in call["arguments"]:
            part = []
            parts.append(part)
        part.append(call)
    for part, sample in zip(parts, samples, strict=True):
        names = [call["name"] for call in part]
        assert names.count("symbench_task") == 1 + bool(sample.answer.strip())
        if sample.answer.strip():
            assert names[-1] == "symbench_task"
    told = json.dumps(seen.asked)
    for sample in samples:
        assert json.dumps(sample.reason)[1:-1] not in told


async def test_errors_are_no_wrong_answers_and_are_tried_again_on_resume(tmp_path, served, asked):
    folder = tmp_path / "run"
    with endpoint(asked) as seen:
        down = {"down": True}
        seen.before = lambda number, request: (
            (503, {}, "down") if down["down"] and "24" in str(request["messages"]) else None
        )
        wanted = config(served, seen, "limits.request_retries=0", "limits.tries=2")
        ending = await run(wanted, folder)
        run_folder = RunFolder(folder)
        failed = run_folder.open_errors()
        assert ending.why == "done"
        assert failed
        assert failed.keys() == ending.tally.open_errors.keys()
        assert not failed.keys() & run_folder.answers().keys()
        for sample in failed.values():
            assert sample.attempt == 2
            assert "503" in sample.error
            assert not sample.correct
        down["down"] = False
        after = await resumed(folder)
    assert after.tally.answered == 16
    assert not run_folder.open_errors()
    assert validate(run_folder).holds
    with endpoint(asked) as seen:
        await run(config(served, seen), tmp_path / "undisturbed")
    assert scores(folder) == scores(tmp_path / "undisturbed")


async def test_refusals_with_429_are_waited_for_and_sent_again(tmp_path, served, asked):
    with endpoint(asked) as seen:
        times = Counter()

        def before(number, request):
            """Refuse every request twice."""
            body = json.dumps(request, sort_keys=True)
            times[body] += 1
            return (429, NO_WAIT, "slow down") if times[body] <= 2 else None

        seen.before = before
        ending = await run(config(served, seen), tmp_path / "run")
    assert not ending.tally.attempts
    assert ending.tally.answered == 16
    with endpoint(asked) as seen:
        await run(config(served, seen), tmp_path / "undisturbed")
    assert scores(tmp_path / "run") == scores(tmp_path / "undisturbed")


async def test_a_run_without_a_model_to_be_reached_stops_early(tmp_path, served, asked):
    with endpoint(asked) as seen:
        seen.before = lambda number, request: (500, {}, "broken")
        changes = ("limits.request_retries=0", "limits.errors_in_a_row=3", "limits.concurrency=1")
        ending = await run(config(served, seen, *changes), tmp_path / "run")
    assert ending.why == "errors"
    assert len(seen.asked) == 3
    assert ending.tally.answered == 0


async def test_a_server_that_is_not_there_is_said_before_anything_is_tried(tmp_path, served, asked):
    with endpoint(asked) as seen:
        changes = ("server.url=http://127.0.0.1:9/mcp", "server.restarts=0")
        with pytest.raises(Exception, match="could not be kept running"):
            await run(config(served, seen, *changes), tmp_path / "run")
    assert not seen.asked
    assert not RunFolder(tmp_path / "run").answers()


async def test_a_cached_run_asks_nobody_and_has_the_same_scores(tmp_path, served, asked):
    cache = f"cache={tmp_path / 'replies'}"
    with endpoint(asked) as seen:
        first = await run(config(served, seen, cache), tmp_path / "first")
        requests = len(seen.asked)
        again = await run(config(served, seen, cache, "limits.tokens=1"), tmp_path / "again")
    assert requests == len(seen.asked) > 0
    assert again.tally.tokens == 0 < first.tally.tokens
    plain = [score[:5] for score in scores(tmp_path / "first").values()]
    assert sorted(plain) == sorted(score[:5] for score in scores(tmp_path / "again").values())
    for sample in RunFolder(tmp_path / "again").answers().values():
        tokens = sample.tokens["task"]
        assert tokens.cached == tokens.requests
        assert tokens.cached_tokens == tokens.prompt_tokens + tokens.completion_tokens > 0


async def test_errors_are_not_cached(tmp_path, served, asked):
    with endpoint(asked) as seen:
        seen.before = lambda number, request: (500, {}, "broken") if number <= 4 else None
        changes = ("cache=run", "limits.request_retries=0", "limits.tries=9")
        ending = await run(config(served, seen, *changes), tmp_path / "run")
    assert ending.tally.answered == 16
    assert ending.tally.attempts


async def test_a_budget_stops_cleanly_and_a_larger_one_goes_on(tmp_path, served, asked):
    folder = tmp_path / "run"
    with endpoint(asked) as seen:
        wanted = config(served, seen, "limits.tokens=600", "limits.concurrency=2")
        ending = await run(wanted, folder)
        assert ending.why == "budget"
        assert 0 < ending.tally.answered < 16
        assert ending.tally.tokens >= 600
        asked_by_then = len(seen.asked)
        assert (await resumed(folder)).why == "budget"
        assert len(seen.asked) == asked_by_then
        assert (await resumed(folder, "limits.tokens=0")).why == "done"
        await run(config(served, seen), tmp_path / "undisturbed")
    assert scores(folder) == scores(tmp_path / "undisturbed")
    assert read_config(RunFolder(folder).config).limits.tokens == 0


async def test_a_budget_of_money_needs_prices_and_counts_by_them(tmp_path, served, asked):
    with endpoint(asked) as seen:
        with pytest.raises(InvalidRequest, match="needs prices"):
            await run(config(served, seen, "limits.cost=1"), tmp_path / "run")
        prices = ("model.price_read=1000", "model.price_written=2000")
        wanted = config(served, seen, "limits.cost=0.4", *prices, "limits.concurrency=1")
        ending = await run(wanted, tmp_path / "run")
    assert ending.why == "budget"
    assert ending.tally.cost >= 0.4
    for sample in RunFolder(tmp_path / "run").answers().values():
        tokens = sample.tokens["task"]
        wanted_cost = (tokens.prompt_tokens * 1000 + tokens.completion_tokens * 2000) / 1e6
        assert sample.cost == pytest.approx(wanted_cost)


async def test_a_run_says_with_what_it_was_made_and_holds_no_key(
    tmp_path, served, asked, monkeypatch
):
    monkeypatch.setenv("CODESTEER_MODEL_API_KEY", "sk-very-secret")
    folder = tmp_path / "run"
    with endpoint(asked) as seen:
        monkeypatch.setenv("CODESTEER_MODEL_URL", seen.url.replace("//", "//me:pass-word@"))
        wanted = config(served, seen, "what.instances=1").model_copy(
            update={"model": read_config("quick").model}
        )
        await run(wanted, folder)
        assert seen.headers
    manifest = RunFolder(folder).manifest()
    assert manifest.model == "scholar"
    assert manifest.sampling["temperature"] == 0.0
    assert {"codesteer", "python", "mcp", "numpy"} <= manifest.versions.keys()
    assert manifest.samples == len(scores(folder)) == 8
    kept = read_config(RunFolder(folder).config)
    assert kept.model.url == seen.url
    assert kept.what.tasks == ("date_understanding", "game_24", "letters", "number_multiply")
    for path in folder.rglob("*"):
        if path.is_file():
            assert b"very-secret" not in path.read_bytes()
            assert b"pass-word" not in path.read_bytes()


async def test_what_decides_answers_cannot_be_changed_in_a_run(tmp_path, served, asked):
    folder = tmp_path / "run"
    with endpoint(asked) as seen:
        await run(config(served, seen, "what.instances=1"), folder)
        for change in (
            "model.temperature=1",
            "what.instances=2",
            "model.name=other",
            "method.max_turns=9",
        ):
            with pytest.raises(InvalidRequest, match="Begin a new run"):
                await resumed(folder, change)
        with pytest.raises(InvalidRequest, match="is there already"):
            await run(config(served, seen), folder)
        with Journal.opened(RunFolder(folder).samples), pytest.raises(RunBusy):
            await resumed(folder)
        done = len(seen.asked)
        assert (await resumed(folder)).why == "done"
    assert len(seen.asked) == done
    assert len(RunFolder(folder).manifest().resumed) == 1


async def test_validation_finds_what_is_missing_doubled_strange_or_misgraded(
    tmp_path, served, asked
):
    folder = tmp_path / "run"
    with endpoint(asked) as seen:
        await run(config(served, seen, "what.instances=1", 'what.tasks=["game_24"]'), folder)
    whole = RunFolder(folder)
    first, *_ = whole.answers().values()
    assert validate(whole).holds
    with Journal.opened(whole.samples) as journal:
        journal.append(replace(first, correct=not first.correct))
        journal.append(replace(first, key=str(SampleKey("few_shot", first.name.instance))))
    found = validate(whole)
    assert not found.holds
    assert found.repeated == (first.key,)
    assert len(found.misgraded) == 1
    assert found.unplanned[0].startswith("few_shot:")


async def test_a_model_that_is_not_there_leaves_no_folder(tmp_path, served):
    wanted = read_config(
        "quick",
        [f"server.url={served.url}", "model.url=http://127.0.0.1:9/v1", "limits.request_retries=0"],
    )
    with pytest.raises(ModelError, match="cannot be reached"):
        await run(wanted, tmp_path / "run")
    assert not (tmp_path / "run").exists()
