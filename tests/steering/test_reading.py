"""Reading a turn: the answer it stands for, or what went wrong."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.steering.checkers.symbolic import check_program
from codesteer.steering.executor import Execution
from codesteer.steering.guides.features import read_features
from codesteer.steering.reading import read_turn
from codesteer.steering.trajectory import CodeRun, GuidanceGiven, Trajectory, Turn
from codesteer.symbench.registry import find_task, instance, instance_id, tasks

GUIDANCE = GuidanceGiven(turn=1, action="code", guidance="g", reason="r", guide="rules")
PROGRAM = "n = 6 * 7\nprint(n)"


def turn(answer, runs=()):
    return Turn(number=1, guidance=GUIDANCE, answer=answer, runs=tuple(runs))


def program_turn(output="", status="ok", error="", note="", code=PROGRAM):
    execution = Execution(status=status, output=output, error=error, note=note)
    run = CodeRun(turn=1, origin="answer", code=code, execution=execution)
    made = turn(f"```python\n{code}\n```", [run])
    return Turn(
        number=1, guidance=GUIDANCE, answer=made.answer, runs=made.runs, report=check_program(code)
    )


def read(made, brackets=True, form=""):
    return read_turn(Trajectory(turns=(made,)), made, brackets=brackets, form=form)


@pytest.mark.parametrize(
    ("form", "output", "answer"),
    [
        ("number", "Answer: 42", "42"),
        ("number", "The result is: 42", "42"),
        ("number", "tried 3\ntried 5\n42", "42"),
        ("number", "np.int64(42)", "42"),
        ("number", "<<<Fraction(7, 3)>>>", "7/3"),
        ("number", "1 + 2\nis not an answer\n", None),
        ("string", "'abcab'", "abcab"),
        ("string", '<<<"a, b">>>', "a, b"),
        ("value,value,...,value", "[1, 2, 3]", "1,2,3"),
        ("value,value,...,value", "[[1, 2], [3, 4]]", "1,2,3,4"),
        ("cell, cell, ..., cell", "<<<['a', 'b']>>>", "a, b"),
        ("cell,cell,...,cell", "a b\nc d", "a,b,c,d"),
        ("row column, row column", "[(0, 1), (2, 3)]", "0 1, 2 3"),
        ("[value of A, value of B]", "1, 2, 3", "[1, 2, 3]"),
        ("[row, column]", "(4, 5)", "[4, 5]"),
        ("[[row 1], [row 2]]", "1 2 3\n4 5 6", "[[1, 2, 3], [4, 5, 6]]"),
        ("[[row 1], [row 2]]", "<<<[[1, 2], [3, 4]>>>", "[[1, 2], [3, 4]]"),
        ("[[row 1], [row 2]]", "solved\nin 3 steps\n[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
        ("(letter)", "B", "(B)"),
        ("(letter)", "<<<B) 3 May>>>", "(B)"),
        ("(letter)", "A dog", "A dog"),
        ("Step 1: [WEIGHT]", "<<<Step 1: [3]>>>", "Step 1: [3]"),
        ("expression", "<<<(1 + 2) * 8>>>", "(1 + 2) * 8"),
        ("", "<<<[1, 2]>>>", "[1, 2]"),
        ("integer", "<<<It is 24>>>", "24"),
        ("number", "<<<Fraction(3, 1)>>>", "3"),
        ("city, city", "New York\nLos Angeles", "New York, Los Angeles"),
        ("row column, row column", "<<<1 2\n3 4>>>", "1 2, 3 4"),
        ('["name", "name"]', '"Ann", "Bob"', '["Ann", "Bob"]'),
    ],
)
def test_an_answer_in_another_writing_is_mended_to_the_form_that_is_shown(form, output, answer):
    assert read(program_turn(output), form=form).answer == answer


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        ("a, b, c", "[1,000, 2,000]"),
        ("[a, b]", "[1,000, 2,000]"),
        ("[a, b]", "1,000, 2,000"),
        ("item, item, ...", "['a, b', 'c']"),
        ("price, price", "1.50, 2.00"),
        ("yes/no, yes/no", "[True, False]"),
        ("a, b, ...", "[[1, 2], [3]]"),
        ("string", "'it''s'"),
        ("string", "'a' 'b'"),
        ("formula", r"'\frac{1}{2}'"),
        ("formula", r"'\times 3'"),
        ("equation", "sum = a + b"),
        ("code", "result = 3"),
        ("integers", "total: 5, count: 3"),
        ("[[row], [row]]", "New York 5\nLos Angeles 7"),
        ("text", "It ends here."),
        ("string", "ab.c."),
        ("number", "1e-05"),
        ("set", "{'a', 'b'}"),
    ],
)
def test_mending_leaves_what_would_come_to_mean_something_else(form, answer):
    made = read(turn(f"<<<{answer}>>>"), form=form)
    assert made.answer == answer


@pytest.mark.parametrize(
    ("form", "output", "answer"),
    [
        ("a, b", "<<<[1.50, 12345678901234567890.0]>>>", "1.50, 12345678901234567890.0"),
        ("[a, b]", "(1.50, 2)", "[1.50, 2]"),
        ("[[row], [row]]", "New York, 5\nLos Angeles, 7", "[[New York, 5], [Los Angeles, 7]]"),
        ("[[row], [row]]", "['a, b', 'c']\n['d', 'e']", "[['a, b', 'c'], ['d', 'e']]"),
    ],
)
def test_what_is_mended_keeps_its_items_as_they_are_spelled(form, output, answer):
    assert read(program_turn(output), form=form).answer == answer


@pytest.mark.parametrize(
    ("question", "output"),
    [
        ("Is a and not a satisfiable? <<<SAT>>> or <<<UNSAT>>>.", "<<<UNSAT>>>"),
        ("Is it possible or impossible? Form: <<<word>>>", "<<<Impossible>>>"),
        ("Give <<<plan>>>, or write 'No plan exists'.", "<<<No plan exists>>>"),
        ("The primes in between as <<<[p, q]>>>, an empty list if there are none.", "<<<[]>>>"),
        ("Is there a path? Answer yes or no: <<<answer>>>", "<<<No, there is no path>>>"),
    ],
)
def test_that_there_is_nothing_is_an_answer_where_the_question_offers_it(question, output):
    made = program_turn(output)
    reading = read_turn(Trajectory(question=question, turns=(made,)), made, brackets=True)
    assert (reading.answer, reading.finding) == (output[3:-3], None)


@pytest.mark.parametrize(
    ("question", "output"),
    [
        ("Find the plan. It is impossible to move back. <<<plan>>>", "<<<impossible>>>"),
        ("None of them moves twice. <<<plan>>>", "<<<None>>>"),
        ("The list of moves: <<<[m, n]>>>", "<<<[]>>>"),
    ],
)
def test_a_word_of_the_question_is_not_an_offer(question, output):
    made = program_turn(output)
    reading = read_turn(Trajectory(question=question, turns=(made,)), made, brackets=True)
    assert reading.finding.kind == "no_solution"


@pytest.mark.parametrize(
    ("question", "code", "output"),
    [
        ("Write a Python function that doubles.", "def f(x): return 2 * x", ""),
        ("Write a Python function that doubles.", "def f(x): return 2 * x\nprint(f(2))", "4"),
        ("Wie verdoppelt man in Python?", "def f(x): return 2 * x", ""),
    ],
)
def test_code_that_was_asked_for_is_the_answer_itself(question, code, output):
    made = program_turn(output, code=code)
    whole = Trajectory(question=question, turns=(made,))
    reading = read_turn(whole, made, brackets=False, words=True)
    assert (reading.answer, reading.finding) == (made.answer, None)


@pytest.mark.parametrize(
    ("form", "output"),
    [("value,value,...,value", "28561"), ("[value of A, ..., value of I]", "{'A': 4, 'B': 25}")],
)
def test_an_answer_that_cannot_be_in_the_form_that_is_shown_is_found(form, output):
    assert read(program_turn(f"<<<{output}>>>"), form=form).finding.kind == "no_form"
    assert read(turn(f"<<<{output}>>>"), form=form).finding.kind == "no_answer"


@pytest.mark.parametrize("name", list(tasks()))
def test_a_right_answer_stays_right_however_the_form_is_read(name):
    task = find_task(name)
    for level in (1, 3):
        puzzle = instance(instance_id(name, level))
        solved = task.solve(puzzle.payload)
        form = read_features(puzzle.prompt).template
        reading = read(turn(solved if "<<<" in solved else f"<<<{solved}>>>"), form=form)
        assert reading.answer is not None, reading.finding
        assert task.verify(puzzle.payload, f"<<<{reading.answer}>>>").correct


@given(
    st.one_of(st.text(max_size=80), st.text(alphabet="[](),'\"12ab \n:<>", max_size=60)),
    st.sampled_from(["", "[[r], [r]]", "[v, v]", "v,v", "a b,a b", "(letter)", "number"]),
)
def test_mending_never_fails_and_leaves_nothing_out_that_it_could_not_read(output, form):
    reading = read(program_turn(output), form=form)
    assert (reading.answer is None) <= (reading.finding is not None)


@pytest.mark.parametrize(
    ("output", "answer"),
    [
        ("<<<42>>>", "42"),
        ("trying\n<<<1>>>\n<<<42>>>", "42"),
        ("<<<42>>", "42"),
        ("<<<42>", "42"),
        ("42", "42"),
        ("<<42>>>", "42"),
        ("1 2 3\n4 5 6", "1 2 3\n4 5 6"),
        ("done\nThe answer is 42", "42"),
    ],
)
def test_a_printed_answer_is_taken_and_mended_where_that_is_safe(output, answer):
    reading = read(program_turn(output))
    assert (reading.answer, reading.computed, reading.finding) == (answer, True, None)


@pytest.mark.parametrize(
    ("made", "kind", "detail"),
    [
        (program_turn(status="error", error="Traceback\n\n  Cell In[1], line 1\n    n = 6 * 7\n\n"
                      "NameError: name 'x' is not defined"), "raised", "`n = 6 * 7`"),
        (program_turn(status="timeout", note="did not finish within 30 s"), "timeout", "30 s"),
        (program_turn(status="dead", note="ended by signal 9"), "died", "signal 9"),
        (program_turn(""), "no_output", "printed nothing"),
        (program_turn("one\nthing and another"), "no_form", "another"),
        (program_turn("<<<None>>>"), "no_solution", "'None'"),
        (program_turn("No solution found"), "no_solution", "No solution"),
        (program_turn("<<<42>>>", code="print('<<<42>>>')"), "literal", "written into it"),
    ],
)  # fmt: skip
def test_a_failed_program_gives_one_finding_with_the_detail_that_helps(made, kind, detail):
    finding = read(made).finding
    assert finding.kind == kind
    assert detail in finding.text


def test_what_a_program_printed_counts_for_more_than_words_written_beside_it():
    made = program_turn("<<<42>>>")
    reading = read(replace(made, answer=f"{made.answer}\nIt prints <<<41>>>."))
    assert (reading.answer, reading.computed) == ("42", True)


def test_a_program_that_was_not_run_again_is_a_repeated_one():
    assert read(turn(f"```python\n{PROGRAM}\n```")).finding.kind == "repeated"


@pytest.mark.parametrize(
    ("text", "answer", "kind"),
    [
        ("I reason. <<<42>>>", "42", None),
        ("The answer is 42.", "42", None),
        ("so \\boxed{42}", "42", None),
        ("42", "42", None),
        ("many words\nand more of them", None, "no_answer"),
        ("it is <<<4", None, "cut_off"),
        ("(no answer)", None, "no_answer"),
        ("I cannot solve this.", None, "no_answer"),
        ("I don't know.", None, "no_answer"),
        ("Don\u2019t know", None, "no_answer"),
        ("My answer is: unknown", None, "no_answer"),
        ("up, left", "up, left", None),
        ("(I + J) * 2", "(I + J) * 2", None),
    ],
)
def test_an_answer_in_words_is_read(text, answer, kind):
    reading = read(turn(text))
    assert reading.answer == answer
    assert (reading.finding and reading.finding.kind) == kind
    assert not reading.computed


def test_an_answer_that_contradicts_what_the_program_printed_is_found():
    run = CodeRun(
        turn=1, origin="run_code", code="6*7", execution=Execution(status="ok", output="<<<42>>>")
    )
    reading = read(turn("<<<41>>>", [run]))
    assert reading.finding.kind == "contradiction"
    assert "'42'" in reading.finding.text
    assert "'41'" in reading.finding.text


def test_an_answer_that_a_run_has_shown_counts_as_computed():
    run = CodeRun(
        turn=1, origin="run_code", code="6*7", execution=Execution(status="ok", output="42")
    )
    assert read(turn("<<<42>>>", [run])).computed
    assert read(turn("<<<4 2>>>", [run])).computed


WARNED = "[stderr] <program>:3: UserWarning: slow\n[stderr]   warnings.warn('slow')"


@pytest.mark.parametrize("output", [f"120\n{WARNED}", f"{WARNED}\n120", f"{WARNED}\n120\n{WARNED}"])
@pytest.mark.parametrize("brackets", [True, False])
def test_a_warning_is_no_part_of_an_answer(output, brackets):
    assert read(program_turn(output), brackets=brackets).answer == "120"


def test_a_program_that_only_warned_has_printed_nothing():
    assert read(program_turn(WARNED)).finding.kind == "no_output"


def test_an_answer_that_only_a_warning_holds_does_not_count_as_computed():
    execution = Execution(status="ok", output="[stderr] 42 is deprecated")
    run = CodeRun(turn=1, origin="run_code", code="6*7", execution=execution)
    reading = read(turn("<<<42>>>", [run]))
    assert (reading.answer, reading.computed) == ("42", False)


def test_an_answer_is_read_from_what_was_printed_where_the_record_keeps_that_apart():
    execution = Execution(status="ok", output="early: <<<41>>>\n42", printed="42")
    run = CodeRun(turn=1, origin="answer", code=PROGRAM, execution=execution)
    assert read(turn(f"```python\n{PROGRAM}\n```", [run])).answer == "42"


def test_an_answer_in_words_is_read_beside_a_block_that_is_no_program():
    assert read(turn("Laid out:\n```text\n1 2\n```\nThe answer is 42.")).answer == "42"


def test_without_a_demanded_form_the_whole_output_is_the_answer():
    assert read(program_turn("a\nb"), brackets=False).answer == "a\nb"
    assert read(turn("Paris, because ..."), brackets=False).answer == "Paris, because ..."


@given(st.text(max_size=200), st.text(max_size=200), st.booleans())
def test_any_answer_and_any_output_is_read_without_an_error(text, output, brackets):
    for made in (turn(text), program_turn(output), program_turn(status="error", error=output)):
        reading = read(made, brackets=brackets)
        assert (reading.answer is None) <= (reading.finding is not None)
