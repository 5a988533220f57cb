"""Derivatives in formulas: by names, of names, in chains, of the second order, and gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...engine import functions, ops
from ...engine.value import Value
from ..reading.tree import Call, Derivative, Name, Number, Power, Product, Transpose, name_of
from ..reading.walked import names
from .errors import BeyondError, MeaningError, ShapeError
from .evaluation import Evaluation
from .law import variables
from .tensor import Tensor, entries_of, is_diagonal, plain, scalar_of, shape_of, shaped, transpose

_FREE = ("x", "t")
"""What is a variable, not a function of another: (x)' = 1."""

PARAMETERS = ("t", r"\theta", r"\varphi", r"\phi")
"""What runs along a curve that is given by x and y."""


class Derivatives(Evaluation):
    """The meaning of derivatives."""

    def _of_hidden(self, name: Name) -> Any:
        """The value of a u whose u' is written: any function of one variable."""
        found = self.world.any_function(name.label, [self.world.hidden])
        return found if self.graph else plain(found)

    def _prime(self, tree: Any) -> Any:
        if self.variable is not None and not any(n.label in self.model.primed for n in names(tree)):
            return self._derivative_of([(tree.of, (self.variable,))])
        if any(n.label in self.model.primed for n in names(tree)):
            of = scalar_of(self._with(graph=True).walk(tree.of))
            return self.world.slopes(of, [self.world.hidden], graph=self.graph)[0]
        wrt = self.model.main_variable(tree.of)
        if wrt is None:
            raise MeaningError("(...)' needs a derivative on the left to say by what")
        if wrt == tree.of and wrt.base not in _FREE:
            raise MeaningError(f"what {wrt.label} is a function of, is not said", wrt.label)
        return self._derivative_of([(tree.of, (wrt,))])

    def _derivative(self, tree: Derivative) -> Any:
        point = tree.point
        if tree.alone or tree.held:
            return self._narrowed(tree)._derivative_of([(tree.of, variables(tree))])
        if any(isinstance(v, Name) and not v.base for v in variables(tree)):
            return self._nabla(tree)
        if point:
            return self._at_point(point)._derivative_of([(tree.of, variables(tree))])
        return self._beside_curves(tree)._derivative_of([(tree.of, variables(tree))])

    def _narrowed(self, tree: Derivative) -> Derivatives:
        """Return this reading with what a derivative leaves as it is held."""
        inner = self._alone(tree) if tree.alone else self
        names_held = (n for n in tree.held if isinstance(n, Name))  # not what a repair tried
        return inner._held_at(map(self.place_of, names_held))

    def _alone(self, tree: Derivative) -> Derivatives:
        """Return this reading where a derivative goes through one step of what is above alone.

        Held are the states before; where the equation of h_t itself has what it is taken by, all
        else that stands there.
        """
        of, by = tree.of, tree.wrt[0]
        if not isinstance(of, Name) or not isinstance(by, Name):
            raise MeaningError("the immediate derivative is of a name, and by one")
        above, below = self.place_of(of), self.place_of(by)
        found = self.model.law_for(*above, 0)
        if found is None and above[0] in self.model.defined:
            raise BeyondError(f"nothing says what {of.label} is at the first step")
        if found is None or len(above[1]) != 1:
            raise MeaningError(f"what {of.label} is at each step is not said", of.label)
        law, env = found
        there = self._with(env={**self.env, **env})
        inside = [there.place_of(n) for n in names(law.body) if self.model.quantity(n)]
        if below in inside:
            return self._held_at(place for place in inside if place != below)
        steps = range(above[1][0])
        return self._held_at((symbol, (i,)) for symbol in self.model.carriers for i in steps)

    def _beside_curves(self, tree: Derivative) -> Derivatives:
        """Return this reading with a curve's y held fixed where F(x, y) is differentiated by x."""
        label = tree.of.function if isinstance(tree.of, Call) else getattr(tree.of, "label", "")
        law = self.model.law_of(label)
        formal = law.arguments if law is not None else ()
        by = {v.label for v in tree.wrt if isinstance(v, Name)}
        if not by & {*formal}:
            return self
        curves = [x.target for x in self.model.laws if x.label in formal and x.label not in by
                  and (x.excess is not None or self.explicit)]  # fmt: skip
        return self._held(curves) if curves else self

    def _nabla(self, tree: Derivative) -> Any:
        r"""The gradient \nabla f, or the Hessian, by the arguments of f."""
        of, point = tree.of, list(tree.point)
        label = of.function if isinstance(of, Call) else of.label if isinstance(of, Name) else ""
        law = self.model.law_of(label)
        if law is None or not law.arguments:
            wrt = self.model.main_variable(of)
            if wrt is None:
                raise MeaningError("this derivative does not say by what")
            return self._derivative_of([(of, (wrt,) * len(tree.wrt))])
        by = [name_of(self.model.bound(x)) for x in law.arguments]
        if isinstance(of, Call):
            point += [(n, x) for n, x in zip(by, of.arguments, strict=False) if n != x]
            of = law.target
        inner = self._at_point(point)
        if len(by) == 1:
            return inner._derivative_of([(of, tuple(by * len(tree.wrt)))])
        rows = [[inner._derivative_of([(of, tuple(v))]) for v in row]
                for row in _orders(by, len(tree.wrt))]  # fmt: skip
        flat = [scalar_of(x) for row in rows for x in row]
        if any(isinstance(x, Tensor) for x in flat):
            raise MeaningError("by which of several vectors is not said")
        return Tensor((len(rows), len(rows[0])), flat)

    def _chain(self, chain: Sequence[Derivative]) -> Any:
        readings = [self._narrowed(link) for link in chain]
        return self._derivative_of([(link.of, variables(link)) for link in chain], readings)

    def _slope(self, of: Any, wrt: Any) -> Any:
        """The derivative of the loss that a name such as dW stands for."""
        return self._derivative_of([(of, (wrt,))])

    def _derivative_of(self, chain: Any, readings: Sequence[Derivatives] = ()) -> Any:
        """One derivative, or the product of a chain of them, entry by entry of all between.

        readings  in which of them each derivative is taken; this one if none are given
        """
        if len(chain) == 1 and len(chain[0][1]) > 1:
            return self._second(*chain[0])
        of = chain[0][0]
        first, *others = readings or [self] * len(chain)
        above = first._nodes(of)
        if isinstance(of, Name) and self.model.use(of).symbol in self.world.off_curve:
            raise MeaningError("this point is not on the curve")
        shape = shape_of(scalar_of(above))
        rows, below = first._jacobian(entries_of(above), chain[0][1][0])
        for (of, wrt), reading in zip(chain[1:], others, strict=True):
            middle = entries_of(reading._nodes(of))
            following, below = reading._jacobian(middle, wrt[0])
            columns = list(zip(*following, strict=True))
            if rows and len(rows[0]) != len(following):
                raise ShapeError("the derivatives of this product do not fit together")
            rows = [[functions.dot(row, column) for column in columns] for row in rows]
        return self._laid_out(rows, shape, below)

    def _laid_out(self, rows: list[list[Any]], of: Any, wrt: Any) -> Any:
        if not of:
            return self._gradient(shaped(wrt, rows[0]))
        flat = [x for row in rows for x in row]
        if not wrt:
            return Tensor(of, flat)
        vectors = len(of) == 2 == len(wrt) and 1 in of and 1 in wrt
        if not vectors and of == wrt and is_diagonal(rows):  # entry by entry
            return Tensor(of, [row[i] for i, row in enumerate(rows)])
        if not vectors:
            raise MeaningError(
                "the derivative of this by that is no matrix; it has a meaning only within a chain "
                "that begins with the loss"
            )
        found = Tensor((len(rows), len(rows[0])), flat)
        return transpose(found) if self.model.denominator else found

    def _gradient(self, found: Any) -> Any:
        if self.model.row_gradients and shape_of(found)[1:] == (1,):
            return transpose(found)
        return found

    def _nodes(self, of: Any) -> Any:
        return self._with(graph=True).walk(of)

    def _variable(self, wrt: Any) -> tuple[list[Any], Any]:
        """Return the Values that a derivative is taken by, and their shape."""
        if isinstance(wrt, Name) and not wrt.base:
            raise MeaningError("this derivative does not say by what")
        if isinstance(wrt, Transpose):
            nodes, shape = self._variable(wrt.of)
            return nodes, shape
        squared = isinstance(wrt, Power) and isinstance(wrt.exponent, Number)
        if not squared and not isinstance(wrt, (Name, Call)):
            raise MeaningError("a derivative is taken by a name")
        value = self._with(graph=True).walk(wrt)
        nodes = entries_of(value)
        if not all(isinstance(x, Value) for x in nodes):
            raise MeaningError(f"{getattr(wrt, 'label', 'this')} is no variable")
        return nodes, shape_of(scalar_of(value))

    def _jacobian(self, of: Sequence[Any], wrt: Any) -> tuple[list[list[Any]], Any]:
        nodes, shape = self._variable(wrt)
        return self._rows(of, nodes, graph=self.graph), shape

    def _rows(self, of: Sequence[Any], nodes: Sequence[Any], *, graph: bool) -> list[list[Any]]:
        rows = [self.world.slopes(y, nodes, graph=graph) for y in of]
        if not any(plain(x) for row in rows for x in row):
            rows = self._by_what_it_is_of(of, nodes, graph=graph) or rows
        return rows

    def _by_what_it_is_of(
        self, of: Sequence[Any], nodes: Sequence[Any], *, graph: bool
    ) -> list[list[Any]]:
        """Return the derivatives by a function of a variable that `of` depends on too, else [].

        By v = sigma^2 that is d(of)/d(sigma) over d(v)/d(sigma), each entry of v being of one; on
        a curve x = a cos t, y = b sin t, where a and b are constants, dy/dt over dx/dt.
        """
        leaves = list(dict.fromkeys(x for node in nodes for x in self.world.leaves_below(node)))
        if len(leaves) > len(nodes) == 1:
            leaves = [x for x in leaves if x.label in PARAMETERS]
        if len(leaves) != len(nodes):
            return []
        inner = [self.world.slopes(v, leaves, graph=graph) for v in nodes]
        if not is_diagonal(inner) or not all(plain(row[i]) for i, row in enumerate(inner)):
            return []
        outer = [self.world.slopes(y, leaves, graph=graph) for y in of]
        return [[ops.div(x, inner[i][i]) for i, x in enumerate(row)] for row in outer]

    def _second(self, of: Any, wrt: tuple[Any, ...]) -> Any:
        """A derivative of the second order or higher of a scalar."""
        above = self._nodes(of)
        found = entries_of(above)
        shape = shape_of(scalar_of(above))
        first = True
        for x in wrt[:-1]:
            nodes, inner = self._variable(x)
            if not first and len(nodes) > 1:
                raise MeaningError("a third derivative by a vector is not judged")
            if len(nodes) > 1 and len(found) > 1:
                raise MeaningError("the second derivative of a vector is not judged")
            rows = self._rows(found, nodes, graph=True)
            found = [e for row in rows for e in row]
            shape = shape or inner
            first = False
        nodes, last = self._variable(wrt[-1])
        rows = self._rows(found, nodes, graph=self.graph)
        flat = [e for row in rows for e in row]
        if len(flat) == 1:
            return flat[0]
        if not shape or not last:
            return shaped(shape or last, flat)
        return Tensor((len(rows), len(nodes)), flat)


def _orders(by: list[Any], order: int) -> list[list[list[Any]]]:
    """Return what each entry of a gradient, or of a Hessian, is differentiated by."""
    if order == 1:
        return [[[x]] for x in by]
    return [[[x, y] for y in by] for x in by]


def chain_at(tree: Product, place: int) -> list[Derivative]:
    """Return the derivatives from this factor on of which each is by what the next is of."""
    chain: list[Derivative] = []
    for i in range(place, len(tree.factors)):
        factor = tree.factors[i]
        if not isinstance(factor, Derivative) or len(variables(factor)) > 1:
            break
        if chain and (tree.signs[i - 1] == r"\odot" or factor.of != variables(chain[-1])[0]):
            break
        chain.append(factor)
    return chain
