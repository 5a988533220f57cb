"""What each verdict and each explanation means, each with an example."""

from __future__ import annotations

from typing import NamedTuple

from autograd import check_text
from autograd.checking.report import words

NEURON = "$z = w x + b$, $a = \\sigma(z)$, $L = \\frac{1}{2} (a - y)^2$"
LINE = "$z = w x + b$, $L = (z - y)^2$"
SQUARES = "$L = \\frac{1}{2} \\|X w - y\\|^2$"
HIDDEN = r"$h = \tanh(u x + b)$, $z = v h$, $L = (z - y)^2$"

LOSS = r"-(y \log a_2 + (1 - y) \log(1 - a_2))"
TEXTBOOK = (
    rf"$z_1 = w_1 x + b_1$, $a_1 = \sigma(z_1)$, $z_2 = w_2 x + b_2$, "
    rf"$a_2 = \sigma(z_2)$, $L = {LOSS}$, "
    r"$\frac{dL}{dz_2} = a_2 - y$, $\frac{dL}{dw_2} = (a_2 - y) a_1$, "
    r"$\frac{dL}{da_1} = (a_2 - y) w_2$, $\frac{dL}{dz_1} = (a_2 - y) w_2 \sigma'(z_1)$"
)


class Example(NamedTuple):
    """A verdict or a kind of explanation: what it means, the forward pass, the line about it."""

    name: str
    meaning: str
    before: str
    line: str

    @property
    def document(self) -> str:
        """The text that is checked."""
        return f"{self.before}\n\n$${self.line}$$\n" if self.before else f"$${self.line}$$\n"


VERDICTS = (
    Example("right", "All sides agree, for any numbers that the text leaves open.",
            LINE, r"\frac{dL}{dw} = 2 (z - y) x"),
    Example("right-if", "Right under the condition that is named, such as m = 1 or M = M^T.",
            LINE, r"\frac{dL}{dw} = \frac{1}{m} 2 (z - y) x"),
    Example("wrong", "The sides differ at the point that is shown.",
            LINE, r"\frac{dL}{dw} = (z - y) x"),
    Example("unreadable", "A side could not be read; a caret shows where.",
            LINE, r"\frac{dL}{dw} = 2 (z - y x"),
    Example("unknown-name", "It cannot be judged, because nothing says what a name is.",
            LINE, r"\frac{dL}{dw} = 2 (z - y) q"),
    Example("no-valid-point", "There are no numbers at which both sides have a value.",
            r"$L = \log(-x^2)$", r"\frac{dL}{dx} = \frac{2}{x}"),
    Example("definition", "It says what a name is: nothing to judge. The next lines rely on it.",
            "", "z = w x + b"),
    Example("assignment", "A step of an algorithm, such as gradient descent: it claims nothing.",
            LINE, r"w \leftarrow w - \eta \frac{dL}{dw}"),
    Example("not-a-claim", "A relation that claims no equality.",
            LINE, r"\frac{dL}{dw} \to 0"),
    Example("says-nothing", "Both sides are written alike: true of anything.",
            LINE, r"\frac{dL}{dw} = \frac{dL}{dw}"),
    Example("set-aside", "It is about something else. `--strict` makes it a failure.",
            LINE + r", $\frac{dL}{dw} = 2 (z - y) x$", "E = m c^2"),
)  # fmt: skip
"""Every status of an equation."""

EXPLANATIONS = (
    Example("sign", "The sign of the whole, of a term or of a factor.",
            NEURON, r"\frac{dL}{da} = y - a"),
    Example("constant factor", "A number is missing, too many or another: 2, 1/2, 1/m.",
            LINE, r"\frac{dL}{dz} = z - y"),
    Example("missing factor", "A factor of the chain is missing.",
            NEURON, r"\frac{dL}{dw} = (a - y) \sigma'(z)"),
    Example("extra factor", "A factor is too many.",
            NEURON, r"\frac{dL}{db} = (a - y) \sigma'(z) x"),
    Example("missing term", "A term of a sum is missing.",
            SQUARES, r"\frac{\partial L}{\partial w} = X^T X w"),
    Example("extra term", "A term of a sum is too many.",
            "$u = x^2 + 3 x + 5$", r"\frac{du}{dx} = 2 x + 3 + 5"),
    Example("wrong term", "A term, as a whole, should be another.",
            r"$f(x) = x^3 + \sin x$", r"f'(x) = 2 x^2 + \cos x"),
    Example("wrong name", "One name stands where another belongs.",
            HIDDEN, r"\frac{dL}{du} = 2 (z - y) u (1 - h^2) x"),
    Example("wrong number", "One number stands where another belongs.",
            NEURON, r"\frac{dL}{dw} = (a - y) a (2 - a) x"),
    Example("derivative", "A function stands for its derivative, or the other way round.",
            NEURON, r"\frac{dL}{dz} = (a - y) \sigma(z)"),
    Example("complement", "1 - a for a, or the other way round.",
            NEURON, r"\frac{dL}{dz} = (a - y) (1 - a) (1 - a)"),
    Example("exponent", "A power is missing, too many or another.",
            HIDDEN, r"\frac{dL}{du} = 2 (z - y) v (1 - h) x"),
    Example("upside down", "A fraction is turned over.",
            r"$L = -(y \log a + (1 - y) \log(1 - a))$",
            r"\frac{dL}{da} = -\frac{a}{y} + \frac{1 - y}{1 - a}"),
    Example("brackets", "Brackets are missing.",
            SQUARES, r"\frac{\partial L}{\partial w} = X^T X w - y"),
    Example("wrong rule", "A rule that people make up: that (u v)' is u' v', or (u/v)' is u'/v'.",
            "$f(x) = x e^x$", "f'(x) = e^x"),
    Example("one path", "One path from the loss is counted, another is not.",
            "$a = w x$, $b = v + w$, $L = a b$", r"\frac{dL}{dw} = b x"),
    Example("missing sum", "The sum over an index is missing.",
            r"$y_k = \sum_j v_{kj} z_j$, $E = \frac{1}{2} \sum_k (y_k - t_k)^2$",
            r"\frac{\partial E}{\partial z_j} = (y_k - t_k) v_{kj}"),
    Example("mean of products", "A mean of products is no product of means.",
            r"$z^{(i)} = w x^{(i)} + b$, $a^{(i)} = \sigma(z^{(i)})$, "
            r"$J = -\frac{1}{m} \sum_{i=1}^m "
            r"(y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}))$",
            r"\frac{\partial J}{\partial w} = \left(\frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)})"
            r"\right) \left(\frac{1}{m} \sum_{i=1}^m x^{(i)}\right)"),
    Example("diagonal", "Only the entries i = j of a matrix are right, or only those are missing.",
            r"$p_i = \frac{e^{s_i}}{\sum_j e^{s_j}}$",
            r"\frac{\partial p_i}{\partial s_j} = p_i (1 - p_i)"),
    Example("transpose", "A matrix must be transposed, or must not.",
            SQUARES, r"\frac{\partial L}{\partial w} = X (X w - y)"),
    Example("order", "Matrices stand in the wrong order.",
            SQUARES, r"\frac{\partial L}{\partial w} = (X w - y) X^T"),
    Example("product", "An entrywise product stands for a matrix product, or the other way round.",
            SQUARES, r"\frac{\partial L}{\partial w} = X^T \odot (X w - y)"),
    Example("other derivative", "It is the derivative by something else.",
            NEURON, r"\frac{dL}{dx} = (a - y) \sigma'(z) x"),
    Example("other loss", "It would be right for another loss.",
            r"$a = \sigma(z)$, $L = -(y \log a + (1 - y) \log(1 - a))$", r"\frac{dL}{da} = a - y"),
    Example("other activation", "It would be right for another activation.",
            NEURON, r"\frac{dL}{dz} = (a - y) (1 - a^2)"),
    Example("zero", "It is 0: the one does not depend on the other.",
            "$u = 2 x$, $v = 3 y$, $L = u + v$", r"\frac{du}{dy} = 3"),
    Example("forward pass", "The forward pass has a slip: with that put right, the equation holds.",
            TEXTBOOK, r"\frac{dL}{db_1} = (a_2 - y) w_2 \sigma'(z_1)"),
    Example("arithmetic", "A number is not what the formula before it gives.",
            "", r"\sigma(0.31) = 0.75"),
    Example("follows", "A number follows from a wrong one before it; by itself it is right.",
            "$x = 0.5$, $w = 2$, $z = w x = 1.5$", r"\sigma(z) = 0.8176"),
    Example("no numbers", "A number is printed, but the text gives none for the names before it.",
            "$x = 2$, $z = w x$", "2 z = 1.4"),
    Example("unexplained", "It is wrong, and no single slip that is tried explains it.",
            NEURON, r"\frac{dL}{dw} = \cos(w) + a^3"),
)  # fmt: skip
"""The kinds of explanation."""
RARE = {
    "wrong factor": "the factor y should be x, inside a power, a call or a sum",
    "part": "with something else in place of the part that is named it would be right",
    "shapes": "matrices are multiplied or added that do not fit",
    "other quantity": "the whole should be another quantity",
}
"""Kinds that no short example shows."""


def verdicts() -> str:
    """Return a section for each verdict."""
    return "\n".join(_section(example) for example in VERDICTS)


def explanations() -> str:
    """Return a section for each kind of explanation."""
    rare = "".join(f"* **{name}**: {meaning}.\n" for name, meaning in RARE.items())
    sections = [_section(example) for example in EXPLANATIONS]
    return "\n".join([*sections, "### rarer ones", "", rare])


def _section(example: Example) -> str:
    equation = check_text(example.document).equations[-1]
    told = f"{words.mark(equation.status)} {words.sentence(equation)}"
    repairs = [words.repair(m) for m in equation.members if words.repair(m)]
    put_right = f"\nput right: {repairs[0]}" if repairs else ""
    before = f"{example.before}\n\n" if example.before else ""
    return (
        f"### {example.name}\n\n{example.meaning}\n\n"
        f"{before}$${example.line}$$\n\n```text\n{told}{put_right}\n```\n"
    )
