"""Published Path Plan: its scenes and instructions stand in the authors' code, not in files.

Nothing can be read from the data set's folder, then; cases come from elsewhere. The order in which
an instruction names its rooms is not enforced.
"""

from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload

__all__ = ["payload", "read"]


def payload(case: Case) -> Payload:
    """The scene with its numbers as decimal text."""
    params = case.params
    return {
        "walls": [[str(number) for number in wall] for wall in params["walls"]],
        "rooms": {name: [str(number) for number in box] for name, box in params["boxes"].items()},
        "visit": list(params["must_visit"]),
        "avoid": list(params["must_avoid"]),
        "start": [str(number) for number in params["start"]],
        "end": [str(number) for number in params["end"]],
    }


def read(root: Path) -> Iterator[Case]:
    """No instance: the folder holds none of this task."""
    return iter(())
