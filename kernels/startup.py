"""Code that every Python kernel runs before its first cell."""

__all__ = ["STARTUP"]

STARTUP = """
import sys as _sys
_sys.modules["codesteer"] = None
del _sys
"""
