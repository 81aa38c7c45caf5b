"""Why a line of a file or list was not taken, in few words; what is wrong with a whole file."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.outside import RefusedLine
from ui.messages import message_for
from ui.texts.marks import QT_TRANSLATE_NOOP

_REASONS: dict[str, str] = {
    "account_missing": QT_TRANSLATE_NOOP("Lines", "No account"),
    "bad_amount": QT_TRANSLATE_NOOP("Lines", "No such amount"),
    "bad_book": QT_TRANSLATE_NOOP("Lines", "No name of a book"),
    "bad_date": QT_TRANSLATE_NOOP("Lines", "No such day"),
    "bad_reference": QT_TRANSLATE_NOOP("Lines", "No reference of a bank"),
    "bad_number": QT_TRANSLATE_NOOP("Lines", "No such number"),
    "bad_value_date": QT_TRANSLATE_NOOP("Lines", "Day ahead, or too long ago"),
    "beyond_file": QT_TRANSLATE_NOOP("Lines", "More than the file was opened with"),
    "bill_of_other_account": QT_TRANSLATE_NOOP("Lines", "The bill is another account's"),
    "bill_changed": QT_TRANSLATE_NOOP("Lines", "Changed meanwhile"),
    "broke_off": QT_TRANSLATE_NOOP("Lines", "Not taken: choose the file again"),
    "cash_only": QT_TRANSLATE_NOOP("Lines", "Pays in cash only"),
    "cheque_known": QT_TRANSLATE_NOOP("Lines", "Cheque is known"),
    "more_than_due": QT_TRANSLATE_NOOP("Lines", "More than is due"),
    "no_such_account": QT_TRANSLATE_NOOP("Lines", "No such account"),
    "no_such_bill": QT_TRANSLATE_NOOP("Lines", "No such bill"),
    "nothing_due": QT_TRANSLATE_NOOP("Lines", "Nothing is due"),
    "other_columns": QT_TRANSLATE_NOOP("Lines", "Other columns"),
    "paper_number_known": QT_TRANSLATE_NOOP("Lines", "Entered before"),
    "reference_known": QT_TRANSLATE_NOOP("Lines", "Taken before: {receipt}"),
    "reference_missing": QT_TRANSLATE_NOOP("Lines", "No reference"),
    "reference_other": QT_TRANSLATE_NOOP("Lines", "Taken before, but not so: {receipt}"),
    "too_many_lines": QT_TRANSLATE_NOOP("Lines", "A batch has 500 receipts at most"),
    "twice_in_file": QT_TRANSLATE_NOOP("Lines", "Stands there twice"),
}


def reason_words(line: RefusedLine) -> str:
    """A few words; what has none of its own says what the counter would say of it."""
    if line.code in _REASONS:
        text = QCoreApplication.translate("Lines", _REASONS[line.code])
        return text.format_map({"receipt": "", **dict(line.facts)}).rstrip(": ")
    return message_for(Refused(line.code, dict(line.facts))).lead


def file_failure(error: CashierError) -> CashierError:
    """A file that cannot be read at all, as an error that has a sentence."""
    if error.code != "bad_file":
        return error
    return Refused(f"bad_file_{error.facts.get('reason', 'empty')}", error.facts)
