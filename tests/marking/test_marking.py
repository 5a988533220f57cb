"""A document as an editor marks it: the places of its sides, repairs as edits, its graph."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograd.checking import check_text
from autograd.checking.reading.document import read_document
from autograd.checking.reading.sources import KINDS
from autograd.marking.document import MarkedDocument
from autograd.marking.places import Places
from autograd.marking.service import LONGEST, answer, answer_json

ROOT = Path(__file__).parents[2]
NOTES = sorted((ROOT / "tests" / "check" / "data" / "notes").iterdir())
PAGE = (ROOT / "notebooks" / "derivation.md").read_text(encoding="utf-8")
NEURON = r"""
$$z = w x + b$$
$$a = \sigma(z)$$
$$L = (a - y)^2$$
$$w = 0.5, \quad x = 2, \quad b = -0.5, \quad y = 1$$
"""


def in_units(text: str, place: list[int]) -> str:
    """Return a part of a text whose place is counted in UTF-16 code units."""
    return text.encode("utf-16-le")[2 * place[0] : 2 * place[1]].decode("utf-16-le")


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    for edit in edits:
        start, end = (2 * at for at in edit["place"])
        units = text.encode("utf-16-le")
        text = (units[:start] + edit["text"].encode("utf-16-le") + units[end:]).decode("utf-16-le")
    return text


def sides(text: str, kind: str = "md") -> list[tuple[str, str]]:
    """Return every side of the equations: as it stands at its place, and its status."""
    marks = MarkedDocument(text, kind).marks()
    return [
        (in_units(text, member["place"]), member["status"])
        for equation in marks["equations"]
        for member in equation["members"]
        if member["place"]
    ]


# --- places ---


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.name)
def test_every_side_stands_at_its_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    formulas = read_document(text, KINDS.get(path.suffix, "txt")).formulas
    for member in (m for formula in formulas for m in formula.members if m.text):
        assert member.place is not None
        assert text[slice(*member.place)] == member.text


def test_a_side_in_the_documents_own_commands_stands_where_it_is_written() -> None:
    text = (
        r"$\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}$"
        "\n$$L = (a - y)^2$$\n"
        r"$$\pd{L}{a} = 2 (a - y) = a - y$$"
    )
    assert sides(text)[2:] == [
        (r"\pd{L}{a}", "right"), ("2 (a - y)", "right"), ("a - y", "wrong")
    ]  # fmt: skip


def test_a_side_that_stands_twice_has_two_places() -> None:
    text = "$$L = (a - y)^2$$\n$$dL/da = a - y, \\quad dL/dy = a - y$$"
    found = MarkedDocument(text).marks()["equations"]
    places = [equation["members"][1]["place"] for equation in found[1:]]
    assert [text[slice(*place)] for place in places] == ["a - y", "a - y"]
    assert places[0][1] < places[1][0]


def test_rows_of_an_environment_have_their_own_places() -> None:
    text = (
        "\\begin{align}\nL &= (a - y)^2 \\\\\n"
        "\\frac{dL}{da} &= 2 (a - y) \\\\\n&= a - y \\tag{7}\n\\end{align}"
    )
    assert sides(text, "tex") == [
        ("L", "definition"), ("(a - y)^2", "definition"), (r"\frac{dL}{da}", "right"),
        ("2 (a - y)", "right"), ("a - y", "wrong"),
    ]  # fmt: skip


def test_places_are_counted_as_a_browser_counts() -> None:
    text = "𝒜 page 😀: $L = (a - y)^2$ and 😀 $dL/da = a - y$"
    assert sides(text)[-1] == ("a - y", "wrong")
    places = Places("😀a\nb")
    assert places.of((1, 2)) == [2, 3]
    assert [places.of_line(n) for n in (1, 2, 9)] == [[0, 3], [4, 5], [4, 5]]


def test_the_copy_of_a_picture_has_its_line() -> None:
    """Its formula is in an address, in which nothing can be marked."""
    text = "A\n\n![](https://latex.codecogs.com/svg.latex?L%3D(a-y)^2)\n\n$$dL/da = 2 (a - y)$$"
    first, second = MarkedDocument(text).marks()["equations"]
    assert [member["place"] for member in first["members"]] == [None, None]
    assert text[slice(*first["place"])].startswith("![](https")
    assert second["status"] == "right"


# --- what is said ---


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.name)
def test_statuses_are_those_of_the_report(path: Path) -> None:
    text, kind = path.read_text(encoding="utf-8"), KINDS.get(path.suffix, "txt")
    report, marks = check_text(text, kind=kind), MarkedDocument(text, kind).marks()
    assert [e["status"] for e in marks["equations"]] == [e.status for e in report.equations]
    assert [[m["status"] for m in e["members"]] for e in marks["equations"]] == [
        [m.status for m in e.members] for e in report.equations
    ]
    assert marks["ok"] == report.ok


def test_a_wrong_side_says_why_and_how_it_is_put_right() -> None:
    text = f"{NEURON}\n$$\\frac{{dL}}{{dw}} = (a - y) \\sigma'(z) x$$"
    wrong = MarkedDocument(text).marks()["equations"][-1]["members"][1]
    assert wrong["mark"] == "✗"
    assert wrong["told"][0] == ["because", "the factor 2 is missing"]
    assert wrong["witness"]["true"] == pytest.approx(2 * wrong["witness"]["claimed"])
    mended = edited(text, wrong["repair"]["edits"])
    assert mended == text.replace("= (a - y) \\sigma", "= 2 (a - y) \\sigma")
    assert MarkedDocument(mended).marks()["ok"]


SLIPS = [
    r"$$\frac{dL}{da} = a - y$$",
    r"$$\frac{dL}{dz} = 2 (a - y) \sigma(z)$$",
    r"$$\frac{dL}{db} = - 2 (a - y) \sigma'(z)$$",
    r"$$\frac{dL}{dw} = 2 (a - y) \sigma'(z) w = 2 (a - y) a (1 - a) x$$",
    r"$$\begin{aligned} \frac{dL}{dx} &= 2 (a - y) a \\ &= 2 (a - y) a (1 - a) w \end{aligned}$$",
]


@pytest.mark.parametrize("slip", SLIPS)
def test_an_edit_puts_its_side_right_and_no_other_changes(slip: str) -> None:
    text = f"{NEURON}\n{slip}\n$$\\frac{{dL}}{{dy}} = -2 (a - y)$$"
    members = [m for e in MarkedDocument(text).marks()["equations"] for m in e["members"]]
    (k,) = [k for k, member in enumerate(members) if member["status"] == "wrong"]
    after = MarkedDocument(edited(text, members[k]["repair"]["edits"])).marks()
    assert after["ok"]
    assert len([m for e in after["equations"] for m in e["members"]]) == len(members)


def test_the_textbooks_forward_pass_is_put_right_by_one_edit() -> None:
    """The page prints z_2 = w_2 x + b_2 for w_2 a_1 + b_2: see notebooks/derivation.md."""
    (change,) = MarkedDocument(PAGE).marks()["repairs"]
    assert (change["rightBefore"], change["right"], change["of"]) == (3, 7, 8)
    mended = edited(PAGE, change["edits"])
    assert mended == PAGE.replace("z_2 = w_2 x + b_2", "z_2 = w_2 a_1 + b_2")
    assert MarkedDocument(mended).marks()["counts"]["right"] == 7


def test_names_are_spelt_as_the_author_spells_them() -> None:
    text = r"$\hat{y} = w_{1} x$ and $L = (\hat{y} - y)^2$"
    assert MarkedDocument(text).marks()["names"] == ["L", r"\hat{y}", "w_{1}", "x", "y"]


def test_what_is_no_mathematics_cannot_become_markup() -> None:
    text = "$L = a^2$, $dL/da = <img src=x onerror=alert(1)>$"
    members = [m for e in MarkedDocument(text).marks()["equations"] for m in e["members"]]
    assert any("&lt;img" in member["maths"] for member in members)
    assert not any("<img" in member["maths"] for member in members)


# --- what comments tell the checker ---

DIRECTED = {
    "skip": ("$$\\frac{dL}{da} = 3 a$$ <!-- chainrule: skip -->", []),
    "expected-wrong": (
        "<!-- chainrule: expected-wrong -->\n$$\\frac{dL}{da} = 3 a$$",
        ["expected"],
    ),
    "unexpected": (
        "<!-- chainrule: expected-wrong -->\n$$\\frac{dL}{da} = 2 (a - y)$$",
        ["unexpected"],
    ),
    "declare": ("<!-- chainrule: declare g = sigmoid -->\n$$g'(a) = g(a) (1 - g(a))$$", ["right"]),
    "macro": (
        r"<!-- chainrule: macro \newcommand{\two}[1]{2 (#1)} -->$$\frac{dL}{da} = \two{a - y}$$",
        ["right"],
    ),
    "fault": ("<!-- chainrule: skp -->", ["unreadable"]),
}
"""Each with what it is about, and the statuses of the equations that are left beside L."""


@pytest.mark.parametrize("name", DIRECTED)
def test_what_comments_tell_is_heeded_as_by_check(name: str) -> None:
    directed, expected = DIRECTED[name]
    text = f"$$L = (a - y)^2$$\n\n{directed}\n"
    found = MarkedDocument(text).marks()
    assert [e["status"] for e in found["equations"] if e["status"] != "definition"] == expected
    assert [e["status"] for e in found["equations"]] == [
        e.outcome for e in check_text(text).equations
    ]
    assert found["ok"] == check_text(text).ok
    bare = re.sub("<!--.*?-->", "", text)  # planted: without it the verdict is another
    assert found["counts"] != MarkedDocument(bare).marks()["counts"]


def test_a_side_that_is_meant_to_be_wrong_is_told_and_not_mended() -> None:
    text = f"$$L = (a - y)^2$$\n\n{DIRECTED['expected-wrong'][0]}\n"
    equation = MarkedDocument(text).marks()["equations"][1]
    assert (equation["mark"], equation["state"]) == ("✓", "wrong, as expected")
    side = equation["members"][1]
    assert (side["mark"], side["told"]) == ("·", [["", "wrong, as expected"]])
    assert side["repair"] is None


def test_a_directive_that_is_none_is_marked_where_it_stands() -> None:
    text = "$$L = a^2$$\n\n<!-- chainrule:\n  skip\n  declare it\n-->\n$$q = a$$\n"
    assert ("declare it", "unreadable") in sides(text)


SCOPES = """# One
<!-- chainrule: scope -->
$$L = a^2$$
$$\\frac{dL}{da} = 2 a$$
# Another
<!-- chainrule: scope -->
$$z = w x + b, \\quad L = z^3$$
$$\\frac{dL}{dw} = 3 z^2 x$$
"""


def test_of_several_scopes_the_largest_graph_is_shown_with_its_own_equations() -> None:
    document = MarkedDocument(SCOPES)
    assert [e["status"] for e in document.marks()["equations"]].count("right") == 2
    found = graph_of(SCOPES)
    labels = [node["label"] for node in found["trace"]["nodes"]]
    assert {"w", "x", "b", "z", "L"} == {label for label in labels if label}
    about = {x["equation"]: [labels[i] for i in x["wrt"]] for x in found["about"]}
    assert about == {2: ["z"], 3: ["L"], 4: ["w"]}
    first = SCOPES.split("# Another")[0]  # alone it is the graph of the first
    assert len(graph_of(first)["trace"]["nodes"]) < len(labels)


def test_what_a_declaration_defines_moves_no_equation() -> None:
    """It stands before them all in the check, and is no equation of the document."""
    claim = "$$\\frac{dL}{dw} = 2 (a - y) a (1 - a) x$$"
    text = f"<!-- chainrule: declare y = 1 -->\n{NEURON}\n{claim}"
    found = graph_of(text)
    labels = [node["label"] for node in found["trace"]["nodes"]]
    about = {x["equation"]: [labels[i] for i in x["wrt"]] for x in found["about"]}
    assert about[0] == ["z"]
    assert about[max(about)] == ["w"]


# --- the graph ---


def graph_of(text: str) -> dict[str, Any]:
    found = MarkedDocument(text).graph()
    assert found is not None
    return found


def test_the_graph_has_the_documents_numbers_and_knows_what_equations_are_about() -> None:
    found = graph_of(NEURON + r"$$\frac{dL}{dw} = 2 (a - y) \sigma'(z) x \tag{4}$$")
    nodes = {node["label"]: node for node in found["trace"]["nodes"] if node["label"]}
    place = {node["label"]: i for i, node in enumerate(found["trace"]["nodes"])}
    assert not found["random"]
    assert [nodes[x]["value"] for x in "wxby"] == [0.5, 2.0, -0.5, 1.0]
    a = nodes["a"]["value"]
    assert nodes["w"]["adjoint"] == pytest.approx(2 * (a - 1) * a * (1 - a) * 2)
    assert nodes["w"]["equation"] == "4"
    about = {x["equation"]: (x["of"], x["wrt"]) for x in found["about"]}
    assert about[0] == (None, [place["z"]])
    assert about[max(about)] == (place["L"], [place["w"]])


def test_a_layers_graph_has_a_node_for_each_entry() -> None:
    text = r"""
    $$z = W x + b, \qquad p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \qquad L = - \sum_k y_k \log p_k$$
    $$\frac{\partial L}{\partial z_k} = p_k - y_k, \qquad dW = (p - y) x^T$$
    """
    found = graph_of(text)
    labels = [node["label"] for node in found["trace"]["nodes"]]
    assert {"W_{12}", "x_1", "p_2", "L"} <= set(labels)
    about = {x["equation"]: x["wrt"] for x in found["about"]}
    assert {labels[i] for i in about[4]} >= {"W_{11}", "W_{12}"}
    assert found["random"]


def test_an_index_stands_for_all_that_its_condition_leaves() -> None:
    """Of a probability by another's score the path is not that by its own."""
    found = graph_of(r"""
    $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \qquad L = - \sum_k y_k \log p_k$$
    $$\frac{\partial p_k}{\partial z_k} = p_k (1 - p_k)$$
    $$\frac{\partial p_k}{\partial z_j} = -p_k p_j \quad \text{for } j \neq k$$
    $$\frac{\partial L}{\partial z_k} = p_k - y_k$$
    """)
    labels = [node["label"] for node in found["trace"]["nodes"]]
    about = {
        x["equation"]: (x["of"] and labels[x["of"]], [labels[i] for i in x["wrt"]])
        for x in found["about"]
    }
    assert about == {
        0: (None, ["p_1", "p_2", "p_3"]),
        1: (None, ["L"]),
        2: ("p_1", ["z_1"]),
        3: ("p_1", ["z_2", "z_3"]),
        4: ("L", ["z_1", "z_2", "z_3"]),
    }


def test_samples_have_numbers_above() -> None:
    text = (ROOT / "tests" / "check" / "data" / "notes" / "batch.md").read_text(encoding="utf-8")
    labels = {node["label"] for node in graph_of(text)["trace"]["nodes"]}
    assert {"x^{(1)}", "x^{(2)}", "y^{(1)}"} <= labels


@pytest.mark.parametrize("text", ["", "no formula", "$E = m c^2$ x", r"$\frac{d}{dx} x^2 = 2 x$"])
def test_without_forward_equations_there_is_no_loss_to_show(text: str) -> None:
    found = MarkedDocument(text).graph()
    assert found is None or len(found["trace"]["nodes"]) > 1


# --- requests ---


def test_requests_are_answered() -> None:
    marks = answer({"do": "check", "text": PAGE})["marks"]
    assert marks["judged"] == 8
    assert answer({"do": "graph", "text": PAGE})["graph"]["trace"]["title"] == "L"
    assert answer({"do": "export", "form": "md", "text": PAGE})["text"].startswith("**8 equations")
    assert "derivation-check" in answer({"do": "export", "form": "html", "text": PAGE})["text"]


@pytest.mark.parametrize(
    "request_",
    [None, [], "x", {}, {"text": 3}, {"text": "x", "kind": "exe"}, {"text": "x", "do": "run"},
     {"text": "x", "do": "export", "form": "../x"}, {"text": "x" * (LONGEST + 1), "do": "check"}],
)  # fmt: skip
def test_what_is_no_request_is_an_error(request_: Any) -> None:
    assert list(answer(request_)) == ["error"]


def test_a_fault_of_the_checker_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or it would end the process, which looks like a check that takes too long."""

    def faulty(*_: Any) -> None:
        raise AttributeError("no attribute 'base'")

    monkeypatch.setattr("autograd.marking.service.MarkedDocument", faulty)
    told = answer({"do": "check", "text": "$y = 3 x$"})["error"]
    assert told == "a fault of the checker, AttributeError: no attribute 'base'"


def test_answers_are_lines_of_json() -> None:
    requests = [
        '{"do": "check", "text": "$L = a^2$, $dL/da = 3 a$ \\u2028"}',
        "no JSON",
        "[" * 9999,
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "autograd.marking"],
        input="".join(f"{line}\n" for line in requests),
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    first, *others = map(json.loads, ran.stdout.splitlines())
    assert first["marks"]["counts"] == {"definition": 1, "wrong": 1}
    assert all("error" in other for other in others)
    assert len(others) == 2
    assert answer_json("null") == answer_json("no JSON")


# --- what is taken in ---


def test_an_equation_of_another_file_stands_where_that_is_taken_in(tmp_path: Path) -> None:
    r"""What comes after `\input` stands where it did, also in the same line."""
    (tmp_path / "one.tex").write_text("$L = w^2$\n\\input{two}\n", "utf-8")
    (tmp_path / "two.tex").write_text("$dL/dw = 3 w$", "utf-8")
    text = "Ein 😀 $w = 2$, \\input{one} and $dL/dw = 2 w$.\r\n\n$\\frac{dL}{dw} = w$"
    marks = MarkedDocument(text, "tex", tmp_path / "main.tex").marks()
    text = text.replace("\r\n", "\n")
    found = [(e["file"], e["line"], in_units(text, e["place"])) for e in marks["equations"]]
    assert found == [
        ("", 1, "w = 2"),
        ("one.tex", 1, r"\input{one}"),
        ("two.tex", 1, r"\input{one}"),
        ("", 1, "dL/dw = 2 w"),
        ("", 3, r"\frac{dL}{dw} = w"),
    ]
    taken, own = marks["equations"][2], marks["equations"][4]
    assert [member["place"] for member in taken["members"]] == [None, None]
    assert taken["members"][1]["repair"]["edits"] == []  # no edit here mends what stands there
    assert own["status"] == "wrong"
    assert "dL}{dw} = 2" in edited(text, own["members"][1]["repair"]["edits"])


# --- what is typed by whoever types ---


def test_no_document_however_broken_keeps_it_from_an_answer() -> None:
    """Notes, cut and mixed: `python -m tests.check.test_check_fuzz` has the thousands of them."""
    sys.path.insert(0, str(ROOT / "tests" / "check"))
    from test_check_fuzz import documents

    for text in documents(60, 14):
        for do in ("check", "graph"):
            found = json.loads(answer_json(json.dumps({"do": do, "text": text})))
            assert "error" not in found, (found, text)
        marks = answer({"do": "check", "text": text})["marks"]
        units = len(text.replace("\r\n", "\n").encode("utf-16-le", "surrogatepass")) // 2
        for equation in marks["equations"]:
            for start, end in (m["place"] for m in equation["members"] if m["place"]):
                assert 0 <= start < end <= units
