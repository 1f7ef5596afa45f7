"""Values as the symbolic checker follows them: written in, counted or computed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, TypeAlias

__all__ = ["COMPUTED", "NONE", "Kind", "Scope", "Value", "joined", "put_together", "worked_out"]

Key: TypeAlias = tuple[Any, ...]


class Kind(IntEnum):
    """Where a value comes from."""

    WRITTEN = 0
    """It stands in the program, or was put together from what does."""
    COUNTED = 1
    """It numbers the rounds of a loop."""
    COMPUTED = 2
    """The interpreter worked it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What is known of a value without running anything.

    Attributes:
        kind: Where it comes from.
        own: How many of the literals it was made of stand in the question, or may do so.
        foreign: How many of them do not, and are no everyday numbers either.
        key: Tells written values apart; None where that is not known.
        parts: Its elements, where they are few and known.
        text: Whether it is text for certain.
        each: Whether it is one element after the other of something written in.
        letters: Whether it is one letter of a text after the other.
        raw: Whether it compares data as they stand, so that it is hardly a computation.
        opens: Whether text in it opens the demanded form, "<<<".
        closes: Whether text in it closes the demanded form, ">>>".
        asks: Whether it holds the question's own sentences.
        function: The function or class it is, if it is one of the program's.
    """

    kind: Kind = Kind.WRITTEN
    own: int = 0
    foreign: int = 0
    key: Key | None = None
    parts: tuple["Value", ...] | None = None
    text: bool = False
    each: bool = False
    letters: bool = False
    raw: bool = False
    opens: bool = False
    closes: bool = False
    asks: bool = False
    function: object = None

    @property
    def computed(self) -> bool:
        """Whether the interpreter worked it out."""
        return self.kind is Kind.COMPUTED

    @property
    def data(self) -> bool:
        """Whether it rests on the question's data rather than on what was worked out before."""
        return self.own > 0 and (self.computed or self.own >= self.foreign)


NONE = Value(key=("const", "None"))
COMPUTED = Value(kind=Kind.COMPUTED)
_MOST_COUNTED = 1_000
_MOST_PARTS = 64


def _summed(values: tuple[Value, ...], kind: Kind) -> Value:
    return Value(
        kind=kind,
        own=min(sum(v.own for v in values), _MOST_COUNTED),
        foreign=min(sum(v.foreign for v in values), _MOST_COUNTED),
        opens=any(v.opens for v in values),
        closes=any(v.closes for v in values),
        each=any(v.each for v in values),
        asks=any(v.asks for v in values),
    )


def put_together(values: Iterable[Value], *, text: bool = False, split: bool = False) -> Value:
    """What was put together from values without computing anything.

    Args:
        values: The pieces, in order.
        text: Whether the whole is text.
        split: Whether the whole can be taken apart again into these pieces.
    """
    pieces = tuple(values)
    if any(v.computed for v in pieces):
        kind = Kind.COMPUTED
    elif any(v.kind is Kind.COUNTED for v in pieces) and all(
        v.kind is Kind.COUNTED or (v.text and not v.own and not v.foreign) for v in pieces
    ):
        kind = Kind.COUNTED
    else:
        kind = Kind.WRITTEN
    whole = _summed(pieces, kind)
    few = len(pieces) <= _MOST_PARTS
    key: Key | None = None
    if few and kind is Kind.WRITTEN and all(v.key is not None for v in pieces):
        key = (hash((text, *(v.key for v in pieces))),)
    return replace(whole, key=key, text=text, parts=pieces if split and few else None)


def worked_out(
    values: Iterable[Value],
    *,
    raw: bool = False,
    always: bool = False,
    trivial: bool = False,
    strict: bool = False,
) -> Value:
    """What an operation makes of values.

    Numbers that were worked out by hand stay written in, whatever trivial step is added to them.

    Args:
        values: Its operands.
        raw: Whether it merely compares them.
        always: Whether the operation is work whatever it is applied to.
        strict: Whether the data have to be in the majority.
        trivial: Whether it is none on what was worked out by hand, one after the other or not.
    """
    pieces = tuple(values)
    moving = any(v.kind is not Kind.WRITTEN or (v.each and not trivial) for v in pieces)
    own, foreign = sum(v.own for v in pieces), sum(v.foreign for v in pieces)
    work = always or moving or (own > foreign if strict else 0 < own >= foreign)
    raw = raw and not any(v.computed and not v.raw for v in pieces)
    return replace(_summed(pieces, Kind.COMPUTED if work else Kind.WRITTEN), raw=raw, each=False)


def joined(values: Iterable[Value]) -> Value:
    """A value that is one of several, whichever."""
    distinct: list[Value] = []
    for value in values:
        if not any(value is other or _same(value, other) for other in distinct):
            distinct.append(value)
    if len(distinct) == 1:
        return distinct[0]
    functions = [v.function for v in distinct if v.function is not None]
    whole = _summed(tuple(distinct), max((v.kind for v in distinct), default=Kind.WRITTEN))
    return replace(whole, text=all(v.text for v in distinct), function=next(iter(functions), None))


def _same(a: Value, b: Value) -> bool:
    return a.kind is b.kind is Kind.WRITTEN and a.key is not None and a.key == b.key


class Scope:
    """Names and their values, above those of an outer scope."""

    def __init__(self, outer: "Scope | None" = None) -> None:
        self.outer = outer
        self.names: dict[str, Value] = {}

    def find(self, name: str) -> Value | None:
        """The value of a name, None where it has none yet."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None
