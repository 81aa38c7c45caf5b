"""Tariff files at the screen: looked at, tried out, kept, refused with the place, out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.tariffs import read_tariff
from cashier_app.domain.utility import Role
from cashier_app.services.tariffs import TariffService
from tests.support.counter import Desk, World, unique
from tests.ui.counter_app import CounterApp
from tests.ui.test_tariffs_flow import TARIFF, choose
from ui.models.tariff_words import price_words
from ui.screens.import_file import ImportFileScreen
from ui.screens.tariff_file import TariffFileScreen
from ui.screens.tariff_try import TariffTryScreen


class TariffDesk:
    """A clerk at the tariffs; `folder` is where files are looked for first."""

    def __init__(self, qtbot: QtBot, world: World, folder: Path, desk: Desk) -> None:
        self.world, self.folder, self.desk = world, folder, desk
        self.code = unique("F", 8)
        ((currency, decimals),) = world.run("SELECT currency_code, currency_decimals FROM utility")
        self.text = TARIFF.format(code=self.code, currency=currency, decimals=decimals)
        self.counter = CounterApp(qtbot, desk)
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.counter.do("tariffs")
        self.counter.wait_for("tariffs")
        self.counter.wait_until(lambda: self.counter.next_title not in {"", "Wait"})

    def write(self, text: str, name: str = "homes.toml") -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    def keep(self) -> None:
        """The text, kept by an administrator."""
        engine = self.world.admin.engine(self.world.database)
        with engine.connect() as connection:
            TariffRepository(connection).take_in(self.text)
        engine.dispose()

    def choose(self) -> None:
        """The newest file of the folder."""
        counter = self.counter
        counter.type_text("+")
        counter.wait_for("tariff_files")
        counter.wait_until(lambda: counter.next_title.startswith("Check "))
        assert not any("/" in line.label + line.amount for line in counter.screen.columns.lines)  # type: ignore[attr-defined]
        counter.press("Enter")

    def look(self) -> TariffFileScreen:
        self.choose()
        return self.file

    @property
    def file(self) -> TariffFileScreen:
        self.counter.wait_for("tariff_file")
        screen = self.counter.screen
        assert isinstance(screen, TariffFileScreen)
        return screen

    def kept(self) -> list[str]:
        rows = self.world.run(
            "SELECT v.valid_from FROM tariff_versions v JOIN tariffs t USING (tariff_id)"
            " WHERE t.code = %s ORDER BY v.valid_from",
            self.code,
        )
        return [str(row[0]) for row in rows]


@pytest.fixture
def tariffs(
    qtbot: QtBot, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> TariffDesk:
    home = tmp_path / "files"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return TariffDesk(qtbot, world, home, world.desk(Role.CLERK, "Nirmala Joshi"))


def test_a_file_is_looked_at_tried_out_and_kept(tariffs: TariffDesk) -> None:
    tariffs.write(tariffs.text)
    counter, screen = tariffs.counter, tariffs.look()
    assert tariffs.kept() == []
    assert counter.next_title == "Keep 1 version"
    charges = {line.label: line.amount for line in screen.charges.lines}
    assert charges == {
        "Energy": "5.25 to 8.20", "Fixed charge": "14.28", "Electricity duty": "5.00 %",
        "Senior discount": "10.00 %",
    }  # fmt: skip
    assert "240 kWh" in screen.curve.accessibleName()
    assert screen.curve_label.text().endswith("prices of 1 Jan 2026, 1 kVA")
    counter.press("F3")
    counter.wait_for("tariff_try")
    counter.type_text("312")
    counter.press("Enter")
    counter.type_text("3")
    counter.press("Enter")
    tried = counter.screen
    assert isinstance(tried, TariffTryScreen)
    counter.wait_until(lambda: bool(tried.ledger.lines))
    assert tried.ledger.lines[-1].amount == "2,146.00"
    counter.press("F9")
    assert tried.frame.banner is None
    counter.press("Esc")
    counter.wait_for("tariff_file")
    counter.press("Enter")
    counter.wait_until(lambda: counter.next_title == "Done")
    assert counter.banner_text.startswith("homes.toml: kept, with prices from 1 Jan 2026.")
    assert tariffs.kept() == ["2026-01-01"]
    counter.press("Enter")
    counter.wait_for("tariffs")


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_after_a_bug_a_tariff_is_kept_again(
    tariffs: TariffDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tariffs.write(tariffs.text)
    counter, screen = tariffs.counter, tariffs.look()
    with monkeypatch.context() as broken:
        broken.setattr(TariffService, "take_in", lambda *_: 1 // 0)
        counter.press("Enter")
        counter.wait_until(lambda: "Something went wrong" in counter.banner_text)
    assert counter.screen is screen
    assert (counter.next_title, screen.frame.esc) == ("Keep 1 version", "Back")
    counter.press("Enter")
    counter.wait_until(lambda: counter.next_title == "Done")
    assert tariffs.kept() == ["2026-01-01"]


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_after_a_bug_a_file_is_chosen_again(
    tariffs: TariffDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tariffs.write(tariffs.text)
    with monkeypatch.context() as broken:
        broken.setattr(TariffService, "look_at", lambda *_: 1 // 0)
        tariffs.choose()
        tariffs.counter.wait_until(lambda: "Something went wrong" in tariffs.counter.banner_text)
    tariffs.counter.press("Enter")
    assert tariffs.file.frame.question == "Is this the tariff you mean?"


def test_the_same_file_again_is_known(tariffs: TariffDesk) -> None:
    tariffs.keep()
    tariffs.write(tariffs.text)
    screen = tariffs.look()
    assert screen.frame.question == "It is known"
    assert tariffs.counter.next_title == "Done"


def test_every_mistake_is_told_with_its_line(tariffs: TariffDesk) -> None:
    wrong = tariffs.text.replace("price = 6.90", 'price = "6.90"').replace("amount = 14.28\n", "")
    tariffs.write(wrong)
    counter, screen = tariffs.counter, tariffs.look()
    line = wrong.splitlines().index('form = "fixed"') + 1
    file = screen._file
    assert file is not None
    assert file.problems
    assert any(abs(problem.line - line) <= 3 for problem in file.problems)
    assert screen.reason.full_text.startswith("Line ")
    assert screen.curve.isHidden()
    assert counter.next_title == "Look again"
    assert tariffs.kept() == []
    tariffs.write(tariffs.text)
    counter.press("Enter")
    counter.wait_until(lambda: counter.next_title == "Keep 1 version")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("valid_from = 2026-01-01", ""), "does not say from when it holds"),
        (("decimals = 2", "decimals = 3"), "Our currency has 2 decimals"),
    ],
)
def test_a_tariff_of_another_kind_is_refused_with_its_sentence(
    tariffs: TariffDesk, change: tuple[str, str], told: str
) -> None:
    tariffs.write(tariffs.text.replace(*change))
    tariffs.choose()
    files = tariffs.counter.screen
    assert isinstance(files, ImportFileScreen)
    tariffs.counter.wait_until(lambda: told in files.notice.accessibleName())
    assert tariffs.kept() == []


def test_a_version_in_a_billed_period_is_refused(tariffs: TariffDesk) -> None:
    tariffs.keep()
    world = tariffs.world
    account = world.account(())
    ((version_id,),) = world.run(
        "SELECT v.tariff_version_id FROM tariff_versions v JOIN tariffs t USING (tariff_id)"
        " WHERE t.code = %s",
        tariffs.code,
    )
    ((connection_id,),) = world.run(
        "SELECT connection_id FROM account_connections WHERE account_id = %s", account.account_id
    )
    running = world._next_bill_no()
    world.insert(
        "bills", bill_no=f"99{running:06d}", series="99", running_no=running,
        account_id=account.account_id, connection_id=connection_id, kind="period", title="",
        period_from="2026-01-01", period_to="2026-01-31", issued_on="2026-02-01",
        due_on="2026-02-20", total="0", balance="0", status="paid",
        discount_amount="0", tariff_version_id=version_id,
    )  # fmt: skip
    tariffs.write(tariffs.text.replace("2026-01-01", "2026-01-15"))
    tariffs.choose()
    files = tariffs.counter.screen
    assert isinstance(files, ImportFileScreen)
    sentence = f"{tariffs.code} has billed up to 2026-01-31 already."
    tariffs.counter.wait_until(lambda: sentence in files.notice.accessibleName())
    assert tariffs.kept() == ["2026-01-01"]


def test_no_text_and_no_file_are_told(tariffs: TariffDesk) -> None:
    (tariffs.folder / "latin.toml").write_bytes('name = "Zoë"'.encode("latin-1"))
    tariffs.choose()
    files = tariffs.counter.screen
    assert isinstance(files, ImportFileScreen)
    tariffs.counter.wait_until(lambda: "not UTF-8" in files.notice.accessibleName())
    files.path_field.set_text("nowhere.toml")
    tariffs.counter.press("Enter")
    tariffs.counter.wait_until(lambda: "cannot be read" in files.notice.accessibleName())


def test_a_tariff_goes_out_as_the_file_that_came_in(tariffs: TariffDesk) -> None:
    tariffs.keep()
    counter = tariffs.counter
    counter.press("Esc")
    counter.wait_for("home")
    counter.do("tariffs")
    choose(counter, tariffs.code)
    counter.press("Enter")
    counter.wait_for("tariff_try")
    counter.press("F9")
    counter.wait_until(lambda: counter.banner_text.startswith(f"Saved: {tariffs.code}.toml"))
    out = tariffs.desk.folder / "reports" / f"{tariffs.code}.toml"
    assert str(out.parent) in counter.banner_text
    assert out.read_text("utf-8") == tariffs.text


def test_without_the_right_nothing_is_kept(tariffs: TariffDesk) -> None:
    tariffs.world.run(
        "DELETE r FROM rights r JOIN users u ON u.user_id = r.user_id"
        " WHERE u.user_name = %s AND r.activity = 'manage_tariffs'",
        tariffs.desk.user_name,
    )
    tariffs.write(tariffs.text)
    tariffs.choose()
    files = tariffs.counter.screen
    assert isinstance(files, ImportFileScreen)
    tariffs.counter.wait_until(lambda: "no right" in files.notice.accessibleName())


_HEAD = 'code = "P"\ncurrency = "INR"\n[[charge]]\ncode = "a"\n'


@pytest.mark.parametrize(
    ("charge", "words"),
    [
        ('form = "flat"\nprice = 2', "2.00"),
        ('form = "flat"\nprice = -0.1234', "−0.1234"),
        ('form = "telescopic"\nblocks = [{ upto = 20, amount = 3.5 }, { price = 4 }]', "4.00"),
        ('form = "time-of-use"\nprices = { day = 7, night = 4.5 }', "4.50 to 7.00"),
        ('form = "demand"\nunit = "kW"\nprice = 1250.5', "1,250.50"),
        ('form = "given"', "given"),
    ],
)
def test_prices_in_words(charge: str, words: str) -> None:
    (version,) = read_tariff(_HEAD + charge).versions
    assert price_words(version.charges[0]) == words
