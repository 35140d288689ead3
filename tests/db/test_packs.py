"""Reading packs: what a sound one gives, and what each kind of fault is told."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import DbError, InputError, PackError
from db.packs import installed, read_pack
from db.packs.folder import PackFolder
from db.packs.toml import TomlFile
from model.organisations import Basis
from model.pack import Pack, Tier
from model.rules.rule import Severity
from tests.db.tiny_pack import LINKS, ORGANISATIONS, PACKS, TINY, write_tiny
from tests.england import installed_pack


@pytest.fixture(scope="module")
def pct() -> Pack:
    return installed_pack()


# -- the pack that ships -----------------------------------------------------------------------


def test_pct_2011_has_the_published_numbers_of_organisations(pct: Pack) -> None:
    tiers = Counter(pct.kind(o.kind).tier for o in pct.organisations)

    assert tiers == {Tier.ROOT: 1, Tier.REGION: 10, Tier.UNIT: 151}
    assert (len(pct.links), len(pct.borders)) == (340, 384)


def test_pct_2011_sums_to_the_published_totals(pct: Pack) -> None:
    def total(measure: str) -> int:
        return sum(o.figures[measure].value for o in pct.organisations if measure in o.figures)

    assert total("population") == 53_012_456
    assert total("allocation") == 89_042_955_000


def test_pct_2011_offers_its_options_in_order(pct: Pack) -> None:
    assert [option.id for option in pct.options] == ["june-2011", "blank", "alone"]
    assert [len(option.groups) for option in pct.options] == [50, 0, 151]
    assert all(option.on == datetime.date(2011, 6, 1) for option in pct.options)


def test_every_pct_is_in_one_cluster_of_june_2011(pct: Pack) -> None:
    placed = [member for group in pct.options[0].groups for member in group.members]

    assert len(placed) == len(set(placed)) == 151


def test_pct_2011_credits_its_sources(pct: Pack) -> None:
    everything = " ".join(pct.credits)

    for credit in (
        "Open Government Licence",
        "Contains National Statistics data and Ordnance Survey data © Crown copyright and "
        "database right 2011-2014",
        "Martin Chorley",
        "CC BY 4.0",
        "MastodonC",
        "Apache License 2.0",
    ):
        assert credit in everything


def test_an_estimate_keeps_its_interval_and_source(pct: Pack) -> None:
    trafford = next(o for o in pct.organisations if o.name == "Trafford").figures["allocation"]

    assert trafford.basis is Basis.ESTIMATE
    assert trafford.low is not None
    assert trafford.high is not None
    assert trafford.low < trafford.value < trafford.high
    assert trafford.source.startswith("Our own estimate")
    assert trafford.note.startswith("Rounded")


def test_a_measure_without_columns_has_no_figures(pct: Pack) -> None:
    assert pct.measure("management_cost_base").carrier == "pct"
    assert not any("management_cost_base" in o.figures for o in pct.organisations)


# -- a sound pack, read value by value ---------------------------------------------------------


def test_organisations_are_read_with_figures_facts_and_place(tmp_path: Path) -> None:
    ashby, barton, corby = read_pack(write_tiny(tmp_path)).organisations[2:5]

    assert (ashby.code, ashby.name, ashby.parent) == ("A1", "Ashby", "S")
    assert ashby.place == (-1.5, 52.25)
    assert ashby.facts == {"market": "yes"}
    assert barton.name == "Barton, Great"
    assert corby.figures == {}


def test_a_figure_takes_the_measures_source_when_it_names_none(tmp_path: Path) -> None:
    figure = read_pack(write_tiny(tmp_path)).organisations[3].figures["people"]

    assert (figure.value, figure.low, figure.high) == (90, 80, 110)
    assert (figure.basis, figure.source, figure.note) == (Basis.ESTIMATE, "Parish clerk", "Guess")


def test_options_are_read_or_made(tmp_path: Path) -> None:
    plan, apart = read_pack(write_tiny(tmp_path)).options

    assert plan.groups[0].members == ("a", "b")
    assert plan.groups[0].leader == "Ann Lee"
    assert [(g.id, g.code, g.name, g.parent, g.members) for g in apart.groups[:2]] == [
        ("A-a", "A-a", "Ashby", "S", ("a",)),
        ("A-b", "A-b", "Barton, Great", "S", ("b",)),
    ]


def test_links_and_borders_are_read(tmp_path: Path) -> None:
    pack = read_pack(write_tiny(tmp_path))

    assert [link.people for link in pack.links] == [40, None]
    assert [(b.kind, b.length_m, b.fixed_link) for b in pack.borders] == [
        ("land", 1200, True),
        ("water", 300, False),
    ]


def test_rules_are_read_with_dates_and_data(tmp_path: Path) -> None:
    rule = read_pack(write_tiny(tmp_path)).rules[1]

    assert (rule.severity, rule.adjustable) == (Severity.NORM, ("low",))
    assert (rule.start, rule.end) == (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    assert rule.params == {"measure": "people", "low": 50, "high": 500}


def test_a_table_saved_by_excel_is_read(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path)
    text = ORGANISATIONS.replace("\n", "\r\n")
    (pack / "organisations.csv").write_bytes(b"\xef\xbb\xbf" + text.encode() + b",,,,,,,,,,,,\r\n")

    assert len(read_pack(pack).organisations) == 6


# -- faults ------------------------------------------------------------------------------------

Fault = tuple[str, str, str, str]

PACK_FAULTS: list[Fault] = [
    ('id = "tiny"', "id = tiny", "line 4, column 6", "is not TOML"),
    ('id = "tiny"', 'id = "a b"', "line 4, key id", "can't be an id"),
    ('name = "Tiny"', "name = 3", "line 5, key name", "must be a text in quotes"),
    ('name = "Tiny"\n', "", "line 3, key name", "is missing"),
    ('name = "Tiny"', 'name = ""', "line 5, key name", "is empty"),
    ('name = "Tiny"', 'nom = "Tiny"', "line 5, key nom", "is not a known key"),
    ('name = "Tiny"', 'name = "a\\u0007b"', "line 5, key name", "control character (U+0007)"),
    ('name = "Tiny"', 'name = "a\\u202eb"', "line 5, key name", "control character (U+202E)"),
    ('name = "Tiny"', 'name = "a\\nb"', "line 5, key name", "has a line break"),
    ('name = "Tiny"', f'name = "{"a" * 201}"', "line 5, key name", "201 characters"),
    ('"Made up."', f'"{"a" * 2001}"', "line 8, key credits", "2,001 characters"),
    ("2026-01-31", '"2026-01-31"', "line 7, key as_of", "a date without quotes"),
    ("2026-01-31", "2026-02-30", "line 7, column 9", "is not TOML: Invalid date"),
    ("2026-01-31", "2026-01-31T10:00:00", "line 7, key as_of", "must be a date"),
    ('version = "1"', "version = 1" + "0" * 5000, "pack.toml", "is not TOML"),
    ('version = "1"', "version = " + "[" * 5000, "pack.toml", "is nested too deeply"),
    ("format = 1", "format = 2", "line 1, key format", "install a newer Footprint"),
    ("format = 1", "format = true", "line 1, key format", "must be a whole number"),
    ('officer = "officer"\n', "", "line 13, key officer", "is missing"),
    ('"links.csv"', '"../tiny/links.csv"', "line 21, key links", "leads out of"),
    ('"links.csv"', '"/etc/passwd"', "line 21, key links", "is not a name inside"),
    ('"links.csv"', '"C:links.csv"', "line 21, key links", "is not a name inside"),
    ('"links.csv"', '"a\\\\..\\\\b"', "line 21, key links", "is not a name inside"),
    ('"links.csv"', '"links.txt"', "links.txt", "there is no such file"),
    ('id = "shire"', 'id = "land"', "line 31, key id", "'land' is there twice"),
    ('tier = "region"', 'tier = "county"', "line 33, key tier", "is not one of root, region"),
    ('["land"]', '["sea"]', "line 34, key parents", "there is no kind 'sea'"),
    ('["land"]', '["parish"]', "line 34, key parents", "is at tier unit, which is not above"),
    ('["land"]', '"land"', "line 34, key parents", "must be a list of texts"),
    ('parents = ["land"]\n', "", "line 30, key parents", "is missing"),
    ('tier = "root"', 'tier = "root"\nparents = ["shire"]', "line 29, key parents", "no parents"),
    ('tier = "unit"', 'tier = "part"', "line 25, key kind", "no kind is at tier unit"),
    ('part"\nparents = ["parish", "farm"]', 'group"\nparents = ["shire"]', "key kind", "2 kinds"),
    ('tier = "part"', 'tier = "group"', "line 53, key parents", "is at tier unit"),
    ('carrier = "parish"', 'carrier = "town"', "line 58, key carrier", "there is no kind 'town'"),
    ('low = "low", ', "", "line 60, key columns", "both a low and a high"),
    ('low = "low"', 'low = "people"', "line 60, key low", "belongs to measure people already"),
    ('low = "low"', 'lower = "low"', "line 60, key lower", "is not a known key"),
    ('id = "people"', 'id = "officers"', "key id", "a total that Footprint itself makes"),
    ('value = "people"', 'value = "id"', "line 60, key value", "belongs to every organisation"),
    ('id = "market"', 'id = "people"', "line 63, key id", "belongs to measure people"),
    ("accountable = true", 'accountable = "yes"', "line 69, key accountable", "true or false"),
    ('id = "apart"', 'id = "plan"', "line 79, key id", "'plan' is there twice"),
    ('"alone"', '"alike"', "line 82, key arrangement", "'alike' is not one of none, alone"),
    ('file = "plan.csv"', "", "line 71, key file", "is missing"),
    ('"alone"', '"alone"\nfile = "plan.csv"', "line 83, key file", "'listed' only"),
]

ORGANISATION_FAULTS: list[Fault] = [
    ("id,kind", "id,sort", "line 1, column sort", "is not a known column"),
    ("code,name", "code,code", "line 1, column code", "is there twice"),
    ("lon,lat", ",lat", "line 1, column (without a name)", "is not a known column"),
    (",market", ",", "line 1, column (without a name)", "is not a known column"),
    (",people,", ",", "line 1, column people", "is missing"),
    ("b,parish,B1", "a,parish,B1", "line 5, column id", "'a' is there twice"),
    ("b,parish,B1", "b b,parish,B1", "line 5, column id", "can't be an id"),
    ("b,parish,B1", "b,parish,a1", "line 5, column code", "'a1' is the code of 'a' too"),
    ("b,parish,B1", "b,parish,", "line 5, column code", "is empty"),
    ("b,parish,B1", "b,town,B1", "line 5, column kind", "there is no kind 'town'"),
    ("b,parish,B1", "b,league,B1", "line 5, column kind", "list it in an option's file"),
    ("S,shire,S,Shire,L", "S,land,S,Shire,", "line 3, column kind", "a second land"),
    ("Land,,", "Land,S,", "line 2, column parent", "has no parent"),
    ("Ashby,S,", "Ashby,,", "line 4, column parent", "is empty"),
    ("Ashby,S,", "Ashby,X,", "line 4, column parent", "there is no organisation 'X'"),
    ("Ashby,S,", "Ashby,L,", "line 4, column parent", "it hangs under: league, shire"),
    ("Ashby,S,", "Ashby,f,", "line 4, column parent", "goes round in a circle: a under f under a"),
    ("Home Farm,a", "Home Farm,f", "line 7, column parent", "in a circle: f under f"),
    ("Shire,L,", "Shire,c,", "line 3, column parent", "goes round in a circle: S under c under S"),
    ("Ashby", "", "line 4, column name", "is empty"),
    ("Ashby", "A" * 201, "line 4, column name", "is 201 characters long"),
    ("Ashby", "A" * 2001, "line 4, column name", "is 2,001 characters long"),
    ("Ashby", "A\x00B", "line 4, column name", "control character (U+0000)"),
    ("Ashby", "A\x1bB", "line 4, column name", "control character (U+001B)"),
    ("Ashby", '"Ash\nby"', "line 4, column name", "has a line break"),
    ("Ashby", '"Ash"by', "line 4", "is not CSV"),
    ('"Barton, Great"', "Barton, Great", "line 5", "has 14 cells, the header 13"),
    ('"Barton, Great"', '"Barton, Great', "line 5", "is not CSV"),
    ("-1.5", "-181", "line 4, column lon", "is out of range"),
    ("-1.5", "nan", "line 4, column lon", "is not a number of degrees"),
    ("-1.5", "", "line 4, column lon", "its other half is not"),
    ("100,exact", "12x,exact", "line 4, column people", "'12x' is not a whole number"),
    ("100,exact", "1.5,exact", "line 4, column people", "is not a whole number"),
    ("100,exact", "١٢,exact", "line 4, column people", "is not a whole number"),
    ("100,exact", "1_000,exact", "line 4, column people", "is not a whole number"),
    ("100,exact", f"{10**15 + 1},exact", "line 4, column people", "is out of range"),
    ("100,exact", "9" * 1999 + ",exact", "line 4, column people", "is out of range"),
    ("100,exact", "-1,exact", "line 4, column people", "can't be below zero"),
    ("100,exact", "100,guess", "line 4, column basis", "'guess' is not one of exact, rounded"),
    ("100,exact,", "100,exact,90", "line 4, column low", "only an estimate has an interval"),
    ("100,exact", ",exact", "line 4, column basis", "but people is empty"),
    ("estimate,80", "estimate,", "line 5, column low", "needs both ends"),
    ("80,110", "80,", "line 5, column high", "needs both ends"),
    ("80,110", "91,110", "line 5, column low", "91 is above the figure itself, 90"),
    ("80,110", "80,89", "line 5, column high", "89 is below the figure itself, 90"),
    ("Farm,a,,,", "Farm,a,,,5", "line 7, column people", "a farm does not carry this figure"),
]

OTHER_FAULTS: list[tuple[str, *Fault]] = [
    ("links.csv", "a,K1", "x,K1", "line 2, column unit", "there is no organisation 'x'"),
    ("links.csv", "a,K1", "S,K1", "line 2, column unit", "'S' is a shire, not one of the units"),
    ("links.csv", "b,K1", "a,K1", "line 3, column code", "is linked with 'K1' twice"),
    ("links.csv", "Board,40", "Board,-4", "line 2, column people", "can't be below zero"),
    ("borders.csv", "a,b,land", "x,b,land", "line 2, column a", "there is no organisation 'x'"),
    ("borders.csv", "a,b,land", "b,b,land", "line 2, column b", "a border with itself"),
    ("borders.csv", "b,c,water", "b,a,water", "line 3, column b", "is there twice"),
    ("borders.csv", "land", "air", "line 2, column kind", "'air' is not one of land, water, sea"),
    ("borders.csv", "1200,", "1200,no", "line 2, column fixed_link", "need no bridge"),
    ("borders.csv", "300,no", "300,maybe", "line 3, column fixed_link", "neither yes nor no"),
    ("plan.csv", "a; b", "a; x", "line 2, column members", "there is no organisation 'x'"),
    ("plan.csv", "a; b", "a; S", "line 2, column members", "'S' is a shire"),
    ("plan.csv", "a; b", "a; b; a", "line 2, column members", "a is placed twice: in g already"),
    ("plan.csv", "League,S", "League,a", "line 2, column parent", "must be a shire"),
    ("plan.csv", "League,S", "League,x", "line 2, column parent", "there is no organisation 'x'"),
    ("plan.csv", "g,G1", "a,G1", "line 2, column id", "'a' is there twice"),
    ("plan.csv", "g,G1", "g,b1", "line 2, column code", "'b1' is the code of 'b' too"),
    ("rules.toml", '"R-2"', '"R-1"', "line 12, key id", "'R-1' is there twice"),
    ("rules.toml", '"norm"', '"maybe"', "line 16, key severity", "is not one of law, must"),
    ("rules.toml", '"group"', '"part"', "line 14, key scope", "is not one of root, region"),
    ("rules.toml", '"group"', '"unit"', "line 14, key scope", "is asked of a group"),
    ("rules.toml", '"range"', '"rage"', "line 15, key check", "there is no check 'rage'"),
    ("rules.toml", "2026-12-31", "2025-12-31", "line 21, key end", "is before the start"),
    ("rules.toml", '["low"]', '["lot"]', "line 22, key adjustable", "'lot' is not in"),
    ("rules.toml", '"people"', '"money"', "line 24, key measure", "no measure of the pack"),
    ("rules.toml", "low = 50", "low = 5.5", "line 25, key low", "must be a text, a whole number"),
    ("rules.toml", "low = 50", "low = true", "line 25, key low", "must be a whole number"),
    ("rules.toml", "high = 500", "high = 5", "line 25, key low", "is over"),
    ("rules.toml", "high = 500\n", "", "line 23, key high", "needs 'high'"),
    ("rules.toml", "high = 500", "high = 500\nbig = 1", "line 27, key big", "knows no 'big'"),
    ("rules.toml", "low = 50", f"low = {10**16}", "line 25, key low", "is too large a number"),
    ("rules.toml", "low = 50", "low = [[[[[[[[1]]]]]]]]", "line 25, key low", "nested too deeply"),
]

FAULTS = [("pack.toml", *fault) for fault in PACK_FAULTS]
FAULTS += [("organisations.csv", *fault) for fault in ORGANISATION_FAULTS]
FAULTS += OTHER_FAULTS


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "message"),
    FAULTS,
    ids=[f"{file}-{i}-{message[:30]}" for i, (file, *_, message) in enumerate(FAULTS)],
)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, place: str, message: str
) -> None:
    with pytest.raises(PackError) as caught:
        read_pack(write_tiny(tmp_path, {file: (old, new)}))

    text = str(caught.value)
    assert text.startswith("pack tiny, ")
    assert f"{place}: " in text
    assert message in text
    assert "\n" not in text


def test_the_error_keeps_file_line_and_column_apart(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path, {"organisations.csv": ("100,exact", "12x,exact")})

    with pytest.raises(PackError) as caught:
        read_pack(pack)

    error = caught.value
    assert (error.pack, error.file, error.line) == ("tiny", "organisations.csv", 4)
    assert (error.column, error.message) == ("people", "'12x' is not a whole number")
    assert str(error) == (
        "pack tiny, organisations.csv, line 4, column people: '12x' is not a whole number; "
        "write digits only, without separators"
    )


AWKWARD = r'''# [[rule]] in a comment
[[rule]] # the first
text = """
[[rule]]
id = 1 \"""
"""
[rule.params]
steps = [
    { by = "]", cut = 1 }, # }
    [1],
]
low = '[' # "
[[rule.parts]]
a.b = {c = 1}
[[rule.parts]]
a = 2
[[ rule ]]
text = "x"
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("rule", 0), 2),
        (("rule", 0, "text"), 3),
        (("rule", 0, "params"), 7),
        (("rule", 0, "params", "steps", 1, "cut"), 8),
        (("rule", 0, "params", "low"), 12),
        (("rule", 0, "parts", 0, "a", "b", "c"), 14),
        (("rule", 0, "parts", 1, "a"), 16),
        (("rule", 1), 17),
        (("rule", 1, "text"), 18),
        (("rule", 1, "gone"), 17),
        (("rule",), 2),
        (("gone",), 1),
    ],
)
def test_the_place_of_a_toml_value_is_found(
    tmp_path: Path, place: tuple[str | int, ...], line: int
) -> None:
    (tmp_path / "awkward.toml").write_text(AWKWARD)

    assert TomlFile(PackFolder(tmp_path), "awkward.toml").line(place) == line


def test_a_byte_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path)
    (pack / "links.csv").write_bytes(LINKS.encode() + b"c,K2,Caf\xe9,\n")

    with pytest.raises(PackError, match=r"links\.csv, line 4: is not UTF-8 text \(byte 0xe9\)"):
        read_pack(pack)


def test_a_table_with_semicolons_is_told_so(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path)
    (pack / "links.csv").write_text(LINKS.replace(",", ";"))

    with pytest.raises(PackError, match=r"links\.csv, line 1: has semicolons .*; use commas"):
        read_pack(pack)


def test_an_empty_table_is_told_what_it_lacks(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path)
    (pack / "links.csv").write_text("")

    with pytest.raises(PackError, match=r"links\.csv, line 1, column unit: is missing"):
        read_pack(pack)


def test_a_pack_needs_something_to_arrange(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path)
    (pack / "organisations.csv").write_text("\n".join(ORGANISATIONS.splitlines()[:3]))

    with pytest.raises(PackError, match=r"organisations\.csv: has no parish"):
        read_pack(pack)


def test_a_parent_on_a_later_line_is_told_apart_from_one_that_is_not_there(tmp_path: Path) -> None:
    lines = ORGANISATIONS.splitlines()
    pack = write_tiny(tmp_path)
    lines[2], lines[3] = lines[3], lines[2]
    (pack / "organisations.csv").write_text("\n".join(lines))

    with pytest.raises(PackError, match="line 3, column parent: 'S' comes later, in line 4"):
        read_pack(pack)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path)
    (pack / "links.csv").rename(tmp_path / "outside.csv")
    (pack / "links.csv").symlink_to(tmp_path / "outside.csv")

    with pytest.raises(PackError, match=r"line 21, key links: 'links\.csv' leads out of"):
        read_pack(pack)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path)
    with (pack / "rules.toml").open("r+b") as stream:
        stream.truncate(2 << 20)

    with pytest.raises(PackError, match=r"rules\.toml: is larger than 1 MiB"):
        read_pack(pack)


def test_a_boundary_file_that_is_missing_is_told(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path, {"pack.toml": ("[files]", '[files]\nboundaries = "map.geojson"')})

    with pytest.raises(PackError, match=r"map\.geojson: there is no such file"):
        read_pack(pack)


def test_the_folders_own_absence_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="pack gone: there is no folder"):
        read_pack(tmp_path / "gone")


def test_an_organisation_in_the_way_of_a_group_of_one_is_told(tmp_path: Path) -> None:
    pack = write_tiny(tmp_path, {"organisations.csv": ("F1,Home", "A-c,Home")})

    with pytest.raises(PackError, match="line 82, key arrangement: 'A-c' is taken"):
        read_pack(pack)


@given(data=st.data())
def test_a_damaged_pack_is_read_or_refused_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    pack = write_tiny(tmp_path_factory.mktemp("packs"))
    name = data.draw(st.sampled_from(sorted(TINY)))
    content = (pack / name).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(start + 12, len(content))))
    junk = st.sampled_from([b'"', b"[", b"]", b",", b"\n", b"=", b"-1", b"9", b"a", b"\xff", b"\0"])
    middle = b"".join(data.draw(st.lists(junk, max_size=4)))
    (pack / name).write_bytes(content[:start] + middle + content[end:])

    try:
        read_pack(pack)
    except PackError as error:
        assert str(error).startswith("pack tiny")  # noqa: PT017 - most, not all, are refused


@pytest.mark.parametrize("name", ["pack.toml", "rules.toml"])
@pytest.mark.parametrize("value", ["1", "1.5", "true", '"x"', "[[]]", "{a = 1}", "10:00:00"])
def test_a_value_of_another_type_is_refused_or_fits(tmp_path: Path, name: str, value: str) -> None:
    pack = write_tiny(tmp_path)
    lines = TINY[name].splitlines()
    for i, line in enumerate(lines):
        key, is_key, _ = line.partition(" = ")
        if not is_key or key.startswith(" "):
            continue
        (pack / name).write_text("\n".join([*lines[:i], f"{key} = {value}", *lines[i + 1 :]]))
        try:
            read_pack(pack)
        except PackError as error:
            assert error.file  # noqa: PT017 - some values fit


def test_one_except_catches_every_fault_of_an_input() -> None:
    assert issubclass(PackError, InputError)
    assert issubclass(InputError, DbError)


# -- the list of packs -------------------------------------------------------------------------


def test_installed_lists_packs_with_their_options() -> None:
    found = {info.id: info for info in installed(PACKS)}

    assert found["pct-2011"].options == ("june-2011", "blank", "alone")
    assert found["pct-2011"].folder == PACKS / "pct-2011"
    assert found["pct-2011"].version == "2011.1"


def test_installed_lists_a_broken_pack_with_its_problem(tmp_path: Path) -> None:
    write_tiny(tmp_path, {"pack.toml": ("format = 1", "format = 9")})
    (tmp_path / "notes").mkdir()

    (info,) = installed(tmp_path)

    assert (info.id, info.options) == ("tiny", ())
    assert "format" in str(info.problem)


def test_there_may_be_no_folder_of_packs(tmp_path: Path) -> None:
    assert list(installed(tmp_path / "packs")) == []
