"""Numbers on the command line: each kind is read, or refused in one line."""

from __future__ import annotations

import argparse


def count(text: str) -> int:
    """Return a whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def widths(text: str) -> list[int]:
    """Return the widths of layers: "32-16", "32,16", "none"."""
    return [] if text == "none" else [count(part) for part in text.replace(",", "-").split("-")]


def positive(text: str) -> float:
    """Return a number above 0."""
    return _between(text, 0, float("inf"), f"{text!r} is not a number above 0")


def share(text: str) -> float:
    """Return a share of the samples: 0 to 0.9."""
    if text in ("0", "0.0"):
        return 0.0
    return _between(text, 0, 0.9, f"{text!r} is not a number from 0 to 0.9")


def _between(text: str, low: float, high: float, refusal: str) -> float:
    """Return a number above `low`, finite and not above `high`."""
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(refusal) from None
    if not low < number <= min(high, 1e308):
        raise argparse.ArgumentTypeError(refusal)
    return number
