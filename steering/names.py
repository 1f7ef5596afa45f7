"""Which names a program sets for others, and which it expects to be set."""

import symtable
from collections.abc import Iterator

__all__ = ["names_needed", "names_set"]


def names_set(code: str) -> frozenset[str]:
    """Names that a program binds at its top level; none where it is no Python."""
    table = _table(code)
    if table is None:
        return frozenset()
    return frozenset(name.get_name() for name in table.get_symbols() if _is_bound(name))


def names_needed(code: str) -> frozenset[str]:
    """Names that a program reads and never binds itself, builtins among them."""
    table = _table(code)
    if table is None:
        return frozenset()
    read = {
        name.get_name()
        for scope in _scopes(table)
        for name in scope.get_symbols()
        if name.is_referenced() and (scope is table or name.is_global())
    }
    return frozenset(read) - names_set(code)


def _is_bound(name: symtable.Symbol) -> bool:
    return name.is_assigned() or name.is_imported()


def _table(code: str) -> symtable.SymbolTable | None:
    try:
        return symtable.symtable(code, "<program>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    stack = [table]
    while stack:
        scope = stack.pop()
        yield scope
        stack.extend(scope.get_children())
