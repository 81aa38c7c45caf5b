"""The pages of a computer's first start: what each asks, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import available_timezones

from PySide6.QtCore import QCoreApplication, QTimeZone

from cashier_app.services.first_start import (
    CentralPlace,
    ChosenPrinter,
    CounterEntry,
    FirstPerson,
    NewUtility,
)
from cashier_app.services.imports.fields import BadField, decimal
from ui.models.supply_words import full_day
from ui.screens.fields_form import FormWords
from ui.widgets.actions import Action
from ui.widgets.field_grid import Answers, Ask

Typed = Mapping[str, str]
WAY, UTILITY, ADMINISTRATOR, SERVER, ENTRY, PRINTER, REACH = (
    "way", "utility", "administrator", "server", "entry", "printer", "reach",
)  # fmt: skip
ALONE, CENTRAL = "alone", "central"
NETWORK, DEVICE, FOLDER, NO_PRINTER = "network", "device", "folder", "none"
YES, NO = "yes", "no"
_WIDTHS = {"80": 576, "58": 384}
"""Paper in millimetres, and the dots that are printed across."""
_PIECE_DECIMALS = 3
_LONGEST_PORT = 5


def _tr(text: str) -> str:
    return QCoreApplication.translate("FirstStart", text)


# -- readers ----------------------------------------------------------------------------


def words(most: int) -> Callable[[str], str]:
    """A text of at most so many characters."""

    def read(text: str) -> str:
        if len(text) > most:
            raise BadField("too_long", most=str(most))
        return text

    return read


def one_of(*known: str) -> Callable[[str], str]:
    """One of a few words, in any case."""

    def read(text: str) -> str:
        if text.lower() not in known:
            raise BadField("not_one_of", words=", ".join(known))
        return text.lower()

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_PORT
        if not is_number or not least <= int(text) <= most:
            raise BadField("not_in_range", least=str(least), most=str(most))
        return int(text)

    return read


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", text, re.ASCII):
        raise BadField("not_a_code", most="3")
    return text.upper()


def _zone(text: str) -> str:
    by_folded = {zone.casefold(): zone for zone in available_timezones()}
    found = by_folded.get(text.casefold())
    if found is None:
        raise BadField("unknown_code")
    return found


def _pieces(text: str) -> tuple[Decimal, ...]:
    """Values with a space or a semicolon between them."""
    found = [decimal(part, _PIECE_DECIMALS) for part in re.split(r"[;\s]+", text) if part]
    if any(value <= 0 for value in found):
        raise BadField("not_positive")
    return tuple(sorted(set(found), reverse=True))


def _code(text: str) -> str:
    if not re.fullmatch(r"[0-9]{2,4}", text, re.ASCII):
        raise BadField("not_a_code", most="4")
    return text


# -- pages ------------------------------------------------------------------------------


def ways() -> tuple[Action, ...]:
    """How this computer will work."""
    return (
        Action(
            ALONE, _tr("This computer works alone"),
            _tr("With a database of its own"), "counter",
        ),
        Action(
            CENTRAL, _tr("It joins the central database"),
            _tr("An administrator lets it in"), "queue",
        ),
    )  # fmt: skip


def printers() -> tuple[Action, ...]:
    """How receipts come out."""
    return (
        Action(
            NETWORK, _tr("A printer on the network"), _tr("You know its address"), "printer"
        ),
        Action(
            DEVICE, _tr("A printer at this computer"),
            _tr("It has a device file, such as /dev/usb/lp0"), "printer",
        ),
        Action(
            FOLDER, _tr("Files in a folder"), _tr("Each paper as a file, to try things out"),
            "receipt",
        ),
        Action(NO_PRINTER, _tr("No printer yet"), _tr("It can be chosen later"), "cross-square"),
    )  # fmt: skip


def page(name: str, typed: Typed, certificate_until: datetime | None) -> FormPage:
    """The words and fields of a page that is a form, with what was typed before."""
    return _PAGES[name](typed, certificate_until)


FormPage = tuple[FormWords, tuple[Ask, ...]]


def _utility(typed: Typed, _until: datetime | None) -> FormPage:
    asks = (
        Ask("utility_name", _tr("Name of the utility"), words(120)),
        Ask("zone", _tr("Time zone"), _zone, _own_zone(), _tr("such as Asia/Kolkata")),
        Ask("currency", _tr("Currency"), _currency, "", _tr("three letters, such as INR")),
        Ask("symbol", _tr("Its sign on paper"), words(8), "", _tr("such as Rs")),
        Ask("decimals", _tr("Decimals"), _whole(0, 3), "2", _tr("0 to 3")),
        Ask("notes", _tr("Banknotes"), _pieces, "500 200 100 50 20 10"),
        Ask("coins", _tr("Coins"), _pieces, "5 2 1", needed=False),
    )
    about = FormWords(
        _tr("Which utility is it?"), _tr("Go on to the administrator"),
        _tr("Nothing is made yet"), _tr("Address, logo and limits are told later, in the office."),
    )  # fmt: skip
    return about, _filled(asks, typed)


def _administrator(typed: Typed, _until: datetime | None) -> FormPage:
    asks = (
        Ask("full_name", _tr("Full name"), words(80)),
        Ask("user_name", _tr("Name to sign in with"), words(24), "", _tr("small letters, digits")),
        Ask("password", _tr("Password"), str, "", _tr("at least 8 characters"), secret=True),
        Ask("again", _tr("The password again"), str, secret=True),
    )

    def act(answers: Answers) -> tuple[str, str]:
        if answers["password"] != answers["again"]:
            return "", _tr("The two passwords differ")
        return _tr("Make the database"), _tr("A few seconds; then the printer")

    about = FormWords(
        _tr("Who looks after it?"), _tr("Make the database"),
        _tr("A few seconds; then the printer"),
        _tr("The administrator adds the people at the counter, and lets them in again."),
        act=act, waiting=_tr("Making the database"),
    )  # fmt: skip
    return about, _filled(asks, typed)


def _server(typed: Typed, _until: datetime | None) -> FormPage:
    asks = (
        Ask("host", _tr("Address of the server"), words(200), "", _tr("such as db.example.org")),
        Ask("port", _tr("Port"), _whole(1, 65535), "3306"),
        Ask("ca_file", _tr("File of its CA"), words(400), "", _tr("ca.pem, from the server")),
        Ask("database", _tr("Name of the database"), words(48), "cashier"),
    )
    about = FormWords(
        _tr("Where is the central database?"), _tr("Look at the server"),
        _tr("Its certificate is checked first"),
        _tr("The administrator's guide says how a central database is made."),
    )  # fmt: skip
    return about, _filled(asks, typed)


def _entry(typed: Typed, until: datetime | None) -> FormPage:
    asks = (
        Ask("user_name", _tr("Administrator's name"), words(80)),
        Ask("password", _tr("Password"), str, secret=True),
        Ask("code", _tr("Number of this counter"), _code, "", _tr("2 to 4 digits, such as 03")),
        Ask(
            "take_over",
            _tr("Take it over from another computer"),
            one_of(YES, NO),
            NO,
            _tr("yes or no"),
        ),
        Ask("name", _tr("Name, for a new counter"), words(60), needed=False),
        Ask("office", _tr("Code of its office, for a new one"), words(8), needed=False),
        Ask("office_name", _tr("Name of that office, if it is new"), words(80), needed=False),
    )
    proved = ""
    if until is not None:
        proved = _tr("The server has proved who it is; its certificate ends on {day}.").format(
            day=full_day(until.date())
        )
    about = FormWords(
        _tr("Who lets this computer in?"), _tr("Join as this counter"),
        _tr("A token and a key are kept here, no password"), proved,
    )  # fmt: skip
    return about, _filled(asks, typed)


def _reach(typed: Typed, _until: datetime | None) -> FormPage:
    if typed.get("kind") == NETWORK:
        asks = [
            Ask("address", _tr("Address of the printer"), words(200), "", "192.168.1.60"),
            Ask("printer_port", _tr("Port"), _whole(1, 65535), "9100"),
        ]
    else:
        hint = "/dev/usb/lp0" if typed.get("kind") == DEVICE else _tr("it is made if need be")
        asks = [Ask("path", _tr("Device file or folder"), words(400), "", hint)]
    asks.append(Ask("width", _tr("Paper, mm"), one_of(*_WIDTHS), "80", _tr("80 or 58")))
    about = FormWords(
        _tr("How is it reached?"), _tr("Try the printer"), _tr("It is asked how it is"),
        _tr("What it cannot do yet is told here, and can be mended before you go on."),
        waiting=_tr("Asking the printer"),
    )  # fmt: skip
    return about, _filled(tuple(asks), typed)


def _filled(asks: tuple[Ask, ...], typed: Typed) -> tuple[Ask, ...]:
    """What was typed before stands in its field again."""
    return tuple(
        replace(ask, value=typed.get(ask.name, ask.value)) if not ask.secret else ask
        for ask in asks
    )


def _own_zone() -> str:
    """This computer's zone where it has one by name."""
    zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return zone if zone in available_timezones() else ""


_PAGES: dict[str, Callable[[Typed, datetime | None], FormPage]] = {
    UTILITY: _utility,
    ADMINISTRATOR: _administrator,
    SERVER: _server,
    ENTRY: _entry,
    REACH: _reach,
}


# -- answers as values -------------------------------------------------------------------


def utility_of(typed: Typed) -> NewUtility:
    """The page UTILITY, which was read before it was left."""
    return NewUtility(
        typed["utility_name"].strip(), _currency(typed["currency"].strip()),
        typed["symbol"].strip(), int(typed["decimals"]), _zone(typed["zone"].strip()),
        _pieces(typed["notes"]), _pieces(typed.get("coins", "")),
    )  # fmt: skip


def person_of(answers: Answers) -> FirstPerson:
    """The page ADMINISTRATOR."""
    return FirstPerson(answers["full_name"], answers["user_name"], answers["password"])


def place_of(typed: Typed) -> CentralPlace:
    """The page SERVER."""
    return CentralPlace(
        typed["host"].strip(), int(typed["port"]), typed["ca_file"].strip(),
        typed["database"].strip(),
    )  # fmt: skip


def entry_of(answers: Answers) -> CounterEntry:
    """The page ENTRY."""
    return CounterEntry(
        answers["user_name"], answers["password"], answers["code"], answers["name"] or "",
        answers["office"] or "", answers["office_name"] or "",
        take_over=answers["take_over"] == YES,
    )  # fmt: skip


def printer_of(typed: Typed) -> ChosenPrinter:
    """The pages PRINTER and REACH."""
    if typed["kind"] == NO_PRINTER:
        return ChosenPrinter(NO_PRINTER)
    return ChosenPrinter(
        typed["kind"], typed.get("address", "").strip(), int(typed.get("printer_port", "9100")),
        typed.get("path", "").strip(), _WIDTHS[typed["width"].strip()],
    )  # fmt: skip
