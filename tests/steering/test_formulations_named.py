"""Which formulation the rules guide names first, for questions labelled by others."""

import pytest

from tests.steering.questions.labelled import FAMILIES, questions, symbench
from tests.steering.questions.report import groups, hit_rate


@pytest.mark.parametrize("name", ["outside", "development"])
def test_labelled_questions_are_well_formed(name):
    asked = questions(name)
    assert len(asked) >= {"outside": 60, "development": 40}[name]
    assert len({question.id for question in asked}) == len(asked)
    for question in asked:
        assert question.text.strip()
        assert question.acceptable <= FAMILIES, question.id
        assert question.acceptable, question.id


def test_every_task_of_the_benchmark_is_labelled():
    assert len({question.kind for question in symbench(levels=(1,))}) == 37


def test_the_rules_guide_mostly_names_an_acceptable_formulation_first():
    """A guide that always named the commonest family would hit a fifth of them."""
    for name, asked in groups().items():
        assert hit_rate(asked) >= (0.5 if "unseen" in name else 0.7), name
