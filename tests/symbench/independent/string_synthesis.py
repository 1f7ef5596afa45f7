"""A second judge of string_synthesis."""

import re

WORDS = {
    1: ("abc", "d"),
    2: ("ab", "f"),
    3: ("bc", "e"),
    4: ("cc", "f"),
    5: ("df", "gh"),
    6: ("ee", "i"),
}


def check(payload, answer):
    """Takes single letters out of a heap, one method at a time; a to i stand for the kinds."""
    if not re.fullmatch(r"\s*[0-9]+\s*(,\s*[0-9]+\s*){8}", answer):
        return False
    counts = [count.strip() for count in answer.split(",")]
    heap = [letter for letter, n in zip("abcdefghi", payload["start"], strict=True)
            for _ in range(n)]  # fmt: skip
    changed = True
    while changed:
        changed = False
        for number in payload["methods"]:
            taken, made = WORDS[number]
            while all(heap.count(letter) >= taken.count(letter) for letter in taken):
                for letter in taken:
                    heap.remove(letter)
                heap.extend(made)
                changed = True
    return counts == [str(heap.count(letter)) for letter in "abcdefghi"]


def plain(answer):
    return answer.count(",") == 8
