"""An account by its whole number, as it stands on a bill."""

from __future__ import annotations

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.errors import Refused
from cashier_app.services.lookup import LookupService


def account_by_number(lookup: LookupService, text: str) -> AccountOpened:
    """Open it without keeping it claimed; raises Refused("no_such_account") for any other text."""
    wanted = _digits(text)
    found = lookup.find(text).rows if wanted else ()
    account = next((a for a in found if _digits(a.account_no) == wanted), None)
    if account is None:
        raise Refused("no_such_account")
    opened = lookup.open_account(account.account_id)
    lookup.release(account.account_id)
    return opened


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
