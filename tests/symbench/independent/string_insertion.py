"""A second judge of string_insertion."""

import re


def check(payload, answer):
    """Inserts rule by rule; given letters go in lower case, to tell them from inserted ones."""
    text = payload["text"].lower()
    for pattern in ("abcd", "bcde", "cdea", "deab", "eabc"):
        letters = "[A-E]?".join(pattern)
        ends = {match.end(1) for match in re.finditer(f"(?=({letters}))", text)}
        for end in sorted(ends, reverse=True):
            text = text[:end] + pattern[0].upper() + text[end:]
    return answer.strip() == text.upper()
