"""The lab as a folder: the same verdicts as the command's, from any web server, offline."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browsers import Firefox
from served import running

sys.path.insert(0, str(Path(__file__).parents[1] / "lab"))

from hostile_documents import LIMIT, hostile, is_answer
from in_folder import answers, corpus, differing

from autograd.marking.service import answer
from chainrule.commands import main

COMPRESSED = 1_000_000
"""Bytes of what is ours, as a server sends it; Python's memory is Pyodide's for the most part."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, built once; it needs npm and Node, which CI requires."""
    if not (shutil.which("npm") and shutil.which("node")):
        if os.environ.get("CHAINRULE_REQUIRE_BROWSER") == "1":
            pytest.fail("npm and Node.js are missing: chainrule lab --build needs them")
        pytest.skip("npm and Node.js are missing")
    made = tmp_path_factory.mktemp("site") / "docs" / "lab"
    made.parent.mkdir()
    assert main(["lab", "--build", str(made)]) == 0
    return made


KEPT = "() => performance.getEntriesByName('chainrule-kept').length"


class Quiet(SimpleHTTPRequestHandler):
    """`python -m http.server`, which says nothing."""

    def log_message(self, *_: Any) -> None: ...


def web_server(folder: Path) -> ThreadingHTTPServer:
    """A plain web server; the lab is under docs/lab/."""
    handler = partial(Quiet, directory=str(folder.parents[1]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    return server


@pytest.fixture
def site(folder: Path) -> Iterator[ThreadingHTTPServer]:
    with running(web_server(folder)) as server:
        yield server


def judged(page: Any) -> None:
    """Wait for the first verdict."""
    page.wait_for_function("() => globalThis.chainruleLab?.marks", timeout=120_000)


@pytest.mark.slow
def test_verdicts_are_those_of_the_command(folder: Path) -> None:
    """In the browser's Python as in this one, sentence by sentence.

    Of every corpus some: `python tests/lab/in_folder.py` runs them all.
    """
    requests = corpus(step=20)
    assert len(requests) > 50
    found = answers(folder, requests)
    assert differing(requests, found) == []
    assert differing(requests[:2], found[1::-1]) == requests[:2]  # planted


def test_what_is_imported_later_is_there(folder: Path) -> None:
    """Exercises are no part of the memory that is kept."""
    exercise = {"do": "exercise", "network": [2, 2, 1], "seed": 7}
    sheet = answer(exercise)["text"]
    asked = [{"do": "check", "text": sheet}, {"do": "export", "form": "html", "text": sheet}]
    drawn, marked, exported = answers(folder, [exercise, *asked])
    assert drawn.found["text"] == sheet
    assert "exercise" in marked.found["marks"]
    assert "<style>" in exported.found["text"]


@pytest.mark.slow
def test_hostile_documents_are_answered(folder: Path) -> None:
    """Broken, endless, full of markup; ten thousand: `python tests/lab/hostile_documents.py`."""
    found = answers(folder, list(hostile(48, seed=3)), LIMIT)
    assert all(is_answer(one.found) for one in found)
    assert {"marks", "graph", "text", "error", "late"} == {next(iter(one.found)) for one in found}
    assert not is_answer({"error": ""})  # planted


def test_what_is_in_it_and_how_much(folder: Path) -> None:
    import zlib

    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert {"index.html", "lab.js", "lab.css", "lab-worker.js", "autograd.zip.gzip"} <= set(files)
    assert "Mozilla Public License" in files["THIRD_PARTY.txt"].read_text("utf-8")
    sizes = {name: path.stat().st_size for name, path in files.items()}
    assert sum(sizes.values()) < 16_000_000
    ours = [path for name, path in files.items() if not name.startswith("pyodide/")]
    assert sum(len(zlib.compress(path.read_bytes(), 9)) for path in ours) < COMPRESSED
    text = files["index.html"].read_text("utf-8")
    assert 'src="lab.js"' in text  # relative: it works under any path
    assert "https:" not in text


def test_a_folder_with_something_else_in_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert main(["lab", "--build", str(tmp_path)]) == 2
    assert "there is something else in it" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").exists()


@pytest.mark.parametrize("broken", [b"", b"of another folder"])
def test_it_starts_without_the_memory_that_is_kept(
    browser: Any, site: ThreadingHTTPServer, broken: bytes
) -> None:
    """As after a new folder was put in the place of an old one whose files are kept in part."""
    page = browser.new_page(service_workers="block")
    found = gzip.compress(broken) if broken else broken
    page.route("**/python.memory.gzip", lambda route: route.fulfill(body=found))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"http://127.0.0.1:{site.server_port}/docs/lab/")
    judged(page)
    assert page.locator(".verdict").inner_text() == "8 judged: 3 right, 5 wrong"
    assert any("Python begins anew" in one for one in said)
    page.close()


def test_it_checks_in_the_browser_and_then_without_a_network(
    browser: Any, site: ThreadingHTTPServer
) -> None:
    address = f"http://127.0.0.1:{site.server_port}/docs/lab/"
    context = browser.new_context(locale="en-US")
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:", "blob:")) or errors.append(request.url)
        ),
    )
    page.goto(address)
    page.wait_for_selector(".field")
    judged(page)
    assert page.locator(".verdict").inner_text() == "8 judged: 3 right, 5 wrong"
    page.wait_for_selector(".graphpage .scene .node")
    page.wait_for_function(KEPT, timeout=60_000)
    context.set_offline(True)
    page.reload()
    judged(page)
    page.locator(".forward .mend").click()
    page.wait_for_function("() => chainruleLab.marks.ok")

    # an exercise is drawn and marked by the browser's Python
    page.select_option(".lessons", "exercises")
    page.locator(".exercises .seed").fill("7")
    page.locator(".exercises form .primary").click()
    page.wait_for_function("() => chainruleLab.marks?.exercise")
    page.keyboard.type("a_2 - y")
    page.wait_for_function("() => chainruleLab.marks?.exercise?.points === '1'")
    assert page.locator(".verdict").inner_text() == "1 of 8 points"

    # markup is text, in source, verdicts and graph; nothing of it runs
    markup = [
        one["text"] for one in hostile(60, seed=4) if "<" in one["text"] and len(one["text"]) < 5000
    ]
    assert len(markup) > 5
    for text in markup:
        page.evaluate("(text) => chainruleLab.load(text, 'md')", text)
        page.wait_for_function(
            "(text) => chainruleLab.checked === chainruleLab.editor.text", arg=text
        )
    assert page.evaluate("() => [globalThis.run, document.title]") == [None, "Chainrule lab"]
    assert page.locator(".lab :is(img, iframe, script, [onload], [onerror])").count() == 0

    # a check that takes too long is ended, and the next is answered by a new worker
    answers = page.evaluate(
        """async () => {
          const line = (_, i) => `$$x_{${i}} = x + ${i}$$`;
          const text = Array.from({ length: 4000 }, line).join("\\n");
          const slow = await chainruleLab.checker.ask({ do: "check", text });
          const next = await chainruleLab.checker.ask({ do: "check", text: "$$y = x$$" });
          return [Object.keys(slow), Object.keys(next)]; }"""
    )
    assert answers == [["late"], ["marks"]]
    assert not errors, errors
    context.close()


def changed(page: Any, name: str, change: Callable[[str], str]) -> None:
    """Have a file of the folder come changed."""

    def fulfil(route: Any) -> None:
        route.fulfill(body=change(route.fetch().text()), content_type="text/javascript")

    page.route(f"**/{name}", fulfil)


@pytest.mark.parametrize(
    "broken",
    [
        "() => { setTimeout(() => { throw new Error('out of memory'); }); }",
        "() => { python._module.HEAPU8.fill(255); }",
    ],
    ids=["the worker", "Python's memory"],
)
def test_python_that_has_broken_is_started_anew(browser: Any, site: Any, broken: str) -> None:
    """And says so; what is typed is judged without anybody's doing."""
    page = browser.new_page(locale="en-US", service_workers="block")
    handed = "globalThis.python = python;\n  return python;"
    changed(page, "lab-python.mjs", lambda text: text.replace("return python;", handed, 1))
    page.goto(f"http://127.0.0.1:{site.server_port}/docs/lab/")
    judged(page)
    page.workers[0].evaluate(broken)
    page.evaluate("(text) => chainruleLab.load(text, 'md')", "$L = w^2$, $dL/dw = 3 w$")
    page.wait_for_function("() => chainruleLab.notice.textContent.includes('started anew')")
    page.wait_for_function(
        "() => document.querySelector('.verdict').textContent === '1 judged: 1 wrong'"
    )
    assert len(page.workers) == 1
    page.close()


def test_python_that_breaks_again_and_again_is_left(browser: Any, site: Any) -> None:
    """Twice at one text, five times in all: then it is not started, and a reload is asked for."""
    page = browser.new_page(locale="en-US", service_workers="block")
    page.add_init_script("""
      globalThis.begun = 0;
      globalThis.Worker = class extends Worker {
        constructor(...given) { super(...given); begun += 1; }
      };
    """)
    dies = "self.postMessage({ ready: true }); self.onmessage = () => { throw Error('planted'); };"
    changed(page, "lab-worker.js", lambda _: dies)
    page.goto(f"http://127.0.0.1:{site.server_port}/docs/lab/")
    for words, workers in (("twice (Uncaught Error: planted)", 3), ("twice", 5), ("Reload", 6)):
        page.wait_for_function(
            "(said) => document.querySelector('.verdict').textContent.includes(said)", arg=words
        )
        page.wait_for_function("() => chainruleLab.checked === chainruleLab.editor.text")
        assert page.evaluate("begun") == workers
        page.locator(".field").press("x")
    page.wait_for_function("() => chainruleLab.checked === chainruleLab.editor.text")
    assert page.evaluate("begun") == 6
    page.close()


def judged_in(firefox: Firefox, condition: str) -> bool:
    """Whether a verdict comes; on a busy machine a check may be ended, and is asked for again."""
    for _ in range(6):
        if firefox.waits_for(condition, 20):
            return True
        firefox.run("chainruleLab.checked = null; chainruleLab.marking.soon(false)")
    return False


@pytest.mark.slow
def test_softmax_regression_in_firefox_and_then_without_the_server(
    firefox: Firefox, folder: Path
) -> None:
    """An index is spoilt: the right sentence is below it, the path of the term in the graph."""
    with running(web_server(folder)) as server:
        address = f"http://127.0.0.1:{server.server_port}/docs/lab/"
        firefox.go(address)
        assert judged_in(firefox, "globalThis.chainruleLab?.marks")
        firefox.run(
            "const menu = document.querySelector('.lessons'); menu.value = 'softmax_regression';"
            "menu.dispatchEvent(new Event('change'))"
        )
        assert judged_in(firefox, "chainruleLab.marks?.judged === 7")
        firefox.run(
            "const { editor } = chainruleLab, at = editor.text.indexOf('-p_k p_j') + 7;"
            "editor.replace([at, at + 1], 'k')"
        )
        assert judged_in(firefox, "chainruleLab.marks.counts.wrong === 2")
        card = "document.querySelector('.verdictcard.wrong')"
        assert firefox.run(f"return {card}.querySelector('.why').textContent") == (
            "p_k should be p_j"
        )
        firefox.run(f"{card}.querySelector('.chainbutton').click()")
        assert firefox.waits_for("document.querySelector('.scene .edge.lit')")
        kept = "performance.getEntriesByName('chainrule-kept').length"
        assert firefox.waits_for(kept, 60)
    firefox.go(address)
    assert judged_in(firefox, "globalThis.chainruleLab?.marks")
    assert firefox.run("return chainruleLab.marks.counts.wrong") == 2
