"""The published data set, read from its authors' folder."""

import json
import shutil
import subprocess
import sys

import pytest

from codesteer.symbench.original.importer import import_original
from codesteer.symbench.original.samples import samples
from codesteer.symbench.registry import find_task, tasks

WHERE = "reversi_dataset/sample_38"


def codesteer(*arguments, stdin=""):
    command = [sys.executable, "-m", "codesteer", "tasks", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True)


@pytest.fixture(scope="module")
def found(upstream_layout):
    return list(import_original(upstream_layout))


def test_every_task_is_read_in_the_same_order_each_time(found, upstream_layout):
    # The instances of path_plan are in the authors' code, and the samples leave one file out.
    assert {one.task for one in found} | {"path_plan", "web_of_lies"} == set(tasks())
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    assert ids == [one.id for one in import_original(upstream_layout)]
    assert all(one.id.startswith(f"{one.task}@original/") for one in found)


def test_prompts_are_there_and_payloads_are_json(found):
    for one in found:
        assert one.prompt.strip(), one.id
        assert json.loads(json.dumps(one.as_json())) == one.as_json(), one.id
        assert one.broken or one.payload is not None, one.id


def test_a_gold_that_is_right_is_accepted_by_the_verifier(found):
    judged = 0
    for one in found:
        if one.gold_correct and not one.broken and isinstance(one.gold, str):
            task = find_task(one.task)
            assert task.verify(one.payload, f"<<<{one.gold}>>>").correct, one.id
            judged += 1
    assert judged > 20


def test_the_verified_split_leaves_broken_instances_out(tmp_path, upstream_layout):
    counts = {}
    for split in ("verified", "published"):
        out = tmp_path / f"{split}.jsonl"
        done = codesteer("import", upstream_layout, "--split", split, "--out", out, "--json")
        assert done.returncode == 0, done.stderr
        counts[split] = json.loads(done.stdout)
        rows = [json.loads(line) for line in out.read_text().splitlines()]
        assert len(rows) == counts[split]["kept"]
        assert split == "published" or not any(row["broken"] for row in rows)
    broken = sum(count["broken"] for count in counts["published"]["tasks"].values())
    assert counts["published"]["kept"] - counts["verified"]["kept"] == broken > 0


def test_an_imported_instance_is_solved_and_verified_by_its_id(tmp_path, upstream_layout):
    out = tmp_path / "original.jsonl"
    codesteer("import", upstream_layout, "--task", "string_insertion", "--out", out)
    wanted = json.loads(out.read_text().splitlines()[0])["id"]
    answer = codesteer("solve", wanted, "--from", out).stdout
    judged = codesteer("verify", wanted, "--from", out, stdin=answer)
    assert (judged.stdout, judged.returncode) == ("correct\n", 0)
    assert "say --from FILE" in codesteer("solve", wanted).stderr
    assert "holds no instance" in codesteer("solve", "x@original/1", "--from", out).stderr


@pytest.fixture
def sample(tmp_path, upstream_layout):
    """A copy of one published sample, to be damaged."""
    copy = tmp_path / "reversi_dataset" / "sample_38"
    shutil.copytree(upstream_layout / "reversi_dataset" / "sample_38", copy)
    return copy


def refused(*arguments):
    """The one line that says why the import ended."""
    done = codesteer("import", *arguments)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("solution.json", b'{"board_size": 8, "mov', "is no JSON"),
        ("solution.json", b"", "is no JSON"),
        ("solution.json", b"[" * 100_000, "is no JSON"),
        ("solution.json", b'{"board_size": "\xff"}', "is no UTF-8"),
        ("solution.json", None, "is missing"),
        ("question.txt", b"\xff\xfe", "is no UTF-8"),
        ("question.txt", None, "is missing"),
    ],
)
def test_a_damaged_file_of_a_sample_is_named(tmp_path, sample, file, content, told):
    if content is None:
        (sample / file).unlink()
    else:
        (sample / file).write_bytes(content)
    line = refused(tmp_path)
    assert f"{sample / file} {told}" in line


@pytest.mark.parametrize("stored", [{}, [], None, {"board_size": "8"}, {"board_size": 8}])
def test_a_sample_of_another_form_names_its_task(tmp_path, sample, stored):
    (sample / "solution.json").write_text(json.dumps(stored), "utf-8")
    assert "The published data of reversi cannot be read: " in refused(tmp_path)


def test_names_that_are_no_number_are_passed_over(tmp_path, sample):
    for name in ("sample_x", "sample_", "sample_3_old", "sample_-1"):
        shutil.copytree(sample, sample.with_name(name))
    sample.with_name("sample_4").write_text("no folder", "utf-8")
    assert [one.id for one in import_original(tmp_path)] == ["reversi@original/" + WHERE]
    shutil.rmtree(sample)
    assert "Nothing of the published data set" in refused(tmp_path)


def test_samples_come_in_order_of_their_numbers(tmp_path, sample):
    for name in ("sample_100", "sample_9", "sample_10_2", "sample_10_1"):
        shutil.copytree(sample, sample.with_name(name))
    found = list(samples(tmp_path, "reversi_dataset"))
    assert [one.name for one in found] == [
        *("sample_9", "sample_10_1", "sample_10_2", "sample_38", "sample_100"),
    ]
    assert found[3].id == WHERE
    assert found[3].question == (sample / "question.txt").read_text("utf-8").strip()
    assert found[3].stored == json.loads((sample / "solution.json").read_text("utf-8"))
    assert list(samples(tmp_path, "nothing")) == []


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        (
            "gsmhardv2.jsonl",
            b'{"input": "How many?", "code": "", "target": 1.0}\n{"inp',
            "gsm_hard",
        ),
        ("gsmhardv2.jsonl", b'{"input": "How many?"}\n', "'target' is missing"),
        ("gsmhardv2.jsonl", b'{"input": "How many?", "target": Infinity}\n', "gsm_hard"),
        ("gsmhardv2.jsonl", b"\xff\n", "gsm_hard"),
        ("game24_dataset/24/24.csv", b"Rank,Puzzles\n1\n", "game_24"),
        ("game24_dataset/24/24.csv", b'Rank,Puzzles\n1,"' + b"1" * 200_000, "game_24"),
        ("MATH/train/geometry/1.json", b"{", "math_geometry"),
        ("BoxNet1_dataset/env_pg_state_1_2/pg_state0/pg_state0.json", b"[]", "box_net"),
    ],
)
def test_a_damaged_file_of_another_layout_names_its_task(tmp_path, file, content, told):
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_bytes(content)
    line = refused(tmp_path)
    assert "The published data of" in line
    assert told in line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["import", "/nowhere"], "is no folder"),
        (["import", "{tmp}"], "Nothing of the published data set"),
        (["import", "{tmp}", "--split", "best"], "Splits: verified, published"),
        (["import", "{tmp}", "--task", "nothing"], "There is no task"),
        (["solve", "a@original/b", "--from", "/nowhere"], "cannot be read"),
    ],
)
def test_what_cannot_be_imported_is_one_clear_line(tmp_path, arguments, told):
    done = codesteer(*(a.format(tmp=tmp_path) for a in arguments))
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
