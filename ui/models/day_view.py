"""The hall's day in words: what the supervisor's screen shows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.hall import HallDay, HallShift, Line, TieLine
from cashier_app.domain.money import ZERO, Currency
from ui import dates
from ui.models.cash_words import difference_word
from ui.models.words import count_receipts
from ui.widgets.chart import Bar
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.collections_table import CollectionRow
from ui.widgets.state_list import StateRow
from ui.widgets.tie_out import TieMark, TieRow

Local = Callable[[datetime], datetime]
_THOUSAND = Decimal(1000)
SHIFT, DIFFERENCE, ITEM, WAY = "shift", "difference", "item", "way"


@dataclass(frozen=True, slots=True)
class DayView:
    """Everything the screen shows; keys of rows are "kind:id"."""

    name: str
    facts: tuple[str, ...]
    label: str
    collected: str
    unit: str
    chip: ChipContent
    collections: tuple[CollectionRow, ...]
    total: CollectionRow
    hours: tuple[Bar, ...]
    so_far: str
    ties: tuple[TieRow, ...]
    rows: tuple[StateRow, ...]


def day_view(day: HallDay, currency: Currency, local: Local, person: str) -> DayView:
    """Of one snapshot."""
    translate = QCoreApplication.translate
    collections = _collections(day, currency)
    label = translate("Day", "Collected today")
    if not day.is_today:
        label = translate("Day", "Collected on {day}").format(day=dates.weekday(day.day))
    now = local(day.asked_at)
    so_far = translate("Day", "{n} h so far").format(n=now.hour) if day.is_today else ""
    return DayView(
        name=day.office,
        facts=(person, dates.weekday(day.day), _counters(day)),
        label=label,
        collected=currency.show(day.tendered),
        unit=currency.symbol,
        chip=verdict(day, currency),
        collections=collections,
        total=_total(day, currency),
        hours=_hours(day, now),
        so_far=so_far,
        ties=tuple(_tie_row(line, day, currency) for line in day.tie_out()),
        rows=_rows(day, currency, local),
    )


def verdict(day: HallDay, currency: Currency) -> ChipContent:
    """The answer to "Does the day tie out?"; the gravest reason first."""
    translate = QCoreApplication.translate
    reason = _reason(day, currency)
    if reason:
        words = translate("Day", "Not yet: {reason}").format(reason=reason)
        return ChipContent(words, "triangle-alert", Tone.STOP)
    return ChipContent(translate("Day", "It ties out"), "check")


def _reason(day: HallDay, currency: Currency) -> str:
    translate, show = QCoreApplication.translate, currency.show
    off = {line.line: line.off for line in day.tie_out() if not line.ties}
    books = {Line.POSTED, Line.TENDERS, Line.RUNNING, Line.SAFE} & set(off)
    if books:
        line = next(one for one in Line if one in books)
        words = translate("Day", "{what} off by {amount}")
        return words.format(what=_line_word(line, day), amount=show(off[line]))
    wrong = [shift for shift in day.shifts if shift.open_difference]
    if wrong:
        shift = wrong[0]
        words = translate("Day", "{counter} is {amount}")
        amount = difference_word(currency, shift.open_difference)
        return words.format(counter=shift.counter, amount=amount)
    if day.differences:
        difference = day.differences[0]
        words = translate("Day", "{counter} was {amount} on {day}")
        amount = difference_word(currency, difference.difference)
        day_text = dates.day(difference.day)
        return words.format(counter=difference.counter, amount=amount, day=day_text)
    if day.on_the_way:
        amount = show(sum((way.amount for way in day.on_the_way), ZERO))
        return translate("Day", "{amount} is on its way").format(amount=amount)
    return ""


def _counters(day: HallDay) -> str:
    translate = QCoreApplication.translate
    states = [shift.state for shift in day.shifts]
    is_open, closing = states.count("open"), states.count("counting")
    words = translate("Day", "{n} counters open")
    if is_open == 1:
        words = translate("Day", "1 counter open")
    text = words.format(n=is_open)
    if closing:
        text += translate("Day", ", {n} closing").format(n=closing)
    return text


def _collections(day: HallDay, currency: Currency) -> tuple[CollectionRow, ...]:
    by_counter: dict[str, list[HallShift]] = {}
    for shift in day.of_the_day:
        by_counter.setdefault(shift.counter_code, []).append(shift)
    return tuple(
        _collection(_short(code), _cashiers(shifts), shifts, currency, transfers=day.has_transfers)
        for code, shifts in by_counter.items()
    )


def _total(day: HallDay, currency: Currency) -> CollectionRow:
    name = QCoreApplication.translate("Day", "All counters")
    shifts = list(day.of_the_day)
    return _collection("", name, shifts, currency, transfers=day.has_transfers)


def _cashiers(shifts: list[HallShift]) -> str:
    """Who sat there: one name whole, of several the first word each."""
    names = tuple(dict.fromkeys(shift.cashier for shift in shifts))
    if len(names) == 1:
        return names[0]
    return ", ".join(name.split(" ", 1)[0] for name in names)


def _collection(
    code: str, name: str, shifts: list[HallShift], currency: Currency, *, transfers: bool
) -> CollectionRow:
    """Cash, card, cheque, money from files on a day that has some, and their sum."""
    kinds = [
        [shift.cash for shift in shifts],
        [shift.card for shift in shifts],
        [shift.cheque for shift in shifts],
        *([[shift.transfer for shift in shifts]] if transfers else ()),
        [shift.total for shift in shifts],
    ]
    amounts = tuple(currency.show(sum(kind, ZERO)) for kind in kinds)
    return CollectionRow(code, name, str(sum(shift.receipts for shift in shifts)), amounts)


def _hours(day: HallDay, now: datetime) -> tuple[Bar, ...]:
    """In thousands with one decimal; the best hour is meant, the present one hatched."""
    if not day.hours:
        return ()
    first, last = day.hours[0][0], day.hours[-1][0]
    amounts = dict(day.hours)
    best = max(day.hours, key=lambda hour: hour[1])[0]
    words = QCoreApplication.translate("Day", "{n} h")
    bars = []
    for hour in range(first, last + 1):
        amount = amounts.get(hour, ZERO)
        running = day.is_today and hour == now.hour
        bars.append(
            Bar(
                words.format(n=hour), amount, f"{amount / _THOUSAND:,.1f}",
                meant=hour == best and not running, hatched=running,
            )
        )  # fmt: skip
    return tuple(bars)


def _tie_row(line: TieLine, day: HallDay, currency: Currency) -> TieRow:
    mark = TieMark.NONE
    if line.line not in {Line.RECEIPTS, Line.CANCELLED}:
        mark = TieMark.TIES if line.ties else TieMark.OFF
    return TieRow(_line_word(line.line, day), currency.show(line.amount), mark)


def _line_word(line: Line, day: HallDay) -> str:
    translate = QCoreApplication.translate
    words = {
        Line.RECEIPTS: translate("Day", "Receipts issued, {n}").format(n=day.receipts),
        Line.POSTED: translate("Day", "Posted to accounts"),
        Line.TENDERS: translate("Day", "Cash, card, cheque, files")
        if day.has_transfers
        else translate("Day", "Cash, card and cheque"),
        Line.DRAWERS: translate("Day", "Drawers against expected"),
        Line.RUNNING: translate("Day", "Running sums"),
        Line.SAFE: translate("Day", "In the safe"),
        Line.ON_THE_WAY: translate("Day", "Between two drawers"),
        Line.CANCELLED: translate("Day", "Receipts taken back, {n}").format(n=day.cancelled),
    }
    return words[line]


def _rows(day: HallDay, currency: Currency, local: Local) -> tuple[StateRow, ...]:
    """What waits for somebody first, then the open shifts, then the closed ones."""
    shown = {shift.shift_id for shift in day.shifts}
    rows = [_shift_row(shift, day, currency, local) for shift in day.shifts]
    rows.sort(key=_urgency)
    translate, show = QCoreApplication.translate, currency.show
    earlier = [
        StateRow(
            f"{DIFFERENCE}:{one.shift_id}", _short_name(one.counter), one.cashier,
            difference_word(currency, one.difference), dates.day(one.day), "",
            Tone.STOP if one.difference < 0 else Tone.WARN,
        )
        for one in day.differences
        if one.shift_id not in shown
    ]  # fmt: skip
    items = [
        StateRow(
            f"{ITEM}:{item.request_id.hex}", "?",
            translate("Day", "Ref {reference}").format(reference=item.reference),
            translate("Day", "Not settled yet"), item.cashier, show(item.total), Tone.WARN,
        )
        for item in day.unsettled
    ]  # fmt: skip
    ways = [
        StateRow(
            f"{WAY}:{way.handover_id}", "\u2192",
            translate("Day", "{giver} to {receiver}").format(
                giver=way.giver, receiver=way.receiver
            ),
            translate("Day", "On its way"),
            translate("Day", "since {time}").format(time=dates.clock(local(way.stored_at))),
            show(way.amount), Tone.WARN,
        )
        for way in day.on_the_way
    ]  # fmt: skip
    return (*rows[: _urgent(rows)], *earlier, *items, *ways, *rows[_urgent(rows) :])


def _urgency(row: StateRow) -> int:
    return {Tone.STOP: 0, Tone.WARN: 1, Tone.QUIET: 2}[row.tone]


def _urgent(rows: list[StateRow]) -> int:
    return sum(row.tone is not Tone.QUIET for row in rows)


def _shift_row(shift: HallShift, day: HallDay, currency: Currency, local: Local) -> StateRow:
    translate = QCoreApplication.translate
    state, tone = shift_state(shift, currency, is_drop_due=day.is_drop_due(shift))
    opened = dates.clock(local(shift.opened_at))
    if shift.business_date != day.day:
        opened = dates.day(shift.business_date)
    when = translate("Day", "since {time}").format(time=opened)
    if shift.counted_at is not None:
        until = dates.clock(local(shift.counted_at))
        when = translate("Day", "{first} to {last}").format(first=opened, last=until)
    return StateRow(
        f"{SHIFT}:{shift.shift_id}", _short(shift.counter_code), shift.cashier, state, when,
        currency.show(shift.in_drawer), tone,
    )  # fmt: skip


def shift_state(shift: HallShift, currency: Currency, *, is_drop_due: bool) -> tuple[str, Tone]:
    """What a shift is now, and how much that matters."""
    translate = QCoreApplication.translate
    if shift.open_difference:
        tone = Tone.STOP if shift.open_difference < 0 else Tone.WARN
        return difference_word(currency, shift.open_difference), tone
    if shift.state == "open":
        if is_drop_due:
            return translate("Day", "Open, drop due"), Tone.WARN
        return translate("Day", "Open"), Tone.QUIET
    if shift.state == "counting":
        return translate("Day", "Counted, not closed"), Tone.WARN
    if shift.difference:
        return translate("Day", "Closed, {difference}").format(
            difference=difference_word(currency, shift.difference)
        ), Tone.QUIET
    return translate("Day", "Closed"), Tone.QUIET


def receipts_words(shift: HallShift) -> str:
    """How many receipts a shift has."""
    return count_receipts(shift.receipts)


def _short(code: str) -> str:
    """A counter's code without leading zeros."""
    return code.lstrip("0") or code


def _short_name(counter: str) -> str:
    """The number at the end of a counter's name, or its first letters."""
    last = counter.rsplit(" ", 1)[-1]
    return last if len(last) <= 3 else counter[:2]
