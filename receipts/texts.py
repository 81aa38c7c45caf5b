"""Every word that can stand on a paper, and how dates read there.

One module, so that papers can be translated later; nothing here depends on the
locale of the computer.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_LONG = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

TAX_NO = "Tax no. {number}"
TRAINING = "TRAINING"
TRAINING_WORDS = "Not a receipt, nothing was paid"
COPY = "COPY {number}"

RECEIPT = "Receipt"
TAKES_BACK = "Receipt {number} taken back"
TAKEN_BACK_BY = "Taken back by {number}"
MOVED_BY = "Booked to another account by {number}"
CORRECTIONS = {
    "undo": "Cancellation",
    "reversal": "Reversal",
    "move": "Moved payment",
    "correction": "Correction",
    "refund": "Credit paid out",
    "bounce": "Returned cheque",
}
CORRECTS = {
    "move": "Receipt {number} was for another account",
    "correction": "Way of paying of receipt {number}",
    "bounce": "Receipt {number} taken back",
}
REASON_WHY = "Reason: {reason}"
APPROVED_BY = "Approved by {name}"
BOOKED_FROM_TO = "Taken off and booked anew"
PAID_OUT = "Paid out of credit"
ACCOUNT = "Account {account}"
ACCOUNT_METER = "Account {account}, meter {meter}"
PAID_FOR = "Paid for"
PUT_BACK = "Put back on the account"
BILL = "Bill {number}"
BILL_OF = "Bill of {amounts}"
BILL_NOTE = "bill {number}"
LATE_CHARGE = "{amount} late charge"
LATE_CHARGE_SINCE = "{amount} late charge since {day}"
DISCOUNT = "{amount} prompt discount"
LEFT_ON_BILL = "Left to pay on this bill {amount}"
CREDIT_USED = "Credit used"
CREDIT_MADE = "Kept as credit"
CASH_ROUNDING = "Cash rounding"
TOTAL = "Total"
CASH_RECEIVED = "Cash received"
CASH_HANDED_BACK = "Cash handed back"
TENDERS = {"cash": "Cash", "cheque": "Cheque", "card": "Card", "transfer": "Bank transfer"}
CHANGE = "Change"
REMAINING = "Remaining balance"
CREDIT_AFTER = "Credit on account"
UP_TO_DATE = "Account up to date."
CHECK_CODE = "Any counter can check this code"

Z_REPORT = "Z report"
BUSINESS_DATE = "Business date"
CASHIER = "Cashier"
OPENED = "Opened"
CLOSED = "Closed"
COLLECTED = "Collected"
RECEIPTS = "Receipts"
RECEIPTS_FROM_TO = "{first} to {last}"
DRAWER = "Drawer"
FLOAT = "Float"
CASH_TAKEN = "Cash taken"
MOVED_BY_KIND = {
    "paid_in": "Paid in",
    "paid_out": "Paid out",
    "drop": "Brought to the safe",
    "change": "Changed with the safe",
    "handover": "Handed over",
    "received": "Received",
    "returned": "Taken back",
    "no_sale": "Drawer opened",
}
EXPECTED = "Expected cash"
COUNTED = "Counted cash"
SHORT = "Short"
OVER = "Over"
NO_DIFFERENCE = "Difference"
REASON = "Reason: {reason}"
TO_BE_DECIDED = "Difference to be decided by a supervisor"
DECIDED = {
    "accepted": "Difference accepted by {name}",
    "charged": "Charged to the cashier by {name}",
}
CLOSED_BY = "Closed by {name}"
COUNT = "Count"
UNDOS = "Receipts taken back"
REVERSALS = "Receipts reversed"
REPRINTS = "Copies printed"
DRAWER_OPENINGS = "Drawer opened without a payment"
UNSETTLED = "Not settled yet"
GRAND_TOTAL = "Taken by this counter so far"
JOURNAL_HASH = "Journal {value}"
KEY = "Counter key {value}"
SIGNED = "Signed by this counter"
NOT_SIGNED = "Not signed yet"
SIGN_HERE = "Signature"
SUPERVISOR = "supervisor"

X_REPORT = "X report, the shift goes on"
AS_OF = "As of"
DAY = "The day"
TIE_OUT = "Tie-out"
OFF_BY = "off by {amount}"
TIES = "It ties out"
DOES_NOT_TIE = "It does not tie out yet"
TIE_LINES = {
    "posted": "Posted to accounts",
    "tenders": "By way of paying",
    "drawers": "Drawers against expected",
    "running": "Running sums",
    "safe": "In the safe",
    "on_the_way": "Between two drawers",
    "cancelled": "Receipts taken back",
}
SHIFTS = "Shifts"
STILL_OPEN = "Open, should hold"
WAITS = "Waits for somebody"
CASH_TITLES = {
    "paid_in": "Paid in",
    "paid_out": "Paid out",
    "drop": "To the safe",
    "change": "Changed with the safe",
    "no_sale": "Drawer opened",
    "handover": "Handed over",
    "received": "Received",
    "returned": "Taken back",
    "check": "Drawer counted",
    "safe_opening": "Safe opened",
    "safe_count": "Safe counted",
    "safe_deposit": "Bank deposit",
}
OTHER_PERSON = {
    "handover": "To",
    "received": "From",
    "returned": "Was meant for",
    "check": "Drawer of",
}
BAG = "Bag"
AMOUNT = "Amount"
SAFE_BEFORE = "In the safe by its ledger"
SAFE_AFTER = "Left in the safe"
OUT_OF_DRAWER = "Out of the drawer"
INTO_DRAWER = "Into the drawer"
RECEIVED_BY = "who received it"
BROUGHT_BY = "who brought it"
FOR_THE_SAFE = "for the safe"
CARRIED_BY = "who carries it"
FOR_THE_BANK = "for the bank"
CHEQUE_LIST = "Cheques to the bank, list"
CHEQUES = "Cheques"
TO_BANK = "To {bank}"
CHEQUE_OF = "{bank}, dated {day}"

YOUR_NUMBER = "Your number"
WAITING_BEFORE = "Before you: {count}"
CAME_TO_PAY = "Came to pay"
NOTHING_PAID = "Not a receipt. Nothing was paid."
SLIP = "Slip {number}"
WAS_DUE = "Was to be paid"
COUNTS_AS_OF = (
    "What is paid in time counts as paid on {day}: no late charge after it, no cutting off."
)
PAY_UNTIL = "Please pay by {day} and show this slip."
TO_PAY = "You want to pay"
ALL_CHOSEN = "Together today"
ACCOUNT_END = "Account ending {end}"
SHOW_AT_COUNTER = "Show this at the counter. It is for today only."
WAIT_FOR_CALL = "Wait until your number is shown. It is for today only."

NOT_A_RECEIPT = "Not a receipt"
NOT_CONFIRMED = "Payment not confirmed yet"
REFERENCE = "Reference"
MONEY_HELD = "Money kept apart"
SLIP_TEXT = (
    "The connection was lost while this payment was being stored. Your money is kept"
    " apart until we know whether it was."
)
SLIP_ADVICE = (
    "Keep this slip. You will get a receipt, or your money back, for this reference at any counter."
)


def local(moment: datetime, offset_minutes: int) -> datetime:
    """The wall clock of the utility for a UTC time."""
    return moment + timedelta(minutes=offset_minutes)


def day_text(day: date) -> str:
    """Like "12 Nov"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def date_text(day: date) -> str:
    """Like "Mon 23 Nov 2026"."""
    return f"{DAYS[day.weekday()]} {day_text(day)} {day.year}"


def time_text(moment: datetime) -> str:
    """Like "10:42"."""
    return f"{moment.hour:02}:{moment.minute:02}"


def moment_text(moment: datetime, offset_minutes: int) -> str:
    """Like "Mon 23 Nov 2026, 10:42", for a UTC time."""
    here = local(moment, offset_minutes)
    return f"{date_text(here)}, {time_text(here)}"


def month_text(day: date) -> str:
    """Like "October 2026"."""
    return f"{MONTHS_LONG[day.month - 1]} {day.year}"


def span_text(first: date, last: date) -> str:
    """A period that is not one month, like "12 Sep to 11 Nov 2026"."""
    short = (f"{day.day} {MONTHS[day.month - 1]}" for day in (first, last))
    return " to ".join(short) + f" {last.year}"
