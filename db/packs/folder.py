"""A pack's folder: its files as text, read with care."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from db.errors import PackError
from db.limits import text_fault

MAX_TOML = 1 << 20
"""Largest TOML file, bytes."""
MAX_TABLE = 32 << 20
"""Largest table, bytes: some 200,000 organisations."""
MAX_MAP = 16 << 20
"""Largest boundary file, bytes."""


class PackFolder:
    """A folder that is read as a pack; all paths in it are relative and stay inside it.

    Parameters
    ----------
    name : str, optional
        What faults call it; "" for a folder of which one table is read that is no pack's.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        self.path = path
        self.name = path.resolve().name if name is None else name
        if not path.is_dir():
            raise PackError(self.name, f"there is no folder {path}")

    def fault(
        self,
        message: str,
        file: str = "",
        line: int | None = None,
        column: str = "",
        remedy: str = "",
    ) -> PackError:
        """Return the error to raise for a fault at that place."""
        return PackError(self.name, message, file=file, line=line, column=column, remedy=remedy)

    def check_name(self, file: str) -> str:
        """Say what is wrong with a file name found in the pack, "" if it stays in the folder."""
        windows, posix = PureWindowsPath(file), PurePosixPath(file)
        if text_fault(file) or not file.strip():
            return "is not a file name"
        if windows.drive or windows.root or posix.is_absolute() or "\\" in file:
            return f"{file!r} is not a name inside the pack's folder"
        if ".." in posix.parts or not (self.path / file).resolve().is_relative_to(
            self.path.resolve()
        ):
            return f"{file!r} leads out of the pack's folder"
        return ""

    def check_file(self, file: str, most: int) -> None:
        """Check that a file is there and not too large, without reading it."""
        path = self.path / file
        if not path.is_file():
            raise self.fault("there is no such file in the pack", file)
        size = path.stat().st_size
        if size > most:
            raise self._too_large(file, most)

    def read(self, file: str, most: int) -> str:
        """Return a file's text, checked to be UTF-8 and not larger than `most` bytes."""
        self.check_file(file, most)
        try:
            with (self.path / file).open("rb") as stream:
                data = stream.read(most + 1)
        except OSError as error:
            raise self.fault(f"can't be read ({error.strerror})", file) from error
        if len(data) > most:
            raise self._too_large(file, most)
        data = data.removeprefix(b"\xef\xbb\xbf")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise self.fault(
                f"is not UTF-8 text (byte 0x{data[error.start]:02x})",
                file,
                line,
                remedy="save the file as UTF-8",
            ) from error

    def _too_large(self, file: str, most: int) -> PackError:
        return self.fault(f"is larger than {most >> 20} MiB", file)
