"""What a tariff file holds, in words: its versions, its charges and their prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.tariff_book import VersionTaken
from cashier_app.domain.tariffs import Problem, Tariff, Version
from cashier_app.domain.tariffs.model import (
    Charge,
    Demand,
    Fixed,
    Minimum,
    Percent,
    PerUnit,
    Rate,
    Schedules,
    TimeOfUse,
)
from cashier_app.domain.tariffs.needs import needs_of
from ui import dates
from ui.widgets.cell_table import Cell
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.ledger import LedgerLine


def full_day(day: date | None) -> str:
    """As in "1 Dec 2026"; a version without a first day holds always."""
    if day is None or day == date.min:
        return QCoreApplication.translate("Tariffs", "always")
    return f"{dates.day(day)} {day.year}"


def kind_words(tariff_class: str) -> str:
    """A tariff class as people write it."""
    return tariff_class.replace("_", " ")


def count_versions(count: int) -> str:
    """As in "1 version", "2 versions"."""
    if count == 1:
        return QCoreApplication.translate("Tariffs", "1 version")
    return QCoreApplication.translate("Tariffs", "{n} versions").format(n=count)


def count_charges(count: int) -> str:
    """As in "1 charge", "4 charges"."""
    if count == 1:
        return QCoreApplication.translate("Tariffs", "1 charge")
    return QCoreApplication.translate("Tariffs", "{n} charges").format(n=count)


def version_cells(version: Version, taken: VersionTaken, *, is_kept: bool) -> tuple[Cell, ...]:
    """First day, charges, and what becomes of it."""
    late = QCoreApplication.translate("Tariffs", "late-payment charge")
    second = late if version.late else ""
    return (
        Cell(full_day(version.valid_from)),
        Cell(count_charges(len(version.charges)), second),
        Cell(chip=_chip(taken.done, is_kept=is_kept)),
    )


def _chip(done: str, *, is_kept: bool) -> ChipContent:
    translate = QCoreApplication.translate
    if done == "unchanged":
        return ChipContent(translate("Tariffs", "There already"), "check", Tone.QUIET)
    if is_kept:
        return ChipContent(translate("Tariffs", "Kept"), "check", Tone.QUIET)
    if done == "changed":
        return ChipContent(translate("Tariffs", "Instead of the old"), "triangle-alert", Tone.WARN)
    return ChipContent(translate("Tariffs", "New"), "info", Tone.QUIET)


def problem_cells(problem: Problem) -> tuple[Cell, ...]:
    """Line, place and reason."""
    return (
        Cell(f"{problem.line:,}" if problem.line else "–"),
        Cell(problem.place or "–"),
        Cell(_sentence(problem.reason)),
    )


def problem_words(problem: Problem) -> str:
    """All of it, however long."""
    line = QCoreApplication.translate("Tariffs", "Line {line}").format(line=problem.line)
    where = ", ".join(part for part in (line if problem.line else "", problem.place) if part)
    reason = _sentence(problem.reason)
    return f"{where}: {reason}." if where else f"{reason}."


def _sentence(reason: str) -> str:
    text = reason.strip().removesuffix(".")
    return text[:1].upper() + text[1:]


def tariff_lines(tariff: Tariff) -> tuple[LedgerLine, ...]:
    """Code, class and currency."""
    translate = QCoreApplication.translate
    return (
        LedgerLine(translate("Tariffs", "Code"), tariff.code),
        LedgerLine(translate("Tariffs", "Class"), kind_words(tariff.tariff_class)),
        LedgerLine(translate("Tariffs", "Currency"), tariff.currency),
    )


_ONE_OF = {
    "load_kw": "1 kW", "load_kva": "1 kVA", "kw": "1 kW", "kva": "1 kVA", "amperes": "1 A",
}  # fmt: skip


def assumed(tariff: Tariff) -> str:
    """What a glance at it takes to be so: ", 1 kVA"."""
    measured = (_ONE_OF.get(name, "") for name in needs_of(tariff).measured)
    return "".join(f", {one}" for one in dict.fromkeys(measured) if one)


def charge_lines(version: Version, most: int) -> tuple[LedgerLine, ...]:
    """The charges with their prices; those without room are counted."""
    lines = [
        LedgerLine(charge.label, price_words(charge), tone="ink" if charge.is_counted else "ink2")
        for charge in version.charges[:most]
    ]
    more = len(version.charges) - len(lines)
    if more > 0:
        words = QCoreApplication.translate("Tariffs", "and {n} more").format(n=more)
        lines.append(LedgerLine(words, tone="ink2"))
    return tuple(lines)


def price_words(charge: Charge) -> str:
    """As in "5.25 to 8.20", "14.28", "5 %"; the form's name where one price says nothing."""
    match charge.terms:
        case PerUnit(rate=rate):
            found = _rates(rate)
        case Schedules(schedules=schedules):
            blocks = [block for schedule in schedules for block in schedule.blocks]
            found = _range(block.price for block in blocks)
        case TimeOfUse(prices=prices):
            found = _range(price for _, price in prices)
        case Fixed(rate=rate, bands=bands, blocks=blocks):
            found = _rates(rate) or _range(
                (*(band.value for band in bands), *(block.price for block in blocks))
            )
        case Demand(price=price, blocks=blocks):
            found = _range((price, *(block.price for block in blocks)))
        case Percent(rate=rate, bands=bands):
            found = _rates(rate) or _range(band.value for band in bands)
            found = f"{found} %" if found else ""
        case Minimum(amount=amount):
            found = _range((amount,))
        case _:
            found = ""
    return found or charge.form.replace("-", " ")


def _rates(rate: Rate | None) -> str:
    if rate is None:
        return ""
    return _range((rate.value, *(value for _, value in rate.dated)))


def _range(prices: Iterable[Decimal | None]) -> str:
    found = sorted(price for price in prices if price is not None)
    if not found:
        return ""
    low, high = (_figure(price) for price in (found[0], found[-1]))
    if low == high:
        return low
    return QCoreApplication.translate("Tariffs", "{low} to {high}").format(low=low, high=high)


def _figure(price: Decimal) -> str:
    """With two decimals at least, as prices are written."""
    exact = price.normalize()
    decimals = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:,.{decimals}f}".replace("-", "−")
