"""Printers in words: their ways, their settings, their state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.printing import (
    FoundPrinter,
    PrinterFault,
    PrinterModel,
    PrinterStatus,
    PrintResult,
    PrintState,
)
from cashier_app.settings import PrinterChoice
from ui.widgets.chip import Tone
from ui.widgets.ledger import LedgerLine

_translate = QCoreApplication.translate

WIDTHS = (576, 384, 512, 544, 504)
"""Dots of papers: 80 mm and 58 mm, then what a few models have."""
BAUDS = (9600, 19200, 38400, 57600, 115200)
PINS = (2, 5)
MODES = ("picture", "text")


class Choosable(NamedTuple):
    """A setting of a printer: its name in PrinterChoice, words, the values it may have."""

    name: str
    label: str
    detail: str
    shown: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A row of the list: a printer that was found, or one that has to be named."""

    kind: str
    where: str
    title: str
    detail: str
    in_use: bool = False
    asks: bool = False
    """True where an address or a folder has to be typed first."""
    usable: bool = True


def ways(found: tuple[FoundPrinter, ...], chosen: PrinterChoice) -> tuple[Way, ...]:
    """What is in use, what was found, and what can be named."""
    rows = [
        Way(one.kind, one.where, one.name or kind_words(one.kind), _detail(one),
            in_use=(one.kind, one.where) == (chosen.kind, chosen.path), usable=one.usable)
        for one in found
    ]  # fmt: skip
    if chosen.kind != "none" and not any(row.in_use for row in rows):
        rows.insert(
            0, Way(chosen.kind, chosen.path, kind_words(chosen.kind), where(chosen), in_use=True)
        )
    named = (
        Way("network", "", _translate("Printers", "Another network printer"),
            _translate("Printers", "By its address, port 9100"), asks=True),
        Way("folder", "", _translate("Printers", "A folder of this computer"),
            _translate("Printers", "Each paper a file: for trying out"), asks=True),
        Way("none", "", _translate("Printers", "No printer"),
            _translate("Printers", "Receipts are written by hand"), in_use=chosen.kind == "none"),
    )  # fmt: skip
    return (*rows, *named)


def kind_words(kind: str) -> str:
    """How a printer is reached."""
    return {
        "network": _translate("Printers", "Network printer"),
        "device": _translate("Printers", "USB printer"),
        "serial": _translate("Printers", "Serial port"),
        "queue": _translate("Printers", "Print queue of the system"),
        "folder": _translate("Printers", "Folder"),
        "none": _translate("Printers", "No printer"),
    }[kind]


def where(choice: PrinterChoice) -> str:
    """The address or path."""
    if choice.kind == "network":
        return f"{choice.address}:{choice.port}"
    return choice.path


def _detail(found: FoundPrinter) -> str:
    if found.usable:
        return found.where
    words = _translate("Printers", "{path}, this person may not open it: group lp or dialout")
    return words.format(path=found.where)


def choosable(choice: PrinterChoice, models: tuple[PrinterModel, ...]) -> tuple[Choosable, ...]:
    """What can be set for a printer, with its value as shown."""
    if choice.kind == "none":
        return ()
    names = {model.profile: model.name for model in models}
    rows = [
        Choosable("profile", _translate("Printers", "Model"),
                  _translate("Printers", "Sets width and cutter; a letter jumps to its maker"),
                  names.get(choice.profile, choice.profile), tuple(names)),
        Choosable("width_dots", _translate("Printers", "Paper"),
                  _translate("Printers", "The roll that is in it"),
                  width_words(choice.width_dots), WIDTHS),
        Choosable("mode", _translate("Printers", "Letters"),
                  _translate("Printers", "Drawn show every script; its own are faster"),
                  _mode_words(choice.mode), MODES),
        Choosable("cutter", _translate("Printers", "Cutter"),
                  _translate("Printers", "Without one the paper is fed to be torn off"),
                  _translate("Printers", "Cuts") if choice.cutter
                  else _translate("Printers", "None"), (True, False)),
        Choosable("drawer_pin", _translate("Printers", "Drawer"),
                  _translate("Printers", "The pin that its pulse goes to"),
                  _translate("Printers", "Pin {pin}").format(pin=choice.drawer_pin), PINS),
    ]  # fmt: skip
    if choice.kind == "serial":
        words = _translate("Printers", "{baud} baud").format(baud=choice.baud)
        detail = _translate("Printers", "As the printer's own switches have it")
        rows.append(
            Choosable("baud", _translate("Printers", "Speed"), detail, words, BAUDS)
        )  # fmt: skip
    return tuple(rows)


def width_words(dots: int) -> str:
    """Dots as the roll that people buy."""
    roll = 58 if dots <= 432 else 80
    return _translate("Printers", "{roll} mm, {dots} dots").format(roll=roll, dots=dots)


def _mode_words(mode: str) -> str:
    if mode == "picture":
        return _translate("Printers", "Drawn")
    return _translate("Printers", "The printer's own")


def state_lines(status: PrinterStatus | None, kind: str = "network") -> tuple[LedgerLine, ...]:
    """What the printer says of itself, part by part; None while it was not asked yet."""
    if status is None:
        return (LedgerLine(_translate("Printers", "Asking the printer")),)
    fault = status.fault
    if fault is PrinterFault.UNREACHABLE:
        advice = {
            "network": _translate("Printers", "Its plug, power and address"),
            "folder": _translate("Printers", "It cannot be written"),
            "queue": _translate("Printers", "No queue of this name"),
        }.get(kind, _translate("Printers", "Plug, power, this person's group"))
        line = _line(_translate("Printers", "Reached"), _translate("Printers", "no"), bad=True)
        return (replace(line, detail=advice),)
    reached = _line(_translate("Printers", "Reached"), _translate("Printers", "yes"))
    if fault is PrinterFault.SILENT:
        silent = _line(
            _translate("Printers", "Paper, cover, cutter"), _translate("Printers", "not told")
        )
        detail = _translate("Printers", "It may print all the same: look")
        return (reached, replace(silent, detail=detail))
    if kind == "folder":
        return (reached, _line(_translate("Printers", "Paper"), *_paper(status)))
    return (
        reached,
        _line(_translate("Printers", "On line"), *_yes(fault is not PrinterFault.OFFLINE)),
        _line(_translate("Printers", "Paper"), *_paper(status)),
        _line(_translate("Printers", "Cover"), *_cover(fault)),
        _line(_translate("Printers", "Cutter"), *_cutter(fault)),
        _line(_translate("Printers", "Drawer switch"), _drawer(status)),
    )


def _line(label: str, words: str, bad: bool = False) -> LedgerLine:
    return LedgerLine(
        label, words, icon="triangle-alert" if bad else "", tone="warn_ink" if bad else "ink"
    )


def _yes(good: bool) -> tuple[str, bool]:
    return (_translate("Printers", "yes") if good else _translate("Printers", "no"), not good)


def _paper(status: PrinterStatus) -> tuple[str, bool]:
    if status.fault is PrinterFault.NO_PAPER:
        return _translate("Printers", "out"), True
    if status.paper_low:
        return _translate("Printers", "near its end"), True
    return _translate("Printers", "there"), False


def _cover(fault: PrinterFault) -> tuple[str, bool]:
    if fault is PrinterFault.COVER_OPEN:
        return _translate("Printers", "open"), True
    return _translate("Printers", "closed"), False


def _cutter(fault: PrinterFault) -> tuple[str, bool]:
    if fault is PrinterFault.CUTTER:
        return _translate("Printers", "stuck"), True
    return _translate("Printers", "no error"), False


def _drawer(status: PrinterStatus) -> str:
    if status.drawer_high is None:
        return _translate("Printers", "not told")
    if status.drawer_high:
        return _translate("Printers", "high: open, on most")
    return _translate("Printers", "low: closed, on most")


def trial_words(result: PrintResult) -> tuple[str, str, Tone]:
    """What became of the test page."""
    if result.state is PrintState.PRINTED:
        return (
            _translate("Printers", "The test page is out."),
            _translate("Printers", "Look: whole lines, every script, a code that scans, a cut."),
            Tone.QUIET,
        )
    if result.state is PrintState.NOT_KNOWN:
        return (
            _translate("Printers", "Sent; whether it came out is not known."),
            _translate("Printers", "This printer does not answer. Look at the paper."),
            Tone.WARN,
        )
    return (
        _translate("Printers", "Nothing was printed."),
        _translate("Printers", "The state above says why."),
        Tone.WARN,
    )


def drawer_words(result: PrintResult) -> tuple[str, str, Tone]:
    """What became of the pulse."""
    if result.state is PrintState.NOT_PRINTED:
        return (
            _translate("Printers", "The drawer got no pulse."),
            _translate("Printers", "The state above says why."),
            Tone.WARN,
        )
    return (
        _translate("Printers", "The pulse was sent."),
        _translate("Printers", "If it stayed shut: the other pin, or its cable and lock."),
        Tone.QUIET,
    )


def drawer_refused_words() -> tuple[str, str, Tone]:
    """A shift is open at this counter: its cash lies in the drawer."""
    return (
        _translate("Printers", "A shift is open here: the drawer stays shut."),
        _translate("Printers", "Try it before a shift, or with a reason under Cash."),
        Tone.WARN,
    )
