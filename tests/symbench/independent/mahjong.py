"""A second judge of mahjong."""

from collections import Counter


def check(payload, answer):
    """Keeps counts by the place of a letter in the alphabet, and looks at its neighbors."""
    hand = Counter(map(ord, payload["cards"]))
    for added, gone in payload["rounds"]:
        hand[ord(added)] += 1
        hand[ord(gone)] -= 1
    last = ord(payload["last"])
    below2, below, above, above2 = (
        ord("A") <= last + step <= ord("Z") and hand[last + step] > 0 for step in (-2, -1, 1, 2)
    )
    if hand[last] > 1:
        wanted = "1"
    elif payload["chi"] and ((below and (below2 or above)) or (above and above2)):
        wanted = "2"
    else:
        wanted = "0"
    return answer.strip() == wanted


def plain(answer):
    return answer.strip("()[]") == answer
