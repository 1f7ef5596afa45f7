"""Random cells: valid, invalid and odd ones, from a fixed seed; and how two results compare."""

import random
import re

from codesteer.kernels.result import CellResult, Omission, Stream, Value

_NAMES = ("a", "b", "c", "total", "items")
_VALUES = (
    "0", "-7", "3.5", "'text'", "'ünï\\u2603'", "[1, 2, 3]", "{'k': (1, 2)}", "None", "True",
    "range(5)", "b'\\x00\\xff'", "10**30", "{3, 1, 2}", "'line\\nline'", "list(range(300))",
)  # fmt: skip
_BROKEN = (
    "def f(:", "a = = 1", "(1, 2", "'open", "if True\n  1", "\tx = 1\n y = 2", "1 +", "@", "a\0b",
    "class", "return 1", "yield 1", "await 1 +", "print 'x'", "%no_such_magic", "%%nonsense\nx",
    "?", "raise", "lambda: (yield)", "nonlocal a", "x = 08", "f'{'", "\ud800", "#", "", " ", ";",
)  # fmt: skip
_RAISES = (
    "1 / 0", "undefined_name", "[][1]", "{}['k']", "int('x')", "raise ValueError('said ünï')",
    "raise KeyError", "assert False, 'no'", "open('/no/such/file')", "import no_such_module",
    "raise type('Own', (Exception,), {})('mine')", "None.x", "'a' + 1", "raise SystemExit(2)",
    "def f(): return f()\nf()", "raise ExceptionGroup('g', [ValueError(1), TypeError(2)])",
    "try: 1/0\nexcept Exception as e: raise RuntimeError('again') from e", "input()",
    "next(iter(()))", "import sys; sys.exit('bye')", "[0] * -1 + 1", "raise KeyboardInterrupt",
)  # fmt: skip
_SHOWS = (
    "print({v})", "print({v}, {v}, sep='|', end='')", "{v}", "{v};", "print()", "print('x' * 300)",
    "import sys; sys.stderr.write('err\\n'); None", "for i in range(4): print(i, end=' ')",
    "print('a\\rb')", "print('\\x1b[31mred\\x1b[0m')", "print('x' * 40_000)",
    "from IPython.display import display; display({v}, {v})", "len?", "_", "await_ = {v}; await_",
    "import asyncio; await asyncio.sleep(0, {v})", "exit()", "'y' * 30_000", "print(*range(3000))",
    "import warnings; warnings.warn('careful')", "!echo out; echo err >&2", "!exit 3", "%pwd\nNone",
)  # fmt: skip


def random_cells(count: int, seed: int) -> list[str]:
    """Cells as a model or an accident may write them."""
    rng = random.Random(seed)
    return [_cell(rng) for _ in range(count)]


def _cell(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.15:
        return rng.choice(_BROKEN)
    if kind < 0.2:
        return "".join(chr(rng.choice([9, 10, *range(32, 127)])) for _ in range(rng.randint(1, 40)))
    lines = [_line(rng) for _ in range(rng.randint(1, 4))]
    if kind < 0.4:
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(_RAISES))
    return "\n".join(lines)


def _line(rng: random.Random) -> str:
    value = rng.choice(_VALUES)
    form = rng.random()
    if form < 0.3:
        return f"{rng.choice(_NAMES)} = {value}"
    if form < 0.45:
        return f"{rng.choice(_NAMES)}"
    if form < 0.55:
        return f"def g(x): return x\ng({value})"
    return rng.choice(_SHOWS).replace("{v}", value)


def comparable(result: CellResult) -> dict[str, object]:
    """What any two transports must agree on: all but the order across streams, and addresses."""
    texts = {
        name: "".join(o.text for o in result.outputs if isinstance(o, Stream) and o.name == name)
        for name in ("stdout", "stderr")
    }
    return {
        "status": result.status,
        **{name: _steady(text) for name, text in texts.items()},
        "values": [_steady(o.text) for o in result.outputs if isinstance(o, Value)],
        "cut": sum(o.chars for o in result.outputs if isinstance(o, Omission)),
        "error": "" if result.error is None else result.error.name,
        "message": "" if result.error is None else _steady(result.error.message),
        "kept": result.variables_kept,
    }


def _steady(text: str) -> str:
    text = re.sub(r"0x[0-9a-f]+", "0x", text)
    return re.sub(r"codesteer-\d+-\w+", "codesteer-", text)
