"""A run's file: appended to, torn, held by one writer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.journal import (
    Journal,
    JournalDamaged,
    RunBusy,
    latest,
    read_journal,
)
from codesteer.symbench.bench.sample import SampleKey, read_sample, sample_line

from .samples import a_sample

KEYS = [f"codesteer:game_24@1/1/0/{index}#0" for index in range(4)]


def written(path, samples):
    with Journal.opened(path) as journal:
        for sample in samples:
            journal.append(sample)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters()))
def test_any_text_comes_back_as_it_was(answer, told):
    sample = a_sample(answer=answer, trajectory=({"answer": answer},))
    line = sample_line(sample)
    assert line.count(b"\n") == 1
    assert read_sample(line) == sample
    assert isinstance(read_sample(sample_line(a_sample(reason=told))).reason, str)


def test_a_file_torn_at_any_byte_of_its_last_line_loses_that_line_only(tmp_path):
    whole = tmp_path / "whole.jsonl"
    written(whole, map(a_sample, KEYS[:3]))
    data = whole.read_bytes()
    start = data[:-1].rfind(b"\n") + 1
    torn = tmp_path / "torn.jsonl"
    for end in range(start, len(data)):
        torn.write_bytes(data[:end])
        assert [sample.key for sample in read_journal(torn)] == KEYS[:2]
        written(torn, [a_sample(KEYS[3])])
        assert [sample.key for sample in read_journal(torn)] == [*KEYS[:2], KEYS[3]]


def test_a_damaged_line_in_the_middle_is_told_and_kept(tmp_path):
    path = tmp_path / "samples.jsonl"
    written(path, map(a_sample, KEYS[:2]))
    data = path.read_bytes()
    path.write_bytes(b'{"key":' + data)
    with pytest.raises(JournalDamaged, match="Line 1 of"):
        latest(path)
    assert path.read_bytes() == b'{"key":' + data


def test_a_line_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "samples.jsonl"
    written(path, [a_sample(schema=99)])
    with pytest.raises(JournalDamaged, match="newer"):
        latest(path)


def test_an_answer_stays_before_an_error_and_the_last_answer_counts(tmp_path):
    path = tmp_path / "samples.jsonl"
    key = KEYS[0]
    tries = [
        a_sample(key, error="down", attempt=1),
        a_sample(key, answer="first", attempt=2),
        a_sample(key, error="down again", attempt=3),
        a_sample(key, answer="second", attempt=4),
    ]
    for count, attempt in ((1, 1), (2, 2), (3, 2), (4, 4)):
        path.unlink(missing_ok=True)
        written(path, tries[:count])
        assert latest(path)[key].attempt == attempt


def test_one_process_writes_to_a_run(tmp_path):
    path = tmp_path / "samples.jsonl"
    with Journal.opened(path), pytest.raises(RunBusy, match="Another process"):
        written(path, [])
    written(path, [a_sample()])
    assert len(latest(path)) == 1


def test_there_is_nothing_where_there_is_no_file(tmp_path):
    assert latest(tmp_path / "samples.jsonl") == {}


@pytest.mark.parametrize("text", ["", "codesteer", "codesteer:#0", "a:b", "A:b#0", "a:b#x"])
def test_a_text_that_names_no_sample_is_refused(text):
    with pytest.raises(InvalidRequest, match="names no sample"):
        SampleKey.parse(text)


def test_a_key_is_read_back():
    key = SampleKey("codesteer", "game_24@1/3/7/0", 2)
    assert SampleKey.parse(str(key)) == key
    assert (key.task, key.instance_id.level) == ("game_24", 3)
