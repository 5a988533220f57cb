"""The pytest plugin: `pytest notes/backprop.md` makes every equation of a file a test.

Only files that are named are read: on the command line, or by `chainrule_files` in the
configuration; with `--chainrule` all Markdown, LaTeX and notebooks that pytest comes past, but for
those that [tool.chainrule] excludes.  This module stands outside the packages because pytest
imports it in every run: the packages are imported when there is such a file.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

SUFFIXES = (".md", ".markdown", ".tex", ".ipynb", ".txt")
_LISTED = pytest.StashKey[frozenset[Path]]()
_TAKEN_IN = pytest.StashKey[set[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--chainrule`, and `chainrule_files` to the configuration."""
    parser.getgroup("chainrule").addoption(
        "--chainrule",
        action="store_true",
        help="check the equations of all Markdown, LaTeX and notebooks as well",
    )
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
    every = parent.config.getoption("--chainrule") and file_path.suffix.lower() != ".txt"
    if not (named or every) or file_path.suffix.lower() not in SUFFIXES:
        return None
    import chainrule  # noqa: F401  (it says so if other packages have overwritten ours)

    if not named and _is_left_out(file_path, parent.config):
        return None
    from autograd.checking.plugin import DerivationFile

    collector: pytest.Collector = DerivationFile.from_parent(parent, path=file_path)
    return collector


def _is_left_out(path: Path, config: pytest.Config) -> bool:
    """Whether [tool.chainrule] excludes a file, or another LaTeX file takes it in."""
    from autograd.checking.many import taken_in
    from chainrule.commands.checking import FORMATS
    from chainrule.found_files import found_files, is_excluded
    from chainrule.settings import settings

    if path.suffix.lower() == ".tex":
        if _TAKEN_IN not in config.stash:
            config.stash[_TAKEN_IN] = set()
            with suppress(ValueError):  # there is none below the root
                beside = found_files([str(config.rootpath)], suffixes=(".tex",))
                config.stash[_TAKEN_IN] = taken_in(beside)
        if path.resolve() in config.stash[_TAKEN_IN]:
            return True
    return is_excluded(str(path), settings(FORMATS).values.get("exclude", []))
