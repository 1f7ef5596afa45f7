"""What matrix_transformation generates, asks and reads."""

import random
from string import ascii_uppercase

import pytest

from codesteer.symbench.original.tasks import matrix_transformation as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.matrix_transformation import Config

NAME = "matrix_transformation"
LETTERS = {"matrix": [["A", "B", "C"], ["D", "E", "F"]]}  # DA, EB, FC
SYMBOLS = {"matrix": [["$", "*", "!"], ["*", "%", "$"]]}  # *$, %*, $!
DOLLARS = {"matrix": [["&", "*", "$"], ["$", "%", "#"]]}  # $&, %*, #$


def right(response, payload=LETTERS):
    return find_task(NAME).verify(payload, response).correct


@pytest.mark.parametrize(
    "answer",
    ["D,A,E,B,F,C", "D, A, E, B, F, C", "[D,A,E,B,F,C]", '["D", "A", "E", "B", "F", "C"]',
     '"D","A","E","B","F","C"', "'D','A','E','B','F','C'", "D A E B F C", "DAEBFC",
     '[["D", "A"], ["E", "B"], ["F", "C"]]', "[[D,A],[E,B],[F,C]]", "((D,A),(E,B),(F,C))",
     "[D,A],[E,B],[F,C]", "[D A]\n[E B]\n[F C]", "D A\nE B\nF C", "D,A\nE,B\nF,C",
     "D,A,\nE,B,\nF,C", "DA\nEB\nFC", "D,A;E,B;F,C", "```\nD,A,E,B,F,C\n```", "**D,A,E,B,F,C**",
     "$D,A,E,B,F,C$", "D,A,E,B,F,C.", "Answer: D,A,E,B,F,C", "\n D,A,E,B,F,C \n",
     "The result is D,A,E,B,F,C", "[\n  [D, A],\n  [E, B],\n  [F, C]\n]",
     "The final answer is: D,A,E,B,F,C"],
)  # fmt: skip
def test_every_clear_layout_counts(answer):
    assert right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "answer",
    ["D,A,E,B,F", "D,A,E,B,F,C,A", "D,A,E,B,F,C,", "D,A,E,B,,F,C", "D,A,E\nB,F,C",
     "[[D,A,E],[B,F,C]]", "d,a,e,b,f,c", "D,A,E,B,F,C or not", "not D,A,E,B,F,C",
     "D,A,E,B,F,C\nD,A,E,B,F,C", "DA,EB,FC", "[D,A,E,B,F,C", "[D,A,E,B,F,C)", "D;A;E;B;F;C",
     "not the answer: D,A,E,B,F,C", "D,A,E,B,F,C!"],
)  # fmt: skip
def test_other_cells_and_other_shapes_are_wrong(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "answer", ["C,F,B,E,A,D", "A,D,B,E,C,F", "F,C,E,B,D,A", "A,B,C,D,E,F", "F,E,D,C,B,A"]
)
def test_other_turns_and_mirrorings_are_wrong(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize("payload", [SYMBOLS, DOLLARS])
def test_symbols_that_also_wrap_answers_stay_cells(payload):
    answer = find_task(NAME).solve(payload)
    bare = answer.strip("<>")
    assert right(answer, payload)
    assert right(f"**{answer}**", payload)
    assert right(f"The final answer is {bare}", payload)
    assert right("<<<" + bare.replace("$", "\\$").replace("%", "\\%") + ">>>", payload)
    assert not right(f"<<<${bare}$>>>", payload)
    assert not right(f"<<<{bare}!>>>", payload)
    assert not right(f"<<<{bare[:-2]}>>>", payload)


def test_the_last_cell_shown_is_not_followed_by_a_stop():
    # The original's prompt ended the matrix with one, as if it were part of the last cell.
    puzzle = instance(instance_id(NAME, 4))
    assert "\n".join(" ".join(row) for row in puzzle.payload["matrix"]) + "\n\n" in puzzle.prompt


def test_the_prompt_says_which_way_and_in_which_order():
    prompt = instance(instance_id(NAME, 3)).prompt
    for words in ("90 degrees clockwise", "top row becomes the rightmost column", "row by row"):
        assert words in prompt


def test_no_other_turn_gives_the_same_answer():
    config = Config(rows=2, columns=2, characters="ABCDE")
    for seed in range(300):
        payload = find_task(NAME).generate(random.Random(seed), config)
        (a, b), (c, d) = payload["matrix"]
        turns = [(a, b, c, d), (d, c, b, a), (b, d, a, c), (a, c, b, d), (d, b, c, a)]
        assert (c, a, d, b) not in turns
        assert not any(right(f"<<<{','.join(turn)}>>>", payload) for turn in turns)


def test_characters_that_mean_layout_are_refused():
    for bad in ("ABCD,", "ABCD ", "AB", "ABCD.", "ABCD(", "ABCD'"):
        with pytest.raises(ValueError, match="need"):
            Config(rows=2, columns=2, characters=bad)
    assert Config(rows=2, columns=2, characters=ascii_uppercase)


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id.split("/")[1] for case in cases] == ["sample_0", "sample_38", "sample_158"]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert right(f"<<<{case.gold}>>>", original.payload(case))
        assert not right(f"<<<{case.gold[::-1]}>>>", original.payload(case))
        shown = "\n".join(" ".join(row) for row in case.params["matrix"])
        assert shown in case.question


def test_missing_data_is_no_data(tmp_path):
    assert not list(original.read(tmp_path))
