"""Reads the choice in a guide model's words, and puts a choice into such words."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, get_args

from codesteer.errors import ReplyUnusable
from codesteer.steering.guides.profile import Controls, Profile
from codesteer.steering.trajectory import Action, GuidanceGiven

__all__ = ["Choice", "decision_schema", "read_choice", "said"]

_CHOICES: tuple[Action, ...] = get_args(Action)
_LONGEST = 20_000
_MOST_OBJECTS = 20
_WHOLE_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?|,(?=\s*[}\]])', re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_OF_CODE = re.compile(r"\b(?:cod(?:e|ing)|programs?|python|scripts?|algorithms?)\b", re.IGNORECASE)
_NO_CODE = re.compile(
    r"\b(?:no|not|never|without|instead of|rather than|n['\u2019]t)\s+(?:\w+\s+){0,3}?"
    r"(?:cod(?:e|ing)|programs?|python)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a guide model chose, in its own words.

    Attributes:
        action: The choice.
        guidance: Its order; empty where it named the choice alone.
        reason: Why, if it said so.
        answer: The answer it named, if any.
    """

    action: Action
    guidance: str = ""
    reason: str = ""
    answer: str = ""


class _Found(NamedTuple):
    """A JSON object in a text, and whether the text broke off before its end."""

    fields: dict[str, Any]
    broken_off: bool


def decision_schema(choices: Sequence[Action]) -> dict[str, Any]:
    """JSON schema of a decision that is one of these choices.

    It has an answer only where that may be chosen: a small model fills whatever it is given.
    """
    texts = ("guidance", "reason", *(["answer"] if "answer" in choices else []))
    return {
        "type": "object",
        "properties": {
            "choice": {"type": "string", "enum": list(choices)},
            **{name: {"type": "string"} for name in texts},
        },
        "required": ["choice", *texts],
        "additionalProperties": False,
    }


def read_choice(text: str, profile: Profile) -> Choice:
    """The choice in a reply.

    Raises:
        ReplyUnusable: There is none; the message, to be read by the model, says what is missing.
    """
    text = text[:_LONGEST]
    if profile.controls is not None:
        return _from_words(text, profile.controls)
    return _from_json(text)


def said(given: GuidanceGiven, profile: Profile) -> str:
    """A recorded decision in the words of a profile: what its model would have had to say.

    Orders that are the profile's standard ones become the bare choice again.
    """
    standard = {"code": profile.orders.code, "text": profile.orders.text}
    bare = given.guidance == standard.get(given.action)
    guidance = "" if bare or given.action == "answer" else given.guidance
    if given.action == "verify":
        guidance = guidance.removeprefix(profile.orders.verify).strip()
    if profile.controls is None:
        decision = {
            "choice": given.action,
            "guidance": guidance,
            "reason": given.reason,
            "answer": "",
        }
        return json.dumps(decision, ensure_ascii=False)
    word: str = getattr(profile.controls, given.action)
    alone = bare or given.action in ("answer", "stop", "verify")
    return profile.templates.said.filled({"guidance": word if word and alone else given.guidance})


def _from_json(text: str) -> Choice:
    found = next((found for found in _objects(text) if "choice" in found.fields), None)
    if found is None:
        raise ReplyUnusable('it holds no JSON object with "choice"')
    decision = found.fields
    word = str(decision["choice"]).strip().lower()
    action = next((known for known in _CHOICES if known == word), None)
    if action is None:
        raise ReplyUnusable(f'"choice" is none of {", ".join(_CHOICES)}')
    guidance = _string(decision.get("guidance"))
    if found.broken_off and "reason" not in decision:
        ends = [match.end() for match in _SENTENCE_END.finditer(guidance)]
        guidance = guidance[: ends[-1]] if ends else guidance
    return Choice(
        action=action,
        guidance=guidance,
        reason=_string(decision.get("reason")),
        answer=_string(decision.get("answer")),
    )


def _string(value: object) -> str:
    """A text; numbers are written out, anything else is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _whole(str(value)).strip()


def _whole(text: str) -> str:
    """A text that can be stored: half a surrogate pair, written as an escape, cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _objects(text: str) -> Iterator[_Found]:
    """JSON objects in a text, later ones first; trailing commas and a missing end are mended."""
    mended = _WHOLE_OR_STRING.sub(lambda m: "" if m.group() == "," else m.group(), text)
    decoder = json.JSONDecoder(strict=False)
    found: list[_Found] = []
    end = 0
    for opening in islice(re.finditer(r"\{", mended), _MOST_OBJECTS):
        if opening.start() < end:
            continue  # Inside an object that was read already.
        for closing in ("", '"}', "}"):
            try:
                value, end = decoder.raw_decode(mended + closing, opening.start())
            except (ValueError, RecursionError):
                continue
            found.append(_Found(value, bool(closing)))
            break
    yield from reversed(found)


def _from_words(text: str, controls: Controls) -> Choice:
    words = {_folded(word): action for action in _CHOICES if (word := getattr(controls, action))}
    matches = list(re.finditer(controls.pattern, text))
    if not matches:
        action = words.get(_folded(text))  # The bare word, without its marks.
        if action is None:
            raise ReplyUnusable("nothing in it stands between the demanded marks")
        return Choice(action=action)
    groups = {name: (part or "").strip() for name, part in matches[-1].groupdict().items()}
    guidance = groups.get("guidance", "")
    action = words.get(_folded(groups.get("word", ""))) or words.get(_folded(guidance))
    if action is not None:
        bare = _folded(guidance) in words
        return Choice(
            action=action, guidance="" if bare else guidance, reason=groups.get("reason", "")
        )
    if not guidance:
        raise ReplyUnusable("there is nothing between the demanded marks")
    of_code = _OF_CODE.search(guidance) and not _NO_CODE.search(guidance)
    return Choice(
        action="code" if of_code else "text", guidance=guidance, reason=groups.get("reason", "")
    )


def _folded(text: str) -> str:
    """A word without what surrounds it and without case, for comparing."""
    return " ".join(text.split()).strip(" .!:'\"`*").casefold()
