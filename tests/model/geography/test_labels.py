"""Labels: never one on another, at no scale, and what is shown stays shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from model.geography.labels import NEVER, Label, Placed, place, shown

labels = st.lists(
    st.builds(
        lambda x, y, width, height, least, lift: Label(
            "", x, y, width, height, least, ((0.0, 0.0), (0.0, lift), (0.0, -lift))
        ),
        st.integers(0, 40).map(float),
        st.integers(0, 40).map(float),
        st.integers(10, 120).map(float),
        st.integers(8, 30).map(float),
        st.sampled_from([0.2, 1.0, 3.0]),
        st.integers(0, 25).map(float),
    ),
    max_size=25,
).map(lambda found: [label._replace(key=str(i)) for i, label in enumerate(found)])


def _overlap(a: Placed, b: Placed, scale: float) -> bool:
    def middle(p: Placed) -> tuple[float, float]:
        return p.label.x * scale + p.dx, p.label.y * scale + p.dy

    (ax, ay), (bx, by) = middle(a), middle(b)
    across = (a.label.width + b.label.width) / 2 - abs(ax - bx)
    down = (a.label.height + b.label.height) / 2 - abs(ay - by)
    return across > 1e-6 and down > 1e-6


@given(labels, st.floats(0.05, 60))
def test_no_label_lies_on_another_at_any_scale(found: list[Label], scale: float) -> None:
    seen = shown(place(found), scale)
    for i, a in enumerate(seen):
        assert a.label.least <= a.scale
        for b in seen[:i]:
            assert not _overlap(a, b, scale)


@given(labels)
def test_placing_is_the_same_every_time_and_the_first_has_what_it_wants(
    found: list[Label],
) -> None:
    placed = place(found)
    assert placed == place(found)
    assert list(placed) == [label.key for label in found]
    if found:
        first = placed[found[0].key]
        assert (first.scale, first.dx, first.dy) == (found[0].least, 0.0, 0.0)


@given(labels, labels, st.floats(0.05, 60))
def test_labels_that_come_later_keep_clear_of_those_that_stand(
    before: list[Label], after: list[Label], scale: float
) -> None:
    stand = place(before)
    later = place(after, [p for p in stand.values() if p.scale < NEVER])
    for a in shown(stand, scale):
        for b in shown(later, scale):
            assert not _overlap(a, b, scale)


def test_a_label_without_room_takes_its_second_place() -> None:
    high = Label("a", 0.0, 0.0, 60.0, 20.0, 1.0)
    low = Label("b", 0.0, 0.0, 60.0, 20.0, 1.0, ((0.0, 0.0), (0.0, 20.0)))
    assert place([high, low])["b"] == Placed(low, 1.0, 0.0, 20.0)
    assert place([high, low._replace(offsets=((0.0, 0.0),))])["b"].scale == NEVER


def test_neighbours_part_at_the_scale_at_which_there_is_room_for_both() -> None:
    west = Label("w", 0.0, 0.0, 50.0, 20.0, 0.1)
    east = Label("e", 10.0, 1.0, 70.0, 20.0, 0.1)
    assert place([west, east])["e"].scale == 6.0
