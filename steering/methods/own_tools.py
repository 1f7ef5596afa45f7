"""Tools with a method's own guide: the guide decides here, the code runs where it always does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from codesteer.steering.guide import Guide
from codesteer.steering.methods.method import Case
from codesteer.steering.methods.tools_executor import ToolsExecutor
from codesteer.steering.steerer import Steerer
from codesteer.steering.tools import LocalTools
from codesteer.steering.trajectory import BOTH_CHECKERS

__all__ = ["own_tools"]


@asynccontextmanager
async def own_tools(
    case: Case, guide: Guide, *, max_turns: int, runs_unasked: bool = False
) -> AsyncIterator[LocalTools]:
    """Steer an episode in this process by a guide, over the case's tools; see `ToolsExecutor`.

    The episode is recorded in the case's store. The kernels that its code ran in are ended at the
    end.

    Args:
        case: The question and what there is to answer it.
        guide: Decides.
        max_turns: Turns of the episode.
        runs_unasked: Whether a program is run that comes where words were asked for.
    """
    executor = ToolsExecutor(case.tools)
    checkers = case.options.checkers
    steerer = Steerer(
        store=case.store,
        guide=guide,
        executor=executor,
        max_turns=max_turns,
        checkers=BOTH_CHECKERS if checkers is None else checkers,
        runs_unasked=runs_unasked,
        run_timeout_s=case.options.run_timeout_s,
    )
    try:
        yield LocalTools(steerer)
    finally:
        await executor.close()
