r"""Which law an equation states, and whether it is one that is known: a = h(x) = \sigma(z)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, Unread, names_in
from ..reading.notation import DEFINING
from ..reading.tree import (
    Call,
    Compare,
    Derivative,
    Expression,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Prime,
    Quotient,
    Sum,
    Transpose,
    Tuple,
    name_of,
)
from ..reading.walked import names, walk
from .index import LOSSES, TOPS
from .law import KNOWN, OWN, Law, is_numeric
from .named_last import is_named_there
from .rewriting import difference, exchanged, square_of, squared
from .sight import Sight

OBSERVED = ("y", "Y", r"\mathbf{y}")
NOISE = (r"\varepsilon", r"\epsilon")
"""What is observed, and what it is more than what a model says."""


class StatedLaws(Sight):
    """The laws of a document, as its equations state them.

    laws      those that were found so far
    given_by  the functions that equations give
    variables  the labels that derivatives are taken by
    printed   the results that are printed for names
    """

    variables: set[str]
    given_by: set[str]
    printed: dict[str, float]
    _values: dict[float, str]

    def _law(self, formula: Formula, order: int) -> Law | None:
        left = formula.members[0].tree
        bodies = [m for m in formula.members[1:] if m.relation in DEFINING]
        if not bodies or isinstance(bodies[0].tree, Unread) or formula.members[1] is not bodies[0]:
            return None
        section = formula.section
        body = self._chosen([m.tree for m in bodies])
        if isinstance(left, Call) and left.function == "log" and len(left.arguments) == 1:
            left, body = left.arguments[0], Call("exp", (body,))
        if isinstance(left, Name) and self._only_prints(left, formula.trees):
            return None
        if isinstance(left, Name) and (observed := self._observed(left, body)):
            left, body = observed
        match left:
            case Name():
                return Law(self.indices.use(left), body, (), section, order, left)
            case Call(primes=0) if left.function not in OWN and all(
                isinstance(x, Name) and (not x.layer or left.function in LOSSES)
                for x in map(_root, left.arguments)
            ):
                target = name_of(left.function)
                arguments = tuple(_root(x).label for x in left.arguments)
                return Law(self.indices.use(target), body, arguments, section, order, target)
        return None

    def _observed(self, left: Name, body: Any) -> tuple[Name, Any] | None:
        r"""Return \varepsilon = y - X \beta for y = X \beta + \varepsilon: y is observed."""
        match body:
            case Sum(terms=(*others, Name(base=base, sub=left.sub) as noise)) if (
                left.base in OBSERVED and base in NOISE and not any(
                    isinstance(f.trees[0], Name) and f.trees[0].base == base
                    for f in self.formulas if f.trees)
            ):  # fmt: skip
                return noise, Sum((left, *(Negative(x, x.span) for x in others)), body.span)
        return None

    def _chosen(self, bodies: Sequence[Any]) -> Any:
        r"""Return what a name is defined by: of a = h(x) = \sigma(z) what names a variable.

        A function that nothing says anything of is the last choice: p(y | x) = \sigma(z).
        """
        read = [body for body in bodies if not isinstance(body, Unread)]

        def rank(body: Any) -> tuple[bool, bool]:
            open_ = any(
                isinstance(p, Call) and p.function not in KNOWN and p.function not in self.given_by
                for p in walk(body)
            )
            return open_, not any(n.label in varied for n in names(body))

        varied = self.variables | {replace(name_of(x), sub="").label for x in self.variables}
        if _is_of_entry(bodies[0]) and any(isinstance(body, Quotient) for body in read):
            return next(body for body in read if isinstance(body, Quotient))
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

    def _note_named_last(self, formula: Formula, order: int) -> None:
        r"""Note what a chain calls its last member: \partial E / \partial u = y - t \equiv e."""
        *before, last = formula.members
        tree, body = last.tree, before[-1].tree
        sign = isinstance(tree, Negative)
        name = tree.of if isinstance(tree, Negative) else tree
        if not isinstance(name, Name) or isinstance(body, Unread):
            return
        if last.relation != ":=" and not is_named_there(name, order, self.formulas):
            return
        if len(before) == 1 and isinstance(body, Name):
            return
        body = Negative(body, body.span) if sign else body
        law = Law(self.indices.use(name), body, (), formula.section, order, name)
        if not any(self._same(law, x) for x in self.laws):
            self.laws.append(law)

    def printed_slopes(self) -> dict[Derivative, float]:
        """Return the numbers that are printed for derivatives, the first of each."""
        found: dict[Derivative, float] = {}
        for formula in self.formulas:
            match formula.trees:
                case [Derivative() as slope, *_, last] if len(formula.trees) == len(
                    formula.members
                ):
                    value = _number(last, printed=True)
                    if value is not None:
                        found.setdefault(slope, value)
        return found

    def _note_printed(self, left: Name, last: Expression) -> None:
        value = _number(last, printed=True)
        if value is not None:
            self._values.setdefault(value, left.label)
            self.printed.setdefault(left.label, value)

    def _substituted(self, law: Law, left: Name) -> Law | None:
        """Return a = sigma(z) for a = sigma(1.1), where 1.1 was printed as the value of z."""
        match law.body:
            case Call(arguments=(x,)) if (value := _number(x)) is not None:
                label = self._values.get(value)
                known = any(x.label == left.label for x in self.laws)
                if label is not None and label != left.label and not known:
                    return replace(law, body=replace(law.body, arguments=(name_of(label),)))
        return None

    @staticmethod
    def _same(law: Law, other: Law) -> bool:
        return law.use == other.use and bool(law.arguments) == bool(other.arguments)

    def _is_named_derivative(self, law: Law) -> bool:
        r"""Whether it is of one step of what a derivative at each is called: Q_T of Q_t."""
        return any(isinstance(x.body, Derivative) and x.use.symbol == law.use.symbol
                   and x.use.family and len(x.use.family) == len(law.use.family)
                   and all(i.letter for i in x.use.family) for x in self.laws)  # fmt: skip

    def _is_by_entries(self, law: Law, formula: Formula) -> bool:
        """Whether it says of the entries of each layer what is said of the whole, or that again."""
        if not law.use.family or law.arguments:
            return False
        made = [{n.base for n in names(tree)} for tree in (law.body, *formula.trees[1:])]
        return any(
            x.use.symbol == law.use.symbol and len(x.use.family) == len(law.use.family)
            and all(i.letter and i.letter not in TOPS for i in (*x.use.family, *law.use.family))
            and bool(x.use.entries) != bool(law.use.entries)
            and {n.base for n in names(x.body)} in made
            for x in self.laws
        )  # fmt: skip

    def _is_general(self, law: Law) -> bool:
        """Whether it says only what a name depends on: z = f(x, y), of which f nothing is said."""
        match law.body:
            case Call(function=function, arguments=arguments, primes=0):
                named = all(isinstance(x, Name) for x in arguments)
                return named and function not in KNOWN and function not in self.given_by
        return False

    def _is_put_in(self, law: Law, before: Law) -> bool:
        r"""Whether it is the equation before with what its names are: z = f(\phi(t), \psi(t))."""
        match before.body, law.body:
            case Call() as named, Call() as explicit if (
                self._is_general(before) and named.function == explicit.function
                and len(named.arguments) == len(explicit.arguments)
            ):  # fmt: skip
                known = {x.use: x.body for x in self.laws}
                return all(
                    isinstance(name, Name) and x in (name, known.get(self.indices.use(name)))
                    for name, x in zip(named.arguments, explicit.arguments, strict=True)
                )
        return False

    @staticmethod
    def _is_restricted(law: Law, before: Law) -> bool:
        r"""Whether it is of what belongs to a set alone: J = \sum_{(i,j) \in D} e_{ij}^2."""
        of_set, whole = (
            any(isinstance(p, Compare) and p.sign == "in" for p in walk(x.body))
            for x in (law, before)
        )
        return of_set and not whole

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

    def _between(self, law: Law, before: Law) -> bool:
        """Whether two equations say what is between them: a = g(w x), a = g(z) that z is w x.

        So it is where no equation defines z; then a is g(z) from here on.
        """
        match law.body, before.body:
            case Call(arguments=(Name(),)) as outer, Call(arguments=(Name() as z,)) as explicit:
                body: Any = outer.arguments[0]
                known = any(x.use == self.indices.use(body) for x in self.laws)
                if not known or body == z:  # softmax(\theta), then softmax(z_2) that is known
                    return False
            case (Call(arguments=(Name() as z,)) as outer, Call(arguments=(body,)) as explicit):
                pass
            case (Call(arguments=(body,)) as explicit, Call(arguments=(Name() as z,)) as outer):
                pass
            case _:
                return False
        defined = any(z in f.trees[:1] for f in self.formulas)
        if outer.function != explicit.function or defined:
            return False
        self.laws = [replace(x, body=outer) if x is before else x for x in self.laws]
        use = self.indices.use(z)
        self.laws.append(replace(before, use=use, body=body, arguments=(), target=z))
        return True

    def _tie_root(self, square: Any, name: Name) -> None:
        r"""Say what \sigma is where \sigma^2 is said: of e^2 = (r - s)^2 e is r - s."""
        for law in [x for x in self.laws if x.use.symbol == square.symbol]:
            body: Any = Call("sqrt", (law.target,))
            if isinstance(law.body, Power) and law.body.exponent == Number(2.0):
                body = law.body.base
            own = replace(name, sub=law.target.sub, layer=law.target.layer)
            self.laws.append(replace(law, use=self.indices.use(own), body=body, arguments=(),
                                     target=own))  # fmt: skip

    def _tie_square(self, name: Name) -> None:
        r"""Say what \sigma^2 and \sigma have to do with each other, where both are spoken of."""
        square = square_of(name)
        use, root = self.indices.use(square), self.indices.use(name)
        spoken = any(n == name for n in names_in(self.formulas))
        if not spoken or not self.laws:
            return
        defined = {x.use.symbol for x in self.laws}
        like = self.laws[0]
        if use.symbol in defined:
            if root.symbol not in defined:
                self._tie_root(use, name)
            return
        known = Call("sqrt", (square,))
        for i, law in enumerate(self.laws):
            if law.use.symbol != root.symbol:
                self.laws[i] = replace(law, body=exchanged(law.body, name, known))
        self.laws.append(replace(like, use=use, body=squared(square), arguments=(),
                                 target=square))  # fmt: skip


def _root(tree: Any) -> Any:
    r"""Return sigma of an argument \sigma^2: what depends on one depends on the other."""
    return tree.base if isinstance(tree, Power) and tree.exponent == Number(2.0) else tree


def _is_of_entry(body: Any) -> bool:
    """Whether it is softmax(z_j), of which the quotient that follows says what is meant."""
    return isinstance(body, Call) and body.function == "softmax" and any(
        isinstance(x, Name) and len(x.sub) == 1 for x in body.arguments
    )  # fmt: skip


def _number(tree: Any, *, printed: bool = False) -> float | None:
    """Return the value of a number, with decimals if it is `printed`; None if it is none."""
    number = tree.of if isinstance(tree, Negative) else tree
    if not isinstance(number, Number) or (printed and not number.decimals):
        return None
    return -float(number.value) if isinstance(tree, Negative) else float(number.value)
