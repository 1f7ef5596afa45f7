"""What reversi asks, generates and reads."""

import json
import time
from random import Random

import pytest

from codesteer.answers import bracketed
from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.reversi import Config

TASK = find_task("reversi")
OPENING = ["****", "*10*", "*01*", "****"]
PUZZLE = {"board": OPENING, "player": "0", "moves": [[4, 3], [2, 4]]}
AFTER = ["****", "*111", "*00*", "**0*"]


def right(response, payload=PUZZLE):
    return TASK.verify(payload, response).correct


def after(board, player, *moves):
    payload = {"board": board, "player": player, "moves": list(moves)}
    cells = bracketed(TASK.solve(payload)).split(",")
    size = len(board)
    return ["".join(cells[i : i + size]) for i in range(0, size * size, size)]


def puzzles(level, n=25):
    return [instance(instance_id("reversi", level, 5, index)) for index in range(n)]


def commas(board):
    return ",".join("".join(board))


def test_the_prompt_shows_the_board_and_the_moves_and_says_how_to_count():
    prompt = TASK.prompt({**PUZZLE, "moves": [[4, 3], [], [1, 2]]})
    assert "****\n*10*\n*01*\n****\n" in prompt
    assert "1. Black: (4, 3)\n2. White: passes" in prompt
    assert "3. Black: (1, 2)" in prompt
    assert "counted from 1 at the top" in prompt
    assert "all 16 cells" in prompt
    assert "separated by commas" in prompt
    assert prompt.isascii()


def test_the_prompt_shows_the_board_before_the_moves():
    """The original shows the board after them in all of its 200 questions."""
    for level in TASK.levels:
        for puzzle in puzzles(level, n=10):
            board, moves = puzzle.payload["board"], puzzle.payload["moves"]
            assert "\n".join(board) in puzzle.prompt
            assert all(board[m[0] - 1][m[1] - 1] == "*" for m in moves if m)
            assert not right(f"<<<{commas(board)}>>>", puzzle.payload)


def test_a_line_turns_over_in_all_eight_directions():
    board = ["0*0*0", "*111*", "01*10", "*111*", "0*0*0"]
    assert after(board, "0", [3, 3]) == ["0*0*0", "*000*", "00000", "*000*", "0*0*0"]


def test_a_line_ends_at_the_first_own_disc_and_needs_one():
    assert after(["*101*0"] + ["******"] * 5, "0", [1, 1])[0] == "0001*0"
    assert after(["*11*10"] + ["******"] * 5, "0", [1, 1])[0] == "011*10"
    assert after(["*1111*"] + ["******"] * 5, "0", [1, 1])[0] == "01111*"
    assert after(["*11111"] + ["******"] * 5, "0", [1, 1])[0] == "011111"


def test_discs_that_turn_over_turn_over_no_others():
    board = ["*10*", "*1**", "*0**", "****"]
    assert after(board, "0", [1, 1]) == ["000*", "*1**", "*0**", "****"]


def test_colors_take_turns_and_a_pass_keeps_the_board():
    assert after(OPENING, "0", [4, 3], [2, 4]) == AFTER
    assert after(["10**", "****", "****", "****"], "0", [], [1, 3]) == ["111*", *["****"] * 3]


@pytest.mark.parametrize(
    "answer",
    [
        commas(AFTER),
        commas(AFTER).replace(",", ", "),
        commas(AFTER)[:14] + "\n" + commas(AFTER)[14:],
        " ".join("".join(AFTER)),
        "\n".join(AFTER),
        "".join(AFTER),
        ", ".join(AFTER),
        "\n".join(map(",".join, AFTER)),
        "\n".join(map(" ".join, AFTER)),
        "\n".join(f"| {' | '.join(row)} |" for row in AFTER),
        ";".join(AFTER),
        json.dumps(AFTER),
        json.dumps([list(row) for row in AFTER]),
        str(list("".join(AFTER))),
        f"\n```\n{commas(AFTER)}\n```\n",
        "\n```\n" + "\n".join(AFTER) + "\n```\n",
        f"**{commas(AFTER)}**",
        f"Answer: {commas(AFTER)}",
        f"**Answer:** {commas(AFTER)}",
        f"**Final board**:\n{chr(10).join(AFTER)}",
        "|".join(AFTER[0]) + "\n-+-+-+-\n" + "\n".join("|".join(row) for row in AFTER[1:]),
        f'"{commas(AFTER)}"',
        commas(AFTER) + ".",
    ],
)
def test_a_board_is_read_in_every_clear_layout(answer):
    assert right(f"<<<{answer}>>>")
    assert not right(f"<<<{answer.replace('1', '0', 1)}>>>")


def test_many_empty_lines_and_dashes_are_judged_at_once():
    payload = {**PUZZLE, "board": ["*" * 12] * 12}
    started = time.process_time()
    assert not right("<<<0" + "\n" * 650 + "-" * 650 + "x>>>", payload)
    assert time.process_time() - started < 0.2


def test_stars_at_both_ends_are_cells_and_not_emphasis():
    payload = {"board": ["**10", "****", "****", "01**"], "player": "0", "moves": [[]]}
    for answer in ("**10\n****\n****\n01**", "**10\n*111\n1*1*\n01**"):
        assert right(f"<<<{answer}>>>", payload) == (answer == "**10\n****\n****\n01**")
    filled = {"board": ["**10", "1111", "1111", "01**"], "player": "0", "moves": [[]]}
    assert right("<<<**10\n1111\n1111\n01**>>>", filled)
    assert right("<<<```\n**10\n1111\n1111\n01**\n```>>>", filled)


@pytest.mark.parametrize(
    "text",
    [f"The final answer is {commas(AFTER)}", f"**Final answer:** {commas(AFTER)}",
     f"So the board is\n{commas(AFTER)}", f"The answer is:\n\n{chr(10).join(AFTER)}",
     f"<<<{commas(OPENING)}>>> was before, then <<<{commas(AFTER)}>>>"],
)  # fmt: skip
def test_a_board_without_brackets_or_revised_is_read(text):
    assert right(text)


@pytest.mark.parametrize(
    "answer",
    [
        commas(AFTER) + ",*",
        commas(AFTER)[:-2],
        "not " + commas(AFTER),
        commas(AFTER) + " or " + commas(AFTER),
        commas(AFTER) + "\n" + commas(AFTER),
        commas(AFTER).replace("*", "."),
        "**" + "\n".join(AFTER),
        "** " + commas(AFTER),
        commas(AFTER).replace(",", ",,", 1),
        "\n".join(["".join(AFTER)[:5], "".join(AFTER)[5:8], *AFTER[2:]]),
        commas(OPENING),
        "",
    ],
)
def test_what_is_not_exactly_the_board_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize("level", TASK.levels)
def test_games_are_legal_and_as_long_as_their_level_says(level):
    config = TASK.levels[level]
    for puzzle in puzzles(level):
        board, player = puzzle.payload["board"], puzzle.payload["player"]
        assert [len(row) for row in board] == [config.size] * config.size
        discs = sum(cell != "*" for row in board for cell in row) - 4
        assert config.played[0] <= discs <= config.played[1]
        assert sum(map(bool, puzzle.payload["moves"])) == config.moves
        for move in puzzle.payload["moves"]:
            if move:
                before, board = board, after(board, player, move)
                others = sum(row.count("10"[int(player)]) for row in before)
                assert sum(row.count("10"[int(player)]) for row in board) < others
            else:
                assert not legal(board, player)
            player = "10"[int(player)]


def legal(board, player):
    """The cells that a player may take, by trying all of them."""
    other = "10"[int(player)]
    found = []
    for r, row in enumerate(board):
        for c, cell in enumerate(row):
            if cell == "*":
                then = after(board, player, [r + 1, c + 1])
                lost = sum(map(lambda a, b: a.count(other) - b.count(other), board, then))
                found += [(r, c)] if lost else []
    return found


def test_passes_occur_and_are_played():
    config, rng = Config(size=4, played=(2, 4), moves=4), Random(5)
    payloads = [TASK.generate(rng, config) for _ in range(100)]
    passes = [payload for payload in payloads if [] in payload["moves"]]
    assert passes
    for payload in passes:
        assert "passes (no cell" in TASK.prompt(payload)
        assert right(TASK.solve(payload), payload)
        turn = payload["moves"].index([])
        player = "01"[(turn + int(payload["player"])) % 2]
        assert not legal(
            after(payload["board"], payload["player"], *payload["moves"][:turn]), player
        )


def test_either_color_may_begin():
    assert {puzzle.payload["player"] for puzzle in puzzles(3)} == {"0", "1"}


def test_there_are_far_more_puzzles_than_the_83_of_the_original():
    assert len({puzzle.prompt for puzzle in puzzles(1, n=300)}) == 300


@pytest.mark.parametrize(
    "bad", [{"size": 5}, {"size": 2}, {"size": 14}, {"played": (5, 4)}, {"played": ()},
            {"played": (0, 40)}, {"moves": 0}, {"moves": 40}]
)  # fmt: skip
def test_a_configuration_refuses_what_cannot_be_drawn(bad):
    with pytest.raises(ValueError, match="need"):
        Config(**{"size": 6, "played": (2, 6), "moves": 2, **bad})


def test_published_instances_are_read_and_marked_for_the_board_they_show(upstream_layout):
    original = original_task("reversi")
    cases = list(original.read(upstream_layout))
    assert [case.id.rpartition("_")[2] for case in cases] == ["0", "38", "158"]
    for case in cases:
        assert commas(case.params["displayed_board"]) == case.gold
        assert "\n".join(case.params["displayed_board"]) in case.question
        assert case.params["true_start_board"] == OPENING
        assert case.gold_correct
        assert case.broken
        assert TASK.verify(original.payload(case), f"<<<{case.gold}>>>").correct


def test_a_missing_folder_holds_no_instances(tmp_path):
    assert list(original_task("reversi").read(tmp_path)) == []
