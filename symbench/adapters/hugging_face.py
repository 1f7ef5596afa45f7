"""Verdicts on the responses of a Hugging Face dataset whose rows `codesteer tasks export` wrote."""

from typing import TYPE_CHECKING, Any

from codesteer.errors import InvalidRequest
from codesteer.symbench.exchange import judge_row

if TYPE_CHECKING:
    from datasets import Dataset

__all__ = ["judge_dataset"]

_VERDICT = {"correct", "score", "reason"}


def judge_dataset(dataset: "Dataset", response: str = "response") -> "Dataset":
    """The dataset with `correct`, `score` (1.0 or 0.0) and `reason` beside each response.

    Args:
        dataset: The rows with their `task` and `payload`, and a column of responses.
        response: Name of that column; a missing response counts as an empty one.

    Raises:
        InvalidRequest: A column is missing, or the rows were judged before.
    """
    columns = set(dataset.column_names)
    if missing := {"task", "payload", response} - columns:
        raise InvalidRequest(
            f"The dataset has no column {' or '.join(sorted(missing))}. Load the folder that "
            f"`codesteer tasks export` wrote, and add the responses as {response!r}."
        )
    if there := _VERDICT & columns:
        raise InvalidRequest(
            f"The dataset has verdicts already: {', '.join(sorted(there))}. Remove these columns "
            "with `dataset.remove_columns` first, so that none is lost unseen."
        )

    def judged(row: dict[str, Any]) -> dict[str, Any]:
        verdict = judge_row(row, row[response])
        return {"correct": verdict.correct, "score": verdict.score, "reason": verdict.reason}

    # Not from the cache of `datasets`: it knows the rows, and not the version of a verifier.
    return dataset.map(judged, load_from_cache_file=False)
