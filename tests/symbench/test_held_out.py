"""Frozen sets stay as they are, and training data stays away from them."""

from itertools import islice

import pytest

from codesteer.errors import InvalidRequest
from codesteer.symbench.held_out import (
    SETS,
    frozen,
    ids,
    is_held_out,
    prompt_hash,
    selection,
    training_instances,
)
from codesteer.symbench.registry import instance, tasks
from codesteer.symbench.task import LEVELS


def test_the_sets_hold_every_task_at_its_levels():
    test, dev = ids("test-v1"), ids("dev-v1")
    assert (len(test), len(dev)) == (37 * 100, 37 * 3)
    for name in tasks():
        of_task = [text for text in test if text.startswith(f"{name}@")]
        assert len(of_task) == 100
        assert {text.split("/")[1] for text in of_task} == set(map(str, LEVELS))
        assert sum(text.startswith(f"{name}@") for text in dev) == 3


@pytest.mark.parametrize("name", list(SETS))
def test_shipped_ids_still_name_the_same_prompts(name):
    for wanted in ids(name)[:: 1 if name == "dev-v1" else 25]:
        assert is_held_out(instance(wanted).prompt), f"{wanted} has changed: raise its version"


@pytest.mark.slow
def test_the_shipped_file_is_what_the_selection_gives(root):
    assert (root / "symbench" / "held_out.txt").read_text("ascii") == frozen()


def test_the_shipped_ids_are_those_of_the_selection():
    for name in SETS:
        assert ids(name) == list(map(str, selection(name)))


def test_the_sets_share_nothing():
    assert not set(ids("test-v1")) & set(ids("dev-v1"))


def test_training_instances_skip_prompts_that_are_held_out(monkeypatch):
    free = list(islice(training_instances("game_24", 1), 5))
    taken = prompt_hash(free[2].prompt)
    monkeypatch.setattr("codesteer.symbench.held_out._hashes", lambda: {taken})
    left = list(islice(training_instances("game_24", 1), 4))
    assert left == [*free[:2], *free[3:]]


def test_a_set_that_does_not_exist_is_refused_with_advice():
    with pytest.raises(InvalidRequest, match=r"Sets: test-v1, dev-v1"):
        ids("test-v9")
