"""SymBench: verifiable tasks of adjustable complexity."""
