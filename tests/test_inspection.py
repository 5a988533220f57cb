"""The table of partials: three ways that agree, and an honest word on which equations hold."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace
from functools import wraps
from html.parser import HTMLParser
from typing import Any

import pytest
from oracles import required

import nn.partials
from nn import EQUATIONS, Equation, TwoLayerMLP, worked_example
from nn.inspection import Inspection
from nn.partials_table import Row

NUMBERS = [f"8-{n}" for n in range(12, 20)]
ABOUT_PARAMETERS = ["8-14", "8-15", "8-18", "8-19"]
WIDTHS = [(1, 1, 1), (2, 2, 1), (3, 3, 2), (1, 3, 1), (4, 2, 3), (11, 12, 1), (2, 2, 11)]

# The reference values of claims.md for the worked example with the cross-entropy.
REFERENCE = {
    "8-12": [-0.2728902430568144],
    "8-13": [-0.05135072214579717],
    "8-14": [-0.03086629665194923, -0.031600400287480526],
    "8-15": [-0.05135072214579717],
    "8-16": [-0.0308104332874783, -0.035945505502058016],
    "8-17": [-0.007387763921714717, -0.008507819078574038],
    "8-18": [-0.0036938819608573585, -0.004253909539287019,
             -0.002216329176514415, -0.0025523457235722114],
    "8-19": [-0.007387763921714717, -0.008507819078574038],
}  # fmt: skip


def example(loss: str = "bce") -> Inspection:
    net, x, y = worked_example()
    return net.inspect(x, y, loss)


def inputs(n: int, k: int = 0) -> list[float]:
    return [math.sin(1.0 + i + 2 * k) for i in range(n)]


def targets(n: int, k: int = 0) -> list[float]:
    return [0.5 + 0.45 * math.cos(1.0 + i + 3 * k) for i in range(n)]


def network(widths: tuple[int, int, int]) -> TwoLayerMLP:
    """A network with biases other than 0, lest equations about them hold by chance."""
    net = TwoLayerMLP(*widths, seed=3)
    for k, b in enumerate((*net.b_1, *net.b_2)):
        b.data = 0.1 * math.cos(k)
    return net


def one_sample(widths: tuple[int, int, int] = (3, 3, 2), loss: str = "bce") -> Inspection:
    return network(widths).inspect(inputs(widths[0]), targets(widths[2]), loss)


def three_samples(widths: tuple[int, int, int] = (3, 3, 2), loss: str = "bce") -> Inspection:
    xs, ys = [inputs(widths[0], k) for k in range(3)], [targets(widths[2], k) for k in range(3)]
    return network(widths).inspect(xs, ys, loss)


def by_number(rows: list[Row]) -> dict[str, list[float]]:
    return {n: [row.autodiff for row in rows if row.number == n] for n in NUMBERS}


# --- the rows -------------------------------------------------------------------------------


def test_the_worked_example_has_the_reference_values() -> None:
    rows = example().rows
    for way in ("autodiff", "book", "difference"):
        found = {n: [getattr(row, way) for row in rows if row.number == n] for n in NUMBERS}
        precision = {"rel": 1e-12} if way != "difference" else {"rel": 1e-7}
        assert found == {n: pytest.approx(REFERENCE[n], **precision) for n in NUMBERS}


def test_rows_are_in_the_texts_order_one_for_each_equation_and_node() -> None:
    assert [(row.number, row.wrt) for row in example().rows] == [
        ("8-12", "a_2"), ("8-13", "z_2"),
        ("8-14", "w_{2,11}"), ("8-14", "w_{2,21}"), ("8-15", "b_2"),
        ("8-16", "a_{1,1}"), ("8-16", "a_{1,2}"),
        ("8-17", "z_{1,1}"), ("8-17", "z_{1,2}"),
        ("8-18", "w_{1,11}"), ("8-18", "w_{1,12}"), ("8-18", "w_{1,21}"), ("8-18", "w_{1,22}"),
        ("8-19", "b_{1,1}"), ("8-19", "b_{1,2}"),
    ]  # fmt: skip


@pytest.mark.parametrize("widths", WIDTHS)
def test_an_equation_has_a_row_for_each_of_its_nodes(widths: tuple[int, int, int]) -> None:
    i, j, k = widths
    assert Counter(row.number for row in one_sample(widths).rows) == {
        "8-12": k, "8-13": k, "8-14": j * k, "8-15": k,
        "8-16": j, "8-17": j, "8-18": i * j, "8-19": j,
    }  # fmt: skip


@pytest.mark.parametrize("widths", WIDTHS)
def test_three_ways_agree_and_every_equation_holds_for_one_sample(
    widths: tuple[int, int, int],
) -> None:
    inspection = one_sample(widths)
    for row in inspection.rows:
        assert row.book == pytest.approx(row.autodiff, rel=1e-10), row
        assert row.difference == pytest.approx(row.autodiff, rel=1e-5, abs=1e-8), row
        assert (row.verdict, row.holds) == ("✓", True), row
    assert inspection.notes[0] == "For L: all 8 equations hold."


def test_a_row_says_what_it_is_the_derivative_of() -> None:
    row = example().rows[3]
    assert (row.symbol, row.closed_form) == ("∂L/∂w₂,₂₁", "(a₂ - y) a₁,₂")
    assert (row.of, row.wrt, row.sample) == ("L", "w_{2,21}", 0)


def test_a_node_that_reaches_several_outputs_has_a_sum() -> None:
    forms = {row.number: row.closed_form for row in one_sample().rows}
    assert [n for n in NUMBERS if forms[n].startswith("Σ")] == ["8-16", "8-17", "8-18", "8-19"]


def test_nodes_are_found_by_their_labels() -> None:
    inspection = example()
    assert inspection["L"] is inspection.root
    assert inspection["a_2"].inputs[0] is inspection["z_2"]
    assert inspection["z_2"].data == pytest.approx(1.0914213567828495, rel=1e-12)
    with pytest.raises(KeyError, match="no node 'z_9'"):
        inspection["z_9"]


# --- several samples ------------------------------------------------------------------------


def test_for_one_of_several_samples_all_but_8_14_hold() -> None:
    inspection = three_samples()
    assert inspection.holding("L") == [n for n in NUMBERS if n != "8-14"]
    off = {row.verdict for row in inspection.rows if row.sample and row.number == "8-14"}
    assert off == {"✗ × 1/m"}


def test_for_the_mean_only_8_14_holds_among_the_parameters() -> None:
    inspection = three_samples()
    of_mean = [row for row in inspection.rows if row.of == "J"]
    assert list(dict.fromkeys(row.number for row in of_mean)) == ABOUT_PARAMETERS
    assert inspection.holding("J") == ["8-14"]
    assert {row.verdict for row in of_mean if row.number != "8-14"} == {"✗ × m"}


def test_the_notes_say_so() -> None:
    notes = " ".join(three_samples().notes)
    assert "For one sample's L: 7 of 8 equations hold, not 8-14." in notes
    assert "m = 3: 1 of 4 equations holds: 8-14." in notes
    assert "8-14 is about the mean J" in notes


def test_j_is_the_mean_of_the_samples_losses() -> None:
    inspection = three_samples()
    assert inspection.root.label == "J"
    losses = [inspection[f"L^{{({k})}}"].data for k in (1, 2, 3)]
    assert inspection.root.data == pytest.approx(sum(losses) / 3, rel=1e-15)


def test_each_samples_loss_can_be_had_by_itself() -> None:
    inspection = three_samples()
    assert inspection.losses == [inspection[f"L^{{({k})}}"] for k in (1, 2, 3)]
    alone = example()
    assert alone.losses == [alone.root] == [alone["L"]]


def test_the_derivative_of_j_is_the_mean_of_the_derivatives_of_l() -> None:
    inspection = three_samples()
    of_samples: dict[tuple[str, str], list[float]] = {}
    for row in inspection.rows:
        of_samples.setdefault((row.number, row.wrt), []).append(row.autodiff)
    for number in ABOUT_PARAMETERS:
        for (n, _), found in of_samples.items():
            if n == number:
                *each, mean = found
                assert len(each) == 3
                assert mean == pytest.approx(sum(each) / 3, rel=1e-13)


def test_each_samples_rows_are_those_of_it_alone() -> None:
    together = three_samples()
    for k in range(3):
        alone = network((3, 3, 2)).inspect(inputs(3, k), targets(2, k))
        rows = [row for row in together.rows if row.sample == k + 1]
        assert by_number(rows) == by_number(alone.rows)


def test_the_derivatives_of_j_are_pytorchs() -> None:
    torch = required("torch")
    inspection = three_samples()
    net = inspection.net
    w_1, b_1, w_2, b_2 = (
        torch.tensor(numbers, dtype=torch.float64, requires_grad=True)
        for numbers in (
            [[w.data for w in row] for row in net.w_1], [b.data for b in net.b_1],
            [[w.data for w in row] for row in net.w_2], [b.data for b in net.b_2],
        )
    )  # fmt: skip
    x, y = (torch.tensor([s[i] for s in inspection.samples], dtype=torch.float64) for i in (0, 1))
    a_2 = torch.sigmoid(torch.sigmoid(x @ w_1 + b_1) @ w_2 + b_2)
    loss = torch.nn.functional.binary_cross_entropy(a_2, y, reduction="sum") / 3
    loss.backward()
    assert inspection.root.data == pytest.approx(loss.item(), rel=1e-12)
    found = by_number([row for row in inspection.rows if row.of == "J"])
    for number, parameter in zip(ABOUT_PARAMETERS, (w_2, b_2, w_1, b_1), strict=True):
        assert found[number] == pytest.approx(parameter.grad.flatten().tolist(), rel=1e-12)


def test_the_sample_that_is_shown_can_be_chosen() -> None:
    """Its rows are the same numbers, whichever is shown; and the mean is of all."""
    xs, ys = [inputs(3, k) for k in range(3)], [targets(2, k) for k in range(3)]
    second = network((3, 3, 2)).inspect(xs, ys, sample=2)
    assert by_number(second.rows) == by_number(three_samples().rows)
    text = str(second)
    assert "sample 2 of 3, x = " + f"({', '.join(f'{v:g}' for v in xs[1])})" in text
    shown = [row for row in second.rows if row.sample == 2]
    assert all(f"{row.autodiff:.7f}" in text for row in shown)
    assert "The mean over 3 samples: J = " in text


@pytest.mark.parametrize("sample", [0, 4, -1, 1.5, "2", None])
def test_a_sample_that_there_is_not_is_refused(sample: Any) -> None:
    xs, ys = [inputs(3, k) for k in range(3)], [targets(2, k) for k in range(3)]
    with pytest.raises(ValueError, match=f"no sample {sample}: they are 1 to 3"):
        network((3, 3, 2)).inspect(xs, ys, sample=sample)
    with pytest.raises(ValueError, match="no sample 2: there is only 1"):
        network((3, 3, 2)).inspect(xs[0], ys[0], sample=2)


# --- what does not hold ---------------------------------------------------------------------


@pytest.mark.parametrize("make", [one_sample, three_samples])
def test_with_z_2_as_printed_only_8_12_8_13_and_8_15_hold(make: Any) -> None:
    (note,) = [note for note in make().notes if "prints z₂" in note]
    assert "3 of 8 equations hold: 8-12, 8-13, 8-15." in note
    assert "must be z₂ = w₂ a₁ + b₂" in note


def test_z_2_as_printed_is_left_out_where_widths_or_loss_are_not_the_texts() -> None:
    for inspection in (one_sample((3, 2, 1)), one_sample(loss="mse")):
        assert not any("prints z₂" in note for note in inspection.notes)


@pytest.mark.parametrize("loss", ["mse", "half"])
@pytest.mark.parametrize("make", [one_sample, three_samples])
def test_no_equation_holds_for_a_squared_error(make: Any, loss: str) -> None:
    inspection = make(loss=loss)
    assert inspection.holding("L") == []
    assert inspection.holding("J") == []
    assert "none of 8 equations holds" in inspection.notes[0]
    assert any("cross-entropy 8-11" in note and loss in note for note in inspection.notes)


@pytest.mark.parametrize(("loss", "factor"), [("mse", 1.0), ("half", 0.5)])
def test_the_derivatives_of_a_squared_error_are_the_reference_values(
    loss: str, factor: float
) -> None:
    """claims.md: dL/dz2 and dL/dW2 of (a2 - y)^2; half of it has half of them."""
    found = by_number(example(loss).rows)
    assert found["8-13"] == pytest.approx([factor * -0.01932569398859654], rel=1e-12)
    assert found["8-14"] == pytest.approx(
        [factor * -0.011616440406878184, factor * -0.011892718161569026], rel=1e-12
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_a_wrong_equation_is_shown_with_the_factor_it_is_off(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each equation in turn gets a factor -2 that it should not have."""

    def planted(equation: Equation) -> Equation:
        @wraps(equation.closed)
        def wrong(**values: Any) -> Any:
            return -2 * equation.closed(**values)

        return replace(equation, closed=wrong)

    equations = tuple(planted(e) if e.number == number else e for e in EQUATIONS)
    monkeypatch.setattr(nn.partials, "EQUATIONS", equations)
    inspection = example()
    assert inspection.notes[0] == f"For L: 7 of 8 equations hold, not {number}."
    for row in inspection.rows:
        assert row.holds == (row.number != number)
        assert row.verdict == ("✗ × -2" if row.number == number else "✓")
    assert "✗ × -2" in str(inspection)


@pytest.mark.parametrize("y", [-0.5, 1.5])
def test_a_target_that_no_cross_entropy_is_for_is_noted(y: float) -> None:
    net, x, _ = worked_example()
    (note,) = [note for note in net.inspect(x, y).notes if "outside [0, 1]" in note]
    assert note.startswith(f"The target y = {y:g} is outside [0, 1]")
    several = net.inspect([x] * 4, [0.5, y, 1.0, 7.0]).notes
    assert f"The target y = {y:g} in sample 2, and 1 more, are outside [0, 1]" in several[-1]


@pytest.mark.parametrize(("y", "loss"), [(0.0, "bce"), (1.0, "bce"), (1.5, "mse"), (-1.0, "half")])
def test_a_target_that_the_loss_is_for_is_not_noted(y: float, loss: str) -> None:
    net, x, _ = worked_example()
    assert not any("outside [0, 1]" in note for note in net.inspect(x, y, loss).notes)


# --- saturated ------------------------------------------------------------------------------

SATURATED = {
    "a_2 rounds to 1": ([[50, 50], [50, 50]], [50, 50], [[50], [50]], [50]),
    "a_2 is nearly 0": ([[50, 50], [50, 50]], [50, 50], [[-50], [-50]], [-50]),
    "a_1 rounds to 0": ([[-50, -50], [-50, -50]], [-50, -50], [[50], [50]], [0]),
    "a_1 at both ends": ([[-50, 50], [50, -50]], [-50, 50], [[-50], [50]], [-50]),
    "a_2 is nearly 1": ([[5, 5], [5, 5]], [5, 5], [[8], [8]], [8]),
    "beyond exp": ([[500, 500], [500, 500]], [500, 500], [[500], [500]], [500]),
}  # fmt: skip


@pytest.mark.parametrize("y", [0.0, 0.8, 1.0])
@pytest.mark.parametrize("weights", SATURATED.values(), ids=SATURATED)
def test_a_saturated_network_is_not_said_to_break_the_equations(weights: Any, y: float) -> None:
    """They hold there too: a float that has lost its digits is no evidence against them."""
    inspection = TwoLayerMLP.from_weights(*weights).inspect([0.5, 0.3], y)
    assert not [row for row in inspection.rows if "✗" in row.verdict]
    assert not any(word in inspection.notes[0] for word in ("not 8-", "none", "hold:", "holds:"))
    assert "✗" not in str(inspection)


def test_where_floats_cannot_tell_an_equation_is_not_said_to_hold_either() -> None:
    """With a_2 rounded to 1 and y = 1, a_2 - y and the wrong y - a_2 are the same 0."""
    net = TwoLayerMLP.from_weights(*SATURATED["a_2 rounds to 1"])
    (row,) = [row for row in net.inspect([0.5, 0.3], 1.0).rows if row.number == "8-13"]
    assert row.autodiff < 0 == row.book
    assert "✓" not in row.verdict


@pytest.mark.parametrize("y", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_network_that_has_learnt_its_target_is_not_said_to_break_the_equations(y: float) -> None:
    """Its derivatives are 0 but for rounding."""
    net = TwoLayerMLP.from_weights([[0.2]], [0.1], [[0.3]], [0.0])
    net.b_2[0].data = math.log(y / (1 - y)) - 0.3 * net.run([0.7]).a_1[0].data
    inspection = net.inspect([0.7], y)
    assert abs(inspection["a_2"].data - y) < 1e-15
    assert not [row for row in inspection.rows if "✗" in row.verdict]


@pytest.mark.parametrize("y", [0.0, 0.8, 1.0])
@pytest.mark.parametrize("weights", SATURATED.values(), ids=SATURATED)
def test_the_derivatives_of_a_saturated_network_are_finite(weights: Any, y: float) -> None:
    net = TwoLayerMLP.from_weights(*weights)
    assert all(math.isfinite(row.autodiff) for row in net.inspect([0.5, 0.3], y).rows)


# --- showing --------------------------------------------------------------------------------

SHOWN = {
    "2-2-1": example,
    "3-3-2": one_sample,
    "3-3-2, m = 3": three_samples,
    "12-11-1": lambda: one_sample((12, 11, 1)),
    "a squared error": lambda: one_sample(loss="mse"),
    "a squared error, m = 3": lambda: three_samples(loss="half"),
}


@pytest.mark.parametrize("make", SHOWN.values(), ids=SHOWN)
def test_the_printed_table_is_plain_and_at_most_100_columns_wide(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = str(make())
    assert max(map(len, text.splitlines())) <= 100
    assert "\x1b" not in text
    assert all(number in text for number in NUMBERS)


def test_the_printed_table_shows_every_number_of_one_sample() -> None:
    inspection = example()
    lines = str(inspection).splitlines()
    for row in inspection.rows:
        (line,) = [line for line in lines if row.symbol in line.split()]
        assert line.split().count(f"{row.autodiff:.7f}") == 3
        assert line.endswith("✓")


def test_the_printed_table_of_several_samples_has_two_parts() -> None:
    text = str(three_samples())
    assert text.index("one sample's L: sample 1 of 3") < text.index("The mean over 3 samples: J = ")
    assert "∂J/∂b₂" in text


class Tags(HTMLParser):
    """Checks that tags nest; collects them and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.text = ""

    def handle_starttag(self, tag: str, _: Any) -> None:
        self.open.append(tag)
        self.seen[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert tags.open == []
    return tags


def test_the_html_check_catches_tags_that_do_not_nest() -> None:
    with pytest.raises(AssertionError):
        parsed("<b><i>x</b></i>")


@pytest.mark.parametrize(("make", "tables"), [(example, 1), (three_samples, 2)])
def test_html_has_a_line_for_each_row_shown(make: Any, tables: int) -> None:
    inspection = make()
    shown = [row for row in inspection.rows if row.sample <= 1]
    tags = parsed(inspection._repr_html_())
    assert (tags.seen["table"], tags.seen["tr"]) == (tables, tables + len(shown))
    assert tags.seen["li"] == len(inspection.notes)
    assert all(row.closed_form in tags.text for row in shown)


def test_html_escapes_what_it_shows() -> None:
    inspection = example()
    inspection.rows[0] = replace(inspection.rows[0], closed_form="<script> & co")
    inspection.notes.append("a < b")
    tags = parsed(inspection._repr_html_())
    assert tags.seen["script"] == 0
    assert "<script> & co" in tags.text
    assert "a < b" in tags.text


@pytest.mark.parametrize(("make", "tables"), [(example, 1), (three_samples, 2)])
def test_markdown_has_a_line_for_each_row_shown(make: Any, tables: int) -> None:
    inspection = make()
    shown = [row for row in inspection.rows if row.sample <= 1]
    lines = inspection.to_markdown().splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "|" in line]
    assert {len(row) for row in cells} == {7}
    assert len(cells) == 2 * tables + len(shown)
    found = [row[1:4] for row in cells if row[1].startswith("∂")]
    assert found == [[r.symbol, r.closed_form, f"{r.autodiff:.7f}"] for r in shown]
    assert [line for line in lines if line.startswith("- ")] == [f"- {n}" for n in inspection.notes]


def test_markdown_escapes_what_would_part_cells() -> None:
    inspection = example()
    inspection.rows[0] = replace(inspection.rows[0], closed_form="|a|")
    assert r"| \|a\| |" in inspection.to_markdown()


@pytest.mark.parametrize("make", [example, three_samples, lambda: one_sample(loss="mse")])
def test_as_data_it_is_all_there_and_survives_json(make: Any) -> None:
    inspection = make()
    data = json.loads(json.dumps(inspection.to_dict(), allow_nan=False))
    assert data["L"] == [loss.data for loss in inspection.losses]
    assert data["J"] == (inspection.root.data if inspection.m > 1 else None)
    assert [(s["x"], s["y"]) for s in data["samples"]] == inspection.samples
    assert data["holding"]["L"] == inspection.holding("L")
    assert data["notes"] == inspection.notes
    for row, written in zip(inspection.rows, data["rows"], strict=True):
        assert written.pop("sample") == (row.sample or None)
        assert all(value == getattr(row, name) for name, value in written.items())


def test_as_data_a_number_that_is_none_is_null() -> None:
    net = TwoLayerMLP.from_weights(*SATURATED["a_2 rounds to 1"])
    inspection = net.inspect([0.5, 0.3], 1.0)
    data = json.loads(json.dumps(inspection.to_dict(), allow_nan=False))
    books = [(row.book, written["book"]) for row, written in zip(inspection.rows, data["rows"],
                                                                 strict=True)]  # fmt: skip
    assert any(math.isnan(book) for book, _ in books)
    assert all(written is None if math.isnan(book) else written == book for book, written in books)


# --- refusals and shapes --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([0.5, 0.3], 0.8),
        ([0.5, 0.3], [0.8]),
        ([[0.5, 0.3]], [0.8]),
        ([[0.5, 0.3]], [[0.8]]),
        ((0.5, 0.3), (0.8,)),
    ],
    ids=str,
)
def test_one_sample_may_be_written_in_several_ways(x: Any, y: Any) -> None:
    inspection = worked_example()[0].inspect(x, y)
    assert inspection.m == 1
    assert by_number(inspection.rows) == by_number(example().rows)


def test_several_samples_of_one_input_may_be_plain_numbers() -> None:
    net = network((1, 2, 1))
    assert net.inspect([0.1, 0.2, 0.3], [1, 0, 1]).samples == (
        net.inspect([[0.1], [0.2], [0.3]], [[1], [0], [1]]).samples
    )


def test_samples_may_be_numpy_arrays() -> None:
    np = pytest.importorskip("numpy")
    net = worked_example()[0]
    arrays = net.inspect(np.array([[0.5, 0.3], [0.1, 0.2]]), np.array([0.8, 0.1]))
    lists = net.inspect([[0.5, 0.3], [0.1, 0.2]], [0.8, 0.1])
    assert by_number(arrays.rows) == by_number(lists.rows)


def test_an_inspection_leaves_the_gradients_alone() -> None:
    net, x, y = worked_example()
    net.b_2[0].grad = 7.0
    net.inspect(x, y)
    assert [p.grad for p in net.parameters()] == [0.0] * 8 + [7.0]


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([0.5], 0.8, "sample 1: x has 1 numbers, the network needs 2"),
        ([0.5, 0.3, 0.1], 0.8, "sample 1: x has 3 numbers, the network needs 2"),
        ([0.5, 0.3], [0.8, 0.1], "sample 1: y has 2 numbers, the network needs 1"),
        ([[0.5, 0.3], [0.5]], [0.8, 0.1], "sample 2: x has 1 numbers, the network needs 2"),
        ([[0.5, 0.3], [0.1, 0.2]], [0.8], "2 samples need 2 targets, got 1"),
        ([[0.5, 0.3], [0.1, 0.2]], 0.8, "2 samples need 2 targets, got 1"),
        ([[0.5, 0.3], [0.1, 0.2]], [[0.8], []], "sample 2: y has 0 numbers"),
        ([], 0.8, "sample 1: x has 0 numbers, the network needs 2"),
        ([], [], "has 0 numbers|no samples"),
        ([0.5, math.nan], 0.8, r"sample 1: x = \[0.5, nan\] is not finite"),
        ([0.5, math.inf], 0.8, r"sample 1: x = \[0.5, inf\] is not finite"),
        ([0.5, 0.3], math.nan, r"sample 1: y = \[nan\] is not finite"),
        ([[0.5, 0.3], [0.1, 0.2]], [0.8, math.nan], r"sample 2: y = \[nan\] is not finite"),
    ],
    ids=str,
)
def test_samples_that_do_not_fit_are_refused(x: Any, y: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        worked_example()[0].inspect(x, y)


@pytest.mark.parametrize(("x", "y"), [("ab", 0.8), ([0.5, "a"], 0.8), ([0.5, 0.3], None)], ids=str)
def test_samples_that_are_no_numbers_are_refused(x: Any, y: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"real number|x has 1 numbers"):
        worked_example()[0].inspect(x, y)


def test_an_unknown_loss_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no loss 'mae': choose one of bce, mse, half"):
        example("mae")
