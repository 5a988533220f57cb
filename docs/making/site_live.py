"""The live pages of the site: graphs that a reader steps through, made when the site is built."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from autograd import Value, draw, formula, label, tanh, view, view_formula
from nn import worked_example


def pages() -> dict[str, str]:
    """Return what stands where: {"live/two-layer.html": the page, ...}, and a picture."""
    found = {f"live/{name}.html": _page(root) for name, root in graphs().items()}
    return {
        **found,
        "live/formula.html": _read(view_formula),
        "live/neuron.svg": picture(graphs()["neuron"]),
    }


def graphs() -> dict[str, Value]:
    """Return the root of each graph that is shown."""
    net, x, y = worked_example()
    return {
        "neuron": formula("z = w x + b; a = sigmoid(z); L = (a - y)**2", w=0.5, x=2, b=-0.3, y=1),
        "two-layer": net.inspect(x, y).root,
        "recurrent": recurrent([0.5, -0.2, 0.9, 0.3], 0.4),
    }


def picture(root: Value) -> str:
    """Return the picture of a graph with its gradients, as SVG."""
    root.backward()
    drawn: bytes = draw(root).pipe(format="svg")
    return drawn.decode()


def recurrent(xs: list[float], target: float) -> Value:
    """Return the loss of a recurrent network: one hidden number, a step for each x."""
    w, u, b, y = Value(0.7), Value(0.9), Value(0.1), Value(target)
    label(w=w, u=u, b=b, y=y)
    h = Value(0.0, "h_0")
    for t, number in enumerate(xs, 1):
        x = Value(number, f"x_{t}")
        z = w * x + u * h + b
        z.label = f"z_{t}"
        h = tanh(z)
        h.label = f"h_{t}"
    loss = (h - y) ** 2
    loss.label = "L"
    return loss


def _page(root: Value) -> str:
    return _read(lambda path: view(root, path, embed=True))


def _read(write: Callable[[Path], object]) -> str:
    """Return what a function writes to the path it is given."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        write(path)
        return path.read_text("utf-8")
