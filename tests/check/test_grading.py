"""Marks of a homework against a key: what is asked for, partial credit, each slip once.

The network is z_1 = w_1 x + b_1, a_1 = sigma(z_1), z_2 = w_2 a_1 + b_2, a_2 = sigma(z_2),
L = (a_2 - y)^2 / 2; its partials are equations of every textbook.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograd import exercise, mark, mark_files
from autograd.checking.grading.classroom import students_of
from autograd.checking.grading.marks import Mark, Marks

FORWARD = r"""
$$z_1 = w_1 x + b_1$$
$$a_1 = \sigma(z_1)$$
$$z_2 = w_2 a_1 + b_2$$
$$a_2 = \sigma(z_2)$$
$$L = \frac{1}{2} (a_2 - y)^2$$
"""
ANSWERS = {
    "a_2": "a_2 - y",
    "z_2": r"(a_2 - y) \sigma'(z_2)",
    "w_2": r"(a_2 - y) \sigma'(z_2) a_1",
    "b_2": r"(a_2 - y) \sigma'(z_2)",
    "a_1": r"(a_2 - y) \sigma'(z_2) w_2",
    "w_1": r"(a_2 - y) \sigma'(z_2) w_2 \sigma'(z_1) x",
}


def written(answers: dict[str, str], forward: str = "") -> str:
    lines = [rf"$$\frac{{\partial L}}{{\partial {by}}} = {x}$$" for by, x in answers.items()]
    return "\n".join([forward, *lines])


KEY = written(ANSWERS, FORWARD)


def given(answers: dict[str, str], forward: str = "", key: str = KEY) -> Marks:
    return mark(written(answers, forward), key)


def points(marks: Marks) -> list[float]:
    return [one.points for one in marks.marks]


def of(marks: Marks, question: str) -> Mark:
    return next(one for one in marks.marks if one.question == question)


# --- what is asked for ---


def test_the_key_itself_is_fully_right() -> None:
    marks = mark(KEY, KEY)
    assert (float(marks), marks.of) == (6.0, 6.0)
    assert {one.state for one in marks.marks} == {"right"}
    assert marks.remarks == []


def test_without_the_forward_pass_as_well_in_any_order_and_notation() -> None:
    text = r"dL/dw_2 = $\nabla_{w_2} L = a_1 \cdot (a_2 - y) \cdot a_2 (1 - a_2)$"
    marks = mark(f"$$L'$$ {text}\n$$\\frac{{dL}}{{da_2}} = -(y - a_2)$$", KEY)
    assert of(marks, "dL/dw_2").state == "right"
    assert of(marks, "dL/da_2").state == "right"
    assert float(marks) == 2.0


def test_one_slip_costs_its_question_and_says_why() -> None:
    marks = given({**ANSWERS, "w_1": r"(a_2 - y) \sigma'(z_2) w_2 x"})
    assert points(marks) == [1, 1, 1, 1, 1, 0]
    assert of(marks, "dL/dw_1").why == "wrong: the factor (a_1 (1 - a_1)) is missing"


def test_questions_have_tags_and_points() -> None:
    key = FORWARD + (
        "<!-- chainrule: points 3 -->\n"
        r"$$\frac{\partial L}{\partial a_2} = a_2 - y \tag{8-12}$$"
        "\n<!-- chainrule: points 0 -->\n"
        r"$$\frac{\partial L}{\partial b_2} = (a_2 - y) \sigma'(z_2)$$"
    )
    marks = given({"a_2": "a_2 - y"}, key=key)
    assert [(one.question, one.points, one.of) for one in marks.marks] == [("8-12", 3.0, 3.0)]


def test_what_a_tag_promises_is_compared_with_what_stands_there() -> None:
    key = written({"a_2": "a_2 - y"}, FORWARD).replace("y$$", r"y \tag{1}$$")
    told = mark(r"$$\frac{\partial L}{\partial z_2} = a_2 \tag{1}$$", key).marks[0]
    assert (told.state, told.points) == ("wrong", 0)
    assert told.why == "this says what dL/dz_2 is, not dL/da_2"


def test_a_blank_sheet_is_missing_and_not_wrong() -> None:
    marks = given(dict.fromkeys(ANSWERS, r"\qquad"))
    assert {one.state for one in marks.marks} == {"missing"}


# --- what nobody should get points for ---


def test_another_problem_is_no_homework_about_this_network() -> None:
    """`L = w; dL/dw = 1` is right, and is not what is asked for."""
    marks = mark(r"$$L = w_2$$ $$\frac{\partial L}{\partial w_2} = 1$$", KEY)
    assert float(marks) == 0
    assert "the forward pass differs" in marks.remarks[0]
    assert of(marks, "dL/dw_2").why == "a number, where the key gives none"


@pytest.mark.parametrize(
    "text",
    [
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial w_2}",
        r"\frac{\partial L}{\partial w_2} = 2 \frac{\partial L}{\partial w_2} - \frac{dL}{dw_2}",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial b_2} a_1",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial z_2} \frac{dz_2}{dw_2}",
    ],
)
def test_an_answer_that_says_nothing_or_is_not_carried_out_is_not_full(text: str) -> None:
    assert float(mark(f"$${text}$$", KEY)) <= 0.5


def test_what_was_derived_before_may_be_referred_to() -> None:
    answers = {"z_2": ANSWERS["z_2"], "w_2": r"\frac{\partial L}{\partial z_2} a_1"}
    assert points(given(answers))[1:3] == [1, 1]


def test_what_is_given_cannot_be_defined_by_a_student() -> None:
    marks = given({"a_2": "0"}, "$$y = a_2$$")
    assert float(marks) == 0
    assert marks.remarks == ["the forward pass differs: line 1: y = a_2 says what is given"]


def test_directives_are_the_teachers() -> None:
    skipped = written({"a_2": "a_2 + y"}).replace("$$", "<!-- chainrule: skip -->\n$$", 1)
    assert of(mark(skipped, KEY), "dL/da_2").state == "wrong"
    declared = "<!-- chainrule: declare a_2 = y -->\n" + written({"a_2": "0"})
    assert float(mark(declared, KEY)) == 0


def test_what_cannot_be_judged_is_for_a_person() -> None:
    told = of(given({"a_2": r"q - y"}), "dL/da_2")
    assert (told.state, told.points) == ("unsure", 0)
    assert "q" in told.why


@pytest.mark.parametrize("by", ["J", "L"])
def test_an_answer_in_names_of_its_own_is_for_a_person(by: str) -> None:
    """Without this, all would be missing, and no one would look why."""
    name = "a^{(2)}" if by == "L" else "a_2"
    marks = mark(rf"$$\frac{{\partial {by}}}{{\partial {name}}} = {name} - y$$", KEY)
    assert of(marks, "dL/da_2").state == "missing"
    assert marks.remarks[0].startswith(f"not asked for: d{by}/d{name} (line 1; ")


# --- partial credit ---


def test_the_share_of_right_signs_of_a_chain_counts() -> None:
    """Three =, of which the third breaks."""
    middle = r"\frac{\partial z_2}{\partial w_2}"
    slope = r"(a_2 - y) \sigma'(z_2)"
    chain = rf"\frac{{\partial L}}{{\partial z_2}} {middle} = {slope} {middle} = {slope} x"
    told = of(given({"w_2": chain}), "dL/dw_2")
    assert told.state == "partly"
    assert told.points == pytest.approx(2 / 3)


def test_after_the_first_wrong_sign_the_rest_is_judged_by_what_stands_before_it() -> None:
    """Two =: the first forgets a factor, the second goes on rightly from there; then wrongly."""
    chain = r"(a_2 - y) a_1 = a_1 a_2 - a_1 y"
    assert of(given({"w_2": chain}), "dL/dw_2").points == 0.5
    again = r"(a_2 - y) a_1 = a_1 a_2 + a_1 y"
    assert of(given({"w_2": again}), "dL/dw_2").points == 0


# --- a slip is punished once ---


def slipped(by: str, slip: str) -> dict[str, str]:
    """Return answers of which the rest goes on from the slip: (a_2 - y) as it stands there."""
    return {**{k: v.replace("(a_2 - y)", slip) for k, v in ANSWERS.items()}, by: slip.strip("()")}


def test_what_follows_from_a_slip_keeps_its_points() -> None:
    marks = given(slipped("a_2", "(a_2 + y)"))
    assert points(marks) == [0, 1, 1, 1, 1, 1]
    assert of(marks, "dL/dw_1").state == "carried"
    assert of(marks, "dL/dw_1").why == "follows from what stands there for dL/da_2"


def test_planted_second_slip_costs_again() -> None:
    answers = slipped("a_2", "(a_2 + y)")
    answers["w_1"] = r"(a_2 + y) \sigma'(z_2) w_2 x"
    assert points(given(answers)) == [0, 1, 1, 1, 1, 0]


LAYERS = r"""
$$z_1 = W_1 x + b_1$$
$$a_1 = \sigma(z_1)$$
$$z_2 = W_2 a_1 + b_2$$
$$L = \frac{1}{2} \|z_2 - y\|^2$$
"""
OF_LAYERS = {
    "z_2": "z_2 - y",
    "W_2": "(z_2 - y) a_1^T",
    "a_1": "W_2^T (z_2 - y)",
    "z_1": r"W_2^T (z_2 - y) \odot \sigma'(z_1)",
    "W_1": r"(W_2^T (z_2 - y) \odot \sigma'(z_1)) x^T",
}


def test_a_slip_is_carried_through_matrices() -> None:
    """The factor 2 too many in dL/dz_2 and in all that follows; then a second slip."""
    key = written(OF_LAYERS, LAYERS)
    twice = {by: x.replace("(z_2 - y)", "2 (z_2 - y)") for by, x in OF_LAYERS.items()}
    twice["z_2"] = "2 (z_2 - y)"
    assert points(given(twice, key=key)) == [0, 1, 1, 1, 1]
    twice["W_1"] = r"x (W_2^T 2 (z_2 - y) \odot \sigma'(z_1))"
    assert points(given(twice, key=key)) == [0, 1, 1, 1, 0]
    twice["z_1"] = r"W_2^T 2 (z_2 - y)"
    twice["W_1"] = r"W_2^T 2 (z_2 - y) x^T"
    assert points(given(twice, key=key)) == [0, 1, 1, 0, 1]


def test_a_slip_of_the_forward_pass_costs_once() -> None:
    """z_2 = w_2 x + b_2, as the textbook prints it: dL/dw_2 is charged, the rest is not."""
    own = FORWARD.replace("w_2 a_1 + b_2", "w_2 x + b_2")
    answers = {**ANSWERS, "w_2": r"(a_2 - y) \sigma'(z_2) x"}
    del answers["a_1"], answers["w_1"]
    marks = given(answers, own)
    assert "z_2 = w_2 x + b_2" in marks.remarks[0]
    assert [one.points for one in marks.marks[:4]] == [1, 1, 0, 1]
    assert "the slip counts here" in of(marks, "dL/dw_2").why


@pytest.mark.parametrize(
    ("forward", "answer"),
    [(r"L = w_2", "1"), (r"L = w_2^2", "2 w_2"), (r"L = x w_2", "x"), (r"L = w_2 y", "y"),
     (r"a_2 = w_2 \quad L = a_2", "1"), (r"z_2 = w_2", r"\sigma'(z_2) (a_2 - y)")],
)  # fmt: skip
def test_an_easier_problem_of_ones_own_earns_nothing(forward: str, answer: str) -> None:
    text = rf"$${forward}$$ $$\frac{{\partial L}}{{\partial w_2}} = {answer}$$"
    marks = mark(text, KEY)
    assert float(marks) == 0, str(marks)
    assert marks.remarks


def test_where_the_forward_pass_has_points_it_costs_those() -> None:
    key = KEY.replace("$$z_2 =", "<!-- chainrule: points 2 -->\n$$z_2 =", 1)
    own = FORWARD.replace("w_2 a_1 + b_2", "w_2 x + b_2")
    marks = given({"w_2": r"(a_2 - y) \sigma'(z_2) x"}, own, key)
    assert (of(marks, "z_2").points, of(marks, "z_2").of) == (0, 2)
    assert of(marks, "dL/dw_2").state == "carried"
    whole = given({}, FORWARD + "$$2 + 2 = 4$$", key)
    assert of(whole, "z_2").points == 2


# --- keys that are none ---


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (FORWARD, "it asks for nothing"),
        (written({"a_2": "a_2 + y"}, FORWARD), "not right in the key itself"),
        (written({"a_2": "(a_2"}, FORWARD), "cannot be read"),
        (KEY + written({"a_2": "-(y - a_2)"}), "two questions are called dL/da_2"),
        ("no formula\n", "it asks for nothing"),
    ],
)
def test_what_is_wrong_with_a_key_is_said(key: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        mark(KEY, key)


# --- exercises ---


@pytest.mark.parametrize("widths", [[2, 3, 1], [2, 3, 4, 2], [1, 1, 1], [3, 2, 2, 1]])
@pytest.mark.parametrize("seed", range(3))
def test_the_key_of_an_exercise_is_marked_fully_right(widths: list[int], seed: int) -> None:
    drawn = exercise(widths, seed)
    marks = mark(drawn.key, drawn.key)
    assert float(marks) == marks.of == 4 * (len(widths) - 1)
    assert float(mark(drawn.sheet, drawn.key)) == 0


@pytest.mark.parametrize("seed", range(4))
def test_a_sheet_with_planted_slips_loses_exactly_those(seed: int) -> None:
    """The sign of every third answer is turned; the others refer to dL/dz and dL/da by name."""
    drawn = exercise([2, 3, 1], seed)
    turned = drawn.key
    for number in (2, 5, 8):
        before, _, after = turned.partition(rf"\tag{{{number}}}")
        head, _, answer = before.rpartition(" = ")
        turned = rf"{head} = -\left({answer}\right) \tag{{{number}}}{after}"
    assert points(mark(turned, drawn.key)) == [1, 0, 1, 1, 0, 1, 1, 0]


def test_the_same_seed_gives_the_same_exercise_and_marks() -> None:
    assert exercise([2, 3, 1], 7) == exercise([2, 3, 1], 7)
    assert len({exercise([2, 3, 1], seed).key for seed in range(8)}) > 3
    text = written(slipped("a_2", "(a_2 + y)"))
    assert mark(text, KEY) == mark(text, KEY)


@pytest.mark.parametrize("widths", [[], [2], [2, 1], [0, 3, 1], [2] * 20])
def test_widths_that_make_no_exercise(widths: list[int]) -> None:
    with pytest.raises(ValueError, match="expected widths"):
        exercise(widths)


# --- many ---


def test_names_are_what_tells_files_apart() -> None:
    assert students_of(["hw/anna.md"]) == ["anna"]
    assert students_of(["hw/anna.md", "hw/anna.tex"]) == ["anna.md", "anna.tex"]
    assert students_of(["a/x/hw.md", "a/y/hw.md"]) == ["x", "y"]
    assert students_of([]) == []


def test_a_spreadsheet_takes_nothing_for_a_formula(tmp_path: Path) -> None:
    for name in ("=1+1", "@x"):
        (tmp_path / f"{name}.md").write_text(KEY)
    rows = mark_files(sorted(tmp_path.iterdir()), KEY).to_csv().splitlines()
    assert [row[:2] for row in rows[1:]] == ["'=", "'@"]


def test_pages_have_names_of_their_own_and_hold_no_markup_of_a_student(tmp_path: Path) -> None:
    for name in ("a b", "a-b", "<script>"):
        (tmp_path / f"{name}.md").write_text(written({"a_2": "<script>"}) + KEY)
    pages = mark_files(sorted(tmp_path.iterdir()), KEY).to_pages()
    assert len(pages) == 3
    assert all("/" not in name and "<" not in name for name in pages)
    assert not any("<script" in page for page in pages.values())
