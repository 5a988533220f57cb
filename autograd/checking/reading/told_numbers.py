r"""Numbers that the prose around formulas gives to their names: weights w1 = 0.2, `x = 1.0`.

    | $w_1$ | $w_2$ |        | weight | value |
    |-------|-------|        |--------|-------|
    | 0.3   | -0.5  |        | $w_1$  | 0.3   |

So it is of a text whose formulas stand between delimiters, and of names that these speak of, but
define nowhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

_NUMBER = r"[-−]?\d*\.?\d+"
_SIGN = r"(?<=\$)\s*=\s*|:\s+|\s*[为是]\s*|\s+(?:is|ist|est|es)\s+"
_SETTING = re.compile(
    r"(?<![\w\\$^{}/(+*=.<>-])(?P<code>`|\$|)(?P<name>[A-Za-z]{1,2}(?:_?\d|_\{\w{1,2}\})?)"
    rf"(?:(?P=code)(?P<said>{_SIGN})|\s*=\s*)(?P<number>{_NUMBER})"
    r"(?=(?(said)|(?P=code))(?:[\s|,;.)，、。；*]|$))"
    r"(?!\.\d)(?![ \t]*[-+*/=^·×<>%])(?(said)(?!\s+(?:if|for|when|or|in|at|[a-z]{3,8}s)\b))"
)
"""A name and its number, in a code span or in words: x1 = 0.5, `x = 1.0`, $w_1$: 0.2, b is 0.1."""
_CASE = re.compile(
    r"\b(?:if|when|at|for|until|while|where|case|e\.g\.|say|from|to|set|put|si|wenn|falls|pour"
    r"|by|of|wrt|w\.r\.t\.|nach)\s*$|[若当如对于]\s*$",
    re.IGNORECASE,
)
_SAME = re.compile(r"(?:,|，|、|,? and| und| et|和)(?: [a-z]{1,10}){0,3}\s*")
"""What stands between two numbers that are given at once."""
_LISTED = re.compile(
    r"(?:^|\n|\|)[ \t]*[-*+]?[ \t]*$|\b(?:targets?|labels?|inputs?|weights?|bias|ziel|cible):?\s*$"
    r"|(?:目标|标签|输入|权重|偏置)[值为]?[:：]?\s*$",
    re.IGNORECASE,
)
"""What a whole number may be given after: the mark of an item, what the name is of a network."""
_ROW = re.compile(r"[ \t]*\|(?P<cells>[^\n]+)\|[ \t]*")
_CALLED = re.compile(r"(?:[^\W\d_]+ )*(\\?[A-Za-z]+\d?(?:_\w+)?)")
"""A cell that ends with a name: target y."""
_RULE = re.compile(r"[ \t]*\|[-:| \t]+\|[ \t]*")
_SPOKEN = re.compile(r"(?<![A-Za-z\\])[A-Za-z]+(?:_\{?\w+\}?)?|(?<=\\)[A-Za-z]+(?:_\{?\w+\}?)?")
_HEAD = re.compile(r"\s*&?\s*([A-Za-z]+(?:_\{?\w+\}?)?)\s*&?\s*:?=")
_MOST_BEFORE = 12


def with_told_numbers(text: str, found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the formulas of a text, with the settings that stand in its words and tables."""
    if not found:
        return []
    spoken = {_plain(name) for _, formula in found for name in _SPOKEN.findall(formula)}
    heads = (_HEAD.match(line) for _, formula in found for line in formula.split(r"\\"))
    defined = {_plain(head[1]) for head in heads if head}
    spans = sorted((at, at + len(formula)) for at, formula in found)
    said: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, name, number in (*_in_words(text), *_in_tables(text)):
        called = next((x for x in (name, _lowered(name)) if x in spoken), "")
        if called and called not in defined and not any(a <= place < b for a, b in spans):
            said[called].append((place, number.replace("−", "-")))
    told = [(at, f"{_raised(name)} = {number}") for name, ((at, number), *others) in said.items()
            if all(other == number for _, other in others)]  # fmt: skip
    return sorted([*found, *told], key=lambda pair: pair[0])


def _in_words(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield names with their numbers, in code spans and in words, and where they stand.

    A whole number counts where the sentence has given others: bias b = 0.1, target y = 1.
    """
    ended = -1
    for match in _SETTING.finditer(text):
        told = match["code"] == "`" or "." in match["number"] or match["name"][-1].isdigit()
        before = text[max(0, match.start() - _MOST_BEFORE) : match.start()]
        goes_on = ended >= 0 and _SAME.fullmatch(text, ended, match.start())
        if match["said"] and re.match("d[A-Za-z]", match["name"]):
            continue
        if (told or goes_on or _LISTED.search(before)) and not _CASE.search(before):
            place = match.start("said" if match["said"] else "name")
            yield place, _plain(match["name"]), match["number"]
            ended = match.end()


def _in_tables(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the names that tables give numbers to, in their heads or at the beginnings of rows."""
    place, table = 0, list[tuple[int, str]]()
    for line in [*text.split("\n"), ""]:
        if _ROW.fullmatch(line):
            table.append((place, line))
        elif table:
            yield from _in_table(table)
            table = []
        place += len(line) + 1


def _in_table(table: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """Yield what a table says: one row of numbers, or rows that end with one each."""
    if len(table) < 3 or not _RULE.fullmatch(table[1][1]):
        return
    head, *rows = [_cells(line) for _, line in (table[0], *table[2:])]
    if len(rows) == 1 and len(rows[0]) == len(head) and all(map(_is_number, rows[0])):
        yield from ((table[2][0], _plain(x), y) for x, y in zip(head, rows[0], strict=True))
        return
    for (place, line), row in zip(table[2:], rows, strict=True):
        if [i for i, cell in enumerate(row) if _is_number(cell)] == [len(row) - 1] != [0]:
            at = place + line.rindex("|", 0, line.rindex("|"))
            called = filter(None, (_CALLED.fullmatch(_plain(cell)) for cell in row[:-1]))
            yield from ((at, name[1], row[-1]) for name in called)


def _cells(row: str) -> list[str]:
    cells = row.strip().strip("|").split("|")
    return [re.sub(r"\\[()]|[$`]|(?<=[\W_])\s|\s(?=[\W_])", "", cell.strip()) for cell in cells]


def _is_number(cell: str) -> bool:
    return re.fullmatch(_NUMBER, cell) is not None


def _plain(name: str) -> str:
    return re.sub(r"[{}]", "", name)


def _lowered(name: str) -> str:
    """Return w_1 for w1."""
    return re.sub(r"(?<=[A-Za-z])(?=\d)", "_", name)


def _raised(name: str) -> str:
    """Return a name as LaTeX has it: w_{10}."""
    base, _, sub = name.partition("_")
    return f"{base}_{{{sub}}}" if len(sub) > 1 else name
