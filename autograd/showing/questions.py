"""Questions about a graph, drawn by a seed, with their answers: for a worksheet and for the page.

Levels: 1 values and local derivatives; 2 what one use of a node contributes to its gradient, from
the upstream gradient; 3 a whole gradient.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from ..formulas.written import Written, named, number_label
from .backward_steps import Step, steps
from .contribution import as_factor

Told: TypeAlias = tuple[str | Written, ...]
LEVELS = (1, 2, 3)
DATA = "xyt"  # letters by which inputs and targets go: their gradients are not asked for unbidden
DIGITS = 4  # significant, of what is given and of what is answered


class Question(NamedTuple):
    """What is asked, in words and formulas; the derivative's or node's name; the answer.

    steps    the contributions that it is about, as places among those of the backward pass
    working  how the answer is found: the sides of an equation
    """

    told: Told
    asked: Written
    answer: float
    working: Sequence[Written]
    steps: tuple[int, ...]


def questions(
    graph: NamedGraph, nodes: Sequence[Value], level: int, count: int, seed: int
) -> list[Question]:
    """Return `count` questions about these nodes, or as many as there are, in the passes' order."""
    if level not in LEVELS:
        raise ValueError(f"level must be 1, 2 or 3, got {level!r}")
    if missing := [v for v in nodes if v not in graph.place]:
        raise ValueError(f"quiz: {missing[0]!r:.60} is not in the graph")
    places = {graph.place[v] for v in nodes} or _worth_asking(graph)
    makers = {1: _forward, 2: _contributions, 3: _gradients}
    found = list(makers[level](graph, places))
    if not found:
        raise ValueError(f"quiz: there is nothing to ask of these nodes at level {level}")
    chosen = random.Random(seed).sample(range(len(found)), min(count, len(found)))
    return [found[k] for k in sorted(chosen)]


def _worth_asking(graph: NamedGraph) -> set[int]:
    """Return the nodes with a label that is not that of data, else all but constants."""
    labelled = {i for i, v in enumerate(graph.nodes) if v.label and v.label[0] not in DATA}
    inner = labelled - {len(graph.nodes) - 1}
    return labelled if inner else {i for i in range(len(graph.nodes)) if not graph.is_constant(i)}


# --- the three levels ---


def _forward(graph: NamedGraph, places: set[int]) -> Iterator[Question]:
    """Yield the values of nodes, and their local derivatives."""
    for i, v in enumerate(graph.nodes):
        if i not in places or not v.inputs:
            continue
        yield Question(
            ("What is the value of ", graph.name(i), "?"),
            graph.name(i), graph.data[i], [graph.formula(i), number(graph.data[i])], (),
        )  # fmt: skip
        formulas, used = graph.locals(i), set[int]()
        for slot, x in enumerate(graph.inputs[i][: graph.drawn(i)]):
            if graph.is_constant(x) or x in used or graph.inputs[i].count(x) > 1:
                continue
            used.add(x)
            name, p = graph.derivative(i, x), graph.partials[i][slot]
            middle = [formulas[slot]] if formulas[slot] not in (name, number(p)) else []
            yield Question(
                ("What is the local derivative of ", graph.name(i), " by ", graph.name(x), "?"),
                name, p, [*middle, number(p)], (),
            )  # fmt: skip


def _contributions(graph: NamedGraph, places: set[int]) -> Iterator[Question]:
    """Yield what each use of a node contributes to its gradient."""
    root = len(graph.nodes) - 1
    for k, step in enumerate(steps(graph)):
        if step.input not in places or graph.is_constant(step.input):
            continue
        upstream = graph.derivative(root, step.node)
        told: Told = (
            "What does ", graph.name(step.node), " contribute to ",
            graph.derivative(root, step.input), "? The upstream gradient is ",
            chain([upstream, number(step.upstream)]), ".",
        )  # fmt: skip
        asked = times(upstream, graph.derivative(step.node, step.input))
        yield Question(told, asked, step.contribution, sides(graph, step), (k,))


def _gradients(graph: NamedGraph, places: set[int]) -> Iterator[Question]:
    """Yield the whole gradient of each node, in the order in which they become complete."""
    root = len(graph.nodes) - 1
    uses: dict[int, list[tuple[int, Step]]] = {}
    for k, step in enumerate(steps(graph)):
        found = uses.pop(step.input, [])
        uses[step.input] = [*found, (k, step)]  # in the order of the last contribution
    for i, told in uses.items():
        if i not in places or graph.is_constant(i):
            continue
        name = graph.derivative(root, i)
        terms = [step for _, step in told]
        if len(terms) == 1:
            worked = sides(graph, terms[0])
        else:
            worked = [
                plus([_product(graph, step) for step in terms]),
                plus([number(step.contribution) for step in terms]),
                number(graph.adjoints[i]),
            ]
        yield Question(
            ("What is the gradient ", name, "?"),
            name, graph.adjoints[i], [_product(graph, terms[0])] * (len(terms) == 1) + worked,
            tuple(k for k, _ in told),
        )  # fmt: skip


def _product(graph: NamedGraph, step: Step) -> Written:
    """Return upstream times local as names."""
    root = len(graph.nodes) - 1
    return times(graph.derivative(root, step.node), graph.derivative(step.node, step.input))


def sides(graph: NamedGraph, step: Step) -> list[Written]:
    """Return upstream times local as formulas, in numbers, and the product."""
    root = len(graph.nodes) - 1
    upstream, local = graph.derivative(root, step.node), graph.locals(step.node)[step.slot]
    numbers = [times(number(step.upstream), number(step.local)), number(step.contribution)]
    if local in (graph.derivative(step.node, step.input), number(step.local)):
        return numbers
    return [times(upstream, local), *numbers]


# --- formulas put together ---


def number(x: float) -> Written:
    """Return a number with four significant digits."""
    return named(number_label(float(f"{x:.{DIGITS}g}")))


def times(left: Written, right: Written) -> Written:
    """Return a product, its factors in the brackets that they need."""
    left, right = (_bracketed(side) for side in (left, right))
    return _joined([left, right], " · ", r" \cdot ", "·")


def plus(terms: Sequence[Written]) -> Written:
    """Return a sum, its negative terms in brackets."""
    first, *rest = terms
    return _joined([first, *(_bracketed(t) if _is_negative(t) else t for t in rest)],
                   " + ", " + ", "+")  # fmt: skip


def chain(sides: Sequence[Written]) -> Written:
    """Return an equation of these sides."""
    return _joined(sides, " = ", " = ", "=")


def _joined(parts: Sequence[Written], text: str, latex: str, sign: str) -> Written:
    return Written(
        text.join(part.text for part in parts),
        latex.join(part.latex for part in parts),
        f"<mrow>{f'<mo>{sign}</mo>'.join(part.mathml for part in parts)}</mrow>",
    )


def _is_negative(formula: Written) -> bool:
    return formula.text.startswith(("-", "−"))


def _bracketed(formula: Written) -> Written:
    """Return a factor, in brackets where it is a sum or begins with a minus sign."""
    if as_factor(formula.text.replace("−", "-")) == formula.text:
        return formula
    return Written(
        f"({formula.text})",
        rf"\left({formula.latex}\right)",
        f"<mrow><mo>(</mo>{formula.mathml}<mo>)</mo></mrow>",
    )
