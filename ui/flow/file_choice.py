"""Which file: a folder's tables, other folders, or a typed path; a file that was chosen."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.services.imports.folders import Folder, first_folder, look_into
from ui.flow.counter import Counter
from ui.messages import message_for
from ui.models.line_words import file_failure
from ui.screens.import_file import ImportFileScreen
from ui.tasks import LaneName, Operation
from ui.widgets.header import HeaderContent


class FileChoice(QObject):
    """One screen under a name of its own; `chosen` carries a file that is there."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, counter: Counter, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._name = name
        self._folder: Path | None = None
        self._screen = ImportFileScreen(name)
        counter.navigator.add(self._screen)
        self._screen.left.connect(self.left)
        self._screen.path_asked.connect(self._on_path_asked)

    def start(
        self, question: str, header: HeaderContent, columns: tuple[tuple[str, str], ...]
    ) -> None:
        """Show the folder that was looked into last."""
        self._screen.begin(question, header, columns)
        self._counter.navigator.show(self._name)
        self._look_into(self._folder)

    def forget(self) -> None:
        """Another person begins in a folder of their own."""
        self._folder = None

    def show_failure(self, error: CashierError) -> bool:
        """Back here, with the reason why the chosen file will not do."""
        message = message_for(file_failure(error))
        self._counter.navigator.show(self._name)
        self._screen.tell(message.lead, message.text)
        return True

    def _look_into(self, path: Path | None) -> None:
        def work() -> Folder:
            return look_into(path if path is not None else first_folder())

        operation = Operation(work, LaneName.REPORTS, latest=f"{self._name} folder", name="folder")
        self._counter.tasks.run(operation, self, self._on_folder, on_failure=self._on_no_folder)

    def _on_folder(self, folder: Folder) -> None:
        self._folder = folder.path
        self._screen.show_folder(folder)

    def _on_no_folder(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True

    def _on_path_asked(self, path: Path) -> None:
        operation = Operation(path.is_dir, LaneName.REPORTS, name="is it a folder")
        self._counter.tasks.run(operation, self, partial(self._on_path_known, path))

    def _on_path_known(self, path: Path, is_folder: bool) -> None:
        if is_folder:
            self._look_into(path)
        else:
            self.chosen.emit(path)
