"""Measures SymBench: every task solved and verified, and how fast."""
