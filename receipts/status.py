"""What a printer answers to status requests, read with distrust.

`DLE EOT 1..4` are answered at once, also when the printer is offline; `GS r 1` only
when everything sent before it is on the paper.
"""

from __future__ import annotations

from cashier_app.domain.printing import PrinterFault, PrinterStatus

READY = PrinterStatus(PrinterFault.NONE)
SILENT = PrinterStatus(PrinterFault.SILENT)
UNREACHABLE = PrinterStatus(PrinterFault.UNREACHABLE)
ANSWERS = 4
FLOW_CONTROL = b"\x11\x13"
"""Of a serial printer whose buffer is full, or free again: no answer to anything."""
REPORT_REST = 3
"""Bytes after the first of a status that a printer sends by itself, where it is set to."""

_FIXED_MASK, _FIXED, _REPORT = 0b1001_0011, 0b0001_0010, 0b0001_0000
_AFTER_ANSWERS = (0b0000, 0b0011, 0b1100, 0b1111)
_OFFLINE = 0b0000_1000
_DRAWER_HIGH = 0b0000_0100
_COVER_OPEN = 0b0000_0100
_STOPPED_BY_PAPER = 0b0010_0000
_CUTTER = 0b0000_1000
_PAPER_LOW = 0b0000_1100
_PAPER_OUT = 0b0110_0000
_AFTER_LOW, _AFTER_OUT = 0b0000_0011, 0b0000_1100


def status_of(answers: bytes) -> PrinterStatus:
    """The status that the answers to `DLE EOT 1, 2, 3, 4` give.

    None, too few, or bytes that no printer sends mean SILENT: it may print, but
    nothing it says can be believed.
    """
    if len(answers) != ANSWERS or not all(is_status(byte) for byte in answers):
        return SILENT
    printer, cause, error, paper = answers
    low = bool(paper & _PAPER_LOW)
    high = bool(printer & _DRAWER_HIGH)
    return PrinterStatus(_fault(printer, cause, error, paper), paper_low=low, drawer_high=high)


def _fault(printer: int, cause: int, error: int, paper: int) -> PrinterFault:
    if cause & _COVER_OPEN:
        return PrinterFault.COVER_OPEN
    if paper & _PAPER_OUT or cause & _STOPPED_BY_PAPER:
        return PrinterFault.NO_PAPER
    if error & _CUTTER:
        return PrinterFault.CUTTER
    return PrinterFault.OFFLINE if printer & _OFFLINE else PrinterFault.NONE


def is_status(byte: int) -> bool:
    """True for a byte that can be an answer to `DLE EOT`; never also one to `GS r`."""
    return byte & _FIXED_MASK == _FIXED


def begins_report(byte: int) -> bool:
    """True for the first byte of a status that nobody asked for; never one of an answer."""
    return byte & _FIXED_MASK == _REPORT


def came_out(byte: int) -> bool:
    """True when `byte` can be the answer to `GS r 1`: the last line is on the paper."""
    return byte in _AFTER_ANSWERS


def paper_after(answer: int, before: PrinterStatus) -> PrinterStatus:
    """The status after a confirmed job: what `GS r 1` says of the paper."""
    if answer & _AFTER_OUT:
        return PrinterStatus(PrinterFault.NO_PAPER, paper_low=True)
    return PrinterStatus(before.fault, paper_low=bool(answer & _AFTER_LOW))
