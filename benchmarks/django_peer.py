"""A payment as a Django project would write it: its ORM, `select_for_update`, one transaction.

The same rows as benchmarks/by_hand.py writes, and the receipt's facts read back. Django comes
with `make bench` only (requirements-bench.lock) and speaks through PyMySQL, as the program does.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

import pymysql

from cashier_app.db.engine import DatabaseAddress
from cashier_app.domain import canonical
from cashier_app.domain.payments import TakePayment

HERE, FAR = "default", "far"
"""Django's names of the databases: reached directly, and over a line."""


def is_installed() -> bool:
    """False where `scripts/setup bench` has not run."""
    return find_spec("django") is not None


def configure(address: DatabaseAddress, user: str, password: str, alias: str = HERE) -> None:
    """Let Django reach the database as `user`; once for each place, and again for another one."""
    import django
    from django.conf import settings

    place = {
        "ENGINE": "django.db.backends.mysql",
        "NAME": address.database,
        "USER": user,
        "PASSWORD": password,
        "HOST": address.socket or address.host,
        "PORT": "" if address.socket else str(address.port),
        "OPTIONS": {"charset": "utf8mb4", "collation": "utf8mb4_bin", "ssl_disabled": True},
        "CONN_MAX_AGE": None,
    }
    if not settings.configured:
        # Django looks for a driver of this name and of a version it knows.
        pymysql.version_info = (2, 2, 7, "final", 0)
        pymysql.install_as_MySQLdb()
        _have_one_copy()
        settings.configure(DATABASES={HERE: place}, USE_TZ=False)
        django.setup()
    from django.db import connections

    if alias in connections:
        connections[alias].close()
        del connections[alias]
    connections.databases[alias] = place
    connections.configure_settings(connections.databases)


def _have_one_copy() -> None:
    """Django imports parts by the other name: a second copy's errors would be nobody's."""
    for name, module in [*sys.modules.items()]:
        if name.startswith("pymysql."):
            sys.modules[name.replace("pymysql", "MySQLdb", 1)] = module


def forget() -> None:
    """Close this thread's connections."""
    from django.db import connections

    connections.close_all()


class DjangoWritten:
    """Payments of one counter. Each thread has a connection of its own, as always with Django."""

    def __init__(self, counter_id: int, user_id: int, alias: str = HERE) -> None:
        from benchmarks import django_models

        self._m: Any = django_models
        self._counter_id, self._user_id, self._alias = counter_id, user_id, alias

    def take(self, order: TakePayment) -> Any:
        """Store `order`; its payment with all that a receipt prints. ValueError: bill changed."""
        from django.db import transaction

        with transaction.atomic(using=self._alias):
            entry_id = self._write(order)
        return self._receipt(entry_id)

    def _of(self, model: Any) -> Any:
        return model.objects.using(self._alias)

    def _write(self, order: TakePayment) -> int:
        m, stored_at = self._m, datetime.now(UTC).replace(tzinfo=None)
        self._of(m.Request).create(
            request_id=order.request_id.bytes, fingerprint=bytes(32), kind="payment", state="done",
            counter_id=self._counter_id, user_id=self._user_id, stored_at=stored_at,
        )  # fmt: skip
        account = self._of(m.Account).select_for_update().get(pk=order.account_id)
        account.version += 1
        account.save(update_fields=["version"])
        bills = self._pay_bills(order)
        due = self._due(order.account_id)
        shift = self._of(m.Shift).select_for_update().get(pk=order.shift_id, state="open")
        shift.receipts += 1
        shift.cash_taken += sum(t.tendered - t.change for t in order.tenders)
        shift.save(update_fields=["receipts", "cash_taken"])
        children = (
            *(
                canonical.allocation_child(n, a.bill_id, a.amount, a.discount)
                for n, a in enumerate(order.allocations, 1)
            ),
            canonical.payment_child(order.account_id, order.rounding, due, account.credit),
            *(
                canonical.tender_child(n, t.kind, t.tendered, t.change)
                for n, t in enumerate(order.tenders, 1)
            ),
        )
        entry = self._entry(order, shift.business_date, stored_at, children)
        self._of(m.Payment).create(
            entry=entry, account=account, receipt_no=f"{entry.counter.code}-{entry.number:06d}",
            rounding=order.rounding, due_after=due, credit_after=account.credit,
        )  # fmt: skip
        self._children(order, entry, bills)
        return int(entry.entry_id)

    def _pay_bills(self, order: TakePayment) -> dict[int, Any]:
        keys = [line.bill_id for line in order.allocations]
        found = self._of(self._m.Bill).select_for_update().filter(pk__in=keys).order_by("pk")
        bills = {bill.bill_id: bill for bill in found}
        for line in order.allocations:
            bill = bills[line.bill_id]
            if (bill.balance, bill.version) != (line.balance_shown, line.version_shown):
                raise ValueError("the bill has changed")
            bill.balance -= line.amount + line.discount
            bill.version += 1
            bill.status = "part_paid" if bill.balance else "paid"
            bill.save(update_fields=["balance", "version", "status"])
        return bills

    def _due(self, account_id: int) -> Decimal:
        from django.db.models import Sum

        open_ones = self._of(self._m.Bill).filter(
            account_id=account_id, status__in=("issued", "part_paid")
        )
        return Decimal(open_ones.aggregate(due=Sum("balance"))["due"] or 0)

    def _entry(
        self, order: TakePayment, business_date: Any, stored_at: datetime, children: tuple[str, ...]
    ) -> Any:
        m = self._m
        series = self._of(m.Series).select_for_update().get(
            counter_id=self._counter_id, kind="payment"
        )  # fmt: skip
        series.last_no += 1
        series.total += sum(t.tendered - t.change for t in order.tenders)
        series.save(update_fields=["last_no", "total"])
        chain = (
            self._of(m.CounterChain)
            .select_for_update(of=("self",) if self._locks_one_table() else ())
            .select_related("counter")
            .get(pk=self._counter_id)
        )
        user = self._of(m.User).get(pk=self._user_id)
        chain_no = chain.last_chain_no + 1
        text = canonical.entry_text(
            kind="payment", counter_code=chain.counter.code, number=series.last_no,
            chain_no=chain_no, request_id=order.request_id, shift_id=order.shift_id,
            person=user.user_name, taken_at=order.taken_at,
            stored_at=stored_at, business_date=business_date, children=children,
        )  # fmt: skip
        digest = canonical.entry_hash(chain.last_hash, text)
        entry = self._of(m.Journal).create(
            entry_id=self._counter_id * 10**10 + chain_no, kind="payment", counter=chain.counter,
            number=series.last_no, chain_no=chain_no, request_id=order.request_id.bytes,
            shift_id=order.shift_id, user=user, business_date=business_date,
            taken_at=order.taken_at.astimezone(UTC).replace(tzinfo=None), stored_at=stored_at,
            canonical=text.encode(), previous_hash=chain.last_hash, hash=digest,
        )  # fmt: skip
        chain.last_chain_no, chain.last_hash, chain.last_stored_at = chain_no, digest, stored_at
        chain.save(update_fields=["last_chain_no", "last_hash", "last_stored_at"])
        return entry

    def _locks_one_table(self) -> bool:
        from django.db import connections

        return bool(connections[self._alias].features.has_select_for_update_of)

    def _children(self, order: TakePayment, entry: Any, bills: dict[int, Any]) -> None:
        m = self._m
        self._of(m.Tender).bulk_create(
            m.Tender(
                entry_id=entry.entry_id, line_no=n, shift_id=order.shift_id, kind=t.kind.value,
                tendered=t.tendered, change_given=t.change,
            )
            for n, t in enumerate(order.tenders, 1)
        )  # fmt: skip
        self._of(m.Allocation).bulk_create(
            m.Allocation(
                entry_id=entry.entry_id, line_no=n, bill=bills[a.bill_id], amount=a.amount,
                balance_after=bills[a.bill_id].balance,
            )
            for n, a in enumerate(order.allocations, 1)
        )  # fmt: skip
        self._of(m.PrintEvent).create(
            entry_id=entry.entry_id, copy_no=0, state="queued", stored_at=entry.stored_at,
            user_id=self._user_id, counter_id=self._counter_id,
        )  # fmt: skip
        self._of(m.Claim).filter(
            account_id=order.account_id, counter_id=self._counter_id
        ).delete()  # fmt: skip

    def _receipt(self, entry_id: int) -> Any:
        """What a receipt prints, in as few queries as `select_related` allows."""
        m = self._m
        payment = (
            self._of(m.Payment)
            .select_related("entry__counter__office", "entry__user", "account__customer")
            .get(pk=entry_id)
        )
        list(
            self._of(m.Allocation)
            .filter(entry_id=entry_id)
            .select_related("bill__account__customer")
            .order_by("line_no")
        )
        list(self._of(m.Tender).filter(entry_id=entry_id).order_by("line_no"))
        place = (
            self._of(m.AccountConnection)
            .filter(account_id=payment.account_id, liable_to=None)
            .select_related("connection")
            .first()
        )
        if place is not None:
            self._of(m.MeterFitting).filter(
                connection_id=place.connection_id, removed_on=None
            ).select_related("meter").first()  # fmt: skip
        return payment
