"""Notes for coins with the safe: counted out, counted in, as much as went out."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject

from cashier_app.domain.drawer import CashKind, MoveCash
from cashier_app.domain.errors import CashierError
from cashier_app.domain.shifts import Pieces, counted
from ui.flow import shift_words
from ui.flow.cash_acting import CashActing
from ui.flow.counter import Counter
from ui.screens.counting import CountGiven
from ui.screens.pieces import PiecesScreen
from ui.widgets.banner import BannerContent, Gravity


class Exchange(QObject):
    """Two counts; the second has to come to the first."""

    def __init__(self, counter: Counter, acting: CashActing, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._acting = counter, acting
        self._out: tuple[Pieces, ...] = ()
        self._out_screen, self._in_screen = PiecesScreen("change_out"), PiecesScreen("change_in")
        for screen in (self._out_screen, self._in_screen):
            counter.navigator.add(screen)
            screen.left.connect(counter.navigator.back)
        self._out_screen.count_given.connect(self._on_out_given)
        self._in_screen.count_given.connect(self._on_in_given)

    def start(self) -> None:
        """Ask what goes out."""
        words = (
            self.tr("What goes out of the drawer?"), self.tr("To the safe; as much comes back."),
            self.tr("{amount} goes out"), self.tr("Then count what comes back"),
        )  # fmt: skip
        self._begin(self._out_screen, words, None)

    def _begin(
        self, screen: PiecesScreen, words: tuple[str, str, str, str], must_make: Decimal | None
    ) -> None:
        state = self._counter.state
        header = shift_words.person_header(state, "cash")
        screen.begin_count(state.signed_in.denominations, state.currency, header, words, must_make)
        self._counter.navigator.show(screen.objectName())

    def _on_out_given(self, given: CountGiven) -> None:
        self._out = given.pieces
        amount = counted(given.pieces)
        as_much = self.tr("As much as went out: {amount}")
        words = (
            self.tr("What comes into the drawer?"),
            as_much.format(amount=self._counter.state.currency.show(amount)),
            self.tr("Change {amount}"), self.tr("Stores it, prints a slip"),
        )  # fmt: skip
        self._begin(self._in_screen, words, amount)

    def _on_in_given(self, given: CountGiven) -> None:
        program, signed_in = self._counter.program, self._counter.state.signed_in
        changed = exchanged(self._out, given.pieces)
        if signed_in.shift is None or not changed:
            lead = self.tr("The same pieces go out and come in.")
            self._in_screen.show_banner(BannerContent(Gravity.LOOK, lead))
            return
        order = MoveCash(
            program.new_request_id(), signed_in.shift.shift_id, CashKind.CHANGE, Decimal(0), "",
            program.clock.now(), changed,
        )  # fmt: skip
        person = signed_in.person.user_name
        self._in_screen.wait(self.tr("Storing it"))
        self._acting.run(
            order.request_id, lambda: program.cash.move(order, person),
            shift_words.person_header(self._counter.state, "cash"), self._on_failed,
        )  # fmt: skip

    def _on_failed(self, error: CashierError) -> bool:
        self._in_screen.show_failure(error)
        return True


def exchanged(out: tuple[Pieces, ...], back: tuple[Pieces, ...]) -> tuple[Pieces, ...]:
    """What the drawer has more (above zero) and less of each denomination, largest first."""
    counts: dict[Decimal, int] = {}
    for piece in back:
        counts[piece.value] = counts.get(piece.value, 0) + piece.count
    for piece in out:
        counts[piece.value] = counts.get(piece.value, 0) - piece.count
    ordered = sorted(counts.items(), reverse=True)
    return tuple(Pieces(value, count) for value, count in ordered if count)
