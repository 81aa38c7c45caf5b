"""Reports at home: found by typing, drilled down to the paper, searched, saved, stopped."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from cashier_app.domain.errors import Refused, Unavailable
from cashier_app.domain.payments import Receipt
from cashier_app.domain.people import DEFAULT_RIGHTS
from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.reports import Report, ReportOrder
from cashier_app.domain.utility import Role
from cashier_app.services.program import Program
from tests.support.counter import Desk, World
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from ui.flow.activities import ACTIVITIES
from ui.models.periods import periods
from ui.models.report_list import matching
from ui.models.typed import date_in
from ui.screens.import_file import ImportFileScreen
from ui.screens.receipt_paper import PaperScreen
from ui.screens.report import ReportScreen
from ui.screens.report_choice import ReportChoiceScreen
from ui.tasks import LaneName
from ui.theme.look import look
from ui.widgets.chart import Bar, ConsumptionChart

TODAY = date(2026, 11, 26)


@pytest.fixture
def sold(world: World) -> tuple[Desk, tuple[Receipt, Receipt]]:
    """A counter that took two payments today."""
    selling = Selling(world.desk())
    first = selling.take(world.account(("100",), name="Karuna Sharma"))
    second = selling.take(world.account(("250.50",), name="Bina Thapa"))
    return selling.desk, (first, second)


def at_reports(qtbot: QtBot, desk: Desk) -> CounterApp:
    made = CounterApp(qtbot, desk)
    made.sign_in()
    made.wait_for("home")
    made.do("reports")
    made.wait_for("reports")
    return made


@pytest.fixture
def counter(qtbot: QtBot, world: World) -> CounterApp:
    """A supervisor at the list of reports."""
    return at_reports(qtbot, world.desk(Role.SUPERVISOR))


def _choice(counter: CounterApp) -> ReportChoiceScreen:
    screen = counter.screen
    assert isinstance(screen, ReportChoiceScreen)
    return screen


def _report(counter: CounterApp) -> ReportScreen:
    screen = counter.screen
    assert isinstance(screen, ReportScreen)
    return screen


def ask(counter: CounterApp, words: str, desk: Desk) -> ReportScreen:
    """Type the report's words and the counter's code, Enter, and wait for the rows."""
    counter.type_text(words)
    _choice(counter).counter_field.set_text(desk.code)
    counter.press("Enter")
    return shown(counter)


def shown(counter: CounterApp) -> ReportScreen:
    counter.wait_for("report")
    counter.wait_until(lambda: _report(counter).shown is not None)
    return _report(counter)


def _kind(counter: CounterApp) -> str:
    found = _report(counter).shown
    return found.report.kind.name if found else ""


def test_a_total_leads_to_its_receipts_and_to_the_paper(
    counter: CounterApp, sold: tuple[Desk, tuple[Receipt, Receipt]]
) -> None:
    desk, receipts = sold
    screen = ask(counter, "by hour", desk)
    assert screen.shown is not None
    assert screen.shown.report.kind.name == "collections-by-hour"
    header = screen.frame.header
    assert header is not None
    assert header.amount == "350.50"
    assert screen.shown.totals[-2] == "350.50"
    counter.press("Enter")
    counter.wait_until(lambda: _kind(counter) == "receipts")
    rows = _report(counter).shown
    assert rows is not None
    assert {row[1] for row in rows.rows} == {receipt.number for receipt in receipts}
    number = rows.rows[_report(counter).chosen_row()][1]
    assert counter.next_title == f"Open {number}"
    counter.press("Enter")
    counter.wait_until(lambda: counter.next_title == f"Show the paper of {number}")
    counter.press("Enter")
    counter.wait_for("report_paper")
    paper = counter.screen
    assert isinstance(paper, PaperScreen)
    counter.wait_until(lambda: not paper.paper.is_empty)
    counter.press("Esc", "Esc", "Esc")
    assert _kind(counter) == "collections-by-hour"
    counter.press("Esc")
    counter.wait_for("reports")


def test_chart_and_rows_stand_under_the_question(
    counter: CounterApp, sold: tuple[Desk, tuple[Receipt, Receipt]]
) -> None:
    """As everywhere, nothing touches the window's edges; every column has its room inside."""
    screen = ask(counter, "by counter", sold[0])
    side = look().space("margin")
    screen.chart.show()  # one counter alone has no bars
    counter.wait_until(lambda: screen.chart.x() == screen.rows.x() == side)
    for part in (screen.chart, screen.rows):
        assert part.x() == side
        assert part.width() <= screen.width() - 2 * side
    table = screen.rows.table
    widths = sum(table.columnWidth(at) for at in range(screen.rows.model.columnCount()))
    assert widths <= screen.rows.width()


def test_looking_at_a_paper_counts_no_copy(
    counter: CounterApp, world: World, sold: tuple[Desk, tuple[Receipt, Receipt]]
) -> None:
    _, (receipt, _) = sold
    before = world.run("SELECT COUNT(*) FROM print_log WHERE entry_id = %s", receipt.entry_id)
    counter.type_text("one receipt")
    _choice(counter).search_field.set_text(receipt.number)
    counter.press("Enter")
    shown(counter)
    counter.press("Enter")
    counter.wait_for("report_paper")
    counter.wait_until(lambda: counter.next_title == "Back to the receipt")
    after = world.run("SELECT COUNT(*) FROM print_log WHERE entry_id = %s", receipt.entry_id)
    assert after == before


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_reads_reports_sees_the_paper(
    qtbot: QtBot, world: World, sold: tuple[Desk, tuple[Receipt, Receipt]], role: Role
) -> None:
    counter = at_reports(qtbot, world.desk(role))
    counter.type_text("one receipt")
    _choice(counter).search_field.set_text(sold[1][0].number)
    counter.press("Enter")
    shown(counter)
    counter.press("Enter")
    counter.wait_for("report_paper")
    paper = counter.screen
    assert isinstance(paper, PaperScreen)
    counter.wait_until(lambda: not paper.paper.is_empty)


def test_without_the_right_no_office_person_sees_a_paper(
    world: World, sold: tuple[Desk, tuple[Receipt, Receipt]]
) -> None:
    desk = world.desk(Role.CLERK)
    world.run(
        "DELETE r FROM rights r JOIN users u ON u.user_id = r.user_id"
        " WHERE u.user_name = %s AND r.activity = 'read_reports'",
        desk.user_name,
    )
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    with pytest.raises(Refused) as caught:
        program.receipts.receipt(sold[1][0].number)
    assert caught.value.code == "no_right"
    with pytest.raises(Refused):
        program.receipts.reprint(sold[1][0].number)


def test_a_report_is_searched_again(
    counter: CounterApp, sold: tuple[Desk, tuple[Receipt, Receipt]]
) -> None:
    desk, (_, second) = sold
    counter.type_text("which receipts make")
    _choice(counter).counter_field.set_text(desk.code)
    counter.press("Enter")
    shown(counter)
    counter.press("F2")
    counter.type_text("Bina")
    assert counter.next_title == "Look for Bina"
    counter.press("Enter")
    counter.wait_until(
        lambda: [row[1] for row in getattr(_report(counter).shown, "rows", ())] == [second.number]
    )
    counter.press("F2", "Esc")
    assert _report(counter).search_field.isHidden()


@pytest.mark.parametrize(
    ("key", "ending"), [("F9", "pdf"), ("e", "xlsx"), ("c", "csv"), ("j", "json")]
)
def test_saving_says_where(
    counter: CounterApp, sold: tuple[Desk, tuple[Receipt, Receipt]], key: str, ending: str
) -> None:
    desk, _ = sold
    ask(counter, "by hour", desk)
    if key.startswith("F"):
        counter.press(key)
    else:
        counter.type_text(key)
    counter.wait_until(lambda: "Saved" in counter.banner_text)
    folder = counter.desk.setup.reports_folder
    assert folder is not None
    (path,) = folder.iterdir()
    assert path.suffix == f".{ending}"
    assert path.name in counter.banner_text
    assert str(folder) in counter.banner_text
    if ending == "json":
        saved = json.loads(path.read_text("utf-8"))
        assert "350.50" in json.dumps(saved)
    if ending == "xlsx":
        (sheet,) = load_workbook(path).worksheets
        cells = [cell.value for row in sheet for cell in row]
        assert 350.5 in cells


def test_a_second_file_never_lies_over_the_first(
    counter: CounterApp, sold: tuple[Desk, tuple[Receipt, Receipt]]
) -> None:
    desk, _ = sold
    ask(counter, "by hour", desk)
    folder = counter.desk.setup.reports_folder
    assert folder is not None
    for count in (1, 2):
        counter.type_text("c")
        counter.wait_until(lambda: folder.exists() and len(list(folder.iterdir())) == count)  # noqa: B023
        counter.wait_until(lambda: "Saved" in counter.banner_text)
    assert "(2)" in counter.banner_text


def test_a_folder_that_cannot_be_written_is_said(
    counter: CounterApp, sold: tuple[Desk, tuple[Receipt, Receipt]]
) -> None:
    desk, _ = sold
    ask(counter, "by hour", desk)
    folder = counter.desk.setup.reports_folder
    assert folder is not None
    folder.write_text("a file where the folder should be")
    counter.press("F9")
    counter.wait_until(lambda: "could not be saved" in counter.banner_text)
    assert _report(counter).shown is not None


def test_the_choice_says_what_is_missing(counter: CounterApp) -> None:
    counter.type_text("one receipt")
    assert counter.next_title == "Say what to look for"
    counter.press("Esc")
    counter.type_text("no such words")
    assert counter.next_title == "Choose a report"
    counter.press("Esc")
    screen = _choice(counter)
    screen.from_field.set_text("31.2.2026")
    assert counter.next_title == "Look at the days"
    screen.from_field.set_text("2.1.2026")
    screen.to_field.set_text("1.1.2026")
    assert counter.next_title == "Look at the days"
    screen.to_field.set_text("2026-01-05")
    order = screen.order()
    assert order is not None
    assert (order.from_day, order.to_day) == (date(2026, 1, 2), date(2026, 1, 5))


def test_only_what_narrows_a_report_is_asked(counter: CounterApp) -> None:
    choice = _choice(counter)
    choice.office_field.set_text("MS")
    counter.type_text("by hour")
    assert not choice.office_field.isHidden()
    asked = choice.order()
    assert asked is not None
    assert asked.office == "MS"
    choice.name_field.set_text("receivables")
    assert choice.office_field.isHidden()
    assert choice.person_field.isHidden()
    asked = choice.order()
    assert asked is not None
    assert (asked.name, asked.office) == ("receivables", "")


def test_days_that_are_often_meant(counter: CounterApp) -> None:
    screen = _choice(counter)
    assert screen.period_label.text() == "Today"
    screen._move_period(1)
    assert screen.period_label.text() == "Yesterday"
    screen._move_period(-2)
    assert screen.period_label.text() == "This year"
    assert screen.order() is not None


def test_a_slow_report_is_stopped(qtbot: QtBot, world: World) -> None:
    """Esc while it reads: back at once, the server's statement ended, its answer nobody's."""
    desk = world.desk(Role.SUPERVISOR)
    asleep, ended = threading.Event(), threading.Event()

    class Slow:
        def __init__(self, program: Program) -> None:
            self.real = program.reporting.reports

        def run(self, order: ReportOrder) -> Report:
            asleep.set()
            assert ended.wait(20)
            raise Unavailable("server_unavailable")

        def stop(self) -> None:
            ended.set()

    def load() -> Program:
        program = desk.program()
        return replace(
            program,
            reporting=replace(program.reporting, reports=Slow(program)),  # type: ignore[arg-type]
        )

    counter = CounterApp(qtbot, desk, load)
    counter.sign_in()
    counter.wait_for("home")
    counter.do("reports")
    counter.wait_for("reports")
    counter.press("Enter")
    counter.wait_for("report")
    counter.wait_until(asleep.is_set)
    assert counter.next_title == "Wait"
    counter.press("Esc")
    counter.wait_for("reports")
    counter.wait_until(ended.is_set)
    assert counter.banner_text == ""


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.CASHIER, set()),
        (Role.SUPERVISOR, {"reports", "month_end"}),
        (Role.CLERK, {"reports", "month_end"}),
        (Role.AUDITOR, {"reports", "books"}),
        (Role.ADMINISTRATOR, {"reports", "month_end"}),
    ],
)
def test_who_is_offered_what(role: Role, offered: set[str]) -> None:
    ours = [one for one in ACTIVITIES if one.name in {"reports", "month_end", "books"}]
    assert {one.name for one in ours if one.right in DEFAULT_RIGHTS[role]} == offered


def test_words_find_reports() -> None:
    assert [kind.name for kind in matching("by hour")] == ["collections-by-hour"]
    assert "receivables" in [kind.name for kind in matching("month end")]
    assert matching("over")[0].title == "Over and short", "what is called so comes first"
    assert matching("") == REPORTS
    assert matching("xyzzy") == ()


def test_totals_become_a_journal_by_an_account_map(
    counter: CounterApp,
    sold: tuple[Desk, tuple[Receipt, Receipt]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "files"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    accounts = home / "map.csv"
    accounts.write_text("item,detail,debit,credit\ntender,cash,1000 Drawers,1900 Clearing\n")
    counter.type_text("books of account")
    counter.press("Enter")
    shown(counter)
    assert _kind(counter) == "ledger-totals"
    counter.type_text("m")
    counter.wait_for("report_map")
    choice = counter.screen
    assert isinstance(choice, ImportFileScreen)
    counter.wait_until(lambda: counter.next_title == "Check map.csv")
    counter.press("Enter")
    counter.wait_until(lambda: "paid/bill" in choice.notice.accessibleName())
    items = ("billed", "adjusted", "tender", "paid", "credit", "rounding", "over_short", "moved")
    lines = [f"{item},*,1{at}00 One,2{at}00 Two" for at, item in enumerate(items)]
    accounts.write_text("\n".join(("item,detail,debit,credit", *lines)))
    with counter.busy():
        counter.press("Enter", "Esc")
        assert counter.screen.objectName() == "report"
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.REPORTS))
    assert _kind(counter) == "ledger-totals", "whoever went back to them sees them"
    counter.type_text("m")
    counter.wait_for("report_map")
    counter.wait_until(lambda: counter.next_title == "Check map.csv")
    counter.press("Enter")
    counter.wait_for("report")
    counter.wait_until(lambda: _kind(counter) == "journal-export")
    journal = _report(counter).shown
    assert journal is not None
    assert journal.totals[-1] == journal.totals[-2] != "0.00", "debits are credits"
    counter.press("F9")
    counter.wait_until(lambda: "Saved: journal-export-" in counter.banner_text)
    counter.press("Esc")
    assert _kind(counter) == "ledger-totals"


def test_a_short_drawer_hangs_below_the_line_of_its_chart(qtbot: QtBot) -> None:
    chart = ConsumptionChart()
    qtbot.addWidget(chart)
    chart.resize(300, 160)

    def inked(value: Decimal) -> list[int]:
        """The rows of the picture where the first of two bars is."""
        chart.set_bars((Bar("a", value, "", meant=True), Bar("b", Decimal(-value), "")))
        image = chart.grab().toImage()
        ink = look().color("bar_hi")
        return [y for y in range(160) if image.pixelColor(50, y) == ink]

    over, short = inked(Decimal(40)), inked(Decimal(-40))
    assert len(over) > 20
    assert len(short) > 20
    assert max(over) <= min(short) + 1, "one stands on the line, the other hangs from it"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.11", date(2026, 11, 1)),
        ("27.11", date(2025, 11, 27)),
        ("1.11.26", date(2026, 11, 1)),
        ("2026-11-01", date(2026, 11, 1)),
        ("1/2/2025", date(2025, 2, 1)),
        ("29.2", None),
        ("31.2.2026", None),
        ("yesterday", None),
        ("", None),
        ("1.1.1", date(2001, 1, 1)),
        ("99.99.9999999", None),
    ],
)
def test_days_as_they_are_typed(text: str, day: date | None) -> None:
    assert date_in(text, TODAY) == day


def test_common_periods_end_where_they_should() -> None:
    found = {period.label: (period.from_day, period.to_day) for period in periods(date(2026, 3, 1))}
    assert found["Yesterday"] == (date(2026, 2, 28), date(2026, 2, 28))
    assert found["Last month"] == (date(2026, 2, 1), date(2026, 2, 28))
    assert found["This month"] == (date(2026, 3, 1), date(2026, 3, 1))
    assert found["This year"] == (date(2026, 1, 1), date(2026, 3, 1))


def test_files_are_whole(tmp_path: Path) -> None:
    from cashier_app.report_files.folder import ReportFolder

    folder = ReportFolder(lambda: tmp_path / "new" / "deep")
    assert folder.save_as("a.zip", b"one").read_bytes() == b"one"
    assert folder.save_as("a.zip", b"two").name == "a (2).zip"
    assert sorted(path.name for path in (tmp_path / "new" / "deep").iterdir()) == [
        "a (2).zip",
        "a.zip",
    ]
