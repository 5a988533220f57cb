r"""What is apart from what: negative samples from the word that was seen, a solution from a name.

What is true of each text is worked out by hand; each has a claim that is right and a planted one.
"""

from __future__ import annotations

import pytest

from autograd import check_text

NEGATIVE = (
    r"With negative sampling $J = -\log \sigma(u_o^T v) - \sum_{k=1}^K \log \sigma(-u_k^T v)$. "
    r"$$\frac{\partial J}{\partial v} = (\sigma(u_o^T v) - 1) u_o"
    r" + \sum_{k=1}^K \sigma(u_k^T v) u_k$$ "
)
KEYS = (
    r"Keys $k_0, \dots, k_K$, $s_j = q^T k_j$, $L = -\log \frac{e^{s_0}}{\sum_{j=0}^K e^{s_j}}$, "
    r"$p_j = \frac{e^{s_j}}{\sum_{l=0}^K e^{s_l}}$. "
)
CELL = r"$z_t = U x_t + W s_{t-1}$, $s_t = \tanh(z_t)$, vectors are columns. "
NORMAL = (
    r"$\ell(\mu, \tau) = \frac{n}{2} \log \tau - \frac{\tau}{2} \sum_{k=1}^n (x_k - \mu)^2$. "
    r"$$\frac{\partial \ell}{\partial \mu} = \tau \sum_{k=1}^n (x_k - \mu)$$ "
    r"At the stationary point $\mu = \frac{1}{n} \sum_k x_k$. "
)
WEIGHTED = (
    r"$p_k = \frac{e^{a_k}}{\sum_l e^{a_l}}$ with weights $t_k \ge 0$, $E = -\sum_k t_k \ln p_k$. "
    r"$$\frac{\partial E}{\partial a_j} = p_j \sum_k t_k - t_j$$ "
)
STEPS = (
    r"For $k < t$: $\frac{\partial s_t}{\partial s_k} ="
    r" \prod_{j=k+1}^t \frac{\partial s_j}{\partial s_{j-1}}$"
)
PRECISION = (
    r"$\frac{\partial \ell}{\partial \tau} = \frac{n}{2\tau}"
    r" - \frac12 \sum_{k=1}^n (x_k - \mu)^2$"
)
SCATTER = (
    r"For vectors, with $S = \sum_k (x_k - \mu)(x_k - \mu)^T$, "
    r"$\ell(\mu, \Lambda) = \frac{n}{2} \log \det \Lambda - \frac12 \operatorname{tr}(\Lambda S)$. "
)


def _status(text: str) -> str:
    return str(check_text(text).equations[-1].status)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (NEGATIVE, r"$\frac{\partial J}{\partial u_o} = (\sigma(u_o^T v) - 1) v$",
         r"$\frac{\partial J}{\partial u_o} = \sigma(u_o^T v) v$"),
        (NEGATIVE, r"$\frac{\partial J}{\partial u_k} = \sigma(u_k^T v) v$",
         r"$\frac{\partial J}{\partial u_k} = \sigma(-u_k^T v) v$"),
        (KEYS, r"$\frac{\partial L}{\partial q} = \sum_{j=0}^K p_j k_j - k_0$",
         r"$\frac{\partial L}{\partial q} = \sum_{j=0}^K p_j k_j + k_0$"),
        (CELL, STEPS,
         r"For $k < t$: $\frac{\partial s_t}{\partial s_{t-1}} = \operatorname{diag}(1 - s_t) W$"),
        (NORMAL, PRECISION,
         r"$\frac{\partial \ell}{\partial \mu} = \tau \sum_{k=1}^n (x_k + \mu)$"),
        (SCATTER, r"$\frac{\partial \ell}{\partial \mu} = \Lambda \sum_{k=1}^n (x_k - \mu)$",
         r"$\frac{\partial \ell}{\partial \mu} = 2 \Lambda \sum_{k=1}^n (x_k - \mu)$"),
    ],
)  # fmt: skip
def test_a_claim_that_is_right_and_one_that_is_wrong(text: str, right: str, wrong: str) -> None:
    """Each in the reading that the text gives."""
    assert _status(text + right) == "right"
    assert _status(text + wrong) == "wrong"


def test_words_that_may_coincide_where_nothing_is_drawn() -> None:
    """Without negative samples u_o may be one of the u_k; a softmax is over all words."""
    text = NEGATIVE.replace("With negative sampling ", "")
    assert _status(text + r"$\frac{\partial J}{\partial u_o} = (\sigma(u_o^T v) - 1) v$") != "right"
    softmax = (
        "By negative sampling we avoid the sum. "
        r"$H = -u_o^T v + \log \sum_{w=1}^V e^{u_w^T v}$, "
        r"$p_w = \frac{e^{u_w^T v}}{\sum_{l=1}^V e^{u_l^T v}}$. "
    )
    assert _status(softmax + r"$\frac{\partial H}{\partial u_o} = (p_o - 1) v$") == "right"


def test_weights_add_up_to_one_only_where_the_text_says_so() -> None:
    """A text that writes their sum out leaves it open; an if is no statement."""
    claim = r"$\frac{\partial E}{\partial a_j} = p_j - t_j$"
    assert _status(WEIGHTED + claim) == "right-if"
    assert _status(WEIGHTED + "If $t$ is one-hot, all is simple. " + claim) == "right-if"
    assert _status(WEIGHTED + "As $t$ is one-hot: " + claim) == "right"


def test_the_solution_of_an_equation_is_no_definition() -> None:
    """By it nothing else changes: the gradient is not zero everywhere."""
    report = check_text(NORMAL + r"$\frac{\partial \ell}{\partial \mu} = 0$")
    assert [e.status for e in report.equations[:3]] == ["definition", "right", "set-aside"]
    assert report.equations[3].status != "right"
