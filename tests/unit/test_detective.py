"""The over/short detective: every mistake it knows is found; no difference has no suspects."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.detective import SUSPECTS_OF_A_KIND, Suspect, Why, is_swapped, suspects
from cashier_app.domain.story import Event, LeftOpen, Moved, ShiftStory

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOTES = tuple(Decimal(n) for n in (1000, 500, 100, 50, 20, 10, 5, 2, 1))
CENT = Decimal("0.01")
CENTS = st.integers(1, 99_999_99).map(lambda n: Decimal(n).scaleb(-2))


def paid(number: str, amount: str, cash: str = "", change: str = "0") -> Event:
    return Event("payment", number, NOW, Decimal(amount), Decimal(cash or amount), Decimal(change))


def story(
    *events: Event, moved: tuple[Moved, ...] = (), left: tuple[LeftOpen, ...] = ()
) -> ShiftStory:
    return ShiftStory(events, moved, (), left, ())


def found(difference: str, told: ShiftStory) -> list[tuple[Why, str]]:
    return [(s.why, s.number) for s in suspects(Decimal(difference), told, NOTES, CENT)]


def test_a_receipt_of_the_amount_and_of_its_half() -> None:
    told = story(paid("1", "80"), paid("2", "40"), paid("3", "77"))
    assert found("-80", told) == [(Why.SAME, "1"), (Why.HALF, "2")]
    assert found("80", told) == [(Why.SAME, "1"), (Why.HALF, "2")]


@pytest.mark.parametrize(
    ("typed", "truth"), [("1590", "1950"), ("540", "450"), ("12.34", "12.43"), ("90.10", "9.10")]
)
def test_two_digits_exchanged(typed: str, truth: str) -> None:
    difference = Decimal(truth) - Decimal(typed)
    told = story(paid("1", "7.77", typed, str(Decimal(typed) - Decimal("7.77"))))
    (suspect,) = [s for s in suspects(difference, told, NOTES, CENT) if s.why is Why.SWAPPED]
    assert (suspect.number, suspect.other) == ("1", Decimal(truth))


def test_the_next_note_up_was_typed() -> None:
    told = story(paid("1", "420", "1000", "580"))
    (suspect,) = suspects(Decimal(-500), told, NOTES, CENT)
    assert (suspect.why, suspect.other) == (Why.NOTE, Decimal(500))


def test_change_was_handed_out_with_a_larger_piece() -> None:
    told = story(paid("1", "450", "500", "50"))
    (suspect,) = suspects(Decimal(-50), told, NOTES, CENT)
    assert (suspect.why, suspect.other) == (Why.NOTE, Decimal(100))


def test_undos_corrections_openings_and_what_is_unsettled_are_always_named() -> None:
    undo = Event("undo", "2", NOW, Decimal(-5), Decimal(-5), Decimal(0))
    reversal = Event("reversal", "3", NOW, Decimal(-7), Decimal(0), Decimal(0))
    opened = Moved("no_sale", "M1", NOW, Decimal(0), "a pen")
    drop = Moved("drop", "M2", NOW, Decimal(-33), "envelope")
    left = LeftOpen("7f3a9c", "payment", Decimal(3), NOW)
    told = story(undo, reversal, moved=(opened, drop), left=(left,))
    assert found("-33", told) == [
        (Why.UNSETTLED, "7f3a9c"), (Why.UNDONE, "2"), (Why.REVERSED, "3"), (Why.OPENED, "M1"),
        (Why.MOVED, "M2"),
    ]  # fmt: skip


def test_no_difference_has_no_suspects() -> None:
    assert suspects(Decimal(0), story(paid("1", "80")), NOTES, CENT) == ()


def test_at_most_five_of_a_kind() -> None:
    told = story(*(paid(str(n), "80") for n in range(9)))
    assert len(suspects(Decimal(-80), told, NOTES, CENT)) == SUSPECTS_OF_A_KIND


@given(amount=CENTS, difference=CENTS, sign=st.sampled_from((1, -1)))
def test_a_receipt_of_the_very_difference_is_never_missed(
    amount: Decimal, difference: Decimal, sign: int
) -> None:
    told = story(paid("1", str(amount)), paid("2", str(difference)))
    numbers = {s.number for s in suspects(sign * difference, told, NOTES, CENT)}
    assert "2" in numbers


@given(amount=CENTS, at=st.integers(0, 6))
def test_any_exchange_of_two_neighbours_is_seen(amount: Decimal, at: int) -> None:
    digits = str(int(amount / CENT))
    if at + 1 >= len(digits) or digits[at] == digits[at + 1]:
        assert not is_swapped(amount, amount, CENT)
        return
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    if int(swapped) > 0:
        assert is_swapped(amount, Decimal(swapped) * CENT, CENT)


@given(amount=CENTS, other=CENTS)
def test_what_differs_by_no_multiple_of_nine_was_not_exchanged(
    amount: Decimal, other: Decimal
) -> None:
    if int((amount - other) / CENT) % 9:
        assert not is_swapped(amount, other, CENT)


def test_a_suspect_is_plain_data() -> None:
    assert Suspect(Why.SAME, "1", NOW, Decimal(1)).other == 0
