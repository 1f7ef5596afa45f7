"""What counts as one integer, and what does not."""

import pytest

from codesteer.symbench.registry import find_task


def right(response, product=12):
    return find_task("number_multiply").verify({"factors": [1, product]}, response).correct


@pytest.mark.parametrize(
    "answer",
    ["-(12)", "-$12", "\u201312", "not 12", "12!", "12\u00b2", "- -12", "--12", "+-12", "-(-12)",
     "12-0", "(12", "12)", "12 12", "12 or -12", "12%", "12/1", "13 = 12", "12 = 13",
     "-12 = 12", "3 * 4", "\\boxed{-12}", "1\\boxed{2}", "1_2", "12,000", "1.2e1",
     "about 12", "12 apples", "$12"],
)  # fmt: skip
def test_what_is_not_exactly_the_integer_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "answer", ["-12", "- 12", "\u221212", "-(12)", "(-12)", "(\u221212)", "-12.0", "$-12$",
               "**-12**", "\\boxed{-12}", "-\\boxed{12}", "3 * -4 = -12", "(-3) \\times 4 = -12"]
)  # fmt: skip
def test_every_way_to_write_a_negative_integer_counts(answer):
    assert right(f"<<<{answer}>>>", product=-12)
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "answer", ["12", "+12", "(12)", "12.0", "12.", "**12.**", "**12**.", "`12`", "$\\boxed{12}$",
               "3 * 4 = 12", "3 x 4 = 12", "3*4 = 2*6 = 12", "(-3) * (-4) = 12"]
)  # fmt: skip
def test_every_way_to_write_a_positive_integer_counts(answer):
    assert right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "text", ["1,234,567", "1 234 567", "1\u202f234\u202f567", "1'234'567",
             "1\\,234\\,567", "1,\\!234,\\!567"]
)  # fmt: skip
def test_groups_of_three_parted_by_one_sign_are_one_integer(text):
    assert right(f"<<<{text}>>>", product=1_234_567)
    assert right(f"<<<-{text}.00>>>", product=-1_234_567)


@pytest.mark.parametrize(
    "text", ["1,234 567", "12,34,567", "1,234,5670", "1,,234,567", ",1,234,567"]
)
def test_groups_of_another_shape_are_no_integer(text):
    assert not right(f"<<<{text}>>>", product=1_234_567)


@pytest.mark.parametrize(
    "text",
    ["The answer is 12.", "The answer is **12**.", "Thus, 3 * 4 = 12",
     "The well-known result is 12", "So \\boxed{12}", "Product: 12",
     "Therefore $3 \\times 4 = 12$.", "The answer is 12.\n\nThis is exact."],
)  # fmt: skip
def test_words_that_lead_to_the_integer_are_read_where_there_are_no_brackets(text):
    assert right(text)


@pytest.mark.parametrize(
    "text",
    ["The answer is not 12", "The result is never = 12", "It isn't 12", "It is less than 12",
     "I doubt that it is 12", "It is false that it is 12", "Incorrect result: 12", "x >= 12",
     "x != 12", "At least: 12", "If the sign is left out, it is 12", "It is unlikely to be: 12",
     "The answer is 12\nNo, it is 13", "The answer is 12.\n\nWait, that is wrong.",
     "The answer is 12\nor 13", "The answer is 12\nThat is not right.",
     "-\\boxed{12}", "$-\\boxed{12}$", "The answer is 12!", "The answer is -12"],
)  # fmt: skip
def test_words_and_signs_that_deny_the_integer_are_heard(text):
    assert not right(text)


@pytest.mark.parametrize(
    "label", ["Answer:", "The final answer is", "The answer is:", "product =", "The result is"]
)
def test_a_label_in_the_brackets_is_read(label):
    for number in ("12", "**12**", "3 * 4 = 12", "\\boxed{12}"):
        assert right(f"<<<{label} {number}>>>")
    assert right(f"<<<{label} -12>>>", product=-12)
    for other in ("-12", "not 12", "12 or 13", "12, not 13", "about 12", "12 = 13", ""):
        assert not right(f"<<<{label} {other}>>>")


def test_an_integer_with_more_digits_than_python_reads_is_judged():
    assert not right("<<<" + "9" * 4_501 + ">>>")
    assert not right("<<<1" + ",000" * 1_500 + ">>>")
    assert not right("1" + ",000" * 1_500)
