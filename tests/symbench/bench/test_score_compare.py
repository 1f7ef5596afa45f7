"""Two methods, or two runs, on the same instances."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from codesteer.cli import make_app
from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.comparing import Side, compare
from codesteer.symbench.bench.graded_run import read_run
from codesteer.symbench.bench.sample import Tokens

from .made_up_runs import graded, write_run
from .samples import a_sample

IDS = [
    *(f"navigate@1/1/0/{index}" for index in range(6)),
    *(f"number_multiply@1/1/0/{index}" for index in range(6)),
]


def told(*arguments):
    return CliRunner().invoke(make_app(), ["bench", "compare", *map(str, arguments)])


def compared(*arguments):
    outcome = told(*arguments, "--json")
    assert outcome.exit_code == 0, outcome.exception
    return json.loads(outcome.stdout)["compared"]


def run_of(path, grades, method="codesteer", **parts):
    samples = (
        graded(method, wanted, grade, **parts) for wanted, grade in zip(IDS, grades, strict=False)
    )
    return write_run(path, samples)


def test_a_difference_is_of_the_second_to_the_first(tmp_path):
    tokens = {"task": Tokens(completion_tokens=10)}
    thrice = {"task": Tokens(completion_tokens=30)}
    base = run_of(tmp_path / "a", [False] * 11 + [True], "only_question", tokens=tokens, seconds=2)
    ours = run_of(tmp_path / "b", [True] * 10 + [False] * 2, tokens=thrice, seconds=3)
    made = compared(base, ours)[0]
    assert (made["first"], made["second"]) == ("a:only_question", "b:codesteer")
    assert made["difference"] == pytest.approx(9 / 12)
    assert made["interval"]["low"] > 0
    assert made["p_value"] == 2 * (1 + 11) / 2**11
    assert (made["won"], made["lost"]) == (IDS[:10], IDS[11:])
    assert (made["token_ratio"], made["time_ratio"]) == (3, 1.5)
    text = told(base, ours).stdout
    assert "+75.0 [" in text
    assert "10 won, 1 lost" in text
    assert f"    {IDS[11]}" in text


GRADES = st.lists(st.booleans(), min_size=1, max_size=12)


@settings(max_examples=50, deadline=None)
@given(GRADES, GRADES)
def test_either_may_come_first(tmp_path_factory, left, right):
    folder = tmp_path_factory.mktemp("runs")
    first = Side(read_run(run_of(folder / "a", left)), "codesteer")
    second = Side(read_run(run_of(folder / "b", right)), "codesteer")
    there = compare(first, second, draws=100)
    back = compare(second, first, draws=100)
    assert there.p_value == back.p_value
    assert there.difference == -back.difference
    assert (there.won, there.lost) == (back.lost, back.won)
    assert (there.only_first, there.only_second) == (back.only_second, back.only_first)
    assert -1 <= there.interval.low <= there.difference <= there.interval.high <= 1
    assert there.interval.low == pytest.approx(-back.interval.high)


@settings(max_examples=50, deadline=None)
@given(GRADES)
def test_a_run_differs_in_nothing_from_itself(tmp_path_factory, grades):
    path = run_of(tmp_path_factory.mktemp("runs") / "a", grades)
    side = Side(read_run(path), "codesteer")
    made = compare(side, side, draws=100)
    assert (made.difference, made.p_value) == (0, 1)
    assert made.won == made.lost == made.only_first == made.only_second == ()
    assert made.interval.low == -made.interval.high < 0
    assert made.token_ratio == 1


def test_repeats_are_averaged_within_their_instance(tmp_path):
    def samples(grades):
        for wanted, row in zip(IDS, grades, strict=False):
            for repeat, grade in enumerate(row):
                yield graded("codesteer", wanted, grade, repeat=repeat)

    first = write_run(tmp_path / "a", samples([[True, False], [False, False], [True, False]]))
    second = write_run(tmp_path / "b", samples([[False, True], [True, True], [True, True]]))
    made = compared(first, second)[0]
    assert (made["pairs"], made["instances"]) == (6, 3)
    assert (made["won"], made["lost"]) == (IDS[1:3], [])
    assert made["p_value"] == 2 * 1 / 2**2
    assert made["difference"] == pytest.approx(0.5)


def test_what_has_no_partner_takes_no_part_and_is_told(tmp_path):
    first = run_of(tmp_path / "a", [True] * 3)
    down = [a_sample(f"codesteer:{IDS[1]}#0", error="down")]
    second = write_run(
        tmp_path / "b", [graded("codesteer", each, True) for each in (IDS[0], IDS[5])], errors=down
    )
    made = compared(first, second)[0]
    assert made["instances"] == 1
    assert made["only_first"] == [f"codesteer:{each}#0" for each in IDS[1:3]]
    assert made["only_second"] == [f"codesteer:{IDS[5]}#0"]
    assert "NOT PAIRED: 2 answers of a:codesteer" in told(first, second).stdout


def test_methods_of_one_run_are_named_behind_a_colon(tmp_path):
    samples = [
        graded(method, IDS[0], method == "codesteer") for method in ("codesteer", "only_question")
    ]
    path = write_run(tmp_path / "run", samples)
    made = compared(f"{path}:only_question", f"{path}:codesteer")
    assert [each["difference"] for each in made] == [1]
    both = compared(path, path)
    assert [each["first"] for each in both] == ["run:codesteer", "run:only_question"]
    assert len(compared(path, path, "--method", "codesteer")) == 1


def test_a_folder_may_have_a_colon_in_its_name(tmp_path):
    path = run_of(tmp_path / "monday:late", [True])
    assert compared(path, f"{path}:codesteer")[0]["first"] == "monday:late:codesteer"


def test_a_changed_verifier_judges_both_sides(tmp_path):
    first = write_run(tmp_path / "a", [graded("codesteer", IDS[0], True)])
    lied = [graded("codesteer", IDS[0], True)]
    lied = [a_sample(lied[0].key, answer=lied[0].answer, correct=False)]
    second = write_run(tmp_path / "b", lied)
    assert compared(first, second)[0]["difference"] == 0
    assert compared(first, second, "--stored")[0]["difference"] == -1


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["a", "c"], f"a:codesteer has 3 answers, such as {IDS[0]}#0"),
        (["a:guesser", "a"], r"a:guesser has no answers \(methods of the run: codesteer\)"),
        (["a:codesteer", "a", "--method", "codesteer"], "not both"),
        (["d", "e"], "no method in common"),
    ],
)
def test_where_nothing_pairs_it_says_what_there_is(tmp_path, arguments, advice):
    run_of(tmp_path / "a", [True] * 3)
    write_run(tmp_path / "c", [graded("codesteer", IDS[8], True)])
    for name, methods in (("d", "ab"), ("e", "cd")):
        write_run(tmp_path / name, [graded(method, IDS[0], True) for method in methods])
    outcome = told(*(tmp_path / each for each in arguments[:2]), *arguments[2:])
    assert isinstance(outcome.exception, InvalidRequest)
    with pytest.raises(InvalidRequest, match=advice):
        raise outcome.exception
