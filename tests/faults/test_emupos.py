"""A printer that others have built from the makers' manuals: paper, cover, drawer, picture.

It needs Python 3.13 and an environment of its own, which `scripts/emupos` makes; without it these
tests are skipped.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cashier_app.domain.printing import PrinterFault, PrintResult, PrintState
from receipts.escpos import picture_job
from receipts.papers import receipt_document
from receipts.picture import printed
from receipts.printers import PrinterKind, PrinterSettings, PrintMode, ReceiptPrinter
from tests.plugins.database import free_port
from tests.receipts import samples
from tests.receipts.test_scripts import NAMES

_DEFAULT = Path(__file__).parents[2] / ".cache" / "emupos" / "bin" / "emupos"
PROGRAM = Path(os.environ.get("CASHIER_EMUPOS", _DEFAULT))
_START_SECONDS = 20
_CONFIG = """
schema: 1
api: {{ host: 127.0.0.1, port: {api} }}
devices:
  - id: front
    type: printer
    profile: epson-tm-t20iii
    receipts_dir: {folder}
    connections:
      - tcp: {{ port: {port} }}
"""

pytestmark = pytest.mark.skipif(
    not PROGRAM.exists(), reason="emupos is not there; scripts/emupos makes it"
)


class Emulator:
    """The printer, and its switches."""

    def __init__(self, api: int, port: int) -> None:
        self._api, self.port = f"http://127.0.0.1:{api}/api/v1", port

    def printer(self, mode: PrintMode = PrintMode.PICTURE) -> ReceiptPrinter:
        settings = PrinterSettings(PrinterKind.NETWORK, "127.0.0.1", self.port, mode=mode)
        return ReceiptPrinter(settings)

    def ask(self, path: str, method: str = "GET") -> bytes:
        address = f"{self._api}{path}"
        request = urllib.request.Request(address, method=method)
        with urllib.request.urlopen(request, timeout=5) as answer:
            return bytes(answer.read())

    def fault(self, name: str, *, on: bool) -> None:
        self.ask(f"/devices/front/faults/{name}", "PUT" if on else "DELETE")

    def receipts(self) -> list[dict[str, Any]]:
        return list(json.loads(self.ask("/devices/front/receipts")))

    def drawer(self) -> str:
        (device,) = json.loads(self.ask("/devices"))
        return str(device["state"]["drawer"])


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    folder = tmp_path_factory.mktemp("emupos")
    api, port = free_port(), free_port()
    made = Emulator(api, port)
    config = folder / "emupos.yaml"
    config.write_text(_CONFIG.format(api=api, port=port, folder=folder / "papers"))
    command = [str(PROGRAM), "run", "--config", str(config)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(made, process, folder / "log")
        yield made
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(made: Emulator, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            made.ask("/devices")
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"emupos did not start: {log.read_text()[-600:]}")


def print_one(printer: ReceiptPrinter) -> PrintResult:
    return printer.print_receipt(samples.CHANGE, samples.UTILITY, samples.OFFSET)


@pytest.mark.parametrize("name", [samples.CHANGE.customer_name, *NAMES.values()])
def test_what_comes_out_is_the_paper_that_was_drawn(emulator: Emulator, name: str) -> None:
    before = len(emulator.receipts())
    receipt = replace(samples.CHANGE, customer_name=name)
    result = emulator.printer().print_receipt(receipt, samples.UTILITY, samples.OFFSET)
    assert result.state is PrintState.PRINTED
    papers = emulator.receipts()  # the newest first
    assert len(papers) == before + 1
    picture = emulator.ask(f"/devices/front/receipts/{papers[0]['id']}/image")
    document = receipt_document(receipt, samples.UTILITY, samples.OFFSET)
    ours = printed(picture_job(document, 576), 576).image
    theirs = Image.open(io.BytesIO(picture)).convert("L").point(lambda grey: 255 * (grey < 128))
    # The same ink at the same place; around it their paper may be longer.
    ink = ours.convert("L").point(lambda dot: 255 * (dot > 0))
    assert theirs.crop(theirs.getbbox()).tobytes() == ink.crop(ink.getbbox()).tobytes()


@pytest.mark.parametrize("mode", list(PrintMode))
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("paper-out", PrinterFault.NO_PAPER),
        ("cover-open", PrinterFault.COVER_OPEN),
        ("offline", PrinterFault.OFFLINE),
    ],
)
def test_a_fault_is_told_and_nothing_comes_out(
    emulator: Emulator, fault: str, said: PrinterFault, mode: PrintMode
) -> None:
    printer, before = emulator.printer(mode), len(emulator.receipts())
    emulator.fault(fault, on=True)
    try:
        result = print_one(printer)
        assert (result.state, result.status.fault) == (PrintState.NOT_PRINTED, said)
        assert printer.status().fault is said
    finally:
        emulator.fault(fault, on=False)
    assert len(emulator.receipts()) == before
    assert printer.status().ready
    assert print_one(printer).state is PrintState.PRINTED


def test_low_paper_warns_and_prints(emulator: Emulator) -> None:
    emulator.fault("paper-near-end", on=True)
    try:
        result = print_one(emulator.printer())
    finally:
        emulator.fault("paper-near-end", on=False)
    assert result.state is PrintState.PRINTED
    assert result.status.paper_low


def test_the_drawer_opens(emulator: Emulator) -> None:
    emulator.ask("/devices/front/drawer/close", "POST")
    assert emulator.drawer() == "closed"
    assert emulator.printer().open_drawer().state is PrintState.PRINTED
    assert emulator.drawer() == "open"
