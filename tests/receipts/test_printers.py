"""P1, P2: whatever the printer does, the state is true and the counter goes on."""

from __future__ import annotations

import os
import pty
import select
import socket
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cashier_app.domain.printing import PrinterFault, PrintResult, PrintState
from cashier_app.services.paper_ports import PaperPrinter
from receipts.ahead import letters_ahead
from receipts.channels import CONNECT_SECONDS, FAREWELL_SECONDS, DeviceChannel, SerialChannel
from receipts.escpos import ASK_PAPER_AFTER, ASK_STATUS, picture_job, text_job
from receipts.glyphs import plain_glyph
from receipts.papers import receipt_document
from receipts.printers import (
    CONFIRM_SECONDS,
    SLOWEST_BYTES_A_SECOND,
    STATUS_SECONDS,
    WRITE_SECONDS,
    PrinterKind,
    PrinterSettings,
    PrintMode,
    ReceiptPrinter,
)
from receipts.status import status_of
from tests.receipts import samples
from tests.receipts.fake_printer import FakePrinter, Manners
from tests.receipts.pty_printer import PtyPrinter
from tests.support.own_clock import OwnClock

PRINTED, NOT_PRINTED, NOT_KNOWN = (
    PrintState.PRINTED,
    PrintState.NOT_PRINTED,
    PrintState.NOT_KNOWN,
)
DOCUMENT = receipt_document(samples.CHANGE, samples.UTILITY, samples.OFFSET)
JOB = picture_job(DOCUMENT, 576)
GIVEN_UP_WITHIN = 2.2
"""Seconds that a printer may cost, where it takes neither bytes nor the farewell."""


def network(port: int, **changes: object) -> ReceiptPrinter:
    settings = PrinterSettings(PrinterKind.NETWORK, address="127.0.0.1", port=port)
    return ReceiptPrinter(replace(settings, **changes))  # type: ignore[arg-type]


def print_one(printer: PaperPrinter) -> PrintResult:
    return printer.print_receipt(samples.CHANGE, samples.UTILITY, samples.OFFSET)


def outcome(manners: Manners) -> tuple[PrintState, PrinterFault, bytes]:
    with FakePrinter(manners) as fake:
        result = print_one(network(fake.port))
    return result.state, result.status.fault, fake.on_paper


def test_a_printer_that_answers_has_printed_all_of_it() -> None:
    assert outcome(Manners()) == (PRINTED, PrinterFault.NONE, JOB)


def test_what_is_drawn_ahead_ends_and_changes_no_paper() -> None:
    with FakePrinter(Manners()) as fake:
        printer = network(fake.port)
        while printer.draw_ahead():
            pass
        assert not printer.draw_ahead()
        print_one(printer)
    assert fake.on_paper == JOB


def test_the_next_customers_receipt_has_no_letter_to_be_drawn() -> None:
    for _ in letters_ahead(576):
        pass
    assert picture_job(DOCUMENT, 576) == JOB
    drawn = plain_glyph.cache_info().misses
    other = replace(
        samples.CHANGE, number="03-987654", customer_name="Quentin Xavier Zhukov-Wyk",
        address="93 Jackdaw Lane, Ward 7", account_no="5601-2389-47", meter_no="71-390624",
    )  # fmt: skip
    picture_job(receipt_document(other, samples.UTILITY, samples.OFFSET), 576)
    assert plain_glyph.cache_info().misses == drawn


@pytest.mark.parametrize(
    "settings", [PrinterSettings(), PrinterSettings(PrinterKind.NETWORK, mode=PrintMode.TEXT)]
)
def test_nothing_is_drawn_ahead_for_a_printer_that_gets_no_dots(settings: PrinterSettings) -> None:
    assert not ReceiptPrinter(settings).draw_ahead()


def test_papers_and_drawer_over_the_network_in_text_mode() -> None:
    with FakePrinter() as fake:
        printer = network(fake.port, mode=PrintMode.TEXT, drawer_pin=5)
        results = [
            printer.print_z(samples.Z, samples.UTILITY, 0),
            printer.print_slip(samples.SLIP, samples.UTILITY, 0),
            printer.open_drawer(),
        ]
        assert printer.status().ready
    assert [one.state for one in results] == [PRINTED] * 3
    assert fake.kicks == 1
    assert b"\x1bp\x01" in fake.on_paper


@pytest.mark.parametrize(
    ("manners", "fault"),
    [
        (Manners(paper_out=True), PrinterFault.NO_PAPER),
        (Manners(cover_open=True), PrinterFault.COVER_OPEN),
        (Manners(cutter_fault=True), PrinterFault.CUTTER),
    ],
)
def test_a_printer_that_cannot_print_is_sent_nothing(manners: Manners, fault: PrinterFault) -> None:
    assert outcome(manners) == (NOT_PRINTED, fault, b"")


def test_low_paper_warns_and_prints() -> None:
    with FakePrinter(Manners(paper_low=True)) as fake:
        result = print_one(network(fake.port))
    assert result.state is PRINTED
    assert result.status.paper_low


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    result = print_one(network(port))
    assert (result.state, result.status.fault) == (NOT_PRINTED, PrinterFault.UNREACHABLE)
    assert network(port).status().fault is PrinterFault.UNREACHABLE
    assert network(port).open_drawer().state is NOT_PRINTED


def test_no_printer_is_given_more_than_two_seconds() -> None:
    """By the sum of what each step may take; a clock is held against it below."""
    assert CONNECT_SECONDS <= 2
    assert STATUS_SECONDS + WRITE_SECONDS <= 2
    assert STATUS_SECONDS + CONFIRM_SECONDS + FAREWELL_SECONDS <= 2.7, "the answer after its end"


def test_a_printer_that_never_accepts_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        port = deaf.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        with OwnClock() as clock:
            started = clock.now()
            result = print_one(network(port))
            taken = clock.now() - started
        for filler in fillers:
            filler.close()
    assert (result.state, result.status.fault) == (NOT_PRINTED, PrinterFault.UNREACHABLE)
    assert taken < 2


def test_a_printer_that_never_reads_is_given_up() -> None:
    with FakePrinter(Manners(reads=False)) as fake, OwnClock() as clock:
        started = clock.now()
        result = print_one(network(fake.port))
        taken = clock.now() - started
    assert result.state is NOT_KNOWN
    assert taken < GIVEN_UP_WITHIN


def test_a_silent_printer_prints_and_nobody_knows() -> None:
    state, fault, paper = outcome(Manners(answers=False))
    assert (state, fault) == (NOT_KNOWN, PrinterFault.SILENT)
    assert paper == JOB


@pytest.mark.parametrize(
    "garbage", [b"\x00", b"\xff" * 9, b"\x12\x12\x12\xff", b"HTTP/1.1 200 OK\r\n"]
)
def test_garbage_is_not_believed_and_does_not_cut_the_paper_short(garbage: bytes) -> None:
    with FakePrinter(Manners(garbage=garbage)) as fake:
        result = print_one(network(fake.port))
    assert (result.state, result.status.fault) == (NOT_KNOWN, PrinterFault.SILENT)
    assert fake.taken == len(b"".join(ASK_STATUS) + JOB + ASK_PAPER_AFTER)


@pytest.mark.parametrize("mode", list(PrintMode))
@pytest.mark.parametrize("after", [20, 4_000, 9_000, 20_000])
def test_what_a_broken_paper_left_open_swallows_nothing_of_the_next(
    after: int, mode: PrintMode
) -> None:
    """Its dots would be taken for the old picture's, and the rest of them for commands."""
    job = JOB if mode is PrintMode.PICTURE else text_job(DOCUMENT, 576)
    with FakePrinter(Manners(dies_after=after, remembers=True)) as fake:
        printer = network(fake.port, mode=mode)
        assert print_one(printer).state is NOT_KNOWN
        fake.manners.dies_after = None
        assert printer.open_drawer().state is PRINTED
        assert fake.kicks == 1
        assert print_one(printer).state is PRINTED
        assert fake.on_paper.endswith(job)
        before = len(fake.on_paper)
        assert print_one(printer).state is PRINTED
    assert fake.on_paper[before:] == job


@pytest.mark.parametrize("after", [1, 11, 13, 100, 4096, len(JOB) // 2, len(JOB), len(JOB) + 12])
def test_a_printer_that_dies_after_some_bytes(after: int) -> None:
    state, fault, paper = outcome(Manners(dies_after=after))
    # Before the first byte of the paper it is sure that nothing came out.
    assert state is (NOT_PRINTED if after < 12 else NOT_KNOWN)
    assert fault is PrinterFault.UNREACHABLE
    assert paper != JOB or state is NOT_KNOWN


def test_paper_that_ends_inside_a_receipt_is_not_known_and_says_why() -> None:
    with FakePrinter(Manners(runs_out_after=20_000)) as fake, OwnClock() as clock:
        started = clock.now()
        result = print_one(network(fake.port))
        taken = clock.now() - started
    assert (result.state, result.status.fault) == (NOT_KNOWN, PrinterFault.NO_PAPER)
    assert taken < GIVEN_UP_WITHIN


def test_a_printer_that_comes_back_needs_no_restart() -> None:
    with FakePrinter(Manners(paper_out=True)) as fake:
        printer = network(fake.port)
        assert print_one(printer).state is NOT_PRINTED
        fake.manners.paper_out = False
        assert printer.status().ready
        assert print_one(printer).state is PRINTED
    assert print_one(printer).status.fault is PrinterFault.UNREACHABLE


@pytest.mark.parametrize(
    "answers", [b"", b"\x12\x12\x12", b"\x12" * 5, b"\x12\x12\x12\x80", b"\xff" * 4]
)
def test_status_is_silent_unless_four_bytes_can_be_a_status(answers: bytes) -> None:
    assert status_of(answers).fault is PrinterFault.SILENT


def test_offline_without_a_cause() -> None:
    assert status_of(b"\x1a\x12\x12\x12").fault is PrinterFault.OFFLINE


def test_a_device_file_prints_and_survives_unplugging(tmp_path: Path) -> None:
    link = tmp_path / "lp0"
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.DEVICE, path=link))
    first = PtyPrinter(link)
    assert print_one(printer).state is PRINTED
    assert JOB in first.heard
    first.unplug()
    gone = print_one(printer)
    assert (gone.state, gone.status.fault) == (NOT_PRINTED, PrinterFault.UNREACHABLE)
    again = PtyPrinter(link)
    assert print_one(printer).state is PRINTED
    again.unplug()


def test_a_printer_that_prints_while_it_reads_has_its_time(tmp_path: Path) -> None:
    """A usual paper on a slow printer takes longer than a stalled one is given."""
    link = tmp_path / "lp0"
    speed = len(JOB) / (WRITE_SECONDS + 0.5)
    assert speed > SLOWEST_BYTES_A_SECOND, "no slower than those that are sold"
    slow = PtyPrinter(link, bytes_a_second=speed)
    result = print_one(ReceiptPrinter(PrinterSettings(PrinterKind.DEVICE, path=link)))
    assert result.state is PRINTED, result
    assert JOB in slow.heard
    slow.unplug()


def test_a_long_receipt_in_the_printers_own_letters_has_its_time(tmp_path: Path) -> None:
    """Few bytes, much paper: 60 mm a second are sixteen lines."""
    lines = tuple(replace(samples.LATE, bill_no=f"{n:08}") for n in range(20))
    receipt = samples.receipt(*lines)
    document = receipt_document(receipt, samples.UTILITY, 0)
    job = text_job(document, 576)
    seconds = job.count(b"\n") / 16
    assert seconds > CONFIRM_SECONDS + len(job) / SLOWEST_BYTES_A_SECOND
    link = tmp_path / "lp0"
    slow = PtyPrinter(link, bytes_a_second=len(job) / seconds)
    settings = PrinterSettings(PrinterKind.DEVICE, path=link, mode=PrintMode.TEXT)
    result = ReceiptPrinter(settings).print_receipt(receipt, samples.UTILITY, 0)
    assert result.state is PRINTED, result
    assert job in slow.heard
    slow.unplug()


@pytest.mark.parametrize(
    "chatter", [b"\x11", b"\x13\x11", b"\x14\x00\x00\x0f"], ids=["on", "off on", "status by itself"]
)
def test_what_a_printer_says_beside_its_answers_hides_none(chatter: bytes) -> None:
    assert outcome(Manners(chatter=chatter)) == (PRINTED, PrinterFault.NONE, JOB)
    state, fault, _ = outcome(Manners(chatter=chatter, paper_out=True))
    assert (state, fault) == (NOT_PRINTED, PrinterFault.NO_PAPER)


@pytest.mark.parametrize("held_back", [5, 6, 8])
def test_answers_that_come_late_still_say_why_it_stopped(held_back: int) -> None:
    state, fault, _ = outcome(Manners(runs_out_after=20_000, holds_back=held_back))
    assert (state, fault) == (NOT_KNOWN, PrinterFault.NO_PAPER)


def full(channel: SerialChannel) -> bool:
    """Writes until the port has heard the printer's XOFF."""
    for _ in range(2000):
        try:
            channel.write(b".", time.monotonic() + 0.05)
        except TimeoutError:
            return True
    return False


def read_line(master: int) -> bytes:
    got = b""
    while not got.endswith(b"\n"):
        got += os.read(master, 4096)
    return got.lstrip(b".")


def test_a_serial_printer_that_is_full_is_waited_for() -> None:
    master, slave = pty.openpty()
    path = Path(os.ttyname(slave))
    channel = SerialChannel(path, 9600)
    os.write(master, b"\x13")
    assert full(channel)
    os.write(master, b"\x11")
    channel.write(b"line\n", time.monotonic() + 2)
    assert read_line(master) == b"line\n"
    os.write(master, b"\x13")
    assert full(channel)
    channel.abandon()
    again = SerialChannel(path, 9600)
    again.write(b"next\n", time.monotonic() + 2)
    assert read_line(master) == b"next\n"
    again.close()
    os.close(slave)
    os.close(master)


def test_what_is_on_its_way_is_taken_before_the_device_is_closed(tmp_path: Path) -> None:
    """The driver of a USB printer forgets it otherwise: the cut, or the drawer's pulse."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    channel = DeviceChannel(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(TimeoutError):
        channel.write(b"x" * 1_000_000, time.monotonic() + 0.05)
    takes = threading.Event()

    def take_later() -> None:
        takes.wait(0.2)
        takes.set()
        os.read(reader, 1_000_000)

    printer = threading.Thread(target=take_later)
    printer.start()
    channel.close()
    assert takes.is_set()
    printer.join()
    os.close(reader)


def test_a_device_that_takes_no_bytes_is_given_up(tmp_path: Path) -> None:
    stuck = tmp_path / "lp0"
    os.mkfifo(stuck)
    reader = os.open(stuck, os.O_RDONLY | os.O_NONBLOCK)
    with OwnClock() as clock:
        started = clock.now()
        result = print_one(ReceiptPrinter(PrinterSettings(PrinterKind.DEVICE, path=stuck)))
        taken = clock.now() - started
    assert result.state is not PRINTED
    assert taken < GIVEN_UP_WITHIN
    os.close(reader)


def test_a_folder_keeps_bytes_picture_and_pdf(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.FOLDER, path=folder))
    assert printer.status().ready
    assert [print_one(printer).state, print_one(printer).state] == [PRINTED, PRINTED]
    assert printer.open_drawer().state is PRINTED
    names = sorted(one.name for one in folder.iterdir())
    receipt = "receipt-03-000123"
    kept = [f"{receipt}{end}" for end in (".bin", ".pdf", ".png")]
    again = [f"{receipt}-2{end}" for end in (".bin", ".pdf", ".png")]
    assert names == sorted(["drawer.bin", *kept, *again])
    assert (folder / f"{receipt}.bin").read_bytes() == JOB


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.FOLDER, path=blocked / "papers"))
    result = print_one(printer)
    assert (result.state, result.status.fault) == (NOT_PRINTED, PrinterFault.UNREACHABLE)


def test_a_counter_without_a_printer() -> None:
    printer = ReceiptPrinter(PrinterSettings())
    assert print_one(printer).state is NOT_PRINTED
    assert printer.open_drawer().state is NOT_PRINTED
    assert not printer.status().ready


@pytest.mark.allow_log("a paper failed", reason="its time is missing on purpose")
def test_a_paper_that_cannot_be_drawn_is_a_result(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.FOLDER, path=tmp_path))
    broken = replace(samples.CHANGE, stored_at=None)  # type: ignore[arg-type]
    result = printer.print_receipt(broken, samples.UTILITY, 0)
    assert result.state is NOT_PRINTED
    assert "a paper failed" in caplog.text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.allow_log("a paper failed on its way", reason="the system's call breaks on purpose")
def test_what_breaks_behind_the_first_byte_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was called not printed, and offered again as an original."""
    plugged = PtyPrinter(tmp_path / "lp0")
    waits = select.select

    def breaks(*args: Any) -> Any:
        if plugged.paper():
            raise ValueError("filedescriptor out of range in select()")
        return waits(*args)

    monkeypatch.setattr(select, "select", breaks)
    result = print_one(ReceiptPrinter(PrinterSettings(PrinterKind.DEVICE, path=tmp_path / "lp0")))
    plugged.unplug()
    assert result.state is NOT_KNOWN


@pytest.mark.parametrize("changes", [{"width_dots": 570}, {"width_dots": 64}, {"drawer_pin": 3}])
def test_settings_that_no_printer_has(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"dots wide|pin"):
        PrinterSettings(**changes)  # type: ignore[arg-type]
