"""The pattern of a large sample and its copies, without a database."""

from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest

from cashier_app.domain import canonical
from cashier_app.sample.calendar import Horizon
from cashier_app.sample.copied_entries import JournalCopier
from cashier_app.sample.large import parts_of
from cashier_app.sample.pattern import FIRST_COPY, Pattern, PatternOrder, make_pattern
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


def test_a_copied_journal_hangs_together(pattern: Pattern) -> None:
    copier = JournalCopier(pattern, 1)
    for copy in (FIRST_COPY, 777):
        copied = copier.journal(copy)
        last = canonical.genesis(str(copy), counter_identity(1, str(copy)))
        for value in copied.values:
            found = re.fullmatch(r"\((.*),'(v1\|.*)',x'(\w{64})',x'(\w{64})'\)", value)
            assert found is not None
            _, text, previous, digest = found.groups()
            assert bytes.fromhex(previous) == last
            last = hashlib.sha256(last + text.encode()).digest()
            assert bytes.fromhex(digest) == last
        assert copied.last_hash == last
        assert len(copied.signatures) == len(pattern.rows["z_reports"])


def test_the_first_copy_differs_from_the_pattern_by_its_requests_only(pattern: Pattern) -> None:
    texts = [str(row[11], "utf-8") for row in pattern.rows["journal"] if isinstance(row[11], bytes)]
    values = JournalCopier(pattern, 1).journal(FIRST_COPY).values
    for text, value in zip(texts, values, strict=True):
        fields = text.split("|")
        fields[5] = fields[5][:-3] + str(FIRST_COPY)
        assert f",'{'|'.join(fields)}',x'" in value


@pytest.mark.parametrize(
    ("customers", "parts"),
    [(20_001, (2_501, 7)), (1_000_000, (2_500, 399)), (2_000_000, (2_500, 799))],
)
def test_the_own_part_takes_what_is_left(customers: int, parts: tuple[int, int]) -> None:
    found = parts_of(customers, 2_500)
    assert (found.own, found.copies) == parts
    assert max(found.numbers) < 1_000
