"""Code interpreter: the model has a tool that runs Python and decides itself when to use it.

It ends with the first answer that calls nothing. A model that writes a program into that answer
instead of calling the tool has it run once, and what it prints is the answer.

Source: CodeSteer (arXiv 2502.04350), section 5, a baseline; the loop is ours.
"""

import json
from collections.abc import AsyncGenerator

from codesteer.steering.chat import AS_USUAL, Message, Reply, ReplyOptions, ToolCall, ToolOffer
from codesteer.steering.methods.asking import SILENCE, messages_for
from codesteer.steering.methods.method import Case, Method, Replied, Step
from codesteer.steering.methods.outcome import told
from codesteer.steering.methods.own_tools import own_tools
from codesteer.steering.methods.single_turn import SingleTurn
from codesteer.steering.program import unfenced
from codesteer.steering.steerer import Ran
from codesteer.steering.tools import Tools

__all__ = ["METHOD"]

_NAME = "run_code"
_OFFER = ToolOffer(
    name=_NAME,
    description="Run Python and see what it prints. Variables stay from call to call.",
    parameters={
        "type": "object",
        "properties": {"code": {"type": "string", "description": "Python source."}},
        "required": ["code"],
        "additionalProperties": False,
    },
)
_PROMPT = (
    f"You can run Python with the tool {_NAME}. Use it where it helps; when you are sure, finish "
    "with the answer in the form that the question demands."
)
_SPENT = "Not run: the calls are used up. Give your final answer now, from what you know."


async def _steps(case: Case) -> AsyncGenerator[Step, None]:
    guide = SingleTurn("code_interpreter", "code", _PROMPT)
    async with own_tools(case, guide, max_turns=1) as tools:
        steered = await tools.steer(question=case.question)
        yield steered
        session = steered.session_id
        dialogue = messages_for(case.question, steered.directive.guidance)
        runs_left = case.options.max_runs
        for left in range(case.options.max_runs, -1, -1):
            options = ReplyOptions(tools=(_OFFER,)) if left and runs_left else AS_USUAL
            reply = await case.model.reply(dialogue, options)
            yield Replied(reply)
            if not reply.tool_calls or options is AS_USUAL:
                break
            dialogue += (_called(reply),)
            for call in reply.tool_calls:
                code, advice = _code_of(call)
                if code and runs_left:
                    runs_left -= 1
                    ran = await _run(tools, session, code, case.options.run_timeout_s)
                    yield ran
                    advice = told(ran.execution)
                dialogue += (Message("tool", advice or _SPENT, tool_call_id=call.id),)
        answer = reply.text if reply.text.strip() else SILENCE
        yield await tools.steer(session_id=session, answer=answer)


async def _run(tools: Tools, session_id: str, code: str, timeout_s: float) -> Ran:
    return await tools.run_code(code=code, session_id=session_id, timeout_s=timeout_s)


def _called(reply: Reply) -> Message:
    return Message("assistant", reply.text, tool_calls=reply.tool_calls)


def _code_of(call: ToolCall) -> tuple[str, str]:
    """The code that a call wants run, or else what is wrong with the call."""
    if call.name != _NAME:
        return "", f"There is no tool of this name. The only one is {_NAME}, with code."
    try:
        arguments = json.loads(call.arguments)
    except (ValueError, RecursionError):
        return "", 'The arguments are no JSON. Send an object: {"code": "print(1 + 1)"}'
    code = arguments.get("code") if isinstance(arguments, dict) else None
    if not isinstance(code, str) or not unfenced(code).strip():
        return "", 'There is no code in the arguments. Send an object: {"code": "print(1 + 1)"}'
    return code.encode("utf-8", "replace").decode("utf-8"), ""


METHOD = Method(
    name="code_interpreter", about="decides itself when to call a tool that runs code", steps=_steps
)
