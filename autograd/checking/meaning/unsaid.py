r"""What texts leave unsaid: a^z_t is what the gate z_t is the activation of, out_1 = \sigma(net_1).

Letters above a name that are names themselves, a^z_t and a^r_t, are part of its base, "a^z".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..reading import parser
from ..reading.chains import Formula, names_in, parts_in
from ..reading.rewritten import all_rewritten
from ..reading.tree import (
    BigSum,
    Call,
    Compare,
    Derivative,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from ..reading.walked import names, walk
from .indices import Indices
from .law import label_of
from .rewriting import exchanged

_OF = "^"
_BAR = re.compile(r"\\(?:bar|overline)\{(.+)\}")
_ACCENTED = re.compile(r"\\(hat|bar|check|breve|widehat)\{(\w)\}")
_FEWEST_GATES = 2
_SIGMOID = re.compile("sigmo|logisti", re.IGNORECASE)
_OTHERS = re.compile("tanh|relu|softmax", re.IGNORECASE)
_NAME = r"\\?[A-Za-z]+(?:\{\\?[A-Za-z]+\})?(?:_\w|_\{[\w|+-]+\})?"
_ONE = rf"(?:\$|\\\()\s*{_NAME}\s*(?:\\in[^$]*?)?(?:\$|\\\))"
_ALL = rf"(?:{_ONE}(?:,|\s|、|和|and\b|et\b|und\b)*)+"
_ALIKE = r"(?:symm?[eé]tri|covarian|kovarian|对称|协方差)\w*\b(?!\s+or\b)"
_ALSO = r"(?:(?:an?|both|all|une?|eine|square|real|positive|definite|invertible|and)\b[\s,-]*)*"
"""What else is said of a matrix beside that it is symmetric."""
_SYMMETRIC = re.compile(
    rf"(?P<before>{_ALL})(?:other than\s+)?(?:(?:is|are|be|being|est|sont|ist|sind)\b|是|为)?\s*"
    rf"{_ALSO}{_ALIKE}"
    rf"|{_ALIKE}\s*{_ALSO}(?:matrix|matrices|matrice|Matrix|矩阵|阵)?\s*(?P<behind>{_ALL})"
    rf"|(?P<diagonal>{_NAME})\s*=\s*\\(?:diag\b|(?:mathrm|operatorname|text)\{{diag\}})"
)
_NORMAL = re.compile(
    rf"\bN\}}?(?:_\w|_\{{\w+\}})?\s*(?:\\left)?\([^()$]*,\s*({_NAME})\s*(?:\\right)?\)"
)
_FILTER = re.compile(r"covarian|kovarian|Kalman|协方差|卡尔曼", re.IGNORECASE)
"""What a text speaks of in which P, Q and R are covariances."""
_EACH = re.compile(rf"(?:\$|\\\()\s*({_NAME})[^$]*?(?:\$|\\\))")
_COMPARED = re.compile(rf"(?:\$|\\\()\s*({_NAME})\s*(>|<)\s*0\s*(?:\$|\\\))")
_NEGATIVE = re.compile(
    r"negative(?:[ -]sampl| words?\b| examples?\b)|noise (?:word|sampl)|n[ée]gatif|\\not ?\\in|"
    r"\\notin|负采样|负样本|噪声",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|when|for|needs?|requires?|only|si|pour|wenn|falls|für)\b[^.]*$|[若当][^。]*$|如果[^。]*$",
    re.IGNORECASE,
)


def symmetric(formulas: Sequence[Formula]) -> frozenset[str]:
    r"""Return the labels of the matrices that a text says to be symmetric, or diagonal.

    "Let $R$ be ..., $R$ symmetric" and $W = \operatorname{diag}(w_1, \dots, w_n)$ say so; "if $M$
    is symmetric" does not.  Of a filter the covariances P, Q and R are, and V of N(\mu, V).
    """
    found = set()
    for prose in dict.fromkeys(formula.prose for formula in formulas):
        for match in _SYMMETRIC.finditer(prose):
            if not _IF.search(prose[max(0, match.start() - 60) : match.start()]):
                whole = match["before"] or match["behind"]
                texts = _EACH.findall(whole) if whole else [match["diagonal"]]
                found |= set(map(_label, texts))
        found |= set(map(_label, _NORMAL.findall(prose)))
        if _FILTER.search(prose):
            found |= {n.label for n in names_in(formulas)
                      if n.base in ("P", "Q", "R")}  # fmt: skip
    return frozenset(found - {""})


def _label(text: str) -> str:
    """Return the label of the name that a text is, "" if it is none."""
    (first, *_) = parser.read_formula(text).members
    return first.tree.label if isinstance(first.tree, Name) else ""


def positive(formulas: Sequence[Formula]) -> frozenset[str]:
    r"""Return the labels of what a text says to be positive: "let $\delta > 0$", not "if $x > 0$".

    Of what may be negative elsewhere, "$x < 0$", nothing is said.
    """
    found, negative = set(), set()
    for prose in dict.fromkeys(formula.prose for formula in formulas):
        for match in _COMPARED.finditer(prose):
            label = _label(match[1])
            if match[2] == "<":
                negative.add(label)
            elif not _IF.search(prose[max(0, match.start() - 40) : match.start()]):
                found.add(label)
    return frozenset(found - negative - {""})


def logged(formulas: Sequence[Formula], indices: Indices) -> frozenset[str]:
    r"""Return the labels of what has entries of which the logarithm is taken: X of \log X_{ij}."""
    inside = (
        indices.use(part.arguments[0])
        for part in parts_in(formulas)
        if isinstance(part, Call) and part.function == "log" and isinstance(part.arguments[0], Name)
    )  # fmt: skip
    return frozenset(label_of(use.symbol) for use in inside if use.entries)


def under_roots(formulas: Sequence[Formula]) -> frozenset[str]:
    r"""Return the labels of what is multiplied or divided under a root: L and g of \sqrt{L/g}.

    Such are lengths and times and masses, which are positive; of \sqrt{x^2} nothing is said.
    """
    found: set[str] = set()
    for part in parts_in(formulas):
        match part:
            case Call(function="sqrt", arguments=(Quotient() | Product() as inner,)):
                scaled = [x for x in walk(inner) if isinstance(x, (Sum, Negative, Power, Call))]
                labels = {n.label for n in names(inner)}
                found |= labels if len(labels) > 1 and not scaled else set()
    return frozenset(found)


def bounds(formulas: Sequence[Formula]) -> frozenset[str]:
    r"""Return the labels of what a magnitude is compared with: \delta of |r| \le \delta."""
    found = set()
    for part in parts_in(formulas):
        match part:
            case Compare(
                "<" | "<=" | ">" | ">=", Norm() | Call(function="abs"), Name() as bound
            ) | Compare("<" | "<=" | ">" | ">=", Name() as bound, Norm() | Call(function="abs")):
                found.add(bound.label)
    return frozenset(found)


def speak_of_negatives(formulas: Sequence[Formula]) -> bool:
    r"""Whether a text draws negative samples: other words than the one that was seen."""
    return any(_NEGATIVE.search(formula.prose) for formula in formulas)


def split(base: str) -> tuple[str, str]:
    """Return what stands below a gate's letter, and the letter: "a^z" is a, z; ("", "") else."""
    below, _, letter = base.partition(_OF)
    return (below, letter) if len(letter) == 1 and letter.isalpha() else ("", "")


def with_preactivations(
    formulas: Sequence[Formula],
) -> tuple[list[Formula], list[tuple[Name, Any, int]]]:
    r"""Return the formulas with z_t = \sigma(a^z_t), and what a^z_t is, by formula.

    So it is where no equation defines any a^.: then the one name of this kind for two or more
    gates, be it da^z_t, can only be what they are the activations of.
    """
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    kinds: dict[str, set[str]] = defaultdict(set)
    for below, letter in (split(n.base) for n in names(trees)):
        kinds[below.removeprefix("d") if below != "d" else below].add(letter)
    kinds.pop("", None)
    fewest = _FEWEST_GATES
    heads = {f.members[0].tree.base for f in formulas if isinstance(f.members[0].tree, Name)}
    free = [below for below, letters in kinds.items()
            if below != r"\delta" and len(letters) > 1
            and not any(f"{below}{_OF}{x}" in heads for x in letters)]  # fmt: skip
    if len(free) == 1:
        inner = {x: Name(f"{free[0]}{_OF}{x}") for x in kinds[free[0]]}
    else:
        inner = _only_differentiated(formulas, trees)
        inner, fewest = (inner, fewest) if inner else (_by_example(formulas, trees), 1)
        formulas = all_rewritten(formulas, lambda part: _timed(part, inner))
    found, said = [], []
    for number, formula in enumerate(formulas):
        gate = _gate(formula, set(inner))
        if gate is not None:
            name, inside = gate
            called = inner[_letter(name)]
            called = replace(called, sub=called.sub or name.sub, layer=name.layer)
            members = list(formula.members)
            members[1] = replace(members[1], tree=exchanged(members[1].tree, inside, called))
            formula = replace(formula, members=tuple(members))
            said.append((called, inside, number))
        found.append(formula)
    return (found, said) if len(said) >= fewest else (list(formulas), [])


def _only_differentiated(formulas: Sequence[Formula], trees: Any) -> dict[str, Name]:
    r"""Return zf and zi, or a_f and a_i, by the gates f and i, where only dzf and dzi stand.

    So code calls what a gate is the activation of without computing it by itself; of \tilde{h},
    which h is made of, that is a_h.  So are \hat{z} and \hat{r}, beside z_t and r_t.
    """
    heads = ((f, f.members[0].tree) for f in formulas if isinstance(f.members[0].tree, Name))
    timed = {_letter(name): name for f, name in heads if _gate(f, {_letter(name)})}
    gates = {letter for letter, name in timed.items() if not name.sub}
    if len(timed) < _FEWEST_GATES:
        return {}
    taken = _differentiated_by(formulas, timed)
    if taken or len(gates) < _FEWEST_GATES:
        return taken
    every = {(n.base, n.sub) for n in names(trees)}
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for base, sub in sorted(every):
        bare = base[1:] if base[0] == "d" else ""
        if len(bare) == 2 and bare[1] in gates and not sub and (bare, "") not in every:
            found[bare[0]][bare[1]] = Name(bare)
        elif bare and sub in gates and (bare, sub) not in every:
            found[f"{bare}_"][sub] = Name(bare, sub)
    several = [by_gate for by_gate in found.values() if len(by_gate) > 1]
    return several[0] if len(several) == 1 else {}


def _differentiated_by(formulas: Sequence[Formula], gates: Mapping[str, Name]) -> dict[str, Name]:
    r"""Return \hat{z}_t or a_{z,t} by the gate z, where only derivatives are by \hat{z}."""
    taken = [n for p in parts_in(formulas) if isinstance(p, Derivative) for n in names(p.wrt)]
    alone = Counter(n.base for n in taken)
    every = Counter(n.base for n in names_in(formulas))
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for name in (n for n in taken if every[n.base] == alone[n.base]):
        accent, letter = _ACCENTED.fullmatch(name.base), name.sub.split(",")[0]
        if accent and accent[2] in gates:
            found[accent[1]][accent[2]] = Name(name.base, gates[accent[2]].sub)
        elif letter in gates:
            sub = f"{letter},{gates[letter].sub}".strip(",")
            found[f"{name.base}_"][letter] = Name(name.base, sub)
    several = [by_gate for by_gate in found.values() if len(by_gate) >= _FEWEST_GATES]
    return several[0] if len(several) == 1 else {}


def _by_example(formulas: Sequence[Formula], trees: Any) -> dict[str, Name]:
    r"""Return a_{o,t} by the gate o where a_f = W_f x_t + b_f is said of f alone, "and so on"."""
    heads = {f.members[0].tree: f.members[1].tree for f in formulas
             if len(f.members) == 2 and isinstance(f.members[0].tree, Name)}  # fmt: skip
    letters = {_letter(name) for name in heads}
    gates = [gate for f in formulas if (gate := _gate(f, letters))]
    shown = {(name.base, name.sub.partition(",")[2]) for name, body in heads.items()
             for gate, inside in gates
             if body == inside and name.sub.split(",")[0] == _letter(gate)}  # fmt: skip
    if len(shown) != 1:
        return {}
    ((base, time),) = shown
    used = {n.sub for n in names(trees) if n.base == base}
    return {x: Name(base, f"{x},{time}".strip(",")) for x in map(_letter, (g for g, _ in gates))
            if x in used and Name(base, x) not in heads}  # fmt: skip


def _timed(part: Any, inner: dict[str, Name]) -> Any:
    """Return a name without a time as what a gate is the activation of."""
    if isinstance(part, Name) and part.sub in inner and part.base == inner[part.sub].base:
        return replace(inner[part.sub], span=part.span)
    alike = (
        isinstance(part, Name)
        and not part.sub
        and [n for n in inner.values() if n.base == part.base and _ACCENTED.fullmatch(n.base)]
    )
    return replace(alike[0], span=part.span) if alike else part


def outputs(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    r"""Yield out_{h1} = \sigma(net_{h1}) by formula, where it is left to a text about sigmoids.

    So textbooks call what goes into a unit and what leaves it.
    """
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    prose = " ".join(formula.prose for formula in formulas)
    if not _SIGMOID.search(prose) or _OTHERS.search(prose):
        return
    heads = {f.members[0].tree.label: i for i, f in enumerate(formulas)
             if isinstance(f.members[0].tree, Name) and len(f.members) > 1
             and not isinstance(f.members[1].tree, (Number, Negative))}  # fmt: skip
    for name in dict.fromkeys(replace(n, span=(0, 0)) for n in names(trees)):
        inner = replace(name, base=name.base.replace("out", "net"))
        if inner != name and name.label not in heads and inner.label in heads:
            yield name, Call("sigma", (inner,)), heads[inner.label]


def _gate(formula: Formula, letters: set[str]) -> tuple[Name, Any] | None:
    """Return the gate that a formula defines, and what it is the activation of."""
    if len(formula.members) == 2:
        match formula.members[0].tree, formula.members[1].tree:
            case Name() as name, Call(primes=0, arguments=(inside,)) if _letter(name) in letters:
                return None if isinstance(inside, Name) else (name, inside)
    return None


def _letter(name: Name) -> str:
    return name.base.split("{")[-1].strip("}")


def for_each(formula: Formula, bases: set[str]) -> Iterator[tuple[Name, Any]]:
    r"""Yield \delta^k_t = \partial L/\partial z^k_t for each gate: by i, f, o that z has."""
    left, right = (m.tree for m in formula.members[:2])
    if not isinstance(left, Name) or not isinstance(right, Derivative):
        return
    below, letter = split(left.base)
    if not below or letter in bases:
        return
    others = {split(n.base)[0] for n in names(right) if split(n.base)[1] == letter}
    for gate in sorted({x for b, x in map(split, bases) if b in others and x != letter}):
        change = {n: replace(n, base=f"{split(n.base)[0]}{_OF}{gate}")
                  for n in names((left, right)) if split(n.base)[1] == letter}  # fmt: skip
        body = right
        for old, new in change.items():
            body = exchanged(body, old, new)
        yield change[left], body


def averages(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    r"""Yield \bar{x} as the mean of the x_i that a text sums, where it does not say so itself."""
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    heads = {f.members[0].tree.base for f in formulas if isinstance(f.members[0].tree, Name)}
    summed: dict[str, str] = {}
    for part in walk(trees):
        if isinstance(part, BigSum) and len(part.index) == 1:
            for name in names(part.of):
                if name.sub == part.index:
                    summed.setdefault(name.base, part.index)
    for name in dict.fromkeys(replace(n, span=(0, 0)) for n in names(trees)):
        mean = _BAR.fullmatch(name.base)
        index = summed.get(mean[1], "") if mean else ""
        if mean and index and not name.sub and not name.layer and name.base not in heads:
            yield name, BigSum(Name(mean[1], index), index, kind="mean"), 0
