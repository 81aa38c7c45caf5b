"""Roles, rights and settings in plain words; what nobody has words for yet stands by its name."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.people import UserFacts
from cashier_app.domain.utility import Role
from ui.widgets.chip import ChipContent, Tone


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name lupdate looks for
    """`text` unchanged; marks it for the translators."""
    return text


_RIGHTS = {
    "take_payment": (
        QT_TRANSLATE_NOOP("Rights", "Take payments"),
        QT_TRANSLATE_NOOP("Rights", "Cash, change and receipts in an own shift"),
    ),
    "call_numbers": (
        QT_TRANSLATE_NOOP("Rights", "Call the next number"),
        QT_TRANSLATE_NOOP("Rights", "Of customers who took one in the hall"),
    ),
    "open_shift": (
        QT_TRANSLATE_NOOP("Rights", "Open a shift"),
        QT_TRANSLATE_NOOP("Rights", "With a counted float"),
    ),
    "count_shift": (
        QT_TRANSLATE_NOOP("Rights", "Count the drawer"),
        QT_TRANSLATE_NOOP("Rights", "Blind, by banknotes and coins"),
    ),
    "close_shift": (
        QT_TRANSLATE_NOOP("Rights", "Close a shift"),
        QT_TRANSLATE_NOOP("Rights", "With its Z report"),
    ),
    "undo_payment": (
        QT_TRANSLATE_NOOP("Rights", "Cancel the last receipt"),
        QT_TRANSLATE_NOOP("Rights", "In the same shift, before the next customer"),
    ),
    "reprint": (
        QT_TRANSLATE_NOOP("Rights", "Print copies"),
        QT_TRANSLATE_NOOP("Rights", "Marked as copies and counted"),
    ),
    "approve": (
        QT_TRANSLATE_NOOP("Rights", "Approve what others do"),
        QT_TRANSLATE_NOOP("Rights", "Differences and corrections, up to the limit"),
    ),
    "open_drawer": (
        QT_TRANSLATE_NOOP("Rights", "Open the drawer without a payment"),
        QT_TRANSLATE_NOOP("Rights", "With a reason that stands on the Z"),
    ),
    "close_other": (
        QT_TRANSLATE_NOOP("Rights", "Close somebody else's shift"),
        QT_TRANSLATE_NOOP("Rights", "One that was forgotten"),
    ),
    "pay_in": (
        QT_TRANSLATE_NOOP("Rights", "Put cash into the drawer"),
        QT_TRANSLATE_NOOP("Rights", "With a reason and a slip"),
    ),
    "pay_out": (
        QT_TRANSLATE_NOOP("Rights", "Pay cash out of the drawer"),
        QT_TRANSLATE_NOOP("Rights", "Above the limit with an approval"),
    ),
    "move_cash": (
        QT_TRANSLATE_NOOP("Rights", "Bring cash to the safe"),
        QT_TRANSLATE_NOOP("Rights", "Drops, change, handovers to a colleague"),
    ),
    "check_drawer": (
        QT_TRANSLATE_NOOP("Rights", "Count a drawer unannounced"),
        QT_TRANSLATE_NOOP("Rights", "Anybody's but the own"),
    ),
    "decide_difference": (
        QT_TRANSLATE_NOOP("Rights", "Decide about a difference"),
        QT_TRANSLATE_NOOP("Rights", "Accept or charge it, up to the limit"),
    ),
    "keep_safe": (
        QT_TRANSLATE_NOOP("Rights", "Keep the safe"),
        QT_TRANSLATE_NOOP("Rights", "Count it, take deposits to the bank"),
    ),
    "see_day": (
        QT_TRANSLATE_NOOP("Rights", "See the day of the hall"),
        QT_TRANSLATE_NOOP("Rights", "Every counter, the tie-out, waiting items"),
    ),
    "reverse_payment": (
        QT_TRANSLATE_NOOP("Rights", "Reverse a receipt"),
        QT_TRANSLATE_NOOP("Rights", "With the approval of a second person"),
    ),
    "move_payment": (
        QT_TRANSLATE_NOOP("Rights", "Move a payment"),
        QT_TRANSLATE_NOOP("Rights", "To the right account, with an approval"),
    ),
    "correct_tender": (
        QT_TRANSLATE_NOOP("Rights", "Change the way of paying"),
        QT_TRANSLATE_NOOP("Rights", "Of a stored receipt, with an approval"),
    ),
    "refund_credit": (
        QT_TRANSLATE_NOOP("Rights", "Pay credit out"),
        QT_TRANSLATE_NOOP("Rights", "In cash, with an approval"),
    ),
    "cheques": (
        QT_TRANSLATE_NOOP("Rights", "Cheque register"),
        QT_TRANSLATE_NOOP("Rights", "List cheques to the bank, note what it paid"),
    ),
    "import_payments": (
        QT_TRANSLATE_NOOP("Rights", "Take payment files in"),
        QT_TRANSLATE_NOOP("Rights", "Of a bank or mobile service, each line once"),
    ),
    "paper_book": (
        QT_TRANSLATE_NOOP("Rights", "Enter the paper book"),
        QT_TRANSLATE_NOOP("Rights", "Receipts written by hand; another person approves"),
    ),
    "bounce_cheque": (
        QT_TRANSLATE_NOOP("Rights", "Take a returned cheque back"),
        QT_TRANSLATE_NOOP("Rights", "The bills are owed again"),
    ),
    "run_bills": (
        QT_TRANSLATE_NOOP("Rights", "Bill runs"),
        QT_TRANSLATE_NOOP("Rights", "Price a cycle and issue its bills"),
    ),
    "manage_tariffs": (
        QT_TRANSLATE_NOOP("Rights", "Tariffs"),
        QT_TRANSLATE_NOOP("Rights", "Try out, take in new versions"),
    ),
    "adjust_bills": (
        QT_TRANSLATE_NOOP("Rights", "Correct bills"),
        QT_TRANSLATE_NOOP("Rights", "Adjust, cancel, credit notes"),
    ),
    "issue_fees": (
        QT_TRANSLATE_NOOP("Rights", "Issue fees"),
        QT_TRANSLATE_NOOP("Rights", "By the schedule of fees"),
    ),
    "agree_plans": (
        QT_TRANSLATE_NOOP("Rights", "Agree instalments"),
        QT_TRANSLATE_NOOP("Rights", "Plans for what is overdue"),
    ),
    "disconnect": (
        QT_TRANSLATE_NOOP("Rights", "Supply off and on"),
        QT_TRANSLATE_NOOP("Rights", "Notices and the disconnection list"),
    ),
    "manage_customers": (
        QT_TRANSLATE_NOOP("Rights", "Change customers and meters"),
        QT_TRANSLATE_NOOP("Rights", "Move in and out, new connections, files"),
    ),
    "enter_readings": (
        QT_TRANSLATE_NOOP("Rights", "Enter readings"),
        QT_TRANSLATE_NOOP("Rights", "By route, by hand or from a file"),
    ),
    "read_reports": (
        QT_TRANSLATE_NOOP("Rights", "Read reports"),
        QT_TRANSLATE_NOOP("Rights", "All of them, for every counter"),
    ),
    "lock_period": (
        QT_TRANSLATE_NOOP("Rights", "Lock a period"),
        QT_TRANSLATE_NOOP("Rights", "Nothing is booked before that day any more"),
    ),
    "check_books": (
        QT_TRANSLATE_NOOP("Rights", "Check the books"),
        QT_TRANSLATE_NOOP("Rights", "Auditors: verification and audit pack"),
    ),
    "set_printer": (
        QT_TRANSLATE_NOOP("Rights", "Set up the printer"),
        QT_TRANSLATE_NOOP("Rights", "Of the computer they sit at; test page, drawer"),
    ),
    "set_keys": (
        QT_TRANSLATE_NOOP("Rights", "Change the function keys"),
        QT_TRANSLATE_NOOP("Rights", "Which one does what, at every counter"),
    ),
    "manage_people": (
        QT_TRANSLATE_NOOP("Rights", "Change people, counters and the utility"),
        QT_TRANSLATE_NOOP("Rights", "Administrators only"),
    ),
}
_SETTINGS = {
    "idle_minutes": (
        QT_TRANSLATE_NOOP("Settings", "Lock after"),
        QT_TRANSLATE_NOOP("Settings", "Minutes without a key, then the counter locks itself"),
    ),
    "undo_limit": (
        QT_TRANSLATE_NOOP("Settings", "Cancelled receipts in a shift"),
        QT_TRANSLATE_NOOP("Settings", "How many last receipts a cashier may cancel"),
    ),
    "implausible_factor": (
        QT_TRANSLATE_NOOP("Settings", "Questioned cash"),
        QT_TRANSLATE_NOOP("Settings", "Asked about when it is so many times what is due"),
    ),
    "claim_seconds": (
        QT_TRANSLATE_NOOP("Settings", "Open elsewhere"),
        QT_TRANSLATE_NOOP("Settings", "Seconds for which an open account warns other counters"),
    ),
    "difference_limit": (
        QT_TRANSLATE_NOOP("Settings", "Difference of a drawer"),
        QT_TRANSLATE_NOOP("Settings", "Above it a supervisor decides"),
    ),
    "drawer_limit": (
        QT_TRANSLATE_NOOP("Settings", "Cash in a drawer"),
        QT_TRANSLATE_NOOP("Settings", "Above it the cashier is asked for a drop; 0: never"),
    ),
    "set_aside_seconds": (
        QT_TRANSLATE_NOOP("Settings", "Set aside after"),
        QT_TRANSLATE_NOOP("Settings", "Seconds without an answer, then the cashier may go on"),
    ),
    "cheque_stale_days": (
        QT_TRANSLATE_NOOP("Settings", "Oldest cheque"),
        QT_TRANSLATE_NOOP("Settings", "Days; one dated longer ago is refused as stale"),
    ),
    "cheque_ahead_days": (
        QT_TRANSLATE_NOOP("Settings", "Cheques dated ahead"),
        QT_TRANSLATE_NOOP("Settings", "Days; one dated further ahead is refused as post-dated"),
    ),
    "value_date_days": (
        QT_TRANSLATE_NOOP("Settings", "Oldest money from outside"),
        QT_TRANSLATE_NOOP("Settings", "Days before today that a file or paper book may name"),
    ),
    "attempt_days": (
        QT_TRANSLATE_NOOP("Settings", "Slip for who came to pay"),
        QT_TRANSLATE_NOOP("Settings", "Days that late charges and cutting off wait after it"),
    ),
    "waiting_hours": (
        QT_TRANSLATE_NOOP("Settings", "A yes to a waiting act"),
        QT_TRANSLATE_NOOP("Settings", "Hours for which a supervisor's yes holds"),
    ),
    "billing_from": (
        QT_TRANSLATE_NOOP("Settings", "Bills are made here from"),
        QT_TRANSLATE_NOOP(
            "Settings", "What was used before was billed elsewhere; empty: the first bill"
        ),
    ),
    "reading_high_factor": (
        QT_TRANSLATE_NOOP("Settings", "High reading"),
        QT_TRANSLATE_NOOP("Settings", "Held when it is more than so many times the average"),
    ),
    "reading_low_factor": (
        QT_TRANSLATE_NOOP("Settings", "Low reading"),
        QT_TRANSLATE_NOOP("Settings", "Held when it is below this share of the average"),
    ),
    "reading_small_per_day": (
        QT_TRANSLATE_NOOP("Settings", "Small use"),
        QT_TRANSLATE_NOOP("Settings", "Units a day up to which no reading is held as high or low"),
    ),
    "reading_first_per_day": (
        QT_TRANSLATE_NOOP("Settings", "High first reading"),
        QT_TRANSLATE_NOOP("Settings", "Units a day, where a meter has no average yet"),
    ),
    "reading_wrap_share": (
        QT_TRANSLATE_NOOP("Settings", "Meter round zero"),
        QT_TRANSLATE_NOOP(
            "Settings", "Believed when the last reading was above this share of the dial"
        ),
    ),
    "notice_days": (
        QT_TRANSLATE_NOOP("Settings", "Days of a disconnection notice"),
        QT_TRANSLATE_NOOP("Settings", "From the notice to the day of the cut, at least"),
    ),
    "notice_minimum": (
        QT_TRANSLATE_NOOP("Settings", "Cut off for more than"),
        QT_TRANSLATE_NOOP("Settings", "Overdue when the notice was given, and still owed"),
    ),
    "bounce_fee": (
        QT_TRANSLATE_NOOP("Settings", "Fee for a returned cheque"),
        QT_TRANSLATE_NOOP("Settings", "Billed to the customer when a cheque comes back"),
    ),
    "bounce_fee_days": (
        QT_TRANSLATE_NOOP("Settings", "Days to pay that fee"),
        QT_TRANSLATE_NOOP("Settings", "From the day the cheque came back"),
    ),
    "kiosk_idle_seconds": (
        QT_TRANSLATE_NOOP("Settings", "Kiosk starts again after"),
        QT_TRANSLATE_NOOP("Settings", "Seconds without a touch; nothing of the customer stays"),
    ),
    "kiosk_tries": (
        QT_TRANSLATE_NOOP("Settings", "Wrong numbers at a kiosk"),
        QT_TRANSLATE_NOOP("Settings", "For one account; four times as many in all"),
    ),
    "kiosk_wait_minutes": (
        QT_TRANSLATE_NOOP("Settings", "Pause after wrong numbers"),
        QT_TRANSLATE_NOOP("Settings", "Minutes in which they are counted"),
    ),
    "scan_prefix": (
        QT_TRANSLATE_NOOP("Settings", "Scanner's prefix"),
        QT_TRANSLATE_NOOP("Settings", "What scanners send before a code, if anything"),
    ),
}
_FIELDS = {
    "name": (
        QT_TRANSLATE_NOOP("Utility", "Name"),
        QT_TRANSLATE_NOOP("Utility", "On screens and papers"),
    ),
    "address": (
        QT_TRANSLATE_NOOP("Utility", "Address"),
        QT_TRANSLATE_NOOP("Utility", "One line, on papers"),
    ),
    "tax_no": (
        QT_TRANSLATE_NOOP("Utility", "Tax number"),
        QT_TRANSLATE_NOOP("Utility", "On papers"),
    ),
    "contact": (
        QT_TRANSLATE_NOOP("Utility", "Line for questions"),
        QT_TRANSLATE_NOOP("Utility", "At the end of a receipt"),
    ),
    "receipt_foot": (
        QT_TRANSLATE_NOOP("Utility", "Last line"),
        QT_TRANSLATE_NOOP("Utility", "Closes a receipt"),
    ),
    "currency_code": (
        QT_TRANSLATE_NOOP("Utility", "Currency"),
        QT_TRANSLATE_NOOP("Utility", "Three letters, fixed at the first bill"),
    ),
    "currency_symbol": (
        QT_TRANSLATE_NOOP("Utility", "Currency as printed"),
        QT_TRANSLATE_NOOP("Utility", "Such as Rs"),
    ),
    "currency_decimals": (
        QT_TRANSLATE_NOOP("Utility", "Decimals"),
        QT_TRANSLATE_NOOP("Utility", "None to 3, fixed at the first bill"),
    ),
    "digit_grouping": (
        QT_TRANSLATE_NOOP("Utility", "Groups of digits"),
        QT_TRANSLATE_NOOP("Utility", "3, or 3;2 as in India"),
    ),
    "cash_step": (
        QT_TRANSLATE_NOOP("Utility", "Cash is rounded to"),
        QT_TRANSLATE_NOOP("Utility", "Such as 0.05; with 0 it is not rounded"),
    ),
    "time_zone": (
        QT_TRANSLATE_NOOP("Utility", "Time zone"),
        QT_TRANSLATE_NOOP("Utility", "Such as Asia/Kolkata, fixed at the first entry"),
    ),
    "notes": (
        QT_TRANSLATE_NOOP("Utility", "Banknotes"),
        QT_TRANSLATE_NOOP("Utility", "All of them, with spaces between"),
    ),
    "coins": (
        QT_TRANSLATE_NOOP("Utility", "Coins"),
        QT_TRANSLATE_NOOP("Utility", "All of them, with spaces between"),
    ),
}


def right_words(activity: str) -> tuple[str, str]:
    """What a right is about, and what it means."""
    return _found(_RIGHTS, "Rights", activity)


def setting_words(setting: str) -> tuple[str, str]:
    """A setting's name and what it does."""
    return _found(_SETTINGS, "Settings", setting)


def field_words(field: str) -> tuple[str, str]:
    """A field of the utility and where it shows."""
    return _found(_FIELDS, "Utility", field)


def role_words(role: Role) -> tuple[str, str]:
    """A role and its work."""
    translate = QCoreApplication.translate
    return {
        Role.CASHIER: (
            translate("Roles", "Cashier"), translate("Roles", "Takes payments at a counter"),
        ),
        Role.SUPERVISOR: (
            translate("Roles", "Supervisor"),
            translate("Roles", "Approves, closes the day, also takes payments"),
        ),
        Role.CLERK: (
            translate("Roles", "Clerk"),
            translate("Roles", "Customers, meters, readings, tariffs, bills"),
        ),
        Role.AUDITOR: (
            translate("Roles", "Auditor"), translate("Roles", "Reads everything, changes nothing"),
        ),
        Role.ADMINISTRATOR: (
            translate("Roles", "Administrator"),
            translate("Roles", "People, counters and the utility; no money"),
        ),
    }[role]  # fmt: skip


def state_chip(person: UserFacts) -> ChipContent | None:
    """Only a state that needs a look."""
    translate = QCoreApplication.translate
    if not person.has_account:
        return ChipContent(translate("People", "Cannot sign in"), "lock", Tone.WARN)
    if not person.is_active:
        return ChipContent(translate("People", "Disabled"), "lock", Tone.STOP)
    if person.must_change_password:
        return ChipContent(translate("People", "First password"), "clock")
    return None


def counters_words(codes: tuple[str, ...]) -> str:
    """Counters by their codes, or that there is none."""
    translate = QCoreApplication.translate
    if not codes:
        return translate("People", "No counter")
    return translate("People", "Counters {codes}").format(codes=", ".join(codes))


def _found(words: dict[str, tuple[str, str]], context: str, name: str) -> tuple[str, str]:
    if name not in words:
        return name.replace("_", " ").capitalize(), ""
    first, second = words[name]
    translate = QCoreApplication.translate
    return translate(context, first), translate(context, second)
