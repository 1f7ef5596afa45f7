"""Runs graded anew and scored."""

import json
import os
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from codesteer.cli import make_app
from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.graded_run import read_run
from codesteer.symbench.bench.sample import Tokens
from codesteer.symbench.bench.scoring import score

from .made_up_runs import graded, right, write_run
from .samples import a_sample

SEEN = [f"navigate@1/1/0/{index}" for index in range(4)]
UNSEEN = [f"number_multiply@1/1/0/{index}" for index in range(4)]


def told(*arguments):
    return CliRunner().invoke(make_app(), ["bench", "score", *map(str, arguments)])


def as_json(*arguments):
    outcome = told(*arguments, "--json")
    assert outcome.exit_code == 0, outcome.exception
    return json.loads(outcome.stdout)


def two_methods():
    """All right beside three of four, then two of four beside one of four."""
    for at, wanted in enumerate(SEEN):
        yield graded("codesteer", wanted, True)
        yield graded("only_question", wanted, at < 3)
    for at, wanted in enumerate(UNSEEN):
        yield graded("codesteer", wanted, at < 2)
        yield graded("only_question", wanted, at < 1)


def test_averages_are_over_tasks_and_normalised_by_the_best_method_of_each(tmp_path):
    out = as_json(write_run(tmp_path / "run", two_methods()))
    rates = {name: task["rates"] for name, task in out["tasks"].items()}
    assert rates["navigate"]["only_question"]["rate"] == 0.75
    assert rates["number_multiply"]["codesteer"]["instances"] == 4
    assert out["tasks"]["navigate"]["split"] == "seen"
    ours, base = out["methods"]["codesteer"], out["methods"]["only_question"]

    def values(averages):
        return {group: each["value"] for group, each in averages.items()}

    assert values(ours["success"]) == {
        "seen": 1, "unseen": 0.5, "total": 0.75, "execution": 0.5, "reasoning": 1,
    }  # fmt: skip
    assert values(ours["normalised"])["total"] == 1
    assert values(base["normalised"]) == {
        "seen": 0.75, "unseen": 0.5, "total": 0.625, "execution": 0.5, "reasoning": 0.75,
    }  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=8))
def test_every_score_lies_in_its_interval(tmp_path_factory, grades):
    ids = [*SEEN, *UNSEEN]
    samples = [
        graded(method, wanted, grade)
        for wanted, pair in zip(ids, grades, strict=False)
        for method, grade in zip(("codesteer", "only_question"), pair, strict=True)
    ]
    run = read_run(write_run(tmp_path_factory.mktemp("runs") / "run", samples))
    scores = score([run], draws=100)
    for each in scores.methods.values():
        for average in (*each.success.values(), *each.normalised.values()):
            assert 0 <= average.interval.low <= average.value <= average.interval.high <= 1
        for average in each.success.values():
            assert average.interval.low < average.interval.high
    for task in scores.tasks.values():
        for rate in task.rates.values():
            assert 0 <= rate.interval.low <= rate.rate <= rate.interval.high <= 1


def test_lines_in_another_order_score_the_same(tmp_path):
    changed = (
        a_sample(f"codesteer:{wanted}#1", answer=right(wanted), correct=False) for wanted in SEEN
    )
    samples = [*two_methods(), *changed]
    first = as_json(write_run(tmp_path / "a" / "run", samples))
    for seed in range(5):
        random.Random(seed).shuffle(samples)
        path = write_run(tmp_path / str(seed) / "run", samples)
        # The order of methods is the plan's.
        path.joinpath("manifest.json").write_bytes((tmp_path / "a/run/manifest.json").read_bytes())
        again = as_json(path)
        again["runs"][0]["path"] = first["runs"][0]["path"]
        assert again == first


def test_every_process_scores_a_run_the_same(tmp_path):
    ids = [f"navigate@1/1/0/{index}" for index in range(20)]
    samples = [graded("codesteer", wanted, at % 3 == 0) for at, wanted in enumerate(ids)]
    samples += [graded("codesteer", wanted, at % 2 == 0) for at, wanted in enumerate(UNSEEN)]
    path = write_run(tmp_path / "run", samples)
    said = {
        subprocess.run(
            [sys.executable, "-m", "codesteer", "bench", "score", path, "--draws", "101", "--json"],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        ).stdout
        for seed in range(3)
    }
    assert len(said) == 1


def test_a_grade_that_has_changed_is_shown_and_counts(tmp_path):
    lied = graded("codesteer", SEEN[0], False, reason="as it was").key
    samples = [
        a_sample(lied, answer=right(SEEN[0]), correct=False),
        graded("codesteer", SEEN[1], True),
        a_sample(f"codesteer:{SEEN[2]}#0", answer="", correct=True),
    ]
    path = write_run(tmp_path / "run", samples)
    before = path.joinpath("samples.jsonl").read_bytes()
    out = as_json(path)
    changed = {each["key"]: each["now"] for each in out["runs"][0]["changed"]}
    assert changed == {lied: True, f"codesteer:{SEEN[2]}#0": False}
    assert out["runs"][0]["changed"][1]["reason"] == "There is no answer."
    assert out["tasks"]["navigate"]["rates"]["codesteer"]["rate"] == pytest.approx(2 / 3)
    assert f"{lied}: right now" in told(path).stdout
    assert path.joinpath("samples.jsonl").read_bytes() == before
    stored = as_json(path, "--stored")
    assert stored["runs"][0]["graded_anew"] is False
    assert stored["runs"][0]["changed"] == []


def test_errors_and_missing_samples_are_counted_apart_and_are_no_wrong_answers(tmp_path):
    samples = [graded("codesteer", SEEN[0], True)]
    down = [
        a_sample(f"codesteer:{SEEN[1]}#0", error="the model is down", answer="", correct=False),
        # An answer came later: this error is over.
        a_sample(f"codesteer:{SEEN[0]}#0", error="the model is down", answer="", correct=False),
    ]
    path = write_run(tmp_path / "run", samples, errors=down, planned=4)
    out = as_json(path)
    run, method = out["runs"][0], out["methods"]["codesteer"]
    assert (run["answers"], run["errors"], run["missing"], run["complete"]) == (1, 1, 2, False)
    assert (method["answers"], method["errors"], method["missing"]) == (1, 1, 2)
    assert method["success"]["total"]["value"] == 1
    shown = told(path)
    assert "INCOMPLETE: run has 1 answers of 4 samples" in shown.stderr
    assert "INCOMPLETE" in told(path, "--json").stderr


def test_a_complete_run_warns_of_nothing(tmp_path):
    path = write_run(tmp_path / "run", two_methods(), source="measured")
    shown = told(path)
    assert shown.stderr == ""
    assert "graded anew: no grade has changed" in shown.stdout


def test_a_made_up_run_says_so(tmp_path):
    assert "SYNTHETIC" in told(write_run(tmp_path / "run", two_methods())).stderr


def test_repeats_of_an_instance_count_as_one_instance(tmp_path):
    samples = [
        graded("codesteer", wanted, right_, repeat=repeat)
        for wanted, grades in ((SEEN[0], (True, True, False, False)), (SEEN[1], (True,)))
        for repeat, right_ in enumerate(grades)
    ]
    rate = as_json(write_run(tmp_path / "run", samples))["tasks"]["navigate"]["rates"]["codesteer"]
    assert (rate["rate"], rate["instances"], rate["samples"]) == (0.75, 2, 5)


def test_what_this_installation_does_not_make_keeps_its_stored_grade_and_is_told(tmp_path):
    samples = [
        a_sample("codesteer:game_24@999/1/0/0#0", correct=True),
        a_sample("codesteer:no_such_task@1/1/0/0#0", correct=True),
    ]
    path = write_run(tmp_path / "run", samples)
    out = as_json(path)
    assert len(out["runs"][0]["not_graded"]) == 2
    assert out["methods"]["codesteer"]["success"]["total"]["value"] == 1
    assert out["tasks"]["no_such_task"]["category"] == "unknown"
    assert "NOT GRADED ANEW: 2 answers" in told(path).stderr


def test_what_a_sample_takes_is_a_mean_and_errors_take_no_part(tmp_path):
    samples = [
        graded("codesteer", SEEN[0], True, seconds=2.0, turns=1, cost=0.5, tokens={}),
        graded(
            "codesteer",
            SEEN[1],
            True,
            seconds=4.0,
            turns=4,
            cost=None,
            tokens={
                "task": Tokens(prompt_tokens=10, completion_tokens=20),
                "guide": Tokens(completion_tokens=8),
            },
        ),
    ]
    down = [a_sample(f"codesteer:{SEEN[2]}#0", error="down", seconds=1000.0)]
    path = write_run(tmp_path / "run", samples, errors=down)
    method = as_json(path)["methods"]["codesteer"]
    assert (method["seconds"], method["turns"], method["tokens"]) == (3, 2.5, 19)
    assert method["tokens_by_role"] == {"guide": 4, "task": 15}
    assert (method["cost"], method["total_cost"]) == (0.5, 0.5)


def test_several_runs_are_scored_together_under_their_names(tmp_path):
    first = write_run(tmp_path / "first", [graded("codesteer", SEEN[0], True)])
    second = write_run(
        tmp_path / "second",
        [graded("codesteer", each, each == SEEN[1]) for each in (SEEN[0], SEEN[1])],
    )
    methods = as_json(first, second)["methods"]
    assert methods["first:codesteer"]["normalised"]["total"]["value"] == 1
    assert methods["second:codesteer"]["normalised"]["total"]["value"] == 0.5
    alike = write_run(tmp_path / "else" / "first", [graded("codesteer", SEEN[0], True)])
    assert len(as_json(first, alike)["methods"]) == 2
    assert "given twice" in str(told(first, first).exception)


def test_methods_with_answers_in_different_tasks_are_called_uneven(tmp_path):
    samples = [graded("codesteer", SEEN[0], True), graded("only_question", UNSEEN[0], True)]
    path = write_run(tmp_path / "run", samples)
    assert as_json(path)["uneven"] is True
    assert "UNEVEN" in told(path).stdout
    assert as_json(path, "--method", "codesteer")["uneven"] is False


def test_points_of_the_ladder_are_in_no_rate_where_there_are_levels_1_to_5(tmp_path):
    ladder = [f"number_multiply@1/{level}/0/0" for level in (11, 12)]
    samples = [graded("codesteer", each, False) for each in ladder]
    alone = as_json(write_run(tmp_path / "ladder", samples))
    assert (alone["left_out"], alone["methods"]["codesteer"]["answers"]) == (0, 2)

    path = write_run(tmp_path / "run", [graded("codesteer", SEEN[0], True), *samples])
    mixed = as_json(path)
    assert mixed["left_out"] == 2
    assert mixed["methods"]["codesteer"]["success"]["total"]["value"] == 1
    assert "2 answers along the paper's ladder are in no rate" in told(path).stdout


def test_a_task_that_nobody_solved_is_named_and_left_out_of_normalised_scores(tmp_path):
    samples = [graded("codesteer", SEEN[0], True), graded("codesteer", UNSEEN[0], False)]
    path = write_run(tmp_path / "run", samples)
    out = as_json(path)
    assert out["unsolved"] == ["number_multiply"]
    averages = out["methods"]["codesteer"]
    assert averages["normalised"]["total"]["tasks"] == 1
    assert averages["success"]["total"]["value"] == 0.5
    assert "no method solved" in told(path).stdout


def test_many_methods_follow_below_one_another(tmp_path):
    names = ["a", "b", "c", "d", "e"]
    path = write_run(tmp_path / "run", [graded(name, SEEN[0], True) for name in names])
    lines = told(path).stdout.splitlines()
    assert sum(line.split() == names[:4] for line in lines) == 1
    assert sum(line.split() == names[4:] for line in lines) == 1


def test_a_torn_last_line_is_a_missing_sample(tmp_path):
    path = write_run(tmp_path / "run", two_methods())
    file = path / "samples.jsonl"
    file.write_bytes(file.read_bytes()[:-5])
    assert as_json(path)["runs"][0]["missing"] == 1


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["nowhere"], "no folder of a run"),
        (["empty"], "nothing to score"),
        (["run", "--method", "guesser"], "No run has a sample of guesser"),
    ],
)
def test_what_cannot_be_scored_says_what_to_do(tmp_path, arguments, advice):
    write_run(tmp_path / "run", two_methods())
    write_run(tmp_path / "empty", [], planned=3)
    outcome = told(tmp_path / arguments[0], *arguments[1:])
    assert isinstance(outcome.exception, InvalidRequest)
    assert advice in str(outcome.exception)


def test_a_damaged_line_is_told_by_its_number(tmp_path):
    path = write_run(tmp_path / "run", two_methods())
    file = path / "samples.jsonl"
    file.write_bytes(b'{"key": "nonsense", "model": "m", "started": ""}\n' + file.read_bytes())
    assert "Line 1 of" in str(told(path).exception)
