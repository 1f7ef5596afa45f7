"""The methods by name, what they refuse, and what ends them."""

import csv
from itertools import cycle

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesteer.errors import InvalidRequest, ModelError
from codesteer.steering.chat import Message, Reply, ScriptedChat, ToolCall
from codesteer.steering.executor import Execution, FakeExecutor
from codesteer.steering.guide import Guidance
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.methods.driver import run
from codesteer.steering.methods.method import MethodOptions, Models
from codesteer.steering.methods.registry import METHODS, find_method
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import MemoryEpisodeStore
from codesteer.steering.tools import LocalTools
from codesteer.steering.trajectory import fold

from ..conftest import SHARED

pytestmark = pytest.mark.anyio
EACH_METHOD = pytest.mark.parametrize("method", METHODS)
QUESTION = "How many of the numbers from 1 to 50 are divisible by 7? Form: <<<number>>>"
PROGRAM = "```python\nprint(f'<<<{sum(n % 7 == 0 for n in range(1, 51))}>>>')\n```"


def faked(answer=lambda code: "<<<7>>>", guide=None, **options):
    """Tools over a fake executor, and the store of their server."""
    store = MemoryEpisodeStore()
    steerer = Steerer(
        store=store, guide=guide or RulesGuide(), executor=FakeExecutor(answer), **options
    )
    return LocalTools(steerer)


class Endless:
    """A model that says the same few things for ever, and counts how often it is asked."""

    def __init__(self, replies):
        self.name = "endless"
        self.count = 0
        self._replies = cycle(replies)

    async def reply(self, messages, options=None):
        self.count += 1
        return next(self._replies)


def test_the_columns_of_the_papers_table_are_methods():
    path = SHARED / "paper" / "table1_success_rates.csv"
    if not path.is_file():
        pytest.skip("the paper's tables are not here; set CODESTEER_TEST_SHARED")
    with open(path, encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    others = {"task", "split", "category", "o1", "deepseek_r1", "o1_preview"}
    measured = {name.removeprefix("gpt4o_") for name in columns} - others
    assert measured <= set(METHODS)
    assert set(METHODS) - measured == {"few_shot", "code_first_rule", "code_first_agent"}


def test_an_unknown_method_is_refused_with_the_one_that_was_meant():
    with pytest.raises(InvalidRequest, match="Did you mean code_interpreter"):
        find_method("code_interpretr")


@pytest.mark.parametrize("method", ["code_text_sum_2", "code_text_choice"])
async def test_a_method_of_a_fine_tuned_model_says_what_it_lacks(method):
    with pytest.raises(InvalidRequest, match=r"fine-tuned model.*helper="):
        await run(method, QUESTION, Models(task=ScriptedChat([])), faked())


async def test_the_checkers_of_the_servers_guide_are_set_at_the_server():
    options = MethodOptions(checkers=("symbolic",))
    with pytest.raises(InvalidRequest, match="CODESTEER_CHECKERS"):
        await run("codesteer", QUESTION, Models(task=ScriptedChat([])), faked(), options=options)


@EACH_METHOD
async def test_a_model_that_fails_ends_the_run_with_a_result_that_says_so(method):
    models = Models(task=ScriptedChat([]), helper=ScriptedChat([]))
    result = await run(method, QUESTION, models, faked())
    assert result.stopped_because == "model_failed"
    assert "no further answer" in result.error
    assert result.final_answer == ""


@EACH_METHOD
async def test_what_each_role_costs_is_counted(method):
    costly = Reply(text=PROGRAM, prompt_tokens=10, completion_tokens=3)
    task, helper = Endless([costly]), Endless([Reply(text="code", prompt_tokens=5)])
    result = await run(method, QUESTION, Models(task=task, helper=helper), faked())
    assert result.usage["task"].requests == task.count
    assert result.usage["task"].prompt_tokens == 10 * task.count
    assert result.usage["task"].completion_tokens == 3 * task.count
    if helper.count:
        assert result.usage["helper"].prompt_tokens == 5 * helper.count
    else:
        assert "helper" not in result.usage


@EACH_METHOD
async def test_an_episode_can_be_read_where_it_is_kept_and_leaves_no_kernel_elsewhere(method):
    store, executor = MemoryEpisodeStore(), FakeExecutor(lambda code: "<<<7>>>")
    steerer = Steerer(store=store, guide=RulesGuide(), executor=executor)
    models = Models(task=Endless([Reply(text=PROGRAM)]), helper=Endless([Reply(text="CODE")]))
    own = MemoryEpisodeStore()
    result = await run(method, QUESTION, models, LocalTools(steerer), store=own)
    kept = store if find_method(method).by_server else own
    trajectory = fold(kept.episodes[result.session_id])
    assert trajectory.question == QUESTION
    assert trajectory.outcome.answer == result.final_answer
    assert len(trajectory.turns) == result.turns
    lent = set(store.episodes) - {result.session_id}
    assert [session for session in lent if executor.kernel(session)] == []


TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "", "<<<7>>>", "<<<", "CODE\ngo on", "TEXT: go on", "RETURN", "STOP", "text", "code",
            "```python\n```", "```python\nanswer\n```", "```\n```\n```", "```python\nwhile 1: pass",
            "```python\nprint('Correct')\n```", "The answer is 7.", PROGRAM, "\ud800", "\0",
        ]
    ),
    st.text(max_size=40).map(lambda code: f"```python\n{code}\n```"),
)  # fmt: skip
CALLS = st.builds(
    ToolCall,
    id=st.text(max_size=3),
    name=st.sampled_from(["run_code", "other", ""]),
    arguments=st.one_of(
        st.text(max_size=30),
        st.sampled_from(['{"code": "print(7)"}', '{"code": ""}', "[1]", '{"code": 7}', '{"code":']),
        st.text(max_size=20).map(lambda code: '{"code": "' + code + '"}'),
    ),
)
REPLIES = st.lists(
    st.builds(Reply, text=TEXTS, tool_calls=st.lists(CALLS, max_size=7).map(tuple)),
    min_size=1,
    max_size=6,
)
RUNS = st.one_of(
    TEXTS,
    st.builds(
        Execution,
        status=st.sampled_from(["ok", "error", "timeout", "dead", "running"]),
        output=TEXTS,
        error=TEXTS,
        note=st.sampled_from(["", "gone"]),
    ),
)


@EACH_METHOD
@settings(max_examples=15, deadline=None)
@given(
    replies=REPLIES,
    helps=REPLIES,
    runs=st.lists(RUNS, min_size=1, max_size=4),
    context=st.sampled_from(["fresh", "dialogue"]),
    checkers=st.sampled_from([None, (), ("symbolic",)]),
)
def test_whatever_models_and_programs_say_every_method_ends_within_its_turns(
    method, replies, helps, runs, context, checkers
):
    outcomes = cycle(runs)
    task, helper = Endless(replies), Endless(helps)
    checkers = None if method == "codesteer" else checkers
    options = MethodOptions(context=context, checkers=checkers)

    async def solve():
        tools = faked(lambda code: next(outcomes))
        models = Models(task=task, helper=helper)
        return await run(method, QUESTION, models, tools, options=options)

    result = anyio.run(solve)
    assert 1 <= result.turns <= 5
    assert task.count <= 15
    assert helper.count <= 10
    assert (result.stopped_because == "answered") == bool(result.final_answer.strip())


async def test_a_guide_that_checks_for_ever_is_left():
    class Doubter:
        name = "doubter"

        async def decide(self, trajectory):
            action = "verify" if trajectory.turn else "code"
            return Guidance(action=action, guidance="Check.", reason="r", answer="7")

    model = Endless([Reply(text=PROGRAM)])
    result = await run("codesteer", QUESTION, Models(task=model), faked(guide=Doubter()))
    assert result.stopped_because == "turns_spent"
    assert model.count == 15


async def test_half_a_surrogate_pair_and_endless_text_are_cut_to_what_can_be_sent_on():
    result = await run(
        "only_question", QUESTION, Models(task=ScriptedChat(["\ud800" + "7" * 200_000])), faked()
    )
    assert result.final_answer.startswith("?7")
    assert len(result.final_answer) == 100_000


async def test_a_blank_question_is_refused():
    with pytest.raises(InvalidRequest, match="question is empty"):
        await run("only_question", " ", Models(task=ScriptedChat(["7"])), faked())


def test_messages_of_the_plain_question_hold_nothing_else():
    model = ScriptedChat(["<<<7>>>"])
    anyio.run(run, "only_question", QUESTION, Models(task=model), faked())
    assert model.asked == [(Message("user", QUESTION),)]


def test_scripted_models_raise_model_errors():
    with pytest.raises(ModelError):
        anyio.run(ScriptedChat([]).reply, ())
