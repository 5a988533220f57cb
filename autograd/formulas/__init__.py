"""Formulas: rows that write themselves down, their printers, short closed forms."""
