"""Which formulation the rules guide names first, and in which words: questions, not puzzles."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import codesteer.steering.guides as guides
from codesteer.steering.guides.features import read_features
from codesteer.steering.guides.formulations import (
    FORMULATIONS,
    family_of,
    fitted,
    formulations_for,
)
from codesteer.symbench.registry import instance, instance_id, tasks

HERE = Path(__file__).parent
QUESTIONS = tomllib.loads((HERE / "questions" / "development.toml").read_text("utf-8"))["question"]
SOURCES = sorted(Path(guides.__path__[0]).rglob("*.py"))
WORD = re.compile(r"[a-z0-9']+")
RUN = 6
COMMON_WORDS = {"letters"}
"""Names of tasks that are words of common language as well."""


def runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return {tuple(words[k : k + RUN]) for k in range(len(words) - RUN + 1)}


def texts_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
            yield " ".join(str(part) for part in parts)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


@pytest.fixture(scope="module")
def prompt_runs() -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for name in tasks():
        for level in (1, 3, 5):
            found |= runs(instance(instance_id(name, level)).prompt)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_guide_repeats_the_wording_of_a_puzzle(path, prompt_runs):
    said = set().union(*(runs(text) for text in texts_of(path.read_text("utf-8"))))
    assert not said & prompt_runs


def test_no_guide_knows_a_puzzle_by_name():
    names = {spelled for name in tasks() for spelled in (name, name.replace("_", " "))}
    text = " ".join(text for path in SOURCES for text in texts_of(path.read_text("utf-8"))).lower()
    found = {name for name in names - COMMON_WORDS if re.search(rf"\b{name}\b", text)}
    assert not found | {word for word in ("symbench", "sudoku") if word in text}


def test_a_question_is_met_with_a_formulation_that_a_good_programmer_would_accept():
    assert len(QUESTIONS) == 40
    missed = [
        question["id"]
        for question in QUESTIONS
        if family_of(read_features(question["text"])) not in question["acceptable"]
    ]
    assert len(missed) <= 1, missed


@pytest.mark.parametrize(
    "question", [question for question in QUESTIONS if question["acceptable"] == ["words"]],
    ids=lambda question: question["id"],
)  # fmt: skip
def test_numbers_alone_do_not_call_for_a_program(question):
    assert formulations_for(read_features(question["text"])) == ()


def test_an_alternative_is_of_another_family():
    for question in QUESTIONS:
        families = [one.family for one in formulations_for(read_features(question["text"]))]
        assert len(families) == len(set(families))


def test_every_formulation_that_computes_has_something_to_turn_to():
    known = {formulation.family for formulation in FORMULATIONS}
    for formulation in FORMULATIONS:
        assert formulation.instead
        assert set(formulation.instead) <= known - {formulation.family}
        assert formulation.data
        assert formulation.faster


@pytest.mark.parametrize("formulation", FORMULATIONS, ids=lambda f: f.name)
def test_sketches_are_python(formulation):
    features = read_features("each row and each column")
    for sketch in (formulation.sketch, formulation.check):
        compile(fitted(sketch, features), "sketch", "exec")
    assert "answer" in formulation.sketch


def test_names_of_formulations_can_be_told_apart():
    names = [formulation.name for formulation in FORMULATIONS]
    assert not [(a, b) for a in names for b in names if a != b and f"{a}." in f"{b}."]


@given(st.text(max_size=400))
def test_any_text_has_a_family(text):
    assert family_of(read_features(text)) is not None
