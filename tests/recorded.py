"""Episodes that a steerer recorded, for tests of what looks at them."""

import json
from datetime import UTC, datetime, timedelta

from codesteer.steering.executor import Execution, FakeExecutor
from codesteer.steering.guide import Guidance, ScriptedGuide
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import FileEpisodeStore

QUESTION = "What is 48123 * -91827? Form: <<<integer>>>"
RIGHT = "-4418990721"
WORDS = "It is about <<<-4.4 billion>>>."
PROGRAM = "```python\nfor value in [48123 * -91827]:\n    print(f'<<<{value}>>>')\n```"
CHECK = "```python\nprint('Correct' if int(answer) == 48123 * -91827 else 'Wrong: product')\n```"
CODE = Guidance(action="code", guidance="Write a program.", reason="It can be computed.")
STOP = Guidance(action="stop", guidance="Stop here.", reason="Nothing helps.")

SOLVED = "cs_solved2k7qmzr4wtyhx3bnjd5"
OPEN = "cs_open4hq2zr7kxmw3tybnjd65c"
STOPPED = "cs_stopped7yq2kzr4wmxt3hbnjd"
KERNEL_ONLY = "cs_kernel3tq7zr2kxmw4ybnjd5h"
ALL = (SOLVED, OPEN, STOPPED, KERNEL_ONLY)
"""From the newest to the oldest."""


def executed(code):
    """What the fake kernel makes of the programs here."""
    if "Correct" in code:
        return "Correct" if code.startswith(f"answer = {RIGHT!r}") else "Wrong: product"
    if "raise" in code:
        error = "Traceback (most recent call last):\n\n  Cell In[1], line 1\n\nValueError: no"
        return Execution(status="error", kernel="fake-1", error=error)
    return f"<<<{RIGHT}>>>"


def steerer(home, guide=None):
    return Steerer(
        store=FileEpisodeStore(home / "episodes"),
        guide=guide or RulesGuide(),
        executor=FakeExecutor(executed),
    )


async def solved(home, guide=None, question=QUESTION, answers=(WORDS, PROGRAM)):
    """An episode in which a model answers so, and checks what it is asked to check."""
    steer = steerer(home, guide)
    steered = await steer.open(question, client="test-client 1.0")
    waiting = list(answers)
    while waiting and steered.directive.action not in ("answer", "stop"):
        if steered.directive.action == "verify":
            steered = (await steer.check(steered.session_id, answer="", program=CHECK)).steered
        else:
            steered = await steer.answer(steered.session_id, waiting.pop(0))
    while steered.directive.action == "verify":
        steered = (await steer.check(steered.session_id, answer="", program=CHECK)).steered
    return steered.session_id


async def record_home(home):
    """Four episodes with known names and times: solved, open, stopped, and one without question."""
    ran = await steerer(home).run_code("x = 6 * 7", timeout_s=1)
    stopped = await solved(home, ScriptedGuide([CODE, STOP]), answers=["```python\nraise\n```"])
    opened = (await steerer(home).open("Which day follows 28 February 2028?")).session_id
    names = (ran.session_id, stopped, opened, await solved(home))
    for hour, (session, name) in enumerate(zip(names, reversed(ALL), strict=True)):
        renamed(home, session, name, datetime(2026, 5, 4, 9 + hour, tzinfo=UTC))


def renamed(home, session, name, start):
    """Give an episode a known name and known times: an event every second."""
    path = home / "episodes" / f"{session}.jsonl"
    lines = []
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        record = json.loads(line.replace(session, name))
        at = start + timedelta(seconds=number)
        lines.append(json.dumps({**record, "at": at.isoformat(timespec="milliseconds")}))
    path.unlink()
    text = "".join(f"{line}\n" for line in lines)
    (home / "episodes" / f"{name}.jsonl").write_text(text, "utf-8")
