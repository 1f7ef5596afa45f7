"""Simulations: loops that change a state step by step, by rules."""

import ast
from collections import Counter

from codesteer.steering.checkers.binding import is_item_of, root_name, target_names
from codesteer.steering.checkers.live import called_name, walk

__all__ = ["is_search", "simulates", "texts_and_rows"]

_TAKES = {"pop", "popleft", "heappop"}
_ADDS = {"append", "appendleft", "heappush", "extend"}
_CANDIDATES = {"permutations", "combinations", "product", "combinations_with_replacement"}
_DRAWS = {"choice", "randint", "random", "choices", "uniform", "gauss"}
_Choice = ast.If | ast.IfExp
_Functions = dict[str, ast.AST]


def texts_and_rows(nodes: list[ast.AST]) -> set[str]:
    """Names that start as a text or an empty row, to be added to and no state."""
    found: set[str] = set()
    for node in nodes:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Constant(value=str()) | ast.List(elts=[]) | ast.JoinedStr(),
            ):
                found.add(name)
    return found


def simulates(loop: ast.AST, own: _Functions, recursive: set[str], texts: set[str]) -> bool:
    """Whether a loop changes a state by rules, step by step.

    Args:
        loop: A loop of the program.
        own: The program's own functions, by name.
        recursive: Those that call themselves.
        texts: Names of texts and rows, which are no state.
    """
    parts = list(walk(loop))
    called = {called_name(part) for part in parts}
    over = called_name(getattr(loop, "iter", loop))
    if called & recursive or over in _CANDIDATES or is_search(loop):
        return False
    if any(_hands_on(part, own) for part in parts) or _plays_on(loop, parts, texts):
        return True
    for name in called & own.keys():
        parts += walk(own[name])
    return _changes_state(loop, parts, texts)


def _changes_state(loop: ast.AST, parts: list[ast.AST], texts: set[str]) -> bool:
    """Whether the parts of a loop, functions it calls among them, change a state."""
    called = {called_name(part) for part in parts}
    if "rotate" in called or (called & {"remove", "pop", "popleft"} and called & {"append", "add"}):
        return True
    loaded, ruled = _loaded(parts), _ruled(parts)
    if any(_changes_cell(part, ruled, loaded) for part in parts):
        return True
    tests = any(isinstance(part, _Choice) for part in parts)
    if (tests or isinstance(loop, ast.While)) and any(_rewrites(part) for part in parts):
        return True
    return tests and bool(_moved(parts) - texts or _exchanges(parts) or _walks(parts))


def _walks(parts: list[ast.AST]) -> bool:
    """Whether a row and a column of a board are moved, or a tested place by chance."""
    ruled = _ruled([part for part in parts if isinstance(part, ast.If)])
    moved = {
        part.target.id
        for part in parts
        if isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name)
        # A diagonal that is looked along is moved along by ones.
        if id(part) in ruled or not isinstance(part.value, ast.Constant)
    }
    for part in parts:
        match part:
            case ast.Subscript(value=ast.Subscript(slice=row), slice=column):
                rows, columns = ({*target_names(place)} & moved for place in (row, column))
                if rows and columns and rows != columns:
                    return True
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                tested = (p.test for p in parts if isinstance(p, _Choice))
                if called_name(value) in _DRAWS and any(name in target_names(t) for t in tested):
                    return True
    return False


def _exchanges(parts: list[ast.AST]) -> bool:
    """Whether a rule takes from one count and gives to another."""
    for part in parts:
        if isinstance(part, ast.If):
            changes = [inner for inner in part.body if isinstance(inner, ast.AugAssign)]
            if {ast.Add, ast.Sub} <= {type(change.op) for change in changes}:
                return True
    return False


def _hands_on(node: ast.AST, own: dict[str, ast.AST]) -> bool:
    """Whether a state becomes what one of the program's functions makes of it."""
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=called), args=args)
        ):
            given = [arg.id for arg in args if isinstance(arg, ast.Name)]
            return called in own and name in given
    return False


def _plays_on(loop: ast.AST, parts: list[ast.AST], texts: set[str]) -> bool:
    """Whether what a loop waits for is moved by a rule or by chance, or taken away one by one."""
    if any(_is_chosen(part, parts) for part in parts):
        return True
    if not isinstance(loop, ast.While):
        return False
    waited = set(target_names(loop.test)) - texts
    return any(_is_played(part, waited, loop.test) for part in parts)


def _is_played(node: ast.AST, waited: set[str], test: ast.expr) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in waited:
            kinds = {type(part.op) for part in walk(value) if isinstance(part, ast.BinOp)}
            ruled = isinstance(value, ast.IfExp) or len(kinds) > 1
            return ruled and name in target_names(value)
        case ast.AugAssign(target=ast.Name(id=name), value=value) if name in waited:
            return isinstance(value, ast.IfExp) or called_name(value) in _DRAWS
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="pop" | "remove"), args=[_]):
            return any(_measures(part, name) for part in walk(test))
    return False


def _measures(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=measured)]):
            return measured == name
    return False


def _is_chosen(node: ast.AST, parts: list[ast.AST]) -> bool:
    """Whether the item that changes was chosen by what stands in the table, or is tested by it."""
    match node:
        case ast.AugAssign(target=ast.Subscript(slice=ast.Name(id=place)) as target):
            return any(_chooses(part, place, root_name(target)) for part in parts)
    return False


def _chooses(node: ast.AST, place: str, table: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == place:
            return any(is_item_of(part, table) for part in walk(value))
        case ast.If(test=ast.Compare() as test):
            sums = [part for part in walk(test) if isinstance(part, ast.BinOp)]
            return any(is_item_of(part, table) for item in sums for part in walk(item))
    return False


def is_search(loop: ast.AST) -> bool:
    """Whether a loop takes states from a list and adds others to it."""
    if not isinstance(loop, ast.While):
        return False
    parts = [part for statement in loop.body for part in walk(statement)]
    taking = {_store(part) for part in parts if called_name(part) in _TAKES}
    adding = [part for part in parts if called_name(part) in _ADDS and _store(part) in taking]
    inside = {id(p) for node in parts if isinstance(node, ast.For) for p in walk(node)}
    if any(id(part) in inside for part in adding):
        return True
    # A queue whose states make others, not one that is turned round.
    waits = isinstance(loop.test, ast.Name) and loop.test.id in taking
    made = any(isinstance(part, ast.Tuple) for call in adding for part in walk(call))
    seen = any(isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.In) for part in parts)
    return waits and (made or seen)


def _store(call: ast.AST) -> str:
    """The name of what a call takes from or adds to."""
    match call:
        case ast.Call(func=ast.Attribute(attr="heappop" | "heappush"), args=[store, *_]):
            return root_name(store)
        case ast.Call(func=ast.Name(id="heappop" | "heappush"), args=[store, *_]):
            return root_name(store)
        case ast.Call(func=ast.Attribute(value=store)):
            return root_name(store)
    return ""


def _loaded(parts: list[ast.AST]) -> set[str]:
    """Names that are read, other than to change an item of them."""
    targets = {
        id(inner)
        for part in parts
        if isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store)
        for inner in walk(part.value)
    }
    return {
        part.id
        for part in parts
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and id(part) not in targets
    }


def _changes_cell(node: ast.AST, ruled: set[int], loaded: set[str]) -> bool:
    """Whether a cell or counter gets a new value by a rule, and is no entry of a table."""
    match node:
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            if root_name(target) not in loaded:
                return False
            if any(called_name(part) == "get" for part in walk(value)):
                return False  # a tally
            chosen = isinstance(value, ast.IfExp) or id(node) in ruled
            return chosen or any(is_item_of(part, root_name(target)) for part in walk(value))
        case ast.AugAssign(op=ast.BitXor(), target=ast.Subscript()):
            return True
        case ast.AugAssign(op=ast.Sub(), target=ast.Subscript() as target):
            return root_name(target) in loaded
    return False


def _ruled(parts: list[ast.AST]) -> set[int]:
    """Nodes, by id, that a test decides on."""
    return {
        id(inner)
        for part in parts
        if isinstance(part, ast.If | ast.While)
        for statement in part.body + part.orelse
        for inner in (statement, *ast.iter_child_nodes(statement))
    }


def _rewrites(node: ast.AST) -> bool:
    """Whether a text or list is put together anew from slices of itself."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return any(
                isinstance(part, ast.Subscript)
                and isinstance(part.slice, ast.Slice)
                and root_name(part) == name
                for part in walk(value)
            )
    return False


def _moved(parts: list[ast.AST]) -> set[str]:
    """Names that are changed from what they were in more than one way, or several at a time."""
    ways: Counter[str] = Counter()
    for part in parts:
        match part:
            case ast.AugAssign(target=ast.Name(id=name) | ast.Attribute(attr=name)):
                ways[name] += 1
            case ast.Assign(
                targets=[ast.Name(id=name) | ast.Attribute(attr=name)], value=value
            ) if not isinstance(value, ast.Constant):  # it may start anew
                ways[name] += 1
            case ast.Assign(targets=[ast.Tuple(elts=elts)], value=ast.Tuple(elts=values) as value):
                names = {e.id for e in elts if isinstance(e, ast.Name)}
                reckons = any(not isinstance(v, ast.Name) for v in values)
                if reckons and len(names & set(target_names(value))) > 1:
                    ways.update(dict.fromkeys(names, 2))
    augmented = {
        getattr(part.target, "id", getattr(part.target, "attr", ""))
        for part in parts
        if isinstance(part, ast.AugAssign)
    }
    several = {name for name, count in ways.items() if count > 1}
    return {name for name in several if name in augmented or _steps(name, parts)}


def _steps(name: str, parts: list[ast.AST]) -> bool:
    """Whether a name is assigned from itself."""
    return any(
        isinstance(part, ast.Assign)
        and name in target_names(part.targets[0])
        and name in target_names(part.value)
        for part in parts
    )
