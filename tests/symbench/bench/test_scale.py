"""Runs in shards, and what is made of them by merging."""

import json
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from codesteer.errors import InvalidRequest
from codesteer.settings import Settings
from codesteer.symbench.bench.cli import app
from codesteer.symbench.bench.config import RunConfig, read_config
from codesteer.symbench.bench.executors import executor_named
from codesteer.symbench.bench.journal import Journal, JournalDamaged, read_journal
from codesteer.symbench.bench.merging import merge
from codesteer.symbench.bench.plan import plan
from codesteer.symbench.bench.progress import Silent
from codesteer.symbench.bench.run_folder import Manifest, RunFolder
from codesteer.symbench.bench.running import begin, go_on, planned, write_config
from codesteer.symbench.bench.sample import SampleKey
from codesteer.symbench.bench.shards import Shard
from codesteer.symbench.bench.validating import validate

from .endpoint import Scholar, endpoint
from .samples import a_sample

SMALL = ('what.tasks=["game_24", "letters"]', "what.levels=1", "what.instances=2")
PLAN = [SampleKey("only_question", f"game_24@1/1/0/{index}") for index in range(6)]


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def made_up(folder, answered=(), failed=(), shard="", config=None, **noted):
    """A run on disk: answers and errors by their places in the plan, or as they are given."""
    run = RunFolder(folder)
    what = ("what.methods=only_question", "what.tasks=game_24", "what.levels=1")
    config = config or read_config("quick", [*what, "what.instances=6"])
    write_config(run, config)
    run.note(Manifest(**{"name": "made", "created": "2026", "shard": shard, **noted}))
    for path, given_samples, parts in (
        (run.samples, answered, {}),
        (run.errors, failed, {"error": "down"}),
    ):
        with Journal.opened(path) as journal:
            for each in given_samples:
                key = str(PLAN[each]) if isinstance(each, int) else ""
                journal.append(a_sample(key, **parts) if key else each)
    return run


def shares(folder, *parts):
    runs = [RunFolder(folder / name) for name in parts]
    return merge(folder / "out", runs)


@given(
    st.integers(1, 3), st.integers(1, 4), st.integers(1, 3), st.integers(1, 2), st.integers(1, 9)
)
def test_shards_are_disjoint_complete_and_even(methods, instances, levels, repeats, count):
    named = ["only_question", "codesteer", "few_shot"][:methods]
    what = {
        "methods": named, "tasks": ["game_24", "letters"], "levels": list(range(1, levels + 1)),
        "instances": instances, "repeats": repeats,
    }  # fmt: skip
    keys = plan(RunConfig.model_validate({"what": what}))
    if count > len(keys):
        with pytest.raises(InvalidRequest, match="take fewer"):
            Shard(1, count).part(keys)
        return
    parts = [Shard(number, count).part(keys) for number in range(1, count + 1)]
    assert sorted(key for part in parts for key in part) == sorted(keys)
    assert all(list(part) == [key for key in keys if key in set(part)] for part in parts)
    for alike in {(key.method, key.task) for key in keys}:
        sizes = [Counter((key.method, key.task) for key in part)[alike] for part in parts]
        assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "1/0", "a/b", "-1/2", "1/2/3", "1/257"])
def test_what_names_no_shard_is_refused(text):
    with pytest.raises(InvalidRequest, match="names no shard"):
        Shard.parse(text)


@pytest.mark.anyio
async def test_shards_merge_into_what_an_undivided_run_is(tmp_path, served):
    config = read_config("quick", [*SMALL, f"server.url={served.url}"])
    keys = plan(config)

    async def run(name, shard=None):
        folder = tmp_path / name
        await begin(wanted, folder, Settings(), Silent(), lambda runner: None, shard=shard)

    with endpoint(Scholar({key.instance for key in keys})) as seen:
        wanted = read_config("quick", [*SMALL, f"server.url={served.url}", f"model.url={seen.url}"])
        await run("whole")
        await run("1", Shard(1, 2))
        await run("2", Shard(2, 2))
        one, two, whole = (RunFolder(tmp_path / name) for name in ("1", "2", "whole"))
        assert one.config.read_bytes() == two.config.read_bytes() == whole.config.read_bytes()
        assert (one.manifest().shard, two.manifest().shard) == ("1/2", "2/2")
        assert validate(one).holds
        assert len(one.answers()) == len(two.answers()) == len(keys) / 2
        done = len(seen.asked)
        assert shares(tmp_path, "2").missing_shards == ("1/2",)
        lacking = validate(RunFolder(tmp_path / "out"))
        assert sorted(lacking.missing) == sorted(map(str, planned(one)))
        found = shares(tmp_path, "1", "2")
        assert (found.planned, found.answered, found.added) == (8, 8, 4)
        merged = RunFolder(tmp_path / "out")
        ending = await go_on(merged.path, (), Settings(), Silent(), lambda runner: None)
        assert ending.why == "done"
        assert len(seen.asked) == done
    assert validate(merged).holds
    assert merged.manifest().shard == ""

    def plain(run):
        return {
            key: replace(each, started="", seconds=0, model_seconds=0, session_id="", trajectory=())
            for key, each in run.answers().items()
        }

    assert plain(merged) == plain(whole)
    assert merged.manifest().samples == whole.manifest().samples == 8


def test_merging_twice_changes_nothing_and_the_parts_stay_as_they_are(tmp_path):
    one = made_up(tmp_path / "1", [0, 2], [1], "1/2", commit="a", resumed=({"at": "2027"},))
    two = made_up(tmp_path / "2", [1], [1, 3], "2/2", commit="b", versions={"codesteer": "1"})
    before = files(one.path), files(two.path)
    first = shares(tmp_path, "1", "2")
    # The error of sample 1 is one and the same try in both.
    assert (first.answered, first.errors_added, first.missing_shards) == (3, 2, ())
    out = files(tmp_path / "out")
    for order in (("1", "2"), ("2", "1"), ("1",)):
        again = shares(tmp_path, *order)
        assert (again.added, again.errors_added) == (0, 0)
    assert files(tmp_path / "out") == out
    assert (files(one.path), files(two.path)) == before
    merged = RunFolder(tmp_path / "out")
    assert merged.manifest().commit == "a b"
    assert merged.open_errors().keys() == {str(PLAN[3])}


def test_what_the_merged_run_has_is_kept_when_the_parts_go_on(tmp_path):
    one = made_up(tmp_path / "1", [0], shard="1/2")
    shares(tmp_path, "1")
    with Journal.opened(tmp_path / "out" / "samples.jsonl") as journal:
        journal.append(a_sample(str(PLAN[5]), answer="by the merged run"))
    with Journal.opened(one.samples) as journal:
        journal.append(a_sample(str(PLAN[5]), answer="by the shard"))
        journal.append(a_sample(str(PLAN[4])))
    assert shares(tmp_path, "1").added == 1
    answers = RunFolder(tmp_path / "out").answers()
    assert answers.keys() == {str(PLAN[index]) for index in (0, 4, 5)}
    assert answers[str(PLAN[5])].answer == "by the merged run"


def test_answers_come_before_errors_and_none_is_there_twice(tmp_path):
    made_up(tmp_path / "1", [a_sample(str(PLAN[0]), error="stray", attempt=2), 1], [0])
    made_up(tmp_path / "2", [a_sample(str(PLAN[1]), answer="another"), 0, 0])
    found = shares(tmp_path, "1", "2")
    assert (found.answered, found.several_answers, found.missing_shards) == (2, 1, ())
    merged = RunFolder(tmp_path / "out")
    lines = merged.samples.read_bytes().splitlines()
    assert len(lines) == 2
    assert merged.answers()[str(PLAN[1])].answer != "another"
    assert not merged.open_errors()
    assert len(merged.errors.read_bytes().splitlines()) == 2


def test_torn_shards_and_a_torn_merge_lose_no_whole_sample(tmp_path):
    made_up(tmp_path / "1", [0, 2], shard="1/2")
    two = made_up(tmp_path / "2", [1, 3], shard="2/2")
    shares(tmp_path, "1", "2")
    whole = files(tmp_path / "out")
    data = two.samples.read_bytes()
    two.samples.write_bytes(data[:-9])
    out = tmp_path / "out" / "samples.jsonl"
    for end in range(0, len(whole["samples.jsonl"]), 97):
        out.write_bytes(whole["samples.jsonl"][:end])
        found = shares(tmp_path, "1", "2")
        assert found.answered >= 3
    two.samples.write_bytes(data)
    assert shares(tmp_path, "1", "2").answered == 4
    out.unlink()
    (tmp_path / "out" / "manifest.json").unlink()  # Killed before anything was noted.
    assert shares(tmp_path, "1", "2").answered == 4
    assert files(tmp_path / "out") == whole
    two.samples.write_bytes(b"{}\n" + data)
    with pytest.raises(JournalDamaged, match="Line 1 of"):
        shares(tmp_path, "1", "2")
    assert files(tmp_path / "out") == whole


def test_runs_that_differ_are_refused_and_nothing_is_written(tmp_path):
    made_up(tmp_path / "1", [0], shard="1/2")
    what = ("what.methods=only_question", "what.tasks=game_24", "what.levels=1")
    base = (*what, "what.instances=6")
    for change, said in (
        ("model.temperature=1.0", "model.temperature is 0.0 and 1.0"),
        ("what.repeats=2", "what.repeats is 1 and 2"),
        ("helper.name=x", "helper.name is not set and 'x'"),
    ):
        made_up(tmp_path / "2", config=read_config("quick", [*base, change]))
        with pytest.raises(InvalidRequest, match=said):
            shares(tmp_path, "1", "2")
    made_up(tmp_path / "2", config=read_config("quick", base), model="another")
    with pytest.raises(InvalidRequest, match="manifest's model is '' and 'another'"):
        shares(tmp_path, "1", "2")
    made_up(tmp_path / "2", [a_sample("few_shot:game_24@1/1/0/0#0")])
    with pytest.raises(InvalidRequest, match="not planned: few_shot"):
        shares(tmp_path, "1", "2")
    with pytest.raises(InvalidRequest, match="shard 1/2 itself"):
        merge(tmp_path / "1", [RunFolder(tmp_path / "2")])
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(InvalidRequest, match="is no run"):
        shares(tmp_path, "1")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_addresses_and_limits_may_differ(tmp_path):
    what = ("what.methods=only_question", "what.tasks=game_24", "what.levels=1")
    other = ("what.instances=6", "limits.concurrency=9", "model.url=http://10.0.0.1/v1")
    made_up(tmp_path / "1", [0], shard="1/3")
    made_up(tmp_path / "2", [1], shard="3/3", config=read_config("quick", [*what, *other]))
    found = shares(tmp_path, "1", "2")
    assert (found.answered, found.missing_shards) == (2, ("2/3",))


def test_a_shard_that_was_merged_earlier_is_not_missing(tmp_path):
    keys = {part: Shard.parse(part).part(PLAN) for part in ("1/2", "2/2")}
    for name, part in (("1", "1/2"), ("2", "2/2")):
        made_up(tmp_path / name, [PLAN.index(key) for key in keys[part]], shard=part)
    assert shares(tmp_path, "1").missing_shards == ("2/2",)
    found = shares(tmp_path, "2")
    assert (found.answered, found.missing_shards) == (6, ())


def test_divisions_that_overlap_and_copies_of_a_shard_give_each_sample_once(tmp_path):
    for name, part in (("1", "1/2"), ("copy", "1/2"), ("3", "1/3")):
        keys = Shard.parse(part).part(PLAN)
        made_up(tmp_path / name, [PLAN.index(key) for key in keys], shard=part)
    found = shares(tmp_path, "1", "copy", "3", "1")
    wanted = {*Shard(1, 2).part(PLAN), *Shard(1, 3).part(PLAN)}
    assert (found.answered, found.several_answers) == (len(wanted), 8 - len(wanted))
    lines = [sample.key for sample in read_journal(tmp_path / "out" / "samples.jsonl")]
    assert sorted(lines) == sorted(map(str, wanted))


def test_the_verbs_tell_of_shards(tmp_path):
    invoked = CliRunner().invoke
    plain = invoked(app, ["run", "quick", "--dry-run", "--shard", "2/4", "--json"])
    assert json.loads(plain.stdout)["samples"] == 12
    made_up(tmp_path / "1", [0, 1, 2, 3], shard="1/2")
    out = str(tmp_path / "out")
    merged = invoked(app, ["merge", out, str(tmp_path / "1"), "--json"])
    assert merged.exit_code == 1
    assert json.loads(merged.stdout)["missing_shards"] == ["2/2"]
    made_up(tmp_path / "2", [4, 5], shard="2/2")
    merged = invoked(app, ["merge", out, str(tmp_path / "1"), str(tmp_path / "2")])
    assert merged.exit_code == 0
    assert "6 of 6 samples answered, 2 of them new" in merged.stdout


def test_ray_is_asked_for_only_where_it_is():
    with pytest.raises(InvalidRequest, match="say both"):
        executor_named("local", "auto")
    with pytest.raises(InvalidRequest, match="for Ray's own client"):
        executor_named("ray", "ray://10.0.0.5:10001")
    if find_spec("ray") is None:
        with pytest.raises(InvalidRequest, match=r"pip install 'codesteer\[ray\]'"):
            executor_named("ray")
