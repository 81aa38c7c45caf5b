"""The supervisor's part of a hall's day: safe, cheques, paper book, differences, month end."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cashier_app.domain.cheques import ChequeState
from cashier_app.domain.drawer import CashKind, Outcome
from cashier_app.domain.shifts import Pieces
from cashier_app.sample.calendar import local_today
from cashier_app.sample.people import DEMO_PASSWORD
from cashier_app.tour.stage import SECOND_SUPERVISOR, SUPERVISOR

if TYPE_CHECKING:
    from cashier_app.tour.day import HallDay

IN_THE_SAFE = (Pieces(Decimal(500), 40), Pieces(Decimal(100), 100))
DEPOSIT = (Pieces(Decimal(500), 20),)
PAPER_AMOUNT = Decimal(300)


class DayOffice:
    """Tomas, each chapter from home back to it."""

    def __init__(self, hall: HallDay) -> None:
        self._hall, self._day, self._player = hall, hall.day, hall.player

    def open_the_safe(self) -> None:
        """In the morning what lies in the safe is counted for the first time."""
        player, day = self._player, self._day
        self._hall.enter(SUPERVISOR, "home")
        player.picture("home-supervisor")
        day.choose("safe")
        day.at("safe")
        day.ready()
        player.picture("safe-not-open")
        day.go("Enter", "safe_count")
        self._hall.count(IN_THE_SAFE)
        player.press("Enter")
        self._hall.stored("safe_stored", "safe-opened", "safe")
        self._leave("home")
        self._sign_out()

    def list_the_cheque(self) -> None:
        """The day's cheques go to the bank."""
        player, day = self._player, self._day
        self._hall.enter(SUPERVISOR, "home")
        self._open_cheques(ChequeState.RECEIVED)
        player.picture("cheques-received")
        day.go("Enter", "cheque_bank")
        player.type("Central Bank")
        player.picture("cheques-to-bank")
        player.press("Enter")
        self._hall.stored("cheques_listed", "cheques-listed", "cheque_lists")
        self._leave("home")

    def _open_cheques(self, state: ChequeState) -> None:
        day = self._day
        day.choose("cheques")
        day.at("cheque_lists")
        day.choose(state)
        day.at("cheques")
        self._player.until(lambda: not day.is_busy("counter"), "the list is read")

    def enter_the_paper_book(self) -> None:
        """The power was out for an hour: two receipts were written by hand."""
        player, day = self._player, self._day
        day.choose("paper")
        day.at("paper_receipts")
        first, second = (day.people[name].account_no for name in ("Mohan", "Karuna"))
        amount = f"{PAPER_AMOUNT:f}"
        day.fill("A", "101", f"{local_today():%d%m%Y}", first, amount)
        player.picture("paper-receipt")
        player.press("Enter")
        day.fill(second, amount)
        player.press("Enter")
        player.picture("paper-receipts")
        player.press("F12")
        day.at("paper_count")
        self._hall.count(self._hall.pieces_of(2 * PAPER_AMOUNT), "paper-cash")
        day.go("Enter", "paper_approval")
        day.fill(SECOND_SUPERVISOR, "Seen the book", DEMO_PASSWORD)
        player.picture("paper-approval")
        player.press("Enter")
        day.at("paper_told")
        player.picture("paper-entered")
        day.go("Enter", "home")

    def take_the_bank_file_in(self) -> None:
        """What customers paid at the bank: two lines are taken, one names no account of ours."""
        player, day = self._player, self._day
        daniel, works = (day.people[name].account_no for name in ("Daniel", "Karimpur"))
        file = day.stage.bank_file(
            ("CB-77120", works, "50000.00"),
            ("CB-77121", daniel, "250.00"),
            ("CB-77122", "4410099999", "812.50"),
        )
        day.choose("bank_files")
        day.at("payment_choice")
        day.ready()
        player.type(str(file))
        player.picture("bank-file")
        day.go("Enter", "payment_file")
        player.picture("bank-file-lines")
        player.press("Enter")
        player.until(lambda: not day.is_busy("reports"), "the file is taken in")
        day.at("payment_file")
        player.picture("bank-file-taken")
        player.press("Esc")
        day.at("payment_choice")
        day.ready()
        self._leave("home")

    def take_the_cheque_back(self) -> None:
        """The bank sent it back: it is taken back in a shift, which needs no float."""
        player, day = self._player, self._day
        day.choose("shift")
        day.at("float_count")
        player.press("F12")
        day.go("Enter", "find")
        self._hall.to_shift()
        day.choose("home")
        day.at("home")
        self._open_cheques(ChequeState.LISTED)
        player.picture("cheques-at-the-bank")
        player.press("F11")
        day.at("cheque_reason")
        player.type("No funds")
        player.picture("cheque-came-back")
        player.press("Enter")
        self._hall.stored("cheques_done", "cheque-taken-back", "cheques")
        player.press("Esc")
        day.at("cheque_lists")
        self._leave("home")
        day.choose("shift")
        day.at("find")
        self._hall.close_without_cash()

    def look_at_the_day(self) -> None:
        """Whether everything ties out."""
        player, day = self._player, self._day
        self._hall.enter(SUPERVISOR, "home")
        day.choose("day")
        day.at("day")
        day.ready()
        player.picture("day")

    def decide_the_difference(self) -> None:
        """Amina's difference is looked into and decided."""
        player, day = self._player, self._day
        self._go_to_shift_of("Amina")
        day.go("Enter", "shift_look")
        player.picture("short-shift")
        day.choose("detect")
        day.at("day_detective")
        player.picture("detective")
        player.press("Esc")
        day.at("shift_look")
        day.choose("decide")
        day.at("decide_how")
        player.picture("decide-how")
        day.choose(Outcome.ACCEPTED)
        day.at("decide_why")
        player.type("Change of 500")
        player.picture("decide-why")
        day.go("Enter", "decided")
        player.picture("decided")
        day.go("Enter", "day")
        day.ready()
        player.until(lambda: not day.is_busy("counter"), "the day is read")
        player.picture("day-decided")
        self._leave("home")

    def _go_to_shift_of(self, name: str) -> None:
        from ui.screens.day import DayScreen

        screen = self._day.app.window.screen_in_front
        if not isinstance(screen, DayScreen):
            raise TypeError("the day is not in front")
        for _ in screen.list.rows:
            row = screen.list.current
            if row is not None and row.title.startswith(name):
                return
            self._player.press("Down")
        raise LookupError(f"{name} has no shift on this day")

    def take_the_deposit(self) -> None:
        """A bag for the bank, with its slip."""
        player, day = self._player, self._day
        day.choose("safe")
        day.at("safe")
        day.ready()
        player.picture("safe-ledger")
        day.choose(CashKind.SAFE_DEPOSIT)
        day.at("safe_count")
        self._hall.count(DEPOSIT, "deposit-counted")
        day.go("Enter", "deposit")
        day.fill("B-2207", "Central Bank, 4711")
        player.picture("deposit-bag")
        player.press("Enter")
        self._hall.stored("safe_stored", "deposit-stored", "safe")
        day.ready()
        player.picture("safe-after-deposit")
        self._leave("home")

    def save_reports(self) -> None:
        """The day's collections and its shifts, kept as PDFs."""
        for words, name in (("collections by c", "collections"), ("and short", "over-short")):
            self._save_report(words, name)

    def _save_report(self, words: str, name: str) -> None:
        player, day = self._player, self._day
        day.choose("reports")
        day.at("reports")
        player.type(words)
        player.picture(f"choose-{name}")
        day.go("Enter", "report")
        self._save(f"report-{name}")
        player.press("Esc")
        day.at("reports")
        player.press("Esc")
        self._leave("home")

    def _save(self, picture: str) -> None:
        player, day = self._player, self._day
        player.until(lambda: not day.is_busy("reports"), "the report is read")
        day.ready()
        player.press("F9")
        player.until(lambda: day.app.window.banner.content is not None, "the report is saved")
        player.picture(picture)

    def lock_the_month(self) -> None:
        """Last month leads from what was owed to what is owed, and is locked."""
        player, day = self._player, self._day
        day.choose("month_end")
        day.at("month_end")
        player.until(lambda: not day.is_busy("reports"), "the month is read")
        player.picture("month-end")
        player.press("F9")
        day.at("month_report")
        self._save("month-by-class")
        player.press("Esc")
        day.at("month_end")
        player.type("Tied to the bank")
        day.go("Enter", "month_end_sure")
        player.picture("lock-the-books")
        day.go("Enter", "month_end")
        player.until(lambda: not day.is_busy("reports"), "the month is read again")
        player.picture("month-locked")
        self._leave("home")
        self._sign_out()

    def _leave(self, to: str) -> None:
        self._player.press("Esc")
        self._day.at(to)

    def _sign_out(self) -> None:
        self._day.choose("sign_out")
        self._day.at("sign_in")
