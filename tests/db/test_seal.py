"""The checksum in a file finds what SQLite can't."""

from __future__ import annotations

import hashlib

from db.seal import blank, is_whole, seal

HEAD = b"h" * 100


def sealed() -> tuple[bytes, str]:
    mark = blank()
    data = seal(HEAD + b"before" + mark.encode() + b"after", mark)
    return data, data[106:170].decode()


def test_the_checksum_is_that_of_all_bytes_but_its_own_and_a_version() -> None:
    data, checksum = sealed()
    counted = b"h" * (100 - 4 - 4 - 8) + b"before" + b"0" * 64 + b"after"
    assert checksum == hashlib.sha256(counted).hexdigest()
    assert is_whole(data, checksum)


def test_any_other_byte_is_noticed() -> None:
    data, checksum = sealed()
    changed = [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(len(data))]
    free = {at for at, other in enumerate(changed) if is_whole(other, checksum)}
    assert free == {*range(24, 28), *range(60, 64), *range(92, 100)}


def test_a_checksum_that_is_none_fits_nothing() -> None:
    data, checksum = sealed()
    assert not is_whole(data, "")
    assert not is_whole(data, checksum[:10])
    assert not is_whole(b"", checksum)


def test_what_a_text_says_does_not_matter() -> None:
    """A note may hold any checksum, or sixty-four zeros."""
    mark = blank()
    note = b"0" * 64 + sealed()[1].encode()
    data = seal(HEAD + note + mark.encode() + note, mark)
    at = len(HEAD) + len(note)
    assert is_whole(data, data[at : at + 64].decode())
