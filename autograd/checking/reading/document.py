r"""Find the formulas of a document: Markdown, LaTeX, plain text.

    formulas(text)              every equality chain, in order, with its line and its tag
    read_file(path)             the same for a .md, .tex, .txt or .ipynb file, and what comments say

In Markdown and in LaTeX a formula stands between `$`, `$$`, `\( \)`, `\[ \]`, in an environment
such as `align`, or in a fence ```` ```math ````; code and comments are passed over, but for what
comments tell the checker, see `directives`.  A text without any of these is searched for formulas
in other ways, see `searched`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from .alternatives import alternatives
from .answers import paired
from .blanked import blanked
from .chains import Domain, Formula, Member, Unread
from .colon_products import aligned, with_colons, without_small_changes
from .context import Found, Heading, exercises_of, headings_of, in_context
from .declared import Words, declared, equation_of, used
from .delimited import delimited
from .directives import Directive, Fault, directives_of, unpaired
from .function_tables import function_rows
from .functions import functions_of
from .gone_on import joined, speaking
from .macros import Macro, defined_in, expanded
from .own_items import own_items, with_rows
from .packages import without_packages
from .parser import read_formulas
from .passes import made_whole
from .places import with_places
from .remarks import Aims, Scopes, scopes_of
from .searched import blocks_of_code, refused, searched, words_in_code
from .sources import Source, source_of, source_of_text
from .told_constants import told_constants
from .told_sets import with_sets
from .told_shapes import told_shapes
from .tree import Name, Span
from .undefined import own_names, with_names
from .words import TRANSPOSES, is_latex, products_of, words_of

_BOLD_FACE = re.compile(r"\{\s*\\(?:bf|bm|boldmath)\s+(\\?[A-Za-z]+)\s*\}")


def formulas(text: str, kind: str = "md") -> list[Formula]:
    """Return the equality chains of a document; `kind` is "md", "tex" or "txt"."""
    return read_document(text, kind).formulas


def read_document(
    text: str, kind: str = "md", *, heed: bool = True, path: Path | None = None
) -> Document:
    """Return the equality chains of a text, with what stands around them.

    path  the file that the text is to stand in, beside those whose definitions it may use
    """
    if kind not in ("md", "tex", "txt"):
        raise ValueError(f'kind must be "md", "tex" or "txt", not {kind!r}')
    seen = frozenset([path.resolve()] if path else [])
    return read_source(source_of_text(text, kind, path), seen, heed=heed)


def read_file(path: Path, seen: frozenset[Path] = frozenset(), *, heed: bool = True) -> Document:
    """Return the equality chains of a file; a ValueError says if `read_text` refuses it.

    seen  the files that lead to this one, because they use its definitions
    heed  whether directives are followed
    """
    return read_source(source_of(path), seen | {path.resolve()}, heed=heed)


class Document(NamedTuple):
    """What a document says.

    formulas  its equality chains in order; a directive that is none is one of a single member
    domains   the sizes of names
    given     what directives say
    notes     what was not read, in sentences
    inputs    the files that it takes in, and where in its text
    """

    formulas: list[Formula]
    domains: list[Domain]
    given: list[Given] = []  # noqa: RUF012  (it is never changed)
    notes: list[str] = []  # noqa: RUF012
    inputs: dict[str, Span] = {}  # noqa: RUF012


class Given(NamedTuple):
    """What a directive gives to a scope, 0 being the whole document.

    samples   "m" for "m samples"
    document  another one, whose definitions are used
    """

    scope: int
    formulas: tuple[Formula, ...] = ()
    domains: tuple[Domain, ...] = ()
    samples: str = ""
    document: Document | None = None


def read_source(
    source: Source, seen: frozenset[Path] = frozenset(), *, heed: bool = True
) -> Document:
    """Return the equality chains of a text, each at the place of its line."""
    kind, whole = source.kind, source.text
    markup = "tex" if kind == "tex" else "md"
    comments = [part for part in delimited(whole, markup) if heed and part.is_comment]
    directives, faults = directives_of(comments)
    text = _without(whole, directives)
    blocks = blocks_of_code(text) if kind == "md" else []
    there = [(place, written) for place, written in searched(text, kind) if written.strip()]
    aims = Aims(whole, directives, _spans(text, there, blocks))
    found = [(n, *one) for n, one in enumerate(there) if not aims.is_skipped(n)]
    macros = defined_in(whole)
    written_out = [without_packages(expanded(formula, macros), macros) for _, _, formula in found]
    own = own_names(written_out)
    latex = with_colons([with_names(text, own) for text in written_out])
    declared = [d for d in directives if d.name == "declare"]
    plain = [blanked(formula)[0] for formula in [*latex, *map(equation_of, declared)]]
    apart = products_of(plain)
    bare = kind != "tex" and not any(map(is_latex, plain))
    coded = words_in_code(text, None if bare else [place for _, place, _ in found])
    unread = refused(text) if bare else {}
    named = words_of(plain) - apart
    applied = functions_of(plain, named, primed=TRANSPOSES not in named)
    words = applied - coded, named | coded, apart - coded
    chains: list[Found] = []
    domains: list[Domain] = []
    line, counted = 1, 0
    for (number, place, written), formula in zip(found, latex, strict=True):
        line, counted = line + text.count("\n", counted, place), place
        read = read_formulas(formula, line, *words)
        here = []
        for chain in with_places(read, text, place, aligned(written)):
            if place in unread:
                chain = _unread(chain, unread[place])
            domains += chain.domains
            begins = place + (max(0, written.find(chain.latex)) if len(read) > 1 else 0)
            ends = begins + len(chain.latex) if len(read) > 1 else place + len(written)
            here.append(Found(chain, begins, max(begins, ends)))
        chains += aims.remarked(number, here)
    chains = joined(text, speaking(text, chains))
    rows = function_rows(text) if kind == "md" else []
    headings, moved = paired(text, with_rows(_headings(text, blocks), rows))
    if not moved:
        headings, moved = own_items(text, chains, headings)
    unlike = alternatives(text, [heading.start for heading in headings], chains)
    headings = [heading._replace(is_exercise=heading.is_exercise or number in unlike)
                for number, heading in enumerate(headings)]  # fmt: skip
    exercises = exercises_of(headings)
    placed = [f for f in in_context(text, chains, headings) if len(f.members) > 1]
    placed = [_moved(f, moved.get(f.section, f.section), exercises) for f in placed]
    placed = [replace(f, prose=_plainly(f.prose, macros, own)) for f in placed]
    scopes = scopes_of(headings, directives)
    placed = [_in_scope(f, scopes) for f in placed]
    given, ungiven = given_by(source, directives, scopes, words, seen)
    said = [*told_shapes(text, *words)] if bare else []
    if said := [*said, *told_constants(text, *words)]:
        given.insert(0, Given(0, domains=tuple(said)))
    told = [*faults, *unpaired(directives), *aims.faults, *ungiven]
    read = without_small_changes(with_sets(text, made_whole(placed), words))
    lying = _agreed(domains)
    listed = [replace(f, lying=lying) for f in read]
    listed += [_as_formula(fault, whole) for fault in told]
    listed.sort(key=lambda formula: formula.line)
    if not source.is_whole:
        listed = [_at_place(f, source) for f in listed]
    return Document(listed, domains, given, source.notes, source.inputs)


def _plainly(prose: str, macros: Mapping[str, Macro], own: Mapping[str, str]) -> str:
    r"""Return the words around a formula with its commands written out, {\bf S} as \mathbf{S}."""
    return with_names(expanded(_BOLD_FACE.sub(r"\\mathbf{\1}", prose), macros), own)


def _agreed(domains: Sequence[Domain]) -> tuple[Domain, ...]:
    """Return what names lie in, but for those of which a text says two things."""
    sizes: dict[Name, set[tuple[str, ...]]] = {}
    for one in domains:
        sizes.setdefault(one.name, set()).add(one.sizes)
    return tuple(one for one in domains if len(sizes[one.name]) == 1)


def given_by(
    source: Source, directives: Sequence[Directive], scopes: Scopes, words: Words,
    seen: frozenset[Path],
) -> tuple[list[Given], list[Fault]]:  # fmt: skip
    """Return what directives give to the scopes in which they stand, and what cannot be given."""
    given, faults = [], []
    for one in directives:
        scope = scopes.at(one.start)
        try:
            if one.name == "declare":
                given += [Given(scope, *said) for said in declared(one.argument, words)]
            elif one.name == "use":
                path = used(one.argument, source.folder, seen)
                given.append(Given(scope, document=read_file(path, seen)))
            elif one.name == "macro" and not defined_in(one.argument):
                raise ValueError(r"expected macro \newcommand{\R}{\mathbb{R}}")
        except (ValueError, OSError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            faults.append(
                Fault(f"{one.name} {one.argument}", why or "it cannot be read", one.start)
            )
    return given, faults


def _unread(chain: Formula, why: str) -> Formula:
    """Return an equation whose right side is not read."""
    first, *others = chain.members
    return replace(chain, members=(first, *(replace(m, tree=Unread(why, 0)) for m in others)))


def _without(text: str, directives: Sequence[Directive]) -> str:
    """Blank the directives out: the places in the text stay as they are."""
    parts, done = [], 0
    for start, end in sorted({(one.start, one.end) for one in directives}):
        parts += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _spans(
    text: str, found: Sequence[tuple[int, str]], blocks: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return where formulas stand; the lines of one block of code belong together."""
    starts = [start for start, _ in blocks]
    spans = []
    for place, written in found:
        number = bisect_right(starts, place) - 1
        inside = number >= 0 and place < blocks[number][1] and "\n" in text[slice(*blocks[number])]
        spans.append(blocks[number] if inside else (place, place + len(written)))
    return spans


def _headings(text: str, blocks: Sequence[tuple[int, int]]) -> list[Heading]:
    """Return the headings; a comment in a block of code is below all others."""
    return [
        heading._replace(level=99) if any(a <= heading.start < b for a, b in blocks) else heading
        for heading in headings_of(text)
    ]


def _moved(formula: Formula, section: int, exercises: Sequence[int]) -> Formula:
    return replace(formula, section=section, exercise=exercises[section])


def _in_scope(formula: Formula, scopes: Scopes) -> Formula:
    scope = scopes.numbers[formula.section]
    return replace(formula, remark=replace(formula.remark, scope=scope)) if scope else formula


def _as_formula(fault: Fault, text: str) -> Formula:
    """Return a directive that is none as what it stands in the report as."""
    at = text.find(fault.text, fault.start)
    place = (at, at + len(fault.text)) if at >= 0 else None
    member = Member(fault.text, Unread(fault.why, 0), place=place)
    return Formula("directive", fault.text, 1 + text.count("\n", 0, fault.start), (member,))


def _at_place(formula: Formula, source: Source) -> Formula:
    """Return a formula with its line, and the places of its sides, where they stand in the file."""
    place = source.place(formula.line)
    members = tuple(
        replace(m, place=source.own(m.place)) if m.place else m for m in formula.members
    )
    return replace(formula, members=members, line=place.line, file=place.file, cell=place.cell)
