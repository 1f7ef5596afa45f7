"""The list of episodes: what each was about and how it ended, newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from codesteer.errors import EpisodeError, UnknownSession
from codesteer.steering.episodes.texts import first_words, printable
from codesteer.steering.episodes.wording import local_time, outcome_of
from codesteer.steering.store import FileEpisodeStore, Opened
from codesteer.steering.trajectory import SessionOpened

__all__ = ["Listed", "list_episodes", "short_ids", "table"]

_SHORT_ID = 11
_CLIENT = 16
_LEAST_ROOM = 20
_HEADS = ("session", "opened", "guide", "client", "turns", "outcome", "question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An episode in the list.

    Attributes:
        session_id: Names it.
        opened: When, in ISO 8601, UTC.
        guide: The guide it was opened with; empty while it has no question.
        client: Who was steered.
        turns: How many turns it has taken.
        max_turns: How many it may take.
        outcome: "answer", "stop" or "open".
        question: The question.
        torn_bytes: Length of a last line that was never finished.
        damage: Why it cannot be read; empty where it can. Nothing else is known then.
    """

    session_id: str
    opened: str
    guide: str = ""
    client: str = ""
    turns: int = 0
    max_turns: int = 0
    outcome: str = ""
    question: str = ""
    torn_bytes: int = 0
    damage: str = ""

    def as_json(self) -> dict[str, Any]:
        """Its fields, as they are printed for scripts."""
        return asdict(self)


def list_episodes(
    store: FileEpisodeStore, there: Iterable[Opened], *, guide: str = "", outcome: str = ""
) -> Iterator[Listed]:
    """Episodes in the order in which they are given; each is read when it is asked for.

    Args:
        store: Where they are kept.
        there: The episodes.
        guide: Only those of this guide; empty for all.
        outcome: Only those that ended so ("answer", "stop") or did not ("open"); empty for all.
            What cannot be read fits every choice.
    """
    for found in there:
        listed = _listed(store, found.session_id, found.at)
        if listed is None:
            continue
        if listed.damage or (guide in ("", listed.guide) and outcome in ("", listed.outcome)):
            yield listed


def _listed(store: FileEpisodeStore, session_id: str, at: str) -> Listed | None:
    try:
        recorded = store.read(session_id)
    except UnknownSession:  # Deleted since it was found.
        return None
    except EpisodeError as error:
        return Listed(session_id=session_id, opened=at, damage=str(error))
    trajectory = recorded.trajectory
    first = recorded.events[0]
    return Listed(
        session_id=session_id,
        opened=at,
        guide=trajectory.guide,
        client=first.client if isinstance(first, SessionOpened) else "",
        turns=len(trajectory.turns),
        max_turns=trajectory.max_turns,
        outcome=outcome_of(trajectory),
        question=trajectory.question,
        torn_bytes=recorded.torn_bytes,
    )


def short_ids(sessions: Sequence[str]) -> dict[str, str]:
    """The beginning of each id that no other one has; of eleven characters where that will do."""
    ordered = sorted(sessions)
    short: dict[str, str] = {}
    for before, session, behind in zip(["", *ordered], ordered, [*ordered[1:], ""], strict=False):
        shared = max(_shared(before, session), _shared(session, behind))
        short[session] = session[: max(_SHORT_ID, shared + 1)]
    return short


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def table(rows: Sequence[Listed], short: dict[str, str], width: int) -> Iterator[str]:
    """The lines of a list for people.

    Args:
        rows: The episodes.
        short: How each is named.
        width: How many characters a line may have; where they are few, the clients are left out.
            Damage is told on one line however long.
    """
    lines = [_HEADS, *(_cells(row, short[row.session_id]) for row in rows)]
    widths = _widths(lines)
    if _room(widths, width) < _LEAST_ROOM:
        client = _HEADS.index("client")
        lines = [(*line[:client], *line[client + 1 :]) for line in lines]
        widths = _widths(lines)
    room = max(_LEAST_ROOM, _room(widths, width))
    for row, line in zip((None, *rows), lines, strict=True):
        *front, question = line
        if row is not None and row.damage:
            # The outcome and all behind it give way to the reason.
            yield "  ".join((*_padded(front[:2], widths), printable(row.damage)))
        else:
            yield "  ".join((*_padded(front, widths), first_words(question, room))).rstrip()


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    """How wide the columns are, but the last one."""
    return [max(map(len, column)) for column in zip(*lines, strict=True)][:-1]


def _room(widths: Sequence[int], width: int) -> int:
    """How many characters are left for the last column."""
    return width - sum(widths) - 2 * len(widths)


def _padded(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=False)]


def _cells(row: Listed, name: str) -> tuple[str, ...]:
    torn = f"[last line torn, {row.torn_bytes} bytes] " if row.torn_bytes else ""
    turns = f"{row.turns}/{row.max_turns}" if row.question else "-"
    return (
        name,
        printable(local_time(row.opened)),
        first_words(row.guide, _CLIENT) or "-",
        first_words(row.client, _CLIENT) or "-",
        turns,
        row.outcome,
        f"{torn}{row.question or '(no question: it has only run code)'}",
    )
