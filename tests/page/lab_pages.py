"""The lab in Chromium: a server of it, its page with a text, the wait for a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from served import running

from chainrule.laboratory.server import LabServer
from chainrule.laboratory.watched import WatchedFile

SETTLED = "() => chainruleLab.marks && chainruleLab.checked === chainruleLab.editor.text"
Opened = Callable[..., Any]


@contextmanager
def serving(file: WatchedFile | None = None) -> Iterator[LabServer]:
    with running(LabServer(file)) as server:
        server.checks.start()
        yield server


@contextmanager
def opening_in(browser: Any, server: LabServer) -> Iterator[Opened]:
    """Open the lab with a text: `opened(WRONG, width=390, dark=True, locale="zh-CN")`.

    What it asks of any other than its server fails the test, and so does an error.
    """
    contexts, errors = [], []

    def opening(
        text: str | None, *, width: int = 1440, dark: bool = False,
        locale: str = "en-US", at: LabServer = server, link: str = "", wait: bool = True,
    ) -> Any:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=locale, reduced_motion="reduce",
            color_scheme="dark" if dark else "light", accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: said.type == "error" and errors.append(said.text))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((at.address, "data:", "blob:")) or errors.append(request.url)
            ),
        )
        page.goto(at.address + link)
        page.wait_for_function("() => globalThis.chainruleLab?.lessons.length")
        if text is not None:
            page.evaluate("(text) => chainruleLab.load(text, 'md')", text)
        if wait:
            settle(page)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert not errors, errors


def settle(page: Any) -> None:
    """Wait for the verdict on what stands in the editor, and for its graph."""
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(50)
    page.evaluate("() => chainruleLab.checker.ask({ do: 'check', text: '' })")
    page.wait_for_timeout(50)


def typed(page: Any, text: str) -> None:
    page.locator(".field").press("Control+End")
    page.keyboard.type(text)
    settle(page)


def text_of(page: Any) -> str:
    found: str = page.input_value(".field")
    return found


def marked(page: Any, look: str) -> list[str]:
    found: list[str] = page.locator(f".mark.member.{look}").all_text_contents()
    return found
