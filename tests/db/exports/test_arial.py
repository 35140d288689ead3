"""Widths of texts, and where lines break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db.exports.arial import width_of, word_width, wrapped
from tests.england import installed_pack

TEXTS = st.text(st.sampled_from("abc WM-i.é漢 "), max_size=80)


def test_widths_are_those_of_the_font() -> None:
    # From the font's own description: 556 and 278 thousandths for figures and spaces.
    assert round(width_of("0", 100.0) * 0.97, 1) == 55.6
    assert round(width_of(" ", 100.0) * 0.97, 1) == 27.8
    assert round(width_of("b", 100.0, bold=True) * 0.97, 1) == 61.1
    assert width_of("漢", 10.0) > width_of("W", 10.0)  # unknown: rather too wide


def test_every_character_of_a_pack_has_a_width() -> None:
    names = {c for o in installed_pack().organisations for c in o.name}
    assert all(width_of(c, 10.0) < 10.0 for c in names)


def test_lines_break_after_spaces_and_hyphens() -> None:
    room = width_of("Stoke-on-", 10.0) + 1
    assert wrapped("Stoke-on-Trent", room, 10.0) == ("Stoke-on-", "Trent")
    assert wrapped("Stoke on Trent", room, 10.0) == ("Stoke on", "Trent")
    room = width_of("2006-2011", 10.0) + 0.5
    assert wrapped("in 2006-2011", room, 10.0) == ("in", "2006-2011")
    assert wrapped("", 50.0, 10.0) == ("",)
    assert wrapped("a\nb", 50.0, 10.0) == ("a", "b")


@given(TEXTS, st.floats(5.0, 300.0), st.booleans())
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(
    text: str, room: float, bold: bool
) -> None:
    lines = wrapped(text, room, 10.0, bold=bold)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert len(line) <= 1 or width_of(line, 10.0, bold=bold) <= room + 0.1


@given(TEXTS, st.floats(20.0, 300.0))
def test_more_room_never_takes_more_lines(text: str, room: float) -> None:
    assert len(wrapped(text, room + 7, 10.0)) <= len(wrapped(text, room, 10.0))


def test_the_widest_word_decides_how_narrow_a_text_can_be() -> None:
    text = "of Northamptonshire and"
    room = word_width(text, 10.0) + 0.1
    assert "Northamptonshire" in wrapped(text, room, 10.0)
