"""Text to expression trees: documents, formulas, names."""
