r"""Which runs of letters are one name, and which are several names written together.

    words_of([r"loss = net^2", r"xyz"])      loss and net are words
    products_of([r"f(x, y, z) = xyz"])       xyz is x y z: each letter is a name by itself

In LaTeX yXe^{-z}, TXw after ^ and AxB are never words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .transposing_primes import transposes

_WORD = re.compile(r"(?<![A-Za-z\\])([A-Zabce-z][A-Za-z]{2,})(?![A-Za-z]|[\d\s}]*\()")
_MIXED = re.compile(r"(?<!d)[a-z][A-Z](?![a-z]{2})|[A-Z][a-z][A-Z]")
_EXPONENT = re.compile(r"\^\s*\{?\s*[-\\a-z]")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_ALONE = re.compile(r"(?<![A-Za-z])([A-Za-z])(?![A-Za-z])")
_RUN = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,4}(?![A-Za-z]|\s*[=(])")
_NAMED = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{3,4}(?=(?:_(?:\w|\{[^{}]*\}))?\s*=)|(?<=\\partial )[A-Za-z]{3,4}"
    r"|\{[A-Za-z]{3,4}\}"
)
_ACRONYM = re.compile(r"(?<![A-Za-z\\])(CE|KL|BN|LN|FC|NN|MI)(?![A-Za-z(])")
_TWO = re.compile(r"(?<![A-Za-z\\_])[A-Za-z]{2}(?![A-Za-z(])")
_PAIR = re.compile(
    r"(?<![A-Za-z])d([A-Za-z]{2})(?:\s*/\s*d|\s*=(?!=))|/\s*d([A-Za-z]{2})(?![A-Za-z])"
    r"|(?<![A-Za-z_])([A-Za-z]{2})(?:\s*@|\.T\b)"
)
_ABOVE = re.compile(r"\^\s*\{\s*(?:\\(?:mathrm|text|textrm|rm)\s*\{?\s*)?$")
TRANSPOSES = "'T"
"""Among the words of a text where ' is a transpose."""
SIGMA = "Σ"
"""Among the words of a text in which it is a name, as a covariance is, and no sum."""
_SIGMA = re.compile(r"Σ(?!\s*[(\[]|\s*_|[ᵢⱼₖₗₘₙₜ])")
_NUMBERED = re.compile(r"(?:(?<![A-Za-z\\_])|(?<=/d)|(?<=_d))[A-Za-z]+\d+\[")
_TITLED = re.compile(r"(?:\\partial\s*|[\s{(]d)\{?([A-Z]{2})(?=[\s}^_/])")
_HEAD = re.compile(r"\s*([A-Z]{2})(?:_(?:\w|\{\w{1,3}\}))?\s*&?=")
_COORDINATES = tuple((f"{x}x", f"{x}y") for x in "abcmnpqrsuvw")
"""The two coordinates of a point that code calls bx and by."""
_RATE = re.compile(r"(?<![A-Za-z])lr(?![A-Za-z(])")
_DIFFERENTIALS = frozenset({"dx", "dy", "dz", "dt", "du", "dv", "dw", "if", "in", "pi"})
_ERROR = re.compile(
    r"(?:^|[,;&]|\\\\)\s*\{?e\}?(?:_\w|_\{\w+\})?(?:\^\{?[(\[]?\w[)\]]?\}?)?\s*&?=(?!\s*2\.7)"
    r"|(?:\\partial|[^\w\\]d)\s*\{?e\}?(?![a-z])"
)
_BEGUN_BY_D = re.compile(r"(?:^|[,;&]|\\\\|quad)\s*(d([a-z]{3,}))_(?:\w|\{[^{}]*\})\s*=")
_LONGEST_MIXED = 4


def words_of(texts: Sequence[str]) -> frozenset[str]:
    r"""Return the words that stand somewhere without a bracket after them: names, no functions.

    "z1[" is among them in a text without markup that has z1[i]: there the 1 is no entry; "'T"
    where X'X, (x - y)'(x - y) or x_i'\beta stands.

    "e^2" is among them where e is defined or differentiated by.  Wf and bf are words where a text
    without markup differentiates by them, transposes them or multiplies them by @.
    """
    found = {word for text in texts for word in _words(text)}
    plain = [text for text in texts if not is_latex(text)]
    pairs = {a or b or c for text in plain for a, b, c in _PAIR.findall(text)}
    if len(pairs) > 1:
        pairs = {pair for text in plain for pair in _TWO.findall(text)}
    numbered = {match[0] for text in plain for match in _NUMBERED.finditer(text)}
    pairs |= numbered - {f"d{name}" for name in numbered}
    if transposes(texts):
        found |= {TRANSPOSES}
    if any(_SIGMA.search(text) for text in plain):
        found |= {SIGMA}
    found |= {word for pair in _COORDINATES for word in pair
              if all(any(_alone(x, text) for text in plain) for x in pair)}  # fmt: skip
    if any(_RATE.search(text) for text in plain):
        pairs.add("lr")
    return frozenset(found | (pairs - _DIFFERENTIALS) | _titles(texts) | _begun_by_d(texts))


def _begun_by_d(texts: Sequence[str]) -> set[str]:
    r"""Return the words with an index that are defined, of which the d is a letter: diff_{ij}.

    Where "out" is a name too, dout_i is a derivative.
    """
    found = {match.groups() for text in texts for match in _BEGUN_BY_D.finditer(text)}
    whole = {rest: re.compile(rf"(?<![A-Za-z]){rest}(?![A-Za-z])") for _, rest in found}
    return {word for word, rest in found if not any(map(whole[rest].search, texts))}


def _titles(texts: Sequence[str]) -> set[str]:
    r"""Return the pairs of capitals that are differentiated, and are none by themselves: FL.

    And those that are the whole left side of an equation, and begin with a letter that is none by
    itself: MC of a cost C.
    """
    found = {match[1] for text in texts for match in _TITLED.finditer(text)}
    heads = {match[1] for text in texts if (match := _HEAD.match(text))}
    bare = [_COMMAND.sub(" ", text) for text in texts] if found or heads else []
    alone = {match[1] for text in bare for match in _ALONE.finditer(text)}
    return {pair for pair in found if not alone & set(pair)} | {
        pair for pair in heads if pair[0] not in alone
    }


def products_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the runs of letters of which each is a name by itself, and the run is none."""
    bare = [_COMMAND.sub(" ", text) for text in texts]
    alone = {match[1] for text in bare for match in _ALONE.finditer(text)}
    named = {match[0].strip("{}") for text in bare for match in _NAMED.finditer(text)}
    runs = {match[0] for text in bare for match in _RUN.finditer(text)}
    turned = Counter("".join(sorted(run)) for run in runs if run.isupper())  # ABC = BCA
    return frozenset(run for run in runs - named if alone.issuperset(run)) | {
        run for run in runs if run.isupper() and turned["".join(sorted(run))] > 1
    }


def _alone(word: str, text: str) -> bool:
    """Whether a word stands in a text by itself, and is no differential: bx, no dx."""
    return re.search(rf"(?<![\w\\]){word}(?!\w|\s*/\s*d)", text) is not None


def _words(text: str) -> Iterator[str]:
    if _ERROR.search(text):
        yield "e^2"
    yield from _ACRONYM.findall(text)
    latex = is_latex(text)
    for match in _WORD.finditer(text):
        before = text[max(0, match.start() - 16) : match.start()]
        above = before[-1:] == "^" and (latex or match[1][0] == "T")
        joined = is_mixed(match[1]) or ends_in_e(match[1], text, match.end())
        if not above and not _ABOVE.search(before) and not (latex and joined):
            yield match[1]


def is_latex(text: str) -> bool:
    """Whether a formula is LaTeX: it has commands or braces."""
    return "\\" in text or "^{" in text or "_{" in text


def is_mixed(run: str) -> bool:
    """Whether capitals stand in a short run as they do in no word: yXe, AxB; dLx is none."""
    return len(run) <= _LONGEST_MIXED and bool(_MIXED.search(run))


def ends_in_e(run: str, text: str, end: int) -> bool:
    """Whether a run of letters ends in the e of an exponential: yXe^{-z}."""
    return 1 < len(run) <= _LONGEST_MIXED and run[-1] == "e" and bool(_EXPONENT.match(text, end))
