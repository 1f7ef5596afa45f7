"""Reading the final answer out of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.answers import bracketed, final_answer, is_cut_off, unwrapped


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("<<<42>>>", "42"),
        ("first <<<1>>>, no: <<<2>>>", "2"),
        ("<<<\n 3 \n>>>", "3"),
        ("<<<a<<<b>>>", "b"),
        ("<<<x>>>>", "x"),
        ("<<<>>>", ""),
        ("", None),
        ("no brackets", None),
        (">>> then <<<", None),
        ("<<<1>>> and then <<<2", None),
        (">>>", None),
    ],
)
def test_the_last_closed_pair_counts_and_an_open_one_is_no_answer(text, content):
    assert bracketed(text) == content


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("**<<<42>>>**", "42"),
        ("<<<\n```\n(1+2)*8\n```\n>>>", "(1+2)*8"),
        ("<<<`7`>>>", "7"),
        ("so $\\boxed{-3633786}$", "-3633786"),
        ("\\boxed{\\frac{1}{2}}", "\\frac{1}{2}"),
        ("After all, the final answer is ((2+6)*(10-7))", "((2+6)*(10-7))"),
        ("Answer: 12.", "12"),
        ("The answer is **12**.", "12"),
        ("The answer is **12.**", "12"),
        ("**Answer:** 12", "12"),
        ("**Final answer**: 12", "12"),
        ("**Answer: 12**", "12"),
        ("**Answer:** **12**", "12"),
        ("It is not 7, so the answer is 12", "12"),
        ("<<<\\boxed{12}>>>", "12"),
        ("<<<$\\boxed{\\frac{1}{2}}$>>>", "\\frac{1}{2}"),
        ("It is this:\n```\n12\n```", "12"),
        ("It is this:\n```text\n1 2\n3 4\n```\n", "1 2\n3 4"),
        ("12\n```", None),
        ("What fails:\n```\n12\n```", None),
        ("It isn't\n12", None),
        ("It is not 7.\n12", "12"),
        ("It is not 7:\n\n12", None),
        ("It is not \\boxed{12}", None),
        ("\\boxed{12}. Wait, that is wrong: it is 13", None),
        ("\\boxed{12}, as 3 * 4 = 12.", "12"),
        ("I doubt that the answer is 12", None),
        ("It isn't true that the answer is 12.", None),
        ("A wrong answer: 12", None),
        ("The answer is not 12", None),
        ("So it is $-\\boxed{12}$", "So it is $-\\boxed{12}$"),
        ("I think\nthat it is\n12", "12"),
        ("the answer is <<<12", None),
        ("", None),
        ("   \n ", None),
    ],
)
def test_lenient_readings_are_taken_only_without_brackets(text, answer):
    assert final_answer(text) == answer


def test_wrappers_without_end_are_left_alone():
    assert unwrapped("```\n" * 100 + "7" + "\n```" * 100).startswith("```")


@pytest.mark.timeout(20)
def test_a_text_of_nothing_but_fences_is_read_at_once():
    final_answer("<<<" + "```\n" * 50_000 + ">>>")


def test_cut_off_text_is_told_from_finished_text():
    assert is_cut_off("the answer is <<<[1, 2")
    assert not is_cut_off("<<<1>>>")
    assert not is_cut_off("")


@given(st.text(alphabet="<>{}[]`*$\\ \nab1.answeris:", max_size=200))
def test_any_text_is_read_without_an_error(text):
    for read in (bracketed, final_answer, unwrapped, is_cut_off):
        read(text)


@given(st.text(alphabet="abc123 +*", min_size=1, max_size=30))
def test_what_is_put_in_brackets_comes_out(answer):
    assert bracketed(f"thinking <<<0>>> more <<<{answer}>>> done") == answer.strip()
