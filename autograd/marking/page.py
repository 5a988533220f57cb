"""The script and the stylesheet of the page in which a document is edited and marked."""

from __future__ import annotations

import re

from ..showing.page import LAB, LAB_CELL, read, script, style


def page_script() -> str:
    """Return the page's modules as one script, which mounts it in the element `#lab`."""
    return f"{script(LAB)}\n{LAB.mount}(document.querySelector('#lab'));\n"


def cell_module() -> str:
    """Return the same for a cell of a notebook, as the module that anywidget wants."""
    return (
        f"{script(LAB_CELL)}\n"
        f"export default {{ render: ({{ model, el }}) => {LAB_CELL.mount}(model, el) }};\n"
    )


def page_style() -> str:
    """Return the page's stylesheet."""
    return style(LAB)


def inline_styles() -> list[str]:
    """Return the styles that the modules put into the page themselves: those of the figure."""
    return re.findall(r"SVG_STYLES = `(.*?)`;", read("figure/svg-style.js"), re.DOTALL)
