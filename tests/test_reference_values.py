"""The worked examples of the texts, as textbook formulas give them (confirmed at 30 digits).

Text 001: z = x W + b, 2-2-1, with the squared error and with the cross-entropy of equation 8-11.
Text 000: the network of width one, whose equations are numbered 8-12 to 8-19.
"""

from __future__ import annotations

from typing import Any

import pytest

from autograd import Value, affine, binary_cross_entropy, central_difference, partial

TOLERANCE = 1e-12

# --- text 001 ---

FORWARD = {
    "z_{1,1}": 0.41, "z_{1,2}": 0.47,
    "a_{1,1}": 0.6010878788483698, "a_{1,2}": 0.6153837563911821,
    "z_2": 1.0914213567828495, "a_2": 0.7486492778542029,
}  # fmt: skip
SQUARED_ERROR = {
    "L": 0.0026368966648948637,
    "z_2": -0.01932569398859654, "b_2": -0.01932569398859654,
    "w_{2,1}": -0.011616440406878184, "w_{2,2}": -0.011892718161569026,
    "a_{1,1}": -0.011595416393157924, "a_{1,2}": -0.013527985792017578,
    "z_{1,1}": -0.00278036332976357, "z_{1,2}": -0.0032018928099207316,
    "b_{1,1}": -0.00278036332976357, "b_{1,2}": -0.0032018928099207316,
    "w_{1,11}": -0.001390181664881785, "w_{1,12}": -0.0016009464049603658,
    "w_{1,21}": -0.0008341089989290709, "w_{1,22}": -0.0009605678429762195,
}  # fmt: skip
CROSS_ENTROPY = {
    "L": 0.5077689303527823,
    "a_2": -0.2728902430568144,  # 8-12
    "z_2": -0.05135072214579717, "b_2": -0.05135072214579717,  # 8-13, 8-15
    "w_{2,1}": -0.03086629665194923, "w_{2,2}": -0.031600400287480526,  # 8-14
    "a_{1,1}": -0.0308104332874783, "a_{1,2}": -0.035945505502058016,  # 8-16
    "z_{1,1}": -0.007387763921714717, "z_{1,2}": -0.008507819078574038,  # 8-17
    "b_{1,1}": -0.007387763921714717, "b_{1,2}": -0.008507819078574038,  # 8-19
    "w_{1,11}": -0.0036938819608573585, "w_{1,12}": -0.004253909539287019,  # 8-18
    "w_{1,21}": -0.002216329176514415, "w_{1,22}": -0.0025523457235722114,
}  # fmt: skip

# --- text 000, at x = 0.5, y = 1, w_1 = 0.3, b_1 = -0.2, w_2 = 0.7, b_2 = 0.1 ---

WIDTH_ONE_FORWARD = {
    "z_1": -0.05, "a_1": 0.4875026035157896,
    "z_2": 0.44125182246105277, "a_2": 0.6085572745230613,
}  # fmt: skip
WIDTH_ONE = {
    "L": 0.4966642468704573,
    "w_2": -0.19082934779732413, "a_1": -0.2740099078338571,
    "z_1": -0.06845968074323595, "w_1": -0.03422984037161798,
}  # fmt: skip

Nodes = dict[str, Value]


def text_001() -> Nodes:
    """Return the nodes of the 2-2-1 network by label, without a loss."""
    numbers = {
        "x_1": 0.5, "x_2": 0.3, "w_{1,11}": 0.5, "w_{1,12}": 0.3, "w_{1,21}": 0.2, "w_{1,22}": 0.4,
        "b_{1,1}": 0.1, "b_{1,2}": 0.2, "w_{2,1}": 0.6, "w_{2,2}": 0.7, "b_2": 0.3,
    }  # fmt: skip
    v = {label: Value(data, label) for label, data in numbers.items()}
    for j in (1, 2):
        w = [v[f"w_{{1,{i}{j}}}"] for i in (1, 2)]
        v[f"z_{{1,{j}}}"] = affine(w, [v["x_1"], v["x_2"]], v[f"b_{{1,{j}}}"])
        v[f"a_{{1,{j}}}"] = v[f"z_{{1,{j}}}"].sigmoid()
    v["z_2"] = (
        v["w_{2,1}"] * v["a_{1,1}"] + v["w_{2,2}"] * v["a_{1,2}"] + v["b_2"]
    )  # and affine above: both ways of writing it
    v["a_2"] = v["z_2"].sigmoid()
    return v


def width_one() -> Nodes:
    v = {label: Value(data, label) for label, data in
         {"x": 0.5, "w_1": 0.3, "b_1": -0.2, "w_2": 0.7, "b_2": 0.1}.items()}  # fmt: skip
    v["z_1"] = v["w_1"] * v["x"] + v["b_1"]
    v["a_1"] = v["z_1"].sigmoid()
    v["z_2"] = v["w_2"] * v["a_1"] + v["b_2"]
    v["a_2"] = v["z_2"].sigmoid()
    v["L"] = binary_cross_entropy(v["a_2"], 1.0)
    return v


def with_squared_error() -> Nodes:
    v = text_001()
    return {**v, "L": (v["a_2"] - 0.8) ** 2}


def with_cross_entropy() -> Nodes:
    v = text_001()
    return {**v, "L": binary_cross_entropy(v["a_2"], 0.8)}


# --- the checkers: each returns the labels of the numbers that differ ---


def wrong_data(v: Nodes, reference: dict[str, float]) -> list[str]:
    return [name for name, want in reference.items() if not near(v[name].data, want)]


def wrong_gradients(v: Nodes, reference: dict[str, float]) -> list[str]:
    """Read each derivative twice: as `.grad` after a sweep, and as the partial between nodes."""
    v["L"].zero_grad()
    v["L"].backward()
    return [
        name
        for name, want in reference.items()
        if name != "L" and not (near(v[name].grad, want) and near(partial(v["L"], v[name]), want))
    ]


def near(got: float, want: float) -> bool:
    return abs(got - want) <= TOLERANCE * abs(want)


CASES: dict[str, tuple[Any, dict[str, float], dict[str, float]]] = {
    "text 001, squared error": (with_squared_error, FORWARD, SQUARED_ERROR),
    "text 001, cross-entropy": (with_cross_entropy, FORWARD, CROSS_ENTROPY),
    "width one": (width_one, WIDTH_ONE_FORWARD, WIDTH_ONE),
}
every_case = pytest.mark.parametrize(
    ("make", "forward", "gradients"), CASES.values(), ids=CASES.keys()
)


@every_case
def test_forward_pass(make: Any, forward: Any, gradients: Any) -> None:
    assert not wrong_data(make(), {**forward, "L": gradients["L"]})


@every_case
def test_gradients(make: Any, forward: Any, gradients: Any) -> None:  # noqa: ARG001  (a case is three)
    assert not wrong_gradients(make(), gradients)


@every_case
def test_gradients_are_central_differences(make: Any, forward: Any, gradients: Any) -> None:  # noqa: ARG001
    v = make()
    for name, want in gradients.items():
        if name != "L":
            assert central_difference(v["L"], v[name]) == pytest.approx(want, rel=1e-7)


def test_planted_error_in_any_number_is_caught() -> None:
    for make, forward, gradients in CASES.values():
        for name in forward:
            assert wrong_data(make(), {**forward, name: forward[name] * (1 + 1e-11)}) == [name]
        for name in gradients.keys() - {"L"}:
            moved = {**gradients, name: gradients[name] * (1 + 1e-11)}
            assert wrong_gradients(make(), moved) == [name]


def test_text_000_needs_a_1_in_z_2() -> None:
    """With z_2 = w_2 x + b_2, as the text prints it, 8-14 and all after it would be 0 or wrong."""
    v = width_one()
    v["z_2"] = v["w_2"] * v["x"] + v["b_2"]
    v["a_2"] = v["z_2"].sigmoid()
    v["L"] = binary_cross_entropy(v["a_2"], 1.0)
    assert set(wrong_gradients(v, WIDTH_ONE)) == {"w_2", "a_1", "z_1", "w_1"}
    assert partial(v["L"], v["w_1"]) == 0.0
