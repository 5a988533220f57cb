r"""Exercises: a network, drawn by a seed; a sheet that asks for its partials, and the key.

z_1 = W_1 x + b_1, a_1 = \sigma(z_1), ... and a loss; asked for are the derivatives by every a, z,
W and b, from the loss down, as backpropagation finds them.  A last layer of one neuron is written
z = w^T a + b, with a number for b.  A sheet says in its first line which exercise it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .sheet_words import LANGUAGES, Drawing, SheetWords, shown_widths, words_of

ACTIVATIONS = (r"\sigma", r"\tanh")
MOST = 9
"""Layers: their numbers have one digit."""


class Exercise(NamedTuple):
    """A sheet to be filled in, and its key, both in Markdown."""

    sheet: str
    key: str


class _Loss(NamedTuple):
    """A loss, its derivative by the last activation, and the activations that it goes with."""

    text: str
    slope: str
    activations: tuple[str, ...]


OF_NUMBERS = (
    _Loss(r"\frac{1}{2} (A - y)^2", "A - y", (r"\sigma", r"\tanh")),
    _Loss(r"(y - A)^2", "-2 (y - A)", (r"\sigma", r"\tanh")),
    _Loss(
        r"-\left(y \log A + (1 - y) \log(1 - A)\right)",
        r"-\frac{y}{A} + \frac{1 - y}{1 - A}",
        (r"\sigma",),
    ),
)
OF_VECTORS = (
    _Loss(r"\frac{1}{2} \|A - y\|^2", "A - y", (r"\sigma", r"\tanh")),
    _Loss(r"\frac{1}{2} (y - A)^T (y - A)", "-(y - A)", (r"\sigma", r"\tanh")),
)


def drawn_exercise(widths: Sequence[int], seed: int, language: str = "en") -> Exercise:
    """Return the exercise of a network; see `autograd.exercise`.  `language` is that of its words.

    The equations are the same in every language.
    """
    if not 3 <= len(widths) <= MOST + 1 or any(width < 1 for width in widths):
        raise ValueError(
            f"{shown_widths(widths)}: expected widths such as 2-3-1, two to nine layers of them"
        )
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, got {language!r}")
    rng = random.Random(f"exercise {shown_widths(widths)} {seed}")
    loss = rng.choice(OF_NUMBERS if widths[-1] == 1 else OF_VECTORS)
    depth = len(widths) - 1
    functions = [rng.choice(ACTIVATIONS) for _ in range(depth - 1)] + [rng.choice(loss.activations)]
    network = _Network(widths, functions, loss)
    return Exercise(
        network.written(network.words(seed, language, is_key=False), with_answers=False),
        network.written(network.words(seed, language, is_key=True), with_answers=True),
    )


class _Network:
    """A network as equations; `functions` are the activations of its layers."""

    def __init__(self, widths: Sequence[int], functions: Sequence[str], loss: _Loss) -> None:
        self.widths, self.functions, self.loss = widths, functions, loss
        self.depth = len(functions)
        self.single = widths[-1] == 1

    def weights(self, layer: int) -> str:
        """Return W_1, or w_2 for those of a single neuron at the end."""
        return f"{'w' if self.single and layer == self.depth else 'W'}_{layer}"

    def forward(self) -> Iterator[str]:
        """Yield the equations of the forward pass."""
        for layer, function in enumerate(self.functions, 1):
            w = self.weights(layer) + ("^T" if self.single and layer == self.depth else "")
            below = "x" if layer == 1 else f"a_{layer - 1}"
            yield f"z_{layer} = {w} {below} + b_{layer}"
            yield rf"a_{layer} = {function}(z_{layer})"
        yield f"L = {self.loss.text.replace('A', f'a_{self.depth}')}"

    def backward(self) -> Iterator[tuple[str, str]]:
        """Yield what the loss is differentiated by, and the answer, from the loss down."""
        yield f"a_{self.depth}", self.loss.slope.replace("A", f"a_{self.depth}")
        for layer in range(self.depth, 0, -1):
            at_end = self.single and layer == self.depth
            below = "x" if layer == 1 else f"a_{layer - 1}"
            w, sign = self.weights(layer), r" \, " if at_end else r" \odot "
            yield (
                f"z_{layer}",
                (f"{_by(f'a_{layer}')}{sign}{self.functions[layer - 1]}'(z_{layer})"),
            )
            yield w, f"{_by(f'z_{layer}')} \\, {below}{'' if at_end else '^T'}"
            yield f"b_{layer}", _by(f"z_{layer}")
            if layer > 1:
                whole = f"{_by(f'z_{layer}')} \\, {w}" if at_end else f"{w}^T {_by(f'z_{layer}')}"
                yield f"a_{layer - 1}", whole

    def written(self, words: SheetWords, *, with_answers: bool) -> str:
        """Return the sheet, or the key."""
        lines = [f"# {words.title}", "", *words.sizes, ""]
        for equation in self.forward():
            lines += [f"$${equation}$$", ""]
        lines += [words.asked, ""]
        for number, (wrt, answer) in enumerate(self.backward(), 1):
            right = answer if with_answers else r"\qquad"
            lines += [rf"$${_by(wrt)} = {right} \tag{{{number}}}$$", ""]
        return "\n".join(lines)

    def words(self, seed: int, language: str, *, is_key: bool) -> SheetWords:
        """Return what is written around the equations."""
        layers = range(1, self.depth + 1 - self.single)
        matrices = [(self.weights(n), self.widths[n], self.widths[n - 1]) for n in layers]
        asked = len(list(self.backward()))
        return words_of(language, Drawing(tuple(self.widths), seed), matrices, asked, is_key)


def _by(wrt: str) -> str:
    return rf"\frac{{\partial L}}{{\partial {wrt}}}"
