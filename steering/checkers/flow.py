"""Flow of values through a program: what reaches the things that it shows.

Statements are gone through in order, both branches of a test, loops twice, functions when they are
called. Nothing is run. Where a test on computed values decides between written ones, the test is
the computation. The effort is bounded: what lies beyond it counts as computed.
"""

import ast
from collections.abc import Iterable
from dataclasses import replace

from codesteer.steering.checkers.binding import captured, target_names
from codesteer.steering.checkers.by_hand import is_by_hand, is_picked
from codesteer.steering.checkers.expressions import Show
from codesteer.steering.checkers.functions import Branch, Functions
from codesteer.steering.checkers.question import QuestionData
from codesteer.steering.checkers.statements import (
    changes,
    constant_truth,
    counter_of,
    is_constant,
    is_never_left,
    is_one_literal,
    is_show,
    may_raise,
)
from codesteer.steering.checkers.values import (
    COMPUTED,
    NONE,
    Kind,
    Scope,
    Value,
    joined,
    put_together,
    worked_out,
)

__all__ = ["Flow"]

_EXITS = {"exit", "quit", "_exit"}
_LOOPED_TWICE = 2


class Flow(Functions):
    """Reads a whole program.

    Args:
        tree: The program.
        question: What the question gives.
    """

    def __init__(self, tree: ast.Module, question: QuestionData) -> None:
        super().__init__(question)
        self.works = False
        self._leaves = False
        self.scope.names["__name__"] = NONE
        body = list(tree.body)
        match body[-1:]:
            case [ast.Expr(value=last)] if not is_show(last):
                self.block(body[:-1])
                self._displayed(last)
            case _:
                self.block(body)

    def _displayed(self, last: ast.expr) -> None:
        """A last expression, which a kernel displays."""
        before = len(self.shows)
        value = self.read(last)
        if len(self.shows) == before and value is not NONE and value.function is None:
            words = last.value if isinstance(last, ast.Constant) else ""
            if not (isinstance(words, str) and words and before):
                self.shows.append(Show(value, str(words), [last], chosen=False))

    # Blocks.

    def block(self, statements: Iterable[ast.stmt]) -> set[str]:
        """Statements in order.

        Returns:
            The jumps out of them that a computed test decides on: "loop", "function", "program";
            "end" where nothing behind them is reached, and "out" where a loop may be left.
        """
        before = self.chosen
        jumps: set[str] = set()
        for statement in statements:
            left = self._statement(statement)
            jumps |= left
            if "end" in left:
                break
            if left - {"out"}:
                self.chosen = max(self.chosen, 2)
        self.chosen = before
        return jumps

    def _statement(self, node: ast.stmt) -> set[str]:
        self._fuel -= 1
        if self._fuel < 0:
            return set()
        match node:
            case ast.If():
                return self._if(node)
            case ast.For() | ast.AsyncFor() | ast.While():
                return self._loop(node)
            case ast.Try() | ast.TryStar():
                return self._try(node)
            case ast.Match():
                return self._match(node)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                for item in items:
                    value = self.read(item.context_expr)
                    if item.optional_vars is not None:
                        self.assign(item.optional_vars, replace(value, kind=Kind.COMPUTED))
                return self.block(body)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self.scope.names[name] = Value(function=(node, self.scope))
                return set()
            case ast.ClassDef():
                self._class(node)
                return set()
        return self._plain(node)

    def _plain(self, node: ast.stmt) -> set[str]:
        match node:
            case ast.Assign(targets=targets, value=value):
                made = self.moved_on(targets, value, self.read(value))
                for target in targets:
                    self.assign(target, made)
                self._note_work(made)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign(target, self.read(value))
            case ast.AugAssign():
                self._augment(node)
            case ast.Expr(value=ast.Yield(value=value) | ast.YieldFrom(value=value)):
                self._returns.append((self.read(value), self.chosen))
            case ast.Return() | ast.Raise() | ast.Break() | ast.Continue():
                return self._jump(node)
            case ast.Assert(test=test):
                return {"program"} if self._decides(test) else set()
            case ast.Expr(value=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name))):
                self._leaves = False
                self._note_work(self.read(node.value))
                if name in _EXITS:
                    return {"end", "program"} if self.chosen else {"end"}
                return {"program"} if self._leaves else set()
            case ast.Expr(value=value):
                self.read(value)
        return set()

    def _jump(self, node: ast.stmt) -> set[str]:
        leaves = {"end"}
        match node:
            case ast.Return(value=value):
                self._returns.append((self.read(value), self.chosen))
                kind = "function"
            case ast.Raise():
                self._leaves = self._leaves or self.chosen > 1
                kind = "program"
            case _:
                leaves.add("out")
                kind = "loop"
        return leaves | {kind} if self.chosen else leaves

    def _note_work(self, made: Value) -> None:
        self.works = self.works or (made.computed and made.function is None)

    def _decides(self, test: ast.expr) -> bool:
        """Whether data that were computed with can fail an assertion."""
        asked = self.read(test)
        if self.strength(asked) == 2:
            self._leaves = True
        return self.strength(asked) == 2

    def _augment(self, node: ast.AugAssign) -> None:
        value = self.read(node.value)
        old = self.read(node.target)
        if old.kind is Kind.COUNTED and isinstance(node.value, ast.Constant):
            return  # it goes on counting
        if isinstance(node.op, ast.Add) and (value.text or old.text or value.parts or old.parts):
            new = put_together([old, value], text=value.text or old.text)
        elif isinstance(node.op, ast.Add) and value.each and old.key == ("const", "str", "''"):
            new = put_together([old, value], text=True)
        else:
            by_hand = isinstance(node.op, ast.Add) and value.each and value.foreign > value.own
            plain = old.kind is value.kind is Kind.WRITTEN
            if isinstance(node.value, ast.Constant) and self._by_hand and not self.chosen:
                by_hand, value = True, replace(value, foreign=self._by_hand)  # a tally of them
            trivial = by_hand and plain and not isinstance(node.value, ast.BinOp)
            new = worked_out([old, value], always=self._loops > 0 and not trivial, trivial=trivial)
            if trivial:
                new = replace(new, each=False)
        self.assign(node.target, new)
        if self._loops:
            self._note_work(new)

    # Branches.

    def branch_of(
        self, body: list[ast.stmt], chosen: int, known: dict[str, Value] | None = None
    ) -> Branch:
        """Go through a branch in a scope of its own; what it left there, jumps and shows."""
        outer, before, shown = self.scope, self.chosen, len(self.shows)
        self.scope, self.chosen = Scope(outer), max(before, chosen)
        self.scope.names.update(known or {})
        left = self.block(body)
        made = self.scope
        self.scope, self.chosen = outer, before
        return made, left, self.shows[shown:]

    def _if(self, node: ast.If) -> set[str]:
        branches: list[Branch] = []
        strongest, own = 0, 0
        exhaustive = False
        while True:  # one round for each elif, however many
            truth = self._truth(node.test)
            known = truth is not None or is_constant(node.test)
            asked = NONE if known else self.read(node.test)
            if self.question.known and self._is_extreme(node):
                asked = NONE
            strongest, own = max(strongest, self.strength(asked)), max(own, asked.own)
            elif_ = node.orelse[0] if len(node.orelse) == 1 else None
            chosen = strongest if strongest > 1 or node.orelse or branches else 0
            if truth is not False:
                branches.append(self.branch_of(node.body, chosen, self._picked(node.test)))
            if truth is True:
                exhaustive = True
                break
            if isinstance(elif_, ast.If):
                node = elif_
                continue
            if node.orelse:
                exhaustive = True
                branches.append(self.branch_of(node.orelse, chosen))
            break
        self._same_shown(branches, exhaustive=exhaustive)
        return self._merge(branches, strongest, own, exhaustive=exhaustive)

    def _is_extreme(self, node: ast.If) -> bool:
        """Whether the largest or smallest of what was worked out by hand is kept."""
        match node.test:
            case ast.Compare(
                left=ast.Name(id=one) as left, comparators=[ast.Name(id=two) as right]
            ):
                kept = [
                    part
                    for part in node.body
                    if isinstance(part, ast.Assign)
                    and {*target_names(part.targets[0]), *target_names(part.value)} == {one, two}
                ]
                values = self.read_all((left, right))
                written = all(v.kind is Kind.WRITTEN for v in values)
                return bool(kept) and written and any(is_by_hand(v) for v in values)
        return False

    def _truth(self, test: ast.expr) -> bool | None:
        """What a test is, None where it depends; outside of loops literals can be compared."""
        truth = constant_truth(test)
        match test:
            case ast.Compare(
                left=ast.Name() as left, ops=[ast.Eq() | ast.NotEq() as op], comparators=[right]
            ) if truth is None and not self._loops and not self.chosen and self.question.known:
                one, two = self.read(left), self.read(right)
                if all(is_one_literal(v) for v in (one, two)):
                    return (one.key == two.key) == isinstance(op, ast.Eq)
        return truth

    def _picked(self, test: ast.expr) -> dict[str, Value]:
        """The name that is a literal wherever a test holds."""
        match test:
            case ast.Compare(left=ast.Name(id=name) as left, ops=ops, comparators=[other]):
                compared = self.read_all((left, other))
                if self.question.known and is_picked(ops, compared):
                    return {name: compared[1]}
        return {}

    def _same_shown(self, branches: list[Branch], *, exhaustive: bool) -> None:
        """What every branch shows alike is not chosen by the test between them."""
        if not exhaustive or len(branches) < 2 or self.chosen:
            return
        keys = [[show.value.key for show in shows] for _, _, shows in branches]
        if keys[0] and None not in keys[0] and all(other == keys[0] for other in keys[1:]):
            for _, _, shows in branches:
                for show in shows:
                    show.chosen = False

    def _merge(
        self,
        branches: list[Branch],
        strength: int,
        own: int,
        *,
        exhaustive: bool,
    ) -> set[str]:
        """Bring together what branches left; a test that counts makes its choice computed."""
        chooses = strength > 1 or (strength == 1 and (exhaustive or len(branches) > 1))
        going_on = [made for made, left, _ in branches if "end" not in left or "out" in left]
        for made, left, _ in branches:
            if "end" in left and "out" not in left:
                kept = Scope()  # what was changed in place outlasts the return
                kept.names = {
                    name: value
                    for name, value in made.names.items()
                    if name in self._in_place and value.computed
                }
                going_on += [kept] if kept.names else []
        names = dict.fromkeys(name for made in going_on for name in made.names)
        for name in names:
            before = self.scope.find(name)
            ways = [made.names.get(name, before) for made in going_on]
            if not exhaustive:
                ways.append(before)
            known = [way for way in ways if way is not None]
            both = joined(known)
            differs = len(known) < len(ways) or not any(both is way for way in known)
            if differs and chooses and not both.computed and both.function is None:
                both = replace(both, kind=Kind.COMPUTED, own=max(own, both.own), key=None)
            self.scope.names[name] = both
        jumps = set[str]().union(*(left for _, left, _ in branches)) - {"end"}
        if exhaustive and branches and all("end" in left for _, left, _ in branches):
            jumps.add("end")
        return jumps

    def _loop(self, loop: ast.For | ast.AsyncFor | ast.While) -> set[str]:
        if isinstance(loop, ast.While):
            self._note_counter(loop)
            strength = self.strength(self.read(loop.test))
            chosen = strength if strength > 1 else 0
        else:
            chosen = 0
            whole = self.read(loop.iter)
        outer_by_hand, self._by_hand = self._by_hand, 0
        if isinstance(loop, ast.For) and is_by_hand(whole):
            self._by_hand = whole.foreign
        self._loops += 1
        jumps: set[str] = set()
        for _ in range(_LOOPED_TWICE if self._loops <= 3 else 1):
            if isinstance(loop, ast.While):
                self.read(loop.test)
                self._note_counter(loop)
            else:
                self.assign(loop.target, self.element(whole))
            branch = self.branch_of(loop.body, chosen)
            jumps |= branch[1]
            self._carry_on(branch[0], loop, chosen)
            self._change_rows(loop)
        self._loops -= 1
        self._by_hand = outer_by_hand
        broken = "loop" in jumps
        ends = "end" in jumps and "out" not in jumps and is_never_left(loop)
        before = self.chosen
        self.chosen = max(self.chosen, 2 if broken else 0)
        left = self.block(loop.orelse)
        self.chosen = before
        return (jumps - {"loop", "end", "out"}) | left | ({"end"} if ends else set())

    def _note_counter(self, loop: ast.While) -> None:
        name = counter_of(loop)
        counter = self.scope.find(name)
        if counter is None or counter.foreign or counter.function is not None:
            return
        if counter.kind is not Kind.COMPUTED:
            self.scope.names[name] = Value(kind=Kind.COUNTED)

    def _carry_on(self, made: Scope, loop: ast.stmt, chosen: int) -> None:
        """Take over what a round made; how many rounds computed data allow is a computation."""
        for name, value in made.names.items():
            grown = isinstance(loop, ast.While) and chosen > 1 and value.function is None
            if grown and not value.computed and self.scope.find(name) not in (None, value):
                value = replace(value, kind=Kind.COMPUTED, key=None)
            self.scope.names[name] = value

    def _change_rows(self, loop: ast.For | ast.AsyncFor | ast.While) -> None:
        """What is done to a row in place is done to what it is a row of."""
        match loop:
            case ast.For(target=ast.Name(id=row), iter=ast.Name(id=name)):
                made, old = self.scope.find(row), self.scope.find(name)
                if made is None or old is None or not made.computed or old.computed:
                    return
                if all(changes(part, row) for part in loop.body):
                    self._in_place.add(name)
                    self.assign(loop.iter, replace(COMPUTED, own=max(made.own, old.own)))

    def _try(self, node: ast.Try | ast.TryStar) -> set[str]:
        branches = [self.branch_of([*node.body, *node.orelse], 0)]
        risky = any(may_raise(part) for part in node.body)
        for handler in node.handlers:
            if handler.name:
                self.scope.names[handler.name] = COMPUTED
            branches.append(self.branch_of(handler.body, 0))
        if risky and len(branches) > 1:
            first, *others = ([s.value.key for s in shows] for _, _, shows in branches)
            differ = first and None not in first and all(o and o != first for o in others)
            plain = not any(s.value.computed for _, _, shows in branches[1:] for s in shows)
            for show in (s for _, _, shows in branches for s in shows):
                show.chosen = show.chosen or (bool(differ) and plain)
        jumps = self._merge(branches, 1 if risky else 0, 0, exhaustive=True)
        return jumps | self.block(node.finalbody)

    def _match(self, node: ast.Match) -> set[str]:
        subject = self.read(node.subject)
        strength = self.strength(subject) if len(node.cases) > 1 else 0
        branches = []
        for case in node.cases:
            for name in captured(case.pattern):
                self.scope.names[name] = subject
            if case.guard is not None:
                strength = max(strength, self.strength(self.read(case.guard)))
            branches.append(self.branch_of(case.body, strength))
        self._same_shown(branches, exhaustive=True)
        return self._merge(branches, strength, subject.own, exhaustive=True)
