"""Makes a report of runs: the page, and on demand tables and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codesteer.symbench.bench.report.blocks import LONGEST
from codesteer.symbench.bench.report.collecting import collect
from codesteer.symbench.bench.report.figures import require_matplotlib, write_figures
from codesteer.symbench.bench.report.findings import find
from codesteer.symbench.bench.report.page import page
from codesteer.symbench.bench.report.published import read_published
from codesteer.symbench.bench.report.tables import write_tables
from codesteer.symbench.bench.report.writing import write_text

__all__ = ["Made", "make_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was written.

    Attributes:
        page: The page.
        size: Its bytes.
        episodes: How many it holds.
        tables: The CSV files.
        figures: The PNG files.
        synthetic: Whether any of it is made up.
    """

    page: Path
    size: int
    episodes: int
    tables: tuple[Path, ...] = ()
    figures: tuple[Path, ...] = ()
    synthetic: bool = False


def make_report(
    folders: Sequence[Path],
    out: Path,
    *,
    paper: bool = False,
    csv: Path | None = None,
    png: Path | None = None,
    longest: int = LONGEST,
) -> Made:
    """Make a report.

    Args:
        folders: Of the runs.
        out: The page.
        paper: Whether the paper's numbers are shown beside.
        csv: Folder for tables; none without.
        png: Folder for pictures; none without.
        longest: Characters of one text that are kept for reading.

    Raises:
        InvalidRequest: A folder holds no run, nothing has an answer yet, a file cannot be written,
            or pictures are wanted and matplotlib is not installed.
        JournalDamaged: A line of a run cannot be read.
    """
    if png is not None:
        require_matplotlib()
    collected = collect(folders, longest=longest)
    findings = find(collected, read_published() if paper else None)
    size = write_text(out, page(findings))
    return Made(
        page=out,
        size=size,
        episodes=len(collected.rows),
        tables=tuple(write_tables(findings, csv)) if csv is not None else (),
        figures=tuple(write_figures(findings, png)) if png is not None else (),
        synthetic=collected.synthetic,
    )
