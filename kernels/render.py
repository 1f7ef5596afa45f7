"""A cell's result as text that a model reads."""

from codesteer.kernels.result import CellResult, Image, Omission, Stream, Value

__all__ = ["render_output"]


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


def _cut(omission: Omission) -> str:
    parts = []
    if omission.chars:
        parts.append(f"{omission.chars:,} characters ({omission.lines:,} lines)")
    if omission.images:
        parts.append(f"{omission.images} pictures (too many or too large)")
    what = " and ".join(parts)
    return f"\n[... {what} cut here; print less, or only the part you need ...]\n"
