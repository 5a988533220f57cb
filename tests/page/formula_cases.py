"""Formulas that Python's `formula` and the page read: one table, run by both."""

from __future__ import annotations

READ = [
    "L = (sigmoid(w x + b) - y)^2", "2x", "xy", "wx+b", "x sin x", "sin x cos x", "sin^2 x",
    "sin(x)^2", "log x y", "-x^2", "2^-x", "x^-2", "x^2^3", "2^x^2", "x/y/z", "x / y z",
    "a*b/c*d", "1/2 x", "w12 x1", "w_{1,2} x", r"\frac{x}{y}", r"\sqrt{x}", r"\sigma(x)",
    "sigmoid x", r"\hat{y} - y", "|x|", "max(x,y)", "e^x", r"\pi x", "x == y", "3.5e-2 x",
    "alpha x", "x²", "(x+y)(x-y)", "x(y+1)", "f(x)", "x^{2y}", r"\log_2 x", "log2(x)", "a;b",
    "z=x", "x^T", r"\text{loss} x", "dot(x,y)", r"\tanh^{-1}(x)", "arcsin x", "e", "i x", "x__1",
    "logsumexp(x,y)", r"\frac12 x", r"\ell = x^2", "heaviside(x)", "[x]", "{x}", "hypot(x, y)",
    "atan2(y,x)", "mod(x, y)", "binary_cross_entropy(x,y)", "xlogy(x,y)", "x - 2", "x - (-2)",
    "-2 x", "2 * 3 + x", "x^0.5", "x^y", "loss = x^2", "foo bar", "total = x + y", "x1y1", "x 2",
    "x2", "z_1 = x; a = z_1; a^2", "x = 2; x^2", "w = 0.3; x = 0.5; w x", "sin x^2", "sin 2x",
    "sin 2 x y", "-x y", "x + y * -z", r"\sin x \cos y", r"\sigma x", "1/x", "x/2", "σ(x)", "θ x",
    "x_i", r"\frac{1}{1+e^{-x}}", "min(x,y,z)", "square(x)", "sqrt x", ".5 x", "1e3x", "2e x",
    "a_1^2", "a^{(2)}", "x_1^{(2)}", r"\theta_1 x", "theta1 x", "theta_1 x", "x^12", "x^10 y",
    "e^{-x}", "x e^x", "xe^x", "e^x^2", "e^{x} y", "2e^x", "x_hidden", "x_ij", "a_iy", "w_new",
    "dx", "d x", "np.exp(x)", "math.sin(x)", "x^T y", "x^{T}", "Wx", "W x", r"\hat y",
    r"\hat{y}_1", "ŷ", "x_{i,j}", "x_{new}", "x_{i+1}", "x^{(l)}", r"\frac{x+1}{2}", r"\frac x y",
    r"\sqrt[3]{x}", r"\sqrt x", "sin(2x)", "sin(x) cos(x)", "sin(x)(y)", "log_2 x", "log_{10}(x)",
    "log10 x", r"\operatorname{relu}(x)", r"\mathrm{relu}(x)", r"\text{relu}(x)", r"\sigma",
    r"\sigma_1", r"\sigma_x + 1", "x^{-y}", "x^(y+1)", "2^3", "2^3^x", "-2^2 x", "x---y",
    "|x - y| + 1", "x|y|", "max(x, 2)", "max(2, 3) + x", "max(x, -2)", "x + 0", "0 x", "1e-7 x",
    "123456789 x", "x/3", "x*(-2)", "x/(-2)", "-2 - x", "2 - x", "-x - y", "(x)", "(-x)", "-(-x)",
    "x^1", "x^0", "x^1.5", "3^x", "7.25^x", "x^{1/2}", "x^{1/3}", "loss = (a - y)^2; loss",
    "z = 2x; y = 3z; y z", "x₁ w₁", "x₁²", "x ÷ y", "x − y", "½ x", "alpha_1", "Alpha", "Gamma x",
    "lambda x", "pi x", "sech(x)", "cot(x)", "exp(max(x,y))", "tanh x y", "tanh(x) y",
    "logsumexp(x,y,z)", "prod(x,y,z)", "BCE(a,y)", "bce_with_logits(z,y)", "choose(a,b,x,y)",
    "mod(x,2)", "atan2(y, 2)", "x_1x_2", "x1x2", "abc", "ab", "abcd x", "sinx", "xsin(y)",
    "ylog(x)", "dtheta", "2 x 3", "x * 2 y", "(x+y)2", "2.", "x.", "f = x^2", "σ(w x + b)", "w·x",
    "x := 2; x^2", "x ; y", "x y z w", "sinh(x)", "x**(y+1)", "x^(2)", "2^(x+1)", "(x)^(y+1)",
    "x^2y", "x^yz", "x^{y}z", "x^-y z", "x ** -2", "(x+1)^2 y", r"\frac{1}{2}x", "{x}_1",
    r"\hat{y}^2", "x_1^2", "x^{(2)}_1", r"\sin^{2} x", r"\sin^2(x)", "sin^-1 x", "sin^{-1}(x)",
    r"\cos^{-1} x", r"\tan^{-1}(x y)", r"\sinh^{-1} x", r"\sin^{-2}(x)", r"\cos^{- 1}(x)",
    r"v \cos\theta \Delta t",
    "sin{x}", "exp{(-x)}", r"\exp(-x)", r"\exp{-x}", "log|x|", "sqrt(x)y", "sqrt x y",
    r"\max(x, y)", r"\max\{x, y\}", "x & y", r"x \cdot y \times z", r"x \div y", r"a \quad b",
    "a = b ; c = a", r"\text{loss} = x^2; loss", r"y_{\text{true}} x", r"\mathbf{w} x",
    r"\mathcal{L} = x^2", r"x_{\mathrm{in}}", r"\ell", r"\varphi x", r"\phi(x)", "f", "g(x)",
    "h x", "T x", "sigma(x)", "sigma x", "sigma", "Sigma", "tanhx", "log x + y", "log x * y",
    "log x / y", "log(x)/y", "sin x^2 y", "-sin x", "2 sin 3", "sin 2", "sin 2 cos x", "x / 2 y",
    "x / -2", "x + -2", "1 / (1 + exp(-x))", "2^x", "x - -y", "tan(x) + sinh(y)",
    "acos(x) asin(y) atan(z)", "expm1(x) log1p(y) log2(z) log10(w)", "erf(x) + erfc(y)",
    "sign(x) heaviside(y)", "relu(x) + gelu(y) + silu(z) + softplus(w)", "max(x,y,z,w)",
    "x^3 + x^4 - x^{-3}", "(x+1)^{-2}", "x^{0.25}", "|x| |y|", "2 - 3 x",
    "w = 0.3; x = 2; b = -1; L = (sigmoid(w x + b) - 1)^2", "a = b + 1; b = a x; b", "x x x",
    "x + x", "x - x", "x/x", "1e-7 + x", "2 pi x", "sin(2 π x) / π",
]  # fmt: skip
"""Both read them, as the same graph."""

ALIKE = [
    "x^7.25", "x^{13}", "x^{-7.5}", r"x^\pi",
]  # fmt: skip
"""Both read them; in the page the exponent is a node."""

REFUSED = [
    "total(x,y)", r"\sum_i x_i", "affine(w,x,b)",
    "foo(x)", "2 3", "exp -x", "exp(x,y)", "max(x)", "x.y", "5. x", "1,000 x",
    r"\text{two words}", "sin", "sin + 1", "x^sin(y)", "x*/y", "((x)", "|x||y|", "(-2)^x",
    "prod(x)", "logsumexp(x)", "softmax_cross_entropy(x,y)", "x = 2 = y", "= x",
    "x =", "x;", "1 < x", "x,", "sin[x]", "max{x, y}", "a , b", "x tanh", r"\log^{-1}(x)",
    "exp^-1 x",
]  # fmt: skip
"""Neither reads them."""

PYTHON_ALONE = [
    "power(x,y)", "power(x,2)",
    r"\sigma'(x)", "sigmoid'(x)", "x'", "sum(x)", "dL/dw", "leaky_relu(x, 0.1)", "x^2_1",
    "sin^(2) x",
]  # fmt: skip
"""The page refuses them: derivatives, and what only papers write."""
