"""How the symbolic checker reads the labelled programs."""

import ast

import pytest

from tests.steering.programs import baseline
from tests.steering.programs.labelled import (
    DEVELOPMENT,
    DOES,
    FINDINGS,
    HELD_OUT,
    OPENED,
    programs,
)
from tests.steering.programs.report import Agreement, agreements, table

SETS = [DEVELOPMENT, OPENED, HELD_OUT]
_FLOORS = {DEVELOPMENT: 0.97, OPENED: 0.97, HELD_OUT: 0.92}
"""Just below what the checker has: the target on the held-out set is 0.95."""
EACH_SET = pytest.mark.parametrize("name", SETS)


@EACH_SET
def test_the_labels_are_words_that_the_readme_explains(name):
    cases = programs(name)
    assert len({case.id for case in cases}) == len(cases)
    for case in cases:
        assert ast.parse(case.code) is not None
        assert case.question.strip()
        assert set(case.findings) <= set(FINDINGS), case.id
        assert set(case.does) <= set(DOES), case.id
        assert case.origin in ("written", "model")
        assert bool(case.model) == (case.origin == "model"), case.id


def test_the_development_set_is_large_and_half_of_it_was_written_by_models():
    cases = programs(DEVELOPMENT)
    assert len(cases) >= 120
    assert sum(case.origin == "model" for case in cases) >= 60


@EACH_SET
def test_programs_that_only_state_an_answer_are_told_from_those_that_compute_one(name):
    found = agreements(name)
    assert found["text-like"].f1 >= _FLOORS[name]
    assert found["text-like"].f1 > found["text-like (baseline)"].f1 + 0.15


def test_the_findings_on_the_development_set_are_right():
    found = agreements(DEVELOPMENT)
    assert {label: found[label].f1 for label in FINDINGS if found[label].f1 < 0.94} == {}
    does = [found[f"does {label}"].f1 for label in DOES]
    assert min(does) >= 0.9


@EACH_SET
def test_a_table_names_every_label(name):
    shown = table(name)
    for label in ("text-like", "text-like (baseline)", *FINDINGS, "does loops", "p99"):
        assert label in shown


def test_agreement_counts_what_was_found_rightly_wrongly_and_not():
    found = Agreement.of([(True, True), (True, False), (False, True), (True, True), (False, False)])
    assert (found.right, found.wrong, found.missed) == (2, 1, 1)
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_the_papers_rule_counts_letters_wherever_they_stand():
    assert baseline.is_text_like("print(42)")
    assert not baseline.is_text_like("for i in range(3):\n    if i:\n        print(i)")
    assert not baseline.is_text_like("# before and therefore\nprint('<<<42>>>')")
    assert baseline.score("print(1 + 2 * 3)") == 0.5
    assert baseline.score("for (") == 0.0
