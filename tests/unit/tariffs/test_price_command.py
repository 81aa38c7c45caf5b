"""`cashier tariff price`: what it refuses, and the picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from cashier_app.cli import run
from tests.support.tariff_texts import tariff_text

ENERGY = 'code = "energy"\nform = "flat"\nprice = 0.25'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "t.toml"
    path.write_text(tariff_text(ENERGY), "utf-8")
    return path


def test_a_wrong_file_names_itself_the_line_and_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(tariff_text(ENERGY + "\nprise = 1"), "utf-8")
    assert run(["tariff", "price", str(path), "--kwh", "1"]) == 1
    output = capsys.readouterr()
    assert output.err.startswith('bad.toml: line 8: charge "energy" prise: is not known here')
    assert output.out == ""


def test_a_file_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tariff", "price", str(tmp_path / "none.toml"), "--kwh", "1"]) == 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--kwh", "1e"],
        ["--kwh", "1", "--from", "1/2/2024"],
        ["--kwh", "1", "--register", "peak"],
        ["--table", "10..0:1"],
        ["--table", "0..1000000:1"],
    ],
)
def test_a_wrong_option_is_refused(
    file: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["tariff", "price", str(file), *wrong])
    assert ended.value.code == 2
    assert wrong[-1] in capsys.readouterr().err


def test_a_table_as_json_and_a_picture(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = file.with_suffix(".png")
    options = ["--table", "0..200:100", "--plot", str(picture), "--json"]
    assert run(["tariff", "price", str(file), *options]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["kwh"], row["total"]) for row in rows] == [
        ("0", "0.00"),
        ("100", "25.00"),
        ("200", "50.00"),
    ]
    with Image.open(picture) as image:
        assert image.size == (1200, 750)
        assert len(set(image.convert("L").tobytes())) > 3
