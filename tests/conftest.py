"""Every run draws the same examples; no test leaves an operation behind; which tests are slow."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from autograd import TABLE

SLOW = frozenset(
    {
        # graphs of a million nodes, notebooks, whole trainings, processes
        "test_deep", "test_notebooks", "test_examples", "test_example_networks", "test_collisions",
        "test_cli", "test_hostile", "test_train_command", "test_training_page", "test_check_many",
        "test_mark_command", "test_lab_server", "test_documentation",
        "test_training", "test_fit_changes",
        # corpora of derivations, random programs, PyTorch
        "test_layered", "test_diagnose", "test_frozen", "test_reader_fuzz", "test_check_fuzz",
        "test_strangers", "test_notes", "test_any_depth", "test_compile_long", "test_marking",
        "test_lessons",
        "test_gradient_check", "test_plugin", "test_accuracy", "test_compile",
        "test_planted_functions", "test_planted_gradients", "test_torch", "test_random_programs",
    }
)  # fmt: skip
"""Files of tests that together take longer than all the others."""

TOGETHER = {
    "test_lab_folder": "the lab as a folder",
    "test_jupyterlab": "JupyterLab",
    "test_firefox": "Firefox",
    "test_deep": "deep chains",
    "test_notebooks": "notebooks",
    **dict.fromkeys(
        ("test_any_depth", "test_diagnose", "test_frozen", "test_layered", "test_notes"),
        "corpora of derivations",
    ),
}
"""Files whose tests share what takes long to make: of several workers one runs them."""

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,  # a slow machine is no failure
    database=None,
    max_examples=60,
)
settings.load_profile("repeatable")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as of what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # or no child could be interrupted


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Return who gives tests to workers: one by one, but for files of which one has all.

    The marks that pytest-xdist has for that are lost on pytest 9.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return TOGETHER.get(Path(nodeid.partition("::")[0]).stem, nodeid)

    return Scheduling(config, log) if config.getoption("dist") == "load" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow files, and those that need a browser."""
    for item in items:
        if Path(item.path).stem in SLOW or "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _table_as_it_was() -> Iterator[None]:
    """Take the operations that a test has defined out of the table."""
    before = dict(TABLE)
    yield
    TABLE.clear()
    TABLE.update(before)
