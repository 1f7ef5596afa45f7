"""Checking an answer with a program, in real kernels."""

import pytest

from codesteer.steering.checkers.self_answer import check_answer
from codesteer.steering.executor import Execution, FakeExecutor
from codesteer.steering.kernel_executor import KernelExecutor

from ..pools import real_pool

pytestmark = pytest.mark.anyio
SUM_TO_TEN = "n = sum(map(int, answer.split('+')))\nprint('Correct' if n == 10 else f'Wrong: {n}')"


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
async def executor():
    async with real_pool() as pool:
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


@pytest.mark.parametrize(
    "line",
    [
        "Correct: False",
        "Correct answer is 5, but got 4",
        "Correct? no",
        "Correct - almost",
        "*Correct*",
        "Correct..",
        "Wrong answer",
        "Wrong - 4",
        "not Correct",
        "Correct Wrong: 4",
    ],
)
async def test_a_last_line_that_is_no_plain_verdict_leaves_the_verdict_unknown(line):
    check = await check_answer(FakeExecutor(lambda code: f"so far so good\n{line}"), "3+7", "p")
    assert check.verdict == "unknown"
    assert "neither Correct nor Wrong" in check.reason


@pytest.mark.parametrize("line", ["Correct", " correct \n\n", "CORRECT.", "Correct!"])
async def test_a_right_answer_is_confirmed_in_any_of_these_spellings(line):
    def answer(program):
        return f"tested\n{line}" if "answer = '3+7'" in program else "Wrong: other"

    assert (await check_answer(FakeExecutor(answer), "3+7", "p")).verdict == "correct"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Wrong: row 2 repeats", "row 2 repeats"),
        ("Wrong : Correct is 5", "Correct is 5"),
    ],
)
async def test_a_wrong_answer_is_rejected_in_any_of_these_spellings(line, reason):
    def answer(program):
        return line if "answer = '3+7'" in program else "Correct"

    check = await check_answer(FakeExecutor(answer), "3+7", "p")
    assert check.verdict == "incorrect"
    assert reason in check.reason


@pytest.mark.parametrize("line", ["Wrong", "wrong.", "WRONG!", "Wrong:"])
async def test_a_rejection_that_names_no_broken_rule_rejects_nothing(line):
    def answer(program):
        return line if "answer = '3+7'" in program else "Correct"

    check = await check_answer(FakeExecutor(answer), "3+7", "p")
    assert (check.verdict, check.objection) == ("unknown", "")
    assert "names no broken rule" in check.reason


@pytest.mark.parametrize(
    ("answer", "program"),
    [
        ("10", "int(answer)\nprint('Correct')"),
        ("3+7", "eval(answer)\nprint('Correct')"),
        ("(1+15)", "eval(answer)\nprint('Correct')"),
        ("[[1, 2], [3, 4]]", "import ast\nast.literal_eval(answer)\nprint('Correct')"),
        ("Yes", "assert answer in ('Yes', 'No')\nprint('Correct')"),
        ("B", "'ABCD'.index(answer)\nprint('Correct')"),
        ("Paris", "['Paris', 'Rome'].index(answer)\nprint('Correct')"),
        ("2024-12-31", "from datetime import date\ndate.fromisoformat(answer)\nprint('Correct')"),
    ],
)
async def test_a_program_that_only_parses_the_answer_confirms_nothing(executor, answer, program):
    check = await check_answer(executor, answer, program)
    assert check.verdict == "unknown"
    assert "rejects garbage" in check.reason


@pytest.mark.parametrize(
    ("answer", "program"),
    [
        (
            "Yes",
            "print('Correct' if (answer == 'Yes') == (91 % 7 == 0) else 'Wrong: 91 is 7 * 13')",
        ),
        ("B", "print('Correct' if answer == 'ABCD'[1] else 'Wrong: another letter')"),
        ("[1, 2, 3]", "assert eval(answer) == sorted([3, 1, 2])\nprint('Correct')"),
        ("up, left", "print('Correct' if answer.count('left') == 1 else 'Wrong: too short')"),
        ("3.14", "assert abs(float(answer) - 3.14159) < 0.01\nprint('Correct.')"),
    ],
)
async def test_a_program_that_tests_the_answer_confirms_a_right_one(executor, answer, program):
    assert (await check_answer(executor, answer, program)).verdict == "correct"


async def test_where_no_other_answer_of_the_form_can_be_made_nothing_is_confirmed():
    def answer(program):
        return "Correct" if "answer = '+'" in program else "Wrong: another sign"

    check = await check_answer(FakeExecutor(answer), "+", "p")
    assert check.verdict == "unknown"


async def test_a_program_that_is_slow_now_and_then_confirms_nothing():
    def answer(program):
        ok = "answer = '3+7'" in program
        return "Correct" if ok else Execution(status="timeout", note="too slow")

    assert (await check_answer(FakeExecutor(answer), "3+7", "p")).verdict == "unknown"


@pytest.mark.parametrize(
    "first",
    [
        Execution(status="timeout", note="did not finish"),
        Execution(status="error", error="ValueError: x"),
        Execution(status="dead", note="ended"),
        "maybe",
    ],
)
async def test_a_first_run_without_a_verdict_is_the_only_one(first):
    executor = FakeExecutor(lambda code: first)
    assert (await check_answer(executor, "3+7", "p")).verdict == "unknown"
    assert len(executor.programs) == 1


async def test_a_warning_after_the_verdict_does_not_hide_it(executor):
    program = SUM_TO_TEN + "\nimport warnings\nwarnings.warn('slow')"
    assert (await check_answer(executor, "3+7", program)).verdict == "correct"


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


async def test_what_an_unreliable_program_holds_against_the_answer_is_kept():
    always = await check_answer(FakeExecutor(lambda code: "Wrong: other numbers"), "3+8", "p")
    assert (always.verdict, always.objection) == ("unknown", "other numbers")
    never = await check_answer(FakeExecutor(lambda code: "Correct"), "3+8", "p")
    assert (never.verdict, never.objection) == ("unknown", "")


async def test_nothing_is_left_from_one_run_to_the_next(executor):
    program = "seen = globals().get('seen', 0) + 1\nprint('Correct' if seen == 1 else 'Wrong: x')"
    check = await check_answer(executor, "3+7", program)
    assert "the same of any answer" in check.reason


async def test_a_count_kept_outside_the_program_does_not_pass_for_listening(executor):
    program = (
        "import builtins\nbuiltins.seen = getattr(builtins, 'seen', 0) + 1\n"
        "print('Correct' if builtins.seen == 1 else 'Wrong: x')"
    )
    check = await check_answer(executor, "3+7", program)
    assert check.verdict == "unknown"
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
