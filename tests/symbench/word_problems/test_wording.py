"""The words of problems allow one reading and are good English."""

import re

import pytest

from codesteer.symbench.registry import instance, instance_id
from codesteer.symbench.task import LEVELS

TASKS = ("gsm_hard", "math_count_probability", "math_geometry")
AWKWARD = re.compile(
    r"exactly 1 (?:heads|people)|\b1 games|\b1 other books|\b1 painters|are exactly 1 "
    r"|\b1 of them hit\b|\b1 of the rolls show\b|number [0-9] from the top|last crates"
    r"|crates more|are left\. How"
    r"|one of the [a-z]+ buys|\b1y\b|[+-] 0\b|in the direction of|mirrors|seen from the center"
    r"|half a ball|How long is its way|shortest way|In which point|\b[0-9]+ digits"
    r"|family of [0-9]+ and [0-9]+ people|[0-9] times, [0-9]"
)


def problems(name, level, n):
    for index in range(n):
        yield instance(instance_id(name, level, 12, index)).payload


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("level", LEVELS)
def test_no_words_that_are_awkward_or_unclear_are_used(name, level):
    for payload in problems(name, level, 250):
        found = AWKWARD.search(payload["problem"])
        assert not found, (found, payload["problem"])


def test_what_is_taken_out_of_a_vat_is_told_one_by_one():
    # "3 times, 5 liters and 6 liters in turn" could have been six liters taken three times.
    told = [p for p in problems("gsm_hard", 3, 300) if p["kind"] == "replaced_again_and_again"]
    assert told
    for payload in told:
        takes = ", then ".join(f"{take} liters" for take in payload["given"]["takes"])
        assert f"First {takes} of what is in it are taken out" in payload["problem"]


def test_everyone_at_a_party_is_of_a_group():
    told = [
        payload["problem"]
        for payload in problems("math_count_probability", 2, 300)
        if payload["kind"] == "handshakes_between_groups"
    ]
    assert told
    assert all(text.startswith("All the people at ") for text in told)
