"""The colours of all that is shown: the page on a screen and on paper, pictures, reports, curves.

Blue is a value, vermilion a gradient or what is wrong, violet a gradient that is negative, green
what is right; the rest is quiet paper.  Blue, vermilion and violet differ in lightness too, and are
told apart by the colour-blind.
"""

from __future__ import annotations

LIGHT = {
    "paper": "#fdfcfa",
    "raised": "#ffffff",
    "ink": "#1d1c1a",
    "soft": "#6a665f",
    "line": "#d9d4ca",
    "rule": "#e9e5dc",
    "face": "#ffffff",
    "leaf": "#f4f1ea",
    "edge": "#a8a296",
    "value": "#1c5a9e",
    "gradient": "#b03a1f",
    "minus": "#5a3d9a",
    "wash": "#f4f1ea",
    "good": "#2c6e49",
    "ochre": "#8a6100",
    "teal": "#0f7480",
    "rose": "#a83372",
}
DARK = {
    "paper": "#16171a",
    "raised": "#1e2024",
    "ink": "#ebe8e1",
    "soft": "#a19d94",
    "line": "#3d4047",
    "rule": "#2b2d33",
    "face": "#1e2024",
    "leaf": "#272a30",
    "edge": "#666a73",
    "value": "#8ebbf2",
    "gradient": "#f19a80",
    "minus": "#b9a3f0",
    "wash": "#24262b",
    "good": "#86c9a2",
    "ochre": "#e0b45a",
    "teal": "#6cc7d0",
    "rose": "#f09ac6",
}
EITHER = {
    "good": "#22863a",
    "ochre": "#b7791f",
    "gradient": "#d0443b",
    "minus": "#8a63d2",
}
"""Legible on light and on dark paper: a notebook does not say which it has."""
SERIES = ("value", "gradient", "good", "minus", "ochre", "teal", "rose", "soft")
"""The colours of curves and classes, in their order."""


def declared(colours: dict[str, str]) -> str:
    """Return the colours as CSS variables: "--paper: ...; --raised: ...; ..."."""
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def declared_for_both() -> str:
    """Return them as CSS variables that are light or dark as the reader's page is."""
    return declared({name: f"light-dark({LIGHT[name]}, {DARK[name]})" for name in LIGHT})


def declared_series() -> str:
    """Return the colours of curves and classes: "--series-0: var(--value); ..."."""
    return declared({f"series-{k}": f"var(--{name})" for k, name in enumerate(SERIES)})
