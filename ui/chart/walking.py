"""Arrow keys on the chart: from where one is, to what is there in that direction."""

from __future__ import annotations

from PySide6.QtCore import Qt

from model.chart import Chart
from model.pack import Tier
from model.state import State

STEPS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


def step(chart: Chart, state: State, current: str, key: Qt.Key) -> str:
    """Return the id of the organisation that an arrow key leads to.

    Up and down walk through a card's rows, then to its header and on to the region; left and
    right go to the card beside. With nothing current, the root.
    """
    if key == Qt.Key.Key_Home or current not in state:
        return chart.root
    if key == Qt.Key.Key_End:
        return _last(chart)
    if current == chart.root:
        down = key in (Qt.Key.Key_Down, Qt.Key.Key_Right)
        return chart.regions[0] if down and chart.regions else current
    if state.tier(current) is Tier.REGION:
        return _from_region(chart, current, key)
    place = chart.place(current)
    if place is not None:
        return _from_row(chart, *place, key)
    card = chart.card_of.get(current)
    return chart.root if card is None else _from_card(chart, card, key)


def _last(chart: Chart) -> str:
    """Return the id of the last row of all, the root if there is none."""
    for stack in reversed(chart.stacks):
        if len(stack.rows):
            return stack.rows[-1][0]
    return chart.root


def _from_region(chart: Chart, region: str, key: Qt.Key) -> str:
    number = chart.regions.index(region)
    if key == Qt.Key.Key_Up:
        return chart.root
    if key == Qt.Key.Key_Down:
        first, after = chart.layout.first_card[number : number + 2]
        return _top_of(chart, first) if after > first else region
    move = 1 if key == Qt.Key.Key_Right else -1
    return chart.regions[max(0, min(len(chart.regions) - 1, number + move))]


def _from_card(chart: Chart, card: int, key: Qt.Key) -> str:
    if key == Qt.Key.Key_Up:
        return chart.regions[chart.layout.region_of_card[card]]
    if key == Qt.Key.Key_Down:
        rows = chart.rows_of(card)
        return rows[0][0] if len(rows) else chart.cards[card]
    return _top_of(chart, _beside(chart, card, key))


def _from_row(chart: Chart, card: int, place: int, key: Qt.Key) -> str:
    rows = chart.rows_of(card)
    if key == Qt.Key.Key_Up:
        if place:
            return rows[place - 1][0]
        region = chart.regions[chart.layout.region_of_card[card]]
        return region if chart.waiting[card] else chart.cards[card]
    if key == Qt.Key.Key_Down:
        return rows[min(place + 1, len(rows) - 1)][0]
    beside = chart.rows_of(_beside(chart, card, key))
    if not len(beside):
        return _top_of(chart, _beside(chart, card, key))
    return beside[min(place, len(beside) - 1)][0]


def _beside(chart: Chart, card: int, key: Qt.Key) -> int:
    move = 1 if key == Qt.Key.Key_Right else -1
    return max(0, min(len(chart.cards) - 1, card + move))


def _top_of(chart: Chart, card: int) -> str:
    """Return what stands for a card: its group, or its first unit when it holds the tray."""
    if not chart.waiting[card]:
        return chart.cards[card]
    return chart.rows_of(card)[0][0]
