"""Derivations about layers, vectors and matrices: `w^{(l)}`, transposes, sums over an index."""
