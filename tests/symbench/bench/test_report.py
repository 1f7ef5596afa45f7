"""Reports say what the runs hold, and nothing that is in a run can get out of its place."""

import base64
import csv
import gzip
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.journal import Journal, JournalDamaged, read_journal
from codesteer.symbench.bench.report.making import make_report
from codesteer.symbench.bench.report.markup import script_json, tag
from codesteer.symbench.bench.report.published import read_published
from codesteer.symbench.bench.run_folder import RunFolder
from codesteer.symbench.bench.synthetic import METHODS, synthesise

from .made_runs import HOSTILE, a_hostile_run, a_run, an_episode
from .samples import a_sample


class Elements(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.scripts, self.found, self.meta = [], [], {}
        self._script = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.found.append((tag, attrs))
        if tag == "script":
            self._script = (attrs, [])
        if tag == "meta" and "http-equiv" in attrs:
            self.meta[attrs["http-equiv"]] = attrs["content"]

    def handle_data(self, data):
        if self._script is not None:
            self._script[1].append(data)

    def handle_endtag(self, tag):
        if tag == "script":
            attrs, parts = self._script
            self.scripts.append((attrs, "".join(parts)))
            self._script = None


class Page:
    """A report, read back as its own script reads it."""

    def __init__(self, path):
        self.text = path.read_text("utf-8")
        self.elements = Elements(self.text)
        by_id = {attrs.get("id", ""): text for attrs, text in self.elements.scripts}
        self.data = json.loads(by_id["summary"])
        self._chunks = by_id

    def episode(self, row):
        packed = base64.b64decode(self._chunks[f"chunk-{self.data['chunk'][row]}"])
        return json.loads(gzip.decompress(packed))[self.data["place"][row]]

    def endings(self):
        return [self.data["endings"][at][0] for at in self.data["ending"]]


def reported(tmp_path, *folders, **options):
    """The page of a report of these runs."""
    return Page(make_report(folders, tmp_path / "out" / "report.html", **options).page)


def test_every_episode_can_be_read_turn_by_turn(tmp_path):
    run = a_run(tmp_path / "run", a_sample(trajectory=an_episode(code="x = 4\nprint(6 * x)")))
    episode = reported(tmp_path, run).episode(0)
    kinds = [block["kind"] for block in episode["blocks"]]
    assert kinds == ["question", "guidance", "answer", "execution", "check"]
    shown = json.dumps(episode)
    for text in ("Search for it.", "print(6 * x)", "24\\n", "print('Correct')"):
        assert text in shown


def test_hostile_texts_stay_texts(tmp_path):
    page = reported(tmp_path, a_hostile_run(tmp_path / HOSTILE[:1]))
    assert page.elements.found.count(("img", {"src": "x", "onerror": "window.harmed = 1"})) == 0
    assert {name for name, _ in page.elements.found}.isdisjoint({"img", "iframe", "link", "object"})
    runnable = [text for attrs, text in page.elements.scripts if "type" not in attrs]
    assert len(runnable) == 1
    assert "harmed" not in "".join(text for _, text in page.elements.scripts[-1:])
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u2028\u202e]", page.text)
    episode = json.dumps(page.episode(0), ensure_ascii=False)
    assert "\\\\x1b[2J\\\\u202e" in episode
    assert not re.search("[\x1b\u202e\u2028]", episode)


def test_the_policy_lets_nothing_run_or_be_fetched_but_what_is_shipped(tmp_path):
    page = reported(tmp_path, a_hostile_run(tmp_path / "run"))
    policy = page.elements.meta["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    script = page.elements.scripts[-1][1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    for name, attrs in page.elements.found:
        assert not {"src", "style", "action", "onclick", "onerror"} & attrs.keys(), name
        assert attrs.get("href", "#").startswith("#")


@given(st.text())
def test_no_text_ends_the_element_it_stands_in(text):
    assert json.loads(script_json({"a": text})) == {"a": text}
    assert "<" not in script_json(text)
    inside = tag("p", text, title=text)
    assert [name for name, _ in Elements(inside).found] == ["p"]


@pytest.mark.parametrize(
    ("parts", "ending"),
    [
        ({"correct": True}, "solved"),
        ({"correct": False}, "wrong"),
        ({"error": "The server is gone.", "answer": ""}, "error"),
        ({"correct": False, "answer": "", "trajectory": an_episode(status="timeout")}, "time_out"),
        ({"correct": False, "answer": "", "trajectory": an_episode(status="error")}, "code_failed"),
        ({"correct": False, "answer": "", "trajectory": an_episode(status="dead")}, "kernel_lost"),
        ({"correct": False, "answer": "", "stopped_because": "turns_spent"}, "turns_spent"),
        ({"correct": False, "answer": " "}, "no_answer"),
        (
            {"correct": False, "trajectory": (
                {"kind": "symbolic", "turn": 1, "report": {"parsed": True, "literal_output": True}},
            )},
            "text_like",
        ),
    ],
)  # fmt: skip
def test_failures_are_told_apart(tmp_path, parts, ending):
    other = a_sample("codesteer:game_24@1/1/0/9#0")
    page = reported(tmp_path, a_run(tmp_path / "run", a_sample(**parts), other))
    assert page.endings() == [ending, "solved"]


def test_an_answer_takes_the_place_of_earlier_errors_and_answers(tmp_path):
    failed = a_sample(error="The model is out of reach.", answer="")
    run = a_run(tmp_path / "run", failed, a_sample(correct=False), a_sample(answer="<<<latest>>>"))
    page = reported(tmp_path, run)
    assert page.endings() == ["solved"]
    assert page.episode(0)["answer"] == "<<<latest>>>"


def test_a_report_of_a_killed_run_shows_what_is_whole(tmp_path):
    run = a_run(tmp_path / "run", a_sample(), a_sample("codesteer:game_24@1/1/0/1#0"))
    file = run / "samples.jsonl"
    file.write_bytes(file.read_bytes()[:-20])
    assert reported(tmp_path, run).endings() == ["solved"]


def test_rates_and_intervals_are_those_of_scoring(tmp_path):
    samples = [
        a_sample(f"{method}:game_24@1/{level}/0/{index}#0", correct=index < good)
        for method, good in (("codesteer", 3), ("all_code_cot", 1))
        for level in (1, 2)
        for index in range(4)
    ]
    run = a_run(tmp_path / "run", *samples, methods=("all_code_cot", "codesteer"))
    page = reported(tmp_path, run, paper=True, csv=tmp_path / "csv")
    with open(tmp_path / "csv" / "success_rates.csv", encoding="utf-8") as file:
        rows = {(row["method"], row["level"]): row for row in csv.DictReader(file)}
    assert float(rows["codesteer", ""]["rate"]) == 0.75
    assert float(rows["all_code_cot", "2"]["rate"]) == 0.25
    low, high = float(rows["codesteer", ""]["low"]), float(rows["codesteer", ""]["high"])
    assert (round(low, 3), round(high, 3)) == (0.409, 0.929)
    assert float(rows["codesteer", ""]["paper"]) == 0.93
    assert "<i>93</i>" in page.text
    with open(tmp_path / "csv" / "averages.csv", encoding="utf-8") as file:
        averages = {(r["method"], r["group"], r["score"]): r["value"] for r in csv.DictReader(file)}
    assert round(float(averages["all_code_cot", "total", "normalised"]), 3) == 0.333


def test_the_ladder_is_kept_out_of_the_table(tmp_path):
    samples = [
        a_sample("codesteer:game_24@1/1/0/0#0", correct=True),
        a_sample("codesteer:game_24@1/11/0/0#0", correct=False),
        a_sample("codesteer:game_24@1/15/0/0#0", correct=False),
    ]
    make_report([a_run(tmp_path / "run", *samples)], tmp_path / "r.html", csv=tmp_path)
    with open(tmp_path / "success_rates.csv", encoding="utf-8") as file:
        rates = {row["level"]: float(row["rate"]) for row in csv.DictReader(file)}
    assert rates == {"": 1.0, "1": 1.0, "11": 0.0, "15": 0.0}


def test_several_runs_stand_beside_one_another(tmp_path):
    runs = [
        a_run(tmp_path / part / "same", a_sample(correct=good))
        for part, good in (("a", True), ("b", False))
    ]
    page = reported(tmp_path, *runs)
    assert page.data["columns"] == ["codesteer · same (1)", "codesteer · same (2)"]
    assert page.endings() == ["solved", "wrong"]


def test_long_texts_keep_their_ends(tmp_path):
    episode = an_episode(output="first" + "x" * 5_000 + "last")
    run = a_run(tmp_path / "run", a_sample(trajectory=episode))
    page = reported(tmp_path, run, longest=400)
    shown = json.dumps(page.episode(0))
    assert "first" in shown
    assert "last" in shown
    assert "characters left out" in shown
    assert len(shown) < 5_000


def test_made_up_runs_say_so_in_the_page_and_are_the_same_every_time(tmp_path):
    for name in ("one", "two"):
        synthesise(tmp_path / name / "run", 60)
    one, two = (RunFolder(tmp_path / name / "run") for name in ("one", "two"))
    assert one.samples.read_bytes() == two.samples.read_bytes()
    assert one.manifest().source == "synthetic"
    samples = list(read_journal(one.samples))
    assert {sample.name.method for sample in samples} == set(METHODS)
    assert {sample.correct for sample in samples} == {True, False}
    page = reported(tmp_path, one.path)
    real = reported(tmp_path, a_run(tmp_path / "real", a_sample()))
    marks = [
        [
            attrs["class"]
            for _, attrs in each.elements.found
            if "synthetic" in attrs.get("class", "")
        ]
        for each in (page, real)
    ]
    assert marks == [["synthetic", "synthetic-banner"], []]
    with pytest.raises(InvalidRequest, match="holds a run already"):
        synthesise(one.path, 5)


def test_pictures_are_drawn_of_whatever_there_is(tmp_path):
    samples = [
        a_sample(f"codesteer:{task}@1/{level}/0/0#0", correct=level % 2 == 0, seconds=2.0)
        for task in ("game_24", "letters")
        for level in (1, 2, 11, 12)
    ]
    run = a_run(tmp_path / "$run_$", *samples)
    made = make_report([run], tmp_path / "r.html", png=tmp_path / "png", paper=True)
    assert {path.stem for path in made.figures} >= {"success_rates", "levels", "ladder", "endings"}
    for path in made.figures:
        assert path.read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_the_message_says_what_to_install(tmp_path):
    run = a_run(tmp_path / "run", a_sample())
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from importlib import util; util.find_spec = lambda name: None\n"
        "from pathlib import Path\n"
        "from codesteer.symbench.bench.report.making import make_report\n"
        f"folder = Path({str(tmp_path)!r})\n"
        f"make_report([Path({str(run)!r})], folder / 'r.html', csv=folder)\n"
        f"make_report([Path({str(run)!r})], folder / 'r.html', png=folder)\n"
    )
    ended = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True)
    assert "pip install 'codesteer[bench]'" in ended.stderr
    assert (tmp_path / "r.html").exists()


def test_what_cannot_be_reported_says_what_to_do(tmp_path):
    with pytest.raises(InvalidRequest, match="no folder of a run"):
        make_report([tmp_path], tmp_path / "r.html")
    empty = a_run(tmp_path / "empty")
    with pytest.raises(InvalidRequest, match="bench resume"):
        make_report([empty], tmp_path / "r.html")
    damaged = a_run(tmp_path / "damaged", a_sample(), a_sample())
    (damaged / "samples.jsonl").write_bytes(b"{}\n" + (damaged / "samples.jsonl").read_bytes())
    with pytest.raises(JournalDamaged, match="Line 1"):
        make_report([damaged], tmp_path / "r.html")
    assert not (tmp_path / "r.html").exists()


def test_the_papers_averages_come_out_of_its_table():
    published = read_published()
    assert round(100 * published.average("codesteer", "total", normalised=True), 1) == 86.4
    assert published.rate("game_24", "codesteer") == 0.93
    assert published.average("few_shot", "total", normalised=True) is None


def test_the_report_grows_with_the_journal(tmp_path):
    run = a_run(tmp_path / "run", a_sample())
    with Journal.opened(Path(run) / "samples.jsonl") as journal:
        for index in range(1, 70):
            journal.append(a_sample(f"codesteer:game_24@1/1/0/{index}#0", answer=f"<<<{index}>>>"))
    page = reported(tmp_path, run)
    assert len(page.data["column"]) == 70
    row = page.data["instance"].index("1/1/0/69")
    assert page.episode(row)["answer"] == "<<<69>>>"
