r"""What each formula of a document is, and what the forward equations define, by section.

A name that is defined again in another section starts anew there; what a formula needs is taken
from the nearest section that has it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..reading.notation import FUNCTIONS
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Formula,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Sum,
    Transpose,
    Tuple,
    Unread,
)  # fmt: skip
from ..reading.tree import name_of as name_of
from .gates import for_each, outputs, with_preactivations
from .indices import INDEX_LETTERS, TOPS, Indices, Use, names, walk
from .indices import LOSSES as LOSSES
from .indices import SURE_LOSSES as SURE_LOSSES
from .rewriting import (
    difference,
    exchanged,
    root_of,
    square_of,
    squared,
    with_differentials,
    with_squares,
)
from .scopes import acyclic, connected, distance, folded

CLAIM, DEFINITION, NUMBER = "claim", "definition", "number"
ASSIGNMENT, NOT_A_CLAIM, SET_ASIDE = "assignment", "not-a-claim", "set-aside"
ARROWS = (r"\to", "→", r"\rightarrow", r"\longrightarrow")
STEPS = (r"\eta", r"\alpha", r"\lambda", "lr", "eta", "alpha", r"\epsilon", r"\gamma", r"\rho",
         "momentum", "rate")  # fmt: skip
_KNOWN = frozenset(FUNCTIONS.values()) | {"sigma", "log", "exp", "max", "min", "abs", "norm"}
_OWN = frozenset(name.rstrip("'") for name in FUNCTIONS.values())


@dataclass(frozen=True)
class Law:
    """One forward equation: what it defines, its arguments if it is a function, the body.

    section, order  where it stands
    """

    use: Use
    body: Expression
    arguments: tuple[str, ...] = ()
    section: int = 0
    order: int = 0
    target: Any = None

    @property
    def label(self) -> str:
        """The label of what it defines."""
        return label_of(self.use.symbol)


def label_of(symbol: tuple[str, str], family: Sequence[int] = ()) -> str:
    """Return the label of a quantity: "w_f", "h_2"."""
    name = Name(symbol[0], symbol[1], ",".join(map(str, family))).label
    return re.sub(r"\^\{\(([\w,]*)\)\}$", r"^{(\1)}", name)


def is_numeric(tree: Expression) -> bool:
    r"""Whether a formula is plain arithmetic: numbers and functions, no names but \pi."""
    return not any(
        (isinstance(p, Name) and p.label != r"\pi")
        or isinstance(p, Derivative)
        or (isinstance(p, Call) and p.function not in _KNOWN)
        for p in walk(tree)
    )


def variables(derivative: Any) -> tuple[Any, ...]:
    """Return what a derivative is taken by: one for each order."""
    wrt = derivative.wrt
    return wrt if isinstance(wrt, tuple) else (wrt,)


class Definitions:
    """The laws of a document, the numbers that it gives, and what each formula is.

    kinds     of each formula
    given     the numbers that are given for names
    printed   the results that are printed for names
    left_out  the numbers of the formulas whose definition is of one layer, where all are defined
    """

    def __init__(self, formulas: Sequence[Formula]) -> None:
        spelt, squared = with_squares(formulas)
        self.formulas, inner = with_preactivations(with_differentials(spelt))
        inner += outputs(self.formulas)
        self.laws: list[Law] = []
        self.numbered: list[Law] = []
        self.given: dict[str, Expression] = {}
        self.printed: dict[str, float] = {}
        self._values: dict[float, str] = {}
        self._needs: dict[int, frozenset[tuple[str, str]]] = {}
        self._led: dict[int, dict[Any, list[Law]]] = {}
        self._sections_of: dict[Any, set[int]] = defaultdict(set)
        counted = Counter(label for f in self.formulas if (label := _target_label(f)))
        self.indices = Indices(self.formulas, counted)
        self.variables = {
            v.label for f in self.formulas for t in f.trees for p in walk(t)
            if isinstance(p, Derivative) for v in variables(p) if isinstance(v, Name)
        }  # fmt: skip
        self.given_by = {t.function for f in self.formulas for t in f.trees[:1]
                         if isinstance(t, Call) and not t.primes}  # fmt: skip
        self.labels = {n.label for f in self.formulas for t in f.trees for n in names(t)}
        self.bases = {n.base for f in self.formulas for t in f.trees for n in names(t)}
        self.bases |= {name.base for name, _, _ in inner}
        self.unread: dict[Any, str] = {}
        for name, body, i in inner:
            self.laws.append(Law(self.indices.use(name), body, (), self.formulas[i].section,
                                 i, name))  # fmt: skip
        self.kinds = [self._kind(f, i) for i, f in enumerate(self.formulas)]
        layered = {x.use.symbol for x in self.laws
                   if any(i.letter in ("l", "\\ell") for i in x.use.family)}  # fmt: skip
        kept = [x for x in self.laws if x.use.family or x.arguments or not (
            x.use.symbol in layered or ((layered and x.use.symbol[0] in ("y", "t"))
            and "l" in self.indices.steps))]  # fmt: skip
        self.left_out = {x.order for x in self.laws} - {x.order for x in kept}
        self.laws = kept
        for name in squared:
            self._tie_square(name)
        self._set_aside()

    # --- what a formula is ---

    def _kind(self, formula: Formula, order: int) -> str:
        trees = formula.trees
        if formula.aside:
            return ASSIGNMENT if len(formula.members) > 1 and is_update(formula) else SET_ASIDE
        if len(formula.members) < 2 or any(m.relation in ARROWS for m in formula.members):
            return NOT_A_CLAIM
        if len(trees) == len(formula.members) and all(map(is_numeric, trees)):
            return NUMBER
        left = formula.members[0].tree
        if not isinstance(left, Derivative) and any(map(_is_shape, walk(tuple(trees)))):
            return SET_ASIDE
        if is_update(formula) or (isinstance(left, Name) and self._is_iterate(left, formula)):
            return ASSIGNMENT
        self._note_named_last(formula, order)
        if isinstance(left, Unread):
            return CLAIM
        if isinstance(left, Name) and left.base in self.indices.letters and not left.sub and all(
            isinstance(t, (Name, Number)) for t in trees
        ):  # fmt: skip
            return NOT_A_CLAIM  # i = k, i = 1, ..., n
        if isinstance(left, Name) and any(isinstance(t, Derivative) for t in trees[1:]):
            derivative = next(t for t in trees[1:] if isinstance(t, Derivative))
            law = Law(self.indices.use(left), derivative, (), formula.section,
                      order, left)  # fmt: skip
            given = left.base[0] == "d" and left.base[1:] in self.bases
            each = [replace(law, use=self.indices.use(name), body=body, target=name)
                    for name, body in for_each(formula, self.bases)]  # fmt: skip
            new = [x for x in each or [law] if not any(self._same(x, y) for y in self.laws)]
            self.laws += [] if given else new
            return CLAIM
        if isinstance(left, Derivative) or (isinstance(left, Name) and self.is_slope(left)):
            return CLAIM
        if isinstance(left, Name) and self._only_prints(left, trees):
            return DEFINITION
        if isinstance(left, Name) and left.sub and left.label in self.indices.sizes:
            return SET_ASIDE  # d_k = d / h
        found = self._law(formula, order)
        if found is None:
            self._note_unread(formula)
            return CLAIM
        law = found
        counted = [x for i in law.use.entries for x, _ in i.letters]
        if len(set(counted)) < len(counted):  # S_{ii} says nothing of the other entries
            self.unread[law.use.symbol] = formula.latex
            return DEFINITION
        if isinstance(law.body, Call) and law.body.function == law.label:
            return NOT_A_CLAIM  # x = x(t) says what it depends on
        if isinstance(left, Name):
            self._note_printed(left, trees[-1])
        if isinstance(left, Name) and is_numeric(law.body):
            law = self._substituted(law, left) or law
            if is_numeric(law.body):
                return self._given(left, trees[-1], law)
        return self._defined(law, formula)

    def is_slope(self, name: Name) -> bool:
        r"""Whether a name is the loss's derivative by another: dW, \delta without a definition."""
        if any(law.label == name.label for law in self.laws):
            return False
        if name.base == r"\delta":
            return bool({"z", "a", "Z"} & self.bases) and not self._is_of_no_layer(name)
        known = len(name.base) > 1 and name.base[0] == "d" and name.base[1:] in self.bases
        return bool(known)

    def _is_of_no_layer(self, name: Name) -> bool:
        r"""Whether a \delta does not say of which of several layers it is: it is what it is set to.

        That is a lone one, or \delta_{out} where there is no z_{out}.
        """
        if name.layer or (name.sub and not name.sub.isalpha()) or len(name.sub) == 1:
            return False
        before = {x.body.arguments[0] for x in self.laws
                  if isinstance(x.body, Call) and len(x.body.arguments) == 1}  # fmt: skip
        inner = [x for x in before if isinstance(x, Name)]
        return len(inner) > 1 and not (name.sub and name.sub in {x.sub for x in inner})

    def _note_unread(self, formula: Formula) -> None:
        """Note what an equation would define that could not be read."""
        left, right = (m.tree for m in formula.members[:2])
        if isinstance(right, Unread) and isinstance(left, (Name, Call)):
            name = left if isinstance(left, Name) else name_of(left.function)
            self.unread[self.indices.use(name).symbol] = formula.latex

    def _law(self, formula: Formula, order: int) -> Law | None:
        left = formula.members[0].tree
        bodies = [m for m in formula.members[1:] if m.relation in ("=", ":=", r"\equiv")]
        if not bodies or isinstance(bodies[0].tree, Unread) or formula.members[1] is not bodies[0]:
            return None
        section = formula.section
        body = self._chosen([m.tree for m in bodies])
        if isinstance(left, Call) and left.function == "log" and len(left.arguments) == 1:
            left, body = left.arguments[0], Call("exp", (body,))
        if isinstance(left, Name) and self._only_prints(left, formula.trees):
            return None
        match left:
            case Name():
                return Law(self.indices.use(left), body, (), section, order, left)
            case Call(primes=0) if left.function not in _OWN and all(
                isinstance(x, Name) and (not x.layer or left.function in LOSSES)
                for x in map(_root, left.arguments)
            ):
                target = name_of(left.function)
                arguments = tuple(_root(x).label for x in left.arguments)
                return Law(self.indices.use(target), body, arguments, section, order, target)
        return None

    def _chosen(self, bodies: Sequence[Any]) -> Any:
        r"""Return what a name is defined by: of a = h(x) = \sigma(z) what names a variable.

        A function that nothing says anything of is the last choice: p(y | x) = \sigma(z).
        """
        read = [body for body in bodies if not isinstance(body, Unread)]

        def rank(body: Any) -> tuple[bool, bool]:
            open_ = any(
                isinstance(p, Call) and p.function not in _KNOWN and p.function not in self.given_by
                for p in walk(body)
            )
            return open_, not any(n.label in self.variables for n in names(body))

        first = rank(bodies[0])
        better = [body for body in read if rank(body) < first and not is_numeric(body)]
        return better[0] if better and (first[0] or first[1]) else bodies[0]

    @staticmethod
    def _only_prints(left: Name, trees: Sequence[Expression]) -> bool:
        """Whether it prints the entries of a matrix: W = [w_{11}, w_{12}; ...], x = (x, y)^T."""
        whole = (tree.of if isinstance(tree, Transpose) else tree for tree in trees[1:])
        return any(
            isinstance(tree, (Matrix, Tuple)) and any(n.base == left.base for n in names(tree))
            for tree in whole
        )

    def _is_iterate(self, left: Name, formula: Formula) -> bool:
        r"""Whether it is a step of an algorithm: w^{(k+1)} = w^{(k)} + ..., w also bare."""
        tree = formula.members[1].tree
        if not isinstance(tree, Sum) or not (left.layer or left.sub):
            return False
        first = tree.terms[0]
        if not isinstance(first, Name) or first.base != left.base or first == left:
            return False
        if left.sub == first.sub:
            bare, pair = Name(left.base, left.sub), (left.layer, first.layer)
        else:
            bare, pair = Name(left.base, "", left.layer), (left.sub, first.sub)
        apart = left.sub == first.sub or left.layer == first.layer
        return apart and _follows(*pair) and bare.label in self.labels

    def _note_named_last(self, formula: Formula, order: int) -> None:
        r"""Note what a chain calls its last member: \partial E / \partial u = y - t \equiv e."""
        *before, last = formula.members
        tree, body = last.tree, before[-1].tree
        sign = isinstance(tree, Negative)
        name = tree.of if isinstance(tree, Negative) else tree
        if last.relation != ":=" or not isinstance(name, Name) or isinstance(body, Unread):
            return
        if len(before) == 1 and isinstance(body, Name):
            return
        body = Negative(body, body.span) if sign else body
        law = Law(self.indices.use(name), body, (), formula.section, order, name)
        if not any(self._same(law, x) for x in self.laws):
            self.laws.append(law)

    def _note_printed(self, left: Name, last: Expression) -> None:
        if isinstance(last, Number) and last.decimals:
            self._values.setdefault(last.value, left.label)
            self.printed.setdefault(left.label, last.value)

    def _substituted(self, law: Law, left: Name) -> Law | None:
        """Return a = sigma(z) for a = sigma(1.1), where 1.1 was printed as the value of z."""
        match law.body:
            case Call(arguments=(Number(value=number),)) if number in self._values:
                if not any(x.label == left.label for x in self.laws):
                    argument = name_of(self._values[number])
                    return replace(law, body=replace(law.body, arguments=(argument,)))
        return None

    def _given(self, left: Name, value: Expression, law: Law) -> str:
        known = any(x.use.symbol == law.use.symbol and not x.arguments for x in self.laws)
        if not (known and isinstance(value, Matrix)):
            self.given.setdefault(left.label, value)
        return CLAIM if known else DEFINITION

    @staticmethod
    def _same(law: Law, other: Law) -> bool:
        return law.use == other.use and bool(law.arguments) == bool(other.arguments)

    def _defined(self, law: Law, formula: Formula) -> str:
        if law.use.entries and not any(i.letters for i in law.use.entries):
            return self._numbered(law)
        known = [x for x in self.laws if self._same(law, x)]
        here = [x for x in known if x.section == law.section]
        if law.body == law.target:
            return CLAIM
        if here and not is_numeric(law.body) and self._is_anew(law, here[-1]):
            here = []
        if here and law.arguments and all(law.body != x.body for x in here):
            here = known = []  # a function is given anew: the next exercise
        if not here and not (known and known[-1].body == law.body):
            self.laws.append(law)
            self.laws += self._inner(law, formula)
            return DEFINITION
        again = bool(law.arguments) or any(x.body == law.body for x in known)
        return DEFINITION if again and not law.arguments else CLAIM

    def _is_anew(self, law: Law, before: Law) -> bool:
        """Whether a name is meant anew: derivatives of it are claimed both before and after."""
        if law.body == before.body or law.use.symbol in {
            self.indices.use(n).symbol for n in names(law.body)
        }:  # fmt: skip
            return False
        between, after = self.formulas[before.order : law.order], self.formulas[law.order + 1 :]
        return all(
            any(self._differentiates(t, law.use.symbol) for f in part for t in f.trees[:1])
            for part in (between, after)
        )

    def _differentiates(self, tree: Any, symbol: Any) -> bool:
        match tree:
            case Derivative(of=Name() as of) | Prime(of=Name() as of):
                return bool(self.indices.use(of).symbol == symbol)
            case Derivative(of=Call() as of) | (Call(primes=1 | 2) as of):
                return bool(self.indices.use(name_of(of.function)).symbol == symbol)
        return False

    def _numbered(self, law: Law) -> str:
        """What an equation about one entry is: a_1 = ...; the generic law is another's."""
        self.numbered.append(law)
        return DEFINITION

    def _inner(self, law: Law, formula: Formula) -> list[Law]:
        """Return what more a chain defines: z in a = g(z) = g(w x + b), a in y = a = g(z)."""
        if len(formula.members) < 3 or isinstance(formula.members[2].tree, Unread):
            return []
        known = {x.use for x in self.laws}
        match law.body, formula.members[2].tree:
            case Call(arguments=(Name() as z,)) as outer, Call(arguments=(body,)) as explicit:
                use = self.indices.use(z)
                if outer.function == explicit.function and use not in known and body != z:
                    return [replace(law, use=use, body=body, arguments=(), target=z)]
            case Name() as middle, body if not is_numeric(body):
                use = self.indices.use(middle)
                if use not in known:
                    return [replace(law, use=use, body=body, arguments=(), target=middle)]
        first = formula.members[1].tree
        match difference(first, formula.members[2].tree):
            case Name() as part, body if part is not first and not (
                isinstance(body, Name) or is_numeric(body)
            ):
                use = self.indices.use(part)  # y in e = (t - y)^2 = (t - w x)^2
                if use not in known and part.label not in law.arguments:
                    return [replace(law, use=use, body=body, arguments=(), target=part)]
        return []

    def _tie_square(self, name: Name) -> None:
        r"""Say what \sigma^2 and \sigma have to do with each other, where both are spoken of."""
        square = square_of(name)
        use, root = self.indices.use(square), self.indices.use(name)
        spoken = any(n == name for f in self.formulas for t in f.trees for n in names(t))
        if not spoken or not self.laws:
            return
        defined = {x.use.symbol for x in self.laws}
        like = self.laws[0]
        if use.symbol in defined:
            if root.symbol not in defined:
                self.laws.append(replace(like, use=root, body=Call("sqrt", (square,)),
                                         arguments=(), target=name))  # fmt: skip
            return
        known = Call("sqrt", (square,))
        for i, law in enumerate(self.laws):
            if law.use.symbol != root.symbol:
                self.laws[i] = replace(law, body=exchanged(law.body, name, known))
        self.laws.append(replace(like, use=use, body=squared(square), arguments=(),
                                 target=square))  # fmt: skip

    # --- what the document is not about ---

    def _set_aside(self) -> None:
        """Set aside definitions that share no name with any claim, where others do."""
        used = [self._spoken(formula) for formula in self.formulas]
        aside: list[int] = []
        tied = False
        for group in connected(used):
            kinds = {self.kinds[i] for i in group}
            if CLAIM not in kinds:
                aside += group
            tied = tied or (CLAIM in kinds and DEFINITION in kinds)
        for i in aside if tied else ():
            numeric = is_numeric(self.formulas[i].trees[-1]) if self.formulas[i].trees else True
            if self.kinds[i] == DEFINITION and used[i] and not numeric:
                self.kinds[i] = SET_ASIDE

    @staticmethod
    def _spoken(formula: Formula) -> set[str]:
        """Return the bases of the names in a formula, and its functions, but for those of all."""
        found = {n.base for t in formula.trees for n in names(t)}
        found |= {c.function for t in formula.trees for c in walk(t) if isinstance(c, Call)}
        return found - {"e", r"\pi", "i", "j", "k", "n", "m", *FUNCTIONS, *_OWN}

    @property
    def claimed(self) -> set[str]:
        """The labels of which a claim says what they are."""
        return {
            f.members[0].tree.label for f, kind in zip(self.formulas, self.kinds, strict=True)
            if kind == CLAIM and isinstance(f.members[0].tree, Name)
        }  # fmt: skip

    # --- scopes ---

    def scope(self, section: int, order: int) -> list[Law]:
        """Return the laws that a formula sees: for each name that of the nearest section."""
        best: dict[Any, list[Law]] = {}
        leading = self._leading(section)
        for law in self.laws:
            if law.section > section or law not in leading.get(law.use.symbol, [law]):
                continue
            if law.section != section and self._is_local(law):
                continue
            layers = tuple(("l" if x.letter and x.letter not in TOPS else x.letters, x.offset)
                           for x in law.use.family)  # fmt: skip
            key = law.use.symbol, layers, bool(law.arguments)
            others = best.setdefault(key, [])
            if others and others[0].section != law.section:
                if distance(law, section, order) < distance(others[0], section, order):
                    others[:] = [law]
                continue
            count = len(law.use.entries)
            same = next((x for x in others if len(x.use.entries) == count), None)
            if same is None:
                others.append(law)
            elif distance(law, section, order) < distance(same, section, order):
                others[others.index(same)] = law
        found = [law for laws in best.values() for law in laws]
        sections = {law.use.symbol: law.section for law in found}
        found = [
            law if (root := root_of(law.use.symbol)) is None
            or sections.get(root, 0) <= law.section
            else replace(law, body=squared(law.target)) for law in found
        ]  # fmt: skip
        seen = acyclic(found, self.needs, lambda law: distance(law, section, order))
        return folded(sorted(seen, key=lambda law: law.order))

    def _is_local(self, law: Law) -> bool:
        """Whether a law is of a name that counts no steps in its section, and does elsewhere."""
        if law.use.family or law.use.entries or law.arguments:
            return False
        if not self._sections_of:
            for formula in self.formulas:
                for n in names(tuple(formula.trees)):
                    use = self.indices.use(n)
                    self._sections_of[use.symbol, bool(use.family)].add(formula.section)
        bare, indexed = (self._sections_of[law.use.symbol, x] for x in (False, True))
        return bare == {law.section} and not indexed <= bare

    def _leading(self, section: int) -> dict[Any, list[Law]]:
        """Return the laws of what a section differentiates that lead to what it is taken by.

        It has only those of which there are others: the J of an example that lies between.
        """
        if section not in self._led:
            asked: dict[Any, set[Any]] = defaultdict(set)
            for formula in self.formulas:
                for part in walk(tuple(formula.trees)) if formula.section == section else ():
                    if isinstance(part, Derivative) and isinstance(part.of, Name):
                        wrt = [n for v in variables(part) for n in names(v)]
                        asked[self.indices.use(part.of).symbol] |= self._symbols(tuple(wrt))
            found = {}
            for symbol, by in asked.items():
                laws = [law for law in self.laws if law.use.symbol == symbol]
                reached = [len(by & self._reached(law)) for law in laws]
                lead = [law for law, n in zip(laws, reached, strict=True) if n == max(reached)]
                if len(lead) < len(laws) and all(law.section < section for law in laws):
                    found[symbol] = lead
            self._led[section] = found
        return self._led[section]

    def _reached(self, law: Law) -> set[Any]:
        """Return the symbols that a law leads to, through whatever defines them."""
        found: set[Any] = set()
        waiting = [law]
        while waiting:
            for symbol in self._symbols((waiting.pop().body,)) - found:
                found.add(symbol)
                waiting += [x for x in self.laws if x.use.symbol == symbol]
        return found

    def parts_of(self, laws: Sequence[Law]) -> list[list[Law]]:
        """Return the laws in parts that have nothing to do with each other but leaves."""
        defined = {law.use.symbol for law in laws}
        plain = tuple(law.body for law in laws if not law.arguments)
        used = defined | self._symbols(plain)
        tied = []
        for law in laws:
            formal = {name_of(x).base for x in law.arguments  # a in L(y, a) may stand for a_2
                      if self.indices.use(name_of(x)).symbol not in used}  # fmt: skip
            mine = {s for s in defined if s in self._symbols((law.body,)) or s[0] in formal}
            tied.append({law.use.symbol, *mine})
        return [[laws[i] for i in group] for group in connected(tied)]

    def part_of(self, trees: Sequence[Expression], parts: Sequence[list[Law]]) -> list[Law]:
        """Return the laws of the parts that define what a formula speaks of, or else use it."""
        spoken = self._symbols(tuple(trees))
        spoken |= {(base[1:], part) for base, part in spoken if base[0] == "d" and base[1:]}
        bases = {base for base, _ in spoken}
        mine = [part for part in parts if any(law.use.symbol[0] in bases for law in part)]
        if not mine:
            mine = [part for part in parts
                    if any(self._symbols((law.body,)) & spoken for law in part)]  # fmt: skip
        return [law for part in mine for law in part]

    def laws_of(self, trees: Sequence[Expression], laws: Sequence[Law]) -> list[Law]:
        """Return the laws of the functions in formulas, and of what these are made of."""
        called = {name_of(p.function) for p in walk(tuple(trees)) if isinstance(p, Call)}
        asked = {self.indices.use(n).symbol for n in called}
        found: list[Law] = []
        while more := [law for law in laws if law.use.symbol in asked and law not in found]:
            found += more
            asked |= self._symbols(tuple(law.body for law in more))
        return found

    def _symbols(self, trees: Any) -> set[Any]:
        """Return the symbols of the names and functions in formulas."""
        called = {name_of(p.function) for p in walk(trees) if isinstance(p, Call)}
        return {self.indices.use(n).symbol for n in (*names(trees), *called)}

    def needs(self, law: Law) -> frozenset[tuple[str, str]]:
        """Return the symbols of the quantities without layers or times that a law is made of."""
        if id(law) not in self._needs:
            found = [self.indices.use(n) for n in names(law.body) if n.label not in law.arguments]
            called = [self.indices.use(name_of(part.function)) for part in walk(law.body)
                      if isinstance(part, Call) and part.function not in _OWN]  # fmt: skip
            self._needs[id(law)] = frozenset(
                use.symbol for use in (*found, *called)
                if not use.family and not (  # the L of L = sum_i L_i
                    use.symbol == law.use.symbol and len(use.entries) != len(law.use.entries))
            )  # fmt: skip
        return self._needs[id(law)]


def _is_shape(part: Any) -> bool:
    r"""Whether it says how large something is: n \times m."""
    return (isinstance(part, Product) and r"\times" in part.signs
            and all(isinstance(f, Name) for f in part.factors))  # fmt: skip


def _root(tree: Any) -> Any:
    r"""Return sigma of an argument \sigma^2: what depends on one depends on the other."""
    return tree.base if isinstance(tree, Power) and tree.exponent == Number(2.0) else tree


def _target_label(formula: Formula) -> str:
    left = formula.members[0].tree
    if len(formula.members) < 2 or isinstance(formula.members[1].tree, Unread):
        return ""
    if all(isinstance(t, Name) and t.label in INDEX_LETTERS for t in formula.trees):
        return ""  # i = j is a case
    if isinstance(left, Name):
        return left.label
    return left.function if isinstance(left, Call) and not left.primes else ""


def _follows(index: str, before: str) -> bool:
    """Whether an index is one more than another: k+1 and k, k and k-1, new and old."""
    plain = index.strip("()"), before.strip("()")
    return plain[0] == f"{plain[1]}+1" or plain[1] == f"{plain[0]}-1" or plain == ("new", "old")


def is_update(formula: Formula) -> bool:
    r"""Tell W = W - \eta dL/dW, or \Delta W = -\eta dL/dW, an assignment, from an equation."""
    left, *others = (m.tree for m in formula.members)
    if any(m.relation == r"\leftarrow" for m in formula.members):
        return True
    right = [name for tree in others if not isinstance(tree, Unread) for name in names(tree)]
    match left:
        case Product(factors=(Name(base=r"\Delta"), Name())):
            return True
        case Prime(of=Name() as old):  # w' = w - \eta dL/dw
            return any(n == old for n in right) and any(n.base in STEPS for n in right)
        case Name() if any(isinstance(tree, Derivative) for tree in others):
            return False
        case Name():
            if not any(name.base in STEPS for name in right):
                return any(n == left for n in right) and formula.members[1].relation == ":="
            bare = replace(left, sub="")
            summed = {id(n) for tree in others for part in walk(tree)
                      if isinstance(part, BigSum) for n in names(part)}  # fmt: skip
            return any(
                n.base == left.base and (n.label == left.label or bare != left or n.sub)
                for n in right
                if id(n) not in summed  # L = \sum_i L_i / N + \lambda R
            )
    return False
