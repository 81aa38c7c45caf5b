"""A printer that dies after each byte, lies, stalls, talks without end, is pulled out (P1, P2)."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from cashier_app.domain.printing import PrinterFault, PrintResult, PrintState
from receipts.document import Document
from receipts.escpos import ASK_PAPER_AFTER, ASK_STATUS, FEED_AND_CUT, picture_job, text_job
from receipts.papers import receipt_document
from receipts.printers import (
    SLOWEST_BYTES_A_SECOND,
    PrinterKind,
    PrinterSettings,
    PrintMode,
    ReceiptPrinter,
)
from tests.faults.acts import SEED, SOAK
from tests.receipts import samples
from tests.receipts.fake_printer import FakePrinter, Manners
from tests.receipts.pty_printer import PtyPrinter
from tests.support.own_clock import OwnClock

DOCUMENT = receipt_document(samples.CHANGE, samples.UTILITY, samples.OFFSET)
SHORT = receipt_document(replace(samples.CHANGE, qr_text=""), samples.UTILITY, samples.OFFSET)
JOBS = {
    "words only": text_job(SHORT, 576),
    PrintMode.TEXT: text_job(DOCUMENT, 576),
    PrintMode.PICTURE: picture_job(DOCUMENT, 576),
}
QUESTIONS = len(b"".join(ASK_STATUS))
CONFIRMED_WITHIN = 2.7 + len(JOBS[PrintMode.TEXT]) / SLOWEST_BYTES_A_SECOND
"""Seconds for questions, answer and farewell, beside those that the paper takes."""


class Prepared(ReceiptPrinter):
    """Draws its paper once: what is tried here is the way to the printer."""

    def __init__(self, settings: PrinterSettings, job: bytes = JOBS[PrintMode.TEXT]) -> None:
        super().__init__(settings)
        self._prepared = job

    def _job(self, document: Document) -> bytes:
        return self._prepared


def prepared(port: int, job: bytes = JOBS[PrintMode.TEXT]) -> ReceiptPrinter:
    return Prepared(PrinterSettings(PrinterKind.NETWORK, "127.0.0.1", port), job)


def print_one(printer: ReceiptPrinter) -> PrintResult:
    return printer.print_receipt(samples.CHANGE, samples.UTILITY, samples.OFFSET)


def is_true(result: PrintResult, on_paper: bytes) -> bool:
    """What is said of a paper and what came out of the printer."""
    match result.state:
        case PrintState.PRINTED:
            return on_paper.endswith(FEED_AND_CUT)
        case PrintState.NOT_PRINTED:
            return on_paper == b""
        case _:
            return True


def places(job: bytes) -> list[int]:
    """Every byte of a short paper; of a long one every byte in the soak, else some of each part."""
    last = QUESTIONS + len(job) + len(ASK_PAPER_AFTER) + 1
    if SOAK or last < 15_000:
        return list(range(1, last + 1))
    chosen = random.Random(f"{SEED}:places").sample(range(1, last), 150)
    return sorted({*chosen, *range(1, 80), *range(last - 40, last + 1)})


@pytest.mark.timeout(1800 if SOAK else 60)
@pytest.mark.parametrize("name", JOBS)
def test_it_dies_after_every_byte(name: str) -> None:
    seen, job = set(), JOBS[name]
    with FakePrinter() as fake:
        printer = prepared(fake.port, job)
        for place in places(job):
            # Another one each time: after a break zeros come first, and the place would be theirs.
            printer = prepared(fake.port, job)
            fake.on_paper, fake.taken, fake.manners = b"", 0, Manners(dies_after=place)
            result = print_one(printer)
            fake.wait_idle()
            assert is_true(result, fake.on_paper), (place, result)
            # Nothing of the paper has left: that is known for certain.
            assert place >= QUESTIONS or result.state is PrintState.NOT_PRINTED, (place, result)
            seen.add(result.state)
        fake.on_paper, fake.manners = b"", Manners()
        assert print_one(printer).state is PrintState.PRINTED
        assert fake.on_paper == job
    assert seen >= {PrintState.NOT_PRINTED, PrintState.NOT_KNOWN}


SLOW: dict[str, Manners] = {
    "says ready without paper": Manners(lies=True, paper_out=True),
    "says ready with an open cover": Manners(lies=True, cover_open=True),
    "runs out and says ready": Manners(lies=True, runs_out_after=300),
    "talks without end": Manners(floods=True),
    "stalls in the questions": Manners(stalls_after=5),
    "stalls behind the questions": Manners(stalls_after=QUESTIONS),
    "stalls in the paper": Manners(stalls_after=QUESTIONS + 100),
    "never reads": Manners(reads=False),
    "silent": Manners(answers=False),
    "garbage": Manners(garbage=b"\x00\x12\xff"),
}


def test_no_lie_and_no_silence_is_taken_for_a_paper() -> None:
    """All at once, for most of them cost the whole time that a printer is given."""

    def outcome(manners: Manners) -> tuple[PrintResult, bytes, float]:
        with FakePrinter(manners) as fake:
            began = clock.now()
            result = print_one(prepared(fake.port))
            return result, fake.on_paper, clock.now() - began

    with OwnClock() as clock, ThreadPoolExecutor(len(SLOW)) as pool:
        outcomes = dict(zip(SLOW, pool.map(outcome, SLOW.values()), strict=True))
    for name, (result, _paper, seconds) in outcomes.items():
        assert result.state is PrintState.NOT_KNOWN, (name, result)
        assert seconds < CONFIRMED_WITHIN, (name, seconds)


def test_a_printer_that_wrongly_says_it_cannot_is_sent_nothing() -> None:
    with FakePrinter(Manners(paper_out=True)) as fake:
        result = print_one(prepared(fake.port))
    assert (result.state, result.status.fault) == (PrintState.NOT_PRINTED, PrinterFault.NO_PAPER)
    assert fake.on_paper == b""


def device(path: Path) -> ReceiptPrinter:
    return Prepared(PrinterSettings(PrinterKind.DEVICE, path=path))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_that_talks_without_end_is_given_up() -> None:
    with OwnClock() as clock:
        began = clock.now()
        assert print_one(device(Path("/dev/zero"))).state is PrintState.NOT_KNOWN
        assert device(Path("/dev/zero")).status().fault is PrinterFault.SILENT
        assert clock.now() - began < CONFIRMED_WITHIN


@pytest.mark.parametrize("place", [1, QUESTIONS, QUESTIONS + 1, QUESTIONS + 300])
def test_pulled_out_in_the_paper_and_plugged_in_again(tmp_path: Path, place: int) -> None:
    """The device file goes and comes back: no restart, and nothing is claimed."""
    link = tmp_path / "lp0"
    printer = device(link)
    first = PtyPrinter(link, dies_after=place)
    result = print_one(printer)
    first.unplug()
    assert is_true(result, first.paper())
    assert result.state is not PrintState.PRINTED
    for _ in range(2):
        gone = print_one(printer)
        assert (gone.state, gone.status.fault) == (PrintState.NOT_PRINTED, PrinterFault.UNREACHABLE)
    again = PtyPrinter(link)
    assert print_one(printer).state is PrintState.PRINTED
    assert again.paper().endswith(FEED_AND_CUT)
    again.unplug()


@pytest.mark.parametrize(
    "make", [Path.mkdir, Path.touch, os.mkfifo], ids=["a folder", "a file", "a pipe"]
)
def test_what_is_no_printer_at_all_holds_nobody_up(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "lp0"
    make(path)
    with OwnClock() as clock:
        began = clock.now()
        assert print_one(device(path)).state is not PrintState.PRINTED
        assert clock.now() - began < CONFIRMED_WITHIN
