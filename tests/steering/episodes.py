"""Episodes made by hand, as far as a test needs them."""

from codesteer.steering.checkers.symbolic import check_program
from codesteer.steering.executor import Execution
from codesteer.steering.program import find_program
from codesteer.steering.trajectory import (
    BOTH_CHECKERS,
    AnswerChecked,
    AnswerGiven,
    CodeRun,
    GuidanceGiven,
    ProgramRead,
    QuestionAsked,
    SessionOpened,
    fold,
)

QUESTION = "Combine 1, 2, 3 and 4 into 24. Return the expression as <<<expression>>>."


def opened(question=QUESTION, *, max_turns=5, checkers=BOTH_CHECKERS):
    """An episode in which the guide has not spoken yet."""
    return fold([
        SessionOpened(session_id="cs_test", codesteer="0"),
        QuestionAsked(question=question, guide="model", max_turns=max_turns, checkers=checkers),
    ])  # fmt: skip


def answered(
    trajectory, answer, *, output="", error="", guidance="Write a program.", action="code"
):
    """The episode after one more turn, whose answer's program showed an output or an error."""
    number = len(trajectory.turns) + 1
    events = [
        GuidanceGiven(
            turn=number, action=action, guidance=guidance, reason="It is a search.", guide="model"
        ),
        AnswerGiven(turn=number, answer=answer),
    ]
    program = find_program(answer)
    if program is not None:
        execution = Execution(status="error" if error else "ok", output=output, error=error)
        events += [
            CodeRun(turn=number, origin="answer", code=program, execution=execution),
            ProgramRead(turn=number, report=check_program(program)),
        ]
    return fold(events, trajectory)


def checked(trajectory, verdict, reason, *, answer="1*2*3*4", asked=True):
    """The episode after a check of its latest answer."""
    number = len(trajectory.turns)
    order = GuidanceGiven(
        turn=number, action="verify", guidance="Check it.", reason="It can be.", guide="model",
        answer=answer,
    )  # fmt: skip
    check = AnswerChecked(
        turn=number, answer=answer, program="print('Correct')", verdict=verdict, reason=reason
    )
    return fold([order, check] if asked else [check], trajectory)


def solved(trajectory=None):
    """An episode whose program has printed an answer in the demanded form."""
    program = "```python\nprint('<<<' + '*'.join(str(n) for n in (1, 2, 3, 4)) + '>>>')\n```"
    return answered(trajectory or opened(), program, output="<<<1*2*3*4>>>")
