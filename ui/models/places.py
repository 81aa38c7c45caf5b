"""The places a clerk's search found: rows of the counter's search, vacant ones, too."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from cashier_app.domain.numbers import show_account_no, show_meter_no
from cashier_app.domain.search import Query, parse_query
from cashier_app.domain.supply import FoundPlace
from ui.models.found import FoundRow, Marked, digit_spans, word_spans
from ui.widgets.chip import ChipContent
from ui.widgets.table import Index, cell_words

_NO_INDEX = QModelIndex()
_COLUMNS = 4


def place_row(place: FoundPlace, query: Query) -> FoundRow:
    """`place` as a row of the table; its key stands where the counter's has the account's."""
    translate = QCoreApplication.translate
    vacant = ChipContent(translate("Places", "Nobody lives there"), "home")
    name = place.customer_name or translate("Places", "Never lived in")
    where = f"{place.address}, {place.connection_no}"
    account, meter = show_account_no(place.account_no), show_meter_no(place.meter_no)
    return FoundRow(
        account_id=place.connection_id,
        name=Marked(name, word_spans(name, query.words)),
        second_line=Marked(where, digit_spans(where, query.digits) or _words(where, query)),
        account_no=Marked(account, digit_spans(account, query.digits)),
        meter_no=Marked(meter, digit_spans(meter, query.digits)),
        chip=vacant if place.is_vacant else None,
        due="",
        is_due=False,
    )


def _words(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    return word_spans(text, query.words)


class PlacesModel(QAbstractTableModel):
    """Rows for `FoundDelegate`; `data` is a look-up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: tuple[FoundPlace, ...] = ()
        self._rows: tuple[FoundRow, ...] = ()

    def set_places(self, text: str, places: tuple[FoundPlace, ...]) -> None:
        """What was found for `text`."""
        self.beginResetModel()
        query = parse_query(text)
        self._places = places
        self._rows = tuple(place_row(place, query) for place in places)
        self.endResetModel()

    def place(self, row: int) -> FoundPlace | None:
        """The place of a row."""
        return self._places[row] if 0 <= row < len(self._places) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else _COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            chip = row.chip.text if row.chip else ""
            texts = (
                f"{row.name.text}, {row.second_line.text}", row.account_no.text,
                row.meter_no.text, chip,
            )  # fmt: skip
            return cell_words(texts[index.column()], role)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        translate = QCoreApplication.translate
        heads = (
            translate("Places", "Customer and place"), translate("Places", "Account"),
            translate("Places", "Meter"), "",
        )  # fmt: skip
        return heads[section]
