"""The safe in words: rows, today's sum, questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.drawer import CashKind, SafeLine, opening_of
from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.shifts import Pieces
from ui import dates
from ui.models.cash_words import difference_word
from ui.screens.cash_form import CashQuestion
from ui.widgets.actions import Action
from ui.widgets.cell_table import Cell
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine


def actions(*, is_open: bool) -> tuple[Action, ...]:
    """What can be done now."""
    translate = QCoreApplication.translate
    if not is_open:
        return (
            Action(
                CashKind.SAFE_OPENING, translate("Safe", "Open the ledger"),
                translate("Safe", "Counts what is in the safe"), "lock",
            ),
        )  # fmt: skip
    return (
        Action(
            CashKind.SAFE_DEPOSIT, translate("Safe", "Take cash to the bank"),
            translate("Safe", "Fills a bag, prints its slip"), "arrow-up",
        ),
        Action(
            CashKind.SAFE_COUNT, translate("Safe", "Count the safe"),
            translate("Safe", "A difference is a line of its own"), "cash",
        ),
    )  # fmt: skip


def header(who: HeaderContent, lines: tuple[SafeLine, ...], currency: Currency) -> HeaderContent:
    """What the safe holds by its ledger."""
    if not lines:
        return who
    label = QCoreApplication.translate("Safe", "In the safe")
    return who.with_amount(label, lines[0].balance_after, currency)


def rows(
    lines: tuple[SafeLine, ...], currency: Currency, local: Callable[[datetime], datetime]
) -> tuple[tuple[Cell, ...], ...]:
    """The ledger, newest first."""
    return tuple(
        (
            Cell(dates.day(line.day), dates.clock(local(line.stored_at))),
            Cell(_what(line), _detail(line)),
            Cell(line.number, line.counter),
            Cell(amount=_signed(currency, line.amount)),
            Cell(amount=currency.show(line.balance_after)),
        )
        for line in lines
    )


def today(lines: tuple[SafeLine, ...], day: date, currency: Currency) -> tuple[LedgerLine, ...]:
    """From this morning to now."""
    if not lines:
        return ()
    translate, show = QCoreApplication.translate, currency.show
    todays = [line.amount for line in lines if line.day == day]
    came = sum((amount for amount in todays if amount > 0), ZERO)
    went = sum((amount for amount in todays if amount < 0), ZERO)
    return (
        LedgerLine(
            translate("Safe", "When the day began"), show(opening_of(lines, day)), weight="row"
        ),
        LedgerLine(translate("Safe", "Came in"), show(came), weight="row"),
        LedgerLine(translate("Safe", "Went out"), show(went), weight="row", rule="line_strong"),
        LedgerLine(translate("Safe", "Now"), show(lines[0].balance_after), weight="sum"),
    )


def count_words(kind: CashKind) -> tuple[str, str, str, str]:
    """Question, hint, green block and what follows, for the count of an act."""
    translate = QCoreApplication.translate
    return {
        CashKind.SAFE_OPENING: (
            translate("Safe", "How many of each are in the safe?"),
            translate("Safe", "The ledger begins with what you count."),
            translate("Safe", "Open with {amount}"),
            translate("Safe", "The first line of the ledger"),
        ),
        CashKind.SAFE_COUNT: (
            translate("Safe", "How many of each are in the safe?"),
            translate("Safe", "Count first. Then it is held against the ledger."),
            translate("Safe", "{amount} counted"),
            translate("Safe", "Held against the ledger; prints a slip"),
        ),
        CashKind.SAFE_DEPOSIT: (
            translate("Safe", "What goes into the bag?"),
            translate("Safe", "Only notes and coins; cheques have a list of their own."),
            translate("Safe", "{amount} into the bag"),
            translate("Safe", "Then the bag's number and the bank"),
        ),
    }[kind]


def piece_lines(pieces: tuple[Pieces, ...], currency: Currency) -> tuple[LedgerLine, ...]:
    """What is in a bag."""
    words = QCoreApplication.translate("Safe", "{n} \u00d7 {value}")
    listed = tuple(
        LedgerLine(
            words.format(n=piece.count, value=currency.show_short(piece.value)),
            currency.show(piece.value * piece.count),
        )
        for piece in pieces
    )
    total = sum((piece.value * piece.count for piece in pieces), ZERO)
    label = QCoreApplication.translate("Safe", "Total")
    return (*listed, LedgerLine(label, currency.show(total), weight="sum"))


def why_question(counted: Decimal, held: Decimal, currency: Currency) -> CashQuestion:
    """A safe that does not hold what its ledger says."""
    translate = QCoreApplication.translate
    difference = counted - held
    tone = "stop_text" if difference < 0 else "warn_ink"
    words = difference_word(currency, difference)
    return CashQuestion(
        translate("Safe", "Why is the safe {difference}?").format(difference=words),
        translate("Safe", "Store the count"),
        translate("Safe", "The difference becomes a line of the ledger"),
        reason_label=translate("Safe", "Reason"),
        reason_hint=translate("Safe", "Stands in the ledger for ever"),
        title=translate("Safe", "The count"),
        lines=(
            LedgerLine(
                translate("Safe", "By the ledger"), currency.show(held), weight="row", rule="line"
            ),
            LedgerLine(
                translate("Safe", "Counted"), currency.show(counted), weight="row",
                rule="line_strong",
            ),
            LedgerLine(words, weight="strong", tone=tone),
        ),
    )  # fmt: skip


def _what(line: SafeLine) -> str:
    translate = QCoreApplication.translate
    return {
        "opening": translate("Safe", "Ledger opened"),
        "float": translate("Safe", "Float of a shift"),
        "closing": translate("Safe", "Drawer counted at its close"),
        "drop": translate("Safe", "Brought from a drawer"),
        "change": translate("Safe", "Notes and coins changed"),
        "count": translate("Safe", "Safe counted"),
        "deposit": translate("Safe", "Taken to the bank"),
    }[line.kind]


def _detail(line: SafeLine) -> str:
    words = QCoreApplication.translate("Safe", "bag {bag}")
    bag = words.format(bag=line.bag_no) if line.bag_no else ""
    return ", ".join(part for part in (line.person, bag, line.reason) if part)


def _signed(currency: Currency, amount: Decimal) -> str:
    return f"+{currency.show(amount)}" if amount > 0 else currency.show(amount)
