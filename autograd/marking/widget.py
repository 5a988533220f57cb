"""`LabWidget`: the lab in a notebook; the kernel checks, no server is needed.

Needs `pip install chainrule[notebook]`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any

from ..checking.report.result import Report
from ..checking.time_limit import limited
from .page import cell_module, page_style
from .service import answer, marked

try:
    import anywidget
    import traitlets
except ImportError as error:
    raise ImportError(
        "lab(...) in a notebook needs anywidget: pip install chainrule[notebook]; "
        "the command chainrule lab opens the same page without it"
    ) from error

LIMIT = 5.0
"""Seconds for one check: the kernel is not kept from the next cell."""


class LabWidget(anywidget.AnyWidget):
    """The editor and its graph; `text` is what stands in it, `report` the check of that.

    path  the file that it was read from, if it was: comments may use those beside it
    """

    _esm = cell_module()
    _css = page_style()
    text = traitlets.Unicode().tag(sync=True, echo_update=False)  # no older text comes back
    kind = traitlets.Unicode("md").tag(sync=True)
    language = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, text: str, kind: str, language: str | None, path: Path | None) -> None:
        super().__init__(text=text, kind=kind, language=language)
        self.path = path
        self._checks = ThreadPoolExecutor(1, "lab")
        self.on_msg(self._on_message)

    @property
    def report(self) -> Report:
        """The check of the text as it stands, as `check_text` gives it; of a sheet its marks'."""
        return marked(self.text, self.kind, self.path).report

    def _on_message(self, _: object, content: dict[str, Any], __: object) -> None:
        """Take the text as it stands in the editor, or have a request answered.

        A check has a thread of its own: a text that comes while it runs need not wait for its end.
        """
        if "text" in content:
            self.set_state({"text": str(content["text"])})
        else:
            self._checks.submit(copy_context().run, self._answer, content)

    def _answer(self, content: dict[str, Any]) -> None:
        ask = partial(answer, path=self.path)
        found = limited(LIMIT, ask, lambda _: {"late": LIMIT}, content.get("request"))
        self.send({"id": content.get("id"), "answer": found})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        bundle, metadata = shown
        report = self.report  # what is shown where widgets do not run
        fallback = {"text/plain": str(report), "text/html": report.render("fragment")}
        return {**bundle, **fallback}, metadata
