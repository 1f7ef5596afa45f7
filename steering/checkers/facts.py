"""Facts that rest on other facts, and which of them hold."""

from collections import defaultdict
from typing import TypeAlias

__all__ = ["Fact", "Facts"]

Fact: TypeAlias = tuple[str, str | int]


class Facts:
    """Facts, each established once everything it rests on is; never what rests on itself."""

    def __init__(self) -> None:
        self._rests_on: dict[Fact, set[Fact]] = {}
        self._never: set[Fact] = set()

    def rest(self, fact: Fact, *on: Fact) -> None:
        """Let a fact rest on others too; with none it is established, unless told otherwise."""
        self._rests_on.setdefault(fact, set()).update(on)

    def never(self, fact: Fact) -> None:
        """Rule a fact out."""
        self._never.add(fact)

    def established(self) -> set[Fact]:
        """The facts that hold."""
        carries: defaultdict[Fact, list[Fact]] = defaultdict(list)
        open_for = {fact: len(on) for fact, on in self._rests_on.items()}
        for fact, on in self._rests_on.items():
            for other in on:
                carries[other].append(fact)
        ready = [fact for fact, count in open_for.items() if not count]
        holding: set[Fact] = set()
        while ready:
            fact = ready.pop()
            if fact in self._never:
                continue
            holding.add(fact)
            for carried in carries[fact]:
                open_for[carried] -= 1
                if not open_for[carried]:
                    ready.append(carried)
        return holding
