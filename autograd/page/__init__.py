"""The interactive page: its modules joined into one script, its stylesheet, its HTML.

The modules are plain JavaScript with named exports and names that are unique over all of them, so
that joining is no more than putting them one after another, without their `import` lines and the
word `export`.  Comments and indentation stay behind: the page is to be small.
"""

from __future__ import annotations

import base64
import html
import json
import re
import zlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

ENTRY = "app.js"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|function|class)\b)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*?.*?\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)

DOCUMENT = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
body {{ margin: 0; }}
{style}</style>
</head>
<body>
<div id="chainrule" class="chainrule page"><noscript>{noscript}</noscript></div>
<script type="text/plain" id="code">{script}</script>
<script type="text/plain" id="trace">{trace}</script>
<script type="module">
// Script and graph are packed (deflate, base64) to keep this file small; nothing is fetched.
async function unpacked(id) {{
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}}
const [code, trace] = await Promise.all([unpacked("code"), unpacked("trace")]);
globalThis.chainrulePage = {{ element: document.getElementById("chainrule"), trace: JSON.parse(trace), options: {options} }};
document.head.append(Object.assign(document.createElement("script"), {{ type: "module", textContent: code }}));
</script>
</body>
</html>
"""


def read(name: str) -> str:
    """Return the text of one of the page's files."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def ordered() -> list[str]:
    """Return the names of all modules that the entry needs, each after those that it imports."""
    order: list[str] = []
    waiting, begun = [ENTRY], set()
    while waiting:
        name = waiting[-1]
        needed = [] if name in begun else _IMPORT.findall(read(name))
        begun.add(name)
        missing = [other for other in needed if other not in begun]
        if missing:
            waiting += reversed(missing)
        else:
            waiting.pop()
            if name not in order:
                order.append(name)
    return order


@lru_cache(maxsize=1)
def script() -> str:
    """Return the modules as one script, with `mount` in scope."""
    joined = "".join(_EXPORT.sub("", _IMPORT.sub("", read(name))) for name in ordered())
    return _INDENT.sub("", _COMMENT.sub("", joined))


@lru_cache(maxsize=1)
def style() -> str:
    """Return the stylesheet."""
    return _INDENT.sub("", _CSS_COMMENT.sub("", read("style.css")))


def packed(text: str) -> str:
    """Return the text compressed, in characters that mean nothing to HTML whatever it holds."""
    return base64.b64encode(zlib.compress(text.encode())).decode()


@lru_cache(maxsize=1)
def packed_script() -> str:
    """Return the page's script, packed: it mounts the page that stands ready."""
    start = "const { element, trace, options } = globalThis.chainrulePage;\n"
    return packed(f"{script()}{start}globalThis.chainrulePage = mount(element, trace, options);\n")


def document(trace: dict[str, Any], title: str, language: str | None, noscript: str) -> str:
    """Return the page of a trace: one HTML file that asks nothing of the network."""
    return DOCUMENT.format(
        language="zh-CN" if language == "zh" else "en",
        title=html.escape(title),
        style=style(),
        noscript=noscript,
        trace=packed(json.dumps(trace, ensure_ascii=False, separators=(",", ":"), allow_nan=False)),
        script=packed_script(),
        options=json.dumps({"language": language, "link": True}),
    )
