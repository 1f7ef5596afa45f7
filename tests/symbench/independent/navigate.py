"""A second judge of navigate: walks the story's own words over the complex numbers."""

import re

NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
)  # fmt: skip
COMPASS = {"north": 1j, "east": 1, "south": -1j, "west": -1}
SIDES = {None: 1, "forward": 1, "to the right": -1j, "backward": -1, "to the left": 1j}
TURNS = {"right": -1j, "around": -1, "left": 1j}


def number(word):
    return int(word) if word.isdecimal() else NUMBERS.index(word)


def check(payload, answer):
    done = []
    for sentence in payload["story"]:
        if again := re.fullmatch(r"Carry out the last (\w+) instructions once more\.", sentence):
            done += done[-number(again[1]) :]
        elif re.match(r"Turn |(?:Take|Walk|Move) ", sentence):
            done.append(sentence)
        else:
            assert re.match(r"You (?:pass|hear)|A \w+ car|It is|There is|Always|Keep", sentence)
    place, facing = 0, 1j
    for sentence in done:
        if turn := re.fullmatch(r"Turn (left|right|around)\.", sentence):
            facing *= TURNS[turn[1]]
        elif face := re.fullmatch(r"Turn to face (\w+)\.", sentence):
            facing = COMPASS[face[1]]
        else:
            n, way = re.fullmatch(r"\w+ (\w+) steps?(?: ([\w ]+))?\.", sentence).groups()
            place += number(n) * (COMPASS[way] if way in COMPASS else facing * SIDES[way])
    question = payload["question"]
    goal = sum(int(n) * COMPASS[way] for n, way in re.findall(r"([0-9]+) steps? (\w+)", question))
    away = re.search(r"anywhere but|away from", question) is not None
    truth = (place == goal) != away
    return answer.strip().lower().rstrip(".") in (("no", "false"), ("yes", "true"))[truth]
