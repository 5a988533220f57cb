r"""Exercises: a network, drawn by a seed; a sheet that asks for its partials, and the key.

z_1 = W_1 x + b_1, a_1 = \sigma(z_1), ... and a loss; asked for are the derivatives by every a, z,
W and b, from the loss down, as backpropagation finds them.  A last layer of one neuron is written
z = w^T a + b, with a number for b.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

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


def drawn_exercise(widths: Sequence[int], seed: int) -> Exercise:
    """Return the exercise of a network; see `autograd.exercise`."""
    if not 3 <= len(widths) <= MOST + 1 or any(width < 1 for width in widths):
        shown = "-".join(map(str, widths))
        raise ValueError(f"{shown}: expected widths such as 2-3-1, two to nine layers of them")
    rng = random.Random(f"exercise {'-'.join(map(str, widths))} {seed}")
    loss = rng.choice(OF_NUMBERS if widths[-1] == 1 else OF_VECTORS)
    depth = len(widths) - 1
    functions = [rng.choice(ACTIVATIONS) for _ in range(depth - 1)] + [rng.choice(loss.activations)]
    network = _Network(widths, functions, loss)
    return Exercise(
        network.written(seed, "Exercise", with_answers=False),
        network.written(seed, "Key", with_answers=True),
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

    def written(self, seed: int, title: str, *, with_answers: bool) -> str:
        """Return the sheet, or the key."""
        shown = "-".join(map(str, self.widths))
        lines = [f"# {title}: a {shown} network (seed {seed})", "", *self._told(), ""]
        for equation in self.forward():
            lines += [f"$${equation}$$", ""]
        asked = list(self.backward())
        told = f"Asked for are {len(asked)} derivatives of the loss, one point each."
        lines += [f"{told} Put the right side of each after its =.", ""]
        for number, (wrt, answer) in enumerate(asked, 1):
            right = answer if with_answers else r"\qquad"
            lines += [rf"$${_by(wrt)} = {right} \tag{{{number}}}$$", ""]
        return "\n".join(lines)

    def _told(self) -> Iterator[str]:
        sizes = ", ".join(
            f"${self.weights(n)}$ has {self.widths[n]} row{'s' * (self.widths[n] > 1)} and "
            f"{self.widths[n - 1]} column{'s' * (self.widths[n - 1] > 1)}"
            for n in range(1, self.depth + 1 - self.single)
        )
        yield f"The input $x$ has {self.widths[0]} entries, {sizes}; vectors are columns."
        if self.single:
            w, b = f"$w_{self.depth}$", f"$b_{self.depth}$"
            yield f"{w} is a column of {self.widths[-2]}; {b} is a number."


def _by(wrt: str) -> str:
    return rf"\frac{{\partial L}}{{\partial {wrt}}}"
