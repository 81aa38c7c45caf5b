"""Where a difference may come from.

The detective knows the mistakes that people at a counter make: a receipt forgotten or taken
twice, half of one, two digits swapped, one note too many or too few. It names suspects with
their numbers; a person looks and decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from cashier_app.domain.money import ZERO
from cashier_app.domain.story import Event, Moved, ShiftStory

SUSPECTS_OF_A_KIND = 5


class Why(StrEnum):
    """What makes an entry a suspect."""

    SAME = "same"
    HALF = "half"
    SWAPPED = "swapped"
    NOTE = "note"
    UNSETTLED = "unsettled"
    UNDONE = "undone"
    REVERSED = "reversed"
    OPENED = "opened"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Suspect:
    """One entry that may explain the difference."""

    why: Why
    number: str
    """A printed number, or the reference of an unsettled act."""
    stored_at: datetime
    amount: Decimal
    other: Decimal = ZERO
    """What it may have been in truth: the amount with its digits right, or the other note."""


def suspects(
    difference: Decimal, story: ShiftStory, notes: Sequence[Decimal], unit: Decimal
) -> tuple[Suspect, ...]:
    """Likely causes of `difference` (counted less expected), the likeliest first.

    `unit` is the currency's smallest amount (0.01). At most five of a kind; none for 0.
    """
    if difference == ZERO:
        return ()
    found: dict[Why, list[Suspect]] = {why: [] for why in Why}
    for suspect in _all(difference, story, tuple(sorted(notes)), unit):
        found[suspect.why].append(suspect)
    return tuple(s for of_kind in found.values() for s in of_kind[:SUSPECTS_OF_A_KIND])


def _all(
    difference: Decimal, story: ShiftStory, notes: tuple[Decimal, ...], unit: Decimal
) -> Iterator[Suspect]:
    size = abs(difference)
    for event in story.events:
        if event.kind == "undo":
            yield _event(Why.UNDONE, event)
        elif event.kind != "payment":
            yield _event(Why.REVERSED, event)
        if abs(event.amount) == size:
            yield _event(Why.SAME, event)
        elif abs(event.amount) * 2 == size:
            yield _event(Why.HALF, event)
        if event.kind == "payment":
            yield from _mistyped(difference, event, notes, unit)
    yield from _moved(size, story.moved)
    for left in story.left_open:
        yield Suspect(Why.UNSETTLED, left.reference, left.sent_at, left.total)


def _moved(size: Decimal, moved: Sequence[Moved]) -> Iterator[Suspect]:
    for movement in moved:
        if movement.kind == "no_sale":
            yield Suspect(Why.OPENED, movement.number, movement.stored_at, ZERO)
        elif abs(movement.amount) in {size, size / 2}:
            yield Suspect(Why.MOVED, movement.number, movement.stored_at, movement.amount)


def _event(why: Why, event: Event, other: Decimal = ZERO) -> Suspect:
    return Suspect(why, event.number, event.stored_at, event.amount, other)


def _mistyped(
    difference: Decimal, event: Event, notes: tuple[Decimal, ...], unit: Decimal
) -> Iterator[Suspect]:
    """Cash typed wrongly: what lies in the drawer is what was typed, plus the difference."""
    if event.cash <= ZERO:
        return
    truth = event.cash + difference
    if is_swapped(event.cash, truth, unit):
        yield _event(Why.SWAPPED, event, truth)
    elif event.change and _is_next_note(event.cash, truth, notes):
        yield _event(Why.NOTE, event, truth)
    elif event.change and (other := _wrong_change(difference, event.change, notes)) is not None:
        yield _event(Why.NOTE, event, other)


def is_swapped(typed: Decimal, truth: Decimal, unit: Decimal) -> bool:
    """True when two neighbouring digits of `typed` exchanged make `truth`.

    The two then differ by a multiple of 9 in the smallest unit, or the search is spared.
    """
    first, second = int(typed / unit), int(truth / unit)
    if first == second or first <= 0 or second <= 0 or (first - second) % 9:
        return False
    digits = str(first)
    return any(
        digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        == str(second).zfill(len(digits))
        for at in range(len(digits) - 1)
    )


def _is_next_note(typed: Decimal, truth: Decimal, notes: tuple[Decimal, ...]) -> bool:
    """One note was handed over and its neighbour typed."""
    if typed not in notes or truth not in notes:
        return False
    return abs(notes.index(typed) - notes.index(truth)) == 1


def _wrong_change(
    difference: Decimal, change: Decimal, notes: tuple[Decimal, ...]
) -> Decimal | None:
    """The change as it may have been handed out: one piece of it the next one up or down."""
    rest = change
    for at in range(len(notes) - 1, -1, -1):
        note = notes[at]
        if rest < note:
            continue
        rest %= note
        for neighbour in notes[max(at - 1, 0) : at + 2]:
            # A larger piece than due leaves the drawer short by what it is worth more.
            if neighbour != note and note - neighbour == difference:
                return change - difference
    return None
