"""The program's tables as a Django project would know them; they are managed by nobody here.

Import it after `django_peer.configure`: Django wants its settings before its models.
"""

from __future__ import annotations

from django.db import models

_MONEY = {"max_digits": 18, "decimal_places": 3}


class _Table(models.Model):
    class Meta:
        abstract = True
        managed = False
        app_label = "benchmarks"


def _to(model: type[models.Model] | str, column: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(
        model, models.DO_NOTHING, db_column=column, db_constraint=False, related_name="+", **more
    )


class Office(_Table):
    office_id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)

    class Meta(_Table.Meta):
        db_table = "offices"


class Counter(_Table):
    counter_id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=60)
    office = _to(Office, "office_id")

    class Meta(_Table.Meta):
        db_table = "counters"


class User(_Table):
    user_id = models.BigAutoField(primary_key=True)
    user_name = models.CharField(max_length=32)
    full_name = models.CharField(max_length=120)

    class Meta(_Table.Meta):
        db_table = "users"


class Customer(_Table):
    customer_id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=200)

    class Meta(_Table.Meta):
        db_table = "customers"


class Account(_Table):
    account_id = models.BigAutoField(primary_key=True)
    account_no = models.CharField(max_length=24)
    customer = _to(Customer, "customer_id")
    credit = models.DecimalField(**_MONEY)
    version = models.IntegerField()

    class Meta(_Table.Meta):
        db_table = "accounts"


class Connection(_Table):
    connection_id = models.BigAutoField(primary_key=True)
    address = models.CharField(max_length=200)
    ward = models.CharField(max_length=60)

    class Meta(_Table.Meta):
        db_table = "connections"


class AccountConnection(_Table):
    account_connection_id = models.BigAutoField(primary_key=True)
    account = _to(Account, "account_id")
    connection = _to(Connection, "connection_id")
    liable_to = models.DateField(null=True)

    class Meta(_Table.Meta):
        db_table = "account_connections"


class Meter(_Table):
    meter_id = models.BigAutoField(primary_key=True)
    meter_no = models.CharField(max_length=24)

    class Meta(_Table.Meta):
        db_table = "meters"


class MeterFitting(_Table):
    fitting_id = models.BigAutoField(primary_key=True)
    meter = _to(Meter, "meter_id")
    connection = _to(Connection, "connection_id")
    removed_on = models.DateField(null=True)

    class Meta(_Table.Meta):
        db_table = "meter_fittings"


class Register(_Table):
    register_id = models.BigAutoField(primary_key=True)
    meter = _to(Meter, "meter_id")

    class Meta(_Table.Meta):
        db_table = "registers"


class Reading(_Table):
    reading_id = models.BigAutoField(primary_key=True)
    register = _to(Register, "register_id")
    read_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)

    class Meta(_Table.Meta):
        db_table = "readings"


class Bill(_Table):
    bill_id = models.BigAutoField(primary_key=True)
    bill_no = models.CharField(max_length=24)
    series = models.CharField(max_length=8)
    running_no = models.BigIntegerField()
    account = _to(Account, "account_id")
    connection_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=80)
    tariff_version_id = models.BigIntegerField(null=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    kwh = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    is_estimated = models.BooleanField(default=False)
    total = models.DecimalField(**_MONEY)
    discount_amount = models.DecimalField(**_MONEY)
    balance = models.DecimalField(**_MONEY)
    status = models.CharField(max_length=10)
    version = models.IntegerField(default=1)

    class Meta(_Table.Meta):
        db_table = "bills"


class BillLine(_Table):
    pk = models.CompositePrimaryKey("bill_id", "line_no")
    bill = _to(Bill, "bill_id")
    line_no = models.SmallIntegerField()
    kind = models.CharField(max_length=12)
    label = models.CharField(max_length=80)
    quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    unit = models.CharField(max_length=12)
    unit_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    amount = models.DecimalField(**_MONEY)

    class Meta(_Table.Meta):
        db_table = "bill_lines"


class BillReading(_Table):
    pk = models.CompositePrimaryKey("bill_id", "to_reading_id")
    bill = _to(Bill, "bill_id")
    to_reading_id = models.BigIntegerField()
    from_reading_id = models.BigIntegerField()
    consumption = models.DecimalField(max_digits=14, decimal_places=3)

    class Meta(_Table.Meta):
        db_table = "bill_readings"


class Shift(_Table):
    shift_id = models.BigAutoField(primary_key=True)
    business_date = models.DateField()
    state = models.CharField(max_length=8)
    receipts = models.IntegerField()
    cash_taken = models.DecimalField(**_MONEY)

    class Meta(_Table.Meta):
        db_table = "shifts"


class Series(_Table):
    pk = models.CompositePrimaryKey("counter_id", "kind")
    counter_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    last_no = models.BigIntegerField()
    total = models.DecimalField(**_MONEY)

    class Meta(_Table.Meta):
        db_table = "series"


class CounterChain(_Table):
    counter = _to(Counter, "counter_id", primary_key=True)
    last_chain_no = models.BigIntegerField()
    last_hash = models.BinaryField(max_length=32)
    last_stored_at = models.DateTimeField()

    class Meta(_Table.Meta):
        db_table = "counter_chains"


class Request(_Table):
    request_id = models.BinaryField(max_length=16, primary_key=True)
    fingerprint = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=8)
    counter_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    stored_at = models.DateTimeField()

    class Meta(_Table.Meta):
        db_table = "requests"


class Journal(_Table):
    entry_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    counter = _to(Counter, "counter_id")
    number = models.BigIntegerField()
    chain_no = models.BigIntegerField()
    request_id = models.BinaryField(max_length=16)
    shift_id = models.BigIntegerField(null=True)
    user = _to(User, "user_id")
    business_date = models.DateField()
    taken_at = models.DateTimeField()
    stored_at = models.DateTimeField()
    canonical = models.BinaryField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta(_Table.Meta):
        db_table = "journal"


class Payment(_Table):
    entry = models.OneToOneField(
        Journal, models.DO_NOTHING, primary_key=True, db_column="payment_id", related_name="+"
    )
    account = _to(Account, "account_id")
    receipt_no = models.CharField(max_length=16)
    rounding = models.DecimalField(**_MONEY)
    due_after = models.DecimalField(**_MONEY)
    credit_after = models.DecimalField(**_MONEY)

    class Meta(_Table.Meta):
        db_table = "payments"


class Tender(_Table):
    pk = models.CompositePrimaryKey("entry_id", "line_no")
    entry_id = models.BigIntegerField()
    line_no = models.SmallIntegerField()
    shift_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    tendered = models.DecimalField(**_MONEY)
    change_given = models.DecimalField(**_MONEY)

    class Meta(_Table.Meta):
        db_table = "tenders"


class Allocation(_Table):
    pk = models.CompositePrimaryKey("entry_id", "line_no")
    entry_id = models.BigIntegerField()
    line_no = models.SmallIntegerField()
    bill = _to(Bill, "bill_id")
    amount = models.DecimalField(**_MONEY)
    balance_after = models.DecimalField(**_MONEY)

    class Meta(_Table.Meta):
        db_table = "payment_allocations"


class PrintEvent(_Table):
    print_event_id = models.BigAutoField(primary_key=True)
    entry_id = models.BigIntegerField()
    copy_no = models.SmallIntegerField()
    state = models.CharField(max_length=12)
    stored_at = models.DateTimeField()
    user_id = models.BigIntegerField()
    counter_id = models.BigIntegerField()

    class Meta(_Table.Meta):
        db_table = "print_log"


class Claim(_Table):
    account_id = models.BigIntegerField(primary_key=True)
    counter_id = models.BigIntegerField()

    class Meta(_Table.Meta):
        db_table = "claims"
