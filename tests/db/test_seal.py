"""The checksum in a file finds what SQLite can't."""

from __future__ import annotations

import hashlib

from db.seal import blank, is_whole, seal


def sealed() -> tuple[bytes, str]:
    mark = blank()
    data = seal(b"before" + mark.encode() + b"after", mark)
    return data, data[6:70].decode()


def test_the_checksum_is_that_of_the_bytes_with_zeros_in_its_place() -> None:
    data, checksum = sealed()
    assert checksum == hashlib.sha256(b"before" + b"0" * 64 + b"after").hexdigest()
    assert is_whole(data, checksum)


def test_any_other_byte_is_noticed() -> None:
    data, checksum = sealed()
    assert not any(
        is_whole(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], checksum)
        for at in range(len(data))
    )


def test_a_checksum_that_is_none_fits_nothing() -> None:
    data, checksum = sealed()
    assert not is_whole(data, "")
    assert not is_whole(data, checksum[:10])
    assert not is_whole(b"", checksum)


def test_what_a_text_says_does_not_matter() -> None:
    """A note may hold any checksum, or sixty-four zeros."""
    mark = blank()
    note = b"0" * 64 + sealed()[1].encode()
    data = seal(note + mark.encode() + note, mark)
    assert is_whole(data, data[len(note) : len(note) + 64].decode())
