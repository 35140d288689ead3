"""Who, when and which."""

from __future__ import annotations

import datetime
import getpass

import pytest

from db.identity import host, new_id, now, user


def test_now_is_utc_with_microseconds() -> None:
    moment = datetime.datetime.fromisoformat(now())
    assert moment.utcoffset() == datetime.timedelta(0)
    assert len(now()) == len("2026-03-01T09:00:00.000000+00:00")


def test_moments_sort_as_texts() -> None:
    moments = [now() for _ in range(100)]
    assert moments == sorted(moments)


@pytest.mark.parametrize("error", [OSError, KeyError, ImportError])
def test_no_account_is_nobody(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise error("no such account")

    monkeypatch.setattr(getpass, "getuser", fail)
    assert user() == ""


def test_a_user_isone_line_that_a_log_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: " Ann\x1b[2J\n\u202eLee" + "!" * 300)
    assert user() == "Ann[2JLee" + "!" * 191


def test_a_machine_has_a_name_ofone_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert host().isprintable()
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("COMPUTERNAME", "WARD-7\n")
    assert host() == "WARD-7"


def test_ids_are_short_and_differ() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(id_.isalnum() and len(id_) <= 16 for id_ in ids)
