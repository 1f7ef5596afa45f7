"""Agreement with cases whose verdicts are known, and the forms that wrong answers may take."""

import json
import subprocess
import sys

import pytest

from codesteer.answers import bracketed
from codesteer.symbench.original.case import Case, original_task
from codesteer.symbench.original.conform import conform
from codesteer.symbench.registry import find_task, tasks

EACH_TASK = pytest.mark.parametrize("name", list(tasks()))

FORMS = {
    "the last line": "I checked every step.\n\n{}",
    "the last line, emphasised": "I checked every step.\n\n**{}**",
    "answer is": "I checked every step. The answer is {}",
    "answer is, with a stop": "I checked every step.\n\nThe final answer is {}.",
    "a label": "I checked every step.\n\nAnswer: {}",
    "a label, emphasised": "I checked every step.\n\n**Answer:** {}",
    "a box": "I checked every step.\n\n$\\boxed{{{}}}$",
    "a fence": "The final answer is:\n```\n{}\n```",
    "brackets, quoted": '<<<"{}">>>',
    "brackets, fenced": "<<<\n```\n{}\n```\n>>>",
    "brackets, labelled": "<<<Answer: {}>>>",
    "brackets, in a list": "<<<[{}]>>>",
    "brackets in a sentence": "So the result is <<< {} >>> as asked.",
}


def cases_of(path, name):
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        if row["task"] == name:
            known = ("task", "id", "question", "params", "gold", "gold_correct")
            case = Case(**{key: row.get(key) for key in known})
            yield case, [r for r in row["responses"] if not r.get("ambiguous")]


def strict_answers(responses, *, true):
    found = (
        bracketed(response["text"])
        for response in responses
        if response["format"] == "strict" and response["true_verdict"] is true
    )
    return [answer for answer in found if answer]


@EACH_TASK
def test_no_wrong_answer_passes_in_a_form_in_which_a_right_one_does(upstream_cases, name):
    task = find_task(name)
    taken = 0
    for case, responses in cases_of(upstream_cases, name):
        payload = original_task(name).payload(case)
        if payload is None:
            continue
        for form in FORMS.values():
            right = strict_answers(responses, true=True)
            if not any(task.verify(payload, form.format(answer)).correct for answer in right):
                continue
            taken += 1
            for answer in strict_answers(responses, true=False):
                assert not task.verify(payload, form.format(answer)).correct, (case.id, answer)
    assert taken > 20


def test_the_command_measures_agreement_and_says_so_with_its_exit_status(upstream_cases):
    done = subprocess.run(
        [sys.executable, "-m", "codesteer", "tasks", "conform", str(upstream_cases), "--json"],
        capture_output=True,
        text=True,
    )
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert set(report["tasks"]) == set(tasks())
    total = report["total"]
    assert total["strict"][0] == total["strict"][1] > 3_000
    assert total["none"][0] == total["none"][1] > 300
    assert total["lenient_false"][0] == 0
    accepted, lenient = total["lenient_true"]
    assert accepted >= 0.9 * lenient > 0


def case(task="number_multiply", **changes):
    responses = [
        {"text": "<<<6>>>", "kind": "gold", "format": "strict", "true_verdict": True},
        {"text": "<<<7>>>", "kind": "wrong", "format": "strict", "true_verdict": False},
        {"text": "It is 6.", "kind": "prose", "format": "lenient", "true_verdict": True},
        {"text": "", "kind": "nothing", "format": "none", "true_verdict": False},
    ]
    row = {
        "task": task, "id": "x", "question": "2*3?", "params": {"factors": [2, 3]},
        "gold": "6", "gold_correct": True, "responses": responses,
    }  # fmt: skip
    return {**row, **changes}


def written(tmp_path, *rows):
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def test_every_kind_of_response_is_counted(tmp_path):
    report = conform(written(tmp_path, case(), case()))
    assert report.tasks["number_multiply"].as_json() == {
        "strict": [4, 4], "none": [2, 2], "lenient_true": [2, 2], "lenient_false": [0, 0],
    }  # fmt: skip
    assert report.total.holds


@pytest.mark.parametrize(
    "response",
    [
        {"text": "<<<7>>>", "kind": "k", "format": "strict", "true_verdict": True},
        {"text": "<<<6>>>", "kind": "k", "format": "none", "true_verdict": False},
        {"text": "It is 6.", "kind": "k", "format": "lenient", "true_verdict": False},
    ],
)
def test_one_misjudged_response_ends_the_agreement(tmp_path, response):
    report = conform(written(tmp_path, case(responses=[response])))
    assert not report.total.holds
    assert report.total.disagreed == [f"x: k ({response['format']})"]


def test_a_response_that_may_be_read_in_two_ways_is_left_out(tmp_path):
    response = {
        "text": "<<<7>>>", "kind": "k", "format": "strict", "true_verdict": True, "ambiguous": True,
    }  # fmt: skip
    assert conform(written(tmp_path, case(responses=[response]))).total.strict == [0, 0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"{}\n", "Line 1"),
        (b"[]\n", "Line 1"),
        (b'{"task": "nothing"}\n', "Line 1"),
        (b"no json\n", "Line 1"),
    ],
)
def test_a_file_without_cases_is_one_clear_line(tmp_path, content, told):
    path = tmp_path / "cases.jsonl"
    if content is not None:
        path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "codesteer", "tasks", "conform", str(path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
