"""A report as one HTML page without scripts, light or dark, for any width; or as a fragment of one.

The maths is MathML; where a formula could not be read it stands as it was written.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ...formulas.palette import EITHER, declared, declared_for_both
from ..reading import chains, tree
from ..reading.functions import functions_of
from ..reading.parser import read_formula
from .mathml import mathml, typeset
from .result import DEFINITION, SILENT, Equation, Member, Repair, Report, Witness
from .words import (
    NAMES,
    Cause,
    causes,
    choices,
    is_broken,
    listed,
    mark,
    number,
    points,
    readings,
    reasons,
    relation,
    remedy,
    repair,
    shows_witness,
    stands_at,
    state,
    told_before,
    verdict,
    where,
)


@cache
def _style(name: str) -> str:
    css = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return css.replace("@both;", declared_for_both()).replace("@either;", declared(EITHER))


def as_html(*reports: Report, everything: bool = False) -> str:
    """Return a report, or several one below the other, as a page of its own."""
    name = Path(reports[0].source).name if len(reports) == 1 else f"{len(reports)} files"
    parts = "".join(element(report, everything) for report in reports)
    return page(f"{name}: derivation check".removeprefix(": "), parts)


def page(title: str, body: str, style: str = "") -> str:
    """Return a page whose body may hold reports; `style` is further CSS."""
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f"<title>{html.escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{_style('page.css')}{_style('report.css')}{style}</style>\n{body}</html>\n"
    )


def as_fragment(report: Report, everything: bool = False) -> str:
    """Return the report as an element that stands in a notebook or a page."""
    return f"<style>\n{_style('report.css')}</style>\n{element(report, everything)}"


def element(report: Report, everything: bool) -> str:
    """Return the report as an element without its style."""
    parts = "\n".join(_Writer(report).parts(everything))
    return f'<div class="derivation-check">\n{parts}\n</div>\n'


class _Writer:
    """Writes one report; knows which names its document applies as functions."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.functions = functions_of([e.latex for e in report.equations])
        self.points = points(report)

    def parts(self, everything: bool) -> Iterator[str]:
        """Yield the elements from top to bottom: what is wrong, what is not judged, the rest."""
        report = self.report
        yield "<header>"
        if report.source:
            yield f"<h1>{html.escape(Path(report.source).name)}</h1>"
        yield f'<p class="verdict">{html.escape(report.fault) or verdict(report)}</p>'
        for told in filter(None, (readings(report), *choices(report))):
            yield f"<p>{html.escape(told)}</p>"
        for change in report.repairs:
            yield self.forward(change)
        yield "</header>"
        for equation in filter(is_broken, report.equations):
            yield from self.equation(equation)
        for cause in causes(report):
            yield from self.cause(cause)
        good = [e for e in report.equations if mark(e.outcome) in "✓·" and not is_broken(e)]
        for equation in (e for e in good if e.status not in SILENT):
            yield from self.equation(equation)
        if silent := [e for e in good if e.status in SILENT]:
            yield f"<details{' open' * everything}><summary>{_silent(silent)}</summary>"
            for equation in silent:
                yield from self.equation(equation)
            yield "</details>"
        for name, leaves in zip(NAMES, self.points, strict=False):
            yield _point(name, leaves)

    def cause(self, cause: Cause) -> Iterator[str]:
        """One reason for which equations are not judged, then those equations."""
        yield '<section class="cause unjudged">'
        told = f"{state(cause.equations[0])}: {_told(cause.text)}"
        yield f"<p>{_sign(cause.status)} {told}</p>"
        if cause.needs:
            yield f"<p>{html.escape(remedy(cause.needs))}</p>"
        yield f"<p>concerns {html.escape(listed(cause.equations))}</p>"
        for equation in cause.equations:
            yield f'<p class="formula">{self.chain(equation.members)}</p>'
        yield "</section>"

    def forward(self, change: Repair) -> str:
        """What one change of the forward pass makes right."""
        return (
            '<section class="forward"><p><strong>The forward pass looks wrong.</strong></p>'
            f"<dl><dt>printed</dt><dd>{self.chain(read_formula(change.before).members)}</dd>"
            f"<dt>put right</dt><dd>{self.chain(read_formula(change.after).members)}</dd></dl>"
            f"<p>Then {change.right_after} of {change.of} hold instead of {change.right_before}."
            "</p></section>"
        )

    def equation(self, equation: Equation) -> Iterator[str]:
        """One equation: a line that says what it is, then its members."""
        kind = "silent" if equation.status in SILENT else _kind(equation.outcome)
        yield f'<article class="{kind}">'
        yield f"<h2>{_sign(equation.outcome)} {html.escape(equation.id)}</h2>"
        yield f'<p class="state">{state(equation)}, {html.escape(stands_at(equation))}</p>'
        if is_broken(equation):
            for place, member in enumerate(equation.members):
                yield self.member(equation, place, member)
        else:
            yield f'<p class="formula">{self.chain(equation.members)}</p>'
        yield "</article>"

    def member(self, equation: Equation, number: int, member: Member) -> str:
        """One side of a chain, and what is wrong with it."""
        shown = f"{_sign(member.status)} {self.chain([member])}"
        parts = [f'<div class="member {_kind(member.status)}"><p class="formula">{shown}</p>']
        new = not told_before(equation, number)
        if new:
            parts += [f"<p>{word} {_told(text)}</p>" for word, text in reasons(member)]
        if mended := repair(member):
            source = html.escape(mended)
            parts.append(
                f'<p class="formula">put right: {self.maths(mended)} <code>{source}</code></p>'
            )
        if new and member.witness and shows_witness(member):
            parts.append(_witness(member.witness, self.points))
        return "".join([*parts, "</div>"])

    def chain(self, members: Iterable[Member | chains.Member]) -> str:
        """Members with their signs, as maths."""
        return " ".join(
            f"{html.escape(relation(m.relation))} {self.maths(m.text)}" for m in members
        )

    def maths(self, text: str) -> str:
        """One expression as MathML, or as it is written if it cannot be read."""
        return typeset(text, self.functions)


def _silent(equations: Sequence[Equation]) -> str:
    """Return what a heading says of equations that are not judged."""
    definitions = sum(e.status == DEFINITION for e in equations)
    others = len(equations) - definitions
    told = [f"{definitions} definition{'s' * (definitions != 1)}"] if definitions else []
    return " and ".join([*told, *([f"{others} that claim nothing"] if others else [])])


def _kind(status: str) -> str:
    """Return the class of a status: the words of it that are not in the sign."""
    return {"✓": "right", "✗": "wrong", "~": "partly", "·": "silent"}.get(mark(status), "unjudged")


def _sign(status: str) -> str:
    return f'<span class="sign">{mark(status)}</span>'


def _told(text: str) -> str:
    """Return a reason; the formula with a caret under a place keeps its columns."""
    first, *rest = text.splitlines()
    shown = html.escape(first)
    return f"{shown}</p><pre>{html.escape(chr(10).join(rest))}</pre><p>" if rest else shown


def _witness(witness: Witness, told: Sequence[dict[str, Any]]) -> str:
    """Return the point and both values, as a table to check by hand."""
    at = where(witness, told) or witness.place
    leaves = {} if where(witness, told) else _named(witness.leaves)
    values = {**leaves, "claimed": witness.claimed, "true": witness.true}
    if witness.ratio is not None:
        values["ratio"] = witness.ratio
    heads = "".join(f"<th>{name}</th>" for name in values)
    cells = "".join(f"<td>{number(value)}</td>" for value in values.values())
    return (
        f'<div class="witness"><table><caption>for instance at {html.escape(at)}</caption>'
        f"<tr>{heads}</tr><tr>{cells}</tr></table></div>"
    )


def _named(leaves: dict[str, Any]) -> dict[str, Any]:
    return {f"<math>{mathml(tree.name_of(name))}</math>": x for name, x in leaves.items()}


def _point(name: str, leaves: dict[str, Any]) -> str:
    """Return the numbers of a network, a matrix in each row."""
    rows = "".join(f"<tr><th>{n}</th><td>{number(x)}</td></tr>" for n, x in _named(leaves).items())
    return (
        f'<details class="witness"><summary>Point {name}</summary><table>{rows}</table></details>'
    )
