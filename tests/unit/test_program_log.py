"""The program's own log and its crash files: what is in them, and what never is."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cashier_app import program_log
from cashier_app.program_log import start_log, trace_without_values, write_crash

SECRET = "Karuna Sharma owes 1,217.00"


def caught() -> Exception:
    """As a driver's error quotes a row, inside another one."""
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"while paying: {SECRET}") from error
    except ValueError as error:
        return error


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logging.Handler]:
    handler = start_log(tmp_path / "home")
    assert handler is not None
    yield handler
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.mark.allow_log("unexpected error", reason="this test is about it")
def test_an_error_is_logged_by_kind_and_place_without_its_text(
    log: logging.Handler, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # Another handler has written the whole traceback into the record before ours sees it.
    logging.getLogger("ui.crash").error("unexpected error ab12cd", exc_info=caught())
    assert caplog.text
    file = tmp_path / "home" / "cashier.log"
    text = file.read_text("utf-8")
    assert "ERROR ui.crash: unexpected error ab12cd" in text
    assert text.index("KeyError") < text.index("which led to:") < text.index("ValueError")
    assert "in caught" in text
    assert "Karuna" not in text
    assert "1,217" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.allow_log("line", reason="this test fills the log")
def test_the_log_never_grows_past_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program_log, "LOG_BYTES", 2_000)
    handler = start_log(tmp_path)
    assert handler is not None
    try:
        for number in range(400):
            logging.getLogger("ui").warning("line %d", number)
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    files = sorted(tmp_path.glob("cashier.log*"))
    assert len(files) == 1 + program_log.OLD_LOGS
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert "line 399" in (tmp_path / "cashier.log").read_text("utf-8")


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert start_log(tmp_path / "file") is None
    error = caught()
    assert write_crash(tmp_path / "file", "ab12cd", error, error.__traceback__, {}) is None


def test_a_crash_file_names_versions_and_places_only(tmp_path: Path) -> None:
    error = caught()
    path = write_crash(tmp_path, "ab12cd", error, error.__traceback__, {"qt": "6.11"})
    assert path is not None
    text = path.read_text("utf-8")
    for word in ("reference: ab12cd", "qt: 6.11", "python: ", "cashier: ", "ValueError"):
        assert word in text
    assert "Karuna" not in text
    assert str(Path.home()) not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_only_the_newest_crashes_are_kept(tmp_path: Path) -> None:
    error = caught()
    for number in range(program_log.KEPT_CRASHES + 5):
        write_crash(tmp_path, f"{number:06x}", error, error.__traceback__, {})
    assert len(list((tmp_path / "crashes").iterdir())) == program_log.KEPT_CRASHES


def test_places_are_named_from_the_package_on() -> None:
    error = caught()
    text = trace_without_values(error, error.__traceback__)
    assert f"{os.sep}home{os.sep}" not in text
    assert "test_program_log.py:" in text
