"""Steering whole episodes, with real files, a scripted guide and faked or real kernels."""

import json
from contextlib import suppress

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesteer.errors import CodeSteerError, EpisodeClosed, InvalidRequest, UnknownSession
from codesteer.steering.executor import Execution, FakeExecutor
from codesteer.steering.guide import Guidance, ScriptedGuide
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import FileEpisodeStore, MemoryEpisodeStore
from codesteer.steering.trajectory import KernelLost

pytestmark = pytest.mark.anyio

QUESTION = "What is 48123 * -91827? Form: <<<integer>>>"
ANSWER = "```python\nprint(48123 * -91827)\n```"
CODE = Guidance(action="code", guidance="write code", reason="r")
VERIFY = Guidance(action="verify", guidance="check", reason="r", answer="42")
DONE = Guidance(action="answer", guidance="done", reason="r", answer="42")


def steerer(path=None, guide=None, executor=None, store=None, **options):
    return Steerer(
        store=store or (FileEpisodeStore(path) if path else MemoryEpisodeStore()),
        guide=guide or RulesGuide(),
        executor=executor or FakeExecutor(lambda code: "-4418990721"),
        **options,
    )


def kinds(path, session_id):
    lines = (path / f"{session_id}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["kind"] for line in lines]


async def test_an_episode_runs_from_question_to_final_answer_and_is_recorded(tmp_path):
    steer = steerer(tmp_path)
    opened = await steer.open(QUESTION)
    assert (opened.directive.action, opened.directive.turn) == ("code", 1)
    done = await steer.answer(opened.session_id, ANSWER)
    assert done.directive.action == "answer"
    assert done.directive.final_answer == "<<<-4418990721>>>"
    assert done.run.execution.output == "-4418990721"
    assert kinds(tmp_path, opened.session_id) == [
        "session", "question", "guidance", "answer", "execution", "symbolic", "guidance",
    ]  # fmt: skip


async def test_reading_where_an_episode_stands_adds_nothing(tmp_path):
    steer = steerer(tmp_path)
    opened = await steer.open(QUESTION)
    before = (tmp_path / f"{opened.session_id}.jsonl").read_bytes()
    again = await steer.current(opened.session_id)
    assert again == opened
    assert (tmp_path / f"{opened.session_id}.jsonl").read_bytes() == before


async def test_an_episode_goes_on_in_another_process(tmp_path):
    opened = await steerer(tmp_path).open(QUESTION)
    done = await steerer(tmp_path).answer(opened.session_id, ANSWER)
    assert done.directive.final_answer == "<<<-4418990721>>>"


async def test_a_kernel_that_did_not_survive_is_reported_and_then_replaced_aloud(tmp_path):
    guide = ScriptedGuide([CODE, CODE, CODE, CODE])
    first = steerer(tmp_path, guide)
    session = (await first.open(QUESTION)).session_id
    await first.answer(session, ANSWER)

    second = steerer(tmp_path, guide)
    for _ in range(2):
        notices = (await second.current(session)).notices
        assert "kernel is gone (the server that held it was restarted)" in notices[0]
    ran = await second.run_code("x", session_id=session, timeout_s=1)
    assert "earlier kernel is gone" in ran.notices[0]
    assert "fresh one" in ran.notices[0]
    assert (await second.current(session)).notices == ()
    assert "kernel_lost" in kinds(tmp_path, session)


async def test_the_program_of_an_answer_in_a_fresh_kernel_says_so(tmp_path):
    guide = ScriptedGuide([CODE, CODE, CODE])
    first = steerer(tmp_path, guide)
    session = (await first.open(QUESTION)).session_id
    await first.answer(session, ANSWER)
    steered = await steerer(tmp_path, guide).answer(session, ANSWER.replace("8", "9"))
    assert "fresh one" in steered.notices[0]


async def test_a_kernel_that_dies_under_an_answer_is_reported():
    dead = Execution(status="dead", variables_kept=False, note="The kernel process ended.")
    steer = steerer(guide=ScriptedGuide([CODE, CODE]), executor=FakeExecutor(lambda code: dead))
    session = (await steer.open(QUESTION)).session_id
    steered = await steer.answer(session, ANSWER)
    assert steered.run.execution.note == "The kernel process ended."
    assert "kernel is gone" in (await steer.current(session)).notices[0]


async def test_code_already_run_in_this_turn_is_not_run_again():
    executor = FakeExecutor(lambda code: "<<<42>>>")
    steer = steerer(guide=ScriptedGuide([CODE, CODE]), executor=executor)
    session = (await steer.open(QUESTION)).session_id
    await steer.run_code("print('<<<%d>>>' % 42)  # try", session_id=session, timeout_s=1)
    await steer.answer(session, "```python\nprint('<<<%d>>>' % 42)\n```")
    assert len(executor.programs) == 1


async def test_a_program_that_failed_in_an_earlier_turn_is_not_run_again():
    executor = FakeExecutor(lambda code: Execution(status="error", kernel="k", error="E: x"))
    steer = steerer(guide=ScriptedGuide([CODE, CODE, CODE]), executor=executor)
    session = (await steer.open(QUESTION)).session_id
    await steer.answer(session, ANSWER)
    await steer.answer(session, ANSWER)
    assert len(executor.programs) == 1


async def test_an_answer_that_was_recorded_but_not_decided_on_is_taken_up_again():
    class Breaks(ScriptedGuide):
        async def decide(self, trajectory):
            if trajectory.turns and not getattr(self, "broke", False):
                self.broke = True
                raise RuntimeError("the server dies here")
            return await super().decide(trajectory)

    store, executor = MemoryEpisodeStore(), FakeExecutor(lambda code: "1")
    steer = steerer(guide=Breaks([CODE, DONE]), executor=executor, store=store)
    session = (await steer.open(QUESTION)).session_id
    with pytest.raises(RuntimeError):
        await steer.answer(session, ANSWER)
    done = await steer.answer(session, ANSWER)
    assert done.directive.action == "answer"
    assert len(executor.programs) == 1
    assert sum(event.kind == "answer" for event in store.episodes[session]) == 1


async def test_another_answer_takes_the_place_of_one_that_was_not_decided_on():
    class Breaks(ScriptedGuide):
        async def decide(self, trajectory):
            if trajectory.turns and trajectory.turn.answer == "first":
                raise RuntimeError("the server dies here")
            return await super().decide(trajectory)

    store = MemoryEpisodeStore()
    steer = steerer(guide=Breaks([CODE, DONE]), store=store)
    session = (await steer.open(QUESTION)).session_id
    with pytest.raises(RuntimeError):
        await steer.answer(session, "first")
    await steer.answer(session, "second")
    (turn,) = (await store.load(session)).trajectory.turns
    assert turn.answer == "second"


async def test_a_torn_record_is_mended_with_a_notice_and_goes_on(tmp_path):
    steer = steerer(tmp_path, ScriptedGuide([CODE, CODE, DONE]))
    session = (await steer.open(QUESTION)).session_id
    await steer.answer(session, "words")
    path = tmp_path / f"{session}.jsonl"
    path.write_bytes(path.read_bytes()[:-7])
    steered = await steerer(tmp_path, ScriptedGuide([DONE])).current(session)
    assert "torn" in steered.notices[0]
    assert steered.directive.action == "answer"
    assert "notice" in kinds(tmp_path, session)
    assert (await steerer(tmp_path).current(session)).notices == ()


async def test_the_question_may_be_repeated_but_not_changed():
    steer = steerer()
    opened = await steer.open(QUESTION)
    assert await steer.open(QUESTION, session_id=opened.session_id) == opened
    with pytest.raises(InvalidRequest, match="already has its question"):
        await steer.open("Another?", session_id=opened.session_id)


async def test_a_question_may_be_put_to_a_session_that_has_only_run_code():
    steer = steerer()
    ran = await steer.run_code("1", timeout_s=1)
    with pytest.raises(InvalidRequest, match="no question yet"):
        await steer.current(ran.session_id)
    with pytest.raises(InvalidRequest, match="no question yet"):
        await steer.answer(ran.session_id, "x")
    opened = await steer.open(QUESTION, session_id=ran.session_id)
    assert opened.session_id == ran.session_id


async def test_a_closed_episode_takes_no_answer_and_no_check():
    steer = steerer(guide=ScriptedGuide([DONE]))
    session = (await steer.open(QUESTION)).session_id
    with pytest.raises(EpisodeClosed, match="final answer is '42'"):
        await steer.answer(session, "more")
    with pytest.raises(EpisodeClosed):
        await steer.check(session, answer="42", program="print('Correct')")
    assert (await steer.current(session)).directive.final_answer == "42"


@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
async def test_blank_input_is_refused_with_advice(blank):
    steer = steerer(guide=ScriptedGuide([CODE]))
    session = (await steer.open(QUESTION)).session_id
    with pytest.raises(InvalidRequest, match="question is empty"):
        await steer.open(blank)
    with pytest.raises(InvalidRequest, match="answer is empty"):
        await steer.answer(session, blank)
    with pytest.raises(InvalidRequest, match="code is empty"):
        await steer.run_code(blank, timeout_s=1)
    with pytest.raises(InvalidRequest, match="program is empty"):
        await steer.check(session, answer="1", program=blank)


async def test_an_unknown_session_is_refused_everywhere():
    steer = steerer()
    unknown = "cs_" + "a" * 26
    for call in (
        steer.current(unknown),
        steer.answer(unknown, "x"),
        steer.open(QUESTION, session_id=unknown),
        steer.run_code("1", session_id=unknown, timeout_s=1),
        steer.reset(unknown),
        steer.check(unknown, answer="1", program="p"),
    ):
        with pytest.raises(UnknownSession):
            await call


def says_correct(code):
    return "Correct" if "answer = '42'" in code else "Wrong: other"


async def test_a_check_is_recorded_and_followed_by_the_next_directive(tmp_path):
    steer = steerer(tmp_path, ScriptedGuide([CODE, VERIFY, DONE]), FakeExecutor(says_correct))
    session = (await steer.open(QUESTION)).session_id
    assert (await steer.answer(session, "<<<42>>>")).directive.to_check == "42"
    checked = await steer.check(session, answer="", program="print(answer)")
    assert checked.check.verdict == "correct"
    assert checked.steered.directive.action == "answer"
    assert "check" in kinds(tmp_path, session)


async def test_an_answer_may_be_checked_before_it_is_sent():
    store = MemoryEpisodeStore()
    steer = steerer(
        guide=ScriptedGuide([CODE, DONE]), executor=FakeExecutor(says_correct), store=store
    )
    session = (await steer.open(QUESTION)).session_id
    checked = await steer.check(session, answer="<<<42>>>", program="print(answer)")
    assert checked.check.verdict == "correct"
    assert (await store.load(session)).trajectory.turn.answer == "<<<42>>>"


async def test_a_checking_program_that_is_sent_as_an_answer_is_taken_as_the_check(tmp_path):
    executor = FakeExecutor(lambda code: "Correct" if "answer = '42'" in code else "Wrong: no")
    steer = steerer(tmp_path, ScriptedGuide([CODE, VERIFY, DONE]), executor)
    session = (await steer.open(QUESTION)).session_id
    await steer.answer(session, "```python\nprint(6 * 7)\n```")
    program = "```python\nprint('Correct' if answer == str(6 * 7) else 'Wrong: no')\n```"
    done = await steer.answer(session, program)
    assert (done.directive.action, done.directive.turn) == ("answer", 1)
    assert "taken as the checking program: correct" in done.notices[0]
    assert kinds(tmp_path, session)[-2:] == ["check", "guidance"]


async def test_a_program_that_sets_the_answer_itself_is_an_answer_and_no_check(tmp_path):
    steer = steerer(tmp_path, ScriptedGuide([CODE, VERIFY, DONE]))
    session = (await steer.open(QUESTION)).session_id
    await steer.answer(session, ANSWER)
    await steer.answer(session, "```python\nanswer = 6 * 7\nprint(answer)\n```")
    assert "check" not in kinds(tmp_path, session)


async def test_blocks_that_were_not_run_are_named():
    steer = steerer(guide=ScriptedGuide([CODE, CODE]))
    session = (await steer.open(QUESTION)).session_id
    given = await steer.answer(session, "```python\nprint(12)\n```\nor\n```python\nprint(3)\n```")
    assert given.run.code == "print(12)"
    assert "`print(12)` was run; 1 other Python block of your answer did not" in given.notices[0]


async def test_an_empty_block_is_no_checking_program():
    steer = steerer(guide=ScriptedGuide([CODE, VERIFY]))
    session = (await steer.open(QUESTION)).session_id
    await steer.answer(session, ANSWER)
    with pytest.raises(InvalidRequest, match="program is empty"):
        await steer.check(session, answer="", program="```python\n```")


async def test_a_check_without_any_answer_is_refused_with_advice():
    steer = steerer(guide=ScriptedGuide([CODE]))
    session = (await steer.open(QUESTION)).session_id
    with pytest.raises(InvalidRequest, match="no answer to check yet"):
        await steer.check(session, answer="", program="print('Correct')")


async def test_without_the_symbolic_checker_no_program_is_read(tmp_path):
    steer = steerer(tmp_path, checkers=("self_answer",))
    opened = await steer.open(QUESTION)
    await steer.answer(opened.session_id, ANSWER)
    assert "symbolic" not in kinds(tmp_path, opened.session_id)
    again = steerer(tmp_path)
    assert (await again.current(opened.session_id)).directive.final_answer == "<<<-4418990721>>>"


async def test_without_the_self_answer_checker_an_answer_stands_unchecked():
    steer = steerer(guide=ScriptedGuide([CODE, VERIFY]), checkers=("symbolic",))
    opened = await steer.open(QUESTION)
    with pytest.raises(InvalidRequest, match="switched off"):
        await steer.check(opened.session_id, answer="42", program="print('Correct')")
    done = await steer.answer(opened.session_id, ANSWER)
    assert (done.directive.action, done.directive.final_answer) == ("answer", "42")
    assert "unverified" in done.directive.guidance


async def test_a_guide_that_stands_in_for_another_is_recorded_with_the_reason(tmp_path):
    stood_in = Guidance(action="code", guidance="g", reason="r", guide="rules", fallback="late")
    steer = steerer(tmp_path, guide=ScriptedGuide([stood_in]))
    opened = await steer.open(QUESTION)
    lines = (tmp_path / f"{opened.session_id}.jsonl").read_text("utf-8").splitlines()
    said = json.loads(lines[2])
    assert (said["guide"], said["fallback"]) == ("rules", "late")


async def test_resetting_ends_the_kernel_and_is_recorded():
    store = MemoryEpisodeStore()
    steer = steerer(store=store)
    session = (await steer.run_code("x = 1", timeout_s=1)).session_id
    assert await steer.reset(session)
    assert not await steer.reset(session)
    assert isinstance(store.episodes[session][-1], KernelLost)


async def test_calls_to_one_session_take_turns():
    store = MemoryEpisodeStore()
    steer = steerer(store=store)
    session = (await steer.run_code("0", timeout_s=1)).session_id
    async with anyio.create_task_group() as tasks:
        for n in range(10):
            tasks.start_soon(lambda n=n: steer.run_code(f"{n}", session_id=session, timeout_s=1))
    assert len(store.episodes[session]) == 12


async def test_the_turn_budget_holds_whatever_the_guide_says():
    steer = steerer(guide=ScriptedGuide([CODE] * 99))
    session = (await steer.open(QUESTION)).session_id
    for _ in range(4):
        assert (await steer.answer(session, "words")).directive.action == "code"
    last = await steer.answer(session, "words")
    assert (last.directive.action, last.directive.turns_left) == ("stop", 0)


async def test_session_ids_are_long_random_and_easy_to_copy():
    steer = steerer()
    ids = {(await steer.open(QUESTION)).session_id for _ in range(100)}
    assert len(ids) == 100
    assert all(
        i.startswith("cs_") and len(i) == 29 and i[3:].isalnum() and i.islower() for i in ids
    )


GUIDANCES = st.builds(
    Guidance,
    action=st.sampled_from(["code", "text", "verify", "answer", "stop"]),
    guidance=st.text(max_size=50),
    reason=st.text(max_size=50),
    answer=st.text(max_size=50),
)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=100),
    st.lists(GUIDANCES, max_size=8),
    st.lists(st.text(max_size=80), max_size=6),
    st.sampled_from(["ok", "error", "timeout", "dead"]),
)
def test_any_guide_and_any_text_raise_only_what_is_meant_for_the_caller(
    question, decisions, answers, status
):
    async def play():
        def ran(code):
            return Execution(status=status, kernel="k", variables_kept=status != "dead")

        steer = steerer(guide=ScriptedGuide(decisions), executor=FakeExecutor(ran))
        with suppress(CodeSteerError):
            session = (await steer.open(question)).session_id
            for text in answers:
                await steer.answer(session, text)
                await steer.answer(session, f"```python\n{text}\n```")
                await steer.check(session, answer=text, program=text)

    anyio.run(play)
