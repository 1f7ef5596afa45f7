"""Guides: what reads a trajectory and says what the task model should do next."""
