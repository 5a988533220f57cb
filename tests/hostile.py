"""Command lines and files that are wrong: each is refused in one line, with exit code 2.

`command_lines()` gives them with the files that they need; `model_files()` gives the texts of
broken networks for `load_model`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

GOOD = "a,b,label\n" + "".join(
    f"{k % 7}.5,{k % 3},{'red' if k % 2 else 'blue'}\n" for k in range(12)
)
HUGE = "9" * 5000
EMPTY: dict[str, Any] = {}


class Case(NamedTuple):
    """A command line, and the files that it is run beside: their names and contents."""

    argv: list[str]
    files: dict[str, str | bytes]


NUMBERS = [
    "", " ", "-", "0", "-1", "1.5", "1e3", "nan", "inf", "-inf", "1e400", "0x10", "1_0", "one",
    "None", "²", "٣x", HUGE, "9" * 13, "1 2", "\x00", "\ud800", "'; rm", "%s", "{0}", "∞",
]  # fmt: skip
"""None of which is a whole number from 1 to 10^12."""
WIDTHS = [
    "", "2", "2-2", "2-2-2-2", "a-b-c", "0-2-1", "2-0-1", "2-2-0", "-1-2-1", "2--1", "2-2-1.0",
    "2-99999999999-1", "10000000000-10000000000-10000000000", "9999-9999-9999", "200-200-1",
    f"{HUGE}-1-1", "2-2-1\n", "2;2;1", "nan-1-1", "inf", "1e9-1-1", "²-1-1", "2-2-1-",
]  # fmt: skip
PATHS = [
    "", ".", "..", "/", "/dev/null/x.csv", "no/such/folder/a.csv", "missing.csv", "x\x00.csv",
    "a" * 300 + ".csv", "folder.csv", "pipe.csv", "/dev/zero", "/dev/stdin/x", "loop.csv",
    "\ud800.csv", "secret/a.csv/b",
]  # fmt: skip
TABLES: dict[str, str | bytes] = {
    "empty": "",
    "blank": "\n \n\n",
    "header only": "a,b,label\n",
    "one column": "a\n1\n2\n",
    "one cell": "1\n",
    "words": "a,b\nx,y\nz,w\n",
    "ragged": "a,b,c\n1,2,3\n1,2\n",
    "wide row": "a,b\n1,2\n1,2,3\n",
    "nan": "a,b\nnan,1\n2,2\n",
    "inf": "a,b\ninf,1\n2,2\n",
    "1e400": "a,b\n1e400,1\n2,2\n",
    "1e308": "a,b\n1e308,1\n-1e308,2\n",
    "1e308 as target": "a,b\n1,1e308\n2,-1e308\n",
    "missing": "a,b,c\n1,,3\n4,5,6\n",
    "missing target": "a,b\n1,\n2,3\n",
    "no number": "a,b\n1,2\nx,3\n",
    "quote": 'a,b\n"1,2\n3,4\n',
    "nul": "a,b\n1\x00,2\n3,4\n",
    "long cell": "a,b\n" + "1" * 140_000 + ",2\n",
    "long number": "a,b\n" + "9" * 5000 + ",2\n",
    "twice": "a,a\n1,2\n3,4\n",
    "not utf-8": b"a,b\n\xff\xfe,2\n",
    "utf-16": "a,b\n1,2\n".encode("utf-16"),
    "png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "json": '{"x": 1}',
    "html": "<html><body>404</body></html>\n",
    "hex": "a,b\n0x1,2\n3,4\n",
    "thousands": "a;b\n1.234,5;2\n3;4\n",
    "percent": "a,b\n5%,1\n6%,2\n",
    "dates": "a,b\n2020-01-01,1\n2020-01-02,2\n",
    "surrogates": "a,b\n\U0001f600,1\n2,2\n",
    "a class for each sample": "a,b\n" + "".join(f"{i},c{i}\n" for i in range(1001)),
    "latin-1": "größe,b\n1,2\n".encode("latin-1"),
    "null byte in a cell": "a,b\n1,2\n\x003,4\n",
}
"""Tables on which nothing can be trained."""
SAMPLES: dict[str, str | bytes] = {
    "empty": "",
    "null": "null",
    "number": "3",
    "string": '"x"',
    "list": "[]",
    "list of lists": "[[1, 2], 3]",
    "no y": '{"x": [1, 2]}',
    "no x": '{"y": [1, 2]}',
    "x null": '{"x": null, "y": 1}',
    "ragged": '{"x": [[1, 2], [3]], "y": [1, 2]}',
    "counts": '{"x": [[1, 2], [3, 4]], "y": [1]}',
    "word": '{"x": ["a", 2], "y": 1}',
    "bool": '{"x": [true, 2], "y": 1}',
    "nan": '{"x": [NaN, 2], "y": 1}',
    "infinity": '{"x": [Infinity, 2], "y": 1}',
    "huge": '{"x": [1e999, 2], "y": 1}',
    "large": '{"x": [1e200, 2], "y": 1}',
    "many digits": '{"x": [' + "9" * 5000 + ', 2], "y": 1}',
    "hundreds of digits": '{"x": [' + "9" * 400 + ', 2], "y": 1}',
    "deep": "[" * 100_000,
    "a key twice": '[{"x": 1, "x": 2}]',
    "a million digits": '{"x": ' + "1" * 1_000_000 + "}",
    "-1e400": '[{"x": [-0.0, 1e-400], "y": -1e400}]',
    "deep and closed": '{"x": ' + "[" * 5000 + "]" * 5000 + ', "y": 1}',
    "cut": '{"x": [1, 2',
    "twice": '{"x": 1} {"y": 2}',
    "object": '{"x": {"a": 1}, "y": 1}',
    "empty x": '{"x": [], "y": []}',
    "empty rows": '{"x": [[], []], "y": [1, 2]}',
    "not utf-8": b'{"x": "\xff"}',
    "some parameters": '{"x": [1, 2], "y": 1, "w_1": [[1]]}',
    "w_1 word": '{"x": [1, 2], "y": 1, "w_1": "a", "b_1": [1], "w_2": [[1]], "b_2": [1]}',
    "w_1 flat": '{"x": [1, 2], "y": 1, "w_1": [1], "b_1": [1], "w_2": [[1]], "b_2": [1]}',
    "w_1 ragged": '{"x": [1, 2], "y": 1, "w_1": [[1], [1, 2]], "b_1": [1], "w_2": [[1]], '
                  '"b_2": [1]}',
    "w_2 shape": '{"x": [1, 2], "y": 1, "w_1": [[1], [2]], "b_1": [1], "w_2": [[1, 2]], '
                 '"b_2": [1]}',
    "b_1 empty": '{"x": [1, 2], "y": 1, "w_1": [[1], [2]], "b_1": [], "w_2": [[1]], "b_2": [1]}',
    "b_2 null": '{"x": [1, 2], "y": 1, "w_1": [[1], [2]], "b_1": [1], "w_2": [[1]], "b_2": null}',
}  # fmt: skip
FORMULAS = [
    "", " ", "(", ")", "((((((", "x +", "* x", "x ** ", "x =", "= x", "x = = y", "f(", "f(x",
    "x[", "x{", "\\frac{x}", "\\frac", "\\sqrt", "\\begin{align}", "x ? y", "x @ y", "'x'", '"x"',
    "lambda x: x", "__import__('os')", "x.y", "x; y; z =", ";;;", "(" * 3000 + "x" + ")" * 3000,
    "1/0", "log(0)", "log(-1)", "sqrt(-1)", "exp(1000)", "10**400", "9**9**9", "0**-1", "x/0",
    "log(0*x)", "asin(2)", "x" * 0, "\x00", "\ud800", "x y z w", "sin", "sin()", "sin(x, x)",
    "x" * 100_000, "9" * 5000 + "*x", "x" + "+x" * 20_000, "-" * 9999 + "x",
    "maximum()", "unknown(x)", "\\unknown{x}", "x_", "x^", "_", "^",
]  # fmt: skip
"""With x=2 none of these has a value."""


def command_lines() -> Iterator[Case]:
    """Yield what `chainrule` is to refuse."""
    table = {"t.csv": GOOD}
    for option in ("--epochs", "--batch", "--patience", "--hidden"):
        for text in NUMBERS:
            yield Case(["train", "t.csv", f"{option}={text}"], table)
    for option in ("--rate", "--validation"):
        for text in ("", "-1", "nan", "inf", "1e400", "-0.5", "x", "0x1", HUGE, "0,5", "--"):
            yield Case(["train", "t.csv", f"{option}={text}"], table)
    for text in ("", "1.5", "nan", "x", HUGE, "9" * 13, "1e3", "--1"):
        for words in (["train", "t.csv"], ["inspect"], ["explain"], ["view"]):
            yield Case([*words, f"--seed={text}"], table)
    for text in ("10000000000", "99999999-99999999", "1000000-1000", "1-" * 40 + "1000000"):
        yield Case(["train", "t.csv", "--hidden", text], table)
    for text in WIDTHS:
        for command in ("inspect", "explain", "view"):
            yield Case([command, f"--widths={text}"], EMPTY)
    for path in PATHS:
        yield Case(["train", path], EMPTY)
        if path not in ("..", "/"):  # folders are checked, with all below them
            yield Case(["check", path], EMPTY)
        yield Case(["inspect", "--samples", path], EMPTY)
        if path.strip("./") and path != "folder.csv":
            yield Case(["train", "t.csv", "--output", f"{path}/model.json"], table)
            yield Case(["view", "x*x", "x=2", "--output", f"{path}/page.html"], EMPTY)
    for name, content in TABLES.items():
        if name not in ("twice", "words"):
            yield Case(["inspect", "--samples", "s.csv"], {"s.csv": content})
        yield Case(["train", "s.csv"], {"s.csv": content})
    for content in SAMPLES.values():
        yield Case(["inspect", "--samples", "s.json"], {"s.json": content})
    for formula in FORMULAS:
        for command in ("explain", "view"):
            yield Case([command, "--", formula, "x=2"], EMPTY)
    yield from _other_options()
    yield from _drawn_at_random(60)


def _other_options() -> Iterator[Case]:
    table = {"t.csv": GOOD}
    for pair in ("x=nan", "x=inf", "x=-inf", "x=1e400", "x=", "=2", "x", "x=2 y", "x=1+1", "x=0x2",
                 f"x={HUGE}", "x==2", "x=2,5", "x=None", "", "y=2", "x=²"):  # fmt: skip
        yield Case(["explain", "--", "x*x", pair], EMPTY)
        yield Case(["view", "--", "x*x", pair], EMPTY)
    yield Case(["explain", "x*x", "x=1", "x=2"], EMPTY)
    yield Case(["explain", "x*x", "x=1", "x=1"], EMPTY)
    yield Case(["explain", "x*x", "x=1", "y=1"], EMPTY)
    for option in ("--samples=s.csv", "--widths=2-2-1", "--seed=1"):
        yield Case(["explain", "x*x", "x=1", option], {"s.csv": "1,2,3\n"})
    for text in ("0", "-1", "18", "x", HUGE, "1.5", ""):
        yield Case(["explain", f"--digits={text}"], EMPTY)
    for text in ("", "nothing", "w_{1,99}", "\x00", "z_2^{(7)}", "L L", HUGE):
        yield Case(["explain", f"--to={text}"], EMPTY)
    for text in ("0", "-1", "2", "x", "", "1.0", HUGE, "99999999999999999999"):
        yield Case(["inspect", f"--sample={text}"], EMPTY)
    for name in ("a.txt", "a", ".html", "a.html.gz", "a.PDFX", "a.jpg"):
        yield Case(["inspect", "--output", name], EMPTY)
        yield Case(["view", "x*x", "x=2", "--output", name], EMPTY)
    for name in ("loss", "loss.txt", "loss.html", "no/such/loss.svg", "folder.csv"):
        yield Case(["train", "t.csv", "--plot", name], table)
    for name in ("", "c", "4", "0", "-1", "a b", HUGE, "²", "LABEL"):
        yield Case(["train", "t.csv", f"--target={name}"], table)
        yield Case(["train", "t.csv", "--drop", name, "--target", "label"], table)
    yield Case(["train", "t.csv", "--drop", "label"], table)
    yield Case(["train", "t.csv", "--drop", "a", "b"], table)
    yield Case(["train", "t.csv", "--quantity"], table)
    yield Case(["train", "t.csv"], {"t.csv": "a,b\n1,0\n2,0\n3,0\n"})
    yield Case(["train", "t.csv", "--rate", "1e300", "--quantity", "--target", "b"],
               {"t.csv": "a,b\n1,1\n2,3\n3,1\n4,5\n5,2\n6,9\n"})  # fmt: skip
    yield Case(["train", "t.csv", "--validation", "0.9"], {"t.csv": "a,label\n1,x\n2,x\n"})
    for argv in (["nothing"], ["inspect", "more"], ["--nothing"], ["train"], ["check"], [""],
                 ["view", "--language", "de"], ["inspect", "--loss", "l2"], ["check", "-f", "pdf"],
                 ["explain", "-f", "html"], ["inspect", "-f"], ["-x"], ["check", "a", "b"],
                 ["train", "t.csv", "--activation", "gelu2"]):  # fmt: skip
        yield Case(argv, table)
    texts: list[str | bytes] = [
        "",
        "no formula here\n",
        "$$$$$$",
        "$x",
        "\\begin{align}",
        b"\xff$x$",
    ]
    for content in texts:
        yield Case(["check", "n.md"], {"n.md": content})


def _drawn_at_random(count: int) -> Iterator[Case]:
    """Yield tables with one cell spoilt, drawn by a fixed seed."""
    rng = random.Random(0)
    lines = GOOD.splitlines()
    for _ in range(count):
        spoilt = [line.split(",") for line in lines]
        row, column = rng.randrange(1, len(lines)), rng.randrange(2)
        spoilt[row][column] = rng.choice(
            ["", "x", "nan", "-inf", "1e999", "1e300", "--1", "1..2", "1 2", "\x00", "∞", "1e", "+"]
        )
        yield Case(["train", "t.csv"], {"t.csv": "\n".join(map(",".join, spoilt)) + "\n"})


NET: dict[str, Any] = {
    "format": "chainrule model 1",
    "layers": [
        {"type": "Normalization", "mean": [0.0, 1.0], "deviation": [1.0, 2.0]},
        {"type": "Dense", "units": 1, "activation": "tanh"},
    ],
    "inputs": 2,
    "features": ["a", "b"],
    "classes": [],
    "parameters": {
        "layers.1.neurons.0.w.0": 0.5, "layers.1.neurons.0.w.1": 1.0, "layers.1.neurons.0.b": 0.0,
    },
}  # fmt: skip
WRONG: list[Any] = [
    None, True, 0, -1, 1.5, 10**400, 10**30, float("nan"), float("inf"), "", "3", "x" * 1000, [],
    [1], [[]], ["a", 1], {}, {"a": 1}, [None], [{}], "\x00",
]  # fmt: skip


def model_files() -> Iterator[tuple[str, str | bytes]]:
    """Yield texts of networks with one thing wrong, and what it is."""
    yield from SAMPLES.items()
    for key in NET:
        yield f"no {key}", json.dumps({k: x for k, x in NET.items() if k != key})
        for wrong in WRONG:
            if (key, wrong) not in [("classes", []), ("layers", None), ("features", [])]:
                yield f"{key}: {wrong!r:.30}", json.dumps({**NET, key: wrong})
    for i, layer in enumerate(NET["layers"]):
        for key in layer:
            for wrong in WRONG:
                layers = [dict(each) for each in NET["layers"]]
                layers[i][key] = wrong
                yield f"layer {i} {key}: {wrong!r:.30}", json.dumps({**NET, "layers": layers})
    for key in NET["parameters"]:
        for wrong in WRONG:
            if (
                not isinstance(wrong, (int, float))
                or isinstance(wrong, bool)
                or abs(wrong) > 10**30
            ):
                parameters = {**NET["parameters"], key: wrong}
                yield f"{key}: {wrong!r:.30}", json.dumps({**NET, "parameters": parameters})
