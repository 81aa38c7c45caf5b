"""From the counter where a person signed in to a counter of a channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from uuid import UUID

from cashier_app.db.connection import CounterConnection, channel_token
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.repositories.outside import OutsideRepository, channels
from cashier_app.db.repositories.session import SessionRepository
from cashier_app.db.repositories.shifts import ShiftRepository
from cashier_app.domain.outside import ChannelCounter
from cashier_app.services.outside import OutsideDesk, OutsideService
from cashier_app.services.ports import Clock
from cashier_app.services.tender_ports import OutsideGateway


class SignedInChannels:
    """services.outside.ChannelDoor of whoever is connected."""

    def __init__(
        self, connection: CounterConnection, clock: Clock, new_request_id: Callable[[], UUID]
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._new_request_id = new_request_id

    def channels(self) -> tuple[ChannelCounter, ...]:
        """Where this person may work outside the hall."""
        return channels(self._connection)

    @contextmanager
    def desk(self, code: str) -> Iterator[OutsideDesk]:
        """The person at a channel's counter. Raises Unavailable, Refused, SignInFailed."""
        with closing(self._connection.for_channel(code)) as connection:
            session = SessionRepository(connection, SCHEMA_VERSION)
            session.check_server()
            service = OutsideService(
                OutsideRepository(connection),
                ShiftRepository(connection),
                session,
                self._clock,
                self._new_request_id,
            )
            yield OutsideDesk(service, session.sign_in())

    @contextmanager
    def approver(self, code: str, user_name: str, password: str) -> Iterator[OutsideGateway]:
        """A supervisor at the same counter. Raises SignInFailed or Unavailable."""
        address = self._connection.address
        with closing(CounterConnection(address, channel_token(code))) as connection:
            connection.open(user_name, password)
            yield OutsideRepository(connection)
