"""Everything that can be set from outside, read from CODESTEER_* variables and nowhere else."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_state_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from codesteer.errors import BadSetting

__all__ = ["Settings", "read_settings"]

_PREFIX = "CODESTEER_"


class Settings(BaseSettings):
    """Settings of one process. No other variable is ever taken for an endpoint or a key.

    An empty variable is none. Paths may begin with ~ and are absolute once they are read.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        protected_namespaces=(),
    )

    home: Path = Field(default_factory=lambda: user_state_path("codesteer"))
    """Where episodes are kept."""
    model_url: str = ""
    """OpenAI-compatible endpoint of a task model, for `codesteer demo` and `codesteer bench`."""
    model_name: str = ""
    """Its model; empty takes the endpoint's first."""
    model_api_key: SecretStr = SecretStr("")
    """Its key; empty for endpoints that want none."""
    helper_url: str = ""
    """OpenAI-compatible endpoint of a method's second model, for `codesteer bench`."""
    helper_name: str = ""
    """Its model; empty takes the endpoint's first."""
    helper_api_key: SecretStr = SecretStr("")
    """Its key; empty for endpoints that want none."""
    guide_url: str = ""
    """OpenAI-compatible endpoint of a model that guides; empty leaves guiding to the rules."""
    guide_name: str = ""
    """Its model; empty takes the endpoint's first."""
    guide_api_key: SecretStr = SecretStr("")
    """Its key; empty for endpoints that want none."""
    guide_profile: str = ""
    """How it is spoken to: the name of a shipped profile or a TOML file; empty for ours."""
    server_token: SecretStr = SecretStr("")
    """Bearer token of the server at `codesteer bench run --server`; empty where it wants none."""
    readable: Annotated[tuple[Path, ...], NoDecode] = ()
    """Further files and directories that kernels may read, joined as PATH is."""
    max_kernels: Annotated[int, Field(ge=1, le=1000)] = 16
    """Kernels alive at once; past that the longest idle one is ended."""
    kernel_idle_s: Annotated[float, Field(ge=1)] = 1800.0
    """Seconds after which an idle kernel is ended."""

    checkers: Annotated[tuple[Literal["symbolic", "self_answer"], ...], NoDecode] = (
        "symbolic",
        "self_answer",
    )
    """What reads the answers of an episode: symbolic, self_answer, joined by a comma; or none."""

    sandbox_at_least: Literal["A", "B", "C"] = "C"
    """The weakest sandbox that will do: A, B or C; kernels do not start below it."""
    network: bool = False
    """Whether code may use the network."""
    memory_mb: Annotated[int, Field(ge=64)] = 2048
    """MiB of memory that a session may take."""
    preload: Annotated[tuple[str, ...] | None, NoDecode] = None
    """Modules imported before they are asked for, joined by commas; none imports none."""
    ready_kernels: Annotated[int, Field(ge=0, le=100)] = 2
    """Kernels kept ready for new sessions."""

    kernel_url: str = ""
    """A Jupyter server or gateway that runs the kernels; empty runs them on this machine."""
    kernel_token: SecretStr = SecretStr("")
    """Its token."""
    kernel_name: str = ""
    """The kernel to start there; empty for its first for Python."""

    @field_validator("preload", "checkers", mode="before")
    @classmethod
    def _split_names(cls, value: object) -> object:
        if isinstance(value, str):
            names = (part.strip() for part in value.split(","))
            return tuple(name for name in names if name and name != "none")
        return value

    @field_validator("readable", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part) for part in value.split(os.pathsep) if part)
        return value

    @field_validator("readable")
    @classmethod
    def _all_in_full(cls, paths: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(map(_in_full, paths))

    @field_validator("home")
    @classmethod
    def _directory_in_full(cls, path: Path) -> Path:
        path = _in_full(path)
        nearest = next(place for place in (path, *path.parents) if place.exists())
        if not nearest.is_dir():
            raise ValueError(f"{nearest} is no directory")
        if not os.access(nearest, os.W_OK):
            raise ValueError(f"{nearest} cannot be written to")
        return path

    @property
    def episodes(self) -> Path:
        """The directory of recorded episodes."""
        return self.home / "episodes"


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        BadSetting: A variable holds what it cannot; the message, one line, says how to mend it.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise BadSetting(" ".join(map(_advice, error.errors()))) from None


def _in_full(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:
        raise ValueError(f"nobody knows the home directory in {path}") from None


def _advice(error: Any) -> str:
    why = str(error["msg"]).removeprefix("Value error, ")
    return (
        f"{_PREFIX}{str(error['loc'][0]).upper()} cannot be used: {why[:1].lower()}{why[1:]}. "
        "Correct it, or unset it for the default."
    )
