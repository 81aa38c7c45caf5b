"""The kinds of failure a person can meet; anything else is a bug.

Every class carries a code and facts; the sentence is made in `ui`, so that it
can be translated and says where the money stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


class CashierError(Exception):
    """Base of the failures that the program expects."""

    def __init__(self, code: str, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = dict(facts or {})


class Refused(CashierError):
    """The database or a rule said no. Nothing was changed, nothing was taken."""


class ConfirmationNeeded(CashierError):
    """Asked once; the act is repeated with the answer."""


class Busy(CashierError):
    """Lock wait or deadlock even after retries. Nothing was taken; trying again is safe."""


class Unavailable(CashierError):
    """The server cannot be reached, and nothing that matters was under way."""


class OutcomeUnknown(CashierError):
    """The connection broke while an act was on its way: it must be settled, never guessed."""

    def __init__(self, request_id: UUID, facts: Mapping[str, str] | None = None) -> None:
        super().__init__("outcome_unknown", facts)
        self.request_id = request_id


class SignInFailed(CashierError):
    """Name or password wrong, person disabled, counter not enrolled, server unsafe."""


class Stopped(CashierError):
    """A person stopped a long act; nothing of it is half done."""

    def __init__(self) -> None:
        super().__init__("stopped")
