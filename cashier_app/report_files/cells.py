"""What the writers share: exact amounts, dates, and text that can be stored."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from cashier_app.domain.money import Currency
from cashier_app.domain.reports import Books, Column, ColumnKind, Report, Value

TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


def storable(text: str) -> str:
    """`text` without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def exact(amount: Decimal, currency: Currency) -> Decimal:
    """At the currency's decimals; with all it has where that would lose some."""
    shown = amount.quantize(currency.unit)
    return shown if shown == amount else amount.normalize()


def plain(column: Column, value: Value, books: Books) -> str:
    """A cell for machines: no grouping, ISO dates, the utility's own time."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        money = column.kind is ColumnKind.MONEY
        return f"{exact(value, books.currency) if money else value:f}"
    if isinstance(value, datetime):
        return value.strftime(TIME_FORMAT)
    return value.isoformat() if isinstance(value, date) else storable(str(value))


def shown(column: Column, value: Value, books: Books) -> str:
    """A cell for people: grouped, a true minus sign, words for the program's own names."""
    if isinstance(value, Decimal) and column.kind is ColumnKind.MONEY:
        currency = books.currency
        return currency.show(value) if exact(value, currency) == value else f"{value:f}"
    if isinstance(value, int | Decimal):
        return column.number(value)
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return column.words(plain(column, value, books))


def filters_text(report: Report) -> str:
    """What a report was asked for besides its days."""
    order = report.order
    named = (
        ("office", order.office),
        ("counter", order.counter),
        ("person", order.person),
        ("search", order.search),
    )
    return ", ".join(f"{name} {text}" for name, text in named if text)
