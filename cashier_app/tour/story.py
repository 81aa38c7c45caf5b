"""A day at counter 3, by keyboard and scanner only, as the tour plays it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from cashier_app.domain.cash import hand_back
from cashier_app.sample.calendar import local_today
from cashier_app.sample.generate import FeaturedAccount, featured_accounts
from cashier_app.sample.people import DEMO_PASSWORD
from cashier_app.tour.office import Office
from cashier_app.tour.stage import Stage

if TYPE_CHECKING:
    from ui.app import App
    from ui.tour.player import Player

CASHIER = "amina"
SHORT = Decimal(10)
"""What the tour's drawer is short of: a cashier closes that alone, with a reason."""
TYPE_AHEAD_MS = 300
"""The search box asks when a person pauses."""


class Day:
    """The chapters, each from the search box back to it."""

    def __init__(self, player: Player, app: App, stage: Stage, customers: int) -> None:
        self.player = player
        self.app = app
        self.stage = stage
        featured = featured_accounts(local_today(), customers)
        self.people: dict[str, FeaturedAccount] = {a.customer_name.split()[0]: a for a in featured}

    # Getting there

    def at(self, name: str) -> None:
        """Wait until screen `name` is in front."""
        self.player.until(lambda: self._in_front() == name, f"screen {name}")

    def _in_front(self) -> str:
        screen = self.app.window.screen_in_front
        return screen.objectName() if screen else ""

    def choose(self, action: str) -> None:
        """Press the key of a row of the list in front."""
        from ui.screens.menu import MenuScreen

        screen = self.app.window.screen_in_front
        if not isinstance(screen, MenuScreen):
            raise TypeError(f"there is no list to choose {action} from")
        self.player.type(screen.list.cap_of(action))

    def fill(self, *texts: str) -> None:
        """Type into one field after the other; Enter leads from each to the next."""
        for text in texts[:-1]:
            self.player.type(text)
            self.player.press("Enter")
        self.player.type(texts[-1])

    def ready(self) -> None:
        """Wait until the green block can be pressed."""
        self.player.until(self._is_ready, "the next key")

    def go(self, key: str, to: str) -> None:
        """Press the green block's key and arrive."""
        self.ready()
        self.player.press(key)
        self.at(to)

    def _is_ready(self) -> bool:
        screen = self.app.window.screen_in_front
        content = screen.frame.next_key if screen else None
        return content is not None and not content.waiting

    def found(self, text: str) -> None:
        """Type into the search box and wait for the answer to exactly that."""
        self.player.type(text)
        self.player.pause(TYPE_AHEAD_MS)
        self.player.until(lambda: not self.is_busy("counter"), f"an answer to {text}")

    def is_busy(self, lane: str) -> bool:
        """Something of that lane is under way."""
        from ui.tasks import LaneName

        return self.app.tasks.is_busy(LaneName(lane))

    def open_bill(self, bill_no: str, screen: str) -> None:
        """Scan a bill and arrive where it leads."""
        self.player.scan(bill_no)
        self.at(screen)
        self.ready()

    def next_customer(self) -> None:
        """From Paid to the empty search box."""
        self.go("Enter", "find")

    # Chapters

    def sign_in(self) -> None:
        """The door, and the shift's float."""
        player = self.player
        self.at("sign_in")
        player.until(lambda: self.app.program is not None, "the program is loaded")
        player.picture("sign-in")
        player.type(CASHIER)
        player.press("Tab")
        player.type(DEMO_PASSWORD)
        player.picture("sign-in-complete")
        self.go("Enter", "float_count")
        player.press("Enter")
        player.type("2")
        player.press("Enter")
        player.type("10")
        player.picture("opening-float")
        player.press("F12")
        self.go("Enter", "find")
        player.picture("find-empty")

    def find_by_each_key(self) -> None:
        """One box for everything."""
        karuna = self.people["Karuna"]
        searches = {
            "words": "kar sh",
            "account": karuna.account_no,
            "account-part": karuna.account_no[:6],
            "meter": "88104523",
            "phone": self.stage.phone_of(karuna.account_no),
            "former-meter": self.stage.former_meter(),
            "former-account": self.stage.former_account(),
            "bill": karuna.bill_nos[0],
            "bill-part": karuna.bill_nos[0][-4:],
            "address": "canal road sharma",
            "spelling": "karoona sharma",
            "no-match": "zzyzx",
        }
        for name, text in searches.items():
            self.found(text)
            self.player.picture(f"find-{name}")
            self.player.press("Esc")

    def exact_cash(self) -> None:
        """Two inputs: scan, Enter."""
        self.open_bill(self.people["Karthik"].bill_nos[0], "pay")
        self.player.picture("pay-exact")
        self.go("Enter", "paid")
        self.player.picture("paid-exact")
        self.next_customer()

    def change(self) -> None:
        """Three bills, credit, a late charge, change."""
        player = self.player
        self.found("karuna sharma canal")
        self.go("Enter", "bills")
        player.picture("bills")
        player.press("PgDn")
        player.picture("bills-past")
        player.press("PgUp")
        self.go("Enter", "pay")
        player.picture("pay-empty")
        player.type("1000")
        player.picture("pay-not-enough")
        for _ in range(4):
            player.press("Backspace")
        player.type("2600")
        player.picture("pay-change")
        self._customer_sees("to-pay")
        self.go("Enter", "paid")
        player.until(self.is_printed, "the receipt is printed")
        self.ready()
        player.picture("paid-change")
        self._customer_sees("change")

    def _customer_sees(self, name: str) -> None:
        if self.app.display is not None:
            self.player.picture_of(self.app.display, f"customer-display-{name}")

    def is_printed(self) -> bool:
        """Nothing is on its way to the server or the printer."""
        return not self.is_busy("printer") and not self.is_busy("counter")

    def undo(self) -> None:
        """The last receipt is taken back with the paper in hand."""
        player = self.player
        number = self.last_receipt_number()
        player.press("F11")
        self.at("undo")
        player.type("wrong customer")
        player.press("Tab")
        player.type(number)
        player.picture("undo")
        self.go("Enter", "paid")
        self.ready()
        player.picture("undone")
        self.next_customer()

    def last_receipt_number(self) -> str:
        """Of the receipt that stands on the screen Paid."""
        receipt = self.app.payment.screens.paid.receipt if self.app.payment else None
        if receipt is None:
            raise RuntimeError("no receipt was made yet")
        return receipt.number

    def part_payment(self) -> None:
        """Too little money settles the oldest bill first."""
        player = self.player
        self.open_bill(self.people["Karuna"].bill_nos[0], "pay")
        player.type("1000")
        player.press("F3")
        player.picture("pay-part-asked")
        self.go("Enter", "paid")
        player.picture("paid-part")
        self.next_customer()

    def overpayment(self) -> None:
        """The change stays as credit."""
        player = self.player
        self.open_bill(self.people["Sunita"].bill_nos[0], "pay")
        player.type("1000")
        player.press("F10")
        player.picture("pay-keep-credit-asked")
        self.go("Enter", "paid")
        player.picture("paid-credit")
        self.next_customer()

    def basket(self) -> None:
        """Bills of two customers, one receipt; a bill twice is refused."""
        player = self.player
        mohan = self.people["Mohan"]
        self.open_bill(mohan.bill_nos[0], "pay")
        player.scan(mohan.bill_nos[1])
        player.until(lambda: self._basket_bills() == 2, "two bills in the basket")
        player.scan(self.people["Karishma"].bill_nos[0])
        player.until(lambda: self._basket_bills() == 3, "three bills in the basket")
        player.scan(mohan.bill_nos[1])
        player.until(self._says_something, "the bill is refused")
        player.picture("basket-bill-twice")
        self.ready()
        if self.app.navigator.current == "bills":
            self.go("Enter", "pay")
        player.picture("basket-pay")
        player.type("20000")
        self.go("Enter", "paid")
        self.ready()
        player.picture("basket-paid")
        self.next_customer()

    def _basket_bills(self) -> int:
        return len(self.app.payment.basket.marked_bills) if self.app.payment else 0

    def _says_something(self) -> bool:
        return self.app.window.banner.content is not None

    def paid_meanwhile(self) -> None:
        """The other counter has the account open, and is quicker."""
        player = self.player
        bill_no = self.people["Karimpur"].bill_nos[0]
        self.stage.look_elsewhere(bill_no)
        self.open_bill(bill_no, "pay")
        player.picture("claimed-elsewhere")
        self.stage.pay_elsewhere(bill_no)
        player.type("1300000")
        self.ready()
        player.press("Enter")
        player.until(self._says_something, "the refusal")
        self.ready()
        player.picture("paid-meanwhile")
        self._back_to_find()

    def _back_to_find(self) -> None:
        for _ in range(4):
            if self.app.navigator.current == "find":
                break
            self.player.press("Esc")
        self.at("find")
        self.player.press("Esc")

    def nothing_due(self) -> None:
        """Nothing to pay; credit only."""
        for name in ("Karim", "Daniel"):
            self.found(self.people[name].account_no)
            self.go("Enter", "bills")
            self.player.picture(f"nothing-due-{name.lower()}")
            self._back_to_find()

    def paid_together(self) -> None:
        """Mohan's last receipt paid for Karishma, too, and she owes something again."""
        self.found(self.people["Mohan"].account_no)
        self.go("Enter", "bills")
        self.player.picture("paid-together")
        self._back_to_find()

    def touch(self) -> None:
        """Digits on the screen, and a look for eyes that need more contrast."""
        self._switch("touch")
        self.open_bill(self.people["Karuna"].bill_nos[1], "pay")
        self.player.picture("pay-touch")
        self._back_to_find()
        self._switch("touch")

    def _switch(self, action: str) -> None:
        self.player.press("F8")
        self.at("shift")
        self.choose(action)
        self.player.press("Esc")
        self.at("find")

    def reprint(self) -> None:
        """A copy of a stored receipt."""
        player = self.player
        player.press("F9")
        self.at("receipts")
        player.until(self._is_ready, "the list of receipts")
        player.press("Down")
        player.picture("receipts")
        player.press("F9")
        player.until(self.is_printed, "the copy is printed")
        self.ready()
        player.picture("reprinted")
        player.press("Esc")
        self.at("find")

    def out_of_paper(self) -> None:
        """Two receipts wait in the tray; the queue does not."""
        player = self.player
        self.stage.take_paper_out()
        for bill_no in self.people["Karishma"].bill_nos[1:]:
            self.open_bill(bill_no, "pay")
            self.go("Enter", "paid")
            player.until(self._says_something, "the tray")
            last = bill_no == self.people["Karishma"].bill_nos[-1]
            if last:
                player.picture("printer-out-of-paper")
                self.stage.put_paper_in()
                player.press("F9")
                player.until(lambda: not self._says_something(), "the tray is empty")
                player.picture("printer-has-paper")
            self.next_customer()

    def line_cut(self) -> None:
        """Enter is pressed, and no answer comes."""
        player = self.player
        bill_no = self.people["Karuna"].bill_nos[1]
        self.open_bill(bill_no, "pay")
        player.until(self.is_printed, "nothing else is on the line")
        self.stage.cut_line()
        player.press("Enter")
        self.at("unknown")
        player.pause(1500)
        player.picture("connection-lost")
        self.stage.mend_line()
        player.until(lambda: self.app.navigator.current != "unknown", "the end is known")
        self.ready()
        player.picture("connection-back")
        player.until(self._is_paid_at_last, "it is paid")
        self.next_customer()

    def _is_paid_at_last(self) -> bool:
        """The end may be that it never was: then it is taken again, when the bill is read again."""
        if self.app.navigator.current == "pay" and self._is_ready():
            self.player.press("Enter")
        return self.app.navigator.current == "paid"

    def lock_and_help(self) -> None:
        """Every key in one place, and the cover over everything."""
        player = self.player
        player.press("F1")
        self.at("help")
        player.picture("help")
        player.press("Esc")
        self.at("find")

    def close_the_shift(self) -> None:
        """Counted blind, locked, closed with the Z."""
        player = self.player
        player.press("F8")
        self.at("shift")
        player.picture("shift")
        self.go("Enter", "close_count")
        player.picture("count-empty")
        self.count_drawer(self.stage.expected_cash() - SHORT)
        player.press("F12")
        player.picture("count-last-look")
        self.go("Enter", "difference")
        player.type("Wrong change given")
        player.picture("difference")
        self.go("Enter", "closed")
        player.until(self.is_printed, "the Z is printed")
        player.picture("closed")
        self.go("Enter", "sign_in")
        player.picture("signed-out")

    def count_drawer(self, amount: Decimal) -> None:
        """Type the pieces of `amount` row by row."""
        denominations = self.app.state.signed_in.denominations
        pieces = {piece.value: piece.count for piece in hand_back(amount, denominations)}
        for row, denomination in enumerate(denominations):
            if denomination.value in pieces:
                self.player.type(str(pieces[denomination.value]))
            if row == len(denominations) // 2:
                self.player.picture("count")
            self.player.press("Enter")


def a_day(player: Player, app: App, stage: Stage, customers: int) -> None:
    """The whole tour. Raises TourStopped where the program leaves the story."""
    day = Day(player, app, stage, customers)
    office = Office(day)
    chapters: tuple[Callable[[], None], ...] = (
        day.sign_in,
        stage.open_other_counter,
        day.find_by_each_key,
        day.exact_cash,
        day.change,
        day.undo,
        day.part_payment,
        day.overpayment,
        day.basket,
        day.paid_meanwhile,
        day.nothing_due,
        day.paid_together,
        day.touch,
        day.reprint,
        day.out_of_paper,
        day.line_cut,
        day.lock_and_help,
        day.close_the_shift,
        office.sign_in,
        office.try_a_tariff,
        office.look_at_a_customer,
        office.read_a_route,
        office.sign_out,
    )
    for chapter in chapters:
        chapter()
