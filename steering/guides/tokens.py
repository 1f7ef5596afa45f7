"""Estimates how many tokens a text is, for endpoints that do not count."""

import math
import re

__all__ = ["MOST_CHARS_A_TOKEN", "estimated_tokens"]

_PIECE = re.compile(
    r"(?P<digit>[ ]?[0-9])"
    r"|(?P<capitals>[A-Z]{2,}(?![a-z]))"
    r"|(?P<word>[A-Za-z][a-z]*)"
    r"|(?P<blank>[ \t\r\n]+)"
    r"|(?P<run>(?P<same>[!-/:-@\[-`{-~])(?P=same){3,})"
    r"|(?P<sign>[\x00-\x7f])"
    r"|(?P<other>[^\x00-\x7f])"
)
MOST_CHARS_A_TOKEN = 41
"""A text with more characters than that for each token is estimated at more tokens, always."""
_VOWELS = re.compile(r"[aeiouy]+")
_CLUSTER = re.compile(r"[^aeiouy]{5}")
_SHORT_WORD = 6
_AT_RANDOM = 0.67
"""Tokens a letter where letters make no words."""
_BY_BYTES = {2: 1.0, 3: 1.6, 4: 3.0}
"""Tokens of a character outside ASCII, by its length in UTF-8."""


def estimated_tokens(text: str) -> int:
    """About how many tokens a text is to a model of today; rather too many than too few.

    It is a bound for digits, which some models read one by one, and was measured on prose, code,
    puzzles and a dozen scripts: see docs/guides.md.
    """
    return math.ceil(sum(map(_tokens, _PIECE.finditer(text))))


def _tokens(piece: re.Match[str]) -> float:
    part = piece.group()
    match piece.lastgroup:
        case "digit":
            return len(part)
        case "capitals":
            return 1 + _AT_RANDOM * (len(part) - 1)
        case "word":
            return _of_word(part)
        case "blank":
            # One space goes with the word behind it.
            return 0 if part == " " else 1 + len(part) // 40
        case "run":
            return math.ceil(len(part) / 4)
        case "other":
            return _BY_BYTES.get(len(part.encode("utf-8", "replace")), 1.0)
        case _:
            return 1


def _of_word(word: str) -> float:
    """A word has a vowel in every few letters; letters at random do not, and cost more."""
    letters = word.lower()
    odd = len(word) > 4 * len(_VOWELS.findall(letters)) or _CLUSTER.search(letters)
    if len(word) > 1 and (odd or len(word) > 14):
        return 1 + _AT_RANDOM * (len(word) - 1)
    return 1 if len(word) <= _SHORT_WORD else math.ceil(len(word) / 4)
