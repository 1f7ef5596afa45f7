"""What date_understanding generates, asks and reads."""

import json
import random
import re
from collections import Counter
from datetime import date

import pytest

from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.date_understanding import Config, day_of

from ..independent.date_understanding import MONTHS, ORDINALS, WEEKDAYS, check

TASK = find_task("date_understanding")
PUZZLE = {
    "anchor": [2004, 1, 31],
    "steps": [["months", 1]],
    "options": [["A", "03/02/2004"], ["B", "02/29/2004"], ["C", "02/28/2004"]],
}
OPTIONS = "\nOptions:\n(A) 01/09/1961\n(B) 01/09/1963\n(C) 02/06/2012\n(D) 02/07/2012"
WEDDING = "Jane and John married on Jan 2, 1958. It is their 5-year anniversary today. "
WEEK = "What is the date one week from today in MM/DD/YYYY?"


def right(response, payload=PUZZLE):
    return TASK.verify(payload, response).correct


def published(story, question, options, target):
    (case,) = original_task("date_understanding").read_hub(
        [{"input": f"{story}{question}{options}", "target": target}]
    )
    return case


def skeleton(puzzle):
    """The story and the question with dates, numbers, names and words of the calendar masked."""
    text = " ".join([*puzzle.payload["story"], puzzle.payload["question"]])
    names = (
        "Ada",
        "Bo",
        "Carl",
        "Dina",
        "Emil",
        "Fay",
        "Gus",
        "Hedy",
        "Ivan",
        "Judy",
        "Kim",
        "Lou",
    )
    words = "|".join([*MONTHS, *WEEKDAYS, *ORDINALS[2:]])
    day = rf"(?:(?:{words}|[0-9]+)[ ,/-]*)+"
    text = re.sub(rf"\b(?:{day}|{'|'.join(names)})(?![a-z])", "# ", text)
    return re.sub(r"(?<=# )(day|month|year|week)s?\b", r"\1", text)


def skeletons(per_level):
    return Counter(
        skeleton(instance(instance_id("date_understanding", level, 7, i)))
        for level in TASK.levels
        for i in range(per_level)
    )


def test_many_skeletons_and_none_too_common():
    found = skeletons(30)
    assert len(found) >= 30
    assert found.most_common(1)[0][1] <= 15


@pytest.mark.slow
def test_a_thousand_instances_have_many_skeletons_and_none_too_common():
    found = skeletons(200)
    assert len(found) >= 30
    assert found.most_common(1)[0][1] <= 100


@pytest.mark.parametrize("level", TASK.levels)
def test_the_story_says_what_the_payload_says(level):
    for i in range(150):
        puzzle = instance(instance_id("date_understanding", level, 2, i))
        assert check(puzzle.payload, TASK.solve(puzzle.payload).strip("<>"))


@pytest.mark.parametrize("level", TASK.levels)
def test_six_options_differ_and_one_is_right(level):
    letters = Counter()
    for i in range(100):
        payload = instance(instance_id("date_understanding", level, 3, i)).payload
        texts = [text for _, text in payload["options"]]
        assert len(set(texts)) == 6
        assert all(re.fullmatch(r"[01][0-9]/[0-3][0-9]/[0-9]{4}", text) for text in texts)
        assert sum(right(f"<<<({letter})>>>", payload) for letter in "ABCDEF") == 1
        letters[TASK.solve(payload)] += 1
    assert len(letters) == 6
    assert letters.most_common(1)[0][1] <= 40


def test_a_question_of_one_step_to_the_end_of_a_month_has_options_too():
    config = Config(hops=1, hard=3, low=2000, high=2000)
    for seed in range(300):
        payload = TASK.generate(random.Random(seed), config)
        assert len(payload["options"]) == 6


def test_the_prompt_states_the_rules():
    prompt = instance("date_understanding@1/4/0/0").prompt
    for words in ("Gregorian", "month/day/year", "last day of that month", "Mondays to Fridays",
                  "leave out the day itself", "Exactly one option is right"):  # fmt: skip
        assert words in prompt
    assert prompt.isascii()


@pytest.mark.parametrize(
    ("start", "step", "end"),
    [
        ((2004, 2, 28), ["days", 1], (2004, 2, 29)),
        ((1900, 2, 28), ["days", 1], (1900, 3, 1)),
        ((2004, 3, 31), ["months", -1], (2004, 2, 29)),
        ((2004, 12, 31), ["months", 2], (2005, 2, 28)),
        ((2004, 2, 29), ["years", 1], (2005, 2, 28)),
        ((2004, 2, 29), ["years", -4], (2000, 2, 29)),
        ((2024, 5, 3), ["business", 1], (2024, 5, 6)),
        ((2024, 5, 4), ["business", 1], (2024, 5, 6)),
        ((2024, 5, 5), ["business", -1], (2024, 5, 3)),
        ((2024, 5, 6), ["business", -6], (2024, 4, 26)),
        ((2024, 5, 6), ["weekday", 0, 1], (2024, 5, 13)),
        ((2024, 5, 6), ["weekday", 0, -1], (2024, 4, 29)),
        ((2024, 5, 6), ["weekday", 1, 2], (2024, 5, 14)),
        ((2024, 5, 6), ["weekday", 6, -2], (2024, 4, 28)),
        ((2024, 2, 1), ["month_end"], (2024, 2, 29)),
        ((2024, 12, 31), ["month_end"], (2024, 12, 31)),
        ((2001, 11, 1), ["nth", 3, 4], (2001, 11, 22)),
        ((2024, 5, 1), ["nth", 2, 1], (2024, 5, 1)),
        ((2024, 5, 1), ["nth", 4, -1], (2024, 5, 31)),
    ],
)
def test_steps_follow_the_calendar(start, step, end):
    assert day_of(date(*start), [step]) == date(*end)


@pytest.mark.parametrize(
    "text",
    ["<<<(B)>>>", "<<<B>>>", "<<< (B) >>>", "<<<(B) 02/29/2004>>>", "<<<02/29/2004>>>",
     "<<<2/29/2004>>>", "The final answer is (B)", "The answer is 02/29/2004.", "(B)",
     "<<<\n```\n(B)\n```\n>>>", "First <<<(A)>>>. A slip: <<<(B)>>>"],
)  # fmt: skip
def test_clear_ways_to_name_an_option_are_read(text):
    assert right(text)


@pytest.mark.parametrize(
    "text",
    ["<<<(C)>>>", "<<<(B) 02/28/2004>>>", "<<<(D)>>>", "<<<29/02/2004>>>",
     "<<<02/29/2004 or not>>>", "<<<02/29/04>>>", "<<<(B), (C)>>>",
     "<<<02/29/2004, 02/28/2004>>>", "<<<not (B)>>>", "<<<(A)>>> or <<<02/29/2004>>>",
     "<<<02/28/2004>>> or <<<02/29/2004>>>", "<<<02/29/2004", "The answer is not 02/29/2004",
     "02/28/2004\n02/29/2004", "<<<0/29/2004>>>"],
)  # fmt: skip
def test_what_names_no_option_or_another_is_wrong(text):
    assert not right(text)


def test_the_prompt_says_how_business_days_are_counted_from_a_weekend():
    # "Count from the next business day" left open whether that day is the first one.
    prompt = instance("date_understanding@1/3/0/0").prompt
    assert "1 business day after a day is the first business day after it" in prompt
    assert "count from the next" not in prompt


def test_the_word_incorrect_does_not_count_as_correct():
    # The judge of the original was right if its reply held "correct", as "Incorrect" does.
    assert not right("<<<[(B), Incorrect]>>>")
    assert not right("<<<[(A), Correct]>>>")


def test_an_anniversary_counts_the_years_that_it_says():
    # Three years were added for the fifth anniversary.
    case = published(WEDDING, WEEK, OPTIONS, "(A)")
    assert (case.gold_correct, case.params["independent_date"]) == (False, "01/09/1963")
    assert right("<<<(B)>>>", original_task("date_understanding").payload(case))


def test_thanksgiving_is_of_the_year_that_is_named():
    # All options were of the year after it.
    story = "In the US, Thanksgiving is on the fourth Thursday of November. Today is the US "
    options = "\nOptions:\n(A) 10/22/2002\n(B) 11/21/2002"
    case = published(
        f"{story}Thanksgiving of 2001. ", "What is the date a month ago in MM/DD/YYYY?",
        options, "(A)",
    )  # fmt: skip
    assert (case.gold_correct, case.broken) == (False, "no option is right")
    payload = original_task("date_understanding").payload(case)
    assert not any(right(f"<<<({letter})>>>", payload) for letter in "AB")
    assert right("<<<10/22/2001>>>", payload)


def test_thirty_six_hours_before_a_year_are_two_days_before_it():
    options = "\nOptions:\n(A) 12/22/2014\n(B) 12/23/2014"
    question = "What is the date one week ago from today in MM/DD/YYYY?"
    case = published("2015 is coming in 36 hours. ", question, options, "(A)")
    assert (case.gold_correct, case.params["independent_date"]) == (False, "12/23/2014")


def test_a_week_from_the_last_of_january_has_seven_days():
    case = published("Jane is celebrating the last day of Jan 2012. ", WEEK, OPTIONS, "(C)")
    assert (case.gold_correct, case.params["independent_date"]) == (False, "02/07/2012")


def test_samples_of_the_published_data_are_read_and_the_wrong_ones_marked(upstream_layout):
    original = original_task("date_understanding")
    cases = list(original.read(upstream_layout))
    assert len(cases) >= 70
    wrong = [int(case.id.split("#")[1]) for case in cases if not case.gold_correct]
    assert wrong == [2, 23, 72, 73]
    assert [bool(case.broken) for case in cases] == [not case.gold_correct for case in cases]
    assert all(case.params["independent_date"] for case in cases)
    for case in cases:
        assert right(f"<<<{case.gold}>>>", original.payload(case)) == case.gold_correct


def test_published_cases_are_read_as_they_were_stored(upstream_cases):
    original = original_task("date_understanding")
    for line in upstream_cases.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["task"] == "date_understanding":
            (case,) = original.read_hub([{"input": row["params"]["input"], "target": row["gold"]}])
            assert (case.question, case.params) == (row["question"], row["params"])
            assert case.gold_correct == row["gold_correct"]


def test_a_story_of_other_words_is_judged_by_the_stored_answer_but_not_vouched_for():
    case = published("The moon is full. ", WEEK, OPTIONS, "(C)")
    assert (case.gold_correct, case.broken, case.params["independent_date"]) == (None, "", "")
    payload = original_task("date_understanding").payload(case)
    assert right("<<<(C)>>>", payload)
    assert not right("<<<(D)>>>", payload)
    nothing = published("The moon is full. ", WEEK, "", "(C)")
    assert original_task("date_understanding").payload(nothing) is None


def test_a_date_that_does_not_exist_is_no_story_of_a_known_kind():
    case = published("Today is 02/30/2004. ", WEEK, OPTIONS, "(C)")
    assert (case.gold_correct, case.params["independent_date"]) == (None, "")
