"""`codesteer episodes export`: records for other programs and people."""

import json
import os
import threading
from pathlib import Path

import anyio
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from codesteer.cli import make_app
from codesteer.errors import EpisodeDamaged, InvalidRequest
from codesteer.steering.episodes.redacting import Redactor
from codesteer.steering.episodes.texts import fenced, printable
from codesteer.steering.episodes.writing import write_out
from codesteer.steering.executor import Execution
from codesteer.steering.store import FileEpisodeStore
from codesteer.steering.trajectory import (
    AnswerChecked,
    AnswerGiven,
    CodeRun,
    GuidanceGiven,
    KernelLost,
    Noticed,
    QuestionAsked,
    SessionOpened,
)

from ..recorded import (
    ALL,
    KERNEL_ONLY,
    OPEN,
    PROGRAM,
    QUESTION,
    RIGHT,
    SOLVED,
    STOPPED,
    WORDS,
    record_home,
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    anyio.run(record_home, home)
    return home


def export(*arguments, home, **environ):
    environ = {"CODESTEER_HOME": str(home), **environ}
    return CliRunner().invoke(make_app(), ["episodes", "export", *arguments], env=environ)


def rows(*arguments, home, **environ):
    return [
        json.loads(line) for line in export(*arguments, home=home, **environ).stdout.splitlines()
    ]


def test_jsonl_is_the_folded_trajectory_one_object_a_line(home):
    (row,) = rows("last", home=home)
    trajectory = FileEpisodeStore(home / "episodes").read(SOLVED).trajectory
    assert (row["schema"], row["session_id"], row["outcome"]) == (1, SOLVED, "answer")
    assert (row["question"], row["answer"]) == (QUESTION, f"<<<{RIGHT}>>>")
    assert row["opened"] == "2026-05-04T12:00:00.000+00:00"
    assert row["opened"] < row["ended"] < "2026-05-04T12:01"
    assert [turn["answer"] for turn in row["turns"]] == [WORDS, PROGRAM]
    for turn, was in zip(row["turns"], trajectory.turns, strict=True):
        assert turn["guidance"]["guidance"] == was.guidance.guidance
        assert [run["code"] for run in turn["runs"]] == [run.code for run in was.runs]
        assert [check["verdict"] for check in turn["checks"]] == [c.verdict for c in was.checks]
    assert row["turns"][1]["runs"][0]["output"] == f"<<<{RIGHT}>>>"
    assert row["turns"][1]["symbolic"]["parsed"] is True
    assert row["closing"]["action"] == "answer"


def test_every_field_of_the_export_is_in_the_documentation(home, root):
    page = (root / "docs" / "episodes.md").read_text("utf-8")

    def names(value):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield name
                if name != "symbolic":  # Its fields are the checker's.
                    yield from names(inner)
        if isinstance(value, list):
            for inner in value:
                yield from names(inner)

    found = {name for row in rows("--all", home=home) for name in names(row)}
    found |= {name for row in rows("last", "--format", "messages", home=home) for name in row}
    assert len(found) > 30
    assert not [name for name in found if f"`{name}`" not in page]


def test_all_is_everything_from_the_oldest_on(home):
    assert [row["session_id"] for row in rows("--all", home=home)] == list(reversed(ALL))


def test_episodes_are_exported_in_the_order_in_which_they_are_named(home):
    named = rows("last", STOPPED[:8], OPEN, home=home)
    assert [row["session_id"] for row in named] == [SOLVED, STOPPED, OPEN]


@pytest.mark.parametrize("arguments", [[], ["last", "--all"], ["last", "--format", "pdf"]])
def test_what_cannot_be_meant_is_refused_with_advice(home, arguments):
    error = export(*arguments, home=home).exception
    assert isinstance(error, InvalidRequest)
    assert "--all" in str(error) or "jsonl, markdown, messages" in str(error)


def test_messages_are_the_chat_of_the_guide(home):
    (chat,) = rows("last", "--format", "messages", home=home)
    roles = [message["role"] for message in chat["messages"]]
    assert roles == ["system", *["user", "assistant"] * (len(roles) // 2)]
    contents = [message["content"] for message in chat["messages"]]
    assert QUESTION in contents[1]
    assert WORDS in contents[3]
    assert PROGRAM in contents[5]
    assert f"<<<{RIGHT}>>>" in contents[5]
    assert contents[5].count("48123") == 1
    said = [json.loads(content) for content in contents[2::2]]
    trajectory = FileEpisodeStore(home / "episodes").read(SOLVED).trajectory
    assert said[0]["guidance"] == trajectory.turns[0].guidance.guidance
    assert said[-1] == {
        "reason": trajectory.outcome.reason,
        "action": "answer",
        "guidance": trajectory.outcome.guidance,
        "answer": trajectory.outcome.answer,
    }


def test_sessions_without_a_decision_have_no_messages(home):
    done = export("--all", "--format", "messages", home=home)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 3
    assert f"{KERNEL_ONLY}: no guide has decided" in done.stderr


def stored(home, *events):
    store = FileEpisodeStore(home / "episodes")
    head = (
        SessionOpened(session_id="cs_a", codesteer="0.1.0", client="c"),
        QuestionAsked(question="q", guide="g", max_turns=5),
        GuidanceGiven(turn=1, action="code", guidance="do", reason="r", guide="g"),
    )
    anyio.run(lambda: store.append("cs_a", [*head, *events], expected=0))


def test_messages_hold_what_the_guide_saw_and_no_answer_that_was_replaced(tmp_path):
    stored(
        tmp_path,
        AnswerGiven(turn=1, answer="first answer"),
        CodeRun(
            turn=1,
            origin="run_code",
            code="print(1)",
            execution=Execution(status="error", error="ValueError: e", note="a note"),
        ),
        AnswerGiven(turn=1, answer="second answer"),
        KernelLost(kernel="k", reason="it was reset"),
        AnswerChecked(
            turn=1, answer="7", program="p", verdict="unknown", reason="why", objection="odd"
        ),
        GuidanceGiven(turn=2, action="text", guidance="go", reason="r", guide="g"),
        AnswerGiven(turn=2, answer="nobody decided on this"),
    )
    (chat,) = rows("last", "--format", "messages", home=tmp_path)
    assert len(chat["messages"]) == 5
    seen = chat["messages"][3]["content"]
    for part in ("second answer", "print(1)", "ValueError: e", "a note", "it was reset", "why",
                 "odd"):  # fmt: skip
        assert part in seen
    assert "first answer" not in seen
    assert "nobody" not in str(chat)


def test_markdown_is_a_page_of_the_whole_episode(home):
    page = export("last", "--format", "markdown", home=home).stdout
    tokens = MarkdownIt().parse(page)
    headings = [
        tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"
    ]
    assert headings[1:] == ["Question", "Turn 1", "Turn 2", "Outcome"]
    blocks = [token.content.strip("\n") for token in tokens if token.type == "fence"]
    for text in (QUESTION, WORDS, PROGRAM, f"<<<{RIGHT}>>>"):
        assert text in blocks
    assert "Answer, after 2 turns." in page


HOSTILE = st.text("`~#<>\n|*_[]() aZ1-\\&\t", max_size=60) | st.text(max_size=40)


@given(text=HOSTILE)
def test_a_fence_is_longer_than_any_inside_it(text):
    (block,) = MarkdownIt().parse(fenced(text))
    assert (block.type, block.info) == ("fence", "text")
    assert block.content == (printable(text).strip("\n") + "\n")


@given(text=HOSTILE)
@example("<b>x</b> &amp; [a](b) <https://a.example> ![i](j) **s** `c` # h | t | ~~x~~ <!-- c -->")
@settings(max_examples=40, deadline=None)
def test_no_text_becomes_markup(tmp_path_factory, text):
    home = tmp_path_factory.mktemp("hostile")
    stored(
        home,
        AnswerGiven(turn=1, answer=text),
        Noticed(text=text),
        GuidanceGiven(turn=1, action="stop", guidance=text, reason=text, guide=text, answer=text),
    )
    page = export("last", "--format", "markdown", home=home).stdout
    tokens = MarkdownIt().parse(page)
    assert sum(token.type == "heading_open" for token in tokens) == 4
    kinds = {token.type for token in tokens}
    assert kinds <= {
        "heading_open", "inline", "heading_close", "paragraph_open", "paragraph_close", "fence",
    }  # fmt: skip
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {"text", "strong_open", "strong_close", "text_special"}


def test_keys_and_paths_of_this_machine_do_not_leave_it(tmp_path):
    key = "sk-1234567890abcdef"
    trace = (
        'Traceback (most recent call last):\n  File "/usr/lib/python3.11/json/decoder.py", line 3\n'
        f"  File {tmp_path}/deep/er.py:7, in f\n"
        "FileNotFoundError: '/home/somebody/private project/data.csv' C:\\Users\\Some\\x.py"
    )
    run = CodeRun(
        turn=1,
        origin="run_code",
        code=f"client(key='{key}')\nopen('/home/somebody/data.csv')",
        execution=Execution(status="error", error=trace, output=key, kernel=f"{tmp_path}/k"),
    )
    stored(tmp_path, AnswerGiven(turn=1, answer=f"use {key}"), run, Noticed(text=str(tmp_path)))
    for form in ("jsonl", "markdown", "messages"):
        done = export("last", "--format", form, home=tmp_path, CODESTEER_MODEL_API_KEY=key)
        assert done.exit_code == 0
        for secret in (key, str(tmp_path), "somebody", "/usr/lib", "Users\\"):
            assert secret not in done.stdout
    (row,) = rows("last", home=tmp_path, CODESTEER_MODEL_API_KEY=key)
    error = row["turns"][0]["runs"][0]["error"]
    assert 'File ".../decoder.py", line 3' in error
    assert "File .../er.py:7, in f" in error
    assert row["turns"][0]["answer"] == "use [secret]"


@pytest.mark.parametrize(
    "text",
    [
        "1/2/3 and/or a/b",
        "https://home.example/usr/lib",
        "/ / /",
        "//home",
        "print('Q:\\n\\nA:\\nB')",
        "a:b:/c",
        "up/down/left/right",
        "\\frac{1}{2}",
        "the /data",
    ],
)
def test_what_only_looks_like_a_path_stays(text):
    assert Redactor([""], [Path("/"), Path("/srv/home")]).text(text) == text


def test_a_file_is_written_and_never_replaced_unasked(home, tmp_path):
    out = tmp_path / "out.jsonl"
    assert export("last", "--output", str(out), home=home).exit_code == 0
    written = out.read_text("utf-8")
    assert json.loads(written)["session_id"] == SOLVED
    done = export(OPEN, "--output", str(out), home=home)
    assert isinstance(done.exception, InvalidRequest)
    assert "--force" in str(done.exception)
    assert out.read_text("utf-8") == written
    assert export(OPEN, "--output", str(out), "--force", home=home).exit_code == 0
    assert json.loads(out.read_text("utf-8"))["session_id"] == OPEN
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("force", [False, True])
def test_an_export_that_breaks_off_leaves_the_folder_as_it_was(tmp_path, force):
    out = tmp_path / "out"
    if force:
        out.write_text("before")

    def pieces():
        yield "x" * 100_000
        raise EpisodeDamaged("no more")

    with pytest.raises(EpisodeDamaged):
        write_out(pieces(), out, force=force)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"] * force


def test_force_writes_into_a_pipe_and_through_a_link(tmp_path):
    pipe, target, link = tmp_path / "pipe", tmp_path / "target", tmp_path / "link"
    os.mkfifo(pipe)
    target.write_text("old")
    link.symlink_to(target)
    got = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    write_out(["a", "b"], pipe, force=True)
    reader.join(5)
    assert got == ["ab"]
    assert pipe.is_fifo()
    write_out(["new"], link, force=True)
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("place", ["nowhere/out", "."])
def test_a_place_that_cannot_be_written_to_is_named(home, tmp_path, place):
    done = export("last", "--force", "--output", str(tmp_path / place), home=home)
    assert isinstance(done.exception, InvalidRequest)
    assert "cannot be written" in str(done.exception)


def test_all_leaves_out_what_cannot_be_read_and_says_so(tmp_path):
    anyio.run(record_home, tmp_path)
    (tmp_path / "episodes" / f"{OPEN}.jsonl").write_text("not json\n")
    done = export("--all", home=tmp_path)
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 3
    assert f"left out: {OPEN}: Line 1 of" in done.stderr
    assert isinstance(export("last", OPEN, home=tmp_path).exception, EpisodeDamaged)


def test_what_is_secret_in_the_address_of_an_endpoint_does_not_leave(tmp_path):
    said = "use me:hunter%2F2pass, hunter/2pass or key=hunter3key"
    stored(tmp_path, AnswerGiven(turn=1, answer=said))
    url = "http://me:hunter%2F2pass@127.0.0.1:1/v1?key=hunter3key"
    for form in ("jsonl", "markdown", "messages"):
        done = export("last", "--format", form, home=tmp_path, CODESTEER_GUIDE_URL=url)
        assert done.exit_code == 0
        assert "hunter" not in done.stdout
