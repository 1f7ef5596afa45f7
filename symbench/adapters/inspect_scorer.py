"""SymBench's verifiers as a scorer of Inspect AI."""

from codesteer.answers import final_answer
from codesteer.symbench.exchange import judge_row

try:
    from inspect_ai.scorer import Score, Scorer, Target, accuracy, scorer, stderr
    from inspect_ai.solver import TaskState
except ImportError as error:
    raise ImportError(
        "SymBench in Inspect AI needs it: pip install 'codesteer[inspect]'"
    ) from error

__all__ = ["symbench_verifier"]


@scorer(metrics=[accuracy(), stderr()])
def symbench_verifier() -> Scorer:
    """Score 1.0 where the task's verifier accepts the response, else 0.0."""

    async def score(state: TaskState, target: Target) -> Score:
        response = state.output.completion
        verdict = judge_row(state.metadata, response)
        return Score(
            value=verdict.score,
            answer=final_answer(response) or "",
            explanation=verdict.reason,
        )

    return score
