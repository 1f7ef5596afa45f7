"""Builds HTML and SVG out of parts; whatever is no markup yet is escaped."""

import html
import json
from typing import Any

from codesteer.steering.episodes.texts import printable

__all__ = ["Markup", "joined", "script_json", "tag"]


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """An element.

    Args:
        name: Its name.
        children: Markup as it is, None left out, anything else escaped and printable.
        attributes: None and False are left out, True stands without a value; underscores become
            hyphens, one at the end is dropped (`class_`).
    """
    head = "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{name}{head}>{joined(*children)}</{name}>")


def joined(*children: object) -> Markup:
    """Children one after another; see `tag`."""
    return Markup("".join(_child(child) for child in children if child is not None))


def script_json(value: Any) -> str:
    """JSON that can stand inside a script element: no text in it ends or opens anything."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _child(child: object) -> str:
    return child if isinstance(child, Markup) else _escaped(child)


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_escaped(value)}"'


def _escaped(value: object) -> str:
    return html.escape(printable(str(value)), quote=True)
