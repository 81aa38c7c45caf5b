"""An amount while it is typed, key by key: what a point and a comma mean in it.

A point parts the decimals. A comma does so, too, as some keypads have no point, until what follows
cannot be decimals: then it parts thousands, in groups of three or as in India ("12,34,567").
"""

from __future__ import annotations

import re
from decimal import Decimal

from cashier_app.domain.money import ZERO, Currency, NotMoney

_BEGUN = re.compile(r"\d{1,3}(,\d{3})*,\d{0,3}|\d{1,2}(,\d{2})*,\d{0,3}")
"""Groups, the last of them perhaps not typed to its end."""
_WHOLE = re.compile(r"\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})*,\d{3}")
_WHOLE_DIGITS = 12
"""As many as an amount has (`MAX_AMOUNT`)."""


def may_stand(text: str, decimals: int) -> bool:
    """Whether `text` is the beginning of an amount with so many decimals."""
    head, point, tail = _parted(text, decimals)
    if len(head.replace(",", "")) > _WHOLE_DIGITS:
        return False
    if point:
        whole = not head or head.isdecimal() or _WHOLE.fullmatch(head) is not None
        decimals_fit = tail.isdecimal() or (not tail and decimals > 0)
        return whole and len(tail) <= decimals and decimals_fit
    return not text or text.isdecimal() or _BEGUN.fullmatch(text) is not None


def amount_in(text: str, currency: Currency) -> Decimal:
    """What is typed; zero while it is empty or a group of thousands is not typed to its end."""
    head, point, tail = _parted(text, currency.decimals)
    try:
        return currency.parse(f"{head or '0'}.{tail}" if point else head)
    except NotMoney:
        return ZERO


def is_unfinished(text: str, decimals: int) -> bool:
    """Whether the last group of thousands still wants digits."""
    head, point, _ = _parted(text, decimals)
    return not point and "," in head and _WHOLE.fullmatch(head) is None


def _parted(text: str, decimals: int) -> tuple[str, str, str]:
    """Before and behind what parts the decimals: the point, or an only comma that may do so."""
    if "." not in text and text.count(",") == 1 and decimals:
        head, comma, tail = text.partition(",")
        if len(tail) <= decimals:
            return head, comma, tail
    return text.partition(".")
