"""Finding the program in an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.steering.program import find_program, program_key


@pytest.mark.parametrize(
    ("answer", "program"),
    [
        ("```python\nprint(1)\n```", "print(1)"),
        ("Here:\n```py\nx = 1\n```\nDone.", "x = 1"),
        ("```Python3\nprint(1)\n```", "print(1)"),
        ("```\nprint(1)\n```", "print(1)"),
        ("~~~python\nprint(1)\n~~~", "print(1)"),
        ("  ```python\n  print(1)\n  ```", "  print(1)"),
        ("```python\nprint(1)\n", "print(1)"),
        ("```python\nx = 1\n```\nand then\n```python\nprint(x + 1)\n```", "print(x + 1)"),
        ("```python\nprint(1)\n```\nOutput:\n```\n1\n```", "print(1)"),
        ("```bash\npip install x\n```", None),
        ("```\n<<<42>>>\n```", None),
        ("```\n42\n```", None),
        ("```json\n{}\n```", None),
        ("```python\n\n```", None),
        ("print(1)", None),
        ("", None),
    ],
)
def test_the_program_of_an_answer_is_found(answer, program):
    assert find_program(answer) == program


def test_code_that_is_no_python_is_found_all_the_same():
    assert find_program("```python\ndef f(:\n```") == "def f(:"


def test_programs_that_differ_in_comments_and_spacing_are_the_same():
    assert program_key("x = 1  # one\nprint( x )") == program_key("x=1\n\nprint(x)\n")
    assert program_key("print(1)") != program_key("print(2)")
    assert program_key("def f(:") == program_key("def  f(:\n") != program_key("def g(:")


@given(st.text(alphabet="`~python\n ab(:'\"\\\x00\ud800", max_size=200))
def test_any_text_is_read_without_an_error(text):
    program = find_program(text)
    program_key(text)
    if program is not None:
        assert program.strip()
