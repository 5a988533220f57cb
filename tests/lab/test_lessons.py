"""The lessons: each has the slips that it speaks of, in both languages, and no other."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from autograd.marking.document import MarkedDocument
from chainrule.laboratory.page import LANGUAGES, lessons

LESSONS: dict[str, dict[str, str]] = {one["name"]: one["text"] for one in json.loads(lessons())}
SUM_OVER_THE_BATCH = (
    r"\frac{\gamma}{m \sqrt{v + \epsilon}} \left( m \frac{\partial L}{\partial y_i} "
    r"- \sum_{j=1}^m \frac{\partial L}{\partial y_j} "
    r"+ \hat{x}_i \sum_{j=1}^m \frac{\partial L}{\partial y_j} \hat{x}_j \right)"
)
SLIPS = {
    "two_layers": [r"(a_2 - y) a_1", r"(a_2 - y) w_2", r"(a_2 - y) w_2 \sigma'(z_1)",
                   r"(a_2 - y) w_2 \sigma'(z_1) x", r"(a_2 - y) w_2 \sigma'(z_1)"],
    "worked_example": ["(a_2 - y) a_2 (1 - a_2) a_1", "0.6742"],
    "delta_recursion": [
        r"(W^{(l+1)})^T \frac{\partial L}{\partial z^{(l+1)}} \odot \sigma'(z^{(l+1)})",
        r"\frac{\partial L}{\partial z^{(l)}} (a^{(l)})^T",
    ],
    "softmax_regression": ["y_k - p_k"],
    "recurrent": ["(h_3 - y) (1 - h_3^2) u^2",
                  "(h_3 - y) (1 - h_3^2) (x_3 + u (1 - h_2^2) x_2)"],
    "batch_normalisation": [
        r"\sum_{i=1}^m \frac{\partial L}{\partial y_i} x_i",
        SUM_OVER_THE_BATCH,
    ],
    "first_year_calculus": [r"\frac{1 + x^2}{(1 + x^2)^2}", r"\frac{1}{1 + x^2}", r"2 \sin x"],
}  # fmt: skip
"""What is wrong in each, by derivations of our own."""


def test_every_lesson_is_there_in_every_language() -> None:
    assert list(LESSONS) == list(SLIPS)
    for texts in LESSONS.values():
        assert set(texts) == set(LANGUAGES)
        assert len({re.sub(r"[^$\\]", "", text) for text in texts.values()}) == 1
        assert all(text.startswith("# ") for text in texts.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SLIPS)
def test_a_lesson_has_its_slips_and_no_other(name: str, language: str) -> None:
    text = LESSONS[name][language]
    document = MarkedDocument(text)
    members: list[dict[str, Any]] = [
        member for equation in document.marks()["equations"] for member in equation["members"]
    ]
    wrong = [text[slice(*m["place"])] for m in members if m["status"] == "wrong"]
    assert wrong == SLIPS[name]
    assert {m["status"] for m in members} <= {"wrong", "right", "definition", "assignment"}
    assert document.graph() is not None
