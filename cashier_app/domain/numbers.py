"""How stored numbers are read: they are kept without separators and shown in groups."""

from __future__ import annotations


def show_account_no(number: str) -> str:
    """Groups of four from the left: "4410-0297-61"."""
    return "-".join(number[at : at + 4] for at in range(0, len(number), 4))


def show_meter_no(number: str) -> str:
    """The two characters of the series, then the rest: "88-104523", "HT-000418"."""
    return f"{number[:2]}-{number[2:]}" if len(number) > 4 else number
