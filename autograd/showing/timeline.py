"""`Timeline`: when the elements of an SVG are seen and where they move, as CSS that repeats."""

from __future__ import annotations

from xml.etree.ElementTree import Element


class Timeline:
    """So many steps of `pace` seconds each, then `hold` seconds of the end; then anew.

    What is shown until the end is shown in a still too; what passes is not.
    """

    def __init__(self, steps: int, pace: float, hold: float) -> None:
        self.pace = pace
        self.length = steps * pace + hold
        self._keyframes: dict[str, str] = {}  # by what they say

    def shown(self, element: Element, start: float, end: float | None = None) -> None:
        """Show the element from one step on, to another or to the end."""
        first, last = self._percent(start), None if end is None else self._percent(end)
        frames = f"{first} {{ opacity: 1 }} "
        frames = frames if first == "0%" else f"0% {{ opacity: 0 }} {frames}"
        frames += "100% { opacity: 1 }" if last is None else f"{last}, 100% {{ opacity: 0 }}"
        if last is not None:
            element.set("class", f"{element.get('class', '')} passing".strip())
        self._animate(element, frames, "step-end")

    def moves(
        self, element: Element, path: str, start: float, end: float, places: tuple[float, float]
    ) -> None:
        """Move the element along a path, between two places on it in percent."""
        ends = zip((start, end), places, strict=True)
        frames = " ".join(f"{self._percent(t)} {{ offset-distance: {p:g}% }}" for t, p in ends)
        element.set("style", f'offset-path: path("{path}"); offset-rotate: 0deg;')
        self._animate(element, frames, "linear")

    def style(self) -> str:
        """Return the rules: the keyframes, and none of them where motion is not wanted."""
        rules = [f"@keyframes {name} {{ {what} }}" for what, name in self._keyframes.items()]
        still = "@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }"
        return "\n".join([".passing { opacity: 0; }", *rules, still, ""])

    def _percent(self, step: float) -> str:
        return f"{100 * step * self.pace / self.length:.4g}%"

    def _animate(self, element: Element, frames: str, way: str) -> None:
        name = self._keyframes.setdefault(frames, f"k{len(self._keyframes)}")
        told = f"{name} {self.length:g}s {way} infinite"
        style, _, others = element.get("style", "").partition("animation: ")
        both = f"{others.rstrip(';')}, {told}" if others else told
        element.set("style", f"{style.strip()} animation: {both};".strip())
