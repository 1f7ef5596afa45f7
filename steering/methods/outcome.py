"""What running a program gave, told to a model."""

from codesteer.steering.executor import Execution

__all__ = ["told"]

_SHOWN = 1_500


def told(execution: Execution) -> str:
    """An outcome in words: the end of long output, the end of a long traceback.

    Times and names of kernels are left out, so that the same outcome is told in the same words.
    """
    output, error = _end(execution.output), _end(execution.error)
    parts = [f"It printed:\n{output}" if output else "It printed nothing."]
    if execution.status == "error":
        parts.append(f"It failed:\n{error}")
    elif execution.status == "timeout":
        parts.append("It did not finish in time and was interrupted.")
    elif execution.status != "ok":
        parts.append("It ended the interpreter; all variables are gone.")
    return "\n".join(parts)


def _end(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _SHOWN else f"[...] {text[-_SHOWN:]}"
