"""Invariants 8 and 12: shifts, Zs, drawers and the safe."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cashier_app.verify.findings import Breach, Check, Span, as_named, entry_name, shift_name
from cashier_app.verify.reader import WITHIN, Reader
from cashier_app.verify.setting_checks import Trail

_SHIFT = "s.counter_code, s.shift_id"

_SHIFT_FACT = """CONCAT_WS('; ',
  IF(COALESCE(j.openings, 0) <> 1, CONCAT('has ', COALESCE(j.openings, 0), ' openings'), NULL),
  IF(s.receipts <> COALESCE(j.receipts, 0),
    CONCAT('says ', s.receipts, ' receipts, the journal has ', COALESCE(j.receipts, 0)), NULL),
  IF(s.undos <> COALESCE(j.undos, 0),
    CONCAT('says ', s.undos, ' undos, the journal has ', COALESCE(j.undos, 0)), NULL),
  IF(s.cash_taken <> COALESCE(t.amount, 0),
    CONCAT('says cash taken ', s.cash_taken, ', its tenders make ', COALESCE(t.amount, 0)), NULL),
  IF(s.movements <> COALESCE(m.amount, 0),
    CONCAT('says cash movements ', s.movements, ', they make ', COALESCE(m.amount, 0)), NULL),
  IF(COALESCE(o.counted, s.float_amount) <> s.float_amount,
    CONCAT('float is ', s.float_amount, ', counted at the opening were ', o.counted), NULL),
  IF(COALESCE(j.counts, 0) <> (s.state <> 'open') OR (s.counted_at IS NULL) <> (s.state = 'open'),
    CONCAT('is ', s.state, ' with ', COALESCE(j.counts, 0), ' counts'), NULL),
  IF(COALESCE(j.zs, 0) <> (s.state = 'closed') OR (s.closed_at IS NOT NULL) <> (s.state = 'closed'),
    CONCAT('is ', s.state, ' with ', COALESCE(j.zs, 0), ' Zs'), NULL))"""

_Z_FACT = """CONCAT_WS('; ',
  IF(z.float_amount <> s.float_amount,
    CONCAT('says float ', z.float_amount, ', the shift has ', s.float_amount), NULL),
  IF(z.cash_taken <> COALESCE(t.amount, 0),
    CONCAT('says cash taken ', z.cash_taken, ', the tenders make ', COALESCE(t.amount, 0)), NULL),
  IF(z.movements <> COALESCE(m.amount, 0),
    CONCAT('says cash movements ', z.movements, ', they make ', COALESCE(m.amount, 0)), NULL),
  IF(z.expected <> z.float_amount + z.cash_taken + z.movements
      OR z.difference <> z.counted - z.expected, 'does not add up', NULL),
  IF(NOT (z.counted <=> n.counted),
    CONCAT('says counted ', z.counted, ', the count is ', COALESCE(n.counted, 'missing')), NULL),
  IF(z.receipts <> COALESCE(j.receipts, 0) OR z.undos <> COALESCE(j.undos, 0),
    CONCAT('says ', z.receipts, ' receipts and ', z.undos, ' undos, the journal has ',
      COALESCE(j.receipts, 0), ' and ', COALESCE(j.undos, 0)), NULL),
  IF(z.undone_amount <> COALESCE(r.undone, 0),
    CONCAT('says ', z.undone_amount, ' undone, the tenders make ', COALESCE(r.undone, 0)), NULL),
  IF(z.reversals <> COALESCE(j.reversals, 0) OR z.reversed_amount <> COALESCE(r.reversed, 0),
    CONCAT('says ', z.reversals, ' corrections of ', z.reversed_amount, ', the journal has ',
      COALESCE(j.reversals, 0), ' of ', COALESCE(r.reversed, 0)), NULL),
  IF(z.first_receipt <> COALESCE(j.first_receipt, '')
      OR z.last_receipt <> COALESCE(j.last_receipt, ''),
    CONCAT('names receipts ', z.first_receipt, ' to ', z.last_receipt, ', they are ',
      COALESCE(j.first_receipt, 'none'), ' to ', COALESCE(j.last_receipt, 'none')), NULL))"""

# A shift and its Z say the same things: what they must say is added up once for both.
_TOTALS = f"""
SELECT {_SHIFT}, s.opened_at, s.closed_at, COALESCE(j.undos, 0) AS undos, z.entry_id,
  {_SHIFT_FACT} AS fact, IF(z.entry_id IS NULL, '', {_Z_FACT}) AS z_fact
FROM audit_shifts s
LEFT JOIN (SELECT * FROM audit_shift_zs WHERE shift_id {WITHIN}) z ON z.shift_id = s.shift_id
LEFT JOIN (SELECT * FROM audit_shift_entry_sums WHERE shift_id {WITHIN}) j
  ON j.shift_id = s.shift_id
LEFT JOIN (SELECT * FROM audit_shift_tenders WHERE shift_id {WITHIN} AND kind = 'cash') t
  ON t.shift_id = s.shift_id
LEFT JOIN (SELECT * FROM audit_shift_reversals WHERE shift_id {WITHIN}) r
  ON r.shift_id = s.shift_id
LEFT JOIN (SELECT shift_id, SUM(amount) AS amount
  FROM audit_cash_movements WHERE shift_id {WITHIN} GROUP BY shift_id) m
  ON m.shift_id = s.shift_id
LEFT JOIN (SELECT * FROM audit_counts WHERE shift_id {WITHIN} AND kind = 'opening') o
  ON o.shift_id = s.shift_id
LEFT JOIN (SELECT * FROM audit_counts WHERE shift_id {WITHIN} AND kind = 'closing') n
  ON n.shift_id = s.shift_id
WHERE s.shift_id {WITHIN}
HAVING fact <> '' OR z_fact <> '' OR undos > %(fewest)s
"""

_NUMBERS = "SELECT entry_id, number FROM audit_entries WHERE entry_id IN %(ids)s"

_BOTH_TENDERS = f"""
  SELECT z.shift_id, z.kind, z.receipts, z.amount, 1 AS is_z
  FROM audit_shift_z_tenders z
  WHERE z.shift_id {WITHIN}
  UNION ALL
  SELECT t.shift_id, t.kind, t.receipts, t.amount, 0
  FROM audit_shift_tenders t
  WHERE t.shift_id {WITHIN}
"""
_DIFFER = """
HAVING COUNT(*) <> 2 OR MIN(x.amount) <> MAX(x.amount) OR MIN(x.receipts) <> MAX(x.receipts)
"""
# Open shifts, too, as their tenders are no Z's yet: few.
_UNLIKE_TENDERS = f"""
SELECT x.shift_id FROM ({_BOTH_TENDERS}) x GROUP BY x.shift_id, x.kind {_DIFFER}
"""

Z_TENDERS = f"""
SELECT {_SHIFT}, CONCAT('the Z''s ', x.kind, ' total is ',
  COALESCE(MAX(IF(x.is_z = 1, CONCAT(x.amount, ' of ', x.receipts, ' receipts'), NULL)), 'missing'),
  ', the tenders make ',
  COALESCE(MAX(IF(x.is_z = 0, CONCAT(x.amount, ' of ', x.receipts), NULL)), 'nothing')) AS fact
FROM ({_BOTH_TENDERS}) x
JOIN audit_shifts s ON s.shift_id = x.shift_id AND s.shift_id {WITHIN}
JOIN audit_shift_zs z ON z.shift_id = x.shift_id AND z.shift_id {WITHIN}
GROUP BY s.counter_code, s.shift_id, x.kind
{_DIFFER}"""

DRAWER_OPENINGS = """
SELECT s.counter_code, s.shift_id, CONCAT('the Z says ', z.drawer_openings,
  ' drawer openings without a payment, there are ', COALESCE(d.openings, 0)) AS fact
FROM audit_shift_zs z
JOIN audit_shifts s ON s.shift_id = z.shift_id
LEFT JOIN (SELECT shift_id, COUNT(*) AS openings FROM audit_drawer_events
  WHERE entry_id IS NULL GROUP BY shift_id) d ON d.shift_id = z.shift_id
WHERE z.drawer_openings <> COALESCE(d.openings, 0)
"""

DRAWERS = f"""
SELECT {_SHIFT}, CONCAT('its drawer would hold ', s.float_amount + s.cash_taken + s.movements)
FROM audit_shifts s
WHERE s.shift_id {WITHIN} AND s.float_amount + s.cash_taken + s.movements < 0
"""

SAFE = """
SELECT CONCAT('safe of office ', x.office_id), CONCAT('holds ', MIN(x.held), ' at its lowest')
FROM (SELECT office_id, SUM(amount) OVER (PARTITION BY office_id ORDER BY safe_entry_id) AS held
  FROM audit_safe_entries) x
GROUP BY x.office_id
HAVING MIN(x.held) < 0
"""

CHECKS = (
    Check(8, Span.ONCE, shift_name, DRAWER_OPENINGS),
    Check(12, Span.SHIFTS, shift_name, DRAWERS),
    Check(12, Span.ONCE, as_named, SAFE),
)


def wrong_totals(reader: Reader) -> Iterator[Breach]:
    """Shifts and Zs that are not what the journal makes, and shifts with more undos than allowed.

    Undos are counted in the journal, and few shifts have more than were ever allowed.
    """
    limits = Trail(reader)
    fewest = limits.least("undo_limit")
    for bounds in reader.spans(Span.SHIFTS):
        found = reader.rows(_TOTALS, **bounds, fewest=fewest)
        zs = [z_entry_id for *_, z_entry_id, _fact, z_fact in found if z_fact]
        numbers: dict[int, int] = dict(reader.rows(_NUMBERS, ids=zs)) if zs else {}
        for code, shift_id, opened, closed, undos, z_entry_id, fact, z_fact in found:
            shift = shift_name(code, shift_id)
            if fact:
                yield Breach(8, shift, fact)
            if z_fact:
                z = entry_name("z", code, numbers.get(z_entry_id), z_entry_id)
                yield Breach(8, z, z_fact)
            if undos > (allowed := max(limits.numbers("undo_limit", opened, closed))):
                yield Breach(5, shift, f"has {undos} undos, {allowed} were allowed")


def wrong_tenders(reader: Reader) -> Iterator[Breach]:
    """Totals of a Z's kinds of money that its shift's tenders do not make."""
    check = Check(8, Span.SHIFTS, shift_name, Z_TENDERS)
    for bounds in reader.spans(Span.SHIFTS):
        unlike = {shift_id for (shift_id,) in reader.rows(_UNLIKE_TENDERS, **bounds)}
        for row in reader.rows_of(check.sql, sorted(unlike)):
            yield check.breach(row)


_SIGNATURES = f"""
SELECT s.counter_code, s.number, s.entry_id, s.counter_id, s.hash, s.signature,
  s.key_counter_id, s.public_key, s.fingerprint, s.enrolled_at > s.signed_at, s.must_sign
FROM audit_z_signatures s
WHERE s.shift_id {WITHIN}
"""

_REPRINTS = """
SELECT s.counter_code, z.number, z.entry_id, s.user_id, s.counter_id, s.opened_at, s.closed_at,
  z.reprints
FROM audit_z_reports z
JOIN audit_shifts s ON s.shift_id = z.shift_id
"""


def unsigned_zs(reader: Reader) -> Iterator[Breach]:
    """Every Z is signed, over its own hash, by a key of its own counter."""
    for bounds in reader.spans(Span.SHIFTS):
        for code, number, entry_id, *facts, must_sign in reader.rows(_SIGNATURES, **bounds):
            fact = _signature_fault(*facts)
            if fact and (must_sign or facts[2] is not None):
                yield Breach(8, entry_name("z", code, number, entry_id), fact)


def _signature_fault(
    counter_id: int, digest: bytes | None, signature: bytes | None, *named: Any
) -> str:
    """`named` is the key that the signature names: counter, key, fingerprint, is it younger."""
    owner, key, fingerprint, is_younger = named
    if signature is None:
        return "is not signed"
    if key is None or digest is None or owner != counter_id:
        return "is signed with a key of another counter"
    if hashlib.sha256(key).digest() != fingerprint:
        return "its key is not the one that was enrolled"
    if is_younger:
        return "is signed with a key that was enrolled after it"
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, digest)
    except (InvalidSignature, ValueError):
        return "its signature does not fit its hash"
    return ""


def wrong_reprints(reader: Reader) -> Iterator[Breach]:
    """A Z's reprints are the copies its person made at its counter during the shift."""
    copies = _copies(reader)
    for code, number, entry_id, user_id, counter_id, opened, closed, said in reader.rows(_REPRINTS):
        made = copies.get((user_id, counter_id), [])
        first = bisect_left(made, opened, key=_moment)
        last = bisect_right(made, closed, key=_moment) if closed else len(made)
        found = len({copy[1:] for copy in made[first:last]})
        if found != said:
            fact = f"says {said} reprints, the print log has {found}"
            yield Breach(8, entry_name("z", code, number, entry_id), fact)


def _copies(reader: Reader) -> dict[tuple[int, int], list[tuple[datetime, int, int]]]:
    """When each person printed copies at each counter, in order of time."""
    copies: defaultdict[tuple[int, int], list[tuple[datetime, int, int]]] = defaultdict(list)
    for user_id, counter_id, stored_at, entry_id, copy_no in reader.rows(
        "SELECT user_id, counter_id, stored_at, entry_id, copy_no FROM audit_copies"
        " ORDER BY stored_at"
    ):
        copies[user_id, counter_id].append((stored_at, entry_id, copy_no))
    return copies


def _moment(copy: tuple[datetime, int, int]) -> datetime:
    return copy[0]


def wrong_positions(reader: Reader) -> Iterator[Breach]:
    """Credit and drawers roll forward over whole tables, read once."""
    sums: dict[str, Decimal] = dict(reader.rows("SELECT item, amount FROM audit_sums"))
    moved = sums["cash tenders"] + sums["cash movements"]
    for subject, said, made in (
        ("credit on account", sums["account credit"], sums["credit entries"]),
        ("drawers", sums["drawer cash"], moved),
    ):
        if said != made:
            yield Breach(12, subject, f"are {said}, the postings make {made}")
