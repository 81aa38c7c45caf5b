"""Columns as the catalog of reports writes them down."""

from __future__ import annotations

from cashier_app.domain.reports import Column, ColumnKind, Drill


def text(key: str, title: str) -> Column:
    """Words, names, numbers-as-text."""
    return Column(key, title)


def code(key: str, title: str) -> Column:
    """A name out of the program, such as a tariff class; people are shown words."""
    return Column(key, title, is_code=True)


def money(key: str, title: str) -> Column:
    """An amount that is added up."""
    return Column(key, title, ColumnKind.MONEY, is_summed=True)


def amount(key: str, title: str) -> Column:
    """Money that is not added up: a level, or amounts of unlike things."""
    return Column(key, title, ColumnKind.MONEY)


def count(key: str, title: str) -> Column:
    """A whole number that is added up."""
    return Column(key, title, ColumnKind.COUNT, is_summed=True)


def number(key: str, title: str) -> Column:
    """A whole number of which a sum would say nothing."""
    return Column(key, title, ColumnKind.COUNT)


def decimal(key: str, title: str) -> Column:
    """A decimal that is no money."""
    return Column(key, title, ColumnKind.NUMBER)


def day(key: str, title: str) -> Column:
    """A calendar day."""
    return Column(key, title, ColumnKind.DAY)


def moment(key: str, title: str) -> Column:
    """A time, UTC in the database."""
    return Column(key, title, ColumnKind.MOMENT)


COUNTER, PERSON = text("counter", "Counter"), text("person", "Person")
TO_RECEIPT = Drill("receipt", search_column="number", keeps_filters=False)
