"""The command that exports: docs/command-line.md."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from db.errors import InputError
from ui.cli_common import ANOTHER, file_argument, is_same, open_option, option_option, say
from ui.start import complain

if TYPE_CHECKING:
    from db.scenario_file import Opened
    from ui.export_settings import ExportSettings, Format


@click.command()
@file_argument
@click.argument("out", metavar="OUT.{pdf,png,svg,html,xlsx,csv,pptx}")
@option_option
@click.option(
    "--paper",
    metavar="SIZE",
    default="",
    help="A4 ... A0, Letter, or as 300x600mm; A3, but A4 for a board paper.",
)
@click.option(
    "--landscape/--portrait",
    default=None,
    help="Which way the paper lies; a board paper and a map are upright.",
)
@click.option(
    "--layout",
    metavar="NAME",
    default="one-page",
    show_default=True,
    help="one-page, or (PDF only) pages: an overview and a page for each region; board-paper: "
    "cover, contents, charts, tables, findings, changes and sources; poster: over several sheets; "
    "map (also PNG and SVG): the plan on the ground.",
)
@click.option(
    "--tiles", metavar="NxM", default="2x2", show_default=True, help="Sheets of a poster."
)
@click.option("--margins", type=int, default=0, help="Millimetres; else what suits the paper.")
@click.option("--logo", metavar="FILE", default="", help="PNG, JPEG or SVG, on the first page.")
@click.option("--line", metavar="TEXT", default="", help="On every page: who may read it.")
@click.option("--dpi", type=int, default=150, show_default=True, help="PNG: pixels per inch.")
@click.option("--title", metavar="TEXT", default="", help="Heading; else the option's name.")
@click.option(
    "--posts",
    metavar="LEVEL",
    default="off",
    show_default=True,
    help="How much of the posts to show: off, summary, team or full.",
)
@click.option(
    "--include",
    metavar="PARTS",
    default="",
    help="A report's parts, with commas between (all, if not given): overview, map, regions, "
    "clusters, findings, changes, sources. A chart alone has only map and changes, if named.",
)
@click.option(
    "--template", metavar="FILE", default="", help="Slides: a .potx or .pptx whose look they take."
)
@click.option(
    "--scenario",
    metavar="HOW",
    default="whole",
    show_default=True,
    help="PDF: how much of the scenario is attached: whole, plan, nameless or totals, as send has "
    "them. People's names and the history travel with the whole.",
)
@click.option(
    "--preset",
    metavar="NAME",
    default="",
    help="Start from a way to export that is kept in FILE, or among your own settings.",
)
@click.option("--no-scenario", is_flag=True, help="PDF: attach no scenario.")
def export(
    file: str, out: str, name: str, preset: str, include: str, no_scenario: bool, **given: object
) -> None:
    """Write the chart, or a report, into OUT, as its ending says.

    A file that is there is overwritten.
    """
    from ui.export_settings import format_of

    context = click.get_current_context()
    is_typed = {key: context.get_parameter_source(key) is _TYPED for key in given}
    typed = {key: value for key, value in given.items() if is_typed[key]}
    if no_scenario:
        typed["scenario"] = ""
    made_as = format_of(out)
    if preset:
        opened, option = open_option(file, name)
        base = _preset(preset, made_as, opened, Path(file))
        settings = _settings(made_as, base, typed, include)
    else:  # what was typed wrongly is told before a file is read for nothing
        settings = _settings(made_as, None, typed, include)
        opened, option = open_option(file, name)
    if opened.carried is not None and is_same(Path(file), out):
        raise InputError("is the PDF that is read", where=out, remedy=ANOTHER)
    # Never a window, so never a display: one that is named but can't be reached would end us.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from db.scenario_file import Source
    from ui import export_file
    from ui.plain_text import plain

    try:
        report = export_file.export(
            opened.scenario,
            option,
            Path(out),
            settings,
            source_name=Path(file).name,
            source=Source.of(opened.scenario, Path(file), opened.sha256),
        )
    except OSError as error:
        raise InputError(f"can't be written ({error.strerror})", where=out) from error
    for warning in report.warnings:
        complain(warning)
    say(f"{out} written.")
    if report.carries:
        how = "--no-scenario leaves it out, --scenario nameless names nobody"
        say(plain(f"It carries the scenario: {report.carries}; {how}."))


_TYPED = ParameterSource.COMMANDLINE


def _preset(name: str, made_as: Format, opened: Opened, file: Path) -> ExportSettings:
    """Return what a preset says, of the scenario or of the user's own."""
    from ui.presets import preset_named
    from ui.settings import settings

    of, found = preset_named(name, opened.scenario.presets, file.parent, settings())
    if of is not made_as:
        raise InputError(
            f"the preset {name!r} is for {of.name}",
            remedy=f"let the name of OUT end in {of.suffix}",
        )
    return found


def _settings(
    made_as: Format, base: ExportSettings | None, typed: Mapping[str, object], include: str
) -> ExportSettings:
    """Return what was typed, and for all else what a preset says, or what is usual."""
    from model.report.parts import Part
    from ui.export_settings import (
        ExportSettings,
        Setting,
        paper_named,
        parts_named,
        settings_told,
        tiles_named,
        usual_paper,
    )

    layout = str(typed.get("layout", base.layout if base else ExportSettings().layout))
    if base is None:
        base = ExportSettings(*usual_paper(layout))
    read = {"paper": paper_named, "tiles": tiles_named}
    values: dict[str, Any] = {  # click has seen to the types
        _FIELDS.get(key, key): read[key](str(value)) if key in read else value
        for key, value in typed.items()
    }
    if include:
        values["parts"] = parts = parts_named(include)
        # A drawing has a map and a list of changes behind it only if they are asked for.
        told = settings_told(made_as, layout)
        values["changes"] = Part.CHANGES in parts and Setting.CHANGES in told
        values["map"] = Part.MAP in parts and Setting.CHANGES in told and layout != "map"
    return replace(base, **values)


_FIELDS = {"margins": "margin_mm"}
"""Options whose name is not the setting's."""
