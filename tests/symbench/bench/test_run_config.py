"""What a run is asked to do: files, presets, overrides, and the plan they make."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from codesteer.cli import make_app
from codesteer.errors import InvalidRequest, UnknownTask
from codesteer.steering.methods.registry import METHODS
from codesteer.symbench.bench.config import PRESETS, override, preset_text, read_config
from codesteer.symbench.bench.estimate import estimate
from codesteer.symbench.bench.plan import plan
from codesteer.symbench.bench.toml_text import toml_text
from codesteer.symbench.held_out import ids
from codesteer.symbench.registry import tasks

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = TEXTS | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False)
KEYS = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)


def file(tmp_path, text):
    path = tmp_path / "run.toml"
    path.write_text(text, "utf-8")
    return path


def bench(*arguments, **environ):
    return CliRunner().invoke(make_app(), ["bench", *arguments], env=environ)


@given(st.dictionaries(KEYS, PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(KEYS, PLAIN)))
def test_what_is_written_is_read_back_as_it_was(table):
    assert tomllib.loads(toml_text(table)) == table


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("[limits]\nconcurrent = 3", "no key limits.concurrent. Did you mean concurrency?"),
        ("nme = 'x'", "Did you mean name?"),
        ("[limits]\nconcurrency = 0", "limits.concurrency: "),
        ("[what]\nlevels = ['high']", "what.levels"),
        ("[model]\nurl = 'localhost'", "no address like"),
        ("[model]\nurl = 'http://me:pass@host/v1'", "CODESTEER_MODEL_API_KEY"),
        ("[model]\nurl = 'http://host/v1?key=secret'", "CODESTEER_MODEL_API_KEY"),
        ("[model]\napi_key = 'x'", "no key model.api_key"),
        ("name = '../x'", "letters, digits"),
        ("[what", "is no TOML"),
    ],
)
def test_what_cannot_be_used_is_refused_with_advice(tmp_path, text, advice):
    with pytest.raises(InvalidRequest) as refused:
        read_config(file(tmp_path, text))
    assert advice in str(refused.value)
    assert "pass@" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_not_there_leads_to_the_presets():
    with pytest.raises(InvalidRequest, match="Did you mean quick"):
        read_config("quik")


def test_the_command_line_decides_over_the_file(tmp_path):
    path = file(tmp_path, "[what]\nmethods = ['only_question']\n[limits]\nconcurrency = 2\n")
    config = read_config(
        path, ["limits.concurrency=8", "what.tasks=game_24", 'what.levels=[1, "ladder"]']
    )
    assert config.limits.concurrency == 8
    assert config.what.methods == ("only_question",)
    assert config.what.tasks == ("game_24",)
    assert config.what.levels == (1, "ladder")
    assert override("model.name=a=b c") == (("model", "name"), "a=b c")
    with pytest.raises(InvalidRequest, match=r"limits\.concurrency=8"):
        override("concurrency")


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_asks_each_sample_once(name):
    config = read_config(name)
    keys = plan(config)
    assert config.name == name
    assert preset_text(name).startswith("# ")
    assert len(set(keys)) == len(keys)


def test_presets_ask_for_what_their_names_say():
    sizes = {name: len({key.instance for key in plan(read_config(name))}) for name in PRESETS}
    points = sum(len(task.ladder) for task in tasks().values())
    assert sizes == {"quick": 24, "dev-v1": 111, "paper": 3700, "ladder": 20 * points}
    paper = plan(read_config("paper"))
    assert {key.instance for key in paper} == set(ids("test-v1"))
    assert {key.method for key in paper} == {m.name for m in METHODS.values() if not m.fine_tuned}


def test_what_is_done_first_is_spread_over_all_tasks_and_methods():
    keys = plan(read_config("quick"))
    assert len({key.task for key in keys[:24]}) == 12
    assert {key.method for key in keys[:2]} == {"only_question", "codesteer"}


def test_a_frozen_set_can_be_cut_down():
    config = read_config("paper", ["what.tasks=game_24", "what.levels=2", "what.instances=3"])
    assert {str(key.instance_id.level) for key in plan(config)} == {"2"}
    assert len({key.instance for key in plan(config)}) == 3


@pytest.mark.parametrize(
    ("change", "error", "advice"),
    [
        ("what.methods=code_text_sum_2", InvalidRequest, "[helper]"),
        ("what.methods=codestear", InvalidRequest, "Did you mean codesteer"),
        ("what.tasks=game_25", UnknownTask, "Did you mean game_24"),
        ("what.levels=[9]", UnknownTask, "Level 9 does not exist"),
        ("what.methods=[]", InvalidRequest, "No method is named"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(change, error, advice):
    with pytest.raises(error) as refused:
        plan(read_config("quick", [change]))
    assert advice in str(refused.value)


def test_an_estimate_grows_with_the_plan_and_has_a_price(tmp_path):
    prices = ["model.price_read=1", "model.price_written=2"]
    small = read_config("quick", [*prices, "what.methods=only_question"])
    told = estimate(small, plan(small))
    assert told.requests.least == told.requests.most == told.samples == 24
    assert told.cost is not None
    assert told.cost[0] < told.cost[1]
    large = read_config("quick", ["what.repeats=2"])
    assert estimate(large, plan(large)).requests.most > told.requests.most
    assert estimate(large, plan(large)).cost is None


def test_a_dry_run_prints_the_plan_and_asks_nobody(tmp_path):
    shown = bench(
        "run", "quick", "--dry-run", "--method", "codesteer", CODESTEER_HOME=str(tmp_path)
    )
    assert shown.exit_code == 0
    assert "samples    24" in shown.output
    told = bench("run", "quick", "--dry-run", "--json", "--level", "1", "--set", "what.repeats=2")
    assert json.loads(told.output)["samples"] == 48
    assert not (tmp_path / "runs").exists()


def test_a_run_needs_a_model(tmp_path):
    refused = bench("run", "quick", CODESTEER_HOME=str(tmp_path))
    assert "CODESTEER_MODEL_URL" in str(refused.exception)
    assert not (tmp_path / "runs").exists()
