"""What several commands share: how they read a file, what they print, their common options."""

from __future__ import annotations

import datetime
import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.errors import InputError
from model.option import Status
from ui.start import complain

if TYPE_CHECKING:
    from db.scenario_file import Opened
    from model.option import Option

ANOTHER = "choose another name"
"""What to do about an OUT that can't be."""


def say(text: str) -> None:
    """Print to stdout; a reader who has seen enough (`| head`) is no error."""
    try:
        click.echo(text)
        sys.stdout.flush()
    except OSError as error:
        # Windows reports a closed pipe as EINVAL. What Python still holds back must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise InputError(f"the output can't be written ({error.strerror})") from error


# Paths are taken as text: the documents say them back as they were given.
file_argument = click.argument("file", metavar="FILE")
option_option = click.option(
    "--option", "name", metavar="NAME", default="", help="Option: name or id."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def as_date(_ctx: click.Context, _param: click.Parameter, text: str | None) -> datetime.date | None:
    """Return the date that a text says."""
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a date, such as 2011-06-01.") from None


def read(file: str) -> Opened:
    """Open a scenario file, or the scenario that a PDF carries."""
    from db.scenario_file import open_scenario

    opened = open_scenario(Path(file))
    fault = opened.carried.fault(opened.scenario) if opened.carried else ""
    if fault:
        complain(f"{Path(file).name}: {fault}")
    return opened


def open_option(file: str, name: str) -> tuple[Opened, Option]:
    """Open a file, and find the option that the user names in it, or that is on a PDF's pages."""
    from ui.headless import option_named

    opened = read(file)
    if not name and opened.carried is not None:  # it may be archived
        ids = {o.id for o in opened.scenario.options if o.status is not Status.DELETED}
        name = opened.carried.option if opened.carried.option in ids else ""
    return opened, option_named(opened.scenario, name, file)


def check_writable(opened: Opened, file: str, what: str) -> None:
    """Check that a file may be saved to.

    Raises
    ------
    InputError
        If it may not.
    """
    if opened.carried is not None:
        raise InputError(
            "is a PDF, which is never written to",
            where=file,
            remedy=f"save its scenario with: send {file} -o OUT, and {what} in that",
        )
    if opened.read_only:
        raise InputError(
            "was written by a newer Footprint, so it can be read but not changed",
            where=file,
            remedy=f"{what} in the version that wrote it",
        )


def is_same(path: Path, out: str) -> bool:
    """Whether a name is that of a file that is there, in any spelling."""
    return os.path.exists(out) and path.samefile(out)
