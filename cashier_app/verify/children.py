"""The rows below an entry, as the children its canonical text should have.

Amounts come as whole thousandths and times as microseconds from the server, so
that no rounding and no driver stands between the rows and the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from cashier_app.domain.canonical import VERSION, free
from cashier_app.verify.proved import Proved
from cashier_app.verify.reader import WITHIN, Reader, Rows

LETTERS = {
    "opening": "DFZ",
    "payment": "ACLOPT",
    "undo": "ACPRT",
    "reversal": "ACPRTY",
    "move": "ACPRY",
    "correction": "RTY",
    "refund": "CPTY",
    "bounce": "ABCPRTY",
    "count": "DZ",
    "movement": "DMRZ",
    "z": "Z",
    "check": "DMZ",
    "decision": "MR",
    "safe": "BDM",
    "lost": "LY",
}
"""The kinds of entry this version knows, and the children of each."""

EPOCH = "'1970-01-01 00:00:00.000000'"
HEAD = f"""CONCAT_WS('|', '{VERSION}', j.kind, COALESCE(j.counter_code, 'None'), j.number,
  j.chain_no, LOWER(HEX(j.request_id)), COALESCE(j.shift_id, 0),
  CONCAT(CHAR_LENGTH(COALESCE(j.user_name, '')), ':', COALESCE(j.user_name, '')),
  TIMESTAMPDIFF(MICROSECOND, {EPOCH}, j.taken_at),
  TIMESTAMPDIFF(MICROSECOND, {EPOCH}, j.stored_at), j.business_date)"""
"""What the text of an entry `j` of audit_journal begins with, joined by the server."""
_MILLI = "CAST({} * 1000 AS SIGNED)"


def _milli(*columns: str) -> str:
    return ", ".join(_MILLI.format(column) for column in columns)


# Joined by the server: of each payment one row is read, not every figure of every line.
_ALLOCATIONS = f"""
SELECT a.entry_id, GROUP_CONCAT(CONCAT_WS(':', CONCAT('A', a.line_no), a.bill_id,
  {_milli("a.amount", "COALESCE(d.amount, 0)")}) ORDER BY a.line_no SEPARATOR '|')
FROM audit_allocations a
LEFT JOIN (SELECT entry_id, bill_id, line_no, -SUM(amount) AS amount FROM audit_bill_adjustments
  WHERE entry_id {WITHIN} GROUP BY entry_id, bill_id, line_no) d
  ON d.entry_id = a.entry_id AND d.bill_id = a.bill_id AND d.line_no = a.line_no
WHERE a.entry_id {WITHIN}
GROUP BY a.entry_id
"""
_CREDITS = f"""
SELECT entry_id, line_no, account_id, {_milli("amount")}
FROM audit_credit_entries WHERE entry_id {WITHIN} ORDER BY entry_id, line_no
"""
_PIECES = f"""
SELECT entry_id, GROUP_CONCAT('D', {_milli("value")}, ':', pieces ORDER BY value DESC SEPARATOR '|')
FROM audit_denomination_counts WHERE entry_id {WITHIN} GROUP BY entry_id
"""
_MOVEMENTS = f"""
SELECT entry_id, kind, {_milli("amount")}, reason
FROM audit_cash_movements WHERE entry_id {WITHIN}
"""
_HANDOVERS = f"SELECT entry_id, receiver_id FROM audit_handovers WHERE entry_id {WITHIN}"
_HANDOVER_ENDS = f"""
SELECT end_entry_id, entry_id FROM audit_handovers WHERE end_entry_id {WITHIN}
"""
_CHECKS = f"""
SELECT entry_id, {_milli("difference", "counted", "expected")}, reason
FROM audit_drawer_checks WHERE entry_id {WITHIN}
"""
_DECISIONS = f"""
SELECT entry_id, z_entry_id, outcome, {_milli("amount")}, reason
FROM audit_decisions WHERE entry_id {WITHIN}
"""
_SAFE = f"""
SELECT entry_id, kind, {_milli("amount")}, reason
FROM audit_safe_entries WHERE entry_kind = 'safe' AND entry_id {WITHIN}
"""
_DEPOSITS = f"SELECT entry_id, bag_no, bank FROM audit_deposits WHERE entry_id {WITHIN}"
_PAYMENTS = f"""
SELECT payment_id, CONCAT_WS(':', CONCAT('P', account_id),
  {_milli("rounding", "due_after", "credit_after")})
FROM audit_payments WHERE payment_id {WITHIN}
"""
_REVERSALS = f"""
SELECT entry_id, account_id, {_milli("rounding", "due_after", "credit_after")},
  undone_entry_id, kind, approver, reason
FROM audit_reversals WHERE entry_id {WITHIN}
"""
_CORRECTIONS = f"""
SELECT entry_id, payment_id, approver, reason FROM audit_corrections WHERE entry_id {WITHIN}
"""
_REFUNDS = f"""
SELECT entry_id, account_id, {_milli("due_after", "credit_after")}, approver, reason
FROM audit_refunds WHERE entry_id {WITHIN}
"""
_BOUNCES = f"""
SELECT entry_id, COALESCE(fee_bill_id, 0), {_milli("fee")}, cheque_entry_id, line_no,
  debt_bill_id, {_milli("debt")}
FROM audit_bounces WHERE entry_id {WITHIN}
"""
_TENDERS = f"""
SELECT entry_id, line_no, kind, {_milli("tendered", "change_given")}
FROM audit_tenders WHERE entry_id {WITHIN} ORDER BY entry_id, line_no
"""
_CHEQUES = f"""
SELECT entry_id, line_no, bank, cheque_no, CAST(dated_on AS CHAR), {_milli("face_amount")}
FROM audit_cheques WHERE entry_id {WITHIN}
"""
_SLIPS = f"SELECT entry_id, line_no, slip_no FROM audit_card_slips WHERE entry_id {WITHIN}"
_OUTSIDE = f"""
SELECT entry_id, reference, CAST(value_date AS CHAR), payer
FROM audit_outside_payments WHERE entry_id {WITHIN}
"""
_LOST_NUMBERS = f"""
SELECT entry_id, line_no, counter_code, kind, number, CAST(enter_again AS SIGNED),
  LOWER(HEX(request_id)), LOWER(HEX(hash)), {_milli("total")},
  TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00.000000', taken_at), person, order_text
FROM audit_lost_numbers WHERE entry_id {WITHIN} ORDER BY entry_id, line_no
"""
_LOSSES = f"SELECT entry_id, approver, reason FROM audit_losses WHERE entry_id {WITHIN}"
_REENTRIES = f"""
SELECT entry_id, lost_entry_id, lost_line_no, CAST(value_date AS CHAR)
FROM audit_reentries WHERE entry_id {WITHIN}
"""
_FILES = f"""
SELECT shift_id, LOWER(HEX(sha256)), receipts, {_milli("total")}, file_name
FROM audit_payment_files WHERE shift_id {WITHIN}
"""
_FLOATS = f"SELECT shift_id, {_milli('float_amount')} FROM audit_shifts WHERE shift_id {WITHIN}"
_COUNTS = f"""
SELECT entry_id, {_milli("counted")}, cheques, card_slips
FROM audit_counts WHERE entry_id {WITHIN} AND kind = 'closing'
"""
_Z_FIGURES = {
    "float": _milli("float_amount"),
    "cash_taken": _milli("cash_taken"),
    "movements": _milli("movements"),
    "expected": _milli("expected"),
    "counted": _milli("counted"),
    "difference": _milli("difference"),
    "receipts": "receipts",
    "undos": "undos",
    "undone": _milli("undone_amount"),
    "reprints": "reprints",
    "drawer_openings": "drawer_openings",
    "grand_total": _milli("grand_total"),
}
_Z_TEXT = ", ".join(f"'Z{name}:', {column}" for name, column in _Z_FIGURES.items())
_Z_REPORTS = f"""
SELECT entry_id, {"CONCAT(" + _Z_TEXT.replace(", 'Z", ", '|Z") + ")"}, {_milli("grand_total")},
  reversals, {_milli("reversed_amount")}, CAST(is_decided AS SIGNED)
FROM audit_z_reports WHERE entry_id {WITHIN}
"""
_Z_TENDERS = f"""
SELECT entry_id, GROUP_CONCAT('Ztender_', kind, '_receipts:', receipts,
  '|Ztender_', kind, '_amount:',
  {_milli("amount")} ORDER BY FIELD(kind, 'cash', 'cheque', 'card', 'transfer') SEPARATOR '|')
FROM audit_z_tenders WHERE entry_id {WITHIN} GROUP BY entry_id
"""


_UNSETTLED = f"""
SELECT z_entry_id, LOWER(HEX(request_id)), act, {_milli("total")},
  TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00.000000', sent_at)
FROM audit_unsettled_items WHERE z_entry_id {WITHIN} ORDER BY z_entry_id, request_id
"""
OPEN_ITEM = "Zopen:"
"""Begins the child of an act that a Z leaves open; older releases hashed only their number."""


@dataclass(slots=True)
class Children:
    """The children of a span's entries by letter, with the sums that series carry."""

    texts: dict[str, defaultdict[int, list[str]]]
    totals: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Thousandths that the entry adds to its series' total."""
    undone: dict[int, int] = field(default_factory=dict)
    """Entry taken back, by the entry that does it."""
    grand_totals: dict[int, int] = field(default_factory=dict)

    def take(self, kind: str, entry_id: int) -> list[str]:
        """The entry's children in the order of the canonical text, handed out once."""
        found: list[str] = []
        for letter in LETTERS.get(kind, ""):
            found.extend(self.texts[letter].pop(entry_id, ()))
        return found

    def left(self) -> list[tuple[int, str]]:
        """Entry and text of each child that no entry of the span has taken."""
        return [
            (entry_id, text)
            for by_entry in self.texts.values()
            for entry_id, texts in by_entry.items()
            for text in texts
        ]


def load_children(reader: Reader, bounds: dict[str, int], proved: Proved | None = None) -> Children:
    """Everything below the entries whose ids lie within `bounds`.

    With `proved`, what payments are made of comes only of the other entries that may have it.
    """
    children = Children({letter: defaultdict(list) for letter in "ABCDFLMOPRTYZ"})
    others = _Some(reader, bounds, proved.others if proved else None)
    moneyed = _Some(reader, bounds, proved.moneyed if proved else None)
    _load_payments(moneyed, children)
    _load_tenders(moneyed, _tender_numbers(others), children)
    _load_outside(moneyed, children)
    _load_files(reader, bounds, children)
    _load_lost(reader, bounds, children)
    _load_reversals(reader, bounds, children)
    _load_drawer(reader, bounds, children)
    _load_movements(reader, bounds, children)
    _load_safe(reader, bounds, children)
    _load_z(reader, bounds, children)
    return children


@dataclass(frozen=True, slots=True)
class _Some:
    """Reads of all entries within bounds, or only of some of them."""

    reader: Reader
    bounds: dict[str, int]
    entries: Sequence[int] | None

    def rows(self, sql: str) -> Rows:
        """Of a statement whose every range is WITHIN."""
        if self.entries is None:
            return self.reader.rows(sql, **self.bounds)
        return self.reader.rows_of(sql, self.entries)


def _load_payments(some: _Some, children: Children) -> None:
    texts = children.texts
    for entry_id, text in some.rows(_ALLOCATIONS):
        texts["A"][entry_id].append(text)
    for entry_id, line, account_id, amount in some.rows(_CREDITS):
        texts["C"][entry_id].append(f"C{line}:{account_id}:{amount}")
    for entry_id, text in some.rows(_PAYMENTS):
        texts["P"][entry_id].append(text)


def _load_tenders(
    some: _Some, numbers: dict[tuple[int, int, str], str], children: Children
) -> None:
    for entry_id, line, kind, tendered, change in some.rows(_TENDERS):
        number = numbers.pop((entry_id, line, kind), "")
        children.texts["T"][entry_id].append(f"T{line}:{kind}:{tendered}:{change}{number}")
        children.totals[entry_id] += tendered - change
    for (entry_id, line, kind), number in numbers.items():
        children.texts["T"][entry_id].append(f"T{line}:{kind}{number}")


def _tender_numbers(some: _Some) -> dict[tuple[int, int, str], str]:
    """What stands in the text of a cheque or card slip behind its amount."""
    cheques = some.rows(_CHEQUES)
    slips = some.rows(_SLIPS)
    numbers = {
        (entry_id, line, "cheque"): f":{free(bank)}:{free(number)}:{day}:{face}"
        for entry_id, line, bank, number, day, face in cheques
    }
    numbers |= {(entry_id, line, "card"): f":{free(number)}" for entry_id, line, number in slips}
    return numbers


def _load_outside(some: _Some, children: Children) -> None:
    for entry_id, reference, day, payer in some.rows(_OUTSIDE):
        children.texts["O"][entry_id].append(f"O{free(reference)}:{day}:{free(payer)}")


def _load_files(reader: Reader, bounds: dict[str, int], children: Children) -> None:
    for shift_id, digest, receipts, total, name in reader.rows(_FILES, **bounds):
        children.texts["F"][shift_id].append(f"F{digest}:{receipts}:{total}:{free(name)}")


def _load_lost(reader: Reader, bounds: dict[str, int], children: Children) -> None:
    """What a restored backup had lost, and what each payment entered again stands for."""
    for entry_id, line, code, kind, number, again, request, digest, *facts in reader.rows(
        _LOST_NUMBERS, **bounds
    ):
        total, taken_at, person, order = facts
        text = (
            f"L{line}:{code}:{kind}:{number}:{again}:{request or ''}:{digest or ''}:{total}"
            f":{taken_at or 0}:{free(person)}:{free(order)}"
        )
        children.texts["L"][entry_id].append(text)
    for entry_id, approver, reason in reader.rows(_LOSSES, **bounds):
        children.texts["Y"][entry_id].append(_approved(approver, reason))
    for entry_id, loss, line, day in reader.rows(_REENTRIES, **bounds):
        children.texts["L"][entry_id].append(f"L{loss}:{line}:{day}")


def _load_reversals(reader: Reader, bounds: dict[str, int], children: Children) -> None:
    texts = children.texts
    for entry_id, account_id, rounding, due, credit, undone, kind, approver, reason in reader.rows(
        _REVERSALS, **bounds
    ):
        texts["P"][entry_id].append(f"P{account_id}:{rounding}:{due}:{credit}")
        texts["R"][entry_id].append(f"R{undone}:{kind}")
        if kind != "undo":
            texts["Y"][entry_id].append(_approved(approver, reason))
        children.undone[entry_id] = undone
    for entry_id, payment_id, approver, reason in reader.rows(_CORRECTIONS, **bounds):
        texts["R"][entry_id].append(f"R{payment_id}:correction")
        texts["Y"][entry_id].append(_approved(approver, reason))
    for entry_id, account_id, due, credit, approver, reason in reader.rows(_REFUNDS, **bounds):
        texts["P"][entry_id].append(f"P{account_id}:0:{due}:{credit}")
        texts["Y"][entry_id].append(_approved(approver, reason))
    for entry_id, *values in reader.rows(_BOUNCES, **bounds):
        said = (str(value) for value in values if value is not None)
        texts["B"][entry_id].append("B" + ":".join(said))


def _approved(approver: str | None, reason: str) -> str:
    return f"Y{free(approver or '')}:{free(reason)}"


def _load_drawer(reader: Reader, bounds: dict[str, int], children: Children) -> None:
    texts, totals = children.texts, children.totals
    for entry_id, text in reader.rows(_PIECES, **bounds):
        texts["D"][entry_id].append(text)
    for entry_id, amount in reader.rows(_FLOATS, **bounds):
        texts["Z"][entry_id].append(f"Zfloat:{amount}")
        totals[entry_id] = amount
    for entry_id, counted, cheques, slips in reader.rows(_COUNTS, **bounds):
        texts["Z"][entry_id] += [f"Zcounted:{counted}", f"Zcheques:{cheques}", f"Zslips:{slips}"]
        totals[entry_id] = counted


def _load_movements(reader: Reader, bounds: dict[str, int], children: Children) -> None:
    texts, totals = children.texts, children.totals
    for entry_id, kind, amount, reason in reader.rows(_MOVEMENTS, **bounds):
        texts["M"][entry_id].append(f"M{kind}:{amount}:{free(reason)}")
        totals[entry_id] = abs(amount)
    for entry_id, receiver in reader.rows(_HANDOVERS, **bounds):
        texts["Z"][entry_id].append(f"Zreceiver:{receiver}")
    for entry_id, handover in reader.rows(_HANDOVER_ENDS, **bounds):
        texts["R"][entry_id].append(f"R{handover}:handover")
    for entry_id, difference, counted, expected, reason in reader.rows(_CHECKS, **bounds):
        texts["M"][entry_id].append(f"Mcheck:{difference}:{free(reason)}")
        texts["Z"][entry_id] += [f"Zcounted:{counted}", f"Zexpected:{expected}"]
    for entry_id, z_entry_id, outcome, amount, reason in reader.rows(_DECISIONS, **bounds):
        texts["M"][entry_id].append(f"M{outcome}:{amount}:{free(reason)}")
        texts["R"][entry_id].append(f"R{z_entry_id}:decision")


def _load_safe(reader: Reader, bounds: dict[str, int], children: Children) -> None:
    """The safe's own entries; a drawer's entry has its line in the safe beside its own rows."""
    texts = children.texts
    for entry_id, kind, amount, reason in reader.rows(_SAFE, **bounds):
        texts["M"][entry_id].append(f"M{kind}:{amount}:{free(reason)}")
        children.totals[entry_id] = abs(amount)
    for entry_id, bag_no, bank in reader.rows(_DEPOSITS, **bounds):
        texts["B"][entry_id].append(f"B{free(bag_no)}:{free(bank)}")


def _load_z(reader: Reader, bounds: dict[str, int], children: Children) -> None:
    texts = children.texts["Z"]
    ends: dict[int, list[str]] = {}
    unsettled: defaultdict[int, list[str]] = defaultdict(list)
    for entry_id, request, act, *figures in reader.rows(_UNSETTLED, **bounds):
        facts = ":".join(str(figure) for figure in figures)
        unsettled[entry_id].append(f"{OPEN_ITEM}{request}:{free(act)}:{facts}")
    for entry_id, figures, grand_total, reversals, reversed_amount, is_decided in reader.rows(
        _Z_REPORTS, **bounds
    ):
        texts[entry_id].append(figures)
        children.grand_totals[entry_id] = grand_total
        end = [f"Zreversals:{reversals}", f"Zreversed:{reversed_amount}"] if reversals else []
        if left := unsettled.pop(entry_id, None):
            end += [f"Zunsettled:{len(left)}", *left]
        ends[entry_id] = [*end, f"Zdecided:{is_decided}"]
    for entry_id, text in reader.rows(_Z_TENDERS, **bounds):
        texts[entry_id].append(text)
    for entry_id, end in ends.items():
        texts[entry_id] += end
    for entry_id, left in unsettled.items():
        texts[entry_id] += [f"Zunsettled:{len(left)}", *left]
