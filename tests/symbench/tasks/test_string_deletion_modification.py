"""What string_deletion_modification asks, generates and reads."""

import pytest

from codesteer.answers import bracketed
from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.string_deletion_modification import Config

TASK = find_task("string_deletion_modification")
PUZZLE = {
    "text": "abaabcaaca",
    "rules": ["start aa", "in abc", "in bca", "end cc", "later ca", "start ab"],
}
DONE = "caabaa"
ORDER = {"text": "abbca", "rules": ["end ca", "start ab"]}


def right(response, payload=PUZZLE):
    return TASK.verify(payload, response).correct


def last(text, *rules):
    return bracketed(TASK.solve({"text": text, "rules": list(rules)}))


def puzzles(level, n=25):
    return [
        instance(instance_id("string_deletion_modification", level, 5, index)) for index in range(n)
    ]


def test_the_prompt_states_the_order_the_positions_and_every_rule():
    prompt = TASK.prompt(PUZZLE)
    assert '"abaabcaaca"' in prompt
    assert "start again at rule 1" in prompt
    assert "Stop when no rule's condition holds" in prompt
    assert "Positions are counted from 1" in prompt
    assert '2. If the string contains "abc", replace its leftmost occurrence by "cab".' in prompt
    assert prompt.isascii()
    assert prompt.endswith("in this form: <<<string>>>")


@pytest.mark.parametrize(
    ("rule", "text", "done"),
    [
        ("start aa", "aaabx", "abx"),
        ("start ab", "abb", "cab"),
        ("start ac", "acb", "zzb"),
        ("start bb", "bbbc", "bc"),
        ("start bc", "bcb", "baa"),
        ("start ca", "cab", "bbbc"),
        ("start cb", "cbac", "aaa"),
        ("start cb", "cb", "a"),
        ("start cc", "ccccb", "b"),
        ("end aa", "baa", "bcc"),
        ("end ac", "bac", "bcb"),
        ("end ba", "cba", "cab"),
        ("end bb", "abbb", "ab"),
        ("end ca", "bca", "bc"),
        ("end cc", "bcc", "abb"),
        ("in abc", "aabcabb", "acababb"),
        ("in acb", "bacb", "bbca"),
        ("in bca", "abcabca", "a"),
        ("later ca", "cabcacab", "cabb"),
        ("even b", "bab", "babab"),
        ("even b", "aac", "aac"),
        ("long", "abcabcabcabcabcz", "abcabcababcabcz"),
        ("long", "abcabcabcabcabc", "abcabcabcabcabc"),
    ],
)
def test_each_rule_does_what_it_says(rule, text, done):
    assert last(text, rule) == done


def test_of_an_even_number_of_letters_the_right_one_of_the_middle_goes():
    assert last("aaaaaaaabccccccc", "long") == "aaaaaaaaccccccc"
    assert last("aaaaaaaabcccccccc", "long") == "aaaaaaaaccccccc"


def test_rules_that_each_have_their_turn_would_give_another_string():
    """The original tells to cycle through the rules, and restarts: 28 of 100 answers differ."""
    payload = {"text": "bbbbbb", "rules": ["start bb", "even b"]}
    assert right("<<<b>>>", payload)
    # In turns: b is deleted, five are odd; b is deleted, four are even and get ab; and so on.
    assert not right("<<<babababab>>>", payload)
    assert "cycle" not in TASK.prompt(payload).lower()


def test_the_first_rule_that_holds_goes_first_after_every_step():
    assert last("bbbab", "start bb", "end bb") == "bab"
    assert last("abca", "start ca", "start ab") == "bbcac"
    assert last("abca", "end ca", "start ab", "start ca") == "bbcc"


def test_a_rewriting_without_an_end_is_neither_drawn_nor_accepted():
    """The original's generator follows such a one for ever."""
    endless = {"text": "aaaccccababccbb", "rules": ["even b", "long"]}
    for response in (f"<<<{endless['text']}>>>", "<<<aaaccccababccbbab>>>", ""):
        assert not right(response, endless)
    with pytest.raises(ValueError, match="no end"):
        TASK.solve(endless)


@pytest.mark.parametrize(
    "form",
    ["<<<{}>>>", '<<< "{}" >>>', "<<<\n{}\n>>>", '<<<\n```\n "{}" \n```\n>>>', '**<<< "{}" >>>**.',
     "<<<'{}'>>>", "<<<`{}`>>>", "<<<Answer: {}>>>", "<<<the final string is {}>>>",
     "First <<<abc>>>, then <<<{}>>>", 'The final answer is  "{}" ', "The answer is **{}**.",
     "**Final answer:** {}", "Thus\nResult: {}", "So \\boxed{{{}}}", "\\boxed{{\\text{{{}}}}}",
     'The final answer is "{}".', "Done.\n\n{}", '<<<["{}"]>>>', "<<<[{}]>>>"],
)  # fmt: skip
def test_a_string_is_read_in_every_clear_form(form):
    assert right(form.format(DONE))
    assert not right(form.format(DONE[:-1]))
    assert not right(form.format("ababaa"))


def test_letters_may_be_spelled_out():
    assert right(f"<<<{' '.join(DONE)}>>>")
    assert right(f"<<<{list(DONE)}>>>")


@pytest.mark.parametrize(
    "form",
    ["<<<not {}>>>", '<<<"{}" or "abc">>>', "<<<{}, ab>>>", "<<<{}a>>>", "<<<a {}>>>", "<<<{}?>>>",
     "The answer is not {}", "The answer isn't {}", '<<< "{}', "{}>>>\n\nI give up.",
     "<<<{} {}>>>", "<<<{}>>> <<<no>>>",
     '<<<["{}", "{}"]>>>', '<<<["{}">>>', '<<<["not {}"]>>>', "<<<[{}] [{}]>>>"],
)  # fmt: skip
def test_a_right_string_beside_anything_else_is_wrong(form):
    assert not right(form.format(DONE, DONE))


@pytest.mark.parametrize("level", TASK.levels)
def test_a_rewriting_has_the_length_and_the_rules_of_its_level(level):
    config = TASK.levels[level]
    for puzzle in puzzles(level):
        text, rules = puzzle.payload["text"], puzzle.payload["rules"]
        assert config.letters[0] <= len(text) <= config.letters[1]
        assert len(set(rules)) == len(rules) == config.rules
        answer = bracketed(TASK.solve(puzzle.payload))
        assert len(answer) >= 5
        assert answer not in puzzle.prompt
        assert set(answer) <= set("abcz")


@pytest.mark.parametrize(
    "bad",
    [{"rules": 21}, {"used": 1}, {"used": 7}, {"letters": (5, 9)}, {"letters": ()},
     {"letters": (9, 8)}, {"steps": (9, 8)}, {"steps": (2, 8)}, {"steps": (4, 1_000)}],
)  # fmt: skip
def test_a_configuration_refuses_what_cannot_be_drawn(bad):
    with pytest.raises(ValueError, match="need"):
        Config(**{"rules": 6, "letters": (10, 20), "steps": (4, 9), "used": 3, **bad})


def test_published_instances_are_read(upstream_layout):
    original = original_task("string_deletion_modification")
    cases = list(original.read(upstream_layout))
    assert [case.id.rpartition("_")[2] for case in cases] == ["0", "39", "69"]
    for case in cases:
        assert case.params["initial_string"] in case.question
        assert set(case.params) == {"initial_string", "rules", "complexity", "order"}
        assert case.gold_correct
        assert not case.broken
        assert TASK.verify(original.payload(case), f'<<< "{case.gold}" >>>').correct


def test_a_missing_folder_holds_no_instances(tmp_path):
    assert list(original_task("string_deletion_modification").read(tmp_path)) == []
