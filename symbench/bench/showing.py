"""Shows a run, or one of its samples, on the console."""

from typing import Any

from rich.console import Console

from codesteer.errors import InvalidRequest
from codesteer.steering.episodes.page import CLIPPED_LINES, Page
from codesteer.steering.episodes.showing import show_episode
from codesteer.symbench.bench.journal import read_journal
from codesteer.symbench.bench.progress import in_words
from codesteer.symbench.bench.recorded import recorded
from codesteer.symbench.bench.run_folder import RunFolder
from codesteer.symbench.bench.sample import Sample, SampleKey, sample_line
from codesteer.symbench.bench.tally import Tally

__all__ = ["run_as_json", "sample_of", "show_run", "show_sample"]

_MOST_ERRORS = 10


def run_as_json(run: RunFolder) -> dict[str, Any]:
    """A run for scripts.

    Raises:
        InvalidRequest: It cannot be read.
    """
    manifest = run.manifest()
    tally = Tally.read(run, manifest.samples)
    return {
        "folder": str(run.path),
        "name": manifest.name,
        "created": manifest.created,
        "model": manifest.model,
        "sampling": dict(manifest.sampling),
        "versions": dict(manifest.versions),
        "commit": manifest.commit,
        **tally.as_json(),
        "open_errors": tally.open_errors,
    }


def show_run(run: RunFolder) -> None:
    """Print what a run is and how far.

    Raises:
        InvalidRequest: It cannot be read.
    """
    manifest = run.manifest()
    tally = Tally.read(run, manifest.samples)
    page = _page(full=False)
    page.line(manifest.name, style="bold")
    page.line(f"in {run.path}, begun {manifest.created}")
    sampling = ", ".join(f"{name} {value}" for name, value in manifest.sampling.items())
    page.line(f"model {manifest.model}, {sampling}; guide {manifest.guide}")
    page.line(f"codesteer {manifest.versions.get('codesteer', '?')} {manifest.commit}".rstrip())
    page.line(in_words(tally))
    for method, (right, of) in tally.by_method().items():
        page.line(f"  {method:<20} {right:>6,} of {of:,} right, {right / of:.1%}")
    for key, error in list(tally.open_errors.items())[:_MOST_ERRORS]:
        page.line(f"  {key}: {page.brief(error)}")


def sample_of(run: RunFolder, key: str) -> tuple[Sample, str]:
    """A sample of a run, and its line; its latest error where it has no answer.

    Raises:
        InvalidRequest: The run has no such sample, or not yet.
    """
    wanted = str(SampleKey.parse(key))
    for path in (run.samples, run.errors):
        found = None
        for sample in read_journal(path):
            if sample.key == wanted:
                found = sample
        if found is not None:
            return found, sample_line(found).decode("utf-8")
    raise InvalidRequest(
        f"{run.path} has no sample {wanted} yet. Its samples.jsonl names those it has."
    )


def show_sample(sample: Sample, *, full: bool) -> None:
    """Print a sample's episode, its grade, and what it took.

    Args:
        sample: The sample.
        full: Show long texts whole.
    """
    page = _page(full)
    page.line(sample.key, style="bold")
    show_episode(page, recorded(sample))
    page.heading("grade")
    if sample.error:
        page.line(f"no answer (try {sample.attempt}): {sample.error}")
    else:
        page.line(f"{'right' if sample.correct else 'wrong'}: {sample.reason}")
    tokens = ", ".join(
        f"{role} {each.requests} calls, {each.prompt_tokens:,} + {each.completion_tokens:,} tokens"
        for role, each in sample.tokens.items()
    )
    page.line(f"{sample.seconds:.1f} s, {sample.model_seconds:.1f} s of it models; {tokens}")


def _page(full: bool) -> Page:
    return Page(Console(highlight=False), lines=None if full else CLIPPED_LINES)
