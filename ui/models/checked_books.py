"""The check of the books as lines: what is looked at now, and what each invariant came to."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from cashier_app.domain.books import BookBreach, CheckedBooks
from ui.widgets.ledger import LedgerLine
from ui.widgets.table import Index

STEPS = (
    "schema", "settings", "bills", "entries", "shifts", "cash", "tenders", "losses",
    "signatures", "positions", "reprints", "undos", "counter logs", "chains",
)  # fmt: skip
"""In the order in which the verification says them."""
_NUMBERED = re.compile(r"(?:receipt|undo|reversal|move|correction|refund|bounce) (\S+-\d+)")
_NO_INDEX = QModelIndex()
_OF_THE_LOGS = 11
"""The invariant that is looked at where a counter's log is."""


def step_words(step: str) -> str:
    """A step in words; one that is not known yet as it calls itself."""
    translate = QCoreApplication.translate
    return {
        "schema": translate("Books", "Tables, triggers and procedures"),
        "settings": translate("Books", "Settings of the server"),
        "bills": translate("Books", "Bills and their postings"),
        "entries": translate("Books", "Entries and their requests"),
        "shifts": translate("Books", "Shifts and Zs"),
        "cash": translate("Books", "Movements, safe and decisions"),
        "tenders": translate("Books", "Cheques, cards and channels"),
        "losses": translate("Books", "Receipts that a backup lost"),
        "signatures": translate("Books", "Signatures"),
        "positions": translate("Books", "Drawers, safe and receivables"),
        "reprints": translate("Books", "Copies and drawer openings"),
        "undos": translate("Books", "What was taken back"),
        "chains": translate("Books", "Hashes of every entry"),
        "counter logs": translate("Books", "Counter logs"),
        "reports": translate("Books", "Writing the pack"),
    }.get(step, step)


def progress_lines(now: str, *, packing: bool) -> tuple[LedgerLine, ...]:
    """Every step: those before `now` have a tick, it is at work, the others wait."""
    steps = (*STEPS, "reports") if packing else STEPS
    before = steps.index(now) if now in steps else 0
    lines = []
    for at, step in enumerate(steps):
        icon = "check" if at < before else "clock" if step == now else "dash"
        weight = "total" if step == now else "plain"
        lines.append(LedgerLine(step_words(step), icon=icon, weight=weight))
    return tuple(lines)


def found_words(count: int) -> str:
    """How many breaches."""
    if count == 0:
        return QCoreApplication.translate("Books", "holds")
    return QCoreApplication.translate("Books", "{n} found").format(n=f"{count:,}")


def rule_lines(checked: CheckedBooks) -> tuple[LedgerLine, ...]:
    """Every invariant and what it came to."""
    return tuple(
        _no_log_line(number, text)
        if number == _OF_THE_LOGS and not checked.counter_logs
        else LedgerLine(
            f"{number}  {_sentence(text)}",
            found_words(count),
            icon="octagon-alert" if count else "check",
            rule="line",
        )
        for number, text, count in checked.found
    )


def _no_log_line(number: int, text: str) -> LedgerLine:
    words = QCoreApplication.translate("Books", "no log here")
    line = f"{number}  {_sentence(text)}"
    return LedgerLine(line, words, icon="dash", rule="line", tone="ink2")


def _sentence(text: str) -> str:
    """As the screen writes it: with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def looked_lines(checked: CheckedBooks) -> tuple[LedgerLine, ...]:
    """What was looked at, how many rows of each."""
    logs = QCoreApplication.translate("Books", "Counter logs, this counter's own")
    return (
        *(LedgerLine(_sentence(words), f"{count:,}") for words, count in checked.looked_at),
        LedgerLine(logs, f"{checked.counter_logs:,}"),
    )


def receipt_of(breach: BookBreach) -> str:
    """The printed number of the receipt or slip a breach is about, or ""."""
    found = _NUMBERED.fullmatch(breach.subject)
    return found[1] if found else ""


class BreachModel(QAbstractTableModel):
    """`BookBreach` rows; two lines each, in one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._breaches: tuple[BookBreach, ...] = ()

    def set_breaches(self, breaches: tuple[BookBreach, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._breaches = breaches
        self.endResetModel()

    def breach(self, row: int) -> BookBreach | None:
        """The breach at `row`, if there is one."""
        return self._breaches[row] if 0 <= row < len(self._breaches) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._breaches)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        breach = self.breach(index.row())
        if breach is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return breach
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{breach.subject}: {breach.fact}"
        return None

    def headerData(
        self, _section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.tr("What does not hold")
