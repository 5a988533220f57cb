r"""The loss of a document, and what stands for its derivatives: dW, \delta, dc_{next}."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ..reading.small_changes import is_change
from ..reading.tree import BigSum, Call, Derivative, Name, Product, Sum, Transpose, name_of
from ..reading.walked import names, walk
from .index import LOSSES, SAMPLES, SURE_LOSSES, TOPS, Use
from .law import Law, adds_number, is_part, label_of, variables
from .named_functions import NamedFunctions
from .step_losses import is_of_step


class Losses(NamedFunctions):
    """What is a loss by the laws and claims, and what a derivative of it.

    LOSS  the base of the loss of a text that names none
    """

    LOSS = "the loss"

    def sums(self, law: Law) -> bool:
        """Whether a loss is meant as the sum of what its formula gives entry by entry."""
        if law.use.symbol[0] not in SURE_LOSSES or law.use.entries or self._has_slope(law):
            return False
        if any(self.indices.use(n).symbol == law.use.symbol for n in names(law.body)):
            return False  # C_t of C_{t-1} is a state
        if adds_number(law.body):
            return False  # and the number were counted as often as there are entries
        return not any(isinstance(p, (Transpose, Derivative)) for p in walk(law.body))

    def is_loss(self, symbol: Any) -> bool:
        """Whether a symbol is a loss that the text does not give."""
        return symbol in self.free_losses

    def is_open(self, symbol: Any) -> bool:
        """Whether nothing says what a quantity is that a derivative is claimed of."""
        if self.is_loss(symbol) or not self.is_leaf(symbol):
            return False
        return not self.matrix_of(symbol) and not self.samples_of(symbol)

    @cached_property
    def free_losses(self) -> set[Any]:
        """The losses without a definition: those only above derivatives, or in L = L_1 + L_2."""
        found = {(self.LOSS, ""), *(self.indices.use(n).symbol for n in names(tuple(self.trees))
                                    if is_of_step(n))}  # fmt: skip
        plain: set[Any] = set()
        above: set[Any] = set()
        parts = {id(n) for tree in self.trees for n in _terms(tree) if is_part(n)}
        for tree in self.trees:
            hidden = set(parts)
            for part in walk(tree):
                of = part.arguments[0] if is_change(part) else getattr(part, "of", None)
                if isinstance(of, Name) and (isinstance(part, Derivative) or is_change(part)):
                    hidden.add(id(of))
                    use = self.indices.use(of)
                    if use.symbol not in self.defined and not use.entries:
                        above.add(use.symbol)
                elif isinstance(part, Name) and id(part) not in hidden:
                    plain.add(self.indices.use(part).symbol)
        handed = self._handed_on
        return found | {s for s in above - plain if s[0] in LOSSES or s in handed}

    @cached_property
    def _handed_on(self) -> set[Any]:
        r"""What derivatives are of on both sides of a claim, by what equations define: any f.

        \partial f/\partial\beta = \sum_i \partial f/\partial y_i ... is of a loss by any letter. So
        is f where \partial f/\partial y_i has a name of its own: \delta_i, g_i.
        """
        found: set[Any] = set()
        named = [(law.target, law.body) for law in self.laws]
        for left, *others in [*named, *filter(None, self.claims)]:
            of = left.of if isinstance(left, Derivative) else None
            for p in (p for t in others for p in walk(t) if isinstance(p, Derivative)):
                apart = p.of == of and p.wrt != left.wrt and variables(left)
                apart = apart or (isinstance(left, Name) and p in others)
                if isinstance(p.of, Name) and not p.of.sub and apart and self._is_by_defined(p):
                    found.add(self.indices.use(p.of).symbol)
        return found

    def _is_by_defined(self, part: Derivative) -> bool:
        """Whether a derivative is by what an equation defines."""
        return any(self.indices.use(n).symbol in self.defined
                   for n in variables(part) if isinstance(n, Name))  # fmt: skip

    @cached_property
    def beside_losses(self) -> set[Any]:
        """What has a loss that is not given as a part, and its other parts: they are no outputs."""
        found: set[Any] = set()
        for law in self.laws:
            terms = {self.indices.use(n).symbol for n in _terms(law.body)}
            found |= {law.use.symbol, *terms} if terms & self.free_losses else set()
        return found

    def differentiated_by(self, symbol: Any) -> set[Any]:
        """Return the symbols of what the derivatives of a quantity are taken by."""
        return {
            self.indices.use(n).symbol
            for tree in self.trees for part in walk(tree)
            if isinstance(part, Derivative) and isinstance(part.of, Name)
            and self.indices.use(part.of).symbol == symbol
            for n in variables(part) if isinstance(n, Name)
        }  # fmt: skip

    @cached_property
    def loss(self) -> Name:
        """What a lone dW is a derivative of: the loss by its name, else any loss."""
        said = self.indices.adjoints_of
        if said is not None and any(law.use == self.indices.use(said) for law in self.laws):
            return said
        named = [law for law in self.laws if law.use.symbol[0] in LOSSES and not law.use.entries
                 and not law.use.family and not self._has_slope(law)]  # fmt: skip
        sure = SURE_LOSSES
        named = [x for x in named if x.use.symbol[0] in sure or x.use.symbol not in self._used]
        if named:
            target = named[-1].target
            return Name(target.base, target.sub, target.layer)
        free = sorted(s for s in self.free_losses if s[0] != self.LOSS)
        if free:
            return Name(*free[0])
        lone = [
            law for law in self.laws if not law.use.entries and not law.use.family
            and self.shape(law.use.symbol, ()) == () and law.use.symbol not in self._used
        ]  # fmt: skip
        if lone and not lone[-1].arguments and len(self.laws) > 1 and not self._has_upstream:
            target = lone[-1].target
            return Name(target.base, target.sub, target.layer)
        return Name(self.LOSS)

    def _has_slope(self, law: Law) -> bool:
        """Whether a derivative by what a law defines is spoken of: dC, which makes C no loss."""
        return f"d{law.use.symbol[0]}" in self._claimed_bases or law.use.symbol in self._below

    @cached_property
    def _below(self) -> set[Any]:
        """What the derivatives of another quantity, that is a loss by its name, are taken by."""
        found = set()
        for part in (part for tree in self.trees for part in walk(tree)):
            of = part.of if isinstance(part, Derivative) else None
            if isinstance(of, Name) and of.base in SURE_LOSSES:
                found |= {self.indices.use(n).symbol for n in variables(part)
                          if isinstance(n, Name) and n.base != of.base}  # fmt: skip
        return found

    @cached_property
    def _claimed_bases(self) -> set[str]:
        return {n.base for c in self.claims for t in c for n in names(t)}

    @cached_property
    def _has_upstream(self) -> bool:
        """Whether the derivative by the last quantity stands on a right-hand side, as given."""
        heads = {"d" + law.use.symbol[0] for law in self.laws}
        left = {t[0].base for t in self.claims if t and isinstance(t[0], Name)}
        right = {n.base for c in self.claims for t in c[1:] for n in names(t)}
        return bool((right & heads) - left) or bool(left & heads)

    @cached_property
    def _used(self) -> set[Any]:
        return {self.indices.use(n).symbol for law in self.laws for n in names(law.body)}

    @cached_property
    def tainted(self) -> set[Any]:
        """The symbols that are derivatives, or are computed from some."""
        bases = {law.target.base for law in self.laws}
        found = {law.use.symbol for law in self.laws if _is_derivative(law.body) or any(
            self.slope(n) or (n.base[:1] == "d" and n.base[1:] in bases)
            for n in names(law.body))}  # fmt: skip
        while True:
            more = {
                law.use.symbol for law in self.laws
                if any(self.indices.use(n).symbol in found for n in names(law.body))
            }  # fmt: skip
            if more <= found:
                return found
            found |= more

    @cached_property
    def further_paths(self) -> dict[Any, Name]:
        r"""What has a further gradient from outside, with the name of that: c with dc_next.

        Such a name stands alone as a term of what its quantity's derivative is said to be:
        \partial L/\partial c_t = dc_t + ..., with dc_t, \overline{dc}_t or \delta_c.
        """
        found: dict[Any, Name] = {}
        defined = self.defined
        for trees in filter(None, self.claims):
            for n in names(tuple(trees[1:])):
                later = n.base[0] == "d" and n.sub in ("next", "up", "future")
                if later and (n.base[1:], "") in defined:
                    found.setdefault((n.base[1:], ""), n)
            of = self._differentiated_by(trees[0])
            if of is None or self.indices.use(of).symbol not in defined:
                continue
            for term in (x for t in trees[1:] if isinstance(t, Sum) for x in t.terms):
                if isinstance(term, Name) and self._is_upstream(term, of) and (
                    self.indices.use(term).symbol not in defined
                ):  # fmt: skip
                    found.setdefault(self.indices.use(of).symbol, term)
        return found

    def _differentiated_by(self, tree: Any) -> Name | None:
        r"""Return what \partial L/\partial c_t, or dc_t, is taken by."""
        if isinstance(tree, Derivative) and len(variables(tree)) == 1:
            by = variables(tree)[0]
            return by if isinstance(by, Name) else None
        if isinstance(tree, Name) and tree.base[0] == "d" and tree.base[1:]:
            return Name(tree.base[1:], tree.sub, tree.layer)
        return None

    def _is_upstream(self, name: Name, of: Name) -> bool:
        if name.label in self.indices.upstream:
            return True
        bare = name.base.split("{")[-1].strip("}")
        return bare == f"d{of.base}" or (bare == r"\delta" and name.sub.lower() == of.base.lower())

    def slope(self, name: Name) -> tuple[Name, Name] | None:
        r"""Return what a dW, or a \delta that nothing defines, is the derivative of and by."""
        if name not in self._slopes:
            self._slopes[name] = self._slope(name)
        return self._slopes[name]

    def _slope(self, name: Name) -> tuple[Name, Name] | None:
        if self.is_kronecker(name):
            return None
        use = self.indices.use(name)
        if any(self.indices.use(x).symbol == use.symbol for x in self.further_paths.values()):
            return None
        own = use.symbol in self.known and not self._is_other_layer(use)
        claimed = {name.label, label_of(use.symbol)} & self.claimed
        upstream = name.base[0] == "d" and (name.base[1:], "") in self.defined  # dy, of y = ...
        if own and not ((claimed or upstream) and self.is_leaf(use.symbol)):
            return None
        if name.base == r"\delta":
            wrt = self.preactivation(name)
            return (self.loss, wrt) if wrt is not None else None
        if len(name.base) < 2 or name.base[0] != "d":
            if (
                name.sub
                and name.base in self.values
                and self.values[name.base].arguments
                and name.sub in self.values[name.base].arguments
            ):
                return Name(name.base), name_of(name.sub)
            return None
        wrt = Name(name.base[1:], name.sub, name.layer)
        if self.has(wrt) or self.samples_of(self.indices.use(wrt).symbol):
            return self.loss, wrt
        alike = [s for s in self.known if s[0] == wrt.base]
        alike = [s for s in alike if not wrt.sub or s[1] == wrt.sub]
        if len(alike) == 1:
            law = next((x for x in self.laws if x.use.symbol == alike[0]), None)
            if law is not None and law.use.family and not wrt.layer:
                return self.loss, law.target
            if not wrt.sub:
                return self.loss, Name(alike[0][0], alike[0][1].replace(SAMPLES, ""), wrt.layer)
        return None

    def _is_other_layer(self, use: Use) -> bool:
        r"""Whether it is a \delta^{(l)} where only \delta^{(L)} is defined."""
        if use.symbol[0] != r"\delta" or not use.family:
            return False
        laws = [law.use.family for law in self.laws if law.use.symbol == use.symbol]
        special = all(x in TOPS for f in laws for i in f for x, _ in i.letters)
        return bool(laws) and special and use.family not in laws

    def preactivation(self, name: Name) -> Name | None:
        r"""Return what \delta of a layer or number is the derivative by: z^{(l)}, z_2."""
        for law in self.laws:
            match law.body:
                case Call(arguments=(Name() as z,)) if not law.arguments:
                    here = Name(z.base, name.sub or ("" if name.layer else z.sub), name.layer)
                    use, mine = self.indices.use(here), self.indices.use(z)
                    if use.symbol == mine.symbol and len(use.family) == len(mine.family):
                        return here
        if name.sub or name.layer:
            here = Name("z", name.sub, name.layer)
            return here if self.has(here) else None
        return None


def _is_derivative(tree: Any) -> bool:
    return any(isinstance(part, Derivative) for part in walk(tree))


def _terms(body: Any) -> Iterator[Name]:
    r"""Yield the names that are added in a formula: L_1 and L_2 of L_1 + \lambda L_2, L_t."""
    for part in body.factors if isinstance(body, Product) else (body,):
        if isinstance(part, BigSum) and isinstance(part.of, Name) and is_of_step(part.of):
            yield part.of
    for term in body.terms if isinstance(body, Sum) else ():
        factor = term.factors[-1] if isinstance(term, Product) else term
        if isinstance(factor, Name):
            yield factor
