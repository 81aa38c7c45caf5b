"""The detective's suspects in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.detective import Suspect, Why
from cashier_app.domain.money import Currency
from cashier_app.domain.story import ShiftStory
from ui import dates
from ui.models.cash_words import difference_word
from ui.screens.detective import Clue
from ui.widgets.ledger import LedgerLine

_HISTORY = 5


def clue_of(suspect: Suspect, currency: Currency, local: Callable[[datetime], datetime]) -> Clue:
    """What happened, and how that makes a difference."""
    translate, show = QCoreApplication.translate, currency.show
    other = show(suspect.other)
    why, meaning = {
        Why.SAME: (
            translate("Clues", "Exactly this amount"),
            translate("Clues", "Not collected, collected twice, or paid in another way"),
        ),
        Why.HALF: (
            translate("Clues", "Half of this amount"),
            translate("Clues", "Counted on the wrong side, or handed back instead of taken"),
        ),
        Why.SWAPPED: (
            translate("Clues", "Two digits exchanged"),
            translate("Clues", "Perhaps {amount} was received").format(amount=other),
        ),
        Why.NOTE: (
            translate("Clues", "One note taken for another"),
            translate("Clues", "Perhaps {amount} was received or handed back").format(amount=other),
        ),
        Why.UNSETTLED: (
            translate("Clues", "Not settled yet"),
            translate("Clues", "The cash may have been taken without a receipt"),
        ),
        Why.UNDONE: (
            translate("Clues", "Receipt cancelled"),
            translate("Clues", "Was the cash handed back?"),
        ),
        Why.REVERSED: (
            translate("Clues", "Corrected afterwards"),
            translate("Clues", "Was the cash handed back?"),
        ),
        Why.OPENED: (
            translate("Clues", "Drawer opened without money"),
            translate("Clues", "Was anything changed or taken?"),
        ),
        Why.MOVED: (
            translate("Clues", "Cash moved besides payments"),
            translate("Clues", "Was it stored twice, or not carried out?"),
        ),
    }[suspect.why]
    time = dates.clock(local(suspect.stored_at))
    return Clue(why, meaning, suspect.number, time, show(suspect.amount))


def searched_lines(story: ShiftStory) -> tuple[LedgerLine, ...]:
    """What the detective looked at."""
    translate = QCoreApplication.translate
    counts = (
        (translate("Clues", "Receipts and corrections"), len(story.events)),
        (translate("Clues", "Other acts with cash"), len(story.moved)),
        (translate("Clues", "Surprise counts"), len(story.checks)),
        (translate("Clues", "Not settled yet"), len(story.left_open)),
    )
    return tuple(LedgerLine(label, str(n)) for label, n in counts)


def history_lines(story: ShiftStory, currency: Currency) -> tuple[LedgerLine, ...]:
    """The cashier's last differences, newest first."""
    return tuple(
        LedgerLine(
            dates.weekday(one.day), difference_word(currency, one.difference), detail=one.reason,
            rule="line",
        )
        for one in story.history[:_HISTORY]
    )  # fmt: skip
