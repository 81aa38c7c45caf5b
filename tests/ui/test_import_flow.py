"""A file read in at the screen, over a real database: chosen, checked, stored, refused, stopped."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.repositories.supply.imports import ImportRepository
from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import Role
from cashier_app.services.imports.folders import look_into
from cashier_app.services.imports.importing import FileFacts, Progress, Stored
from cashier_app.services.imports.rows import CustomerRow
from tests.support.counter import World, unique
from tests.support.office import Home, Office, days_ago
from tests.ui.counter_app import CounterApp
from ui.screens.import_file import ImportFileScreen
from ui.screens.import_report import ImportReportScreen
from ui.screens.menu import MenuScreen
from ui.screens.working import WorkingScreen

HEAD = "customer_no,name,account_no,opened_on,tariff_class"
MONTHS = [(120, "1000"), (90, "1100"), (60, "1200"), (30, "1300")]


class ImportDesk:
    """A clerk at the kinds of file; `folder` is where files are looked for first."""

    def __init__(self, qtbot: QtBot, world: World, office: Office) -> None:
        self.office, self.folder = office, office.folder
        self.counter = CounterApp(qtbot, world.desk(Role.CLERK, "Nirmala Joshi"))
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.counter.do("import")
        self.counter.wait_for("import_kind")

    @property
    def files(self) -> ImportFileScreen:
        screen = self.counter.screen
        assert isinstance(screen, ImportFileScreen)
        return screen

    @property
    def report(self) -> ImportReportScreen:
        screen = self.counter.screen
        assert isinstance(screen, ImportReportScreen)
        return screen

    def choose(self, kind: str) -> None:
        self.counter.do(kind)
        self.counter.wait_for("import_file")
        self.counter.wait_until(lambda: self.counter.next_title != "Wait")

    def write(self, *lines: str, name: str = "file.csv") -> Path:
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    def check(self) -> None:
        self.counter.press("Enter")
        self.counter.wait_for("import_report")

    def counts(self) -> dict[str, str]:
        return {line.label: line.amount for line in self.report.ledger.lines}

    def reasons(self) -> list[tuple[str, str, str]]:
        cells = self.report.table.cells
        return [
            (row[0].first, row[1].first, row[2].first)
            for row in (
                tuple(
                    cells.data(cells.index(line, column), 256)
                    for column in range(3)  # UserRole
                )
                for line in range(cells.rowCount())
            )
        ]

    def stored(self, customer_no: str) -> int:
        return len(
            self.office.rows("SELECT 1 FROM customers WHERE customer_no = :no", no=customer_no)
        )


@pytest.fixture
def desk(qtbot: QtBot, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportDesk:
    home = tmp_path / "files"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return ImportDesk(qtbot, world, Office(world, home))


def customer() -> tuple[str, str]:
    number = unique("C")
    return number, f"{number},Maya Thapa,{unique('4')},2024-01-01,residential"


def test_a_file_is_chosen_checked_and_stored_then_known(desk: ImportDesk) -> None:
    number, line = customer()
    desk.write(HEAD, line)
    desk.choose("customers")
    assert desk.counter.next_title == "Check file.csv"
    desk.check()
    assert desk.stored(number) == 0
    assert desk.counter.next_title == "Store 1 record"
    assert desk.counts() == {"Records": "1", "New": "1", "There already": "0", "Refused": "0"}
    desk.counter.press("Enter")
    desk.counter.wait_for("import_report")
    desk.counter.wait_until(lambda: desk.counter.next_title == "Done")
    assert desk.counter.banner_text.strip() == "1 record is stored."
    assert desk.stored(number) == 1
    desk.counter.press("Enter")
    desk.counter.wait_for("import_file")
    desk.counter.wait_until(lambda: desk.counter.next_title == "Check file.csv")
    desk.check()
    assert "already. Nothing was changed." in desk.counter.banner_text


def test_refused_records_are_listed_and_left_out_by_a_key_of_its_own(desk: ImportDesk) -> None:
    number, line = customer()
    path = desk.write(HEAD, line, f"{unique('C')},,{unique('4')},2024-02-30,residential")
    desk.choose("customers")
    desk.check()
    assert desk.reasons() == [
        ("3", "name", "Is empty, and must not be"),
        ("3", "opened_on", "There is no day 2024-02-30"),
    ]
    assert desk.report.reason.text() == "Line 3: name is empty, and must not be."
    assert desk.counter.next_title == "Check it again"
    desk.counter.press("Enter")
    desk.counter.wait_for("import_report")
    assert desk.stored(number) == 0
    desk.counter.type_text("l")
    desk.counter.wait_until(lambda: desk.counter.next_title == "Done")
    assert desk.stored(number) == 1
    assert path.exists()


def test_a_corrected_file_is_checked_again(desk: ImportDesk) -> None:
    number, line = customer()
    desk.write(HEAD, line, "C1,,4,2024-01-01,x")
    desk.choose("customers")
    desk.check()
    desk.write(HEAD, line)
    desk.counter.press("Enter")
    desk.counter.wait_until(lambda: desk.counter.next_title == "Store 1 record")
    assert desk.stored(number) == 0


def test_held_readings_are_listed_with_the_reason(desk: ImportDesk) -> None:
    home: Home = desk.office.metered(MONTHS)
    for old in desk.folder.glob("*.csv"):
        old.unlink()
    desk.write("meter_no,read_on,value", f"{home.meter_no},{days_ago(0)},9000")
    desk.choose("readings")
    desk.check()
    assert desk.counts()["Of the new, held for a look"] == "1"
    assert [reason for _, _, reason in desk.reasons()] == ["Much more than usual"]
    assert desk.counter.next_title == "Store 1 record"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{HEAD}\nC1,Zoë,41,2024-01-01,x\n".encode("latin-1"), "Line 2 is not UTF-8 text"),
        (b"customer_no,name\nC1,Maya\n", "Line 1: these columns are missing: account_no"),
        (b"", "The file holds no records."),
    ],
)
def test_what_is_no_such_file_is_said_at_the_files(
    desk: ImportDesk, content: bytes, words: str
) -> None:
    (desk.folder / "bad.csv").write_bytes(content)
    desk.choose("customers")
    desk.counter.press("Enter")
    desk.counter.wait_for("import_file")
    desk.counter.wait_until(lambda: bool(desk.files.notice.lead.full_text))
    assert desk.files.notice.lead.full_text.startswith(words)
    assert desk.files.notice.lead.full_text.endswith("Nothing was changed.")


def test_a_path_may_be_typed_a_folder_opened_and_left(desk: ImportDesk) -> None:
    inner = desk.folder / "inner"
    inner.mkdir()
    (inner / "june.CSV").write_text(f"{HEAD}\n{customer()[1]}\n", "utf-8")
    (inner / "notes.pdf").write_text("", "utf-8")
    desk.choose("meters")
    assert desk.counter.next_title == "Open inner"
    desk.counter.press("Enter")
    desk.counter.wait_until(lambda: desk.counter.next_title == "Check june.CSV")
    desk.counter.press("Down")
    assert desk.counter.next_title.startswith("Open ")
    desk.counter.press("Enter")
    desk.counter.wait_until(lambda: desk.counter.next_title == "Open inner")
    desk.counter.type_text("nowhere.csv")
    desk.counter.press("Enter")
    desk.counter.wait_until(lambda: bool(desk.files.notice.lead.full_text))
    assert desk.files.notice.lead.full_text.startswith("The file cannot be read")
    for name in ("import_file", "import_kind", "home"):
        desk.counter.press("Esc")
        desk.counter.wait_for(name)


def test_esc_stops_a_file_that_is_stored(desk: ImportDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    number, line = customer()
    desk.write(HEAD, line)
    desk.choose("customers")
    desk.check()
    stop, stopped = threading.Event(), ImportRepository.store_customers

    def slow(
        self: ImportRepository, file: FileFacts, rows: Sequence[CustomerRow], progress: Progress
    ) -> Stored:
        progress(1, 4)
        assert stop.wait(10)
        return stopped(self, file, rows, progress)

    monkeypatch.setattr(ImportRepository, "store_customers", slow)
    desk.counter.press("Enter")
    desk.counter.wait_for("importing")
    screen = desk.counter.screen
    assert isinstance(screen, WorkingScreen)
    desk.counter.wait_until(lambda: screen.bar.percent == 25)
    desk.counter.press("Esc")
    assert screen.bar.accessibleName().startswith("Stopping")
    stop.set()
    desk.counter.wait_for("import_file")
    assert desk.files.notice.lead.full_text == "You stopped it."
    assert desk.stored(number) == 0


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="file_unreadable"):
        look_into(tmp_path / "nowhere")


def test_tables_come_by_age_then_folders(tmp_path: Path) -> None:
    for age, name in enumerate(("new.csv", "old.tsv", "oldest.txt")):
        path = tmp_path / name
        path.write_text("x", "utf-8")
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "folder").mkdir()
    (tmp_path / ".hidden.csv").write_text("x", "utf-8")
    found = [entry.path.name for entry in look_into(tmp_path).entries]
    assert found == ["new.csv", "old.tsv", "oldest.txt", "folder"]


@pytest.mark.parametrize(
    ("taken", "kinds"),
    [("manage_customers", ["readings"]), ("enter_readings", ["customers", "meters"])],
)
def test_only_kinds_that_one_has_the_right_to(
    qtbot: QtBot, world: World, taken: str, kinds: list[str]
) -> None:
    made = world.desk(Role.CLERK)
    world.run(
        "DELETE r FROM rights r JOIN users u USING (user_id) WHERE u.user_name = %s"
        " AND r.activity = %s",
        made.user_name, taken,
    )  # fmt: skip
    counter = CounterApp(qtbot, made)
    counter.sign_in()
    counter.wait_for("home")
    counter.do("import")
    counter.wait_for("import_kind")
    menu = counter.screen
    assert isinstance(menu, MenuScreen)
    assert [action.name for action in menu.list._actions] == kinds
