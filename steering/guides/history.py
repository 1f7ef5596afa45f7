"""Tells a guide model an episode, within its budget: what is oldest loses its detail first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from codesteer.steering.chat import Message
from codesteer.steering.guides.control import said
from codesteer.steering.guides.meaning import possible
from codesteer.steering.guides.profile import Profile
from codesteer.steering.guides.tokens import MOST_CHARS_A_TOKEN, estimated_tokens
from codesteer.steering.reading import Reading, read_turn
from codesteer.steering.trajectory import Trajectory, Turn

__all__ = ["far_too_long", "fits", "messages_for", "size", "whole_messages"]

_PER_MESSAGE = 8
"""Tokens that a chat template puts around a message."""
_PER_CHAT = 48
"""Tokens that it puts around everything: some begin with a system message of their own."""
_CORRECTION = 96
"""Tokens kept free for a correction."""
_REMARK_CHARS = 400
_BRIEFLY = 120
_SAID_BRIEFLY = 160
_LEFT_OUT = "(left out)"

_Detail: TypeAlias = Literal["all", "no output", "no answer", "nothing"]
_FEWER: tuple[_Detail, ...] = ("no output", "no answer", "nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """How much is shown of an episode.

    Attributes:
        details: Of each turn before the latest, oldest first.
        output: Characters of the latest turn's output; None for as many as the profile shows.
        response: Characters of the latest turn's answer; None for all.
        briefly: Whether remarks and guidance are cut short.
        question: Characters of the question; None for all.
    """

    details: tuple[_Detail, ...]
    output: int | None = None
    response: int | None = None
    briefly: bool = False
    question: int | None = None


def messages_for(
    trajectory: Trajectory, profile: Profile, count: Callable[[str], int] = estimated_tokens
) -> tuple[Message, ...]:
    """The conversation in which a guide model decides, rebuilt from the trajectory alone.

    While it is longer than the profile's budget, it loses detail: old outputs, then old answers,
    then old turns with their guidance, oldest first; then the middle of the latest output and of
    the latest answer. The question is whole as long as anything else is left to cut.

    Args:
        trajectory: An episode in which the guide has the next word, or has had it.
        profile: How the model is spoken to.
        count: How many tokens a text is to the model.
    """
    return _Teller(trajectory, profile, count).told()


def whole_messages(trajectory: Trajectory, profile: Profile) -> tuple[Message, ...]:
    """The same conversation with every detail, however long."""
    return _Teller(trajectory, profile, estimated_tokens).whole()


def fits(
    messages: tuple[Message, ...],
    profile: Profile,
    count: Callable[[str], int] = estimated_tokens,
) -> bool:
    """Whether a conversation leaves room for a reply and a correction."""
    if any(far_too_long(message.content, profile) for message in messages):
        return False
    return size(messages, count) <= profile.budget.prompt_tokens - _CORRECTION


def far_too_long(text: str, profile: Profile) -> bool:
    """Whether a text is so long that its tokens need not be counted to see that it cannot fit."""
    return len(text) > MOST_CHARS_A_TOKEN * profile.budget.context_tokens


def size(messages: tuple[Message, ...], count: Callable[[str], int] = estimated_tokens) -> int:
    """Tokens of a conversation with what a chat template adds."""
    return _PER_CHAT + sum(_PER_MESSAGE + count(message.content) for message in messages)


class _Teller:
    """Tells one episode in more or less detail."""

    def __init__(
        self, trajectory: Trajectory, profile: Profile, count: Callable[[str], int]
    ) -> None:
        self._trajectory = trajectory
        self._profile = profile
        self._counts: dict[str, int] = {}
        self._count = count
        brackets = "<<<" in trajectory.question
        self._turns = [
            (turn, read_turn(trajectory, turn, brackets=brackets))
            for turn in trajectory.turns
            if turn.answer is not None
        ]

    def whole(self) -> tuple[Message, ...]:
        return self._messages(_Shown(details=self._all()))

    def told(self) -> tuple[Message, ...]:
        shown = _Shown(details=self._all())
        messages = self._messages(shown)
        if self._fits(messages):
            return messages
        for detail in _FEWER:
            for i in range(len(shown.details)):
                fewer = (*shown.details[:i], detail, *shown.details[i + 1 :])
                shown = replace(shown, details=fewer)
                messages = self._messages(shown)
                if self._fits(messages):
                    return messages
        return self._messages(self._cut(shown))

    def _all(self) -> tuple[_Detail, ...]:
        return tuple("all" for _ in self._turns[:-1])

    def _cut(self, shown: _Shown) -> _Shown:
        """The latest turn, and at last the question, cut so that all fits."""
        least = replace(shown, output=0, briefly=True, response=0)
        answer = self._turns[-1][0].answer or "" if self._turns else ""
        output_chars = self._profile.budget.output_chars
        ways: tuple[tuple[int, Callable[[int], _Shown]], ...] = (
            (output_chars, lambda chars: replace(shown, output=chars)),
            (len(answer), lambda chars: replace(shown, output=0, response=chars)),
            (len(answer), lambda chars: replace(least, response=chars)),
        )
        for most, way in ways:
            if self._fits(self._messages(way(0))):
                return self._most(most, way)
        return self._most(
            len(self._trajectory.question), lambda chars: replace(least, question=chars)
        )

    def _most(self, most: int, shown: Callable[[int], _Shown]) -> _Shown:
        """As much as fits, by bisection."""
        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            if self._fits(self._messages(shown(middle))):
                low = middle
            else:
                high = middle - 1
        return shown(low)

    def _fits(self, messages: tuple[Message, ...]) -> bool:
        return fits(messages, self._profile, self._counted)

    def _counted(self, text: str) -> int:
        if text not in self._counts:
            self._counts[text] = self._count(text)
        return self._counts[text]

    def _messages(self, shown: _Shown) -> tuple[Message, ...]:
        templates = self._profile.templates
        max_turns = str(self._trajectory.max_turns)
        system = templates.system.filled({"max_turns": max_turns})
        question = _middle_out(self._trajectory.question, shown.question)
        first = templates.first.filled(
            {"question": question, "max_turns": max_turns, "choices": self._choices(0, 0)}
        )
        messages = [Message("system", system)] if system else []
        messages.append(Message("user", first))
        details: tuple[_Detail, ...] = (*shown.details, "all")
        for index in range(len(self._turns)):
            if details[index] != "nothing":
                messages += self._turn(index, details[index], shown)
        return tuple(messages)

    def _turn(self, index: int, detail: _Detail, shown: _Shown) -> list[Message]:
        turn, reading = self._turns[index]
        latest = index == len(self._turns) - 1
        guided = said(turn.guidance, self._profile)
        if shown.briefly:
            guided = _middle_out(guided, _SAID_BRIEFLY)
        left = str(max(0, self._trajectory.max_turns - turn.number))
        checks = self._checks(turn, briefly=shown.briefly)
        asked = turn.verify is not None and bool(turn.checks) and self._profile.check == "asked"
        response = turn.answer or ""
        if detail == "no answer":
            response = _LEFT_OUT
        elif latest:
            response = _middle_out(response, shown.response)
        values = {
            "response": response,
            "execution": self._execution(turn, detail, shown.output if latest else None),
            "complexity": self._complexity(turn),
            "finding": self._finding(reading, briefly=shown.briefly),
            "check": "" if asked else checks,
            "turn": str(turn.number),
            "turns_left": left,
            "choices": self._choices(index + 1, 0 if asked else len(turn.checks)),
        }
        messages = [
            Message("assistant", guided),
            Message("user", self._profile.templates.turn.filled(values)),
        ]
        if asked and turn.verify is not None:
            wanted = said(turn.verify, self._profile)
            if shown.briefly:
                wanted = _middle_out(wanted, _SAID_BRIEFLY)
            told = {
                "check": checks,
                "turn": str(turn.number),
                "turns_left": left,
                "choices": self._choices(index + 1, len(turn.checks)),
            }
            messages += [
                Message("assistant", wanted),
                Message("user", self._profile.templates.checked.filled(told)),
            ]
        return messages

    def _choices(self, turns: int, checks: int) -> str:
        """What the guide may choose after so many turns, as words."""
        readings = [reading for _, reading in self._turns[:turns]]
        *most, last = possible(self._trajectory, readings, checks)
        return f"{', '.join(most)} or {last}" if most else last

    def _execution(self, turn: Turn, detail: _Detail, chars: int | None) -> str:
        run = turn.last_run
        if run is None:
            return ""
        execution = run.execution
        parts = (execution.output.strip(), execution.error.strip(), execution.note.strip())
        output = "\n".join(part for part in parts if part) or "(nothing)"
        most = self._profile.budget.output_chars
        output = _LEFT_OUT if detail != "all" else _middle_out(output, min(most, chars or most))
        if chars == 0:
            output = _LEFT_OUT
        values = {"status": execution.status, "output": output}
        return self._profile.templates.execution.filled(values)

    def _complexity(self, turn: Turn) -> str:
        report = turn.report
        if report is None or not report.parsed:
            return ""
        remarks = self._profile.remarks
        said_too = remarks.too_simple * report.too_simple + remarks.literal * report.literal_output
        values = {
            "score": f"{report.score:g}",
            "does": ", ".join(report.does) or "nothing of note",
            "remarks": said_too,
        }
        return self._profile.templates.complexity.filled(values)

    def _finding(self, reading: Reading, *, briefly: bool) -> str:
        if reading.finding is None:
            return ""
        chars = _BRIEFLY if briefly else _REMARK_CHARS
        text = _middle_out(reading.finding.text, chars)
        return self._profile.templates.finding.filled({"finding": text})

    def _checks(self, turn: Turn, *, briefly: bool) -> str:
        chars = _BRIEFLY if briefly else _REMARK_CHARS
        checks = turn.checks[-1:] if briefly else turn.checks[-3:]
        return "".join(
            self._profile.templates.check.filled(
                {
                    "verdict": check.verdict,
                    "reason": _middle_out(
                        f"{check.reason}; {check.objection}" if check.objection else check.reason,
                        chars,
                    ),
                }
            )
            for check in checks
        )


def _middle_out(text: str, chars: int | None) -> str:
    """A text with so many characters of its two ends, and a mark between them."""
    if chars is None or len(text) <= chars:
        return text
    head = (2 * chars + 2) // 3
    tail = chars - head
    mark = f"\n[... {len(text) - chars} characters left out ...]\n"
    return f"{text[:head]}{mark}{text[len(text) - tail :] if tail else ''}"
