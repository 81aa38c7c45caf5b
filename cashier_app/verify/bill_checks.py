"""Invariants 1, 2 (bill numbers), 10 and 12 (receivables): what customers owe and have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cashier_app.verify.balance_checks import wrong_balances_left
from cashier_app.verify.findings import Breach, Check, Span, account_name, as_named, bill_name
from cashier_app.verify.reader import SPAN, WITHIN, Reader, run_check

_RIGHT = """b.total = COALESCE(l.amount, 0) AND b.balance >= 0 AND IF(b.status = 'draft',
  d.parts IS NULL AND a.steps IS NULL AND c.amount IS NULL,
  b.is_numbered AND b.version = COALESCE(d.steps, 0) + COALESCE(a.steps, 0)
  AND b.balance = b.total + COALESCE(d.amount, 0) - COALESCE(a.amount, 0) + COALESCE(c.amount, 0)
  AND CASE b.status
    WHEN 'paid' THEN b.balance = 0
    WHEN 'cancelled' THEN b.balance = 0 AND d.notes > 0 AND c.amount IS NULL
    WHEN 'part_paid' THEN b.balance > 0 AND COALESCE(a.amount, 0) > COALESCE(c.amount, 0)
    WHEN 'issued' THEN b.balance > 0 AND COALESCE(a.amount, 0) = 0
    END)"""
# No text is put together here, and no row is made of a bill that is right: nearly all are.
_UNLIKE = f"""
SELECT GROUP_CONCAT(IF({_RIGHT}, NULL, b.bill_id)),
  GROUP_CONCAT(IF(a.least_left <> b.balance OR a.most_left <> b.balance, b.bill_id, NULL)),
  SUM(l.parts), SUM(d.parts), SUM(a.steps)
FROM audit_bill_states b
LEFT JOIN (SELECT * FROM audit_bill_line_sums WHERE bill_id {WITHIN}) l ON l.bill_id = b.bill_id
LEFT JOIN (SELECT * FROM audit_bill_posting_sums WHERE bill_id {WITHIN}) d
  ON d.bill_id = b.bill_id
LEFT JOIN (SELECT * FROM audit_bill_allocation_sums WHERE bill_id {WITHIN}) a
  ON a.bill_id = b.bill_id
LEFT JOIN (SELECT bill_id, SUM(amount) AS amount FROM audit_credit_entries
  WHERE bill_id {WITHIN} AND entry_id IS NULL GROUP BY bill_id) c ON c.bill_id = b.bill_id
WHERE b.bill_id {WITHIN}
"""
_SIDES = ("bill_lines", "bill_adjustments", "payment_allocations")

# One row from each side, added up by bill: a join of the sides costs more than all their rows.
# Parts: 0 bill, 1 lines, 2 adjustments, 3 allocations, 4 credit at issue.
_PARTS = f"""
  SELECT bill_id, 0 AS part, bill_no, total AS amount, balance, status, version AS steps, 0 AS notes
  FROM audit_bills WHERE bill_id {WITHIN}
  UNION ALL SELECT bill_id, 1, NULL, amount, 0, NULL, 0, 0
  FROM audit_bill_line_sums WHERE bill_id {WITHIN}
  UNION ALL SELECT bill_id, 2, NULL, amount, 0, NULL, steps, notes
  FROM audit_bill_posting_sums WHERE bill_id {WITHIN}
  UNION ALL SELECT bill_id, 3, NULL, amount, 0, NULL, steps, 0
  FROM audit_bill_allocation_sums WHERE bill_id {WITHIN}
  UNION ALL SELECT bill_id, 4, NULL, -amount, 0, NULL, 0, 0
  FROM audit_credit_entries WHERE bill_id {WITHIN} AND entry_id IS NULL
"""

BALANCE = f"""
SELECT x.bill_no, x.bill_id, IF(x.bills = 0, CONCAT('does not exist, but ',
    CONCAT_WS(' and ', IF(x.charges, 'lines', NULL), IF(x.postings, 'adjustments', NULL),
      IF(x.payments, 'allocations', NULL)), ' name it'), CONCAT_WS('; ',
  IF(x.total <> x.charged, CONCAT('total is ', x.total, ', its lines make ', x.charged), NULL),
  IF(x.status <> 'draft' AND x.balance <> x.charged + x.adjusted - x.allocated - x.credited,
    CONCAT('balance is ', x.balance, ', lines ', x.charged, ' + adjustments ', x.adjusted,
      ' - allocations ', x.allocated, ' - credit at issue ', x.credited, ' make ',
      x.charged + x.adjusted - x.allocated - x.credited), NULL),
  IF(x.balance < 0, CONCAT('balance is below zero: ', x.balance), NULL),
  IF(x.status = 'draft' AND x.steps + x.allocated + x.credited <> 0,
    'is a draft, but something is posted to it', NULL),
  IF(x.status <> 'draft' AND x.bill_no IS NULL, 'is issued without a number', NULL),
  IF(CASE x.status
      WHEN 'paid' THEN x.balance <> 0
      WHEN 'cancelled' THEN x.balance <> 0 OR x.notes = 0 OR x.credited <> 0
      WHEN 'part_paid' THEN x.balance <= 0 OR x.allocated + x.credited <= 0
      WHEN 'issued' THEN x.balance <= 0 OR x.allocated <> 0
      ELSE 0 END,
    CONCAT('status is ', x.status, ' with balance ', x.balance, ' and allocations ', x.allocated),
    NULL),
  IF(x.status <> 'draft' AND x.version <> x.steps,
    CONCAT('version is ', x.version, ' after ', x.steps, ' postings'), NULL))) AS fact
FROM (
  SELECT y.bill_id, SUM(y.part = 0) AS bills, MAX(y.bill_no) AS bill_no, SUM(y.balance) AS balance,
    MAX(y.status) AS status, SUM(IF(y.part = 0, y.amount, 0)) AS total,
    SUM(IF(y.part = 0, y.steps, 0)) AS version, SUM(IF(y.part = 1, y.amount, 0)) AS charged,
    SUM(IF(y.part = 2, y.amount, 0)) AS adjusted, SUM(IF(y.part = 3, y.amount, 0)) AS allocated,
    SUM(IF(y.part = 4, y.amount, 0)) AS credited, SUM(IF(y.part = 0, 0, y.steps)) AS steps,
    SUM(y.notes) AS notes, SUM(y.part = 1) AS charges, SUM(y.part = 2) AS postings,
    SUM(y.part = 3) AS payments
  FROM ({_PARTS}) y
  GROUP BY y.bill_id
) x
HAVING fact <> ''
"""

ADJUSTMENTS = f"""
SELECT d.bill_no, d.bill_id, CONCAT_WS('; ',
  IF(d.kind = 'prompt_discount' AND (d.amount <> -d.discount_amount
      OR COALESCE(d.value_date > d.discount_until, 1)),
    CONCAT('prompt discount of ', -d.amount, ' on ', d.value_date, ', but ', d.discount_amount,
      ' until ', COALESCE(d.discount_until, 'never'), ' is on the bill'), NULL),
  IF(d.kind = 'late_charge' AND (COALESCE(d.amount <> d.charge, 1)
      OR d.posted_on < d.charged_from),
    CONCAT('late charge of ', d.amount, ' on ', d.posted_on, ', but ',
      COALESCE(CONCAT(d.charge, ' from ', d.charged_from), 'none'), ' is printed on the bill'),
    NULL),
  IF(d.undone_charged_on <= d.value_date,
    CONCAT('a late charge of ', d.undone_charged_on, ' is taken back by money of ', d.value_date),
    NULL),
  IF(d.kind = 'taken_back'
      AND COALESCE(d.undone_bill_id <> d.bill_id OR d.undone_amount <> -d.amount, 1),
    'an adjustment is taken back that is not there with this amount', NULL),
  IF((d.entry_id IS NULL) <> (d.kind IN ('late_charge', 'correction', 'credit_note')),
    CONCAT('a ', d.kind, ' of ', d.amount, ' is posted by ', IF(d.entry_id IS NULL, 'no', 'a'),
      ' receipt'), NULL),
  IF(d.entry_id IS NOT NULL AND d.paid IS NULL,
    CONCAT('a ', d.kind, ' of ', d.amount, ' is beside the lines of its receipt'), NULL),
  IF(d.posted_on <> d.business_date OR d.posted_at <> d.stored_at,
    CONCAT('a ', d.kind, ' of ', d.posted_on, ' has another day or time than its receipt'), NULL),
  -- A discount is given to who pays the bill off; a hall's receipt takes no late charge back.
  IF(d.kind = 'prompt_discount' AND (d.paid <= 0 OR d.balance_after <> 0
      OR COALESCE(d.entry_kind NOT IN ('payment', 'move'), 1)),
    CONCAT('prompt discount of ', -d.amount, ' though ', d.balance_after, ' were left to pay'),
    NULL),
  IF(d.kind = 'taken_back' AND NOT COALESCE(IF(d.amount > 0, d.is_mirror,
      d.entry_kind = 'payment' AND d.is_late_money AND d.undone_charged_on > d.value_date), 0),
    CONCAT('a ', COALESCE(d.undone_kind, 'posting'), ' is taken back by nothing that may'), NULL)
  ) AS fact
FROM audit_bill_postings d
WHERE d.bill_id {WITHIN}
HAVING fact <> ''
"""

DISCOUNTS = f"""
SELECT d.bill_no, d.bill_id, CONCAT('its prompt discount was given ',
  SUM(IF(d.kind = 'prompt_discount', 1, -1)), ' times') AS fact
FROM audit_bill_postings d
WHERE d.bill_id {WITHIN} AND 'prompt_discount' IN (d.kind, d.undone_kind)
GROUP BY d.bill_no, d.bill_id
HAVING SUM(IF(d.kind = 'prompt_discount', 1, -1)) > 1
"""

DISCOUNTS_DUE = f"""
SELECT d.bill_no, d.bill_id, CONCAT('entry ', d.entry_id, ' paid it off before ', d.discount_until,
  ' without its discount of ', d.discount_amount) AS fact
FROM audit_discounts_due d
WHERE d.bill_id {WITHIN}
"""

_NUMBERS = """
SELECT series, span, found, numbers, first_no, last_no FROM audit_number_spans
ORDER BY series, span
"""
_SERIES = "SELECT series, last_no FROM audit_bill_series ORDER BY series"
_NUMBER_SPAN = 10_000
"""Numbers that audit_number_spans counts together."""

CREDIT = f"""
SELECT a.account_no, CONCAT_WS('; ',
  IF(a.credit <> COALESCE(c.posted, 0),
    CONCAT('credit is ', a.credit, ', its postings make ', COALESCE(c.posted, 0)), NULL),
  IF(a.credit < 0 OR c.lowest < 0, 'credit was below zero', NULL),
  IF(c.unfounded > 0, CONCAT(c.unfounded, ' postings have neither an entry nor a bill of theirs'),
    NULL),
  IF(COALESCE(c.given, 0) <> COALESCE(g.amount, 0),
    CONCAT(COALESCE(c.given, 0), ' were given without a payment, bill runs gave back ',
      COALESCE(g.amount, 0)), NULL),
  IF(c.broken > 0, CONCAT(c.broken, ' postings do not lead to the credit written beside them'),
    NULL)) AS fact
FROM audit_accounts a
LEFT JOIN (
  SELECT w.account_id, SUM(w.amount) AS posted, MIN(w.running) AS lowest,
    SUM(w.balance_after <> w.running) AS broken,
    -- What a bill used at issue comes back with its cancellation: BALANCE holds both against it.
    -- What a run gave back beyond a bill goes with that bill when it is cancelled.
    SUM(IF(w.entry_id IS NULL AND w.bill_id IS NULL, w.amount, 0)) AS given,
    SUM(w.entry_id IS NULL AND w.bill_id IS NOT NULL
      AND NOT w.bill_account_id <=> w.account_id) AS unfounded
  FROM (SELECT account_id, entry_id, bill_id, bill_account_id, amount, balance_after,
      SUM(amount) OVER (PARTITION BY account_id ORDER BY credit_entry_id) AS running
    FROM audit_credit_entries WHERE account_id {WITHIN}) w
  GROUP BY w.account_id
) c ON c.account_id = a.account_id
LEFT JOIN (SELECT * FROM audit_run_credits WHERE account_id {WITHIN}) g
  ON g.account_id = a.account_id
WHERE a.account_id {WITHIN}
HAVING fact <> ''
"""

OWNERS = """
SELECT CONCAT(o.what, ' with key ', o.missing_id), CONCAT('is gone, but named by ', o.named_by)
FROM audit_missing_owners o
"""

BALANCES = Check(1, Span.BILLS, bill_name, BALANCE)
# Only bills that the first statement does not find simply right are looked at: nearly none.
_POSTINGS = (
    (
        Span.ADJUSTMENTS,
        f"SELECT bill_id FROM audit_posting_proofs WHERE adjustment_id {WITHIN} AND NOT is_right",
        Check(1, Span.BILLS, bill_name, ADJUSTMENTS),
    ),
    (
        Span.ONCE,
        "SELECT bill_id FROM audit_discount_counts WHERE discounts > 1",
        Check(1, Span.BILLS, bill_name, DISCOUNTS),
    ),
)
_UNDISCOUNTED = f"SELECT bill_id FROM audit_discounts_missing WHERE bill_id {WITHIN}"
_DUE = Check(1, Span.BILLS, bill_name, DISCOUNTS_DUE)
_RECEIVABLES = "SELECT item, amount FROM audit_receivables"


def wrong_balances(reader: Reader) -> Iterator[Breach]:
    """Bills that their lines and postings do not lead to, and rows of bills that are not there.

    With them discounts that were due and what receipts say was left, while the bills are at hand,
    and the receivables.
    """
    seen = dict.fromkeys(_SIDES, 0)
    unlike: list[int] = []
    otherwise_left: list[int] = []
    undiscounted: set[int] = set()
    for bounds in reader.spans(Span.BILLS):
        ((listed, left, *rows),) = reader.rows(_UNLIKE, **bounds)
        unlike += map(int, listed.split(",") if listed else ())
        otherwise_left += map(int, left.split(",") if left else ())
        for side, found in zip(_SIDES, rows, strict=True):
            seen[side] += found or 0
        undiscounted.update(bill_id for (bill_id,) in reader.rows(_UNDISCOUNTED, **bounds))
    is_whole = all(reader.table_rows[side] == count for side, count in seen.items())
    yield from _breaches(reader, BALANCES, unlike) if is_whole else run_check(reader, BALANCES)
    yield from _breaches(reader, _DUE, sorted(undiscounted))
    yield from wrong_balances_left(reader, otherwise_left)
    # Where each bill is what was posted to it, and all postings are a bill's, so are all together.
    if unlike or not is_whole:
        yield from _wrong_receivables(reader)


def _wrong_receivables(reader: Reader) -> Iterator[Breach]:
    """The bills' balances roll forward over whole tables."""
    sums: dict[str, Decimal] = dict(reader.rows(_RECEIVABLES))
    owed = sums["lines"] - sums["draft lines"] + sums["adjustments"]
    owed -= sums["allocations"] + sums["credit at issue"]
    if sums["balances"] != owed:
        fact = f"are {sums['balances']}, the postings make {owed}"
        yield Breach(12, "receivables", fact)


def wrong_postings(reader: Reader) -> Iterator[Breach]:
    """Adjustments and discounts that nothing allows."""
    for span, sql, check in _POSTINGS:
        found = {key for bounds in reader.spans(span) for (key,) in reader.rows(sql, **bounds)}
        yield from _breaches(reader, check, sorted(found))


def _breaches(reader: Reader, check: Check, bills: Sequence[int]) -> Iterator[Breach]:
    for first in range(0, len(bills), SPAN):
        for row in reader.rows_of(check.sql, bills[first : first + SPAN]):
            yield check.breach(row)


def wrong_numbers(reader: Reader) -> Iterator[Breach]:
    """Bill series with gaps, with numbers given twice, or that say another last number."""
    spans: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for series, *counted in reader.rows(_NUMBERS):
        spans[series].append(tuple(counted))
    for series, counts in spans.items():
        for span, found, numbers, first, last in counts:
            wanted = max(span * _NUMBER_SPAN, 1)
            until = last if span == counts[-1][0] else (span + 1) * _NUMBER_SPAN - 1
            if first != wanted or found != numbers or numbers != until - wanted + 1:
                fact = (
                    f"numbers {wanted} to {until} are {until - wanted + 1},"
                    f" there are {numbers} in {found} bills"
                )
                yield Breach(2, f"bill series {series}", fact)
    said: dict[str, int] = dict(reader.rows(_SERIES))
    for series, counts in spans.items():
        last, missing = max(count[-1] for count in counts), counts[-1][0] + 1 - len(counts)
        if said.get(series) != last or missing:
            fact = (
                f"its row says {said.get(series, 'nothing')}, the last bill is {last}"
                f" and {missing} spans are empty"
            )
            yield Breach(2, f"bill series {series}", fact)
    for series, last in said.items():
        if last and series not in spans:
            yield Breach(2, f"bill series {series}", f"its row says {last}, there is no bill")


CHECKS = (
    Check(10, Span.ACCOUNTS, account_name, CREDIT),
    Check(10, Span.ONCE, as_named, OWNERS),
)


def wrong_bills(reader: Reader) -> Iterator[Breach]:
    """All that is found about bills and credit."""
    yield from wrong_balances(reader)
    yield from wrong_postings(reader)
    yield from wrong_numbers(reader)
    for check in CHECKS:
        yield from run_check(reader, check)
