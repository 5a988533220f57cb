"""The console command `chainrule`: whatever happens, one line and an exit code.

It stands outside the packages so that an interrupt while they load, or packages that another
distribution has overwritten, are told of as everything else is.  It loads next to nothing before
it can tell of an interrupt.
"""

import sys


def main() -> int:
    """Run the command; return its exit code."""
    try:
        return _run()
    except KeyboardInterrupt:  # one more, while the first was told of
        return 130
    finally:
        _ignore_interrupts()


def _run() -> int:
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


def _ignore_interrupts() -> None:
    """Let Python end in quiet."""
    try:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        pass


def _refused(why: str, code: int) -> int:
    try:  # noqa: SIM105  (contextlib takes long to load)
        sys.stderr.write(f"chainrule: {why}\n")
    except (OSError, AttributeError):  # stderr is full, or closed
        pass
    return code


if __name__ == "__main__":
    sys.exit(main())
