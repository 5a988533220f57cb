r"""Functions of what is counted, and policies: \pi(a | s) is one number for each action a.

The truth of each claim was found by hand and by central differences in NumPy.
"""

from __future__ import annotations

import pytest

from autograd import check_text

_SOFTMAX = (
    r"$\pi_\theta(u|s) = \frac{e^{\psi(s,u)^\top\theta}}{\sum_{v} e^{\psi(s,v)^\top\theta}}$. "
)
_TWO = r"$\pi(a=1\mid s,w) = \sigma(w^T s)$ and $\pi(a=0\mid s,w) = 1 - \sigma(w^T s)$. "


def _last(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ((r"\nabla_\theta \log \pi_\theta(u|s) = \psi(s,u) - \sum_v \pi_\theta(v|s)"
         r" \psi(s,v)"), "right"),
        ((r"\nabla_\theta \pi_\theta(u|s) = -\pi_\theta(u|s) \nabla_\theta \log"
         r" \pi_\theta(u|s)"), "wrong"),
        ((r"\nabla_\theta \log \pi_\theta(u|s) = \psi(s,u) -"
         r" \mathbb{E}_{\pi_\theta}[\psi(s,\cdot)]"), "right"),
        ((r"\nabla_\theta \log \pi_\theta(u|s) = \psi(s,u) -"
         r" E_{v\sim\pi_\theta(\cdot|s)}[\psi(s,v)]"), "right"),
        ((r"\nabla_\theta \log \pi_\theta(u|s) = \mathbb{E}_{\pi_\theta}[\psi(s,\cdot)] -"
         r" \psi(s,u)"), "wrong"),
        (r"\mathbb{E}_{u\sim\pi_\theta}[\nabla_\theta \log \pi_\theta(u|s)] = 0", "right"),
        (r"\sum_{u\in\mathcal{U}} \nabla_\theta \pi_\theta(u|s) = 0", "right"),
        ((r"\nabla_\theta \pi_\theta(u|s) = \pi_\theta(u|s) \nabla_\theta \log"
         r" \pi_\theta(u|s)"), "right"),
        ((r"\nabla_\theta \sum_u \pi_\theta(u|s) g(u) = \sum_u g(u) \pi_\theta(u|s)"
         r" \nabla_\theta \log \pi_\theta(u|s)"), "right"),
    ],
)  # fmt: skip
def test_what_a_sum_runs_over_is_an_index_of_functions(claim: str, status: str) -> None:
    assert _last(f"{_SOFTMAX} ${claim}$") == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\nabla_w \log \pi(a=1\mid s,w) = (1 - \sigma(w^T s)) s", "right"),
        (r"\nabla_w \log \pi(a=0\mid s,w) = \pi(a=1\mid s,w) s", "wrong"),
        (r"\nabla_w \log \pi(a\mid s,w) = (a - \sigma(w^T s)) s", "right"),
        (r"\nabla_w \log \pi(a\mid s,w) = (\sigma(w^T s) - a) s", "wrong"),
        (r"\sum_a \pi(a\mid s,w) \nabla_w \log \pi(a\mid s,w) = 0", "right"),
        (r"\nabla_{w}^2 \log \pi(a=0\mid s,w) = -\sigma(w^T s) (1 - \sigma(w^T s)) s s^T", "right"),
        (r"\nabla_{w}^2 \log \pi(a=0\mid s,w) = \sigma(w^T s) (1 - \sigma(w^T s)) s s^T", "wrong"),
        (r"\nabla_w J = \pi(a=1\mid s,w) \pi(a=0\mid s,w) (q(1) - q(0)) s", "right"),
        (r"\nabla_w J = \pi(a=1\mid s,w) \pi(a=0\mid s,w) (q(1) + q(0)) s", "wrong"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("both", [True, False])
def test_of_two_actions_one_says_what_the_other_is(claim: str, status: str, both: bool) -> None:
    text = _TWO if both else _TWO.partition(" and ")[0] + ". "
    text += r"The values $q(1)$, $q(0)$ give $J(w) = \sum_a \pi(a\mid s,w) q(a)$. "
    assert _last(f"{text} ${claim}$") == status


@pytest.mark.parametrize(
    ("claimed", "status"), [("(1 - p(1|x)) x", "right"), ("p(1|x) x", "wrong")]
)
def test_an_action_may_stand_as_a_number(claimed: str, status: str) -> None:
    text = r"$\pi(1|x) = \sigma(w^T x)$, $\pi(0|x) = 1 - \pi(1|x)$. $\nabla_w \log \pi(1|x) = "
    assert _last(text + claimed.replace("p(", r"\pi(") + "$") == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\nabla_w \log \pi(a|s) = \frac{a - \mu(s)}{\sigma^2} \phi(s)", "right"),
        (r"\nabla_w \log \pi(a|s) = \frac{a - \mu(s)}{\sigma} \phi(s)", "wrong"),
        ((r"\frac{\partial \log \pi(a|s)}{\partial \sigma} = \frac{(a-\mu(s))^2}{\sigma^3}"
         r" - \frac{1}{\sigma}"), "right"),
        ((r"\frac{\partial \log \pi(a|s)}{\partial \sigma} = \frac{(a-\mu(s))^2}{\sigma^3}"
         r" - 1"), "wrong"),
        (r"\frac{\partial}{\partial a} \log \pi(a|s) = -\frac{a-\mu(s)}{\sigma^2}", "right"),
        ((r"\log \pi(a|s) = -\frac{(a-\mu(s))^2}{2\sigma^2} - \log \sigma - \frac{1}{2}\log"
         r" 2\pi"), "right"),
        ((r"\log \pi(a|s) = -\frac{(a-\mu(s))^2}{2\sigma^2} - \log \sigma + \frac{1}{2}\log"
         r" 2\pi"), "wrong"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "said", [r"a \sim \mathcal{N}(\mu(s), \sigma^2)", r"\pi(a|s) = N(a \mid \mu(s), \sigma^2)"]
)
def test_the_action_of_a_normal_policy_is_a_number(said: str, claim: str, status: str) -> None:
    assert _last(rf"${said}$ with $\mu(s) = w^\top \phi(s)$. $${claim}$$") == status


@pytest.mark.parametrize(
    ("claimed", "status"),
    [(r"\Sigma^{-1} (x - \mu)", "right"), (r"\Sigma^{-1} (\mu - x)", "wrong")],
)
@pytest.mark.parametrize(
    "said", [r"x \sim \mathcal{N}(\mu, \Sigma)", r"p(x) = \mathcal{N}(x; \mu, \Sigma)"]
)
def test_a_normal_density_of_several_numbers(said: str, claimed: str, status: str) -> None:
    assert _last(rf"${said}$ in several dimensions: $\nabla_\mu \ln p(x) = {claimed}$") == status


@pytest.mark.parametrize(
    ("claimed", "status"),
    [(r"\frac{1}{\tau}", "right"), ("", "wrong"), (r"\tau", "wrong")],
)
@pytest.mark.parametrize("also", ["", r" Returns: $G_t = r_t + \gamma G_{t+1}$."])
def test_what_is_proportional_is_divided_by_its_sum(claimed: str, status: str, also: str) -> None:
    r"""\tau is a temperature, no number of steps, whatever else counts steps."""
    text = rf"""$p(u) \propto e^{{z_u / \tau}}$.{also}
$$\frac{{\partial \log p(u)}}{{\partial z_v}} = {claimed} (\mathbb{{1}}[u = v] - p(v))$$"""
    found = _last(text)
    assert found == status or (found == "no-valid-point" and (also or claimed))


def test_each_policy_of_several_has_its_own_meaning() -> None:
    text = rf"""{_SOFTMAX}
$$\nabla_\theta \log \pi_\theta(u|s) = \psi(s,u) - \sum_v \pi_\theta(v|s) \psi(s,v)$$
With a temperature, $\pi_\theta(u|s) \propto \exp(\psi(s,u)^\top\theta / \tau)$:
$$\nabla_\theta \log \pi_\theta(u|s)
= \frac{{1}}{{\tau}} (\psi(s,u) - \sum_v \pi_\theta(v|s) \psi(s,v))$$
A normal one, $u \sim \mathcal{{N}}(\theta^\top x, \kappa^2)$:
$$\nabla_\theta \log \pi_\theta(u|s) = \frac{{u - \theta^\top x}}{{\kappa^2}} x$$"""
    report = check_text(text)
    claims = [e.members[-1].status for e in report.equations if "nabla" in e.latex]
    assert claims == ["right"] * 3


def test_the_mean_of_a_number_is_no_sum_over_an_index() -> None:
    r"""Of f(x) = (w x - 1)^2 the sum over x depends on w; x p(x) holds x itself."""
    text = r"$f(x) = (w x - 1)^2$ and $L = \sum_x f(x)$. $\frac{\partial L}{\partial w} = 0$"
    assert _last(text) not in ("right", "wrong")
    text = r"$m = \sum_x x p(x)$, $p(x) = e^{z(x)} / \sum_y e^{z(y)}$, $\frac{dm}{dw} = 0$"
    assert _last(text) not in ("right", "wrong")


@pytest.mark.parametrize("claimed", [r"e^{-2\kappa} (a - w^T s) s", r"(a - \sigma(w^T s)) s"])
def test_a_policy_of_more_is_another(claimed: str) -> None:
    r"""What \pi(a | s, w, \kappa) is, beside \pi(a | s, w) of two actions, is not said."""
    assert _last(rf"{_TWO} $\nabla_w \log \pi(a \mid s,w,\kappa) = {claimed}$") in (
        "unknown-name",
        "no-valid-point",
    )


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\nabla_w E_x[g(x)] = \sum_x g(x) \nabla_w p(x) = E_x[g(x) \nabla_w \log p(x)]", "right"),
        (r"\nabla_w E_x[g(x)] = -E_x[g(x) \nabla_w \log p(x)]", "wrong"),
        (r"E_x[b \nabla_w \log p(x)] = b \nabla_w \sum_x p(x) = 0", "right"),
        (r"\sum_x (g(x) - b) \nabla_w p(x) = \nabla_w E_x[g(x)]", "right"),
    ],
)
def test_a_distribution_of_which_nothing_is_said_adds_up_to_one(claim: str, status: str) -> None:
    text = r"Of the distribution $p(x)$, which depends on $w$, $g(x)$ is a reward; a constant"
    text += r" baseline $b$ does no harm. $\nabla_w E_x[g(x)] = \nabla_w \sum_x p(x) g(x)$, "
    assert _last(rf"{text} ${claim}$") == status


def test_words_behind_a_row_are_no_equation() -> None:
    rows = r"""\begin{split} y &= x^2 + 0 & \text{the square of } x \\ &= x^2 \end{split}"""
    report = check_text(
        rf"$z = 3y$ \[{rows}\] $\frac{{dz}}{{dx}} = 6x$ and $\frac{{dz}}{{dx}} = 5x$"
    )
    statuses = [e.members[-1].status for e in report.equations if "dz" in e.latex]
    assert statuses == ["right", "wrong"]


def test_a_loss_over_a_set_takes_the_place_of_the_whole() -> None:
    text = r"""$J = \frac12 \|R - PQ\|^2 + \lambda \|P\|^2$. Where there are ratings,
$J = \frac12 \sum_{(i,j) \in D} e_{ij}^2 + \lambda \|P\|^2$,
$e_{ij} = r_{ij} - \sum_{k=1}^r p_{ik} q_{kj}$.
$\frac{\partial J}{\partial p_{ik}} = -\sum_{j:(i,j) \in D} e_{ij} q_{kj} + 2\lambda p_{ik}$ """
    assert _last(text) == "right"
    assert _last(text.replace("= -\\sum_{j:", "= \\sum_{j:")) == "wrong"
    also = r"Setting it to zero gives $p_i = (Q Q^T + 2 \lambda I)^{-1} Q r_i$"
    report = check_text(text + also)
    assert report.equations[3].members[-1].status == "right"
