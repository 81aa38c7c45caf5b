"""Rows, header and figures of one shift of the hall."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.hall import HallShift, OpenDifference
from cashier_app.domain.money import Currency
from ui import dates
from ui.counter_state import CounterState
from ui.models.cash_words import difference_word
from ui.models.day_view import shift_state
from ui.models.words import count_receipts
from ui.widgets.actions import Action
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine

CHECK, CLOSE, X, Z, DETECT, DECIDE = "check", "close", "x", "z", "detect", "decide"


def actions(shift: HallShift, rights: Container[str], *, is_own: bool) -> tuple[Action, ...]:
    """What may be done about `shift` now, the most likely first."""
    rows = []
    if shift.open_difference and shift.state == "closed":
        rows += _decide(rights, is_own=is_own)
    if shift.difference:
        rows.append(_detect())
    if shift.state == "open" and not is_own and "check_drawer" in rights:
        rows.append(_check())
    if shift.state != "closed" and not is_own and "close_other" in rights:
        rows.append(_close(is_counted=shift.state == "counting"))
    if shift.state == "closed":
        rows.append(_z())
    else:
        rows.append(_x())
    return tuple(rows)


def actions_of_difference(rights: Container[str], *, is_own: bool) -> tuple[Action, ...]:
    """What may be done about a difference of an earlier day."""
    return (*_decide(rights, is_own=is_own), _detect(), _z())


def header(shift: HallShift, state: CounterState) -> HeaderContent:
    """Whose shift it is; what lies in its drawer."""
    translate = QCoreApplication.translate
    opened = dates.since(state.local(shift.opened_at), state.local(state.signed_in.server_time))
    facts = (
        shift.counter, translate("Day", "since {time}").format(time=opened),
        count_receipts(shift.receipts),
    )  # fmt: skip
    label = translate("Day", "Counted in the drawer")
    if shift.counted is None:
        label = translate("Day", "Should be in the drawer")
    who = HeaderContent("cash", shift.cashier, facts)
    return who.with_amount(label, shift.in_drawer, state.currency)


def chip(shift: HallShift, currency: Currency, *, is_drop_due: bool) -> ChipContent:
    """The state of the shift."""
    text, tone = shift_state(shift, currency, is_drop_due=is_drop_due)
    return ChipContent(text, "clock" if tone is Tone.QUIET else "triangle-alert", tone)


def difference_chip(difference: Decimal, currency: Currency) -> ChipContent:
    """A difference that is open."""
    tone = Tone.STOP if difference < 0 else Tone.WARN
    return ChipContent(difference_word(currency, difference), "triangle-alert", tone)


def lines(shift: HallShift, currency: Currency) -> tuple[LedgerLine, ...]:
    """How the drawer comes to what it should hold."""
    translate, show = QCoreApplication.translate, currency.show
    moved = shift.drawer - shift.float_amount - shift.cash
    found = [
        LedgerLine(translate("Day", "Opening float"), show(shift.float_amount), weight="row"),
        LedgerLine(translate("Day", "Cash taken"), show(shift.cash), weight="row"),
        LedgerLine(
            translate("Day", "Other cash in and out"), show(moved), weight="row", rule="line_strong"
        ),
        LedgerLine(translate("Day", "Cash expected"), show(shift.expected), weight="strong"),
    ]
    if shift.counted is not None and shift.difference is not None:
        tone = "ink"
        if shift.difference:
            tone = "stop_text" if shift.difference < 0 else "warn_ink"
        found += [
            LedgerLine(
                translate("Day", "Cash counted"), show(shift.counted), weight="strong",
                rule="line_strong",
            ),
            LedgerLine(difference_label(shift.difference), show(abs(shift.difference)),
                       weight="sum", tone=tone),
        ]  # fmt: skip
    if shift.outcome:
        found.append(LedgerLine(outcome_word(shift.outcome), weight="row"))
    return tuple(found)


def difference_lines(one: OpenDifference, currency: Currency) -> tuple[LedgerLine, ...]:
    """A difference of an earlier day."""
    translate = QCoreApplication.translate
    tone = "stop_text" if one.difference < 0 else "warn_ink"
    reason = one.reason or translate("Day", "None was written down")
    return (
        LedgerLine(translate("Day", "Reason"), detail=reason, rule="line"),
        LedgerLine(
            difference_label(one.difference), currency.show(abs(one.difference)), weight="sum",
            tone=tone,
        ),
    )  # fmt: skip


def day_of(one: OpenDifference) -> str:
    """The day of the difference."""
    return dates.weekday(one.day)


def outcome_word(outcome: str) -> str:
    """How a difference was decided."""
    translate = QCoreApplication.translate
    if outcome == "charged":
        return translate("Day", "Charged to the cashier")
    return translate("Day", "Accepted")


def difference_label(difference: Decimal) -> str:
    """What an amount that a drawer is off by is called."""
    translate = QCoreApplication.translate
    if not difference:
        return translate("Day", "No difference")
    return translate("Day", "Short") if difference < 0 else translate("Day", "Over")


def _decide(rights: Container[str], *, is_own: bool) -> list[Action]:
    if is_own or "decide_difference" not in rights:
        return []
    translate = QCoreApplication.translate
    label, detail = translate("Day", "Decide"), translate("Day", "Accept it, or charge it")
    return [Action(DECIDE, label, detail, "check")]


def _detect() -> Action:
    translate = QCoreApplication.translate
    label = translate("Day", "Look for the cause")
    return Action(
        DETECT, label, translate("Day", "Receipts and acts that may explain it"), "search"
    )


def _check() -> Action:
    translate = QCoreApplication.translate
    label = translate("Day", "Count it unannounced")
    return Action(CHECK, label, translate("Day", "The shift goes on afterwards"), "cash")


def _close(*, is_counted: bool) -> Action:
    translate = QCoreApplication.translate
    if is_counted:
        label = translate("Day", "Close the shift")
        return Action(CLOSE, label, translate("Day", "It is counted already"), "lock")
    label = translate("Day", "Count and close the shift")
    return Action(CLOSE, label, translate("Day", "A forgotten one, for its cashier"), "lock")


def _x() -> Action:
    translate = QCoreApplication.translate
    return Action(
        X, translate("Day", "X report"), translate("Day", "As it stands, with the cash"), "receipt"
    )


def _z() -> Action:
    translate = QCoreApplication.translate
    label = translate("Day", "Z report")
    return Action(Z, label, translate("Day", "See it, print a copy, keep it as A4"), "receipt")
