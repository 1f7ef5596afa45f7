"""What path_plan generates, solves and reads."""

import json
from fractions import Fraction

import pytest

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.tasks import path_plan as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.path_plan import Config

from ..independent.path_plan import inside

PUZZLE = {
    "walls": [["-3", "-2.9", "-3", "3"], ["2.9", "3", "-3", "3"], ["-3", "3", "-3", "-2.9"],
              ["-3", "3", "2.9", "3"]],
    "rooms": {"red": ["-1", "1", "-1", "1"], "blue": ["1.5", "2.5", "-0.5", "0.5"],
              "green": ["-2.5", "-1.5", "1", "2"]},
    "visit": ["blue"],
    "avoid": ["red"],
    "start": ["0", "-2"],
    "end": ["0", "2"],
}  # fmt: skip
PATH = "[(0, -2), (2.2, 0), (0, 2)]"
AROUND = "[(0, -2), (1.8, -0.4), (1.8, 0.4), (0, 2)]"


def right(response, **changes):
    return find_task("path_plan").verify({**PUZZLE, **changes}, response).correct


def reason(answer, **changes):
    return find_task("path_plan").verify({**PUZZLE, **changes}, f"<<<{answer}>>>").reason


def puzzles(n=15):
    return [
        instance(instance_id("path_plan", level, 5, index))
        for level in range(1, 6)
        for index in range(n)
    ]


def test_the_prompt_shows_the_scene_and_every_rule():
    prompt = find_task("path_plan").prompt(PUZZLE)
    assert "- x from 2.9 to 3, y from -3 to 3\n" in prompt
    assert "- blue: x from 1.5 to 2.5, y from -0.5 to 0.5\n" in prompt
    assert "Start: (0, -2)\nEnd: (0, 2)\n" in prompt
    for rule in ("straight line", "not touch any wall", "any order: blue.", "rooms: red.",
                 "touches an edge or a corner", "neither list", "exactly the start",
                 "at most 200 waypoints"):  # fmt: skip
        assert rule in prompt
    assert "must not touch any of these" not in find_task("path_plan").prompt(
        {**PUZZLE, "avoid": []}
    )


def test_every_puzzle_has_a_path_and_a_straight_line_is_none():
    task = find_task("path_plan")
    for puzzle in puzzles():
        payload = puzzle.payload
        assert task.verify(payload, task.solve(payload)).correct
        ends = [f"({x}, {y})" for x, y in (payload["start"], payload["end"])]
        assert not task.verify(payload, f"<<<[{', '.join(ends)}]>>>").correct


def test_rooms_are_apart_from_each_other_from_walls_and_from_both_ends():
    for puzzle in puzzles(6):
        payload = puzzle.payload
        rooms = [[Fraction(text) for text in room] for room in payload["rooms"].values()]
        walls = [[Fraction(text) for text in wall] for wall in payload["walls"]]
        for i, (left, right_, low, high) in enumerate(rooms):
            assert left < right_
            assert low < high
            for a, b, c, d in rooms[:i] + walls:
                assert right_ < a or b < left or high < c or d < low
        for x, y in (payload["start"], payload["end"]):
            at = (Fraction(x), Fraction(y))
            assert not any(inside((at, at), rectangle) for rectangle in rooms + walls)


def test_a_scene_without_a_path_is_said_to_have_none():
    ring = [["-2", "2", "-1.6", "-1.5"], ["-2", "2", "1.5", "1.6"], ["-2", "-1.9", "-1.6", "1.6"],
            ["1.9", "2", "-1.6", "1.6"]]  # fmt: skip
    for start in ("0", "-1.5"):
        with pytest.raises(ValueError, match="no path"):
            find_task("path_plan").solve(
                {**PUZZLE, "walls": PUZZLE["walls"] + ring, "start": ["0", start]}
            )


def test_a_start_beside_the_sides_of_rooms_is_solved():
    task = find_task("path_plan")
    payload = {**PUZZLE, "start": ["1.5", "-1"], "end": ["-2", "0.5"], "visit": ["blue", "green"]}
    assert task.verify(payload, task.solve(payload)).correct


@pytest.mark.parametrize(
    "answer",
    [
        "[(0, -2), (0, 2)]",
        "[(0, -2), (2.2, 0)]",
        "[(2.2, 0), (0, 2)]",
        "[(0, -2), (-2, 0), (0, 2)]",
        "[(0, -2), (2.2, 0), (-1, 0), (0, 2)]",
        "[(0, -2), (2.2, 0), (2.9, 0), (2.2, 0), (0, 2)]",
        "[(0, -2), (2.2, 0), (0, 2.0000000001)]",
        "[(0, -2), (0, 2)",
        "[(0, -2), (2.2, 0), (0, 2)], [(0, -2), (2.2, 0), (0, 2)]",
        "[(0, -2), (2.2, 0), (0, 2)] or [(0, -2), (0, 2)]",
        "[(0, -2), (2.2 0), (0, 2)]",
        "[(0, -2), (2.2, 0, 0), (0, 2)]",
        "[(0, -2), [2.2, 0), (0, 2)]",
        "[(0, -4/2), (2.2, 0), (0, 2)]",
        "(0, -2)",
        "[]",
        "",
    ],
)
def test_a_path_that_breaks_a_rule_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


def test_visits_are_in_any_order_and_may_be_made_in_passing():
    both = ["blue", "green"]
    one_way = "[(0, -2), (2.2, 0), (0, 2), (-2, 1.5), (0, 2)]"
    other = "[(0, -2), (-1.5, -2), (-2, 1.5), (0, 2), (1.7, 0.5), (0, 2)]"
    for visit in (both, both[::-1]):
        assert right(f"<<<{one_way}>>>", visit=visit)
        assert right(f"<<<{other}>>>", visit=visit)
    assert not right(f"<<<{PATH}>>>", visit=both)


@pytest.mark.parametrize(
    "layout",
    [
        AROUND,
        AROUND.replace("(", "[").replace(")", "]"),
        AROUND[1:-1],
        AROUND.replace(")]", "),]"),
        AROUND.replace("), (", ") -> (")[1:-1],
        AROUND.replace("), (", ") \u2192 (")[1:-1],
        AROUND.replace("), (", "),\n  (").replace("[", "[\n").replace("]", "\n]"),
        AROUND.replace(" ", ""),
        AROUND.replace("1.8", "1.80").replace("-2", "-2.0").replace("0.4", ".4"),
        AROUND.replace("-", "\u2212"),
        AROUND.replace("1.8", "18e-1"),
        AROUND[1:-1].replace("), (", ")\n("),
        AROUND[1:-1].replace("), (", "]\r\n\r\n  [").replace("(", "[").replace(")", "]"),
        f"Waypoints: {AROUND}",
        f"Answer:\n```\n{AROUND}\n```",
        f"```\n{AROUND}\n```",
        f"**{AROUND}**",
    ],
)
def test_the_layout_of_a_path_is_free(layout):
    assert right(f"<<<{layout}>>>")


@pytest.mark.parametrize(
    "text",
    [
        PATH,
        f"The path:\n\n{PATH}\n\nThe last waypoint is the end.",
        f"**Waypoints:** {PATH}\n\nIt ends at (0, 2).",
        f"So it is\n```\n{PATH}\n```",
        f"Final answer:\n\n{PATH}\n\nIt touches no wall or red room.",
        f"The answer is:\n{PATH[1:-1]}".replace("), (", ")\n("),
        f"Path: {PATH[1:-1].replace('), (', ') -> (')}",
        f"The answer is {PATH}.",
        f"{PATH}\n\nOnce more: {PATH}",
    ],
)
def test_the_only_path_of_a_text_without_brackets_is_read(text):
    assert right(text)


@pytest.mark.parametrize(
    "text",
    [
        f"The path is not {PATH}",
        f"It isn't {PATH}",
        f"Either {PATH} or something else.",
        f"{PATH}\n\nPerhaps rather [(0, -2), (0, 2)]",
        f"[(0, -2), (0, 2)] was my first idea.\n[(0, -2), (0, 2)]\n{PATH}\n(done)",
        f"The answer is not\n{PATH}",
        f"The answer is not:\n\n{PATH}",
        f"I doubt that the answer is\n{PATH}",
        f"The answer is maybe {PATH}",
        f"The answer is this, which fails:\n{PATH}",
        f"An invalid path:\n```\n{PATH}\n```",
        f"The answer is {PATH}\nor something else",
        f"{PATH}\n\nIt hits a wall. The answer is: none.",
        f"{PATH}\n\nSo \\boxed{{none}}",
        f"My first idea:\n\n{PATH}\n\nThis is wrong; I give up.",
        f"The path is not {AROUND}\n\n{PATH}\n\nThat is it.",
        f"<<<{PATH[1:-1]}\n{PATH[1:-1]}>>>",
        f"<<<{PATH[1:-1]} {PATH[1:-1]}>>>",
        f"<<<{PATH}",
        PATH[:-1],
        f"(({PATH}))",
    ],
)
def test_a_text_that_leaves_its_path_open_gives_none(text):
    assert not right(text)


def test_more_waypoints_than_allowed_are_wrong():
    there = ", ".join(["(0, -2)"] * 198)
    assert right(f"<<<[{there}, (2.2, 0), (0, 2)]>>>")
    assert not right(f"<<<[{there}, (0, -2), (2.2, 0), (0, 2)]>>>")


@pytest.mark.parametrize(
    "change",
    [{"visit": 0}, {"visit": 6}, {"avoid": 9}, {"others": -1}, {"walls": 7}],
)
def test_configurations_that_do_not_fit_are_refused(change):
    with pytest.raises(ValueError, match="need"):
        Config(**{"visit": 1, "avoid": 2, "others": 2, **change})
    with pytest.raises(ValueError, match="need"):
        Config(visit=1, avoid=0, others=3, detour=True)


# The defects of the original.


def test_code_in_the_answer_does_not_change_what_is_to_be_visited():
    code = "```python\nprint('waypoints')\n```\n"
    assert right(f"{code}<<<{PATH}>>>")
    assert not right(f"{code}<<<{PATH}>>>", visit=["green"])


@pytest.mark.parametrize("corner", ["(1, 1)", "(1, -1)", "(1, 0.5)"])
def test_contact_with_an_avoided_room_at_a_corner_or_an_edge_is_contact(corner):
    answer = f"[(0, -2), (2, -2), (2.2, 0), {corner}, (2.2, 0), (2, 2), (0, 2)]"
    assert reason(answer) == "The path touches a room that it must avoid."
    assert right(f"<<<{answer}>>>", avoid=[])


def test_a_leg_that_slides_along_an_edge_or_passes_a_corner_touches_the_room():
    assert not right("<<<[(0, -2), (2, -2), (2.2, 0), (1, 1), (0, 2)]>>>")
    assert not right("<<<[(0, -2), (2, -2), (2.2, 0), (1, -2), (1, 2), (0, 2)]>>>")
    assert right("<<<[(0, -2), (2, -2), (2.2, 0), (1.0001, -2), (1.0001, 2), (0, 2)]>>>")


def test_a_touch_of_the_boundary_is_a_visit():
    assert right("<<<[(0, -2), (1.5, -2), (1.5, 2), (0, 2)]>>>")
    assert right("<<<[(0, -2), (1.5, -2), (1.5, -0.5), (1.3, 0.9), (0, 2)]>>>")
    assert not right("<<<[(0, -2), (1.4999999999, -2), (1.4999999999, 2), (0, 2)]>>>")


def test_a_leg_inside_a_room_is_in_it():
    inner = {"visit": ["red"], "avoid": [], "start": ["0", "0"], "end": ["0.5", "0"]}
    assert right("<<<[(0, 0), (0.5, 0)]>>>", **inner)
    assert not right("<<<[(0, 0), (0.5, 0)]>>>", **{**inner, "visit": [], "avoid": ["red"]})


def test_the_prompt_says_that_the_order_of_visits_is_free():
    for puzzle in puzzles(2):
        assert "in any order" in puzzle.prompt


def test_rooms_are_called_rectangles():
    for puzzle in puzzles(2):
        assert "rectangles" in puzzle.prompt
        assert "square" not in puzzle.prompt


@pytest.mark.parametrize(
    "text",
    [
        "[(0, -2), (2.2, 0), (0, 1+1)]",
        "eval('[(0, -2), (2.2, 0), (0, 2)]')",
        "[(0, -2)] + [(0, 2)]",
    ],
)
def test_text_is_never_evaluated(text):
    assert not right(f"<<<{text}>>>")


def test_published_scenes_are_judged_and_solved(upstream_cases):
    task = find_task("path_plan")
    for line in upstream_cases.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["task"] == "path_plan":
            case = Case(task=row["task"], id=row["id"], question="", params=row["params"])
            payload = original.payload(case)
            assert json.loads(json.dumps(payload)) == payload
            assert task.verify(payload, task.solve(payload)).correct


def test_the_published_folder_holds_no_scene(upstream_layout):
    assert list(original.read(upstream_layout)) == []
