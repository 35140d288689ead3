"""How cards are arranged in the window, and at which zoom an arrangement is first shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QSize

from model.chart import Chart, PostDetail, Stack
from model.layout import Metrics
from model.pack import Tier
from model.state import State
from ui.chart.faces import HEAD_LINE, Faces

READING_FROM = 0.78
"""Smallest zoom at which the reading arrangement fills the window's width."""
TREE_FROM = 0.6
"""Smallest zoom at which the tree is first shown; what does not fit is scrolled to."""


class Arrangement(StrEnum):
    """How cards are set."""

    READ = "read"
    """As many beside each other as fill the window's width at a readable size."""
    FIT = "fit"
    """In the window's shape, so that all of the chart is seen at once."""
    TREE = "tree"
    """The classic organisation chart: the root over regions over cards, side by side."""


THREAD_ROOM = 56.0
"""How much wider cards are that have threads left of their rows, scene units."""


BROAD_ROOT = 520.0


def metrics_for(posts: PostDetail, lines: int = 0) -> Metrics:
    """Return the sizes of a chart that shows so much of the posts.

    Parameters
    ----------
    lines : int
        How many the root says below its name.
    """
    usual = Metrics()
    return Metrics(
        card_width=usual.card_width + thread_room(posts),
        root_width=max(usual.root_width, BROAD_ROOT) if lines else usual.root_width,
        root_height=usual.root_height + HEAD_LINE * lines,
    )


def thread_room(posts: PostDetail) -> float:
    """Return how much wider cards are that show so much of the posts, scene units."""
    return THREAD_ROOM if posts is PostDetail.FULL else 0.0


def columns_for(arrangement: Arrangement, viewport: QSize, m: Metrics) -> int:
    """Return how many cards may stand beside each other; 0 leaves it to the chart's shape."""
    if arrangement is not Arrangement.READ:
        return 0
    room = viewport.width() / READING_FROM - 2 * m.margin - 2 * m.gutter + m.gap
    return max(2, int(room // (m.card_width + m.gap)))


def arranged(
    arrangement: Arrangement,
    state: State,
    faces: Faces,
    viewport: QSize,
    metrics: Metrics,
    columns: int,
    stacks: Mapping[str, Sequence[Stack]] | None,
) -> Chart:
    """Return the chart of a state.

    Parameters
    ----------
    columns : int
        As `columns_for` says, or as many as the chart had before an edit.
    stacks : mapping of region id to stacks, optional
        What is on it; everything, if not given.
    """
    arrange = None
    if arrangement is Arrangement.TREE:
        from model.upright import arrange_tree  # with it comes numpy, which takes its time

        heads = [faces.head_width(region) for region in state.at_tier(Tier.REGION)]
        arrange = partial(arrange_tree, metrics=metrics, head_widths=heads)
    aspect = max(0.5, viewport.width() / max(1, viewport.height()))
    return Chart(
        state,
        faces.header_height,
        aspect=aspect,
        metrics=metrics,
        columns=columns,
        stacks=stacks,
        arrange=arrange,
        row_height=None if faces.has_low_rows else faces.row_height,
    )


def first_zoom(arrangement: Arrangement, chart: Chart, viewport: QSize) -> float:
    """Return the zoom at which an arrangement is first shown."""
    across = viewport.width() / chart.layout.width
    down = viewport.height() / chart.layout.height
    match arrangement:
        case Arrangement.READ:
            return min(1.0, across)
        case Arrangement.FIT:
            return min(across, down, 1.0)
        case Arrangement.TREE:
            return min(1.0, max(TREE_FROM, down))
