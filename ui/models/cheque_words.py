"""Why a cheque is not taken, and what can be done: said before anything is sent."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.cheques import cheque_fault
from cashier_app.domain.utility import Rules
from ui import dates

BANK_LENGTH, NUMBER_LENGTH = 80, 24
_NUMBER = re.compile(r"[0-9A-Za-z/-]{1,24}")


def date_fault(dated_on: date, business_date: date, today: date, rules: Rules) -> tuple[str, str]:
    """What is wrong with the date of a cheque and what can be done; empty where nothing is."""
    translate = QCoreApplication.translate
    code = cheque_fault(dated_on, business_date, today, rules)
    text = translate("Cheque", "Do not take it. Ask for another cheque, or for cash.")
    shown = dates.day(dated_on)
    if code == "cheque_post_dated":
        lead = translate("Cheque", "The cheque is post-dated: {day} is to come.")
        return lead.format(day=shown), text
    if code == "cheque_stale":
        lead = translate("Cheque", "The cheque is stale: {day} is more than {n} days ago.")
        return lead.format(day=shown, n=rules.cheque_stale_days), text
    return "", ""


def number_fault(number: str) -> tuple[str, str]:
    """The same of the number of a cheque or slip."""
    translate = QCoreApplication.translate
    if _NUMBER.fullmatch(number):
        return "", ""
    return (
        translate("Cheque", "The number has other characters than letters and digits."),
        translate("Cheque", "A hyphen or a slash may stand between them."),
    )
