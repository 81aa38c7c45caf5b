"""The list of reports: what each is called and answers, narrowed by what is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.reports import ReportKind
from ui.widgets.table import Index

TITLE, GROUP = range(2)
_NO_INDEX = QModelIndex()


def group_words(group: str) -> str:
    """A group of reports in words."""
    translate = QCoreApplication.translate
    return {
        "day": translate("Reports", "Collections"),
        "shifts": translate("Reports", "Shifts and corrections"),
        "owed": translate("Reports", "What is owed"),
        "month": translate("Reports", "Month end"),
        "books": translate("Reports", "The books"),
    }[group]


def matching(text: str) -> tuple[ReportKind, ...]:
    """The reports whose words hold every typed word; those whose title does come first."""
    words = text.casefold().split()
    found = [kind for kind in REPORTS if all(word in _all_words(kind) for word in words)]
    titled = [kind for kind in found if all(word in kind.title.casefold() for word in words)]
    return (*titled, *(kind for kind in found if kind not in titled))


def _all_words(kind: ReportKind) -> str:
    return f"{kind.title} {kind.answers} {kind.name} {group_words(kind.group)}".casefold()


class ReportListModel(QAbstractTableModel):
    """`ReportKind` rows; two lines each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kinds: tuple[ReportKind, ...] = ()

    def set_kinds(self, kinds: tuple[ReportKind, ...]) -> None:
        """Show these reports."""
        self.beginResetModel()
        self._kinds = kinds
        self.endResetModel()

    def kind(self, row: int) -> ReportKind | None:
        """The report at `row`, if there is one."""
        return self._kinds[row] if 0 <= row < len(self._kinds) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._kinds)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else GROUP + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        kind = self.kind(index.row())
        if kind is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return kind
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return (f"{kind.title}. {kind.answers}", group_words(kind.group))[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Report"), self.tr("About"))[section]
