"""`Page`: the interactive page in a notebook, from the same modules as the file that `view` writes.

Needs `pip install chainrule[notebook]`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from . import page

try:
    import anywidget
    import traitlets
except ImportError as error:
    raise ImportError(
        "view(root) in a notebook needs anywidget: pip install chainrule[notebook]; "
        'view(root, "page.html") writes a file without it'
    ) from error


class Page(anywidget.AnyWidget):
    """The page of a trace; `fallback` makes what is shown where widgets do not run."""

    _esm = page.module()
    _css = page.style()
    trace = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    lecture = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        trace: dict[str, Any],
        language: str | None,
        lecture: bool,
        fallback: Callable[[], dict[str, Any]],
    ) -> None:
        data = json.dumps(trace, allow_nan=False)
        super().__init__(trace=data, language=language, lecture=lecture)
        self._fallback = fallback

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        bundle, metadata = shown
        return {**bundle, **self._fallback()}, metadata
