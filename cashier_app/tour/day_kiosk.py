"""The kiosk's part of the hall's day: a customer takes a number, and it is called and paid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cashier_app.tour.day import HallDay
    from ui.kiosk.start import KioskApp

WHO = "Karuna"
LEFT_OUT = -1
"""Her youngest bill can wait."""


class DayKiosk:
    """Two chapters, each from the counter's search box back to it."""

    def __init__(self, hall: HallDay) -> None:
        self._hall, self._day, self._player = hall, hall.day, hall.player
        self._code = ""

    def take_a_number(self) -> None:
        """By two numbers of the last bill to the bills; two of them are to be paid."""
        karuna = self._day.people[WHO]
        with self._kiosk() as kiosk:
            # Somebody before her has no paper and takes just a number.
            self._touch(kiosk, "take_number")
            self._page(kiosk, "ticket_page")
            self._touch(kiosk, "ticket_done")
            self._page(kiosk, "start_page")
            self._touch_digits(kiosk, karuna.account_no)
            self._touch(kiosk, "key_done")
            self._touch_digits(kiosk, karuna.bill_nos[LEFT_OUT])
            self._player.picture("kiosk-first-page", kiosk.window)
            self._touch(kiosk, "open_account")
            self._page(kiosk, "account_page")
            self._player.picture("kiosk-account", kiosk.window)
            self._touch(kiosk, f"bill_{karuna.bill_nos[LEFT_OUT]}")
            # Twice: it stands at the side again, and stays chosen.
            self._touch(kiosk, f"bill_{karuna.bill_nos[0]}")
            self._touch(kiosk, f"bill_{karuna.bill_nos[0]}")
            self._player.picture("kiosk-chosen", kiosk.window)
            self._touch(kiosk, "take_ticket")
            self._page(kiosk, "ticket_page")
            self._player.until(lambda: not self._is_busy(kiosk), "the slip is printed")
            self._player.picture("kiosk-number", kiosk.window)
            self._touch(kiosk, "ticket_done")
            self._page(kiosk, "start_page")
        self._code = self._day.stage.code_of_slip()

    def call_and_pay(self) -> None:
        """F10, the hall sees it; the slip opens Pay with just these bills."""
        player, day = self._player, self._day
        self._show_hall("hall-waiting")
        self._call()
        self._call()
        player.picture("number-called")
        self._show_hall("hall-called")
        player.scan(self._code)
        day.at("pay")
        day.ready()
        player.picture("pay-by-slip")
        day.go("Enter", "paid")
        player.until(day.is_printed, "the receipt is printed")
        day.next_customer()

    def _call(self) -> None:
        """The next number, to this counter."""
        banner = self._day.app.window.banner
        before = banner.content
        self._player.press("F10")
        self._player.until(
            lambda: banner.content is not None and banner.content != before, "a number is called"
        )

    @contextmanager
    def _kiosk(self) -> Iterator[KioskApp]:
        """The kiosk's window in front of the counter's."""
        from ui.kiosk.start import KioskApp

        kiosk = KioskApp(self._day.stage.load_kiosk)
        try:
            self._player.show(kiosk.window)
            kiosk.start()
            self._page(kiosk, "start_page")
            yield kiosk
        finally:
            kiosk.close()
            self._player.come_back()

    def _show_hall(self, picture: str) -> None:
        from ui.kiosk.display import HallDisplay

        kiosk = self._day.stage.load_kiosk()
        display = HallDisplay()
        try:
            display.show_facts(kiosk.service.hello())
            display.show_calls(kiosk.service.calls())
            self._player.show(display)
            self._player.picture(picture, display)
        finally:
            display.close()
            kiosk.close()
            self._player.come_back()

    def _page(self, kiosk: KioskApp, name: str) -> None:
        def is_there() -> bool:
            page = kiosk.window.pages.currentWidget()
            return page is not None and page.objectName() == name

        self._player.until(is_there, f"the kiosk's {name}")
        self._player.until(lambda: not self._is_busy(kiosk), "the kiosk's answer")

    def _touch(self, kiosk: KioskApp, name: str) -> None:
        self._player.touch(kiosk.window.pages.currentWidget(), name)

    def _touch_digits(self, kiosk: KioskApp, digits: str) -> None:
        for digit in digits:
            self._touch(kiosk, f"key_{digit}")

    def _is_busy(self, kiosk: KioskApp) -> bool:
        from ui.tasks import LaneName

        return any(kiosk.tasks.is_busy(lane) for lane in LaneName)
