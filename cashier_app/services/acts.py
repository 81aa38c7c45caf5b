"""One act with money, from the counter log's line to its acknowledgement."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from cashier_app.domain.errors import Busy, OutcomeUnknown, Refused, Unavailable
from cashier_app.services.ports import Journal, SessionGateway

_log = logging.getLogger(__name__)

T = TypeVar("T")

_REPEATS = 3


def run_act(
    log: Journal,
    *,
    request_id: UUID,
    kind: str,
    total: Decimal,
    person: str,
    facts: str,
    at: datetime,
    send: Callable[[], T],
    stored: Callable[[T], tuple[str, bytes]],
    order: str = "",
    account: Callable[[T], str] = lambda _stored: "",
    paper: Callable[[T], int] = lambda _stored: 0,
) -> T:
    """Log, send, log the answer. `stored` gives number and hash of what the server has.

    `order` and `account` (its number) are what a payment could be entered again from; `paper` is
    what its Z or slip of cash is read again by.

    Without a line on the disk nothing is sent (Unavailable "counter_log_failed").
    OutcomeUnknown passes through and leaves the line unsettled: it must be settled.
    """
    try:
        log.sent(request_id, kind, total, person, facts, at, order=order)
    except OSError as error:
        _log.warning("counter log cannot be written: %s", error)
        raise Unavailable("counter_log_failed") from error
    try:
        result = send()
    except (Refused, Busy, Unavailable) as error:
        # Unavailable: no connection could be made at all, nothing left this computer.
        write_down(log.refused, request_id, error.code)
        raise
    write_down(log.acknowledged, request_id, *stored(result), account(result), paper(result))
    return result


def repeated(session: SessionGateway, send: Callable[[], T]) -> T:
    """Repeat the same request on a fresh connection: stored once, whatever was lost.

    For acts that give nothing back to a customer; a payment is settled instead. After a doubt
    only an answer ends it: an earlier try may still land when a later one is refused, finds its
    locks held or no server. What stays in doubt is settled.
    """
    doubt: OutcomeUnknown | None = None
    for _ in range(_REPEATS):
        try:
            if doubt is not None:
                session.reconnect()
            return send()
        except OutcomeUnknown as error:
            doubt = doubt or error
        except (Refused, Busy, Unavailable) as error:
            if doubt is None:
                raise
            raise doubt from error
    raise doubt or AssertionError("a try either returns or raises")


def write_down(write: Callable[..., None], *facts: object) -> None:
    """A line about what the server has decided: it stands also when the log's disk is full.

    Without the line the act is settled again at the next sign-in.
    """
    try:
        write(*facts)
    except OSError as error:
        _log.warning("counter log cannot be written: %s", error)
