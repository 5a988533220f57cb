r"""Find equations that stand without delimiters in a text that has delimiters for others.

    beside(text, listed, blocked)     a = 3, b = -2 in prose; e = a * b, L = e f on a line

In prose a series of settings is read, two at least, of names that the formulas of the text use; on
a line of its own whatever is an equation from its beginning to its end.  Between Chinese or
Japanese words a run of other letters is as if it stood on a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .plain import line_formulas

_NAME = r"(?:[A-Za-z](?:_?\d{1,2}|_\{\w{1,2}\}|_[a-z])?|bias)"
_NUMBER = r"[-−]?(?:\d{1,6}(?:\.\d{1,8})?|\.\d{1,8})"
_SETTING = rf"{_NAME}\s{{0,2}}=\s{{0,2}}{_NUMBER}(?![\w^(])(?!\s{{0,2}}[-+*/^=×·.]\s{{0,2}}[\w(])"
_AND = r"\s{0,2}(?:[,，、;；]\s{0,2}(?:and\s|和|且)?|\band\s|和|且|与|&)\s{0,2}"
_SERIES = re.compile(rf"(?<![\w\\.^$)(=])(?<![-+*/]\s){_SETTING}(?:{_AND}{_SETTING})+")
_ONE = re.compile(rf"({_NAME})\s*=\s*({_NUMBER})")
_ASSIGNED = re.compile(
    r"([A-Za-z]\w{0,11}(?:\s*,\s*[A-Za-z]\w{0,11}){0,9})\s*=\s*(?![=])[\w\s+*/().,@^⊙-]{1,80}"
)
"""Plain arithmetic, also of matrices, or x, y = 2, 3."""
_COUNTERS = frozenset("ijk")
_NUMBERED = re.compile(r"(?<![A-Za-z\\])([A-Za-z])(\d{1,2})(?![\d.\w])")
_OUTSIDE = re.compile(r"[$|<>`]|\\[(\[a-z]")
_LEAD = re.compile(
    r"\s*(?:[-*+]\s+|\(?\d{1,2}[.)、]\s*)?(?:(?:=>|⇒|⟹|∴)\s*)?"
    r"(?:(?:so|thus|hence|then|therefore|also|daher|donc|luego)\b,?:?\s+)?",
    re.IGNORECASE,
)
_WIDE = r"　-〿一-鿿぀-ヿ＀-￯"
_RUN = re.compile(rf"[^{_WIDE}\n]+")
_DONE = " \t,.:;"


def beside(
    text: str, listed: Sequence[tuple[int, str]], blocked: Sequence[tuple[int, int]]
) -> list[tuple[int, str]]:
    """Return the equations of a text that stand outside of delimiters, with their places.

    listed   the formulas between delimiters
    blocked  where code stands
    """
    inside = sorted([*((at, at + len(one)) for at, one in listed), *blocked])
    if not listed or not any("=" in one for _, one in listed):
        return []
    words = {name for _, one in listed for name in re.findall(r"[A-Za-z]+|\d+", one)}
    found = dict(_lines(text, words))
    spoken = {name for one in (*(one for _, one in listed), *found.values())
              for name in re.findall("[A-Za-z]+", one)}  # fmt: skip
    found |= {at: one for at, one in _settings(text, spoken) if at not in found}
    numbered = set(re.findall(r"([A-Za-z])_", " ".join(one for _, one in listed)))
    free = ((at, one) for at, one in sorted(found.items())
            if not any(a < at + len(one) and at < b for a, b in inside))  # fmt: skip
    return [(at, _spelt(one, numbered)) for at, one in free]


def is_forward(code: str, listed: Sequence[tuple[int, str]]) -> bool:
    """Whether code is the forward pass of formulas: arithmetic, of what they derive."""
    rows = [row.partition("#")[0].strip() for row in code.splitlines()]
    rows = [row for row in rows if row and not row.startswith("print")]
    told = [match for row in rows if (match := _ASSIGNED.fullmatch(row))]
    spoken = " ".join(one for _, one in listed)
    set_ = [name for match in told for name in re.findall(r"\w+", match[1])]
    return (
        len(told) == len(rows) > 0
        and len(set(set_)) == len(set_)
        and any(_is_below(match[1], spoken) for match in told)
    )


def _is_below(name: str, spoken: str) -> bool:
    """Whether formulas take derivatives of a name, or by it, and do not say what it is."""
    bare, hat, _ = name.partition("hat")
    words = rf"\\?{re.escape(name)}|\\(?:text|mathrm)\{{{re.escape(name)}\}}"
    accent = rf"|\\hat\s*\{{?\s*{re.escape(bare.rstrip('_'))}\}}?" if hat else ""
    spelt = rf"(?:{words}{accent})(?![A-Za-z])"
    defined = rf"(?<![A-Za-z]){spelt}(?:_\w|_\{{[^{{}}]*\}})?\s*="
    slope = re.search(rf"\\partial\s*\{{?\s*{spelt}|\bd{spelt}", spoken)
    return bool(slope) and not re.search(defined, spoken)


def _spelt(one: str, numbered: set[str]) -> str:
    """Return w1 as w_1 where the formulas have it so."""
    one = one.replace("−", "-")
    return _NUMBERED.sub(lambda m: f"{m[1]}_{m[2]}" if m[1] in numbered else m[0], one)


def _settings(text: str, spoken: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the settings of each series whose names the formulas speak of, two at least."""
    for series in _SERIES.finditer(text):
        ones = list(_ONE.finditer(text, series.start(), series.end()))
        bases = {re.split(r"[_\d]", one[1])[0] for one in ones}
        twice = len({one[1] for one in ones}) < len(ones)
        if twice or bases & _COUNTERS or len(bases & spoken) < min(2, len(bases)):
            continue
        yield from ((one.start(), one[0]) for one in ones)


def _lines(text: str, words: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the equations of which whole lines consist, or whole runs between wide letters.

    One by itself says what a name is that the formulas use.
    """
    place = 0
    for line in text.splitlines(keepends=True):
        lead = _LEAD.match(line)
        other = _OUTSIDE.search(line, lead.end() if lead else 0)
        if "=" in line and not other and not line.startswith("#"):
            runs = list(_RUN.finditer(line)) if re.search(f"[{_WIDE}]", line) else []
            for at, run in [(r.start(), r[0]) for r in runs] or [(0, line)]:
                here = _whole(run, bool(runs))
                bases = {x for _, one in here for x in re.findall("[A-Za-z]+", one.split("=")[0])}
                if len(here) > 1 or bases & words:
                    yield from ((place + at + start, one) for start, one in here)
        place += len(line)


def _whole(run: str, between: bool) -> list[tuple[int, str]]:
    """Return the equations that a run of text consists of, [] if it holds anything else."""
    lead = _LEAD.match(run)
    start = lead.end() if lead and not between else len(run) - len(run.lstrip(_DONE))
    found = []
    for at, piece in _parted(run, start):
        bare = piece.strip()
        whole = _ONE.fullmatch(bare) or [bare] == [x for _, x in line_formulas(bare, whole=True)]
        if not whole:
            return []
        found.append((at + piece.find(bare), bare))
    return found if len(found) > 1 or not _ONE.fullmatch(found[0][1]) else []


def _parted(run: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield what stands between the commas of a run that are in no bracket."""
    end, depth = len(run.rstrip().rstrip(_DONE)), 0
    for place in range(start, end):
        depth += (run[place] in "([{") - (run[place] in ")]}")
        if depth == 0 and run[place] in ",;":
            yield start, run[start:place]
            start = place + 1
    yield start, run[start:end]
