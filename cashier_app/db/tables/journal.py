"""The journal and its children: every act with money, insert-only, chained per counter.

`entry_id` is counter_id × 10^10 + chain_no, so a session that forges auto-increment
values decides nothing; a shift's id is the id of its opening entry.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
)
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    digest,
    flag,
    key,
    line_no,
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
    # With the columns that reports filter and group by: they read no row of the journal.
    Index("ix_journal_business_date_kind", "business_date", "kind", "counter_id", "user_id"),
    CheckConstraint(f"kind IN ({KINDS})", name="kind"),
    # The safe's own entries belong to no drawer, and what a backup lost belonged to another.
    CheckConstraint("kind IN ('safe', 'lost') OR shift_id IS NOT NULL", name="shift"),
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
    line_no(),
    ref("shift_id", "shifts.shift_id"),
    code("kind", 8),
    money("tendered"),
    money("change_given"),
    Index("ix_tenders_shift_id_kind", "shift_id", "kind", "tendered", "change_given"),
    CheckConstraint("kind IN ('cash', 'cheque', 'card', 'transfer')", name="kind"),
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
    line_no(),
    ref("bill_id", "bills.bill_id"),
    money("amount"),
    money("balance_after"),
    Index("ix_payment_allocations_bill_id", "bill_id", "entry_id", "amount", "balance_after"),
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
    # For credit of the cheque that had been used when it came back.
    ref("debt_bill_id", "bills.bill_id", null=True),
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
    line_no(),
    text("bank", 80),
    code("cheque_no", 24),
    Column("dated_on", Date, nullable=False),
    # What is written on the cheque: more than the tender's amount when it pays several receipts.
    money("face_amount"),
    Index("ix_cheques_cheque_no", "cheque_no"),
    **OPTIONS,
)

# Who takes a cheque's number first: two counters that enter it at once meet here.
cheque_numbers = Table(
    "cheque_numbers",
    metadata,
    Column("bank", mysql.VARCHAR(80, charset="utf8mb4", collation="utf8mb4_bin"), primary_key=True),
    code("cheque_no", 24, primary=True),
    **OPTIONS,
)

card_slips = Table(
    "card_slips",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    line_no(),
    code("slip_no", 24),
    **OPTIONS,
)

cheque_deposits = Table(
    "cheque_deposits",
    metadata,
    key("deposit_id"),
    text("bank", 80),
    moment("stored_at"),
    ref("user_id", "users.user_id"),
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
    ref("deposit_id", "cheque_deposits.deposit_id", null=True),
    # A cheque is listed, cleared and bounced at most once.
    Index("uq_cheque_events_entry_id", "entry_id", "line_no", "state", unique=True),
    CheckConstraint("state IN ('listed', 'cleared', 'bounced')", name="state"),
    CheckConstraint("(state = 'listed') = (deposit_id IS NOT NULL)", name="deposit"),
    **OPTIONS,
)

# The file, or the batch of a paper book, that a shift outside the hall takes in.
payment_files = Table(
    "payment_files",
    metadata,
    ref("shift_id", "shifts.shift_id", primary=True),
    text("file_name", 160),
    digest("sha256"),
    Column("receipts", Integer, nullable=False),
    money("total"),
    **OPTIONS,
)

# Receipts written by hand, as a supervisor approved them; each is then one payment.
paper_lines = Table(
    "paper_lines",
    metadata,
    ref("shift_id", "payment_files.shift_id", primary=True),
    line_no(),
    code("book", 16),
    Column("number", BigInteger, nullable=False),
    ref("account_id", "accounts.account_id"),
    money("amount"),
    Column("value_date", Date, nullable=False),
    Index("uq_paper_lines_book", "book", "number", unique=True),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("number > 0", name="number"),
    **OPTIONS,
)

# What a restored backup had lost: why it is missing, and who said so besides its cashier.
losses = Table(
    "losses",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    text("reason", 160),
    ref("approval_id", "approvals.approval_id"),
    **OPTIONS,
)

# A number of any series, its request and hash as the counter's log has them; NULL where no log
# knows it. `order_text` is what a payment is entered again from.
lost_numbers = Table(
    "lost_numbers",
    metadata,
    ref("entry_id", "losses.entry_id", primary=True),
    line_no(),
    ref("counter_id", "counters.counter_id"),
    code("kind", 12),
    Column("number", BigInteger, nullable=False),
    Column("request_id", mysql.BINARY(16), ForeignKey("requests.request_id"), nullable=True),
    digest("hash", null=True),
    money("total"),
    moment("taken_at", null=True),
    flag("enter_again"),
    text("person", 80),
    Column(
        "order_text", mysql.MEDIUMTEXT(charset="utf8mb4", collation="utf8mb4_bin"), nullable=False
    ),
    Index("ix_lost_numbers_counter_id", "counter_id", "kind", "number"),
    Index("uq_lost_numbers_request_id", "request_id", unique=True),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("request_id IS NOT NULL OR enter_again = 0", name="known"),
    **OPTIONS,
)

# A payment in place of a lost one.
reentries = Table(
    "reentries",
    metadata,
    ref("entry_id", "payments.payment_id", primary=True),
    ref("lost_entry_id", "losses.entry_id"),
    Column("lost_line_no", mysql.SMALLINT, nullable=False),
    Column("value_date", Date, nullable=False),
    Index("uq_reentries_lost_entry_id", "lost_entry_id", "lost_line_no", unique=True),
    **OPTIONS,
)

outside_payments = Table(
    "outside_payments",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("counter_id", "counters.counter_id"),
    code("reference", 64),
    Column("value_date", Date, nullable=False),
    text("payer", 120),
    Index("uq_outside_payments_counter_id", "counter_id", "reference", unique=True),
    **OPTIONS,
)
