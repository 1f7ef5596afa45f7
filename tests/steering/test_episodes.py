"""`codesteer episodes list` and `show`, on episodes that a steerer recorded."""

import json
import os
import subprocess
import sys
from datetime import datetime

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from codesteer.cli import make_app
from codesteer.errors import EpisodeError, InvalidRequest, UnknownSession
from codesteer.steering.chat import ScriptedChat
from codesteer.steering.episodes.cli import app
from codesteer.steering.episodes.texts import printable
from codesteer.steering.executor import Execution
from codesteer.steering.guides.fallback import FallbackGuide
from codesteer.steering.guides.model import ModelGuide
from codesteer.steering.guides.profile import load_profile
from codesteer.steering.guides.rules import RulesGuide
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
    QUESTION,
    RIGHT,
    SOLVED,
    STOPPED,
    WORDS,
    record_home,
    solved,
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home that tests read and do not change."""
    home = tmp_path_factory.mktemp("home")
    anyio.run(record_home, home)
    return home


@pytest.fixture
def own_home(tmp_path):
    """A home that a test may change."""
    anyio.run(record_home, tmp_path)
    return tmp_path


def episodes(*arguments, home, **environ):
    environ = {"COLUMNS": "200", "CODESTEER_HOME": str(home), **environ}
    return CliRunner().invoke(make_app(), ["episodes", *arguments], env=environ)


def listed(*arguments, home):
    return json.loads(episodes("list", "--json", *arguments, home=home).stdout)


def refused(*arguments, home):
    error = episodes(*arguments, home=home).exception
    assert isinstance(error, InvalidRequest | EpisodeError), error
    return str(error)


def test_list_has_the_newest_first_with_what_it_was_about(home):
    lines = episodes("list", home=home).stdout.splitlines()
    assert lines[0].split()[:3] == ["session", "opened", "guide"]
    assert [ALL[i].startswith(line.split()[0]) for i, line in enumerate(lines[1:])] == [True] * 4
    solved = lines[1]
    assert datetime.fromisoformat("2026-05-04T12:00Z").astimezone().strftime("%d %H:%M") in solved
    for part in ("rules", "test-client 1.0", "answer", QUESTION):
        assert part in solved
    assert "only run code" in lines[4]


def test_a_narrow_terminal_leaves_the_clients_out(home):
    done = episodes("list", home=home, COLUMNS="80")
    assert "client" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_list_as_json_says_how_each_ended(home):
    rows = listed(home=home)
    assert [row["session_id"] for row in rows] == list(ALL)
    assert [row["outcome"] for row in rows] == ["answer", "open", "stop", "open"]
    assert [row["guide"] for row in rows] == ["rules", "rules", "scripted", ""]
    assert rows[0]["question"] == QUESTION
    assert rows[2]["turns"] == 1
    assert rows[0]["opened"] == "2026-05-04T12:00:00.000+00:00"


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--limit", "2"], ALL[:2]),
        (["--limit", "0"], ALL),
        (["--guide", "rules"], (SOLVED, OPEN)),
        (["--outcome", "answer"], (SOLVED,)),
        (["--outcome", "stop"], (STOPPED,)),
        (["--outcome", "open"], (OPEN, KERNEL_ONLY)),
        (["--outcome", "open", "--limit", "1"], (OPEN,)),
        (["--guide", "none of them"], ()),
    ],
)
def test_list_can_be_narrowed(home, options, names):
    assert [row["session_id"] for row in listed(*options, home=home)] == list(names)


def test_list_says_that_there_are_more(home):
    assert "2 of 4 episodes" in episodes("list", "--limit", "2", home=home).stderr
    assert episodes("list", home=home).stderr == ""


def test_an_outcome_that_there_is_not_is_refused_with_those_that_there_are(home):
    assert "answer, stop, open" in refused("list", "--outcome", "won", home=home)


def test_an_empty_home_says_how_to_make_an_episode(tmp_path):
    done = episodes("list", "--json", home=tmp_path)
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    assert "codesteer install" in done.stderr
    assert "codesteer install" in refused("show", "last", home=tmp_path)
    assert "codesteer install" in refused("export", "--all", home=tmp_path)


def test_home_can_be_named_on_the_command_line(home, tmp_path):
    done = episodes("list", "--json", "--home", str(home), home=tmp_path)
    assert len(json.loads(done.stdout)) == 4


def test_a_home_that_is_a_file_is_one_clear_error(tmp_path):
    (tmp_path / "episodes").write_text("")
    assert "cannot be read: Not a directory" in refused("list", home=tmp_path)


def test_damage_is_told_on_its_line_and_does_not_stop_the_list(own_home):
    path = own_home / "episodes" / f"{OPEN}.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"not json\n", *lines[2:]]))
    (own_home / "episodes" / "cs_empty.jsonl").write_bytes(b"")
    (own_home / "episodes" / "cs_folder.jsonl").mkdir()
    (own_home / "episodes" / "cs_binary.jsonl").write_bytes(b"\xff\x00[\n")
    rows = {row["session_id"]: row for row in listed(home=own_home)}
    assert {name for name, row in rows.items() if not row["damage"]} == set(ALL) - {OPEN}
    assert "Line 2 of" in rows[OPEN]["damage"]
    assert "no finished line" in rows["cs_empty"]["damage"]
    assert "Line 2 of" in episodes("list", home=own_home).stdout
    assert "Line 2 of" in refused("show", OPEN, home=own_home)


def test_events_in_an_order_without_meaning_are_damage(own_home):
    path = own_home / "episodes" / f"{SOLVED}.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    answer = next(record for record in records if record["kind"] == "answer")
    path.write_text(
        "".join(f"{json.dumps(r)}\n" for r in (records[0], {**answer, "seq": 1})), "utf-8"
    )
    assert "Line 2 of" in refused("show", SOLVED, home=own_home)


def test_a_torn_last_line_is_left_out_with_a_notice(own_home):
    path = own_home / "episodes" / f"{SOLVED}.jsonl"
    with open(path, "ab") as file:
        file.write(b'{"seq":')
    before = path.read_bytes()
    row = listed(home=own_home)[0]
    assert (row["session_id"], row["torn_bytes"], row["outcome"]) == (SOLVED, 7, "answer")
    assert "[last line torn, 7 bytes]" in episodes("list", home=own_home).stdout
    assert "never finished; its 7 bytes" in episodes("show", SOLVED, home=own_home).stdout
    assert path.read_bytes() == before


def test_other_files_in_the_folder_are_no_episodes(own_home):
    for name in ("notes.txt", "cs a.jsonl", ".jsonl", "cs_a.jsonl.part"):
        (own_home / "episodes" / name).write_text("x")
    assert len(listed(home=own_home)) == 4


def test_a_pipe_in_the_folder_keeps_nobody_waiting(own_home):
    os.mkfifo(own_home / "episodes" / "cs_pipe.jsonl")
    assert len(listed(home=own_home)) == 4
    with pytest.raises(UnknownSession):
        FileEpisodeStore(own_home / "episodes").read("cs_pipe")


@pytest.mark.parametrize("wanted", [SOLVED, SOLVED[:9], "cs_so", "last"])
def test_show_takes_an_id_the_beginning_of_one_and_last(home, wanted):
    assert episodes("show", wanted, home=home).stdout.startswith(f"{SOLVED}\n")


def test_the_ids_that_are_listed_can_be_shown(home):
    for line, name in zip(episodes("list", home=home).stdout.splitlines()[1:], ALL, strict=True):
        assert name in episodes("show", line.split()[0], home=home).stdout


def test_ids_that_begin_alike_are_listed_as_long_as_it_takes(tmp_path):
    names = ["bench_game_24_0001", "bench_game_24_0002", "bench_game_24", "bench_game_24_00023"]
    (tmp_path / "episodes").mkdir()
    for name in names:
        event = {"seq": 0, "at": "2026-05-04", "kind": "session", "session_id": name}
        path = tmp_path / "episodes" / f"{name}.jsonl"
        path.write_text(json.dumps({**event, "codesteer": "0.1.0"}) + "\n")
    shown = [line.split()[0] for line in episodes("list", home=tmp_path).stdout.splitlines()[1:]]
    assert shown == ["bench_game_24_00023", "bench_game_24_0002", "bench_game_24_0001",
                     "bench_game_24"]  # fmt: skip


def test_a_session_that_was_mistyped_is_told_its_neighbours(home):
    assert SOLVED in refused("show", SOLVED.replace("2k7", "2k8"), home=home)
    assert OPEN in refused("show", "cs_opne4hq", home=home)
    for verb in ("show", "replay", "export"):
        assert "codesteer episodes list" in refused(verb, "nothing like it", home=home)


def test_a_beginning_that_several_have_names_them(home):
    told = refused("show", "cs_", home=home)
    assert "4 sessions begin with 'cs_'" in told
    assert all(name in told for name in ALL)


@pytest.mark.parametrize("wanted", ["", "../../etc/passwd", "\x1b[31m", "x" * 10_000, "\udcff"])
def test_nothing_that_is_typed_leads_elsewhere(home, wanted):
    told = refused("show", wanted, home=home)
    assert "There is no session" in told
    assert "\x1b" not in told
    assert len(told) < 400


def test_show_tells_the_episode_in_its_order(home):
    printed = episodes("show", SOLVED, home=home).stdout
    parts = [
        QUESTION,
        "--- turn 1 of 5 ---",
        "guide | write code (rules, ",
        "Why: ",
        WORDS,
        "--- turn 2 of 5 ---",
        "for value in [48123 * -91827]:",
        "the program of the answer ran (0.00 s)",
        f"<<<{RIGHT}>>>",
        "symbolic | ",
        "--- outcome ---",
        f"answered after 2 turns: <<<{RIGHT}>>>",
    ]
    places = [printed.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    where = 0
    for part in parts:
        where = printed.index(part, where)


def test_show_tells_a_failure_and_what_the_session_ran_before(home):
    printed = episodes("show", STOPPED, home=home).stdout
    assert "the program of the answer failed" in printed
    assert "ValueError: no" in printed
    assert "stopped without an answer after 1 turn\n" in printed
    assert "x = 6 * 7" in episodes("show", KERNEL_ONLY, home=home).stdout
    assert "it waits for the model's answer" in episodes("show", OPEN, home=home).stdout


def test_show_as_json_gives_the_events_as_they_were_written(home):
    written = (home / "episodes" / f"{SOLVED}.jsonl").read_text("utf-8").splitlines()
    printed = json.loads(episodes("show", SOLVED, "--json", home=home).stdout)
    assert printed == [json.loads(line) for line in written]


HEAD = (
    SessionOpened(session_id="cs_a", codesteer="0.1.0", client="c"),
    QuestionAsked(question="q", guide="g", max_turns=5),
    GuidanceGiven(turn=1, action="code", guidance="do", reason="r", guide="g"),
)


def stored(home, *events, name="cs_a"):
    store = FileEpisodeStore(home / "episodes")
    anyio.run(lambda: store.append(name, [*HEAD, *events], expected=0))


def test_long_texts_are_clipped_unless_they_are_asked_for_in_full(tmp_path):
    long = "\n".join(f"line {i} " + "x" * 2_000 for i in range(40))
    stored(tmp_path, AnswerGiven(turn=1, answer=long))
    short = episodes("show", "last", home=tmp_path).stdout
    assert "line 13" in short
    assert "line 14" not in short
    assert "26 more lines (--full)" in short
    assert len(short) < 8_000
    full = episodes("show", "last", "--full", home=tmp_path).stdout
    assert full.count("x" * 2_000) == 40


@pytest.mark.parametrize("colour", ["", "1"])
def test_texts_cannot_steer_the_terminal(tmp_path, colour):
    evil = "a\x1b]0;owned\x07b\x9b31mc\rd\u202ee\x08[bold]f[/bold]"
    stored(
        tmp_path,
        AnswerGiven(turn=1, answer=evil),
        AnswerChecked(turn=1, answer=evil, program=evil, verdict="unknown", reason=evil),
        KernelLost(kernel="k", reason=evil),
        Noticed(text=evil),
    )
    for verb in ("show", "list"):
        done = episodes(verb, *["last"][: verb == "show"], home=tmp_path, FORCE_COLOR=colour)
        assert not {"\x07", "\x9b", "\r", "\u202e", "\x08"} & set(done.stdout)
        assert "\x1b]" not in done.stdout
    shown = episodes("show", "last", home=tmp_path).stdout
    assert shown.count(r"a\x1b]0;owned\x07b\x9b31mc\x0dd\u202ee\x08[bold]f[/bold]") == 6


def test_an_answer_that_takes_the_place_of_another_is_shown_as_such(tmp_path):
    stored(tmp_path, AnswerGiven(turn=1, answer="one"), AnswerGiven(turn=1, answer="two"))
    printed = episodes("show", "last", home=tmp_path).stdout
    assert printed.index("one") < printed.index("answers again") < printed.index("two")


def test_code_that_a_call_has_run_is_shown_also_where_it_stands_in_the_answer(tmp_path):
    ran = CodeRun(turn=1, origin="run_code", code="x", execution=Execution(status="ok"))
    stored(tmp_path, AnswerGiven(turn=1, answer="An x."), ran)
    assert "           x\n" in episodes("show", "last", home=tmp_path).stdout


def test_an_output_that_knows_no_accents_still_shows_the_text(tmp_path):
    stored(tmp_path, AnswerGiven(turn=1, answer="6 \u00d7 7"))
    done = CliRunner(charset="ascii").invoke(
        make_app(), ["episodes", "show", "last", "--home", str(tmp_path)]
    )
    assert done.exception is None
    assert r"6 \xd7 7" in done.stdout


TEXTS = st.text(max_size=60) | st.text("`~<>\x1b\r\n\t #|/\\", max_size=30)
ANY_EVENTS = st.lists(
    st.one_of(
        st.builds(AnswerGiven, kind=st.just("answer"), turn=st.integers(0, 9), answer=TEXTS),
        st.builds(
            AnswerChecked,
            kind=st.just("check"),
            turn=st.integers(0, 9),
            answer=TEXTS,
            program=TEXTS,
            verdict=st.sampled_from(["correct", "incorrect", "unknown"]),
            reason=TEXTS,
            objection=TEXTS,
        ),
        st.builds(KernelLost, kind=st.just("kernel_lost"), kernel=TEXTS, reason=TEXTS),
        st.builds(Noticed, kind=st.just("notice"), text=TEXTS),
        st.builds(
            GuidanceGiven,
            kind=st.just("guidance"),
            turn=st.integers(0, 9),
            action=st.sampled_from(["code", "text", "verify", "answer", "stop"]),
            guidance=TEXTS,
            reason=TEXTS,
            guide=TEXTS,
            answer=TEXTS,
        ),
        st.builds(
            QuestionAsked,
            kind=st.just("question"),
            question=TEXTS,
            guide=TEXTS,
            max_turns=st.integers(-1, 9),
        ),
    ),
    max_size=6,
)


@given(events=ANY_EVENTS, full=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_makes_show_list_replay_or_export_fail(tmp_path_factory, events, full):
    home = tmp_path_factory.mktemp("any")
    stored(home, *events)
    calls = [["list"], ["show", "last", *["--full"] * full], ["replay", "last"]]
    calls += [["export", "last", "--format", form] for form in ("jsonl", "markdown", "messages")]
    for call in calls:
        done = CliRunner().invoke(app, [*call, "--home", str(home)])
        assert done.exit_code == 0, (call, done.exception)
        assert printable(done.stdout) == done.stdout


LINES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [
            b'{"seq":0,"at":"x","kind":"session","session_id":"\\ud800","codesteer":"1"}\n',
            b'{"seq":0,"at":1e999,"kind":"session","session_id":"a","codesteer":"1"}\n',
            b'{"seq":1,"at":"9999-99-99","kind":"question","question":"q","guide":"",'
            b'"max_turns":5}\n',
            b'{"seq":1,"at":[],"kind":"check"}\n',
            b"[" * 100_000 + b"\n",
        ]
    ),
)


@given(lines=st.lists(LINES, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_file_makes_list_fail_or_show_fail_without_a_word(tmp_path_factory, lines):
    home = tmp_path_factory.mktemp("damaged")
    (home / "episodes").mkdir()
    (home / "episodes" / "cs_a.jsonl").write_bytes(b"".join(lines))
    for call in (["list"], ["list", "--json"]):
        done = CliRunner().invoke(app, [*call, "--home", str(home)])
        assert done.exit_code == 0, done.exception
    shown = CliRunner().invoke(app, ["show", "last", "--home", str(home)])
    assert shown.exception is None or isinstance(shown.exception, EpisodeError | UnknownSession)


def test_a_full_disk_and_a_reader_that_left_are_one_clear_line_or_none(home):
    episodes_verb = f"{sys.executable} -m codesteer episodes"
    line = f"{episodes_verb} export --all | head -c 1 && {episodes_verb} show last >/dev/full"
    done = subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        env={**os.environ, "CODESTEER_HOME": str(home)},
    )
    assert done.returncode == 2
    assert done.stdout == "{"
    assert len(done.stderr.splitlines()) == 1
    assert "could not be written" in done.stderr


def test_why_another_guide_decided_is_shown_and_exported(tmp_path):
    async def record():
        gone = ModelGuide(ScriptedChat([]), load_profile())
        return await solved(tmp_path, FallbackGuide(gone, RulesGuide()))

    anyio.run(record)
    environ = {"CODESTEER_HOME": str(tmp_path)}
    told = [
        CliRunner().invoke(make_app(), ["episodes", *verb], env=environ).stdout
        for verb in (["show", "last"], ["export", "last"], ["export", "last", "--format=markdown"])
    ]
    assert all("The script of this model has no further answer" in text for text in told)
