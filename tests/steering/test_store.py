"""Keeping episodes: what survives what."""

import json
import stat
import subprocess
import sys

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.errors import EpisodeConflict, EpisodeDamaged, EpisodeError, UnknownSession
from codesteer.steering.checkers.symbolic import check_program
from codesteer.steering.executor import Execution
from codesteer.steering.store import FileEpisodeStore, MemoryEpisodeStore
from codesteer.steering.trajectory import (
    AnswerChecked,
    AnswerGiven,
    CodeRun,
    GuidanceGiven,
    KernelLost,
    Noticed,
    ProgramRead,
    QuestionAsked,
    SessionOpened,
    fold,
)

pytestmark = pytest.mark.anyio

EVENTS = (
    SessionOpened(session_id="cs_a", codesteer="0.1.0", client="test 1"),
    QuestionAsked(question="6 \u00d7 7 = ?\u2028\x00", guide="rules", max_turns=5),
    GuidanceGiven(turn=1, action="code", guidance="g", reason="r", guide="rules", seconds=0.1),
    AnswerGiven(turn=1, answer="```python\nprint(42)\n```"),
    CodeRun(
        turn=1, origin="answer", code="print(42)", execution=Execution(status="ok", kernel="k")
    ),
    ProgramRead(turn=1, report=check_program("for n in range(3): print(n)")),
    AnswerChecked(turn=1, answer="42", program="p", verdict="unknown", reason="r"),
    KernelLost(kernel="k", reason="restart"),
    Noticed(text="torn"),
)


async def written(directory, events=EVENTS):
    store = FileEpisodeStore(directory)
    for i, event in enumerate(events):
        await store.append("cs_a", [event], expected=i)
    return store


@pytest.mark.parametrize("make", [lambda path: MemoryEpisodeStore(), FileEpisodeStore])
async def test_what_is_appended_is_read_back(make, tmp_path):
    store = make(tmp_path)
    await store.append("cs_a", EVENTS[:4], expected=0)
    await store.append("cs_a", EVENTS[4:], expected=4)
    loaded = await store.load("cs_a")
    assert loaded.trajectory == fold(EVENTS)
    assert loaded.torn_bytes == 0


@pytest.mark.parametrize("make", [lambda path: MemoryEpisodeStore(), FileEpisodeStore])
async def test_a_writer_that_has_not_read_the_latest_event_is_refused(make, tmp_path):
    store = make(tmp_path)
    await store.append("cs_a", EVENTS[:2], expected=0)
    for expected in (0, 1, 3):
        with pytest.raises(EpisodeConflict):
            await store.append("cs_a", EVENTS[2:3], expected=expected)
    assert (await store.load("cs_a")).trajectory == fold(EVENTS[:2])


@pytest.mark.parametrize("make", [lambda path: MemoryEpisodeStore(), FileEpisodeStore])
@pytest.mark.parametrize("session_id", ["cs_b", "", "../etc/passwd", "a/b", "x" * 500, "\0", "."])
async def test_a_session_that_does_not_exist_is_refused_with_advice(make, tmp_path, session_id):
    with pytest.raises(UnknownSession, match="Call steer with a question"):
        await make(tmp_path).load(session_id)


async def test_every_event_is_one_line_of_json_with_number_and_time(tmp_path):
    store = await written(tmp_path)
    lines = store.path("cs_a").read_bytes().splitlines(keepends=True)
    records = [json.loads(line) for line in lines]
    assert [record["seq"] for record in records] == list(range(len(EVENTS)))
    assert all(record["at"].endswith("+00:00") for record in records)
    assert records[0]["schema"] == 1


async def test_an_execution_recorded_before_what_was_printed_was_kept_apart_is_read(tmp_path):
    store = await written(tmp_path)
    path = store.path("cs_a")
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    for line in lines:
        if line["kind"] == "execution":
            del line["execution"]["printed"]
            line["execution"]["output"] = "42\n[stderr] a warning"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    (run,) = (await store.load("cs_a")).trajectory.turns[0].runs
    assert run.execution.answerable == "42"


async def test_a_report_recorded_before_there_were_findings_is_read(tmp_path):
    store = await written(tmp_path)
    path = store.path("cs_a")
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    for line in lines:
        if line["kind"] == "symbolic":
            for name in ("computes", "ignores_data", "trivial_loops", "endless"):
                del line["report"][name]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    report = (await store.load("cs_a")).trajectory.turns[0].report
    assert "loops" in report.does
    assert not report.endless


async def test_a_line_torn_at_any_byte_is_dropped_and_nothing_before_it_is(tmp_path):
    store = await written(tmp_path)
    path = store.path("cs_a")
    whole = path.read_bytes()
    start = whole.rfind(b"\n", 0, -1) + 1
    for end in range(start, len(whole)):
        path.write_bytes(whole[:end])
        loaded = await store.load("cs_a")
        assert loaded.torn_bytes == end - start
        assert loaded.trajectory == fold(EVENTS[:-1])
        # Reading changes nothing; the next append removes the torn part.
        assert path.read_bytes() == whole[:end]
        await store.append("cs_a", EVENTS[-1:], expected=len(EVENTS) - 1)
        assert (await store.load("cs_a")).trajectory == fold(EVENTS)


async def test_a_file_torn_in_its_first_line_holds_no_episode(tmp_path):
    store = await written(tmp_path, EVENTS[:1])
    path = store.path("cs_a")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(UnknownSession):
        await store.load("cs_a")


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: [lines[0], b"not json\n", *lines[2:]],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[0], b"{}\n", *lines[2:]],
        lambda lines: [lines[0], b"[]\n", *lines[2:]],
        lambda lines: [lines[0], b'{"seq":1,"at":"","kind":"nonsense"}\n', *lines[2:]],
        lambda lines: [lines[0], b"\xff\xfe\n", *lines[2:]],
        lambda lines: [lines[0].replace(b'"schema":1', b'"schema":2'), *lines[1:]],
    ],
)
async def test_damage_before_the_last_line_is_named_and_left_alone(tmp_path, damage):
    store = await written(tmp_path)
    path = store.path("cs_a")
    path.write_bytes(b"".join(damage(path.read_bytes().splitlines(keepends=True))))
    before = path.read_bytes()
    with pytest.raises(EpisodeDamaged, match=r"cs_a\.jsonl"):
        await store.load("cs_a")
    assert path.read_bytes() == before


async def test_files_are_readable_by_their_owner_only(tmp_path):
    store = await written(tmp_path / "new")
    assert stat.S_IMODE(store.path("cs_a").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


async def test_a_full_disk_is_reported_and_leaves_the_episode_as_it_was(tmp_path):
    # A file size limit stands in for the full disk: the write is cut short in the same way.
    await written(tmp_path)
    before = (tmp_path / "cs_a.jsonl").read_bytes()
    program = (
        "import anyio, resource, signal, sys\n"
        "from pathlib import Path\n"
        "from codesteer.steering.store import FileEpisodeStore\n"
        "from codesteer.steering.trajectory import Noticed\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "size = int(sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "store = FileEpisodeStore(Path(sys.argv[1]))\n"
        "event = Noticed(text='x' * 500)\n"
        "anyio.run(lambda: store.append('cs_a', [event], expected=int(sys.argv[3])))\n"
    )
    arguments = [str(tmp_path), str(len(before) + 100), str(len(EVENTS))]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True
    )
    assert "EpisodeError: The episode could not be recorded" in done.stderr
    assert (tmp_path / "cs_a.jsonl").read_bytes() == before


async def test_a_directory_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EpisodeError, match="could not be recorded"):
        await FileEpisodeStore(tmp_path / "file").append("cs_a", EVENTS[:1], expected=0)


def test_writers_in_many_processes_never_mix_up_a_file(tmp_path):
    program = (
        "import anyio, sys\n"
        "from pathlib import Path\n"
        "from codesteer.errors import EpisodeConflict\n"
        "from codesteer.steering.store import FileEpisodeStore\n"
        "from codesteer.steering.trajectory import Noticed\n"
        "async def main():\n"
        "    store = FileEpisodeStore(Path(sys.argv[1]))\n"
        "    written = 0\n"
        "    while written < 25:\n"
        "        length = (await store.load('cs_a')).trajectory.length\n"
        "        try:\n"
        "            await store.append('cs_a', [Noticed(text='n' * 99)], expected=length)\n"
        "        except EpisodeConflict:\n"
        "            continue\n"
        "        written += 1\n"
        "anyio.run(main)\n"
    )
    anyio.run(written, tmp_path, EVENTS[:1])
    writers = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    loaded = anyio.run(FileEpisodeStore(tmp_path).load, "cs_a")
    assert len(loaded.trajectory.notices) == 75


@given(text=st.text(max_size=200))
def test_any_text_survives_a_round_trip(tmp_path_factory, text):
    store = FileEpisodeStore(tmp_path_factory.mktemp("store"))
    events = (EVENTS[0], Noticed(text=text))
    anyio.run(lambda: store.append("cs_a", events, expected=0))
    kept = anyio.run(store.load, "cs_a").trajectory.notices[0]
    assert kept == text.encode("utf-8", "replace").decode("utf-8")
