"""The counter's screen is found as it was left, and nothing in its file keeps a counter shut."""

from __future__ import annotations

from pathlib import Path

import pytest

from cashier_app.screen_choice import FILE_NAME, TEXT_SIZES, ScreenChoice, load_choice, save_choice


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("touch", [False, True])
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_what_was_kept_is_read(tmp_path: Path, theme: str, touch: bool, text_size: int) -> None:
    save_choice(tmp_path / "new", ScreenChoice(theme, touch, text_size))
    assert load_choice(tmp_path / "new") == (theme, touch, text_size)


@pytest.mark.parametrize(
    "text", ["", "theme", "theme = \n", 'theme = "pink"\ntouch = yes\n', "\x00\ufffd=\n", "=" * 9]
)
def test_a_damaged_file_is_the_plain_screen(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "utf-8")
    assert load_choice(tmp_path) == ScreenChoice()


def test_a_folder_in_its_place_is_the_plain_screen(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert load_choice(tmp_path) == ScreenChoice()


def test_one_damaged_line_leaves_the_other(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('theme = "pink"\ntouch = true\ntext_size = 999\n', "utf-8")
    assert load_choice(tmp_path) == ("light", True, 100)


def test_the_command_line_goes_before(tmp_path: Path) -> None:
    save_choice(tmp_path, ScreenChoice("dark", touch=True))
    assert load_choice(tmp_path, theme="system") == ("system", True, 100)
    assert load_choice(tmp_path, touch=False, text_size=150) == ("dark", False, 150)


@pytest.mark.allow_log("screen.toml was not kept", reason="the folder is a file")
def test_a_folder_that_takes_no_file_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    save_choice(tmp_path / "file", ScreenChoice("dark"))
    assert FILE_NAME in caplog.text
