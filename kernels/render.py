"""A cell's result as text that a model reads."""

from codesteer.kernels.result import CellResult, Image, Omission, Stream, Value

__all__ = ["render_output", "render_result"]


def render_output(result: CellResult) -> str:
    """Everything the cell showed, in order, as plain text.

    Standard error is marked line by line, pictures and cuts are named in brackets.
    """
    parts: list[str] = []
    images = 0
    for output in result.outputs:
        match output:
            case Stream(name="stderr"):
                lines = output.text.rstrip("\n").split("\n")
                parts.append("\n".join(f"[stderr] {line}" for line in lines) + "\n")
            case Stream() | Value():
                parts.append(output.text)
            case Image():
                images += 1
                parts.append(f"[picture {images}]\n")
            case Omission():
                parts.append(_cut(output))
        if parts[-1] and not parts[-1].endswith("\n"):
            parts[-1] += "\n"
    return "".join(parts).rstrip("\n")


def render_result(result: CellResult) -> str:
    """Status, output, exception and what became of the variables, as plain text."""
    lines = [f"status: {result.status} ({result.duration_s:.2f} s)"]
    if result.note:
        lines.append(f"note: {result.note}")
    if result.late:
        lines.append(f"written since the last cell by code still running:\n{result.late}")
    output = render_output(result)
    if output:
        lines.append(f"output:\n{output}")
    elif result.status == "ok":
        lines.append("output: none. Print what you want to see.")
    if result.error is not None:
        lines.append(f"error:\n{result.error.traceback or _bare(result)}")
    return "\n".join(lines)


def _bare(result: CellResult) -> str:
    error = result.error
    return "" if error is None else f"{error.name}: {error.message}"


def _cut(omission: Omission) -> str:
    parts = []
    if omission.chars:
        parts.append(f"{omission.chars:,} characters ({omission.lines:,} lines)")
    if omission.images:
        parts.append(f"{omission.images} pictures (too many or too large)")
    what = " and ".join(parts)
    return f"\n[... {what} cut here; print less, or only the part you need ...]\n"
