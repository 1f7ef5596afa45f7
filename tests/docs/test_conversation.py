"""The conversation in the documentation is one that the server holds today."""

import os
import re
from pathlib import Path

from ..mcp_server.raw_client import RawClient

PAGE = Path(__file__).resolve().parents[2] / "docs" / "conversation.md"
START, END = "<!-- conversation -->\n", "<!-- end -->\n"

PUZZLE = "game_24@1/1/0/1"
TRY = "from itertools import permutations\nlen(list(permutations([1, 15, 10, 2])))"
PROGRAM = """\
```python
from fractions import Fraction
from itertools import permutations

def search(items):
    if len(items) == 1:
        return items[0][1] if items[0][0] == 24 else None
    for i, j in permutations(range(len(items)), 2):
        (x, a), (y, b) = items[i], items[j]
        rest = [items[k] for k in range(len(items)) if k not in (i, j)]
        pairs = [(x + y, f"({a}+{b})"), (x - y, f"({a}-{b})"), (x * y, f"({a}*{b})")]
        if y:
            pairs.append((x / y, f"({a}/{b})"))
        for pair in pairs:
            if found := search([*rest, pair]):
                return found

print(f"<<<{search([(Fraction(n), str(n)) for n in (1, 15, 10, 2)])}>>>")
```"""
CHECK = """\
import re
used = sorted(int(n) for n in re.findall(r"[0-9]+", answer))
if used != [1, 2, 10, 15]:
    print("Wrong: other numbers are used")
elif abs(eval(answer) - 24) > 1e-9:
    print("Wrong: the value is another")
else:
    print("Correct")"""


def shown(name, arguments, result):
    """One call and its result, as the page shows them."""
    lines = [f"**`{name}`**", ""]
    for key, value in arguments.items():
        fence = "````" if "```" in value else "```"
        text = f"{key}:\n{value}" if "\n" in value else f"{key}: {value}"
        lines += [f"{fence}text", text, fence, ""]
    lines += ["returns", "", "````text", result, "````", "", ""]
    return "\n".join(lines)


def held(home):
    """The conversation, held with a real server over its pipes."""
    told = []
    with RawClient(home) as client:

        def call(name, **arguments):
            result = client.text(name, **arguments)
            told.append(shown(name, arguments, result))
            return result

        puzzle = call("symbench_task", task=PUZZLE).partition("prompt:\n")[2]
        opened = call("steer", question=puzzle)
        session = re.search(r"cs_[a-z0-9]+", opened).group()
        call("run_code", session_id=session, code=TRY)
        call("steer", session_id=session, answer=PROGRAM)
        call("check_answer", session_id=session, program=CHECK)
        call("steer", session_id=session)
        call("symbench_task", task=PUZZLE, answer="<<<((1+15)+(10-2))>>>")
    return "".join(told)


def steady(text):
    """Text without what differs from run to run: handles and times."""
    return re.sub(r"\d+\.\d\d s", "0.01 s", re.sub(r"cs_[a-z0-9]+", "cs_...", text))


def test_the_conversation_of_the_page_is_held_again(tmp_path):
    told = steady(held(tmp_path))
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        PAGE.write_text(before + START + told + END + after, "utf-8")
        return
    assert steady(rest.partition(END)[0]) == told, "run `make snapshots`"
