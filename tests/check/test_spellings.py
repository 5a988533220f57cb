r"""A verdict does not depend on the letter or the sign that an author took: each note, respelt.

In the notes @T is a transpose, @o the product entry by entry, @d the sign of a partial derivative,
@L the loss, @y a target, @W weights, <x> a vector or a matrix, @exp{x} the exponential, @i the
number of a sample and @sum a sum over all samples.
"""

from __future__ import annotations

import re

import pytest

from autograd import check_text

PLAIN = {
    r"@exp\{([^{}]*)\}": r"e^{\1}",
    "@T": r"^\top ", "@o": r"\odot ", "@d": r"\partial ", "@L": "L", "@y": "y", "@W": r"\mathbf{W}",
    "@log": r"\log ", "@sum": r"\sum_{i=1}^{n} ", r"@i": "_i", r"<(\w)>": r"\\mathbf{\1}",
}  # fmt: skip
SPELLINGS = {
    "delta for partial, ln": {"@d": r"\delta ", "@log": r"\ln "},
    "d for partial, a loss in script": {"@d": "d ", "@L": r"\mathcal{L}"},
    "a prime, a sum over i": {"@T": "'", "@sum": r"\sum_i "},
    "T, circ": {"@T": "^T ", "@o": r"\circ "},
    "intercal, times, a loss F": {"@T": r"^{\intercal}", "@o": r"\times ", "@L": "F"},
    "otimes, weights A": {"@o": r"\otimes ", "@W": r"\mathbf{A}"},
    "an asterisk, a loss Q": {"@o": " * ", "@L": "Q"},
    "macros of bold, exp": {r"<(\w)>": r"\\b\1 ", r"@exp\{([^{}]*)\}": r"\\exp(\1)"},
    "macros of vectors, a target d": {r"<(\w)>": r"\\v\1 ", "@y": "d"},
    "doubled letters, a sum without ends": {r"<(\w)>": r"\\\1\1 ", "@sum": r"\sum_i "},
    "bold face, a loss ell": {r"<(\w)>": r"{\\bf \1}", "@L": r"\ell "},
    "not bold, samples above": {r"<(\w)>": r"\1", "@i": "^{(i)}", "@sum": r"\sum^{n}_{i=1} "},
    "a target r, weights Theta": {"@y": "r", "@W": r"\Theta "},
}
"""What another author writes for some of the signs."""
LAYOUTS = {
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "a quotation": lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
    "brackets": lambda text: re.sub(r"(?<!\$)\$([^$\n]+)\$(?!\$)", r"\\(\1\\)", text),
    "fences": lambda text: re.sub(r"(?m)^\$\$(.*)\$\$$", r"```math\n\1\n```", text),
}

NOTES = {
    "logistic": (
        r"""Let $z = <w>@T <x> + b$, $p = \sigma(z)$ and
$$@L = -@y @log p - (1 - @y) @log (1 - p)$$
$$\frac{@d @L}{@d p} = \frac{p - @y}{p (1 - p)}$$
$$\frac{@d @L}{@d z} = p - @y$$
$$\frac{@d @L}{@d <w>} = (p - @y) <x>$$
$$\frac{@d @L}{@d b} = @y - p$$
$$\frac{@d ^2 @L}{@d z^2} = p (1 - p)$$""",
        "right right right wrong right",
    ),
    "softmax": (
        r"""$$p_i = \frac{@exp{z_i}}{\sum_k @exp{z_k}}$$
The target $@y$ is one-hot, and $@L = -\sum_k @y_k @log p_k$.
$$\frac{@d p_i}{@d z_i} = p_i (1 - p_i)$$
$$\frac{@d p_i}{@d z_j} = p_i p_j \quad (i \neq j)$$
$$\frac{@d @L}{@d p_k} = -\frac{@y_k}{p_k}$$
$$\frac{@d @L}{@d z_i} = p_i - @y_i$$
$$\frac{@d @L}{@d z_i} = @y_i - p_i$$""",
        "right wrong right right wrong",
    ),
    "two layers": (
        r"""$<z> = @W <x> + <b>$, $<h> = \tanh(<z>)$, $s = <v>@T <h>$ and
$$@L = \frac{1}{2} (s - @y)^2$$
$$\frac{@d @L}{@d s} = s - @y$$
$$\frac{@d @L}{@d <v>} = (s - @y) <h>$$
$$\frac{@d @L}{@d <z>} = (s - @y) <v> @o (1 - <h> @o <h>)$$
$$\frac{@d @L}{@d @W} = \left((s - @y) <v> @o (1 - <h> @o <h>)\right) <x>@T$$
$$\frac{@d @L}{@d <b>} = (s - @y) <v> @o (1 - <h>)$$""",
        "right right right right wrong",
    ),
    "a layer with what arrives": (
        r"""A layer gives $<y> = @W <x> + <b>$. Let $<g> = \frac{@d @L}{@d <y>}$. Then
$$\frac{@d @L}{@d @W} = <g> <x>@T$$
$$\frac{@d @L}{@d <x>} = @W@T <g>$$
$$\frac{@d @L}{@d <x>} = @W <g>$$
$$\frac{@d @L}{@d <b>} = <g>$$""",
        "right right right wrong right",
    ),
    "least squares": (
        r"""With $<X> \in \mathbb{R}^{n \times p}$ let $@L = \frac{1}{2} \|<X> <w> - <y>\|^2$.
$$\nabla_{<w>} @L = <X>@T (<X> <w> - <y>)$$
$$\nabla_{<w>} @L = <X>@T (<y> - <X> <w>)$$
$$\nabla_{<w>}^2 @L = <X>@T <X>$$
$$\frac{@d @L}{@d <y>} = <y> - <X> <w>$$""",
        "right wrong right right",
    ),
    "samples": (
        r"""For samples let $q@i = w x@i + b$ and $$@L = \frac{1}{n} @sum (q@i - @y@i)^2$$
$$\frac{@d @L}{@d w} = \frac{2}{n} @sum (q@i - @y@i) x@i$$
$$\frac{@d @L}{@d b} = \frac{2}{n} @sum (q@i - @y@i)$$
$$\frac{@d @L}{@d b} = \frac{1}{n} @sum (q@i - @y@i)$$
$$\frac{@d ^2 @L}{@d w^2} = \frac{2}{n} @sum x@i x@i$$""",
        "right right wrong right",
    ),
    "a gate": (
        r"""$<c> = <p> @o <n> + <i> @o <g>$, $<p> = \sigma(<a>)$ and $<h> = <o> @o \tanh(<c>)$.
$$\frac{@d @L}{@d <o>} = \frac{@d @L}{@d <h>} @o \tanh(<c>)$$
$$\frac{@d @L}{@d <p>} = \frac{@d @L}{@d <c>} @o <n>$$
$$\frac{@d @L}{@d <a>} = \frac{@d @L}{@d <p>} @o <p> @o (1 - <p>)$$
$$\frac{@d @L}{@d <g>} = \frac{@d @L}{@d <c>} @o <g>$$""",
        "right right right wrong",
    ),
    "a drawn latent": (
        r"""$<z> = \mu + <s> @o <e>$ with noise $<e>$, and $<u> = @W <z>$, $<r> = \sigma(<u>)$.
$$\frac{@d @L}{@d \mu} = \frac{@d @L}{@d <z>}$$
$$\frac{@d @L}{@d <s>} = \frac{@d @L}{@d <z>} @o <e>$$
$$\frac{@d @L}{@d <z>} = @W@T \left(\frac{@d @L}{@d <r>} @o <r> @o (1 - <r>)\right)$$
$$\frac{@d @L}{@d <s>} = \frac{@d @L}{@d <z>} @o <s>$$""",
        "right right right wrong",
    ),
    "first year": (
        r"""Let $f(x, y) = x^2 y + @exp{x y} + @log x$.
$$\frac{@d f}{@d x} = 2 x y + y @exp{x y} + \frac{1}{x}$$
$$\frac{@d f}{@d y} = x^2 + x @exp{x y}$$
$$\frac{@d f}{@d y} = x^2 + y @exp{x y}$$
$$\frac{@d ^2 f}{@d y^2} = x^2 @exp{x y}$$""",
        "right right wrong right",
    ),
    "a quadratic form": (
        r"""$$@L = \frac{1}{2} <w>@T <S> <w> - <b>@T <w>$$ where $<S>$ is symmetric.
$$\nabla_{<w>} @L = <S> <w> - <b>$$
$$\frac{@d @L}{@d <b>} = -<w>$$
$$\nabla_{<w>} @L = <S> <w> + <b>$$
$$\nabla_{<w>}^2 @L = <S>$$""",
        "right right wrong right",
    ),
    "a normal density": (
        r"""$$@L = -\frac{n}{2} @log v - \frac{1}{2 v} @sum (x@i - m)^2$$
$$\frac{@d @L}{@d m} = \frac{1}{v} @sum (x@i - m)$$
$$\frac{@d @L}{@d v} = -\frac{n}{2 v} + \frac{1}{2 v^2} @sum (x@i - m)^2$$
$$\frac{@d @L}{@d v} = -\frac{n}{2 v} - \frac{1}{2 v^2} @sum (x@i - m)^2$$
$$\frac{@d ^2 @L}{@d m^2} = -\frac{n}{v}$$""",
        "right right wrong right",
    ),
    "a Poisson regression": (
        r"""$u@i = <w>@T <x>@i$ and $$@L = @sum \left(@exp{u@i} - @y@i u@i\right)$$
$$\frac{@d @L}{@d u@i} = @exp{u@i} - @y@i$$
$$\frac{@d @L}{@d <w>} = @sum \left(@exp{u@i} - @y@i\right) <x>@i$$
$$\frac{@d @L}{@d <w>} = @sum \left(@y@i - @exp{u@i}\right) <x>@i$$
$$\nabla_{<w>}^2 @L = @sum @exp{u@i} <x>@i (<x>@i)@T$$""",
        "right right wrong right",
    ),
}


def respelt(note: str, changes: dict[str, str]) -> str:
    """Return a note with each of its signs as somebody writes it."""
    for sign, written in {**PLAIN, **changes}.items():
        plain = sign.isidentifier() or (sign[0] == "@" and "(" not in sign)
        note = re.sub(re.escape(sign) if plain else sign,
                      written.replace("\\", "\\\\") if plain else written, note)  # fmt: skip
    return note


def said_of(text: str) -> str:
    """Return the verdicts on the claims of a text, in their order."""
    judged = ("right", "wrong", "right-if", "unreadable", "unknown-name", "no-valid-point")
    return " ".join(e.status for e in check_text(text).equations if e.status in judged)


@pytest.mark.parametrize("name", NOTES)
def test_each_note_is_judged_as_by_hand(name: str) -> None:
    note, verdicts = NOTES[name]
    assert said_of(respelt(note, {})) == verdicts


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_changes_no_verdict(spelling: str) -> None:
    changes = SPELLINGS[spelling]
    other = {}
    for name, (note, verdicts) in NOTES.items():
        text = respelt(note, changes)
        if text != respelt(note, {}) and (said := said_of(text)) != verdicts:
            other[name] = said
    assert not other


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_changes_no_verdict(layout: str) -> None:
    other = {}
    for name, (note, verdicts) in list(NOTES.items())[::2]:
        if (said := said_of(LAYOUTS[layout](respelt(note, {})))) != verdicts:
            other[name] = said
    assert not other
