"""What a run is asked to do: one TOML file, read strictly, with overrides from the command line.

No secret is ever in it: keys come from CODESTEER_MODEL_API_KEY, CODESTEER_HELPER_API_KEY and
CODESTEER_GUIDE_API_KEY.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from codesteer.errors import InvalidRequest
from codesteer.steering.methods.method import Context
from codesteer.steering.trajectory import Checker

__all__ = [
    "PRESETS",
    "RunConfig",
    "checked",
    "overridden",
    "override",
    "preset_text",
    "read_config",
]

PRESETS = ("quick", "dev-v1", "paper", "ladder")
"""Names of the configurations that are shipped."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_Level: TypeAlias = Annotated[int, Field(ge=1, le=99)] | Literal["ladder"]
_Price: TypeAlias = Annotated[float, Field(ge=0)]


class _Part(BaseModel):
    """A table of the file: every key is known, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())


class What(_Part):
    """Which samples: methods x tasks x levels x seeds x instances x repeats."""

    methods: tuple[str, ...] = ("only_question", "codesteer")
    """Names of methods; "all" for all that need no fine-tuned model."""
    tasks: tuple[str, ...] = ("all",)
    """Names of tasks; or all, seen, unseen, ladder (those that have the paper's ladder)."""
    levels: tuple[_Level, ...] = ()
    """1 to 5, from 11 on a point of the ladder, or "ladder"; empty for all of a set, else 3."""
    seeds: tuple[Annotated[int, Field(ge=0, lt=10**18)], ...] = (0,)
    """Streams of instances; a frozen set has its own."""
    instances: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Of each level of each task and seed; 0 for all of a set, else 1."""
    frozen: Literal["", "dev-v1", "test-v1"] = ""
    """A frozen set to take the instances from."""
    repeats: Annotated[int, Field(ge=1, le=1000)] = 1
    """How often each instance is put to each method."""

    @field_validator("methods", "tasks", "levels", "seeds", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str | int) else value


class Endpoint(_Part):
    """An OpenAI-compatible endpoint, and how it is asked."""

    url: str = ""
    """Its address; empty takes the one of the environment."""
    name: str = ""
    """Its model; empty takes the environment's, else the endpoint's first."""
    temperature: Annotated[float, Field(ge=0, le=5)] = 0.0
    max_tokens: Annotated[int, Field(ge=1)] = 2048
    """Longest answer."""
    timeout_s: Annotated[float, Field(gt=0)] = 300.0
    """Wall-clock seconds that one try may take."""
    price_read: _Price | None = None
    """For a million tokens read, in whatever currency; without both prices no cost is told."""
    price_written: _Price | None = None
    """For a million tokens written."""

    @field_validator("url")
    @classmethod
    def _no_secrets(cls, url: str) -> str:
        return _address(url)


class Guide(_Part):
    """What the servers that are started here guide with."""

    url: str = ""
    """Endpoint of a model that guides; empty for the rules."""
    name: str = ""
    profile: str = ""
    price_read: _Price | None = None
    price_written: _Price | None = None

    @field_validator("url")
    @classmethod
    def _no_secrets(cls, url: str) -> str:
        return _address(url)


class Server(_Part):
    """Where the tools are."""

    url: str = ""
    """A server that runs elsewhere; empty starts servers here, over standard input and output."""
    processes: Annotated[int, Field(ge=0, le=256)] = 0
    """How many servers to start; 0 for one to sixteen samples at a time, one a core at most."""
    checkers: tuple[Checker, ...] = ("symbolic", "self_answer")
    """What reads the answers."""
    timeout_s: Annotated[float, Field(gt=0)] = 180.0
    """Wall-clock seconds that a call of a tool may take."""
    restarts: Annotated[int, Field(ge=0)] = 5
    """How often each server that has ended is started anew."""

    @field_validator("url")
    @classmethod
    def _no_secrets(cls, url: str) -> str:
        return _address(url)


class How(_Part):
    """How the methods work; see `MethodOptions`."""

    max_turns: Annotated[int, Field(ge=1, le=100)] = 5
    max_runs: Annotated[int, Field(ge=0, le=100)] = 5
    context: Context = "fresh"
    run_timeout_s: Annotated[float, Field(gt=0, le=600)] = 30.0


class Limits(_Part):
    """How much at once, how much in all, and how often again."""

    concurrency: Annotated[int, Field(ge=1, le=1000)] = 4
    """Samples at a time."""
    tokens: Annotated[int, Field(ge=0)] = 0
    """Tokens of all roles in the whole run, past which no sample is begun; 0 for no limit."""
    cost: Annotated[float, Field(ge=0)] = 0.0
    """The same in money; it needs prices."""
    tries: Annotated[int, Field(ge=1, le=100)] = 2
    """How often a sample is tried before its error is left for `bench resume`."""
    request_retries: Annotated[int, Field(ge=0, le=100)] = 5
    """How often a request is sent again that was refused with 429 or 5xx."""
    errors_in_a_row: Annotated[int, Field(ge=0)] = 20
    """Tries without an answer, one after the other, that stop the run; 0 for never."""
    stop_s: Annotated[float, Field(ge=0)] = 30.0
    """Wall-clock seconds that samples may go on for after SIGTERM."""


class RunConfig(_Part):
    """Everything a run is asked to do."""

    name: str = "run"
    what: What = What()
    model: Endpoint = Endpoint()
    helper: Endpoint | None = None
    """The second model of methods that have one."""
    guide: Guide = Guide()
    server: Server = Server()
    method: How = How()
    limits: Limits = Limits()
    cache: str = ""
    """File of a response cache; "run" for one in the run's folder; empty for none."""

    @field_validator("name")
    @classmethod
    def _file_name(cls, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ValueError("a name is made of letters, digits, dots, dashes and underscores")
        return name


def read_config(which: str | Path, overrides: Iterable[str] = ()) -> RunConfig:
    """Read a shipped configuration or a file.

    Args:
        which: Name of a preset, or a TOML file.
        overrides: Like "limits.concurrency=8"; see `override`.

    Raises:
        InvalidRequest: There is no such file, or something in it cannot be used.
    """
    text, where = _text(str(which))
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidRequest(f"{where} is no TOML: {error}.") from None
    return checked(overridden(table, overrides), where)


def checked(table: Mapping[str, Any], where: str) -> RunConfig:
    """A configuration from the tables of a file.

    Args:
        table: The tables.
        where: What they came from, for messages.

    Raises:
        InvalidRequest: A key is unknown, or a value cannot be used.
    """
    try:
        return RunConfig.model_validate(table)
    except ValidationError as error:
        told = " ".join(dict.fromkeys(_advice(dict(each)) for each in error.errors()[:5]))
        raise InvalidRequest(f"{where} cannot be used. {told}") from None


def overridden(table: Mapping[str, Any], overrides: Iterable[str]) -> dict[str, Any]:
    """Tables with some values replaced; see `override`."""
    changed: dict[str, Any] = {**table}
    for each in overrides:
        path, value = override(each)
        *parents, last = path
        inner = changed
        for parent in parents:
            held = inner.get(parent)
            inner[parent] = {**held} if isinstance(held, dict) else {}
            inner = inner[parent]
        inner[last] = value
    return changed


def override(text: str) -> tuple[tuple[str, ...], Any]:
    """Read "table.key=value"; the value is TOML, or else a text as it stands.

    Raises:
        InvalidRequest: It has no key or no "=".
    """
    key, sign, value = text.partition("=")
    path = tuple(part.strip() for part in key.split("."))
    if not sign or not all(path):
        raise InvalidRequest(
            f"{text[:80]!r} sets nothing. Write a key and a value: limits.concurrency=8."
        )
    try:
        return path, tomllib.loads(f"value = {value.strip()}\n")["value"]
    except tomllib.TOMLDecodeError:
        return path, value.strip()


def preset_text(name: str) -> str:
    """The file of a shipped configuration."""
    folder = resources.files("codesteer.symbench.bench") / "presets"
    return (folder / f"{name}.toml").read_text("utf-8")


def _text(which: str) -> tuple[str, str]:
    """The text of a configuration, and what to call it."""
    if which in PRESETS:
        return preset_text(which), f"The preset {which}"
    path = Path(which).expanduser()
    try:
        return path.read_text("utf-8"), str(path)
    except (OSError, UnicodeDecodeError) as error:
        near = get_close_matches(which, PRESETS, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise InvalidRequest(
            f"{which} cannot be read: {why}. {meant}Give a TOML file or a preset: "
            f"{', '.join(PRESETS)}."
        ) from None


def _address(url: str) -> str:
    """An address that may be written down."""
    if not url:
        return url
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("it is no address like http://127.0.0.1:8000/v1")
    if "@" in url or parts.query or parts.fragment:
        raise ValueError(
            "an address in a configuration is written down with the run, so it may hold no user, "
            "password or query: set CODESTEER_MODEL_API_KEY, or CODESTEER_MODEL_URL for the whole"
        )
    return url


def _advice(error: dict[str, Any]) -> str:
    """What is wrong with one value, and how to mend it."""
    path = [part for part in error["loc"] if not str(part).startswith(("function-", "constrained"))]
    name = ".".join(map(str, path)) or "the file"
    if error["type"] == "extra_forbidden":
        known = _keys(path[:-1])
        near = get_close_matches(str(path[-1]), known, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        return f"There is no key {name[:80]}.{meant} There are: {', '.join(known)}."
    why = str(error["msg"]).removeprefix("Value error, ")
    return f"{name[:80]}: {why[:1].lower()}{why[1:]}."


def _keys(path: Iterable[Any]) -> list[str]:
    """The keys of a table."""
    parts: dict[str, type[BaseModel]] = {
        "what": What, "model": Endpoint, "helper": Endpoint, "guide": Guide, "server": Server,
        "method": How, "limits": Limits,
    }  # fmt: skip
    first = next(iter(path), None)
    return list((RunConfig if first is None else parts.get(str(first), RunConfig)).model_fields)
