"""Steering's tools and the grader, over an MCP client session."""

import re
from typing import Any, Protocol

from codesteer.errors import CodeSteerError
from codesteer.steering.checkers.self_answer import AnswerCheck
from codesteer.steering.episode import Directive
from codesteer.steering.executor import Execution
from codesteer.steering.steerer import Checked, Ran, Steered
from codesteer.steering.trajectory import CodeRun
from codesteer.symbench.task import Verdict

__all__ = ["McpTools", "ServerLost", "ToolCaller", "ToolRefused"]

_STATUS = re.compile(r"^status: \w+ \((?P<seconds>\d+\.\d+) s\)$", re.MULTILINE)


class ToolRefused(CodeSteerError):
    """The server answered a call with an error; its text says what to do."""


class ServerLost(CodeSteerError):
    """The server has ended, or does not answer."""


class ToolCaller(Protocol):
    """The part of an MCP client that is needed here."""

    async def call_tool(self, name: str, arguments: dict[str, Any]) -> Any:
        """Call a tool; the result has `is_error`, `content`, `structured_content` and `meta`."""
        ...


class McpTools:
    """`Tools` on a server that may be anywhere."""

    def __init__(self, client: ToolCaller) -> None:
        self._client = client

    async def steer(self, *, question: str = "", session_id: str = "", answer: str = "") -> Steered:
        """See `Tools.steer`."""
        arguments = {"question": question, "session_id": session_id, "answer": answer}
        return _steered((await self._call("steer", arguments)).structured_content)

    async def run_code(self, *, code: str, session_id: str = "", timeout_s: float = 30.0) -> Ran:
        """See `Tools.run_code`."""
        arguments = {"code": code, "session_id": session_id, "timeout_s": timeout_s}
        called = await self._call("run_code", arguments)
        meta = called.meta["codesteer/run"]
        return _ran(meta["session_id"], meta["status"], called.content[0].text)

    async def check_answer(self, *, session_id: str, program: str, answer: str = "") -> Checked:
        """See `Tools.check_answer`."""
        arguments = {"session_id": session_id, "program": program, "answer": answer}
        out = (await self._call("check_answer", arguments)).structured_content
        check = AnswerCheck(verdict=out["verdict"], reason=out["verdict_reason"], program=program)
        return Checked(check=check, steered=_steered(out))

    async def reset(self, session_id: str) -> None:
        """See `Tools.reset`."""
        await self._call("run_code", {"session_id": session_id, "action": "reset"})

    async def prompt(self, instance_id: str) -> str:
        """The prompt of a SymBench instance."""
        called = await self._call("symbench_task", {"task": instance_id})
        return str(called.structured_content["prompt"])

    async def grade(self, instance_id: str, answer: str) -> Verdict:
        """The grade of an answer; an empty one is wrong without asking."""
        if not answer.strip():
            return Verdict(False, "There is no answer.")
        called = await self._call("symbench_task", {"task": instance_id, "answer": answer})
        out = called.structured_content
        return Verdict(bool(out["correct"]), out["reason"])

    async def _call(self, name: str, arguments: dict[str, Any]) -> Any:
        try:
            called = await self._client.call_tool(name, arguments)
        except Exception as error:  # Of whichever client it is: all say that nothing came back.
            raise ServerLost(
                f"The server gave no answer to {name}: {error}. Start it anew, or give the client "
                "more time; what it has recorded is kept in its home."
            ) from error
        if called.is_error:
            raise ToolRefused("".join(block.text for block in called.content))
        return called


def _ran(session_id: str, status: Any, text: str) -> Ran:
    """What the text of a run says: `run_code` has no structure, so that pictures are seen."""
    head = _STATUS.search(text)
    if head is None:
        return Ran(session_id=session_id, execution=Execution(status=status, output=text))
    notices = tuple(
        line.removeprefix("notice: ")
        for line in text[: head.start()].splitlines()
        if line.startswith("notice: ")
    )
    rest, note, error = text[head.end() :], "", ""
    if rest.startswith("\nnote: "):
        note, line_end, rest = rest.removeprefix("\nnote: ").partition("\n")
        rest = line_end + rest
    if status == "error":
        rest, _, error = rest.rpartition("\nerror:\n")
    output = rest.removeprefix("\noutput:\n") if rest.startswith("\noutput:\n") else ""
    execution = Execution(
        status=status,
        output=output,
        error=error,
        duration_s=float(head["seconds"]),
        variables_kept=status != "dead",
        note=note,
    )
    return Ran(session_id=session_id, execution=execution, notices=notices)


def _steered(out: dict[str, Any]) -> Steered:
    directive = Directive(
        action=out["action"],
        guidance=out["guidance"],
        reason=out["reason"],
        turn=out["turn"],
        turns_left=out["turns_left"],
        to_check=out["to_check"],
        final_answer=out["final_answer"],
    )
    run = out.get("execution")
    return Steered(
        session_id=out["session_id"],
        directive=directive,
        run=run and CodeRun(turn=out["turn"], origin="answer", code="", execution=Execution(**run)),
        notices=tuple(out["notices"]),
    )
