"""The interactive page: its modules joined into one script, its stylesheet, its HTML.

    mount.js     the entry; beside it the app: its state, what can be done to it, its sentences
    maths/       the graph in numbers, formulas, paths, groups, what is right in the quiz
    layout/      where nodes, edges and their numbers stand
    figure/      the picture: faces of nodes, lines, zoom, export
    panels/      what is around it: cards, tables, the controls of the passes, the head
    formula/     the page of a formula of one's own: its grammar, its graph, the field
    lab/         the lab: an editor whose equations are marked, the graph beside it
    training/    the page of a training: its charts, its epochs, the graph at each of them

The modules are plain JavaScript with named exports and names that are unique over all of them, so
that joining is no more than putting them one after another, without their `import` lines and the
word `export`.  Comments and indentation stay behind: the page is to be small.
"""

from __future__ import annotations

import base64
import html
import json
import posixpath
import re
import zlib
from functools import lru_cache
from importlib.resources import files
from string import Template
from typing import Any, NamedTuple

from ...formulas.palette import DARK, LIGHT, declared, declared_series


class Kind(NamedTuple):
    """A kind of page: the module that it begins with, what in it mounts it, its stylesheets."""

    entry: str
    mount: str
    styles: tuple[str, ...]


GRAPH = Kind("mount.js", "mount", ("style.css", "embed.css"))
FORMULA = Kind("formula/formula-page.js", "mountFormula", ("style.css", "formula/formula.css"))
TRAINING = Kind("training/training.js", "mountTraining", ("style.css", "training/training.css"))
LAB = Kind("lab/lab-page.js", "mountLab", ("style.css", "lab/lab.css", "lab/exercises.css"))
LAB_CELL = LAB._replace(entry="lab/lab-cell.js", mount="renderLab")
_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[\w./-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|function|class)\b)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*?.*?\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def read(name: str) -> str:
    """Return the text of one of the page's files, by its path in this folder."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def imported(name: str) -> list[str]:
    """Return the paths of the modules that a module imports."""
    folder = posixpath.dirname(name)
    return [
        posixpath.normpath(posixpath.join(folder, path)) for path in _IMPORT.findall(read(name))
    ]


def ordered(kind: Kind = GRAPH) -> list[str]:
    """Return the paths of all modules that a page needs, each after those that it imports."""
    order: list[str] = []
    waiting, begun = [kind.entry], set()
    while waiting:
        name = waiting[-1]
        needed = [] if name in begun else imported(name)
        begun.add(name)
        missing = [other for other in needed if other not in begun]
        if missing:
            waiting += reversed(missing)
        else:
            waiting.pop()
            if name not in order:
                order.append(name)
    return order


@lru_cache
def script(kind: Kind = GRAPH) -> str:
    """Return the modules as one script, with what mounts the page in scope."""
    joined = "".join(_EXPORT.sub("", _IMPORT.sub("", read(name))) for name in ordered(kind))
    return _INDENT.sub("", _COMMENT.sub("", joined))


@lru_cache
def style(kind: Kind = GRAPH) -> str:
    """Return the stylesheet."""
    css = "".join(map(read, kind.styles))
    found = {"light": declared(LIGHT), "dark": declared(DARK), "series": declared_series()}
    css = re.sub(r"@(light|dark|series);", lambda which: found[which[1]], css)
    return _INDENT.sub("", _CSS_COMMENT.sub("", css))


def packed(text: str) -> str:
    """Return the text compressed, in characters that mean nothing to HTML whatever it holds."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


@lru_cache
def packed_script(kind: Kind = GRAPH) -> str:
    """Return the page's script, packed: it mounts the page that stands ready."""
    return packed(f"""{script(kind)}
const {{ element, trace, options }} = globalThis.chainrulePage;
performance.mark("chainrule-begins");
globalThis.chainrulePage = {kind.mount}(element, trace, options);
performance.measure("chainrule-first-render", "chainrule-begins");
""")


def module() -> str:
    """Return the page as the module that anywidget wants."""
    return f"""{script()}
export default {{
  render({{ model, el }}) {{
    const element = document.createElement("div");
    el.append(element);
    const options = {{ language: model.get("language"), lecture: model.get("lecture") }};
    mount(element, JSON.parse(model.get("trace")), options);
  }},
}};
"""


def document(
    data: dict[str, Any], language: str | None = None, kind: Kind = GRAPH, **options: bool
) -> str:
    """Return the page of a trace, or of a training: one HTML file that fetches nothing.

    `options` are those of `mount`: lecture, embed.
    """
    return Template(read("page.html")).substitute(
        language="zh-CN" if language == "zh" else "en",
        title=html.escape(data["title"]),
        style=style(kind),
        trace=packed(json.dumps(data, ensure_ascii=False, allow_nan=False)),
        script=packed_script(kind),
        options=json.dumps({"language": language, "link": True, **options}),
    )
