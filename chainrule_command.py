"""The console command `chainrule`: whatever happens, one line and an exit code.

It stands outside the packages so that an interrupt while they load, or packages that another
distribution has overwritten, are told of as everything else is.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress


def main() -> int:
    """Run the command; return its exit code."""
    try:
        from chainrule.commands import main as run

        return run()
    except KeyboardInterrupt:
        return _refused("interrupted", 130)
    except MemoryError:
        return _refused("there is not enough memory for it", 2)
    except ImportError as error:
        return _refused(str(error), 2)
    except Exception as error:
        return _refused(f"a mistake of chainrule's own, please report it: {error!r:.200}", 2)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left is Python's own end


def _refused(why: str, code: int) -> int:
    with suppress(OSError, AttributeError):  # stderr is full, or closed
        sys.stderr.write(f"chainrule: {why}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
