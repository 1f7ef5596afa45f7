"""The paper's table of success rates gives back the paper's averages.

Both files are numbers of table 1 of arXiv 2502.04350v2. The paper prints 39 averages, all of them
normalised: over the tasks its guide has seen, over those it has not, and over all. Its text gives
two averages without normalisation, CodeSteer's and o1's over all tasks.
"""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codesteer.cli import make_app
from codesteer.errors import InvalidRequest

HERE = Path(__file__).parent
RATES = HERE / "table1_success_rates.csv"


def scored(*arguments):
    return CliRunner().invoke(make_app(), ["bench", "score", *map(str, arguments)])


def test_every_average_of_the_paper_comes_back_to_one_decimal():
    methods = json.loads(scored("--table", RATES, "--json").stdout)["methods"]
    with open(HERE / "table1_averages.csv", encoding="utf-8") as file:
        published = {row.pop("average"): row for row in csv.DictReader(file)}
    assert list(published) == ["seen", "unseen", "total"]
    for group, row in published.items():
        assert len(row) == 13
        ours = {name: each["normalised"][group] for name, each in methods.items()}
        assert ours == {name: float(value) for name, value in row.items()}
    assert methods["gpt4o_codesteer"]["success"]["total"] == 75.2
    assert methods["o1"]["success"]["total"] == 72.3


def test_the_averages_can_be_read_on_a_terminal():
    lines = [line.split() for line in scored("--table", RATES).stdout.splitlines()]
    assert ["normalised", "seen", "unseen", "total", "execution", "planning", "reasoning"] in lines
    assert ["gpt4o_codesteer", "88.1", "81.3", "86.4"] in [line[:4] for line in lines]


def test_an_empty_cell_is_a_task_that_was_not_tried(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("task,split,category,a,b\nx,seen,planning,50,\ny,unseen,planning,20,80\n")
    methods = json.loads(scored("--table", file, "--json").stdout)["methods"]
    assert methods["a"]["normalised"] == {
        "seen": 100, "unseen": 25, "total": 62.5, "planning": 62.5,
    }  # fmt: skip
    assert methods["b"]["success"] == {"unseen": 80, "total": 80, "planning": 80}


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "must be task,split,category"),
        ("task,split,category\nx,seen,planning\n", "must be task,split,category"),
        ("task,split,category,a,a\nx,seen,planning,1,2\n", "a name of its own"),
        ("task,split,category,a\n", "at least one"),
        ("task,split,category,a\nx,seen,planning,1\nx,seen,planning,2\n", "one row for each task"),
        ("task,split,category,a\nx,seen,planning\n", "Row 2 .* has 3 cells"),
        ("task,split,category,a\nx,seen,planning,101\n", "Row 2 .* holds '101'"),
        ("task,split,category,a\nx,seen,planning,nan\n", "percent, 0 to 100"),
        ("task,split,category,a\nx,seen,planning,half\n", "percent, 0 to 100"),
    ],
)
def test_what_is_no_table_of_rates_is_refused_by_its_row(tmp_path, text, advice):
    file = tmp_path / "table.csv"
    file.write_text(text)
    outcome = scored("--table", file)
    assert isinstance(outcome.exception, InvalidRequest)
    with pytest.raises(InvalidRequest, match=advice):
        raise outcome.exception


@pytest.mark.parametrize("arguments", [[], [RATES.parent, "--table", RATES]])
def test_runs_or_a_table_one_of_them(arguments):
    assert "Say which runs" in str(scored(*arguments).exception)


def test_a_table_that_is_not_there_is_told(tmp_path):
    assert "cannot be read" in str(scored("--table", tmp_path / "none.csv").exception)
