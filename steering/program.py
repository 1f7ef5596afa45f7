"""Finds the program in a model's answer, and tells whether two programs are the same.

Everything here takes time in proportion to the text, and no text is nested too deeply for it.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import NamedTuple, TypeAlias, TypeVar

from codesteer.steering.names import names_needed, names_set

__all__ = ["blocks_left_out", "find_program", "parse", "program_key", "prose", "unfenced"]

_T = TypeVar("_T")
_FENCE_LINE = re.compile(r"^[ \t]*+(?P<fence>`{3,}+|~{3,}+)(?P<rest>[^\n]*)$", re.MULTILINE)
_LANGUAGE = re.compile(r"[\w+.-]*")
_PYTHON = {"python", "python3", "py", "ipython", "ipython3"}
_MOST_PARSED = 200_000
_MOST_SPELLED = 20_000
_MOST_REMEMBERED = 4_096


# Statements that no answer in words looks like.
_PROGRAM_ONLY = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.With,
    ast.Try, ast.If,
)  # fmt: skip
_Span: TypeAlias = tuple[int, int]


class _Taken(NamedTuple):
    """Where the parts of an answer's program stand, and how many blocks are no part of it."""

    taken: tuple[_Span, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Block:
    """A fenced block: where it stands in its text, with its fences and without."""

    language: str
    start: int
    body_start: int
    body_end: int
    end: int


def find_program(answer: str) -> str | None:
    """The program in an answer: the last Python block behind the earlier ones it builds on.

    Where the last one stands alone it is the longest block, the later of two as long, again behind
    those it builds on. A block without a language counts when it parses as more than bare names and
    values, and so does a text without any block when it prints, imports or has a compound
    statement. A block that was never closed ends with the text.

    Returns:
        The source without fences; None when the answer holds no program.
    """
    taken = _read_blocks(answer).taken
    return "\n\n".join(_body(answer, span) for span in taken) if taken else None


def blocks_left_out(answer: str) -> int:
    """How many Python blocks of an answer are no part of its program."""
    return _read_blocks(answer).left_out


def unfenced(text: str) -> str:
    """A text without its fence, if it is one fenced block and nothing else."""
    blocks = list(_blocks(text))
    if len(blocks) != 1 or prose(text).strip():
        return text
    return text[blocks[0].body_start : blocks[0].body_end]


def prose(answer: str) -> str:
    """An answer without its fenced blocks."""
    pieces: list[str] = []
    end = 0
    for block in _blocks(answer):
        pieces.append(answer[end : block.start])
        end = block.end
    return "".join((*pieces, answer[end:]))


def parse(code: str) -> ast.Module | None:
    """The syntax tree of a program.

    Returns:
        None when the text is no Python, is nested too deeply for Python's own parser, or is longer
        than any program that a model writes.
    """
    if len(code) > _MOST_PARSED:
        return None
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _by_text(read: Callable[[str], _T]) -> Callable[[str], _T]:
    """Remember what was made of a text, by its digest alone: the texts can be large."""
    known: dict[bytes, _T] = {}

    @wraps(read)
    def remembered(text: str) -> _T:
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        try:
            return known[digest]
        except KeyError:
            made = read(text)
        if len(known) >= _MOST_REMEMBERED:
            known.clear()
        known[digest] = made
        return made

    return remembered


@_by_text
def program_key(code: str) -> str:
    """A short digest that two programs share when only comments and spacing differ.

    A text without a syntax tree is told from others by its words, a very long one by its lines.
    """
    words: Iterable[str]
    if len(code) > _MOST_SPELLED:
        words = [line.rstrip() for line in code.splitlines() if line.strip()]
    else:
        tree = parse(code)
        words = code.split() if tree is None else _spelled(tree)
    return sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:16]


@_by_text
def _read_blocks(answer: str) -> _Taken:
    blocks = list(_blocks(answer))
    if not blocks:
        return _Taken(((0, len(answer)),) if _is_bare_program(answer) else ())
    found: list[_Span] = []
    for block in blocks:
        span = block.body_start, block.body_end
        body = _body(answer, span)
        tagged = block.language.lower() in _PYTHON
        if body.strip() and (tagged or (not block.language and _does_something(body))):
            found.append(span)
    if len(found) < 2:
        return _Taken(tuple(found))
    taken = _built_on(answer, found)
    if len(taken) == 1:
        longest = max(found, key=lambda span: (len(_body(answer, span)), span))
        taken = _built_on(answer, found[: found.index(longest) + 1])
    return _Taken(taken, len(found) - len(taken))


def _built_on(answer: str, spans: list[_Span]) -> tuple[_Span, ...]:
    """The last of some blocks, behind those that set names it needs, or that these need."""
    taken = [spans[-1]]
    needed = names_needed(_body(answer, spans[-1]))
    for span in reversed(spans[:-1]):
        body = _body(answer, span)
        made = names_set(body)
        if needed & made:
            taken.insert(0, span)
            needed = (needed - made) | names_needed(body)
    return tuple(taken)


def _body(answer: str, span: _Span) -> str:
    return answer[span[0] : span[1]].strip("\r\n")


def _is_bare_program(text: str) -> bool:
    tree = parse(text)
    if tree is None:
        return False
    return any(isinstance(node, _PROGRAM_ONLY) or _prints(node) for node in ast.walk(tree))


def _prints(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="print")):
            return True
    return False


def _does_something(body: str) -> bool:
    tree = parse(body)
    if tree is None:
        return False
    return any(isinstance(node, ast.Call | ast.Assign | ast.Import) for node in ast.walk(tree))


def _spelled(tree: ast.AST) -> Iterator[str]:
    """The nodes of a tree in order, without where they stand. `ast.dump` recurses; this does not.

    A node has a fixed number of fields and a list says its length, so no two trees read alike.
    """
    stack: list[object] = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, ast.AST):
            yield type(item).__name__
            stack.extend([getattr(item, name, None) for name in reversed(item._fields)])
        elif isinstance(item, list):
            yield f"[{len(item)}"
            stack.extend(reversed(item))
        else:
            # Python refuses to write an integer of many digits in decimal.
            yield hex(item) if type(item) is int else repr(item)


def _blocks(text: str) -> Iterator[_Block]:
    """The fenced blocks of a text; a block that was never closed ends with it."""
    opening: re.Match[str] | None = None
    for line in _FENCE_LINE.finditer(text):
        fence, rest = line["fence"], line["rest"].strip()
        if opening is None:
            if fence[0] == "~" or "`" not in rest:  # else code within a line
                opening = line
        elif fence.startswith(opening["fence"]) and not rest:
            yield _block(opening, line.start(), line.end())
            opening = None
    if opening is not None:
        yield _block(opening, len(text), len(text))


def _block(opening: re.Match[str], body_end: int, end: int) -> _Block:
    language = _LANGUAGE.match(opening["rest"].strip())
    return _Block(
        language="" if language is None else language[0],
        start=opening.start(),
        body_start=min(opening.end() + 1, body_end),
        body_end=body_end,
        end=end,
    )
