"""The counter's own record: on the disk before anything is sent, and readable when torn (C2)."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from cashier_app.counter_log import CounterLog, CounterLogInUse
from cashier_app.domain.payments import LateEnd
from cashier_app.domain.printing import LeftPaper
from cashier_app.held_file import hold
from cashier_app.log_lines import read_last_close, read_lines

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST, SECOND = UUID(int=1), UUID(int=2)


def send(log: CounterLog, request_id: UUID, facts: str = "bill 1") -> None:
    log.sent(request_id, "payment", Decimal("100.50"), "amina", facts, NOW)


def test_a_line_is_open_until_its_end_is_known(tmp_path: Path) -> None:
    log = CounterLog(tmp_path / "counter.log")
    for request_id in (FIRST, SECOND, UUID(int=3), UUID(int=4)):
        send(log, request_id)
    log.acknowledged(FIRST, "03-000001", b"\x01" * 32)
    log.refused(SECOND, "bill_changed")
    log.voided(UUID(int=3))
    log.set_aside(UUID(int=4))
    (left,) = log.unsettled()
    assert (left.request_id, left.total, left.set_aside) == (UUID(int=4), Decimal("100.50"), True)
    log.close()


def test_what_was_open_is_open_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    send(log, FIRST)
    send(log, SECOND)
    log.acknowledged(FIRST, "03-000001", b"\x01" * 32)
    log.close()
    again = CounterLog(path)
    assert [line.request_id for line in again.unsettled()] == [SECOND]
    (known,) = again.acknowledged_newest_first()
    assert (known.number, known.entry_hash) == ("03-000001", b"\x01" * 32)
    again.close()


def test_torn_at_every_byte_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    send(log, FIRST, "naïve, £, नमस्ते")
    whole = path.stat().st_size
    send(log, SECOND, "second")
    log.close()
    data = path.read_bytes()
    for end in range(whole, len(data) + 1):
        path.write_bytes(data[:end])
        torn = CounterLog(path)
        found = [line.request_id for line in torn.unsettled()]
        assert found == ([FIRST, SECOND] if end == len(data) else [FIRST]), end
        # The next line stands on its own, whatever was torn before it.
        send(torn, UUID(int=9), "after")
        torn.close()
        assert [line["request"] for line in read_lines(path)][-1] == UUID(int=9).hex


def test_a_changed_byte_costs_its_line_only(tmp_path: Path) -> None:
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    for number in range(1, 4):
        send(log, UUID(int=number))
    log.close()
    lines = path.read_bytes().splitlines(keepends=True)
    for at in range(len(lines[1]) - 1):
        damaged = bytearray(lines[1])
        damaged[at] ^= 0x04
        if b"\n" in damaged[:-1]:
            continue
        path.write_bytes(lines[0] + bytes(damaged) + lines[2])
        assert [line["request"] for line in read_lines(path)] == [
            UUID(int=1).hex,
            UUID(int=3).hex,
        ]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("03-000123", "payment"),
        ("03-N-0012", "count"),
        ("03-Z-0012", "z"),
        ("03-K-0001", "correction"),
    ],
)
def test_an_act_without_the_line_of_its_sending_has_its_kind(
    tmp_path: Path, number: str, kind: str
) -> None:
    log = CounterLog(tmp_path / "counter.log")
    log.acknowledged(FIRST, number, b"\x01" * 32)
    (act,) = log.acts()
    assert (act.kind, act.order) == (kind, "")
    log.close()


def test_a_second_copy_of_the_program_is_refused(tmp_path: Path) -> None:
    log = CounterLog(tmp_path / "counter.log")
    with pytest.raises(CounterLogInUse):
        CounterLog(tmp_path / "counter.log")
    log.close()
    CounterLog(tmp_path / "counter.log").close()


def test_each_line_is_on_the_disk_before_the_call_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "counter.log"
    synced: list[int] = []
    log = CounterLog(path)
    monkeypatch.setattr(os, "fsync", lambda _fd: synced.append(path.stat().st_size))
    send(log, FIRST)
    assert synced == [path.stat().st_size]
    log.close()


def test_a_full_disk_takes_no_line(tmp_path: Path) -> None:
    log = CounterLog(tmp_path / "counter.log")
    file: Any = log._file
    log._file = open("/dev/full", "ab", buffering=0)  # noqa: PTH123, SIM115 - a disk that is full
    with pytest.raises(OSError, match=r"space|full"):
        send(log, FIRST)
    assert log.unsettled() == ()
    log._file.close()
    log._file = file
    log.close()


@pytest.mark.parametrize("room", [0, 1, 20, 100, -1])
def test_half_a_line_is_no_line_and_swallows_none(tmp_path: Path, room: int) -> None:
    """A disk that fills within a line takes no newline either; when there is room, work goes on."""
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    send(log, UUID(int=8))
    whole = path.stat().st_size
    with _full_at(whole + (room if room >= 0 else whole - 1)):
        for _ in range(2):
            with pytest.raises(OSError, match=r"full|large"):
                send(log, UUID(int=9))
    assert path.stat().st_size == whole + (room if room >= 0 else whole - 1)
    send(log, FIRST)
    send(log, SECOND)
    open_now = [line.request_id for line in log.unsettled()]
    assert open_now == [UUID(int=8), FIRST, SECOND]
    log.close()
    again = CounterLog(path)
    assert [line.request_id for line in again.unsettled()] == open_now
    again.close()


@contextmanager
def _full_at(size: int) -> Iterator[None]:
    """No file grows beyond `size` bytes: a write ends there, the next one fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_lone_surrogate_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    send(log, FIRST, "bad \ud800 name\nwith a line break")
    log.close()
    again = CounterLog(path)
    assert [line.request_id for line in again.unsettled()] == [FIRST]
    again.close()


def test_the_last_close_is_what_sign_in_shows(tmp_path: Path) -> None:
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    assert read_last_close(path) is None
    log.closed_shift(NOW, Decimal("-5.00"), "03-Z-0001")
    log.close()
    close = read_last_close(path)
    assert close is not None
    assert (close.number, close.difference) == ("03-Z-0001", Decimal(-5))


def test_the_last_close_is_found_from_the_end(tmp_path: Path) -> None:
    """A log of years is not read before the window opens; blocks and torn lines do not matter."""
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    log.closed_shift(NOW, Decimal(0), "03-Z-0001")
    log.closed_shift(NOW, Decimal("1.50"), "03-Z-0002")
    for number in range(700):
        log.refused(UUID(int=number), "x" * number)
    log.close()
    assert path.stat().st_size > 3 * 65536
    with path.open("ab") as file:
        file.write(b'00000000 {"state": "closed"')
    close = read_last_close(path)
    assert close is not None
    assert close.number == "03-Z-0002"
    assert [line for line in read_lines(path) if line["state"] == "closed"][-1]["number"] == (
        close.number
    )


def test_an_end_that_nobody_waited_for_is_news_until_it_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    ids = [UUID(int=number) for number in range(1, 5)]
    for request_id in ids:
        send(log, request_id)
    log.acknowledged(ids[0], "03-000001", b"\x01" * 32)
    log.acknowledged(ids[1], "03-000002", b"\x01" * 32, late=True)
    log.voided(ids[2], late=True)
    log.voided(ids[3])
    log.close()
    again = CounterLog(path)
    assert again.news() == (
        LateEnd(ids[1], "payment", Decimal("100.50"), "03-000002"),
        LateEnd(ids[2], "payment", Decimal("100.50"), ""),
    )
    again.noted(ids[1])
    again.noted(ids[0])
    again.close()
    assert [line["state"] for line in read_lines(path)].count("noted") == 1
    last = CounterLog(path)
    assert [end.request_id for end in last.news()] == [ids[2]]
    last.close()


def test_an_original_is_unsent_until_it_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    assert not log.is_unsent("03-000001")
    for number in ("03-000001", "03-000002", "03-000003"):
        log.unsent(number)
    log.printing("03-000002")
    log.printing("03-000003")
    log.unsent("03-000003")
    log.close()
    again = CounterLog(path)
    found = [again.is_unsent(f"03-00000{last}") for last in (1, 2, 3)]
    assert found == [True, False, True]
    again.close()


def test_a_paper_is_due_until_somebody_knows_its_end(tmp_path: Path) -> None:
    path = tmp_path / "counter.log"
    log = CounterLog(path)
    for number, request_id in enumerate((FIRST, SECOND), 1):
        log.sent(request_id, "movement", Decimal("30"), "amina", "shift 7", NOW)
        log.acknowledged(request_id, f"03-M-000{number}", b"\x01" * 32, paper=40 + number)
    log.close()
    again = CounterLog(path)
    assert again.left_papers() == (
        LeftPaper("03-M-0001", "movement", Decimal("30"), "amina", 41),
        LeftPaper("03-M-0002", "movement", Decimal("30"), "amina", 42),
    )
    again.paper_ended("03-M-0001", "printed")
    size = path.stat().st_size
    # Of what is not due nothing is written.
    again.paper_ended("03-M-0001", "printed")
    again.paper_ended("03-M-0009", "printed")
    assert path.stat().st_size == size
    again.close()
    last = CounterLog(path)
    assert [paper.number for paper in last.left_papers()] == ["03-M-0002"]
    assert last.unsettled() == ()
    last.close()


def test_papers_of_a_release_that_wrote_nothing_of_them_are_not_due(tmp_path: Path) -> None:
    log = CounterLog(tmp_path / "counter.log")
    log.sent(FIRST, "z", Decimal(0), "amina", "shift 7", NOW)
    log.acknowledged(FIRST, "03-Z-0001", b"\x01" * 32)
    assert log.left_papers() == ()
    log.close()


def test_the_byte_that_windows_locks_lies_behind_every_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the end of the log it kept nobody out: a second window found another end."""
    locked: list[tuple[int, int]] = []

    def locking(handle: int, _mode: int, count: int) -> None:
        locked.append((os.lseek(handle, 0, os.SEEK_CUR), count))

    system = ModuleType("msvcrt")
    vars(system).update(LK_NBLCK=2, locking=locking)
    monkeypatch.setitem(sys.modules, "msvcrt", system)
    path = tmp_path / "counter.log"
    for line in (b"one\n", b"two\n"):
        with path.open("ab", buffering=0) as file:
            hold(file, on_windows=True)
            file.write(line)
    assert path.read_bytes() == b"one\ntwo\n"
    # The same place for everybody; Windows' C library has positions of 31 bits.
    assert set(locked) == {((1 << 31) - 2, 1)}
