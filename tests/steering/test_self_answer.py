"""Checking an answer with a program, in real kernels."""

import pytest

from codesteer.kernels.isolation import Isolation
from codesteer.kernels.jupyter import start_jupyter_kernel
from codesteer.kernels.limits import Limits
from codesteer.kernels.pool import KernelPool, open_pool
from codesteer.steering.checkers.self_answer import check_answer, mutations
from codesteer.steering.executor import Execution, FakeExecutor
from codesteer.steering.kernel_executor import KernelExecutor

pytestmark = pytest.mark.anyio
SUM_TO_TEN = "n = sum(map(int, answer.split('+')))\nprint('Correct' if n == 10 else f'Wrong: {n}')"


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
async def executor():
    async def start():
        return await start_jupyter_kernel(isolation=Isolation(), limits=Limits())

    async with open_pool(KernelPool(start)) as pool:
        yield KernelExecutor(pool)


async def test_a_right_answer_is_found_correct(executor):
    assert (await check_answer(executor, "3+7", SUM_TO_TEN)).verdict == "correct"


async def test_a_wrong_answer_is_found_incorrect_with_its_reason(executor):
    check = await check_answer(executor, "3+8", SUM_TO_TEN)
    assert (check.verdict, check.reason) == ("incorrect", "11")


async def test_a_program_may_come_inside_a_code_block(executor):
    check = await check_answer(executor, "3+7", f"Sure:\n```python\n{SUM_TO_TEN}\n```")
    assert check.verdict == "correct"


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("print('Correct')", "the same of any answer"),
        ("print('Wrong: always')", "the same of any answer"),
        ("1/0", "ZeroDivisionError"),
        ("def f(:", "SyntaxError"),
        ("print('maybe')", "neither Correct nor Wrong"),
        ("print('Correct')\nprint('by the way')", "neither Correct nor Wrong"),
        ("pass", "neither Correct nor Wrong"),
        ("input()", "failed"),
    ],
)
async def test_a_program_that_proves_nothing_leaves_the_verdict_unknown(executor, program, reason):
    check = await check_answer(executor, "3+7", program)
    assert check.verdict == "unknown"
    assert reason in check.reason


async def test_a_program_that_never_ends_leaves_the_verdict_unknown(executor):
    check = await check_answer(executor, "3+7", "while True: pass", timeout_s=0.4)
    assert check.verdict == "unknown"


async def test_a_program_that_ends_its_kernel_leaves_the_verdict_unknown(executor):
    check = await check_answer(executor, "3+7", "import os\nos._exit(1)")
    assert check.verdict == "unknown"


async def test_a_program_that_sets_the_answer_itself_is_mended(executor):
    check = await check_answer(executor, "3+8", "answer = '3+7'\n" + SUM_TO_TEN)
    assert check.verdict == "incorrect"
    assert "answer = '3+7'" not in check.program


async def test_an_answer_computed_in_the_program_changes_nothing_and_proves_nothing(executor):
    check = await check_answer(executor, "3+8", "answer = '+'.join(['3', '7'])\n" + SUM_TO_TEN)
    assert check.verdict == "unknown"


async def test_a_program_that_contains_the_answer_is_not_run():
    executor = FakeExecutor()
    check = await check_answer(executor, "(1+2)*8", "print(answer == '( 1+2 )*8')")
    assert check.verdict == "unknown"
    assert "contains the answer" in check.reason
    assert executor.programs == []


async def test_nothing_is_left_from_one_run_to_the_next(executor):
    program = "seen = globals().get('seen', 0) + 1\nprint('Correct' if seen == 1 else 'Wrong: x')"
    check = await check_answer(executor, "3+7", program)
    assert "the same of any answer" in check.reason


async def test_the_session_is_out_of_reach_of_a_checking_program(executor):
    await executor.run("s", "secret = 1", timeout_s=20)
    check = await check_answer(executor, "3+7", "print('Correct' if secret else 'Wrong: no')")
    assert "NameError" in check.reason


async def test_a_crash_on_a_changed_answer_counts_as_listening():
    def answer(program):
        ok = "answer = '3+7'" in program
        return "Correct" if ok else Execution(status="error", error="ValueError: x")

    check = await check_answer(FakeExecutor(answer), "3+7", "int(answer)")
    assert check.verdict == "correct"


@pytest.mark.parametrize(
    "answer", ["42", "[[1, 2], [3, 4]]", "Yes", "(a+b)", "A", "", "é", "9" * 50]
)
def test_mutations_differ_from_the_answer_and_from_each_other(answer):
    changed = mutations(answer)
    assert len({answer, *changed}) == 4
