"""The published data of game_24."""

from codesteer.symbench.original.tasks import game_24 as original
from codesteer.symbench.registry import find_task

TASK = find_task("game_24")
HEAD = "Rank,Puzzles,Solutions\n"


def table(root, name, text):
    file = root / "game24_dataset" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_the_published_samples_are_read(upstream_layout):
    cases = {case.id: case for case in original.read(upstream_layout)}
    assert len(cases) == 1362 - 1 + 1031 + 26 + 73 + 2 + 1
    first = cases["game24_dataset/24/24.csv#5"]
    assert first.params == {"numbers": [1, 1, 2, 12], "target": 24, "human_solved_rate": "99.10%"}
    assert (first.gold, first.gold_correct, first.broken) == (None, None, "")
    long = cases["game24_dataset/24/24_20_number.csv#21"]
    assert len(long.params["numbers"]) == 20
    assert TASK.verify(original.payload(long), f"<<<{long.gold}>>>").correct
    assert cases["game24_dataset/122880/122880_20_number.csv#1"].params["target"] == 122880


def test_the_published_answers_of_the_samples_are_exact(upstream_layout):
    with_answer = [case for case in original.read(upstream_layout) if case.gold is not None]
    assert with_answer
    for case in with_answer:
        assert case.gold_correct, case.id
        assert not case.broken


def test_tables_come_by_target_and_count(upstream_layout):
    tables = list(
        dict.fromkeys(c.id.split("/")[-1].split("#")[0] for c in original.read(upstream_layout))
    )
    assert tables == ["24.csv", "24_2_number.csv", "24_20_number.csv", "3840_20_number.csv",
                      "122880_20_number.csv"]  # fmt: skip


def test_a_question_is_ours_and_names_numbers_and_target(upstream_layout):
    case = next(original.read(upstream_layout))
    assert case.question == TASK.prompt(original.payload(case))
    assert "24" in case.question


def test_an_inexact_published_answer_is_marked(tmp_path):
    table(
        tmp_path,
        "24/24_3_number.csv",
        HEAD + "1,7 3 3,(7+(7*3))\n2,8 3 3,(8*(3/3))\n3,2 3 4,(2*(3*4))\n",
    )
    cases = list(original.read(tmp_path))
    assert [case.gold_correct for case in cases] == [False, False, True]
    assert [bool(case.broken) for case in cases] == [True, True, False]


def test_an_answer_that_nearly_reaches_the_target_is_marked(tmp_path):
    near = "24*1000000000/1000000001*1"
    table(tmp_path, "24/24_4_number.csv", HEAD + f"1,1 24 1000000000 1000000001,{near}\n")
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert "misses" in case.broken


def test_an_empty_table_and_a_missing_folder_have_no_cases(tmp_path):
    table(tmp_path, "480/480_20_number.csv", "")
    table(tmp_path, "24/24_5_number.csv", HEAD)
    assert list(original.read(tmp_path)) == []
    assert list(original.read(tmp_path / "nothing")) == []


def test_the_ladder_has_the_papers_points():
    assert [point.numbers for point in TASK.ladder] == [4, 6, 8, 20, 80]
    assert {point.target for point in TASK.ladder} == {24}
