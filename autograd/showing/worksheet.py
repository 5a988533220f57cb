"""`quiz(root)`: a worksheet about a graph, and its answers, to be printed.

Numbers are the engine's, and the same seed gives the same sheet.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from os import PathLike
from pathlib import Path

from ..engine.files import write_whole
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from ..formulas.palette import LIGHT, declared
from ..formulas.written import Written
from .drawing import draw
from .page import document
from .pictures import dot_program
from .questions import DIGITS, Question, Told, chain, number, questions
from .trace_data import trace

MOST_NODES = 120
"""A sheet holds no larger graph."""
PARTS = ("both", "questions", "answers")
INTRODUCTION = {
    1: "Compute the values and the local derivatives.",
    2: "Multiply the upstream gradient by the local derivative.",
    3: "Go back from the root: multiply along a path, add across paths.",
}


class Quiz:
    """Questions about a graph: print it, or write it as Markdown or as a page to be printed.

    `.questions` has what is asked and answered.
    """

    def __init__(
        self, root: Value, nodes: Sequence[Value], level: int, count: int, seed: int, title: str
    ) -> None:
        self.graph = NamedGraph(root)
        if len(self.graph.nodes) > MOST_NODES:
            raise ValueError(
                f"quiz: a sheet holds a graph of at most {MOST_NODES} nodes, this one has "
                f"{len(self.graph.nodes):,}"
            )
        self.root, self.level, self.seed = root, level, seed
        self.title = (
            title or f"The derivatives of {self.graph.name(len(self.graph.nodes) - 1).text}"
        )
        self.questions: list[Question] = questions(self.graph, nodes, level, count, seed)

    def __str__(self) -> str:
        return self.to_text()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return "\n".join(self._fragment("both"))

    def _heading(self) -> str:
        return f"{self.title} (sheet {self.seed})"

    # --- what is given ---

    def _definitions(self) -> list[Written]:
        """Return the equation of each node that is computed."""
        g = self.graph
        return [chain([g.name(i), g.formula(i)]) for i, v in enumerate(g.nodes) if v.inputs]

    def _given(self) -> list[Written]:
        """Return the numbers that are given: of leaves, from level 2 on of all nodes."""
        g = self.graph
        return [
            chain([g.name(i), number(g.data[i])])
            for i, v in enumerate(g.nodes)
            if not g.is_constant(i) and (self.level > 1 or not v.inputs)
        ]

    def _picture(self) -> str:
        """Return the graph with dotted lines for its numbers; "" without a program that draws."""
        if not dot_program():
            return ""
        picture = draw(self.root, blank="all" if self.level == 1 else "gradients")
        drawn = picture.pipe(format="svg", encoding="utf-8")
        return f'<div class="picture">{drawn[drawn.index("<svg") :]}</div>'

    # --- the three notations ---

    def to_text(self, part: str = "both") -> str:
        """Return the sheet as text; `part` is "both", "questions" or "answers"."""
        return "\n".join(self._lines(part, lambda w: w.text, str, "")) + "\n"

    def to_markdown(self, part: str = "both") -> str:
        """Return the sheet as Markdown, with its formulas in LaTeX."""
        return "\n".join(self._lines(part, lambda w: f"${w.latex}$", _escaped, "#")) + "\n"

    def _lines(
        self, part: str, maths: Callable[[Written], str], words: Callable[[str], str], sharp: str
    ) -> Iterator[str]:
        def told(parts: Told) -> str:
            return "".join(words(p) if isinstance(p, str) else maths(p) for p in parts)

        def heading(text: str, level: int) -> str:
            return f"{sharp * level} {words(text)}".strip()

        yield heading(self._heading(), 1)
        if _has(part, "questions"):
            yield from ("", words(f"{INTRODUCTION[self.level]} {_precision()}"), "")
            yield from (heading("Given", 2), "")
            yield from (f"* {maths(w)}" for w in self._definitions())
            yield from ("", ", ".join(map(maths, self._given())), "")
            yield from (heading("Questions", 2), "")
            for k, question in enumerate(self.questions, 1):
                blank = r"\_" * 12 if sharp else "_" * 12
                yield f"{k}. {told(question.told)}"
                yield from ("", f"   {maths(question.asked)} = {blank}", "")
        if _has(part, "answers"):
            yield from ("", heading("Answers", 2), "")
            for k, question in enumerate(self.questions, 1):
                yield f"{k}. {maths(chain([question.asked, *question.working]))}"

    def to_html(self, part: str = "both") -> str:
        """Return the sheet as a page to be printed: the answers begin on a page of their own."""
        title = html.escape(self._heading())
        return (
            f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<style>body {{ margin: 0; padding: 24px; }}</style>\n"
            + "\n".join(self._fragment(part))
            + "\n</html>\n"
        )

    def _fragment(self, part: str) -> Iterator[str]:
        yield f"<style>{STYLE}</style>"
        yield f'<article class="sheet"><h1>{html.escape(self._heading())}</h1>'
        if _has(part, "questions"):
            yield '<p class="pupil">Name</p>'
            yield f"<p>{INTRODUCTION[self.level]} {_precision()}</p><h2>Given</h2>"
            yield f"<ul>{''.join(f'<li>{_maths(w)}' for w in self._definitions())}</ul>"
            yield f"<p>{' '.join(f'<span>{_maths(w)};</span>' for w in self._given())}</p>"
            yield self._picture()
            yield "<h2>Questions</h2><ol>"
            for question in self.questions:
                yield (
                    f"<li><p>{_told(question.told)}</p>"
                    f'<p class="answer">{_maths(chain([question.asked, _NOTHING]))}'
                    '<span class="blank"></span></p>'
                )
            yield "</ol>"
        if _has(part, "answers"):
            yield '<section class="answers"><h2>Answers</h2><ol>'
            for question in self.questions:
                yield f"<li>{_maths(chain([question.asked, *question.working]))}"
            yield "</ol></section>"
        yield "</article>"

    def page_questions(self) -> list[dict[str, int | str | None]]:
        """Return the questions as the page asks them: a step of the passes, what is asked of it.

        A ValueError at level 1: the page asks for contributions and gradients.
        """
        if self.level == 1:
            raise ValueError("quiz: a page asks for contributions and gradients: level 2 or 3")
        first = 1 + sum(bool(v.inputs) for v in self.graph.nodes)
        ask = "gradient" if self.level == 3 else None
        return [{"step": first + question.steps[-1], "ask": ask} for question in self.questions]

    def write_page(self, path: str | PathLike[str], language: str | None = None) -> Path:
        """Write the interactive page of the graph; its quiz asks these questions."""
        asked = self.page_questions()
        file = Path(path)
        write_whole(
            file,
            document({**trace(self.root), "title": self._heading(), "quiz": asked}, language),
        )
        return file


def quiz(
    root: Value,
    nodes: Sequence[Value] = (),
    *,
    level: int = 2,
    count: int = 8,
    seed: int = 0,
    title: str = "",
) -> Quiz:
    """Return a worksheet about the graph below `root`, with its answers.

    `nodes` are those that are asked for; the default is all that have a label.  Level 1 asks for
    values and local derivatives, 2 for contributions, 3 for whole gradients.  The same `seed`
    draws the same `count` questions.

    >>> from autograd import formula, quiz
    >>> sheet = quiz(formula("z = w x + b; L = z**2", w=2, x=3, b=-1), level=3, count=2, seed=1)
    >>> [(question.asked.text, question.answer) for question in sheet.questions]
    [('∂L/∂z', 10.0), ('∂L/∂w', 30.0)]
    """
    if count < 1:
        raise ValueError(f"quiz: count must be a whole number from 1, got {count!r}")
    return Quiz(root, nodes, level, count, seed, title)


_NOTHING = Written("", "", "")
STYLE = f"""
.sheet {{ {declared(LIGHT)} max-width: 180mm; margin: 0 auto; color: var(--ink);
  font: 16px/1.5 "STIX Two Text", "Libertinus Serif", Cambria, "Times New Roman", serif; }}
.sheet h1 {{ margin: 0 0 8px; font-size: 22px; font-weight: 500; }}
.sheet h2 {{ margin: 24px 0 8px; font-size: 18px; font-weight: 500; break-after: avoid; }}
.sheet p {{ margin: 4px 0; }}
.sheet p > span {{ white-space: nowrap; }}
.sheet .pupil::after {{ content: ""; display: inline-block; width: 60%; margin-left: 8px;
  border-bottom: 1px solid var(--line); }}
.sheet ul {{ columns: 2 240px; margin: 0 0 8px; padding-left: 20px; }}
.sheet ol {{ padding-left: 28px; }}
.sheet li {{ margin: 8px 0; break-inside: avoid; }}
.sheet math {{ font-size: 1.1em; }}
.sheet ol math {{ math-style: normal; }}
.sheet .answer {{ padding: 8px 0 24px; }}
.sheet .blank {{ display: inline-block; width: 40%; margin-left: 8px;
  border-bottom: 1.5px dotted var(--soft); }}
.sheet .picture {{ margin: 16px 0; break-inside: avoid; }}
.sheet .picture svg {{ display: block; max-width: 100%; max-height: 110mm; height: auto;
  margin: auto; }}
.sheet .answers {{ break-before: page; overflow-x: auto; }}
@page wide {{ size: landscape; margin: 10mm; }}
@media print {{
  .sheet {{ max-width: none; }}
  .sheet .picture {{ page: wide; }}
  .sheet .picture svg {{ width: 100%; max-height: 170mm; }}
}}
"""


def _has(part: str, which: str) -> bool:
    if part not in PARTS:
        raise ValueError(f"part must be one of {', '.join(PARTS)}, got {part!r}")
    return part in ("both", which)


def _precision() -> str:
    return f"Answers have {DIGITS} significant digits."


def _maths(formula: Written) -> str:
    return f"<math>{formula.mathml}</math>"


def _told(parts: Told) -> str:
    return "".join(html.escape(p) if isinstance(p, str) else _maths(p) for p in parts)


def _escaped(text: str) -> str:
    return text.replace("*", r"\*").replace("_", r"\_")
