"""`python -m autograd.marking`: requests as lines of JSON on standard input, answers as lines."""

from __future__ import annotations

import sys
from pathlib import Path

from .service import answer_json


def main(path: Path | None = None) -> None:
    """Answer until the input ends; `path` is the file that is edited."""
    for line in sys.stdin:
        sys.stdout.write(f"{answer_json(line, path)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
