"""Whether each link of the built site leads somewhere, and nothing is fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""What a browser fetches by itself: the tag and its attribute."""
_KINDS = {"canonical", "next", "prev", "alternate"}
"""Links of a page's head that are not fetched."""


class _Page(HTMLParser):
    """The ids of a page, where its links lead to, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        address = given.get(LOADING.get(tag, ""), "")
        if address and not (tag == "link" and given.get("rel") in _KINDS):
            self.loads.append(address)


def faults(site: Path) -> list[str]:
    """Return what is wrong with the links of the pages below a folder, a line each."""
    pages = {path: _Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    found = [f for path, page in pages.items() for f in _faults_of(path, page, pages)]
    for path in site.rglob("*.css"):
        for address in re.findall(r"url\([\"']?(https?:[^\"')]*)", path.read_text("utf-8")):
            found.append(f"{path.relative_to(site)} loads {address}")
    return [line.replace(f"{site}/", "") for line in found]


def _faults_of(path: Path, page: _Page, pages: dict[Path, _Page]) -> Iterator[str]:
    for address in page.loads:
        if urlsplit(address).netloc:
            yield f"{path} loads {address}"
    for address in dict.fromkeys(page.links + page.loads):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or path.name == "404.html":
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target /= "index.html"
        fragment = unquote(parts.fragment)
        if not target.exists():
            yield f"{path}: {address} leads nowhere"
        elif fragment and target in pages and fragment not in pages[target].ids:
            yield f"{path}: {address} has no such place"
