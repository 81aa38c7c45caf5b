"""The journal and its children: every act with money, insert-only, chained per counter.

`entry_id` is counter_id × 10^10 + chain_no, so a session that forges auto-increment
values decides nothing; a shift's id is the id of its opening entry.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Index, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    digest,
    key,
    metadata,
    moment,
    money,
    ref,
    text,
)

KINDS = (
    "'opening', 'payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce',"
    " 'movement', 'count', 'z', 'lost', 'check', 'decision', 'safe'"
)

requests = Table(
    "requests",
    metadata,
    Column("request_id", mysql.BINARY(16), primary_key=True),
    digest("fingerprint"),
    code("kind", 12),
    code("state", 8),
    ref("counter_id", "counters.counter_id"),
    ref("user_id", "users.user_id"),
    moment("stored_at"),
    CheckConstraint("state IN ('done', 'void')", name="state"),
    **OPTIONS,
)

counter_chains = Table(
    "counter_chains",
    metadata,
    ref("counter_id", "counters.counter_id", primary=True),
    Column("last_chain_no", BigInteger, nullable=False),
    digest("last_hash"),
    moment("last_stored_at"),
    **OPTIONS,
)

series = Table(
    "series",
    metadata,
    ref("counter_id", "counters.counter_id", primary=True),
    code("kind", 12, primary=True),
    Column("last_no", BigInteger, nullable=False),
    money("total"),
    CheckConstraint("last_no >= 0", name="last_no"),
    **OPTIONS,
)

journal = Table(
    "journal",
    metadata,
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    code("kind", 12),
    ref("counter_id", "counters.counter_id"),
    Column("number", BigInteger, nullable=False),
    Column("chain_no", BigInteger, nullable=False),
    Column("request_id", mysql.BINARY(16), ForeignKey("requests.request_id"), nullable=False),
    ref("shift_id", "shifts.shift_id", null=True),
    ref("user_id", "users.user_id"),
    Column("business_date", Date, nullable=False),
    moment("taken_at"),
    moment("stored_at"),
    Column("canonical", mysql.MEDIUMBLOB, nullable=False),
    digest("previous_hash"),
    digest("hash"),
    Index("uq_journal_counter_id_kind_number", "counter_id", "kind", "number", unique=True),
    Index("uq_journal_counter_id_chain_no", "counter_id", "chain_no", unique=True),
    Index("uq_journal_request_id", "request_id", unique=True),
    Index("ix_journal_shift_id_kind", "shift_id", "kind"),
    Index("ix_journal_business_date_kind", "business_date", "kind"),
    CheckConstraint(f"kind IN ({KINDS})", name="kind"),
    # The safe's own entries belong to no drawer.
    CheckConstraint("kind = 'safe' OR shift_id IS NOT NULL", name="shift"),
    **OPTIONS,
)

payments = Table(
    "payments",
    metadata,
    ref("payment_id", "journal.entry_id", primary=True),
    ref("account_id", "accounts.account_id"),
    code("receipt_no", 16),
    money("rounding", default="0"),
    money("due_after"),
    money("credit_after"),
    Index("uq_payments_receipt_no", "receipt_no", unique=True),
    Index("ix_payments_account_id", "account_id", "payment_id"),
    **OPTIONS,
)

tenders = Table(
    "tenders",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    Column("line_no", mysql.SMALLINT, primary_key=True, autoincrement=False),
    ref("shift_id", "shifts.shift_id"),
    code("kind", 8),
    money("tendered"),
    money("change_given"),
    Index("ix_tenders_shift_id_kind", "shift_id", "kind", "tendered", "change_given"),
    CheckConstraint("kind IN ('cash', 'cheque', 'card')", name="kind"),
    CheckConstraint("kind = 'cash' OR change_given = 0", name="change"),
    CheckConstraint(
        "(tendered > 0 AND change_given BETWEEN 0 AND tendered)"
        " OR (tendered < 0 AND change_given BETWEEN tendered AND 0)",
        name="amount",
    ),
    **OPTIONS,
)

payment_allocations = Table(
    "payment_allocations",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    Column("line_no", mysql.SMALLINT, primary_key=True, autoincrement=False),
    ref("bill_id", "bills.bill_id"),
    money("amount"),
    money("balance_after"),
    Index("ix_payment_allocations_bill_id", "bill_id", "entry_id"),
    CheckConstraint("amount <> 0", name="amount"),
    CheckConstraint("balance_after >= 0", name="balance_after"),
    **OPTIONS,
)

credit_entries = Table(
    "credit_entries",
    metadata,
    key("credit_entry_id"),
    ref("account_id", "accounts.account_id"),
    ref("entry_id", "journal.entry_id", null=True),
    Column("line_no", mysql.SMALLINT, nullable=True),
    ref("bill_id", "bills.bill_id", null=True),
    money("amount"),
    money("balance_after"),
    moment("stored_at"),
    Index("uq_credit_entries_entry_id_line_no", "entry_id", "line_no", unique=True),
    Index("ix_credit_entries_account_id", "account_id", "credit_entry_id"),
    CheckConstraint("amount <> 0", name="amount"),
    CheckConstraint("balance_after >= 0", name="balance_after"),
    **OPTIONS,
)

reversals = Table(
    "reversals",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("undone_entry_id", "journal.entry_id"),
    code("kind", 12),
    text("reason", 160),
    ref("approval_id", "approvals.approval_id", null=True),
    ref("account_id", "accounts.account_id"),
    money("due_after"),
    money("credit_after"),
    # The receipt whose money it is, and its own cash rounding; where they are not written, the
    # undone entry is the receipt and its rounding is turned round.
    ref("payment_id", "payments.payment_id", null=True),
    money("rounding", null=True),
    Index("uq_reversals_undone_entry_id", "undone_entry_id", unique=True),
    Index("ix_reversals_payment_id", "payment_id"),
    CheckConstraint("kind IN ('undo', 'reversal', 'move', 'bounce')", name="kind"),
    CheckConstraint("kind IN ('undo', 'bounce') OR approval_id IS NOT NULL", name="approval"),
    **OPTIONS,
)

corrections = Table(
    "corrections",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("payment_id", "payments.payment_id"),
    text("reason", 160),
    ref("approval_id", "approvals.approval_id"),
    Index("ix_corrections_payment_id", "payment_id"),
    **OPTIONS,
)

refunds = Table(
    "refunds",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("account_id", "accounts.account_id"),
    text("reason", 160),
    ref("approval_id", "approvals.approval_id"),
    money("due_after"),
    money("credit_after"),
    Index("ix_refunds_account_id", "account_id"),
    **OPTIONS,
)

bounces = Table(
    "bounces",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("cheque_entry_id", "journal.entry_id"),
    Column("line_no", mysql.SMALLINT, nullable=False),
    ref("fee_bill_id", "bills.bill_id", null=True),
    Index("uq_bounces_cheque_entry_id_line_no", "cheque_entry_id", "line_no", unique=True),
    **OPTIONS,
)

approvals = Table(
    "approvals",
    metadata,
    key("approval_id"),
    code("act", 24),
    Column("request_id", mysql.BINARY(16), nullable=False),
    digest("fingerprint"),
    money("amount"),
    text("reason", 160),
    ref("user_id", "users.user_id"),
    moment("approved_at"),
    moment("ends_at"),
    Index("uq_approvals_request_id", "request_id", unique=True),
    Index("ix_approvals_approved_at", "approved_at"),
    **OPTIONS,
)

approval_uses = Table(
    "approval_uses",
    metadata,
    ref("approval_id", "approvals.approval_id", primary=True),
    ref("entry_id", "journal.entry_id"),
    Index("uq_approval_uses_entry_id", "entry_id", unique=True),
    **OPTIONS,
)

waiting_acts = Table(
    "waiting_acts",
    metadata,
    key("waiting_act_id"),
    code("act", 24),
    Column("request_id", mysql.BINARY(16), nullable=False),
    digest("fingerprint"),
    Column(
        "order_text", mysql.MEDIUMTEXT(charset="utf8mb4", collation="utf8mb4_bin"), nullable=False
    ),
    money("amount"),
    text("reason", 160),
    text("subject", 160),
    ref("user_id", "users.user_id"),
    ref("counter_id", "counters.counter_id"),
    moment("stored_at"),
    Index("uq_waiting_acts_request_id", "request_id", unique=True),
    Index("ix_waiting_acts_user_id", "user_id", "waiting_act_id"),
    **OPTIONS,
)

waiting_events = Table(
    "waiting_events",
    metadata,
    key("waiting_event_id"),
    ref("waiting_act_id", "waiting_acts.waiting_act_id"),
    code("state", 12),
    text("reason", 160),
    ref("user_id", "users.user_id"),
    ref("counter_id", "counters.counter_id"),
    moment("stored_at"),
    Index("ix_waiting_events_waiting_act_id", "waiting_act_id", "waiting_event_id"),
    CheckConstraint("state IN ('approved', 'declined', 'withdrawn')", name="state"),
    **OPTIONS,
)

cheques = Table(
    "cheques",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    Column("line_no", mysql.SMALLINT, primary_key=True, autoincrement=False),
    text("bank", 80),
    code("cheque_no", 24),
    Column("dated_on", Date, nullable=False),
    Index("ix_cheques_cheque_no", "cheque_no"),
    **OPTIONS,
)

cheque_events = Table(
    "cheque_events",
    metadata,
    key("cheque_event_id"),
    ref("entry_id", "journal.entry_id"),
    Column("line_no", mysql.SMALLINT, nullable=False),
    code("state", 12),
    moment("stored_at"),
    ref("user_id", "users.user_id"),
    CheckConstraint("state IN ('listed', 'cleared', 'bounced')", name="state"),
    **OPTIONS,
)
