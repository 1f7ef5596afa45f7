"""Instances as a folder that others load."""

import json
import subprocess
import sys

import pytest

from codesteer.symbench.held_out import ids
from codesteer.symbench.registry import find_task


def export(*arguments):
    command = [sys.executable, "-m", "codesteer", "tasks", "export", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def rows_of(folder, split):
    text = (folder / "data" / f"{split}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_rows_hold_what_it_takes_to_ask_and_to_judge(tmp_path):
    done = export(tmp_path, "--task", "number_multiply", "--levels", "2,4", "--count", 3,
                  "--seed", 9, "--solutions", "--json")  # fmt: skip
    assert json.loads(done.stdout) == {"folder": str(tmp_path), "instances": 6}
    rows = rows_of(tmp_path, "train")
    assert [row["id"] for row in rows[:2]] == ["number_multiply@1/2/9/0", "number_multiply@1/2/9/1"]
    task = find_task("number_multiply")
    for row in rows:
        assert row["level"] in (2, 4)
        assert task.verify(json.loads(row["payload"]), row["solution"]).correct


def test_without_being_asked_rows_have_no_solution(tmp_path):
    export(tmp_path, "--task", "game_24", "--levels", "1", "--count", 2)
    assert all("solution" not in row for row in rows_of(tmp_path, "train"))


def test_a_frozen_set_is_exported_as_the_test_split(tmp_path):
    assert export(tmp_path, "--set", "dev-v1", "--task", "game_24").returncode == 0
    rows = rows_of(tmp_path, "test")
    assert [row["id"] for row in rows] == [i for i in ids("dev-v1") if i.startswith("game_24@")]


def test_the_card_names_the_files_as_the_hub_wants_it(tmp_path):
    export(tmp_path, "--task", "game_24", "--levels", "1", "--count", 2)
    _, front, card = (tmp_path / "README.md").read_text().split("---\n", 2)
    assert "path: data/train.jsonl" in front
    assert "license: apache-2.0" in front
    assert "2 instances of 1 tasks" in card or "2 instances of 1 task" in card


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--set", "test-v9"], "There is no set"),
        (["--levels", "a"], "--levels takes numbers"),
        (["--levels", "9", "--task", "game_24"], "Level 9 does not exist"),
        (["--task", "nothing"], "There is no task"),
    ],
)
def test_what_cannot_be_exported_is_one_clear_line(tmp_path, arguments, told):
    done = export(tmp_path / "out", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    done = export(tmp_path / "file" / "out", "--task", "game_24", "--count", 1, "--levels", 1)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
