"""What comes of an equation that is there to show a mistake: it is no status of its own."""

EXPECTED, UNEXPECTED = "expected", "unexpected"
"""Wrong as it is meant to be; not wrong, though it is meant to be."""
