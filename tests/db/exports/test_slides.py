"""Slides: native and editable, nothing clipped or overlapping, nothing under 10 pt."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from pptx import Presentation

from db.errors import InputError
from db.exports.slides import drawing
from db.exports.slides.charts import in_rows
from db.exports.slides.report import to_pptx
from model import edits
from model.option import Option
from model.organisations import Organisations
from model.pack import Tier
from model.report.imprint import imprint
from model.report.legend import marks_told
from model.report.parts import Part
from model.report.table import MARKS
from model.rules.standing import Sign
from model.scenario import from_ready
from model.wording import MINUS, STAR, grouped, sum_text
from tests.db.exports.decks import (
    NAMES,
    POINT,
    ROOM,
    TEMPLATE,
    deck_of,
    house,
    is_connector,
    needed,
    placed,
    tables,
    texts,
)
from tests.england import installed_pack
from tests.model.report.plans import HOSTILE, hostile_plan, long_plan, plan
from tests.sample_pack import WHEN, sample_scenario
from ui.theme import LIGHT


@cache
def england(groups: int = 50) -> Option:
    """Return the clusters of June 2011, some of them divided until there are so many."""
    pack = installed_pack()
    ready = next(o for o in pack.options if o.id == "june-2011")
    option = from_ready(pack, ready, "abc", when=WHEN, who="nobody").option()
    state = option.state
    for number in range(groups - len(state.at_tier(Tier.GROUP))):
        largest = max(state.at_tier(Tier.GROUP), key=lambda g: (len(state.members(g)), g))
        change = edits.new_group(
            state,
            state.region_of(largest),
            f"N{number}",
            f"New {number}",
            state.members(largest)[:1],
        )
        option.commit(change, when=WHEN, who="nobody")
    return option


@cache
def deck(which: str):
    option = {
        "england": lambda: england(60),
        "plan": plan,
        "long": long_plan,
        "hostile": hostile_plan,
        "blank": lambda: sample_scenario("blank").option(),
    }[which]()
    return deck_of(option, line="In confidence. " * 9)


DECKS = ("england", "plan", "long", "hostile", "blank")
every_deck = pytest.mark.parametrize("which", DECKS)


# -- where things stand ----------------------------------------------------------------------------


@every_deck
def test_positions(which: str) -> None:
    """All of them at once: a deck of England takes seconds to make."""
    made = deck(which)
    right, bottom = made.slide_width / POINT + 0.1, made.slide_height / POINT + 0.1
    for slide in made.slides:
        title = slide.shapes.title.text
        found = placed(slide)
        for one in found:
            assert -0.1 < one.x <= one.right < right, (title, one)
            assert -0.1 < one.y <= one.bottom < bottom, (title, one)
        boxes = [one for one in found if not is_connector(one.shape)]
        assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []
    check_every_text_fits_into_its_shape(made)
    check_every_text_of_a_table_fits_into_its_row(made)
    check_no_text_is_under_ten_points(made)


def test_cards_are_wider_where_long_names_leave_no_room_for_units() -> None:
    pack = installed_pack()

    def long(name: str) -> str:
        return (name + " and the Metropolitan Borough of Upper and Lower Wimbleford" * 5)[:200]

    units = Organisations.of(replace(o, name=long(o.name)) for o in pack.organisations)
    ready = next(o for o in pack.options if o.id == "june-2011")
    ready = replace(ready, groups=tuple(replace(g, name=long(g.name)) for g in ready.groups))
    named = replace(pack, organisations=units, options=(ready,))
    option = from_ready(named, ready, "abc", when=WHEN, who="nobody").option()
    made = deck_of(option, parts=[Part.REGIONS])
    for slide in made.slides:
        for one in placed(slide):
            assert one.bottom <= made.slide_height / POINT + 0.1, slide.shapes.title.text


def check_every_text_fits_into_its_shape(made) -> None:
    for slide in made.slides:
        for shape in slide.shapes:
            if shape.is_placeholder or not shape.has_text_frame:
                continue
            frame = shape.text_frame
            aside = (frame.margin_left + frame.margin_right) / POINT
            above = (frame.margin_top + frame.margin_bottom) / POINT
            paragraphs = shape.element.findall("p:txBody/a:p", NAMES)
            high = needed(paragraphs, shape.width / POINT - aside) + above
            assert high <= shape.height / POINT + 0.1, (slide.shapes.title.text, shape.name)


def check_every_text_of_a_table_fits_into_its_row(made) -> None:
    for slide in made.slides:
        for shape in slide.shapes:
            if not shape.has_table:
                continue
            widths = [column.width / POINT for column in shape.table.columns]
            assert sum(widths) == pytest.approx(shape.width / POINT, abs=0.1)
            heights = [row.height / POINT for row in shape.table.rows]
            assert sum(heights) == pytest.approx(shape.height / POINT, abs=0.1)
            lines = shape.element.iter(f"{{{NAMES['a']}}}tr")
            for height, line in zip(heights, lines, strict=True):
                for width, cell in zip(widths, line.findall("a:tc", NAMES), strict=True):
                    inside = cell.find("a:tcPr", NAMES)
                    aside = (int(inside.get("marL")) + int(inside.get("marR"))) / POINT
                    above = (int(inside.get("marT")) + int(inside.get("marB"))) / POINT
                    high = needed(cell.findall("a:txBody/a:p", NAMES), width - aside)
                    assert high + above <= height + 0.1, slide.shapes.title.text


def check_no_text_is_under_ten_points(made) -> None:
    for slide in made.slides:
        for element in slide.shapes.element.iter():
            if element.get("sz", "").isdigit() and element.tag.endswith("Pr"):
                assert int(element.get("sz")) >= 1000


def test_the_smallest_text_is_told() -> None:
    option = england()
    told = to_pptx(option, imprint(option, "", "x", "y"), (Part.OVERVIEW,))
    assert told.smallest_pt == 10.0
    assert told.count == len(Presentation(io.BytesIO(told.data)).slides)


# -- what is said ----------------------------------------------------------------------------------


def test_every_organisation_is_on_the_slides() -> None:
    option = england(60)
    state = option.state
    said = "\n".join(text for slide in deck("england").slides for text in texts(slide))
    assert len(state.at_tier(Tier.GROUP)) == 60
    assert sum(len(state.posts_below(r)) for r in state.at_tier(Tier.REGION)) >= 1_500
    for tier in (Tier.ROOT, Tier.REGION, Tier.GROUP, Tier.UNIT):
        for organisation in state.at_tier(tier):
            assert state.label(organisation) in said


def test_the_nation_is_one_chart_of_boxes_and_lines() -> None:
    option = england()
    state = option.state
    slide = next(s for s in deck_of(option, parts=[Part.OVERVIEW]).slides if s.slide_id == 259)
    lines = [shape for shape in slide.shapes if is_connector(shape)]
    regions, groups = state.at_tier(Tier.REGION), state.at_tier(Tier.GROUP)
    assert len(lines) == len(regions) + len(groups)
    boxes = {shape.shape_id: shape.name for shape in slide.shapes if not is_connector(shape)}
    for group in groups:
        assert f"{state.code(group)} {state.label(group)}" in boxes.values()
    ends = set()
    for line in lines:
        start = int(line.element.find(".//a:stCxn", NAMES).get("id"))
        end = int(line.element.find(".//a:endCxn", NAMES).get("id"))
        ends.add((boxes[start], boxes[end]))
    assert (state.label(state.root), state.label(regions[0])) in ends
    first = next(g for g in groups if state.region_of(g) == regions[0])
    assert (state.label(regions[0]), f"{state.code(first)} {state.label(first)}") in ends
    assert not [shape for shape in slide.shapes if shape.shape_type == 13]  # a picture


def test_too_many_groups_for_a_chart_are_a_table() -> None:
    option = england(150)
    state = option.state
    made = deck_of(option, parts=[Part.OVERVIEW])
    assert not [s for slide in made.slides for s in slide.shapes if is_connector(s)]
    cells = {cell for table in tables(made) for row in table for cell in row}
    groups = state.at_tier(Tier.GROUP)
    assert len(groups) == 150
    assert {f"{state.code(g)} {state.label(g)}" for g in groups} <= cells


def test_totals_are_a_real_table_of_the_models_numbers() -> None:
    option = plan()
    state = option.state
    rows = {row[1]: row for table in tables(deck("plan")) if table[0][1] == "Name" for row in table}
    measure = state.pack.measures[0]
    for place in (state.root, *state.at_tier(Tier.REGION)):
        totals = state.totals(place)
        assert grouped(totals.units) in rows[state.label(place)]
        assert sum_text(measure, totals.sums[measure.id]) in rows[state.label(place)]
        assert grouped(totals.officers) in rows[state.label(place)]


def test_a_verdict_is_a_sign_and_words() -> None:
    option = plan()
    cover, *slides = deck("plan").slides
    (tile,) = (s.text_frame.text for s in cover.shapes if s.name == "Rules, with all below")
    whole = option.findings.standing(option.state.root)
    assert tile.splitlines()[1] == f"{MARKS[whole.sign]} {whole.text}"
    for slide in slides:
        tile = next((s for s in slide.shapes if s.name == "Rules, with all below"), None)
        if tile is None:
            continue
        code = slide.shapes.title.text.split()[0]
        standing = option.findings.standing(option.state.with_code(code))
        said = tile.text_frame.text.splitlines()[1]
        if standing.sign is Sign.NONE:
            assert said == "Nothing to check"
        else:
            assert said == f"{MARKS[standing.sign]} {standing.text}"


def test_findings_have_their_sources() -> None:
    option = england(60)
    heads = ("Verdict", "Source")
    found = (table for table in tables(deck("england")) if set(heads) <= set(table[0]))
    rows = [row for table in found for row in table]
    broken = [f for f in option.findings if f.verdict.value == "breaks"]
    for finding in broken:
        label = option.state.label(finding.organisation)
        of = f"{option.state.code(finding.organisation)} {label}"
        row = next(r for r in rows if r[1].startswith(f"{finding.rule.id} ") and of in r)
        assert row[0].endswith("breaks")
        assert finding.rule.source in row


def test_notes_say_where_figures_and_rules_are_from() -> None:
    option = england(60)
    slide = next(s for s in deck("england").slides if s.shapes.title.text.startswith("C06"))
    notes = slide.notes_slide.notes_text_frame.text
    figure = option.state.figure("5NE", "population")
    assert figure.source in notes
    assert any(f.rule.source in notes for f in option.findings.of("5NE"))


def test_posts_that_differ_by_their_number_share_a_row() -> None:
    rows = [row for table in tables(deck("england")) if table[0][:1] == ["Post"] for row in table]
    assert any(row[0].endswith(" 1 to 6") for row in rows)
    assert not any(row[0].endswith(" 2") for row in rows)


def test_parts_can_be_left_out() -> None:
    titles = [s.shapes.title.text for s in deck_of(plan(), parts=[Part.CHANGES]).slides]
    assert titles == ["A plan", "Contents", "How to read these slides", "Changes"]


def test_signs_are_explained_before_they_are_used_and_where_they_are() -> None:
    slides = list(deck("england").slides)
    told = " ".join(texts(slides[2]))
    assert slides[2].shapes.title.text == "How to read these slides"
    for sign, mark, words in marks_told():
        assert mark in told, sign
        assert words in told.lower()
    assert f"{STAR} Contains an estimate" in told
    charts = [s for s in slides if any(map(is_connector, s.shapes))]
    assert len(charts) == 1 + 10
    for slide in charts:
        (key,) = (s.text_frame.text for s in slide.shapes if s.name == "What the signs mean")
        said = " ".join(t for s in slide.shapes if s.name != "What the signs mean" for t in _of(s))
        shown = {mark for _, mark, _ in marks_told() if f"{mark} " in said}
        assert shown == {mark for _, mark, _ in marks_told() if f"{mark} " in key}
        assert ("* contains an estimate" in key) == ("bn*" in said or "m*" in said)


def _of(shape) -> list[str]:
    return [] if shape.is_placeholder or not shape.has_text_frame else [shape.text_frame.text]


def test_slides_say_once_that_posts_are_taken_to_be_filled_and_beside_tables_what_is_forecast() -> (
    None
):
    slides = [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in deck("england").slides
    ]
    assert sum("Posts are taken to be filled" in slide for slide in slides) == 1
    (told,) = [slide for slide in slides if "forecast, not borne out" in slide]
    assert "of West Sussex: forecast, not borne out: the year ended without a deficit" in told


def test_a_group_has_one_slide_unless_it_is_large() -> None:
    option = england(60)
    codes = [option.state.code(group) for group in option.state.at_tier(Tier.GROUP)]
    titles = [slide.shapes.title.text for slide in deck("england").slides]
    several = [code for code in codes if sum(t.startswith(f"{code} ") for t in titles) > 1]
    assert len(several) <= 6
    assert "C04 Tees: 4 PCTs" in titles


def test_letters_are_larger_where_there_is_room() -> None:
    sizes = {}
    for slide in deck("plan").slides:
        runs = slide.shapes.element.iterfind(".//a:tc//a:rPr", NAMES)
        sizes[slide.shapes.title.text] = {int(run.get("sz")) / 100 for run in runs}
    assert sizes["Changes"] == {14.0}
    assert sizes["How to read these slides"] == {14.0}


def test_boxes_stand_in_rows_with_room_for_a_line_between() -> None:
    for count in range(1, 60):
        assert in_rows(count, 1) == [count]
        for rows in (2, 3):
            shares = in_rows(count, rows)
            assert shares == [] or (len(shares), sum(shares)) == (rows, count)
            assert all(share % 2 == 0 for share in shares[:-1])
    assert in_rows(7, 2) == [4, 3]
    assert in_rows(10, 2) == [6, 4]
    assert in_rows(2, 3) == []


def test_numbers_of_sources_are_explained_before_they_are_used() -> None:
    slides = list(deck("england").slides)
    titles = [slide.shapes.title.text for slide in slides]
    first = titles.index("Estimates and own figures: where they come from")
    assert any(text.startswith("Source 1: ") for text in texts(slides[first]))
    assert titles[first + 1].startswith("Estimates and own figures (1 of ")
    for slide in slides[first + 1 : -1]:
        assert any(f"slide “{titles[first]}”" in text for text in texts(slide))


def test_a_minus_stays_with_its_number() -> None:
    joined = 0
    for slide in deck("england").slides:
        for run in slide.shapes.element.iter(f"{{{NAMES['a']}}}t"):
            assert f"{MINUS}£" not in (run.text or "")
            joined += f"{MINUS}\N{WORD JOINER}£" in (run.text or "")
    assert joined


@every_deck
def test_every_slide_is_in_a_section(which: str) -> None:
    made = deck(which)
    space = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
    sections = list(made.element.iter(f"{space}section"))
    listed = [slide.get("id") for section in sections for slide in section.iter(f"{space}sldId")]
    assert listed == [str(slide.slide_id) for slide in made.slides]
    names = [section.get("name") for section in sections]
    assert names[:2] == ["Title and contents", "Overview"]
    assert len(set(names)) == len(names)
    assert len({section.get("id") for section in sections}) == len(names)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_texts(text: str) -> None:
    said = " ".join(text for slide in deck("hostile").slides for text in texts(slide))
    assert text in said or text in said.replace(" ", "")


def test_an_option_with_nothing_in_it_says_so() -> None:
    said = [text for slide in deck("blank").slides for text in texts(slide)]
    assert "Not placed yet" in said
    assert any("not placed yet" in text for text in said)


# -- finding one's way -----------------------------------------------------------------------------


@every_deck
def test_every_slide_has_a_title_of_its_own_and_it_is_read_first(which: str) -> None:
    titles = []
    for slide in deck(which).slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id
        titles.append(slide.shapes.title.text)
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("which", ["plan", "long"])
def test_contents_lead_to_the_slides_that_they_name(which: str) -> None:
    made = deck(which)
    numbers = {slide.part.partname: n for n, slide in enumerate(made.slides, 1)}
    titles = {n: slide.shapes.title.text for n, slide in enumerate(made.slides, 1)}
    found, lines = 0, []
    for slide in made.slides:
        if not slide.shapes.title.text.startswith("Contents"):
            continue
        for paragraph in slide.shapes.element.iter(f"{{{NAMES['a']}}}p"):
            link = paragraph.find("a:r/a:rPr/a:hlinkClick", NAMES)
            if link is None:
                continue
            target = slide.part.related_part(link.get(f"{{{NAMES['r']}}}id"))
            said = [run.text for run in paragraph.iter(f"{{{NAMES['a']}}}t")]
            lines.append(said[0])
            if not said[1].strip():  # the entry goes on in the next line
                continue
            assert numbers[target.partname] == int(said[1])
            assert titles[int(said[1])].startswith(" ".join(lines))
            found, lines = found + 1, []
    assert found >= 3 + 3 + 3


@every_deck
def test_what_can_not_be_seen_is_told(which: str) -> None:
    for slide in deck(which).slides:
        for shape in slide.shapes:
            about = shape.element.find(".//p:cNvPr", NAMES)
            if shape.has_table:
                assert about.get("descr").startswith("Table: ")
            if is_connector(shape):
                (mark,) = (e for e in about.iter() if e.tag.endswith("}decorative"))
                assert mark.get("val") == "1"


def test_the_colours_are_the_windows() -> None:
    inks = drawing.Ink
    for ink, colour in (
        (inks.TEXT, LIGHT.text),
        (inks.PAPER, LIGHT.panel),
        (inks.GROUND, LIGHT.ground),
        (inks.LINE, LIGHT.band),
        (inks.GOOD, LIGHT.ok),
        (inks.WARNING, LIGHT.warning),
        (inks.BROKEN, LIGHT.broken),
    ):
        assert f"#{ink.value}" == colour.name().upper()
    for sign in Sign:
        if sign not in (Sign.NONE, Sign.OPEN):
            assert f"#{drawing.sign_ink(sign).value}" == LIGHT.sign(sign).name().upper()


# -- the file --------------------------------------------------------------------------------------


def test_properties_name_nobody_and_bear_the_last_changes_time() -> None:
    option = plan()
    made = deck_of(option)
    properties = made.core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    when = datetime.datetime.fromisoformat(option.log[option.log.head].when)
    assert properties.created == properties.modified
    assert properties.modified == when.replace(microsecond=0, tzinfo=None) or (
        properties.modified.replace(tzinfo=None) == when.replace(microsecond=0, tzinfo=None)
    )


# -- house templates -------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".potx", ".pptx"])
def test_slides_take_the_look_of_a_house_template(tmp_path: Path, ending: str) -> None:
    path = house(tmp_path / f"house{ending}")
    with zipfile.ZipFile(path) as archive:
        assert (TEMPLATE in archive.read("[Content_Types].xml")) is (ending == ".potx")
    made = deck_of(plan(), template=path)
    assert made.slide_width / POINT == 720  # the house's, not ours
    said = [text for slide in made.slides for text in texts(slide)]
    assert "How to use this template" not in said
    assert {slide.slide_layout.name for slide in made.slides} == {"Title Slide", "Title Only"}
    x, y, width, height = ROOM
    for slide in list(made.slides)[1:]:
        assert slide.shapes.title.text
        for one in placed(slide):
            if one.shape.is_placeholder:
                continue
            assert one.x >= x - 0.1, one
            assert one.y >= y - 0.1, one
            assert one.right <= x + width + 0.1, one
            assert one.bottom <= y + height + 0.1, one
    assert made.core_properties.author == ""
    assert made.core_properties.last_modified_by == ""


def test_a_house_templates_own_slides_are_not_in_the_file(tmp_path: Path) -> None:
    option = plan()
    path = house(tmp_path / "house.pptx")
    data = to_pptx(option, imprint(option, "", "x", "y"), template=path).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        for name in names:
            assert b"How to use this template" not in archive.read(name)
            assert b"Somebody" not in archive.read(name)


def _text(path: Path) -> Path:
    path.write_text("no presentation")
    return path


def _macros(path: Path) -> Path:
    with zipfile.ZipFile(house(path), "a") as archive:
        archive.writestr("ppt/vbaProject.bin", b"x")
    return path


def _cut(path: Path) -> Path:
    data = house(path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(path, "w") as out:
        for entry in archive.infolist():
            if entry.filename != "ppt/presentation.xml":
                out.writestr(entry, archive.read(entry))
    return path


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path, "can't be read"),
        (_text, "can't be read as a template"),
        (_cut, "can't be read as a template"),
        (_macros, "has macros"),
        (lambda path: house(path, layouts="blank"), "no layout with a title"),
        (lambda path: house(path, room=(60, 150, 300, 60)), "too little room"),
    ],
    ids=["missing", "text", "cut", "macros", "untitled", "small"],
)
def test_what_is_no_template_is_told(tmp_path: Path, make, says: str) -> None:
    path = make(tmp_path / "house.pptx")
    option = plan()
    with pytest.raises(InputError, match=says):
        to_pptx(option, imprint(option, "", "x", "y"), template=path)


def test_it_can_be_stopped_and_tells_how_far_it_is() -> None:
    option = plan()
    told: list[tuple[int, int]] = []

    def step(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        to_pptx(option, imprint(option, "", "x", "y"), step=step)
    assert told == sorted(told)
    assert {total for _, total in told} == {2 * 4}
