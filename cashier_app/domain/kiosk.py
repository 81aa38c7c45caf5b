"""A customer's own screen in the hall: who it is, and what opens an account there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from cashier_app.domain.utility import Utility


@dataclass(frozen=True, slots=True)
class KioskFacts:
    """A kiosk or hall display as it begins its day."""

    code: str
    name: str
    office: str
    today: date
    utc_offset_minutes: int
    idle_seconds: int
    """Without a touch for so long, the first page comes back."""
    scan_prefix: str
    utility: Utility


@dataclass(frozen=True, slots=True)
class AccountKeys:
    """Both numbers that a customer shows; neither opens anything alone."""

    account_no: str
    bill_no: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KioskState:
    """A kiosk as an administrator sees it."""

    code: str
    name: str
    office: str
    user_name: str
    is_active: bool
    enrolled_at: datetime
    enrolled_by: str
    failures: int
    """How often numbers did not fit each other since yesterday."""
