"""The page's speed in Chromium and in Firefox: `python benchmarks/page.py`.

Needs playwright, and the browsers on PATH.  For each graph: the file written (ms, the median after
the first, and KB), the first render, and a slider's tick with all that is drawn anew (median of
60).  Times of Chromium are wall time on its main thread, up to the first picture on the screen;
`--cpu` counts its processor time instead, which a busy machine lengthens less.  Times of Firefox
are wall time, layout included.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "page"))
from browsers import CHROMIUM, FIREFOX, Firefox

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
MEASURED = "performance.getEntriesByName('chainrule-first-render')[0]"
PAINTED = f"""new Promise((done) => {{
  const look = () => {{
    if (!{MEASURED}) return setTimeout(look, 10);
    const [paint] = performance.getEntriesByType("paint");
    if (!paint) return setTimeout(look, 10);
    return done(Math.max(paint.startTime - {MEASURED}.startTime, {MEASURED}.duration));
  }};
  look();
}})"""
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


def in_chromium(browser: Any, address: str, cpu: bool) -> tuple[float, float]:
    """Return the times of the first render and of a slider's tick, in ms."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks" if cpu else "timeTicks"})
    page.goto(address)
    waited = {"expression": PAINTED, "awaitPromise": True}  # asked without playwright's own script
    first = session.send("Runtime.evaluate", waited)["result"]["value"]
    if cpu:
        metrics = session.send("Performance.getMetrics")["metrics"]
        first = 1e3 * sum(m["value"] for m in metrics if m["name"] in DURATIONS)
    tick = page.evaluate(TICKS)
    context.close()
    return first, tick


def in_firefox(browser: Firefox, address: str) -> tuple[float, float]:
    """Return the same of Firefox."""
    browser.go("about:blank")
    browser.go(address)
    assert browser.waits_for(MEASURED)
    first = browser.run(f"return {MEASURED}.duration")
    return first, browser.run(f"return ({TICKS})()")


def main() -> None:
    """Print the table."""
    cpu = "--cpu" in sys.argv[1:]
    print(f"{'':39}{'Chromium':>14}{'Firefox':>16}")
    print(f"{'graph':20}{'nodes':>5}{'write ms':>9}{'KB':>6}{'first':>8}{'tick':>6}", end="")
    print(f"{'first':>10}{'tick':>6}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        firefox = Firefox(Path(folder) / "profile") if FIREFOX else None
        for name, (build, link) in GRAPHS.items():
            root = build()
            root.label = "L"
            file = Path(folder) / "page.html"
            write = written(root, file)
            address = file.as_uri() + link
            runs = [[in_chromium(browser, address, cpu) for _ in range(RUNS)]]
            if firefox:
                runs.append([in_firefox(firefox, address) for _ in range(RUNS)])
            size = file.stat().st_size / 1024
            nodes = len(topological_order(root))
            print(f"{name:20}{nodes:5}{write:9.1f}{size:6.0f}", end="")
            for first, tick in (map(statistics.median, zip(*run, strict=True)) for run in runs):
                print(f"{first:10.0f}{tick:6.1f}", end="")
            print()
        browser.close()
        if firefox:
            firefox.close()


if __name__ == "__main__":
    main()
