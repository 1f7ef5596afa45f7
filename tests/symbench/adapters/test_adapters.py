"""The same responses get the same scores through every adapter and from the verifiers.

Each foreign library is the real one, in an environment of its own. What needs none of them is in
the everyday suite.
"""

import json
import re
import subprocess
import sys
from functools import cache

import pytest

from codesteer.errors import InvalidRequest, UnknownTask
from codesteer.symbench.adapters.hugging_face import judge_dataset
from codesteer.symbench.exchange import as_row, judge_row
from codesteer.symbench.held_out import SETS, is_held_out
from codesteer.symbench.registry import find_task, instance, tasks
from codesteer.symbench.selection import select

from ...docs.test_docs import matches
from ..independent import CHECKERS
from .endpoint import answering
from .environments import ROOT, made
from .responses import COUNT, LEVELS, SEED, responses

RESPONSES = cache(responses)
BLOCK = re.compile(r"^```(\w+ [\w-]+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGE = ROOT / "docs" / "adapters.md"


def verdicts():
    return {response.id: float(response.correct) for response in RESPONSES()}


class Rows:
    """The part of a Hugging Face dataset that the judge of it uses."""

    def __init__(self, rows):
        self.rows = rows
        self.column_names = list(rows[0])

    def map(self, function, load_from_cache_file):
        assert not load_from_cache_file
        return Rows([{**row, **function(row)} for row in self.rows])


def answered_rows():
    """Rows with their responses, as they come back from a file."""
    rows = [{**as_row(instance(each.id)), "response": each.text} for each in RESPONSES()]
    return [json.loads(json.dumps(row)) for row in rows]


def test_the_responses_are_of_every_task_and_kind():
    assert len({response.id for response in RESPONSES()}) == len(RESPONSES()) == 222
    assert {response.id.partition("@")[0] for response in RESPONSES()} == set(tasks())
    for response in RESPONSES():
        assert response.correct or response.kind != "right", response
        assert not response.correct or response.kind != "malformed", response
    wrong = [response for response in RESPONSES() if response.kind == "wrong"]
    assert sum(not response.correct for response in wrong) > 60


def test_what_a_second_judge_finds_right_is_scored_so():
    for response in RESPONSES():
        if response.kind == "wrong":
            payload = instance(response.id).payload
            inside = response.text.removeprefix("<<<").removesuffix(">>>")
            right = CHECKERS[response.id.partition("@")[0]](payload, inside)
            assert response.correct or not right, response


def test_rows_are_judged_as_the_verifiers_judge():
    found = {row["id"]: judge_row(row, row["response"]).score for row in answered_rows()}
    assert found == verdicts()


def test_a_dataset_is_judged_as_the_verifiers_judge():
    judged = judge_dataset(Rows(answered_rows())).rows
    assert {row["id"]: row["score"] for row in judged} == verdicts()
    assert all(row["correct"] == (row["score"] == 1.0) and row["reason"] for row in judged)


def test_the_answers_may_be_in_another_column():
    rows = [
        {"said" if key == "response" else key: row[key] for key in row} for row in answered_rows()
    ]
    assert judge_dataset(Rows(rows), "said").rows[0]["score"] == RESPONSES()[0].correct


def test_a_dataset_without_the_columns_or_with_verdicts_is_refused():
    rows = Rows(answered_rows())
    with pytest.raises(InvalidRequest, match="no column said"):
        judge_dataset(rows, "said")
    with pytest.raises(InvalidRequest, match="already"):
        judge_dataset(judge_dataset(rows))


def test_no_response_is_a_wrong_one():
    row = as_row(instance(RESPONSES()[0].id))
    assert judge_row(row, None).score == 0.0


@pytest.mark.parametrize(
    "row", [{}, {"task": "game_24"}, {"task": "game_24", "payload": {}},
            {"task": "game_24", "payload": "{"}],
)  # fmt: skip
def test_a_row_that_is_none_of_ours_is_refused_and_not_scored(row):
    with pytest.raises(InvalidRequest, match="codesteer tasks export"):
        judge_row(row, "<<<1>>>")
    with pytest.raises(UnknownTask):
        judge_row({"task": "nothing", "payload": "{}"}, "<<<1>>>")


def test_rows_and_their_prompts_do_not_hold_an_answer():
    for puzzle in select(levels=(1,), count=1):
        row = as_row(puzzle)
        assert set(row) == {"id", "task", "category", "split", "level", "prompt", "payload"}


@pytest.mark.parametrize("name", ["inspect_registry", "reasoning_gym"])
def test_without_its_library_an_adapter_names_the_extra(name):
    program = (
        "import sys; sys.modules.update(inspect_ai=None, reasoning_gym=None)\n"
        f"import codesteer.symbench.adapters.{name}"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    extra = "inspect" if name.startswith("inspect") else "reasoning-gym"
    assert done.stderr.splitlines()[-1].endswith(f"pip install 'codesteer[{extra}]'")


@pytest.fixture(scope="module")
def inspect_ai(tmp_path_factory):
    return made("inspect", tmp_path_factory.mktemp("inspect"))


@pytest.fixture(scope="module")
def reasoning_gym(tmp_path_factory):
    return made("reasoning-gym", tmp_path_factory.mktemp("reasoning_gym"))


@pytest.fixture(scope="module")
def datasets(tmp_path_factory):
    return made("datasets", tmp_path_factory.mktemp("datasets"))


def cases(**more):
    told = [
        {"id": each.id, "prompt": each.prompt, "text": each.text, "correct": each.correct}
        for each in RESPONSES()
    ]
    return {"responses": told, "levels": LEVELS, "count": COUNT, "seed": SEED, **more}


def follow(environment, extra, **variables):
    """Do what the page says for a library, and compare what it prints."""
    for kind, block in BLOCK.findall(PAGE.read_text("utf-8")):
        if kind == f"python {extra}":
            environment.run("python", "-", text=block)
        elif kind == f"console {extra}":
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *shown = part.rstrip("\n").split("\n")
                printed = environment.run("bash", "-c", command, **variables)
                assert matches(shown, printed), printed


slow = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def told_by_inspect(inspect_ai):
    return inspect_ai.found("with_inspect.py", cases())


@pytest.fixture(scope="module")
def told_by_datasets(datasets):
    export = ["codesteer", "tasks", "export", "puzzles", "--levels", ",".join(map(str, LEVELS))]
    datasets.run(*export, "--count", str(COUNT), "--seed", str(SEED))
    return datasets.found("with_datasets.py", cases(folder=str(datasets.work / "puzzles")))


@pytest.fixture(scope="module")
def told_by_reasoning_gym(reasoning_gym):
    seed = SETS["dev-v1"][0]
    return reasoning_gym.found("with_reasoning_gym.py", cases(frozen_seed=seed, frozen_level=1))


class TestInspect:
    pytestmark = slow

    def test_scores_are_those_of_the_verifiers(self, told_by_inspect):
        assert told_by_inspect["scores"] == verdicts()

    def test_the_solver_steers_the_model_and_the_log_shows_how(self, told_by_inspect):
        steered = told_by_inspect["steered"]
        assert (steered["status"], steered["score"]) == ("success", 1.0)
        assert steered["told"]["method"] == "codesteer"
        assert steered["told"]["stopped_because"] == "answered"
        assert steered["told"]["turns"] >= 1
        roles = [role for role, _ in steered["messages"]]
        assert roles[0] == "user"
        assert "assistant" in roles
        assert ["user", f"The program gave:\n{steered['answer']}"] in [
            [role, text.strip()] for role, text in steered["messages"]
        ]
        assert steered["tokens"] == 7 * steered["requests"]

    def test_a_method_may_offer_tools_to_the_model(self, told_by_inspect):
        called = told_by_inspect["called"]
        assert called["status"] == "success"
        assert called["answer"] == "<<<42>>>"

    def test_a_model_that_fails_is_an_error_and_no_wrong_answer(self, told_by_inspect):
        failed = told_by_inspect["failed"]
        assert failed["status"] == "error"
        assert "the endpoint is gone" in failed["error"]

    def test_limits_of_inspect_hold_in_an_episode(self, told_by_inspect):
        assert told_by_inspect["failed"]["limit"] == "token"

    def test_a_setting_that_no_server_takes_is_named_before_the_first_sample(self, told_by_inspect):
        assert "CODESTEER_MAX_KERNELS" in told_by_inspect["refused"]

    def test_the_commands_of_the_documentation_run(self, inspect_ai):
        puzzles = select("game_24", test_set="dev-v1")
        known = {each.prompt: find_task("game_24").solve(each.payload) for each in puzzles}
        with answering(known) as url:
            follow(inspect_ai, "inspect", LOCAL_BASE_URL=url, LOCAL_API_KEY="none")


class TestDatasets:
    pytestmark = slow

    def test_an_exported_folder_loads_as_text_and_numbers(self, told_by_datasets):
        texts = dict.fromkeys(("id", "task", "category", "split", "prompt", "payload"), "string")
        assert told_by_datasets["columns"] == {**texts, "level": "int64"}
        assert told_by_datasets["split"] == "train"

    def test_scores_are_those_of_the_verifiers(self, told_by_datasets):
        assert told_by_datasets["scores"] == verdicts()

    def test_verdicts_survive_parquet(self, told_by_datasets):
        assert told_by_datasets["same_after_parquet"]

    def test_what_cannot_be_judged_is_refused(self, told_by_datasets):
        assert "no column response" in told_by_datasets["no_responses"]
        assert "already" in told_by_datasets["judged_twice"]

    def test_the_commands_of_the_documentation_run(self, datasets):
        follow(datasets, "datasets")


class TestReasoningGym:
    pytestmark = slow

    def test_scores_are_those_of_the_verifiers(self, told_by_reasoning_gym):
        assert told_by_reasoning_gym["scores"] == verdicts()

    def test_its_own_answers_score_full_and_nothing_scores_nothing(self, told_by_reasoning_gym):
        assert set(told_by_reasoning_gym["own"]) == {1.0}
        assert told_by_reasoning_gym["nothing"] == 0.0

    def test_the_same_seed_gives_the_same_puzzles(self, told_by_reasoning_gym):
        assert told_by_reasoning_gym["anew"]

    def test_no_puzzle_is_of_a_frozen_set(self, told_by_reasoning_gym):
        assert is_held_out(instance(f"game_24@1/1/{SETS['dev-v1'][0]}/0").prompt)
        prompts = told_by_reasoning_gym["prompts_of_a_frozen_seed"]
        assert len(set(prompts)) == 2
        assert not any(map(is_held_out, prompts))

    def test_it_mixes_with_theirs(self, told_by_reasoning_gym):
        assert {name for name, _ in told_by_reasoning_gym["mixed"]} == {
            "symbench_letters",
            "spell_backward",
        }
        assert {score for _, score in told_by_reasoning_gym["mixed"]} == {1.0}

    def test_what_makes_no_dataset_is_refused_with_advice(self, told_by_reasoning_gym):
        level, size, seed = told_by_reasoning_gym["refused"]
        assert "choose one of 1 to 5" in level
        assert "1 or more" in size
        assert "whole numbers" in seed

    def test_the_commands_of_the_documentation_run(self, reasoning_gym):
        follow(reasoning_gym, "reasoning-gym")
