"""The rules guide: what it says first, how it reacts, when it ends."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesteer.steering.checkers.symbolic import check_program
from codesteer.steering.executor import Execution
from codesteer.steering.guides.orders import MOST_WORDS
from codesteer.steering.guides.rules import RulesGuide, decide
from codesteer.steering.program import find_program
from codesteer.steering.trajectory import (
    AnswerChecked,
    AnswerGiven,
    CodeRun,
    GuidanceGiven,
    ProgramRead,
    QuestionAsked,
    SessionOpened,
    fold,
)
from codesteer.symbench.registry import instance, instance_id, tasks

PUZZLE = (
    "Fill the grid so that each row and each column holds every digit exactly once; 0 is open.\n"
    "1 0 0\n0 2 0\n0 0 3\nGive it as <<<rows>>>."
)
GOOD = "```python\nx = [n for n in range(3)]\nprint(x)\n```"


class Story:
    """An episode told step by step, with the rules guide deciding."""

    def __init__(self, question, max_turns=5, **asked):
        self.events = [
            SessionOpened(session_id="cs_a", codesteer="0"),
            QuestionAsked(question=question, guide="rules", max_turns=max_turns, **asked),
        ]
        self.said = []
        self.decide()

    @property
    def trajectory(self):
        return fold(self.events)

    def decide(self):
        guidance = decide(self.trajectory)
        self.said.append(guidance)
        turns = len(self.trajectory.turns)
        opens = guidance.action in ("code", "text")
        self.events.append(
            GuidanceGiven(
                turn=turns + opens, action=guidance.action, guidance=guidance.guidance,
                reason=guidance.reason, guide="rules", answer=guidance.answer,
            )
        )  # fmt: skip
        return guidance

    def answer(self, text, output=None, status="ok", error="", note="", report=None):
        turn = len(self.trajectory.turns)
        self.events.append(AnswerGiven(turn=turn, answer=text))
        program = find_program(text)
        if program is not None and output is not None:
            execution = Execution(status=status, output=output, error=error, note=note)
            run = CodeRun(turn=turn, origin="answer", code=program, execution=execution)
            read = ProgramRead(turn=turn, report=report or check_program(program))
            self.events += [run, read]
        return self.decide()

    def check(self, verdict, reason="r", objection=""):
        turn, answer = len(self.trajectory.turns), self.said[-1].answer
        self.events.append(
            AnswerChecked(
                turn=turn, answer=answer, program="p", verdict=verdict, reason=reason,
                objection=objection,
            )
        )  # fmt: skip
        return self.decide()


def program(n):
    return f"```python\nfor k in range({n}):\n    print(k)\n```"


@pytest.mark.parametrize(
    ("question", "formulation"),
    [
        ("Use the numbers 3, 5, 8 and 9, each number once, in an expression that equals 24.",
         "expressions"),
        (PUZZLE, "constraint model of the grid"),
        ("Seat Ann, Bob and Cy on chairs 1 to 3: Ann must not sit next to Bob, Cy is left of Ann.",
         "a constraint model"),
        ("What is 48123 * -91827?", "exact arithmetic"),
        ("Find the fewest moves to get from the start to the goal on this map.", "breadth-first"),
        ("A says that B lies. B says that C tells the truth. C says that A is a liar. D lies. Who "
         "tells the truth?", "truth values"),
        ("How many different ways are there to choose 3 of 7 books?", "enumeration"),
        ("How many times does the letter r occur in the word strawberry?", "text processing"),
        ("Which weekday is it 100 days after 3 March 2024? January has 31 days.", "calendar"),
        ("Apply the instructions in order: rotate the list, then swap the ends, repeat 5 times.",
         "simulation"),
    ],
)  # fmt: skip
def test_the_first_guidance_names_the_formulation_that_fits(question, formulation):
    guidance = Story(question).said[0]
    assert guidance.action == "code"
    assert formulation in guidance.guidance


@pytest.mark.parametrize(
    "question",
    [
        "Explain why the sky is blue.",
        "Who wrote Middlemarch?",
        "Write a short poem about autumn.",
        "Hello!",
    ],
)
def test_where_there_is_nothing_to_compute_words_are_asked_for(question):
    assert Story(question).said[0].action == "text"


@pytest.mark.parametrize("name", list(tasks()))
def test_a_puzzle_of_the_benchmark_is_to_be_solved_by_code(name):
    prompt = instance(instance_id(name, 3)).prompt
    assert Story(prompt).said[0].action == "code"


def test_the_demanded_form_is_repeated_in_the_guidance():
    assert 'print(f"<<<{answer}>>>")' in Story(PUZZLE).said[0].guidance
    assert "<<<" not in Story("How many ways are there to order 4 books?").said[0].guidance


def test_the_shape_of_the_data_is_named():
    assert "a list of 3 lists of 3 values" in Story(PUZZLE).said[0].guidance


def test_an_answer_of_a_sound_program_is_checked_before_it_counts():
    story = Story(PUZZLE)
    verify = story.answer(GOOD, "<<<[[1]]>>>")
    assert (verify.action, verify.answer) == ("verify", "[[1]]")
    done = story.check("correct")
    assert (done.action, done.answer) == ("answer", "<<<[[1]]>>>")


def test_what_cannot_be_checked_without_solving_it_again_is_accepted():
    done = Story("What is 48123 * -91827? Form: <<<integer>>>").answer(
        "```python\nprint(48123 * -91827)\n```", "-4418990721"
    )
    assert (done.action, done.answer) == ("answer", "<<<-4418990721>>>")


def test_a_rejected_answer_starts_a_new_turn_that_names_the_reason():
    story = Story(PUZZLE)
    story.answer(GOOD, "<<<[[1]]>>>")
    again = story.check("incorrect", "row 2 repeats")
    assert again.action == "code"
    assert "row 2 repeats" in again.guidance


def test_a_check_that_is_no_check_is_asked_for_once_more_and_then_left():
    story = Story(PUZZLE)
    story.answer(GOOD, "<<<[[1]]>>>")
    again = story.check("unknown", "the checking program failed: NameError")
    assert again.action == "verify"
    assert "NameError" in again.guidance
    done = story.check("unknown", "the checking program failed: NameError")
    assert (done.action, done.answer) == ("answer", "<<<[[1]]>>>")
    assert "unverified" in done.guidance


def test_an_answer_that_a_check_called_wrong_is_not_final_while_turns_are_left():
    story = Story(PUZZLE)
    story.answer(GOOD, "<<<[[1]]>>>")
    assert story.check("unknown", objection="row 2 repeats").action == "verify"
    again = story.check("unknown", "the checking program failed: NameError")
    assert again.action == "code"
    assert "row 2 repeats" in again.guidance


def test_the_same_failures_do_not_end_with_an_answer_that_a_check_called_wrong():
    story = Story(PUZZLE)
    story.answer(GOOD, "<<<[[1]]>>>")
    story.check("unknown", objection="row 2 repeats")
    story.check("unknown", objection="row 2 repeats")
    while story.said[-1].action not in ("answer", "stop"):
        story.answer(f"I don't know: {len(story.said)}.")
    assert len(story.trajectory.turns) == 5
    assert "wrong: row 2 repeats" in story.said[-1].guidance


def test_with_no_turn_left_it_is_said_that_a_check_called_the_answer_wrong():
    story = Story(PUZZLE, max_turns=2)
    for n in range(2):
        story.answer(GOOD.replace("3", str(3 + n)), "<<<[[1]]>>>")
        story.check("unknown", objection="row 2 repeats")
        done = story.check("unknown", objection="row 2 repeats")
    assert (done.action, done.answer) == ("answer", "<<<[[1]]>>>")
    assert "unverified" in done.guidance
    assert "wrong: row 2 repeats" in done.guidance


def test_an_answer_that_no_check_called_wrong_is_preferred():
    story = Story(PUZZLE, max_turns=2)
    story.answer(GOOD, "<<<[[1]]>>>")
    story.check("unknown", objection="row 2 repeats")
    story.check("unknown", objection="row 2 repeats")
    done = story.answer("```python\nprint('<<<[[2]]>>>')\n```", "<<<[[2]]>>>")
    assert (done.action, done.answer) == ("answer", "<<<[[2]]>>>")
    assert "wrong:" not in done.guidance


def test_words_without_the_demanded_form_are_never_made_an_answer():
    story = Story(PUZZLE)
    while story.said[-1].action not in ("answer", "stop"):
        story.answer("I don't know.")
    assert story.said[-1].action == "stop"


def test_a_failed_program_gets_a_sketch_and_then_another_formulation():
    story = Story(PUZZLE)
    first = story.answer(program(1), "", status="error", error="IndexError: out of range")
    second = story.answer(program(2), "", status="error", error="TypeError: no")
    assert "IndexError" in first.guidance
    assert "sketch" in first.guidance
    assert "TypeError" in second.guidance
    assert "backtracking" in second.guidance
    assert len({story.said[0].guidance, first.guidance, second.guidance}) == 3


def test_words_instead_of_the_program_that_was_asked_for_are_not_enough_at_first():
    story = Story(PUZZLE)
    assert story.answer("It is <<<[[1]]>>>").action == "code"
    done = story.answer("It is <<<[[1]]>>>")
    assert done.action == "answer"
    assert "unverified" in done.guidance


def test_a_program_that_only_prints_is_sent_back():
    again = Story(PUZZLE).answer("```python\nprint('<<<[[1]]>>>')\n```", "<<<[[1]]>>>")
    assert again.action == "code"
    assert "computes nothing" in again.guidance.lower()


def test_the_same_failure_again_and_again_ends_the_episode():
    story = Story(PUZZLE)
    for n in range(2):
        assert story.answer(program(n), "").action == "code"
    assert story.answer(program(3), "").action == "stop"


def test_a_spent_budget_ends_with_the_best_answer_so_far():
    story = Story("What is 48123 * -91827? Form: <<<integer>>>", max_turns=2)
    story.answer("```python\nprint('<<<7>>>')\n```", "<<<7>>>")
    done = story.answer(program(1), "", status="error", error="E: x")
    assert (done.action, done.answer) == ("answer", "<<<7>>>")
    assert "unverified" in done.reason


def test_an_answer_in_another_form_is_better_than_none():
    story = Story("Three of 1 + 2 and 4, like <<<[1, 2]>>>. What is the sum?", max_turns=2)
    story.answer("<<<7>>>")
    ended = story.answer("I say it again: <<<7>>>")
    assert (ended.action, ended.answer) == ("answer", "<<<7>>>")
    assert "unverified" in ended.guidance


def test_code_that_was_asked_for_ends_the_episode():
    story = Story("Write a Python function that returns the sum of the squares of a list.")
    code = "```python\ndef f(xs):\n    return sum(x * x for x in xs)\n```"
    ended = story.answer(code, output="")
    assert (ended.action, ended.answer) == ("answer", code)


def test_a_spent_budget_without_any_answer_stops():
    story = Story(PUZZLE, max_turns=1)
    assert story.answer(program(1), "", status="timeout", note="too long").action == "stop"


def test_an_answer_that_a_check_rejected_is_never_the_best_one():
    story = Story(PUZZLE, max_turns=1)
    story.answer(GOOD, "<<<[[1]]>>>")
    assert story.check("incorrect").action == "stop"


SUM = "What is 48123 * -91827? Form: <<<integer>>>"
ROUTE = "Which is the shortest route from A to D? A-B 3 km, B-C 4 km, C-D 1 km, A-D 9 km. <<<km>>>"


def test_the_same_program_again_leads_to_words_and_then_to_the_end():
    story = Story(PUZZLE)
    story.answer(program(1), "", status="error", error="IndexError: out of range")
    assert story.answer(program(1)).action == "text"
    assert story.answer(program(1)).action == "stop"


def test_the_same_words_again_end_the_episode():
    story = Story(PUZZLE)
    assert story.answer("I don't know.").action == "code"
    assert story.answer("I don't  know.").action == "stop"


def test_an_output_without_the_demanded_form_is_given_back_to_be_put_into_it():
    story = Story(ROUTE)
    lifted = story.answer(program(9), "path A B C D\nof length 8 in all\nby three roads")
    assert lifted.action == "text"
    assert "of length 8 in all" in lifted.guidance
    done = story.answer("<<<8>>>")
    assert (done.action, done.answer) == ("answer", "<<<8>>>")
    assert "unverified" not in done.guidance


def test_an_answer_that_the_output_does_not_hold_stays_unverified():
    story = Story(ROUTE)
    story.answer(program(9), "path A B C D\nof length 8 in all\nby three roads")
    assert "unverified" in story.answer("<<<9>>>").guidance


def test_a_program_that_runs_too_long_is_to_be_made_faster():
    again = Story(ROUTE).answer(program(9), "", status="timeout", note="Stopped after 30 s.")
    assert "Stopped after 30 s." in again.guidance
    assert "astar_path" in again.guidance


def test_a_loop_that_never_ends_is_named():
    report = SimpleNamespace(literal_output=False, endless=True)
    again = Story(SUM).answer(
        program(9), "", status="timeout", note="Stopped after 30 s.", report=report
    )
    assert "may never end" in again.guidance


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        ({"computes": True, "ignores_data": True}, "question's data"),
        ({"computes": False}, "computes nothing"),
        ({"computes": False, "trivial_loops": True}, "loops compute nothing"),
    ],
)
def test_what_is_only_judged_of_a_program_is_held_against_its_answer_once(judged, said):
    report = SimpleNamespace(literal_output=False, **judged)
    story = Story(SUM)
    again = story.answer(program(7), "<<<7>>>", report=report)
    assert again.action == "code"
    assert said in again.guidance
    done = story.answer(program(8), "<<<8>>>", report=report)
    assert (done.action, done.answer) == ("answer", "<<<8>>>")


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        ("EOFError: EOF when reading a line", "no input()"),
        ("ModuleNotFoundError: No module named 'pulp'", "standard library"),
        ("IndexError: list index out of range", "its own length"),
    ],
)
def test_an_exception_comes_with_what_to_do_about_it(error, hint):
    again = Story(ROUTE).answer(program(9), "", status="error", error=error)
    assert error in again.guidance
    assert hint in again.guidance


def test_what_earlier_attempts_have_shown_is_carried_over():
    story = Story(ROUTE)
    story.answer("Adding the roads gives <<<8>>>")
    again = story.answer(program(9), "", status="error", error="E: x")
    assert "Reasoning in words gave '8' before" in again.guidance


def test_a_program_and_words_that_differ_are_settled_in_words():
    story = Story(ROUTE)
    run = CodeRun(
        turn=1, origin="run_code", code="1", execution=Execution(status="ok", output="<<<8>>>")
    )
    story.events.append(run)
    settled = story.answer("It is <<<9>>>")
    assert settled.action == "text"
    assert "'8'" in settled.guidance
    assert "'9'" in settled.guidance


def test_words_come_when_no_formulation_is_left():
    story = Story(SUM)
    for n in range(4):
        last = story.answer(program(n), "", status="error", error=f"E{n}: x")
    assert last.action == "text"
    assert "E3" in last.guidance


def test_no_check_is_asked_for_where_checking_is_switched_off():
    done = Story(PUZZLE, checkers=("symbolic",)).answer(GOOD, "<<<[[1]]>>>")
    assert (done.action, done.answer) == ("answer", "<<<[[1]]>>>")


def test_a_printed_answer_in_another_writing_is_mended_rather_than_asked_for_again():
    question = PUZZLE.replace("<<<rows>>>", "<<<[[row 1], [row 2], [row 3]]>>>")
    verify = Story(question).answer(GOOD, "1 2 3\n2 3 1\n3 1 2")
    assert (verify.action, verify.answer) == ("verify", "[[1, 2, 3], [2, 3, 1], [3, 1, 2]]")


HERE = Path(__file__).parent
DEVELOPMENT = tomllib.loads((HERE / "questions" / "development.toml").read_text("utf-8"))
SEEN = [name for name, task in tasks().items() if task.split == "seen"]
ERROR = "Traceback\n  Cell In[1], line 1\nIndexError: " + "list index out of range and more " * 9
REPORT = SimpleNamespace(literal_output=False, computes=True, ignores_data=True, endless=True)
LONG = "so many words " * 40


def misfortunes(question: str) -> Iterator[Story]:
    """Episodes in which everything goes wrong that can."""
    failures = [
        {"output": "", "status": "error", "error": ERROR},
        {"output": "", "status": "timeout", "note": LONG, "report": REPORT},
        {"output": "", "status": "dead", "note": LONG},
        {"output": ""},
        {"output": f"{LONG}\nno, none: {LONG}"},
        {"output": "<<<None>>>"},
        {"output": "<<<7>>>", "report": REPORT},
        {"output": "<<<7>>>", "report": SimpleNamespace(literal_output=True)},
    ]
    for first, failure in enumerate(failures):
        story = Story(question)
        for n in range(5):
            if story.said[-1].action in ("code", "text"):
                kind = failure if n < 3 else failures[(first + n) % len(failures)]
                story.answer(program(n), **kind)
            if story.said[-1].action == "verify":
                story.check("unknown", reason=LONG, objection=LONG)
                story.check("incorrect", reason=LONG)
        yield story
    for words in ("<<<8", "I don't know.", "<<<8>>>", LONG):
        story = Story(question)
        story.answer(words)
        story.answer(f"{words} once more") if story.said[-1].action == "code" else None
        yield story


@pytest.mark.parametrize("question", [
    *(pytest.param(q["text"], id=q["id"]) for q in DEVELOPMENT["question"]),
    *(pytest.param(instance(instance_id(name, 4)).prompt, id=name) for name in SEEN),
])  # fmt: skip
def test_guidance_is_short_whatever_happens(question):
    for story in misfortunes(question):
        for said in story.said:
            quoted = len(said.answer.split()) if said.action == "answer" else 0
            assert len(said.guidance.split()) - quoted <= MOST_WORDS
            assert "\n\n" not in said.guidance


QUESTIONS = st.one_of(st.text(max_size=300), st.sampled_from([PUZZLE, "What is 12 * 13 * 14?"]))
ANSWERS = st.one_of(
    st.text(max_size=200), st.sampled_from([GOOD, program(1), "<<<1>>>", "```python\n(\n```"])
)
RUNS = st.sampled_from(["ok", "error", "timeout", "dead"])
VERDICTS = st.sampled_from(["correct", "incorrect", "unknown"])
REPORTS = st.builds(
    SimpleNamespace, literal_output=st.booleans(), computes=st.booleans(),
    ignores_data=st.booleans(), trivial_loops=st.booleans(), endless=st.booleans(),
)  # fmt: skip
TURNS = st.tuples(ANSWERS, st.text(max_size=50), RUNS, REPORTS, VERDICTS, st.text(max_size=20))


@settings(max_examples=150, deadline=None)
@given(QUESTIONS, st.lists(TURNS, max_size=9))
def test_any_episode_ends_within_its_turns_and_without_an_error(question, turns):
    story = Story(question or "?")
    for text, output, status, report, verdict, reason in turns:
        if story.said[-1].action in ("answer", "stop"):
            break
        if story.said[-1].action == "verify":
            story.check(verdict, reason=reason, objection=reason)
            continue
        story.answer(text or "x", output, status=status, error=output, report=report)
    assert len(story.trajectory.turns) <= 5


@pytest.mark.anyio
async def test_the_guide_decides_from_the_trajectory_alone():
    story = Story(PUZZLE)
    story.answer(GOOD, "<<<[[1]]>>>")
    before = fold(story.events[:-1])
    assert await RulesGuide().decide(before) == await RulesGuide().decide(before) == story.said[-1]
