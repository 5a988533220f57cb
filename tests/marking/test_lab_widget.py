"""`lab("...")`: what it is given, what it answers, and what is shown where widgets do not run."""

from __future__ import annotations

import sys
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any

import pytest

import autograd
from autograd import lab

TEXT = "$$L = (a - y)^2$$\n$$dL/da = a - y$$\n"


@pytest.fixture(autouse=True)
def _anywidget() -> None:
    pytest.importorskip("anywidget")


def asked(widget: Any, request: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Send a message as the browser does; return what the kernel sends back."""
    sent: Queue[dict[str, Any]] = Queue()
    monkeypatch.setattr(widget, "send", sent.put)
    widget._handle_custom_msg({"id": "7", "request": request}, [])
    message = sent.get(timeout=60)
    assert message["id"] == "7"
    answer: dict[str, Any] = message["answer"]
    return answer


def test_a_text_is_edited_and_read_back() -> None:
    page = lab(TEXT)
    assert (page.text, page.kind, page.language) == (TEXT, "md", None)
    assert [equation.status for equation in page.report.equations] == ["definition", "wrong"]
    page.text = TEXT.replace("= a - y", "= 2 (a - y)")
    assert page.report.ok
    assert lab().text == ""


@pytest.mark.parametrize(("name", "kind"), [("notes.md", "md"), ("a.tex", "tex"), ("b.TXT", "txt")])
def test_a_file_is_read_in_its_kind(
    name: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    for given in (name, Path(name), tmp_path / name):
        page = lab(given, language="zh")
        assert (page.text, page.kind, page.language) == (TEXT, kind, "zh")
    assert lab(name, kind="txt").kind == "txt"
    page.text = "other"
    assert (tmp_path / name).read_text("utf-8") == TEXT  # it is not written


def test_comments_may_use_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "common.md").write_text("$L = (a - y)^2$", "utf-8")
    path = tmp_path / "notes.md"
    path.write_text("<!-- chainrule: use common.md -->\n$dL/da = 2 (a - y)$", "utf-8")
    assert lab(path).report.ok
    assert not lab(path.read_text("utf-8")).report.ok  # planted: a text has no folder


@pytest.mark.parametrize("text", ["", "x", "$x$ in notes.md", "y = x.md", "a.md\nb.md", "a.b"])
def test_what_is_no_name_of_a_file_is_a_text(text: str) -> None:
    assert lab(text).text == text


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lab("no/such/notes.md")
    with pytest.raises(ValueError, match=r"expected a \.md, \.tex or \.txt file"):
        lab(tmp_path / "page.pdf")
    with pytest.raises(ValueError, match="language must be one of en, zh, got 'fr'"):
        lab(TEXT, language="fr")
    with pytest.raises(ValueError, match="kind must be"):
        lab(TEXT, kind="exe")


def test_the_kernel_answers_as_the_server_does(monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(lab(TEXT), {"do": "check", "text": TEXT}, monkeypatch)
    assert found["marks"]["counts"] == {"definition": 1, "wrong": 1}
    assert list(asked(lab(TEXT), {"do": "run"}, monkeypatch)) == ["error"]
    assert list(asked(lab(TEXT), None, monkeypatch)) == ["error"]


def test_the_text_in_the_editor_is_taken_and_not_sent_back(monkeypatch: pytest.MonkeyPatch) -> None:
    page = lab(TEXT)
    sent: list[Any] = []
    monkeypatch.setattr(page, "_send", lambda message, **_: sent.append(message))
    page._handle_custom_msg({"text": "as it is typed"}, [])
    assert page.text == "as it is typed"
    assert sent == []
    page.text = "set here"  # planted: this is sent
    assert sent


def test_a_text_does_not_wait_for_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    from autograd.marking import widget

    begun, told = Event(), Event()

    def slow(_: object, **__: object) -> dict[str, bool]:
        begun.set()
        return {"in time": told.wait(30)}

    monkeypatch.setattr(widget, "answer", slow)
    monkeypatch.setattr(widget, "LIMIT", 0)
    page, sent = lab(TEXT), Queue[Any]()
    monkeypatch.setattr(page, "send", sent.put)
    page._handle_custom_msg({"id": "7", "request": {"do": "check", "text": TEXT}}, [])
    assert begun.wait(30)
    page._handle_custom_msg({"text": "as it is typed"}, [])
    assert page.text == "as it is typed"
    told.set()
    assert sent.get(timeout=60) == {"id": "7", "answer": {"in time": True}}


def test_a_check_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from autograd.marking import widget

    monkeypatch.setattr(widget, "LIMIT", 0.01)
    text = "\n".join(f"$$x_{{{i}}} = x + {i}$$" for i in range(500))
    assert asked(lab(""), {"do": "check", "text": text}, monkeypatch) == {"late": 0.01}
    monkeypatch.setattr(widget, "LIMIT", 60.0)
    assert "marks" in asked(lab(""), {"do": "check", "text": TEXT}, monkeypatch)


def test_it_makes_sense_where_widgets_do_not_run() -> None:
    shown = lab(TEXT)._repr_mimebundle_()
    assert shown is not None
    bundle, _ = shown
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "the factor 2 is missing" in bundle["text/plain"]
    assert "derivation-check" in bundle["text/html"]


def test_a_sheet_is_marked_against_its_key() -> None:
    sheet = autograd.exercise([2, 3, 1], 7).sheet
    page = lab(sheet.replace(r"\qquad \tag{1}", r"a_2 + y \tag{1}"))
    statuses = {equation.id: equation.status for equation in page.report.equations}
    assert statuses["1"] == "wrong"


def test_a_missing_anywidget_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "autograd.marking.widget", raising=False)
    with pytest.raises(ImportError, match=r"pip install chainrule\[notebook\]"):
        lab(TEXT)
