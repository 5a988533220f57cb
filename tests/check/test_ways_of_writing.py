r"""Ways of writing of other fields and countries: each text with a claim that is right and a slip.

What is true of each is worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

RAMP = r"The unit is $a = \max(0, z)$ with $z = w x + b$. "
COUNTS = (
    r"$$J = \frac12 \sum_{i,j} f(C_{ij}) (u_i^T v_j - \log C_{ij})^2$$ with "
    r"$f(x) = (x/\kappa)^{\alpha}$ if $x < \kappa$, and $1$ otherwise. "
    r"$$diff_{ij} = u_i^T v_j - \log C_{ij}$$ "
)
STEP = r"$q(t) = t^3$ if $t < 2$ and $q(t) = 8$ otherwise. "
LAYERS = (
    r"$$E = -\sum_{p=1}^m \sum_{k=1}^K y_k^{(p)} \log(q_k^{(p)})$$ "
    r"$$q_k^{(p)} = softmax(s^{(p,2)})_k$$ "
    r"$$(s^{(p,2)})_j = \sum_i w_{ij} (s^{(p,1)})_i$$ "
)
TENS = (
    r"$$\log(q_k) = \frac{\ln(q_k)}{\ln(10)}$$ $$q_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$ "
    r"$$E = -\sum_k y_k \log(q_k)$$ with one-hot $y$. "
)
CLASSES = (
    r"$$z^{(O)} = W^{(O)} a^{(H)} + b^{(O)}$$ $$a^{(H)} = g(W^{(H)} x + b^{(H)})$$ "
    r"$$f(x) = a^{(O)} = \text{softmax}(z^{(O)})$$ Put $a^{(H)} = g(z^{(H)})$; the loss is "
    r"$l(f(x), y)$ with $\frac{\partial l(f(x), y)}{\partial b^{(O)}_i}"
    r" = \frac{\partial l(f(x), y)}{\partial z^{(O)}_i}$. "
)
BEFORE = r"\frac{\partial l(f(x), y)}{\partial z^{(H)}_i}"
AGAIN = r"The output is $a = \tanh(W x + b)$, the loss $L$. We write $a = \tanh(z)$. "
DEEP = (
    r"$$z^l = w^l a^{l-1} + b^l$$ $$a^l = \sigma(z^l)$$ "
    r"$$\delta^l = \frac{\partial C}{\partial z^l}$$ "
)
PARTS = (
    r"$$z = \mu + \epsilon \odot e^s$$ $$L = L_{rec} + \beta L_{KL}$$ "
    r"$$L_{KL} = \frac12 \sum_i (\mu_i^2 + e^{2 s_i} - 2 s_i - 1)$$ "
    r"$$\frac{\partial L}{\partial \mu} = \frac{\partial L_{rec}}{\partial z} + \beta \mu$$ "
)
RIDGE = (
    r"On observe $Y = X\beta + \varepsilon$. "
    r"\[ S(\beta) = \|\varepsilon\|^2 + \lambda \|\beta\|^2 \] Soit $A = {}^t\!XX + \lambda I_p$. "
)
RATINGS = (
    r"$L = \underset{u,i}\sum (p_{ui} - x_u^T y_i)^2 + \lambda \underset u \sum"
    r" \parallel x_u \parallel ^2$ "
)
UNBRACKETED = (
    r"$$q = \sigma(a), \quad a = W z + b$$ "
    r"$$L = -\sum_i x_i \log q_i + (1 - x_i) \log (1 - q_i) + \lambda \|W\|^2$$ "
)
COLONS = (
    r"A colon is the Frobenius product, $A:B = \operatorname{Tr}(A^T B)$. Let $R = X W - Y$. "
    r"$$\eqalign{ \phi &= R:R \cr d\phi &= 2\,R:dR \cr &= 2\,X^T R:dW \cr } $$ "
)
BY_Z, BY_S = (rf"\frac{{\partial L_{{rec}}}}{{\partial {x}}}" for x in "zs")
TOLD = [
    # a function that the prose gives by cases: max(0, z) has the slope 1 where z > 0
    (RAMP + r"Here $H(t)=1$ if $t > 0$ and $0$ otherwise. ",
     r"\frac{\partial a}{\partial w} = H(z) x", r"\frac{\partial a}{\partial w} = H(z) w"),
    (RAMP + r"où $H(x) = 1$ si $x>0$, et $0$ si $x<0$. ",
     r"\frac{\partial a}{\partial x} = H(z) w", r"\frac{\partial a}{\partial x} = H(-z) w"),
    (RAMP + r"where $s(t)$ is $1$ if $t > 0$ and $0$ if $t \le 0$. ",
     r"\frac{\partial a}{\partial b} = s(z)", r"\frac{\partial a}{\partial b} = s(z) b"),
    (RAMP + r"其中 $s(t)=1$（$t>0$），否则 $s(t)=0$。",
     r"\frac{\partial a}{\partial b} = s(z)", r"\frac{\partial a}{\partial b} = 2 s(z)"),
    # what begins with d is a name where it has an index and is defined; C_ij are counts, not < 0
    (COUNTS, r"\frac{\partial J}{\partial u_i} = \sum_j f(C_{ij}) diff_{ij} v_j",
     r"\frac{\partial J}{\partial u_i} = \sum_j f(C_{ij}) diff_{ij} u_i"),
    # (t^3)' = 3 t^2 below 2 alone
    (STEP + r"当 $t < 2$ 时 ", r"q'(t) = 3 t^2", r"q'(t) = 3 t^3"),
    # s^{(p,2)} without an index is what sample p has in layer 2, all entries of it
    (LAYERS, r"\frac{\partial E}{\partial (s^{(p,2)})_j} = softmax(s^{(p,2)})_j - y_j^{(p)}",
     r"\frac{\partial E}{\partial (s^{(p,2)})_j} = softmax(s^{(p,2)})_j - 1"),
    # what is between two equations, z in a = g(W x + b) and a = g(z), is W x + b
    (AGAIN, r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} x^T",
     r"\frac{\partial L}{\partial W} = x \frac{\partial L}{\partial z}^T"),
    (AGAIN, r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \odot (1 - a^2)",
     r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \odot (1 - a)"),
    # l(f(x), y) is a number; the prime at a matrix that is multiplied is a transpose
    (CLASSES, r"\nabla_{a^{(H)}} l(f(x), y) = \left(W^{(O)}\right)' \nabla_{z^{(O)}} l(f(x), y)",
     r"\nabla_{a^{(H)}} l(f(x), y) = -\left(W^{(O)}\right)' \nabla_{z^{(O)}} l(f(x), y)"),
    (CLASSES, r"\frac{\partial l(f(x), y)}{\partial W^{(H)}_{ij}} = x_j" + BEFORE,
     r"\frac{\partial l(f(x), y)}{\partial W^{(H)}_{ij}} = 2 x_j" + BEFORE),
    # the cost, of which nothing is said, is of the last layer alone
    (DEEP, r"\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)",
     r"\delta^l = ((w^{l+1})^T \delta^l) \odot \sigma'(z^l)"),
    # L_rec is of z: its slope by s is that by z times dz/ds = \epsilon e^s
    (PARTS, r"\frac{\partial L_{rec}}{\partial s} = " + BY_Z + r" \odot \epsilon e^s",
     r"\frac{\partial L_{rec}}{\partial s} = -" + BY_Z + r" \odot \epsilon e^s"),
    (PARTS, r"\frac{\partial L}{\partial s} = \beta (e^{2s} - 1) + " + BY_S,
     r"\frac{\partial L}{\partial s} = \frac{\partial L_{rec}}{\partial z} + \beta (e^{2s} - 1)"),
    # Y is observed, so \varepsilon = Y - X \beta; {}^t stands before what it transposes
    (RIDGE, r"\nabla S(\beta) = -2\,{}^t\!X(Y - X\beta) + 2\lambda\beta",
     r"\nabla S(\beta) = -2\,X(Y - X\beta) + 2\lambda\beta"),
    (RIDGE, r"\nabla^2 S(\beta) = 2\,{}^{t}XX + 2\lambda I_p",
     r"\nabla^2 S(\beta) = {}^{t}XX + 2\lambda I_p"),
    # A^{-2} is A^{-1} A^{-1}, for d(A^{-1}) = -A^{-1} dA A^{-1}
    (RIDGE, r"\frac{d}{d\lambda} A^{-1} = -A^{-2}", r"\frac{d}{d\lambda} A^{-1} = A^{-2}"),
    # what stands below a sum in \underset is what it runs over
    (RATINGS,
     r"\frac{\partial L}{\partial x_u} = 2 \lambda x_u - 2 \underset i \sum (p_{ui}-x_u^T y_i) y_i",
     r"\frac{\partial L}{\partial x_u} = -2 \underset{i}{\sum} (p_{ui} - x_u^T y_i) y_i"),
    # a sum goes on as far as its index does: d/da of x log q + (1 - x) log(1 - q) is x - q
    (UNBRACKETED,
     r"\frac{\partial L}{\partial a} = q - x", r"\frac{\partial L}{\partial a} = x - q"),
    (UNBRACKETED, r"\frac{\partial L}{\partial W} = (q - x) z^T + 2 \lambda W",
     r"\frac{\partial L}{\partial W} = (q - x) z^T"),
    # R:R is \|R\|_F^2, and \eqalign has rows
    (COLONS, r"\eqalign{ \frac{\partial \phi}{\partial W} &= 2\,X^T R \cr }",
     r"\eqalign{ \frac{\partial \phi}{\partial W} &= 2\,R X^T \cr }"),
    (COLONS, r"\frac{\partial \phi}{\partial Y} = -2 R", r"\frac{\partial \phi}{\partial Y} = 2 R"),
    (COLONS, r"\frac{\partial}{\partial X} (G:XW) = G W^T",
     r"\frac{\partial}{\partial X} (G:XW) = -G W^T"),
    # log_10 x = ln x / ln 10 has the slope 1/(x ln 10), and so has all that is made of it
    (TENS, r"\frac{\partial E}{\partial z_k} = \frac{1}{\ln 10} (q_k - y_k)",
     r"\frac{\partial E}{\partial z_k} = \frac{1}{\ln 10} (q_k + y_k)"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "right", "wrong"), TOLD)
def test_a_claim_is_judged_by_what_is_written(said: str, right: str, wrong: str) -> None:
    assert check_text(said + f"$${right}$$").equations[-1].status == "right"
    assert check_text(said + f"$${wrong}$$").equations[-1].status == "wrong"


def test_a_claim_about_one_case_of_a_function_holds_under_its_condition() -> None:
    """It is 3 t^2 where t < 2, and 0 beyond."""
    claim = check_text(STEP + r"$$q'(t) = 3 t^2$$").equations[-1].members[-1]
    assert (claim.status, claim.condition) == ("right-if", "t < 2")
    assert check_text(STEP + r"$$q'(t) = 3 t$$").equations[-1].status == "wrong"


def test_a_differential_of_a_name_with_an_index_stays_one() -> None:
    """Where out_i is a name, dout_i is the derivative of the loss by it."""
    text = r"$out_i = w x_i$, $E = \frac12 \sum_i (out_i - y_i)^2$. $$dout_i = out_i - y_i$$"
    assert check_text(text).equations[-1].status == "right"


def test_a_prime_that_may_be_a_name_of_its_own_is_no_transpose() -> None:
    """The next state S' = A S stands alone: what S' B is, is not said."""
    text = r"$$S' = A S$$ $$J = \mathrm{tr}(S' B)$$ $$\frac{\partial J}{\partial B} = S$$"
    assert check_text(text).equations[-1].status != "right"


FOUR = (
    r"$$\delta^L = \nabla_a C \odot \sigma'(z^L)$$ "
    r"$$\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)$$ "
)


def test_equations_of_layers_that_nothing_defines_hold_under_what_is_usual() -> None:
    r"""By z^l = w^l a^{l-1} + b^l, which the text does not say: no slip is called wrong for it."""
    claim = r"$$\frac{\partial C}{\partial w^l_{jk}} = a^{l-1}_k \delta^l_j$$"
    members = [e.members[-1] for e in check_text(FOUR + claim).equations]
    assert [m.status for m in members] == ["right-if"] * 3
    assert "z^{(l)} = w^{(l)} * a^{(l-1)}" in members[-1].condition
    slip = r"$$\frac{\partial C}{\partial w^l_{jk}} = -a^{l-1}_k \delta^l_j$$"
    assert check_text(FOUR + slip).equations[-1].status == "unknown-name"


def test_equations_of_layers_that_are_defined_need_no_condition() -> None:
    said = r"$$z^l = w^l a^{l-1}$$ $$a^l = \sigma(z^l)$$ "
    assert [e.status for e in check_text(said + FOUR).equations[-2:]] == ["right", "right"]


def test_small_changes_beside_a_product_that_is_a_number_are_judged_as_such() -> None:
    """There dR is X dW, and 2 R : dR no product of gradients: phi changes by 2 X^T R : dW."""
    for claimed, right in ((COLONS, True), (COLONS.replace("2\\,X^T", "3\\,X^T"), False)):
        (found,) = [e for e in check_text(claimed).equations if "d\\phi" in e.latex]
        assert (found.status == "right") is right
