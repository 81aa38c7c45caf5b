"""Which ways to a printer this computer has. Looks at names only and opens nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from cashier_app.domain.printing import FoundPrinter
from receipts.printers import PrinterKind
from receipts.queue import queue_names

_USB = ("usb/lp*", "lp[0-9]*")
_SERIAL = ("ttyUSB*", "ttyACM*", "rfcomm*")
_IDENTITY = re.compile(r"(?:^|;)(MFG|MANUFACTURER|MDL|MODEL):([^;]*)")


def found_printers(
    devices: Path = Path("/dev"), system: Path = Path("/sys")
) -> tuple[FoundPrinter, ...]:
    """USB and parallel printers, serial ports, queues. A network printer has to be named."""
    return (*_usb(devices, system), *_serial(devices), *_queues())


def _usb(devices: Path, system: Path) -> Iterator[FoundPrinter]:
    for path in _matching(devices, _USB):
        identity = system / "class" / "usbmisc" / path.name / "device" / "ieee1284_id"
        yield _device(PrinterKind.DEVICE, path, _name_in(identity))


def _serial(devices: Path) -> Iterator[FoundPrinter]:
    by_id = {
        link.resolve(): link.name for link in _matching(devices, ("serial/by-id/*",))
    }  # fmt: skip
    for path in _matching(devices, _SERIAL):
        yield _device(PrinterKind.SERIAL, path, by_id.get(path.resolve(), ""))


def _queues() -> Iterator[FoundPrinter]:
    for name in queue_names():
        yield FoundPrinter(PrinterKind.QUEUE.value, name, "")


def _matching(devices: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(devices.glob(pattern))]


def _device(kind: PrinterKind, path: Path, name: str) -> FoundPrinter:
    return FoundPrinter(kind.value, str(path), name, os.access(path, os.W_OK))


def _name_in(identity: Path) -> str:
    """Maker and model of an IEEE 1284 device id."""
    try:
        text = identity.read_text("ascii", errors="replace")
    except OSError:
        return ""
    facts = dict(_IDENTITY.findall(text))
    maker = facts.get("MFG") or facts.get("MANUFACTURER") or ""
    model = facts.get("MDL") or facts.get("MODEL") or ""
    return " ".join(part.strip() for part in (maker, model) if part.strip())
