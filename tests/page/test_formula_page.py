"""A formula of one's own in the page: what is read, its graph, the field, the link."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from formula_cases import ALIKE, PYTHON_ALONE, READ, REFUSED

import autograd
from autograd import Value, formula, topological_order, trace
from autograd.engine.labels import GREEK
from autograd.showing.catalogue import catalogue

NUMBERS = (0.5, 0.7, 1.1, 1.3, 0.9, 0.3, 0.2, 0.4)
BUILT = """async ([catalogue, cases]) => {
  const { traceOfFormula } = await import("/formula/formula-trace.js");
  const numberOf = (numbers) => (label) => numbers[label] ?? (label === "\\\\pi" ? undefined : 0.5);
  return cases.map(([text, numbers]) => {
    try { return traceOfFormula(text, catalogue, numberOf(numbers)); }
    catch (error) { return error.constructor.name; } }); }"""


def in_python(text: str) -> tuple[Value, dict[str, float]]:
    """The graph of a formula with a number for each of its names, and these."""
    numbers: dict[str, float] = {}
    while True:
        try:
            root = formula(text, **numbers)
        except ValueError as error:
            lacking = re.match(r"(.*) has no number: give it one", str(error))
            if lacking is None:
                raise
            numbers[lacking[1]] = NUMBERS[len(numbers) % len(NUMBERS)]
            continue
        labels = {v.label for v in topological_order(root)}
        root.label = root.label or next(c for c in ("f", "F", "root") if c not in labels)
        return root, numbers


def differences(ours: Any, theirs: Any, where: str = "") -> Iterator[str]:
    """What differs between two traces but for the parts and the numbers of the steps."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        known = {"group", "before", "after", "upstream", "local", "contribution"}
        for key in (ours.keys() | theirs.keys()) - known:
            yield from differences(ours.get(key), theirs.get(key), f"{where}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for i, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(*pair, f"{where}[{i}]")
    elif isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        if not math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-12):
            yield f"{where}: {ours} in Python, {theirs} in the page"
    elif ours != theirs:
        yield f"{where}: {ours} in Python, {theirs} in the page"


@pytest.fixture
def built(page: Any) -> Callable[..., Any]:
    """Build the traces of (text, numbers) in the page."""

    def run(cases: list[tuple[str, dict[str, float]]]) -> list[Any]:
        found: list[Any] = page.evaluate(BUILT, [catalogue(), cases])
        return found

    return run


def test_what_both_read_is_the_same_graph(built: Callable[..., Any]) -> None:
    graphs = [in_python(text) for text in READ]
    pages = built([(text, numbers) for text, (_, numbers) in zip(READ, graphs, strict=True)])
    found = {}
    for text, (root, _), theirs in zip(READ, graphs, pages, strict=True):
        ours = json.loads(json.dumps(trace(root)))
        if different := list(differences(ours, theirs)):
            found[text] = different[:3]
    assert found == {}
    changed = {**pages[0], "title": "another"}  # planted
    assert list(differences(json.loads(json.dumps(trace(graphs[0][0]))), changed))


def test_what_is_alike_has_the_same_numbers(built: Callable[..., Any]) -> None:
    graphs = [in_python(text) for text in ALIKE]
    pages = built([(text, numbers) for text, (_, numbers) in zip(ALIKE, graphs, strict=True)])
    for (root, _), theirs in zip(graphs, pages, strict=True):
        numbers = {node["label"]: (node["value"], node["adjoint"]) for node in theirs["nodes"]}
        for node in trace(root)["nodes"]:
            assert numbers[node["label"]] == pytest.approx((node["value"], node["adjoint"]))


def test_pi_is_a_number_unless_it_is_given_another(built: Callable[..., Any]) -> None:
    for number in (None, 2.0):
        numbers = {"x": 0.5} | ({} if number is None else {"\\pi": number})
        (found,) = built([(r"\pi x", numbers)])
        assert found["nodes"][found["root"]]["value"] == 0.5 * (number or math.pi)
        assert ("\\pi" in [node["label"] for node in found["nodes"]]) == (number is not None)


def test_what_neither_reads(built: Callable[..., Any]) -> None:
    for text in REFUSED:
        with pytest.raises(ValueError, match=r"\w"):
            in_python(text)
    assert set(built([(text, {}) for text in REFUSED])) <= {"FormulaError", "OutsideDomain"}


def test_what_is_read_in_python_alone(built: Callable[..., Any]) -> None:
    for text in PYTHON_ALONE:
        in_python(text)
    found = built([(text, {}) for text in PYTHON_ALONE])
    refused = [text for text, one in zip(PYTHON_ALONE, found, strict=True) if isinstance(one, str)]
    assert refused == [text for text in PYTHON_ALONE if text != "sin^(2) x"]  # here it is a power


def test_greek_letters_are_those_of_labels(page: Any) -> None:
    letters = page.evaluate(
        """async () => Object.fromEntries(
             (await import("/formula/formula-lexer.js")).GREEK_LETTERS)"""
    )
    assert letters == {name: letter for name, letter in GREEK.items() if name != "partial"}


# --- the page ---


@pytest.fixture
def written(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open the page of a formula: `written("x^2", link="step=1")`."""
    contexts, errors = [], []

    def opening(text: str = "", link: str = "", width: int = 1280, **options: Any) -> Any:
        given = [text] if text else []
        file = autograd.view_formula(tmp_path / "formula.html", *given, **options)
        context = browser.new_context(
            viewport={"width": width, "height": 800}, reduced_motion="reduce", locale="en-US"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: said.type == "error" and errors.append(said.text))
        page.goto(f"{file.as_uri()}{'#' if link else ''}{link}")
        page.wait_for_selector(".scene .node")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert not errors, errors


def names(page: Any) -> set[str]:
    return set(page.locator(".scene .node .name").all_text_contents())


def show(page: Any, text: str) -> None:
    page.fill(".typed", text)
    page.keyboard.press("Enter")


def test_a_formula_is_typed_and_its_graph_is_stepped_through(written: Callable[..., Any]) -> None:
    page = written()
    assert {"w", "x", "b", "y", "L"} <= names(page)
    show(page, "z = 3 x + 1; L = z^2")
    assert names(page) >= {"x", "z", "L"}
    assert "w" not in names(page)
    assert page.locator(".typed").evaluate("(field) => field === document.activeElement")
    page.locator(".scene .node.root").click()
    page.keyboard.press("End")
    gradient = page.evaluate(
        "() => { const { model } = chainrulePage.app;"
        " return [model.value[model.leaves[1]], model.adjoint[model.leaves[1]]]; }"
    )
    assert gradient[1] == pytest.approx(2 * (3 * gradient[0] + 1) * 3)
    assert page.locator(".card").get_attribute("data-node") is not None


def test_keys_are_heard_once_however_often_it_has_changed(written: Callable[..., Any]) -> None:
    page = written()
    for text in ("x^2", "x^3", "sin x + x"):
        show(page, text)
    page.locator(".transport .forward").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".counter").inner_text().startswith("2 /")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x +", "I cannot read this from “…” on."),
        ("foo(x)", "There is no function “foo”."),
        ("log(0 - x)", "It has no value at these numbers: log: outside its domain."),
        ("<img src=x onerror=alert(1)>", "I cannot read this from “<img"),
    ],
)
def test_what_cannot_be_shown_is_said_and_changes_nothing(
    written: Callable[..., Any], text: str, said: str
) -> None:
    page = written()
    before = names(page)
    show(page, text)
    assert page.inner_text(".refused").startswith(said)
    assert page.locator(".typed").get_attribute("aria-invalid") == "true"
    assert names(page) == before
    show(page, "x")
    assert page.inner_text(".refused") == ""


def test_the_numbers_of_names_stay(written: Callable[..., Any]) -> None:
    page = written("w x", numbers={"w": 4.0, "x": -2.0})
    assert page.inner_text(".brand .result") == "= −8"
    page.evaluate("() => chainrulePage.app.leaves.set(0, 5)")
    show(page, "w x + b")
    leaves = [
        page.locator(f".scene .leaf .{part}").all_text_contents() for part in ("name", "value")
    ]
    values = dict(zip(*leaves, strict=True))
    assert (values["w"], values["x"]) == ("5", "−2")


def test_the_link_has_formula_numbers_and_step(written: Callable[..., Any]) -> None:
    page = written("x^2")
    show(page, r"\frac{1}{2} (w x)^2")
    page.evaluate("() => chainrulePage.app.leaves.set(1, 7)")
    page.keyboard.press("Escape")
    page.evaluate("() => chainrulePage.app.passes.goTo(3)")
    page.wait_for_function("() => location.hash.includes('step=3')")
    link = page.evaluate("() => location.hash.slice(1)")
    again = written("x^2", link=link)
    assert again.input_value(".typed") == r"\frac{1}{2} (w x)^2"
    assert again.locator(".counter").inner_text().startswith("3 /")
    assert again.evaluate("() => chainrulePage.app.model.value[1]") == 7
    assert written("x^2", link="step=2").locator(".counter").inner_text().startswith("2 /")
    broken = written("x^2", link="formula=foo(x)")
    assert broken.inner_text(".refused") == "There is no function “foo”."
    assert names(broken) == {"x", "f"}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_field_fits_into_the_head(written: Callable[..., Any], width: int) -> None:
    page = written(width=width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    box = page.locator(".typed").bounding_box()
    assert box["width"] >= 250
    assert box["x"] + box["width"] <= width
