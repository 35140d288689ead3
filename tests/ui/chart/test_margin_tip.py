"""A cluster's tooltip says how near it is to breaking a rule."""

from PySide6.QtCore import QPointF

from ui.chart import tips
from ui.chart.view import ChartView


def test_the_tooltip_of_a_cluster_ends_with_its_margin(view: ChartView) -> None:
    view.reveal("C04")
    x, y, _, _ = view.chart.box("C04")
    text = tips.tip(view, view.to_view(QPointF(x + 20, y + 12)))
    assert "Margin to break: Population is 27,227 over the planning norm of 530,000" in text
    assert "Hartlepool (92,028) leaving would break that." in text


def test_the_tooltip_of_a_unit_has_none(view: ChartView) -> None:
    view.reveal("5D9")
    x, y, width, height = view.chart.box("5D9")
    text = tips.tip(view, view.to_view(QPointF(x + width / 2, y + height / 2)))
    assert "Hartlepool" in text
    assert "Margin" not in text
