"""The accounts a search found, with the letters that were typed marked in each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from cashier_app.domain.accounts import FoundAccount, FoundPage, Supply
from cashier_app.domain.money import Currency
from cashier_app.domain.numbers import show_account_no, show_meter_no
from cashier_app.domain.search import Query, fold, parse_query
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.table import Index, cell_words

NAME, ACCOUNT, METER, STATUS, DUE = range(5)

Spans = tuple[tuple[int, int], ...]
"""Marked parts of a text: first character and one past the last."""

_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the parts of it that were typed."""

    text: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One account, ready to paint."""

    account_id: int
    name: Marked
    second_line: Marked
    account_no: Marked
    meter_no: Marked
    chip: ChipContent | None
    due: str
    is_due: bool


def word_spans(text: str, words: tuple[str, ...]) -> Spans:
    """Where a word of `text` begins with one of `words` (folded as the index folds them)."""
    letters = [fold(character) for character in text]
    spans: list[tuple[int, int]] = []
    for start, letter in enumerate(letters):
        inside_word = start > 0 and letters[start - 1].isalnum()
        if not letter or inside_word:
            continue
        longest = max((_match(letters, start, word) for word in words), default=0)
        if longest:
            spans.append((start, start + longest))
    return tuple(spans)


def digit_spans(text: str, digits: str) -> Spans:
    """Where `digits` stand in `text`, whatever separators lie between them."""
    places = [place for place, character in enumerate(text) if character.isalnum()]
    joined = "".join(text[place] for place in places).upper()
    start = joined.find(digits) if digits else -1
    if start < 0:
        return ()
    return ((places[start], places[start + len(digits) - 1] + 1),)


def make_row(account: FoundAccount, query: Query, currency: Currency) -> FoundRow:
    """`account` as a row of the table."""
    second = ", ".join(part for part in (hit_words(account.hit), account.address) if part)
    return FoundRow(
        account_id=account.account_id,
        name=Marked(account.customer_name, word_spans(account.customer_name, query.words)),
        second_line=Marked(second, _spans(second, query)),
        account_no=Marked(account.account_no, _spans(account.account_no, query)),
        meter_no=Marked(account.meter_no, _spans(account.meter_no, query)),
        chip=chip_for(account),
        due=currency.show(account.due),
        is_due=account.due > 0,
    )


def hit_words(hit: str) -> str:
    """Why a row is there, from the look-up's code ("former_meter:88104111"), in words."""
    code, _, number = hit.partition(":")
    translate = QCoreApplication.translate
    words = {
        "former_meter": translate("Found", "Former meter {number}"),
        "former_account": translate("Found", "Former account {number}"),
        "bill": translate("Found", "Bill {number}"),
        "sounds_like": translate("Found", "Sounds like it"),
    }
    return words.get(code, hit).format(number=_shown(code, number))


def _shown(code: str, number: str) -> str:
    show = {"former_meter": show_meter_no, "former_account": show_account_no}.get(code)
    return show(number) if show else number


def chip_for(account: FoundAccount) -> ChipContent | None:
    """The one state that changes most what the cashier does."""
    translate = QCoreApplication.translate
    if account.supply is Supply.OFF:
        return ChipContent(translate("Found", "Supply is off"), "supply-off", Tone.STOP)
    if account.supply is Supply.NOTICE:
        text = translate("Found", "Disconnection notice")
        return ChipContent(text, "triangle-alert", Tone.WARN)
    if account.overdue_bills == 1:
        return ChipContent(translate("Found", "1 bill overdue"), "triangle-alert", Tone.WARN)
    if account.overdue_bills > 1:
        text = translate("Found", "{n} bills overdue").format(n=account.overdue_bills)
        return ChipContent(text, "triangle-alert", Tone.WARN)
    if account.high_tension:
        return ChipContent(translate("Found", "High tension"), "bolt")
    if account.due == 0:
        return ChipContent(translate("Found", "Nothing due"), "check")
    return None


class FoundModel(QAbstractTableModel):
    """Rows of a page; `data` is a look-up."""

    def __init__(self, currency: Currency, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self._rows: tuple[FoundRow, ...] = ()

    def set_page(self, page: FoundPage) -> None:
        """Show the rows of `page`."""
        query = parse_query(page.text)
        rows = tuple(make_row(account, query, self._currency) for account in page.rows)
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> FoundRow | None:
        """The row at `number`, if there is one."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else DUE + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell_words(self._text(row, index.column()), role)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == DUE:
            return int(Qt.AlignmentFlag.AlignRight)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        due = self.tr("Due today, {currency}").format(currency=self._currency.symbol)
        names = (self.tr("Name and address"), self.tr("Account"), self.tr("Meter"))
        return (*names, self.tr("Status"), due)[section]

    @staticmethod
    def _text(row: FoundRow, column: int) -> str:
        chip = row.chip.text if row.chip else ""
        name = f"{row.name.text}, {row.second_line.text}"
        return (name, row.account_no.text, row.meter_no.text, chip, row.due)[column]


def _match(letters: list[str], start: int, word: str) -> int:
    """How many characters from `start` spell `word`; 0 when they do not."""
    spelt, used = "", 0
    for letter in letters[start:]:
        if len(spelt) >= len(word):
            break
        spelt += letter
        used += 1
    return used if word and spelt[: len(word)] == word else 0


def _spans(text: str, query: Query) -> Spans:
    return digit_spans(text, query.digits) or word_spans(text, query.words)
