r"""Which names a document applies as functions: L in L(y, a), g in g(z)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from .cursor import ReadError
from .grammar import Grammar
from .lexer import Token
from .notation import ACCENTS, ACTIVATIONS, ALIGNMENTS, FUNCTIONS, LOSSES, RELATIONS
from .tree import Expression, Name

_LOSSES = LOSSES | {"h", r"\mathcal{L}"}
_BEFORE_EQUATIONS = ALIGNMENTS | {",", ";", r"\\", "&"}
_FACTORS = frozenset((*"wWbBaAxXyYzZmnkc", r"\alpha", r"\beta", r"\gamma", r"\eta",
                      r"\lambda", r"\theta"))  # fmt: skip
"""Names that are multiplied with a bracket that holds a name: `w(x) + b`, but `x(t)`."""
_BY = re.compile(r"\}\s*\{\s*(?:\\partial|d)\s*(\\?[A-Za-z]+)_\{?(\w+)\}?\s*\}")
"""What has an index and a derivative is taken by: the g_i of g_i (x_i - c) is a number."""
_SLOPE = re.compile(
    r"(\\?[A-Za-z]+)(?:_\{?(\w+)\}?)?\s*(?::=|=|\\equiv)\s*(?:\\[dt]?frac\s*\{\s*)?"
    r"(?:\\partial\b|d)\s*\\?\w+(?:\{\w+\})?\s*(?:/|\}\s*\{)\s*(?:\\partial\b|d)"
)
"""What is a derivative by an equation, as g_i = dL/dy_i: a number as well."""


def functions_of(
    texts: Sequence[str], named: frozenset[str] = frozenset(), *, primed: bool = True
) -> frozenset[str]:
    r"""Return the labels that a document applies as functions.

    A name before a bracket is a function if the bracket holds a list, as in L(y, a); or nothing
    but a name, as in u(t), unless it is a weight; or if it is f, g or \phi and does not stand in
    its bracket itself.  So w_2(a_2-y) and h(1-h) are products.

    named   runs of letters that are one name
    primed  whether what has a prime before a bracket is one, as f'(x): not where X' is X^T
    """
    numbers = {
        match.groups("")
        for text in texts
        for said in (_BY, _SLOPE)
        for match in said.finditer(text)
    }
    return frozenset(x for text in texts for x in _applied(text, named, primed, numbers))


def _applied(
    text: str, named: frozenset[str], primed: bool, numbers: Collection[tuple[str, ...]]
) -> Iterator[str]:
    try:
        grammar = Grammar(text, frozenset(), named)
    except ReadError:
        return
    for place, token in enumerate(grammar.tokens):
        if token.kind != "word" or token.text in FUNCTIONS or token.text in ("d", "D", "T"):
            continue
        first = _unbraced(grammar, place)
        base = token.text
        if first and grammar.tokens[first - 1].text in ("_", "^"):
            continue  # H_\delta(r) is no \delta of r
        if first and (accent := grammar.tokens[first - 1].text) in ACCENTS:
            first, base = first - 1, f"{accent}{{{base}}}"
        try:
            name, marks = grammar.scripts(Name(base))
            opened = grammar.place
            arguments = grammar.arguments() if grammar.at("(") else ()
        except ReadError:
            continue
        if not isinstance(name, Name) or any(mark.kind == "T" for mark in marks):
            continue  # g^T (h - c) is a product
        tokens = grammar.tokens
        if (
            primed
            and tokens[opened - 1].text == "'"
            and tokens[opened].text == "("
            and not name.sub
        ):
            yield name.label
        begins = first == 0 or tokens[first - 1].text in _BEFORE_EQUATIONS
        begins = begins or _after_gradient(tokens, first)
        inside = {t.text for t in tokens[opened : grammar.place]}
        if arguments:
            label = replace(name, layer="").label
            begins = begins and grammar.at(*RELATIONS, "&")
            direct = tokens[opened].start == tokens[opened - 1].end
            number = (name.base, name.sub) in numbers and not isinstance(arguments[0], Name)
            if not number and _is_applied(name, arguments, begins, inside, direct):
                yield label


def _unbraced(grammar: Grammar, place: int) -> int:
    r"""Move behind a word and the braces around it, as in \mathcal{L}; return where it begins."""
    first, grammar.place, grammar.depth, grammar.bar = place, place + 1, 0, ""
    while first and grammar.tokens[first - 1].text == "{" and grammar.accept("}"):
        first -= 1
    return first


def _after_gradient(tokens: Sequence[Token], place: int) -> bool:
    r"""Whether \nabla, with what it is taken by, stands before a place."""
    while place and (tokens[place - 1].kind == "sub" or tokens[place - 1].text == "2"):
        place -= 1
    return place > 0 and tokens[place - 1].text in (r"\nabla", "^")


def _is_applied(
    name: Name,
    arguments: Sequence[Expression],
    begins_equation: bool,
    inside: set[str],
    direct: bool,
) -> bool:
    if len(arguments) > 1:
        return True
    names_only = isinstance(arguments[0], Name)
    if name.base in ACTIVATIONS and name.base not in inside:
        return True
    lone = direct and names_only and name.base not in inside
    lone = lone and (name.base not in _FACTORS or inside == {"(", "t", ")"})
    return names_only and (begins_equation or name.base in _LOSSES or lone)
