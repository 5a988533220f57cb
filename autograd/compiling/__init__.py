"""How a graph becomes a program: see `autograd.compile`."""
