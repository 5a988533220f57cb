"""The console command `chainrule`: whatever happens, one line and an exit code.

It stands outside the packages so that an interrupt while they load, or packages that another
distribution has overwritten, are told of as everything else is.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command; return its exit code."""
    try:
        from chainrule.commands import main as run

        return run()
    except KeyboardInterrupt:
        return _refused("interrupted", 130)
    except (ImportError, MemoryError) as error:
        return _refused(str(error) or "not enough memory", 2)


def _refused(why: str, code: int) -> int:
    if sys.stderr is not None:
        print(f"chainrule: {why}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
