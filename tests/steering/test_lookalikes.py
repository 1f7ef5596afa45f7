"""Other answers of the same shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.steering.checkers.lookalikes import lookalikes


@pytest.mark.parametrize(
    ("answer", "others"),
    [
        ("42", ["43", "46"]),
        ("-9", ["-8", "-5"]),
        ("95", ["96", "99"]),
        ("3.14", ["4.14", "7.14"]),
        ("0101", ["0100"]),
        ("(1+15)*2", ["(15+15)*2", "(15+1)*2"]),
        ("[[1, 2], [3, 4]]", ["[[2, 2], [3, 4]]", "[[2, 1], [3, 4]]"]),
        ("x1 = 5, x2 = 7", ["x1 = 7, x2 = 7", "x1 = 7, x2 = 5"]),
        ("e4", ["e5", "e8"]),
        ("12:00", ["12:02"]),
        ("2024-02-29", ["2024-02-28"]),
        ("31/01/2024", ["30/01/2024"]),
        ("Yes", ["No"]),
        ("FALSE", ["TRUE"]),
        ("Tuesday", ["Wednesday"]),
        ("True, True, False", ["False, True, False", "True, True, True"]),
        ("Ann: tea, Bob: milk", ["Ann: milk, Bob: milk", "Ann: milk, Bob: tea"]),
    ],
)
def test_other_answers_keep_the_form(answer, others):
    made = lookalikes(answer)
    assert [other.text for other in made] == others
    assert all(other.sound for other in made)


@pytest.mark.parametrize("answer", ["Paris", "AAA", "B", "y", "Ann is the thief", "(a+b)", "(())"])
def test_other_words_may_be_none_that_the_question_knows(answer):
    made = lookalikes(answer)
    assert made
    assert answer == "y" or not any(other.sound for other in made)


@pytest.mark.parametrize("answer", ["", " ", "+", "==", "\U0001f600"])
def test_where_nothing_can_be_changed_there_is_no_other_answer(answer):
    assert lookalikes(answer) == ()


@given(st.text(max_size=60))
def test_other_answers_are_at_most_two_and_differ(answer):
    texts = [other.text for other in lookalikes(answer)]
    assert len(texts) <= 2
    assert len({answer, *texts}) == len(texts) + 1
