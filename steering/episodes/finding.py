"""Finds the session somebody means: its id, the beginning of it, or the newest."""

from difflib import get_close_matches

from codesteer.errors import InvalidRequest, UnknownSession
from codesteer.steering.episodes.texts import counted, first_words
from codesteer.steering.store import FileEpisodeStore

__all__ = ["find_session", "how_to_make_one"]

_LAST = "last"
_NAMED = 4


def find_session(store: FileEpisodeStore, wanted: str) -> str:
    """The id of the session that is meant.

    Args:
        store: Where it is kept.
        wanted: A whole id, a beginning that only one has, or "last" for the newest.

    Raises:
        UnknownSession: None has such an id; the message names those that are near.
        InvalidRequest: Several have it.
    """
    sessions = [each.session_id for each in store.opened()]
    if wanted in sessions:
        return wanted
    if not sessions:
        raise UnknownSession(how_to_make_one(store))
    if wanted == _LAST:
        return sessions[0]
    meant = [session for session in sessions if wanted and session.startswith(wanted)]
    if len(meant) == 1:
        return meant[0]
    shown = first_words(wanted, 80)
    if meant:
        more = f" and {counted(len(meant) - _NAMED, 'other')}" if len(meant) > _NAMED else ""
        raise InvalidRequest(
            f"{counted(len(meant), 'session')} begin with {shown!r}: "
            f"{', '.join(meant[:_NAMED])}{more}. Give more of the id."
        )
    near = _near(wanted, sessions)
    hint = f" Near it: {', '.join(near)}." if near else ""
    raise UnknownSession(
        f"There is no session {shown!r}.{hint} See them with `codesteer episodes list`; `last` is "
        "the newest."
    )


def how_to_make_one(store: FileEpisodeStore) -> str:
    """What to tell somebody who has no episodes yet."""
    return (
        f"There are no episodes in {store.directory} yet. Each question that a model is steered "
        "through is recorded as one: add the server to a client, as `codesteer install --help` "
        "says, and ask it something; or name another home with --home."
    )


def _near(wanted: str, sessions: list[str]) -> list[str]:
    """Ids that look like a mistyped one, or begin like a mistyped beginning."""
    wanted = wanted[:80]
    whole = get_close_matches(wanted, sessions, n=_NAMED, cutoff=0.8)
    if whole:
        return whole
    beginnings: dict[str, str] = {}
    for session in sessions:
        beginnings.setdefault(session[: len(wanted)], session)
    close = get_close_matches(wanted, beginnings, n=_NAMED, cutoff=0.75)
    return [beginnings[beginning] for beginning in close]
