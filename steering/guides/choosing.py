"""Which guide: the one that settings ask for, or one by its name."""

from contextlib import AbstractAsyncContextManager

from codesteer.errors import InvalidRequest
from codesteer.settings import Settings
from codesteer.steering.guide import Guide
from codesteer.steering.guides.making import MODEL_DECIDES_WITHIN_S, open_guide

__all__ = ["GUIDES", "guide_named", "guide_of"]

GUIDES = ("rules", "model")
"""The guides there are."""


def guide_of(
    settings: Settings, *, within_s: float = MODEL_DECIDES_WITHIN_S, alone: bool = False
) -> AbstractAsyncContextManager[Guide]:
    """The guide that settings ask for, held until the context ends.

    Args:
        settings: Name the endpoint of a model that guides, or none for the rules.
        within_s: Wall-clock seconds a model may take for a decision.
        alone: Whether the rules do not stand behind a model.
    """
    return open_guide(
        url=settings.guide_url,
        name=settings.guide_name,
        api_key=settings.guide_api_key.get_secret_value(),
        profile=settings.guide_profile,
        within_s=within_s,
        alone=alone,
    )


def guide_named(
    name: str, settings: Settings, *, within_s: float = MODEL_DECIDES_WITHIN_S
) -> AbstractAsyncContextManager[Guide]:
    """A guide by its name, with no other behind it, held until the context ends.

    Args:
        name: One of `GUIDES`.
        settings: Where the model is, for the guide that is one.
        within_s: Wall-clock seconds a model may take for a decision.

    Raises:
        InvalidRequest: There is none of this name, or no endpoint for it.
    """
    if name not in GUIDES:
        raise InvalidRequest(f"There is no guide {name[:40]!r}. Guides: {', '.join(GUIDES)}.")
    if name == "rules":
        return open_guide()
    if not settings.guide_url:
        raise InvalidRequest(
            "There is no model to guide: set CODESTEER_GUIDE_URL to an OpenAI-compatible endpoint."
        )
    return guide_of(settings, within_s=within_s, alone=True)
