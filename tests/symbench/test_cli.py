"""The verbs of `codesteer tasks`, as a shell calls them."""

import json
import os
import subprocess
import sys

import pytest


def codesteer(*arguments, stdin="", **environ):
    return subprocess.run(
        [sys.executable, "-m", "codesteer", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, **environ},
    )


def test_list_names_every_task_with_category_and_split():
    lines = [line.split() for line in codesteer("tasks", "list").stdout.splitlines()]
    assert len(lines) == 37
    assert lines == sorted(lines)
    assert ["game_24", "planning", "seen"] in lines
    assert ["number_multiply", "execution", "unseen"] in lines


def shell(line):
    return subprocess.run(
        ["bash", "-c", line.replace("codesteer", f"{sys.executable} -m codesteer")],
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("codesteer serve <&-", "one of them is closed"),
        ("codesteer tasks verify game_24@1/1/0/1 <&-", "Standard input is closed"),
        ("codesteer tasks list >/dev/full", "could not be written"),
    ],
)
def test_a_stream_that_is_closed_or_full_is_one_clear_line(line, advice):
    done = shell(line)
    assert done.returncode == 2
    assert advice in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_list_as_json():
    rows = json.loads(codesteer("tasks", "list", "--json").stdout)
    assert {"game_24", "number_multiply", "standard_sudoku"} < {row["name"] for row in rows}
    assert all(row["version"] == 1 for row in rows)


def test_generate_prints_the_same_bytes_under_any_hash_seed():
    arguments = ("tasks", "generate", "game_24", "--level", "3", "--seed", "7", "--index", "0")
    printed = {codesteer(*arguments, PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "random")}
    assert len(printed) == 1
    assert printed.pop().startswith("game_24@1/3/7/0\n\nCombine the numbers ")


def test_generate_as_json_holds_what_the_verifier_needs():
    arguments = ("tasks", "generate", "standard_sudoku", "--json")
    record = json.loads(codesteer(*arguments).stdout)
    assert record["id"] == "standard_sudoku@1/1/0/0"
    assert len(record["payload"]["grid"]) == 9


@pytest.mark.parametrize("task", ["game_24", "number_multiply", "standard_sudoku"])
def test_a_solved_instance_verifies_as_correct(task):
    wanted = f"{task}@1/2/5/1"
    answer = codesteer("tasks", "solve", wanted).stdout
    judged = codesteer("tasks", "verify", wanted, stdin=answer)
    assert (judged.stdout, judged.returncode) == ("correct\n", 0)


def test_a_wrong_answer_verifies_as_incorrect_with_a_reason():
    judged = codesteer("tasks", "verify", "number_multiply@1/1/0/0", stdin="<<<1>>>")
    assert judged.stdout == "incorrect: The integer is not the product.\n"
    assert judged.returncode == 1
    judged = codesteer("tasks", "verify", "number_multiply@1/1/0/0", "--json", stdin="\x00")
    assert json.loads(judged.stdout)["correct"] is False


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("solve", "game_25@1/1/0/0"), "Did you mean game_24"),
        (("solve", "game_24"), "task@version/level/seed/index"),
        (("solve", "game_24@1/7/0/0"), "choose one of 1 to 5"),
        (("generate", "game_25"), "There is no task 'game_25'"),
        (("generate", "game_24", "--level", "6"), "ladder, 11 to 15"),
        (("generate", "game_24", "--seed", "-1"), "greater than or equal to 0"),
        (("generate", "game_24", "--index", "9" * 30), "10**18"),
    ],
)
def test_bad_requests_end_with_one_clear_message(arguments, advice):
    refused = codesteer("tasks", *arguments)
    assert refused.returncode == 2
    assert advice in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr
