"""Reports of the office: what is owed, the month's end, the books themselves."""

from __future__ import annotations

from cashier_app.domain.report_columns import (
    COUNTER,
    PERSON,
    amount,
    code,
    count,
    day,
    decimal,
    moment,
    money,
    number,
    text,
)
from cashier_app.domain.reports import Chart, ReportKind

AGES = (
    money("not_due", "Not yet due"),
    money("days_30", "1 to 30 days"),
    money("days_60", "31 to 60"),
    money("days_90", "61 to 90"),
    money("older", "Over 90"),
    money("total", "Owed"),
)

OWED_REPORTS = (
    ReportKind(
        "ageing",
        "Ageing by tariff class",
        "What is owed at the end of the last day, and how long overdue?",
        (code("tariff_class", "Tariff class"), *AGES),
        Chart("tariff_class", "total"),
        group="owed",
        filters=(),
    ),
    ReportKind(
        "ageing-by-route",
        "Ageing by route",
        "Where is it owed?",
        (text("office", "Office"), text("route", "Route"), text("route_name", "Name"), *AGES),
        group="owed",
        filters=("office",),
    ),
    ReportKind(
        "ageing-by-office",
        "Ageing by office",
        "Which office's customers owe it?",
        (text("office", "Office"), *AGES),
        Chart("office", "total"),
        group="owed",
        filters=("office",),
    ),
    ReportKind(
        "debtors",
        "Top debtors",
        "Which hundred accounts owe most past their due date now?",
        (
            text("account_no", "Account"),
            text("customer", "Customer"),
            code("tariff_class", "Tariff class"),
            count("bills", "Bills"),
            day("oldest_due", "Oldest due"),
            money("owed", "Owed"),
            money("overdue", "Overdue"),
            money("credit", "Credit"),
        ),
        group="owed",
        filters=(),
    ),
    ReportKind(
        "billing",
        "Collections against billing",
        "How much of what was billed came in?",
        (
            text("month_of", "Month"),
            code("tariff_class", "Tariff class"),
            money("billed", "Billed"),
            money("collected", "Collected"),
            decimal("percent", "Collected, %"),
        ),
        group="owed",
        filters=(),
    ),
)

MONTH_REPORTS = (
    ReportKind(
        "receivables",
        "Receivables, day to day",
        "Does what was owed, billed and collected lead to what is owed?",
        (
            code("tariff_class", "Tariff class"),
            money("opening", "Opening"),
            money("billed", "Billed"),
            money("late", "Late charges"),
            money("adjusted", "Adjustments"),
            money("collected", "Collected"),
            money("credited", "Paid by credit"),
            money("closing", "Closing"),
            money("aged", "Ageing"),
            money("difference", "Difference"),
        ),
        group="month",
        filters=(),
    ),
    ReportKind(
        "revenue",
        "Revenue, duty and tax",
        "What was billed, by kind of line?",
        (
            code("tariff_class", "Tariff class"),
            code("kind", "Kind"),
            number("bills", "Bills"),
            decimal("quantity", "Quantity"),
            text("unit", "Unit"),
            money("amount", "Amount"),
        ),
        group="month",
        filters=(),
    ),
    ReportKind(
        "ledger-totals",
        "Totals for the books of account",
        "What is posted to the general ledger?",
        (
            day("day", "Day"),
            code("item", "Item"),
            code("detail", "Detail"),
            amount("amount", "Amount"),
        ),
        group="month",
        filters=(),
    ),
    ReportKind(
        "period-locks",
        "Locked periods",
        "Up to when are the books locked, and with which receivables?",
        (
            day("locked_to", "Locked to"),
            moment("locked_at", "On"),
            PERSON,
            text("reason", "Reason"),
            code("tariff_class", "Tariff class"),
            amount("closing", "Receivables"),
        ),
        group="month",
        filters=(),
    ),
)

BOOK_REPORTS = (
    ReportKind(
        "audit-trail",
        "Audit trail",
        "Who did what, and when?",
        (
            moment("stored_at", "Time"),
            PERSON,
            COUNTER,
            code("act", "Act"),
            text("detail", "Detail"),
        ),
        group="books",
        searches="part of an act, number, detail or name",
    ),
    ReportKind(
        "gaps",
        "Series and gaps",
        "Is a number missing?",
        (
            COUNTER,
            code("kind", "Series"),
            number("last_no", "Last number"),
            number("found", "Found"),
            count("missing", "Missing"),
            count("lost", "Written off as lost"),
        ),
        group="books",
        filters=("office", "counter"),
    ),
    ReportKind(
        "journal",
        "Journal",
        "Which entries were stored, with the text that is hashed?",
        (
            number("entry_id", "Entry"),
            text("number", "Number"),
            code("kind", "Kind"),
            COUNTER,
            number("chain_no", "Chain"),
            PERSON,
            day("business_date", "Day"),
            moment("taken_at", "Taken"),
            moment("stored_at", "Stored"),
            text("canonical", "Canonical text"),
            text("previous_hash", "Hash before"),
            text("hash", "Hash"),
        ),
        group="books",
    ),
)
