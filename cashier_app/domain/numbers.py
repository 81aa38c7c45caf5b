"""How stored numbers are read: they are kept without separators and shown in groups."""

from __future__ import annotations

import re

_TICKET = re.compile(r"9[0-9]{17}")
_SEPARATORS = re.compile(r"[\s\-./]+")


def plain_number(text: str) -> str:
    """A number as it is stored, from how it is printed or typed: "4410 0297-61" is "4410029761"."""
    return _SEPARATORS.sub("", text).upper()


def is_ticket_code(code: str) -> bool:
    """What the slip of a queue number carries: 9, the day, the ticket, two check digits.

    The check is that of ISO 7064, 97-10. No bill's number is so: those begin with their month.
    """
    return bool(_TICKET.fullmatch(code)) and int(code) % 97 == 1


def show_account_no(number: str) -> str:
    """Groups of four from the left: "4410-0297-61"."""
    return "-".join(number[at : at + 4] for at in range(0, len(number), 4))


def show_meter_no(number: str) -> str:
    """The two characters of the series, then the rest: "88-104523", "HT-000418"."""
    return f"{number[:2]}-{number[2:]}" if len(number) > 4 else number
