"""Profiles: read from TOML with care, and filled without interpreting what goes in."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codesteer.errors import BadSetting
from codesteer.steering.chat import ScriptedChat
from codesteer.steering.guides.control import read_choice, said
from codesteer.steering.guides.history import messages_for
from codesteer.steering.guides.model import ModelGuide
from codesteer.steering.guides.profile import load_profile
from codesteer.steering.guides.template import Template
from codesteer.steering.trajectory import GuidanceGiven

from .episodes import QUESTION, answered, checked, opened, solved

pytestmark = pytest.mark.anyio

# A profile of the shape that weights trained on fixed prompts want. The wording is made up here,
# and so are the replies below: neither comes from any published model.
OWN = r"""
name = "own"
form = "words"
check = "always"
temperature = 0.2

[budget]
context_tokens = 7000
reply_tokens = 300

[templates]
first = '''
You lead a solver through a task and close every message with your lead in <<< and >>>.
Task: {question}'''
turn = '''
Solver: {response}
Checker: {check}{complexity}'''
complexity = "Program: {score} points. {remarks}"
check = "{verdict}; {reason}. "
said = "<<<{guidance}>>>"
correction = "Close your message with your lead in <<< and >>>: {problem}."

[controls]
pattern = '(?s)<<<(?P<guidance>.*?)>>>'

[orders]
code = "Write a program for it."
text = "Reason it out."

[remarks]
too_simple = "Hardly a computation."
"""
OURS = load_profile()


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    return load_profile(str(path))


def refused(tmp_path, text):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(BadSetting) as error:
        load_profile(str(path))
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)
    return str(error.value)


async def decided(profile, *replies, trajectory=None):
    model = ScriptedChat(replies)
    return await ModelGuide(model, profile).decide(trajectory or opened()), model


@pytest.mark.parametrize(
    ("reply", "action", "guidance"),
    [
        ("The numbers are many.\n<<<Code>>>", "code", "Write a program for it."),
        ("<<< text. >>>", "text", "Reason it out."),
        ("code", "code", "Write a program for it."),
        ("<<<Code>>> or rather <<<Text>>>", "text", "Reason it out."),
        ("<<<Write Python that tries all.>>>", "code", "Write Python that tries all."),
        ("<<<Go through the cases\none by one.>>>", "text", "Go through the cases\none by one."),
        ("<<<Reason, do not write any code.>>>", "text", "Reason, do not write any code."),
        ("<<<Terminate>>>", "stop", OURS.orders.stop),
    ],
)  # fmt: skip
async def test_words_of_the_users_own_profile_are_read(own, reply, action, guidance):
    given, model = await decided(own, reply)
    assert (given.action, given.guidance) == (action, guidance)
    (asked,) = model.asked
    assert [message.role for message in asked] == ["user"]
    assert asked[0].content.endswith(f"Task: {QUESTION}")
    assert (model.options[0].temperature, model.options[0].max_tokens) == (0.2, 300)
    assert model.options[0].schema is None


async def test_returning_the_answer_returns_what_the_program_printed(own):
    trajectory = checked(solved(), "correct", "all rules hold", asked=False)
    given, model = await decided(own, "<<<Return Answer>>>", trajectory=trajectory)
    assert (given.action, given.answer) == ("answer", "<<<1*2*3*4>>>")
    roles = [message.role for message in model.asked[0]]
    assert roles == ["user", "assistant", "user"]
    assert "Checker: correct; all rules hold. Program: " in model.asked[0][2].content


async def test_each_answer_is_checked_before_such_a_guide_sees_it(own):
    given, model = await decided(own, trajectory=solved())
    assert (given.action, given.answer) == ("verify", "1*2*3*4")
    assert model.asked == []
    off = solved(opened(checkers=("symbolic",)))
    given, _ = await decided(own, "<<<Return Answer>>>", trajectory=off)
    assert given.action == "answer"


async def test_words_without_marks_are_asked_for_again(own):
    given, model = await decided(own, "I would write code.", "<<<Code>>>")
    assert given.action == "code"
    assert model.asked[1][-1].content.endswith(
        "lead in <<< and >>>: nothing in it stands between the demanded marks."
    )


async def test_earlier_words_are_told_as_the_guide_would_have_said_them(own):
    trajectory = answered(opened(), "1+2", guidance=own.orders.code)
    trajectory = answered(trajectory, "3+4", guidance="Reason once more.", action="text")
    asked = messages_for(trajectory, own)
    assert [m.content for m in asked if m.role == "assistant"] == [
        "<<<Code>>>",
        "<<<Reason once more.>>>",
    ]
    asked = messages_for(checked(solved(), "unknown", "deaf"), OURS)
    words = [json.loads(m.content) for m in asked if m.role == "assistant"]
    assert [one["choice"] for one in words] == ["code", "verify"]
    assert asked[-1].content.startswith("A checking program says: unknown. deaf")


@given(
    action=st.sampled_from(["code", "text", "verify", "stop", "answer"]),
    guidance=st.text(min_size=1).map(str.strip).filter(bool),
)
def test_what_our_profile_has_a_guide_say_is_read_back_as_said(action, guidance):
    given = GuidanceGiven(turn=1, action=action, guidance=guidance, reason="r", guide="model")
    choice = read_choice(said(given, OURS), OURS)
    assert (choice.action, choice.reason) == (action, "r")
    if action in ("code", "text", "stop"):
        assert choice.guidance == guidance


def test_a_profile_may_hold_only_what_differs_from_ours(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text('extends = "default"\n[budget]\ncontext_tokens = 4000\n')
    small = load_profile(str(path))
    assert small.budget.context_tokens == 4000
    assert small.budget.reply_tokens == OURS.budget.reply_tokens
    assert small.templates == OURS.templates


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (("{question}", "{riddle}"), "templates.first: {riddle} is no field of it; there are"),
        (("{question}", "{question!r}"), "{question!r} is no field"),
        (("{question}", "{question:>9}"), "{question:>9} is no field"),
        (("{question}", "{question.__class__}"), "{question.__class__} is no field"),
        (("{question}", "it"), "templates.first: it lacks {question}"),
        (("Solver: {", "Solver: {{"), "a brace stands alone"),
        (("said =", "say ="), "templates.say: "),
        (('"words"', '"letters"'), "form: "),
        (("(?P<guidance>", "(?P<order>"), "controls.pattern: its named groups are"),
        (("(?P<guidance>", "("), "controls.pattern: its named groups are"),
        (("(?P<guidance>", "(?P<guidance>("), "no regular expression"),
        (('form = "words"', 'form = "json"'), "[controls]"),
        (("7000", "2000"), "raise budget.context_tokens"),
        (("7000", "many"), "bad.toml cannot be read"),
        (("[controls]", "[controls]\ntext = 'code '"), "two choices have the same word"),
        (('name = "own"', 'extends = "another"'), 'only extends = "default"'),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused_in_a_line_that_says_where(tmp_path, damage, told):
    assert told in refused(tmp_path, OWN.replace(*damage))


@pytest.mark.parametrize("template", ["first", "turn"])
def test_a_guide_that_would_not_see_what_it_decides_upon_is_refused(tmp_path, template):
    text = f"extends = 'default'\n[templates]\n{template} = ''\n"
    assert f"templates.{template}: it lacks {{" in refused(tmp_path, text)


def test_a_profile_that_is_not_there_is_refused():
    with pytest.raises(BadSetting, match="the path of a TOML file, or default"):
        load_profile("/nowhere/own.toml")


@given(st.text())
@example("{question} {{turn}} {0} {question.__class__.__mro__} %s $x")
def test_what_goes_into_a_template_is_never_interpreted(text):
    template = Template.read("a {{b}} {question} c", known={"question"}, needed={"question"})
    assert template.filled({"question": text}) == f"a {{b}} {text} c"


def test_braces_of_a_question_reach_the_model_as_they_are():
    question = "Fill {response} and {{turn}} and {0}: {question}"
    asked = messages_for(answered(opened(question), "{check} {execution}"), OURS)
    assert question in asked[1].content
    assert "{check} {execution}" in asked[3].content


@pytest.mark.parametrize("number", [0, 1])
def test_the_profiles_of_the_documentation_can_be_loaded(root, tmp_path, number):
    page = (root / "docs" / "guides.md").read_text("utf-8")
    path = tmp_path / "page.toml"
    path.write_text(re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)[number])
    assert load_profile(str(path)).budget.context_tokens == (4000, 8000)[number]
