"""Readings by route, and the list of those that wait for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from cashier_app.domain.readings import Limits
from cashier_app.domain.supply import Entered, HeldReading, RouteProgress, RouteRow

Progress = Callable[[int, int], object]
"""Told how many of how many are done; what it raises stops the work, and nothing stays."""


class ReadingGateway(Protocol):
    """Raises Refused, Busy, Unavailable; ConfirmationNeeded("reading_odd") where it says so."""

    def today(self) -> date: ...

    def limits(self) -> Limits: ...

    def routes(self, day: date) -> tuple[RouteProgress, ...]: ...

    def held_count(self) -> int: ...

    def route_rows(self, route_id: int, day: date) -> tuple[RouteRow, ...]: ...

    def enter(
        self, register_id: int, read_on: date, value: Decimal, *, may_hold: bool
    ) -> Entered: ...

    def held(self, route_id: int | None) -> tuple[HeldReading, ...]: ...

    def accept(self, reading_id: int) -> None: ...

    def correct(self, reading_id: int, value: Decimal, *, accept: bool) -> Entered: ...

    def estimate_held(self, reading_id: int) -> Decimal: ...

    def estimate_missing(
        self, route_id: int, day: date, progress: Progress
    ) -> tuple[int, tuple[tuple[str, str], ...]]: ...


@dataclass(frozen=True, slots=True)
class Rounds:
    """Every route in the month of `day`; `held` counts what waits, of any month."""

    day: date
    routes: tuple[RouteProgress, ...]
    held: int


@dataclass(frozen=True, slots=True)
class Round:
    """A route to be typed in; what is typed is judged by `limits` without asking the server."""

    route: RouteProgress
    day: date
    rows: tuple[RouteRow, ...]
    limits: Limits
    today: date


@dataclass(frozen=True, slots=True)
class Estimated:
    """What became of a route's missing readings; `left` is (meter, why) of the others."""

    count: int
    left: tuple[tuple[str, str], ...]


class ReadingService:
    """Used in the lane "reports". All errors are those of the gateway."""

    def __init__(self, gateway: ReadingGateway) -> None:
        self._gateway = gateway

    def rounds(self) -> Rounds:
        """The routes as they are read this month."""
        today = self._gateway.today()
        return Rounds(today, self._gateway.routes(today), self._gateway.held_count())

    def round(self, route: RouteProgress, day: date | None = None) -> Round:
        """A route on a day (today if None), in walking order."""
        today = self._gateway.today()
        day = day or today
        rows = self._gateway.route_rows(route.route_id, day)
        return Round(route, day, rows, self._gateway.limits(), today)

    def enter(self, register_id: int, read_on: date, value: Decimal) -> Entered:
        """Store a reading; one that looks wrong is held."""
        return self._gateway.enter(register_id, read_on, value, may_hold=True)

    def held(self) -> tuple[HeldReading, ...]:
        """At most 500 that wait, by route."""
        return self._gateway.held(None)

    def accept(self, reading_id: int) -> None:
        """It counts as it is."""
        self._gateway.accept(reading_id)

    def correct(self, reading_id: int, value: Decimal, *, accept: bool = False) -> Entered:
        """Another value; what was read first stays in its note."""
        return self._gateway.correct(reading_id, value, accept=accept)

    def estimate_held(self, reading_id: int) -> Decimal:
        """An estimate in its place; the next actual reading trues it up."""
        return self._gateway.estimate_held(reading_id)

    def estimate_missing(self, route_id: int, day: date, progress: Progress) -> Estimated:
        """Estimate what a route has no reading of this month."""
        return Estimated(*self._gateway.estimate_missing(route_id, day, progress))
