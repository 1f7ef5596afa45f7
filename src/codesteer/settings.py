"""Everything that can be set from outside, read from CODESTEER_* variables and nowhere else."""

from pathlib import Path
from typing import Annotated

from platformdirs import user_state_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

__all__ = ["Settings"]


class Settings(BaseSettings):
    """Settings of one process. No other variable is ever taken for an endpoint or a key."""

    model_config = SettingsConfigDict(
        env_prefix="CODESTEER_", frozen=True, extra="ignore", protected_namespaces=()
    )

    home: Path = Field(default_factory=lambda: user_state_path("codesteer"))
    """Where episodes are kept."""
    model_url: str = ""
    """OpenAI-compatible endpoint of a task model, for `codesteer demo`."""
    model_name: str = ""
    """Its model; empty takes the endpoint's first."""
    model_api_key: SecretStr = SecretStr("")
    """Its key; empty for endpoints that want none."""
    readable: Annotated[tuple[Path, ...], NoDecode] = ()
    """Further files and directories that kernels may read, joined as PATH is."""
    max_kernels: Annotated[int, Field(ge=1, le=1000)] = 16
    """Kernels alive at once; past that the longest idle one is ended."""
    kernel_idle_s: Annotated[float, Field(ge=1)] = 1800.0
    """Seconds after which an idle kernel is ended."""

    @field_validator("readable", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        import os

        if isinstance(value, str):
            return tuple(Path(part) for part in value.split(os.pathsep) if part)
        return value

    @property
    def episodes(self) -> Path:
        """The directory of recorded episodes."""
        return self.home.expanduser() / "episodes"
