"""The pytest plugin: `pytest notes/backprop.md` makes every equation of a file a test.

Only files that are named are read: on the command line, or by `chainrule_files` in the
configuration.  This module stands outside the packages because pytest imports it in every run:
the packages are imported when there is such a file.
"""

from __future__ import annotations

from pathlib import Path

import pytest

SUFFIXES = (".md", ".markdown", ".tex", ".txt")
_LISTED = pytest.StashKey[frozenset[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `chainrule_files` to the configuration."""
    parser.addini(
        "chainrule_files",
        "derivations to check wherever pytest comes past them, as globs from the root directory: "
        "notes/*.md",
        type="args",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Find the files of `chainrule_files`."""
    patterns = config.getini("chainrule_files")
    config.stash[_LISTED] = frozenset(
        path for pattern in patterns for path in config.rootpath.glob(pattern)
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return the collector of a derivation that was named."""
    named = parent.session.isinitpath(file_path) or file_path in parent.config.stash[_LISTED]
    if not named or file_path.suffix.lower() not in SUFFIXES:
        return None
    import chainrule  # noqa: F401  (it says so if other packages have overwritten ours)
    from autograd.checking.plugin import DerivationFile

    collector: pytest.Collector = DerivationFile.from_parent(parent, path=file_path)
    return collector
