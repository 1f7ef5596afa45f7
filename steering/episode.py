"""The pure state machine of an episode: what may happen next, and the events that record it."""

from dataclasses import dataclass, replace

import codesteer
from codesteer.errors import EpisodeClosed, InvalidRequest
from codesteer.steering.checkers.self_answer import AnswerCheck
from codesteer.steering.checkers.symbolic import check_program
from codesteer.steering.executor import Execution
from codesteer.steering.guide import Guidance
from codesteer.steering.program import find_program, program_key
from codesteer.steering.trajectory import (
    BOTH_CHECKERS,
    Action,
    AnswerChecked,
    AnswerGiven,
    Checker,
    CodeRun,
    Event,
    GuidanceGiven,
    KernelLost,
    Noticed,
    ProgramRead,
    QuestionAsked,
    SessionOpened,
    Trajectory,
)

__all__ = ["Directive", "Episode"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """What the task model is to do now.

    Attributes:
        action: "code", "text", "verify", "answer" or "stop".
        guidance: The order, written to the task model.
        reason: Why.
        turn: Which turn this is, from 1.
        turns_left: Answers the episode still takes after this one.
        to_check: The answer under test, with "verify".
        final_answer: With "answer", and with "stop" where there is one.
    """

    action: Action
    guidance: str
    reason: str
    turn: int
    turns_left: int
    to_check: str = ""
    final_answer: str = ""


class Episode:
    """One episode, driven by whoever holds the task model. Does no input or output.

    Every step appends events to `pending`; the caller stores them and calls `stored`.
    """

    def __init__(self, trajectory: Trajectory) -> None:
        self.trajectory = trajectory
        self.pending: list[Event] = []

    @classmethod
    def open(cls, session_id: str, client: str = "") -> "Episode":
        """A new session without a question."""
        episode = cls(Trajectory())
        episode._add(
            SessionOpened(session_id=session_id, codesteer=codesteer.__version__, client=client)
        )
        return episode

    @property
    def session_id(self) -> str:
        """Names the episode."""
        return self.trajectory.session_id

    @property
    def directive(self) -> Directive | None:
        """What the task model is to do; None before a question and while the guide decides."""
        given = self.trajectory.directive
        if given is None:
            return None
        closing = given.action in ("answer", "stop")
        return Directive(
            action=given.action,
            guidance=given.guidance,
            reason=given.reason,
            turn=len(self.trajectory.turns),
            turns_left=0 if closing else self.trajectory.max_turns - len(self.trajectory.turns),
            to_check=given.answer if given.action == "verify" else "",
            final_answer=given.answer if closing else "",
        )

    def ask(
        self,
        question: str,
        *,
        guide: str,
        max_turns: int,
        checkers: tuple[Checker, ...] = BOTH_CHECKERS,
    ) -> None:
        """Put the question; the guide has the next word.

        Raises:
            InvalidRequest: The question is blank, or the session has another one already.
        """
        if not question.strip():
            raise InvalidRequest("The question is empty. Send the whole task text as `question`.")
        if self.trajectory.question:
            raise InvalidRequest(
                f"Session {self.session_id} already has its question. Send your `answer` without "
                "`question`, or leave out `session_id` to open a new session for another question."
            )
        self._add(
            QuestionAsked(question=question, guide=guide, max_turns=max_turns, checkers=checkers)
        )

    def answer(self, text: str) -> None:
        """Take the task model's answer to the standing directive.

        While the guide has not decided on the last answer (the server died in between), a new
        answer takes the place of that one.

        Raises:
            InvalidRequest: The session has no question, or the answer is blank.
            EpisodeClosed: The episode has its final answer.
        """
        self.require_open()
        if not text.strip():
            raise InvalidRequest("The answer is empty. Send your complete answer as `answer`.")
        turn = self.trajectory.turn
        assert turn is not None  # noqa: S101 - an open episode has a turn
        self._add(AnswerGiven(turn=turn.number, answer=text))

    def unrun_program(self) -> str | None:
        """The program of the latest answer that is still to be run.

        Returns:
            None when there is none, when it has been run in this turn already, or when it failed
            in an earlier one.
        """
        turn = self.trajectory.turn
        program = None if turn is None or turn.answer is None else find_program(turn.answer)
        if program is None or turn is None:
            return None
        key = program_key(program)
        if any(program_key(run.code) == key for run in turn.runs):
            return None
        earlier = [run for past in self.trajectory.turns[:-1] for run in past.runs]
        if any(program_key(run.code) == key and run.execution.status != "ok" for run in earlier):
            return None
        return program

    def read_program(self) -> None:
        """Record what the symbolic checker sees in the latest answer's program, if it has one."""
        if "symbolic" not in self.trajectory.checkers:
            return
        turn = self.trajectory.turn
        program = None if turn is None or turn.answer is None else find_program(turn.answer)
        if program is not None and turn is not None:
            self._add(ProgramRead(turn=turn.number, report=check_program(program)))

    def ran(self, code: str, execution: Execution, *, by_answer: bool) -> None:
        """Record that code was run."""
        lost = self.trajectory.kernel
        if lost and execution.kernel != lost:
            self.kernel_lost("its process ended")
        self._add(
            CodeRun(
                turn=len(self.trajectory.turns),
                origin="answer" if by_answer else "run_code",
                code=code,
                execution=execution,
            )
        )

    def checked(self, answer: str, check: AnswerCheck) -> None:
        """Record what a checking program said."""
        self._add(
            AnswerChecked(
                turn=len(self.trajectory.turns),
                answer=answer,
                program=check.program,
                verdict=check.verdict,
                reason=check.reason,
                objection=check.objection,
                seconds=check.seconds,
            )
        )

    def guided(self, guidance: Guidance, *, guide: str, seconds: float) -> None:
        """Record the guide's decision, within the budget.

        A guide is overruled when it wants another turn and none is left (the episode ends), and
        when it wants a check where there is no answer or no checker.

        Raises:
            InvalidRequest: It is not the guide's word.
        """
        if not self.trajectory.awaits_guide:
            raise InvalidRequest("The guide has already decided.")
        turns = len(self.trajectory.turns)
        if guidance.action == "verify" and not self._has_answer():
            guidance = replace(
                guidance,
                action="text",
                guidance="There is no answer to check yet: answer the question first.",
                reason="the guide asked for a check of nothing",
                answer="",
            )
        if guidance.action == "verify" and "self_answer" not in self.trajectory.checkers:
            guidance = replace(
                guidance,
                action="answer",
                guidance=f"Finished. The final answer is: {guidance.answer}\n"
                "It is unverified: say so when you give it.",
                reason="the guide asked for a check, which is switched off",
            )
        if guidance.action in ("code", "text") and turns >= self.trajectory.max_turns:
            guidance = replace(
                guidance,
                action="stop",
                guidance=f"All {turns} turns are used. Give the best answer you have.",
                reason="the turn budget is spent",
            )
        opens_turn = guidance.action in ("code", "text")
        self._add(
            GuidanceGiven(
                turn=turns + 1 if opens_turn else turns,
                action=guidance.action,
                guidance=guidance.guidance,
                reason=guidance.reason,
                guide=guidance.guide or guide,
                answer=guidance.answer,
                seconds=seconds,
                fallback=guidance.fallback,
                prompt_tokens=guidance.prompt_tokens,
                completion_tokens=guidance.completion_tokens,
            )
        )

    def kernel_lost(self, reason: str) -> None:
        """Record that the session's kernel is gone."""
        self._add(KernelLost(kernel=self.trajectory.kernel, reason=reason))

    def notice(self, text: str) -> None:
        """Record something about the record itself."""
        self._add(Noticed(text=text))

    def stored(self) -> None:
        """Forget the pending events: they are on disk."""
        self.pending.clear()

    def require_question(self) -> None:
        """Raise `InvalidRequest` unless there is a question."""
        if not self.trajectory.question:
            raise InvalidRequest(
                f"Session {self.session_id} has no question yet. Call steer with this session_id "
                "and the task text as `question`."
            )

    def require_open(self) -> None:
        """Raise unless the episode has a question and takes answers.

        Raises:
            InvalidRequest: There is no question.
            EpisodeClosed: It has its final answer.
        """
        self.require_question()
        outcome = self.trajectory.outcome
        if outcome is not None:
            raise EpisodeClosed(
                f"Session {self.session_id} is closed; its final answer is "
                f"{outcome.answer[:200]!r}. Call steer with a new question to open another session."
            )

    def require_checker(self) -> None:
        """Raise `InvalidRequest` unless answers may be checked by programs."""
        if "self_answer" not in self.trajectory.checkers:
            raise InvalidRequest(
                "Checking programs are switched off for this episode (CODESTEER_CHECKERS). Go on "
                "with steer and your answer."
            )

    def _has_answer(self) -> bool:
        turn = self.trajectory.turn
        return turn is not None and turn.answer is not None

    def _add(self, event: Event) -> None:
        self.trajectory = self.trajectory.after(event)
        self.pending.append(event)
