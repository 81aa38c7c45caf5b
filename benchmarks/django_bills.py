"""A bill run as a Django project would write it: read with the ORM, priced in Python, bulk_create.

The same rows as benchmarks/bill_run.py writes by hand: bills, their lines, the readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

AT_ONCE = 5_000
"""Connections of one transaction."""
_BATCH = 1_000
"""Rows of one INSERT."""
_CENT = Decimal("0.01")
_BLOCKS = (
    ("Energy, first 60 kWh at 7.85", Decimal(0), Decimal(60), Decimal("7.85")),
    ("Energy, next 60 kWh", Decimal(60), Decimal(60), Decimal("12.50")),
    ("Energy, the rest", Decimal(120), None, Decimal("27.00")),
)
_SERVICE = Decimal(180)

Line = tuple[int, str, str, Decimal, str, Decimal, Decimal]
"""Number, kind, label, quantity, unit, unit price, amount."""


def lines_of(kwh: Decimal) -> list[Line]:
    """The lines of one bill of the block tariff."""
    found: list[Line] = []
    for number, (label, below, most, price) in enumerate(_BLOCKS, start=1):
        quantity = max(kwh - below, Decimal(0))
        if most is not None:
            quantity = min(quantity, most)
        if quantity:
            amount = (quantity * price).quantize(_CENT, ROUND_HALF_UP)
            found.append((number, "energy", label, quantity, "kWh", price, amount))
    found.append((4, "fixed", "Service", Decimal(1), "", _SERVICE, _SERVICE))
    return found


class DjangoBills:
    """Bills every connection of one month; `django_peer.configure` comes first."""

    def __init__(self) -> None:
        from benchmarks import django_models

        self._m: Any = django_models

    def bill(self, first: date, last: date, series: str, connections: int) -> None:
        """Issue the month from `first` to `last`; transaction by transaction."""
        from django.db import transaction

        for low in range(0, connections, AT_ONCE):
            with transaction.atomic():
                found = list(self._gathered(low + 1, low + AT_ONCE, first, last))
                self._store(found, first, last, series, low)

    def _gathered(
        self, low: int, high: int, first: date, last: date
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Account's connection, reading at the end, reading before."""
        m = self._m
        places = list(
            m.AccountConnection.objects.filter(
                connection__connection_id__range=(low, high), liable_to=None
            ).order_by("connection_id")
        )
        fittings = m.MeterFitting.objects.filter(
            connection__connection_id__range=(low, high), removed_on=None
        ).values_list("meter_id", "connection_id")
        connection_of = dict(fittings)
        registers = dict(
            m.Register.objects.filter(meter_id__in=list(connection_of)).values_list(
                "register_id", "meter_id"
            )
        )
        read: dict[tuple[int, date], Any] = {
            (connection_of[registers[reading.register_id]], reading.read_on): reading
            for reading in m.Reading.objects.filter(
                register_id__in=list(registers), read_on__in=(last, first - timedelta(days=1))
            )
        }
        for place in places:
            key = place.connection_id
            yield place, read[key, last], read[key, first - timedelta(days=1)]

    def _store(
        self, found: Sequence[tuple[Any, Any, Any]], first: date, last: date, series: str, low: int
    ) -> None:
        m, issued = self._m, last + timedelta(days=1)
        bills, lines = [], []
        for number, (place, end, before) in enumerate(found, start=low + 1):
            kwh = end.value - before.value
            priced = lines_of(kwh)
            total = sum((line[-1] for line in priced), Decimal(0))
            bills.append(
                m.Bill(
                    bill_no=f"{series}{number:04d}", series=series, running_no=number,
                    account_id=place.account_id, connection_id=place.connection_id, kind="period",
                    title="", tariff_version_id=1, period_from=first, period_to=last,
                    issued_on=issued, due_on=issued + timedelta(days=20), kwh=kwh, total=total,
                    discount_amount=0, balance=total, status="issued" if total else "paid",
                )
            )  # fmt: skip
            lines.append(priced)
        m.Bill.objects.bulk_create(bills, batch_size=_BATCH)
        m.BillLine.objects.bulk_create(
            (
                m.BillLine(
                    bill=bill, line_no=number, kind=kind, label=label, quantity=quantity,
                    unit=unit, unit_price=price, amount=amount,
                )
                for bill, priced in zip(bills, lines, strict=True)
                for number, kind, label, quantity, unit, price, amount in priced
            ),
            batch_size=_BATCH,
        )  # fmt: skip
        m.BillReading.objects.bulk_create(
            (
                m.BillReading(
                    bill=bill, to_reading_id=end.reading_id, from_reading_id=before.reading_id,
                    consumption=end.value - before.value,
                )
                for bill, (_, end, before) in zip(bills, found, strict=True)
            ),
            batch_size=_BATCH,
        )  # fmt: skip
