r"""Formulas of HTML, of wikis and of reStructuredText are read where they stand in the file.

The derivatives are those of a layer of sigmoids, of batch normalisation and of the log-loss, by
hand; each text has one planted mistake.
"""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.reading.document import formulas

HTML = """<p>Forward: z<sub>1</sub> = W<sub>1</sub>x + b<sub>1</sub>,<br>
a<sub>1</sub> = &sigma;(z<sub>1</sub>),<br>
z<sub>2</sub> = W<sub>2</sub>a<sub>1</sub> + b<sub>2</sub>,<br>
&ycirc; = &sigma;(z<sub>2</sub>)</p>
<p>and L = &frac12;(&ycirc; &minus; y)<sup>2</sup>.</p>
<ul>
<li>&part;L/&part;z<sub>2</sub> = (&ycirc; &minus; y) &middot; &ycirc;(1 &minus; &ycirc;)</li>
<li>&part;L/&part;W<sub>2</sub> = &part;L/&part;z<sub>2</sub> &middot; a<sub>1</sub><sup>T</sup>
<li>&part;L/&part;W<sub>1</sub> = &part;L/&part;z<sub>1</sub> &middot; a<sub>1</sub><sup>T</sup>
</ul>"""
WIKI = r"""For a mini-batch <math>x_1, \dots, x_m</math>:
: <math>\mu = \frac{1}{m}\sum_{i=1}^m x_i</math>
: <math>v = \frac{1}{m}\sum_{i=1}^m (x_i-\mu)^2</math>
: <math>\hat x_i = \frac{x_i-\mu}{\sqrt{v+\epsilon}}</math>
: <math>y_i = \gamma \hat x_i + \beta</math>
'''Backward''', given <math>\frac{\partial L}{\partial y_i}</math>:
: <math>\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i}\hat x_i</math>
: <math>\frac{\partial L}{\partial \beta} = -\sum_i \frac{\partial L}{\partial y_i}</math>
"""
RST = r"""The model is :math:`\hat y = \sigma(w^T x + b)`.

.. math::
   :label: loss

   \ell = -y\log\hat y - (1-y)\log(1-\hat y)

.. math::

   \frac{\partial \ell}{\partial w} &= (\hat y - y)\, x \\
   \frac{\partial \ell}{\partial b} &= \hat y - y

.. math:: \frac{\partial^2 \ell}{\partial b^2} = \hat y (1 + \hat y)
"""


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (HTML, "md", ["right", "right", "wrong"]),
        (WIKI, "md", ["right", "wrong"]),
        (RST, "txt", ["right", "right", "wrong"]),
    ],
)
def test_each_claim_is_judged(text: str, kind: str, said: list[str]) -> None:
    report = check_text(text, kind=kind)
    assert [e.status for e in report.equations if e.status != "definition"] == said


def test_a_side_is_found_where_it_stands_in_the_file() -> None:
    *_, last = formulas(HTML)
    assert last.line == 9
    stands = [HTML[slice(*member.place)] for member in last.members if member.place]
    assert stands[0] == "&part;L/&part;W<sub>1</sub>"
    assert stands[1].startswith("&part;L/&part;z<sub>1</sub> &middot;")


def test_a_fraction_may_be_a_raised_and_a_lowered_text() -> None:
    text = "<i><sup>∂ E</sup></i> / <i><sub>∂ w<sub>ij</sub></sub></i> = <i>d<sub>i</sub> y</i>"
    assert [f.latex for f in formulas(text)] == ["∂ E / ∂ w_{ij} = d_i y"]


def test_italics_are_symbols_and_what_stands_between_them_words() -> None:
    text = (
        "Every node <i>i</i> computes <i>a<sub>i</sub></i> = "
        "<b>SUM</b> <sub><i>j</i></sub> [ <i>w<sub>ij</sub> y<sub>j</sub></i> ]"
    )
    assert [f.latex for f in formulas(text)] == [r"a_i = \sum _j [ w_{ij} y_j ]"]


def test_markup_in_code_is_no_formula() -> None:
    assert not formulas("<p>x</p>\n```html\ny<sub>1</sub> = 2x &part;\n```\n")


def test_the_empty_cells_of_a_listing_are_no_part_of_its_lines() -> None:
    lines = ["a = x * w", "b = tanh(a)", "db/da = 1 - b**2", "db/dw = (1 - b**2) * x"]
    text = "".join(f"{line} | |\n" for line in lines)
    assert [e.status for e in check_text(text).equations[-2:]] == ["right", "right"]
    slip = text.replace("* x |", "* w |")
    assert [e.status for e in check_text(slip).equations[-2:]] == ["right", "wrong"]
