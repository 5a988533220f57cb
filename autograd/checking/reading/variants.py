r"""Sentences about another case than the one that the equations before are of.

    In the limit $a \to 0$ the slope is ...        With the target held fixed it is ...
    If you prefer the squared slack $\frac C2 \sum_i \xi_i^2$, only one line is different, ...

"If you prefer the standard deviation," says of no formula that it is to be another one.
"""

from __future__ import annotations

import re

_LIMIT = re.compile(
    r"\bin the limit\b|\blimiting case\b|\btends? to\b|\bapproach(?:es|ing)\b|\bapproximat\w+"
    r"|\b(?:let(?:ting)?|as|when|for) (?:\$|\\\()[^$=]{1,12}\\(?:to|rightarrow)\b"
    r"|\bfor (?:very )?(?:large|small)\b|\bà la limite\b|\bim Grenzfall\b|\ben el límite\b|极限"
    r"|\bsemi-?gradient|\bstop-?gradient|\btarget\b.{0,20}\b(?:fixed|constant|detached)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:if|when|had) (?:you|one|we) (?:\w+ )?(?:prefers?|uses?|used|wants?|had|takes?|took"
    r"|replaces?|replaced|drops?|dropped|chose|chosen|choose)\b"
    r"|\bif (?:[\w-]+ ){1,4}(?:is|are|were) replaced\b"
    r"|\binstead\b|\bau lieu\b|\bstattdessen\b|\ben lugar de\b|如果改用|若改用",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\bif\b.+\b(?:and )?for (?:the|a) (?:logistic|sigmoid|tanh|relu|hyperbolic)\b[^$]*\$?\Z",
    re.IGNORECASE | re.DOTALL,
)
"""If one function is meant it is this, for the logistic function that."""
_FORMULA = re.compile(r"\$[^$]+\$|\\\(.+?\\\)")
_END = re.compile(r"[.!?](?=[\s$]|$)\$*|\n\s*\n|[。！？]")


def is_of_variant(before: str) -> bool:
    """Whether the sentence that leads up to an equation speaks of another case.

    before  the text up to the equation
    """
    ends = [match.end() for match in _END.finditer(before.rstrip())]
    sentence = before[ends[-1] if ends else 0 :]
    changed = _CHANGED.search(sentence)
    return bool(_LIMIT.search(sentence) or _ANOTHER.search(sentence)) or (
        changed is not None and _FORMULA.search(sentence, changed.end()) is not None
    )
