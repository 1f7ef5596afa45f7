"""Measures steering on this machine, and runs every method against simulated models."""
