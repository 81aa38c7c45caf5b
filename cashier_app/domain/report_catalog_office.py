"""Reports of the office: what is owed, the month's end, the books themselves."""

from __future__ import annotations

from cashier_app.domain.report_columns import (
    COUNTER,
    PERSON,
    amount,
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
        (text("tariff_class", "Tariff class"), *AGES),
        Chart("tariff_class", "total"),
        group="owed",
    ),
    ReportKind(
        "ageing-by-route",
        "Ageing by route",
        "Where is it owed?",
        (text("office", "Office"), text("route", "Route"), text("route_name", "Name"), *AGES),
        group="owed",
    ),
    ReportKind(
        "ageing-by-office",
        "Ageing by office",
        "Which office's customers owe it?",
        (text("office", "Office"), *AGES),
        Chart("office", "total"),
        group="owed",
    ),
    ReportKind(
        "debtors",
        "Top debtors",
        "Which hundred accounts owe most past their due date now?",
        (
            text("account_no", "Account"),
            text("customer", "Customer"),
            text("tariff_class", "Tariff class"),
            count("bills", "Bills"),
            day("oldest_due", "Oldest due"),
            money("owed", "Owed"),
            money("overdue", "Overdue"),
            money("credit", "Credit"),
        ),
        group="owed",
    ),
    ReportKind(
        "disconnections",
        "Disconnection list",
        "Whose supply is to be cut off or switched on now?",
        (
            text("state", "State"),
            day("cut_on", "Cut off on"),
            text("route", "Route"),
            text("connection_no", "Connection"),
            text("customer", "Customer"),
            text("address", "Address"),
            text("account_no", "Account"),
            day("oldest_due", "Oldest due"),
            money("owed", "Owed"),
            money("minimum", "Pay at least"),
        ),
        group="owed",
        searches="a route, a number, part of a name or an address",
    ),
    ReportKind(
        "billing",
        "Collections against billing",
        "How much of what was billed came in?",
        (
            text("month_of", "Month"),
            text("tariff_class", "Tariff class"),
            money("billed", "Billed"),
            money("collected", "Collected"),
            decimal("percent", "Collected, %"),
        ),
        group="owed",
    ),
)

MONTH_REPORTS = (
    ReportKind(
        "receivables",
        "Receivables from day to day",
        "Does what was owed, billed and collected lead to what is owed?",
        (
            text("tariff_class", "Tariff class"),
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
    ),
    ReportKind(
        "revenue",
        "Revenue, duty and tax",
        "What was billed, by kind of line?",
        (
            text("tariff_class", "Tariff class"),
            text("kind", "Kind"),
            number("bills", "Bills"),
            decimal("quantity", "Quantity"),
            text("unit", "Unit"),
            money("amount", "Amount"),
        ),
        group="month",
    ),
    ReportKind(
        "ledger-totals",
        "Totals for the books of account",
        "What is posted to the general ledger?",
        (
            day("day", "Day"),
            text("item", "Item"),
            text("detail", "Detail"),
            amount("amount", "Amount"),
        ),
        group="month",
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
            text("tariff_class", "Tariff class"),
            amount("closing", "Receivables"),
        ),
        group="month",
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
            text("act", "Act"),
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
            text("kind", "Series"),
            number("last_no", "Last number"),
            number("found", "Found"),
            count("missing", "Missing"),
            count("lost", "Written off as lost"),
        ),
        group="books",
    ),
    ReportKind(
        "journal",
        "Journal",
        "Which entries were stored, with the text that is hashed?",
        (
            number("entry_id", "Entry"),
            text("number", "Number"),
            text("kind", "Kind"),
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
