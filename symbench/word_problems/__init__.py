"""Templates of word problems: each draws a story, its exact answer and what is given in it."""
