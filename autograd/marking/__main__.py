"""`python -m autograd.marking`: requests as lines of JSON on standard input, answers as lines."""

from __future__ import annotations

import sys

from .service import answer_json


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        sys.stdout.write(f"{answer_json(line)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
