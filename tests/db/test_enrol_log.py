"""A computer that changes its counter code: what becomes of the first code's log is chosen."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from cashier_app.counter_log import CounterLog
from cashier_app.domain.errors import Refused
from cashier_app.first_start import FirstStartHere
from cashier_app.log_of_others import identity_in
from cashier_app.services.first_start import FirstPerson, NewUtility
from cashier_app.settings import load_settings
from tests.support.command_line import Command, cashier, home

__all__ = ["cashier", "home"]

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEW = ("--office", "HO", "--office-name", "Head office")


@pytest.fixture
def seven(home: Path, cashier: Command) -> Path:
    """Counter 07, which took one payment and does not know of another; its log."""
    cashier("db", "start")
    cashier("db", "upgrade")
    assert cashier("counter", "enrol", "07", "--create", "Counter 7", *NEW)[0] == 0
    path = load_settings().log_path
    with closing(CounterLog(path)) as log:
        for number in (1, 2):
            log.sent(UUID(int=number), "payment", Decimal("120.50"), "amina", "", NOW)
        log.acknowledged(UUID(int=1), "07-000001", b"\x01" * 32)
    return path


def enrolled() -> str:
    counter = load_settings().counter
    assert counter is not None
    return counter.code


def test_another_code_is_refused_until_the_log_is_spoken_for(seven: Path, cashier: Command) -> None:
    before = seven.read_bytes()
    other = ("counter", "enrol", "08", "--create", "Counter 8", *NEW, "--replace")
    status, _, err = cashier(*other)
    assert status == 1
    assert "1 acts of counter 07 and 1 of unknown end (payment 120.50 amina 2026-03-02)" in err
    assert "--log aside" in err
    assert enrolled() == "07"
    assert "Counter 8" not in cashier("counter", "list")[1]
    assert seven.read_bytes() == before


def test_put_aside_it_is_there_whole_and_the_new_counter_begins_with_none(
    seven: Path, cashier: Command
) -> None:
    before = seven.read_bytes()
    other = ("counter", "enrol", "08", "--create", "Counter 8", *NEW, "--replace")
    with closing(CounterLog(seven)):
        status, _, err = cashier(*other, "--log", "aside")
        assert status == 1
        assert "window is open" in err
        assert enrolled() == "07"
    status, out, _ = cashier(*other, "--log", "aside")
    assert status == 0
    assert "counter-aside-1.log" in out
    assert enrolled() == "08"
    assert not seven.exists()
    assert seven.with_name("counter-aside-1.log").read_bytes() == before


def test_kept_it_stays_where_it_is(seven: Path, cashier: Command) -> None:
    before = seven.read_bytes()
    other = ("counter", "enrol", "08", "--create", "Counter 8", *NEW, "--replace")
    assert cashier(*other, "--log", "keep")[0] == 0
    assert enrolled() == "08"
    assert seven.read_bytes().startswith(before)
    assert identity_in(seven), "the new counter's"


def test_of_the_same_code_nothing_is_asked(seven: Path, cashier: Command) -> None:
    before = seven.read_bytes()
    assert cashier("counter", "enrol", "07", "--replace")[0] == 0
    assert seven.read_bytes() == before


@pytest.fixture
def elsewhere(seven: Path, home: Path, cashier: Command) -> Path:
    """The settings lead to another database, in which no counter 07 is; the log of the first."""
    (home / "cashier.toml").write_text('[database]\nname = "elsewhere"\n', "utf-8")
    assert cashier("db", "upgrade")[0] == 0
    return seven


def test_the_same_code_in_another_database_is_asked_about(
    elsewhere: Path, cashier: Command
) -> None:
    """Its acts would be looked for there, and all of them called lost."""
    enrol = ("counter", "enrol", "07", "--create", "Counter 7", *NEW, "--replace")
    status, _, err = cashier(*enrol)
    assert status == 1
    assert "1 acts of counter 07 of another database and 1 of unknown end" in err
    assert cashier(*enrol, "--log", "aside")[0] == 0
    assert not elsewhere.exists()
    assert elsewhere.with_name("counter-aside-1.log").exists()


def test_kept_in_another_database_it_is_the_new_counters(elsewhere: Path, cashier: Command) -> None:
    enrol = ("counter", "enrol", "07", "--create", "Counter 7", *NEW, "--replace")
    assert cashier(*enrol, "--log", "keep")[0] == 0
    first = identity_in(elsewhere)
    assert first
    # Enrolled once more it is its own by now.
    assert cashier("counter", "enrol", "07", "--replace")[0] == 0
    with closing(CounterLog(elsewhere)) as log:
        log.bind("00" * 16)
    status, _, err = cashier("counter", "enrol", "07", "--replace")
    assert status == 1
    assert "of another database" in err


def test_a_first_start_beside_another_counters_log_says_so(seven: Path, home: Path) -> None:
    """Settings were lost, the log was not."""
    (home / "counter.toml").unlink()
    with pytest.raises(Refused, match="setup_log_of_other"):
        FirstStartHere(home).make_alone(
            NewUtility("Riverside", "INR", "Rs", 2, "Asia/Kolkata", (Decimal(100),), ()),
            FirstPerson("David Fernandes", "david", "Long-harbour-88"),
        )
    assert load_settings().counter is None
