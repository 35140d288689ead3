"""The report as a workbook: formulas that come to the model's totals, texts that stay texts."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from xml.sax.saxutils import unescape

import pytest

from db.exports.arial import wrapped
from db.exports.xlsx import to_xlsx
from db.placements import LEADS
from model import edits
from model.before_after import BeforeAfter
from model.changes import Create, OptionField, SetOption
from model.option import Option
from model.report.imprint import imprint
from model.report.lists import groups_list, posts_list, units_list
from model.report.parts import Part
from model.report.posts import before_after_table
from model.report.table import MARKS, Table
from model.rules.rule import Verdict
from model.rules.standing import Sign
from tests.db.exports.workbooks import Sheet, place_of, read, work_out
from tests.model.packs import ON, WHEN, rich_pack
from tests.model.report.plans import HOSTILE, hostile_plan, long_plan, plan

SHEETS = [
    *("About", "Regions", "Clusters", "Trusts", "Posts", "Before and after", "Findings"),
    *("Rule results", "Changes", "Sources", "Estimates"),
]


def made(option: Option, parts: tuple[Part, ...] = tuple(Part)) -> bytes:
    about = imprint(option, "", "a&b.footprint", "Footprint 1")
    return to_xlsx(option, parts, about, lambda *_: None)


def workbook(option: Option, parts: tuple[Part, ...] = tuple(Part)) -> dict[str, Sheet]:
    return read(made(option, parts))


def code_trap() -> Option:
    """Return a plan whose groups' codes are one number, or a pattern, to SUMIFS."""
    option = Option(rich_pack(), "o", "Codes", ON)
    for code, unit in (("5E2", "T01"), ("500", "T03"), ("*", "T05")):
        made = Create(code, "cluster", code, f"Group {code}", "R1", ())
        option.commit(made, when=WHEN, who="Ada")
        option.commit(edits.move(option.state, [unit], code), when=WHEN, who="Ada")
    return option


@pytest.mark.parametrize("make", [plan, hostile_plan, code_trap])
def test_every_formula_comes_to_what_the_model_has(make: object) -> None:
    option = make()
    book = workbook(option)
    number = 0
    for name, sheet in book.items():
        for ref, formula in sheet.formulas.items():
            assert work_out(book, name, formula) == sheet.values[ref], (name, ref, formula)
            number += 1
    assert number >= 20
    state = option.state
    total = state.totals(state.root)
    clusters = book["Clusters"]
    last = {title: clusters.column(title)[-1] for title in clusters.row(1)}
    assert last["Population"] == total.sums["population"].value
    assert last["Budget"] == total.sums["budget"].value
    assert last["Officers"] == total.officers
    assert last["Trusts"] == total.units == 12


def test_sums_over_all_rows_are_formulas() -> None:
    book = workbook(plan())
    for name in ("Regions", "Clusters"):
        sheet = book[name]
        last = max(int(re.sub(r"\D", "", ref)) for ref in sheet.values)
        titles = dict(zip(sheet.row(1), "ABCDEFGHIJKLMN", strict=False))
        for title in ("Trusts", "Population", "Budget", "Officers"):
            assert sheet.formulas[f"{titles[title]}{last}"].startswith("SUM(")
            assert f"{titles['Accountable officers']}{last}" not in sheet.formulas


def test_codes_are_texts_and_no_code_is_taken_for_a_number() -> None:
    book = workbook(code_trap())
    assert sorted(book["Clusters"].column("Code")[:3]) == ["*", "500", "5E2"]
    assert "5E2" in book["Trusts"].column("Cluster code")
    assert 500.0 not in book["Clusters"].column("Code")


def test_what_is_missing_is_blank_and_never_nought() -> None:
    option = plan()
    book = workbook(option)
    sheet = book["Trusts"]
    by_code = dict(zip(sheet.column("Code"), sheet.column("Population"), strict=True))
    assert by_code["X7"] is None
    assert by_code["5NT"] == 300_000
    assert sheet.column("Budget")[list(by_code).index("X11")] == 0  # which is known
    empty = book["Clusters"].column("Name").index("Nobody")
    assert book["Clusters"].column("Population")[empty] is None


@pytest.mark.parametrize("option", [hostile_plan()])
def test_texts_stay_texts_even_when_edited(option: Option) -> None:
    data = made(option)
    book = read(data)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    looks = re.findall(r"<xf [^>]*?/?>", styles.split("<cellXfs")[1])
    texts = 0
    for sheet in book.values():
        for ref, value in sheet.values.items():
            if isinstance(value, str) and value.startswith(LEADS):
                assert ref not in sheet.formulas
                assert 'quotePrefix="1"' in looks[sheet.looks[ref]]
                texts += 1
    assert texts >= 4
    names = book["Trusts"].column("Name")
    assert {name for name in HOSTILE if name in names} == set(HOSTILE)


def test_the_lists_are_whole_and_tied_by_codes() -> None:
    option = plan()
    tables: list[Table] = [groups_list(option), units_list(option), posts_list(option)]
    for table in tables:
        for row in (*table.rows, *filter(None, [table.total])):
            assert len(row) == len(table.columns)
    groups, units, posts = (table.rows for table in tables)
    # Behind them what waits in each region, and what is asked of regions and nation themselves.
    assert [row[2].text for row in groups] == ["C01", "C02", "C03", *[""] * 7]
    assert len(units) == 12
    assert len(posts) == len(option.state.posts_below(option.state.root))
    by_unit = {row[0].text: (row[2].text, row[4].text) for row in units}
    assert by_unit["5NT"] == ("C01", "R1")
    assert by_unit["X12"] == ("", "R3")
    assert {row[1].text for row in posts} == {"C01", "C02", ""}


def test_sheets_are_set_up_to_be_read_and_printed() -> None:
    book = workbook(plan())
    assert list(book) == SHEETS
    for name in SHEETS[1:]:
        xml = book[name].xml
        assert 'state="frozen"' in xml
        assert "<autoFilter" in xml
        assert 'orientation="landscape"' in xml
        wide = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', xml)
        across = sum((int(last) - int(first) + 1) * float(one) for first, last, one in wide)
        assert f'paperSize="{8 if across > 215 else 9}"' in xml or 200 < across < 215
        assert 'fitToHeight="0"' in xml
        assert "Page &amp;P of &amp;N" in xml
        assert "a&amp;&amp;b.footprint" in xml
    assert (
        "_xlnm.Print_Titles"
        in zipfile.ZipFile(io.BytesIO(made(plan()))).read("xl/workbook.xml").decode()
    )


def test_a_law_broken_looks_other_than_a_norm() -> None:
    data = made(plan())
    book = read(data)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    looks = re.findall(r"<dxf>.*?</dxf>", styles, re.DOTALL)
    grounds = {}
    for number, mark in re.findall(
        r'type="beginsWith" dxfId="(\d+)" priority="\d+" operator="beginsWith" text="(.)"',
        book["Rule results"].xml,
    ):
        grounds[mark] = re.search(r'bgColor rgb="(\w+)"', looks[int(number)])[1]
    assert set(grounds) == set(filter(None, MARKS.values()))
    assert len({grounds[m] for m in (MARKS[Sign.CROSS], MARKS[Sign.OVER], MARKS[Sign.TICK])}) == 3
    for name in ("Regions", "Clusters", "Trusts", "Findings"):
        assert book[name].xml.count("<cfRule") == len(grounds)
    sheet = book["Findings"]
    pairs = set(zip(sheet.column("Verdict"), sheet.column("Binding as"), strict=True))
    broken = {pair for pair in pairs if "breaks" in pair[0]}
    assert {("✕ breaks", "law"), ("✕ breaks", "instruction"), ("◆ breaks", "norm")} <= broken
    assert all(("✕" in verdict) == (kind in ("law", "instruction")) for verdict, kind in broken)
    signs = book["About"].column("Signs")
    assert set(grounds) <= set(signs)


def test_what_does_not_apply_is_behind_a_filter_and_not_printed() -> None:
    option = plan()
    data = made(option)
    sheet = read(data)["Rule results"]
    idle = sum(f.verdict is Verdict.NOT_APPLICABLE for f in option.findings)
    assert len(re.findall(r'<row [^>]*hidden="1"', sheet.xml)) == idle > 0
    assert len(sheet.column("Verdict")) == len(list(option.findings))
    offered = re.findall(r'<filter val="([^"]*)"', sheet.xml)
    assert set(offered) == set(sheet.column("Verdict")) - {"not applicable"}
    names = zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml").decode()
    last = re.search(r"Print_Area[^>]*>'Rule results'!\$A\$1:\$I\$(\d+)<", names)[1]
    verdicts = [str(verdict).split()[-1] for verdict in sheet.column("Verdict")]
    assert set(verdicts[: int(last) - 1]) == {"breaks"}  # none of them is accepted
    assert "breaks" not in verdicts[int(last) - 1 :]


def test_a_number_keeps_apart_from_what_stands_to_its_right() -> None:
    data = made(plan())
    book = read(data)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    looks = re.findall(
        r"<xf [^>]*?/>|<xf [^>]*?[^/]>.*?</xf>",
        styles.split("<cellXfs")[1].split("</cellXfs")[0],
        re.DOTALL,
    )
    shown = dict(
        re.findall(
            r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', unescape(styles, {"&quot;": "'"})
        )
    )
    numbers = 0
    for sheet in book.values():
        for ref, value in sheet.values.items():
            if isinstance(value, float) and f'r="{ref}"' in sheet.xml and value < 30_000_000:
                look = looks[sheet.looks[ref]]
                if 'horizontal="left"' in look:  # a date
                    continue
                assert 'horizontal="right"' in look
                number = re.search(r'numFmtId="(\d+)"', look)[1]
                assert all(part.endswith("_0") for part in shown[number].split(";"))
                numbers += 1
    assert numbers > 40


@pytest.mark.parametrize("make", [plan, long_plan], ids=["plan", "long"])
def test_every_text_that_wraps_has_room_in_its_row(make: object) -> None:
    data = made(make())
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    assert '<name val="Arial"/>' in styles
    assert "Calibri" not in styles
    for name, sheet in read(data).items():
        wide = {}
        cols = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet.xml)
        for first, last, width in cols:
            wide |= dict.fromkeys(range(int(first), int(last) + 1), float(width))
        high = {
            int(n): float(h) for n, h in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet.xml)
        }
        for ref, value in sheet.values.items():
            row, place = int(re.sub(r"\D", "", ref)), place_of(ref) + 1
            if not isinstance(value, str) or (name == "About" and row == 1):
                continue
            # A column's width holds five pixels more than its characters.
            room = (wide[place] - 5 / 7) * 5.25
            lines = len(wrapped(value, room, 10.0, bold=row == 1))
            if lines > 1 and name != "About":
                assert high[row] >= min(409.0, lines * 12.75), (name, ref, value)


def test_its_first_sheet_leads_to_the_others_and_has_their_remarks() -> None:
    option = plan()
    book = workbook(option)
    about = book["About"]
    links = re.findall(r"<hyperlink [^>]*location=\"'([^']*)'!A1\"", about.xml)
    assert links == SHEETS[1:]
    assert set(SHEETS[1:]) <= set(about.column("Sheets"))
    remarks = before_after_table(option.state, [option.state.root], BeforeAfter(option.state))
    left = {ref: said for ref, said in about.values.items() if ref.startswith("A")}
    captions = {about.values.get(f"B{ref[1:]}"): said for ref, said in left.items()}
    for remark in remarks.remarks:
        assert captions[remark] == "Before and after"


def test_only_the_parts_that_are_wanted() -> None:
    assert list(workbook(plan(), (Part.CHANGES,))) == ["About", "Changes"]
    book = workbook(plan(), (Part.REGIONS,))
    assert list(book) == ["About", "Regions"]
    # Without the groups there is nothing to add up but the regions themselves.
    assert all(f.startswith("SUM(") for f in book["Regions"].formulas.values())


def test_a_pack_may_call_its_kinds_anything() -> None:
    pack = rich_pack()
    names = {"Regions": "History", "clusters": "Posts", "trusts": "a/b:c*d?e[f]'g' " + "x" * 40}
    kinds = tuple(replace(kind, plural=names.get(kind.plural, kind.plural)) for kind in pack.kinds)
    option = plan(replace(pack, kinds=kinds))
    book = workbook(option)
    assert len(book) == len(SHEETS)
    assert all(len(name) <= 31 for name in book)
    for name, sheet in book.items():
        for ref, formula in sheet.formulas.items():
            assert work_out(book, name, formula) == sheet.values[ref]


def test_an_option_without_a_change_or_a_group_has_its_sheets() -> None:
    book = workbook(Option(rich_pack(), "o", "Empty", ON))
    assert list(book) == SHEETS
    assert book["Changes"].values["A2"] == "Nothing was changed yet."


def test_it_can_be_stopped_between_sheets() -> None:
    seen: list[tuple[int, int]] = []

    def step(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    option = plan()
    with pytest.raises(KeyboardInterrupt):
        to_xlsx(option, tuple(Part), imprint(option, "", "a", "Footprint 1"), step)
    assert seen == [(0, 10), (1, 10), (2, 10)]


def test_nobody_and_no_moment_is_named_and_bytes_are_the_same_elsewhere() -> None:
    data = made(plan())
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert core.count("2011-05-01T09:00:00Z") == 2
    program = (
        "import sys, hashlib; from tests.db.exports.test_xlsx import made, plan;"
        "sys.stdout.write(hashlib.sha256(made(plan())).hexdigest())"
    )
    sums = set()
    for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Lima")):
        sums.add(
            subprocess.run(
                [sys.executable, "-c", program],
                capture_output=True,
                text=True,
                check=True,
                env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": ".", "PATH": ""},
            ).stdout
        )
    assert len(sums) == 1


def test_a_note_longer_than_a_row_is_high_goes_on_in_the_next() -> None:
    option = plan()
    words = " ".join(f"word-{number}" for number in range(900))
    option.commit(SetOption(OptionField.NOTE, words), when=WHEN, who="Ada")
    about = read(made(option))["About"]
    first = next(ref for ref, value in about.values.items() if value == "Note")
    row = int(first[1:])
    heights = re.findall(r'<row r="\d+"[^>]* ht="([\d.]+)"', about.xml)
    assert max(map(float, heights)) < 409
    pieces = [about.values[f"B{row}"]]
    while f"A{row + 1}" not in about.values and f"B{row + 1}" in about.values:
        row += 1
        pieces.append(about.values[f"B{row}"])
    assert len(pieces) > 2
    assert " ".join(pieces) == words
