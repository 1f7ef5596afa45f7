"""The few questions that simulated models know: with a program, a check and a wrong guess each."""

from dataclasses import dataclass

__all__ = ["PUZZLES", "Puzzle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Puzzle:
    """A question, and what simulated models say to it.

    Attributes:
        name: For tables.
        question: The task text.
        answer: The right answer, without brackets.
        guess: What a model says that does not compute.
        program: Python that sets `result` to the answer.
        test: An expression on the string `answer` that is true of the right one only.
    """

    name: str
    question: str
    answer: str
    guess: str
    program: str
    test: str


PUZZLES = (
    Puzzle(
        name="coins",
        question=(
            "In how many ways can 87 cents be paid with coins of 1, 5, 10 and 25 cents, if the "
            "order of the coins does not matter? Form: <<<number>>>"
        ),
        answer="163",
        guess="87",
        program=(
            "ways = [1] + [0] * 87\n"
            "for coin in (1, 5, 10, 25):\n"
            "    for total in range(coin, 88):\n"
            "        ways[total] += ways[total - coin]\n"
            "result = ways[87]"
        ),
        test=(
            "int(answer) == sum((87 - 25 * q - 10 * d) // 5 + 1 "
            "for q in range(4) for d in range(9) if 25 * q + 10 * d <= 87)"
        ),
    ),
    Puzzle(
        name="product",
        question="Calculate 73918 * 48267 exactly. Form: <<<integer>>>",
        answer="3567800106",
        guess="3567798106",
        program="result = 1\nfor factor in (73918, 48267):\n    result *= factor",
        test="int(answer) % 73918 == 0 and int(answer) // 73918 == 48267",
    ),
    Puzzle(
        name="letters",
        question=(
            "How many letters e are in the words 'the evergreen trees between seven hedges'? "
            "Count every occurrence of the letter. Form: <<<number>>>"
        ),
        answer="14",
        guess="11",
        program=(
            "result = 0\n"
            "for letter in 'the evergreen trees between seven hedges':\n"
            "    if letter == 'e':\n"
            "        result += 1"
        ),
        test="int(answer) == len('the evergreen trees between seven hedges'.split('e')) - 1",
    ),
    Puzzle(
        name="knight",
        question=(
            "A knight stands in the corner a1 of an empty chessboard of 8 rows and 8 columns. What "
            "is the fewest number of moves to get from a1 to the goal h8? Form: <<<number>>>"
        ),
        answer="6",
        guess="5",
        program=(
            "from collections import deque\n"
            "seen, queue = {(0, 0): 0}, deque([(0, 0)])\n"
            "signs = [(i, j) for i in (1, -1) for j in (1, -1)]\n"
            "steps = [(a * i, b * j) for a, b in ((1, 2), (2, 1)) for i, j in signs]\n"
            "while queue:\n"
            "    x, y = queue.popleft()\n"
            "    for dx, dy in steps:\n"
            "        cell = (x + dx, y + dy)\n"
            "        if cell not in seen and 0 <= min(cell) and max(cell) < 8:\n"
            "            seen[cell] = seen[x, y] + 1\n"
            "            queue.append(cell)\n"
            "result = seen[7, 7]"
        ),
        # Each move changes the sum of the coordinates by at most 3 and the colour of the cell.
        test="int(answer) == next(n for n in range(99) if 3 * n >= 14 and n % 2 == 0)",
    ),
    Puzzle(
        name="dates",
        question=(
            "How many days after the date 3 March 2023 is the date 19 November 2025? "
            "Form: <<<number>>>"
        ),
        answer="992",
        guess="991",
        program=(
            "from datetime import date, timedelta\n"
            "day, result = date(2023, 3, 3), 0\n"
            "while day < date(2025, 11, 19):\n"
            "    day += timedelta(days=1)\n"
            "    result += 1"
        ),
        test=(
            "__import__('datetime').date.fromordinal(__import__('datetime').date(2023, 3, 3)"
            ".toordinal() + int(answer)).isoformat() == '2025-11-19'"
        ),
    ),
    Puzzle(
        name="machine",
        question=(
            "A machine starts with the number 97. In each step it halves an even number, and "
            "replaces an odd one by three times itself plus one. How many steps does it take until "
            "the number is 1? Form: <<<number>>>"
        ),
        answer="118",
        guess="97",
        program=(
            "number, result = 97, 0\n"
            "while number > 1:\n"
            "    number = number // 2 if number % 2 == 0 else 3 * number + 1\n"
            "    result += 1"
        ),
        test=(
            "(lambda f: f(f, 97) == int(answer))"
            "(lambda f, n: n > 1 and 1 + f(f, 3 * n + 1 if n % 2 else n // 2))"
        ),
    ),
    Puzzle(
        name="reading",
        question=(
            "'Mara thanked Olga, who had carried the heavy box upstairs.' Who carried the box? "
            "Form: <<<name>>>"
        ),
        answer="Olga",
        guess="Olga",
        program="result = 'Olga'",
        test="answer == 'Olga'",
    ),
)
