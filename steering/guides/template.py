"""Texts with named gaps: checked when they are read, filled without interpreting what goes in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from string import Formatter

__all__ = ["Template"]


@dataclass(frozen=True, slots=True)
class Template:
    """A text with named gaps, written as `{name}`; a brace is written twice.

    Attributes:
        parts: What stands before each gap, and the gap's name; None for the end of the text.
    """

    parts: tuple[tuple[str, str | None], ...]

    @classmethod
    def read(cls, text: str, *, known: Collection[str], needed: Collection[str] = ()) -> "Template":
        """Read a template.

        Args:
            text: The template.
            known: Names that its gaps may have.
            needed: Names that must be among them.

        Raises:
            ValueError: A brace stands alone, or a gap is not known, formatted, or missing.
        """
        try:
            pieces = list(Formatter().parse(text))
        except ValueError:
            raise ValueError("a brace stands alone; write {{ or }} for a brace itself") from None
        offers = f"there are {', '.join(sorted(known))}" if known else "there are none here"
        for _, name, form, conversion in pieces:
            if name is not None and (name not in known or form or conversion):
                shown = (
                    f"{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}"
                )
                raise ValueError(
                    f"{{{shown}}} is no field of it; {offers}. Write {{{{ and }}}} for braces"
                )
        missing = set(needed) - {name for _, name, _, _ in pieces}
        if missing:
            raise ValueError(f"it lacks {', '.join(f'{{{name}}}' for name in sorted(missing))}")
        return cls(tuple((before, name) for before, name, _, _ in pieces))

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with its gaps filled; nothing in a value is taken for a gap."""
        return "".join(
            before + (values[name] if name is not None else "") for before, name in self.parts
        )
