"""The published data of number_multiply."""

from codesteer.symbench.original.tasks import number_multiply as original
from codesteer.symbench.registry import find_task

TASK = find_task("number_multiply")


def instance(root, name, factors, gold):
    folder = root / "number_multiply" / name
    folder.mkdir(parents=True)
    (folder / "input_value_list.txt").write_text(str(factors), "utf-8")
    (folder / "input_prompt_1.txt").write_text("What?\n", "utf-8")
    (folder / "target_answer.txt").write_text(f"{gold}\n", "utf-8")


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id for case in cases] == [
        "number_multiply/digit_1_2_2_4/sample_0",
        "number_multiply/digit_1_2_4/sample_0",
        "number_multiply/digit_1_3_4/sample_0",
        "number_multiply_varied_complexity/digit_4_4/sample_23",
        "number_multiply_varied_complexity/digit_12_12/sample_0",
        "number_multiply_varied_complexity/digit_16_16/sample_39",
    ]
    assert cases[1].params == {"factors": [-4, 17, 7571], "digits": [1, 2, 4]}
    assert cases[1].question == "What is the result of -4*17*7571?"
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert TASK.verify(original.payload(case), f"<<<{case.gold}>>>").correct


def test_instances_come_by_number_not_by_letter(tmp_path):
    for number in (10, 2, 1):
        instance(tmp_path, f"digit_1_2_4/sample_{number}", [2, 3], 6)
    assert [case.id[-2:] for case in original.read(tmp_path)] == ["_1", "_2", "10"]


def test_a_wrong_published_answer_would_be_marked(tmp_path):
    instance(tmp_path, "digit_1_2_4/sample_0", [-2, 3], 6)
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert case.broken


def test_a_folder_without_the_data_has_no_cases(tmp_path):
    assert list(original.read(tmp_path)) == []
