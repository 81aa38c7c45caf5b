"""Invariants 4, 5 (approvals), 6, 7, 9: an entry against its money, shift, request and paper."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.domain.canonical import IDS_PER_COUNTER
from cashier_app.verify.findings import Breach, Check, Span, as_named, entry_name
from cashier_app.verify.proved import Proved
from cashier_app.verify.reader import WITHIN, Reader, Rows, in_list, run_check
from cashier_app.verify.setting_checks import widest_rounding_sql

_ENTRY = "e.kind, e.counter_code, e.number, e.entry_id"

_MONEYED = "BETWEEN %(lo)s AND %(hi)s /* with money */"
_ROUNDED = "/* the cash step of its time */"
_TIE_OUT = f"""CONCAT_WS('; ',
  IF(t.entry_id IS NULL AND a.entry_id IS NULL AND c.entry_id IS NULL, 'has no money at all', NULL),
  IF(COALESCE(t.net, 0) <> COALESCE(a.amount, 0) + COALESCE(c.amount, 0) + e.rounding,
    CONCAT('tenders less change are ', COALESCE(t.net, 0), ', allocations ', COALESCE(a.amount, 0),
      ' + credit ', COALESCE(c.amount, 0), ' + rounding ', e.rounding), NULL),
  IF(e.kind = 'payment' AND e.rounding <> 0 AND (a.most_left > 0 OR c.highest > 0),
    CONCAT('rounds by ', e.rounding, ', but its bills are not paid off or it makes credit'), NULL),
  IF(e.kind = 'payment' AND ABS(e.rounding) * 2 > {_ROUNDED},
    CONCAT('rounds by ', e.rounding, ', more than half of a step'), NULL),
  IF(e.kind = 'payment' AND (t.last_line > 999 OR a.last_line > 999 OR c.last_line > 999),
    'has more than 999 lines', NULL),
  IF(t.change_not_cash > 0, 'gives change, but not from cash', NULL),
  IF(t.change_above > 0, 'gives more change than was handed over', NULL),
  IF(COALESCE(CASE WHEN e.kind = 'payment' THEN LEAST(t.lowest, COALESCE(a.lowest, 1)) <= 0
      WHEN e.kind IN ('undo', 'reversal', 'refund')
        THEN GREATEST(t.highest, COALESCE(a.highest, -1)) >= 0 END, 0),
    'an amount has the wrong sign', NULL),
  IF(t.first_shift <> e.shift_id OR t.last_shift <> e.shift_id, 'a tender names another shift',
    NULL),
  IF(e.kind = 'payment' AND NOT (e.receipt_no <=> CONCAT(e.counter_code, '-',
      LPAD(e.number, GREATEST(6, LENGTH(e.number)), '0'))),
    CONCAT('its receipt number is ', COALESCE(e.receipt_no, 'missing')), NULL),
  IF(e.kind <> 'payment' AND e.payment_id IS NOT NULL, 'has a row among the payments', NULL)
  )"""
_NUMBERS = """IF(e.kind = 'payment', n.fact, NULL)"""
_PLACE = f"""CONCAT_WS('; ',
  IF(e.entry_id <> e.counter_id * {IDS_PER_COUNTER} + e.chain_no,
    'its id is not its counter''s', NULL),
  IF(e.kind = 'safe' AND e.shift_id IS NOT NULL, 'is the safe''s, and names a shift', NULL),
  IF(e.kind = 'lost' AND e.shift_id IS NOT NULL, 'is a loss, and names a shift', NULL),
  IF(e.kind NOT IN ('safe', 'lost') AND e.shift_counter_id IS NULL,
    CONCAT('names a shift that is not there: ', COALESCE(e.shift_id, 'none')), NULL),
  IF(e.shift_counter_id <> e.counter_id, 'lies in a shift of another counter', NULL),
  IF(e.shift_date <> e.business_date AND e.kind <> 'decision' OR e.business_date < e.shift_date,
    CONCAT('business date is ', e.business_date, ', its shift''s is ', e.shift_date), NULL),
  IF((e.kind = 'opening') <> COALESCE(e.entry_id = e.shift_id, 0),
    'is not the opening of its shift', NULL),
  IF(e.shift_user_id <> e.user_id
      AND NOT (e.kind IN ('count', 'z', 'check', 'decision')
        AND COALESCE(e.user_role, '') = 'supervisor'),
    'was made by another person than its shift''s', NULL),
  IF(e.kind IN ('check', 'decision') AND e.shift_user_id = e.user_id,
    'was made by its own drawer''s person', NULL),
  IF(e.kind IN ('check', 'decision', 'safe') AND COALESCE(e.user_role, '') <> 'supervisor',
    'was made by no supervisor', NULL),
  IF(COALESCE(e.user_role, '') NOT IN ('cashier', 'supervisor'),
    CONCAT('was made by ', COALESCE(e.user_role, 'nobody known'), ', who takes no money'), NULL),
  IF(e.stored_at < e.user_created_at, 'is older than its person', NULL),
  IF(e.stored_at < e.opened_at, 'is older than its shift', NULL),
  IF(e.kind NOT IN ('count', 'z', 'decision') AND e.stored_at > e.counted_at,
    'was stored after its shift was counted', NULL),
  IF(e.kind = 'count' AND COALESCE(e.stored_at < e.counted_at, 1),
    'is older than the time its shift says it was counted', NULL),
  IF(e.kind = 'z' AND COALESCE(e.stored_at < e.closed_at OR e.closed_at < e.counted_at, 1),
    'is older than the time its shift says it was closed', NULL))"""
_REQUEST = """CASE
    WHEN e.request_state <=> 'done' AND e.request_kind <=> e.kind
      AND e.request_counter_id <=> e.counter_id AND e.request_user_id <=> e.user_id THEN NULL
    WHEN e.request_state IS NULL THEN 'has no request'
    WHEN e.request_state <> 'done' THEN CONCAT('its request is ', e.request_state)
    WHEN e.request_kind <> e.kind THEN CONCAT('its request is for a ', e.request_kind)
    ELSE 'its request names another counter or person' END"""
_PAPER = """CONCAT_WS('; ',
  IF(e.kind = 'payment' AND COALESCE(p.queued, 0) <> 1,
    CONCAT(COALESCE(p.queued, 0), ' print events queue its original'), NULL),
  IF(p.copies <> p.last_copy + (e.kind = 'payment' OR p.first_copy = 0),
    CONCAT('its ', p.copies, ' prints are numbered up to ', p.last_copy), NULL),
  IF(p.unqueued > 0, CONCAT(p.unqueued, ' copies have no queued event'), NULL))"""
_UNNUMBERED = f"""
SELECT t.entry_id, t.line_no, CONCAT_WS('; ',
  IF(t.kind = 'cheque' AND q.entry_id IS NULL, 'a cheque has no number', NULL),
  IF(t.kind = 'card' AND s.entry_id IS NULL, 'a card slip has no number', NULL),
  IF(t.kind = 'transfer' AND o.entry_id IS NULL, 'a transfer has no reference', NULL),
  IF(q.face_amount < t.tendered, CONCAT('a cheque over ', q.face_amount, ' pays ', t.tendered),
    NULL)) AS fact
FROM (SELECT entry_id, line_no, kind, tendered FROM audit_tenders
  WHERE entry_id {_MONEYED} AND kind <> 'cash') t
LEFT JOIN (SELECT * FROM audit_cheques WHERE entry_id {_MONEYED}) q
  ON q.entry_id = t.entry_id AND q.line_no = t.line_no
LEFT JOIN (SELECT * FROM audit_card_slips WHERE entry_id {_MONEYED}) s
  ON s.entry_id = t.entry_id AND s.line_no = t.line_no
LEFT JOIN (SELECT * FROM audit_outside_payments WHERE entry_id {_MONEYED}) o
  ON o.entry_id = t.entry_id
HAVING fact <> ''
"""
# One statement for all of them: an entry with what it names is put together once.
_ENTRIES = f"""
SELECT {_ENTRY}, IF(e.payment_id IS NOT NULL OR e.kind IN (
    'payment', 'undo', 'reversal', 'move', 'correction', 'refund', 'bounce'), {_TIE_OUT}, NULL)
    AS money, {_NUMBERS} AS numbers, {_PLACE} AS place, {_REQUEST} AS request, {_PAPER} AS paper
FROM audit_entries e
LEFT JOIN (SELECT * FROM audit_tender_sums WHERE entry_id {_MONEYED}) t
  ON t.entry_id = e.entry_id
LEFT JOIN (SELECT * FROM audit_allocation_sums WHERE entry_id {_MONEYED}) a
  ON a.entry_id = e.entry_id
LEFT JOIN (SELECT entry_id, SUM(amount) AS amount, MAX(amount) AS highest,
    MAX(line_no) AS last_line
  FROM audit_credit_entries WHERE entry_id {_MONEYED} GROUP BY entry_id) c
  ON c.entry_id = e.entry_id
LEFT JOIN (
  SELECT w.entry_id, GROUP_CONCAT(w.fact ORDER BY w.line_no SEPARATOR '; ') AS fact
  FROM ({_UNNUMBERED}) w GROUP BY w.entry_id
) n ON n.entry_id = e.entry_id
LEFT JOIN (
  SELECT s.entry_id, SUM(IF(s.copy_no = 0, s.queued, 0)) AS queued, COUNT(*) AS copies,
    MAX(s.copy_no) AS last_copy, MIN(s.copy_no) AS first_copy, SUM(s.queued = 0) AS unqueued
  FROM audit_print_sums s
  WHERE s.entry_id {WITHIN}
  GROUP BY s.entry_id
) p ON p.entry_id = e.entry_id
WHERE e.entry_id {WITHIN}
HAVING money <> '' OR numbers <> '' OR place <> '' OR request <> '' OR paper <> ''
"""
_NUMBERS_OF_FACTS = (4, 4, 6, 7, 9)


class EntryChecks:
    """What is wrong of entries by themselves: money, tender numbers, place, request or paper."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        rounding = widest_rounding_sql(reader, "e.stored_at", "COALESCE(t.cash, 0)")
        self._sql = _ENTRIES.replace(_ROUNDED, rounding)

    def of_span(self, bounds: dict[str, int]) -> Iterator[Breach]:
        """Of all entries within bounds."""
        return self._breaches(self._reader.rows(self._sql, **bounds))

    def of_entries(self, proved: Proved) -> Iterator[Breach]:
        """Of those that are not proved."""
        sql = self._sql.replace(_MONEYED, in_list(proved.moneyed))
        return self._breaches(self._reader.rows_of(sql, proved.others))

    def _breaches(self, rows: Rows) -> Iterator[Breach]:
        for row in rows:
            for number, fact in zip(_NUMBERS_OF_FACTS, row[4:], strict=True):
                if fact:
                    yield Breach(number, entry_name(*row[:4]), fact)


def wrong_requests(reader: Reader) -> Iterator[Breach]:
    """Looked at one by one only where they and their entries are not as many."""
    ((pairs, requests, not_so),) = reader.rows(_REQUEST_SUMS)
    if not_so or pairs != requests:
        yield from run_check(reader, Check(7, Span.ONCE, as_named, _REQUESTS))


APPROVALS = """
SELECT CONCAT('approval ', a.approval_id), CONCAT_WS('; ',
  IF(a.entry_request_id IS NULL OR a.entry_request_id <> a.request_id,
    'was used by an entry of another request', NULL),
  IF(a.entry_user_id = a.user_id, 'approves its own person''s entry', NULL),
  IF(a.entry_stored_at NOT BETWEEN a.approved_at AND a.ends_at, 'was used outside its time', NULL),
  IF(CASE a.act WHEN 'difference' THEN 'z' WHEN 'paper' THEN 'opening' ELSE a.act END
      <> a.entry_kind,
    CONCAT('is of a ', a.act, ', but a ', a.entry_kind, ' used it'), NULL),
  IF(NOT a.fingerprint <=> a.request_fingerprint, 'was given to another text', NULL),
  IF(NOT a.amount <=> a.entry_amount,
    CONCAT('is of ', a.amount, ', its entry moves ', COALESCE(a.entry_amount, 'nothing')), NULL),
  IF(NOT a.is_listed AND a.ends_at > a.approved_at + INTERVAL 2 MINUTE,
    'held longer than two minutes', NULL)) AS fact
FROM audit_approvals a
WHERE a.entry_id IS NOT NULL
HAVING fact <> ''
UNION ALL
SELECT CONCAT('entry ', r.entry_id), 'has no approval of its own'
FROM audit_reversals r
LEFT JOIN audit_approvals a ON a.approval_id = r.approval_id AND a.entry_id = r.entry_id
WHERE (r.approval_id IS NOT NULL OR r.kind <> 'undo'
    AND NOT (r.kind = 'bounce' AND r.user_role <=> 'supervisor'))
  AND a.approval_id IS NULL
UNION ALL
SELECT CONCAT('entry ', x.entry_id), 'has no approval of its own'
FROM (SELECT entry_id, approval_id FROM audit_corrections
  UNION ALL SELECT entry_id, approval_id FROM audit_refunds
  UNION ALL SELECT entry_id, approval_id FROM audit_losses) x
LEFT JOIN audit_approvals a ON a.approval_id = x.approval_id AND a.entry_id = x.entry_id
WHERE a.approval_id IS NULL
UNION ALL
SELECT CONCAT('entry ', n.entry_id), IF(n.tendered IS NULL, 'names no cheque that was tendered',
  'its cheque is not registered as returned')
FROM audit_bounces n
WHERE n.tendered IS NULL OR NOT n.is_registered
UNION ALL
SELECT CONCAT('entry ', n.entry_id), CONCAT('bills ', n.debt, ' for credit that was used, though ',
  n.credit_left, ' of it was left')
FROM audit_bounces n
WHERE n.debt_bill_id IS NOT NULL AND COALESCE(n.debt <= 0 OR n.credit_left <> 0, 1)
UNION ALL
SELECT CONCAT('entry ', r.undone_entry_id), CONCAT('was taken back ', COUNT(*), ' times')
FROM audit_reversals r
GROUP BY r.undone_entry_id
HAVING COUNT(*) > 1
"""

_REQUESTS = """
SELECT CONCAT('request ', LOWER(HEX(q.request_id))),
  CONCAT('is ', q.state, ' and has ', q.entries, ' entries') AS fact
FROM audit_requests q
WHERE q.entries <> IF(q.state = 'done', 1, 0)
"""
_REQUEST_SUMS = "SELECT pairs, requests, not_so FROM audit_request_sums"

DRAWERS = """
SELECT CONCAT('drawer opening ', d.drawer_event_id),
  'without a payment, and without a reason or a name' AS fact
FROM audit_drawer_events d
WHERE d.entry_id IS NULL AND (TRIM(d.reason) = '' OR d.user_name IS NULL)
"""

CHECKS = (
    Check(5, Span.ONCE, as_named, APPROVALS),
    Check(9, Span.ONCE, as_named, DRAWERS),
)
