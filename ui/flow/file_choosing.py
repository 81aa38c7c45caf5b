"""A file is chosen on this computer: the folders, a typed path, and back again with a reason."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.services.imports.folders import Folder, first_folder, look_into
from ui.flow.counter import Counter
from ui.models.line_words import file_failure
from ui.screens.import_file import ImportFileScreen
from ui.tasks import LaneName, Operation
from ui.widgets.header import HeaderContent


class FileChoosing(QObject):
    """`chosen` carries the path of a file; the folder it was in is the first the next time."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, counter: Counter, name: str, endings: frozenset[str]) -> None:
        super().__init__(counter.navigator)
        self._counter, self._endings = counter, endings
        self._folder: Path | None = None
        self._number = 0
        """Of the last question: an answer to one that was left chooses nothing any more."""
        self._screen = ImportFileScreen(name)
        counter.navigator.add(self._screen)
        self._screen.left.connect(self._on_left)
        self._screen.path_asked.connect(self._on_path_asked)

    def begin(
        self, question: str, header: HeaderContent, title: str, lines: tuple[tuple[str, str], ...]
    ) -> None:
        """Show the folder; `lines` under `title` say what such a file is like."""
        self._screen.begin(question, header, title, lines)
        self._counter.navigator.show(self._screen.objectName())
        self._look_into(self._folder)

    def again(self) -> None:
        """Show it as it was left."""
        self._counter.navigator.show(self._screen.objectName())

    def tell(self, lead: str, text: str = "") -> None:
        """Back, with news."""
        self.again()
        self._screen.tell(lead, text)

    def show_failure(self, error: CashierError) -> bool:
        """Back, with the reason."""
        self.again()
        self._screen.show_failure(file_failure(error))
        return True

    def go_on(self) -> None:
        """Nobody has said what became of the file: it can be chosen once more."""
        self._screen.go_on()

    def forget(self) -> None:
        """The next person begins in the first folder."""
        self._folder = None

    def _look_into(self, path: Path | None) -> None:
        endings = self._endings

        def work() -> Folder:
            return look_into(path if path is not None else first_folder(), endings)

        operation = Operation(work, LaneName.REPORTS, latest="folder", name="folder")
        self._counter.tasks.run(
            operation, self, self._on_folder, on_failure=self._on_no_folder, on_bug=self.go_on
        )

    def _on_folder(self, folder: Folder) -> None:
        self._folder = folder.path
        self._screen.show_folder(folder)

    def _on_no_folder(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True

    def _on_path_asked(self, path: Path) -> None:
        operation = Operation(path.is_dir, LaneName.REPORTS, name="is it a folder")
        self._number += 1
        self._counter.tasks.run(
            operation, self, partial(self._on_path_known, self._number, path), on_bug=self.go_on
        )

    def _on_left(self) -> None:
        self._number += 1
        self.left.emit()

    def _on_path_known(self, number: int, path: Path, is_folder: bool) -> None:
        if number != self._number:
            return
        if is_folder:
            self._look_into(path)
        else:
            self.chosen.emit(path)
