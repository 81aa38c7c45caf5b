"""What an act that is repeated after a doubt may say of its end (payments.md, N2)."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import pytest

from cashier_app.domain.errors import Busy, CashierError, OutcomeUnknown, Refused, Unavailable
from cashier_app.services.acts import repeated
from cashier_app.services.ports import SessionGateway

REQUEST = UUID(int=7)
DOUBT = OutcomeUnknown(REQUEST)


class Line:
    """A session whose reconnecting may fail; `send` answers one thing after the other."""

    def __init__(self, *answers: str | CashierError, reconnect: CashierError | None = None) -> None:
        self._answers = list(answers)
        self._reconnect = reconnect
        self.reconnects = 0

    def reconnect(self) -> None:
        self.reconnects += 1
        if self._reconnect:
            raise self._reconnect

    def send(self) -> str:
        answer = self._answers.pop(0)
        if isinstance(answer, CashierError):
            raise answer
        return answer

    def end(self) -> str:
        return repeated(cast("SessionGateway", self), self.send)


def test_what_is_lost_is_sent_again_on_a_fresh_connection() -> None:
    line = Line(DOUBT, DOUBT, "03-S-0001")
    assert line.end() == "03-S-0001"
    assert line.reconnects == 2


@pytest.mark.parametrize("error", [Refused("no_right"), Busy("busy"), Unavailable("gone")])
def test_before_any_doubt_a_failure_is_what_it_is(error: CashierError) -> None:
    with pytest.raises(type(error)):
        Line(error).end()


@pytest.mark.parametrize(
    "later", [Refused("upgrade_running"), Busy("busy"), Unavailable("gone"), DOUBT]
)
def test_after_a_doubt_only_settling_may_say_that_nothing_was_stored(later: CashierError) -> None:
    """The COMMIT of the first try may land after the second was refused or gave up waiting."""
    with pytest.raises(OutcomeUnknown) as found:
        Line(DOUBT, later, later).end()
    assert found.value is DOUBT


def test_without_a_line_the_doubt_stays() -> None:
    with pytest.raises(OutcomeUnknown):
        Line(DOUBT, reconnect=Unavailable("server_unreachable")).end()
