"""Refusals of cheques, slips and money from outside the hall: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "cash_only": (
        QT_TRANSLATE_NOOP("Messages", "{name} pays cash only: a cheque came back."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask for cash."),
    ),
    "cheque_known": (
        QT_TRANSLATE_NOOP("Messages", "Cheque {cheque} was taken already, receipt {receipt}."),
        QT_TRANSLATE_NOOP("Messages", "No money was taken. Look at the number again."),
    ),
    "cheque_listed": (
        QT_TRANSLATE_NOOP("Messages", "Cheque {cheque} is on a list to the bank already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was listed. Read the register again."),
    ),
    "cheque_held": (
        QT_TRANSLATE_NOOP("Messages", "Cheque {cheque} is held until its date, {day}."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was listed. Take its mark away and list the others."
        ),
    ),
    "cheque_not_listed": (
        QT_TRANSLATE_NOOP("Messages", "This cheque has not been listed to the bank."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. List it first."),
    ),
    "cheque_ended": (
        QT_TRANSLATE_NOOP("Messages", "Cheque {cheque} is cleared or returned already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Read the register again."),
    ),
    "cheque_taken_back": (
        QT_TRANSLATE_NOOP("Messages", "The receipt of cheque {cheque} was taken back."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was listed. The cheque went back to its giver."),
    ),
    "no_such_deposit": (
        QT_TRANSLATE_NOOP("Messages", "There is no such list to the bank."),
        QT_TRANSLATE_NOOP("Messages", "Read the register again."),
    ),
    "reference_known": (
        QT_TRANSLATE_NOOP("Messages", "This reference was taken in already, receipt {receipt}."),
        QT_TRANSLATE_NOOP("Messages", "It counts once."),
    ),
    "beyond_file": (
        QT_TRANSLATE_NOOP("Messages", "The file was opened with fewer receipts or less money."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Close its shift and begin it again."),
    ),
    "bill_of_other_account": (
        QT_TRANSLATE_NOOP("Messages", "The bill belongs to another account."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Correct the line."),
    ),
    "bad_value_date": (
        QT_TRANSLATE_NOOP("Messages", "The day of the money is missing or still to come."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Correct the line."),
    ),
    "not_lost": (
        QT_TRANSLATE_NOOP("Messages", "This receipt is not one that a backup has lost."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was entered. Look at the list again."),
    ),
    "lost_already": (
        QT_TRANSLATE_NOOP("Messages", "Receipt {receipt} is explained as lost already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Look at the list again."),
    ),
    "entered_again": (
        QT_TRANSLATE_NOOP("Messages", "It was entered again before, as {receipt}."),
        QT_TRANSLATE_NOOP("Messages", "It counts once. Nothing was entered."),
    ),
    "not_approved": (
        QT_TRANSLATE_NOOP("Messages", "Nobody has approved these receipts."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Ask a supervisor."),
    ),
    "channel_takes_files": (
        QT_TRANSLATE_NOOP("Messages", "This counter is for money from outside the hall."),
        QT_TRANSLATE_NOOP("Messages", "Its shifts are opened by the files it takes in."),
    ),
    "channel_has_no_computer": (
        QT_TRANSLATE_NOOP("Messages", "Counter {counter} is for money from outside the hall."),
        QT_TRANSLATE_NOOP("Messages", "No computer is enrolled as it."),
    ),
    "bad_file_columns": (
        QT_TRANSLATE_NOOP("Messages", "The file lacks the columns {columns}, or has one twice."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. The first line names the columns."),
    ),
    "bad_file_empty": (
        QT_TRANSLATE_NOOP("Messages", "The file has no lines."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Choose another file."),
    ),
    "bad_file_too_large": (
        QT_TRANSLATE_NOOP("Messages", "The file is too large."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Part it, or choose another file."),
    ),
    "bad_file_not_utf8": (
        QT_TRANSLATE_NOOP("Messages", "The file is not text in UTF-8."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Save it as CSV UTF-8."),
    ),
    "bad_file_not_csv": (
        QT_TRANSLATE_NOOP("Messages", "Line {line} of the file cannot be read."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Look at its quotation marks."),
    ),
    "bad_file_not_found": (
        QT_TRANSLATE_NOOP("Messages", "The file cannot be opened."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Look at its name, or find it with F2."),
    ),
    "not_a_channel": (
        QT_TRANSLATE_NOOP("Messages", "This counter takes no files of a bank."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Choose the bank's own counter."),
    ),
    "nothing_approved": (
        QT_TRANSLATE_NOOP("Messages", "No batch of the paper book is approved here."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Ask a supervisor for a yes."),
    ),
    "other_file_unfinished": (
        QT_TRANSLATE_NOOP("Messages", "The file {file} was begun here and not ended."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. End it first: take that file in again."),
    ),
    "other_person_unfinished": (
        QT_TRANSLATE_NOOP("Messages", "{person} has begun a batch here and not ended it."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Whoever began it goes on with it."),
    ),
    "paper_number_known": (
        QT_TRANSLATE_NOOP("Messages", "Receipt {line} of this batch was entered before."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. A number of a book counts once."),
    ),
}
