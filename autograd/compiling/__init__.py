"""`compile`: a recorded graph as a program that runs on arrays, or as straight-line Python.

program = compile(L, [xs, ys])      # the graph of one sample's loss
program(X, Y)                       # the losses of all samples
program.backward()                  # program.gradient, in the order of program.parameters
print(program)                      # backprop as one would write it by hand
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, overload

from ..engine.value import Value

if TYPE_CHECKING:
    from .program import Program
    from .straight_line import StraightLineProgram


Root = Value | Sequence[Value]
Inputs = Sequence[Value | Sequence[Value]]


@overload
def compile(  # noqa: A001
    root: Root,
    inputs: Inputs,
    parameters: Sequence[Value] | None = None,
    *,
    keep: Sequence[Value] = (),
    arrays: Literal[True] = True,
) -> Program: ...


@overload
def compile(  # noqa: A001
    root: Root,
    inputs: Inputs,
    parameters: Sequence[Value] | None = None,
    *,
    keep: Sequence[Value] = (),
    arrays: Literal[False],
) -> StraightLineProgram: ...


def compile(  # noqa: A001  (the name says it)
    root: Root,
    inputs: Inputs,
    parameters: Sequence[Value] | None = None,
    *,
    keep: Sequence[Value] = (),
    arrays: bool = True,
) -> Program | StraightLineProgram:
    """Return the graph of `root` as a NumPy program that computes for many samples at once.

    root        the node of one sample's loss; a list of nodes gives a program without a gradient
    inputs      leaves, and lists of leaves: the program takes an array of m numbers for each
                leaf, and one of shape (m, n) for each list of n
    parameters  the leaves that all samples share, by which `backward` differentiates; if not
                given, all others that have a label.  Leaves without one are constants.  Without
                parameters the derivatives are by the inputs.
    keep        nodes without a label whose values are wanted afterwards; those with one are kept
    arrays      if False, the program is straight-line Python for one sample, without NumPy: it
                takes a number for each leaf, and a list of n for each list

    What is assumed: the graph is the same for every sample.  Where Python decided by the data
    while it was recorded (`if x > 0`), the program goes the way that the graph went; nothing can
    tell it.  relu, maximum and absolute are nodes, and as they should be.

    The program computes with its own `weights`: what is written to a parameter's `.data` later is
    used after `program.load()`.  Constants are what they were when it was compiled.

    Matrices are found, not declared: nodes that combine the same inputs become one product, equal
    operations side by side one array operation.  Results agree with the graph's to rounding; where
    an array meets a number outside a domain, a NaN or an infinity, the graph itself computes, and
    its DomainError tells the sample.

    >>> from autograd import Value, compile
    >>> w, x, y = (Value(0.0, label=name) for name in "wxy")
    >>> program = compile((w * x - y) ** 2, [x, y])
    >>> program([1.0, 2.0], [3.0, 4.0]).tolist()
    [9.0, 16.0]
    >>> program.backward()
    >>> program.gradient
    array([-22.])
    """
    from .signature import Signature

    signature = Signature(root, inputs, parameters, keep)
    if not arrays:
        from .straight_line import StraightLineProgram

        return StraightLineProgram(signature)
    from .program import Program

    return Program(signature)
