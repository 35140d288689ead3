"""What an export may look like, and what is refused before anything is drawn."""

from __future__ import annotations

import pytest

from db.errors import InputError
from model.report.parts import Part
from ui.export_file import WRITERS
from ui.export_settings import (
    FORMATS,
    MAX_SIDE,
    PAPERS,
    ExportSettings,
    endings,
    format_of,
    paper_named,
    parts_named,
    tiles_named,
)


def test_paper_lies_or_stands() -> None:
    assert ExportSettings("A3").size_mm == (420, 297)
    assert ExportSettings("A3", landscape=False).size_mm == (297, 420)


def test_other_papers_are_as_wide_and_high_as_they_say() -> None:
    assert ExportSettings(paper_named("300X600mm"), landscape=True).size_mm == (300, 600)
    assert ExportSettings(paper_named("letter")).size_mm == (279, 216)


def test_sheets_are_told_as_people_write_them() -> None:
    assert tiles_named(" 3X2 ") == (3, 2)
    with pytest.raises(InputError, match="no number of sheets"):
        tiles_named("three")


def test_pixels_follow_paper_and_resolution() -> None:
    assert ExportSettings("A4", dpi=300).pixels == (3508, 2480)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"paper": "Legal"}, "choose one of A4, A3, A2, A1, A0, Letter"),
        ({"paper": "99x300mm"}, "from 100 to 5,000 mm"),
        ({"paper": "300x5001mm"}, "from 100 to 5,000 mm"),
        ({"layout": "book"}, "choose one-page or pages or board-paper or poster"),
        ({"tiles": (0, 2)}, "how many across"),
        ({"tiles": (2, 11)}, "at most 10"),
        ({"margin_mm": 4}, "from 5 to 50"),
        ({"line": "two\nlines"}, "one line"),
        ({"line": "x" * 121}, "at most 120 characters"),
        ({"dpi": 29}, "from 30 to 1200"),
        ({"dpi": 1201}, "from 30 to 1200"),
        ({"parts": ()}, "one or more of overview, map, regions"),
        ({"title": "two\nlines"}, "one line"),
        ({"title": "x" * 201}, "at most 200 characters"),
    ],
)
def test_values_that_cannot_be_used(values: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        ExportSettings(**values)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_advised_resolution_is_the_largest_that_can_be_painted(paper: str) -> None:
    try:
        ExportSettings(paper, dpi=1200).check_picture()
    except InputError as error:
        advised = int(error.remedy.split()[1])
        assert max(ExportSettings(paper, dpi=advised).pixels) <= MAX_SIDE
        with pytest.raises(InputError):
            ExportSettings(paper, dpi=advised + 1).check_picture()
    else:
        assert max(ExportSettings(paper, dpi=1200).pixels) <= MAX_SIDE


def test_a_large_picture_comes_with_a_warning() -> None:
    assert ExportSettings("A3", dpi=300).check_picture() == ""
    warning = ExportSettings("A0", dpi=300).check_picture()
    assert "14,043 × 9,933 pixels" in warning
    assert "558 MB" in warning


def test_a_picture_has_one_page() -> None:
    with pytest.raises(InputError, match="PDF only"):
        ExportSettings(layout="pages").check_picture()
    with pytest.raises(InputError, match="choose the layout one-page"):
        ExportSettings(layout="pages").check_one_page()
    ExportSettings(layout="one-page").check_one_page()


# -- formats and parts -----------------------------------------------------------------------------


def test_every_format_has_a_writer_and_is_found_by_its_ending() -> None:
    assert list(WRITERS) == list(FORMATS)
    for suffix, made_as in FORMATS.items():
        assert made_as.suffix == suffix
        assert format_of(f"a.b/PLAN{suffix.upper()}") is made_as
        assert suffix in endings()


@pytest.mark.parametrize("name", ["plan", "plan.docx", "pdf", "a.pdf/plan", ""])
def test_other_endings_are_refused_with_those_that_would_do(name: str) -> None:
    with pytest.raises(InputError, match=r"end it in \.pdf, "):
        format_of(name)


def test_parts_come_in_the_order_of_a_report() -> None:
    assert parts_named("") == tuple(Part)
    assert parts_named(" Sources,overview ") == (Part.OVERVIEW, Part.SOURCES)
    assert parts_named("changes,changes") == (Part.CHANGES,)


@pytest.mark.parametrize("names", ["overviews", "overview,,changes", ","])
def test_parts_that_are_not_there_are_refused_with_those_that_are(names: str) -> None:
    with pytest.raises(InputError, match="choose of overview, map, regions, clusters, findings"):
        parts_named(names)
