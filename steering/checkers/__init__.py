"""Checkers: what a program really computes, and whether an answer holds."""
