"""The command that exports: docs/command-line.md."""

from __future__ import annotations

import os
from pathlib import Path

import click

from db.errors import InputError
from ui.cli_common import ANOTHER, file_argument, is_same, open_option, option_option, say
from ui.start import complain


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
    help="Which way the paper lies; a board paper is upright.",
)
@click.option(
    "--layout",
    metavar="NAME",
    default="one-page",
    show_default=True,
    help="one-page, or (PDF only) pages: an overview and a page for each region; board-paper: "
    "cover, contents, charts, tables, findings, changes and sources; poster: over several sheets.",
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
    help="A report's parts, with commas between (all, if not given): overview, regions, clusters, "
    "findings, changes, sources. A chart alone has only changes, if they are named.",
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
@click.option("--no-scenario", is_flag=True, help="PDF: attach no scenario.")
def export(
    file: str,
    out: str,
    name: str,
    paper: str,
    landscape: bool | None,
    layout: str,
    tiles: str,
    margins: int,
    logo: str,
    line: str,
    dpi: int,
    title: str,
    posts: str,
    include: str,
    template: str,
    scenario: str,
    no_scenario: bool,
) -> None:
    """Write the chart, or a report, into OUT, as its ending says.

    A file that is there is overwritten.
    """
    from model.report.parts import Part
    from ui.export_settings import (
        ExportSettings,
        Setting,
        format_of,
        paper_named,
        parts_named,
        settings_told,
        tiles_named,
        usual_paper,
    )

    path = Path(out)
    told = settings_told(format_of(out), layout)  # before a file is read for nothing
    parts = parts_named(include)
    # A drawing has a list of changes behind it only if that is asked for.
    changes = bool(include) and Part.CHANGES in parts and Setting.CHANGES in told
    usual, lies = usual_paper(layout)
    lies = lies if landscape is None else landscape
    settings = ExportSettings(
        paper_named(paper or usual),
        lies,
        layout,
        dpi,
        title,
        posts,
        parts,
        changes,
        tiles_named(tiles),
        margins,
        line,
        template,
        logo,
        "" if no_scenario else scenario,
    )
    opened, option = open_option(file, name)
    if opened.carried is not None and is_same(Path(file), out):
        raise InputError("is the PDF that is read", where=out, remedy=ANOTHER)
    # Never a window, so never a display: one that is named but can't be reached would end us.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui import export_file
    from ui.plain_text import plain

    try:
        report = export_file.export(
            opened.scenario, option, path, settings, source_name=Path(file).name
        )
    except OSError as error:
        raise InputError(f"can't be written ({error.strerror})", where=out) from error
    for warning in report.warnings:
        complain(warning)
    say(f"{out} written.")
    if report.carries:
        how = "--no-scenario leaves it out, --scenario nameless names nobody"
        say(plain(f"It carries the scenario: {report.carries}; {how}."))
