"""Who works here: everybody with role, counters and state; a letter jumps, + adds."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cashier_app.domain.money import Currency
from cashier_app.domain.people import UserFacts
from ui.models.people_words import counters_words, right_words, role_words, state_chip
from ui.screens.table_screen import TableScreen
from ui.widgets.cards import PanelTitle
from ui.widgets.cell_table import Cell, Column
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine

ADD = "+"
_SHOWN_RIGHTS = 11
"""As many as the panel of the smallest window has room for under a banner."""


class PeopleScreen(TableScreen):
    """`person_asked` carries the user name."""

    person_asked = Signal(str)
    new_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (Column(self.tr("Person")), Column(self.tr("Work"), 250), Column("", 190))
        super().__init__("people", self.tr("People"), columns, parent)
        self._currency = Currency("", "", 2)
        self._people: tuple[UserFacts, ...] = ()
        self.title = self.add(PanelTitle(name="person_title"))
        self.subtitle = self.add_words("person_subtitle", tone="ink2")
        self.rights = self.add(Ledger("person_rights"))

    def begin(self, header: HeaderContent, currency: Currency) -> None:
        """While the list is read."""
        self._currency = currency
        self.begin_reading(self.tr("Who works here?"), header, self.tr("Reading the list"))

    def show_people(self, people: tuple[UserFacts, ...], chosen: str = "") -> None:
        """Everybody, with `chosen` (a user name) selected."""
        before = chosen or (self._chosen.user_name if self._chosen else "")
        self._people = people
        names = [person.user_name for person in people]
        at = names.index(before) if before in names else 0
        self.show_rows(tuple(_row(person) for person in people), at)
        self.redraw()

    def next_pressed(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.person_asked.emit(chosen.user_name)

    def key_typed(self, event: QKeyEvent) -> bool:
        if event.text() == ADD:
            self.new_asked.emit()
            return True
        return self.jump(event.text(), [person.full_name for person in self._people])

    @property
    def _chosen(self) -> UserFacts | None:
        row = self.table.current_row()
        return self._people[row] if 0 <= row < len(self._people) else None

    def redraw(self) -> None:
        chosen = self._chosen
        if chosen is None:
            for label in (self.title, self.subtitle):
                label.setText("")
            self.rights.set_lines(())
            return
        self.title.setText(chosen.full_name)
        self.subtitle.setText(
            f"{chosen.user_name} · {role_words(chosen.role)[0]}\n{counters_words(chosen.counters)}"
        )
        self.rights.set_lines(rights_lines(chosen, self._currency))
        name = chosen.full_name
        self.set_frame(
            keys=(
                KeyHint("Up Down", self.tr("Choose")),
                KeyHint(ADD, self.tr("Add a person")),
            ),
            next_key=NextKeyContent(
                self.tr("Open {name}").format(name=name), self.tr("Rights, counters, password")
            ),
        )


def rights_lines(person: UserFacts, currency: Currency) -> tuple[LedgerLine, ...]:
    """What a person may do, first what has a limit; the rest is counted where room ends."""
    translate = QCoreApplication.translate
    rights = sorted(person.rights.items(), key=lambda right: right[1] is None)
    lines = [
        LedgerLine(right_words(activity)[0], "" if limit is None else currency.show(limit))
        for activity, limit in rights[:_SHOWN_RIGHTS]
    ]
    more = len(rights) - len(lines)
    if more > 0:
        words = translate("People", "and {count} more").format(count=more)
        lines.append(LedgerLine(words, tone="ink2"))
    return tuple(lines) or (LedgerLine(translate("People", "No rights"), tone="ink2"),)


def _row(person: UserFacts) -> tuple[Cell, ...]:
    role = role_words(person.role)[0]
    return (
        Cell(person.full_name, person.user_name, quiet=not person.is_active),
        Cell(role, person.shift_at or counters_words(person.counters)),
        Cell(chip=state_chip(person)),
    )
