"""Customers, meters and readings in words: figures, days, why a reading waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.numbers import show_account_no, show_meter_no
from cashier_app.domain.readings import Reading, Span
from cashier_app.domain.supply import Fitting, Liability, PlaceFile
from cashier_app.services.imports.fields import BadField
from cashier_app.services.imports.table import RowRefusal
from ui import dates
from ui.texts.imports import HOLDS, record_reason
from ui.widgets.chart import Bar
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine

_SHOWN_METERS = 3
SHOWN_PERIODS = 7
"""As many as the side panel has room for."""


def figure(value: Decimal) -> str:
    """A dial's value or a use: grouped, without trailing zeros."""
    whole, _, part = f"{value.normalize():f}".partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def full_day(day: date) -> str:
    """With its year: "1 Mar 2024"."""
    return f"{dates.day(day)} {day.year}"


def plain(text: str) -> str:
    """A sentence of ui/texts/imports.py in the person's language."""
    return QCoreApplication.translate("Imports", text)


def hold_words(reason: str) -> str:
    """Why a reading waits, as a sentence's beginning: "Much more than usual"."""
    words = plain(HOLDS.get(reason, reason))
    return words[:1].upper() + words[1:]


def bad_field(bad: BadField, text: str) -> str:
    """What is wrong with what is typed."""
    if bad.code == "unknown_code":
        words = QCoreApplication.translate("Supply", "“{value}” is not known")
        return words.format(value=text[:40])
    if bad.code == "not_a_date":
        # As people write it; in a file it is written otherwise.
        words = QCoreApplication.translate("Supply", "“{value}” is no day such as 25.11.2026")
        return words.format(value=text[:40])
    return record_reason(RowRefusal(0, bad.code, facts={"value": text[:40], **bad.facts}), plain)


def place_header(place: PlaceFile) -> HeaderContent:
    """Who lives there, and where."""
    translate = QCoreApplication.translate
    liable = place.liable
    name = liable.customer_name if liable else translate("Supply", "Nobody lives there")
    account: tuple[str, ...] = ()
    if liable is not None:
        words = translate("Supply", "Account {number}")
        account = (words.format(number=show_account_no(liable.account_no)),)
    where = ", ".join(part for part in (place.facts.address, place.facts.ward) if part)
    return HeaderContent("home" if liable else "info", name, (*account, where))


def last_words(reading: Reading | None) -> str:
    """The reading before: "1,300 on 27 Oct"."""
    if reading is None:
        return QCoreApplication.translate("Supply", "not read yet")
    words = QCoreApplication.translate("Supply", "{value} on {day}")
    return words.format(value=figure(reading.value), day=dates.day(reading.read_on))


def place_lines(place: PlaceFile) -> tuple[LedgerLine, ...]:
    """Person, account and connection for the side panel, most asked first."""
    translate = QCoreApplication.translate
    lines: list[LedgerLine] = []
    customer, liable = place.customer, place.liable
    if customer is not None and liable is not None:
        lines += [
            LedgerLine(translate("Supply", "Customer"), liable.customer_no),
            LedgerLine(translate("Supply", "Phone"), _phones(customer.phones)),
            LedgerLine(translate("Supply", "Lives there since"), full_day(liable.since)),
        ]
    lines.append(LedgerLine(translate("Supply", "Connection"), place.connection_no))
    lines.append(LedgerLine(translate("Supply", "Route"), place.facts.route))
    lines.append(LedgerLine(translate("Supply", "Tariff"), _tariff(place)))
    if place.schemes:
        lines.append(LedgerLine(translate("Supply", "Discounts"), ", ".join(place.schemes)))
    load = _load(place)
    if load:
        lines.append(LedgerLine(translate("Supply", "Load"), load))
    if place.supply != "on":
        words = {
            "off": translate("Supply", "Supply is off"),
            "notice": translate("Supply", "Disconnection notice"),
        }
        lines.append(LedgerLine(words.get(place.supply, place.supply), icon="supply-off"))
    for fitting in place.standing[:_SHOWN_METERS]:
        lines += _meter_lines(fitting)
    before = next((one for one in place.liabilities if one.until is not None), None)
    if before is not None:
        lines.append(_before(before))
    return tuple(lines)


def _before(liability: Liability) -> LedgerLine:
    translate = QCoreApplication.translate
    label = translate("Supply", "Before: {name}").format(name=liability.customer_name)
    until = full_day(liability.until) if liability.until else ""
    return LedgerLine(label, translate("Supply", "until {day}").format(day=until), tone="ink2")


def _phones(phones: Sequence[str]) -> str:
    return phones[0] + (f" +{len(phones) - 1}" if len(phones) > 1 else "") if phones else "–"


def _tariff(place: PlaceFile) -> str:
    if not place.tariff or place.tariff_since is None:
        return "–"
    words = QCoreApplication.translate("Supply", "{tariff} since {day}")
    return words.format(tariff=place.tariff, day=full_day(place.tariff_since))


def _load(place: PlaceFile) -> str:
    facts = place.facts
    parts = ((facts.load_kw, "kW"), (facts.load_kva, "kVA"), (facts.amperes, "A"))
    load = ", ".join(f"{figure(value)} {unit}" for value, unit in parts if value is not None)
    if not load or place.load_since is None:
        return load
    words = QCoreApplication.translate("Supply", "{load} since {day}")
    return words.format(load=load, day=full_day(place.load_since))


def _meter_lines(fitting: Fitting) -> list[LedgerLine]:
    translate = QCoreApplication.translate
    several = len(fitting.registers) > 1
    number = translate("Supply", "Meter {number}").format(number=show_meter_no(fitting.meter_no))
    return [
        LedgerLine(f"{number} {one.code}" if several else number, last_words(one.last))
        for one in fitting.registers
    ]


def span_bars(spans: Sequence[Span], most: int = SHOWN_PERIODS) -> tuple[Bar, ...]:
    """The last periods as bars, labelled by the day they ended on."""
    return tuple(Bar(dates.day(s.end.read_on), s.units, figure(s.units)) for s in spans[-most:])
