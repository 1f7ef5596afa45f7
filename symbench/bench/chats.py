"""The models of a run, as its configuration and the settings of a process name them."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from codesteer.settings import Settings
from codesteer.steering.chat import ReplyOptions
from codesteer.steering.methods.method import MethodOptions
from codesteer.steering.openai_chat import OpenAIChat
from codesteer.symbench.bench.cache import ReplyCache
from codesteer.symbench.bench.config import Endpoint, RunConfig
from codesteer.symbench.bench.episode import Setting
from codesteer.symbench.bench.metering import Prices, Source

__all__ = ["Chats", "open_chats", "setting_of", "shown"]

_PATIENCE_S = 60.0
"""What each try of a request may wait for the next, beside its own time."""


@dataclass(frozen=True, slots=True)
class Chats:
    """The model that is measured, and the second one if there is one."""

    task: OpenAIChat
    helper: OpenAIChat | None


async def open_chats(config: RunConfig, settings: Settings, stack: AsyncExitStack) -> Chats:
    """The models, their names known; closed with the stack.

    Raises:
        ModelError: One is out of reach.
    """
    chats = []
    for part, url, key, prefix in (
        (config.model, settings.model_url, settings.model_api_key, "CODESTEER_MODEL"),
        (config.helper, settings.helper_url, settings.helper_api_key, "CODESTEER_HELPER"),
    ):
        if part is None:
            continue
        retries = config.limits.request_retries
        chat = OpenAIChat(
            # The environment's may hold a password that the configuration may not.
            url if url and shown(url) == part.url else part.url,
            model=part.name,
            api_key=key.get_secret_value(),
            max_tokens=part.max_tokens,
            temperature=part.temperature,
            timeout_s=(retries + 1) * part.timeout_s + retries * _PATIENCE_S,
            try_s=part.timeout_s,
            retries=retries,
            settings=prefix,
        )
        stack.push_async_callback(chat.close)
        if not chat.name:
            chat.name = (await chat.models())[0]
        chats.append(chat)
    return Chats(chats[0], chats[1] if len(chats) > 1 else None)


def setting_of(config: RunConfig, chats: Chats, cache: ReplyCache | None) -> Setting:
    """What all samples of a run have in common."""

    def source(chat: OpenAIChat, part: Endpoint) -> Source:
        usual = ReplyOptions(temperature=part.temperature, max_tokens=part.max_tokens)
        prices = Prices.of(part)
        return Source(model=chat, endpoint=chat.url, usual=usual, prices=prices, cache=cache)

    how = config.method
    helper = None
    if chats.helper is not None and config.helper is not None:
        helper = source(chats.helper, config.helper)
    return Setting(
        task=source(chats.task, config.model),
        helper=helper,
        options=MethodOptions(
            max_turns=how.max_turns,
            max_runs=how.max_runs,
            context=how.context,
            run_timeout_s=how.run_timeout_s,
        ),
        guide_prices=Prices.of(config.guide),
    )


def shown(url: str) -> str:
    """An address without what may be secret in it."""
    return OpenAIChat(url).url
