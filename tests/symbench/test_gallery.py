"""The page of all tasks is fresh, and other packages can add tasks."""

import csv
import json
import subprocess
import sys

import pytest

from codesteer.symbench.gallery import gallery
from codesteer.symbench.registry import tasks

# The names, categories and splits of the paper's first table.
PLANNING, REASONING, EXECUTION = "planning", "reasoning", "execution"


def test_the_gallery_shows_the_tasks_as_they_are(root):
    page = (root / "docs" / "GALLERY.md").read_text("utf-8")
    assert page == gallery(), "run `make gallery`"


def test_the_tasks_are_those_of_the_papers_table(root):
    table = (root / "tests" / "symbench" / "table1_tasks.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(table))
    assert len(rows) == 37
    ours = {task.name: (task.category, task.split) for task in tasks().values()}
    assert ours == {row["task"]: (row["category"], row["split"]) for row in rows}


def test_show_and_gallery_as_json_describe_every_level():
    command = [sys.executable, "-m", "codesteer", "tasks"]
    shown = subprocess.run([*command, "show", "game_24", "--json"], capture_output=True, check=True)
    listed = subprocess.run([*command, "gallery", "--json"], capture_output=True, check=True)
    described = json.loads(listed.stdout)
    assert json.loads(shown.stdout) in described
    assert len(described) == len(tasks())
    assert all(set(task["levels"]) == set("12345") for task in described)
    assert all("Differs from the original" in task["about"] for task in described)


@pytest.fixture
def other_package(tmp_path):
    (tmp_path / "other_tasks.py").write_text(
        "from codesteer.symbench.tasks.number_multiply import NumberMultiply\n"
        "class Doubled(NumberMultiply):\n"
        "    name = 'doubled'\n"
        "TASK = Doubled()\n"
    )
    info = tmp_path / "other_tasks-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other_tasks\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[codesteer.tasks]\ndoubled = other_tasks:TASK\n")
    return tmp_path


def test_a_task_of_another_package_is_found_by_its_entry_point(other_package, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(other_package), prepend=":")
    command = [sys.executable, "-m", "codesteer", "tasks"]
    made = subprocess.run(
        [*command, "generate", "doubled", "--json"], capture_output=True, text=True
    )
    assert json.loads(made.stdout)["id"] == "doubled@1/1/0/0", made.stderr
