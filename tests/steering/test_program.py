"""Finding the program in an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.steering.program import find_program, program_key, prose, unfenced


@pytest.mark.parametrize(
    ("answer", "program"),
    [
        ("```python\nprint(1)\n```", "print(1)"),
        ("Here:\n```py\nx = 1\n```\nDone.", "x = 1"),
        ("```Python3\nprint(1)\n```", "print(1)"),
        ("```\nprint(1)\n```", "print(1)"),
        ("~~~python\nprint(1)\n~~~", "print(1)"),
        ("```python\r\nprint(1)\r\n```\r\nDone.", "print(1)"),
        ("````python\nprint('```')\n````\nDone.", "print('```')"),
        ("```python\nprint(1)\n````\nDone.", "print(1)"),
        ("```x = 1``` is how\n```python\nprint(1)\n```", "print(1)"),
        ("  ```python\n  print(1)\n  ```", "  print(1)"),
        ("```python\nprint(1)\n", "print(1)"),
        ("```python\nx = 1\n```\nthen\n```python\nprint(x + 1)\n```", "x = 1\n\nprint(x + 1)"),
        (
            "```python\ndef f(n):\n    return n\n```\n```python\nm = 2\n```\n```python\nf(4)\n```",
            "def f(n):\n    return n\n\nf(4)",
        ),
        (
            "```python\nk = 2\n```\n```python\nj = k + 1\n```\n```python\nprint(j)\n```",
            "k = 2\n\nj = k + 1\n\nprint(j)",
        ),
        (
            "```python\nfor x in 1, 2:\n    print(x)\n```\nor\n```python\nprint(3)\n```",
            "for x in 1, 2:\n    print(x)",
        ),
        ("```python\nprint(1)\n```\nOutput:\n```\n1\n```", "print(1)"),
        ("```bash\npip install x\n```", None),
        ("```\n<<<42>>>\n```", None),
        ("```\n42\n```", None),
        ("```json\n{}\n```", None),
        ("```python\n\n```", None),
        ("print(1)", "print(1)"),
        ("import math\nmath.pi", "import math\nmath.pi"),
        ("def f(n):\n    return n * 2\n\nf(21)\n", "def f(n):\n    return n * 2\n\nf(21)"),
        ("x = 1\ny = 2", None),
        ("(15-1)+10", None),
        ("up\nleft", None),
        ("Use print(1) here", None),
        ("", None),
    ],
)
def test_the_program_of_an_answer_is_found(answer, program):
    assert find_program(answer) == program


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("```python\nprint(1)\n```", "print(1)\n"),
        ("\n```\nprint(1)\n```\n", "print(1)\n"),
        ("```python\n```", ""),
        ("print(1)", "print(1)"),
        ("Here:\n```python\nprint(1)\n```", "Here:\n```python\nprint(1)\n```"),
    ],
)
def test_a_fence_around_a_whole_text_is_taken_off(text, inside):
    assert unfenced(text) == inside


def test_code_that_is_no_python_is_found_all_the_same():
    assert find_program("```python\ndef f(:\n```") == "def f(:"


def test_programs_that_differ_in_comments_and_spacing_are_the_same():
    assert program_key("x = 1  # one\nprint( x )") == program_key("x=1\n\nprint(x)\n")
    assert program_key("print(1)") != program_key("print(2)")
    assert program_key("def f(:") == program_key("def  f(:\n") != program_key("def g(:")


DEEP = {
    "elifs": "if a == 0:\n    b = 0\n" + "elif a == 1:\n    b = 1\n" * 600,
    "sum": "x = a" + " + a" * 990,
    "sum past the parser": "x = a" + " + a" * 20_000,
    "signs": "x = " + "-" * 20_000 + "1",
    "brackets": "(" * 20_000,
    "attributes": "x = a" + ".b" * 900,
    "a number too long for decimal": "x = 0x" + "f" * 9_000,
    "NUL": "x = 1\0",
}


@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP)
def test_programs_of_any_depth_are_told_apart(code):
    assert program_key(code) == program_key(f"{code}\n")
    assert program_key(code) != program_key(f"y = 1\n{code}")


@pytest.mark.parametrize("depth", [0, 700])
def test_how_deep_the_caller_stands_does_not_change_what_a_program_is(depth):
    def below(levels):
        return below(levels - 1) if levels else program_key(DEEP["elifs"] + "# once more")

    assert below(depth) == program_key(DEEP["elifs"])


def test_programs_that_differ_in_a_value_or_a_name_are_not_the_same():
    programs = ["x = 1", "x = True", "x = 1.0", "x = '1'", "y = 1", "x = [1]", "x = 1,", "x == 1"]
    assert len({program_key(program) for program in programs}) == len(programs)


def test_prose_is_an_answer_without_its_fenced_blocks():
    assert prose("So:\n```python\nx = 1\n```\nand ```x``` is\n~~~\n1\n~~~\n") == (
        "So:\n\nand ```x``` is\n\n"
    )
    assert prose("So:\n```python\nx = 1") == "So:\n"


@given(st.text(alphabet="`~python\n ab(:'\"\\\x00\ud800", max_size=200))
def test_any_text_is_read_without_an_error(text):
    program = find_program(text)
    program_key(text)
    if program is not None:
        assert program.strip()
