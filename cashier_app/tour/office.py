"""The office after closing: a clerk signs in at the same counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cashier_app.sample.people import DEMO_PASSWORD

if TYPE_CHECKING:
    from cashier_app.tour.story import Day

CLERK = "nirmala"


class Office:
    """The chapters of people who take no money, each from home back to it."""

    def __init__(self, day: Day) -> None:
        self._day, self._player = day, day.player

    def sign_in(self) -> None:
        """Home, with what a clerk may do."""
        player = self._player
        player.press("Esc")
        player.type(CLERK)
        player.press("Tab")
        player.type(DEMO_PASSWORD)
        self._day.go("Enter", "home")
        player.picture("home-clerk")

    def try_a_tariff(self) -> None:
        """What a use costs, with its lines and its curve."""
        player, day = self._player, self._day
        self._day.choose("tariffs")
        day.at("tariffs")
        day.ready()
        player.picture("tariffs")
        player.type("R")
        day.go("Enter", "tariff_try")
        player.type("312")
        player.press("Enter")
        player.type("3")
        player.press("Enter")
        player.until(self._is_priced, "the bill is worked out")
        player.picture("tariff-try")
        player.press("Esc")
        day.at("tariffs")
        player.press("Esc")
        day.at("home")

    def look_at_a_customer(self) -> None:
        """Person, account, meter and use of one place; what can be changed there."""
        player, day = self._player, self._day
        self._day.choose("customers")
        day.at("places")
        player.type("sharma")
        player.until(self._may_open, "places are found")
        player.picture("places")
        day.go("Enter", "place")
        player.picture("place")
        self._day.choose("move_out")
        day.at("place_form")
        player.picture("move-out")
        for name in ("place", "places", "places", "home"):
            player.press("Esc")
            day.at(name)

    def read_a_route(self) -> None:
        """The rounds of the month, and one figure judged while it is typed."""
        player, day = self._player, self._day
        self._day.choose("readings")
        day.at("routes")
        player.until(self._may_type_in, "the routes are read")
        player.picture("routes")
        # The third is one of those that are not read to the end.
        player.press("Down", "Down")
        day.go("Enter", "route_readings")
        player.type("999")
        player.picture("route-readings")
        player.press("Esc")
        day.at("routes")
        day.go("Esc", "home")

    def sign_out(self) -> None:
        """Back to the door."""
        self._day.choose("sign_out")
        self._day.at("sign_in")

    def _is_priced(self) -> bool:
        screen = self._day.app.window.screen_in_front
        header = screen.frame.header if screen else None
        return header is not None and bool(header.amount)

    def _may_open(self) -> bool:
        return self._next_title().startswith("Open ")

    def _may_type_in(self) -> bool:
        return self._next_title().startswith("Type ")

    def _next_title(self) -> str:
        content = self._day.app.window.next_key.content
        return content.title if content else ""
