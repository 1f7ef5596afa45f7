"""What a model guide is told of an episode: all that fits its budget, what is oldest least."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesteer.steering.guides.history import messages_for, size, whole_messages
from codesteer.steering.guides.profile import load_profile
from codesteer.steering.guides.tokens import MOST_CHARS_A_TOKEN, estimated_tokens
from codesteer.steering.trajectory import GuidanceGiven

from .episodes import answered, checked, opened

OURS = load_profile()
ROOM = OURS.budget.context_tokens - OURS.budget.reply_tokens


def told(trajectory, profile=OURS):
    return "\n".join(message.content for message in messages_for(trajectory, profile))


def long_episode(turns, *, words=600, output=2_500):
    """An episode whose every question, answer and output can be told apart."""
    trajectory = opened("The question stands here. Return <<<answer>>>.")
    for i in range(turns):
        code = f"```python\n# program {i}\n" + "total = total + 1\n" * words + "print(total)\n```"
        trajectory = answered(
            trajectory,
            code,
            output=f"output {i} " + "1 " * (output // 2),
            guidance=f"Guidance {i}.",
        )
    return trajectory


def kept(trajectory):
    """What is left of each turn: its output, its program, its guidance."""
    text = told(trajectory)
    return [
        "".join(
            letter
            for letter, sign in (
                ("o", f"output {i} "), ("p", f"# program {i}\n"), ("g", f"Guidance {i}."),
            )
            if sign in text
        )
        for i in range(len(trajectory.turns))
    ]  # fmt: skip


def test_an_episode_that_fits_is_told_in_full():
    trajectory = long_episode(3, words=20, output=200)
    assert kept(trajectory) == ["opg"] * 3
    assert messages_for(trajectory, OURS) == whole_messages(trajectory, OURS)
    assert "left out" not in told(trajectory)


@pytest.mark.parametrize(
    ("words", "output", "left"),
    [
        (80, 1_000, ["pg", "pg", "opg", "opg", "opg"]),
        (200, 1_000, ["g", "g", "pg", "pg", "opg"]),
        (800, 1_000, ["", "", "", "g", "opg"]),
        (1_000, 1_000, ["", "", "", "", "pg"]),
    ],
)
def test_old_outputs_go_first_then_old_programs_then_old_guidance(words, output, left):
    assert kept(long_episode(5, words=words, output=output)) == left


def test_roles_take_turns_however_much_is_left_out():
    for words in (1, 300, 3_000):
        trajectory = checked(long_episode(4, words=words), "unknown", "deaf")
        roles = [message.role for message in messages_for(trajectory, OURS)]
        assert roles == ["system", *["user", "assistant"] * (len(roles) // 2 - 1), "user"]


def test_a_long_answer_and_a_long_question_are_cut_in_their_middle():
    answer = "It begins. " + "and so on " * 20_000 + "It ends."
    text = told(answered(opened(), answer, action="text"))
    assert "It begins." in text
    assert "It ends." in text
    assert "characters left out" in text
    question = "It starts. " + "one more word " * 20_000 + "It stops."
    text = told(opened(question))
    assert "It starts." in text
    assert "It stops." in text
    assert "characters left out" in text


TEXTS = st.builds(
    lambda piece, times: piece * times,
    st.text(min_size=1, max_size=30)
    | st.sampled_from(["1234567890", "word ", "\U0001f600", "漢字"]),
    st.sampled_from([1, 40, 400, 4_000]),
)
TURNS = st.lists(
    st.tuples(TEXTS, TEXTS, TEXTS, st.booleans(), st.none() | TEXTS, st.booleans()), max_size=5
)


@settings(max_examples=40, deadline=None)
@given(question=TEXTS.filter(str.strip), turns=TURNS)
def test_the_budget_holds_and_the_question_is_whole_wherever_it_fits(question, turns):
    trajectory = opened(question)
    for answer, output, guidance, fenced, check, asked in turns:
        text = f"```python\n{answer}\n```" if fenced else answer
        trajectory = answered(trajectory, text, output=output, guidance=guidance)
        if check is not None:
            trajectory = checked(trajectory, "unknown", check, asked=asked)
    messages = messages_for(trajectory, OURS)
    assert size(messages) <= ROOM
    fixed = sum(estimated_tokens(message.content) for message in messages_for(opened(), OURS))
    whole = question in messages[1].content
    assert whole or estimated_tokens(question) > ROOM - fixed - 2_200
    if turns:
        assert messages[-1].role == "user"


# Tokens of Qwen2.5's tokenizer for the same texts, as llama.cpp counts them (build of 2026-11).
def of_random(letters, count, seed=1):
    draw = random.Random(seed)
    return "".join(draw.choice(letters) for _ in range(count))


MEASURED = {
    "digits": (of_random(string.digits, 1000), 1000),
    "grid": ("5 3 0 0 7 0 0 0 0\n" * 30, 540),
    "letters": (of_random(string.ascii_lowercase, 1000), 546),
    "both cases": (of_random(string.ascii_letters, 1000), 657),
    "prose": ("The guide reads the question and says what the program should compute. " * 10, 131),
    "code": ("    for i, row in enumerate(grid):\n        total += row[i] * a[i]\n" * 10, 190),
    "chinese": ("我们用一个程序来解决这个问题。首先把题目中的数据写进程序。" * 10, 170),
    "signs": ("!@#$%^&*()[]{}<>?/|~+-=_" * 10, 160),
    "emoji": ("\U0001f600\U0001f680\U0001f9e9" * 20, 80),
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURED)
def test_the_estimate_of_tokens_is_not_far_below_what_a_tokenizer_counts(name):
    text, real = MEASURED[name]
    assert 0.95 * real <= estimated_tokens(text) <= 3.5 * real


@settings(deadline=None)
@given(TEXTS | st.sampled_from([" \n" * 5_000, "x " * 5_000, "-" * 5_000]))
def test_so_many_characters_are_never_estimated_as_one_token(text):
    assert len(text) <= MOST_CHARS_A_TOKEN * estimated_tokens(text) + 1


def test_a_decision_that_was_never_answered_is_no_turn():
    trajectory = opened().after(
        GuidanceGiven(turn=1, action="code", guidance="Go.", reason="r", guide="model")
    )
    assert messages_for(trajectory, OURS) == messages_for(opened(), OURS)
