"""The words of an exercise's sheet and of its key; a sheet's first line says which one it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

WIDEST = 99
"""Neurons of a layer in a sheet that is known by its first line."""
LANGUAGES = ("en", "zh")
_TITLE = re.compile(
    r"\s*# (?:Exercise: an? |练习：)(?P<widths>\d{1,2}(?:-\d{1,2}){2,9})"
    r"(?: network \(seed | 网络（种子 )(?P<seed>-?\d{1,9})[)）]\s*(?:\n|$)"
)


class Drawing(NamedTuple):
    """What an exercise is drawn from."""

    widths: tuple[int, ...]
    seed: int


def drawing_of(text: str) -> Drawing | None:
    """Return what a sheet was drawn from, as its first line says; None of any other text."""
    found = _TITLE.match(text)
    if found is None:
        return None
    widths = tuple(map(int, found["widths"].split("-")))
    return Drawing(widths, int(found["seed"])) if 0 not in widths else None


def shown_widths(widths: Sequence[int]) -> str:
    """Return "2-3-1"."""
    return "-".join(map(str, widths))


class SheetWords(NamedTuple):
    """What is written around the equations: the title, the sizes line by line, what is asked."""

    title: str
    sizes: list[str]
    asked: str


def words_of(
    language: str, drawing: Drawing, matrices: Sequence[tuple[str, int, int]], asked: int,
    is_key: bool,
) -> SheetWords:  # fmt: skip
    """Return the words of a sheet, or of its key.

    matrices  the weights of all layers but a single neuron's, with their rows and columns
    asked     how many derivatives
    """
    return (_in_chinese if language == "zh" else _in_english)(drawing, matrices, asked, is_key)


def _in_english(
    drawing: Drawing, matrices: Sequence[tuple[str, int, int]], asked: int, is_key: bool
) -> SheetWords:
    widths, seed = drawing
    sizes = ", ".join(
        f"${w}$ has {rows} row{'s' * (rows > 1)} and {columns} column{'s' * (columns > 1)}"
        for w, rows, columns in matrices
    )
    entries = f"{widths[0]} {'entry' if widths[0] == 1 else 'entries'}"
    told = [f"The input $x$ has {entries}, {sizes}; vectors are columns."]
    if widths[-1] == 1:
        w, b = f"$w_{len(widths) - 1}$", f"$b_{len(widths) - 1}$"
        told.append(f"{w} is a column of {widths[-2]}; {b} is a number.")
    return SheetWords(
        f"{'Key' if is_key else 'Exercise'}: a {shown_widths(widths)} network (seed {seed})",
        told,
        f"Asked for are {asked} derivatives of the loss, one point each. "
        "Put the right side of each after its =.",
    )


def _in_chinese(
    drawing: Drawing, matrices: Sequence[tuple[str, int, int]], asked: int, is_key: bool
) -> SheetWords:
    widths, seed = drawing
    sizes = "，".join(f"${w}$ 为 {rows} 行 {columns} 列" for w, rows, columns in matrices)
    told = [f"输入 $x$ 有 {widths[0]} 个分量，{sizes}；向量都是列向量。"]
    if widths[-1] == 1:
        w, b = f"$w_{len(widths) - 1}$", f"$b_{len(widths) - 1}$"
        told.append(f"{w} 是 {widths[-2]} 维列向量；{b} 是一个数。")
    return SheetWords(
        f"{'答案' if is_key else '练习'}：{shown_widths(widths)} 网络（种子 {seed}）",
        told,
        f"请求出损失的 {asked} 个导数，每个一分。把右边写在各自的 = 之后。",
    )
