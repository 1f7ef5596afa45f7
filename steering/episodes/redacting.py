"""Takes out of an episode what should not leave the machine: keys, and absolute paths."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_plus, urlsplit

from codesteer.steering.store import Recorded
from codesteer.steering.trajectory import fold

__all__ = ["Redactor", "secrets_of"]

_SECRET = "[secret]"  # noqa: S105 - stands in its place
_SHORTEST_SECRET = 6
_ROOTS = (
    "Applications", "Library", "Users", "Volumes", "data", "home", "media", "mnt", "opt", "private",
    "root", "run", "srv", "tmp", "usr", "var",
)  # fmt: skip
_PART = r"[\w.@+~-]+"
_HOMES = re.compile(r"(?<![\w/.:])/(?:home|Users)/[\w.@+-]+|(?<!\w)[A-Za-z]:\\Users\\[^\\\s\"']+")
_WINDOWS = re.compile(
    r"(?<!\w)[A-Za-z]:\\(?:Program Files(?: \(x86\))?|ProgramData|Windows|Python\d+)\\"
    r"(?:[\w .+-]+\\)*"
)


def secrets_of(address: str) -> list[str]:
    """What may be secret in the address of an endpoint, as it is written there and as it is read.

    Args:
        address: The address; what is none has no secrets.
    """
    try:
        parts = urlsplit(address)
        written = [parts.password or "", *re.findall(r"=([^&;]+)", parts.query)]
    except ValueError:
        return []
    if not parts.scheme:
        return []
    return [form for part in written if part for form in (part, unquote(part), unquote_plus(part))]


class Redactor:
    """Changes texts so that they can be shown to anybody.

    A secret becomes "[secret]", a user's home "~", and any other absolute path its last part behind
    ".../". Paths are known by their first part, so that text which only looks like one stays.

    Args:
        secrets: Texts that must not be shown.
        places: Directories of this machine.
    """

    def __init__(self, secrets: Iterable[str] = (), places: Iterable[Path] = ()) -> None:
        hidden = sorted({s for s in secrets if len(s) >= _SHORTEST_SECRET}, key=len, reverse=True)
        self._secrets = tuple(hidden)
        roots = {place.parts[1] for place in places if len(place.parts) > 1} | set(_ROOTS)
        first = "|".join(re.escape(root) for root in sorted(roots))
        self._paths = re.compile(rf"(?<![\w/.:~])/(?:{first})/(?:{_PART}/)*({_PART})?")

    def text(self, text: str) -> str:
        """A text without secrets and absolute paths, that every reader of UTF-8 can read."""
        for secret in self._secrets:
            text = text.replace(secret, _SECRET)
        text = _HOMES.sub("~", text)
        text = _WINDOWS.sub(".../", text)
        text = self._paths.sub(lambda match: f".../{match[1] or ''}", text)
        return text.encode("utf-8", "replace").decode("utf-8")

    def episode(self, recorded: Recorded) -> Recorded:
        """An episode whose every text was changed so."""
        events = tuple(self._changed(event) for event in recorded.events)
        return replace(recorded, events=events, trajectory=fold(events))

    def _changed(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(self._changed(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {
                each.name: self._changed(getattr(value, each.name)) for each in fields(value)
            }
            return replace(value, **changed)
        return value
