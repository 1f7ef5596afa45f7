"""A second judge of string_deletion_modification."""

import re

# One regular expression and its replacement for each rule; both parts of a string are kept as they
# are, so that a rule holds where its expression matches.
REWRITES = {
    "start aa": (r"^aa(.*)$", r"a\1"),
    "start ab": (r"^ab(.*)$", r"ca\1"),
    "start ac": (r"^ac(.*)$", r"zz\1"),
    "start bb": (r"^bb(.*)$", r"b\1"),
    "start bc": (r"^bc(.*)$", r"\1aa"),
    "start ca": (r"^ca(.*)$", r"bb\1c"),
    "start cb": (r"^cb(?:(.*).|())$", None),
    "start cc": (r"^cc(.*)$", r"\1"),
    "end aa": (r"^(.*)aa$", r"\1cc"),
    "end ac": (r"^(.*)ac$", r"\1cb"),
    "end ba": (r"^(.*)ba$", r"\1ab"),
    "end bb": (r"^(.*)bb$", r"\1"),
    "end ca": (r"^(.*)ca$", r"\1c"),
    "end cc": (r"^(.*)cc$", r"a\1b"),
    "in abc": (r"^(.*?)abc(.*)$", r"\1cab\2"),
    "in acb": (r"^(.*?)acb(.*)$", r"\1bca\2"),
    "in bca": (r"^(.*?)bca(.*)$", r"\1\2"),
    "later ca": (r"^(.+?)ca(.*)$", r"\1\2"),
    "even b": (r"^((?:[^b]*b[^b]*b)+[^b]*)$", r"\1ab"),
}


def check(payload, answer):
    """Rewrites with regular expressions."""
    text, steps = payload["text"], 0
    while (after := step(text, payload["rules"])) is not None and steps < 500:
        text, steps = after, steps + 1
    return steps < 500 and answer.strip() == text


def step(text, rules):
    for rule in rules:
        if rule == "long":
            if len(text) >= 16:
                letters = list(text)
                letters.pop(len(letters) // 2)
                return "".join(letters)
            continue
        pattern, replacement = REWRITES[rule]
        if rule == "start cb" and re.match(pattern, text):
            return "aa" + text[2:-1] if len(text) > 2 else "a"
        if re.match(pattern, text):
            return re.sub(pattern, replacement, text, count=1)
    return None
