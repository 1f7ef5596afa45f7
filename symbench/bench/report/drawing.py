"""Charts as SVG without any script or style of their own: the page's style sheet colours them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from codesteer.symbench.bench.report.markup import Markup, tag

__all__ = ["Bar", "Dot", "Line", "dots", "lines", "share_bar", "stack"]

_PALETTE = 10
_NAME_WIDE, _NAME_HIGH = 125, 15
"""How much room a name needs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: a value, 0 to 1, with its interval, at each place of the axis; None for a gap."""

    label: str
    values: tuple[tuple[float, float, float] | None, ...]
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A point of a scatter plot.

    Attributes:
        label: Stands beside it.
        x: Where, above 0.
        y: 0 to 1.
        low: Lower end of y's interval.
        high: Upper end.
        colour: Which of the palette.
        hollow: Drawn as a ring, for numbers of others.
    """

    label: str
    x: float
    y: float
    low: float
    high: float
    colour: int
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a stacked bar."""

    label: str
    value: float
    kind: str


def lines(
    series: Sequence[Line],
    places: Sequence[str],
    *,
    title: str,
    width: int = 720,
    height: int = 340,
    named: bool = True,
) -> Markup:
    """A line chart of rates.

    Args:
        series: The lines.
        places: Names along the axis.
        title: For those who cannot see it.
        width: In units of the drawing.
        height: The same.
        named: Whether each line is named at its end, and has bars for its intervals.
    """
    left, right, top, bottom = (44, 170, 14, 30) if named else (26, 8, 8, 20)
    w, h = width - left - right, height - top - bottom
    step = w / max(1, len(places) - 1)
    parts = _rates_axis(left, top, w, h, fine=named)
    for at, place in enumerate(places):
        x = left + (at * step if len(places) > 1 else w / 2)
        parts.append(_text(x, top + h + 18, place, "middle", "tick"))
    ends: list[tuple[float, Line]] = []
    for line in series:
        shift = (line.colour % 5 - 2) * 2.5 if named else 0.0
        points = []
        for at, value in enumerate(line.values):
            if value is None:
                continue
            x = left + (at * step if len(places) > 1 else w / 2) + shift
            points.append((x, top + h * (1 - value[0]), value, places[at]))
        if not points:
            continue
        parts.append(_path(points, line, top, h, bars=named))
        ends.append((points[-1][1], line))
    if named:
        for y, line in _apart(ends, top, top + h):
            label = _short(line.label, 24)
            parts.append(_text(left + w + 14, y + 4, label, "start", f"name c{_c(line.colour)}"))
    return _svg(width, height, title, parts)


def dots(
    points: Sequence[Dot], *, title: str, unit: str, width: int = 580, height: int = 360
) -> Markup:
    """A scatter plot of rates against a cost, on a logarithmic axis.

    Args:
        points: The points.
        title: For those who cannot see it.
        unit: What the axis counts.
        width: In units of the drawing.
        height: The same.
    """
    left, right, top, bottom = 44, 130, 14, 46
    w, h = width - left - right, height - top - bottom
    low = math.log10(min(point.x for point in points)) - 0.08
    high = max(math.log10(max(point.x for point in points)) + 0.08, low + 0.3)

    def across(value: float) -> float:
        return left + w * (math.log10(value) - low) / (high - low)

    parts = _rates_axis(left, top, w, h, fine=True)
    for value in _ticks(low, high):
        x = across(value)
        parts.append(tag("line", x1=_n(x), x2=_n(x), y1=top, y2=top + h, class_="grid"))
        parts.append(_text(x, top + h + 18, f"{value:,g}", "middle", "tick"))
    parts.append(_text(left + w / 2, height - 8, unit, "middle", "axis"))
    placed = [(across(point.x), top + h * (1 - point.y), point) for point in points]
    for (x, y, point), named in zip(placed, _names(placed), strict=True):
        colour = f"c{_c(point.colour)}"
        ends = top + h * (1 - point.high), top + h * (1 - point.low)
        says = f"{point.label}: {_percent(point.y)} at {point.x:,.1f} {unit}"
        marks = [tag("title", says)]
        if point.high > point.low:
            marks.append(_whisker(x, *ends))
        hollow = " hollow" if point.hollow else ""
        marks.append(tag("circle", cx=_n(x), cy=_n(y), r=5, class_=f"dot{hollow}"))
        marks.append(_text(x + 10, named + 4, _short(point.label, 26), "start", "name"))
        parts.append(tag("g", *marks, class_=colour))
    return _svg(width, height, title, parts)


def stack(bars: Sequence[Bar], *, title: str, width: int = 600, height: int = 22) -> Markup:
    """One bar whose parts make up the whole."""
    total = sum(bar.value for bar in bars) or 1
    parts, x = [], 0.0
    for bar in bars:
        wide = width * bar.value / total
        says = tag("title", f"{bar.label}: {bar.value:,g} ({_percent(bar.value / total)})")
        shown = tag("rect", says, x=_n(x), y=0, width=_n(wide), height=height, class_=bar.kind)
        parts.append(shown)
        x += wide
    return _svg(width, height, title, parts, stretched=True)


def share_bar(share: float, title: str) -> Markup:
    """A small bar: how much of a whole."""
    whole = tag("rect", x=0, y=0, width=100, height=8, rx=1, class_="rest")
    part = tag("rect", x=0, y=0, width=_n(100 * share), height=8, rx=1, class_="part")
    return _svg(100, 8, title, [whole, part], stretched=True)


def _path(
    points: Sequence[tuple[float, float, tuple[float, float, float], str]],
    line: Line,
    top: int,
    h: int,
    *,
    bars: bool,
) -> Markup:
    way = " ".join(f"{_n(x)},{_n(y)}" for x, y, _, _ in points)
    marks = [tag("polyline", points=way, class_=f"line d{line.colour % 4}")]
    for x, y, (value, low, high), place in points:
        says = f"{line.label}, {place}: {_percent(value)} ({_percent(low)} to {_percent(high)})"
        if bars:
            marks.append(_whisker(x, top + h * (1 - high), top + h * (1 - low)))
        radius = 3.6 if bars else 2
        circle = tag("circle", tag("title", says), cx=_n(x), cy=_n(y), r=radius, class_="dot")
        marks.append(circle)
    return tag("g", *marks, class_=f"c{_c(line.colour)}")


def _rates_axis(left: int, top: int, w: int, h: int, *, fine: bool) -> list[Markup]:
    parts = []
    for percent in (0, 20, 40, 60, 80, 100) if fine else (0, 50, 100):
        y = top + h * (1 - percent / 100)
        parts.append(tag("line", x1=left, x2=left + w, y1=_n(y), y2=_n(y), class_="grid"))
        parts.append(_text(left - 12 if fine else left - 6, y + 4, str(percent), "end", "tick"))
    return parts


def _whisker(x: float, y1: float, y2: float) -> Markup:
    return tag("line", x1=_n(x), x2=_n(x), y1=_n(y1), y2=_n(y2), class_="whisker")


def _names(placed: Sequence[tuple[float, float, Dot]]) -> list[float]:
    """Heights of the points' names: each moves up or down until it overlaps none that is placed."""
    taken: list[tuple[float, float]] = []
    for x, y, _ in placed:
        tries = (y + step * side for step in range(0, 90, 3) for side in (1, -1))
        free = (
            height
            for height in tries
            if all(
                abs(x - left) > _NAME_WIDE or abs(height - top) >= _NAME_HIGH for left, top in taken
            )
        )
        taken.append((x, next(free, y)))
    return [height for _, height in taken]


def _apart(ends: Sequence[tuple[float, Line]], low: float, high: float) -> list[tuple[float, Line]]:
    """Names at the ends of lines, moved apart where they would overlap."""
    placed: list[tuple[float, Line]] = []
    y = low - _NAME_HIGH
    for wanted, line in sorted(ends, key=lambda each: each[0]):
        y = max(wanted, y + _NAME_HIGH)
        placed.append((y, line))
    limit = high
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = (min(placed[at][0], limit), placed[at][1])
        limit = placed[at][0] - _NAME_HIGH
    return placed


def _ticks(low: float, high: float) -> list[float]:
    """Round values between two powers of ten: 1, 2 and 5 times them."""
    found = []
    for power in range(math.floor(low), math.ceil(high) + 1):
        found += [factor * 10.0**power for factor in (1, 2, 5)]
    return [value for value in found if low <= math.log10(value) <= high]


def _svg(
    width: int, height: int, title: str, parts: Sequence[Markup], *, stretched: bool = False
) -> Markup:
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=title,
        class_="stretched" if stretched else "chart",
        preserveAspectRatio="none" if stretched else None,
    )


def _text(x: float, y: float, text: str, anchor: str, kind: str) -> Markup:
    return tag("text", text, x=_n(x), y=_n(y), text_anchor=anchor, class_=kind)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _c(colour: int) -> int:
    return colour % _PALETTE


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"
