"""The tables of the page "What the checker reads", from the tables that the checker itself uses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

import site_notations

import autograd
from autograd import TABLE, check_text, functions_read
from autograd.checking.reading import directives as comments
from autograd.checking.reading import notation, sources
from autograd.engine.operation import Op
from autograd.formulas.symbol import Symbol, write

BAR = "&#124;"  # which parts no cells
VARIADIC = 4  # of a code object that takes *arguments


def functions() -> str:
    """Return the functions with their spellings."""
    return _table(("function", "also spelt", "derivative"), [
        (_code([name]), _code(spellings), _code([derivative] if derivative else []))
        for name, spellings, derivative in functions_read()
    ])  # fmt: skip


def operations() -> str:
    """Return the rows of the engine's table that have one or two inputs, with their partials."""
    rows = [_row(op) for op in TABLE.values() if op.built_in and not op.auxiliary]
    return _table(("row", "written", "by x", "by y"), [row for row in rows if row])


def _row(op: Op) -> tuple[str, ...] | None:
    inputs = [Symbol("x"), Symbol("y")][: op.partials.__code__.co_argcount - 1]
    if not inputs or op.partials.__code__.co_flags & VARIADIC or op.name == "choose":
        return None
    partials = [f"{p:g}" if isinstance(p, float) else str(p)
                for p in op.partials(Symbol("z"), *inputs)]  # fmt: skip
    shown = [_code([text]) for text in (str(write(op, inputs)), *partials)]
    public = f"`{op.name}`" if hasattr(autograd, op.name) else op.name
    return (public, *shown, *[""] * (2 - len(partials)))


def signs() -> str:
    """Return what each sign and command is read as, grouped by what it is called."""
    by_name: dict[str, list[str]] = {}
    for spelling, name in notation.SIGNS.items():
        by_name.setdefault(name, []).append(spelling)
    rows = [(_code([name]), _code(sorted(s for s in spelt if s != name)))
            for name, spelt in by_name.items() if spelt != [name]]  # fmt: skip
    return _table(("sign", "also written"), rows)


def words() -> str:
    """Return the words that are no names."""
    return _table(("what they do", "words"), [
        ("stand between formulas", _code(sorted(notation.PROSE))),
        ("a condition follows", _code(sorted(notation.IFS))),
        ("all other cases", _code(sorted(notation.ELSES))),
    ])  # fmt: skip


def environments() -> str:
    """Return the environments of LaTeX that are read, and the suffixes of files."""
    return _table(("environments", "read as"), [
        (_code(sorted(notation.ALIGNMENTS)), r"equations, a row each; `&` and `\\` part them"),
        (_code(sorted(notation.MATRICES)), "a matrix, row by row"),
        (_code(["cases"]), "a value for each condition"),
        (_code(sorted(sources.KINDS)),
         "files: Markdown, LaTeX, HTML, reStructuredText, Org, plain text, notebooks"),
    ])  # fmt: skip


def layout() -> str:
    """Return the commands that only arrange, and the styles that belong to a name."""
    return _table(("commands", "read as"), [
        (_code(sorted(notation.COMMANDS)), "what they say"),
        (_code(sorted(notation.STYLES)), r"part of what follows: `\mathbf{w}` is w"),
        (_code(sorted(word for word in notation.IGNORED if word.strip())), "nothing"),
    ])  # fmt: skip


def directives() -> str:
    """Return what comments may tell the checker, from the module that reads them."""
    rows = re.findall(r"^ {4}(\S.*?) {2,}(\S.*)$", comments.__doc__ or "", re.MULTILINE)
    return _table(("comment", "what it says"), [(_code([name]), said) for name, said in rows])


def notations() -> str:
    """Return a section for each kind of notation: as written, as understood, the verdict."""
    parts = []
    for about, group in groupby(site_notations.NOTATIONS, key=lambda n: n.about):
        parts.append(f"### {about}\n")
        parts.append(_table(("how", "written", "understood as"), [_understood(n) for n in group]))
    return "\n".join(parts)


def _understood(n: site_notations.Notation) -> tuple[str, str, str]:
    equation = check_text(n.document).equations[-1]
    reading = " = ".join(m.reading for m in equation.members)
    return n.said, _code([n.lines[-1]]), _code([reading])


def _code(spellings: Iterable[str]) -> str:
    return " ".join(f"<code>{html.escape(s).replace('|', BAR)}</code>" for s in spellings)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
