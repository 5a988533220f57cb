"""Numbers on the command line: each kind is read, or refused in one line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from itertools import pairwise

DIGITS = 12


def count(text: str) -> int:
    """Return a whole number from 1 up, of at most twelve digits."""
    if not text.isdecimal() or len(text) > DIGITS or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"{text!r:.40} is not a whole number from 1 to 10^{DIGITS}"
        )
    return int(text)


def check_parameters(option: str, widths: Sequence[int], most: int) -> int:
    """Return how many parameters layers of these widths have, the inputs first; refuse too many."""
    found = sum((below + 1) * here for below, here in pairwise(widths))
    if found > most:
        raise ValueError(
            f"{option}: a network {'-'.join(map(str, widths))} has {found:,} parameters, here it "
            f"may have {most:,}"
        )
    return found


def whole(text: str) -> int:
    """Return a whole number, for a seed."""
    if not re.fullmatch(rf"[-+]?[0-9]{{1,{DIGITS}}}", text):
        raise argparse.ArgumentTypeError(f"{text!r:.40} is not a whole number below 10^{DIGITS}")
    return int(text)


def widths(text: str) -> list[int]:
    """Return the widths of layers: "32-16", "32,16", "none"."""
    return [] if text == "none" else [count(part) for part in text.replace(",", "-").split("-")]


def positive(text: str) -> float:
    """Return a number above 0."""
    return _between(text, 0, float("inf"), f"{text!r:.40} is not a number above 0")


def share(text: str) -> float:
    """Return a share of the samples: 0 to 0.9."""
    if text in ("0", "0.0"):
        return 0.0
    return _between(text, 0, 0.9, f"{text!r:.40} is not a number from 0 to 0.9")


def _between(text: str, low: float, high: float, refusal: str) -> float:
    """Return a number above `low`, finite and not above `high`."""
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(refusal) from None
    if not low < number <= min(high, 1e308):
        raise argparse.ArgumentTypeError(refusal)
    return number
