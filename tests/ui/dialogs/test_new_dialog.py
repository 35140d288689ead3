"""Starting a plan: packs with their options, broken ones with their fault."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

import resources
from model.pack import Pack
from ui import theme
from ui.dialogs.new import NewDialog, counts

Key = Qt.Key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of four packs: a sound one, two broken ones and one without options."""
    source = resources.path("packs", "pct-2011")
    for name in ("a-sound", "b-outline", "c-rows", "d-empty"):
        shutil.copytree(source, tmp_path / name)
    (tmp_path / "b-outline" / "pack.toml").write_text("format = 1\n[pack\n")
    with (tmp_path / "c-rows" / "organisations.csv").open("a") as file:
        file.write("<b>x</b>,pct\n")
    outline = tmp_path / "d-empty" / "pack.toml"
    outline.write_text(outline.read_text().split("[[option]]")[0])
    return tmp_path


def texts(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_the_first_option_of_the_first_pack_is_offered(shown) -> None:
    dialog = NewDialog(theme.LIGHT)
    shown(dialog)
    assert dialog.list.row.name == "Clusters of June 2011"
    assert "50 clusters · 151 PCTs placed" in texts(dialog)
    assert "The 50 clusters as they stood in June 2011" in texts(dialog)


def test_an_option_is_chosen_by_keyboard(shown, qtbot) -> None:
    dialog = NewDialog(theme.LIGHT)
    shown(dialog)
    qtbot.keyClick(dialog.list, Key.Key_Down)
    assert "0 clusters · 151 to place" in texts(dialog)
    qtbot.keyClick(dialog.list, Key.Key_Return)
    pack, option = dialog.chosen
    assert (pack.id, option.id) == ("pct-2011", "blank")


def test_esc_chooses_nothing(shown, qtbot) -> None:
    dialog = NewDialog(theme.LIGHT)
    shown(dialog)
    qtbot.keyClick(dialog.list, Key.Key_Escape)
    assert dialog.chosen is None


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (3, "pack b-outline, pack.toml, line 2"),
        (4, "organisations.csv, line 164"),
        (7, "offers no option to start from"),
    ],
)
def test_a_pack_that_cannot_be_used_is_listed_with_its_fault(
    folder: Path, shown, qtbot, steps: int, message: str
) -> None:
    dialog = NewDialog(theme.LIGHT, folder=folder)
    shown(dialog)
    for _ in range(steps):
        qtbot.keyClick(dialog.list, Key.Key_Down)
    assert message in texts(dialog)
    assert not dialog.start_button.isEnabled()
    qtbot.keyClick(dialog.list, Key.Key_Return)
    assert dialog.chosen is None
    assert dialog.isVisible()


def test_a_fault_that_shows_in_a_table_marks_all_options_of_the_pack(
    folder: Path, shown, qtbot
) -> None:
    dialog = NewDialog(theme.LIGHT, folder=folder)
    shown(dialog)
    rows = [row for row in dialog.list.rows if row.key.startswith("2 ")]
    assert [row.refusal for row in rows] == ["", "", ""]
    for _ in range(4):
        qtbot.keyClick(dialog.list, Key.Key_Down)
    rows = [row for row in dialog.list.rows if row.key.startswith("2 ")]
    assert all("organisations.csv, line 164" in row.refusal for row in rows)
    assert {row.aside for row in rows} == {"can't be used"}
    for _ in range(4):
        qtbot.keyClick(dialog.list, Key.Key_Up)
    assert dialog.start_button.isEnabled()


def test_a_folder_without_packs_offers_nothing(tmp_path: Path, shown, qtbot) -> None:
    dialog = NewDialog(theme.LIGHT, folder=tmp_path)
    shown(dialog)
    assert dialog.list.rows == []
    assert not dialog.start_button.isEnabled()


def test_counts_say_what_is_placed_and_what_is_not(pack: Pack) -> None:
    said = {o.id: counts(pack, o) for o in pack.options}
    assert said == {
        "june-2011": "50 clusters · 151 PCTs placed",
        "blank": "0 clusters · 151 to place",
        "alone": "151 clusters · 151 PCTs placed",
    }


def test_texts_of_a_pack_are_shown_as_they_are(folder: Path, shown, qtbot) -> None:
    dialog = NewDialog(theme.LIGHT, folder=folder)
    shown(dialog)
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText
        for label in dialog.findChildren(QLabel)
        if label.text()
    )


def test_it_is_gone_when_closed(qapp, assert_freed: Callable[[list[QWidget]], None]) -> None:
    dialog = NewDialog(theme.LIGHT)
    dialog.show()
    handed_over: list[QWidget] = [dialog]
    del dialog
    assert_freed(handed_over)
