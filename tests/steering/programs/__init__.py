"""Labelled programs, and how well a checker reads them."""

from tests.steering.programs.labelled import DEVELOPMENT, HELD_OUT, Program, programs

__all__ = ["DEVELOPMENT", "HELD_OUT", "Program", "programs"]
