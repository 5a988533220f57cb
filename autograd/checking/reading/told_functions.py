r"""Functions that the words around them tell: "where $f$ is the sigmoid", "$g = h = \tanh$".

Each is written as its equation, f(\xi) = \sigma(\xi), where the text applies it to something.
So is what the derivative of a named function is taken of: "the sigmoid has da/dz = a(1 - a)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_KNOWN = {
    "sigmoid": r"\sigma", "logistic": r"\sigma", "tanh": r"\tanh", "relu": r"\text{ReLU}",
    "softplus": r"\text{softplus}", "hyperbolictangent": r"\tanh", "tangentehyperbolique": r"\tanh",
    "sigmoïde": r"\sigma", "双曲正切": r"\tanh",
}  # fmt: skip
_NAME = r"(?:[A-Za-z]|\\[a-z]+)(?![A-Za-z])"
_ALONE = re.compile(rf"\s*({_NAME})\s*(?:\(\s*(?:\\cdot|\.)\s*\))?\s*")
_WORDS = "|".join(
    ("sigmoid", "logistic", "tanh", "relu", "softplus", "sigmoïde", "双曲正切",
     r"hyperbolic\s+tangent", r"tangente\s+hyperbolique")
)  # fmt: skip
_SAID = re.compile(
    r"\s*[$)\\]*\s*(?:is|being|denotes|be|est|ist|es|是|为|表示|代表|取)\s*"
    rf"(?:(?:the|an?|la|le|une?|die|der|eine?)\s+)?(?:logistic\s+(?=sigmoid))?[$(\\]*\s*(?:\\(?:text|mathrm)\{{)?\\?"
    rf"(?P<which>{_WORDS})\}}?\s*[$\\)]*(?:\s*(?:functions?|activations?|nonlinearity|函数|激活函数))*"
    r"\s*(?=$|[,.;:，。；、()（）\n]|\b(?:and|et|und|with|so)\b|和)",
    re.IGNORECASE,
)
_EQUAL = re.compile(
    rf"\s*((?:{_NAME}\s*=\s*)+)(?:\\(?:text|mathrm|operatorname)\s*\{{)?\\?"
    rf"(?P<which>tanh|sigmoid|relu|softplus)\}}?\s*[.,]?\s*",
    re.IGNORECASE,
)
_REACH = 60
_SLOPE = re.compile(
    r"\s*(?:\\[dt]?frac\s*\{\s*(?:d|\\partial)\s*(?P<of>[A-Za-z](?:_\w)?)\s*\}"
    r"\s*\{\s*(?:d|\\partial)\s*(?P<by>[A-Za-z](?:_\w)?)\s*\}"
    r"|(?:d|\\partial\s*)(?P<above>[A-Za-z](?:_\w)?)\s*/\s*(?:d|\\partial\s*)(?P<below>[A-Za-z](?:_\w)?))"
    r"\s*&?="
)
_SENTENCE = re.compile(r"[.;。；\n](?=\s|$)|\n")


def with_functions(text: str, found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the formulas of a text with an equation for each function that words tell."""
    formulas = "\n".join(one for _, one in found)
    listed: list[tuple[int, str]] = []
    for at, one in found:
        told = [
            (name, which) for name, which in _told(text, at, one) if _is_applied(name, formulas)
        ]
        listed += [(at, rf"{name}(\xi) = {which}(\xi)") for name, which in told]
        listed += _of_slope(text, at, one, formulas)
        listed += [] if told else [(at, one)]
    return listed


def _told(text: str, at: int, one: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a formula and the words behind it tell, and which functions they are."""
    if equal := _EQUAL.fullmatch(one):
        for name in equal[1].split("=")[:-1]:
            yield name.strip(), _which(equal["which"])
    elif (name := _ALONE.fullmatch(one)) and (
        said := _SAID.match(text[at + len(one) : at + len(one) + _REACH])
    ):
        yield name[1], _which(said["which"])


def _of_slope(text: str, at: int, one: str, formulas: str) -> Iterator[tuple[int, str]]:
    """Yield what is differentiated, where words before name its function and no formula says it.

    Its slope must be made of itself, as a (1 - a) is: dz/dw = x of a sigmoid unit says nothing.
    """
    slope = _SLOPE.match(one)
    if not slope:
        return
    begun = max((m.end() for m in _SENTENCE.finditer(text, max(0, at - _REACH), at)), default=0)
    before = re.sub(r"\$+\s*$|\\[(\[]\s*$", "", text[max(begun, at - _REACH) : at])
    before = re.split(r"\$+|\\[)\]]", before)[-1]
    named = {_which(word) for word in re.findall(_WORDS, before.lower())}
    of, by = slope["of"] or slope["above"], slope["by"] or slope["below"]
    made_of = {*re.findall(r"[A-Za-z](?:_\w)?", re.sub(r"\\[A-Za-z]+", "", one[slope.end() :]))}
    if len(named) != 1 or "\\" in before or not {of} <= made_of <= {of, by}:
        return
    begins = r"(?:^|[,;]|\\\\|\\q?quad)\s*&?\s*"
    if not re.search(rf"{begins}{re.escape(of)}\s*(?:\(\w+\))?\s*&?=", formulas, re.MULTILINE):
        yield at, f"{of} = {named.pop()}({by})"


def _which(word: str) -> str:
    return _KNOWN[re.sub(r"\s+", "", word.lower())]


def _is_applied(name: str, formulas: str) -> bool:
    r"""Whether a text has f(...), or f'(...), of it."""
    primes = r"\s*(?:'|\^\{?\\prime\}?)*\s*(?:\\left)?[(\[]"
    before = r"(?<![A-Za-z\\_^{])" if name[0] != "\\" else ""
    return (
        re.search(rf"{before}{re.escape(name)}{primes}(?!\s*(?:\\cdot|\.)\s*\))", formulas)
        is not None
    )
