r"""Which names are derivatives of the loss without a definition that says so: dW, \delta, dz^{(i)}.

A \delta is none where it is a difference, x's distance from m_x, or says not of which layer it is.
"""

from __future__ import annotations

from functools import cached_property

from ..reading.chains import parts_in
from ..reading.tree import Call, Name, Negative, Sum
from .index import SAMPLES
from .law import has_linear_output
from .stated import StatedLaws


class SlopeNames(StatedLaws):
    """The laws of a document, and what is a slope by its name.

    bases  those of the names that a document has
    """

    bases: set[str]

    def is_slope(self, name: Name) -> bool:
        r"""Whether a name is the loss's derivative by another: dW, \delta without a definition."""
        if any(law.label == name.label for law in self.laws):
            return False
        if name.base == r"\delta":
            inner = {"z", "a", "Z"} & self.bases - self._actions
            return (
                bool(inner)
                and name.label not in self._differences
                and not self._is_of_no_layer(name)
            )
        if len(name.base) < 2 or name.base[0] != "d":
            return False
        numbered = SAMPLES in self.indices.use(name).symbol[1]  # dz^{(i)} of the columns of Z
        return name.base[1:] in self.bases or (numbered and name.base[1:].upper() in self.bases)

    @cached_property
    def _actions(self) -> frozenset[str]:
        r"""The bases of what a policy chooses: a of \pi(a | s)."""
        parts = parts_in(self.formulas)
        return frozenset(
            part.arguments[0].base for part in parts
            if isinstance(part, Call) and part.function.startswith(r"\pi") and part.arguments
            and isinstance(part.arguments[0], Name)
        )  # fmt: skip

    @cached_property
    def _differences(self) -> frozenset[str]:
        r"""What is a difference of two of the same kind: \delta_x = m_x - x."""
        found = set()
        for formula in self.formulas:
            match formula.trees[:2]:
                case [Name(sub=of) as left, Sum(terms=(Name() as one, Negative(of=Name() as two)))]:
                    pair = one.sub == of == two.base or two.sub == of == one.base
                    found |= {left.label} if of and (pair or one.base == of == two.base) else set()
        return frozenset(found)

    def _is_of_no_layer(self, name: Name) -> bool:
        r"""Whether a \delta does not say of which of several layers it is: it is what it is set to.

        That is a lone one, or \delta_{out} where there is no z_{out}; and \delta_{\tilde h}.
        """
        if name.sub.startswith("\\") and "{" in name.sub and not name.layer:
            return True
        if name.layer or (name.sub and not name.sub.isalpha()) or len(name.sub) == 1:
            return False
        before = {x.body.arguments[0] for x in self.laws
                  if isinstance(x.body, Call) and len(x.body.arguments) == 1}  # fmt: skip
        inner = [x for x in before if isinstance(x, Name)]
        several = len(inner) > 1 or (inner and has_linear_output(self.laws))
        return bool(several) and not (name.sub and name.sub in {x.sub for x in inner})
