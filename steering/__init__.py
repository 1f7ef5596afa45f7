"""Steering: episodes, guides, checkers and methods. Knows no protocol and no task."""
