r"""What the signs, words and commands of a formula are called: the reader's vocabulary.

Many spellings, one name: `×`, `\times`; `σ`, `\sigma`, `sigma`.  To teach the reader another
spelling, add it here; `lexer` and `grammar` branch only on the names on the right.
"""

from __future__ import annotations

from ...engine.labels import GREEK
from ...engine.operation import SPELLINGS
from ...engine.ops import sigmoid

SIGNS = {
    r"\cdot": r"\cdot", "·": r"\cdot", "⋅": r"\cdot", "∙": r"\cdot", "•": r"\cdot",
    r"\bullet": r"\cdot", r"\times": r"\times", "×": r"\times", r"\ast": "*", "∗": "*",
    ".*": r"\odot",
    r"\odot": r"\odot", "⊙": r"\odot", r"\circ": r"\circ", "∘": r"\circ", r"\bigodot": r"\odot",
    r"\circledcirc": r"\odot", r"\newline": r"\\", r"\cr": r"\\", r"\tabularnewline": r"\\",
    r"\otimes": r"\otimes", "⊗": r"\otimes", r"\bigotimes": r"\otimes",
    r"\circledast": r"\circledast", "⊛": r"\circledast", r"\star": r"\circledast",
    "⋆": r"\circledast", r"\div": "/", "÷": "/", "−": "-", "–": "-", r"\prime": "'", "′": "'",
    "´": "'",
    "’": "'", "″": "''", r"\partial": r"\partial", "∂": r"\partial", "∇": r"\nabla",
    r"\bigtriangledown": r"\nabla", r"\triangledown": r"\nabla",
    "√": r"\sqrt", "∑": r"\sum", "∏": r"\prod", "∫": r"\int",
    r"\vert": "|", r"\lvert": "|", r"\rvert": "|",
    "∣": "|", "∣∣": "||", r"\|": "||", r"\Vert": "||", r"\parallel": "||",
    r"\lVert": "||", r"\rVert": "||",
    "‖": "||", r"\{": "(", r"\}": ")", r"\lbrace": "(", r"\rbrace": ")", r"\lbrack": "[",
    r"\rbrack": "]", "（": "(", "）": ")", "，": ",", "；": ";", "、": ",", r"\dfrac": r"\frac",
    r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\nicefrac": r"\frac", r"\sfrac": r"\frac",
    r"\langle": r"\langle", "⟨": r"\langle", r"\rangle": r"\rangle", "⟩": r"\rangle",
    r"\lang": r"\langle", r"\rang": r"\rangle", r"\rarr": r"\to", r"\larr": r"\leftarrow",
    r"\mid": r"\mid", r"\given": r"\mid", r"\over": r"\over", r"\colon": ":",
    r"\lfloor": r"\lfloor", r"\rfloor": r"\rfloor", "⌊": r"\lfloor", "⌋": r"\rfloor",
    r"\top": "T", r"\intercal": "T", "⊤": "T",
    r"\widehat": r"\hat", r"\overline": r"\bar", r"\widetilde": r"\tilde",
    r"\ldots": "...", r"\dots": "...", r"\cdots": "...", "…": "...", "⋯": "...",
    r"\vdots": "...", r"\ddots": "...",
    r"\quad": r"\quad", r"\qquad": r"\quad",
    "==": "=", r"\approx": r"\approx", r"\simeq": r"\approx", "≈": r"\approx", "≃": r"\approx",
    r"\doteq": r"\approx", "≐": r"\approx", r"\equiv": ":=", "≡": ":=", r"\coloneqq": ":=",
    r"\triangleq": ":=", "≜": ":=", "≔": ":=", r"\to": r"\to", r"\rightarrow": r"\to",
    r"\longrightarrow": r"\to", "→": r"\to", "->": r"\to", r"\leftarrow": r"\leftarrow",
    r"\gets": r"\leftarrow", "←": r"\leftarrow", r"\Rightarrow": r"\implies", "⇒": r"\implies",
    "=>": r"\implies", r"\implies": r"\implies", r"\iff": r"\implies", "⇔": r"\implies",
    r"\Longrightarrow": r"\implies", "⟹": r"\implies", r"\Leftrightarrow": r"\implies",
    r"\Longleftrightarrow": r"\implies", r"\leadsto": r"\implies", r"\mapsto": r"\implies",
    r"\longmapsto": r"\implies", "↦": r"\implies", r"\therefore": r"\implies",
    "∴": r"\implies", r"\because": r"\implies", "∵": r"\implies",
    r"\gt": ">", r"\geq": ">=", r"\ge": ">=", r"\geqslant": ">=", "≥": ">=",
    r"\lt": "<", r"\leq": "<=", r"\le": "<=", r"\leqslant": "<=", "≤": "<=",
    r"\neq": "!=", r"\ne": "!=", "≠": "!=", r"\in": r"\in", "∈": r"\in", r"\notin": r"\notin",
    "∉": r"\notin", r"\forall": r"\if", "∀": r"\if", r"\land": r"\and", r"\wedge": r"\and",
    "∧": r"\and", r"\propto": r"\propto", "∝": r"\propto",
    r"\succeq": r"\succeq", "⪰": r"\succeq", r"\preceq": r"\preceq", "⪯": r"\preceq",
    r"\succ": r"\succ", "≻": r"\succ", r"\prec": r"\prec", "≺": r"\prec",
    r"\sim": r"\sim", "∼": r"\sim",
}  # fmt: skip
"""How a sign or command may be spelled -> what it is called."""

RELATIONS = ("=", r"\approx", ":=", r"\to", r"\leftarrow", r"\sim", r"\propto")
PI = (r"\pi", "π")
"""The constant, and what it is called where the first is a policy."""
DEFINING = ("=", ":=", r"\equiv", r"\leftarrow")
"""The relations by which an equation may say what a name is."""
SEPARATORS = (",", ";", r"\quad", r"\prose", r"\implies", r"\if")
MULTIPLICATIONS = ("*", r"\cdot", r"\times", r"\odot", "@", r"\otimes", r"\circledast", r"\circ")
LOSSES = frozenset({"L", "J", "C", "E", r"\ell"})
"""Letters that a loss is called by, whatever else is said of it."""
ACTIVATIONS = frozenset({"f", "g", r"\phi", r"\varphi"})
"""Letters that are functions by custom."""
COMPARISONS = {"=": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", r"\in": "in",
               r"\notin": "not in"}  # fmt: skip
"""A sign of a condition -> what the tree calls it."""
ORDERS = ("<", ">", "<=", ">=")
"""The signs of those that part numbers into sides."""
BIG = {r"\sum": "sum", r"\prod": "prod", r"\int": "int", r"\iint": "int", r"\oint": "int",
       "sum": "sum", "max": "max", "min": "min", "argmax": "argmax", "argmin": "argmin",
       "lim": "lim", "sup": "max", "inf": "min", r"\mathbb{E}": "mean"}  # fmt: skip
"""A sign or word that takes a product to its right, over what stands below it -> its kind."""
ONES = r"\mathbf{1}"
ACCENTS = (r"\hat", r"\bar", r"\tilde", r"\vec", r"\dot", r"\ddot")
BRACES = (r"\underbrace", r"\overbrace")
COMMANDS = frozenset(
    {
        r"\frac",
        r"\sqrt",
        r"\sum",
        r"\prod",
        r"\int",
        r"\iint",
        r"\oint",
        r"\partial",
        r"\nabla",
        *ACCENTS,
        *BRACES,
    }
)
"""Commands that the grammar reads."""

STYLES = frozenset(  # a text is easier to read and to add to than a list of 40 quoted strings
    r"""\left \right \middle \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl
    \Biggr \mathbf \boldsymbol \bm \pmb \bold \cal \mathds \mathop \mathnormal \mathcal
    \mathbb \mathfrak \mathscr \mathrm \mathit \mathsf
    \operatorname \text \textbf \textit \textsc \textsf \texttt \mathtt \mathbfit""".split()  # noqa: SIM905
)
r"""Sizes and fonts, part of what they stand before: `\mathbf{w}` is w, `\left(` a bracket."""

IGNORED = frozenset(
    r"""\, \; \: \! \> \  \limits \nolimits \displaystyle \textstyle \nonumber \notag
    \rm \bf \it \sf \tt \boldmath \/ \hfill \boxed \mathstrut \Large \large \LARGE \small
    \scriptstyle \allowbreak \noindent \strut \smash \ensuremath""".split()  # noqa: SIM905
) | {"\\ ", "~"}
"""Spacing, and what only arranges."""

PROSE = frozenset(
    """and as because but by hence let or since so then therefore thus where with
    et ou avec où donc alors ainsi car soit und oder also dann somit wobei mit entonces donde con
    luego así então onde 和 与 且 或 其中 所以 因此 故 则 即 得 由 有""".split()  # noqa: SIM905
)
r"""Words that are no names: `\text{where }`."""
IFS = frozenset("if for when whenever unless forall si pour wenn falls 如果 若 当 对于 对".split())  # noqa: SIM905
"""Words that a condition follows."""
ELSES = frozenset("otherwise else sinon ailleurs elsewhere sonst 其他 其它 否则 其余".split())  # noqa: SIM905
"""Words for all other cases."""

MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array"})
ALIGNMENTS = frozenset({"aligned", "align", "alignedat", "split", "gather", "gathered",
                        "equation", "multline", "eqnarray", "displaymath", "math"})  # fmt: skip

FUNCTIONS = {
    **{spelling: row.called or row.name for spelling, row in SPELLINGS.items()},
    **{spelling: "sigma" for spelling, row in SPELLINGS.items() if row is sigmoid},
    r"\sigma": "sigma", "sigmoid_derivative": "sigma'", "sigmoid_prime": "sigma'",
    "signe": "sign", "sen": "sin", "tg": "tan", "ctg": "cot", "cotg": "cot", "cotan": "cot",
    "cosec": "csc", "arcsen": "asin", "arctg": "atan",
    "leaky_relu": "leaky_relu", "LeakyReLU": "leaky_relu", "ELU": "elu",
    **{name: name for name in (
        "norm", "transpose", "dot", "sec", "csc", "cot", "sech", "det", "tr", "diag", "rank", "vec",
        "argmax", "argmin", "lim", "sup", "inf", "Tr", "trace", "elu", "arg")},
}  # fmt: skip
"""The base of a name that is a function by itself -> the function, with its primes.

What the operation table has comes from there: how a function is spelt is a column of its row.
"""

INVERSES = {name: f"a{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
r"""What \sin^{-1} is, which is no power as \sin^2 is."""

WORDS = frozenset(FUNCTIONS) | frozenset(GREEK) - {"partial"} | {"sum"}
"""Words of several letters that are one name without being told."""

LETTERS = {letter: "\\" + name for name, letter in reversed(GREEK.items()) if name != "partial"} | {
    "ϕ": r"\phi", "ϵ": r"\epsilon", "ϑ": r"\theta"
}  # fmt: skip
"""Greek letters -> their commands."""

MARKS = {"\u0302": r"\hat", "\u0304": r"\bar", "\u0303": r"\tilde", "\u0307": r"\dot",
         "\u20d7": r"\vec"}  # fmt: skip
"""Accents that Unicode puts after a letter."""
