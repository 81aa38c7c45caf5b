"""The lines of a receipt in words, for its design."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.utility import HEAD_LINES, MORE_LINES, OPTIONAL_LINES, ReceiptDesign
from ui.screens.receipt_design import DesignRow

_translate = QCoreApplication.translate


def optional_words(name: str) -> tuple[str, str]:
    """A line that may be left out, and what it says."""
    words = {
        "logo": (_translate("Design", "Logo"),
                 _translate("Design", "The utility's own, or the built-in mark")),
        "utility_address": (_translate("Design", "Address of the utility"),
                            _translate("Design", "Under its name")),
        "customer_address": (_translate("Design", "Address of the customer"),
                             _translate("Design", "Under name and account")),
        "meter": (_translate("Design", "Meter"), _translate("Design", "Beside the account")),
        "bill_numbers": (_translate("Design", "Bill numbers"),
                         _translate("Design", "Beside the month that was paid for")),
        "explanations": (_translate("Design", "Why an amount is another"),
                         _translate("Design", "Late charges, discounts, what is left")),
        "balance": (_translate("Design", "Remaining balance"),
                    _translate("Design", "And the credit of the account")),
        "contact": (_translate("Design", "Line for questions"),
                    _translate("Design", "As it is set for the utility")),
    }  # fmt: skip
    return words[name]


def design_rows(design: ReceiptDesign, *, has_logo: bool) -> tuple[DesignRow, ...]:
    """Everything that can be changed, from the top of the paper to its foot."""
    optional = [
        DesignRow(name, *optional_words(name), shown=design.shows(name)) for name in OPTIONAL_LINES
    ]
    logo = DesignRow(
        "logo_file", _translate("Design", "Picture of the logo"),
        _translate("Design", "A PNG, best in black and white"),
        text=_translate("Design", "the utility's own") if has_logo else "",
    )  # fmt: skip
    own = [
        *_own("head", _translate("Design", "Line {n} under the name"), design.head, HEAD_LINES),
        *_own("more", _translate("Design", "Line {n} at the foot"), design.more, MORE_LINES),
    ]
    return (*optional, logo, *own)


def _own(part: str, label: str, lines: tuple[str, ...], count: int) -> list[DesignRow]:
    detail = _translate("Design", "Words of the utility's own")
    return [
        DesignRow(
            f"{part}-{n}", label.format(n=n + 1), detail, text=lines[n] if n < len(lines) else ""
        )
        for n in range(count)
    ]  # fmt: skip


def field_in_words(field: str) -> str:
    """A field of the design that was refused."""
    words = {
        "logo": _translate("Design", "the logo: a PNG of at most 300 kB and 4 million dots"),
        "receipt_head": _translate("Design", "the lines under the name"),
        "receipt_more": _translate("Design", "the lines at the foot"),
    }
    return words.get(field, _translate("Design", "the lines that are left out"))
