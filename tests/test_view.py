"""`view`: one small offline file, or a widget that also makes sense where widgets do not run."""

from __future__ import annotations

import base64
import builtins
import json
import posixpath
import re
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from autograd import Value, binary_cross_entropy
from autograd.showing import page
from autograd.showing.page import (
    FORMULA,
    GRAPH,
    LAB,
    LAB_CELL,
    TRAINING,
    document,
    module,
    ordered,
    packed,
    read,
    script,
)
from autograd.showing.viewing import view
from nn import TwoLayerMLP

NAME = re.compile(
    r"^(?:export )?(?:async )?(?:const|let|function\*?|class) (?:\[([^\]]+)\]|(\w+))", re.MULTILINE
)
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[\w./-]+\.js)";', re.MULTILINE)


def network(n_in: int, n_hidden: int) -> Value:
    net = TwoLayerMLP(n_in, n_hidden, seed=1)
    loss = binary_cross_entropy(net([0.1 * i for i in range(n_in)]), Value(1.0, "y"))
    loss.label = "L"
    return loss


def unpacked(html: str, name: str) -> str:
    text = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', html)
    assert text is not None
    return zlib.decompress(base64.b64decode(text[1])).decode()


def declared(source: str) -> list[str]:
    """Return the names that a module declares at its top."""
    found = NAME.findall(source)
    return [name for several, one in found for name in (one, *re.findall(r"\w+", several)) if name]


# --- the file ---


def test_view_writes_one_file_and_returns_its_path(tmp_path: Path) -> None:
    file = view(network(2, 2), tmp_path / "page.html")
    assert file == tmp_path / "page.html"
    html = file.read_text("utf-8")
    assert json.loads(unpacked(html, "trace"))["format"] == "chainrule-trace"
    assert "function mount(" in unpacked(html, "code")
    assert view(network(2, 2), str(tmp_path / "other.html")).exists()


def test_page_of_fifty_nodes_is_small(tmp_path: Path) -> None:
    file = view(network(4, 6), tmp_path / "page.html")
    nodes = json.loads(unpacked(file.read_text("utf-8"), "trace"))["nodes"]
    assert len(nodes) >= 50
    assert file.stat().st_size < 150_000


def test_page_names_no_address(tmp_path: Path) -> None:
    html = view(network(2, 2), tmp_path / "page.html").read_text("utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'`]+", html + unpacked(html, "code")))
    assert addresses == {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
    assert "default-src 'none'" in html


def test_title_and_equations_and_language(tmp_path: Path) -> None:
    root = network(2, 2)
    html = view(
        root, tmp_path / "a.html", title="<Two> & layers", equations={root: "8-11"}, language="zh"
    ).read_text("utf-8")
    trace = json.loads(unpacked(html, "trace"))
    assert "<title>&lt;Two&gt; &amp; layers</title>" in html
    assert trace["title"] == "<Two> & layers"
    assert trace["nodes"][trace["root"]]["equation"] == "8-11"
    assert '<html lang="zh-CN">' in html


def test_labels_cannot_end_the_script(tmp_path: Path) -> None:
    x = Value(1.0, "</script><script>alert(1)</script>")
    root = x * x
    root.label = "$title $script </title>"
    html = view(root, tmp_path / "page.html").read_text("utf-8")
    assert "alert" not in html
    assert json.loads(unpacked(html, "trace"))["nodes"][0]["label"] == x.label


def test_numbers_that_are_not_finite(tmp_path: Path) -> None:
    html = view(Value(float("inf")) * 1.0, tmp_path / "page.html").read_text("utf-8")
    assert json.loads(unpacked(html, "trace"))["nodes"][0]["value"] == "Infinity"


def test_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language must be one of en, zh, got 'fr'"):
        view(Value(1.0), tmp_path / "page.html", language="fr")


def test_what_is_no_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="expected a Value"):
        view(1.0, tmp_path / "page.html")  # type: ignore[call-overload]


# --- the modules ---


@pytest.mark.parametrize("kind", [TRAINING, FORMULA, LAB, LAB_CELL])
def test_names_are_unique_over_all_modules(kind: page.Kind) -> None:
    names = [name for file in ordered(kind) for name in declared(read(file))]
    assert len(names) > 300
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_planted_name_is_seen() -> None:
    source = "const [a, b] = [1, 2];\nexport function c() {\n  const inner = 1;\n}\nlet d = 0;"
    assert declared(source) == ["a", "b", "c", "d"]


def test_every_module_is_used() -> None:
    folder = Path(page.__file__).parent
    assert sorted(
        {name for kind in (GRAPH, TRAINING, FORMULA, LAB, LAB_CELL) for name in ordered(kind)}
    ) == sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.js"))


@pytest.mark.parametrize("kind", [GRAPH, TRAINING, FORMULA, LAB, LAB_CELL])
def test_every_module_comes_after_what_it_imports(kind: page.Kind) -> None:
    order = ordered(kind)
    for file in order:
        for names, path in IMPORT.findall(read(file)):
            other = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
            assert order.index(other) < order.index(file)
            exported = re.findall(r"^export .*?(\w+)(?= ?[=(\[{])", read(other), re.MULTILINE)
            assert set(re.findall(r"\w+", names)) <= {*exported, *declared(read(other))}


def test_joined_script_has_no_imports_comments_or_indentation() -> None:
    joined = script()
    assert not re.search(r"^\s*(import|export) ", joined, re.MULTILINE)
    assert not re.search(r"^(//|/\*)", joined, re.MULTILINE)
    assert not re.search(r"^[ \t]", joined, re.MULTILINE)


def test_packing_is_undone() -> None:
    assert (
        zlib.decompress(base64.b64decode(packed("∂L/∂w </script>"))).decode() == "∂L/∂w </script>"
    )


def test_document_needs_no_more_than_a_trace() -> None:
    assert "<title>t</title>" in document({"title": "t"})


# --- the notebook ---


def test_widget_holds_the_same_trace_and_module(tmp_path: Path) -> None:
    pytest.importorskip("anywidget")
    root = network(2, 2)
    widget = view(root, language="zh")
    html = view(root, tmp_path / "page.html").read_text("utf-8")
    assert json.loads(widget.trace) == json.loads(unpacked(html, "trace"))
    assert widget.language == "zh"
    assert str(widget._esm) == module()
    assert module().startswith(script())


def test_widget_makes_sense_where_widgets_do_not_run() -> None:
    pytest.importorskip("anywidget")
    page: Any = view(network(2, 2))
    bundle: dict[str, Any] = page._repr_mimebundle_()[0]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "∂L/∂a₂ += ∂L/∂L" in bundle["text/plain"]
    assert bundle["text/html"].startswith("<")
    assert r"\frac{\partial L}" in bundle["text/latex"]


def test_missing_anywidget_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "anywidget":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "autograd.showing.widget", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"pip install chainrule\[notebook\]"):
        view(Value(1.0))


# --- a teacher's words ---


def steps_of_notes(notes: Any, root: Value | None = None) -> dict[str, str]:
    html = Path(view(root or network(2, 2), "page.html", notes=notes)).read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(unpacked(html, "trace"))["notes"]
    return found


@pytest.fixture
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_elsewhere")
def test_notes_are_found_by_node_derivative_and_number() -> None:
    x = Value(2.0, "x")
    z = x * x
    z.label = "z_1"
    root = z + x
    root.label = "L"  # steps: 1 z, 2 L, 3 seed, 4 dL/dz, 5 to 7 dL/dx
    assert steps_of_notes({"z_1": "a"}, root) == {"1": "a"}
    assert steps_of_notes({z: "a", "z₁": "b"}, root) == {"1": "a\nb"}
    assert steps_of_notes({"x": "a leaf is given"}, root) == {"0": "a leaf is given"}
    assert steps_of_notes({"dL/dz_1": "a"}, root) == {"4": "a"}
    assert steps_of_notes({"∂L/∂x": "a", 7: "b"}, root) == {"5": "a", "6": "a", "7": "a\nb"}
    assert steps_of_notes({"dL/dL": "a", 0: "b"}, root) == {"0": "b", "3": "a"}


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize(
    ("notes", "error", "message"),
    [
        ({"z_9": "a"}, ValueError, "no step is called 'z_9'; the nodes are "),
        ({"dz_2/dw_1": "a"}, ValueError, "no step is called"),
        ({99: "a"}, ValueError, "there is no step 99, there are 28"),
        ({Value(1.0, "q"): "a"}, ValueError, "q is not in this graph"),
        ({"z_2": 3}, TypeError, "the words at 'z_2' must be text, got 3"),
    ],
)
def test_notes_at_no_step_are_refused(notes: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=re.escape(message)):
        steps_of_notes(notes)
    assert not Path("page.html").exists()


@pytest.mark.usefixtures("_elsewhere")
def test_without_notes_the_page_has_none() -> None:
    html = Path(view(network(2, 2), "page.html")).read_text(encoding="utf-8")
    assert "notes" not in json.loads(unpacked(html, "trace"))
    assert '"lecture": false' in html
    assert '"lecture": true' in document({"title": "L"}, lecture=True)
