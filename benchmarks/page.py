"""The page's speed in Chromium: `python benchmarks/page.py`.

Needs playwright and a Chromium on PATH.  For each graph: the file written (ms, the median after
the first, and KB), the first render, and a slider's tick with all that is drawn anew (median of
60).  Times of the browser are wall time on its main thread, layout included; `--cpu` counts its
processor time instead, which a busy machine does not lengthen.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from autograd import Value, binary_cross_entropy, softmax_cross_entropy, topological_order
from autograd.showing.viewing import view
from nn import MLP, TwoLayerMLP
from nn.two_layer import worked_example

RUNS = 5
TICKS = """async () => {
  const times = [];
  const leaf = chainrulePage.model.leaves[0];
  for (let i = 0; i < 60; i++) {
    const begin = performance.now();
    chainrulePage.leaves.set(leaf, 0.4 + i / 300);
    document.body.offsetHeight;
    times.push(performance.now() - begin);
    await new Promise(requestAnimationFrame);
  }
  return times.sort((a, b) => a - b)[30];
}"""
DURATIONS = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


def book() -> Value:
    """The worked example of the text: 2-2-1."""
    net, x, y = worked_example()
    return binary_cross_entropy(net(x), Value(y, "y"))


def two_layers(n_in: int, n_hidden: int) -> Value:
    """A network of the text's form, wider."""
    net = TwoLayerMLP(n_in, n_hidden, seed=1)
    return binary_cross_entropy(net([0.1 * (i % 9) for i in range(n_in)]), Value(1.0, "y"))


def digits(*widths: int) -> Value:
    """A classifier: 784-10-10, and one of 5,000 nodes."""
    net = MLP(widths[0], widths[1:], activation="sigmoid", seed=1)
    return softmax_cross_entropy(net([Value(0.1 * (i % 7)) for i in range(widths[0])]), 3)


GRAPHS: dict[str, tuple[Callable[[], Value], str]] = {
    "2-2-1": (book, ""),
    "4-6-1": (lambda: two_layers(4, 6), ""),
    "30-30-1, folded": (lambda: two_layers(30, 30), ""),
    "30-30-1, unfolded": (lambda: two_layers(30, 30), "#level=foldNone"),
    "60-70-8, folded": (lambda: digits(60, 70, 8), ""),
    "784-10-10, folded": (lambda: digits(784, 10, 10), ""),
}


def written(root: Value, file: Path) -> float:
    """Return the median time to write the page, in ms."""
    times = []
    for _ in range(RUNS + 1):
        begin = time.perf_counter()
        view(root, file)
        times.append(1e3 * (time.perf_counter() - begin))
    return statistics.median(times[1:])


def opened(browser: Any, address: str, cpu: bool) -> tuple[float, float]:
    """Return the times of the first render and of a slider's tick, in ms."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks" if cpu else "timeTicks"})
    page.goto(address)
    page.wait_for_selector(".scene .node")
    first = page.evaluate("performance.getEntriesByName('chainrule-first-render')[0].duration")
    if cpu:
        metrics = session.send("Performance.getMetrics")["metrics"]
        first = 1e3 * sum(m["value"] for m in metrics if m["name"] in DURATIONS)
    tick = page.evaluate(TICKS)
    context.close()
    return first, tick


def main() -> None:
    """Print the table."""
    cpu = "--cpu" in sys.argv[1:]
    program = shutil.which("chromium") or shutil.which("google-chrome")
    print(f"{'graph':20}{'nodes':>7}{'write ms':>10}{'KB':>7}{'first ms':>10}{'tick ms':>9}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (build, link) in GRAPHS.items():
            root = build()
            root.label = "L"
            file = Path(folder) / "page.html"
            write = written(root, file)
            runs = [opened(browser, file.as_uri() + link, cpu) for _ in range(RUNS)]
            first, tick = (statistics.median(times) for times in zip(*runs, strict=True))
            size = file.stat().st_size / 1024
            nodes = len(topological_order(root))
            print(f"{name:20}{nodes:7}{write:10.1f}{size:7.0f}{first:10.0f}{tick:9.1f}")
        browser.close()


if __name__ == "__main__":
    main()
