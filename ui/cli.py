"""The command line: what each command takes, prints and exits with (docs/command-line.md).

People script it, so names, options, exit codes and JSON fields are a promise. The commands that
need no window import neither Qt nor anything heavy: all that a command needs it imports when it
runs, which also keeps `--help` quick.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.errors import InputError
from model.errors import ModelError
from ui import start
from ui.cli_common import (
    ANOTHER,
    as_date,
    check_writable,
    file_argument,
    is_same,
    json_option,
    open_option,
    option_option,
    read,
    say,
)
from ui.cli_export import export
from ui.start import EXIT_INPUT, EXIT_STOPPED, SUFFIX, complain
from ui.version import PROGRAM, VERSION

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from db.packs import PackInfo

EXIT_DONE, EXIT_BREAKS, EXIT_DIFFERS, EXIT_UNDECIDED = 0, 1, 1, 1
"""Exit codes; 2 and 130 are `ui.start`'s, and 3, a fault of ours, is given by main.py."""


# -- errors ------------------------------------------------------------------------------------


def _usage(error: click.ClickException) -> str:
    """Return what is wrong with the arguments, on one line, and where help is."""
    sentence = " ".join(error.format_message().split()).rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return sentence
    command = f"{context.info_name}: " if context.parent else ""
    return f"{command}{sentence}; {context.command_path} --help explains"


class Program(click.Group):
    """The group of all commands; a file in a command's place opens the window."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a first argument that is no command for a file."""
        first = args[0]
        if self.get_command(ctx, first) is not None:
            return super().resolve_command(ctx, args)
        is_file = Path(first).suffix.lower() == SUFFIX or os.path.lexists(first)
        if not is_file and not {"/", os.sep} & set(first):
            commands = ", ".join(self.list_commands(ctx))
            raise click.UsageError(
                f"there is no file and no command {first!r}; commands: {commands}", ctx
            )
        if len(args) > 1:
            raise click.UsageError(
                f"a file by itself opens the window; a command comes before it: "
                f"{ctx.info_name} {_meant(self, args[1:])} {first}",
                ctx,
            )
        return window.name, window, args


def _meant(group: click.Group, words: Sequence[str]) -> str:
    return next((w for w in words if w in group.commands), "COMMAND")


# -- the window ----------------------------------------------------------------------------------


@click.group(
    cls=Program,
    invoke_without_command=True,
    subcommand_metavar="[FILE | COMMAND ...]",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="main.py COMMAND --help explains one command; docs/command-line.md explains them all.",
)
@click.version_option(VERSION, prog_name="Footprint", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> int | None:
    """Draw organisation charts anew, offline.

    Without a command the window opens, with FILE in it if one is given.
    """
    return start.open_window(None) if ctx.invoked_subcommand is None else None


@click.command(hidden=True)
@file_argument
def window(file: str) -> int:
    """Open the window with a file in it."""
    if not Path(file).is_file():
        raise InputError("there is no such file", where=file)
    return start.open_window(Path(file))


# -- commands ------------------------------------------------------------------------------------


@cli.command()
@click.argument("out", metavar="OUT")
@click.option("--pack", "pack_name", metavar="ID", default="", help="Pack: id or folder; needed.")
@click.option("--option", "name", metavar="ID", default="", help="Ready-made option of the pack.")
@click.option("--force", is_flag=True, help="Overwrite OUT if it is there.")
def new(out: str, pack_name: str, name: str, force: bool) -> None:
    """Make a file OUT from a pack.

    Without --option it starts from the first option that the pack offers.
    """
    from db.identity import new_id, now, user
    from db.scenario_file import save
    from model.scenario import from_ready
    from ui import headless, plain_text

    path = Path(out)
    if os.path.lexists(path) and not force:
        raise InputError("is there already", where=out, remedy="--force overwrites it")
    pack = headless.pack_named(pack_name)
    ready = headless.ready_named(pack, name)
    scenario = from_ready(pack, ready, new_id(), when=now(), who=user())
    save(scenario, path, program=PROGRAM)
    say(plain_text.made(out, scenario.option()))


@cli.command()
@file_argument
@option_option
@json_option
@click.option("--all", "everything", is_flag=True, help="Every organisation, not only the groups.")
def show(file: str, name: str, as_json: bool, everything: bool) -> None:
    """Print the totals of an option.

    A table by region, with * where a sum contains estimates; --json prints the document
    footprint.show/1.
    """
    from ui import headless, plain_text

    _, option = open_option(file, name)
    if as_json:
        say(headless.as_json(headless.show_document(file, option, everything=everything)))
    else:
        say(plain_text.show(file, option, everything=everything))


@cli.command()
@file_argument
@option_option
@click.option("--on", metavar="DATE", callback=as_date, help="Check as on DATE (2011-06-01).")
@json_option
def check(file: str, name: str, on: datetime.date | None, as_json: bool) -> int:
    """Check an option against the rules.

    The exit code is 1 if a law or an instruction is broken. --json prints every finding, also
    what is met, as the document footprint.check/1.
    """
    from ui import headless, plain_text

    _, option = open_option(file, name)
    headless.set_date(option, on)
    if as_json:
        say(headless.as_json(headless.check_document(file, option)))
    else:
        say(plain_text.check(file, option))
    return EXIT_BREAKS if any(map(headless.is_binding, option.findings)) else EXIT_DONE


@cli.command()
@file_argument
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.option("--to", metavar="CLUSTER", required=True, help="Code, id or name; or: tray.")
@option_option
@click.option("--why", metavar="TEXT", default="", help="Reason, kept in the log.")
def move(file: str, codes: tuple[str, ...], to: str, name: str, why: str) -> None:
    """Move organisations and save FILE.

    CODE is a code, an id or a name. All of them move as one step of the log, or none does.
    """
    from db.identity import now, user
    from db.scenario_file import save
    from ui import headless, plain_text

    why = headless.reason(why)
    opened, option = open_option(file, name)
    check_writable(opened, file, "move")
    change = headless.move(option.state, codes, to, file)
    preview = option.preview(change)
    entry = option.commit(change, when=now(), who=user(), why=why)
    save(opened.scenario, Path(file), expected_sha256=opened.sha256, program=PROGRAM)
    say(plain_text.moved(option, entry.text, preview))


@cli.command()
@file_argument
@click.argument("table", metavar="IN.csv")
@option_option
@click.option("--why", metavar="TEXT", default="", help="Reason, kept in the log.")
@click.option("--dry-run", is_flag=True, help="Say what it would do, and change nothing.")
def place(file: str, table: str, name: str, why: str, dry_run: bool) -> None:
    """Place organisations as a table says, and save FILE.

    The table is one that export wrote, altered or not. All of it is one step of the log.
    """
    from db.identity import new_id, now, user
    from db.placements import read_placements, refusal
    from db.scenario_file import save
    from model.placements import placed_text, understand
    from ui import headless, plain_text

    why = headless.reason(why)
    opened, option = open_option(file, name)
    if not dry_run:
        check_writable(opened, file, "place")
    found = understand(option.state, read_placements(Path(table)), new_id)
    if found.problems:
        raise refusal(Path(table), found.problems)
    if found.change is None:
        say("Everything is placed as the table says already.")
        return
    steps = plain_text.plain(", ".join(found.steps))
    if dry_run:
        refused = option.preview(found.change).refused
        if refused:
            raise InputError(refused.rstrip("."), where=file)
        say(f"Would be done: {steps}.")
        return
    text = placed_text(Path(table).name)
    option.commit(found.change, when=now(), who=user(), why=why, text=text)
    save(opened.scenario, Path(file), expected_sha256=opened.sha256, program=PROGRAM)
    say(f"Done: {steps}.")


cli.add_command(export)


@cli.command()
@click.argument("mine", metavar="MINE")
@click.argument("theirs", metavar="THEIRS")
@click.option("-o", "--out", metavar="OUT", required=True, help="The file to write.")
@click.option(
    "--prefer",
    type=click.Choice(["mine", "theirs"]),
    help="Whose choice stands where both changed the same.",
)
@option_option
@json_option
@click.option("--force", is_flag=True, help="Overwrite OUT if it is another file that is there.")
def merge(
    mine: str, theirs: str, out: str, prefer: str | None, name: str, as_json: bool, force: bool
) -> int:
    """Merge a colleague's copy of a scenario into yours.

    What each of you changed since your common past is put together, as one step of the log. If
    both changed the same, the exit code is 1, each conflict is listed with both choices, and
    nothing is written, unless --prefer settles it. --json prints the document footprint.merge/1.
    """
    from db.identity import now, user
    from db.scenario_file import save
    from model.merge import Side
    from ui import headless, headless_merge

    paths = Path(mine), Path(theirs)
    ours, others = map(read, (mine, theirs))
    known = next((o for p, o in zip(paths, (ours, others), strict=True) if is_same(p, out)), None)
    if known is None and os.path.lexists(out) and not force:
        raise InputError("is there already", where=out, remedy="--force overwrites it")
    if known is not None and known.carried is not None:
        raise InputError("is a PDF, which is never written to", where=out, remedy=ANOTHER)
    for path, opened in zip((mine, theirs), (ours, others), strict=True):
        if opened.read_only:
            raise InputError(
                "was written by a newer Footprint, so it can be read but not merged",
                where=path,
                remedy="merge in the version that wrote it",
            )
    merging = headless_merge.merging_of(ours.scenario, others.scenario, name, (mine, theirs))
    side, files = Side(prefer) if prefer else None, (mine, theirs, out)
    if as_json:
        told = headless.as_json(headless_merge.merge_document(files, merging, side))
    else:
        told = headless_merge.merge_text(files, merging, side)
    is_decided = headless_merge.are_decided(merging, side)
    if is_decided:
        headless_merge.put_in(merging, side, when=now(), who=user())
        save(
            ours.scenario,
            Path(out),
            expected_sha256=known.sha256 if known else None,
            program=PROGRAM,
        )
    say(told)
    return EXIT_DONE if is_decided else EXIT_UNDECIDED


@cli.command()
@file_argument
@click.argument("other", metavar="[FILE2]", required=False)
@click.option(
    "--options",
    "names",
    metavar="A B",
    nargs=2,
    help="Two options, each a name, an id or: baseline.",
)
@json_option
def compare(file: str, other: str | None, names: tuple[str, str] | None, as_json: bool) -> int:
    """Compare two options: what moved, what is set and judged differently, and the totals.

    Of one file its two options, or its only one with the published data; of two files the option
    that each shows first. The exit code is 1 if they differ. --json prints the document
    footprint.compare/1.
    """
    from ui import headless
    from ui.headless_compare import Compared, sides

    files = [file] if other is None else [file, other]
    opened = [(name, read(name)) for name in files]
    compared = Compared(*sides(opened, names))
    say(headless.as_json(compared.document()) if as_json else compared.text())
    return EXIT_DONE if compared.found.is_same else EXIT_DIFFERS


@cli.command()
@file_argument
@click.option("-o", "--out", metavar="OUT", required=True, help="The file to write.")
@click.option(
    "--what",
    type=click.Choice(["whole", "plan", "nameless", "totals"]),
    default="whole",
    show_default=True,
    help="How much of it: docs/command-line.md says what each is.",
)
@click.option("--no-notes", is_flag=True, help="Leave out notes and free texts.")
@click.option("--force", is_flag=True, help="Overwrite OUT if it is there.")
def send(file: str, out: str, what: str, no_notes: bool, force: bool) -> None:
    """Save a copy of FILE to send, without its history, people's names or more."""
    from db.identity import now
    from db.replace import replace_file
    from db.sending import bytes_to_send
    from model.sending import Level, contents, contents_lines, reduced
    from ui import plain_text

    if is_same(Path(file), out):
        raise InputError("is the file itself", where=out, remedy=ANOTHER)
    if os.path.lexists(out) and not force:
        raise InputError("is there already", where=out, remedy="--force overwrites it")
    level = Level(what)
    if no_notes and level is Level.WHOLE:
        raise InputError("--no-notes goes with --what plan or nameless")
    copy = reduced(read(file).scenario, level, when=now(), notes=not no_notes)
    replace_file(Path(out), bytes_to_send(copy, program=PROGRAM))
    lines = contents_lines(contents(copy), level)
    say("\n".join(plain_text.plain(t) for t in (f"{out} written:", *(f"  {x}" for x in lines))))


@cli.command()
@json_option
def packs(as_json: bool) -> None:
    """List the packs that are installed."""
    from ui import headless, plain_text

    found: list[PackInfo] = headless.installed_packs()
    if as_json:
        say(headless.as_json(headless.packs_document(found)))
    else:
        say(plain_text.packs(found))


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for and return the exit code; input faults become one line."""
    try:
        code = cli.main(list(arguments), prog_name="main.py", standalone_mode=False)
    except click.exceptions.Abort:
        return EXIT_STOPPED
    except click.ClickException as error:
        complain(_usage(error))
        return EXIT_INPUT
    except (InputError, ModelError) as error:
        complain(str(error))
        return EXIT_INPUT
    return code if isinstance(code, int) else EXIT_DONE
