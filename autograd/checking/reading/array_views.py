"""What array code says of axes that matrices have anyway: every character keeps its place.

delta[:, None], delta.unsqueeze(-1)      delta, a column
softmax(S, axis=-1)                      softmax(S), of each row
row_sum(dO * O)                           rowsum(dO * O)
"""

from __future__ import annotations

import re

_COLUMN = re.compile(
    r"(?<=[\w)])(?:\[\s*(?::|\.\.\.)\s*,\s*(?:None|(?:np\.|numpy\.)?newaxis)\s*\]"
    r"|\.unsqueeze\(\s*(?:dim\s*=\s*)?-?1\s*\))"
)
_SOFTMAX = re.compile(
    r"(?<=softmax\()(?P<of>(?:[^()=]|\([^()=]*\)){1,80}?)"
    r"(?P<axis>\s*,\s*(?:axis\s*=\s*-?1|dim\s*=\s*-?1|-1)\s*)(?=\))"
)
_ROW_SUM = re.compile(r"(?<![\w\\])(row|col)_sum\(")


def without_axes(plain: str) -> str:
    """Return a formula with spaces where it says no more than that columns are columns."""
    plain = _SOFTMAX.sub(lambda m: m["of"] + " " * len(m["axis"]), plain)
    plain = _ROW_SUM.sub(r" \1sum(", plain)
    return _COLUMN.sub(lambda m: " " * len(m[0]), plain)
