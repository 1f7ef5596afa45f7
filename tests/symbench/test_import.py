"""The published data set, read from its authors' folder."""

import json
import subprocess
import sys

import pytest

from codesteer.symbench.original.importer import import_original
from codesteer.symbench.registry import find_task, tasks


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
