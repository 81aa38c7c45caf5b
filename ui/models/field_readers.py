"""How the text of a form's field becomes a value, where a file's readers do not do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from cashier_app.domain.money import NotMoney, ungrouped
from cashier_app.services.imports.fields import BadField, decimal, phones
from ui.models.typed import date_in, number_in

_SHOWN_CODES = 6
LEAST_REASON = 3
_DINAR_DECIMALS = 3
"""Where "1,250" may be one and a quarter as well."""


def known_code(codes: tuple[str, ...]) -> Callable[[str], str]:
    """One of the codes there are, in any case."""
    by_folded = {code.casefold(): code for code in codes}

    def read(text: str) -> str:
        found = by_folded.get(text.casefold())
        if found is None:
            raise BadField("unknown_code")
        return found

    return read


def month(text: str) -> date:
    """The first day of a month that is written like 2026-11."""
    found = date_in(f"{text}-01")
    if found is None:
        raise BadField("not_a_month")
    return found


def from_zero(decimals: int) -> Callable[[str], Decimal]:
    """An amount of the currency, zero or more; thousands may be parted, as in all of these."""

    def read(text: str) -> Decimal:
        found = _amount(text, decimals)
        if found < 0:
            raise BadField("below_zero")
        return found

    return read


def above_zero(decimals: int) -> Callable[[str], Decimal]:
    """An amount of the currency above zero."""

    def read(text: str) -> Decimal:
        found = _amount(text, decimals)
        if found <= 0:
            raise BadField("not_positive")
        return found

    return read


def signed(decimals: int) -> Callable[[str], Decimal]:
    """An amount of the currency, with - before it for less; not zero."""

    def read(text: str) -> Decimal:
        found = _amount(text, decimals)
        if found == 0:
            raise BadField("is_zero")
        return found

    return read


def number(text: str) -> Decimal:
    """Any number; thousands may be parted."""
    found = number_in(_without_gaps(text))
    if found is None:
        raise BadField("not_a_figure")
    return found


def _amount(text: str, decimals: int) -> Decimal:
    if decimals == _DINAR_DECIMALS and text.count(",") == 1 and "." not in text:
        raise BadField("comma_in_doubt")
    return decimal(_without_gaps(text), decimals)


def _without_gaps(text: str) -> str:
    """Nothing is guessed: a comma that may be meant as a point is asked about."""
    try:
        return ungrouped(text)
    except NotMoney:
        raise BadField("comma_in_doubt") from None


def some_words(read: Callable[[str], str]) -> Callable[[str], str]:
    """What `read` takes, but not just a letter or two."""

    def read_words(text: str) -> str:
        if len(text) < LEAST_REASON:
            raise BadField("too_short", least=str(LEAST_REASON))
        return read(text)

    return read_words


def codes_hint(codes: tuple[str, ...]) -> str:
    """The first of them, for a field's hint."""
    shown = ", ".join(codes[:_SHOWN_CODES])
    return f"{shown} …" if len(codes) > _SHOWN_CODES else shown


def one_phone(text: str) -> str:
    """A phone number, digits only."""
    found = phones(text)
    if len(found) != 1:
        raise BadField("not_a_phone")
    return found[0]


def plain_figure(value: Decimal | None) -> str:
    """A figure as it is typed; "" for none."""
    return f"{value.normalize():f}" if value is not None else ""
