"""Printers are found without being touched, tried, and taken into use for the next paper."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from cashier_app.domain.errors import Refused
from cashier_app.domain.printing import FoundPrinter, PrinterFault, PrintState
from cashier_app.settings import PrinterChoice, load_settings, save_printer
from receipts import queue
from receipts.desk import PrinterDesk, choice_of, printer_settings
from receipts.discovery import found_printers
from receipts.document import Code, Document
from receipts.escpos import picture_job
from receipts.models import CORRECTIONS, models
from receipts.picture import printed
from receipts.printers import PrinterKind, PrinterSettings, ReceiptPrinter
from receipts.queue import QueuePrinter
from receipts.trial_page import TrialWords, trial_document
from tests.receipts import samples
from tests.receipts.fake_printer import FakePrinter, Manners
from tests.receipts.pty_printer import PtyPrinter

WHEN = "Thu 26 Nov, 17:05"


def print_one(printer: ReceiptPrinter) -> PrintState:
    return printer.print_receipt(samples.CHANGE, samples.UTILITY, samples.OFFSET).state


# -- finding --------------------------------------------------------------------------


def test_devices_are_found_with_their_own_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices, system = tmp_path / "dev", tmp_path / "sys"
    for name in ("usb/lp0", "ttyUSB0", "ttyS0", "sda", "lp0x"):
        (devices / name).parent.mkdir(parents=True, exist_ok=True)
        (devices / name).touch()
    (devices / "serial" / "by-id").mkdir(parents=True)
    (devices / "serial" / "by-id" / "usb-Prolific_USB-Serial").symlink_to(devices / "ttyUSB0")
    identity = system / "class" / "usbmisc" / "lp0" / "device" / "ieee1284_id"
    identity.parent.mkdir(parents=True)
    identity.write_text("MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;")
    monkeypatch.setattr("receipts.discovery.queue_names", lambda: ("Office",))
    assert found_printers(devices, system)[:1] == (
        FoundPrinter("device", str(devices / "usb/lp0"), "EPSON TM-T20II"),
    )
    assert [(one.kind, one.name) for one in found_printers(devices, system)][-2:] == [
        ("serial", "usb-Prolific_USB-Serial"), ("queue", ""),
    ]  # fmt: skip


def test_a_computer_without_any_is_told_so(tmp_path: Path) -> None:
    assert found_printers(tmp_path / "none", tmp_path) == ()


# -- profiles -------------------------------------------------------------------------


def test_every_model_can_be_used_as_it_is() -> None:
    for model in models():
        PrinterSettings(width_dots=model.width_dots, profile=model.profile, cutter=model.cutter)
    assert models()[0].profile == "default"


def test_our_corrections_are_of_profiles_that_exist_and_are_needed() -> None:
    offered = {model.profile: model for model in models()}
    for name, known in CORRECTIONS.items():
        assert known.why
        assert (name in offered) is known.offered
    assert offered["simple"].cutter is False
    assert offered["RP-F10-58mm"].width_dots == 384


# -- settings -------------------------------------------------------------------------


def test_a_choice_is_kept_beside_what_stood_there(tmp_path: Path) -> None:
    file = tmp_path / "cashier.toml"
    file.write_text(
        '# ours\n[printer]\nkind = "none"\n\n[database] # far\nhost = "db"\nca_file = "x"\n'
    )
    file.chmod(0o640)
    choice = PrinterChoice("network", "10.0.0.9", 9101, width_dots=384, cutter=False, drawer_pin=5)
    save_printer(tmp_path, choice)
    settings = load_settings(tmp_path)
    assert (settings.printer, settings.database.host) == (choice, "db")
    assert file.read_text().startswith("# ours\n[database] # far\n")
    assert file.stat().st_mode & 0o777 == 0o640
    save_printer(tmp_path, PrinterChoice())
    assert load_settings(tmp_path).printer == PrinterChoice()
    assert file.read_text().count("[printer]") == 1


def test_a_path_with_quotes_survives(tmp_path: Path) -> None:
    choice = PrinterChoice("folder", path='/tmp/a "b" \\ é')
    save_printer(tmp_path / "new", choice)
    assert load_settings(tmp_path / "new").printer == choice


def test_choice_and_settings_are_the_same_thing_twice() -> None:
    choice = PrinterChoice("serial", path="/dev/ttyUSB0", baud=19200, mode="text", cutter=False)
    assert choice_of(printer_settings(choice)) == choice
    network = PrinterChoice("network", "10.0.0.9", 9101)
    assert choice_of(printer_settings(network)) == network


# -- trying and taking into use -------------------------------------------------------


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("mode", ["picture", "text"])
def test_the_test_page_fits_its_paper(width: int, mode: str, tmp_path: Path) -> None:
    settings = printer_settings(
        PrinterChoice("folder", path=str(tmp_path), width_dots=width, mode=mode)
    )
    printer = ReceiptPrinter(settings)
    assert printer.print_trial(TrialWords("Counter 3", "folder", WHEN)).state is PrintState.PRINTED
    assert (tmp_path / "test-page.png").exists()
    document = trial_document(TrialWords("Counter 3", "folder", WHEN), settings)
    assert any(isinstance(element, Code) for element in document.elements)


def test_a_printer_without_a_cutter_feeds_instead() -> None:
    document = Document("nothing", ())
    paper = printed(picture_job(document, 384, cutter=False), 384)
    assert (paper.cuts, paper.text) == (0, "\n" * 5)


def test_another_printer_is_used_from_the_next_paper_on(tmp_path: Path) -> None:
    kept: list[PrinterChoice] = []
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.FOLDER, path=tmp_path))
    desk = PrinterDesk(printer, choice_of(printer.settings), kept.append)
    with FakePrinter() as fake:
        choice = PrinterChoice("network", "127.0.0.1", fake.port)
        assert desk.status(choice).ready
        assert desk.print_trial(choice, "Counter 3", WHEN).state is PrintState.PRINTED
        assert fake.jobs > 0
        before = len(fake.on_paper)
        assert print_one(printer) is PrintState.PRINTED
        assert len(fake.on_paper) == before
        desk.use(choice)
        assert print_one(printer) is PrintState.PRINTED
        assert len(fake.on_paper) > before
    assert (desk.chosen(), kept) == (choice, [choice])


def test_what_cannot_be_kept_is_not_used(tmp_path: Path) -> None:
    def full(_choice: PrinterChoice) -> None:
        raise OSError(28, "No space left on device")

    printer = ReceiptPrinter(PrinterSettings(PrinterKind.FOLDER, path=tmp_path))
    desk = PrinterDesk(printer, choice_of(printer.settings), full)
    with pytest.raises(Refused, match="printer_not_kept"):
        desk.use(PrinterChoice())
    assert printer.settings.kind is PrinterKind.FOLDER
    assert desk.chosen().kind == "folder"


def test_the_drawers_switch_is_heard() -> None:
    with FakePrinter(Manners()) as fake:
        desk = PrinterDesk(ReceiptPrinter(PrinterSettings()), PrinterChoice())
        found = desk.status(PrinterChoice("network", "127.0.0.1", fake.port))
    assert found.drawer_high is False


@pytest.mark.parametrize(
    ("address", "port"), [("127.0.0.1", 99999), ("a..b", 9100), ("x" * 300, 1)]
)
def test_what_is_no_address_is_not_reached(address: str, port: int) -> None:
    desk = PrinterDesk(ReceiptPrinter(PrinterSettings()), PrinterChoice())
    choice = PrinterChoice("network", address, port)
    assert desk.status(choice).fault is PrinterFault.UNREACHABLE
    assert desk.print_trial(choice, "Counter 3", WHEN).state is PrintState.NOT_PRINTED


# -- serial ports and queues ----------------------------------------------------------


def test_a_serial_port_prints_and_comes_back_after_unplugging(tmp_path: Path) -> None:
    link = tmp_path / "ttyUSB0"
    settings = PrinterSettings(PrinterKind.SERIAL, path=link, baud=115200)
    printer = ReceiptPrinter(settings)
    first = PtyPrinter(link)
    assert print_one(printer) is PrintState.PRINTED
    assert printed(first.paper()).cuts == 1
    first.unplug()
    assert print_one(printer) is PrintState.NOT_PRINTED
    assert printer.status().fault is PrinterFault.UNREACHABLE
    again = PtyPrinter(link)
    assert print_one(printer) is PrintState.PRINTED
    again.unplug()


@pytest.mark.parametrize("baud", [9600, 12345])
def test_what_is_no_serial_port_is_not_reached(tmp_path: Path, baud: int) -> None:
    (tmp_path / "file").touch()
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.SERIAL, path=tmp_path / "file", baud=baud))
    assert printer.status().fault is PrinterFault.UNREACHABLE


_LP = """#!/bin/sh
cat >> "$0.bytes"
"""
_LPSTAT = """#!/bin/sh
case "$1" in
-e) echo Hall; echo Back ;;
-p) [ "$2" = Hall ] && echo "printer Hall is idle." && exit 0
    [ "$2" = Back ] && echo "printer Back disabled since today" && exit 0
    exit 1 ;;
esac
"""


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The two commands of a print system, as far as we use them."""
    for name, text in (("lp", _LP), ("lpstat", _LPSTAT)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_a_queue_takes_bytes_and_nobody_knows_of_the_paper(cups: Path) -> None:
    assert queue.queue_names() == ("Hall", "Back")
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.QUEUE, path=Path("Hall")))
    result = printer.print_receipt(samples.CHANGE, samples.UTILITY, samples.OFFSET)
    assert (result.state, result.status.fault) == (PrintState.NOT_KNOWN, PrinterFault.SILENT)
    assert printed((cups / "lp.bytes").read_bytes()).cuts == 1


def test_a_queue_that_stands_still_or_is_not_there_gets_nothing(cups: Path) -> None:
    assert QueuePrinter("Back").send(b"x").status.fault is PrinterFault.OFFLINE
    assert QueuePrinter("Other").send(b"x").status.fault is PrinterFault.UNREACHABLE
    assert QueuePrinter("").status().fault is PrinterFault.UNREACHABLE
    assert not (cups / "lp.bytes").exists()


def test_a_computer_without_queues_says_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert queue.queue_names() == ()
    assert QueuePrinter("Hall").status().fault is PrinterFault.UNREACHABLE


def test_a_cutterless_choice_reaches_the_paper(tmp_path: Path) -> None:
    settings = PrinterSettings(PrinterKind.FOLDER, path=tmp_path, width_dots=384, cutter=False)
    assert print_one(ReceiptPrinter(settings)) is PrintState.PRINTED
    (job,) = tmp_path.glob("*.bin")
    assert printed(job.read_bytes(), 384).cuts == 0
    assert replace(settings, cutter=True) != settings
