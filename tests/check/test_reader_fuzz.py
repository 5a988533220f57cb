"""No text, however broken, does anything to the reader but raise a ReadError, and soon.

python -m tests.check.test_reader_fuzz 100000 [seed]    the full run, with its figures
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from autograd.checking.reading.document import formulas
from autograd.checking.reading.parser import ReadError, caret, read, read_formulas, write

DATA = Path(__file__).parent / "data"
STRANGERS = Path(__file__).parent / "strangers"
VOCABULARY = r"""
\frac{ \frac12 { } ( ) [ ] | || _ ^ _{ ^{ ' .T / * ** + - = & \\ , ; \sum_{i=1}^n \sqrt[ \partial
d dL/dw d( \nabla_w \log \sigma' \hat{ \begin{pmatrix} \end{pmatrix} \begin{aligned} \end{aligned}
\text{new} \left( \right. \quad \approx \to := \tag{1} $ $$ \( \) \[ \] ``` ` % <!-- \foo \% 0.5
1e9 1e-300 2 w2 a_1 θ ŷ x² w₂ ⁽ˡ⁾ ∂ ∑ √ ⊙ − ′ ‖ 学
\begin{cases} \end{cases} \text{if} \text{otherwise} if else
\neq \in \mathbb{R}^n \mathbb{1}[ \forall
\prod_{j=k+1}^t \sum_{k\neq i} \arg\max_j
\lim_{h\to0} \mathbb{E}_q[ \langle \rangle \mid \over \cdots
|_{x=2} \frac{\partial^2 \partial^2
d2L/dy2 f''_{xx}( \newcommand{\a}[1]{#1\a} \def\b{\b\b} \a \b h^t W[i][j]
CE( \operatorname{foo}( \left. \right|_ {,} \otimes
\substack{ \mapsto f:x\mapsto \begin{array}{c} \end{array} \left\{ \circ \delta \frac{\delta
\newline \succeq Σ_i ，（ ＝ \boxed{ \textsc{softmax} xyz TXw ^T e^2 e= f_x g'_x(x,y) f(x,y)=
so @ .T
"""
PIECES = [
    *VOCABULARY.split(),
    *(
        "\n",
        " ",
        "\x00",
        "\u0302",
        "\ud800",
        r"\text{a b}",
        r"\text{if $",
        "a" * 50,
        "(" * 80,
        r"\frac{1}{" * 70,
    ),
]


def seeds() -> tuple[list[str], list[str]]:
    """Return what is mutated: formulas of the data; documents."""
    lines = (DATA / "equations.txt").read_text(encoding="utf-8").splitlines()
    copied = [path.read_text(encoding="utf-8")[:1500] for path in sorted(DATA.glob("copied_*"))]
    noted = [path.read_text(encoding="utf-8")[:1500] for path in sorted(STRANGERS.glob("*/*"))
             if path.suffix != ".json"]  # fmt: skip
    return [line for line in lines if line and line[0] != "#"], copied + noted


def mutated(text: str, rng: random.Random) -> str:
    """Return the text after one to six cuts, insertions, repetitions and exchanges."""
    for _ in range(rng.randint(1, 6)):
        start = rng.randint(0, len(text))
        end = min(len(text), start + rng.choice((1, 1, 2, 5, 20)))
        part, piece = text[start:end], rng.choice(PIECES)
        kind = rng.randrange(5)
        if kind == 0:
            text = text[:start] + text[end:]
        elif kind == 1:
            text = text[:start] + piece + text[start:]
        elif kind == 2:
            text = text[:start] + part * rng.choice((2, 3, 40)) + text[end:]
        elif kind == 3:
            text = text[:start] + piece + text[end:]
        else:
            other = rng.randint(0, len(text))
            text = text[:other] + part + text[other:]
    return text[:30_000]


def inputs(count: int, seed: int = 0) -> Iterator[str]:
    """Yield mutated texts, formulas and documents in turn."""
    rng, both = random.Random(seed), seeds()
    for number in range(count):
        yield mutated(rng.choice(both[number % 2]), rng)


def run(text: str) -> bool:
    """Read a text in every way; return whether it is readable as one expression."""
    for kind in ("md", "tex", "txt"):
        formulas(text, kind)
    for formula in read_formulas(text):
        for member in formula.members:
            assert formula.latex[member.start :][: len(member.text)].split() or not member.text
    try:
        write(read(text))
        return True
    except ReadError as error:
        place = error.at
    assert 0 <= place <= len(text)
    caret(text, place)
    return False


def test_mutated_inputs_raise_nothing_but_read_errors() -> None:
    readable = sum(run(text) for text in inputs(2_500))
    assert 100 < readable < 1_400  # both ways of ending are met


def main(count: int, seed: int = 1) -> None:
    """Run `count` inputs and print the figures."""
    from resource import RUSAGE_SELF, getrusage  # not on Windows, where the tests run all the same

    begun, slowest, worst, readable = time.perf_counter(), 0.0, "", 0
    for text in inputs(count, seed):
        started = time.perf_counter()
        readable += run(text)
        if (taken := time.perf_counter() - started) > slowest:
            slowest, worst = taken, text
    print(f"{count:,} inputs, {readable:,} of them readable as one expression")
    print(
        f"{time.perf_counter() - begun:.0f} s in all, {slowest:.3f} s the slowest: {worst[:60]!r}"
    )
    print(f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at the peak, Python included")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ["100000"]))
