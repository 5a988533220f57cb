r"""Policies and other distributions, each with its own meaning where a text has several.

\pi(a = 1 | s) = \sigma(z)          what is not 1 is 0: two numbers, of which this is one
\pi(a | s) \propto \exp(z_a)        divided by the sum over all a
\pi(a | s) = N(a | \mu, \sigma^2)   the letter stands as a number: one number, as \mu(s) is
\pi = (0.5, 0.3, 0.2)               is what the letter is: no constant
\log 2\pi                           where \pi is a policy, this is the constant all the same
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, Unread, calls_in, parts_in
from .counted_functions import Counted, counted, with_indices
from .counted_places import Key, key_of
from .drawn_from import DENSITIES, PROPORTIONAL, density_head, until
from .notation import DEFINING, FUNCTIONS, PI
from .rewritten import all_rewritten, rewritten, with_trees
from .tree import (
    BigSum,
    Call,
    Cases,
    Compare,
    Derivative,
    Matrix,
    Name,
    Negative,
    Number,
    Product,
    Quotient,
    Sum,
    Tuple,
    name_of,
)
from .walked import names, walk

_ONE = Number(1.0)


def with_policies(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such functions as quantities."""
    formulas = _with_constant(formulas)
    found = counted(formulas)
    inside = found.formulas if found else frozenset()
    formulas = _with_one_number(formulas, inside, found)
    if found is not None:
        formulas = with_indices(formulas, found)
        formulas = _of_two(formulas, found)
        formulas = [_normalised(f) if n in inside else f for n, f in enumerate(formulas)]
    short = ((f, until(f, PROPORTIONAL)) for f in formulas)
    return _parted([f for whole, f in short if f is whole or len(f.members) > 1])


# --- the constant ---


def _with_constant(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with the constant as a name of its own, where \pi is a policy too."""
    parts = list(parts_in(formulas))
    policy = any(
        (isinstance(p, Call) and p.function.partition("_")[0] == PI[0])
        or (isinstance(p, Name) and p.base == PI[0] and p.sub)
        or (isinstance(p, Derivative) and any(n.label == PI[0] for n in names(p.of)))
        for p in parts
    )
    prior = any(map(_is_prior, formulas))
    found = all_rewritten(formulas, _constant) if policy or prior else list(formulas)
    return all_rewritten(found, _named) if prior else found


def _is_prior(formula: Formula) -> bool:
    r"""Whether \pi is what a text calls a prior or a policy: \pi = 0.3, \pi = (0.5, 0.5)."""
    left, *others = (m.tree for m in formula.members)
    return left == Name(PI[0]) and any(
        isinstance(x, (Matrix, Tuple)) or (isinstance(x, Number) and 0 < x.value < 1)
        for x in others
    )


def _named(part: Any) -> Any:
    r"""Return \pi as a name that is no constant."""
    return replace(part, base="pi") if part == Name(PI[0]) else part


def _constant(part: Any) -> Any:
    r"""Return 2 \pi \sigma^2 with the constant."""
    if not isinstance(part, Product):
        return part
    factors = list(part.factors)
    for n, factor in enumerate(factors[1:], 1):
        if factor == Name(PI[0]) and isinstance(factors[n - 1], Number):
            factors[n] = replace(factor, base=PI[1])
    return replace(part, factors=tuple(factors)) if factors != list(part.factors) else part


# --- policies of one number ---


def _with_one_number(
    formulas: Sequence[Formula], inside: Set[int], found: Counted | None
) -> list[Formula]:
    r"""Return the formulas with densities at what stands as a number as names: \\pi, \\mu."""
    others = [f for n, f in enumerate(formulas) if n not in inside]
    heads = [call for f in others if (call := density_head(f)) is not None]
    if not heads:
        return list(formulas)
    taken = {name.base for name in found.labels.values()} if found else set()
    taken |= {n.base for tree in (t for f in formulas for t in f.trees) for n in names(tree)
              if n.base in DENSITIES and n.sub}  # fmt: skip
    functions = {(call.function, call.arguments[0]): name_of(call.function) for call in heads}
    bases = [n.base for n in set(functions.values())]
    policies = {f: _of_one_number(n, taken, bases) for f, n in functions.items()}
    state = {x.label for call in heads for x in call.arguments[1:] if isinstance(x, Name)}
    of_others = {
        key_of(call)
        for call in calls_in(others)
        if not all(isinstance(x, Name) and x.label in state for x in call.arguments)
    }
    change = partial(_as_number, policies, state, of_others)
    return [f if n in inside else with_trees(f, partial(rewritten, change=change))
            for n, f in enumerate(formulas)]  # fmt: skip


def _of_one_number(name: Name, taken: Set[str], bases: Sequence[str]) -> Name:
    r"""Return what a policy is called: \pi where no other is."""
    if name.base in taken:
        return Name(f"{name.base}^N")
    return Name(f"{name.base}^{name.sub}" if bases.count(name.base) > 1 and name.sub else name.base)


def _as_number(
    policies: Mapping[tuple[str, Any], Name], state: Set[str], of_others: Set[Key], part: Any
) -> Any:
    match part:
        case Call(function=function, arguments=(x, *_), primes=0) if (function, x) in policies:
            return replace(policies[function, x], span=part.span)
        case Call(function=function, arguments=arguments, primes=0) if (
            all(isinstance(x, Name) and x.label in state for x in arguments)
            and key_of(part) not in of_others
            and (function not in FUNCTIONS.values() or function == "sigma")
        ):
            name = Name(r"\sigma") if function == "sigma" else name_of(function)
            return replace(name, span=part.span)
    return part


# --- two actions ---


def _of_two(formulas: list[Formula], found: Counted) -> list[Formula]:
    r"""Return the formulas with \pi_a = v for a = 1 and 1 - v for 0, where one says \pi_1 = v."""
    labels = {found.labels[function].base for function, _ in found.two}
    letters = [found.letters.get(x, x) for of in found.two.values() for x in sorted(of)] or ["k"]
    heads = {n: head for n, f in enumerate(formulas) if n in found.formulas
             and (head := _head_of_two(f, labels)) is not None}  # fmt: skip
    result = list(formulas)
    done: dict[str, set[str]] = {}
    for n, (name, value) in heads.items():
        known = done.setdefault(name.base, set())
        if known and name.sub not in known:
            known.add(name.sub)  # what the other of both is
            continue
        done[name.base] = {name.sub}
        also = next((x for m, x in heads.items() if m > n and x[0].base == name.base), None)
        told = also is not None and also[0].sub != name.sub
        other = also[1] if told and also else Sum((_ONE, Negative(value)))
        other = rewritten(other, partial(_put_in, name, value))
        result[n] = _by_cases(formulas[n], letters[0], value, other)
    return result


def _put_in(name: Name, value: Any, part: Any) -> Any:
    return value if part == name else part


def _by_cases(formula: Formula, letter: str, value: Any, other: Any) -> Formula:
    r"""Return \pi_a = v for a = 1, w else, of \pi_1 = v."""
    first, second, *_ = formula.members
    name = first.tree
    assert isinstance(name, Name)
    of = float(name.sub)
    rows = ((value, Compare("=", Name(letter), Number(of))),
            (other, Compare("=", Name(letter), Number(1.0 - of))))  # fmt: skip
    whole = replace(first, tree=replace(name, sub=letter))
    return replace(formula, members=(whole, replace(second, tree=Cases(rows, value.span))))


def _head_of_two(formula: Formula, labels: Set[str]) -> tuple[Name, Any] | None:
    r"""Return \pi_1 and what a formula says it is."""
    match [m.tree for m in formula.members]:
        case [Name(sub="0" | "1") as name, value, *_] if (
            name.base in labels and not isinstance(value, Unread)
            and formula.members[1].relation in DEFINING
        ):  # fmt: skip
            return name, value
    return None


# --- what is proportional ---


def _normalised(formula: Formula) -> Formula:
    r"""Return \pi_a \propto v_a as \pi_a = v_a / \sum_b v_b."""
    match formula.members:
        case [first, second, *_] if second.relation == PROPORTIONAL:
            name, tree = first.tree, second.tree
        case _:
            return formula
    if not isinstance(name, Name) or len(name.sub[-1:]) != 1 or isinstance(tree, Unread):
        return formula
    letter = name.sub.split(",")[-1]
    used = {x for n in names((name, tree)) for x in (n.base, *n.sub.split(","))}
    used |= {p.index for p in walk(tree) if isinstance(p, BigSum)}
    free = next(x for x in "bckjmnpqr" if x not in used)
    whole = BigSum(rewritten(tree, partial(_exchanged, letter, free)), free)
    second = replace(second, tree=Quotient(tree, whole, tree.span), relation="=")
    return replace(formula, members=(first, second))


def _exchanged(letter: str, free: str, part: Any) -> Any:
    match part:
        case Name(base=base, sub="", layer="") if base == letter:
            return replace(part, base=free)
        case Name(sub=sub) if letter in sub.split(","):
            return replace(part, sub=",".join(free if x == letter else x for x in sub.split(",")))
    return part


# --- several of one name ---


def _parted(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas, in a section of their own from where a policy is given anew."""
    said: dict[Name, tuple[Any, int]] = {}
    found, more = [], 0
    for formula in formulas:
        match formula.members:
            case [first, second, *_] if isinstance(first.tree, Name):
                name, body = first.tree, second.tree
                general = name.sub and not name.sub.isdigit() and second.relation in DEFINING
                if general and name.base.partition("^")[0] in DENSITIES:
                    before = said.get(name)
                    anew = before is not None and before[0] != body
                    more += bool(anew and before and before[1] == formula.section)
                    said[name] = body, formula.section
        found.append(replace(formula, section=formula.section + more) if more else formula)
    return found
