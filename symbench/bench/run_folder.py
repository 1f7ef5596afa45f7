"""The folder of a run: where its files are, and what is noted down about it once.

- `config.toml`: what was asked for, resolved: every default and override in its place
- `manifest.json`: with what it was run: versions, commit, model, sampling, plan
- `samples.jsonl`: answers, one a line, with their whole episodes
- `errors.jsonl`: tries that ended without an answer; they are tried again on resume
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.journal import latest
from codesteer.symbench.bench.sample import Sample

__all__ = ["Manifest", "RunFolder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """With what a run was made.

    Attributes:
        name: The run's name.
        created: ISO 8601, UTC.
        model: The task model's name, as its endpoint gives it.
        helper: The second model's; empty without one.
        guide: What the server guides with.
        sampling: Temperature, longest answer, and whatever else was sent.
        samples: How many the plan has.
        methods: In the order of the plan.
        versions: Of codesteer, Python, and the libraries that matter, by name.
        commit: Of CodeSteer's repository; empty outside one. With "+" where files were changed.
        shard: "i/n" where this is a part of a plan; else empty.
        resumed: When it was gone on with, and with which CodeSteer: `at`, `codesteer`, `commit`.
        source: "measured", or "synthetic" for a run made up to try out scoring and reports.
    """

    name: str
    created: str
    model: str = ""
    helper: str = ""
    guide: str = ""
    sampling: Mapping[str, Any] = field(default_factory=dict)
    samples: int = 0
    methods: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""
    shard: str = ""
    resumed: tuple[Mapping[str, str], ...] = ()
    source: Literal["measured", "synthetic"] = "measured"
    schema: int = 1


_MANIFEST: TypeAdapter[Manifest] = TypeAdapter(Manifest)


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A run on disk.

    Attributes:
        path: The folder.
    """

    path: Path

    @property
    def config(self) -> Path:
        """What was asked for."""
        return self.path / "config.toml"

    @property
    def samples(self) -> Path:
        """The answers."""
        return self.path / "samples.jsonl"

    @property
    def errors(self) -> Path:
        """The tries without an answer."""
        return self.path / "errors.jsonl"

    def manifest(self) -> Manifest:
        """What was noted down about the run.

        Raises:
            InvalidRequest: This is no folder of a run.
        """
        try:
            return _MANIFEST.validate_json((self.path / "manifest.json").read_bytes())
        except FileNotFoundError:
            raise InvalidRequest(
                f"{self.path} is no folder of a run: it has no manifest.json. `codesteer bench "
                "list` shows the runs there are."
            ) from None
        except (OSError, ValidationError) as error:
            raise InvalidRequest(
                f"{self.path / 'manifest.json'} cannot be read ({type(error).__name__}). Restore "
                "it, or run anew into another folder."
            ) from error

    def note(self, manifest: Manifest) -> None:
        """Write the manifest, whole or not at all.

        Raises:
            InvalidRequest: The folder cannot be written.
        """
        text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n"
        aside = self.path / "manifest.json.new"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            aside.write_text(text, "utf-8")
            os.replace(aside, self.path / "manifest.json")
        except OSError as error:
            raise InvalidRequest(f"{self.path} cannot be written: {error.strerror}.") from None

    def answers(self) -> dict[str, Sample]:
        """The graded samples by key.

        Raises:
            JournalDamaged: A line cannot be read.
        """
        return latest(self.samples)

    def open_errors(self) -> dict[str, Sample]:
        """The latest error of each sample that has no answer yet, by key.

        Raises:
            JournalDamaged: A line cannot be read.
        """
        answered = self.answers()
        return {key: each for key, each in latest(self.errors).items() if key not in answered}
