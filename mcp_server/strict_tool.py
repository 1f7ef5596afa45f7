"""A tool that refuses unknown arguments and whose errors are one clear sentence."""

import difflib
from typing import Any

from mcp.server.mcpserver.context import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool
from pydantic import ValidationError

from codesteer.errors import CodeSteerError

__all__ = ["StrictTool"]


class StrictTool(Tool):
    """A tool of the SDK with the argument rules and error texts of CodeSteer.

    The SDK ignores unknown arguments, so a misspelt `session_id` would open a new session, and it
    shows pydantic's own text, which repeats the rejected value.
    """

    @classmethod
    def from_function(cls, *args: Any, **kwargs: Any) -> "StrictTool":
        """Make a tool from an async function; arguments as in `Tool.from_function`."""
        tool = super().from_function(*args, **kwargs)
        model = tool.fn_metadata.arg_model
        model.model_config = {**model.model_config, "extra": "forbid"}
        model.model_rebuild(force=True)
        tool.parameters = model.model_json_schema(by_alias=True)
        assert isinstance(tool, StrictTool)  # noqa: S101 - from_function builds cls
        return tool

    async def run(
        self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False
    ) -> Any:
        """Run the tool.

        Raises:
            ToolError: With a message for the model, whatever went wrong.
        """
        try:
            return await super().run(self._as_meant(arguments), context, convert_result)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                raise ToolError(self._explain(cause)) from cause
            if isinstance(cause, CodeSteerError):
                raise ToolError(str(cause)) from cause
            if isinstance(error, UnexpectedToolError):
                raise UnexpectedToolError(
                    f"{self.name} failed inside CodeSteer. What it had recorded by then is kept. "
                    "Try the same call once more; the server's log says what happened."
                ) from cause
            raise

    def _as_meant(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Arguments without what clients add: null for what is not given, space around a handle."""
        known = self.parameters.get("properties", {})
        meant = {
            name: value
            for name, value in arguments.items()
            if value is not None or name not in known
        }
        if isinstance(meant.get("session_id"), str):
            meant["session_id"] = meant["session_id"].strip()
        return meant

    def _explain(self, error: ValidationError) -> str:
        return " ".join(dict.fromkeys(self._sentence(dict(e)) for e in error.errors()[:3]))

    def _sentence(self, error: dict[str, Any]) -> str:
        name = ".".join(map(str, error["loc"])) or "arguments"
        known = list(self.parameters.get("properties", {}))
        limits = error.get("ctx", {})
        match error["type"]:
            case "extra_forbidden":
                near = difflib.get_close_matches(name, known, n=1)
                meant = f" Did you mean `{near[0]}`?" if near else ""
                return (
                    f"{self.name} has no argument `{name[:60]}`.{meant} "
                    f"It takes: {', '.join(known)}."
                )
            case "missing":
                return f"`{name}` is missing; {self.name} needs it."
            case "string_too_long":
                return (
                    f"`{name}` has {len(error['input']):,} characters; at most "
                    f"{limits['max_length']:,} are taken. Send a shorter one."
                )
            case "string_type":
                return f"`{name}` must be text: put the value in quotes."
            case "literal_error":
                return f"`{name}` must be one of {limits['expected']}."
            case "greater_than":
                return f"`{name}` is too small; it must be more than {_number(limits['gt'])}."
            case "greater_than_equal":
                return f"`{name}` is too small; the smallest value is {_number(limits['ge'])}."
            case "less_than":
                return f"`{name}` is too large; it must be less than {_number(limits['lt'])}."
            case "less_than_equal":
                return f"`{name}` is too large; the largest value is {_number(limits['le'])}."
            case "int_parsing" | "int_type" | "int_from_float":
                return f"`{name}` must be a whole number."
            case "float_parsing" | "float_type" | "finite_number":
                return f"`{name}` must be a number."
        return f"`{name}` is not valid: {error['msg'][:200]}."


def _number(bound: float) -> str:
    return str(int(bound)) if bound == int(bound) else str(bound)
