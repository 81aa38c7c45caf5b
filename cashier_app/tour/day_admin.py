"""The administrator's part of the hall's day, and the first start of another computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cashier_app.services.first_start import FirstStart
    from cashier_app.tour.day import HallDay

ADMINISTRATOR = "david"


class DayAdmin:
    """Each chapter from the door back to it."""

    def __init__(self, hall: HallDay) -> None:
        self._hall, self._day, self._player = hall, hall.day, hall.player

    def look_after_the_program(self) -> None:
        """People, the utility, the receipt's design, counters and printers."""
        player, day = self._player, self._day
        self._hall.enter(ADMINISTRATOR, "home")
        player.picture("home-administrator")
        for action, screen in (
            ("people", "people"), ("utility", "utility"), ("counters", "counters"),
        ):  # fmt: skip
            self._look_at(action, screen)
        day.choose("receipt_design")
        day.at("receipt_design")
        player.until(lambda: not day.is_busy("counter"), "the design is read")
        player.press("Space")
        day.ready()
        player.picture("receipt-design")
        player.press("Space", "Esc")
        day.at("home")
        day.choose("printers")
        day.at("printers")
        day.ready()
        player.picture("printers")
        day.go("Enter", "printer_setup")
        player.until(lambda: not day.is_busy("printer"), "the printer has answered")
        player.picture("printer-setup")
        player.press("Esc")
        day.at("printers")
        player.press("Esc")
        day.at("home")
        day.choose("sign_out")
        day.at("sign_in")

    def start_another_computer(self) -> None:
        """The first pages of a computer without settings; nothing is made there."""
        from cashier_app.first_start import FirstStartHere
        from ui.models import first_start_pages as pages

        with self._new_computer(FirstStartHere(self._day.stage.empty_home())) as page:
            self._player.picture("first-start", self._player.in_front)
            self._player.type("1")
            self._player.until(lambda: page() == pages.UTILITY, "the utility's page")
            self._player.type("Rivergate Electricity")
            self._player.picture("first-start-utility", self._player.in_front)

    def _look_at(self, action: str, screen: str) -> None:
        player, day = self._player, self._day
        day.choose(action)
        day.at(screen)
        day.ready()
        player.picture(screen)
        player.press("Esc")
        day.at("home")

    @contextmanager
    def _new_computer(self, setup: FirstStart) -> Iterator[Callable[[], str]]:
        from ui.first_start import FirstStartWindow

        first = FirstStartWindow(setup, theme="light")
        try:
            first.flow.start()
            self._player.show(first.window)
            yield lambda: first.flow.page
        finally:
            first.tasks.close()
            first.window.allow_close()
            self._player.come_back()
