"""Read, Fit and Tree: three ways to set the same cards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF

from model.chart import Part
from model.pack import Tier
from tests.ui import mouse
from tests.ui.chart.test_gestures import BOLTON, MANCHESTER, Pixel
from ui.chart.arranging import Arrangement
from ui.chart.view import ChartView
from ui.document import Document


@pytest.mark.parametrize("arrangement", list(Arrangement))
def test_everything_is_hit_where_it_is_shown(
    view: ChartView, document: Document, arrangement: Arrangement
) -> None:
    view.arrange(arrangement)
    state, chart = document.state, view.chart
    for organisation in (*state.at_tier(Tier.GROUP), *state.at_tier(Tier.UNIT)):
        x, y, width, height = chart.box(organisation)
        hit = chart.hit(x + width / 2, y + min(height, 20) / 2)
        assert hit.id == organisation
        assert hit.part is (Part.ROW if state.tier(organisation) is Tier.UNIT else Part.CARD)
    for region in state.at_tier(Tier.REGION):
        x, y, width, _ = chart.box(region)
        assert chart.hit(x + width / 2, y + 10).id == region


def test_the_tree_shows_its_root_and_takes_drags(
    view: ChartView, document: Document, pixel: Pixel
) -> None:
    view.tree()
    x, y, width, height = view.chart.layout.root
    middle = view.to_view(QPointF(x + width / 2, y + height / 2))
    assert view.viewport().rect().contains(middle.toPoint())
    assert abs(middle.x() - view.viewport().width() / 2) < 2
    view.reveal(BOLTON)
    assert document.state.group_of(BOLTON) == MANCHESTER
    to = next(
        card
        for card in view.chart.cards
        if card != MANCHESTER
        and view.viewport().rect().adjusted(60, 60, -60, -60).contains(pixel(card))
    )
    mouse.drag(view.viewport(), pixel(BOLTON), pixel(to))
    assert document.state.group_of(BOLTON) == to
    assert view.arrangement is Arrangement.TREE
    assert len({top for _, top, _, _ in view.chart.layout.cards}) == 1


def test_another_width_keeps_in_view_what_was_at_the_top(view: ChartView) -> None:
    view.verticalScrollBar().setValue(round(view.chart.box(MANCHESTER)[1] * view.zoom) - 30)
    for width in (640, 1280, 900):
        view.resize(width, 800)
        shown = view.pixels(QRectF(*view.chart.box(MANCHESTER)))
        assert view.viewport().rect().intersects(shown)
    view.verticalScrollBar().setValue(0)
    for width in (500, 1280, 700):
        view.resize(width, 800)
        assert view.verticalScrollBar().value() == 0
