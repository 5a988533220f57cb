"""A headless browser for the page's modules and for the page itself.

`page` is an empty page of the one browser of the run, at an address of its own from which the
modules of `autograd/showing/page` can be imported.  Nothing else is reachable: what a page asks of
the network is refused, and listed in `page.requests`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browsers import CHROMIUM, FIREFOX, Firefox, missing

from autograd.showing.viewing import view

MODULES = Path(__file__).resolve().parents[2] / "autograd" / "showing" / "page"
HOME = "http://page.test/"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PURE = [
    *(f"maths/{name}" for name in
      ("primitives", "program", "model", "paths", "groups", "default-folds",
       "visible-graph", "formula-reader", "quiz-judge",
       "local-function")),
    "layout/layout",
    "layout/frames",
]  # fmt: skip
"""The modules that need no document."""
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The one browser of the run."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    if CHROMIUM is None:
        missing("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if FIREFOX is None:
        missing("Firefox")
    browser = Firefox(tmp_path_factory.mktemp("firefox") / "profile")
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def context(browser: Any) -> Iterator[Any]:
    """The one context of the run's pages.

    They keep nothing in it, and a new page costs a third of what a new context does.
    """
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@contextmanager
def _modules(context: Any) -> Iterator[Any]:
    """An empty page that reaches the modules and nothing else; `.requests` lists the rest."""
    page = context.new_page()
    page.requests = []

    def answer(route: Any) -> None:
        address = route.request.url
        path = MODULES / address.removeprefix(HOME)
        if address == HOME:
            route.fulfill(body="<!doctype html><title>test</title>", content_type="text/html")
        elif address.startswith(HOME) and path.is_file():
            route.fulfill(body=path.read_text("utf-8"), content_type=TYPES[path.suffix])
        else:
            page.requests.append(address)
            route.abort()

    page.route("**/*", answer)
    page.goto(HOME)
    yield page
    page.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    """An empty page; an error in its scripts that nobody caught fails the test."""
    errors: list[str] = []
    with _modules(context) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    assert not errors, errors


@pytest.fixture(scope="session")
def js(context: Any) -> Iterator[Callable[..., Any]]:
    """Run a function of the pure modules: `js("({evaluate}, x) => evaluate(x, 0, [])", 1.0)`.

    All that they export is its first argument, plain data the second.  One page serves all tests:
    the modules keep no state.
    """
    with _modules(context) as page:

        def run(function: str, argument: Any = None) -> Any:
            return page.evaluate(
                f"""async () => {{
                    const modules = {PURE}.map((name) => import(`/${{name}}.js`));
                    const exported = Object.assign({{}}, ...(await Promise.all(modules)));
                    return ({function})(exported, {json.dumps(argument)});
                }}"""
            )

        yield run
        assert not page.requests, page.requests


@pytest.fixture
def opened(browser: Any, context: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open the file that `view` writes: `opened(L, width=390, link="step=3", dark=True)`.

    Given a path, it opens that file.  Nothing is reachable but the file; what it asks of the
    network is in `page.requests`, and an error in its scripts fails the test. A language other than
    English has a context of its own.
    """
    pages, contexts, errors = [], [], []

    def opening(
        root: Any, *, width: int = 1280, height: int = 800, link: str = "", dark: bool = False,
        motion: bool = False, locale: str = "en-US", **options: Any,
    ) -> Any:  # fmt: skip
        written = tmp_path / f"page-{len(pages)}.html"
        file = root if isinstance(root, Path) else view(root, written, **options)
        if locale != "en-US":
            contexts.append(browser.new_context(locale=locale))
        page = (context if locale == "en-US" else contexts[-1]).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            color_scheme="dark" if dark else "light",
            reduced_motion="no-preference" if motion else "reduce",
        )
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: said.type == "error" and errors.append(said.text))
        page.goto(f"{file.as_uri()}{'#' if link else ''}{link}")
        page.wait_for_selector(".scene .node")
        page.requests.remove(page.url.split("#")[0])
        return page

    yield opening
    for made in (*pages, *contexts):
        made.close()
    assert not errors, errors
