"""Makes a guide by its name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from codesteer.errors import InvalidRequest
from codesteer.steering.guide import Guide
from codesteer.steering.guides.rules import RulesGuide

__all__ = ["GUIDES", "open_guide"]

GUIDES = ("rules",)
"""The guides there are."""


@asynccontextmanager
async def open_guide(name: str) -> AsyncIterator[Guide]:
    """A guide, held until the context ends.

    Args:
        name: One of `GUIDES`.

    Raises:
        InvalidRequest: There is none of this name.
    """
    if name not in GUIDES:
        raise InvalidRequest(f"There is no guide {name[:40]!r}. Guides: {', '.join(GUIDES)}.")
    yield RulesGuide()
