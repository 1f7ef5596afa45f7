"""What each method asks of a model, and what it makes of the replies; kernels are faked."""

import pytest

from codesteer.steering.chat import Message, Reply, ReplyOptions, ScriptedChat, ToolCall
from codesteer.steering.executor import Execution, FakeExecutor
from codesteer.steering.guide import Guidance, ScriptedGuide
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.methods.codesteer import steps
from codesteer.steering.methods.driver import run
from codesteer.steering.methods.method import MethodOptions, Models
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import MemoryEpisodeStore
from codesteer.steering.tools import LocalTools
from codesteer.steering.trajectory import CodeRun, GuidanceGiven, ProgramRead, fold

pytestmark = pytest.mark.anyio
QUESTION = "How many of the numbers from 1 to 50 are divisible by 7? Form: <<<number>>>"
PROGRAM = "```python\nprint(f'<<<{sum(n % 7 == 0 for n in range(1, 51))}>>>')\n```"
SIMPLE = "```python\nx = 7\nprint(x)\n```"
CHECK = "```python\nprint('Correct' if int(answer) * 7 <= 50 else 'Wrong: too many')\n```"
FAILS = Execution(status="error", error="Traceback\nNameError: name 'grid' is not defined")
CODE = Guidance(action="code", guidance="Write code.", reason="r")
DONE = Guidance(action="answer", guidance="Done.", reason="r", answer="<<<7>>>")


class Kitchen:
    """A method, the executor under its tools, and the record it leaves."""

    def __init__(self, ran="<<<7>>>", guide=None):
        outcomes = iter(ran if isinstance(ran, list) else [])
        self.executor = FakeExecutor(lambda code: next(outcomes) if isinstance(ran, list) else ran)
        self.tools = LocalTools(
            Steerer(store=MemoryEpisodeStore(), guide=guide or RulesGuide(), executor=self.executor)
        )
        self.own = MemoryEpisodeStore()

    async def run(self, method, task, helper=None, **options):
        self.result = await run(
            method,
            QUESTION,
            Models(task=task, helper=helper),
            self.tools,
            options=MethodOptions(**options),
            store=self.own,
        )
        return self.result

    def events(self, kind):
        events = self.own.episodes[self.result.session_id]
        return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("method", ["only_question", "all_text_cot"])
async def test_methods_of_words_run_no_code(method):
    kitchen = Kitchen()
    result = await kitchen.run(method, ScriptedChat([f"{PROGRAM}\nSo it is <<<8>>>."]))
    assert kitchen.executor.programs == []
    assert result.final_answer.endswith("<<<8>>>.")


@pytest.mark.parametrize("method", ["all_code_cot", "autogen_conca"])
async def test_a_program_is_run_once_and_what_it_prints_is_the_answer(method):
    kitchen = Kitchen()
    result = await kitchen.run(method, ScriptedChat([f"{PROGRAM}\nSo it is <<<8>>>."]))
    assert len(kitchen.executor.programs) == 1
    assert result.final_answer == "<<<7>>>"


async def test_a_program_that_failed_is_no_answer():
    result = await Kitchen(FAILS).run("all_code_cot", ScriptedChat([f"{PROGRAM} <<<8>>>"]))
    assert (result.stopped_because, result.final_answer) == ("no_answer", "")


async def test_the_general_preface_stands_before_the_question():
    model = ScriptedChat(["<<<7>>>"])
    await Kitchen().run("autogen_conca", model)
    assert model.asked[0][0].content.endswith(QUESTION)


async def test_both_ways_are_merged_by_the_same_model_or_by_the_fine_tuned_one():
    for method, helper in (
        ("code_text_sum_1", None),
        ("code_text_sum_2", ScriptedChat(["<<<7>>>"])),
    ):
        task = ScriptedChat(["By hand: <<<8>>>", PROGRAM, *([] if helper else ["<<<7>>>"])])
        kitchen = Kitchen()
        result = await kitchen.run(method, task, helper)
        merge = (helper or task).asked[-1][0].content
        assert "By hand: <<<8>>>" in merge
        assert "It printed:\n<<<7>>>" in merge
        assert (result.final_answer, result.turns) == ("<<<7>>>", 3)


@pytest.mark.parametrize(("said", "runs"), [("text", 0), ("I say: Code.", 1), ("hm", 1)])
async def test_the_chooser_decides_between_code_and_words(said, runs):
    kitchen = Kitchen()
    helper = ScriptedChat([Reply(text=said, prompt_tokens=9, completion_tokens=1)])
    await kitchen.run("code_text_choice", ScriptedChat([PROGRAM]), helper)
    assert len(kitchen.executor.programs) == runs
    assert kitchen.events(GuidanceGiven)[0].prompt_tokens == 9


def calls(*arguments, name="run_code", text=""):
    made = [ToolCall(id=f"c{n}", name=name, arguments=a) for n, a in enumerate(arguments)]
    return Reply(text=text, tool_calls=tuple(made))


async def test_the_interpreter_is_called_until_the_model_answers():
    kitchen = Kitchen(["21", FAILS])
    model = ScriptedChat(
        [calls('{"code": "print(21)"}'), calls('{"code": "grid"}'), "It is <<<7>>>."]
    )
    result = await kitchen.run("code_interpreter", model)
    assert [message.role for message in model.asked[-1]] == [
        "user", "assistant", "tool", "assistant", "tool",
    ]  # fmt: skip
    assert model.asked[1][-1] == Message("tool", "It printed:\n21", tool_call_id="c0")
    assert "NameError" in model.asked[2][-1].content
    assert result.final_answer == "It is <<<7>>>."
    assert [run.origin for run in kitchen.events(CodeRun)] == ["run_code", "run_code"]


@pytest.mark.parametrize(
    ("call", "advice"),
    [
        (calls("print(1)"), "no JSON"),
        (calls("[1]"), "no code"),
        (calls('{"code": " "}'), "no code"),
        (calls('{"code": 1}'), "no code"),
        (calls('{"code": "1"}', name="python"), "only one is run_code"),
    ],
)
async def test_a_malformed_call_is_answered_with_advice(call, advice):
    kitchen, model = Kitchen(), ScriptedChat([call, "<<<7>>>"])
    result = await kitchen.run("code_interpreter", model)
    assert advice in model.asked[1][-1].content
    assert kitchen.executor.programs == []
    assert result.final_answer == "<<<7>>>"


async def test_calls_beyond_the_budget_are_not_run_and_then_no_tool_is_offered():
    kitchen = Kitchen("21")
    many = calls(*['{"code": "print(21)"}'] * 4)
    model = ScriptedChat([many, many])
    result = await kitchen.run("code_interpreter", model, max_runs=3)
    assert len(kitchen.executor.programs) == 3
    assert "used up" in model.asked[1][-1].content
    assert [bool(options.tools) for options in model.options] == [True, False]
    assert result.stopped_because == "no_answer"


async def test_a_program_written_instead_of_called_is_run_once():
    kitchen = Kitchen()
    result = await kitchen.run("code_interpreter", ScriptedChat([PROGRAM]))
    assert len(kitchen.executor.programs) == 1
    assert result.final_answer == "<<<7>>>"


async def test_five_examples_come_first_and_then_the_dialogue_goes_on():
    kitchen = Kitchen([FAILS, "7"])
    model = ScriptedChat([PROGRAM, SIMPLE, "So it is <<<7>>>."])
    result = await kitchen.run("few_shot", model)
    first = model.asked[0][0].content
    assert first.count("Question:") == 5
    assert first.endswith(QUESTION)
    assert "NameError" in model.asked[1][-1].content
    assert len(model.asked[2]) == 5
    assert result.final_answer == "So it is <<<7>>>."


async def test_a_program_that_failed_before_is_not_taken_for_words():
    kitchen = Kitchen([FAILS])
    result = await kitchen.run("few_shot", ScriptedChat([PROGRAM] * 5))
    assert len(kitchen.executor.programs) == 1
    assert (result.stopped_because, result.turns) == ("turns_spent", 5)


async def test_code_comes_first_for_three_turns_and_then_words():
    kitchen = Kitchen([FAILS, FAILS, FAILS])
    programs = [PROGRAM.replace("50", str(n)) for n in (50, 49, 48)]
    result = await kitchen.run("code_first_rule", ScriptedChat([*programs, "<<<7>>>"]))
    actions = [event.action for event in kitchen.events(GuidanceGiven)]
    assert actions == ["code", "code", "code", "text", "answer"]
    assert result.final_answer == "<<<7>>>"


async def test_a_program_in_the_last_turn_takes_no_earlier_answers_place():
    kitchen = Kitchen(["<<<7>>>"])
    adds = "```python\nprint(50 // 7)\n```"
    replies = [adds, "I cannot.", "I cannot.", "```python\nprint('<<<8>>>')\n```"]
    result = await kitchen.run("code_first_rule", ScriptedChat(replies))
    assert result.final_answer == "<<<7>>>"


async def test_a_program_that_is_very_simple_is_not_enough_at_first():
    kitchen = Kitchen()
    adds = "```python\nprint(50 // 7)\n```"
    await kitchen.run("code_first_rule", ScriptedChat([adds, PROGRAM, PROGRAM]))
    given = kitchen.events(GuidanceGiven)
    assert given[1].guidance.startswith("The program is very simple")


async def test_the_code_first_agent_phrases_what_the_rule_wants():
    kitchen, helper = Kitchen([FAILS, "<<<7>>>", "<<<7>>>"]), ScriptedChat(["Count.", "", "Again."])
    task = ScriptedChat([PROGRAM, PROGRAM.replace("50", "49"), PROGRAM.replace("50", "48")])
    await kitchen.run("code_first_agent", task, helper)
    assert task.asked[0][0].content == f"{QUESTION}\n\nCount."
    assert "real algorithm" in task.asked[1][0].content  # the rule's own words, where none came
    assert "NameError" in helper.asked[1][-1].content


async def test_the_symbolic_agent_checks_each_answer_before_its_guide_decides():
    kitchen = Kitchen(["<<<7>>>", "Correct", "Wrong: x", "Wrong: x"])
    helper = ScriptedChat(
        [Reply(text="**CODE**\nCount them.", prompt_tokens=50, completion_tokens=4), "RETURN"]
    )
    task = ScriptedChat([PROGRAM, CHECK])
    result = await kitchen.run("symbolic_agent", task, helper)
    given = kitchen.events(GuidanceGiven)
    assert [event.action for event in given] == ["code", "verify", "answer"]
    assert given[0].guidance == "Count them."
    assert (given[0].guide, given[0].prompt_tokens) == ("symbolic_agent", 50)
    assert "A check of the answer says: correct" in helper.asked[1][-1].content
    assert result.final_answer == "<<<7>>>"


async def test_the_symbolic_agent_is_its_own_guide_where_there_is_no_other():
    task = ScriptedChat(["CODE\nCount.", PROGRAM, "RETURN"])
    result = await Kitchen().run("symbolic_agent", task, checkers=("symbolic",))
    assert result.usage["helper"].requests == 2
    assert result.usage["task"].requests == 1


async def test_a_guide_that_says_none_of_its_words_is_replaced_for_the_turn_and_that_is_recorded():
    kitchen = Kitchen()
    helper = ScriptedChat(["Well, let us see.", "RETURN"])
    await kitchen.run("symbolic_agent", ScriptedChat([PROGRAM]), helper, checkers=())
    first = kitchen.events(GuidanceGiven)[0]
    assert (first.guide, first.action) == ("default", "code")
    assert first.fallback


@pytest.mark.parametrize("checkers", [(), ("symbolic",), ("self_answer",)])
async def test_either_checker_can_be_switched_off(checkers):
    kitchen = Kitchen(["<<<7>>>", "Correct", "Wrong: x", "Wrong: x"])
    task = ScriptedChat([PROGRAM, *([CHECK] if "self_answer" in checkers else [])])
    await kitchen.run("symbolic_agent", task, ScriptedChat(["CODE", "RETURN"]), checkers=checkers)
    trajectory = fold(kitchen.own.episodes[kitchen.result.session_id])
    assert trajectory.checkers == checkers
    assert bool(kitchen.events(ProgramRead)) == ("symbolic" in checkers)
    assert (trajectory.turns[0].check is not None) == ("self_answer" in checkers)


async def test_a_model_that_repeats_itself_is_asked_more_warmly_the_next_time():
    again = Guidance(action="code", guidance="Write other code.", reason="r")
    kitchen = Kitchen(guide=ScriptedGuide([CODE, again, CODE, DONE]))
    model = ScriptedChat([PROGRAM, PROGRAM, SIMPLE])
    await kitchen.run("codesteer", model)
    assert [options.temperature for options in model.options] == [None, None, 0.7]


async def test_no_request_is_sent_twice():
    kitchen = Kitchen(guide=ScriptedGuide([CODE] * 5 + [DONE]))
    model = ScriptedChat([f"```python\nprint({n})\n```" for n in range(5)])
    await kitchen.run("codesteer", model)
    assert len({options.temperature for options in model.options}) == 5
    assert model.options[0] == ReplyOptions()


async def test_in_a_dialogue_the_model_sees_its_program_and_the_traceback():
    kitchen = Kitchen([FAILS, "<<<7>>>"], guide=ScriptedGuide([CODE, CODE, DONE]))
    model = ScriptedChat([PROGRAM, SIMPLE])
    await kitchen.run("codesteer", model, context="dialogue")
    user, assistant, correction = model.asked[1]
    assert user.content == f"{QUESTION}\n\nWrite code."
    assert assistant == Message("assistant", PROGRAM)
    assert "NameError" in correction.content
    assert correction.content.endswith("Write code.")


async def test_a_check_without_a_program_proves_nothing_and_breaks_nothing():
    verify = Guidance(action="verify", guidance="Check.", reason="r", answer="7")
    tools = Kitchen(guide=ScriptedGuide([CODE, verify, DONE])).tools
    model = ScriptedChat([PROGRAM, "```python\n```"])
    story = [step async for step in steps(QUESTION, model, tools)]
    assert story[-1].check.verdict == "unknown"
