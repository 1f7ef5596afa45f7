"""Makes the guide that settings ask for, in one place for all who need one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from codesteer.errors import BadSetting, ModelError
from codesteer.steering.guide import Guide
from codesteer.steering.guides.fallback import FallbackGuide
from codesteer.steering.guides.model import ModelGuide
from codesteer.steering.guides.profile import load_profile
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.openai_chat import OpenAIChat

__all__ = ["MODEL_DECIDES_WITHIN_S", "open_guide"]

MODEL_DECIDES_WITHIN_S = 10.0
"""Wall-clock seconds a guide that is a model may take; then the rules guide decides."""


@asynccontextmanager
async def open_guide(
    *,
    url: str = "",
    name: str = "",
    api_key: str = "",
    profile: str = "",
    within_s: float = MODEL_DECIDES_WITHIN_S,
    alone: bool = False,
) -> AsyncIterator[Guide]:
    """A guide: the rules, or a model with the rules behind it. Its connections end with the block.

    Args:
        url: OpenAI-compatible endpoint of the model; empty for the rules guide alone.
        name: The model; empty asks the endpoint for its first.
        api_key: Its key; empty for endpoints that want none.
        profile: A shipped profile's name or a TOML file; empty for the default.
        within_s: Wall-clock seconds the model may take for a decision; then the rules decide.
        alone: Whether nothing stands behind the model: where it fails, no other guide decides.

    Raises:
        BadSetting: The profile or the address cannot be used.
    """
    rules = RulesGuide()
    if not url:
        yield rules
        return
    spoken = load_profile(profile)
    try:
        model = OpenAIChat(
            url,
            model=name,
            api_key=api_key,
            timeout_s=within_s,
            settings="CODESTEER_GUIDE",
        )
    except ModelError as error:
        raise BadSetting(f"CODESTEER_GUIDE_URL cannot be used: {error}") from None
    try:
        guide = ModelGuide(model, spoken, count_tokens=model.count_tokens)
        yield guide if alone else FallbackGuide(guide, rules, within_s=within_s)
    finally:
        await model.close()
