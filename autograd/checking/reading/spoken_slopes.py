r"""Equations about derivatives within the sentences of a text without any markup.

said_in("The rest of the network hands us g = ∂L/∂c.")      g = ∂L/∂c
said_in("For the weights we get ∂L/∂αᵢ = gᵀhᵢ. The ...")    ∂L/∂αᵢ = gᵀhᵢ
said_in("Hence Σᵢ ∂L/∂eᵢ = 0.")                             Σᵢ ∂L/∂eᵢ = 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BELOW = r"(?:_\{[^{}\s]{1,9}\})?"
_SLOPE = rf"(?:∂|d)[^\W\d]\w{{0,12}}{_BELOW}\s?/\s?(?:∂|d)[^\W\d]\w{{0,12}}{_BELOW}"
_NAMED = re.compile(
    rf"(?<![^\s(])(?P<name>[^\W\d_]\w{{0,12}}{_BELOW})\s*=\s*{_SLOPE}"
    r"(?=[.,;:)]*\s*$|[.,;:)]+\s|\s+(?!sigmoid|tanh|exp|log|relu|softmax)[a-z]{2,}\s)"
)
_CLAIMED = re.compile(
    rf"(?<![^\s(])(?:Σ\S{{0,6}}\s+)?{_SLOPE}\s*=\s*"
    r"[^\s,.;:=]+(?:\s+[-−+*/·⊙]\s+[^\s,.;:=]+)*(?=[.;,:)]+\s|[.;,:)]*\s*$)"
)
_OPEN = re.compile(r"[-−+*/·⊙=^]\s*$")
"""What stands before a side that goes on to the left."""
_ASKED = re.compile(
    r"\b(?:if|when|where|until|unless|set|setting|solve|solving|assum\w+|suppos\w+|requir\w+|with)\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
"""Words before a condition, which is no claim."""
_WORD = re.compile(r"[A-Za-z]{2,}")


def said_in(line: str) -> Iterator[tuple[int, str]]:
    """Yield the equations about derivatives in the sentences of a line, with their places."""
    for match in _NAMED.finditer(line):
        before = line[: match.start()]
        if _WORD.search(before) and not _OPEN.search(before):
            yield match.start(), match[0]
    for match in _CLAIMED.finditer(line):
        before = line[: match.start()]
        if match[0][0] != "Σ" and match[0].endswith("= 0"):
            continue  # a stationary point, or what is conserved
        if _WORD.search(before) and not _OPEN.search(before) and not _ASKED.search(before):
            yield match.start(), match[0]
