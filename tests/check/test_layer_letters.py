r"""Layers may be counted by any letter: the verdicts are those for l, and the author's is printed.

By hand, as in chapter 2 of Nielsen's book: \delta^l = (W^{l+1})^T \delta^{l+1} \odot \sigma'(z^l).
"""

from __future__ import annotations

import pytest

from autograd import check_text

NET = r"""
$z@{<k>} = W@{<k>} a@{<k>-1} + b@{<k>}$ and $a@{<k>} = \sigma(z@{<k>})$. Let
$\delta@<k> = \frac{\partial C}{\partial z@<k>}$.

$$\delta@<k> = (W@{<k>+1})^T \delta@{<k>+1} \odot \sigma'(z@<k>)$$
$$\frac{\partial C}{\partial W@<k>} = \delta@<k> (a@{<k>-1})^T$$
For the last layer $\delta@<K> = \frac{\partial C}{\partial a@<K>} \odot \sigma'(z@<K>)$.
"""
SLIPS = [
    (r"(W@{<k>+1})^T \delta", r"(W@{<k>})^T \delta"),
    (r"(W@{<k>+1})^T \delta", r"W@{<k>+1} \delta"),
    (r"(a@{<k>-1})^T", r"(a@{<k>})^T"),
    (r"\sigma'(z@<K>)", r"\sigma(z@<K>)"),
]
PLACES = pytest.mark.parametrize("place", ["^", "_"], ids=["above", "below"])


def _net(text: str, place: str, letter: str, last: str) -> str:
    return text.replace("@", place).replace("<k>", letter).replace("<K>", last)


def _statuses(text: str) -> list[str]:
    return [e.members[-1].status for e in check_text(text).equations]


@PLACES
@pytest.mark.parametrize("letters", ["lL", "kK", "mM", "mL", "nN", "iN", "jL", "pP"])
def test_any_letter_counts_layers(place: str, letters: str) -> None:
    assert _statuses(_net(NET, place, *letters))[2:] == ["right"] * 4


@PLACES
@pytest.mark.parametrize("letters", ["lL", "kK", "mL", "iN"])
@pytest.mark.parametrize(("right", "slip"), SLIPS)
def test_a_slip_is_found_with_any_letter(place: str, letters: str, right: str, slip: str) -> None:
    assert NET.count(right) == 1
    statuses = _statuses(_net(NET.replace(right, slip), place, *letters))
    assert sorted(statuses[2:]) == ["right"] * 3 + ["wrong"]


def test_the_authors_letter_is_printed() -> None:
    equations = check_text(_net(NET, "^", "m", "M")).equations
    assert r"W^{(m+1)}" in equations[3].members[-1].reading
    assert r"\delta^{(M)}" in equations[-1].members[0].reading
    slip = check_text(_net(NET.replace(*SLIPS[0]), "^", "m", "M")).equations[3].members[-1]
    assert slip.explanations[0].text == "(W^{m}) should be W^{m+1}"


SUMMED = r"""
$z^{<m>} = W^{<m>} a^{<m> - 1} + b^{<m>}$ and $a^{<m>} = \sigma^{<m>}(z^{<m>})$; $C$ is a function
of $a^L$. By definition
$z^{<m>}_k = \sum_{<l> = 1}^{N^{<m> - 1}} W^{<m>}_{k<l>} a_{<l>}^{<m> - 1} + b^{<m>}_k$, and
$$\frac{\partial C}{\partial z^L_k}
= \frac{\partial C}{\partial a^L_k} \frac{\partial a^L_k}{\partial z^L_k}$$
$$\frac{\partial C}{\partial z^{<m>}_k}
= \sum_{<l>} \frac{\partial C}{\partial z^{<m> + 1}_{<l>}} W^{<m> + 1}_{<l>k}
\frac{\partial a^{<m>}_k}{\partial z^{<m>}_k}$$
$$\frac{\partial C}{\partial W^{<m>}} = \frac{\partial C}{\partial z^{<m>}} a^{<m> - 1 \top}$$
Then $W^{<m>} = W^{<m>} - \lambda \frac{\partial C}{\partial W^{<m>}}$, until bored.
"""


@pytest.mark.parametrize(("layer", "summed"), ["ml", "lj", "nl"])
def test_a_layer_is_told_by_vectors_and_by_entries(layer: str, summed: str) -> None:
    """C comes of a^L however often z is written: as one vector, and again entry by entry."""
    text = SUMMED.replace("<m>", layer).replace("<l>", summed)
    assert _statuses(text)[3:6] == ["right"] * 3
    assert "wrong" not in _statuses(text)
    slipped = SUMMED.replace("_{<l>k}", "_{k<l>}").replace("<m>", layer).replace("<l>", summed)
    found = check_text(slipped).equations[4].members[-1]
    assert found.status == "wrong"
    assert found.witness is not None
    assert f"{layer} = " in found.witness.place


NUMBERED = r"""
$Z^{[1]} = W^{[1]} X + b^{[1]}$, $A^{[1]} = \tanh(Z^{[1]})$, $Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}$,
$A^{[2]} = \sigma(Z^{[2]})$; let $\delta^{[<k>]} = \frac{\partial C}{\partial Z^{[<k>]}}$. Then
$$\frac{\partial C}{\partial W^{[2]}} = \delta^{[2]} A^{[1]\top}$$
$$\delta^{[1]} = W^{[2]\top} \delta^{[2]} \odot (1 - A^{[1]} \odot A^{[1]})$$
"""


@pytest.mark.parametrize("letter", "lkin")
def test_layers_that_have_numbers_are_spoken_of_by_any_letter(letter: str) -> None:
    text = NUMBERED.replace("<k>", letter)
    assert _statuses(text)[-2:] == ["right", "right"]
    assert "wrong" in _statuses(text.replace(r"A^{[1]} \odot A^{[1]}", "A^{[1]}"))


def test_a_step_of_a_filter_is_no_layer() -> None:
    r"""F_k multiplies x_{k-1} to make x_k: all x are of one size."""
    text = r"$x_k = F_k x_{k-1} + G_k u_k$. $$\frac{\partial x_k}{\partial x_{k-1}} = F_k$$"
    (*_, claim) = check_text(text).equations
    assert claim.status == "right"
    assert claim.members[-1].reading == "F_k"


def test_what_is_made_of_itself_is_an_update_under_an_index_too() -> None:
    report = check_text(
        r"$a^m = \sigma(W^m a^{m-1})$. $W^m = W^m - \eta \frac{\partial C}{\partial W^m}$"
    )
    assert report.equations[-1].status == "assignment"


def test_what_says_the_same_once_more_begins_no_layer_below_the_first() -> None:
    r"""z^{l+1} by z^l restates z^l by a^{l-1}: there is no z^0 whose slope would be 0."""
    text = r"""
    $z^l_j = \sum_k w^l_{jk} a^{l-1}_k + b^l_j$ and $a^l_j = \sigma(z^l_j)$.
    As $z^{l+1}_k = \sum_j w^{l+1}_{kj} \sigma(z^l_j) + b^{l+1}_k$,
    $\frac{\partial z^{l+1}_k}{\partial z^l_j} = w^{l+1}_{kj} \sigma'(z^l_j)$."""
    assert _statuses(text)[-2:] == ["right", "right"]
    assert _statuses(text.replace(r"\sigma'(z^l_j)", r"\sigma'(z^l_k)"))[-1] != "right"
