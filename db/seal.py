"""The checksum inside a scenario file, by which damage anywhere in it is found.

SQLite notices a page that is out of order, but not a digit that became another one in a figure.
The checksum is the SHA256 of the file's bytes with zeros in the checksum's own place, and without
the version and what SQLite counts along with it: these are checked by themselves, and a version
may be raised. It is no signature: whoever changes a file on purpose can set it anew.
"""

from __future__ import annotations

import hashlib
import os

_LENGTH = 64
_ZEROS = b"0" * _LENGTH


def blank() -> str:
    """Return what stands in a database for its checksum until `seal` knows it.

    It is another one each time, so that no text in a scenario can be mistaken for it.
    """
    return os.urandom(_LENGTH // 2).hex()


def seal(data: bytes, blank: str) -> bytes:
    """Return a database's bytes with its checksum in place of the blank."""
    place = data.index(blank.encode())
    rest = memoryview(data)
    before, after = rest[:place], rest[place + _LENGTH :]
    return b"".join((before, _checksum(before, after).encode(), after))


def is_whole(data: bytes, checksum: str) -> bool:
    """Whether a file's bytes are those that were sealed with that checksum."""
    place = data.find(checksum.encode())
    if len(checksum) != _LENGTH or place < 0:
        return False
    rest = memoryview(data)
    return _checksum(rest[:place], rest[place + _LENGTH :]) == checksum


def _checksum(before: memoryview, after: memoryview) -> str:
    # Left out: change counter, user_version, the counter's value and SQLite's version at that time.
    digest = hashlib.sha256()
    for part in (before[:24], before[28:60], before[64:92], before[100:], _ZEROS, after):
        digest.update(part)
    return digest.hexdigest()
