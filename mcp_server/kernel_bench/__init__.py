"""How fast and how small kernels are, measured as a client sees them."""
