"""An account by its whole number, or by the number of a bill of it."""

from __future__ import annotations

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.errors import Refused
from cashier_app.services.lookup import LookupService


def account_by_number(lookup: LookupService, text: str) -> AccountOpened:
    """Open it without keeping it claimed; raises Refused("no_such_account") for any other text.

    A name or a telephone number, even one that is found once only, names no account.
    """
    wanted = _digits(text)
    found = lookup.find(text).rows if wanted else ()
    account = next((a for a in found if _digits(a.account_no) == wanted), None)
    opened = lookup.open_account(account.account_id) if account else _by_bill(lookup, text)
    lookup.release(opened.account_id)
    return opened


def _by_bill(lookup: LookupService, text: str) -> AccountOpened:
    try:
        return lookup.open_scanned(text)
    except Refused as error:
        if error.code in {"not_a_bill_code", "no_such_bill"}:
            raise Refused("no_such_account") from error
        raise


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
