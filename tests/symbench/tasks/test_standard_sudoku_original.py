"""The published data of standard_sudoku."""

import json

from codesteer.symbench.original.tasks import standard_sudoku as original
from codesteer.symbench.registry import find_task

TASK = find_task("standard_sudoku")


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id for case in cases] == [f"standard_sudoku/sample_{n}" for n in (0, 27, 63)]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        payload = original.payload(case)
        assert TASK.verify(payload, f"<<<{case.gold}>>>").correct
        assert TASK.verify(payload, TASK.solve(payload)).correct
        assert case.params["blanks"] == sum(row.count(0) for row in payload["grid"])
        assert 51 <= case.params["blanks"] <= 55


def test_a_wrong_published_answer_would_be_marked(tmp_path, upstream_layout):
    source = upstream_layout / "standard_sudoku" / "sample_0"
    stored = json.loads((source / "solution.json").read_text("utf-8"))
    stored["solution"][0][0] = stored["solution"][0][1]
    folder = tmp_path / "standard_sudoku" / "sample_0"
    folder.mkdir(parents=True)
    (folder / "solution.json").write_text(json.dumps(stored), "utf-8")
    (folder / "question.txt").write_text("Fill it.\n", "utf-8")
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert case.broken
    assert case.question == "Fill it."


def test_a_folder_without_the_data_has_no_cases(tmp_path):
    assert list(original.read(tmp_path)) == []
