"""SymBench, and CodeSteer itself, in the evaluation and training libraries of others."""
