"""What can go wrong with the world outside: files, folders, disks.

Every message is for a user: what is wrong, where, and what to do about it, on one line. Faults
of our own are not here; they stay ordinary exceptions and end in the crash report.
"""

from __future__ import annotations

from pathlib import Path


class DbError(Exception):
    """Base of everything that `db` raises on purpose."""


class InputError(DbError):
    """Something given to the program can't be used.

    Attributes
    ----------
    where : str
        What was being read or written, as a user would name it; "" if `what` says it.
    what : str
        What is wrong, as a sentence without a full stop.
    remedy : str
        What to do about it; "" where `what` makes it plain.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Return one line: where, what, what to do."""
        sentence = f"{self.where}: {self.what}" if self.where else self.what
        return f"{sentence}; {self.remedy}" if self.remedy else sentence


class PackError(InputError):
    """A pack's data can't be used.

    Attributes
    ----------
    pack : str
        Name of the pack's folder, "" for a table that is no pack's.
    file : str
        Name of the file inside the folder, "" if it is the folder itself.
    line : int or None
        Line in the file, from 1.
    column : str
        The column of a table, the key of a TOML table, or (for text that can't be parsed) the
        number of the character in the line; "" if the fault is of the whole line.
    message : str
        What is wrong there; the same as `what`.
    """

    def __init__(
        self,
        pack: str,
        message: str,
        *,
        file: str = "",
        line: int | None = None,
        column: str = "",
        remedy: str = "",
    ) -> None:
        self.pack = pack
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        super().__init__(message, where=self._place(), remedy=remedy)

    def _place(self) -> str:
        parts = [f"pack {self.pack}"] if self.pack else []
        if self.file:
            parts.append(self.file)
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column:
            is_key = self.file.endswith(".toml") and not self.column.isdecimal()
            parts.append(f"{'key' if is_key else 'column'} {self.column}")
        return ", ".join(parts)


class ScenarioFileError(InputError):
    """A scenario file can't be opened or written; the base of the kinds below.

    Attributes
    ----------
    path : Path
        The file. The message names it without its folders.
    """

    def __init__(self, path: Path, what: str, *, remedy: str = "") -> None:
        super().__init__(what, where=path.name, remedy=remedy)
        self.path = path


class NotAScenarioError(ScenarioFileError):
    """The file is something else: no database, or a database of another program."""


class DamagedError(ScenarioFileError):
    """The file is a scenario, but its content breaks our own promises.

    Cut short, a schema that is not ours, a row that the model refuses, a log that does not
    lead to the state that was saved. Nothing of it is shown.
    """


class TooNewError(ScenarioFileError):
    """The file was written by a later version whose files we must not guess at.

    Attributes
    ----------
    found : str
        The file's `major.minor`; the message says which version of Footprint reads it.
    """

    def __init__(self, path: Path, what: str, *, found: str, remedy: str = "") -> None:
        super().__init__(path, what, remedy=remedy)
        self.found = found


class SaveError(ScenarioFileError):
    """The file could not be written; what was at its place before is untouched.

    Raised for a full disk, a folder that may not be written, a file held by another program
    or changed by one since it was opened. The message says which.
    """


class ChangedError(SaveError):
    """The file is another one than was opened: somebody else, or another program, saved it."""


class RecoveryError(InputError):
    """What was kept between saves can't be used.

    Attributes
    ----------
    path : Path
        The list of changes. The message names it without its folders.
    line : int or None
        Line in it, from 1; None if the fault is not of one line.
    """

    def __init__(self, path: Path, what: str, *, line: int | None = None, remedy: str = "") -> None:
        where = path.name if line is None else f"{path.name}, line {line}"
        super().__init__(what, where=where, remedy=remedy)
        self.path = path
        self.line = line
