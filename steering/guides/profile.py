"""A profile: how one family of guide models is spoken to, and how its words are read."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core.core_schema import ValidationInfo

from codesteer.errors import BadSetting
from codesteer.steering.guides.template import Template
from codesteer.steering.guides.tokens import estimated_tokens

__all__ = ["Budget", "Controls", "Orders", "Profile", "Remarks", "Templates", "load_profile"]

DEFAULT = "default"
_LEAST_FREE = 2200
"""Tokens for the question and, cut short, for what was said and found of the latest turn."""
_NOTHING = Template(())

_FIELDS: Mapping[str, tuple[set[str], set[str]]] = {
    # Fields that each template may have, and those it must.
    "system": ({"max_turns"}, set()),
    "first": ({"question", "max_turns", "choices"}, {"question"}),
    "turn": (
        {
            "response",
            "execution",
            "complexity",
            "finding",
            "check",
            "turn",
            "turns_left",
            "choices",
        },
        {"response"},
    ),
    "execution": ({"status", "output"}, {"output"}),
    "complexity": ({"score", "does", "remarks"}, set()),
    "finding": ({"finding"}, {"finding"}),
    "check": ({"verdict", "reason"}, {"verdict"}),
    "checked": ({"check", "turn", "turns_left", "choices"}, {"check"}),
    "said": ({"guidance"}, {"guidance"}),
    "correction": ({"problem"}, {"problem"}),
}
_ALWAYS_READ = ("first", "turn")
"""Templates that say what the guide decides upon; any other may be left empty."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Templates(_Part):
    """What the guide model reads. See docs/guides.md for the fields of each."""

    system: InstanceOf[Template] = _NOTHING
    """The system message; empty for none."""
    first: InstanceOf[Template]
    """The first user message, with the question."""
    turn: InstanceOf[Template]
    """The user message of a turn that the task model has answered."""
    execution: InstanceOf[Template] = _NOTHING
    """The part of it that tells what the program showed; empty where none ran."""
    complexity: InstanceOf[Template] = _NOTHING
    """The part of it with what the symbolic checker saw; empty where there was no program."""
    finding: InstanceOf[Template] = _NOTHING
    """The part of it with what is wrong with the answer; empty where nothing is."""
    check: InstanceOf[Template] = _NOTHING
    """The part of it with what a checking program said; one for each check."""
    checked: InstanceOf[Template] = Template((("", "check"),))
    """The user message after a check that the guide has asked for."""
    said: InstanceOf[Template] = Template((("", "guidance"),))
    """The guide's own earlier words, where they are no JSON."""
    correction: InstanceOf[Template] = Template.read(
        "Your last reply could not be used: {problem}. Reply again, in the demanded form.",
        known={"problem"},
    )
    """What is added where a reply could not be used."""

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str):
            return value
        known, needed = _FIELDS[str(info.field_name)]
        optional = info.field_name not in _ALWAYS_READ
        return Template.read(value, known=known, needed=() if optional and not value else needed)


class Orders(_Part):
    """Standard orders to the task model, for where the guide names a choice and says no more."""

    code: str = (
        "Solve this with one complete Python program, not in your head. Copy the data of the "
        "question into the program, let the program find the answer, and let it print the answer "
        "in the form that the question demands. Reply with the program in a ```python block and "
        "nothing else."
    )
    text: str = (
        "Answer in words, without code. Go through every condition of the question step by step, "
        "then finish with the answer in the form that the question demands."
    )
    verify: str = (
        "Do not solve the question again. Write a Python program that tests an answer to it, which "
        "is set already in the string variable `answer`. Test every rule of the question. The last "
        "line it prints is Correct, or Wrong: and the rule that is broken. Reply with the program "
        "in a ```python block and nothing else."
    )
    stop: str = "Stop here: no attempt led to an answer. Say so rather than guess."


class Remarks(_Part):
    """What is said of a program beside its score."""

    too_simple: str = "It may be too simple to compute anything. "
    literal: str = "Everything it prints was written into it. "


class Controls(_Part):
    """How a choice is read from words: a pattern, and the words that stand for choices.

    The last match counts. Its group `guidance` holds the guidance or a control word; a group
    `word`, where there is one, holds a control word alone.
    """

    pattern: str
    code: str = "Code"
    text: str = "Text"
    verify: str = ""
    answer: str = "Return Answer"
    stop: str = "Terminate"

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            groups = set(re.compile(pattern).groupindex)
        except re.error as error:
            raise ValueError(f"it is no regular expression: {error}") from None
        if not groups & {"guidance", "word"} or groups - {"guidance", "word", "reason"}:
            raise ValueError(
                "its named groups are guidance, word and reason, with guidance or word among them"
            )
        return pattern

    @model_validator(mode="after")
    def _differ(self) -> Self:
        words = (self.code, self.text, self.verify, self.answer, self.stop)
        said = [" ".join(word.split()).casefold() for word in words if word.strip()]
        if len(set(said)) < len(said):
            raise ValueError("two choices have the same word; give each a word of its own")
        return self


class Budget(_Part):
    """How much a guide model reads and writes."""

    context_tokens: Annotated[int, Field(ge=1024)] = 8000
    """Tokens of everything it reads and writes for one decision."""
    reply_tokens: Annotated[int, Field(ge=16)] = 400
    """Tokens its reply may have."""
    output_chars: Annotated[int, Field(ge=100)] = 3000
    """Characters that are shown of what a program printed."""

    @property
    def prompt_tokens(self) -> int:
        """Tokens that are left for what it reads, a correction included."""
        return self.context_tokens - self.reply_tokens


class Profile(_Part):
    """How one family of guide models is spoken to, and how its words are read."""

    name: str
    form: Literal["json", "words"]
    """Whether a decision is a JSON object or words between marks."""
    check: Literal["asked", "always"] = "asked"
    """Whether answers are checked where the guide asks for it, or each before the guide sees it."""
    repeats: bool = True
    """Whether the guide may give the same order twice in an episode."""
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    budget: Budget = Budget()
    templates: Templates
    orders: Orders = Orders()
    remarks: Remarks = Remarks()
    controls: Controls | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.form == "words") != (self.controls is not None):
            raise ValueError('form = "words" wants a table [controls], and no other form has one')
        templates = [getattr(self.templates, name) for name in _FIELDS]
        left = self.budget.prompt_tokens - sum(
            estimated_tokens("".join(before for before, _ in template.parts))
            for template in templates
        )
        if left < _LEAST_FREE:
            raise ValueError(
                f"the templates leave about {max(0, left)} of {self.budget.context_tokens} tokens "
                f"for questions and answers, and {_LEAST_FREE} are needed; shorten them, or raise "
                "budget.context_tokens if the model reads more"
            )
        return self


def load_profile(name: str = "") -> Profile:
    """A profile: a shipped one by its name, or a file's.

    Args:
        name: "default", or the path of a TOML file; empty for the default. A file may say
            `extends = "default"` and then hold only what differs.

    Raises:
        BadSetting: There is no such profile, or it cannot be used; the message, one line, says why.
    """
    try:
        return Profile.model_validate(_table(name or DEFAULT))
    except ValidationError as error:
        why = "; ".join(map(_why, error.errors()))
        raise BadSetting(f"The guide profile {name} cannot be used: {why}.") from None


def _table(name: str) -> dict[str, Any]:
    table = _parsed(name)
    base = table.pop("extends", None)
    if base is None:
        return table
    if base != DEFAULT:
        raise BadSetting(
            f'The guide profile {name} cannot be used: only extends = "{DEFAULT}" is known.'
        )
    return _merged(_parsed(DEFAULT), table)


def _parsed(name: str) -> dict[str, Any]:
    try:
        if name == DEFAULT:
            shipped = files("codesteer.steering.guides") / "profiles" / f"{DEFAULT}.toml"
            return tomllib.loads(shipped.read_text("utf-8"))
        return tomllib.loads(Path(name).expanduser().read_text("utf-8"))
    except OSError as error:
        raise BadSetting(
            f"The guide profile {name} cannot be read: {error.strerror or error}. Give the path of "
            f"a TOML file, or {DEFAULT}."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RuntimeError) as error:
        raise BadSetting(f"The guide profile {name} cannot be read: {error}.") from None


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        both = isinstance(known, dict) and isinstance(value, dict)
        merged[key] = _merged(known, value) if both else value  # type: ignore[arg-type]
    return merged


def _why(error: Any) -> str:
    where = ".".join(map(str, error["loc"]))
    why = str(error["msg"]).removeprefix("Value error, ")
    return f"{where}: {why}" if where else why
