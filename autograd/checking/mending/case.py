"""One wrong member, and what hypotheses about it are tried with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from ...engine.ops import relu, sigmoid, softplus, tanh
from ..judging.judge import COUNT, SAMPLES, Claim, close, holds
from ..judging.unjudged import lowered
from ..meaning.build import Model, points
from ..meaning.evaluate import Scope
from ..reading import parser
from ..reading.tree import Call, Derivative, Expression, Name, Negative, Sum
from ..report.result import Explanation


class Case:
    """One wrong member, with points to try hypotheses on and others to confirm them."""

    def __init__(self, claim: Claim, tree: Expression, source: str, model: Model) -> None:
        self.claim, self.tree, self.source, self.model = claim, tree, source, model
        self.trial = points(model, 2, SAMPLES, seed=21, lone=True)
        self.fresh = points(model, COUNT, SAMPLES, seed=22, lone=True)

    def is_about(self, label: str) -> bool:
        """Whether the claim is about a derivative of a node, by a fraction or a name like dz."""
        match self.claim.anchor:
            case Derivative(of=Name() as of):
                return of.label == label
            case Derivative(of=Call() as of):
                return of.function == label
        return True

    def right(self, tree: Expression) -> bool:
        """Whether another tree would be right."""
        return holds(self.claim, tree, self.trial) and holds(self.claim, tree, self.fresh)

    def confirmed(self, repair: str) -> str:
        """Return a repaired formula if, read again, it is right; else ""."""
        if not repair:
            return ""
        scope = self.trial[0][0]
        try:
            tree = parser.read(repair, frozenset(scope.functions), frozenset(scope.nodes))
        except parser.ReadError:
            return ""
        return repair if self.right(lowered(tree)) else ""

    @cached_property
    def pairs(self) -> list[tuple[float, float, Scope]]:
        """The (claimed, true, scope) at each point."""
        scopes = [point[0] for point in (*self.trial, *self.fresh)]
        return [(self.claim.value(self.tree, s), self.claim.truth(s), s) for s in scopes]

    @cached_property
    def quantities(self) -> dict[str, list[float]]:
        """The known quantities at each point, by how they are written; not everywhere 0."""
        tables = [dict(_quantities(scope)) for _, _, scope in self.pairs]
        found = {name: [table[name] for table in tables] for name in tables[0]}
        return {name: values for name, values in found.items() if any(values)}

    def all_close(
        self, sides: Callable[[float, float, float], tuple[float, float]], values: Sequence[float]
    ) -> bool:
        """Whether the two sides(claimed, true, value) agree at every point."""
        return all(close(*sides(c, t, x)) for (c, t, _), x in zip(self.pairs, values, strict=True))

    @property
    def latex(self) -> bool:
        """Whether the author writes LaTeX rather than Python."""
        return "\\" in self.claim.formula.latex

    @property
    def bracketed(self) -> str:
        """The author's formula as a factor: in brackets if it is a sum or has a minus sign."""
        bare = not isinstance(self.tree, (Sum, Negative)) or self.source.startswith(
            ("(", r"\left(")
        )
        return self.source if bare else f"({self.source})"

    def times(self, x: str, y: str) -> str:
        """Write x y in the author's notation."""
        return f"{x} {y}" if self.latex else f"{x} * {y}"

    def over(self, x: str, y: str) -> str:
        """Write x / y in the author's notation."""
        return rf"\frac{{{x}}}{{{y}}}" if self.latex else f"({x})/({y})"


def _quantities(scope: Scope) -> Iterator[tuple[str, float]]:
    """Yield the known quantities: each node's value, 1 minus it, and each slope sigma'(z)."""
    for label, node in scope.nodes.items():
        if label == scope.loss:
            continue
        if node.op in (sigmoid, tanh, relu, softplus):
            (z,) = node.inputs
            name = {sigmoid: r"\sigma", tanh: r"\tanh"}.get(node.op, node.op.name)
            written = f"{label} (1 - {label})" if node.op is sigmoid else f"(1 - {label}^2)"
            if z.label or node.op in (sigmoid, tanh):
                yield f"{name}'({z.label})" if z.label else written, node.partials[0]
            if node.op is sigmoid:  # the slope of the other one
                yield f"(1 - {label}^2)", 1 - node.data**2
            elif node.op is tanh:
                yield f"{label} (1 - {label})", node.data * (1 - node.data)
        yield label, node.data
        yield f"(1 - {label})", 1 - node.data


Hypothesis: TypeAlias = Callable[[Case], Iterator[Explanation]]
