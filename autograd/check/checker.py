"""Check a document, or claims about a graph: read, build, judge, diagnose."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..ops import DomainError
from ..value import Value
from . import parser
from .build import LOSSES, Definition, Forward, Graph, Model, definition_of, points
from .diagnose import diagnose
from .edits import subtrees
from .evaluate import MeaningError, Scope, evaluate, names_in
from .judge import (
    COUNT,
    SAMPLES,
    Claim,
    close,
    condition,
    free_argument,
    holds,
    is_numeric,
    readings,
    repairs_of_forward,
)
from .layered.document import LayeredDocument
from .layered.judge import LayeredJudge
from .numbers import Arithmetic
from .result import (
    ASSIGNMENT,
    DEFINITION,
    NO_POINT,
    NOT_A_CLAIM,
    RIGHT,
    RIGHT_IF,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Explanation,
    Member,
    Repair,
    Report,
    Witness,
)  # fmt: skip
from .tree import Call, Derivative, Expression, Formula, Name, Unread

ARROWS = (r"\to", "→", r"\rightarrow", r"\longrightarrow")
STEPS = (r"\eta", r"\alpha", r"\lambda", "lr", "eta", "alpha", r"\epsilon", r"\gamma")

LAYERED = "layered"


def check_claims(root: Value, claims: Mapping[Any, Any] | Sequence[str]) -> Report:
    """Check claims about a graph; see `autograd.check`."""
    if not isinstance(claims, Mapping):
        formulas = [parser.read_formula(text) for text in claims]
        return Checker(formulas, root).report()
    equations = []
    for key, claim in claims.items():
        left = f"d({key[0]}, {key[1]})" if isinstance(key, tuple) else str(key)
        if callable(claim):
            equations.append(_check_callable(root, left, claim))
        else:
            formula = parser.read_formula(f"{left} = {claim}")
            equations += Checker([formula], root).report().equations
    for number, equation in enumerate(equations, 1):
        equation.id = str(number)
    return Report(equations, claims=len(equations))


class Checker:
    """The check of one document."""

    def __init__(self, formulas: Sequence[Formula], root: Value | None = None) -> None:
        self.formulas = list(formulas)
        self.arithmetic = Arithmetic()
        self.forward = Forward()
        self.layered = LayeredJudge(LayeredDocument(self.formulas if root is None else []))
        self.kinds = [self._kind(formula) for formula in self.formulas]
        self.model: Model = Graph(root) if root is not None else self.forward
        self.problem = ""
        try:
            self.at = points(self.model, COUNT, SAMPLES, seed=1)
        except MeaningError as error:
            self.problem, self.at = str(error), []
        claimed = [f for f, kind in zip(self.formulas, self.kinds, strict=True) if kind == "claim"]
        self.claims = [Claim(f) for f in claimed if self._any_read(f)]

    @staticmethod
    def _any_read(formula: Formula) -> bool:
        return any(not isinstance(m.tree, Unread) for m in formula.members)

    def report(self) -> Report:
        """Judge everything."""
        partials = [c for c in self.claims if isinstance(c.anchor, Derivative)]
        counts = readings(partials, self.at) if partials and self.at else {}
        self.repaired: Forward | None = None
        repairs = self._repairs(partials, counts) if self.at else []
        equations = []
        for number, (formula, kind) in enumerate(zip(self.formulas, self.kinds, strict=True), 1):
            members = self._members(formula, kind)
            name = formula.id or str(number)
            equations.append(Equation(name, formula.latex, formula.line, members))
        if self.layered.partials:
            counts["per sample"] = counts.get("per sample", 0) + self.layered.held
        return Report(equations, counts, repairs, len(partials) + self.layered.partials)

    # --- what kind of formula ---

    def _kind(self, formula: Formula) -> str:
        trees = [m.tree for m in formula.members]
        if len(trees) < 2 or any(m.relation in ARROWS for m in formula.members):
            return NOT_A_CLAIM
        read = [t for t in trees if not isinstance(t, Unread)]
        if len(read) == len(trees) and all(is_numeric(t) for t in read):
            return "number"
        if _is_update(formula):
            return ASSIGNMENT
        if self.layered.owns(formula):
            return LAYERED
        derivatives = any(_has_derivative(t) for t in read)
        definition = None if derivatives else definition_of(formula)
        rule = free_argument(formula) is not None  # sigma'(x) = ..., for any x
        if definition is not None and (not rule or definition.label in LOSSES):
            return self._defined(definition, formula)
        return "claim"

    def _inner(self, definition: Definition, formula: Formula) -> list[Definition]:
        """Return what a = g(z) = g(w x + b) says of z, where nothing has defined it before."""
        if len(formula.members) < 3:
            return []
        outer, explicit = definition.body, formula.members[2].tree
        match outer, explicit:
            case Call(arguments=(Name() as z,)), Call(arguments=(body,)):
                if outer.function == explicit.function and z.label not in self.forward.labels:
                    return [Definition(z.label, body)]
        return []

    def _defined(self, definition: Definition, formula: Formula) -> str:
        known = next((d for d in self.forward.definitions if d.label == definition.label), None)
        if known is None:
            self.forward.definitions += [definition, *self._inner(definition, formula)]
            return DEFINITION
        return DEFINITION if known.body == definition.body else "claim"

    # --- judging ---

    def _members(self, formula: Formula, kind: str) -> list[Member]:
        texts = [_reading(m.tree) for m in formula.members]
        if kind == "number":
            return self.arithmetic.judge(formula, texts)
        found = []
        claim = Claim(formula) if kind == "claim" and self._any_read(formula) else None
        for member, reading in zip(formula.members, texts, strict=True):
            result = Member(member.text, reading, kind, member.relation)
            if isinstance(member.tree, Unread):
                result.status = UNREADABLE
                place = parser.caret(member.text, member.tree.at)
                said = f"{member.tree.message}\n{place}"
                result.explanations.append(Explanation(UNREADABLE, said))
            elif claim is not None:
                self._judge(result, claim, member.tree)
            found.append(result)
        if kind == LAYERED:
            self.layered.judge(formula, found)
        if kind == DEFINITION and self.at:
            self._judge_definition(found, formula)
        return found

    def _judge_definition(self, found: list[Member], formula: Formula) -> None:
        """Judge what follows the first two members: a = sigma(z) = sigma(w x + b)."""
        claim = Claim(formula)
        for result, member in list(zip(found, formula.members, strict=True))[2:]:
            if not isinstance(member.tree, Unread):
                self._judge(result, claim, member.tree)
                if result.status == RIGHT:
                    result.status = DEFINITION

    def _judge(self, result: Member, claim: Claim, tree: Expression) -> None:
        if not self.at:
            result.status = NO_POINT
            why = self.problem or "there is no graph to judge it against: no forward equations"
            result.explanations.append(Explanation("no graph", why))
            return
        scope = self._free_scope(claim, self.at[0][0])
        error = _meaning(tree, claim, scope) or _meaning(claim.anchor, claim, scope)
        if error is not None:
            result.status = UNKNOWN if error.name else UNREADABLE
            result.explanations.append(Explanation(result.status, str(error)))
        elif scope is not self.at[0][0]:
            result.status = RIGHT if self._identity(claim, tree) else WRONG
        elif holds(claim, tree, self.at):
            result.status = RIGHT
        else:
            self._explain(result, claim, tree)

    def _explain(self, result: Member, claim: Claim, tree: Expression) -> None:
        model, at = self.model, self.at
        if self.repaired is not None:
            model, at = self.repaired, points(self.repaired, COUNT, SAMPLES, seed=6)
            if holds(claim, tree, at):
                result.condition = condition(claim, tree, self.model)
                result.status = RIGHT_IF if result.condition else WRONG
                result.witness = _witness(claim, tree, self.at[0][0])
                result.explanations.append(
                    Explanation("forward pass", "it is right once the forward pass is put right")
                )
                return
        result.condition = condition(claim, tree, model)
        result.status = RIGHT_IF if result.condition else WRONG
        result.witness = _witness(claim, tree, at[0][0])
        result.explanations += diagnose(claim, tree, result.text, model)

    def _free_scope(self, claim: Claim, scope: Scope) -> Scope:
        """Return a scope in which the x of a general rule about a function is a free variable."""
        free = free_argument(claim.formula)
        if free is None or free.label in scope.nodes:
            return scope
        nodes = {**scope.nodes, free.label: Value(0.7, free.label)}
        return Scope(nodes, scope.functions, scope.loss, scope.constants)

    def _identity(self, claim: Claim, tree: Expression) -> bool:
        free = free_argument(claim.formula)
        assert free is not None
        values = (-1.3, -0.7, 0.4, 0.9, 1.2, 2.1)
        scopes = [[Scope({free.label: Value(v, free.label)}, {})] for v in values]
        return holds(claim, tree, scopes)

    # --- the forward pass ---

    def _repairs(self, partials: Sequence[Claim], counts: Mapping[str, int]) -> list[Repair]:
        """Find one-name changes of the forward equations that make more claims right."""
        before = counts.get("per sample", 0)
        if not isinstance(self.model, Forward) or before == len(partials):
            return []
        found = []
        for label, changed, right in repairs_of_forward(self.model, partials):
            if self.repaired is None:
                self.repaired = changed
            old, new = (
                f"{label} = {parser.write(next(d.body for d in f.definitions if d.label == label))}"
                for f in (self.model, changed)
            )
            found.append(Repair(old, new, before, right, len(partials)))
        return found


def _check_callable(root: Value, left: str, claim: Callable[..., float]) -> Equation:
    """Judge a callable whose parameters are labels."""
    formula = parser.read_formula(f"{left} = 0")
    tree = formula.members[0].tree
    text = getattr(claim, "__name__", "callable")
    member = Member(text, text, RIGHT)
    equation = Equation("", f"{left} = {text}", 1, [Member(left, left, RIGHT), member])
    assert not isinstance(tree, Unread)
    names = list(inspect.signature(claim).parameters)
    at = points(Graph(root), COUNT, 1, seed=1)
    if not at:
        member.status = NO_POINT
    for (scope,) in at:
        try:
            values = [scope.node(Name(*_label_parts(name))).data for name in names]
            claimed, true = float(claim(*values)), float(evaluate(tree, scope))
        except MeaningError as error:
            member.status = UNKNOWN
            member.explanations.append(Explanation(UNKNOWN, str(error)))
            return equation
        if not close(claimed, true):
            member.status = WRONG
            member.witness = Witness(_leaves(scope), claimed, true)
            return equation
    return equation


def _label_parts(name: str) -> tuple[str, str]:
    tree = parser.read(name)
    return (tree.base, tree.sub) if isinstance(tree, Name) else (name, "")


def _reading(tree: Expression | Unread) -> str:
    return "" if isinstance(tree, Unread) else parser.write(tree)


def _meaning(tree: Expression, claim: Claim, scope: Scope) -> MeaningError | None:
    try:
        claim.enter(scope)
        evaluate(tree, scope)
    except MeaningError as error:
        return error
    except (DomainError, OverflowError):
        return None
    return None


def _has_derivative(tree: Expression) -> bool:
    return any(isinstance(part, Derivative) for part in subtrees(tree))


def _is_update(formula: Formula) -> bool:
    r"""Tell W = W - \\eta dL/dW, an assignment, from an equation."""
    left = formula.members[0].tree
    if not isinstance(left, Name):
        return False
    trees = [m.tree for m in formula.members[1:] if not isinstance(m.tree, Unread)]
    names = [name for tree in trees for name in names_in(tree)]
    again = any(n.base == left.base and (n.label == left.label or left.sub or n.sub) for n in names)
    return again and any(n.base in STEPS for n in names)


def _leaves(scope: Scope) -> dict[str, float]:
    return {label: v.data for label, v in scope.nodes.items() if v.op is None}


def _witness(claim: Claim, tree: Expression, scope: Scope) -> Witness | None:
    try:
        return Witness(_leaves(scope), claim.value(tree, scope), claim.truth(scope))
    except (DomainError, OverflowError):
        return None
