"""Which file: those of a folder, newest first, or a path that is typed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.services.imports.folders import Entry, Folder
from ui import dates
from ui.keys import Key
from ui.messages import message_for
from ui.screens.sending import SendingScreen
from ui.texts.imports import FILE, file_sentence
from ui.theme.look import look
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.chip import Tone
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard


class ImportFileScreen(SendingScreen):
    """`path_asked` carries a file or a folder. Under another name where another flow asks."""

    path_asked = Signal(object)
    left = Signal()

    def __init__(self, name: str = "import_file", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._folder: Folder | None = None
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        self.table.row_chosen.connect(self._on_row_chosen)

    def begin(
        self, question: str, header: HeaderContent, title: str, columns: tuple[tuple[str, str], ...]
    ) -> None:
        """`columns` stand under `title`: names, and an example where one must be in the file."""
        self.notice.tell("")
        self.path_field.edit.clear()
        self.columns_title.setText(title)
        self.columns.set_lines(
            tuple(
                LedgerLine(name, example, tone="ink" if example else "ink2")
                for name, example in columns
            )
        )
        self.set_frame(
            question=question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False, keys=(KeyHint("Up Down", self.tr("Choose")),),
        )  # fmt: skip
        self._wait_for_files()

    def show_folder(self, folder: Folder) -> None:
        """What is in it; the newest file is chosen."""
        self._end_wait()
        self._folder = folder
        self.notice.tell("")
        self.path_field.edit.clear()
        self.path_field.set_hint(str(folder.path))
        parent = folder.path.parent
        rows = [_row(entry) for entry in folder.entries]
        if parent != folder.path:
            rows.append((Cell("..", self.tr("The folder above")), Cell(), Cell()))
        self.table.show_rows(tuple(rows), 0)
        self.redraw()

    def show_failure(self, error: CashierError) -> None:
        """Why the file or the folder cannot be read, or its contents cannot be taken."""
        if error.code not in FILE:
            message = message_for(error)
            self.tell(message.lead, message.text)
            return
        translate = partial(QCoreApplication.translate, "Imports")
        self.tell(file_sentence(error.code, error.facts, translate))

    def tell(self, lead: str, text: str = "") -> None:
        """News over the files; what is typed stays."""
        self._end_wait()
        self.notice.tell(lead, text, Tone.WARN)
        self.redraw()

    def enter(self) -> None:
        self.path_field.edit.setFocus()

    def next_pressed(self) -> None:
        path = self._asked()
        if path is not None:
            self.notice.tell("")
            self._wait_for_files()
            self.path_asked.emit(path)

    def escape_pressed(self) -> None:
        if self.path_field.text():
            self.path_field.edit.clear()
        else:
            self.left.emit()

    def _build(self) -> None:
        body = Columns()
        self.path_field = Field(
            "import_path", self.tr("File or folder"), height="field", step="input_large"
        )
        self.path_field.edit.textChanged.connect(self._on_edited)
        self.notice = NoticeCard("import_notice")
        columns = (
            Column(self.tr("File")), Column(self.tr("Changed"), 170),
            Column(self.tr("Size"), 120, trailing=True),
        )  # fmt: skip
        self.table = CellTable("import_files", self.tr("Files"), columns)
        body.left.addSpacing(look().space("tight"))
        body.left.addWidget(self.path_field)
        body.left.addSpacing(look().space("gap"))
        body.left.addWidget(self.notice)
        body.left.addSpacing(look().space("small"))
        body.left.addWidget(self.table, 1)
        self.columns_title = PanelTitle(name="import_columns_of")
        self.columns = Ledger("import_columns")
        body.panel.column.addWidget(self.columns_title)
        body.panel.column.addSpacing(look().space("small"))
        body.panel.column.addWidget(self.columns)
        body.panel.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _asked(self) -> Path | None:
        """What is typed, else the chosen row."""
        text, folder = self.path_field.text().strip(), self._folder
        if text:
            path = Path(text).expanduser()
            return path if folder is None or path.is_absolute() else folder.path / path
        row = self.table.current_row()
        if folder is None or row < 0:
            return None
        return folder.entries[row].path if row < len(folder.entries) else folder.path.parent

    def _is_file_chosen(self) -> bool:
        row, folder = self.table.current_row(), self._folder
        if folder is None or not 0 <= row < len(folder.entries):
            return False
        return not folder.entries[row].is_folder

    def _on_edited(self, _text: str) -> None:
        self.redraw()

    def _on_row_chosen(self, _row: int) -> None:
        self.redraw()

    def _wait_for_files(self) -> None:
        self.wait(self.tr("Looking for files"), may_leave=True)

    def redraw(self) -> None:
        path = self._asked()
        typed = bool(self.path_field.text().strip())
        if self.is_waiting or path is None:
            key = NextKeyContent(self.tr("Wait"), self.tr("Looking for files"), waiting=True)
        elif typed or self._is_file_chosen():
            key = NextKeyContent(
                self.tr("Check {name}").format(name=path.name or str(path)),
                self.tr("Nothing is stored yet"),
            )
        else:
            key = NextKeyContent(
                self.tr("Open {name}").format(name=path.name or str(path)), self.tr("A folder")
            )
        self.set_frame(next_key=key, esc=self.tr("Clear") if typed else self.tr("Back"))


def _row(entry: Entry) -> tuple[Cell, ...]:
    translate = QCoreApplication.translate
    if entry.is_folder:
        return Cell(entry.path.name, translate("ImportFiles", "Folder")), Cell(), Cell()
    return (
        Cell(entry.path.name),
        Cell(dates.day_and_clock(entry.changed)),
        Cell(amount=_size(entry.size)),
    )


def _size(size: int) -> str:
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{size / factor:,.1f} {unit}"
    return f"{size} B"
