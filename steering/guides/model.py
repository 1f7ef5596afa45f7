"""The model guide: a chat model decides, spoken to through a profile.

Stateless: each decision rebuilds the conversation from the trajectory. What is remembered is about
the endpoint alone: whether it takes a schema.

Source: CodeSteer (arXiv 2502.04350), section 4.1; profiles, budget and mending are ours.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from codesteer.errors import ModelRefused, ReplyUnusable
from codesteer.steering.aside import aside
from codesteer.steering.chat import ChatModel, Message, Reply, ReplyOptions
from codesteer.steering.guide import Guidance
from codesteer.steering.guides.control import Choice, decision_schema, read_choice
from codesteer.steering.guides.history import far_too_long, fits, messages_for, whole_messages
from codesteer.steering.guides.meaning import check_first, choices_of, guidance_for
from codesteer.steering.guides.profile import Profile
from codesteer.steering.guides.tokens import estimated_tokens
from codesteer.steering.trajectory import Trajectory

__all__ = ["ModelGuide"]

_REFUSES_SCHEMA = {400, 422}


class ModelGuide:
    """A `Guide` that is a chat model. Stateless as far as episodes go.

    Args:
        model: Decides.
        profile: How it is spoken to.
        count_tokens: Counts a text's tokens as the model does, or gives None; without it they are
            estimated.
    """

    name = "model"

    def __init__(
        self,
        model: ChatModel,
        profile: Profile,
        *,
        count_tokens: Callable[[str], Awaitable[int | None]] | None = None,
    ) -> None:
        self._model = model
        self._profile = profile
        self._count_tokens = count_tokens
        self._takes_schema = profile.form == "json"

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Decide from the trajectory alone; see `Guide.decide`.

        A reply that cannot be used is asked for once more, with what is wrong with it.

        Raises:
            ModelError: The endpoint is out of reach or refuses.
            ReplyUnusable: It said nothing that can be followed, twice.
        """
        if self._profile.check == "always":
            orders = self._profile.orders
            first = await aside(lambda: check_first(trajectory, orders), chars=trajectory.chars)
            if first is not None:
                return first
        messages = await self._messages(trajectory)
        choices = await aside(lambda: choices_of(trajectory), chars=trajectory.chars)
        schema = decision_schema(choices)
        reply = await self._replied(messages, schema)
        try:
            choice = read_choice(reply.text, self._profile)
        except ReplyUnusable as unusable:
            # A model that fails at a schema, say with endless blanks, may do better without one.
            problem, schema = str(unusable), {}
        else:
            try:
                return _with_tokens(await self._meant(choice, trajectory), reply)
            except ReplyUnusable as unusable:
                problem = str(unusable)
        again = await self._replied(_corrected(messages, problem, self._profile), schema)
        both = replace(
            again,
            prompt_tokens=reply.prompt_tokens + again.prompt_tokens,
            completion_tokens=reply.completion_tokens + again.completion_tokens,
        )
        try:
            choice = read_choice(again.text, self._profile)
            return _with_tokens(await self._meant(choice, trajectory), both)
        except ReplyUnusable as unusable:
            raise ReplyUnusable(
                f"The guide model's reply could not be used, twice: {unusable}.",
                prompt_tokens=both.prompt_tokens,
                completion_tokens=both.completion_tokens,
            ) from None

    async def _meant(self, choice: Choice, trajectory: Trajectory) -> Guidance:
        profile = self._profile
        return await aside(
            lambda: guidance_for(choice, trajectory, profile.orders, repeats=profile.repeats),
            chars=trajectory.chars,
        )

    async def _messages(self, trajectory: Trajectory) -> tuple[Message, ...]:
        """The conversation; tokens are counted only where they may be too many."""
        profile = self._profile
        chars = trajectory.chars + len(trajectory.question)
        if self._count_tokens is None:
            return await aside(lambda: messages_for(trajectory, profile), chars=chars)
        whole = await aside(lambda: whole_messages(trajectory, profile), chars=chars)
        if await aside(lambda: fits(whole, profile), chars=chars):
            return whole
        counts: dict[str, int] = {}
        for message in whole:
            if far_too_long(message.content, profile):
                continue
            counted = await self._count_tokens(message.content)
            if counted is None:
                break
            counts[message.content] = counted

        def count(text: str) -> int:
            return counts[text] if text in counts else estimated_tokens(text)

        return await aside(lambda: messages_for(trajectory, profile, count), chars=chars)

    async def _replied(self, messages: tuple[Message, ...], schema: Mapping[str, Any]) -> Reply:
        options = ReplyOptions(
            temperature=self._profile.temperature,
            max_tokens=self._profile.budget.reply_tokens,
        )
        if not (schema and self._takes_schema):
            return await self._model.reply(messages, options)
        try:
            return await self._model.reply(messages, replace(options, schema=schema))
        except ModelRefused as refused:
            if refused.status not in _REFUSES_SCHEMA:
                raise
        reply = await self._model.reply(messages, options)
        self._takes_schema = False  # Only now is it known that the schema was the reason.
        return reply


def _corrected(
    messages: tuple[Message, ...], problem: str, profile: Profile
) -> tuple[Message, ...]:
    """The conversation once more, with what was wrong; the reply itself would only be repeated."""
    correction = profile.templates.correction.filled({"problem": problem})
    last = messages[-1]
    return (*messages[:-1], replace(last, content=f"{last.content}\n\n{correction}"))


def _with_tokens(guidance: Guidance, reply: Reply) -> Guidance:
    return replace(
        guidance,
        prompt_tokens=reply.prompt_tokens,
        completion_tokens=reply.completion_tokens,
    )
