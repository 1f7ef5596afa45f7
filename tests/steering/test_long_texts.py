"""Long and deeply nested texts. Work that grew with the square of the text would take minutes."""

import pytest

from codesteer.steering.checkers.self_answer import check_answer
from codesteer.steering.checkers.symbolic import check_program
from codesteer.steering.executor import Execution, FakeExecutor
from codesteer.steering.guide import Guidance, ScriptedGuide
from codesteer.steering.guides.features import read_features
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.program import find_program, program_key, prose
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import MemoryEpisodeStore

pytestmark = pytest.mark.anyio

QUESTION = "What is 48123 * -91827? Form: <<<integer>>>"
CODE = Guidance(action="code", guidance="write code", reason="r")
ELIFS = "if a == 0:\n    b = 0\n" + "elif a == 1:\n    b = 1\n" * 600
MILLIONS = 5_000_000
LONG = {
    "digits": "7" * MILLIONS,
    "numbers": "7." * (MILLIONS // 2),
    "backticks": "`" * MILLIONS,
    "opening brackets": "(" * MILLIONS,
    "angles": "<" * MILLIONS,
    "newlines": "\n" * MILLIONS,
    "spaces": "1" + " " * MILLIONS,
    "fences": "```\n" * (MILLIONS // 10),
    "other fences": "```\n~~~\n" * (MILLIONS // 20),
}
A_LONG_TEXT = pytest.mark.parametrize("text", LONG.values(), ids=LONG)
PROGRAM = "for i in range(10):\n    x[i] = f(i, 'a') + 3\n" * 4_200
LONG_PROGRAMS = {
    "ordinary": PROGRAM,
    "targets": "a=" * 1_500 + "[" + "b," * 90_000 + "]",
    "a show in a show": "print(" * 190 + "[" + "a," * 90_000 + "]" + ")" * 190,
    "tries": "".join(" " * n + "try:\n" for n in range(95)) + " " * 95 + "a;" * 90_000 + "\n"
    + "".join(" " * n + "except E: pass\n" for n in reversed(range(95))),
    "functions": "".join(" " * n + f"def f{n}():\n" for n in range(95))
    + " " * 95 + "f();" * 45_000,
    "cases": "match [" + "a," * 20_000 + "]:\n" + " case 1: pass\n" * 10_000,
    "names of names": "".join(f"v{n + 1} = f'{{v{n}}}{{v{n}}}'\n" for n in range(7_000)),
}  # fmt: skip


def steerer(guide=None, executor=None):
    return Steerer(
        store=MemoryEpisodeStore(),
        guide=guide or RulesGuide(),
        executor=executor or FakeExecutor(lambda code: "1"),
    )


@A_LONG_TEXT
def test_the_features_of_a_long_question_are_read(text):
    assert read_features(text).units == ()


@A_LONG_TEXT
def test_a_long_text_is_searched_for_programs(text):
    assert find_program(f"{text}\n\n```python\nx = 1\n```") in ("x = 1", None)
    assert len(prose(text)) <= len(text)


@A_LONG_TEXT
async def test_an_episode_takes_a_long_question_and_a_long_answer(text):
    steer = steerer()
    opened = await steer.open(f"How many? {text}")
    done = await steer.answer(opened.session_id, f"```python\n{text}\n```\n{text}")
    assert done.directive.guidance


@pytest.mark.parametrize("program", LONG_PROGRAMS.values(), ids=LONG_PROGRAMS)
def test_a_long_program_is_analysed(program):
    assert check_program(program).parsed
    assert program_key(program) == program_key(f"\n{program}  \n\n")
    assert program_key(program) != program_key(f"{program}\n x")


async def test_many_runs_of_a_long_program_do_not_add_up():
    steer = steerer(ScriptedGuide([CODE] * 9))
    session = (await steer.open(QUESTION)).session_id
    for n in range(20):
        await steer.run_code(f"{PROGRAM}y = {n}", session_id=session, timeout_s=1)
    for n in range(4):
        steered = await steer.answer(session, f"```python\n{PROGRAM}z = {n}\n```")
    assert steered.directive.action == "code"


@pytest.mark.parametrize("code", [ELIFS, "x = a" + " + a" * 990, "x = 0x" + "f" * 9_000])
async def test_code_of_any_depth_does_not_keep_a_session_from_going_on(code):
    executor = FakeExecutor(lambda code: Execution(status="error", kernel="k", error="E: x"))
    steer = steerer(ScriptedGuide([CODE] * 9), executor)
    session = (await steer.open(QUESTION)).session_id
    await steer.run_code(code, session_id=session, timeout_s=1)
    await steer.answer(session, "```python\nprint(1)\n```")
    await steer.answer(session, f"```python\n{code}\n```")
    assert executor.programs == [code, "print(1)"]


@pytest.mark.parametrize("code", [ELIFS, "x = a" + " + a" * 990, "answer = " + "-" * 5_000 + "1"])
async def test_a_checking_program_of_any_depth_is_run(code):
    executor = FakeExecutor(lambda code: "Correct" if "answer = '42'" in code else "Wrong: x")
    assert (await check_answer(executor, "42", code)).verdict == "correct"


@pytest.mark.parametrize("symbol", ["7", "a", "(", " ", "a,", "1:", "\n"])
async def test_a_long_answer_is_checked(symbol):
    executor = FakeExecutor(lambda code: "Correct")
    answer = "x" + symbol * 200_000
    check = await check_answer(executor, answer, f"{PROGRAM}print(answer)")
    assert check.verdict == "unknown"
