"""The SQL of a copy's journal and of all copies' requests.

What is the same in all copies lies in temporary tables; of each copy only its hashes are sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

HASH_BYTES = 32
_TOGETHER = 128
"""Entries whose hashes stand in one row: it is read once for all of them."""
_ROWS_OF_REQUESTS = 500
"""Made by one statement at least; of one entry they follow each other in the table."""

MADE = {
    "sample_entries": "CREATE TEMPORARY TABLE {0} (place BIGINT PRIMARY KEY, entry_id BIGINT,"
    " kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin, number BIGINT, chain_no BIGINT,"
    " request CHAR(29) CHARACTER SET ascii COLLATE ascii_bin, shift_id BIGINT, user_id BIGINT,"
    " is_own BOOLEAN, business_date DATE, taken_at DATETIME(6), stored_at DATETIME(6),"
    " canonical MEDIUMBLOB)",
    "sample_hashes": "CREATE TEMPORARY TABLE {0} (part BIGINT PRIMARY KEY,"
    f" hashes VARBINARY({(_TOGETHER + 1) * HASH_BYTES}))",
    "sample_numbers": "CREATE TEMPORARY TABLE {0} (copy BIGINT PRIMARY KEY, shift BIGINT)",
}
_TEXT = "REPLACE(t.canonical, x'01', {copy})"
_REQUEST = "UNHEX(CONCAT(t.request, {copy}))"
_USER = "t.user_id + {shift} * t.is_own"
ENTRIES = (
    "INSERT INTO journal (entry_id, kind, counter_id, number, chain_no, request_id, shift_id,"  # noqa: S608
    " user_id, business_date, taken_at, stored_at, canonical, previous_hash, hash)"
    f" SELECT t.entry_id + {{entries}}, t.kind, {{copy}}, t.number, t.chain_no, {_REQUEST},"
    f" t.shift_id + {{entries}}, {_USER}, t.business_date, t.taken_at, t.stored_at, {_TEXT},"
    f" SUBSTR(h.hashes, 1 + t.place % {_TOGETHER} * {HASH_BYTES}, {HASH_BYTES}),"
    f" SUBSTR(h.hashes, 1 + (1 + t.place % {_TOGETHER}) * {HASH_BYTES}, {HASH_BYTES})"
    f" FROM sample_entries t STRAIGHT_JOIN sample_hashes h ON h.part = t.place DIV {_TOGETHER}"
)
"""Of one copy."""
REQUESTS = (
    "INSERT INTO requests (request_id, fingerprint, kind, state, counter_id, user_id, stored_at)"  # noqa: S608
    f" SELECT {_REQUEST.format(copy='c.copy')}, UNHEX(SHA2({_TEXT.format(copy='c.copy')}, 256)),"
    f" t.kind, 'done', c.copy, {_USER.format(shift='c.shift')}, t.stored_at"
    " FROM sample_entries t STRAIGHT_JOIN sample_numbers c"
    " WHERE t.place >= {first} AND t.place < {end}"
)
"""Of some entries in all copies: their keys begin with the time."""


def hash_rows(hashes: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """Rows of `sample_hashes` for the genesis and the hashes of all entries."""
    for part, first in enumerate(range(0, len(hashes) - 1, _TOGETHER)):
        yield part, b"".join(hashes[first : first + _TOGETHER + 1])


def request_spans(entries: int, copies: int) -> Iterator[tuple[int, int]]:
    """First place and end of what one statement makes."""
    step = max(1, _ROWS_OF_REQUESTS // copies)
    for first in range(0, entries, step):
        yield first, min(entries, first + step)
