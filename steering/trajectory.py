"""The one record of an episode: events, appended and never changed, and what they add up to.

An event is one line of the episode's file. A `Trajectory` is what a reader makes of the events so
far; `Trajectory.after` is the only place where an event is given meaning.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from codesteer.steering.checkers.symbolic import SymbolicReport
from codesteer.steering.executor import Execution

__all__ = [
    "BOTH_CHECKERS",
    "SCHEMA_VERSION",
    "Action",
    "AnswerChecked",
    "AnswerGiven",
    "Checker",
    "CodeRun",
    "Event",
    "GuidanceGiven",
    "KernelLost",
    "Noticed",
    "ProgramRead",
    "QuestionAsked",
    "SessionOpened",
    "Trajectory",
    "Turn",
    "VerdictKind",
    "fold",
]

SCHEMA_VERSION = 1

Action: TypeAlias = Literal["code", "text", "verify", "answer", "stop"]
VerdictKind: TypeAlias = Literal["correct", "incorrect", "unknown"]
Checker: TypeAlias = Literal["symbolic", "self_answer"]

BOTH_CHECKERS: tuple[Checker, ...] = ("symbolic", "self_answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """The first event of every file."""

    kind: Literal["session"] = "session"
    schema: int = SCHEMA_VERSION
    session_id: str
    codesteer: str
    client: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """The episode's question, its guide, how many answers it may take, and what reads them."""

    kind: Literal["question"] = "question"
    question: str
    guide: str
    max_turns: int
    checkers: tuple[Checker, ...] = BOTH_CHECKERS


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceGiven:
    """What the guide said. Actions "answer" and "stop" end the episode.

    Attributes:
        turn: The turn it opens, or with "verify" the turn it belongs to.
        action: What the task model is to do.
        guidance: The order, as the task model reads it.
        reason: Why, in a sentence, for people and for training.
        guide: Which guide decided.
        answer: With "verify" the answer to check, with "answer" and "stop" the final one.
        seconds: How long the decision took.
        fallback: Why another guide than the episode's decided; empty where that one did.
        prompt_tokens: Tokens that a guide which is a model read; 0 for one that is none.
        completion_tokens: Tokens that it wrote.
    """

    kind: Literal["guidance"] = "guidance"
    turn: int
    action: Action
    guidance: str
    reason: str
    guide: str
    answer: str = ""
    seconds: float = 0.0
    fallback: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven:
    """The task model's answer of a turn; a second one in the same turn replaces the first."""

    kind: Literal["answer"] = "answer"
    turn: int
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRun:
    """Code that was run: the program of an answer, or a call of its own."""

    kind: Literal["execution"] = "execution"
    turn: int
    origin: Literal["answer", "run_code"]
    code: str
    execution: Execution


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRead:
    """What the symbolic checker saw in the program of an answer."""

    kind: Literal["symbolic"] = "symbolic"
    turn: int
    report: SymbolicReport


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChecked:
    """What a checking program said of an answer; see `AnswerCheck` for the parts."""

    kind: Literal["check"] = "check"
    turn: int
    answer: str
    program: str
    verdict: VerdictKind
    reason: str
    objection: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelLost:
    """The session's kernel is gone, and its variables with it."""

    kind: Literal["kernel_lost"] = "kernel_lost"
    kernel: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Something about the record itself that a reader should know."""

    kind: Literal["notice"] = "notice"
    text: str


Event: TypeAlias = (
    SessionOpened
    | QuestionAsked
    | GuidanceGiven
    | AnswerGiven
    | CodeRun
    | ProgramRead
    | AnswerChecked
    | KernelLost
    | Noticed
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One round: guidance, the task model's answer, what became of it."""

    number: int
    guidance: GuidanceGiven
    answer: str | None = None
    runs: tuple[CodeRun, ...] = ()
    report: SymbolicReport | None = None
    verify: GuidanceGiven | None = None
    checks: tuple[AnswerChecked, ...] = ()

    @property
    def check(self) -> AnswerChecked | None:
        """The latest check of this turn's answer."""
        return self.checks[-1] if self.checks else None

    @property
    def objection(self) -> str:
        """What a check, relied on or not, held against this turn's answer; empty for nothing."""
        if self.check is None or self.check.verdict == "correct":
            return ""
        if self.check.verdict == "incorrect":
            return self.check.reason
        return next((check.objection for check in reversed(self.checks) if check.objection), "")

    @property
    def last_run(self) -> CodeRun | None:
        """The latest code run in this turn."""
        return self.runs[-1] if self.runs else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """An episode as far as it has gone.

    Attributes:
        session_id: Names the episode.
        question: Empty while a session has only run code.
        guide: The guide the episode was opened with.
        max_turns: Turns it may take.
        checkers: What reads its answers.
        turns: In order; the last one is open while its answer is awaited.
        early_runs: Code run before there was a question.
        outcome: The closing guidance; None while the episode goes on.
        kernel: Id of the kernel that holds the session's variables; empty when there is none.
        kernel_lost: Why the last kernel is gone; empty when none is missed.
        notices: What a reader of the record should know.
        length: How many events it is made of.
    """

    session_id: str = ""
    question: str = ""
    guide: str = ""
    max_turns: int = 0
    checkers: tuple[Checker, ...] = BOTH_CHECKERS
    turns: tuple[Turn, ...] = ()
    early_runs: tuple[CodeRun, ...] = ()
    outcome: GuidanceGiven | None = None
    kernel: str = ""
    kernel_lost: str = ""
    notices: tuple[str, ...] = ()
    length: int = 0
    _waits: bool = field(default=False, repr=False)

    @property
    def chars(self) -> int:
        """How much text a reader of its turns goes through."""
        codes = sum(len(run.code) for turn in self.turns for run in turn.runs)
        return codes + sum(len(turn.answer or "") for turn in self.turns)

    @property
    def turn(self) -> Turn | None:
        """The latest turn."""
        return self.turns[-1] if self.turns else None

    @property
    def awaits_guide(self) -> bool:
        """Whether the guide has the next word."""
        return bool(self.question) and self.outcome is None and not self._waits

    @property
    def directive(self) -> GuidanceGiven | None:
        """What the task model was last told, if that still stands."""
        if self.outcome is not None:
            return self.outcome
        if self.turn is None or not self._waits:
            return None
        return self.turn.verify or self.turn.guidance

    def after(self, event: Event) -> "Trajectory":
        """The trajectory with one more event."""
        then = replace(self, length=self.length + 1)
        match event:
            case SessionOpened():
                return replace(then, session_id=event.session_id)
            case QuestionAsked():
                return replace(
                    then,
                    question=event.question,
                    guide=event.guide,
                    max_turns=event.max_turns,
                    checkers=event.checkers,
                )
            case GuidanceGiven():
                return _guided(then, event)
            case AnswerGiven():
                answered = replace(
                    _last(then),
                    answer=event.answer,
                    report=None,
                    verify=None,
                    checks=(),
                )
                return replace(then, turns=(*then.turns[:-1], answered), _waits=False)
            case CodeRun():
                return _ran(then, event)
            case ProgramRead():
                return _with_last(then, replace(_last(then), report=event.report))
            case AnswerChecked():
                last = _last(then)
                checked = _with_last(then, replace(last, checks=(*last.checks, event)))
                return replace(checked, _waits=False)
            case KernelLost():
                return replace(then, kernel="", kernel_lost=event.reason)
            case Noticed():
                return replace(then, notices=(*then.notices, event.text))


def fold(events: Iterable[Event], trajectory: Trajectory | None = None) -> Trajectory:
    """The trajectory that events add up to, or that they make of one."""
    trajectory = trajectory or Trajectory()
    for event in events:
        trajectory = trajectory.after(event)
    return trajectory


def _guided(then: Trajectory, event: GuidanceGiven) -> Trajectory:
    if event.action in ("answer", "stop"):
        return replace(then, outcome=event, _waits=True)
    if event.action == "verify":
        return replace(_with_last(then, replace(_last(then), verify=event)), _waits=True)
    turn = Turn(number=event.turn, guidance=event)
    return replace(then, turns=(*then.turns, turn), _waits=True)


def _ran(then: Trajectory, event: CodeRun) -> Trajectory:
    kept = event.execution.variables_kept
    then = replace(
        then,
        kernel=event.execution.kernel if kept else "",
        kernel_lost="" if kept else event.execution.note,
    )
    if not then.turns:
        return replace(then, early_runs=(*then.early_runs, event))
    last = _last(then)
    return _with_last(then, replace(last, runs=(*last.runs, event)))


def _last(trajectory: Trajectory) -> Turn:
    if not trajectory.turns:
        raise ValueError("an event of a turn before the first guidance")
    return trajectory.turns[-1]


def _with_last(trajectory: Trajectory, turn: Turn) -> Trajectory:
    return replace(trajectory, turns=(*trajectory.turns[:-1], turn))
