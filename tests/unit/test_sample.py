"""The sample's rows, before any database: same order same rows, and what must hold among them."""

from __future__ import annotations

import hashlib
from collections import defaultdict, namedtuple
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from cashier_app.db.tables import metadata
from cashier_app.domain.canonical import IDS_PER_COUNTER, entry_hash, genesis
from cashier_app.domain.search import bits_of, words_of
from cashier_app.sample.generate import (
    NotASample,
    SampleOrder,
    featured_accounts,
    generate_sample,
)
from cashier_app.sample.people import demo_people
from cashier_app.sample.rows import COLUMNS
from cashier_app.sample.signing import counter_private_key
from cashier_app.sample.story import featured_bill_no

TODAY = date(2026, 11, 23)
SMALL = 40
Tables = dict[str, list[Any]]


def tables_of(order: SampleOrder) -> Tables:
    """All rows as named tuples, by table."""
    # Any, because the names come from the data: nothing here is known to a type checker.
    kinds: dict[str, Any] = {
        table: namedtuple(table, names)  # noqa: PYI024
        for table, names in COLUMNS.items()
    }
    tables: Tables = {table: [] for table in COLUMNS}
    for chunk in generate_sample(order):
        tables[chunk.table].extend(kinds[chunk.table](*row) for row in chunk.rows)
    return tables


@cache
def sample(customers: int = 120, seed: int = 1, today: date = TODAY) -> Tables:
    return tables_of(SampleOrder(customers, 12, seed, today))


def net_by(rows: list[Any], key: str, amount: str = "amount") -> defaultdict[Any, Decimal]:
    sums: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[getattr(row, key)] += getattr(row, amount)
    return sums


# The order.


def test_same_order_same_rows() -> None:
    order = SampleOrder(SMALL, 12, 7, TODAY)
    assert tables_of(order) == tables_of(order)


def test_another_seed_other_people() -> None:
    assert sample(SMALL, 1)["customers"] != sample(SMALL, 2)["customers"]


@pytest.mark.parametrize(("customers", "months"), [(19, 12), (2_000_001, 12), (100, 5), (100, 61)])
def test_an_order_outside_its_bounds_is_refused(customers: int, months: int) -> None:
    with pytest.raises(NotASample):
        SampleOrder(customers, months, 1, TODAY)


def test_steps_add_up_to_the_progress_bar() -> None:
    order = SampleOrder(250, 6, 1, TODAY)
    assert sum(chunk.steps for chunk in generate_sample(order)) == order.steps


def test_exactly_the_customers_that_were_asked_for() -> None:
    assert len(sample()["customers"]) == 120


def test_people_who_stand_in_the_database_keep_their_key_and_row() -> None:
    tables = tables_of(SampleOrder(SMALL, 6, 1, TODAY, {"amina": 41, "zed": 77}))
    assert "amina" not in {user.user_name for user in tables["users"]}
    assert 41 in {entry.user_id for entry in tables["journal"]}
    assert min(user.user_id for user in tables["users"]) == 78


def test_the_columns_are_those_of_the_schema() -> None:
    for table, names in COLUMNS.items():
        columns = metadata.tables[table].columns
        assert set(names) <= set(columns.keys()), table
        needed = {
            c.name
            for c in columns
            if not (c.nullable or c.server_default or c.computed or c.autoincrement is True)
        }
        assert needed <= set(names), table


def test_parents_come_before_children() -> None:
    place = {table: number for number, table in enumerate(COLUMNS)}
    for table in COLUMNS:
        for key in metadata.tables[table].foreign_keys:
            parent = key.column.table.name
            assert parent not in place or place[parent] <= place[table], (table, parent)


# What must hold (payments.md, section 4), on several seeds and days.


def check_bills(tables: Tables) -> None:
    lines = net_by(tables["bill_lines"], "bill_id")
    adjusted = net_by(tables["bill_adjustments"], "bill_id")
    allocated = net_by(tables["payment_allocations"], "bill_id")
    postings: defaultdict[int, int] = defaultdict(int)
    for row in tables["payment_allocations"]:
        postings[row.bill_id] += 1
    for row in tables["bill_adjustments"]:
        postings[row.bill_id] += row.entry_id is None
    for bill in tables["bills"]:
        key = bill.bill_id
        assert bill.total == lines[key]
        assert bill.balance == lines[key] + adjusted[key] - allocated[key] >= 0
        assert bill.version == postings[key]
        assert (bill.balance == 0) == (bill.status in {"paid", "cancelled"})
        if bill.balance:
            assert bill.status == ("part_paid" if allocated[key] else "issued")


def check_numbers(tables: Tables) -> None:
    series: defaultdict[str, list[int]] = defaultdict(list)
    for bill in tables["bills"]:
        assert bill.bill_no == f"{bill.series}{bill.running_no:04d}"
        series[bill.series].append(bill.running_no)
    last = {row.series: row.last_no for row in tables["bill_series"]}
    assert {name: len(numbers) for name, numbers in series.items()} == last
    for numbers in series.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def check_chains(tables: Tables) -> None:
    counters = {row.counter_id: row for row in tables["counters"]}
    ends = {row.counter_id: row for row in tables["counter_chains"]}
    last = {key: genesis(row.code, UUID(bytes=row.identity)) for key, row in counters.items()}
    number: defaultdict[tuple[int, str], int] = defaultdict(int)
    stored: dict[int, Any] = {}
    place: defaultdict[int, int] = defaultdict(int)
    for entry in tables["journal"]:
        counter = entry.counter_id
        place[counter] += 1
        number[counter, entry.kind] += 1
        assert entry.chain_no == place[counter]
        assert entry.number == number[counter, entry.kind]
        assert entry.entry_id == counter * IDS_PER_COUNTER + entry.chain_no
        assert entry.previous_hash == last[counter]
        assert entry.hash == entry_hash(entry.previous_hash, entry.canonical.decode())
        assert entry.taken_at <= entry.stored_at
        assert counter not in stored or stored[counter] < entry.stored_at
        last[counter], stored[counter] = entry.hash, entry.stored_at
    for counter, end in ends.items():
        assert (end.last_chain_no, end.last_hash) == (place[counter], last[counter])
    for row in tables["series"]:
        assert row.last_no == number[row.counter_id, row.kind]


def check_ties(tables: Tables) -> None:
    tendered = net_by(tables["tenders"], "entry_id", "tendered")
    change = net_by(tables["tenders"], "entry_id", "change_given")
    allocated = net_by(tables["payment_allocations"], "entry_id")
    credit = net_by(tables["credit_entries"], "entry_id")
    for entry in tables["journal"]:
        if entry.kind in {"payment", "undo"}:
            key = entry.entry_id
            assert tendered[key] - change[key] == allocated[key] + credit[key]


def check_credit(tables: Tables) -> None:
    running: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in tables["credit_entries"]:
        running[row.account_id] += row.amount
        assert row.balance_after == running[row.account_id] >= 0
    for account in tables["accounts"]:
        assert account.credit == running[account.account_id]


def check_shifts(tables: Tables, today: date) -> None:
    tenders: defaultdict[int, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for row in tables["tenders"]:
        tenders[row.shift_id][row.kind].append(row.tendered - row.change_given)
    moved = net_by(tables["cash_movements"], "shift_id")
    reports = {row.shift_id: row for row in tables["z_reports"]}
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    for entry in tables["journal"]:
        kinds[entry.shift_id].append(entry.kind)
    assert reports.keys() == kinds.keys() == {shift.shift_id for shift in tables["shifts"]}
    busy: set[tuple[date, int]] = set()
    for shift in tables["shifts"]:
        report, acts = reports[shift.shift_id], kinds[shift.shift_id]
        if not report.is_decided:
            assert acts.pop() == "decision", "the past is settled"
        assert (acts[0], *acts[-2:]) == ("opening", "count", "z")
        assert shift.business_date < today
        assert shift.business_date.weekday() != 6
        assert (shift.business_date, shift.user_id) not in busy
        busy.add((shift.business_date, shift.user_id))
        assert report.cash_taken == shift.cash_taken == sum(tenders[shift.shift_id]["cash"])
        assert report.movements == shift.movements == moved[shift.shift_id]
        assert report.expected == report.float_amount + report.cash_taken + report.movements
        assert report.difference == report.counted - report.expected
        assert report.is_decided == (abs(report.difference) <= 50)
        assert bool(report.reason) == bool(report.difference)
        assert report.receipts == shift.receipts == acts.count("payment")
        assert report.undos == shift.undos == acts.count("undo") <= 3


def check_pieces(tables: Tables) -> None:
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in tables["denomination_counts"]:
        sums[row.entry_id] += row.value * row.pieces
    for count in tables["counts"]:
        assert count.counted == sums[count.entry_id]


def check_postings(tables: Tables, today: date) -> None:
    """Every late charge that is due is posted, on its day; nothing is left for today."""
    printed = {row.bill_id: row for row in tables["bill_late_charges"]}
    posted = {r.bill_id: r for r in tables["bill_adjustments"] if r.kind == "late_charge"}
    by_day: defaultdict[date, Decimal] = defaultdict(Decimal)
    for row in posted.values():
        assert (row.posted_on, row.amount) == (
            printed[row.bill_id].post_on,
            printed[row.bill_id].amount,
        )
        by_day[row.posted_on] += row.amount
    for bill in tables["bills"]:
        charge = printed.get(bill.bill_id)
        if charge and charge.post_on <= today and bill.status in {"issued", "part_paid"}:
            assert bill.bill_id in posted
    days = {row.business_date: row.amount for row in tables["day_postings"]}
    assert today not in days
    assert by_day.items() <= days.items()
    assert {shift.business_date for shift in tables["shifts"]} <= days.keys()


def check_everything(tables: Tables, today: date) -> None:
    check_bills(tables)
    check_numbers(tables)
    check_chains(tables)
    check_ties(tables)
    check_credit(tables)
    check_shifts(tables, today)
    check_pieces(tables)
    check_postings(tables, today)


@pytest.mark.parametrize(
    "today",
    [
        date(2026, 11, 1),
        date(2026, 11, 2),
        date(2026, 11, 12),
        date(2026, 11, 13),
        TODAY,
        date(2026, 11, 30),
        date(2027, 1, 1),
        date(2027, 3, 1),
        date(2028, 2, 29),
        date(2026, 8, 31),
    ],
)
def test_everything_holds_and_the_story_is_told_on_any_day(today: date) -> None:
    tables = sample(SMALL, 3, today)
    check_everything(tables, today)
    check_story(tables, today, SMALL)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**63),
    today=st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    customers=st.integers(20, 60),
    months=st.integers(6, 14),
)
def test_everything_holds_for_any_seed_and_day(
    seed: int, today: date, customers: int, months: int
) -> None:
    tables = tables_of(SampleOrder(customers, months, seed, today))
    check_everything(tables, today)
    check_story(tables, today, customers)


# The story.


def check_story(tables: Tables, today: date, customers: int) -> None:
    """The first customer has the featured overdue bill, a fee, this month's bill and credit."""
    account = next(a for a in tables["accounts"] if a.account_no == "4410029761")
    bills = sorted(
        (b for b in tables["bills"] if b.account_id == account.account_id and b.balance),
        key=lambda bill: bill.due_on,
    )
    assert [bill.balance for bill in bills if bill.kind == "period"] == [
        Decimal("1259.50"),
        Decimal(998),
    ]
    assert [bill.balance for bill in bills if bill.kind == "fee"] == [260]
    assert bills[0].bill_no == featured_bill_no(today, customers)
    assert bills[0].due_on < today <= bills[-1].due_on
    newest = max(bills, key=lambda bill: bill.period_to or date.min)
    assert (newest.period_to.year, newest.period_to.month) == (today.year, today.month)
    assert account.credit == 200


def test_the_demo_scans_bill_26101182_all_november() -> None:
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(30)]
    assert {featured_bill_no(day) for day in days} == {"26101182"}


def test_the_featured_bill_has_the_lines_of_the_picture() -> None:
    tables = sample(SMALL, 1)
    bill = next(b for b in tables["bills"] if b.bill_no == featured_bill_no(TODAY, SMALL))
    lines = [(r.label, r.amount) for r in tables["bill_lines"] if r.bill_id == bill.bill_id]
    assert lines == [
        ("Energy, first 100 kWh at 5.00", Decimal("500.00")),
        ("Energy, next 88 kWh at 6.50", Decimal("572.00")),
        ("Fixed charge, 5 kVA", Decimal("71.40")),
        ("Meter rent", Decimal("20.00")),
        ("Electricity duty, 5 % of energy", Decimal("53.60")),
    ]
    assert (bill.due_on, bill.total, bill.kwh) == (date(2026, 11, 11), Decimal(1217), 188)


def test_the_featured_accounts_are_those_in_the_database() -> None:
    tables = sample(SMALL, 9)
    numbers = {row.account_no: row.account_id for row in tables["accounts"]}
    for featured in featured_accounts(TODAY, SMALL):
        own = [b for b in tables["bills"] if b.account_id == numbers[featured.account_no]]
        assert {b.bill_no for b in own if b.balance} == set(featured.bill_nos)
        open_now = [b for b in own if b.balance]
        due = sum(
            b.balance - (b.discount_amount if (b.discount_until or date.min) >= TODAY else 0)
            for b in open_now
        )
        assert max(due - featured.credit, 0) == featured.due


def test_the_featured_dues_are_those_of_the_pictures() -> None:
    dues = {f.customer_name.split(",")[0]: f.due for f in featured_accounts(TODAY)}
    assert dues["Karuna Sharma"] == Decimal("2317.50")
    assert dues["Karim Shah"] == 0
    name = "Karimpur Sheet Metal and Galvanising Works Private Limited"
    assert dues[name] == 1_284_930
    assert dues["Karishma Shaikh"] == 4_105
    assert dues["Karthik Shetty"] == 846
    assert dues["Mohan Karki"] == 12_690


# What makes it believable.


def test_bills_stand_in_every_state() -> None:
    tables = sample(400, 1)
    bills = [bill for bill in tables["bills"] if bill.status != "draft"]
    assert {bill.status for bill in bills} == {"issued", "part_paid", "paid", "cancelled"}
    overdue = {(TODAY - b.due_on).days // 31 for b in bills if b.balance and b.due_on < TODAY}
    assert {0, 1, 2, 3} <= overdue
    assert any(b.balance and b.discount_until and b.discount_until >= TODAY for b in bills)
    assert any(b.is_estimated for b in bills)
    assert {r.supply for r in tables["connections"]} == {"on", "notice", "off"}
    assert {row.kind for row in tables["tenders"]} == {"cash", "cheque", "card"}
    assert any(row.kind == "prompt_discount" for row in tables["bill_adjustments"])
    assert any(row.amount < 0 for row in tables["credit_entries"])
    assert any(row.removed_on for row in tables["meter_fittings"])
    assert any(row.liable_to for row in tables["account_connections"])
    assert tables["former_account_numbers"]
    assert tables["reversals"]
    assert len({row.name for row in tables["customers"]}) < len(tables["customers"])
    assert any(not row.name.isascii() for row in tables["customers"])


def test_a_bill_stands_on_its_readings() -> None:
    tables = sample()
    used = net_by(tables["bill_readings"], "bill_id", "consumption")
    readings = {row.reading_id: row for row in tables["readings"]}
    registers = {row.register_id: row.meter_id for row in tables["registers"]}
    multipliers = {row.meter_id: row.multiplier for row in tables["meters"]}
    for bill in tables["bills"]:
        if bill.kind == "period":
            assert used[bill.bill_id] == bill.kwh
    for row in tables["bill_readings"]:
        start, end = readings[row.from_reading_id], readings[row.to_reading_id]
        assert start.register_id == end.register_id
        multiplier = multipliers[registers[end.register_id]]
        assert (end.value - start.value) * multiplier == row.consumption


def test_every_account_is_found_by_each_word_of_name_and_address() -> None:
    tables = sample(SMALL)
    words = {row.word_id: row for row in tables["words"]}
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in tables["account_words"]:
        found[row.account_id].add(words[row.word_id].word)
    for row in tables["account_words"]:
        assert row.bits == bits_of(found[row.account_id])
    customers = {row.customer_id: row for row in tables["customers"]}
    places = {row.connection_id: row for row in tables["connections"]}
    where = {row.account_id: places[row.connection_id] for row in tables["account_connections"]}
    for account in tables["accounts"]:
        place = where[account.account_id]
        name = customers[account.customer_id].name
        expected = words_of(f"{name} {place.address} {place.ward}")
        assert found[account.account_id] == set(expected)
    assert sum(row.accounts for row in words.values()) == len(tables["account_words"])


def test_zs_are_signed_with_the_key_that_the_demo_enrols() -> None:
    tables = sample(SMALL, 1)
    codes = {row.counter_id: row.code for row in tables["counters"]}
    keys = {row.counter_key_id: row for row in tables["counter_keys"]}
    hashes = {row.entry_id: row.hash for row in tables["journal"] if row.kind == "z"}
    assert hashes.keys() == {row.entry_id for row in tables["z_signatures"]}
    for row in tables["z_signatures"]:
        key = keys[row.counter_key_id]
        private = Ed25519PrivateKey.from_private_bytes(
            counter_private_key(1, codes[key.counter_id])
        )
        public = private.public_key()
        assert public.public_bytes_raw() == key.public_key
        assert hashlib.sha256(key.public_key).digest() == key.fingerprint
        public.verify(row.signature, hashes[row.entry_id])


def test_requests_are_one_an_entry_and_of_version_7() -> None:
    tables = sample(SMALL)
    assert [r.request_id for r in tables["requests"]] == [e.request_id for e in tables["journal"]]
    ids = [UUID(bytes=row.request_id) for row in tables["requests"]]
    assert len(set(ids)) == len(ids)
    assert {(i.version, i.variant) for i in ids} == {(7, ids[0].variant)}


def test_demo_people_stand_among_the_users() -> None:
    users = {user.user_name: user for user in sample(SMALL)["users"]}
    for person in demo_people():
        assert users[person.user_name].role == person.role
        assert person.user_name not in person.password
        assert len(person.password) >= 8
