"""What mahjong generates, asks and reads."""

import json
from collections import Counter

import pytest

from codesteer.symbench.original.tasks import mahjong as original
from codesteer.symbench.registry import find_task, instance, instance_id

TASK = find_task("mahjong")


def last(cards, card, *, chi=True, rounds=()):
    """The number of a card added to these cards and others that are in no one's way."""
    payload = {"cards": cards, "rounds": list(rounds), "last": card, "chi": chi}
    return int(TASK.solve(payload)[3:-3])


def right(answer, number=1):
    cards = {0: "AACCEEGGIIKKM", 1: "AACCEEGGIITTM", 2: "RSCCEEGGIIKKM"}[number]
    payload = {"cards": cards, "rounds": [], "last": "T", "chi": True}
    return TASK.verify(payload, f"<<<{answer}>>>").correct


@pytest.mark.parametrize(
    ("cards", "card", "number"),
    [
        ("AAEEIIMMQQUUY", "A", 1), ("ABEEIIMMQQUUY", "A", 0), ("BCEEIIMMQQUUY", "A", 2),
        ("ACEEIIMMQQUUY", "B", 2), ("ABEEIIMMQQUUZ", "C", 2), ("BBBEEIIMMQQUU", "A", 0),
        ("GKKEEIIMMQQUU", "H", 2), ("AAABBBDDDEEEG", "C", 2), ("XYEEIIMMQQUUA", "Z", 2),
        ("ABEEIIMMQQUUC", "Z", 0), ("YAEEIIMMQQUUC", "Z", 0), ("YZEEIIMMQQUUC", "A", 0),
    ],
)  # fmt: skip
def test_a_card_is_judged_by_the_rules(cards, card, number):
    assert last(cards, card) == number


def test_peng_goes_before_chi():
    assert last("BBACEEIIMMQQU", "B") == 1
    assert last("BACEEIIMMQQUU", "B") == 2


def test_a_chi_is_found_beside_doubled_letters():
    # The original looks at adjacent triples of the sorted hand: R, S, S and S, S, T are no
    # sequence, and so it stores 0 for Q, R, S, S, T and an S.
    assert last("QQRTEEIIMMUUY", "S") == 2
    assert last("RRTTEEIIMMUUY", "S") == 2


def test_there_is_no_chi_where_the_prompt_has_none():
    # The original stores 2 for prompts of one or two rounds, which do not know a Chi.
    assert last("BCEEIIMMQQUUY", "A", chi=False) == 0
    assert last("AAEEIIMMQQUUY", "A", chi=False) == 1
    for chi in (False, True):
        payload = {"cards": "BCEEIIMMQQUUY", "rounds": [], "last": "A", "chi": chi}
        assert ("Chi" in TASK.prompt(payload)) == chi


def test_cards_are_added_and_removed_before_the_last_is_judged():
    assert last("AEEIIMMQQUUYY", "A", rounds=[["A", "Y"]]) == 1
    assert last("AAEEIIMMQQUUY", "A", rounds=[["C", "A"]]) == 0
    assert last("AAEEIIMMQQUUY", "A", rounds=[["A", "A"]]) == 1
    assert last("CEEIIMMQQUUYY", "A", rounds=[["B", "C"], ["C", "E"]]) == 2


def test_the_prompt_states_the_rules():
    payload = {"cards": "AAEEIIMMQQUUY", "rounds": [["B", "A"]], "last": "C", "chi": True}
    prompt = TASK.prompt(payload)
    for rule in ("as it was before this card was added", "1 (Peng)", "2 (Chi)", "0 (Pass)",
                 "Nothing follows Z", "A A E E I I M M Q Q U U Y", "two or more",
                 "Round 1: add B, judge it, then remove A", "Round 2: add C and judge it",
                 "last round"):  # fmt: skip
        assert rule in prompt


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize(
    "form",
    ["{n}", " {n} ", "{n}.", "{name}", "{n} ({name})", "{name} ({n})", "{n} - {name}", "[{n}]",
     "{name}: {n}", "x = {n}", "Answer: {n}", "```\n{n}\n```", "**{n}**", '"{n}"', "({n})",
     "The number of the last round is {n}", "{n}, {name}"],
)  # fmt: skip
def test_every_clear_form_of_the_number_is_read(form, number):
    name = ("Pass", "Peng", "Chi")[number]
    answer = form.format(n=number, name=name)
    assert right(answer, number)
    assert right(answer.upper(), number)
    assert not right(answer, (number + 1) % 3)


@pytest.mark.parametrize(
    "answer",
    ["", "x", "one", "1.5", "1/1", "01", "11", "1 1", "1 or 2", "1, 2", "[1, 0]", "1 (Chi)",
     "Chi (1)", "not 1", "-1", "+-1", "1!", "1?", "Peng or Chi", "no Peng", "Peng!", "3", "$1",
     "1 (Peng) or 2 (Chi)", "\uff11", "\u0661", "not Peng", "not x = 1", "1e0", "10"],
)  # fmt: skip
def test_anything_else_is_wrong(answer):
    # The original calls `int` on the answer, and a text that is no integer ends its whole run.
    assert not right(answer)


@pytest.mark.parametrize(
    ("response", "accepted"),
    [("The final answer is 1", True), ("The answer is 1 (Peng).", True), ("**Answer:** 1", True),
     ("Result: Peng", True), ("\\boxed{1}", True), ("<<<2>>> no, <<<1>>>", True), ("Peng", True),
     ("The answer is not 1", False), ("The answer is 1\nor 2", False),
     ("The answer is 1.\n\nWait, that is wrong.", False), ("The answer is 1\nNo.", False),
     ("The answer is 1.\n\nThat is my judgment.", True), ("It is no Peng", False)],
)  # fmt: skip
def test_a_clear_answer_without_the_brackets_is_read(response, accepted):
    payload = {"cards": "TTEEIIMMQQUUY", "rounds": [], "last": "T", "chi": True}
    assert TASK.verify(payload, response).correct == accepted


def test_cards_are_letters_those_removed_are_in_the_hand_and_all_results_occur():
    # Published rounds go on with [ and \ after Z.
    for level, config in TASK.levels.items():
        results = Counter()
        for index in range(60):
            payload = instance(instance_id("mahjong", level, 5, index)).payload
            hand = list(payload["cards"])
            assert len(hand) == 13
            assert len(payload["rounds"]) == config.rounds - 1
            for added, gone in payload["rounds"]:
                assert added != gone
                hand.append(added)
                hand.remove(gone)
            assert all("A" <= card <= "Z" for card in [*hand, payload["last"]])
            results[TASK.solve(payload)] += 1
        assert len(results) == (3 if config.chi else 2)
        assert min(results.values()) >= 8


def test_the_published_layout_is_read(upstream_layout, upstream_cases):
    cases = list(original.read(upstream_layout))
    assert [case.id.rpartition("_")[2] for case in cases] == ["0", "38", "158"]
    known = [json.loads(line) for line in upstream_cases.read_text("utf-8").splitlines()]
    shape = next(row["params"] for row in known if row["task"] == "mahjong")
    assert [case.params["chi_rule_in_prompt"] for case in cases] == [False, True, True]
    for case in cases:
        assert set(case.params) == set(shape)
        accepted = TASK.verify(original.payload(case), f"<<<{case.gold}>>>").correct
        assert accepted == case.gold_correct == (not case.broken)
    # The last hand has X, Y and Y for the Z of number 38, and so a Chi, but 0 is stored.
    assert [case.gold_correct for case in cases] == [True, False, True]
    assert TASK.verify(original.payload(cases[1]), "<<<2>>>").correct


@pytest.mark.parametrize(
    ("change", "reason"), [({"solution": 1}, "stored number"), ({"rounds": "["}, "no letter")]
)
def test_a_broken_published_instance_is_marked(upstream_layout, tmp_path, change, reason):
    folder = tmp_path / "mahjong_pattern_dataset" / "sample_0"
    folder.mkdir(parents=True)
    source = upstream_layout / "mahjong_pattern_dataset" / "sample_0"
    stored = json.loads((source / "solution.json").read_text("utf-8")) | change
    if isinstance(stored["rounds"], str):
        stored["rounds"] = [{"add": stored["rounds"], "remove": "Y"}]
    (folder / "solution.json").write_text(json.dumps(stored), "utf-8")
    (folder / "question.txt").write_text("?", "utf-8")
    (case,) = original.read(tmp_path)
    assert reason in case.broken
    assert case.gold_correct == (reason == "no letter")
