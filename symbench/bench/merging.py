"""Joins runs of the same plan into one: the shards of a run, or what several machines have done."""

from collections.abc import Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.config import RunConfig, read_config
from codesteer.symbench.bench.journal import Journal, read_journal
from codesteer.symbench.bench.plan import plan
from codesteer.symbench.bench.run_folder import Manifest, RunFolder
from codesteer.symbench.bench.running import changeable, write_config
from codesteer.symbench.bench.sample import Sample, SampleKey
from codesteer.symbench.bench.shards import Shard

__all__ = ["Merged", "merge"]

_THE_SAME = ("model", "helper", "guide", "sampling", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of joining runs.

    Attributes:
        planned: Samples of the whole plan.
        answered: How many have an answer now.
        added: How many of these are new in the merged run.
        errors_added: Tries without an answer that are new in it.
        missing_shards: Shards that none of the runs is, like "2/4", with samples unanswered.
        several_answers: Samples that several runs have answered; the first one's answer counts.
        versions: Versions of CodeSteer the runs were made with, and commits.
    """

    planned: int
    answered: int
    added: int
    errors_added: int
    missing_shards: tuple[str, ...]
    several_answers: int
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    run: RunFolder
    manifest: Manifest
    config: RunConfig


def merge(out: Path, runs: Sequence[RunFolder]) -> Merged:
    """Join runs into a folder; they stay as they are.

    What the folder has already is kept, so that a merge can be broken off, done again, and done
    anew when the runs have gone on. Samples are read one at a time.

    Args:
        out: A folder that is empty or not there, or that of an earlier merge.
        runs: Of one plan; each may be a shard, or a whole run.

    Raises:
        InvalidRequest: They are not of one plan, or the folder is something else.
        JournalDamaged: A line of theirs cannot be read.
        RunBusy: Another process is writing to the folder.
    """
    parts = [_part(run) for run in _different(out, runs)]
    merged = RunFolder(out)
    earlier = _earlier(merged)
    together = ([earlier] if earlier else []) + parts
    if not together:
        raise InvalidRequest("Nothing is given to merge: name the folders of shards.")
    for part in together[1:]:
        _require_alike(together[0], part)
    first = together[0]
    planned = plan(first.config)
    keys = frozenset(map(str, planned))
    answers = [_answers(part.run, keys) for part in parts]
    if earlier is None:
        write_config(merged, first.config)
    with ExitStack() as stack:
        samples = stack.enter_context(Journal.opened(merged.samples))
        errors = stack.enter_context(Journal.opened(merged.errors))
        there = frozenset(_answers(merged, keys))
        manifest = _manifest(together, len(keys))
        if earlier is None or manifest != earlier.manifest:
            merged.note(manifest)
        seen = set(there)
        for part, last in zip(parts, answers, strict=True):
            for number, sample in enumerate(read_journal(part.run.samples)):
                if sample.key not in seen and last.get(sample.key) == number:
                    samples.append(sample)
                    seen.add(sample.key)
        added = _add_errors(merged, errors, parts, keys)
    return Merged(
        planned=len(keys),
        answered=len(seen),
        added=len(seen) - len(there),
        errors_added=added,
        missing_shards=_missing(parts, planned, seen),
        several_answers=sum(map(len, answers)) - len(set().union(*answers)),
        versions=tuple(dict.fromkeys(_made_with(part.manifest) for part in together)),
    )


def _different(out: Path, runs: Sequence[RunFolder]) -> list[RunFolder]:
    """The runs, each once, and without the folder they are joined in."""
    by_place = {run.path.resolve(): run for run in runs}
    by_place.pop(out.resolve(), None)
    return list(by_place.values())


def _part(run: RunFolder) -> _Part:
    return _Part(run, run.manifest(), read_config(run.config))


def _earlier(merged: RunFolder) -> _Part | None:
    """What an earlier merge has left; None where there is nothing."""
    path = merged.path
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return None
    if not (path / "manifest.json").is_file():
        # A merge that was killed at its very beginning has left no more than these.
        if path.is_dir() and {each.name for each in path.iterdir()} <= {
            "config.toml", "config.toml.new", "samples.jsonl", "errors.jsonl", "manifest.json.new",
        } and not RunFolder(path).answers():  # fmt: skip
            return None
        raise InvalidRequest(f"{path} is there and is no run. Name another folder to merge into.")
    found = _part(merged)
    if found.manifest.shard:
        raise InvalidRequest(
            f"{path} is shard {found.manifest.shard} itself. Name another folder to merge into."
        )
    return found


def _require_alike(first: _Part, other: _Part) -> None:
    """Refuse runs whose samples cannot stand in one table.

    Raises:
        InvalidRequest: They differ in what decides answers.
    """
    ours, theirs = _flat(_table(first.config)), _flat(_table(other.config))
    names = dict.fromkeys([*ours, *theirs])
    decisive = [name for name in names if name != "name" and not changeable(name)]
    mine, its = asdict(first.manifest), asdict(other.manifest)
    pairs = [(name, ours.get(name), theirs.get(name)) for name in decisive]
    pairs += [(f"the manifest's {name}", mine[name], its[name]) for name in _THE_SAME]
    differ = [f"{name} is {_said(a)} and {_said(b)}" for name, a, b in pairs if a != b]
    if differ:
        raise InvalidRequest(
            f"{first.run.path} and {other.run.path} are not parts of one run: "
            f"{'; '.join(differ[:5])}. Merge only runs of the same configuration and model."
        )


def _table(config: RunConfig) -> Mapping[str, Any]:
    return config.model_dump(exclude_none=True)


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """The values of tables in tables, by their whole names."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = value
    return found


def _said(value: object) -> str:
    return "not set" if value is None else repr(value)[:200]


def _answers(run: RunFolder, keys: frozenset[str]) -> dict[str, int]:
    """By key, the number of the line that has its answer: the last one.

    Raises:
        InvalidRequest: There is a sample that is not planned.
    """
    last = {}
    for number, sample in enumerate(read_journal(run.samples)):
        if sample.key not in keys:
            raise InvalidRequest(
                f"{run.samples} holds a sample that is not planned: {sample.key}. It was made by "
                "another version of CodeSteer or its tasks; merge with that one."
            )
        if not sample.error:
            last[sample.key] = number
    return last


def _add_errors(
    merged: RunFolder, errors: Journal, parts: Sequence[_Part], keys: frozenset[str]
) -> int:
    """Take over the tries without an answer, each once; returns how many are new."""
    seen = {_try(sample) for sample in read_journal(merged.errors)}
    added = 0
    for part in parts:
        for path in (part.run.errors, part.run.samples):
            for sample in read_journal(path):
                if sample.error and sample.key in keys and _try(sample) not in seen:
                    errors.append(sample)
                    seen.add(_try(sample))
                    added += 1
    return added


def _try(sample: Sample) -> tuple[str, int, str, float]:
    """What no two tries have in common."""
    return sample.key, sample.attempt, sample.started, sample.seconds


def _manifest(together: Sequence[_Part], planned: int) -> Manifest:
    """What is noted down about the merged run: as of the first, from the earliest on."""
    manifests = [part.manifest for part in together]
    resumed = {str(sorted(each.items())): each for m in manifests for each in m.resumed}
    commits = dict.fromkeys(word for m in manifests for word in m.commit.split())
    return replace(
        manifests[0],
        created=min(m.created for m in manifests),
        samples=planned,
        shard="",
        commit=" ".join(commits),
        resumed=tuple(sorted(resumed.values(), key=lambda each: each.get("at", ""))),
    )


def _missing(
    parts: Sequence[_Part], planned: Sequence[SampleKey], answered: Set[str]
) -> tuple[str, ...]:
    """The shards that none of the runs is, and that were not merged earlier in the whole either.

    Only where the runs are shards of one division.
    """
    shards = {Shard.parse(part.manifest.shard) for part in parts if part.manifest.shard}
    of = {shard.of for shard in shards}
    if len(of) != 1 or any(not part.manifest.shard for part in parts):
        return ()
    (count,) = of
    others = {Shard(number, count) for number in range(1, count + 1)} - shards
    return tuple(
        str(each)
        for each in sorted(others)
        if any(str(key) not in answered for key in each.part(planned))
    )


def _made_with(manifest: Manifest) -> str:
    return f"{manifest.versions.get('codesteer', '?')} {manifest.commit}".rstrip()
