"""The clerk's part of a hall's day: a route is billed, the disconnection list, a new tariff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cashier_app.sample.calendar import local_today
from cashier_app.tour.office import CLERK

if TYPE_CHECKING:
    from cashier_app.tour.day import HallDay

PRICES = "new-prices.toml"
_MOST_ROUTES = 30


class DayClerk:
    """Nirmala in the evening, each chapter from home back to it."""

    def __init__(self, hall: HallDay) -> None:
        self._hall, self._day, self._player = hall, hall.day, hall.player

    def sign_in(self) -> None:
        """Home, with what a clerk may do."""
        self._hall.enter(CLERK, "home")
        self._player.picture("home-evening")

    def bill_a_route(self) -> None:
        """What nobody read is estimated, priced, looked at, issued, and saved as one PDF."""
        player, day = self._player, self._day
        route = self._estimate_a_route()
        day.choose("bill_runs")
        day.at("bill_runs")
        day.ready()
        day.choose("new")
        day.at("bill_run_form")
        player.type(f"{local_today():%Y-%m}")
        player.press("Tab")
        player.type(route)
        day.go("Enter", "bill_run_preview")
        player.picture("bill-run-preview")
        day.go("Enter", "bill_run_done")
        player.picture("bill-run-issued")
        player.press("F9")
        day.at("route_papers")
        day.go("Enter", "bill_runs")
        self._until_told("the papers are saved")
        player.picture("bills-on-paper")
        self._leave("home")

    def _estimate_a_route(self) -> str:
        """The first that is not read to the end; its code."""
        from ui.screens.routes import RoutesScreen

        player, day = self._player, self._day
        day.choose("readings")
        day.at("routes")
        day.ready()
        screen = day.app.window.screen_in_front
        if not isinstance(screen, RoutesScreen):
            raise TypeError("the routes are not in front")
        for _ in range(_MOST_ROUTES):
            chosen = screen.chosen
            if chosen is not None and chosen.read + chosen.held < chosen.registers:
                break
            player.press("Down")
        else:
            raise LookupError("every route is read to the end")
        player.type("E")
        day.at("estimate_sure")
        player.press("Enter")
        day.at("routes")
        self._until_told("what was not read is estimated")
        day.ready()
        player.picture("estimated")
        self._leave("home")
        return chosen.code

    def give_notices(self) -> None:
        """Counted, given; one supply is cut off, and the list goes along as a PDF."""
        player, day = self._player, self._day
        day.choose("disconnections")
        day.at("disconnections")
        day.ready()
        player.picture("disconnections")
        player.press("F12")
        day.at("disconnection_form")
        day.go("Enter", "notices_sure")
        player.picture("notices-counted")
        day.go("Enter", "disconnections")
        day.ready()
        player.picture("notices-given")
        day.go("Enter", "disconnection_form")
        player.type("Not paid")
        day.go("Enter", "disconnections")
        day.ready()
        player.press("F9")
        self._until_told("the list is saved")
        player.picture("disconnections-saved")
        self._leave("home")

    def save_papers(self) -> None:
        """Karuna's statement, and a bill of hers again."""
        player, day = self._player, self._day
        day.choose("bill_office")
        day.at("office_number")
        player.type(day.people["Karuna"].account_no)
        day.go("Enter", "office_account")
        player.picture("bills-of-an-account")
        day.choose("statement")
        day.at("office_statement")
        day.go("Enter", "office_account")
        player.picture("statement-saved")
        day.choose("papers")
        day.at("office_papers")
        player.press("Enter")
        self._until_told("the bill is saved")
        player.picture("bill-saved")
        for name in ("office_account", "office_number", "home"):
            self._leave(name)

    def take_a_tariff_in(self) -> None:
        """Next month's prices, looked at before they are kept."""
        player, day = self._player, self._day
        path = day.stage.write_new_prices(PRICES)
        day.choose("tariffs")
        day.at("tariffs")
        day.ready()
        player.type("+")
        day.at("tariff_files")
        day.ready()
        player.paste(str(path))
        day.go("Enter", "tariff_file")
        player.picture("tariff-file")
        player.press("Enter")
        self._until_told("the tariff is kept")
        player.picture("tariff-kept")
        day.go("Enter", "tariffs")
        day.ready()
        self._leave("home")
        day.choose("sign_out")
        day.at("sign_in")

    def _until_told(self, what: str) -> None:
        window = self._day.app.window
        self._player.until(lambda: window.banner.content is not None, what)

    def _leave(self, to: str) -> None:
        self._player.press("Esc")
        self._day.at(to)
