"""The picture of growth: cost by the number of organisations, both axes logarithmic, as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 76, 218, 28, 60
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9")
"""Told apart by those who see colours otherwise (Okabe and Ito)."""
LABEL_STEP = 17


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the picture.

    Attributes
    ----------
    points : sequence of (number of organisations, milliseconds)
    """

    label: str
    points: Sequence[tuple[int, float]]


def growth(series: Sequence[Series]) -> str:
    """Return the picture; each line bears its label at its right end."""
    shown = [s for s in series if s.points]
    sizes = [n for s in shown for n, _ in s.points]
    costs = [cost for s in shown for _, cost in s.points]
    axes = _Axes(
        (math.log10(min(sizes)), math.log10(max(sizes))),
        (math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))),
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_grid(axes, sorted(set(sizes))),
    ]
    ends = _apart([axes.y(s.points[-1][1]) for s in shown])
    for number, (one, label_y) in enumerate(zip(shown, ends, strict=True)):
        colour = COLOURS[number % len(COLOURS)]
        places = [(axes.x(n), axes.y(cost)) for n, cost in one.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        parts.append(
            f'<path d="M{x + 7:.1f} {y:.1f}L{x + 15:.1f} {label_y:.1f}" stroke="{colour}"/>'
            f'<text x="{x + 18:.1f}" y="{label_y + 4:.1f}" fill="#1a1a1a">'
            f"{escape(one.label)}</text>"
        )
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True, slots=True)
class _Axes:
    """Decades at the ends of both axes."""

    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, size: float) -> float:
        low, high = self.across
        return LEFT + (math.log10(size) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, cost: float) -> float:
        low, high = self.up
        share = (math.log10(cost) - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _grid(axes: _Axes, sizes: Sequence[int]) -> Iterator[str]:
    """Iterate over the axes with their labels, and what a cost that grows like N looks like."""
    right, foot = WIDTH - RIGHT, HEIGHT - BOTTOM
    for decade in range(int(axes.up[0]), int(axes.up[1]) + 1):
        y = axes.y(10.0**decade)
        text = f"{10**decade:,}" if decade >= 0 else f"{10.0**decade:.{-decade}f}"
        yield f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#d9dde2"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444">{text}</text>'
    for size in sizes:
        x = axes.x(size)
        yield f'<path d="M{x:.1f} {TOP}V{foot}" stroke="#eceff2"/>'
        yield (
            f'<text x="{x:.1f}" y="{foot + 19}" text-anchor="middle" fill="#444">{size:,}</text>'
        )
    yield f'<path d="M{LEFT} {TOP}V{foot}H{right}" fill="none" stroke="#444"/>'
    middle = (LEFT + right) / 2
    yield (
        f'<text x="{middle}" y="{HEIGHT - 16}" text-anchor="middle" fill="#1a1a1a">'
        "organisations</text>"
    )
    at = (TOP + foot) / 2
    yield (
        f'<text x="20" y="{at}" text-anchor="middle" fill="#1a1a1a"'
        f' transform="rotate(-90 20 {at})">milliseconds</text>'
    )
    yield from _like_n(axes)


def _like_n(axes: _Axes) -> Iterator[str]:
    """Iterate over a dashed line as steep as a cost that grows like the number."""
    decades = min(axes.across[1] - axes.across[0], axes.up[1] - axes.up[0])
    end, top = 10.0 ** axes.across[1], 10.0 ** axes.up[1]
    start = (end / 10**decades, top / 10**decades)
    x1, y1, x2, y2 = axes.x(start[0]), axes.y(start[1]), axes.x(end), axes.y(top)
    yield (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#8a929b" stroke-dasharray="5 5"/>'
    )
    yield f'<text x="{x2 + 7:.1f}" y="{y2 + 4:.1f}" fill="#5c646d">as steep as N</text>'


def _apart(places: Sequence[float]) -> list[float]:
    """Return heights for labels, near their lines' ends and none over another."""
    order = sorted(range(len(places)), key=places.__getitem__)
    apart = list(places)
    free = TOP + LABEL_STEP + 4.0  # below the label of the dashed line
    for at in order:
        apart[at] = free = max(apart[at], free)
        free += LABEL_STEP
    return apart
