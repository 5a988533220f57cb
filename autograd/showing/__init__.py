"""Showing a graph: its facts as data, the passes in words, pictures, and the interactive page."""
