"""A model of Inspect AI as the model that a method of CodeSteer asks."""

import json
from collections.abc import Sequence
from typing import Any

from codesteer.steering.chat import AS_USUAL, Message, Reply, ReplyOptions, ToolCall

try:
    from inspect_ai import model as inspect_model
    from inspect_ai import tool as inspect_tool
except ImportError as error:
    raise ImportError(
        "CodeSteer in Inspect AI needs it: pip install 'codesteer[inspect]'"
    ) from error

__all__ = ["InspectChat"]


class InspectChat:
    """`ChatModel` on a model of Inspect AI, which logs, counts, limits and caches every request.

    Its failures are raised as they are: Inspect tells an error from a wrong answer by them.
    """

    def __init__(self, model: inspect_model.Model) -> None:
        self.name = str(model)
        self._model = model

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Answer; see `ChatModel.reply`."""
        output = await self._model.generate(
            [_asked(message) for message in messages],
            tools=[_offered(offer) for offer in options.tools],
            config=_config(options),
        )
        usage = output.usage
        return Reply(
            text=output.completion,
            tool_calls=tuple(
                ToolCall(id=call.id, name=call.function, arguments=json.dumps(call.arguments))
                for call in output.message.tool_calls or ()
            ),
            prompt_tokens=usage.input_tokens if usage else 0,
            completion_tokens=usage.output_tokens if usage else 0,
        )


def _asked(message: Message) -> inspect_model.ChatMessage:
    match message.role:
        case "system":
            return inspect_model.ChatMessageSystem(content=message.content)
        case "user":
            return inspect_model.ChatMessageUser(content=message.content)
        case "tool":
            return inspect_model.ChatMessageTool(
                content=message.content, tool_call_id=message.tool_call_id
            )
    calls = [_called(call) for call in message.tool_calls]
    return inspect_model.ChatMessageAssistant(content=message.content, tool_calls=calls or None)


def _called(call: ToolCall) -> inspect_tool.ToolCall:
    """A call that the model wanted made: its arguments are an object again, or nothing."""
    try:
        arguments: Any = json.loads(call.arguments)
    except ValueError:
        arguments = None
    known = arguments if isinstance(arguments, dict) else {}
    return inspect_tool.ToolCall(id=call.id, function=call.name, arguments=known)


def _offered(offer: Any) -> inspect_tool.ToolInfo:
    parameters = inspect_tool.ToolParams.model_validate(dict(offer.parameters))
    return inspect_tool.ToolInfo(
        name=offer.name, description=offer.description, parameters=parameters
    )


def _config(options: ReplyOptions) -> inspect_model.GenerateConfig:
    """What the method asks for; the rest is as the evaluation set it."""
    schema = options.schema and inspect_model.ResponseSchema.model_validate(
        {"name": "reply", "json_schema": dict(options.schema)}
    )
    return inspect_model.GenerateConfig(
        temperature=options.temperature, max_tokens=options.max_tokens, response_schema=schema
    )
