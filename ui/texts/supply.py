"""Refusals of the office's work on customers, meters and readings: what happened, what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

_NOTHING = QT_TRANSLATE_NOOP("Messages", "Nothing was changed.")

REFUSED: dict[str, Pair] = {
    "before_moving_in": (
        QT_TRANSLATE_NOOP("Messages", "The customer moved in on {day}."),
        QT_TRANSLATE_NOOP("Messages", "The last day is not before that. Nothing was changed."),
    ),
    "before_moving_out": (
        QT_TRANSLATE_NOOP("Messages", "The customer before stayed until {day}."),
        QT_TRANSLATE_NOOP("Messages", "The first day comes after that. Nothing was changed."),
    ),
    "beyond_dial": (
        QT_TRANSLATE_NOOP("Messages", "{value} does not fit on a dial of {dials} digits."),
        QT_TRANSLATE_NOOP("Messages", "Look at the meter's number and at the figure."),
    ),
    "connection_taken": (
        QT_TRANSLATE_NOOP("Messages", "Somebody lives there on these days: account {account}."),
        QT_TRANSLATE_NOOP("Messages", "Move that account out first. Nothing was changed."),
    ),
    "day_in_future": (
        QT_TRANSLATE_NOOP("Messages", "{value} has not come yet."),
        QT_TRANSLATE_NOOP("Messages", "Today is the last day that can be written."),
    ),
    "later_reading_stands": (
        QT_TRANSLATE_NOOP("Messages", "This meter was read again after that day."),
        QT_TRANSLATE_NOOP("Messages", "Correct the newest reading instead."),
    ),
    "load_later": (
        QT_TRANSLATE_NOOP("Messages", "The connection has another load from {day} on."),
        QT_TRANSLATE_NOOP("Messages", "Choose that day or a later one."),
    ),
    "meter_billed": (
        QT_TRANSLATE_NOOP("Messages", "This meter has been billed."),
        QT_TRANSLATE_NOOP("Messages", "Its number, multiplier and registers stay as they are."),
    ),
    "meter_not_fitted": (
        QT_TRANSLATE_NOOP("Messages", "The meter was fitted nowhere on {day}."),
        QT_TRANSLATE_NOOP("Messages", "Look at the days of its fitting."),
    ),
    "meter_stored_otherwise": (
        QT_TRANSLATE_NOOP(
            "Messages",
            "Meter {meter} is known: digits {dials}, multiplier {multiplier}, maker {maker}.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed. Compare it with the meter, then its number."
        ),
    ),
    "meter_taken": (
        QT_TRANSLATE_NOOP("Messages", "This meter stands at another place on these days."),
        QT_TRANSLATE_NOOP("Messages", "Take it out there first, or look at its number."),
    ),
    "negative_reading": (
        QT_TRANSLATE_NOOP("Messages", "{value} is below zero."),
        QT_TRANSLATE_NOOP("Messages", "A dial shows no such figure."),
    ),
    "no_history": (
        QT_TRANSLATE_NOOP("Messages", "There is nothing to estimate from."),
        QT_TRANSLATE_NOOP("Messages", "The meter must be read once more before that."),
    ),
    "no_such_connection": (
        QT_TRANSLATE_NOOP("Messages", "There is no such connection."),
        QT_TRANSLATE_NOOP("Messages", "Look it up again."),
    ),
    "no_such_customer": (
        QT_TRANSLATE_NOOP("Messages", "There is no customer {value}."),
        QT_TRANSLATE_NOOP("Messages", "For somebody new write a name, too."),
    ),
    "no_such_reading": (
        QT_TRANSLATE_NOOP("Messages", "There is no such reading."),
        QT_TRANSLATE_NOOP("Messages", "Look at the list again."),
    ),
    "no_such_meter": (
        QT_TRANSLATE_NOOP("Messages", "There is no meter {value}."),
        QT_TRANSLATE_NOOP("Messages", "Look at its number."),
    ),
    "no_such_scheme": (
        QT_TRANSLATE_NOOP("Messages", "Tariff {tariff} knows no scheme {value}."),
        QT_TRANSLATE_NOOP("Messages", "It knows: {known}."),
    ),
    "nobody_liable": (
        QT_TRANSLATE_NOOP("Messages", "Nobody lives there now."),
        _NOTHING,
    ),
    "period_billed": (
        QT_TRANSLATE_NOOP("Messages", "A bill has been issued for days after that."),
        QT_TRANSLATE_NOOP("Messages", "Choose a later day, or cancel that bill first."),
    ),
    "position_taken": (
        QT_TRANSLATE_NOOP("Messages", "Another meter stands at this position on these days."),
        QT_TRANSLATE_NOOP("Messages", "Replace that one, or take another position."),
    ),
    "reading_before_last": (
        QT_TRANSLATE_NOOP("Messages", "{day} is before the last reading, of {last}."),
        QT_TRANSLATE_NOOP("Messages", "Readings come in the order of their days."),
    ),
    "reading_billed": (
        QT_TRANSLATE_NOOP("Messages", "A bill stands on this reading."),
        QT_TRANSLATE_NOOP("Messages", "Cancel and rebill that bill, then correct the reading."),
    ),
    "reading_in_future": (
        QT_TRANSLATE_NOOP("Messages", "{day} has not come yet."),
        QT_TRANSLATE_NOOP("Messages", "Today is the last day that can be written."),
    ),
    "reading_missing": (
        QT_TRANSLATE_NOOP("Messages", "Meter {meter} has no reading of that day."),
        QT_TRANSLATE_NOOP("Messages", "Write what each of its registers shows."),
    ),
    "reading_not_held": (
        QT_TRANSLATE_NOOP("Messages", "This reading does not wait any more."),
        QT_TRANSLATE_NOOP("Messages", "Somebody else decided about it. Look at the list again."),
    ),
    "reading_odd": (
        QT_TRANSLATE_NOOP("Messages", "This reading looks wrong."),
        QT_TRANSLATE_NOOP("Messages", "Look at it again; it counts when you say so."),
    ),
    "reading_stands": (
        QT_TRANSLATE_NOOP("Messages", "A reading of that day stands with {stands}."),
        QT_TRANSLATE_NOOP("Messages", "Correct that one instead."),
    ),
    "reading_twice": (
        QT_TRANSLATE_NOOP("Messages", "There is a reading of {last} already."),
        QT_TRANSLATE_NOOP("Messages", "A register has one reading a day."),
    ),
    "tariff_later": (
        QT_TRANSLATE_NOOP("Messages", "The connection has another tariff from {day} on."),
        QT_TRANSLATE_NOOP("Messages", "Choose that day or a later one."),
    ),
    "too_many_estimates": (
        QT_TRANSLATE_NOOP("Messages", "Two estimates in a row stand already, the last of {last}."),
        QT_TRANSLATE_NOOP("Messages", "Somebody must read this meter."),
    ),
    "which_register": (
        QT_TRANSLATE_NOOP("Messages", "This meter's registers are: {registers}."),
        QT_TRANSLATE_NOOP("Messages", "Fit a meter with several registers by a file."),
    ),
}
