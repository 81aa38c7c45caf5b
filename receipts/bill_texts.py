"""Every word that stands on a printed bill or a statement of account."""

from __future__ import annotations

BILL = "Electricity bill"
FEE = "Bill"
CANCELLED = "Cancelled"
STATEMENT = "Statement of account"
NUMBER = "Bill number"
ACCOUNT = "Account"
PERIOD = "Period"
DAYS = "{first} to {last}, {days} days"
ISSUED = "Issued"
TARIFF = "Tariff"
LOAD = "Connected load"
CONNECTION = "Connection"
EARLY = "If paid by {day}"
PAY_BY = "To pay by {day}"
LATE = "From {day} on"
READINGS = ("Meter", "Register", "From", "Reading", "To", "Reading", "Multiplier", "Units")
ESTIMATED = "estimated"
CHARGES = ("Charge", "Quantity", "Price", "Amount, {currency}")
TOTAL = "Total of this bill"
CHART = "Your consumption, kWh"
CHART_NOTE = "hatched: estimated"
ACCOUNT_NOW = "Other bills of this account on {day}"
AGES = ("not yet due", "1 to 30 days", "31 to 60 days", "61 to 90 days", "over 90 days")
OTHERS = "All other bills"
NO_OTHERS = "No other bill is open."
CREDIT = "Credit on account"
SLIP = "Bring this part, or just the number, to any counter"
OPENING = "Owed on {day}"
CLOSING = "Owed after {day}"
DISCOUNT_OPEN = "Prompt discount still open"
DUE_ON = "Due if paid on {day}"
POSTINGS = ("Date", "What", "Number", "Amount, {currency}", "Owed")
PAGE = "Page {page} of {pages}"
KINDS = {
    "bill": "Bill",
    "fee": "Bill for a service",
    "late_charge": "Late charge",
    "prompt_discount": "Prompt discount",
    "correction": "Correction",
    "credit_note": "Credit note",
    "taken_back": "Taken back",
    "payment": "Payment",
    "undo": "Payment taken back",
    "reversal": "Payment reversed",
    "move": "Payment moved",
    "refund": "Credit paid out",
    "bounce": "Cheque not honoured",
    "credit": "Credit",
}
