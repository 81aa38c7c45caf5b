"""The pattern of a large sample and its copies, without a database."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from cashier_app.db.sample_entries import hash_rows, request_spans
from cashier_app.domain import canonical
from cashier_app.sample.calendar import Horizon
from cashier_app.sample.copied_entries import MARK, JournalCopier
from cashier_app.sample.large import parts_of
from cashier_app.sample.pattern import FIRST_COPY, Pattern, PatternOrder, copy_cashier, make_pattern
from cashier_app.sample.reference import ReferenceWriter
from cashier_app.sample.rows import COLUMNS, RowBuffer
from cashier_app.sample.seeds import counter_identity

HORIZON = Horizon(date(2026, 11, 23), 12)


@pytest.fixture(scope="module")
def pattern() -> Pattern:
    return made()


def made(seed: int = 1) -> Pattern:
    hall = ReferenceWriter(RowBuffer(), seed, 60, HORIZON, is_training=True).write({})
    return make_pattern(PatternOrder(seed, HORIZON, hall, 25))


def test_the_same_order_makes_the_same_rows(pattern: Pattern) -> None:
    assert made() == pattern
    assert made(2) != pattern


def test_customer_connection_and_account_have_the_same_key(pattern: Pattern) -> None:
    keys = [{row[0] for row in pattern.rows[t]} for t in ("customers", "connections", "accounts")]
    assert keys[0] == keys[1] == keys[2]
    assert len(keys[0]) == 25


def test_only_the_newest_bills_have_all_their_lines(pattern: Pattern) -> None:
    issued = COLUMNS["bills"].index("issued_on")
    lines: dict[object, list[object]] = {}
    for bill_id, _, _, label, *_ in pattern.rows["bill_lines"]:
        lines.setdefault(bill_id, []).append(label)
    for bill in pattern.rows["bills"]:
        day = bill[issued]
        assert isinstance(day, date)
        shown = lines[bill[0]]
        if bill[COLUMNS["bills"].index("kind")] == "period":
            assert (len(shown) > 1) == (day > date(2026, 8, 23)), bill


def texts(copier: JournalCopier, copy: int) -> list[bytes]:
    """As the database makes them of the copier's rows."""
    return [
        row[-1].replace(MARK.encode(), str(copy).encode())
        for row in copier.rows
        if isinstance(row[-1], bytes)
    ]


def test_a_copied_journal_hangs_together(pattern: Pattern) -> None:
    copier = JournalCopier(pattern, 1)
    for copy in (FIRST_COPY, 777):
        copied = copier.journal(copy)
        last = canonical.genesis(str(copy), counter_identity(1, str(copy)))
        made = [last]
        for text in texts(copier, copy):
            last = hashlib.sha256(last + text).digest()
            made.append(last)
        assert copied.hashes == made
        assert len(made) == len(pattern.rows["journal"]) + 1
        assert len(copied.signatures) == len(pattern.rows["z_reports"])


def test_the_first_copy_differs_from_the_pattern_by_its_requests_only(pattern: Pattern) -> None:
    copier = JournalCopier(pattern, 1)
    for row, made, text in zip(
        pattern.rows["journal"], copier.rows, texts(copier, FIRST_COPY), strict=True
    ):
        entry_id, kind, _, number, chain_no, request, shift_id, user_id, *times = row[:11]
        assert isinstance(request, bytes)
        asked = request.hex()[:-3]
        user = user_id, user_id == copy_cashier(FIRST_COPY).user_id
        assert made[1:-1] == (
            entry_id, kind, number, chain_no, asked, shift_id, *user, *times
        )  # fmt: skip
        fields = str(row[11], "utf-8").split("|") if isinstance(row[11], bytes) else []
        fields[5] = asked + str(FIRST_COPY)
        assert text.decode() == "|".join(fields)


@pytest.mark.parametrize(("entries", "copies"), [(1, 1), (14_000, 3), (1_001, 399), (257, 900)])
def test_requests_are_made_once_for_each_entry(entries: int, copies: int) -> None:
    spans = list(request_spans(entries, copies))
    assert [place for first, end in spans for place in range(first, end)] == list(range(entries))


@pytest.mark.parametrize("entries", [1, 127, 128, 129, 300])
def test_each_entry_finds_its_hash_and_the_one_before(entries: int) -> None:
    hashes = [bytes([n % 256, n // 256]) * 16 for n in range(entries + 1)]
    rows = dict(hash_rows(hashes))
    assert sorted(rows) == list(range(-(-entries // 128)))
    for place in range(entries):
        at = place % 128 * 32
        assert rows[place // 128][at : at + 64] == hashes[place] + hashes[place + 1]


@pytest.mark.parametrize(
    ("customers", "parts"),
    [(20_001, (2_501, 7)), (1_000_000, (2_500, 399)), (2_000_000, (2_500, 799))],
)
def test_the_own_part_takes_what_is_left(customers: int, parts: tuple[int, int]) -> None:
    found = parts_of(customers, 2_500)
    assert (found.own, found.copies) == parts
    assert max(found.numbers) < 1_000
